"""`iamlint simulate`: decide requests."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

from iamlint.errors import UserError

from . import OK, USAGE
from .options import parser

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterable


def main(argv: list[str]) -> int:
    """Exit code 0 when every request was decided as far as it can be, 2 when one was not read."""
    parse = parser("simulate", "Decide requests by the policies they come with.")
    add_arguments(parse)
    return run(parse.parse_args(argv))


def add_arguments(parse: argparse.ArgumentParser) -> None:
    parse.add_argument(
        "--requests",
        metavar="FILE",
        required=True,
        help="cases, one JSON object a line; - for standard input",
    )
    parse.add_argument("--format", choices=("text", "json"), default="text")


def run(args: argparse.Namespace) -> int:
    """Raises UserError when the file of requests cannot be read."""
    from iamlint.simulating import run_lines

    failed = False
    for result in run_lines(lines_of(args.requests)):
        failed = failed or "error" in result
        print(shown(result) if args.format == "text" else as_json(result))
    return USAGE if failed else OK


def lines_of(path: str) -> Iterable[str]:
    try:
        if path == "-":
            return sys.stdin.read().split("\n")
        with open(path, encoding="utf-8-sig") as file:
            return file.read().split("\n")
    except OSError as error:
        raise UserError(f"cannot read {path}: {error.strerror}") from None
    except UnicodeDecodeError:
        raise UserError(f"cannot read {path}: it is not UTF-8") from None


def as_json(result: dict[str, Any]) -> str:
    import json

    return json.dumps(result, ensure_ascii=False)


def shown(result: dict[str, Any]) -> str:
    """One line for people."""
    name = result["id"] if result["id"] is not None else "-"
    if "error" in result:
        return f"{name}: error: {result['error']} ({result['place']})"
    line = f"{name}: {result['decision']}"
    if result["blocked_by"]:
        line += f", by {', '.join(result['blocked_by'])}"
    statements = [f"{s['policy']} {s['sid'] or s['index'] + 1}" for s in result["statements"]]
    if statements:
        line += f" [{'; '.join(statements)}]"
    if result["depends_on"]:
        line += f" (hangs on: {'; '.join(result['depends_on'])})"
    return line
