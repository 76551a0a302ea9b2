"""`Fn::ForEach`: entries of a mapping made once for each item of a list.

https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-foreach.html
"""

from __future__ import annotations

import re

from iamlint.text.hints import TYPE_CHECKING
from iamlint.text.holes import Hole, Text
from iamlint.text.node import Conditional, Mapping, Scalar, Sequence, Unknown

from .values import as_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from iamlint.text.node import Node

    from .resolver import Resolver
    from .template import Bindings

_variable = re.compile(r"\$\{([^{}]*)\}|&\{([^{}]*)\}")
MAX_ROUNDS = 500


def rounds(resolver: Resolver, argument: Node) -> Iterator[tuple[Bindings, Mapping]]:
    """Each round of a loop: the loop variables, and the entries to make. A list that is not known
    makes one round, in which the variable is a hole.
    """
    items = argument.items if isinstance(argument, Sequence) else []
    if len(items) != 3 or not isinstance(items[2], Mapping):
        return
    variable, body = as_text(items[0]), items[2]
    if variable is None or variable.literal is None:
        return
    values = resolver.resolve(items[1])
    for value in list(texts(resolver, variable.literal, values))[:MAX_ROUNDS]:
        yield {**resolver.bindings, variable.literal: value}, body


def texts(resolver: Resolver, variable: str, values: Node | None) -> Iterator[Text]:
    """The values that a loop variable takes."""
    if isinstance(values, Conditional):
        values = values.inner
    if isinstance(values, Sequence):
        for item in values.items:
            if isinstance(item, (Sequence, Conditional)):
                yield from texts(resolver, variable, item)
            else:
                yield as_text(item) or Text(resolver.opaque(item, "is no text"))
    elif isinstance(values, Unknown):
        hole = values.hole
        yield Text(Hole(f"{hole.identity}.each", why=hole.why))
    elif values is not None:
        yield Text(resolver.opaque(values, "is no list"))


def entries(resolver: Resolver, key: Scalar, argument: Node) -> Iterator[tuple[Scalar, Node]]:
    """The entries that a loop within a value makes."""
    made = False
    before = resolver.bindings
    for bindings, body in rounds(resolver, argument):
        made = True
        resolver.bindings = bindings
        try:
            resolved = resolver.resolve(body)
        finally:
            resolver.bindings = before
        if isinstance(resolved, Mapping):
            yield from resolved.entries
        elif resolved is not None:
            yield key, resolved
    if not made:
        yield key, resolver.unknown(argument, f"{key.value} is no loop that can be read")


def filled(text: str, bindings: Bindings) -> Text:
    """A key with its loop variables filled in; `&{Name}` keeps only letters and digits."""
    pieces: list[str | Hole] = []
    done = 0
    for match in _variable.finditer(text):
        value = bindings.get(match[1] or match[2] or "")
        if value is None:
            continue
        pieces.append(text[done : match.start()])
        if match[2] and value.literal is not None:
            pieces.append("".join(char for char in value.literal if char.isalnum()))
        else:
            pieces.extend(value.pieces)
        done = match.end()
    return Text(*pieces, text[done:])
