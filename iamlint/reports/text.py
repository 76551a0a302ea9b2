"""For people: each finding with the lines it is about, in every file that takes part."""

from __future__ import annotations

from iamlint.finding import CERTAIN, SAFE
from iamlint.text.hints import TYPE_CHECKING

from .counting import count, summary_line
from .frames import frame, visible

if TYPE_CHECKING:
    from collections.abc import Iterator

    from iamlint.finding import Finding, Fix
    from iamlint.text.source import Span

    from . import Report

COLORS = {"error": "1;31", "warning": "1;33", "info": "1;36"}
BOLD, DIM, BLUE = "1", "2", "1;34"
EFFECT = {
    "widens": "unsafe: allows more",
    "narrows": "unsafe: allows less",
    "repairs": "unsafe: a dead grant comes alive",
}
"""What a fix does to access, in words."""


def render(report: Report) -> str:
    return "".join(pieces(report))


def pieces(report: Report) -> Iterator[str]:
    """The report finding by finding."""
    paint = painted if report.color else plain
    for finding in report.findings:
        yield "\n".join(shown(finding, paint)) + "\n\n"
    lines: list[str] = []
    if report.verbose or report.summary.not_analysable:
        from .lacking import lacking_lines

        lines.extend(lacking_lines(report))
    if report.shown_coverage is not None:
        from . import covered

        lines.extend((*covered.lines(report.shown_coverage, verbose=report.verbose), ""))
    lines.append(summary_line(report.findings, report.summary) + hint(report))
    if report.summary.held_back:
        fixes = count(report.summary.held_back, "fix", "fixes")
        lines.append(
            f"{fixes} would change what is allowed: shown by --diff --unsafe-fixes, applied by "
            "--fix --unsafe-fixes"
        )
    yield "\n".join(lines) + "\n"


def hint(report: Report) -> str:
    """Where to read on, of what was not read whole."""
    summary = report.summary
    lacks = summary.partly_known or summary.not_analysable or summary.not_in_view
    told = report.show_coverage or report.coverage is None
    return " (--show-coverage tells which)" if lacks and not told else ""


def plain(text: str, _: str) -> str:
    return text


def painted(text: str, style: str) -> str:
    return f"\x1b[{style}m{text}\x1b[0m" if style else text


def shown(finding: Finding, paint: Paint) -> Iterator[str]:
    sure = "" if finding.confidence == CERTAIN else f"  [{finding.confidence}]"
    head = paint(f"{finding.severity}[{finding.rule}]", COLORS[finding.severity])
    yield f"{head} {paint(visible(finding.message), BOLD)}{sure}"
    margin = max(len(str(s.place.line)) for s in (finding.span, *(r.span for r in finding.related)))
    gutter = " " * margin
    yield from framed(finding.span, "", "-->", "^", margin, paint)
    if finding.address:
        yield f"{gutter}  {paint('in', DIM)} {visible(finding.address)}"
    for related in finding.related:
        yield from framed(related.span, related.message, ":::", "-", margin, paint)
    equals = f"{gutter} {paint('=', BLUE)}"
    for word, text in finding.details:
        yield f"{equals} {word}: {visible(text)}"
    for fix in finding.fixes:
        yield from fixed(fix, equals, gutter)
    ignoring = finding.ignore_hint
    if ignoring:
        hint, *more = ignoring.splitlines()
        yield f"{equals} ignore: {paint(hint, DIM)}"
        for line in more:
            yield f"{gutter}           {paint(line, DIM)}"
    yield f"{equals} read: {paint(f'iamlint explain {finding.rule}', DIM)}"


def framed(
    span: Span, message: str, arrow: str, mark: str, margin: int, paint: Paint
) -> Iterator[str]:
    """A place, its line, and the mark under it with a sentence."""
    gutter = " " * margin
    if not span.source.path:
        yield f"{gutter} {paint(arrow, BLUE)} {visible(message)}"
        return
    place = span.place
    where = f"{visible(span.source.path)}:{place.line}:{place.column}"
    yield f"{gutter}{paint(arrow, BLUE)} {where}"
    one = frame(span)
    bar = paint("|", BLUE)
    yield f"{paint(f'{one.number:>{margin}}', BLUE)} {bar} {one.line}".rstrip()
    style = COLORS["error"] if mark == "^" else BLUE
    under = paint(mark * one.length + (f" {visible(message)}" if message else ""), style)
    yield f"{gutter} {bar} {' ' * one.before}{under}"


def fixed(fix: Fix, equals: str, gutter: str) -> Iterator[str]:
    effect = "" if fix.safety == SAFE else f" ({EFFECT.get(fix.safety, fix.safety)})"
    way = ""
    if fix.edits:
        way = ": see --diff" if fix.safety == SAFE else ": see --diff --unsafe-fixes"
    yield f"{equals} fix{effect}: {visible(fix.title)}{way}"
    if not fix.edits:
        for line in fix.snippet.splitlines():
            yield f"{gutter}     {line}".rstrip()


if TYPE_CHECKING:
    from collections.abc import Callable

    Paint = Callable[[str, str], str]
