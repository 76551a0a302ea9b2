"""What a variable's type makes of what is given: attributes that may be left out are null, or what
the type gives in their place.

https://developer.hashicorp.com/terraform/language/expressions/type-constraints#optional-object-type-attributes
"""

from __future__ import annotations

from iamlint.formats.hcl.nodes import Call, Object
from iamlint.text.hints import TYPE_CHECKING
from iamlint.text.node import Either, Mapping, Node, Scalar, Sequence

from .results import bare, is_null, key_at, listed, literal, mapped, under

if TYPE_CHECKING:
    from collections.abc import Callable

    Default = Callable[[Node], Node]

OBJECT, OPTIONAL = "object", "optional"
EACH = ("list", "set", "map")
"""Types of which every element is of the type that is their argument."""


def shaped(value: Node, type: Node | None, default: Default) -> Node:
    """A value as its type has it. `default`: what the expression of a default comes to."""
    if not isinstance(type, Call) or not type.arguments or not _has_optional(type):
        return value
    inner, when = bare(value)
    of = type.arguments[0]
    if type.name == OPTIONAL:
        return shaped(value, of, default)
    if type.name in EACH and isinstance(inner, Mapping):
        found = [(key, shaped(one, of, default)) for key, one in inner.entries]
        return under(mapped(found, inner), when)
    if type.name in EACH and isinstance(inner, Sequence) and not isinstance(inner, Either):
        return under(listed((shaped(one, of, default) for one in inner.items), inner), when)
    if type.name == OBJECT and isinstance(inner, Mapping) and isinstance(of, Object):
        return under(_object(inner, of, default), when)
    return value


def _object(value: Mapping, type: Object, default: Default) -> Node:
    types = {literal(key) or _word(key): of for key, of in type.pairs}
    entries = [
        (key, shaped(one, types.get(str(key.value)), default))
        for key, one in value.entries
        if not (is_null(one) and _gives(types.get(str(key.value))))
    ]
    there = {key.value for key, _ in entries}
    for name, of in types.items():
        if name not in there and isinstance(of, Call) and of.name == OPTIONAL:
            entries.append((key_at(name, value), _left_out(value, of, default)))
    return mapped(entries, value)


def _left_out(place: Node, type: Call, default: Default) -> Node:
    """What stands in the place of an attribute that is not given."""
    if len(type.arguments) < 2:
        return Scalar(place.source, place.start, place.end, None, "")
    return shaped(default(type.arguments[1]), type.arguments[0], default)


def _gives(type: Node | None) -> bool:
    """It has something to give in the place of null."""
    return isinstance(type, Call) and type.name == OPTIONAL and len(type.arguments) > 1


def _has_optional(type: Call) -> bool:
    return OPTIONAL in type.source.text[type.start : type.end]


def _word(key: Node) -> str:
    return key.source.text[key.start : key.end]
