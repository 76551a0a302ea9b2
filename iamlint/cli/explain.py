"""`iamlint explain`: the page of a rule; any other text is for whoever explains denials."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from iamlint.errors import UserError
from iamlint.packs import all_rules

from . import OK
from .options import parser

if TYPE_CHECKING:
    from iamlint.packs import Rule


def main(argv: list[str]) -> int:
    """Raises UserError when there is no such rule."""
    if argv and not argv[0].startswith("-"):
        found = {rule.name: rule for rule in all_rules()}
        if argv[0] not in found and not looks_like_a_name(argv[0]):
            return elsewhere(argv)
    parse = parser("explain", "Print the page of a rule.")
    parse.add_argument("name", help="a rule's name")
    parse.add_argument("--format", choices=("text", "json"), default="text")
    parse.add_argument("--rules", metavar="DIR", action="append", default=[], help="more rules")
    args = parse.parse_args(argv)
    rules = {rule.name: rule for rule in all_rules(args.rules)}
    if args.name not in rules:
        from iamlint.checking.selecting import suggestion

        raise UserError(f"no rule is called `{args.name}`{suggestion(args.name, rules)}")
    rule = rules[args.name]
    if args.format == "json":
        import json

        from .rules import described

        print(json.dumps(described(rule) | {"documentation": rule.documentation()}, indent=2))
    else:
        sys.stdout.write(page(rule))
    return OK


def looks_like_a_name(text: str) -> bool:
    return text.replace("-", "").isalnum() and text == text.lower()


def elsewhere(argv: list[str]) -> int:
    """An error message or a file: which statement denies, and where.

    Raises UserError in a version that cannot say.
    """
    try:
        from .denial import main as explain  # type: ignore[import-not-found, unused-ignore]
    except ModuleNotFoundError as error:
        if error.name != "iamlint.cli.denial":
            raise
        raise UserError(f"no rule is called `{argv[0]}`") from None
    return int(explain(argv))


def page(rule: Rule) -> str:
    """The documentation of a rule, with what its decorator says."""
    head = f"{rule.name} ({rule.shelf})"
    facts = [f"severity: {rule.severity}", f"shown in: {rule.persona} view", f"since {rule.since}"]
    if rule.fix:
        facts.append(f"fix: {rule.fix}")
    if rule.aws_codes:
        facts.append(f"AWS: {', '.join(rule.aws_codes)}")
    return "\n".join(
        (
            head,
            "=" * len(head),
            " · ".join(facts),
            "",
            rule.documentation().strip(),
            "",
            f"To ignore it: # iamlint: ignore[{rule.name}] <reason>",
            "",
        )
    )
