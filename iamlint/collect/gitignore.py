"""What git ignores, by the `.gitignore` files from the top of the repository down."""

from __future__ import annotations

import os

from iamlint.text.hints import TYPE_CHECKING

if TYPE_CHECKING:
    from pathspec import GitIgnoreSpec

NAME = ".gitignore"


class GitIgnore:
    """Answers for files below one folder, while it is walked from the top down."""

    def __init__(self, folder: str, *, alone: bool = False) -> None:
        """`alone`: what is said above the folder does not count."""
        self._specs: dict[str, GitIgnoreSpec | None] = {}
        if alone:
            return
        for above in reversed(list(self._parents(folder))):
            self.enter(above)

    def _parents(self, folder: str) -> list[str]:
        """The folders between this one and the top of the repository; none outside of one."""
        found: list[str] = []
        while not os.path.exists(os.path.join(folder, ".git")):
            parent = os.path.dirname(folder)
            if parent == folder:
                return []
            found.append(parent)
            folder = parent
        return found

    def enter(self, folder: str, names: set[str] | None = None) -> None:
        """Read a folder's own `.gitignore`; `names` are the names in it, where known."""
        if folder in self._specs or (names is not None and NAME not in names):
            return
        self._specs[folder] = spec_of(os.path.join(folder, NAME))

    def ignores(self, path: str, *, folder: bool) -> bool:
        """Does git ignore this full path? The `.gitignore` nearest to it that speaks of it says."""
        if not self._specs:
            return False
        above = os.path.dirname(path)
        while True:
            spec = self._specs.get(above)
            if spec is not None:
                name = os.path.relpath(path, above).replace(os.sep, "/")
                said = spec.check_file(f"{name}/" if folder else name).include
                if said is not None:
                    return bool(said)
            parent = os.path.dirname(above)
            if parent == above:
                return False
            above = parent


def spec_of(path: str) -> GitIgnoreSpec | None:
    try:
        with open(path, encoding="utf-8", errors="replace") as file:
            lines = file.read().splitlines()
    except OSError:
        return None
    from pathspec import GitIgnoreSpec

    return GitIgnoreSpec.from_lines(lines)
