"""Edits that belong together, to files and to the texts inside their strings."""

from __future__ import annotations

from bisect import bisect_left
from functools import lru_cache

from iamlint import formats
from iamlint.errors import Unreadable
from iamlint.finding import Edit
from iamlint.text.hints import TYPE_CHECKING
from iamlint.text.node import Scalar
from iamlint.text.source import EmbeddedSource, Span

from . import pieces
from .changes import Change, Uneditable, applied
from .editor import Editor
from .intended import Inside, meaning
from .layout import Layout
from .proving import proven
from .revisions import Written
from .spots import find, scalar_around

if TYPE_CHECKING:
    from iamlint.text.node import Node
    from iamlint.text.source import Source

    from .revisions import Meaning
    from .spots import Spot


class Draft:
    """Collects edits until they are proven and asked for."""

    def __init__(self) -> None:
        self.files: dict[Source, Editor] = {}
        self.inner: dict[int, InnerEditor] = {}

    def at(self, span: Span) -> tuple[Editor, Spot]:
        """The node at a place, and the editor of the text it stands in: the file's, or that of a
        text in a string. Raises `Uneditable` where no node begins and ends there.
        """
        source, start, end = span.outermost
        if not source.path:
            raise Uneditable("it stands in no file")
        editor = self._file(source)
        while True:
            spot = find(editor.layout, start, end)
            if spot is not None:
                return editor, spot
            around = scalar_around(editor.layout, start, end)
            if around is None:
                raise Uneditable("no value stands there")
            editor = self._inside(editor, around)
            start, end = (editor.offset(offset) for offset in (start, end))

    def edits(self) -> tuple[Edit, ...]:
        """The edits to the files. Raises `Uneditable` where the files, read again, would not mean
        exactly what they should.
        """
        for inner in reversed(self.inner.values()):  # the deepest first
            inner.hand_over()
        found = []
        for source, editor in self.files.items():
            editor.finish()
            if not proven(editor):
                raise Uneditable("the edited text would not be read as it should")
            found += [
                Edit(Span(source, start, end), text)
                for start, end, text in sorted(editor.changes, key=lambda change: change[:2])
            ]
        return tuple(found)

    def _file(self, source: Source) -> Editor:
        if source not in self.files:
            self.files[source] = editor_of(layout_of(source))
        return self.files[source]

    def _inside(self, host: Editor, spot: Spot) -> InnerEditor:
        if id(spot.node) not in self.inner:
            self.inner[id(spot.node)] = InnerEditor(host, spot)
        return self.inner[id(spot.node)]


class InnerEditor(Editor):
    """Edits a text inside a string."""

    def __init__(self, host: Editor, spot: Spot) -> None:
        super().__init__(layout_inside(host.layout, spot.node))
        assert isinstance(self.layout.source, EmbeddedSource)
        self.inside: EmbeddedSource = self.layout.source
        self.host = host
        self.spot = spot

    def offset(self, outside: int) -> int:
        """The offset of this text that stands at an offset of the host."""
        inside = bisect_left(range(len(self.text)), outside, key=self.inside.host_offset)
        if self.inside.host_offset(inside) != outside:
            raise Uneditable("no value stands there")
        return inside

    def hand_over(self) -> None:
        """Write what was collected as changes of the host's text."""
        self.finish()
        escape = self.inside.escape
        if escape is None:
            raise Uneditable("the string cannot be written into")
        place = self.inside.host_offset
        for start, end, text in self.changes:
            self.host.changes.append(Change(place(start), place(end), escape(text)))
        written = applied(self.text, self.changes) if pieces.proven(self) else None
        documents, revisions = self.documents, self.revisions

        def expected() -> list[Meaning]:
            return [meaning(document, revisions) for document in documents]

        self.host.revise(self.spot, Written(Inside(self.language, written, expected)))


def editor_of(layout: Layout) -> Editor:
    """The editor for a file."""
    if layout.language == formats.PYTHON:
        from .code import CodeEditor

        return CodeEditor(layout)
    return Editor(layout)


def read(source: Source, language: str) -> Layout:
    """The trees of a text and how they are laid out. Raises `Uneditable` where there are none."""
    try:
        return Layout(source, language, formats.read_all(source, language))
    except Unreadable as error:
        raise Uneditable(f"it cannot be read: {error.message}") from None


@lru_cache(maxsize=4)
def layout_of(source: Source) -> Layout:
    """The layout of a file, once for all edits to it that come one after the other. Raises
    `Uneditable` where it cannot be edited.
    """
    language = formats.sniff(source.path, source.text[:4096])
    if language not in (formats.JSON, formats.YAML, formats.PYTHON):
        raise Uneditable("the file is neither JSON nor YAML nor Python")
    return read(source, language)


def layout_inside(layout: Layout, node: Node) -> Layout:
    """The layout of the text in a string."""
    if id(node) not in layout.insides:
        assert isinstance(node, Scalar)
        layout.insides[id(node)] = read(formats.embedded(node), formats.JSON)
    return layout.insides[id(node)]
