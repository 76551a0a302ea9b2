"""An index of a repository: what a run need not read again because it was read before.

A scan of a folder keeps, by the content of each file, what a run says of it besides findings and
what can join it with others; and by the contents of all files of a component, what the rules found
there. Files that are as they were are not parsed, and no rule looks at a component of which no file
changed. What is told is the same as without an index: the same findings are told of the same texts,
and all that hangs on more than a component (what is ignored, the summary) is worked out anew.
"""

from __future__ import annotations

import os
from functools import cached_property

from iamlint.checking import Checked, order
from iamlint.collect.contents import content_of
from iamlint.config import shown
from iamlint.gathering import Gathered, Unanalysed
from iamlint.gathering.configured import has_configurations
from iamlint.gathering.facts import EstateFacts
from iamlint.gathering.gathered import catalog_for
from iamlint.gathering.noting import Told, broken_policies, notes_on_files
from iamlint.rule import Ignore
from iamlint.scanning import total
from iamlint.text.hints import TYPE_CHECKING
from iamlint.text.records import NamedTuple
from iamlint.text.source import Source

from . import findings as rows
from . import tallying
from .components import components
from .keys import key_of
from .looks import Looking
from .part import Part
from .sealing import together
from .store import Store

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterable, Iterator, Sequence

    from iamlint.collect import Collected
    from iamlint.finding import Finding
    from iamlint.model.things import Reading
    from iamlint.rule import Problem
    from iamlint.scanning import Scan, Scanner

    from .components import Component
    from .looks import Look
    from .sealing import Content
    from .tallying import Tallies


def scan(
    scanner: Scanner,
    collected: Collected,
    folder: str,
    *,
    fixes: bool,
    progress: Callable[[int, int], None] | None = None,
) -> Scan:
    """What a scan of the files that were collected finds, with the index in a folder; with `fixes`
    each finding has those that it proposes. Raises UserError as a scan does.
    """
    if has_configurations(collected):  # files of many folders are one configuration
        return scanner.scan(scanner.gather(progress, collected))
    run = Run(scanner, collected, folder, fixes)
    found = run.scan(progress)
    if found is None:  # a rule crashed, or the files cannot be told apart without reading all
        return scanner.scan(scanner.gather(progress, collected))
    run.store.save()
    return found


class Known(NamedTuple):
    """What is kept of a component."""

    findings: list[Finding]
    tallies: Tallies


