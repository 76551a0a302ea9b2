"""Principals that documents name and that do not exist: all of their account's IAM is in view, and
they are not there.

A role or user that another file declares, under a name that is not known, may be the one that is
named; then nothing is said.
"""

from __future__ import annotations

from functools import lru_cache

from iamlint.catalog import roles
from iamlint.model.policy import IDENTITY, RESOURCE, TRUST
from iamlint.text.globs import is_glob, match
from iamlint.text.hints import TYPE_CHECKING
from iamlint.text.holes import Text
from iamlint.text.records import NamedTuple

from . import names
from .accounts import account_of
from .providers import is_nearly

if TYPE_CHECKING:
    from collections.abc import Iterator

    from iamlint.model.policy import Policy, Statement, Word
    from iamlint.model.things import Identity, Reading

    from . import Estate

SORTS = {"role/": "role", "user/": "user"}
USING = (roles.ASSUME, roles.PASS)


class Absent(NamedTuple):
    """`kind`: role or user. `account`: its account, all of whose IAM is in `dump`."""

    policy: Policy
    statement: Statement
    word: Word
    kind: str
    account: str
    dump: Reading

    @property
    def nearly(self) -> Identity | None:
        """The one of the account whose name, with its path, is this one but for a slip of the pen;
        None where there is none, or several.
        """
        last = named_in(self.word.literal or "")
        some = by_digits(self.dump, self.kind, self.account).get(digits_of(last), ())
        found = [one for name, one in some if is_nearly(last, name)]
        return found[0] if len(found) == 1 else None


def named_in(arn: str) -> str:
    """The name in an ARN, with its path."""
    return arn.rpartition(":")[2].partition("/")[2]


def digits_of(name: str) -> str:
    """What no slip of the pen changes."""
    return "".join(filter(str.isdigit, name))


@lru_cache(maxsize=64)
def by_digits(dump: Reading, kind: str, account: str) -> dict[str, list[tuple[str, Identity]]]:
    """The roles or users of an account with their names, by the digits in them."""
    found: dict[str, list[tuple[str, Identity]]] = {}
    for one in dump.identities:
        if one.kind == kind and account_of(one).literal == account:
            name = named_in(str(one.arn))
            found.setdefault(digits_of(name), []).append((name, one))
    return found


class Absents:
    """Looks for what whole dumps of accounts do not have."""

    def __init__(self, estate: Estate) -> None:
        self._estate = estate
        self._dumps: dict[tuple[str, str], Reading] = {}
        for reading in estate.readings:
            for account in reading.accounts:
                for identity in reading.identities:
                    self._dumps.setdefault((account, identity.kind), reading)

    def principals(self) -> Iterator[Absent]:
        """Who is named as a principal of an Allow; in file order."""
        for policy in self._estate.policies if self._dumps else ():
            for statement in policy.statements if policy.kind in (TRUST, RESOURCE) else ():
                for entry in (statement.principals or ()) if statement.allows else ():
                    if entry.type == "AWS":
                        yield from self._absent(policy, statement, entry.value)

    def roles(self) -> Iterator[Absent]:
        """Roles that somebody is allowed to assume or to pass; in file order."""
        for policy in self._estate.policies if self._dumps else ():
            for statement in policy.statements if policy.kind == IDENTITY else ():
                if statement.allows and is_about_roles(statement):
                    for word in statement.resources or ():
                        yield from self._absent(policy, statement, word)

    def _absent(self, policy: Policy, statement: Statement, word: Word) -> Iterator[Absent]:
        text = word.literal
        if text is None or not text.startswith("arn:") or is_glob(text) or "${" in text:
            return
        parts = text.split(":", 5)
        if len(parts) < 6 or parts[2] != "iam" or roles.is_by_aws(text):
            return
        kind = next((kind for sort, kind in SORTS.items() if parts[5].startswith(sort)), "")
        dump = self._dumps.get((parts[4], kind))
        if dump is None or self._may_be_there(kind, word.text, parts):
            return
        yield Absent(policy, statement, word, kind, parts[4], dump)

    def _may_be_there(self, kind: str, arn: Text, parts: list[str]) -> bool:
        account = Text(parts[4])
        if any(
            names.same(account_of(one), account) is not False
            for one in self._estate.identities_ending(Text(parts[5]))
        ):
            return True
        return self._estate.may_be_declared(kind, arn)


def is_about_roles(statement: Statement) -> bool:
    """It names the action that assumes or passes roles, or a pattern of it."""
    return any(
        match(literal, action, fold=True)
        for word in statement.actions or ()
        if (literal := word.literal or "") and literal != "*"
        for action in USING
    )
