"""Applies fixes until none is left, and proves each before it counts.

What was edited is read again: the finding must be gone and no other be there that was not there
before, else the edit is taken back and the run says so. Nothing is written here.
"""

from __future__ import annotations

from bisect import bisect_right, insort
from collections import Counter, deque
from math import inf

from iamlint.checking.superseding import view_of
from iamlint.finding import INFO, SAFE, SEVERITIES
from iamlint.gathering import gather_again
from iamlint.mending import Dialects, applied, fixes_of, safety_of
from iamlint.text.hints import TYPE_CHECKING
from iamlint.text.records import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from iamlint.catalog import Catalog
    from iamlint.finding import Edit, Finding
    from iamlint.model.policy import Policy
    from iamlint.scanning import Scan, Scanner
    from iamlint.text.source import Span

PASSES = 25
"""Edits that uncover other edits settle in fewer, and those that do not prove right are found."""
TRIALS = 16
"""Of a pass: so often fixes are tried, in smaller and smaller groups, where they do not prove right
together. All that is in view is judged each time."""
SPARED = 4
"""So many are left for what was found to prove right in the end."""

NO_FILE = ""
"""Where a fault is that no file is known to hold."""

Key = tuple[str, str]
Texts = dict[str, str]
Faults = dict[str, set[str]]
"""Files in which something is at fault, each with the rules that say so: none where it is access
that changed."""


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


def propose(scan: Scan, *, unsafe: bool = True) -> None:
    """Give each finding its fixes; without `unsafe` those that are safe alone."""
    dialects = Dialects(scan.gathered.readings)
    for finding in scan.findings:
        rule = scan.rules[finding.rule]
        if not finding.fixes and (unsafe or safety_of(finding, rule) == SAFE):
            finding.fixes = fixes_of(finding, rule, dialects)


def fix(scanner: Scanner, scan: Scan, *, unsafe: bool) -> Fixed:
    """Apply the safe fixes, and with `unsafe` all, as far as they prove right."""
    texts: Texts = {}
    count = 0
    refused: dict[str, Refused] = {}
    seen: list[Texts] = [texts]
    going = False
    for _ in range(PASSES):
        propose(scan, unsafe=unsafe)
        usables = [f for f in scan.findings if usable(f, unsafe=unsafe)]
        wanted = [finding for finding in usables if finding.fingerprint not in refused]
        chosen = without_overlaps(sorted(wanted, key=weight))
        if not chosen and refused and going:  # what stood in the way may be mended by now
            refused, going = {}, False
            continue
        if not chosen:
            break
        step = Step(scanner, scan, texts)
        done = step.take(chosen)
        if not done and not step.refused:
            break
        refused.update({one.finding.fingerprint: one for one in step.refused})
        if done and step.texts in seen:
            break  # one undoes what another did
        seen.append(step.texts)
        going = going or bool(done)
        count += max(len(scan.findings) - len(step.scan.findings), done)
        scan, texts = step.scan, step.texts
    propose(scan)
    held_back = 0 if unsafe else sum(usable(f, unsafe=True) for f in scan.findings)
    return Fixed(scan, texts, count, held_back, list(refused.values()))


class Group:
    """Fixes of one file: those that proved right so far, and those to be tried, the next first."""

    def __init__(self, findings: list[Finding]) -> None:
        self.right: list[Finding] = []
        self.waiting = deque([findings])

    def tried(self) -> list[Finding]:
        return self.right + (self.waiting[0] if self.waiting else [])

    def keep(self) -> None:
        self.right = self.tried()
        if self.waiting:
            self.waiting.popleft()

    def divide(self) -> list[Finding]:
        """Try in two halves what did not prove right; what is alone in that is given back."""
        if self.waiting:
            found = self.waiting.popleft()
        else:  # it proved right beside fewer others
            found, self.right = self.right, []
        if len(found) == 1:
            return [] if self.right else found
        middle = len(found) // 2
        self.waiting.extendleft((found[middle:], found[:middle]))
        return []


