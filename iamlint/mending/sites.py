"""Where an intent points to in the text, and what may be done there."""

from __future__ import annotations

from iamlint.formats.edits.changes import Uneditable
from iamlint.formats.edits.draft import InnerEditor
from iamlint.formats.edits.spots import Spot, children
from iamlint.text.hints import TYPE_CHECKING
from iamlint.text.node import Mapping, Scalar, Sequence
from iamlint.text.records import NamedTuple

if TYPE_CHECKING:
    from iamlint.formats.edits.draft import Draft
    from iamlint.formats.edits.editor import Editor
    from iamlint.text.node import Node
    from iamlint.text.source import Span

    from .writing import Data, Dialects


class Site(NamedTuple):
    """A node, the editor of its text, and the place in the file."""

    draft: Draft
    dialects: Dialects
    editor: Editor
    spot: Spot
    span: Span

    @property
    def node(self) -> Node:
        return self.spot.node

    def under(self, key: str) -> Site | None:
        """The value under a key of this mapping; the last where the key stands twice."""
        found = self.node.get(key) if isinstance(self.node, Mapping) else None
        if found is None:
            return None
        for spot in children(self.editor.layout, self.spot, found.start, found.end):
            if spot.node is found:
                return Site(self.draft, self.dialects, self.editor, spot, self.span)
        return None

    def parent(self) -> Site | None:
        if self.spot.parent is None:
            return None
        spot = self.editor.spot_of(self.spot.parent)
        return Site(self.draft, self.dialects, self.editor, spot, self.span)

    def data(self, value: Data) -> Data:
        """A value in the dialect of the file, as it is written here."""
        return self.dialects.data(value, self.span, self.pattern())

    def pattern(self) -> bool | None:
        """In a text inside a string: does `${…}` name things in it?"""
        if not isinstance(self.editor, InnerEditor):
            return None
        host = self.editor.host
        outer = self.editor.spot
        if outer.key is None and outer.parent is not None:
            outer = host.spot_of(outer.parent)
        return outer.key is not None and outer.key.value == "Fn::Sub"


def site(draft: Draft, dialects: Dialects, span: Span) -> Site:
    """The site at a place. Raises `Uneditable` where no value is written there."""
    dialects.editable(span)
    editor, spot = draft.at(span)
    return Site(draft, dialects, editor, spot, span)


def is_function(node: Node) -> bool:
    """A function of a template in its long form, `{"Ref": …}`."""
    if not isinstance(node, Mapping) or len(node.entries) != 1:
        return False
    name = str(node.entries[0][0].value)
    return name == "Ref" or name.startswith(("Fn::", "!"))


def removable(at: Site) -> Site:
    """The site, unless it is an argument of a function, whose number and order say something."""
    parent = at.parent()
    above = parent.parent() if parent is not None and isinstance(parent.node, Sequence) else parent
    if above is not None and is_function(above.node):
        raise Uneditable("it is an argument of a function")
    return at


def alone(at: Site) -> None:
    """Raises `Uneditable` where an alias has the node stand in another place too."""
    if at.editor.layout.tied and uses_of(at.node, at.editor.documents) > 1:
        raise Uneditable("it stands in another place too, by an alias")


def uses_of(wanted: Node, documents: list[Node]) -> int:
    """In how many places of a text a node stands, by itself and by aliases."""
    waiting, seen, count = list(documents), set[int](), 0
    while waiting:
        node = waiting.pop()
        if id(node) in seen:
            continue
        seen.add(id(node))
        inner = node.items if isinstance(node, Sequence) else ()
        values = [value for _, value in node.entries] if isinstance(node, Mapping) else inner
        count += sum(one is wanted for one in values)
        waiting += values
    return count


def data_of(node: Node) -> Data:
    """What a tree says, as data; functions in their long form."""
    if isinstance(node, Mapping):
        return {str(key.value): data_of(value) for key, value in node.entries}
    if isinstance(node, Sequence):
        return [data_of(item) for item in node.items]
    assert isinstance(node, Scalar)
    return node.value
