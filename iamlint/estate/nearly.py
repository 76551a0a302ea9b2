"""Managed policies and roles that are named and not declared, where one is called almost so.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html
"""

from __future__ import annotations

import re
from posixpath import commonprefix

from iamlint.catalog import roles
from iamlint.model.policy import IDENTITY
from iamlint.model.things import PolicyReference
from iamlint.text.globs import is_glob
from iamlint.text.hints import TYPE_CHECKING, Final, Generic, TypeVar
from iamlint.text.records import NamedTuple

from . import names
from .absent import is_about_roles
from .accounts import account_of
from .assuming import keeps_out
from .managed import aws_owned
from .misnamed import references_in
from .mispassing import OF_POLICIES
from .names import SLIPS, folded, slipped

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from iamlint.model.policy import Policy, Word
    from iamlint.model.things import Identity, Reading, RoleUse
    from iamlint.text.holes import Text

    from . import Estate

T = TypeVar("T")
SORT, ROLE = "policy/", "role/"
MAKING: Final = "iam:createrole"
MOST_COMPARED: Final = 100_000
"""Names that are held against each other; beyond it, the later ones are not looked at."""
SHORT: Final = 9
"""Names of fewer letters may differ at both ends by what they begin and end with."""
WORDS: Final = re.compile(r"[^A-Za-z0-9]+")
LONG: Final = 4
"""Words of fewer letters tell one of a kind from another: `dev`, `eu`, `a`."""


class NearlyRole(NamedTuple):
    """A role that a grant to assume or to pass it names, or what is to run as it, and nothing in
    view declares; `name`: with its path, as written; `meant`: what its account has that is called
    almost so.
    """

    word: Word | RoleUse
    name: str
    meant: Identity

    @property
    def other(self) -> str:
        return named_by(self.meant.arn, ROLE)


class Nearly(NamedTuple):
    """A reference to a policy that nothing in view declares; `name`: with its path, as written;
    `meant`: what its account has that is called almost so.
    """

    reference: PolicyReference
    name: str
    meant: Policy

    @property
    def other(self) -> str:
        return name_of(self.meant)


class Called(Generic[T]):
    """Things by what they are called, to look for names that are almost theirs. Two names that
    differ in one place have their first half in common, or their last.
    """

    def __init__(self, named: Iterable[tuple[str, T]]) -> None:
        self._by_half: dict[tuple[int, str], list[tuple[int, str, str, T]]] = {}
        self._left = MOST_COMPARED
        for number, (name, thing) in enumerate(named):
            bare = folded(name)
            for key in halves_of(bare, len(bare)) if bare else ():
                self._by_half.setdefault(key, []).append((number, name, bare, thing))

    def __bool__(self) -> bool:
        return bool(self._by_half)

    def near(self, name: str) -> Iterator[T]:
        """In file order."""
        bare = folded(name)
        found: dict[int, tuple[str, str, T]] = {}
        for length in range(len(bare) - SLIPS, len(bare) + SLIPS + 1):
            for key in halves_of(bare, length):
                for number, other, theirs, thing in self._by_half.get(key, ()):
                    found[number] = (other, theirs, thing)
        for number in sorted(found):
            if not self._left:
                return
            self._left -= 1
            other, theirs, thing = found[number]
            if bare[:1] != theirs[:1]:
                continue  # `loader` and `reader` are two words, not one and a slip
            if differ_in_one_place(bare, theirs) and is_near(name, other):
                yield thing


def halves_of(bare: str, length: int) -> Iterator[tuple[int, str]]:
    """The first and the last half of a name, as long as they are in one of this length that
    differs in one place.
    """
    half = (length - SLIPS) // 2
    if half > 0:
        yield length, "^" + bare[:half]
        yield length, bare[-half:] + "$"
    else:
        yield length, ""


def differ_in_one_place(one: str, other: str) -> bool:
    """By a few letters there."""
    if abs(len(one) - len(other)) > SLIPS:
        return False
    begin = len(commonprefix((one, other)))
    left, right = one[begin:], other[begin:]
    end = len(commonprefix((left[::-1], right[::-1])))
    return max(len(left), len(right)) - end <= SLIPS


