"""`iamlint rules`: all rules there are."""

from __future__ import annotations

import sys

from iamlint.packs import all_rules
from iamlint.text.hints import TYPE_CHECKING, Any

from . import OK
from .options import parser

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from iamlint.packs import Rule


def main(argv: list[str]) -> int:
    """Raises UserError when a pack cannot be read."""
    found = parser("rules", "List all rules, shelf by shelf.")
    found.add_argument("--format", choices=("text", "json", "markdown"), default="text")
    found.add_argument("--rules", metavar="DIR", action="append", default=[], help="more rules")
    args = found.parse_args(argv)
    rules = sorted(all_rules(args.rules), key=lambda rule: (rule.shelf, rule.name))
    if args.format == "json":
        import json

        print(json.dumps([described(rule) for rule in rules], indent=2))
    elif args.format == "markdown":
        sys.stdout.writelines(page(rules))
    else:
        sys.stdout.writelines(lines(rules))
    return OK


def described(rule: Rule) -> dict[str, Any]:
    return {
        "name": rule.name,
        "shelf": rule.shelf,
        "summary": rule.summary,
        "severity": rule.severity,
        "persona": rule.persona,
        "fix": rule.fix,
        "subject": rule.subject,
        "kinds": list(rule.kinds),
        "aws_codes": list(rule.aws_codes),
        "supersedes": list(rule.supersedes),
        "since": rule.since,
    }


def page(rules: Sequence[Rule]) -> Iterator[str]:
    """All rules as a page, a table for each shelf."""
    yield "# Rules\n\n"
    yield (
        f"{len(rules)} rules, made by `iamlint rules --format markdown`. `iamlint explain NAME` "
        "shows one with its examples. A rule of the persona *pedantic* or *auditor* is shown with "
        "`--persona`, or when it is selected by its name.\n"
    )
    shelf = ""
    for rule in rules:
        if rule.shelf != shelf:
            shelf = rule.shelf
            yield f"\n## {shelf}\n\n| rule | what | severity | persona | fix |\n"
            yield "| --- | --- | --- | --- | --- |\n"
        summary = rule.summary.replace("|", "\\|")
        yield f"| {rule.name} | {summary} | {rule.severity} | {rule.persona} | {rule.fix} |\n"


def lines(rules: Sequence[Rule]) -> Iterator[str]:
    width = max((len(rule.name) for rule in rules), default=0)
    shelf = ""
    for rule in rules:
        if rule.shelf != shelf:
            yield f"{'' if not shelf else chr(10)}{rule.shelf}\n"
            shelf = rule.shelf
        persona = "" if rule.persona == "regular" else f" ({rule.persona})"
        fix = f" [fix: {rule.fix}]" if rule.fix else ""
        yield f"  {rule.name:{width}}  {rule.severity:7}  {rule.summary}{persona}{fix}\n"
