"""Which API of another account is meant by a grant on stages and methods of any.

Others may not be in view. One is meant of which the policy names the caller, or somebody who is
called almost so, or so in its own account, and is not there.
https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-authorization-flow.html
"""

from __future__ import annotations

from iamlint.text.hints import TYPE_CHECKING, Final

from . import names
from .accounts import account_of
from .keysmeant import is_caller

if TYPE_CHECKING:
    from collections.abc import Sequence

    from iamlint.model.policy import Word
    from iamlint.model.things import Identity, Resource
    from iamlint.text.holes import Text

    from . import Estate

API: Final = "execute-api:execute-api-general"
SERVICE: Final = "execute-api"
ANY_API: Final = "*/"


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
    if len(found) != 1 or not names_caller(estate, identity, found[0]):
        return None
    arn = arn_of(found[0])
    return (found[0], arn + rest.removeprefix("*")) if arn is not None else None


def arn_of(api: Resource) -> Text | None:
    """Its ARN as it is called."""
    for name in (api.arn, *api.names):
        parts = names.segments(name)
        if parts is not None and parts[2].literal == SERVICE:
            return name
    return None


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


def is_meant(estate: Estate, identity: Identity, arn: Text) -> bool:
    there = estate.identities_by_arn(arn)
    if there:
        return identity in there
    same = names.name_and_path(arn) == names.name_and_path(identity.arn)
    return same or is_caller(estate, identity, arn)
