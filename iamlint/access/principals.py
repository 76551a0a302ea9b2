"""Does a statement's Principal or NotPrincipal name the caller, and in which way?

The way of naming decides what still limits a grant: a policy that names an account leaves it to
that account's own policies, one that names a user does not.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notprincipal.html
"""

from __future__ import annotations

from iamlint.model.policy import RCP
from iamlint.text.globs import split
from iamlint.text.hints import TYPE_CHECKING, Final
from iamlint.text.holed import meets
from iamlint.text.holes import ACCOUNT, ANY, ARN, Hole, Text
from iamlint.text.node import ALWAYS

from .arns import doubts_of
from .callers import (
    ANONYMOUS,
    CANONICAL,
    DISTRIBUTION,
    FEDERATED,
    FEDERATED_USER,
    ROLE,
    ROOT,
    SERVICE,
    SESSION,
    USER,
    WITH_ACCOUNT,
    Caller,
)
from .presence import there
from .truth import (
    FAILS,
    HOLDS,
    MAYBE,
    NO,
    YES,
    Answer,
    Doubt,
    all_of,
    answer,
    any_of,
    truth_of,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from iamlint.model.policy import Principal, Statement
    from iamlint.text.node import When

ANYONE: Final = "anyone"
THE_ACCOUNT: Final = "account"
THE_ROOT: Final = "root"
THE_USER: Final = "user"
THE_ROLE: Final = "role"
THE_SESSION: Final = "session"
THE_PARENT: Final = "parent"
DIRECT: Final = "direct"

Ways = dict[str, Answer]
"""By way of naming, whether the statement names the caller so."""

PARTLY_SPARED: Final = Doubt(
    "rule: NotPrincipal that lists only some of a caller's layers",
    "a `NotPrincipal` that does not list both the account and the user or role may "
    "deny the caller after all",
)
SESSION_NAME: Final = Doubt("the session's name", "only a session of another name may be meant")
PARENT_USER: Final = Doubt("the parent user", "which user made the federated session is not known")
CANONICAL_ID: Final = Doubt("the canonical ID", "the canonical ID of the caller or its account")

MOST_CHOICES: Final = 64
"""Of a value that is not known; beyond them it may be anything."""

_UNIQUE_IDS: Final = ("AIDA", "AROA", "AGPA", "ASIA", "AKIA")


def named(
    statement: Statement, caller: Caller, *, bounded: bool = False, assuming: When = ALWAYS
) -> Ways:
    """The ways in which the statement names the caller; empty if it does not.

    `bounded`: the caller has a permissions boundary, and then `NotPrincipal` with Deny always
    matches.
    """
    if statement.principals is not None:
        found: Ways = {}
        for entry in statement.principals:
            for way, how in _entry_names(entry, caller):
                if how.truth is not NO:
                    here = how & there(entry.value.when, assuming)
                    found[way] = found[way] | here if way in found else here
        return found
    if statement.not_principals is not None:
        return {ANYONE: _not_listed(statement, caller, bounded)}
    # An RCP can say nothing but `*`; a resource policy that says nobody means nobody.
    return {ANYONE: HOLDS} if statement.policy.kind == RCP else {}


def names(
    statement: Statement, caller: Caller, *, bounded: bool = False, assuming: When = ALWAYS
) -> Answer:
    """Does the statement name the caller in any way?"""
    return any_of(named(statement, caller, bounded=bounded, assuming=assuming).values())


def is_everyone(entry: Principal) -> bool:
    """`"*"` and `{"AWS": "*"}` both name everyone, unsigned requests included."""
    return entry.value.literal == "*" and entry.type in ("*", "AWS", "")


def _entry_names(entry: Principal, caller: Caller) -> Iterator[tuple[str, Answer]]:
    value = entry.value.text
    if is_everyone(entry):
        yield ANYONE, HOLDS
    elif entry.type == "AWS":
        yield from _aws_entry(value, caller)
    elif entry.type == "Service":
        if caller.kind == SERVICE and value.literal != "*":
            yield DIRECT, same(value, caller.name)
    elif entry.type == "Federated":
        if caller.kind == FEDERATED and value.literal != "*":
            yield DIRECT, same(value, caller.name)
    elif entry.type == "CanonicalUser":
        yield from _canonical_entry(value, caller)
    elif value.literal is None:
        yield ANYONE, Answer(MAYBE, doubts_of(value.pieces, Text()))


def same(one: Text, other: Text) -> Answer:
    """Are two texts the same? No wildcards on either side."""
    if one.literal is not None and other.literal is not None:
        return answer(one.literal == other.literal)
    found = truth_of(meets(one.pieces, other))
    return Answer(found, doubts_of(one.pieces, other)) if found is MAYBE else Answer(found)


def _canonical_entry(value: Text, caller: Caller) -> Iterator[tuple[str, Answer]]:
    if caller.kind == CANONICAL:
        yield DIRECT, same(value, caller.name)
    elif caller.kind == DISTRIBUTION:
        yield DIRECT, Answer(MAYBE, (CANONICAL_ID,))
    elif caller.kind in WITH_ACCOUNT and value.literal is None:
        yield THE_ACCOUNT, Answer(MAYBE, (CANONICAL_ID,))


def _aws_entry(value: Text, caller: Caller) -> Iterator[tuple[str, Answer]]:
    if caller.kind == DISTRIBUTION and caller.arn is not None:
        yield DIRECT, same(value, caller.arn)
    if caller.kind not in WITH_ACCOUNT:
        return
    hole = value.only_hole
    if hole is not None and 1 < len(hole.choices) <= MOST_CHOICES:
        yield from _one_of(hole, caller)
        return
    account = _account_of(value)
    if account is not None:
        yield from _account_entry(account, caller)
        return
    segments = [Text(*_texts(part)) for part in split(value.pieces, ":", 5)]
    if len(segments) == 6 and not _opens_with_hole(value):
        yield from _arn_entry(value, segments, caller)
    elif value.literal is not None:
        if value.literal.startswith(_UNIQUE_IDS):
            yield _own_way(caller), _is_unique_id(value.literal, caller)
    elif caller.arn is not None:
        known = same(value, caller.arn)
        yield _own_way(caller), known
        if known.truth is not YES and _whole_hole(value):
            yield THE_ACCOUNT, known


def _one_of(hole: Hole, caller: Caller) -> Iterator[tuple[str, Answer]]:
    """An entry that is one of several: account numbers by region, say."""
    found = [dict(_aws_entry(choice, caller)) for choice in hole.choices]
    doubt = Doubt(hole.identity, hole.why or f"which of {len(found)} values it has is not known")
    for way in dict.fromkeys(way for ways in found for way in ways):
        truths = [ways.get(way, FAILS).truth for ways in found]
        if all(one is truths[0] for one in truths):
            yield way, found[0].get(way, FAILS)
        else:
            yield way, Answer(MAYBE, (doubt,))


def _texts(parts: Iterable[object]) -> tuple[str | Hole, ...]:
    return tuple(part for part in parts if isinstance(part, (str, Hole)))


def _opens_with_hole(value: Text) -> bool:
    first = value.pieces[0]
    return isinstance(first, Hole) and first.within in (ANY, ARN)


def _whole_hole(value: Text) -> bool:
    hole = value.only_hole
    return hole is not None and hole.within in (ANY, ARN)


def _account_of(value: Text) -> tuple[Text, Text | None] | None:
    """The account that an entry names as a whole, and the partition where it says it."""
    literal = value.literal
    if literal is not None and literal.isdigit():
        return value, None
    hole = value.only_hole
    if hole is not None and hole.within == ACCOUNT:
        return value, None
    parts = split(value.pieces, ":", 5)
    if len(parts) == 6 and parts[5] == ("root",) and parts[2] == ("iam",):
        return Text(*_texts(parts[4])), Text(*_texts(parts[1]))
    return None


def _account_entry(
    account: tuple[Text, Text | None], caller: Caller
) -> Iterator[tuple[str, Answer]]:
    if caller.account is None:
        return
    found = same(account[0], caller.account)
    if account[1] is not None:
        found = found & same(account[1], caller.partition)
    yield THE_ACCOUNT, found
    if caller.kind == ROOT:
        yield THE_ROOT, found


def _arn_entry(value: Text, segments: list[Text], caller: Caller) -> Iterator[tuple[str, Answer]]:
    rest = [Text(*_texts(part)) for part in split(segments[5].pieces, "/")]
    sort = rest[0].literal
    if sort == "role" and caller.kind in (ROLE, SESSION):
        yield THE_ROLE, _role_named(value, segments, rest[-1], caller)
    elif sort == "assumed-role" and caller.kind in (ROLE, SESSION):
        yield THE_SESSION, _session_named(value, segments, rest, caller)
    elif sort == "user" and caller.kind == USER and caller.arn is not None:
        yield THE_USER, same(value, caller.arn)
    elif sort == "user" and caller.kind == FEDERATED_USER and caller.account is not None:
        named_so = answer(rest[-1] == caller.name) | Answer(MAYBE, (PARENT_USER,))
        yield THE_PARENT, same(segments[4], caller.account) & named_so
    elif sort == "federated-user" and caller.kind == FEDERATED_USER and caller.arn is not None:
        yield THE_SESSION, same(value, caller.arn)
    elif sort is None and caller.arn is not None:
        yield _own_way(caller), same(value, caller.arn)


def _role_named(value: Text, segments: list[Text], name: Text, caller: Caller) -> Answer:
    """A session's ARN does not tell the role's path, so there only the name is compared."""
    if caller.kind == ROLE and caller.arn is not None:
        return same(value, caller.arn)
    if caller.account is None:
        return FAILS
    return (
        same(segments[1], caller.partition)
        & same(segments[4], caller.account)
        & same(name, caller.name)
    )


def _session_named(value: Text, segments: list[Text], rest: list[Text], caller: Caller) -> Answer:
    if caller.kind == SESSION and caller.session is not None and caller.arn is not None:
        return same(value, caller.arn)
    if caller.account is None or len(rest) < 2:
        return FAILS
    role = same(segments[4], caller.account) & same(rest[1], caller.name)
    return role & Answer(MAYBE, (SESSION_NAME,))


def _own_way(caller: Caller) -> str:
    return {ROLE: THE_ROLE, SESSION: THE_SESSION, FEDERATED_USER: THE_SESSION}.get(
        caller.kind, THE_USER
    )


def _is_unique_id(value: str, caller: Caller) -> Answer:
    if caller.unique_id:
        return answer(caller.unique_id.partition(":")[0] == value)
    return FAILS


# NotPrincipal


def _not_listed(statement: Statement, caller: Caller, bounded: bool) -> Answer:
    assert statement.not_principals is not None
    entries = statement.not_principals
    if any(is_everyone(entry) for entry in entries):
        return FAILS
    if statement.denies and bounded and caller.kind in (USER, ROLE, SESSION):
        return HOLDS
    layers = _layers(caller)
    ways: Ways = {}
    for entry in entries:
        for way, how in _entry_names(entry, caller):
            ways[way] = ways[way] | how if way in ways else how
    listed = [ways.get(layer, FAILS) for layer in layers]
    if not layers or all(one.truth is NO for one in listed):
        return HOLDS
    if not statement.denies:  # an Allow is for everyone who is not listed at all
        return ~any_of(listed)
    if all(one.truth is YES for one in listed):
        return FAILS
    doubts = all_of(one for one in listed if one.truth is not NO).doubts
    return Answer(MAYBE, (PARTLY_SPARED, *doubts))


def _layers(caller: Caller) -> tuple[str, ...]:
    """What all must be listed for the caller to be spared: the account, and the user or role. A
    session's own ARN may be listed too, and need not.
    """
    return {
        USER: (THE_USER, THE_ACCOUNT),
        ROLE: (THE_ROLE, THE_ACCOUNT),
        SESSION: (THE_ROLE, THE_ACCOUNT),
        ROOT: (THE_ACCOUNT,),
        FEDERATED_USER: (THE_SESSION, THE_ACCOUNT),
        SERVICE: (DIRECT,),
        FEDERATED: (DIRECT,),
        CANONICAL: (DIRECT,),
        DISTRIBUTION: (DIRECT,),
        ANONYMOUS: (),
    }[caller.kind]