def ends_of(name: str) -> Iterator[str]:
    """How a name begins and ends: two that differ in one place have one of these in common."""
    bare = folded(name)
    if bare:
        yield f"{bare[:3]}-"
        yield f"-{bare[-3:]}"
        if len(bare) < SHORT:
            yield f"{bare[0]}?"


def nearly_named(estate: Estate) -> Iterator[Nearly]:
    """In file order, each place once."""
    declared = Called(
        (name_of(policy), (policy, reading))
        for reading in estate.readings
        for policy in reading.policies
        if policy.arn is not None and not policy.by_aws
    )
    there: dict[tuple[Text, int], bool] = {}
    for reading in estate.readings if declared else ():
        for reference in sought_in(reading):
            name = name_in(reference)
            slot = reference.arn, id(reading)
            known = there.get(slot, False) if name else True
            if slot not in there and name:
                known = there[slot] = estate.may_be_in_view(reference, reading)
            for policy, other in () if known else declared.near(name):
                if is_there(reference, reading, policy, other):
                    yield Nearly(reference, name, policy)
                    break


def nearly_named_roles(estate: Estate) -> Iterator[NearlyRole]:
    """In file order, each place once."""
    declared = Called(
        (named_by(one.arn, ROLE), one)
        for one in estate.identities
        if one.kind == "role" and is_there_for_certain(one)
    )
    families = Called(
        (family, one)
        for one in estate.identities
        if one.kind == "role" and is_there_for_certain(one)
        for family in families_of(named_by(one.arn, ROLE))
    )
    known: dict[Text, Identity | None] = {}
    for reading in estate.readings if declared else ():
        for word in roles_sought(reading):
            family = family_in(word)
            if word.text not in known:
                known[word.text] = (
                    almost_a_family(estate, word.text, family, families)
                    if family
                    else almost(estate, word.text, declared)
                )
            meant = known[word.text]
            if meant is not None:
                name = f"{family}*" if family else named_by(word.text, ROLE)
                yield NearlyRole(word, name, meant)
    for use in roles_missed(estate) if declared else ():
        meant = almost(estate, use.role_ref, declared)
        if meant is not None and may_be_meant(estate, meant, use):
            yield NearlyRole(use, named_by(use.role_ref, ROLE), meant)


def roles_missed(estate: Estate) -> Iterator[RoleUse]:
    """What is to run as a role that is not in view; each place once."""
    told: set[RoleUse] = set()
    for work in estate.workloads:
        if work.role is None and work.profile_use is None and work.use not in told:
            told.add(work.use)
            yield work.use


def may_be_meant(estate: Estate, role: Identity, use: RoleUse) -> bool:
    """Nothing runs as the role, and it lets in the services that are to run something."""
    return not estate.workloads_of(role) and not any(
        keeps_out(role, principal, role.when | use.when) for principal in use.principals
    )


def families_of(name: str) -> Iterator[str]:
    """How a name begins, to the end of its second word and of each that follows but the last."""
    ends = [at for at, letter in enumerate(name) if letter in "-_"]
    for end in ends[1:]:
        yield name[:end]


def family_in(word: Word) -> str:
    """How the roles are called that a pattern means: two words at least, and whatever follows."""
    literal = word.literal or ""
    name = literal.partition(f":{ROLE}")[2]
    family = name[:-1].rstrip("-_")
    plain = name.endswith("*") and family != name[:-1] and not is_glob(family)
    return family if plain and "${" not in family and len(WORDS.split(family)) > 1 else ""


def almost_a_family(
    estate: Estate, arn: Text, family: str, families: Called[Identity]
) -> Identity | None:
    """A role that is of almost such a family, where none in the account is of it, or may be."""
    account = names.account_in(arn)
    if account is None or account.literal is None:
        return None
    near = (one for one in families.near(family) if names.same(account_of(one), account) is True)
    found = next(near, None)
    if found is None:
        return None
    for one in estate.identities:
        if one.kind == "role" and names.same(account_of(one), account) is not False:
            name = named_by(one.arn, ROLE)
            if not name or name.startswith(family):
                return None
    return found


