"""The rows of each dimension for the statements that are alive in a class of actions."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from iamlint.access.context import Context
from iamlint.access.principals import names
from iamlint.access.request import Request
from iamlint.access.truth import MAYBE, NO, YES, Truth
from iamlint.text.automata import ONE_INSIDE, RUN_INSIDE
from iamlint.text.globs import ONE, RUN, split
from iamlint.text.holes import Text

from .domains import STAR
from .keys import cells, group_of
from .requesters import CALLER_KEYS, callers, implied
from .resources import samples
from .rows import ASSUMED, EXACT, Row, rows_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from iamlint.access.callers import Caller
    from iamlint.access.context import Values
    from iamlint.catalog import Catalog
    from iamlint.model.policy import Statement
    from iamlint.text.globs import Token, Tokens
    from iamlint.text.node import When

    from .facets import ConditionAtom, Facet, ResourceAtom
    from .units import Unit

RESOURCE_ACCOUNT = "aws:resourceaccount"


class Sample(NamedTuple):
    """What a row chooses: of a resource, a caller and context values those it is about."""

    resource: Text | None = None
    caller: Caller | None = None
    values: Mapping[str, Values] = {}


class Alive(NamedTuple):
    """The statements that count in a class of actions, each with its bit.

    `absent`: keys that are taken as variables and have no value; `present`: those that have one.
    """

    facets: tuple[tuple[int, Facet], ...]
    catalog: Catalog
    caller: Caller | None
    unsigned: bool
    bounded: bool
    assuming: When
    absent: frozenset[str] = frozenset()
    present: frozenset[str] = frozenset()

    @property
    def conditions(self) -> tuple[ConditionAtom, ...]:
        found = (atom for _, facet in self.facets for atom in facet.conditions)
        return tuple(dict.fromkeys(found))

    @property
    def resources(self) -> tuple[ResourceAtom, ...]:
        found = (atom for _, facet in self.facets for atom in facet.resources or ())
        return tuple(dict.fromkeys(found))

    @property
    def variables(self) -> frozenset[str]:
        found: frozenset[str] = frozenset()
        for atom in self.resources:
            found |= atom.variables
        for test in self.conditions:
            found |= test.variables
        return found


class Dimension(NamedTuple):
    """The rows of a dimension. `complete`: there are no others."""

    rows: tuple[Row, ...]
    complete: bool


# resources


def resource_rows(alive: Alive, unit: Unit, positive: int) -> Dimension:
    """The resource, and `aws:ResourceAccount`, which follows from it."""
    atoms = alive.resources
    accounts = tuple(atom for atom in alive.conditions if atom.key == RESOURCE_ACCOUNT)
    found, complete = _resource_cells(
        (unit.domain is STAR and unit.action) or "",
        unit.domain,
        atoms,
        accounts,
        alive.catalog,
        alive.caller,
        alive.absent,
        alive.assuming,
    )
    place = {atom: index for index, atom in enumerate((*atoms, *accounts))}
    needs = []
    for bit, facet in alive.facets:
        entries = tuple(place[atom] for atom in facet.resources or ())
        tests = tuple(place[atom] for atom in facet.conditions if atom in place)
        if facet.resources is not None or tests:
            needs.append((bit, facet.resources is not None, facet.excepting, entries, tests))
    holed = _holed(alive, positive)

    def masks(truths: Sequence[Truth]) -> tuple[int, int]:
        sure = possible = -1
        for bit, limited, excepting, entries, tests in needs:
            known = _some(truths, entries) if limited else YES
            if excepting:
                known = ~known
            for index in tests:
                known &= truths[index]
            if known is not YES:
                sure &= ~bit
                if known is NO:
                    possible &= ~bit
        return sure, possible

    rows: list[Row] = []
    quality = ASSUMED if unit.assumed else EXACT
    for truths, sample in found:
        if holed and _only_by_holes(masks(truths), positive, holed):
            continue
        rows.extend(rows_of(truths, masks, sample, quality))
    return Dimension(tuple(rows), complete)


def _some(truths: Sequence[Truth], which: Iterable[int]) -> Truth:
    best = NO
    for index in which:
        if truths[index] is YES:
            return YES
        if truths[index] is MAYBE:
            best = MAYBE
    return best


def _holed(alive: Alive, positive: int) -> int:
    """Positive statements that name resources by holes."""
    found = 0
    for bit, facet in alive.facets:
        if bit & positive and facet.resources and not facet.excepting:
            globs = (atom.glob(None) or () for atom in facet.resources)
            if any(not isinstance(token, str) and _is_hole(token) for g in globs for token in g):
                found |= bit
    return found


def _is_hole(token: object) -> bool:
    return hasattr(token, "identity")


def _only_by_holes(masks: tuple[int, int], positive: int, holed: int) -> bool:
    """The sample is matched by nothing but holes that may happen to be it. Another sample has the
    holes in it, and is matched for certain: that one stands for this.
    """
    sure, possible = masks[0] & positive, masks[1] & positive
    return not sure and bool(possible) and not possible & ~holed


@lru_cache(maxsize=16384)
def _resource_cells(
    star_action: str,
    domain: Any,
    atoms: tuple[ResourceAtom, ...],
    accounts: tuple[ConditionAtom, ...],
    catalog: Catalog,
    caller: Caller | None,
    absent: frozenset[str],
    assuming: When,
) -> tuple[tuple[tuple[tuple[Truth, ...], Sample], ...], bool]:
    context = _known(caller, absent)
    globs = [glob for atom in atoms if (glob := atom.glob(context)) is not None]
    globs += _account_globs(accounts)
    found = samples(domain, tuple(dict.fromkeys(globs)), catalog)
    complete = found.complete
    cells_found: dict[tuple[Truth, ...], Sample] = {}
    for arn in found.arns:
        if star_action:
            truths = tuple(_on_star(atom, star_action, context, assuming) for atom in atoms)
        else:
            truths = tuple(atom.truth(arn, context, assuming) for atom in atoms)
        if not accounts:
            cells_found.setdefault(truths, Sample(arn))
            continue
        more, whole = _account_truths(arn, accounts, catalog, absent, assuming)
        complete = complete and whole
        for tested, values in more:
            cells_found.setdefault((*truths, *tested), Sample(arn, None, values))
    return tuple(cells_found.items()), complete


def _known(caller: Caller | None, absent: frozenset[str]) -> Context:
    """What is known of the context before anything is chosen."""
    context = implied(caller).copy() if caller is not None else Context(strict=False)
    for key in absent:
        context.implied(key, None)
    return context


def _on_star(atom: ResourceAtom, action: str, context: Context, assuming: When) -> Truth:
    """A request about no resource; some services check an ARN all the same."""
    from .requesters import SOMEBODY

    request = Request(SOMEBODY, action, Text("*"), None, context)
    return atom.on(request, assuming)


def _account_globs(accounts: tuple[ConditionAtom, ...]) -> list[Tokens]:
    found: list[Tokens] = []
    for atom in accounts:
        for word in atom.condition.values:
            inside = tuple(_inside(token) for token in _tokens(word.text))
            found.append(("arn:", *(RUN_INSIDE, ":") * 3, *inside, ":", RUN))
    return found


def _tokens(text: Text) -> Tokens:
    from iamlint.text.globs import tokens

    return tokens(text)


def _inside(token: Token) -> Token:
    if token is RUN:
        return RUN_INSIDE
    return ONE_INSIDE if token is ONE else token


def _account_truths(
    arn: Text,
    accounts: tuple[ConditionAtom, ...],
    catalog: Catalog,
    absent: frozenset[str],
    assuming: When,
) -> tuple[list[tuple[tuple[Truth, ...], Mapping[str, Values]]], bool]:
    """`aws:ResourceAccount` as the ARN says it; where it says none, any account."""
    parts = split(arn.pieces, ":", 5)
    if len(parts) == 6 and parts[4] not in ((), ("aws",)):
        account = Text(*parts[4])  # type: ignore[arg-type]
        context = Context({RESOURCE_ACCOUNT: account, **dict.fromkeys(absent)}, strict=False)
        return [(tuple(a.truth(context, assuming) for a in accounts), {})], True
    found = cells(accounts, catalog, absent, assuming)
    return [(cell.truths, cell.values) for cell in found.cells], found.complete


# callers


def caller_rows(alive: Alive) -> Dimension | None:
    """Who calls; None where it makes no difference."""
    statements = [(bit, f.statement) for bit, f in alive.facets if _says_whom(f.statement)]
    atoms = tuple(atom for atom in alive.conditions if atom.key in CALLER_KEYS)
    wanted = (alive.absent | alive.present) & CALLER_KEYS
    if alive.caller is None and not statements and not atoms and not wanted:
        return None
    who: tuple[Caller, ...]
    if alive.caller is not None:
        who, complete = (alive.caller,), True
    else:
        entries = tuple(
            entry
            for _, statement in statements
            for entry in (*(statement.principals or ()), *(statement.not_principals or ()))
        )
        who, complete = callers(entries, atoms, unsigned=alive.unsigned)
    tests = [
        (bit, tuple(len(statements) + atoms.index(a) for a in facet.conditions if a in atoms))
        for bit, facet in alive.facets
    ]

    def masks(truths: Sequence[Truth]) -> tuple[int, int]:
        sure = possible = -1
        for index, (bit, _) in enumerate(statements):
            sure, possible = _kept(truths[index], bit, sure, possible)
        for bit, which in tests:
            for index in which:
                sure, possible = _kept(truths[index], bit, sure, possible)
        return sure, possible

    rows: list[Row] = []
    for caller in who:
        context = implied(caller)
        if any(context.values(key) == () for key in alive.present & CALLER_KEYS):
            continue
        if any(context.values(key) for key in alive.absent & CALLER_KEYS):
            continue
        naming = tuple(
            names(s, caller, bounded=alive.bounded, assuming=alive.assuming).truth
            for _, s in statements
        )
        tested = tuple(atom.truth(context, alive.assuming) for atom in atoms)
        rows.extend(rows_of((*naming, *tested), masks, Sample(None, caller)))
    return Dimension(tuple(rows), complete)


def _says_whom(statement: Statement) -> bool:
    from .worlds import names_callers

    return (
        statement.principals is not None
        or statement.not_principals is not None
        or names_callers(statement)
    )


def _kept(truth: Truth, bit: int, sure: int, possible: int) -> tuple[int, int]:
    if truth is YES:
        return sure, possible
    return sure & ~bit, possible if truth is MAYBE else possible & ~bit


# condition keys


def key_rows(alive: Alive, unit: Unit) -> Iterator[Dimension]:
    """A dimension for each key, or group of keys that hang together."""
    groups: dict[frozenset[str], list[ConditionAtom]] = {}
    for atom in alive.conditions:
        if atom.key not in CALLER_KEYS and atom.key != RESOURCE_ACCOUNT:
            groups.setdefault(group_of(atom.key), []).append(atom)
    for atoms in groups.values():
        yield _key_dimension(alive, unit, tuple(atoms))


def _key_dimension(alive: Alive, unit: Unit, atoms: tuple[ConditionAtom, ...]) -> Dimension:
    found = cells(atoms, alive.catalog, alive.absent, alive.assuming)
    place = {atom: index for index, atom in enumerate(atoms)}
    tests = [
        (bit, tuple(place[atom] for atom in facet.conditions if atom in place))
        for bit, facet in alive.facets
    ]
    tests = [(bit, which) for bit, which in tests if which]

    def masks(truths: Sequence[Truth]) -> tuple[int, int]:
        sure = possible = -1
        for bit, which in tests:
            for index in which:
                sure, possible = _kept(truths[index], bit, sure, possible)
        return sure, possible

    keys = frozenset(atom.key for atom in atoms)
    rows: list[Row] = []
    for cell in found.cells:
        if cell.present & alive.absent or (keys & alive.present) - cell.present:
            continue
        exists = all(available(key, unit.keys, alive.catalog) for key in cell.present)
        quality = EXACT if exists else ASSUMED
        rows.extend(rows_of(cell.truths, masks, Sample(None, None, cell.values), quality))
    return Dimension(tuple(rows), found.complete)


@lru_cache(maxsize=16384)
def available(key: str, keys: frozenset[str] | None, catalog: Catalog) -> bool:
    """May a request carry the key, as far as the catalogue tells? Global keys may be on any
    action, but for those of tags in the request; so may keys of which nothing is known.
    """
    if keys is None:
        return True
    known = catalog.condition_key(key)
    if known is None or known.name.lower() in keys:
        return True
    return not known.service and not key.startswith(("aws:requesttag/", "aws:tagkeys"))
