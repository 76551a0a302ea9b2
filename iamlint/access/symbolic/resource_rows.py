"""The rows of the resource, and of `aws:ResourceAccount`, which follows from it."""

from __future__ import annotations

from functools import lru_cache

from iamlint.access.context import Context
from iamlint.access.request import Request
from iamlint.access.services import marks
from iamlint.text.globs import ONE, ONE_INSIDE, RUN, RUN_INSIDE, split
from iamlint.text.hints import TYPE_CHECKING
from iamlint.text.holed import meets
from iamlint.text.holes import Hole, Text
from iamlint.text.records import NamedTuple

from .domains import STAR
from .keys import cells
from .masks import on_resources
from .requesters import SOMEBODY
from .resources import samples
from .rows import ASSUMED, EXACT, Row, rows_of
from .scenes import RESOURCE_ACCOUNT, Dimension, Sample, known_context

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from iamlint.access.callers import Caller
    from iamlint.access.context import Values
    from iamlint.access.truth import Truth
    from iamlint.catalog import Catalog
    from iamlint.text.globs import Token, Tokens
    from iamlint.text.node import When

    from .domains import Domain
    from .facets import ConditionAtom, ResourceAtom
    from .scenes import Mode, Scene
    from .units import Unit


class Entries(NamedTuple):
    """What is asked of a resource, and what is known beforehand.

    `settled`: whose it is counts. `services`: patterns of what services decide by themselves.
    """

    resources: tuple[ResourceAtom, ...]
    accounts: tuple[ConditionAtom, ...]
    catalog: Catalog
    caller: Caller | None
    absent: frozenset[str]
    assuming: When
    settled: bool
    services: tuple[Tokens, ...]

    @property
    def globs(self) -> tuple[Tokens, ...]:
        """The patterns; entries with a variable that has no value match nothing."""
        context = known_context(self.caller, self.absent)
        found = [glob for atom in self.resources if (glob := atom.glob(context)) is not None]
        return tuple(dict.fromkeys((*found, *_of_accounts(self.accounts), *self.services)))

    @property
    def home(self) -> tuple[Tokens, ...]:
        """Where it counts, the pattern of the caller's own account."""
        account = self.caller.account if self.settled and self.caller is not None else None
        return (in_account(account.pieces),) if account is not None else ()


def entries_of(scene: Scene, mode: Mode, action: str = "") -> Entries:
    """What is asked of the resources of an action; without one, what statements ask."""
    world = scene.world
    settled = world.settled is not None
    return Entries(
        scene.resources,
        scene.accounts,
        scene.catalog,
        world.caller,
        mode.absent,
        world.assuming,
        settled,
        marks(action) if settled and action else (),
    )


def resource_rows(
    scene: Scene, mode: Mode, unit: Unit, positive: int, *, apart: bool = False
) -> Dimension:
    """The rows for one sort of resource; with `apart` only those of samples of each pattern by
    itself, which are cheap to have and often enough.
    """
    action = unit.action if unit.domain is STAR and scene.resources else ""
    found, complete = _cells(entries_of(scene, mode, unit.action), unit.domain, action, apart)
    masks = on_resources(
        scene.facets,
        {atom: index for index, atom in enumerate(scene.resources)},
        {atom: index for index, atom in enumerate(scene.accounts)},
    )
    holed = _holed(scene, positive)
    rows: list[Row] = []
    quality = ASSUMED if unit.assumed else EXACT
    for truths, sample in found:
        if holed and _only_by_holes(masks(truths), positive, holed):
            continue
        rows.extend(rows_of(truths, masks, sample, quality))
    return Dimension(tuple(rows), complete)


def _holed(scene: Scene, positive: int) -> int:
    """Positive statements that name resources by holes."""
    found = 0
    for bit, facet in scene.facets:
        if bit & positive and facet.resources and not facet.excepting:
            globs = (atom.glob(None) or () for atom in facet.resources)
            if any(isinstance(token, Hole) for glob in globs for token in glob):
                found |= bit
    return found


def _only_by_holes(masks: tuple[int, int], positive: int, holed: int) -> bool:
    """The sample is matched by nothing but holes that may happen to be it. Another sample has the
    holes in it, and is matched for certain: that one stands for this.
    """
    sure, possible = masks[0] & positive, masks[1] & positive
    return not sure and bool(possible) and not possible & ~holed


@lru_cache(maxsize=16384)
def _cells(
    entries: Entries, domain: Domain, star_action: str, apart: bool
) -> tuple[tuple[tuple[tuple[Truth, ...], Sample], ...], bool]:
    """What samples make of the entries; each way of matching once."""
    context = known_context(entries.caller, entries.absent)
    told_apart = (*entries.services, *entries.home)
    arns, complete = _samples(domain, entries, apart)
    cells_found: dict[object, tuple[tuple[Truth, ...], Sample]] = {}
    for arn in arns:
        marked = tuple(meets(mark, arn) for mark in told_apart)
        if star_action:
            request = Request(SOMEBODY, star_action, arn, None, context)
            truths = tuple(atom.on(request, entries.assuming) for atom in entries.resources)
        else:
            truths = tuple(atom.truth(arn, context, entries.assuming) for atom in entries.resources)
        if not entries.accounts:
            cells_found.setdefault((truths, marked), (truths, Sample(arn)))
            continue
        more, whole = _account_truths(arn, entries)
        complete = complete and whole
        for tested, values in more:
            whole_row = (*truths, *tested)
            found = whole_row, Sample(arn, None, values)
            cells_found.setdefault((whole_row, marked), found)
    return tuple(cells_found.values()), complete


def _samples(domain: Domain, entries: Entries, apart: bool) -> tuple[Iterable[Text], bool]:
    globs = (*entries.globs, *entries.home)
    if not apart:
        return samples(domain, globs, entries.catalog)
    found = (samples(domain, (glob,), entries.catalog).arns for glob in globs)
    return dict.fromkeys(arn for arns in found for arn in arns), False


def _of_accounts(accounts: Iterable[ConditionAtom]) -> Iterable[Tokens]:
    """Accounts that are tested, as patterns of ARNs."""
    for atom in accounts:
        for glob in atom.globs:
            yield in_account(tuple(map(_inside, glob)))


def in_account(account: Tokens) -> Tokens:
    """The pattern of all ARNs of accounts."""
    return ("arn:", *(RUN_INSIDE, ":") * 3, *account, ":", RUN)


def _inside(token: Token) -> Token:
    if token is RUN:
        return RUN_INSIDE
    return ONE_INSIDE if token is ONE else token


def _account_truths(
    arn: Text, entries: Entries
) -> tuple[list[tuple[tuple[Truth, ...], Mapping[str, Values]]], bool]:
    """`aws:ResourceAccount` as the ARN says it; where it says none, any account."""
    accounts, absent, assuming = entries.accounts, entries.absent, entries.assuming
    parts = split(arn.pieces, ":", 5)
    if len(parts) == 6 and parts[4] not in ((), ("aws",)):
        account = Text(*parts[4])  # type: ignore[arg-type]
        context = Context({RESOURCE_ACCOUNT: account, **dict.fromkeys(absent)}, strict=False)
        return [(tuple(a.truth(context, assuming) for a in accounts), {})], True
    found = cells(accounts, entries.catalog, absent, assuming)
    return [(cell.truths, cell.values) for cell in found.cells], found.complete
