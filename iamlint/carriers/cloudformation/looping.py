"""`Fn::ForEach`: entries of a mapping made once for each item of a list.

https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-foreach.html
"""

from __future__ import annotations

import re

from iamlint.text.hints import TYPE_CHECKING
from iamlint.text.holes import Hole, Text
from iamlint.text.node import Conditional, Mapping, Node, Scalar, Sequence, Unknown
from iamlint.text.records import NamedTuple

from .template import FOR_EACH
from .values import as_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .resolver import Resolver
    from .template import Bindings

_variable = re.compile(r"\$\{([^{}]*)\}|&\{([^{}]*)\}")
MAX_ROUNDS = 20_000
"""Of all loops of a template together. CloudFormation takes 500 resources, loops written out."""
SPENT = f"loops of the template make more than {MAX_ROUNDS:,} rounds: the others are not read"


class NotKnown(Exception):
    """The entries that a function makes are not known; the message says why."""


class Made(NamedTuple):
    """An entry of a section, and the loop variables of the loops that made it."""

    key: Scalar
    value: Node
    bindings: Bindings


def read(argument: Node) -> tuple[str, Node, Mapping] | None:
    """The variable, the list and the entries of a loop; None for what is no loop."""
    items = argument.items if isinstance(argument, Sequence) else []
    variable = as_text(items[0]) if len(items) == 3 else None
    if variable is None or variable.literal is None or not isinstance(items[2], Mapping):
        return None
    return variable.literal, items[1], items[2]


def rounds(resolver: Resolver, argument: Node) -> Iterator[tuple[Bindings, Mapping]]:
    """Each round of a loop: the loop variables, and the entries to make. A list that is not known
    makes one round, in which the variable is a hole.
    """
    loop = read(argument)
    if loop is None:
        return
    variable, listed, body = loop
    for value in list(texts(resolver, variable, resolver.resolve(listed))):
        resolver.rounds += 1
        if is_spent(resolver):
            return
        yield {**resolver.bindings, variable: value}, body


def is_spent(resolver: Resolver) -> bool:
    """Loops were cut short."""
    return resolver.rounds > MAX_ROUNDS


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
    """The entries that a loop within a value makes. Raises `NotKnown`."""
    if read(argument) is None:
        raise NotKnown(f"{key.value} is no loop that can be read")
    before = resolver.bindings
    for bindings, body in rounds(resolver, argument):
        resolver.bindings = bindings
        try:
            resolved = resolver.resolve(body)
        finally:
            resolver.bindings = before
        if isinstance(resolved, Mapping):
            yield from resolved.entries
        elif resolved is not None:
            yield key, resolved
    if is_spent(resolver):
        raise NotKnown(SPENT)


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


def unrolled(resolver: Resolver, section: Mapping, bindings: Bindings) -> Iterator[Made]:
    """The entries of a section, with those that loops make in place of the loops. What is called a
    loop and is none is given as it is.
    """
    for key, value in section.entries:
        if not str(key.value).startswith(FOR_EACH) or read(value) is None:
            yield Made(key, value, bindings)
            continue
        before = resolver.bindings
        for inner, body in rounds(resolver, value):
            resolver.bindings = inner
            try:
                yield from unrolled(resolver, body, inner)
            finally:
                resolver.bindings = before
