"""Applies fixes until none is left, and proves each before it counts.

What was edited is read again: the finding must be gone and no other be there that was not there
before, else the edit is taken back and the run says so. Nothing is written here.
"""

from __future__ import annotations

from collections import Counter

from iamlint.checking.superseding import view_of
from iamlint.finding import INFO, SAFE, SEVERITIES
from iamlint.gathering import gather_again
from iamlint.mending import Dialects, applied, fixes_of
from iamlint.text.hints import TYPE_CHECKING
from iamlint.text.records import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from iamlint.catalog import Catalog
    from iamlint.finding import Edit, Finding
    from iamlint.model.policy import Policy
    from iamlint.model.things import Reading
    from iamlint.scanning import Scan, Scanner

PASSES = 25
"""Edits that uncover other edits settle in fewer, and those that do not prove right are found."""

Key = tuple[str, str]
Texts = dict[str, str]


class Fixed(NamedTuple):
    """What came of fixing: the last scan, the texts of the files that changed, how many findings
    are fixed and how many were held back because their fix changes access.
    """

    scan: Scan
    texts: Texts
    fixed: int
    held_back: int
    refused: list[Refused]


class Refused(NamedTuple):
    """A finding whose fix did not do what it should, and the rules that would speak after it."""

    finding: Finding
    brought: tuple[str, ...]


def propose(scan: Scan) -> None:
    """Give each finding its fixes."""
    dialects = Dialects(scan.gathered.readings)
    for finding in scan.findings:
        finding.fixes = fixes_of(finding, scan.rules[finding.rule], dialects)


def fix(scanner: Scanner, scan: Scan, *, unsafe: bool) -> Fixed:
    """Apply the safe fixes, and with `unsafe` all, as far as they prove right."""
    texts: Texts = {}
    count = 0
    refused: dict[str, Refused] = {}
    seen: list[Texts] = [texts]
    for _ in range(PASSES):
        propose(scan)
        usables = [f for f in scan.findings if usable(f, unsafe=unsafe)]
        wanted = [finding for finding in usables if finding.fingerprint not in refused]
        chosen = without_overlaps(sorted(wanted, key=weight))
        if not chosen:
            break
        step = Step(scanner, scan, texts)
        done = step.together(chosen) or step.by_files(chosen)
        refused.update({one.finding.fingerprint: one for one in step.refused})
        if done and step.texts in seen:
            break  # one undoes what another did
        seen.append(step.texts)
        gone = len(scan.findings) - len(step.scan.findings)
        count += max(gone, len(done))
        scan, texts = step.scan, step.texts
    propose(scan)
    held_back = 0 if unsafe else sum(usable(f, unsafe=True) for f in scan.findings)
    return Fixed(scan, texts, count, held_back, list(refused.values()))


class Step:
    """One pass: the scan and the texts so far, and what of the pass had to be refused."""

    def __init__(self, scanner: Scanner, scan: Scan, texts: Texts) -> None:
        self.scanner = scanner
        self.scan = scan
        self.texts = texts
        self.refused: list[Refused] = []
        self.brought: tuple[str, ...] = ()
        self.texts_of_pass: set[str] = set()

    def together(self, findings: Sequence[Finding]) -> Sequence[Finding]:
        """Fix all at once; nothing where that does not prove right."""
        after, texts = self.try_out(self.scan, findings)
        self.brought = brought_by(self.scan, after, findings)
        further = self.mending_too(after, findings) if self.brought and not after.crashes else []
        if further:  # what is brought is mended with it
            after, more = self.try_out(after, further)
            texts |= more
            self.brought = brought_by(self.scan, after, findings) and self.brought
        if self.brought or after.crashes:
            return ()
        if all(is_safe(finding) for finding in findings) and not keeps_access(self.scan, after):
            return ()
        self.scan, self.texts = after, texts
        self.texts_of_pass |= touched(findings)
        return findings

    def by_files(self, findings: Sequence[Finding]) -> Sequence[Finding]:
        """Fix the files whose fixes prove right, so that what does not in one holds up no other."""
        groups: dict[str, list[Finding]] = {}
        for finding in findings:
            groups.setdefault(finding.fixes[0].edits[0].span.source.path, []).append(finding)
        return self.by_halves(list(groups.values()))

    def by_halves(self, groups: Sequence[Sequence[Finding]]) -> Sequence[Finding]:
        """Fix half of the files at once, and half of those that do not prove right. A file that
        another's fix has reached waits for the next pass.
        """
        untouched = [group for group in groups if not touched(group) & self.texts_of_pass]
        findings = [finding for group in untouched for finding in group]
        if not findings or self.together(findings):
            return findings
        if len(untouched) == 1:
            return self.by_parts(untouched[0])
        middle = len(untouched) // 2
        return (*self.by_halves(untouched[:middle]), *self.by_halves(untouched[middle:]))

    def by_parts(self, findings: Sequence[Finding]) -> Sequence[Finding]:
        """Fix the first part of them that proves right; the next pass sees to the others."""
        if self.together(findings):
            return findings
        if len(findings) == 1:
            self.refused.append(Refused(findings[0], self.brought))
            return ()
        middle = len(findings) // 2
        return self.by_parts(findings[:middle]) or self.by_parts(findings[middle:])

    def mending_too(self, after: Scan, findings: Sequence[Finding]) -> list[Finding]:
        """What fixes would bring, where each of that has a fix of its own that may be applied."""
        unsafe = not all(is_safe(finding) for finding in findings)
        brought = [one for one in after.findings if one.rule in self.brought]
        propose(after)
        may = all(usable(one, unsafe=unsafe) for one in brought)
        return without_overlaps(brought) if may else []

    def try_out(self, scan: Scan, findings: Sequence[Finding]) -> tuple[Scan, Texts]:
        changed = edited(findings, scan)
        after = self.scanner.scan(gather_again(scan.gathered, changed))
        return after, self.texts | changed


