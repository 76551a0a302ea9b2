"""Reading an edited text again: it must mean what it should.

What is read is the part of the text around the changes that stands for itself: a value in brackets
with its brackets, or the lines of a mapping by indentation. Where there is none, or where anchors
tie parts together, all of the text is read.
"""

from __future__ import annotations

from iamlint.text.hints import TYPE_CHECKING
from iamlint.text.node import Mapping, Scalar, Sequence
from iamlint.text.records import NamedTuple

from . import pieces
from .changes import Change, applied
from .intended import meaning, means
from .layout import is_bracketed
from .lines import begins_line, line_start, next_line

if TYPE_CHECKING:
    from iamlint.text.node import Node

    from .editor import Editor
    from .layout import Layout


class Part(NamedTuple):
    """A slice of the text that can be read by itself, and what it is."""

    start: int
    end: int
    documents: list[Node]


def proven(editor: Editor) -> bool:
    """Does the text with its changes mean what it should?"""
    return pieces.proven(editor) or proven_around(editor)


def proven_around(editor: Editor) -> bool:
    """Does the smallest part that encloses all changes, read as a whole?"""
    part = part_around(editor)
    changes = [
        Change(start - part.start, end - part.start, text) for start, end, text in editor.changes
    ]
    text = applied(editor.text[part.start : part.end], changes)
    expected = [meaning(document, editor.revisions) for document in part.documents]
    return means(text, editor.language, expected)


def part_around(editor: Editor) -> Part:
    whole = Part(0, len(editor.text), editor.documents)
    if editor.layout.tied:
        return whole
    start = min((change.start for change in editor.changes), default=0)
    end = max((change.end for change in editor.changes), default=0)
    best = whole
    revised = [spot.node for spot in editor.revised.values()]
    for node in around(editor.layout, start, end):
        part = standing_alone(editor, node)
        if part is None or not encloses(part, start, end):
            continue
        if all(part.start <= one.start and one.end <= part.end for one in revised):
            best = part
    return best


def encloses(part: Part, start: int, end: int) -> bool:
    """The changes are inside the part; a text in quotes may be replaced as a whole."""
    if isinstance(part.documents[0], Scalar):
        return part.start <= start and end <= part.end
    return part.start < start and end < part.end


def around(layout: Layout, start: int, end: int) -> list[Node]:
    """The nodes that hold a place, from the outermost."""
    found: list[Node] = []
    waiting = list(layout.documents)
    while waiting:
        node = waiting.pop()
        if not (node.start <= start and end <= node.end + 1):
            continue
        if isinstance(node, Sequence):
            waiting = [node.items[place] for place in layout.near(node, start, end)]
        elif isinstance(node, Mapping):
            waiting = [node.entries[place][1] for place in layout.near(node, start, end)]
        else:
            waiting = []
        found.append(node)
    return found


def standing_alone(editor: Editor, node: Node) -> Part | None:
    """The part of the text that means the node, read by itself."""
    text = editor.text
    quoted = editor.language == "json" and isinstance(node, Scalar) and text[node.start] == '"'
    if quoted or is_bracketed(text, node):
        return Part(node.start, node.end, [node])
    if isinstance(node, Mapping) and begins_line(text, node.start) and text[node.start] != "!":
        return Part(line_start(text, node.start), next_line(text, node.end), [node])
    return None
