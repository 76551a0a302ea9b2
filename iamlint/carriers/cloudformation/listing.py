"""`Fn::Select` and `Fn::Split`: functions on lists.

https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-select.html
https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-split.html
"""

from __future__ import annotations

from iamlint.text.hints import TYPE_CHECKING
from iamlint.text.holes import ACCOUNT, NAME, PARTITION, REGION, SUFFIX, Hole, Text
from iamlint.text.node import Conditional, Either, Node, Sequence, Unknown

from .choosing import chosen
from .values import as_text, at, one_of

if TYPE_CHECKING:
    from iamlint.text.node import Mapping

    from .resolver import Resolver

NEVER_IN = {NAME: ":/", ACCOUNT: ":/-.", PARTITION: ":/.", REGION: ":/.", SUFFIX: ":/-."}
"""Characters that a hole of a sort never holds."""

MAX_BLOCKS = 256
"""What Fn::Cidr makes at most."""


class Rest(Hole):
    """The end of a list of which not even the length is known."""

    __slots__ = ()


def select(resolver: Resolver, node: Mapping, argument: Node) -> Node | None:
    """One item of a list, counted from 0."""
    items = argument.items if isinstance(argument, Sequence) else []
    if len(items) != 2:
        return resolver.unknown(node, "Fn::Select takes a number and a list")
    index = resolver.text(items[0])
    values = resolver.resolve(items[1])
    if index.literal is not None and index.literal.isdecimal() and len(index.literal) < 6:
        return picked(resolver, node, int(index.literal), values)
    texts = [as_text(item) for item in values.items] if isinstance(values, Sequence) else []
    known = [text for text in texts if text is not None]
    if not known or len(known) < len(texts):
        return resolver.unknown(node, "which item Fn::Select takes is not known")
    named = resolver.hole(f"Select({index},{','.join(map(str, known))})")
    return at(node, one_of(known, named.identity, "which item Fn::Select takes is not known"))


def picked(resolver: Resolver, node: Mapping, index: int, values: Node | None) -> Node | None:
    """The item at an index."""
    if isinstance(values, Unknown):
        return of_unknown(node, index, values)
    if isinstance(values, Either):
        branches: list[Node] = []
        for branch in values.items:
            inner = branch.inner if isinstance(branch, Conditional) else branch
            item = picked(resolver, node, index, inner)
            if item is not None:
                branches.append(Conditional(item, branch.when))
        texts = [as_text(b.inner) for b in branches if isinstance(b, Conditional)]
        text = chosen(resolver, f"Select{index}", *texts) if len(texts) == 2 else None
        return Either(node.source, node.start, node.end, branches, text)
    if not isinstance(values, Sequence):
        return resolver.unknown(node, "Fn::Select takes a list")
    for place, item in enumerate(values.items[: index + 1]):
        if isinstance(item, Unknown) and isinstance(item.hole, Rest):
            return of_unknown(node, index - place, item)
        if isinstance(item, Conditional):
            return resolver.unknown(node, "conditions decide which item Fn::Select takes")
    if index >= len(values.items):
        why = f"Fn::Select takes item {index} of a list of {len(values.items)}"
        return resolver.unknown(node, why)
    return values.items[index]


def of_unknown(node: Mapping, index: int, values: Unknown) -> Node:
    """An item of a list that is not known: the same wherever it is taken."""
    hole = values.hole
    return at(node, Text(Hole(f"{hole.identity}[{index}]", why=hole.why)))


def length(resolver: Resolver, node: Mapping, argument: Node) -> Node | None:
    """How many items a list has, where that is certain."""
    values = resolver.resolve(argument)
    if not isinstance(values, Sequence) or isinstance(values, Either):
        return resolver.unknown(node, "the list of Fn::Length is not known")
    if any(isinstance(item, (Conditional, Unknown)) for item in values.items):
        return resolver.unknown(node, "how many items Fn::Length counts is not known")
    return at(node, Text(str(len(values.items))))


def cidr(resolver: Resolver, node: Mapping, argument: Node) -> Node | None:
    """So many blocks of addresses out of one, where it is known.

    https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-cidr.html
    """
    items = argument.items if isinstance(argument, Sequence) else []
    given = [resolver.text(item).literal for item in items]
    blocks = None if None in given else blocks_of([text for text in given if text is not None])
    if blocks is None:
        return resolver.unknown(node, "the blocks of Fn::Cidr are not known")
    return Sequence(node.source, node.start, node.end, [at(node, Text(block)) for block in blocks])


def blocks_of(given: list[str]) -> list[str] | None:
    """The first blocks of `[block, count, bits]`; None where that makes no sense."""
    from ipaddress import ip_network
    from itertools import islice

    try:
        network = ip_network(given[0], strict=False)
        count, bits = int(given[1]), int(given[2])
        prefix = network.max_prefixlen - bits
        if not 0 < count <= MAX_BLOCKS or prefix < network.prefixlen:
            return None
        return [str(block) for block in islice(network.subnets(new_prefix=prefix), count)]
    except (ValueError, IndexError):
        return None


def split(resolver: Resolver, node: Mapping, argument: Node) -> Node | None:
    """The parts between delimiters, as far as no hole may hold one."""
    items = argument.items if isinstance(argument, Sequence) else []
    if len(items) != 2:
        return resolver.unknown(node, "Fn::Split takes a delimiter and a text")
    delimiter = resolver.text(items[0]).literal
    if not delimiter:
        return resolver.unknown(node, "the delimiter of Fn::Split is not known")
    parts, rest = pieces_of(resolver.text(items[1]), delimiter)
    found: list[Node] = [at(node, part) for part in parts]
    if rest is not None:
        why = next((hole.why for hole in rest.holes if hole.why), "")
        hole = Rest(resolver.hole(f"Split('{delimiter}', {rest})").identity, why=why)
        found.append(Unknown(node.source, node.start, node.end, hole))
    return Sequence(node.source, node.start, node.end, found)


def pieces_of(text: Text, delimiter: str) -> tuple[list[Text], Text | None]:
    """The parts that are certain, and the rest from the part on in which a hole may hold the
    delimiter.
    """
    parts: list[list[str | Hole]] = [[]]
    for index, piece in enumerate(text.pieces):
        if isinstance(piece, Hole):
            if not all(char in NEVER_IN.get(piece.within, "") for char in delimiter):
                rest = Text(*parts[-1], *text.pieces[index:])
                return [Text(*part) for part in parts[:-1]], rest
            parts[-1].append(piece)
            continue
        first, *more = piece.split(delimiter)
        parts[-1].append(first)
        parts.extend([each] for each in more)
    return [Text(*part) for part in parts], None
