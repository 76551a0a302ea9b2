"""Configuration in JSON: the same blocks and attributes, strings being templates.

https://developer.hashicorp.com/terraform/language/syntax/json
"""

from __future__ import annotations

from functools import partial

from iamlint.errors import Unreadable
from iamlint.formats import json
from iamlint.text.hints import TYPE_CHECKING
from iamlint.text.node import Mapping, Node, Scalar, Sequence

from .bodies import File, read_template
from .nodes import Attribute, Block, Body, Object, Opaque

if TYPE_CHECKING:
    from collections.abc import Iterator

    from iamlint.text.source import Source

LABELS = {"resource": 2, "data": 2, "ephemeral": 2, "provider": 1, "variable": 1, "output": 1}
LABELS |= {"module": 1, "terraform": 0, "locals": 0, "import": 0, "moved": 0, "removed": 0}
COMMENT = "//"


def read(source: Source) -> File:
    """The body of a file. Raises `Unreadable`."""
    root = json.parse(source)
    body = Body(source, 0, len(source.text))
    for one in root.items if isinstance(root, Sequence) else (root,):
        if isinstance(one, Mapping):
            for key, value in one.entries:
                type_ = str(key.value)
                if type_ in LABELS:
                    body.blocks += _blocks(type_, (), value, LABELS[type_])
    return File(body, [])


def read_values(source: Source) -> File:
    """The values that a file gives to variables, as the body of arguments that it is. Raises
    `Unreadable`.
    """
    root = json.parse(source)
    if not isinstance(root, Mapping):
        raise Unreadable("values for variables are an object", root.start)
    return File(_body(root, plain=True), [])


def _blocks(type: str, labels: tuple[str, ...], value: Node, open_: int) -> Iterator[Block]:
    """The blocks of a type: one object for each label, lists of objects for several."""
    if isinstance(value, Sequence):
        for item in value.items:
            yield from _blocks(type, labels, item, open_)
    elif isinstance(value, Mapping) and open_:
        for key, inner in value.entries:
            if key.value != COMMENT:
                yield from _blocks(type, (*labels, str(key.value)), inner, open_ - 1)
    elif isinstance(value, Mapping):
        plain = type == "variable"
        read_ = partial(_body, value, plain=plain)
        yield Block(value.source, value.start, value.end, type, labels, read_)


def _body(value: Mapping, *, plain: bool = False) -> Body:
    body = Body(value.source, value.start, value.end)
    for key, inner in value.entries:
        name = str(key.value)
        if name == COMMENT:
            continue
        if name == "dynamic":
            for kind, settings in _pairs(inner):
                body.blocks += _dynamic(kind, settings)
            continue
        make = partial(_expression, inner, plain=plain or name == "source")
        body.attributes[name] = Attribute(value.source, key.start, inner.end, name, make)
    return body


def _pairs(value: Node) -> Iterator[tuple[str, Node]]:
    for item in value.items if isinstance(value, Sequence) else (value,):
        if isinstance(item, Mapping):
            for key, inner in item.entries:
                yield str(key.value), inner


def _dynamic(kind: str, value: Node) -> Iterator[Block]:
    for item in value.items if isinstance(value, Sequence) else (value,):
        if isinstance(item, Mapping):
            yield Block(
                item.source, item.start, item.end, "dynamic", (kind,), partial(_generator, item)
            )


def _generator(value: Mapping) -> Body:
    """The body of a `dynamic` block, whose `content` is a block."""
    body = _body(value)
    content = value.get("content")
    body.attributes.pop("content", None)
    if isinstance(content, Mapping):
        body.blocks.append(
            Block(
                content.source, content.start, content.end, "content", (), partial(_body, content)
            )
        )
    return body


def _expression(value: Node, *, plain: bool = False) -> Node:
    """A value of JSON as an expression."""
    if isinstance(value, Mapping):
        pairs: list[tuple[Node, Node]] = [
            (_expression(key, plain=plain), _expression(inner, plain=plain))
            for key, inner in value.entries
        ]
        return Object(value.source, value.start, value.end, pairs)
    if isinstance(value, Sequence):
        items = [_expression(item, plain=plain) for item in value.items]
        return Sequence(value.source, value.start, value.end, items)
    if plain or not isinstance(value, Scalar) or not isinstance(value.value, str):
        return value
    if "${" not in value.value and "%{" not in value.value:
        return value
    try:
        return read_template(value.source, value.start, value.end, value.value)
    except Unreadable:
        return Opaque(value.source, value.start, value.end)