class Run:
    """One scan with an index."""

    def __init__(self, scanner: Scanner, collected: Collected, folder: str, fixes: bool) -> None:
        self.scanner = scanner
        self.gathered = Gathered(collected, scanner.configurations)
        self.fixes = fixes
        key = key_of(scanner)
        self.store = Store(folder, key.hex()[:32])
        self.looking = Looking(self.gathered, self.store, key)
        self.looks: dict[str, Look] = {}
        self._sources: dict[str, Source] = {}

    def scan(self, progress: Callable[[int, int], None] | None) -> Scan | None:
        """None when all has to be read anew."""
        self.looks = self.looking.all(progress)
        if self.looking.holds_states or self.looking.holds_accounts:
            return None  # of several states of one lineage, or dumps of one account, one counts
        if self.looking.holds_parameters:
            return None
        joins = {p: look.entry.joins for p, look in self.looks.items() if look.entry.tells}
        kept: list[Finding] = []
        tallies: list[Tallies] = []
        changed: dict[str, tuple[Component, Content]] = {}
        for component in components(joins, self._read_together(joins)):
            content = self._content(component, fixes=self.fixes)
            known = self._known(content)
            if known is None and not self.fixes:
                known = self._known(self._content(component, fixes=True))
            if known is None:
                changed.update(dict.fromkeys(component.files, (component, content)))
            else:
                kept.extend(known.findings)
                tallies.append(known.tallies)
        found = self._look_again(changed)
        if found.crashes:
            return None
        tallies.extend(self._keep(found.findings, changed))
        kept.extend(finding for finding in found.findings if belongs(finding, changed))
        return self._conclude(sorted(kept, key=order), tallies)

    def _read_together(self, paths: Container[str]) -> list[list[str]]:
        groups = [[path for path in group if path in paths] for group in self.looking.groups]
        return [group for group in groups if len(group) > 1]

    def _content(self, component: Component, *, fixes: bool) -> Content:
        """What the findings in a component hang on."""
        contents = (self.looks[p].content for p in (*component.files, *component.context))
        about = repr((len(component.files), fixes, self._joins))
        return together(contents, about.encode())

    @cached_property
    def _joins(self) -> bool:
        """Is there anything to join, as the whole estate has it?"""
        entries = [look.entry for look in self.looks.values()]
        documents = sum(entry.counts.documents for entry in entries)
        return documents > 1 or any(entry.things for entry in entries)

    def _known(self, content: Content) -> Known | None:
        """What is kept of a component."""
        kept = self.store.get(content)
        try:
            found, tallies = kept
            findings = [rows.restored(row, self._source) for row in found]
            return Known(findings, tallying.restored(tallies, self._source))
        except (KeyError, TypeError, ValueError):
            return None

    def _source(self, path: str) -> Source:
        """The text of a file, as reports show it."""
        found = self._sources.get(path)
        if found is None:
            look = self.looks.get(path)
            if look is not None:
                found = look.entry.source(path, look.read.text)
            elif path in self._guardrails or path in self._beside:  # not among the run's files
                found = Source(path, content_of(path).text)
            else:
                raise KeyError(path)
            self._sources[path] = found
        return found

    def _look_again(self, changed: dict[str, tuple[Component, Content]]) -> Checked:
        """What the rules find in components that changed."""
        if not changed:
            return Checked([], [], [])
        needed = set(changed)
        for component, _ in changed.values():
            needed.update(component.context)
        needed.update(self._guardrails & self.looks.keys())
        self.looking.read(needed)
        readings = self._readings(needed)
        problems = self._problems(readings, changed)
        self._part = self._part_of(readings, self.gathered)
        found = self.scanner.check(problems, self._part)
        supposed = self.looking.supposed
        if supposed is not None:
            again = [reading for reading in supposed.readings if reading.path in needed]
            part = self._part_of(sorted(again, key=lambda reading: reading.path), supposed)
            found = self.scanner.look_again(found, part)
        if self.fixes:
            self._propose(found.findings, readings)
        return found

    def _part_of(self, readings: Sequence[Reading], gathered: Gathered) -> Part:
        catalog = catalog_for(self.scanner.configurations.project)
        return Part(readings, EstateFacts(gathered), catalog, joins=self._joins)

    @cached_property
    def _guardrails(self) -> set[str]:
        """The files of the configured control policies."""
        project = self.scanner.configurations.project
        entries = (*project.scps, *project.rcps)
        return {shown(os.path.join(project.folder, entry.file)) for entry in entries}

    @cached_property
    def _beside(self) -> set[str]:
        """The files of code that others hang on."""
        return {path for look in self.looks.values() for path, _ in look.entry.beside}

    def _readings(self, paths: set[str]) -> list[Reading]:
        found = [reading for reading in self.gathered.readings if reading.path in paths]
        return sorted(found, key=lambda reading: reading.path)

    def _problems(self, readings: Sequence[Reading], paths: Iterable[str]) -> list[Problem]:
        wanted = set(paths)
        every = [*self.gathered.problems, *broken_policies(readings)]
        return [problem for problem in every if problem.span.source.path in wanted]

    def _propose(self, findings: Iterable[Finding], readings: Sequence[Reading]) -> None:
        from iamlint.mending import Dialects, fixes_of

        dialects = Dialects(readings)
        rules = {rule.name: rule for rule in self.scanner.rules}
        for finding in findings:
            finding.fixes = fixes_of(finding, rules[finding.rule], dialects)

    def _keep(
        self, findings: Sequence[Finding], changed: dict[str, tuple[Component, Content]]
    ) -> Iterator[Tallies]:
        """Keep what was found in each component that changed; how much of each is known."""
        by_file: dict[str, list[rows.Row]] = {}
        for finding in findings:
            by_file.setdefault(finding.span.source.path, []).append(rows.kept(finding))
        for path, (component, content) in changed.items():
            if path == component.files[0]:
                found = [row for p in component.files for row in by_file.get(p, ())]
                tallies = tallying.taken(self._part, component.files)
                self.store.put(content, [found, tallying.kept(tallies)])
                yield tallies

    def _conclude(self, findings: list[Finding], tallies: list[Tallies]) -> Scan:
        gathered = self.gathered
        self._recall()
        estate = gathered.estate()
        counts = total(look.entry.counts for look in self.looks.values())
        coverage = tallying.summed(tallies, gathered)
        scan = self.scanner.conclude(Checked(findings, [], []), gathered, estate, counts, coverage)
        if self.fixes:
            about_ignores = [f for f in scan.findings if isinstance(f.subject, Ignore)]
            self._propose(about_ignores, gathered.readings)
        return scan

    def _recall(self) -> None:
        """Tell what is gathered of the files that were not read, and read those with comments that
        ignore: which of them is of use is to be seen.
        """
        gathered = self.gathered
        told = [Told(p, *one) for p, look in self.looks.items() for one in look.entry.documents]
        gathered.notes = [note for look in self.looks.values() for note in look.entry.unread]
        gathered.notes.extend(notes_on_files(gathered, told))
        for path, why in gathered.templates.missing(gathered.collected):
            gathered.notes.append(Unanalysed(path, 1, "", why, partial=False))
        gathered.unanalysed = list(gathered.notes)
        if not self.scanner.request.no_ignores:
            looks = self.looks.items()
            self.looking.read(p for p, k in looks if k.entry.comments and k.entry.documents)
        gathered.problems = []
        for path, look in self.looks.items():
            entry = look.entry
            if path not in self.looking.fresh:
                self._recall_one(path, look)
            gathered.unanalysed.extend(entry.unanalysed)
            gathered.problems.extend(entry.told(path, look.read.text))
        gathered.readings.sort(key=lambda reading: reading.path)

    def _recall_one(self, path: str, look: Look) -> None:
        gathered, entry = self.gathered, look.entry
        if entry.tells:
            gathered.sources[path] = self._source(path)
            gathered.languages[path] = entry.language
            if entry.encoding:
                gathered.encodings[path] = entry.encoding
        if entry.documents:
            gathered.known.add(path)


def belongs(finding: Finding, paths: Iterable[str]) -> bool:
    return finding.span.source.path in paths
