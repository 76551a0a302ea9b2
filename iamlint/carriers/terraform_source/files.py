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
from .overriding import is_override

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping

    from iamlint.formats.hcl.bodies import File
    from iamlint.formats.hcl.nodes import Body

EXTENSIONS = (".tf", ".tf.json", ".tofu", ".tofu.json")
VALUES = (".tfvars", ".tfvars.json")
_by_itself = re.compile(r"(?:^|/)(?:terraform|[^/]*\.auto)\.tfvars(?:\.json)?$").search
"""Files of values that Terraform reads without being told to.
https://developer.hashicorp.com/terraform/language/values/variables#variable-definitions-tfvars-files"""


class FilesInView:
    """The files of a run. `texts`: those of configurations, by path; `other`: the text of another
    file, where it may be read; `listed`: the paths of all.
    """

    def __init__(
        self,
        texts: Mapping[str, str],
        other: Callable[[str], str | None] = lambda _: None,
        listed: Collection[str] = (),
    ) -> None:
        self._texts = texts
        self._other = other
        self._listed = listed
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

    def matching(self, folder: str, pattern: str) -> list[str]:
        """The files in a folder that a pattern of `fileset` stands for, as from the folder."""
        begin = f"{folder}/" if folder not in ("", ".") else ""
        fits = re.compile(_expression(pattern)).fullmatch
        inner = [path[len(begin) :] for path in self._listed if path.startswith(begin)]
        return sorted({path for path in inner if fits(path)})

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
        names = self._names.get(path, [])
        faults: list[tuple[Node, str]] = []
        code = [n for n in names if n.endswith(EXTENSIONS) and not _shadowed(n, self._texts)]
        bodies = [self._body(name, faults) for name in code if not is_override(name)]
        overrides = [self._body(name, faults) for name in code if is_override(name)]
        if not bodies:
            return None
        given = [name for name in names if name.endswith(VALUES) and _by_itself(name)]
        given.sort(key=lambda name: ".auto." in name)  # `terraform.tfvars` is read first
        values = [self._body(name, faults) for name in given]
        folder = Folder(path, bodies, overrides, values, faults)
        folder.named_values = [self._body(name, []) for name in self._named(path)]
        return folder

    def _named(self, path: str) -> list[str]:
        """Files of values that Terraform reads where it is told to: those beside the code, and in
        folders below it that have no code.
        """
        found: list[str] = []
        for folder, names in self._names.items():
            values = [name for name in names if name.endswith(VALUES)]
            if folder == path:
                found.extend(name for name in values if not _by_itself(name))
            elif os.path.dirname(folder) == path and len(values) == len(names):
                found.extend(values)
        return found

    def _body(self, name: str, faults: list[tuple[Node, str]]) -> Body:
        """What stands in a file, as far as it can be read."""
        source = self.source(name)
        assert source is not None
        read = _parser(name)
        try:
            found = read(source)
        except Unreadable as error:
            from iamlint.formats.hcl.nodes import Body

            size = len(source.text)
            place = Node(source, min(error.offset, size), min(error.offset + 1, size))
            faults.append((place, error.message))
            return Body(source, 0, size)
        if found.faults:
            first = min(found.faults)
            place = Node(source, first, min(first + 1, len(source.text)))
            faults.append((place, "an error of syntax: what is around it is not read"))
        return found.body


def _expression(pattern: str) -> str:
    """A pattern of `fileset` as a regular expression."""
    ways = {"**/": "(?:.*/)?", "*": "[^/]*", "?": "[^/]", "{": "(?:", "}": ")", ",": "|"}
    parts = re.split(r"(\*\*/|[*?{},])", pattern)
    return "".join(ways.get(part, re.escape(part)) for part in parts)


def _parser(name: str) -> Callable[[Source], File]:
    if not name.endswith(".json"):
        return hcl.parse
    return hcl.parse_json_values if name.endswith(VALUES) else hcl.parse_json


def _shadowed(name: str, texts: Mapping[str, str]) -> bool:
    """OpenTofu reads `a.tofu` in the place of `a.tf`."""
    stem, dot, extension = name.rpartition(".tf")
    return bool(dot) and extension in ("", ".json") and f"{stem}.tofu{extension}" in texts
