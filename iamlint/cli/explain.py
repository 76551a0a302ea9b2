"""`iamlint explain`: the page of a rule; or of a denial, which statement denies, and where; or the
causes of denials, and which rules find them.
"""

from __future__ import annotations

import os
import sys

from iamlint.errors import UserError
from iamlint.packs import all_rules
from iamlint.text.hints import TYPE_CHECKING

from . import OK
from .options import add_color, parser

if TYPE_CHECKING:
    import argparse

    from iamlint.packs import Rule


def main(argv: list[str]) -> int:
    """Raises UserError when there is no such rule, and for a text that tells of no denial."""
    parse = parser(
        "explain",
        "The page of a rule; or an AccessDenied: who was denied what, by which layer, and given "
        "PATHs, which statement denies it or is missing.",
    )
    add_arguments(parse)
    args = parse.parse_intermixed_args(argv)
    if args.causes:
        from .causes import print_causes

        return print_causes(args.format)
    if args.cloudtrail:
        if args.format == "markdown":
            parse.error("--format markdown is for --causes")
        from .trail import run as run_trail

        return run_trail(args)
    if not args.text:
        parse.error("say WHAT: a rule, a denial, or --causes")
    if args.format == "markdown":
        parse.error("--format markdown is for --causes")
    rules = {rule.name: rule for rule in all_rules(args.rules)}
    if args.text in rules:
        return print_page(rules[args.text], args.format)
    if looks_like_a_name(args.text) and not os.path.exists(args.text):
        from iamlint.checking.selecting import suggestion

        raise UserError(f"no rule is called `{args.text}`{suggestion(args.text, rules)}")
    from .denial import run

    return run(args)


def add_arguments(parse: argparse.ArgumentParser) -> None:
    add = parse.add_argument
    add(
        "text",
        metavar="WHAT",
        nargs="?",
        help="a rule's name; a message, in whatever log or markup; a file, or folder, of messages "
        "or of CloudTrail events, zipped or not; `-` reads standard input",
    )
    add("paths", nargs="*", metavar="PATH", help="what is in view of a denial")
    add(
        "--cloudtrail",
        nargs="+",
        metavar="FILE",
        default=[],
        help="files or folders of CloudTrail events: each distinct denial once, the most frequent "
        "first; whatever else is named here or as PATH is in view of them",
    )
    add("--causes", action="store_true", help="what is denied across documents, and what finds it")
    add("--format", choices=("text", "json", "markdown"), default="text")
    add("--rules", metavar="DIR", action="append", default=[], help="more rules")
    add("--config", metavar="FILE", default="", help="this configuration, no other")
    add("--isolated", action="store_true", help="no configuration at all")
    add_color(parse)


def looks_like_a_name(text: str) -> bool:
    return text.replace("-", "").isalnum() and text == text.lower()


def print_page(rule: Rule, format: str) -> int:
    if format == "json":
        import json

        from .rules import described

        print(json.dumps(described(rule) | {"documentation": rule.documentation()}, indent=2))
    else:
        sys.stdout.write(page(rule))
    return OK


def page(rule: Rule) -> str:
    """The documentation of a rule, with what its decorator says and what makes it certain."""
    from .causes import causes_of

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
            *(f"Certain with ({row['cause']}): {row['certain']}" for row in causes_of(rule.name)),
            f"To ignore it: # iamlint: ignore[{rule.name}] <reason>",
            "",
        )
    )
