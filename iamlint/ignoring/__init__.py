"""Which findings a person has said not to mind, and whether that still stands."""

from __future__ import annotations

import os

from iamlint.config import relative
from iamlint.rule import Ignore
from iamlint.text.hints import TYPE_CHECKING
from iamlint.text.records import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from iamlint.config import Configuration, IgnoreEntry
    from iamlint.estate import Estate
    from iamlint.finding import Finding
    from iamlint.gathering import Gathered
    from iamlint.packs import Rule
    from iamlint.text.source import Source

    from .comments import Comment


COMMENTED = ("yaml", "hcl", "python")
"""Languages that have comments."""


class Held(NamedTuple):
    """Findings that remain, how many are ignored, and what ignored them."""

    findings: list[Finding]
    ignored: int
    ignores: list[Ignore]


class Ignores:
    """Everything in view that ignores findings."""

    def __init__(self, gathered: Gathered, estate: Estate, today: str) -> None:
        self.project = gathered.configurations.project
        self.gathered = gathered
        self.today = today
        self.used: set[tuple[int, str]] = set()
        self._entries = [(entry, ignore_of(entry)) for entry in self.project.ignores]
        self._comments = [(comment, comment.ignore) for comment in comments_of(gathered)]
        self._covered = Covered(
            gathered, estate, {c.ignore.span.source.path for c, _ in self._comments}
        )
        for ignore in self.all():
            ignore.expired = bool(ignore.until) and ignore.until < today

    def all(self) -> Iterator[Ignore]:
        for _, ignore in self._entries:
            yield ignore
        for _, ignore in self._comments:
            yield ignore

    def covers(self, finding: Finding) -> bool:
        """Is this finding ignored? Notes which ignores did it."""
        found = False
        for entry, ignore in self._entries:
            name = named(ignore, finding)
            if name and entry_covers(entry, finding, self.project.folder):
                self.used.add((id(ignore), name))
                found = found or not ignore.expired
        for comment, ignore in self._comments:
            name = named(ignore, finding)
            if name and self._covered.by(comment.line, ignore, finding):
                self.used.add((id(ignore), name))
                found = found or not ignore.expired
        return found

    def judge(self, rules: Iterable[Rule], ran: Iterable[Rule]) -> list[Ignore]:
        """The ignores, with what is unused and unknown in them filled in."""
        known = {name for rule in rules for name in (rule.name, rule.shelf)}
        could = {name for rule in ran for name in (rule.name, rule.shelf)}
        for ignore in self.all():
            ignore.unknown = tuple(name for name in ignore.names if name not in known)
            ignore.unused = tuple(
                name
                for name in ignore.names
                if name in could and (id(ignore), name) not in self.used
            )
        for entry, ignore in self._entries:
            if not self._in_view(entry):
                ignore.unused = ()
        return list(self.all())

    def _in_view(self, entry: IgnoreEntry) -> bool:
        """Was everything looked at that this entry could be about?"""
        if not entry.file:
            return self.gathered.collected.walked
        folder = self.project.folder
        return any(in_files(path, entry.file, folder) for path in self.gathered.reported)


def comments_of(gathered: Gathered) -> Iterator[Comment]:
    """The comments in files that can hold comments, file by file."""
    paths = [path for path in gathered.sources if gathered.languages.get(path) in COMMENTED]
    if not paths:
        return
    from .comments import comments_in

    for path in sorted(paths):
        if not path.endswith(".json"):
            language = gathered.languages[path]
            yield from comments_in(gathered.sources[path], language)


class Covered:
    """What a comment on a line covers in a file."""

    def __init__(self, gathered: Gathered, estate: Estate, paths: set[str]) -> None:
        self._spans: dict[tuple[str, int], list[tuple[int, int]]] = {}
        if not paths:
            return
        for reading in estate.readings:
            if reading.path not in paths:
                continue
            for policy in reading.policies:
                for statement in policy.statements:
                    self._add(statement)
            for things in (reading.identities, reading.resources, reading.attachments):
                for thing in things:
                    self._add(thing)
        for path in sorted(paths):
            if gathered.languages.get(path) == "hcl":
                self._add_blocks(gathered.sources[path])

    def _add_blocks(self, source: Source) -> None:
        """The blocks and statements of a configuration, which a plan may have been made of."""
        from iamlint.errors import Unreadable
        from iamlint.formats.hcl import parse
        from iamlint.formats.hcl.spans import parts

        try:
            for part in parts(parse(source).body):
                self._add(part)
        except Unreadable:
            return

    def _add(self, placed: object) -> None:
        from .comments import lines_of

        span = placed.span.outermost  # type: ignore[attr-defined]
        for line in lines_of(span):
            key = (span.source.path, line)
            self._spans.setdefault(key, []).append((span.start, span.end))

    def by(self, line: int, ignore: Ignore, finding: Finding) -> bool:
        """Does an ignore that counts for this line cover the finding?"""
        path = ignore.span.source.path
        span = finding.span
        if span.source.path != path:
            return False
        if span.place.line == line:
            return True
        return any(
            start <= span.start and span.end <= end
            for start, end in self._spans.get((path, line), ())
        )


def named(ignore: Ignore, finding: Finding) -> str:
    """The name by which an ignore names the finding's rule, or empty."""
    for name in (finding.rule, finding.shelf):
        if name in ignore.names:
            return name
    return ""


def entry_covers(entry: IgnoreEntry, finding: Finding, folder: str) -> bool:
    """Is the finding where the entry says?"""
    from fnmatch import fnmatchcase

    if entry.file and not in_files(finding.span.source.path, entry.file, folder):
        return False
    if entry.address and not fnmatchcase(finding.address, entry.address):
        return False
    if entry.sid:
        sid = finding.statement.sid if finding.statement is not None else None
        return sid is not None and fnmatchcase(str(sid), entry.sid)
    return True


def ignore_of(entry: IgnoreEntry) -> Ignore:
    return Ignore(entry.rules, entry.reason, entry.span, entry.until)


def inside(path: str, folder: str) -> str:
    """A path that reports show, relative to a folder."""
    return relative(os.path.abspath(path), folder)


def in_files(path: str, pattern: str, folder: str) -> bool:
    """Does a pattern, which is relative to a folder, name a path that reports show?"""
    from iamlint.config.globs import names

    return names(pattern, inside(path, folder))


def hold(
    findings: Iterable[Finding],
    gathered: Gathered,
    estate: Estate,
    rules: Iterable[Rule],
    ran: Iterable[Rule],
) -> Held:
    """Take out what is ignored. `rules` are all there are, `ran` those that were run."""
    from time import strftime

    ignores = Ignores(gathered, estate, strftime("%Y-%m-%d"))
    project = gathered.configurations.project
    kept, ignored = [], 0
    for finding in findings:
        if ignores.covers(finding) or left_out(finding, project):
            ignored += 1
        else:
            kept.append(finding)
    return Held(kept, ignored, ignores.judge(rules, ran))


def left_out(finding: Finding, project: Configuration) -> bool:
    """Does `per-file-ignores` leave the finding's rule out for its file?"""
    table = project.get("per-file-ignores", {})
    if not table:
        return False
    path = finding.span.source.path
    return any(
        (finding.rule in rules or finding.shelf in rules)
        and in_files(path, pattern, project.folder)
        for pattern, rules in table.items()
    )
