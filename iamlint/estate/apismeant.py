"""Which API of another account is meant by a grant on stages and methods of any.

Others may not be in view. One is meant of which the policy names the caller, or somebody who is
called almost so, or so in its own account, and is not there.
https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-authorization-flow.html
"""

from __future__ import annotations

from iamlint.access.matching import SHORT_API
from iamlint.text.hints import TYPE_CHECKING, Final
from iamlint.text.holes import Text

from . import names
from .accounts import account_of
from .keysmeant import is_caller

if TYPE_CHECKING:
    from collections.abc import Sequence

    from iamlint.model.policy import Word
    from iamlint.model.things import Identity, Resource

    from . import Estate

API: Final = "execute-api:execute-api-general"
SERVICE: Final = "execute-api"
ANY_API: Final = "*/"
ROUTE: Final = 2
"""Slashes in a stage, a method and a path."""


def api_meant(
    estate: Estate, identity: Identity, word: Word, apis: Sequence[Resource]
) -> tuple[Resource, Text] | None:
    """The one of the APIs, and what of it a pattern names; None where several may be."""
    parts = names.segments(word.text) if apis else None
    if parts is None or parts[2].literal != SERVICE:
        return None
    account, region, rest = parts[4], parts[3], parts[5].literal or ""
    if account.literal is None or not rest.startswith(ANY_API):
        return None
    if names.same(account, account_of(identity)) is not False:
        return None
    found = [
        api
        for api in apis
        if names.same(account_of(api), account) is True
        and (region.literal == "*" or names.same(api.region, region) is not False)
    ]
    if len(found) != 1:
        return None
    (api,) = found
    if not (names_caller(estate, identity, api) or is_for_route(estate, identity, api, rest)):
        return None
    arn = arn_of(api)
    return (api, arn + rest.removeprefix("*")) if arn is not None else None


def arn_of(api: Resource) -> Text | None:
    """Its ARN as it is called."""
    for name in (api.arn, *api.names):
        parts = names.segments(name)
        if parts is not None and parts[2].literal == SERVICE:
            return name
    return None


def in_full(text: Text, resource: Resource) -> Text:
    """What an API's own policy calls `execute-api:/stage/GET/path`, as others name it."""
    if resource.service_type != API or not text.prefix.startswith(SHORT_API):
        return text
    arn = arn_of(resource)
    first, *rest = text.pieces
    assert isinstance(first, str)
    return text if arn is None else arn + Text(first[len(SHORT_API) - 1 :], *rest)


def names_caller(estate: Estate, identity: Identity, api: Resource) -> bool:
    """The policy of an API names the identity, or somebody who may be meant to be it."""
    return any(
        is_meant(estate, identity, entry.value.text)
        for attached in estate.policies_on(api).attached
        if attached.sure
        for statement in attached.policy.statements
        if statement.allows
        for entry in statement.principals or ()
        if entry.type == "AWS"
    )


def is_for_route(estate: Estate, identity: Identity, api: Resource, rest: str) -> bool:
    """The policy lets somebody of the caller's account, who is not in view, do just what the caller
    is granted: `rest` is a stage, a method and a path after any API.
    """
    route = rest.removeprefix(ANY_API)
    if route.count("/") < ROUTE or "*" in route:
        return False
    return any(
        is_unseen(estate, identity, entry.value.text)
        for attached in estate.policies_on(api).attached
        if attached.sure
        for statement in attached.policy.statements
        if statement.allows
        and any(f"{word.text}".endswith(f"/{route}") for word in statement.resources or ())
        for entry in statement.principals or ()
        if entry.type == "AWS"
    )


def is_unseen(estate: Estate, identity: Identity, arn: Text) -> bool:
    """A role or user of the same account that is not in view."""
    account, name = names.account_in(arn), names.name_and_path(arn)
    if account is None or name is None or not name.prefix.startswith(("role/", "user/")):
        return False
    same = names.same(account, account_of(identity)) is True
    return same and not estate.identities_by_arn(arn)


def is_meant(estate: Estate, identity: Identity, arn: Text) -> bool:
    there = estate.identities_by_arn(arn)
    if there:
        return identity in there
    same = names.name_and_path(arn) == names.name_and_path(identity.arn)
    return same or is_caller(estate, identity, arn)
