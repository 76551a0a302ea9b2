"""Whom of another account a statement on a resource lets in, as those that would ask: by its
principals, or by what its conditions ask of everyone.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
"""

from __future__ import annotations

from iamlint.access.callers import Caller, caller_from
from iamlint.access.operators import use_of
from iamlint.finding import LIKELY, UNVERIFIED
from iamlint.text.globs import is_glob
from iamlint.text.hints import TYPE_CHECKING, Final
from iamlint.text.holes import ANY, Hole, Text
from iamlint.text.records import NamedTuple

from . import names
from .homekeys import foreign, named
from .membership import path_in

if TYPE_CHECKING:
    from collections.abc import Iterator

    from iamlint.model.policy import Condition, Principal, Statement, Word
    from iamlint.model.things import Resource

ANYONE: Final = "*"
SOME_ACCOUNT: Final = Text("000000000000")
"""An account of an organization that nobody has named."""
ARN_KEY, ACCOUNT_KEY = "aws:principalarn", "aws:principalaccount"
ORGANIZATION_KEY, PATHS_KEY = "aws:principalorgid", "aws:principalorgpaths"
NARROWING = (ARN_KEY, ACCOUNT_KEY, ORGANIZATION_KEY, PATHS_KEY)
"""What narrows everyone down, the narrowest first."""


class Invited(NamedTuple):
    """Somebody of another account whom a statement lets in.

    `word`: the text that does; `who`: for a message; `arn`: how another policy would name it, or
    empty for everyone of an `organization`. `context`: what requests of it carry for certain.
    `confidence`: that it is of another account.
    """

    word: Word
    who: str
    arn: Text
    account: Text
    organization: str
    caller: Caller
    context: dict[str, Text | str | None]
    confidence: str


def invited(statement: Statement, resource: Resource) -> Iterator[Invited]:
    """Each of them, once."""
    seen: set[str] = set()
    for principal in statement.principals or ():
        for one in _by(principal, statement, resource):
            if one.who not in seen:
                seen.add(one.who)
                yield one


def _by(principal: Principal, statement: Statement, resource: Resource) -> Iterator[Invited]:
    if principal.value.literal == ANYONE:
        yield from _narrowed(statement, resource)
    elif principal.type == "AWS":
        account = named(principal)
        if account is not None:
            yield from _of_account(principal.value, account, resource)


def _of_account(word: Word, account: Text, resource: Resource) -> Iterator[Invited]:
    sure = foreign(account, resource) if account.literal is not None else ""
    if not sure:
        return
    parts = names.segments(word.text)
    part = parts[5].literal if parts is not None else "root"
    if part is not None and part != "root" and not is_glob(str(word.text)):
        yield Invited(word, str(word), word.text, account, "", caller_from(word.text), {}, sure)
        return
    root = Text(f"arn:aws:iam::{account}:root")
    yield Invited(word, f"account {account}", root, account, "", anyone_of(account), {}, sure)


def anyone_of(account: Text) -> Caller:
    """A role of an account, of a name that is not known."""
    name = Hole(f"a role of {account}", ANY, why="any role of the account may ask")
    return caller_from(Text("arn:aws:iam::") + account + Text(":role/", name))


def _narrowed(statement: Statement, resource: Resource) -> Iterator[Invited]:
    """Everyone, under conditions that say of what account or organization."""
    found = {condition.key.literal: condition for condition in _narrowing(statement)}
    by_key = {(key or "").lower(): condition for key, condition in found.items()}
    key = next((one for one in NARROWING if one in by_key), "")
    for word in by_key[key].values if key else ():
        literal = word.literal or ""
        if key in (ORGANIZATION_KEY, PATHS_KEY):
            organization = literal.partition("/")[0]
            if organization.startswith("o-") and not is_glob(organization):
                further = len(by_key) < len(statement.conditions)
                yield _of_organization(word, organization, UNVERIFIED if further else LIKELY)
        elif key == ACCOUNT_KEY:
            if len(literal) == 12 and literal.isdigit():
                yield from _of_account(word, word.text, resource)
        else:
            account = names.account_in(word.text)
            if account is not None:
                yield from _of_account(word, account, resource)


def arns_let_in(statement: Statement) -> Iterator[Word]:
    """The ARNs that conditions of a statement ask for, of the accounts that its principals name: it
    is meant for these roles and users of them.
    """
    principals = statement.principals or ()
    accounts = [account for one in principals if (account := _whole_account(one)) is not None]
    anyone = any(principal.value.literal == ANYONE for principal in principals)
    for condition in _narrowing(statement):
        if (condition.key.literal or "").lower() != ARN_KEY:
            continue
        for word in condition.values:
            account = names.account_in(word.text)
            if account is None or word.literal is None:
                continue
            if anyone or any(names.same(one, account) is True for one in accounts):
                yield word


def _whole_account(principal: Principal) -> Text | None:
    """The account that a principal means as a whole."""
    parts = names.segments(principal.value.text)
    whole = parts is None or parts[5].literal == "root"
    return named(principal) if principal.type == "AWS" and whole else None


def _of_organization(word: Word, organization: str, sure: str) -> Invited:
    """Further conditions may leave nobody but the own account."""
    context: dict[str, Text | str | None] = {
        "aws:PrincipalOrgID": organization,
        "aws:PrincipalOrgPaths": path_in(organization),
    }
    caller = anyone_of(SOME_ACCOUNT)
    who = f"organization {organization}"
    return Invited(word, who, Text(), SOME_ACCOUNT, organization, caller, context, sure)


def _narrowing(statement: Statement) -> Iterator[Condition]:
    """Conditions that a key has one of several values."""
    for condition in statement.conditions:
        use = use_of(condition.operator.literal or "")
        if use is None or use.base is None or use.over == "all" or use.if_exists:
            continue
        if not use.base.negated and (condition.key.literal or "").lower() in NARROWING:
            yield condition
