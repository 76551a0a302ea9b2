"""The root modules of a run, each evaluated when it is first asked for: one may take what another
puts out.
"""

from __future__ import annotations

import os
from functools import cached_property

from iamlint.text.hints import TYPE_CHECKING

from .backends import kept_in
from .files import EXTENSIONS
from .reader import Configured

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from iamlint.carriers.facts import Facts

    from .backends import Store
    from .files import FilesInView


class Worlds:
    """What is declared by each root module."""

    def __init__(
        self,
        texts: Mapping[str, str],
        files: FilesInView,
        facts: Callable[[str], Facts],
        *,
        supposing: bool = False,
    ) -> None:
        self.supposing = supposing
        self._texts = texts
        self._files = files
        self._facts = facts
        self._made: dict[str, Configured | None] = {}

    def of(self, root: str) -> Configured | None:
        """What the root module in a folder declares; None where there is none, or while it is being
        found out.
        """
        if root not in self._made:
            self._made[root] = None
            folder = self._files.folder(root)
            if folder is not None:
                facts = self._facts(folder.main.source.path)
                self._made[root] = Configured(folder, self._files, facts, self)
        return self._made[root]

    def all(self, roots: list[str]) -> Iterator[Configured]:
        """Those in these folders, then those from which they took something."""
        for root in roots:
            self.of(root)
        told: set[str] = set()
        while len(told) < len(self._made):  # what is done with one may ask for another
            root = next(name for name in self._made if name not in told)
            told.add(root)
            world = self._made[root]
            if world is not None:
                yield world

    def keeping(self, store: Store) -> Configured | None:
        """The only one that keeps its state there."""
        folders = self._keepers.get(store, [])
        return self.of(folders[0]) if len(folders) == 1 else None

    @cached_property
    def _keepers(self) -> dict[Store, list[str]]:
        found: dict[Store, list[str]] = {}
        names = {os.path.dirname(path) for path in self._texts if path.endswith(EXTENSIONS)}
        for name in sorted(names):
            folder = self._files.folder(name)
            store = kept_in(folder) if folder is not None else None
            if store is not None:
                found.setdefault(store, []).append(name)
        return found
