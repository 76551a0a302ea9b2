"""From rules to findings: each rule is shown its subjects, and what it points at is signed."""

from __future__ import annotations

from iamlint.finding import CERTAIN, LIKELY, Finding, Related
from iamlint.model.policy import Condition, Statement
from iamlint.text.hints import TYPE_CHECKING
from iamlint.text.records import NamedTuple
from iamlint.text.source import Source

from .places import Places
from .superseding import without_duplicates, without_superseded

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from iamlint.packs import Rule
    from iamlint.rule import Hit
    from iamlint.text.source import Span

    from .lending import Lender
    from .selecting import Selection


class Crash(NamedTuple):
    """A rule that raised: nothing can be concluded from the run.

    `where`: what it was shown; `trace`: where in its code it happened.
    """

    rule: str
    where: str
    trace: str


class Checked(NamedTuple):
    """What the rules found, in the order of the files, and those that crashed.

    `silenced`: findings that another one makes needless.
    """

    findings: list[Finding]
    silenced: list[Finding]
    crashes: list[Crash]


def check(lender: Lender, rules: Sequence[Rule], selection: Selection) -> Checked:
    """Run rules over what is in view. A rule whose subject is not in view is not imported.

    Raises UserError when a rule cannot be loaded or its options are wrong.
    """
    places = Places(lender.estate)
    findings: list[Finding] = []
    crashes: list[Crash] = []
    for rule in rules:
        if not lender.lacks_options(rule) and lender.subjects(rule.subject, rule.kinds, rule.where):
            findings.extend(run(rule, lender, selection, places, crashes))
    by_name = {rule.name: rule for rule in rules}
    kept, silenced = without_superseded(without_duplicates(findings), by_name)
    return Checked(sorted(kept, key=order), silenced, crashes)


def run(
    rule: Rule, lender: Lender, selection: Selection, places: Places, crashes: list[Crash]
) -> Iterator[Finding]:
    """The findings of one rule that are shown."""
    ruled = selection.severity.get(rule.name)
    shown: dict[tuple[str, str], bool] = {}
    for subject, hit in hits_of(rule, lender, crashes):
        severity = ruled or hit.severity or rule.severity
        how = severity, hit.confidence
        wanted = shown.get(how)
        if wanted is None:
            wanted = shown[how] = selection.shows(rule, *how)
        if not wanted:
            continue
        finding = signed(rule, hit, severity, subject, places)
        if finding.confidence == hit.confidence or selection.shows(
            rule, severity, finding.confidence
        ):
            yield finding


def hits_of(rule: Rule, lender: Lender, crashes: list[Crash]) -> list[tuple[object, Hit]]:
    """What a rule points at, subject by subject, until it crashes."""
    function = rule.check()
    lent = lender.arguments(rule)
    only = lent[0] if len(lent) == 1 else None  # as most are lent; then a call is half as dear
    found: list[tuple[object, Hit]] = []
    subject: object = None
    try:
        for subject in lender.subjects(rule.subject, rule.kinds, rule.where):
            hits = function(subject, *lent) if only is None else function(subject, only)
            for hit in hits:
                found.append((subject, hit))  # noqa: PERF401  (what was found before a crash stays)
    except Exception as error:  # a rule's own code: whatever it raises must be said aloud
        crashes.append(crash(rule, subject, error))
    return found


def signed(rule: Rule, hit: Hit, severity: str, subject: object, places: Places) -> Finding:
    """A finding for a hit."""
    where, also = hit.where, hit.also
    span = place_of(where, subject)
    statement: Statement | None
    if isinstance(subject, Statement):
        statement = subject
    elif isinstance(subject, Condition):
        statement = subject.statement
    else:
        statement = places.statement(span, where)
    finding = Finding(
        rule.name,
        rule.shelf,
        severity,
        hit.confidence,
        hit.message,
        span,
        tuple([Related(place_of(other, subject), said) for other, said in also]) if also else (),
        hit.details,
        hit=hit,
        subject=subject,
        statement=statement,
    )
    if places.likely and finding.confidence == CERTAIN and places.joined_likely(finding):
        finding.confidence = LIKELY
    finding.address = address_of(finding, places)
    return finding


def place_of(where: object, subject: object) -> Span:
    """The place in the file that a person opens. What stands in no file, such as a policy of
    AWS's own, is shown where the rule's subject stands.
    """
    span: Span = where.span  # type: ignore[attr-defined]
    if type(span.source) is not Source:  # as few are
        span = span.outermost
    if not span.source.path and hasattr(subject, "span"):
        span = subject.span.outermost
    return span


def address_of(finding: Finding, places: Places) -> str:
    """What a person calls the thing that the finding stands in."""
    subject, statement = finding.subject, finding.statement
    if not isinstance(subject, (Statement, Condition)):
        address = getattr(subject, "address", "")
        if address:
            return str(address)
    if statement is not None and statement.policy.address:
        return statement.policy.address
    thing = places.thing(finding.span)
    return str(thing.address) if thing is not None else ""


def order(finding: Finding) -> tuple[str, int, int, str, str]:
    span = finding.span
    return (span.source.path, span.start, span.end, finding.rule, finding.message)


def crash(rule: Rule, subject: object, error: BaseException) -> Crash:
    """What to tell of a rule that raised."""
    from traceback import extract_tb, format_exception_only, format_list

    frames = extract_tb(error.__traceback__)[1:]
    text = "".join((*format_list(frames[-3:]), *format_exception_only(error)))
    span = getattr(subject, "span", None)
    where = ""
    if span is not None:
        outer = span.outermost
        where = f"{outer.source.path}:{outer.place.line}:{outer.place.column}"
    return Crash(rule.name, where, text.rstrip())
