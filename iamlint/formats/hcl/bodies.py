"""Bodies, blocks and attributes, from the parser's tree."""

from __future__ import annotations

from functools import lru_cache, partial

import tree_sitter_hcl
from tree_sitter import Language, Parser

from iamlint.errors import Unreadable
from iamlint.formats.limits import MAX_DEPTH
from iamlint.text.hints import TYPE_CHECKING
from iamlint.text.records import NamedTuple
from iamlint.text.source import Source

from .expressions import Expressions
from .nodes import Attribute, Block, Body

if TYPE_CHECKING:
    from tree_sitter import Node as Parsed

    from iamlint.text.node import Node


class File(NamedTuple):
    """A file that was read. `faults`: offsets of what is no HCL."""

    body: Body
    faults: list[int]


@lru_cache
def _parser() -> Parser:
    return Parser(Language(tree_sitter_hcl.language()))


def read(source: Source) -> File:
    """The body of a file."""
    _bounded(source.text)
    data = source.text.encode("utf-8", "surrogatepass")
    root = _parser().parse(data).root_node
    reader = _Bodies(source, data)
    inner = next((child for child in root.children if child.type == "body"), None)
    body = reader.body(inner) if inner is not None else Body(source, 0, 0)
    body.start, body.end = 0, len(source.text)
    faults = [reader.at.start(node) for node in _faults(root)] if root.has_error else []
    return File(body, faults)


def read_template(source: Source, start: int, end: int, text: str) -> Node:
    """A template that stands in a string of another format."""
    from .placing import placed

    quoted = "".join(_QUOTED.get(char, char) for char in text)
    inner = Source(source.path, f'x = "{quoted}"')
    found = read(inner)
    attribute = found.body.attributes.get("x")
    if attribute is None or found.faults:
        raise Unreadable("a template that cannot be read", start)
    return placed(attribute.value, source, start, end)


def read_file_template(source: Source) -> Node:
    """The text of a file as the template it is: read as a heredoc, then put back in its place."""
    from .placing import shifted

    head, mark = "x = <<IAMLINT_EOT\n", "IAMLINT_EOT"
    if mark in source.text:
        raise Unreadable("it holds the mark that is to end it", source.text.index(mark))
    _bounded(source.text)
    line_break = "" if source.text.endswith("\n") else "\n"
    found = read(Source(source.path, f"{head}{source.text}{line_break}{mark}\n"))
    attribute = found.body.attributes.get("x")
    if attribute is None or found.faults:
        raise Unreadable("a template that cannot be read")
    return shifted(attribute.value, source, len(head))


_QUOTED = {"\n": "\\n", "\r": "\\r", "\t": "\\t"}


def _bounded(text: str) -> None:
    """Refuse what is nested too deep before the parser sees it."""
    depth = 0
    for offset, char in enumerate(text):
        if char in "([{":
            depth += 1
            if depth > MAX_DEPTH:
                raise Unreadable(f"nested deeper than {MAX_DEPTH} levels", offset)
        elif char in ")]}" and depth:
            depth -= 1


def _faults(node: Parsed) -> list[Parsed]:
    """What the parser could make nothing of, or missed."""
    found, open_ = [], [node]
    while open_:
        one = open_.pop()
        if one.is_error or one.is_missing:
            found.append(one)
        elif one.has_error:
            open_ += reversed(one.children)
    return found


class _Bodies:
    """Reads bodies of one file."""

    def __init__(self, source: Source, data: bytes) -> None:
        self.source = source
        self.at = Expressions(source, data)

    def body(self, parsed: Parsed) -> Body:
        body = Body(self.source, self.at.start(parsed), self.at.end(parsed))
        for child in parsed.children:
            if child.type == "attribute" and not child.has_error:
                attribute = self.attribute(child)
                body.attributes.setdefault(attribute.name, attribute)
            elif child.type == "block":
                block = self.block(child)
                if block is not None:
                    body.blocks.append(block)
        return body

    def attribute(self, parsed: Parsed) -> Attribute:
        name, *_, expression = (c for c in parsed.children if c.type != "comment")
        return Attribute(
            self.source,
            self.at.start(parsed),
            self.at.end(parsed),
            self.at.text(name),
            partial(self.at.whole, expression),
        )

    def block(self, parsed: Parsed) -> Block | None:
        head = [c for c in parsed.children if c.type in ("identifier", "string_lit")]
        if not head:
            return None
        type_, *labels = (self.at.label(child) for child in head)
        inner = next((child for child in parsed.children if child.type == "body"), None)
        start, end = self.at.start(parsed), self.at.end(parsed)
        empty = Body(self.source, end, end)
        read_ = partial(self.body, inner) if inner is not None else lambda: empty
        return Block(self.source, start, end, type_, tuple(labels), read_, broken=parsed.has_error)
