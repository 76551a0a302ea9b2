"""The rows of callers and of condition keys."""

from __future__ import annotations

from functools import lru_cache

from iamlint.access.principals import names
from iamlint.catalog.tagkeys import comes_with_tags
from iamlint.text.hints import TYPE_CHECKING

from .keys import cells
from .masks import conjunctions, tests_of
from .outsiders import comes_from_named_place
from .requesters import CALLER_KEYS, callers, implied
from .rows import ASSUMED, EXACT, Row, rows_of
from .scenes import Dimension, Sample
from .worlds import names_callers

if TYPE_CHECKING:
    from iamlint.access.callers import Caller
    from iamlint.catalog import Catalog
    from iamlint.model.policy import Statement

    from .facets import ConditionAtom
    from .scenes import Mode, Scene


def caller_rows(scene: Scene, mode: Mode) -> Dimension | None:
    """Who calls; None where it makes no difference."""
    statements = [(bit, f.statement) for bit, f in scene.facets if _says_whom(f.statement)]
    atoms = scene.about_caller
    wanted = (mode.absent | mode.present) & CALLER_KEYS
    if not statements and not atoms and not wanted and scene.world.among is None:
        return None
    who, complete = _callers(scene, [statement for _, statement in statements])
    place = {atom: index for index, atom in enumerate(atoms)}
    needs = [(bit, (index,)) for index, (bit, _) in enumerate(statements)]
    masks = conjunctions([*needs, *tests_of(scene.facets, place, len(statements))])
    world = scene.world
    rows: list[Row] = []
    for caller in who:
        context = implied(caller)
        if any(context.values(key) == () for key in mode.present & CALLER_KEYS):
            continue
        if any(context.values(key) for key in mode.absent & CALLER_KEYS):
            continue
        naming = (
            names(s, caller, bounded=world.bounded, assuming=world.assuming).truth
            for _, s in statements
        )
        tested = (atom.truth(context, world.assuming) for atom in atoms)
        rows.extend(rows_of((*naming, *tested), masks, Sample(None, caller)))
    return Dimension(tuple(rows), complete)


def _callers(scene: Scene, statements: list[Statement]) -> tuple[tuple[Caller, ...], bool]:
    if scene.world.caller is not None:
        return (scene.world.caller,), True
    entries = tuple(
        entry
        for statement in statements
        for entry in (*(statement.principals or ()), *(statement.not_principals or ()))
    )
    world = scene.world
    found, complete = callers(entries, scene.about_caller, world.accounts, unsigned=world.unsigned)
    if world.among is not None:
        found = tuple(filter(world.among, found))
    return found, complete


def _says_whom(statement: Statement) -> bool:
    return (
        statement.principals is not None
        or statement.not_principals is not None
        or names_callers(statement)
    )


def key_rows(
    scene: Scene, mode: Mode, atoms: tuple[ConditionAtom, ...], lacking: frozenset[str]
) -> Dimension:
    """The rows of one group of keys. `lacking`: keys that the action does not have, as far as the
    catalogue tells; a row that gives one rests on an assumption.
    """
    found = cells(atoms, scene.catalog, mode.absent, scene.world.assuming)
    masks = conjunctions(tests_of(scene.facets, {atom: i for i, atom in enumerate(atoms)}, 0))
    keys = frozenset(atom.key for atom in atoms)
    rows: list[Row] = []
    for cell in found.cells:
        if cell.present & mode.absent or (keys & mode.present) - cell.present:
            continue
        if scene.world.outside and comes_from_named_place(cell.values, atoms):
            continue
        quality = ASSUMED if cell.present & lacking else EXACT
        rows.extend(rows_of(cell.truths, masks, Sample(None, None, cell.values), quality))
    return Dimension(tuple(rows), found.complete)


@lru_cache(maxsize=16384)
def available(key: str, keys: frozenset[str] | None, catalog: Catalog) -> bool:
    """May a request carry the key, as far as the catalogue tells? Global keys may be on any
    action, but for those of tags in the request; so may keys of which nothing is known.
    """
    if keys is None:
        return True
    if "." in key.partition(":")[0]:  # a claim of an identity provider's token
        return True
    known = catalog.condition_key(key)
    if known is None or known.name.lower() in keys:
        return True
    return not known.service and not comes_with_tags(key)
