"""The `.tf` files of a run: read when a module's code is asked for, each once.

https://developer.hashicorp.com/terraform/language/files
"""

from __future__ import annotations

import os
import re

from iamlint.errors import Unreadable
from iamlint.formats import hcl
from iamlint.text.hints import TYPE_CHECKING
from iamlint.text.node import Node
from iamlint.text.source import Source

from .folders import Folder

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from iamlint.formats.hcl.nodes import Body

EXTENSIONS = (".tf", ".tf.json", ".tofu", ".tofu.json")
_override = re.compile(r"(?:^|_)override\.(?:tf|tofu)(?:\.json)?$").search


class FilesInView:
    """The files of a run. `texts`: those of configurations, by path; `other`: the text of another
    file, where it may be read.
    """

    def __init__(
        self, texts: Mapping[str, str], other: Callable[[str], str | None] = lambda _: None
    ) -> None:
        self._texts = texts
        self._other = other
        self._folders: dict[str, Folder | None] = {}
        self._names: dict[str, list[str]] = {}
        for name in sorted(texts):
            self._names.setdefault(os.path.dirname(name), []).append(name)
        self.sources: dict[str, Source] = {}
        """What has been read, by path."""

    def folder(self, path: str) -> Folder | None:
        path = "" if path == "." else path
        if path not in self._folders:
            self._folders[path] = self._read(path)
        return self._folders[path]

    def source(self, path: str) -> Source | None:
        if path not in self.sources:
            text = self._texts.get(path)
            if text is None:
                text = self._other(path)
            if text is None:
                return None
            self.sources[path] = Source(path, text)
        return self.sources[path]

    def _read(self, path: str) -> Folder | None:
        names = [n for n in self._names.get(path, ()) if not _shadowed(n, self._texts)]
        bodies: list[Body] = []
        faults: list[tuple[Node, str]] = []
        for name in names:
            self._file(name, bodies, faults)
        return Folder(path, bodies, faults) if bodies else None

    def _file(self, name: str, bodies: list[Body], faults: list[tuple[Node, str]]) -> None:
        source = self.source(name)
        assert source is not None
        read = hcl.parse_json if name.endswith(".json") else hcl.parse
        try:
            found = read(source)
        except Unreadable as error:
            from iamlint.formats.hcl.nodes import Body

            size = len(source.text)
            place = Node(source, min(error.offset, size), min(error.offset + 1, size))
            faults.append((place, error.message))
            bodies.append(Body(source, 0, size))
            return
        if found.faults:
            first = min(found.faults)
            place = Node(source, first, min(first + 1, len(source.text)))
            faults.append((place, "an error of syntax: what is around it is not read"))
        if _override(name):
            place = Node(source, 0, 0)
            faults.append((place, "a file of overrides, which is not merged"))
        bodies.append(found.body)


def _shadowed(name: str, texts: Mapping[str, str]) -> bool:
    """OpenTofu reads `a.tofu` in the place of `a.tf`."""
    stem, dot, extension = name.rpartition(".tf")
    return bool(dot) and extension in ("", ".json") and f"{stem}.tofu{extension}" in texts