def edited(findings: Iterable[Finding], scan: Scan) -> Texts:
    """The files' texts after the edits of these findings."""
    edits: dict[str, list[Edit]] = {}
    for finding in findings:
        for edit in finding.fixes[0].edits:
            edits.setdefault(edit.span.source.path, []).append(edit)
    sources = scan.gathered.sources
    return {path: applied(sources[path].text, found) for path, found in edits.items()}


def touched(findings: Iterable[Finding]) -> set[str]:
    """The files that their fixes edit."""
    return {edit.span.source.path for finding in findings for edit in finding.fixes[0].edits}


def usable(finding: Finding, *, unsafe: bool) -> bool:
    """Can and may its fix be applied?"""
    if not finding.fixes or not finding.fixes[0].edits:
        return False
    return unsafe or is_safe(finding)


def is_safe(finding: Finding) -> bool:
    return finding.fixes[0].safety == SAFE


def weight(finding: Finding) -> int:
    """What is broken comes first: once it is mended, what adds nothing may be something else."""
    return SEVERITIES.index(finding.severity)


def without_overlaps(findings: Iterable[Finding]) -> list[Finding]:
    """The findings whose edits do not touch those of one before; the others wait for a pass."""
    taken: dict[str, list[tuple[int, int]]] = {}
    chosen = []
    for finding in findings:
        spans = [edit.span for edit in finding.fixes[0].edits]
        if any(
            span.start <= end and start <= span.end
            for span in spans
            for start, end in taken.get(span.source.path, ())
        ):
            continue
        for span in spans:
            taken.setdefault(span.source.path, []).append((span.start, span.end))
        chosen.append(finding)
    return chosen


def brought_by(before: Scan, after: Scan, fixed: Sequence[Finding]) -> tuple[str, ...]:
    """The rules with findings that were not there before, or that are there though they are fixed.

    Findings that another one had silenced were there before. What only a stricter view shows than
    one that shows what is fixed takes no fix back: in the milder view it would be applied as well.
    Neither does what adds nothing now: the next pass takes it out.
    """
    strictest = max((view_of(finding, before.rules) for finding in fixed), default=0)

    def counts(finding: Finding) -> bool:
        settled = finding.severity == INFO and before.rules[finding.rule].fix == SAFE
        return view_of(finding, before.rules) <= strictest and not settled

    mended = Counter(map(key_of, fixed))
    allowed = Counter(map(key_of, before.findings))
    allowed.subtract(mended)
    allowed.update(before.silenced)
    found = Counter(
        key_of(finding)
        for finding in after.findings
        if key_of(finding) in mended or counts(finding)
    )
    return tuple(sorted({key[0] for key, number in found.items() if number > allowed[key]}))


def keeps_access(before: Scan, after: Scan) -> bool:
    """Do the policies of the files that changed allow the same as before, for certain?"""
    known = {id(reading) for reading in before.gathered.readings}
    changed = [reading for reading in after.gathered.readings if id(reading) not in known]
    for reading in changed:
        old = [r for r in before.gathered.readings if r.path == reading.path]
        new = [r for r in after.gathered.readings if r.path == reading.path]
        pairs = list(zip(policies_of(old), policies_of(new), strict=False))
        if len(pairs) != len(policies_of(old)) or len(pairs) != len(policies_of(new)):
            return False
        for one, other in pairs:
            same_text = one.span.text == other.span.text
            if not same_text and not allows_the_same(one, other, after.estate.catalog):
                return False
    return True


def allows_the_same(one: Policy, other: Policy, catalog: Catalog) -> bool:
    """Do two policies allow the same, for certain? What stands elsewhere is the same in both."""
    from iamlint.access.symbolic.relations import EQUAL, relation
    from iamlint.model.reading import ELSEWHERE

    gaps = one.gaps, other.gaps
    if all(ELSEWHERE in each for each in gaps):
        for policy in (one, other):
            policy.gaps = tuple(hole for hole in policy.gaps if hole != ELSEWHERE)
    try:
        return relation(one, other, catalog).relation == EQUAL
    finally:
        one.gaps, other.gaps = gaps


def policies_of(readings: Sequence[Reading]) -> list[Policy]:
    return [policy for reading in readings for policy in reading.policies]


def key_of(finding: Finding) -> Key:
    return (finding.rule, finding.span.source.path)