def is_there_for_certain(role: Identity) -> bool:
    """It is declared, or code gives policies to it by its name."""
    return role.created or (role.reading is not None and role.reading.carrier == "python")


def almost(estate: Estate, arn: Text, declared: Called[Identity]) -> Identity | None:
    """The role that is almost called as an ARN says, where none is called so, or may be."""
    name = named_by(arn, ROLE)
    account = names.account_in(arn) if name else None
    if account is None or account.literal is None or roles.is_by_aws(f"/{name}"):
        return None
    if may_be_there(estate, arn, account):
        return None
    near = (one for one in declared.near(name) if names.same(account_of(one), account) is True)
    return next(near, None)


def roles_sought(reading: Reading) -> Iterator[Word]:
    """What grants to assume or pass roles name, and the patterns in those to make some."""
    for policy in reading.policies:
        for statement in policy.statements if policy.kind == IDENTITY else ():
            if statement.allows and is_about_roles(statement):
                yield from statement.resources or ()
            elif statement.allows and any(is_making(word) for word in statement.actions or ()):
                yield from filter(family_in, statement.resources or ())


def is_making(action: Word) -> bool:
    return (action.literal or "").lower() == MAKING


def sought_in(reading: Reading) -> Iterator[PolicyReference]:
    """What a file attaches, and what conditions demand to be attached."""
    for one in references_in(reading):
        if not aws_owned(one.arn):
            yield one
    for policy in reading.policies:
        for statement in policy.statements:
            for condition in statement.conditions:
                if (condition.key.literal or "").lower() in OF_POLICIES:
                    for word in condition.values:
                        if not aws_owned(word.text):
                            yield PolicyReference(word.text, word.node)


def may_be_there(estate: Estate, arn: Text, account: Text) -> bool:
    """Some role in view is what an ARN names, or may turn out to be."""
    rest = names.name_and_path(arn)
    return any(
        names.same(account_of(one), account) is not False
        for one in (estate.identities_ending(rest) if rest is not None else ())
    )


def named_by(arn: Text, sort: str) -> str:
    """The path and name in an ARN, where they are known, and no pattern."""
    found = names.name_and_path(arn)
    literal = (found.literal or "") if found is not None else ""
    plain = literal.startswith(sort) and not is_glob(literal) and "${" not in literal
    return literal.removeprefix(sort) if plain else ""


def name_in(reference: PolicyReference) -> str:
    return named_by(reference.arn, SORT)


def name_of(policy: Policy) -> str:
    return named_by(policy.arn, SORT) if policy.arn is not None else ""


def is_there(reference: PolicyReference, reading: Reading, policy: Policy, other: Reading) -> bool:
    """The reference means the account that has the policy, as far as is known."""
    if reference.by_name:
        return True
    named = names.account_in(reference.arn)
    own = names.account_in(policy.arn) if policy.arn is not None else None
    if named is None or own is None:
        return False
    same = names.same(named, own)
    return same is True or (same is None and reading is other)


def is_near(name: str, other: str) -> bool:
    """The same but for the path, or but for a slip in a word that is long enough to have one."""
    one, two = name.rpartition("/")[2], other.rpartition("/")[2]
    if folded(one) == folded(two):
        return name != other
    ours, theirs = WORDS.split(one), WORDS.split(two)
    if len(ours) == len(theirs):
        apart = [pair for pair in zip(ours, theirs, strict=True) if pair[0] != pair[1]]
        if any(min(map(len, pair)) < LONG and not are_plural(*pair) for pair in apart):
            return False
    return slipped(folded(one), folded(two))


def are_plural(one: str, other: str) -> bool:
    """`log` and `logs`."""
    return one in (f"{other}s", f"{other}es") or other in (f"{one}s", f"{one}es")
