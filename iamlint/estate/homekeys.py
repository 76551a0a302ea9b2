"""What is under a key of AWS's own and shared with other accounts, who can never use that key.

https://docs.aws.amazon.com/kms/latest/developerguide/concepts.html#aws-managed-cmk
"""

from __future__ import annotations

from iamlint.finding import CERTAIN, LIKELY, UNVERIFIED
from iamlint.text.hints import TYPE_CHECKING
from iamlint.text.records import NamedTuple

from . import names
from .accounts import account_of
from .joined import AWS_MANAGED, weakest
from .keyrows import FAS, rows
from .needs import granted_in
from .presence import possible
from .resources import service

if TYPE_CHECKING:
    from collections.abc import Iterator

    from iamlint.model.policy import Principal, Statement, Word
    from iamlint.model.things import Encryption, Resource
    from iamlint.text.holes import Text
    from iamlint.text.node import When

    from . import Estate
    from .keyrows import Row


class Shared(NamedTuple):
    """A statement that shares a resource with another account, under a key of the account's own.

    `account`: the other account; `action_word`: the text that shares what needs the key.
    `encryption`: where the key is named, or the declaration that names none and so has it.
    """

    resource: Resource
    encryption: Encryption
    key: Text
    principal: Word
    account: Text
    action: str
    action_word: Word
    confidence: str


def shared(estate: Estate) -> Iterator[Shared]:
    """Every such statement and account, in file order."""
    by_service: dict[str, list[Row]] = {}
    for row in rows(estate.catalog, FAS):
        by_service.setdefault(row.service, []).append(row)
    for resource in estate.resources:
        asking = by_service.get(service(resource), [])
        for key in estate.keys_of(resource) if asking else ():
            if key.kind == AWS_MANAGED and key.encryption is not None:
                for statement in allowing(estate, resource, key.when):
                    yield from _in(statement, resource, key.encryption, key.text, asking)


def allowing(estate: Estate, resource: Resource, when: When) -> Iterator[Statement]:
    """What the policies on a resource allow while it is encrypted as it is under a condition."""
    for attached in estate.policies_on(resource).attached:
        if attached.sure and not attached.bundled:
            for statement in attached.policy.statements:
                around = resource.when | when | attached.when | statement.when
                if statement.allows and possible(around):
                    yield statement


def _in(
    statement: Statement, resource: Resource, encryption: Encryption, key: Text, rows: list[Row]
) -> Iterator[Shared]:
    found = next((granted for row in rows if (granted := granted_in(statement, row))), None)
    if found is None:
        return
    action, word = next(iter(found.items()))
    seen: set[Text] = set()
    for principal in statement.principals or ():
        account = named(principal)
        sure = foreign(account, resource) if account is not None else ""
        if account is not None and sure and account not in seen:
            seen.add(account)
            if resource.service_type == "s3:bucket":
                sure = weakest(sure, LIKELY)  # the key belongs to the object
            yield Shared(resource, encryption, key, principal.value, account, action, word, sure)


def named(principal: Principal) -> Text | None:
    """The account that a principal names, or is of."""
    if principal.type != "AWS":
        return None
    text = principal.value.text
    if text.literal is not None and len(text.literal) == 12 and text.literal.isdigit():
        return text
    return names.account_in(text)


def foreign(account: Text, resource: Resource) -> str:
    """How sure it is that an account is another one than that of a resource; empty where it is the
    same. Where the own account is left to the deployment, and the file says so when it means it, a
    number is likely another.
    """
    own = account_of(resource)
    same = names.same(account, own)
    if same is not None:
        return "" if same else CERTAIN
    if account.literal is not None and own.only_hole is not None and _calls_so(resource, own):
        return LIKELY
    return UNVERIFIED


def _calls_so(resource: Resource, own: Text) -> bool:
    """A policy in the file of a resource admits its own account by that name."""
    policies = resource.reading.policies if resource.reading is not None else []
    return any(
        own.only_hole in principal.value.text.holes
        for policy in policies
        for statement in policy.statements
        for principal in statement.principals or ()
    )
