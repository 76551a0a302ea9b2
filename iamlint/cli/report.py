"""`iamlint report`: what each principal may do in effect, by service; for those who audit."""

from __future__ import annotations

from iamlint.errors import UserError
from iamlint.text.hints import TYPE_CHECKING, Any

from . import NOTHING, OK, USAGE
from .options import parser
from .view import in_view

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterable, Iterator

    from iamlint.estate import Estate
    from iamlint.estate.effective import Effective, Level, Use
    from iamlint.model.things import Identity

SORTS = ("role", "user", "group", "permission-set")
WORDS = {"Permissions management": "permissions"}
SCOPES = {
    "everything": "",
    "named resources": " (named resources)",
    "conditions": " (under conditions)",
}
LIMITS = {"boundary": "its permissions boundary", "scp": "service control policies"}
FEW = 12
"""Ways to more rights that people are shown of one principal; JSON has all."""
MANY = 20
"""Services beyond which those that are used alike are told together."""
PAD = "      "
HEADER = "What each may do; `read 3/60`: 3 of the 60 actions that a service has for reading.\n"


def main(argv: list[str]) -> int:
    """Exit code 0 when there are principals, 2 when a file could not be read, 4 when there is no
    principal in view.
    """
    parse = parser(
        "report",
        "What each principal may do in effect: its policies, as far as its permissions boundary "
        "and service control policies let them through; by service and access level, with ways to "
        "more rights. What resource policies give besides is not counted.",
    )
    add_arguments(parse)
    return run(parse.parse_args(argv))


def add_arguments(parse: argparse.ArgumentParser) -> None:
    add = parse.add_argument
    add("paths", nargs="*", metavar="PATH", help="dumps of accounts, templates, plans, policies")
    add(
        "--principal",
        metavar="GLOB",
        action="append",
        default=[],
        help="only principals whose ARN or name fits: `arn:aws:iam::*:role/ci-*`, `deploy*`",
    )
    add("--kind", choices=SORTS, action="append", default=[], help="only such principals")
    add("--service", metavar="GLOB", default="*", help="only those who may use such a service")
    add("--admins", action="store_true", help="only administrators and those with ways to be one")
    add("--format", choices=("text", "json"), default="text")
    add("--config", metavar="FILE", default="", help="this configuration, no other")
    add("--isolated", action="store_true", help="no configuration at all")


def run(args: argparse.Namespace) -> int:
    """Raises UserError when no principal is called so."""
    estate, whole = in_view(args, (), ())
    wanted = sorted((one for one in estate.identities if is_wanted(one, args)), key=place)
    if args.principal and not wanted:
        raise UserError(f"no principal in view is called {', '.join(args.principal)}")
    found = (effective for one in wanted if fits(effective := estate.effective(one), args))
    if args.format == "json":
        print_json(found, estate.catalog.date, args.service)
    else:
        shown: list[Identity] = []
        for one in found:
            if not shown:
                print(HEADER)
            shown.append(one.identity)
            print("\n".join(for_people(one, args.service)))
        print(total(estate, wanted, shown))
    if not wanted and not args.principal:
        return NOTHING if whole else USAGE
    return OK if whole else USAGE


def is_wanted(identity: Identity, args: argparse.Namespace) -> bool:
    from iamlint.text.globs import match

    if args.kind and identity.kind not in args.kind:
        return False
    named = (str(identity.arn), str(identity.name), identity.address)
    globs = args.principal
    return not globs or any(match(glob, name) for glob in globs for name in named)


def place(identity: Identity) -> tuple[str, str]:
    """By account, kind, path and name."""
    return str(identity.arn), identity.address


def fits(effective: Effective, args: argparse.Namespace) -> bool:
    from iamlint.text.globs import match

    if args.admins and not (effective.administrator or effective.ways):
        return False
    if args.service == "*":
        return True
    return any(match(args.service, use.service) for use in effective.uses)


