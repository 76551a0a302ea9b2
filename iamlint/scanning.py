"""A scan from beginning to end: paths in, findings out. Nothing is printed and nothing written."""

from __future__ import annotations

from iamlint.checking import Checked, check
from iamlint.checking.lending import Lender
from iamlint.checking.selecting import Selection, selected
from iamlint.collect import Collected, collect
from iamlint.config import Configurations, common_folder
from iamlint.coverage import ABSENT, NOT, PARTLY, coverage_of
from iamlint.finding import Finding, Summary
from iamlint.gathering import gather_files, gather_supposing
from iamlint.ignoring import hold
from iamlint.packs import all_rules
from iamlint.rule import Ignore
from iamlint.text.hints import TYPE_CHECKING, Any
from iamlint.text.records import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from iamlint.checking import Crash
    from iamlint.config import Configuration
    from iamlint.coverage import Tally
    from iamlint.estate import Estate
    from iamlint.gathering import Gathered
    from iamlint.model.things import Reading
    from iamlint.packs import Rule
    from iamlint.rule import Problem


class Request(NamedTuple):
    """What a person asks of a scan. What is empty here is taken from the configuration.

    `context`: files and folders that take part but are not reported. `rules`: folders of rules.
    `config`: a configuration's path; `isolated`: no configuration counts. `no_ignores`: show what
    is ignored too.
    """

    paths: tuple[str, ...]
    context: tuple[str, ...] = ()
    select: tuple[str, ...] = ()
    extend_select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    persona: str = ""
    min_confidence: str = ""
    rules: tuple[str, ...] = ()
    config: str = ""
    isolated: bool = False
    stdin_name: str = ""
    no_ignores: bool = False


class Scan(NamedTuple):
    """What a scan found.

    `rules`: those that ran, by name. `crashes`: rules that raised; nothing can then be concluded.
    `silenced`: the rule and path of each finding that another one makes needless.
    """

    findings: list[Finding]
    summary: Summary
    gathered: Gathered
    estate: Estate
    rules: dict[str, Rule]
    crashes: list[Crash]
    silenced: list[tuple[str, str]]
    coverage: Tally

    @property
    def nothing_in_view(self) -> bool:
        """Not one document could be analysed, and none failed to be read."""
        gathered = self.gathered
        return not (gathered.readings or gathered.known or gathered.problems)


class Scanner:
    """The rules and the configuration of one request, ready to look at what is gathered."""

    def __init__(self, request: Request, configurations: Configurations | None = None) -> None:
        """Raises UserError when the configuration, a pack or a name in the request is wrong."""
        self.request = request
        self.configurations = configurations or Configurations(
            request.paths, named=request.config, isolated=request.isolated
        )
        self.all = all_rules(request.rules)
        self.selection = selection_of(request, self.configurations.project)
        self.rules = selected(self.all, self.selection)

    @property
    def options(self) -> dict[str, dict[str, Any]]:
        found: dict[str, dict[str, Any]] = self.configurations.project.get("options", {})
        return found

    def collect(self) -> Collected:
        """The files that the request names. Raises UserError for a path that does not exist."""
        project = self.configurations.project
        return collect(self.request.paths, project, context=self.request.context)

    def gather(
        self,
        progress: Callable[[int, int], None] | None = None,
        collected: Collected | None = None,
    ) -> Gathered:
        """Read what the request names. Raises UserError for a path that does not exist."""
        return gather_files(
            collected if collected is not None else self.collect(),
            self.configurations,
            stdin_name=self.request.stdin_name,
            progress=progress,
        )

    def scan(self, gathered: Gathered) -> Scan:
        """Run the rules. Raises UserError when one cannot be loaded or its options are wrong."""
        estate = gathered.estate()
        found = self.check(gathered.problems, estate)
        supposed = gather_supposing(gathered)
        if supposed is not None:
            found = self.look_again(found, supposed.estate())
        if gathered.configured and found.findings:
            placed_in_source(found.findings, gathered)
        counts, coverage = counts_of(gathered.readings), coverage_of(gathered, estate)
        return self.conclude(found, gathered, estate, counts, coverage)

    def check(self, problems: Sequence[Problem], estate: Estate) -> Checked:
        """What the rules find in an estate and in what could not be read.

        Raises UserError when a rule cannot be loaded or its options are wrong.
        """
        return check(Lender(estate, problems, (), self.options), self._about_files, self.selection)

    def look_again(self, found: Checked, estate: Estate) -> Checked:
        """What was found, and what is found besides in an estate where parameters are what they
        likely are.
        """
        from iamlint.supposing import looked_again

        lender = Lender(estate, (), (), self.options)
        return looked_again(found, lender, self._about_files, self.selection)

    @property
    def _about_files(self) -> list[Rule]:
        return [rule for rule in self.rules if rule.subject != "Ignore"]

    def conclude(
        self, found: Checked, gathered: Gathered, estate: Estate, counts: Counts, coverage: Tally
    ) -> Scan:
        """From what the rules found to what is said: without what is ignored, signed, summed up."""
        findings = [f for f in found.findings if concerns(f, gathered.reported)]
        ignored, crashes = 0, found.crashes
        if not self.request.no_ignores:
            held = hold(findings, gathered, estate, self.all, self._about_files)
            findings, ignored = held.findings, held.ignored
            about_ignores = [rule for rule in self.rules if rule.subject == "Ignore"]
            judge = Lender(estate, (), held.ignores, self.options)
            judged = check(judge, about_ignores, self.selection)
            findings = merged(findings, judged.findings, gathered)
            crashes = [*crashes, *judged.crashes]
        self._finish(findings, gathered)
        rules = {rule.name: rule for rule in self.rules}
        summary = summary_of(gathered, estate, counts, coverage, len(rules), ignored)
        silenced = [(finding.rule, finding.span.source.path) for finding in found.silenced]
        return Scan(findings, summary, gathered, estate, rules, crashes, silenced, coverage)

    def _finish(self, findings: list[Finding], gathered: Gathered) -> None:
        """Give findings their fingerprints, and the words that ignore them."""
        if not findings:
            return
        from iamlint.checking.signing import root_of, sign
        from iamlint.ignoring.hints import Hints

        sign(findings, root_of(common_folder(self.request.paths)))
        hinting = Hints(gathered)
        for finding in findings:
            if not isinstance(finding.subject, Ignore):  # those are mended, not ignored in turn
                finding.hinting = hinting


