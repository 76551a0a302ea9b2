"""Conditions of one statement among themselves."""

from __future__ import annotations

from iamlint.access.callers import SERVICE
from iamlint.access.context import Context
from iamlint.access.truth import MAYBE, NO, YES, Truth
from iamlint.text.hints import TYPE_CHECKING, Final
from iamlint.text.node import ALWAYS

from .keys import cells, group_of
from .requesters import CALLER_KEYS, callers, implied

if TYPE_CHECKING:
    from collections.abc import Iterator

    from iamlint.catalog import Catalog
    from iamlint.model.policy import Statement

    from .facets import ConditionAtom

    Rows = list[tuple[Truth, ...]]


OF_PEOPLE: Final = ("aws:principalarn", "aws:principalaccount")


def contradiction(statement: Statement, catalog: Catalog) -> tuple[ConditionAtom, ...]:
    """Conditions that never hold together."""
    for atoms in _groups(statement, catalog):
        if _hold_at_once(atoms):
            continue
        rows, complete = _rows(atoms, statement, catalog, of_services=not _are_of_people(atoms))
        if complete and not any(all(truth is not NO for truth in row) for row in rows):
            return atoms
        if atoms[0].key in CALLER_KEYS:
            for alone in _on_one_key(atoms):
                found = cells(alone, catalog)
                if found.complete and not any(NO not in cell.truths for cell in found.cells):
                    return alone
    return ()


def _are_of_people(atoms: tuple[ConditionAtom, ...]) -> bool:
    """All ask for the ARN or the account of who calls, which fit each other whoever it is, and each
    fails where they are absent: a service that had them would be no other case.
    """
    absent = Context(dict.fromkeys(OF_PEOPLE), strict=False)
    return all(atom.key in OF_PEOPLE and atom.truth(absent, ALWAYS) is NO for atom in atoms)


def _on_one_key(atoms: tuple[ConditionAtom, ...]) -> Iterator[tuple[ConditionAtom, ...]]:
    """Several conditions on one key, which clash whoever has it."""
    for key in dict.fromkeys(atom.key for atom in atoms):
        alone = tuple(atom for atom in atoms if atom.key == key)
        if len(alone) > 1:
            yield alone


def _hold_at_once(atoms: tuple[ConditionAtom, ...]) -> bool:
    """Conditions on one key all hold of a value that one of them has, as is mostly so."""
    key = atoms[0].key
    if key in CALLER_KEYS or any(atom.key != key for atom in atoms):
        return False
    texts = [word.literal for atom in atoms for word in atom.condition.values[:1]]
    for text in texts:
        if text is not None and "${" not in text:
            given = Context({key: text.replace("*", "x")}, strict=False)
            if all(atom.truth(given, ALWAYS) is not NO for atom in atoms):
                return True
    return False


def without_effect(statement: Statement, atom: ConditionAtom, catalog: Catalog) -> Truth:
    """The condition holds wherever the others of its group do."""
    atoms = next((group for group in _groups(statement, catalog) if atom in group), (atom,))
    rows, complete = _rows(atoms, statement, catalog)
    mine = atoms.index(atom)
    result = YES if complete else MAYBE
    for row in rows:
        others = [truth for index, truth in enumerate(row) if index != mine]
        if row[mine] is YES or NO in others:
            continue
        if row[mine] is NO and MAYBE not in others:
            return NO
        result = MAYBE
    return result


def _groups(statement: Statement, catalog: Catalog) -> Iterator[tuple[ConditionAtom, ...]]:
    """The conditions by keys that hang together."""
    from .facets import facet_of

    found: dict[frozenset[str], list[ConditionAtom]] = {}
    for atom in facet_of(statement, catalog).conditions:
        group = CALLER_KEYS if atom.key in CALLER_KEYS else group_of(atom.key)
        found.setdefault(group, []).append(atom)
    for atoms in found.values():
        yield tuple(atoms)


def _rows(
    atoms: tuple[ConditionAtom, ...],
    statement: Statement,
    catalog: Catalog,
    *,
    of_services: bool = True,
) -> tuple[Rows, bool]:
    """The ways in which a group's conditions hold together, whoever asks. `of_services`: of which
    nothing is known.
    """
    if atoms[0].key not in CALLER_KEYS:
        found = cells(atoms, catalog)
        return [cell.truths for cell in found.cells], found.complete
    unsigned = statement.principals is not None or statement.not_principals is not None
    who, complete = callers((), atoms, unsigned=unsigned)
    who = tuple(one for one in who if of_services or one.kind != SERVICE)
    nothing: frozenset[tuple[str, bool]] = frozenset()
    rows = (tuple(atom.truth(implied(caller), nothing) for atom in atoms) for caller in who)
    return list(dict.fromkeys(rows)), complete