def total(estate: Estate, wanted: list[Identity], shown: list[Identity]) -> str:
    """How many principals are told of, of how many and of what files."""
    told = ", ".join(
        f"{number} {kind}{'s' if number != 1 else ''}"
        for kind in SORTS
        if (number := sum(one.kind == kind for one in shown))
    )
    several = f" of {len(wanted):,} in view" if len(shown) < len(wanted) else ""
    files = len({reading.path for reading in estate.readings})
    read = f"{files:,} file{'s' if files != 1 else ''} read"
    return f"{told or 'no principals'}{several}; {read}; AWS data of {estate.catalog.date}"


# for people


def for_people(effective: Effective, service: str) -> Iterator[str]:
    """A principal: who it is, what limits it, what it may use."""
    from iamlint.text.globs import match

    identity = effective.identity
    span = identity.span.outermost
    yield f"{identity.kind} {identity.arn}"
    yield f"  declared in {span.source.path}:{span.place.line} as {identity.address}"
    if effective.administrator:
        yield "  administrator: everything on everything"
    if effective.limited:
        yield f"  limited by {' and '.join(LIMITS[one] for one in effective.limited)}"
    for why in effective.unknown:
        yield f"  not all is known: {why}"
    if not effective.administrator:
        uses = [use for use in effective.uses if match(service, use.service)]
        yield from summed_up(uses) if len(uses) > MANY else each(uses)
        if not uses:
            yield "  it may use nothing" if service == "*" else "  it may use no such service"
    for way in effective.ways[:FEW]:
        yield f"  more rights by {' + '.join(way.actions)}{SCOPES[way.scope]}"
    if len(effective.ways) > FEW:
        yield f"  … and {len(effective.ways) - FEW} more ways to more rights"
    yield ""


def each(uses: list[Use]) -> Iterator[str]:
    """A line for each service."""
    width = max((len(use.service) for use in uses), default=0)
    for use in uses:
        yield f"  {use.service:{width}}  {', '.join(map(level_shown, use.levels))}"


def summed_up(uses: list[Use]) -> Iterator[str]:
    """Services that are used alike, together."""
    from textwrap import TextWrapper

    wrapped = TextWrapper(
        96, initial_indent=PAD, subsequent_indent=PAD, break_on_hyphens=False
    ).wrap
    alike: dict[str, list[str]] = {}
    for use in uses:
        levels = ", ".join(word(level.name) + SCOPES[level.scope] for level in use.levels)
        alike.setdefault(levels, []).append(use.service)
    for levels, services in sorted(alike.items(), key=lambda row: -len(row[1])):
        yield f"  {levels} of {len(services)} services:" if len(services) > 1 else f"  {levels}:"
        yield from wrapped(", ".join(services))


def level_shown(level: Level) -> str:
    name = word(level.name)
    count = "" if level.allowed == level.of else f" {level.allowed}/{level.of}"
    return f"{name}{count}{SCOPES[level.scope]}"


def word(level: str) -> str:
    return WORDS.get(level, level.lower())


# in JSON


def print_json(found: Iterable[Effective], date: str, service: str) -> None:
    """One object; a line for each principal, written as it is worked out: there may be thousands
    that may use hundreds of services.
    """
    import json

    print(f'{{"version": 1, "date": {json.dumps(date)}, "principals": [', end="")
    for number, one in enumerate(found):
        print(",\n" if number else "\n", json.dumps(in_json(one, service)), sep="", end="")
    print("\n]}")


def in_json(effective: Effective, service: str) -> dict[str, Any]:
    """A principal as one object; the schema is `report`."""
    from iamlint.text.globs import match

    identity = effective.identity
    span = identity.span.outermost
    return {
        "arn": str(identity.arn),
        "kind": identity.kind,
        "name": str(identity.name),
        "address": identity.address,
        "file": span.source.path,
        "line": span.place.line,
        "administrator": effective.administrator,
        "limited_by": list(effective.limited),
        "unknown": list(effective.unknown),
        "services": [
            {
                "service": use.service,
                "levels": {
                    word(level.name): {
                        "actions": level.allowed,
                        "of": level.of,
                        "scope": level.scope,
                    }
                    for level in use.levels
                },
            }
            for use in effective.uses
            if match(service, use.service)
        ],
        "escalations": [
            {"actions": list(way.actions), "way": way.way, "scope": way.scope}
            for way in effective.ways
        ],
    }
