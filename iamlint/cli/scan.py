"""`iamlint scan`: find what will be denied and what is too broad."""

from __future__ import annotations

import os
import sys
from types import SimpleNamespace

from iamlint.errors import UserError
from iamlint.finding import CONFIDENCES, PERSONAS, SEVERITIES
from iamlint.reports import FORMATS, Report, pieces
from iamlint.scanning import Request, Scan, Scanner
from iamlint.text.hints import TYPE_CHECKING

from . import CRASH, FINDINGS, NOTHING, OK, USAGE
from .options import COLOR, SCOPE, Option, names_in, parser, plainly_read, wants_color

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterable

    from iamlint.collect import Collected
    from iamlint.finding import Finding, Summary

NEVER = "never"
WORTHWHILE = 100
"""Files of which fewer are read as quickly as looked up in the index."""
VARIABLE = "IAMLINT_CACHE_DIR"
PEOPLE = ("text", "concise")
"""Formats for people."""
SHOW_FIXES = ("text", "json", "sarif")
"""Formats that tell of fixes; for the others none is worked out."""

OPTIONS = {
    "what is shown": (
        Option("--format", "", choices=FORMATS, default="text"),
        Option("--select", "only these rules and shelves", "NAMES", many=True),
        Option("--extend-select", "these besides", "NAMES", many=True),
        Option("--ignore", "not these rules and shelves", "NAMES", many=True),
        Option("--persona", "how much to show (default: regular)", choices=PERSONAS),
        Option("--min-confidence", "the least sure finding shown", choices=CONFIDENCES),
        Option("--no-ignores", "show what is ignored too"),
        Option("--statistics", "how often each rule found something"),
        Option("--show-files", "which files are looked at, and which not"),
        Option(
            "--show-coverage",
            "also which policies are whole, partly known, not analysable, and why",
        ),
        Option("--verbose", "tell of all that is not whole, and why", short="-v"),
        Option("--quiet", "print nothing when nothing is found", short="-q"),
        COLOR,
    ),
    "mending": (
        Option("--fix", "write the safe fixes"),
        Option("--unsafe-fixes", "with --fix or --diff: also unsafe ones"),
        Option("--diff", "print what --fix would write, and write nothing"),
    ),
    "what is read": (
        Option("--context", "takes part, unreported", "PATH", many=True),
        Option("--no-cache", "read everything anew and keep nothing"),
        Option("--cache-dir", "where to keep what need not be read again", "DIR"),
        Option("--stdin-filename", "what standard input is", "PATH"),
        *SCOPE,
    ),
    "verdict": (
        Option("--fail-on", "severity (default: warning), rules, `never`", "WHAT"),
        Option("--fail-on-unknown", "fail when not every policy is whole and in view"),
        Option("--exit-zero", "exit 0 whatever is found"),
    ),
}
"""By the title of their group in the help."""


def main(argv: list[str]) -> int:
    """Raises UserError for what the person who asked can mend."""
    args = arguments(argv)
    scanner = Scanner(request_of(args))
    fail_on = failing(args.fail_on or scanner.configurations.project.fail_on, scanner)
    from .progress import Progress

    with Progress(sys.stderr) as progress:
        collected = scanner.collect()
        index = index_for(collected, args)
        if index:
            from iamlint.indexing import scan as scan_by_index

            wanted = wants_fixes(args)
            scan = scan_by_index(scanner, collected, index, fixes=wanted, progress=progress.report)
        else:
            gathered = scanner.gather(progress.report, collected)
            if args.show_files:
                from .files import shown

                sys.stdout.write(shown(gathered))
                return OK
            scan = scanner.scan(gathered)
    if args.fix or args.diff:
        from .mend import mend

        scan = mend(scanner, scan, unsafe=args.unsafe_fixes, write=args.fix and not args.diff)
        if args.diff and scan.summary.held_back:
            print(
                f"iamlint: {scan.summary.held_back} more would change what is allowed: add "
                "--unsafe-fixes to see them",
                file=sys.stderr,
            )
    elif wants_fixes(args) and not index:
        propose(scan)
    if not args.diff:
        sys.stdout.writelines(printed(scan, args))
    for crash in scan.crashes:
        where = f" at {crash.where}" if crash.where else ""
        print(f"iamlint: rule `{crash.rule}` crashed{where}:\n{crash.trace}", file=sys.stderr)
    return exit_code(scan, fail_on, args)


def arguments(argv: list[str]) -> SimpleNamespace:
    args = plainly_read(argv, [option for group in OPTIONS.values() for option in group], "paths")
    if args is None:
        args = full_parser().parse_args(argv, SimpleNamespace())
    if args.unsafe_fixes and not (args.fix or args.diff):
        full_parser().error("--unsafe-fixes goes with --fix or --diff")
    if args.show_coverage and (args.statistics or args.diff):
        full_parser().error("--show-coverage goes with neither --statistics nor --diff")
    if args.fix and "-" in args.paths:
        full_parser().error("standard input cannot be written; use --diff")
    args.paths = args.paths or ["."]
    for field in ("select", "extend_select", "ignore"):
        setattr(args, field, names_in(getattr(args, field)))
    return args


