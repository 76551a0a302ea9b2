"""From paths to files: which files a run looks at, in an order that never changes.

A folder is walked without its hidden and vendored folders and without what `.gitignore` or the
configuration leaves out; a file that was named is always looked at.
"""

from __future__ import annotations

import os

from iamlint.config import relative
from iamlint.errors import UserError
from iamlint.text.hints import TYPE_CHECKING
from iamlint.text.records import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from iamlint.config import Configuration

    from .gitignore import GitIgnore

STDIN = "-"
SKIPPED_FOLDERS = frozenset({"node_modules", "__pycache__", "venv", "site-packages"})
"""Vendored and generated; hidden folders (`.git`, `.terraform`, `.venv`) are skipped as well."""

GITHUB, WORKFLOWS = ".github", "workflows"
"""The one hidden folder that is looked into, and of that only the one in it: they say which tokens
ask for which role."""

PROMISING = frozenset(
    {".json", ".yaml", ".yml", ".template", ".tf", ".tofu", ".py", ".tfplan", ".tftpl"}
)
"""What a walk looks into; another file must begin like JSON or a template."""


class File(NamedTuple):
    """A file to look at.

    `path` is how reports show it: relative to the working directory, with forward slashes.
    `reported`: findings in it are shown; else it only takes part in the reasoning.
    """

    path: str
    reported: bool


class Skipped(NamedTuple):
    """What was not looked at, and why."""

    path: str
    why: str


class Collected:
    """The files of a run, sorted by path, and what was skipped on the way."""

    __slots__ = ("files", "skipped", "walked")

    def __init__(self) -> None:
        self.files: list[File] = []
        self.skipped: list[Skipped] = []
        self.walked = False  # a folder was among the paths


def collect(
    paths: Sequence[str], configuration: Configuration, *, context: Sequence[str] = ()
) -> Collected:
    """The files at and below `paths`, and as context those below `context`.

    Raises UserError for a path that does not exist.
    """
    found = Collected()
    walk = Walk(configuration, found)
    seen: dict[str, bool] = {}
    for reported, places in ((True, paths), (False, context)):
        for place in places:
            for path in walk.at(place, named=reported):
                seen.setdefault(path, reported)
    found.walked = any(place != STDIN and os.path.isdir(place) for place in paths)
    walk.leave_out_second_names(seen)
    found.files = [File(path, seen[path]) for path in sorted(seen)]
    found.skipped = sorted(dict.fromkeys(found.skipped))
    return found


class Walk:
    """Goes through folders."""

    def __init__(self, configuration: Configuration, found: Collected) -> None:
        self.exclude = configuration.names_in("exclude")
        self.folder = configuration.folder
        self.found = found
        self.here = os.getcwd()
        self.ignored: GitIgnore | None = None
        self.links: list[str] = []  # links to files that were met on the way

    def at(self, path: str, *, named: bool) -> Iterator[str]:
        """The files at or below a path that a person or a hook gave."""
        if path == STDIN:
            yield path
        elif os.path.isdir(path):
            from .gitignore import GitIgnore

            full = os.path.abspath(path)
            self.ignored = GitIgnore(full)
            if self.ignored.ignores(full, folder=True):
                self.ignored = GitIgnore(full, alone=True)  # a person wants it all the same
            yield from self.below(full)
        elif os.path.lexists(path):
            shown = self.shown(os.path.abspath(path))
            if not named or not self.excluded(os.path.abspath(path)):
                yield shown
        else:
            raise UserError("no such file or folder", path)

    def shown(self, path: str) -> str:
        """A full path as reports show it."""
        return relative(path, self.here)

    def below(self, top: str) -> Iterator[str]:
        """The files in a folder (a full path) and in the folders under it; links to folders are
        not followed. However deep the folders are, nothing here is as deep.
        """
        waiting = [top]
        while waiting:
            folder = waiting.pop()
            entries = self.entries(folder)
            before = self.shown(os.path.join(folder, "x"))[:-1]
            for entry in entries:
                if entry.is_dir(follow_symlinks=False):
                    if self.wants_folder(entry.path, entry.name):
                        waiting.append(entry.path)
                elif entry.is_symlink() and os.path.isdir(entry.path):
                    self.skip(entry.path, "a link to a folder")
                elif self.wants_file(entry):
                    if entry.is_symlink():
                        self.links.append(before + entry.name)
                    yield before + entry.name

    def entries(self, folder: str) -> list[os.DirEntry[str]]:
        """What is in a folder, by name."""
        try:
            with os.scandir(folder) as found:
                entries = sorted(found, key=lambda entry: entry.name)
        except OSError as error:
            self.skip(folder, f"cannot be read: {(error.strerror or str(error)).lower()}")
            return []
        assert self.ignored is not None
        self.ignored.enter(folder, {entry.name for entry in entries})
        return entries

    def wants_folder(self, path: str, name: str) -> bool:
        if name in SKIPPED_FOLDERS:
            self.skip(path, "vendored or generated")
            return False
        if os.path.basename(os.path.dirname(path)) == GITHUB and name != WORKFLOWS:
            self.skip(path, "hidden")
            return False
        if name.startswith(".") and name != GITHUB:
            if name != ".git":
                self.skip(path, "hidden")
            return False
        return not self.left_out(path, folder=True)

    def wants_file(self, entry: os.DirEntry[str]) -> bool:
        if os.path.basename(os.path.dirname(entry.path)) == GITHUB:
            self.skip(entry.path, "hidden")
            return False
        if not (entry.is_file(follow_symlinks=False) or os.path.isfile(entry.path)):
            self.skip(entry.path, "a link to nothing" if entry.is_symlink() else "no regular file")
            return False
        extension = os.path.splitext(entry.name)[1].lower()
        if extension not in PROMISING and not begins_well(entry):
            return False
        return not self.left_out(entry.path, folder=False)

    def left_out(self, path: str, *, folder: bool) -> bool:
        """Excluded by the configuration or ignored by git."""
        if self.excluded(path):
            self.skip(path, "excluded")
            return True
        assert self.ignored is not None
        if self.ignored.ignores(path, folder=folder):
            self.skip(path, "ignored by git")
            return True
        return False

    def excluded(self, path: str) -> bool:
        if not self.exclude:
            return False
        from iamlint.config.globs import names

        inside = relative(path, self.folder)
        return any(names(pattern, inside) for pattern in self.exclude)

    def leave_out_second_names(self, seen: dict[str, bool]) -> None:
        """Of a file and links to it that were met on the way, look at the file alone."""
        links = set(self.links) & seen.keys()
        if not links:
            return
        real = {os.path.realpath(path) for path in seen.keys() - links}
        for path in sorted(links):
            target = os.path.realpath(path)
            if target in real:
                del seen[path]
                self.found.skipped.append(Skipped(path, f"a link to {self.shown(target)}"))
            real.add(target)

    def skip(self, path: str, why: str) -> None:
        self.found.skipped.append(Skipped(self.shown(path), why))


def begins_well(entry: os.DirEntry[str]) -> bool:
    """A file whose name promises nothing begins like JSON or says that it is a template."""
    try:
        with open(entry.path, "rb") as file:
            head = file.read(512)
    except OSError:
        return False
    if b"\0" in head:
        from .contents import is_binary_plan

        return is_binary_plan(head)
    return head.lstrip()[:1] in (b"{", b"[") or b"AWSTemplateFormatVersion" in head
