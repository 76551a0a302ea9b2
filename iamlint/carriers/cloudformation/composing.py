"""`Fn::Sub`, `Fn::Join` and others: functions that put a text together.

https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-sub.html
https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-join.html
"""

from __future__ import annotations

import re

from iamlint.text.hints import TYPE_CHECKING
from iamlint.text.holes import ANY, Hole, Text
from iamlint.text.node import (
    Conditional,
    Either,
    Holed,
    Mapping,
    Node,
    Scalar,
    Sequence,
    Unknown,
)

from . import referring
from .dynamic import dynamic
from .values import Composed, Slice, at, one_of, parts_of, scalar_text

if TYPE_CHECKING:
    from .resolver import Resolver
    from .template import Bindings

    Parts = tuple[Slice | Text, ...]

_variable = re.compile(r"\$\{([^{}]*)\}")
MAX_SIZE = 1_000_000
"""Of a text that functions put together. CloudFormation takes no larger template."""
MAX_PARTS = 4_000
"""In one text: more than any template refers to, and few enough that names doubled again and
again stay cheap."""
MAX_OPTIONAL = 4
"""Items under conditions in one `Fn::Join` for which every combination is kept."""


def sub(resolver: Resolver, node: Mapping, argument: Node) -> Node | None:
    """`${Name}` and `${Name.Attribute}` filled in; `${!Name}` is literally `${Name}`."""
    pattern: Node = argument
    given: Bindings = {}
    if isinstance(argument, Sequence) and 1 <= len(argument.items) <= 2:
        pattern = argument.items[0]
        names = argument.items[1] if len(argument.items) == 2 else None
        if isinstance(names, Mapping):
            given = {str(key.value): resolver.text(value) for key, value in names.entries}
    text = scalar_text(pattern) if isinstance(pattern, Scalar) else None
    if not isinstance(pattern, Scalar) or text is None or text.literal is None:
        return resolver.unknown(node, "Fn::Sub takes a text")
    if not isinstance(pattern.value, str):
        return composed(resolver, node, (text,))
    return composed(resolver, node, tuple(filled(resolver, pattern, pattern.value, given)))


def filled(resolver: Resolver, scalar: Scalar, text: str, given: Bindings) -> list[Slice | Text]:
    """The parts of a text with variables in it."""
    parts: list[Slice | Text] = []
    done = 0
    for match in _variable.finditer(text):
        name = match[1]
        if name.startswith("!"):
            parts.append(Slice(scalar, done, match.start() + 2))
            done = match.start() + 3
            continue
        parts.append(Slice(scalar, done, match.start()))
        done = match.end()
        name = name.strip()
        parts.append(given[name] if name in given else referring.named(resolver, name))
    parts.append(Slice(scalar, done, len(text)))
    return [part for part in parts if isinstance(part, Text) or part.start < part.end]


def join(resolver: Resolver, node: Mapping, argument: Node) -> Node | None:
    """The items with the delimiter between them."""
    items = argument.items if isinstance(argument, Sequence) else []
    if len(items) != 2:
        return resolver.unknown(node, "Fn::Join takes a delimiter and a list")
    delimiter = resolver.text(items[0]).literal
    values = resolver.resolve(items[1])
    if delimiter is None or values is None:
        return resolver.unknown(node, "the delimiter of Fn::Join is not known")
    if isinstance(values, Unknown):
        return listed(resolver, node, delimiter, values)
    if not isinstance(values, Sequence):
        return resolver.unknown(node, "Fn::Join takes a list")
    return joined(resolver, node, delimiter, values)


def listed(resolver: Resolver, node: Mapping, delimiter: str, values: Unknown) -> Node:
    """A list of which nothing is known, joined."""
    hole = values.hole
    joined_hole = Hole(f"{hole.identity}.join({delimiter})", ANY, why=hole.why)
    return composed(resolver, node, (Text(joined_hole),))


def joined(resolver: Resolver, node: Mapping, delimiter: str, values: Sequence) -> Node:
    """A list joined; one text for each combination of what conditions decide."""
    texts: list[Parts] = []
    for kept in combinations(flat(values)):
        parts: list[Slice | Text] = []
        for index, item in enumerate(kept):
            if index and delimiter:
                parts.append(Text(delimiter))
            of_item = parts_of(item)
            opaque = resolver.opaque(item, "is no text")
            parts.extend((Text(opaque),) if of_item is None else of_item)
        texts.append(tuple(parts))
    if not texts:
        return resolver.unknown(node, "Fn::Join has too many items under conditions")
    if len(texts) == 1:
        return composed(resolver, node, texts[0])
    choices = [text_of(parts) for parts in texts]
    named = resolver.hole(f"Join({delimiter},{','.join(map(str, choices))})")
    return composed(
        resolver, node, (one_of(choices, named.identity, "conditions decide what is in it"),)
    )


def flat(values: Sequence) -> list[Node]:
    """The items, those of inner lists among them."""
    found: list[Node] = []
    for item in values.items:
        inner = isinstance(item, Sequence) and not isinstance(item, Either)
        found.extend(flat(item) if inner and isinstance(item, Sequence) else (item,))
    return found


def combinations(items: list[Node]) -> list[list[Node]]:
    """The lists there may be: with and without each item that is there only at times. Empty when
    there are too many.
    """
    optional = [item for item in items if isinstance(item, Conditional)]
    if len(optional) > MAX_OPTIONAL:
        return []
    found: list[list[Node]] = [[]]
    for item in items:
        if isinstance(item, Conditional):
            found = [*([*kept, item.inner] for kept in found), *(list(kept) for kept in found)]
        else:
            for kept in found:
                kept.append(item)
    return found


def composed(resolver: Resolver, node: Mapping, parts: Parts) -> Holed:
    """A text made of parts, at the place of the function."""
    if size_of(parts) > MAX_SIZE:
        return at(node, Text(resolver.opaque(node, f"is longer than {MAX_SIZE:,} characters")))
    if sum(len(part.pieces) for part in parts if isinstance(part, Text)) > MAX_PARTS:
        return at(node, Text(resolver.opaque(node, f"has more than {MAX_PARTS:,} parts")))
    text = dynamic(resolver, text_of(parts))
    return Composed(node.source, node.start, node.end, text, parts)


def size_of(parts: Parts) -> int:
    """How many characters a text has; a hole counts as one."""
    return sum(
        part.end - part.start
        if isinstance(part, Slice)
        else sum(len(piece) if isinstance(piece, str) else 1 for piece in part.pieces)
        for part in parts
    )


def text_of(parts: Parts) -> Text:
    """The parts one after the other."""
    pieces: list[str | Hole] = []
    for part in parts:
        if isinstance(part, Slice):
            assert isinstance(part.scalar.value, str)
            pieces.append(part.scalar.value[part.start : part.end])
        else:
            pieces.extend(part.pieces)
    return Text(*pieces)


def base64(resolver: Resolver, node: Mapping, argument: Node) -> Node | None:
    """Encoded text holds no policy and names nothing."""
    return at(node, Text(resolver.opaque(argument, "is encoded")))


def to_json_string(resolver: Resolver, node: Mapping, argument: Node) -> Node | None:
    """The value itself: whoever reads a policy from it reads the same as from its JSON text."""
    resolved = resolver.resolve(argument)
    return node if resolved is None else resolved