def full_parser() -> argparse.ArgumentParser:
    """The parser of all that may be said."""
    found = parser(
        "scan",
        "Read policies, CloudFormation templates and Terraform plans, join them, and report what "
        "will be denied, what is too broad, and how to mend it.",
    )
    found.add_argument(
        "paths", nargs="*", metavar="PATH", help="files and folders; `-` is standard input"
    )
    for title, options in OPTIONS.items():
        group = found.add_argument_group(title)
        for option in options:
            option.add_to(group)
    return found


def request_of(args: SimpleNamespace) -> Request:
    return Request(
        tuple(args.paths),
        tuple(args.context),
        args.select,
        args.extend_select,
        args.ignore,
        args.persona,
        args.min_confidence,
        tuple(args.rules),
        args.config,
        args.isolated,
        args.stdin_filename,
        args.no_ignores,
    )


def failing(given: str, scanner: Scanner) -> frozenset[str]:
    """The severities, rules and shelves that make a scan fail.

    Raises UserError for a word that is none of these.
    """
    words = {word.strip() for word in given.split(",") if word.strip()}
    known = {name for rule in scanner.all for name in (rule.name, rule.shelf)}
    for word in words - known - {*SEVERITIES, NEVER}:
        raise UserError(f"--fail-on: `{word}` is no severity, rule or shelf")
    mildest = max((SEVERITIES.index(word) for word in words if word in SEVERITIES), default=-1)
    return frozenset((*words, *SEVERITIES[: mildest + 1]))


def wants_fixes(args: SimpleNamespace) -> bool:
    return args.format in SHOW_FIXES and not args.statistics


def index_for(collected: Collected, args: SimpleNamespace) -> str:
    """The folder of the index; empty where none is used: where all is to be read anyhow, or there
    is too little to read.
    """
    whole = args.fix or args.diff or args.show_files or args.show_coverage
    if args.no_cache or whole or "-" in args.paths:
        return ""
    if len(collected.files) < WORTHWHILE and not (args.cache_dir or VARIABLE in os.environ):
        return ""
    from iamlint.indexing.places import folder_for

    return folder_for(args.cache_dir)


def propose(scan: Scan) -> None:
    """Give the findings their fixes, for those who print them."""
    if all(getattr(finding.hit, "fix", None) is None for finding in scan.findings):
        return
    from .mend import propose as fill

    fill(scan)


def printed(scan: Scan, args: SimpleNamespace) -> Iterable[str]:
    """What goes to standard output, bit by bit."""
    if args.statistics:
        return (statistics(scan.findings),)
    quiet = args.quiet and not args.show_coverage
    if quiet and args.format in PEOPLE and not scan.findings:
        return ()
    color = args.format == "text" and wants_color(args.no_color)
    made = Report(
        scan.findings,
        scan.summary,
        scan.rules,
        color,
        scan.coverage,
        args.verbose,
        args.show_coverage,
    )
    return pieces(args.format, made)


def statistics(findings: list[Finding]) -> str:
    """How often each rule found something, the most frequent first."""
    counts: dict[tuple[str, str], int] = {}
    for finding in findings:
        key = (finding.rule, finding.severity)
        counts[key] = counts.get(key, 0) + 1
    rows = sorted(counts.items(), key=lambda row: (-row[1], row[0]))
    return "".join(f"{number:6,}  {severity:8}{rule}\n" for (rule, severity), number in rows)


def unknown(summary: Summary) -> str:
    """Why `--fail-on-unknown` fails."""
    numbers = (
        (summary.partly_known, "partly known"),
        (summary.not_analysable, "not analysable"),
        (summary.not_in_view, "not in view"),
    )
    told = ", ".join(f"{number:,} {words}" for number, words in numbers if number)
    return f"iamlint: --fail-on-unknown: {told}: --show-coverage tells which, and why"


def exit_code(scan: Scan, fail_on: frozenset[str], args: SimpleNamespace) -> int:
    """The verdict; what weighs more comes first."""
    if scan.crashes:
        return CRASH
    if args.exit_zero:
        return OK
    if any(scan.rules[finding.rule].subject == "Problem" for finding in scan.findings):
        return USAGE
    if any({finding.severity, finding.rule, finding.shelf} & fail_on for finding in scan.findings):
        return FINDINGS
    if args.fail_on_unknown and not scan.coverage.complete:
        print(unknown(scan.summary), file=sys.stderr)
        return FINDINGS
    if scan.nothing_in_view and scan.gathered.collected.walked:
        print("iamlint: nothing to analyse: no policy, template or plan found", file=sys.stderr)
        return NOTHING
    return OK
