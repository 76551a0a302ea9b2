"""What git ignores, by the `.gitignore` files from the top of the repository down and by its own
`info/exclude`. What a person tells git for all repositories does not count: a repository is the
same for everybody.

https://git-scm.com/docs/gitignore
"""

from __future__ import annotations

import os
import re

from iamlint.text.hints import TYPE_CHECKING

from .wildmatch import patterns

if TYPE_CHECKING:
    from .wildmatch import Pattern

NAME, GIT = ".gitignore", ".git"
EXCLUDE = os.path.join("info", "exclude")
MOST = 20_000
"""Lines of a file that are read."""


class Patterns:
    """The patterns of one file, which are about the folder that it stands in."""

    def __init__(self, folder: str, lines: list[str]) -> None:
        self._start = len(folder.rstrip(os.sep)) + 1
        found = list(patterns(map(as_bytes, lines)))
        self.some = bool(found)
        self._of_folders = Ordered(found)
        self._of_files = Ordered([one for one in found if not one.folders])

    def said(self, path: str, *, folder: bool) -> bool | None:
        """Is this full path ignored? None where no pattern speaks of it."""
        name = as_bytes(path[self._start :].replace(os.sep, "/"))
        if not name:
            return None  # the folder itself
        return (self._of_folders if folder else self._of_files).said(name)


class Ordered:
    """Patterns of which the last that matches says."""

    def __init__(self, found: list[Pattern]) -> None:
        self._any = compiled("|".join(f"(?:{one.text})" for one in found) or "(?!)")
        self._all = [(compiled(one.text), one.ignores) for one in reversed(found)]

    def said(self, name: str) -> bool | None:
        if self._any.fullmatch(name) is None:
            return None  # as most of the time
        return next(ignores for one, ignores in self._all if one.fullmatch(name))


def compiled(text: str) -> re.Pattern[str]:
    return re.compile(text, re.DOTALL)


def as_bytes(text: str) -> str:
    """A text of which each character is a byte, as git compares."""
    if text.isascii():
        return text
    return text.encode("utf-8", "surrogateescape").decode("latin-1")


class GitIgnore:
    """Answers for files below one folder, while it is walked from the top down."""

    def __init__(self, folder: str, *, alone: bool = False) -> None:
        """`alone`: what is said above the folder does not count."""
        self._own: dict[str, Patterns] = {}
        self._over: dict[str, tuple[Patterns, ...]] = {}
        self._last: Patterns | None = None
        if alone:
            return
        parents = self._parents(folder)
        top = parents[-1] if parents else folder
        self._last = patterns_in(top, exclude_of(top))
        for above in reversed(parents):
            self.enter(above)

    def _parents(self, folder: str) -> list[str]:
        """The folders between this one and the top of the repository; none outside of one."""
        found: list[str] = []
        while not os.path.exists(os.path.join(folder, GIT)):
            parent = os.path.dirname(folder)
            if parent == folder:
                return []
            found.append(parent)
            folder = parent
        return found

    def enter(self, folder: str, names: set[str] | None = None) -> None:
        """Read a folder's own `.gitignore`; `names` are the names in it, where known."""
        if folder in self._own or (names is not None and NAME not in names):
            return
        patterns = patterns_in(folder, os.path.join(folder, NAME))
        if patterns is not None:
            self._own[folder] = patterns

    def ignores(self, path: str, *, folder: bool) -> bool:
        """Does git ignore this full path? The `.gitignore` nearest to it that speaks of it says."""
        for one in self._patterns_over(os.path.dirname(path)):
            said = one.said(path, folder=folder)
            if said is not None:
                return said
        return False

    def _patterns_over(self, folder: str) -> tuple[Patterns, ...]:
        """What counts in a folder, the nearest first."""
        if not self._own and self._last is None:
            return ()
        known = self._over.get(folder)
        if known is None:
            parent = os.path.dirname(folder)
            last = (self._last,) if self._last is not None else ()
            known = self._patterns_over(parent) if parent != folder else last
            own = self._own.get(folder)
            if own is not None:
                known = (own, *known)
            self._over[folder] = known
        return known


def patterns_in(folder: str, path: str) -> Patterns | None:
    """The patterns in a file, about a folder; None where there are none."""
    try:
        with open(path, encoding="utf-8", errors="surrogateescape") as file:
            lines = file.read().removeprefix("\ufeff").split("\n")
    except OSError:
        return None
    found = Patterns(folder, lines[:MOST])
    return found if found.some else None


def exclude_of(top: str) -> str:
    """Where a repository has patterns of its own; in a worktree a file leads there."""
    git = os.path.join(top, GIT)
    if os.path.isfile(git):
        git = os.path.normpath(os.path.join(top, line_of(git).removeprefix("gitdir:").strip()))
        common = line_of(os.path.join(git, "commondir"))
        git = os.path.normpath(os.path.join(git, common)) if common else git
    return os.path.join(git, EXCLUDE)


def line_of(path: str) -> str:
    """The first line of a file; empty where it cannot be read."""
    try:
        with open(path, encoding="utf-8", errors="surrogateescape") as file:
            return file.readline().strip()
    except OSError:
        return ""
