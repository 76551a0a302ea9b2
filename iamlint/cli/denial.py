"""`iamlint explain` of a denial: the message, an event, or a file of them."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Any

from iamlint.errors import UserError

from . import OK, USAGE
from .options import add_color, parser, wants_color
from .simulate import as_json, described, in_view, outcome_lines

if TYPE_CHECKING:
    from collections.abc import Iterator

    from iamlint.explaining import Denial, Explained

LONGEST_NAME = 1024


def main(argv: list[str]) -> int:
    """Exit code 0 when every denial was read and, given paths, answered; 2 when one was not.

    Raises UserError when the text tells of no denial.
    """
    parse = parser(
        "explain", "Read an AccessDenied: who was denied what, by which layer; and why, in PATHs."
    )
    parse.add_argument("text", help="the message, a file with it or with events; - reads input")
    parse.add_argument("paths", nargs="*", metavar="PATH", help="what is in view")
    parse.add_argument("--format", choices=("text", "json"), default="text")
    parse.add_argument("--config", metavar="FILE", default="", help="this configuration, no other")
    parse.add_argument("--isolated", action="store_true", help="no configuration at all")
    add_color(parse)
    args = parse.parse_intermixed_args(argv)
    from iamlint.explaining import denials, explain

    found = denials(text_of(args.text))
    if not found:
        raise UserError("this tells of no denied request")
    estate = in_view(args) if args.paths else None
    explained = [explain(denial, estate) for denial in found]
    for one in explained:
        if args.format == "json":
            print(as_json(in_json(one)))
        else:
            print("\n".join(shown(one, wants_color(args.no_color))))
    return OK if all(answered(one, asked=bool(args.paths)) for one in explained) else USAGE


def answered(one: Explained, *, asked: bool) -> bool:
    if one.denial.action is None:
        return False
    return not asked or (one.told is not None and one.told.decision != "unknown")


def text_of(given: str) -> str:
    """Raises UserError when a file cannot be read."""
    if given == "-":
        return sys.stdin.read()
    if len(given) > LONGEST_NAME or "\n" in given or not os.path.isfile(given):
        return given
    try:
        with open(given, encoding="utf-8-sig") as file:
            return file.read()
    except OSError as error:
        raise UserError(f"cannot read {given}: {error.strerror}") from None
    except UnicodeDecodeError:
        raise UserError(f"cannot read {given}: it is not UTF-8") from None


def in_json(one: Explained) -> dict[str, Any]:
    """A denial, and what is in view about it, as one object."""
    denial = one.denial
    return {
        "principal": denial.principal,
        "action": denial.action,
        "resource": denial.resource,
        "outcome": denial.outcome,
        "layer": denial.layer,
        "policy": denial.policy,
        "through": denial.through,
        "code": denial.code,
        "operation": denial.operation,
        "encoded": denial.encoded is not None,
        "authorization": denial.authorization,
        "answers": [described(one.told)] if one.told is not None else [],
        "remedies": list(one.remedies),
    }


def shown(one: Explained, color: bool) -> Iterator[str]:
    """For people."""
    denial = one.denial
    who, what = denial.principal or "somebody", denial.action or denial.operation or "something"
    on = f" on {denial.resource}" if denial.resource else ""
    yield f"{who} was denied {what}{on}: {reason(denial)}"
    if one.told is not None:
        yield from outcome_lines(one.told, color)
    for remedy in one.remedies:
        yield f"  = {remedy}"


def reason(denial: Denial) -> str:
    """What the message says of the why."""
    layer = (denial.layer or "").replace("_", " ")
    if denial.outcome == "explicit":
        where = f" in a policy of the kind {layer}" if layer else ", of which layer it does not say"
        return f"by a Deny{where}" + (f", {denial.policy}" if denial.policy else "")
    if denial.outcome == "implicit":
        return f"no policy of the kind {layer} allows it" if layer else "nothing allows it"
    return f"by the {layer}" if layer else "it does not say why"
