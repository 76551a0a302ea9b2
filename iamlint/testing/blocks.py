"""Fenced blocks of a Markdown text."""

from __future__ import annotations

import re

from iamlint.text.hints import TYPE_CHECKING
from iamlint.text.records import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

FENCE = re.compile(
    r"^(?P<indent>[ \t]*)```(?P<language>\w+)(?P<marks>[^\n]*)\n"
    r"(?P<text>.*?)^(?P=indent)```[ \t]*$",
    re.MULTILINE | re.DOTALL,
)
POINTER = re.compile(r"^[ \t]*#[ \t]*(\^+)[ \t]*$")
EXTENSIONS = {"json": "json", "yaml": "yaml", "terraform": "json", "hcl": "tf", "python": "py"}
"""The file that a language is read as; a Terraform example is a rendered plan."""


class Block(NamedTuple):
    """One fenced block: `word` is what stands behind its language (`bad`), `options` are its
    `name=value` pairs. `line` (from 1) is where its text begins, `start` and `end` are the offsets
    of the text.
    """

    language: str
    word: str
    options: Mapping[str, str]
    text: str
    line: int
    start: int
    end: int

    @property
    def path(self) -> str:
        """The name of the file that it stands for."""
        return self.options.get("name") or f"example.{EXTENSIONS.get(self.language, 'txt')}"

    @property
    def content(self) -> str | bytes:
        """What is in that file: the text without pointers; bytes where an encoding is asked for."""
        rows = self.text.splitlines(keepends=True)
        text = "".join(row for row in rows if not POINTER.match(row.rstrip("\r\n")))
        encoding = self.options.get("encoding")
        return text.encode(encoding) if encoding else text

    @property
    def pointers(self) -> set[tuple[int, int]]:
        """Lines and columns (from 1, of the content) at which a `# ^` in the next line points."""
        found, line = set(), 0
        for row in self.text.splitlines():
            pointer = POINTER.match(row)
            if pointer:
                found.add((line, pointer.start(1) + 1))
            else:
                line += 1
        return found


def blocks_in(text: str) -> Iterator[Block]:
    """The fenced blocks, in order."""
    for found in FENCE.finditer(text):
        word, options = "", {}
        for mark in found["marks"].split():
            name, equals, value = mark.partition("=")
            if equals:
                options[name] = value
            else:
                word = mark
        rows = found["text"].splitlines(keepends=True)
        inner = "".join(row.removeprefix(found["indent"]) for row in rows)
        line = text.count("\n", 0, found.start("text")) + 1
        yield Block(
            found["language"], word, options, inner, line, found.start("text"), found.end("text")
        )
