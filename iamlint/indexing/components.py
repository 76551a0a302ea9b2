"""Which files have to be looked at together, and which others in view of them."""

from __future__ import annotations

from iamlint.text.hints import TYPE_CHECKING
from iamlint.text.records import NamedTuple

from .groups import Groups
from .joins import (
    DEPLOYED,
    DEPLOYER,
    GATHERED,
    GATHERER,
    MADE,
    ORGANIZATION,
    SET,
    SET_NAMED,
    SOUGHT,
    is_deployed_by,
    may_name,
)

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


def components(files: Mapping[str, Joins], joined: Iterable[list[str]] = ()) -> list[Component]:
    """The files in groups of which none changes what is found in another but as its context;
    `joined` belong together whatever is in them.
    """
    groups = Groups(files)
    for paths in joined:
        groups.join_all(paths)
    join_by_words(files, groups)
    join_by_ties(files, groups)
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


def by_mark(files: Mapping[str, Joins], kind: str) -> dict[str, list[str]]:
    """The files that have each mark of a kind."""
    found: dict[str, list[str]] = {}
    for path, joins in files.items():
        for one in joins.marks:
            if one.startswith(f"{kind} "):
                found.setdefault(one, []).append(path)
    return found


def flows_between(files: Mapping[str, Joins], groups: Groups) -> Flows:
    """Which groups change what is found in which: by policies that are tied in doubt, by an
    organization's, by what a role deploys, by what gathers manifests, and by names that are almost
    those of others.
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
    deployed = by_mark(files, DEPLOYED)
    for deployer, deploying in by_mark(files, DEPLOYER).items():
        among = [p for one, ps in deployed.items() if is_deployed_by(one, deployer) for p in ps]
        for top in {groups.top(path) for path in deploying}:
            flows.setdefault(top, set()).update(groups.top(path) for path in among)
    gatherers = {groups.top(p) for p, joins in files.items() if GATHERER in joins.marks}
    for top in {groups.top(p) for p, joins in files.items() if GATHERED in joins.marks}:
        flows.setdefault(top, set()).update(gatherers)
    for top in gatherers:  # one kustomization gathers another
        flows.setdefault(top, set()).update(gatherers)
    sets = {groups.top(p) for p, joins in files.items() if SET in joins.marks}
    for top in {groups.top(p) for p, joins in files.items() if SET_NAMED in joins.marks}:
        flows.setdefault(top, set()).update(sets)
    made = by_mark(files, MADE)
    for end, seeking in by_mark(files, SOUGHT).items():
        sources = {groups.top(p) for p in made.get(f"{MADE}{end.removeprefix(SOUGHT)}", ())}
        for top in {groups.top(path) for path in seeking} if sources else ():
            flows.setdefault(top, set()).update(sources)
    over_all = {groups.top(p) for p, joins in files.items() if ORGANIZATION in joins.marks}
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