class Step:
    """One pass: the scan and the texts so far, and what of the pass had to be refused."""

    def __init__(self, scanner: Scanner, scan: Scan, texts: Texts) -> None:
        self.scanner = scanner
        self.scan = scan
        self.texts = texts
        self.refused: list[Refused] = []
        self.brought: Faults = {}
        self.texts_of_pass: set[str] = set()
        self.fixed = 0
        self.trials = TRIALS

    def take(self, findings: Sequence[Finding]) -> int:
        """Fix all files whose fixes prove right, then of the others' fixes those that do; how many
        are fixed.
        """
        groups = grouped(findings)
        self.settle(groups)
        others = [group for group in groups if not touched(group.tried()) & self.texts_of_pass]
        self.divide(others)
        self.settle([Group(group.right) for group in others if group.right])
        return self.fixed

    def settle(self, groups: list[Group]) -> None:
        """Fix files at once, without those in which something is at fault then; halves of them
        where it is in none of them.
        """
        while groups and self.trials:
            trial = self.tried_out(groups)
            if not trial.faulty:
                self.scan, self.texts = trial.after, trial.texts
                for group in groups:
                    self.texts_of_pass |= touched(group.tried())
                    self.fixed += len(group.tried())
                return
            faulty = trial.faulty.keys()
            sound = [group for group in groups if not touched(group.tried()) & faulty]
            if len(sound) == len(groups):
                middle = len(groups) // 2
                self.settle(groups[:middle])
                sound = groups[middle:] if middle else []
            groups = [g for g in sound if not touched(g.tried()) & self.texts_of_pass]

    def divide(self, groups: list[Group]) -> None:
        """Find out which fixes of these files prove right beside one another: of all files halves
        are tried at the same time, then halves of those in which something is at fault.
        """
        for group in groups:
            self.refuse(group)
        while self.trials > SPARED and any(group.waiting for group in groups):
            faulty = self.tried_out(groups).faulty.keys()
            blamed = groups if faulty and len(groups) == 1 else []
            blamed = blamed or [group for group in groups if touched(group.tried()) & faulty]
            if faulty and not blamed:
                return
            for group in groups:
                if group in blamed:
                    self.refuse(group)
                else:
                    group.keep()

    def refuse(self, group: Group) -> None:
        """Divide a group, and note what is left alone in not proving right."""
        for finding in group.divide():
            brought = {name for path in touched((finding,)) for name in self.brought.get(path, ())}
            self.refused.append(Refused(finding, tuple(sorted(brought))))

    def tried_out(self, groups: Sequence[Group]) -> Trial:
        self.trials -= 1
        findings = [finding for group in groups for finding in group.tried()]
        safe = all(is_safe(finding) for finding in findings)
        changed = edited(findings, self.scan)
        after = self.scanner.scan(gather_again(self.scan.gathered, changed))
        faulty = faults(self.scan, after, findings)
        further = self.mending_too(after, faulty, unsafe=not safe)
        if further:  # what is brought is mended with it
            more = edited(further, after)
            later = self.scanner.scan(gather_again(after.gathered, more))
            left = faults(self.scan, later, findings)
            if len(left) < len(faulty):
                after, faulty, changed = later, left, changed | more
        if NO_FILE not in faulty and safe:
            for path in changed_access(self.scan, after, but=faulty.keys()):
                faulty[path] = set()
        self.brought.update(faulty)
        return Trial(after, self.texts | changed, faulty)

    def mending_too(self, after: Scan, faulty: Faults, *, unsafe: bool) -> list[Finding]:
        """What fixes would bring to files, where all of that has fixes of its own that may be
        applied and edit no other file.
        """
        brought: dict[str, list[Finding]] = {}
        for finding in after.findings if faulty and not after.crashes else ():
            path = finding.span.source.path
            if finding.rule in faulty.get(path, ()):
                brought.setdefault(path, []).append(finding)
        if brought:
            propose(after, unsafe=unsafe)
        found = []
        for path, ones in brought.items():
            if all(usable(one, unsafe=unsafe) and touched((one,)) == {path} for one in ones):
                found += ones
        return without_overlaps(found)


class Trial(NamedTuple):
    """What came of edits, and the files in which something is at fault then."""

    after: Scan
    texts: Texts
    faulty: Faults


def grouped(findings: Iterable[Finding]) -> list[Group]:
    """By the file that they edit, or edit first."""
    found: dict[str, list[Finding]] = {}
    for finding in findings:
        found.setdefault(finding.fixes[0].edits[0].span.source.path, []).append(finding)
    return [Group(each) for each in found.values()]


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
    taken: dict[str, list[tuple[float, float]]] = {}
    chosen = []
    for finding in findings:
        spans = [edit.span for edit in finding.fixes[0].edits]
        if any(is_taken(span, taken.get(span.source.path, [])) for span in spans):
            continue
        for span in spans:
            insort(taken.setdefault(span.source.path, []), (span.start, span.end))
        chosen.append(finding)
    return chosen


def is_taken(span: Span, taken: list[tuple[float, float]]) -> bool:
    """Does a span touch one of these, which are in order and do not overlap?"""
    number = bisect_right(taken, (span.end, inf))
    return number > 0 and taken[number - 1][1] >= span.start


def faults(before: Scan, after: Scan, fixed: Sequence[Finding]) -> Faults:
    """The files in which a finding is not gone, or one is that was not there before.

    Findings that another one had silenced were there before. What only a stricter view shows than
    one that shows what is fixed takes no fix back: in the milder view it would be applied as well.
    Neither does what adds nothing now: the next pass takes it out.
    """
    if after.crashes:
        return {NO_FILE: set()}
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
    wrong: Faults = {}
    for (rule, path), number in found.items():
        if number > allowed[rule, path]:
            wrong.setdefault(path, set()).add(rule)
    return wrong


def changed_access(before: Scan, after: Scan, but: Collection[str]) -> set[str]:
    """The files that changed and of which the policies do not, for certain, allow the same; of
    those in `but` it is not asked.
    """
    known = {id(reading) for reading in before.gathered.readings}
    paths = {r.path for r in after.gathered.readings if id(r) not in known}.difference(but)
    olds, news = by_path(before, paths), by_path(after, paths)
    return {path for path in paths if not keep_access(olds[path], news[path], after)}


def by_path(scan: Scan, paths: set[str]) -> dict[str, list[Policy]]:
    """The policies that were read in these files."""
    found: dict[str, list[Policy]] = {path: [] for path in paths}
    for reading in scan.gathered.readings:
        if reading.path in found:
            found[reading.path] += reading.policies
    return found


def keep_access(olds: Sequence[Policy], news: Sequence[Policy], after: Scan) -> bool:
    return len(olds) == len(news) and all(
        one.span.text == other.span.text or allows_the_same(one, other, after.estate.catalog)
        for one, other in zip(olds, news, strict=True)
    )


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


def key_of(finding: Finding) -> Key:
    return (finding.rule, finding.span.source.path)
