"""Configuration: which file is in force where, and what it says.

One configuration, the project's, says which rules run and what is ignored. Facts about files come
from every configuration above them, the nearest first.
"""

from __future__ import annotations

import os

from iamlint.text.hints import TYPE_CHECKING

from .facts import NO_FACTS, Facts
from .settings import Configuration, IgnoreEntry, Scp

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["NO_FACTS", "Configuration", "Configurations", "Facts", "IgnoreEntry", "Scp"]

ROOT_MARK = ".git"


class Configurations:
    """The configurations of one run.

    `project` is the one in force: the file that was named, or the nearest at or above the place
    that the paths share. With `isolated` no file counts.
    """

    def __init__(
        self,
        paths: Sequence[str] = (),
        *,
        named: str = "",
        isolated: bool = False,
        given: Configuration | None = None,
    ) -> None:
        """Raises UserError when a configuration is wrong. `given` is one that was read already."""
        self._isolated = isolated
        self._chains: dict[str, tuple[Configuration, ...]] = {}
        self._facts: dict[str, Facts] = {}
        self._supposed: dict[str, Facts] = {}
        self._named = given
        if named:
            from .reading import read

            self._named = read(named)
        chain = self.above(common_folder(paths))
        self.project = chain[0] if chain else Configuration(os.getcwd())

    def above(self, folder: str) -> tuple[Configuration, ...]:
        """The configurations for a folder (a full path), the nearest first."""
        if self._named is not None:
            return (self._named,)
        if self._isolated:
            return ()
        known = self._chains.get(folder)
        if known is None:
            known = self._chains[folder] = self._read(folder)
        return known

    def _read(self, folder: str) -> tuple[Configuration, ...]:
        from .reading import configuration_in

        own = configuration_in(folder, shown(folder))
        here = (own,) if own is not None else ()
        parent = os.path.dirname(folder)
        if parent == folder or os.path.exists(os.path.join(folder, ROOT_MARK)):
            return here
        return here + self.above(parent)

    def facts(self, path: str) -> Facts:
        """What is said of a file: by the nearest configuration that says it."""
        full = os.path.abspath(path)
        known = self._facts.get(full)
        if known is None:
            known = NO_FACTS
            for configuration in self.above(os.path.dirname(full)):
                said = configuration.facts(relative(full, configuration.folder))
                known = Facts._make(near or far for near, far in zip(known, said, strict=True))
            supposed = self._supposed.get(full) or self._supposed.get("") or NO_FACTS
            if supposed is not NO_FACTS:
                every = zip(known, supposed, strict=True)
                known = Facts._make(said or taken for said, taken in every)
            self._facts[full] = known
        return known

    def suppose(
        self, path: str = "", *, partition: str = "", account: str = "", region: str = ""
    ) -> None:
        """What else to take for true of a file, or of all, where no configuration says it."""
        full = os.path.abspath(path) if path else ""
        known = self._supposed.get(full) or self._supposed.get("") or NO_FACTS
        self._supposed[full] = known._replace(
            partition=partition or known.partition,
            account=account or known.account,
            region=region or known.region,
        )
        self._facts.clear()


def common_folder(paths: Sequence[str]) -> str:
    """The folder (a full path) that all paths share; the working directory when there are none."""
    folders = [
        full if os.path.isdir(full) else os.path.dirname(full)
        for full in (os.path.abspath(path) for path in paths if path != "-")
    ]
    if not folders:
        return os.getcwd()
    try:
        return os.path.commonpath(folders)
    except ValueError:  # on different drives
        return os.getcwd()


def shown(path: str) -> str:
    """A path as reports show it: relative to the working directory where that is shorter."""
    relative_path = relative(path, os.getcwd())
    return "" if relative_path == "." else relative_path


def relative(path: str, folder: str) -> str:
    """A path seen from a folder, with forward slashes."""
    try:
        found = os.path.relpath(path, folder)
    except ValueError:  # on different drives
        found = path
    return found.replace(os.sep, "/")
