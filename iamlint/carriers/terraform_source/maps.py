"""The functions that make maps, and those that look into maps.

https://developer.hashicorp.com/terraform/language/functions
"""

from __future__ import annotations

from iamlint.text.hints import TYPE_CHECKING
from iamlint.text.node import Either, Mapping, Node, Scalar

from .looping import elements
from .results import Instances, bare, is_null, items_of, key_at, listed, literal, mapped, under

if TYPE_CHECKING:
    from .functions import Function


def _merge(arguments: list[Node], place: Node) -> Node | None:
    """One map of all, the later entries before the earlier."""
    entries: dict[object, tuple[Scalar, Node]] = {}
    for argument in arguments:
        inner, when = bare(argument)
        if is_null(inner):
            continue
        if isinstance(inner, Either):
            for branch in inner.items:
                part, more = bare(branch)
                if not isinstance(part, Mapping):
                    return None
                for key, value in part.entries:
                    entries[key.value] = (key, under(value, more))
            continue
        if not isinstance(inner, Mapping):
            return None
        for key, value in inner.entries:
            entries[key.value] = (key, under(value, when))
    return mapped(list(entries.values()), place)


def _keys(arguments: list[Node], place: Node) -> Node | None:
    found = elements(arguments[0]) if arguments else None
    if found is None or not isinstance(bare(arguments[0])[0], Mapping):
        return None
    return listed((under(key, when) for key, _, when in found), place)


def _values(arguments: list[Node], place: Node) -> Node | None:
    first = arguments[0] if arguments else None
    if isinstance(first, Instances):
        found = elements(first)
        return first if found is None else listed((under(v, w) for _, v, w in found), place)
    items = items_of(first) if first is not None else None
    return None if items is None else listed(items, place)


def _lookup(arguments: list[Node], place: Node) -> Node | None:  # noqa: ARG001
    name = literal(arguments[1]) if len(arguments) > 1 else None
    inner, _ = bare(arguments[0]) if arguments else (None, None)
    if name is None or not isinstance(inner, Mapping):
        return None
    found = inner.get(name)
    if found is None and all(type(key) is Scalar for key, _ in inner.entries):
        return arguments[2] if len(arguments) > 2 else None
    return found


def _zipmap(arguments: list[Node], place: Node) -> Node | None:
    if len(arguments) != 2:
        return None
    names, values = (items_of(argument) for argument in arguments)
    if names is None or values is None or len(names) != len(values):
        return None
    words = [literal(name) for name in names]
    if None in words:
        return None
    pairs = zip(words, values, strict=True)
    return mapped([(key_at(str(word), place), value) for word, value in pairs], place)


FUNCTIONS: dict[str, Function] = {
    "keys": _keys,
    "lookup": _lookup,
    "merge": _merge,
    "values": _values,
    "zipmap": _zipmap,
}
