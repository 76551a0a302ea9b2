"""Callers that stand for all others.

Who makes a request is a finite list: whoever the statements name, somebody of each account they
name, somebody of another account, each service and identity provider, nobody. The keys that
follow from the caller (`aws:PrincipalArn`, `aws:PrincipalAccount`, `aws:username`) have their rows
here, so that they never contradict it.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
"""

from __future__ import annotations

from functools import lru_cache

from iamlint.access.callers import NOBODY, ROLE, ROOT, SERVICE, SESSION, USER, Caller, caller_from
from iamlint.access.context import Context
from iamlint.access.operators import use_of
from iamlint.access.request import Request, with_implied_keys
from iamlint.text.automata import DIGIT, inside_segments
from iamlint.text.combinations import combinations
from iamlint.text.globs import ONE, ONE_INSIDE, RUN, RUN_INSIDE, tokens
from iamlint.text.hints import TYPE_CHECKING, Final
from iamlint.text.holes import Hole, Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from iamlint.model.policy import Principal
    from iamlint.text.globs import Token, Tokens

    from .facets import ConditionAtom

CALLER_KEYS: Final = frozenset(
    (
        "aws:principalarn",
        "aws:principalaccount",
        "aws:username",
        "aws:principaltype",
        "aws:principalisawsservice",
        "aws:principalservicename",
        "aws:principalservicenameslist",
    )
)
"""Keys that follow from who calls."""

SOMEBODY: Final = caller_from("arn:aws:iam::111122223333:role/x")
"""Stands for any caller where it makes no difference who it is."""

_USERS: Final[Tokens] = ("arn:aws:iam::", *(DIGIT,) * 12, ":user/", ONE, RUN)
_ROLES: Final[Tokens] = ("arn:aws:iam::", *(DIGIT,) * 12, ":role/", ONE, RUN)


def callers(
    entries: tuple[Principal, ...],
    atoms: tuple[ConditionAtom, ...],
    accounts: tuple[str, ...] = (),
    *,
    unsigned: bool,
) -> tuple[tuple[Caller, ...], bool]:
    """Callers for all ways in which some principal entries and conditions on caller keys hold
    together, and whether that is all of them. `unsigned`: requests by nobody, services and
    identity providers are possible too.
    """
    every = (*_of_entries(entries), *_of_atoms(atoms), *map(_of_account, accounts))
    globs = tuple(dict.fromkeys(every))
    if not globs and not unsigned:
        return (SOMEBODY, _USER), True
    holes = frozenset(token for glob in globs for token in glob if isinstance(token, Hole))
    found: list[Caller] = []
    complete = True
    for domain in (_ROLES, _USERS):
        rows = combinations(globs, domain, 0, holes)
        complete = complete and rows.complete
        found.extend(caller_from(Text(*row.sample)) for row in rows.rows)
    found.extend(_named(entries, found))
    if unsigned:
        found.extend(_roots(entries))
        found.extend(_services(atoms))
        found.append(NOBODY)
    return tuple(dict.fromkeys(found)), complete


_USER: Final = caller_from("arn:aws:iam::111122223333:user/x")


@lru_cache(maxsize=4096)
def implied(caller: Caller) -> Context:
    """The keys that follow from the caller; others are not known."""
    request = Request(caller, "", Text("*"), Text(""), Context(strict=False))
    known = with_implied_keys(request).context
    given = {key: known.values(key) or None for key in CALLER_KEYS if key in known.names}
    return Context(given, strict=False)


def _of_entries(entries: Iterable[Principal]) -> Iterator[Tokens]:
    """Principal entries as globs over callers' ARNs. An account is all of its callers."""
    for entry in entries:
        if entry.type != "AWS" or entry.value.literal == "*":
            continue
        found = caller_from(entry.value.text)
        if found.kind == ROOT and found.account is not None:
            yield _of_account(*found.account.pieces)
        elif found.kind in (USER, ROLE):
            yield entry.value.text.pieces
        elif found.kind == SESSION and found.role_arn is not None:
            yield found.role_arn.pieces


def _of_atoms(atoms: Iterable[ConditionAtom]) -> Iterator[Tokens]:
    """Conditions on caller keys as globs over callers' ARNs."""
    for atom in atoms:
        use = use_of(atom.condition.operator.literal or "")
        if use is None or use.base is None:
            continue
        for word in atom.condition.values:
            glob = tokens(word.text) if use.base.wild else word.text.pieces
            if atom.key == "aws:principalarn":
                arn = use.base.name.startswith("Arn") and glob != (RUN,)
                yield inside_segments(glob) if arn else glob
            elif atom.key == "aws:principalaccount":
                yield _of_account(*map(_inside, glob))
            elif atom.key == "aws:username":
                yield ("arn:", RUN_INSIDE, ":iam::", RUN_INSIDE, ":user/", *glob)
                yield ("arn:", RUN_INSIDE, ":iam::", RUN_INSIDE, ":user/", RUN, "/", *glob)


def _of_account(*account: Token) -> Tokens:
    return ("arn:", RUN_INSIDE, ":", RUN_INSIDE, "::", *account, ":", RUN)


def _inside(token: Token) -> Token:
    if token is RUN:
        return RUN_INSIDE
    return ONE_INSIDE if token is ONE else token


def _named(entries: tuple[Principal, ...], roles: list[Caller]) -> Iterator[Caller]:
    """Callers whom an entry names by something else than a role's or user's ARN."""
    sessions = False
    for entry in entries:
        literal = entry.value.literal
        if literal is None or literal == "*":
            continue
        if entry.type == "AWS":
            found = caller_from(literal)
            if found.kind not in (USER, ROLE):
                sessions = sessions or found.kind == SESSION
                yield found
        elif entry.type == "Service":
            yield caller_from(literal, SERVICE)
        elif entry.type in ("Federated", "CanonicalUser"):
            yield caller_from(literal, entry.type.replace("CanonicalUser", "canonicaluser").lower())
    if sessions:
        for role in roles:
            if role.kind == ROLE and role.account is not None:
                arn = f"arn:aws:sts::{role.account}:assumed-role/{role.name}/x"
                yield caller_from(arn)


def _services(atoms: Iterable[ConditionAtom]) -> Iterator[Caller]:
    yield caller_from("unnamed.amazonaws.com", SERVICE)
    for atom in atoms:
        if atom.key.startswith("aws:principalservicename"):
            for word in atom.condition.values:
                if word.literal is not None:
                    yield caller_from(word.literal.replace("*", "x"), SERVICE)


def _roots(entries: Iterable[Principal]) -> Iterator[Caller]:
    for entry in entries:
        found = caller_from(entry.value.text) if entry.type == "AWS" else None
        if found is not None and found.account is not None:
            yield caller_from(f"arn:aws:iam::{found.account}:root")
