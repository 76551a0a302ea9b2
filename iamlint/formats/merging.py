"""YAML's merge key: `<<: *defaults` stands for the entries of the mapping it names.

Entries written out win over merged ones, earlier mappings over later ones.
https://yaml.org/type/merge.html
"""

from __future__ import annotations

from iamlint.text.hints import TYPE_CHECKING
from iamlint.text.node import Mapping, Sequence

if TYPE_CHECKING:
    from iamlint.text.node import Node, Scalar

    Entries = list[tuple[Scalar, Node]]

MERGE = "<<"


def merged(entries: Entries) -> Entries:
    """The entries with every merge key replaced by what it stands for. Merged entries come first,
    as their place in the text comes before; a merge key with another value is a key like others.
    """
    own: Entries = []
    bases: list[Mapping] = []
    for key, value in entries:
        named = _mappings(value) if key.value == MERGE and key.style == "" else None
        if named is None:
            own.append((key, value))
        else:
            bases.extend(named)
    taken = {key.value for key, _ in own}
    found: Entries = []
    for base in bases:
        fresh = [(key, value) for key, value in base.entries if key.value not in taken]
        taken.update(key.value for key, _ in fresh)
        found.extend(fresh)
    return found + own


def _mappings(value: Node) -> list[Mapping] | None:
    """The mappings that a merge key's value names; None where it is no such value."""
    candidates = value.items if isinstance(value, Sequence) else [value]
    mappings = [candidate for candidate in candidates if isinstance(candidate, Mapping)]
    return mappings if len(mappings) == len(candidates) else None
