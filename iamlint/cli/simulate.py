"""`iamlint simulate`: decide one request by what is in view, or a file of self-contained ones."""

from __future__ import annotations

import sys
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE

from iamlint.errors import UserError
from iamlint.text.hints import TYPE_CHECKING, Any

from . import OK, USAGE
from .options import add_color, parser, wants_color
from .view import in_view

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterable, Iterator

    from iamlint.simulating import Told

NOBODY = "anonymous"
WORDS = {
    "allow": "allowed",
    "implicit_deny": "denied: nothing allows it",
    "explicit_deny": "denied by a Deny",
    "unknown": "not known",
}


def main(argv: list[str]) -> int:
    """Exit code 0 when every request was answered, 2 when one was not."""
    parse = parser(
        "simulate",
        "Decide a request by the policies in view, or a file of requests by those they come with.",
    )
    add_arguments(parse)
    args = parse.parse_intermixed_args(argv)
    one = (args.principal, args.action, args.resource)
    if args.requests is not None and (any(one) or args.paths):
        parse.error("--requests come with their own principals, actions and policies")
    if args.requests is None and not all((args.principal, args.action)):
        parse.error("give --principal and --action, or --requests")
    return run(args)


def add_arguments(parse: argparse.ArgumentParser) -> None:
    parse.add_argument("paths", nargs="*", metavar="PATH", help="what is in view (default: here)")
    add = parse.add_argument
    add(
        "--principal",
        metavar="P",
        help=f"ARN, name or address of a role or user; a service; `{NOBODY}`",
    )
    add("--action", metavar="A", help="`service:Action`")
    add("--resource", metavar="R", default="", help="ARN, name or address (default: `*`)")
    add(
        "--context",
        metavar="KEY=VALUE",
        action="append",
        default=[],
        help="a context key of the request; several times for several values",
    )
    add("--requests", metavar="FILE", help="cases, one JSON object a line; - for standard input")
    add("--format", choices=("text", "json"), default="text")
    add("--config", metavar="FILE", default="", help="this configuration, no other")
    add("--isolated", action="store_true", help="no configuration at all")
    add_color(parse)


def run(args: argparse.Namespace) -> int:
    """Raises UserError when the file of requests cannot be read, or a name stands for nothing."""
    return run_file(args) if args.requests is not None else run_one(args)


# a file of requests


def run_file(args: argparse.Namespace) -> int:
    from iamlint.simulating import run_lines

    failed = False
    for result in run_lines(lines_of(args.requests)):
        failed = failed or "error" in result
        print(in_a_line(result) if args.format == "text" else as_json(result))
    return USAGE if failed else OK


def lines_of(path: str) -> Iterable[bytes]:
    """The lines of a file, or of standard input.

    Raises UserError when it cannot be read.
    """
    try:
        if path == "-":
            content = sys.stdin.buffer.read()
        else:
            with open(path, "rb") as file:
                content = file.read()
    except OSError as error:
        raise UserError(f"cannot read {path}: {error.strerror}") from None
    if content.startswith((BOM_UTF16_LE, BOM_UTF16_BE)):
        raise UserError(f"cannot read {path}: it is not UTF-8")
    return content.removeprefix(BOM_UTF8).split(b"\n")


def as_json(result: dict[str, Any]) -> str:
    import json

    return json.dumps(result, ensure_ascii=False)


def in_a_line(result: dict[str, Any]) -> str:
    """A result for people."""
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


# one request


def run_one(args: argparse.Namespace) -> int:
    from iamlint.simulating import ask, check_key, the_action

    principal = None if args.principal == NOBODY else args.principal
    resource = args.resource or "*"
    estate, whole = in_view(args, [args.principal], [resource])
    action = the_action(estate.catalog, args.action)
    given = keys(args.context)
    for key in given:
        check_key(estate.catalog, key)
    told = ask(estate, principal, action, resource, given)
    if args.format == "json":
        print(as_json(described(told)))
    else:
        print("\n".join(shown(told, args, wants_color(args.no_color))))
    return OK if told.decision != "unknown" and whole else USAGE


def keys(given: Iterable[str]) -> dict[str, list[str]]:
    """Raises UserError for what is no `key=value`."""
    found: dict[str, list[str]] = {}
    for one in given:
        key, equals, value = one.partition("=")
        if not key or not equals:
            raise UserError(f"--context: `{one}` is no KEY=VALUE")
        found.setdefault(key, []).append(value)
    return found


def described(told: Told) -> dict[str, Any]:
    """What is known of a request, as JSON."""
    return {
        "decision": told.decision,
        "blocked_by": list(told.blocked_by),
        "statements": [
            {
                "layer": one.layer,
                "policy": one.statement.policy.address,
                "index": one.statement.index,
                "sid": one.statement.sid.literal if one.statement.sid is not None else None,
            }
            for one in told.statements
        ],
        "places": [
            {
                "layer": place.layer,
                "says": place.says,
                "path": place.span.outermost.source.path,
                "line": place.span.outermost.place.line,
                "column": place.span.outermost.place.column,
            }
            for place in told.places
        ],
        "missing": list(told.missing),
        "confidence": told.confidence,
        "principal": told.identity.address if told.identity is not None else None,
        "resource": told.resource.address if told.resource is not None else None,
        "caveats": list(told.caveats),
    }


def shown(told: Told, args: argparse.Namespace, color: bool) -> Iterator[str]:
    """What is known of a request, for people: the decision, and the statements in their files."""
    head = painted(WORDS[told.decision], color, good=told.decision == "allow")
    yield f"{head}: {args.principal} {args.action} {args.resource or '*'}"
    yield from outcome_lines(told, color)


def painted(text: str, color: bool, *, good: bool) -> str:
    from iamlint.reports.text import painted as paint

    return paint(text, "1;32" if good else "1;31") if color else text


def outcome_lines(told: Told, color: bool) -> Iterator[str]:
    """Which layers block, the places that decide, and what is missing to know."""
    from iamlint.reports.text import framed, plain
    from iamlint.reports.text import painted as paint

    if told.blocked_by:
        yield f"  by: {', '.join(told.blocked_by)}"
    spans = [place.span.outermost for place in told.places]
    margin = max((len(str(span.place.line)) for span in spans), default=1)
    for place, span in zip(told.places, spans, strict=True):
        says = f"{place.layer}: {place.says}"
        yield from framed(span, says, "-->", "^", margin, paint if color else plain)
    for why in told.missing:
        yield f"  = not known because {why}"
    for caveat in told.caveats:
        yield f"  = note: {caveat}"
