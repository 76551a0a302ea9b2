"""Texts with holes, written the way a file names them."""

from __future__ import annotations

from iamlint.formats.edits.changes import Uneditable
from iamlint.text.hints import TYPE_CHECKING, Any
from iamlint.text.holes import Text
from iamlint.text.modules import module_named
from iamlint.text.source import EmbeddedSource

if TYPE_CHECKING:
    from collections.abc import Sequence

    from iamlint.model.things import Reading
    from iamlint.text.source import Source, Span

    Data = Any
    """Python data as JSON has it, in which texts may be `Text`s."""


class Dialects:
    """How the files of a run write texts."""

    def __init__(self, readings: Sequence[Reading]) -> None:
        self._by_path: dict[str, list[Reading]] = {}
        for reading in readings:
            for path in (reading.path, *reading.others):
                self._by_path.setdefault(path, []).append(reading)

    def reading(self, span: Span) -> Reading | None:
        """What was read of the file, and of the document in it, in which a place is."""
        source, start, end = span.outermost
        around = self._by_path.get(source.path, [])
        for reading in around:
            if (
                reading.path == source.path
                and reading.root.start <= start
                and end <= reading.root.end
            ):
                return reading
        return around[0] if around else None

    def editable(self, span: Span) -> None:
        """Raises `Uneditable` where a tool made the file."""
        reading = self.reading(span)
        if reading is not None and reading.generated:
            raise Uneditable("the file is made by a tool")

    def data(self, value: Data, span: Span, pattern: bool | None = None) -> Data:
        """A value as data to be written at a place. `pattern`: the place is in a text inside a
        string, and that string is one in which `${…}` names things.

        Raises `Uneditable` where a text in it has no name in that file.
        """
        if isinstance(value, dict):
            return {str(key): self.data(item, span, pattern) for key, item in value.items()}
        if isinstance(value, (list, tuple)):
            return [self.data(item, span, pattern) for item in value]
        if isinstance(value, str) and pattern:
            value = Text(value)
        return self.text(value, span, pattern) if isinstance(value, Text) else value

    def text(self, text: Text, span: Span, pattern: bool | None) -> Data:
        written = self.expression(text, span, None if pattern else span.source)
        if pattern:
            written = as_pattern(written)
        if written is None:
            raise Uneditable(f"`{text}` has no name in this file")
        return written

    def expression(self, text: Text, span: Span, source: Source | None) -> Data | None:
        """The text in the words of the carrier that read the file; None where it has none."""
        reading = self.reading(span)
        if text.literal is not None or reading is None:
            return text.literal
        carrier = module_named(f"iamlint.carriers.{reading.carrier}")
        if isinstance(source, EmbeddedSource):
            return None
        return carrier.write_text(reading, text)


def as_pattern(written: Data) -> str | None:
    """A text or function as a piece of a string in which `${…}` names things."""
    if isinstance(written, str):
        return written.replace("${", "${!")
    if isinstance(written, dict) and len(written) == 1:
        ((function, argument),) = written.items()
        if function == "Ref":
            return f"${{{argument}}}"
        if function == "Fn::GetAtt":
            return f"${{{'.'.join(argument)}}}"
        if function == "Fn::Sub" and isinstance(argument, str):
            return argument
    return None