def scan(request: Request, progress: Callable[[int, int], None] | None = None) -> Scan:
    """Do all of it.

    Raises UserError for what the person who asked can mend.
    """
    scanner = Scanner(request)
    return scanner.scan(scanner.gather(progress))


def selection_of(request: Request, project: Configuration) -> Selection:
    """What was asked for, and where nothing was, what the configuration says."""
    return Selection(
        request.select or project.names_in("select"),
        request.extend_select + project.names_in("extend-select"),
        request.ignore + project.ignored,
        request.persona or project.persona,
        request.min_confidence or str(project.get("min-confidence", "")),
        project.get("severity", {}),
    )


def placed_in_source(findings: list[Finding], gathered: Gathered) -> None:
    """Show what stands in a plan of Terraform where the configuration beside it says so. What then
    is the same, said of several instances, is said once.
    """
    from iamlint.carriers.terraform_source.places import relocate
    from iamlint.checking import order

    relocate(findings, gathered.readings, gathered.configured)
    once = {(f.rule, f.span, f.message): f for f in reversed(findings)}
    findings[:] = sorted(once.values(), key=order)


def concerns(finding: Finding, reported: set[str]) -> bool:
    """Does a finding stand in, or come from, a file that was asked about?"""
    return finding.span.source.path in reported or any(
        related.span.source.path in reported for related in finding.related
    )


def merged(
    findings: Sequence[Finding], about_ignores: Sequence[Finding], gathered: Gathered
) -> list[Finding]:
    """All findings in order; those about ignores only where their file was asked about."""
    from iamlint.checking import order

    configuration = gathered.configurations.project.source.path
    shown = gathered.reported | {configuration}
    return sorted((*findings, *(f for f in about_ignores if concerns(f, shown))), key=order)


class Counts(NamedTuple):
    """How much there is of what was read."""

    documents: int = 0
    identities: int = 0


def counts_of(readings: Iterable[Reading]) -> Counts:
    found = [0, 0]
    for reading in readings:
        found[0] += len(reading.policies)
        found[1] += len(reading.identities)
    return Counts(*found)


def total(every: Iterable[Counts]) -> Counts:
    return Counts(*map(sum, zip(Counts(), *every, strict=True)))


def summary_of(
    gathered: Gathered, estate: Estate, counts: Counts, coverage: Tally, rules: int, ignored: int
) -> Summary:
    """What was looked at."""
    return Summary(
        files=len(gathered.collected.files),
        documents=counts.documents,
        identities=counts.identities,
        rules=rules,
        ignored=ignored,
        partly_known=coverage.count(PARTLY),
        not_analysable=coverage.count(NOT),
        not_in_view=coverage.count(ABSENT, references=True),
        data_date=estate.catalog.date,
    )
