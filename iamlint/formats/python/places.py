"""From the places that Python's parser gives, lines and bytes, to characters of the text."""

from __future__ import annotations

from iamlint.text.hints import TYPE_CHECKING

if TYPE_CHECKING:
    import ast

    from iamlint.text.source import Source

    Located = ast.expr | ast.stmt | ast.keyword | ast.arg


class Places:
    """Places in one text."""

    def __init__(self, source: Source) -> None:
        self._text = source.text
        self._starts = source.line_starts
        self._simple = source.text.isascii()

    def offset(self, line: int, column: int) -> int:
        """The character at a line (from 1) and so many bytes of UTF-8 behind its beginning."""
        start = self._starts[line - 1]
        if self._simple:
            return start + column
        end = self._starts[line] if line < len(self._starts) else len(self._text)
        text = self._text[start:end]
        if text.isascii():
            return start + column
        return start + len(text.encode("utf-8")[:column].decode("utf-8", "ignore"))

    def span(self, node: Located) -> tuple[int, int]:
        """Where a node begins and ends."""
        assert node.end_lineno is not None
        assert node.end_col_offset is not None
        return (
            self.offset(node.lineno, node.col_offset),
            self.offset(node.end_lineno, node.end_col_offset),
        )
