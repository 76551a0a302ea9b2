"""Which files have to be looked at together, and which others in view of them."""

from __future__ import annotations

from iamlint.text.hints import TYPE_CHECKING
from iamlint.text.records import NamedTuple

from .joins import EXPORTS, IMPORTS, ORGANIZATION, may_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from .joins import Ends, Joins

    Flows = dict[str, set[str]]
    """Of a group, by the path that stands for it, the groups that change what is found in it."""


class Component(NamedTuple):
    """Files of which each can change what is found in another, and files that can change what is
    found in these while these change nothing there; both in the order of the paths.
    """

    files: tuple[str, ...]
    context: tuple[str, ...]


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


def components(files: Mapping[str, Joins], joined: Iterable[list[str]] = ()) -> list[Component]:
    """The files in groups of which none changes what is found in another but as its context;
    `joined` belong together whatever is in them.
    """
    groups = Groups(files)
    for paths in joined:
        groups.join_all(paths)
    join_by_words(files, groups)
    join_by_ties(files, groups)
    join_by_marks(files, groups)
    found, flows = groups.all(), flows_between(files, groups)
    return [
        Component(
            tuple(members),
            tuple(sorted(path for other in upstream(top, flows) for path in found[other])),
        )
        for top, members in found.items()
    ]


def join_by_words(files: Mapping[str, Joins], groups: Groups) -> None:
    """Join what declares a name with what holds a word of it."""
    declaring: dict[int, str] = {}
    for path, joins in files.items():
        for word in joins.declared:
            groups.join(path, declaring.setdefault(word, path))
    known = declaring.keys()
    for path, joins in files.items():
        for word in joins.held & known:
            groups.join(path, declaring[word])


def join_by_ties(files: Mapping[str, Joins], groups: Groups) -> None:
    """Join what ties something to a text with whatever the text may name."""
    things = by_end(files, "things")
    for tie, tying in by_end(files, "ties").items():
        for thing, declaring in things.items():
            if may_name(tie, thing):
                groups.join_all([*tying, *declaring])


def by_end(files: Mapping[str, Joins], field: str) -> dict[Ends, list[str]]:
    """The files that have each end."""
    found: dict[Ends, list[str]] = {}
    for path, joins in files.items():
        for end in getattr(joins, field):
            found.setdefault(end, []).append(path)
    return found


def join_by_marks(files: Mapping[str, Joins], groups: Groups) -> None:
    """Join what exports with what imports."""
    importing, exporting = marked(files, IMPORTS), marked(files, EXPORTS)
    if importing and exporting:
        groups.join_all([*importing, *exporting])


def marked(files: Mapping[str, Joins], mark: str) -> list[str]:
    return [path for path, joins in files.items() if mark in joins.marks]


def flows_between(files: Mapping[str, Joins], groups: Groups) -> Flows:
    """Which groups change what is found in which: by policies that are tied in doubt, and by an
    organization's.
    """
    flows: Flows = {}
    things = by_end(files, "things")
    for field, outward in (("reaches", True), ("takes", False)):
        for aim, aiming in by_end(files, field).items():
            aimed = {p for end, ps in things.items() if may_name(aim, end) for p in ps}
            sources, ends = (aiming, aimed) if outward else (aimed, aiming)
            tops = {groups.top(path) for path in sources}
            for top in {groups.top(path) for path in ends}:
                flows.setdefault(top, set()).update(tops)
    over_all = {groups.top(path) for path in marked(files, ORGANIZATION)}
    for top in {groups.top(path) for path in files} if over_all else ():
        flows.setdefault(top, set()).update(over_all)
    return flows


def upstream(top: str, flows: Flows) -> set[str]:
    """The groups that change what is found in one, directly or through others."""
    found: set[str] = set()
    waiting = [top]
    while waiting:
        fresh = flows.get(waiting.pop(), set()) - found
        found |= fresh
        waiting.extend(fresh)
    return found - {top}
