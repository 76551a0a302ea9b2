"""Assemblies of the CDK: files beside a manifest that tells more of them than they do."""

from __future__ import annotations

import os

from iamlint.collect.contents import raw_of
from iamlint.text.digests import blake2b
from iamlint.text.hints import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

MANIFEST = "manifest.json"
ASSETS = ".assets.json"
TEMPLATE = ".template.json"


class Assemblies:
    """The folders among the files of a run that hold an assembly, each with a hash of what its
    manifests say.
    """

    def __init__(self, paths: Iterable[str]) -> None:
        telling: dict[str, set[str]] = {}
        for path in paths:
            folder, _, name = path.rpartition("/")
            if name == MANIFEST or name.endswith(ASSETS):
                telling.setdefault(folder, set()).add(path)
            elif name.endswith(TEMPLATE):  # what lies beside it need not be among the files
                beside = (os.path.join(folder, MANIFEST), path.removesuffix(TEMPLATE) + ASSETS)
                telling.setdefault(folder, set()).update(beside)
        self._abouts = {
            folder: hash_of(found)
            for folder, found in telling.items()
            if os.path.isfile(os.path.join(folder, MANIFEST))
        }

    def above(self, path: str) -> Iterator[str]:
        """The folders with an assembly that a file is in, the nearest first."""
        folder = path
        while folder and self._abouts:
            folder = os.path.dirname(folder)
            if folder in self._abouts:
                yield folder

    def about(self, path: str) -> bytes:
        """A hash of what manifests say of a file; nothing for one that is in no assembly."""
        return b"".join(self._abouts[folder] for folder in self.above(path))

    def groups(self, paths: Iterable[str]) -> list[list[str]]:
        """The files of each assembly."""
        found: dict[str, list[str]] = {}
        for path in paths:
            for folder in self.above(path):
                found.setdefault(folder, []).append(path)
        return list(found.values())


def hash_of(paths: Iterable[str]) -> bytes:
    found = blake2b(digest_size=32)
    for path in sorted(paths):
        raw = raw_of(path)
        found.update(blake2b(raw.data or raw.fault.encode()).digest())
    return found.digest()
