"""Groups of files."""

from __future__ import annotations

from iamlint.text.hints import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


class Groups:
    """Files that are joined, directly or through others."""

    def __init__(self, paths: Iterable[str]) -> None:
        self._above = {path: path for path in paths}

    def top(self, path: str) -> str:
        """The path that stands for the group."""
        above = self._above
        while above[path] != path:
            above[path] = above[above[path]]
            path = above[path]
        return path

    def join(self, one: str, other: str) -> None:
        first, second = self.top(one), self.top(other)
        if first != second:
            self._above[max(first, second)] = min(first, second)

    def join_all(self, paths: list[str]) -> None:
        for path in paths[1:]:
            self.join(paths[0], path)

    def all(self) -> dict[str, list[str]]:
        """The groups by the path that stands for each, in the order of the paths."""
        found: dict[str, list[str]] = {}
        for path in sorted(self._above):
            found.setdefault(self.top(path), []).append(path)
        return found
