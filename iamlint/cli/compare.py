"""`iamlint compare`: what one policy lets through and another does not."""

from __future__ import annotations

from iamlint.model.policy import KINDS
from iamlint.text.hints import TYPE_CHECKING

from . import FINDINGS, OK, UNKNOWN
from .options import parser

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator

    from iamlint.access.request import Request
    from iamlint.access.symbolic.relations import Relation, Shown

RELATIONS = {
    "equal": "both allow the same",
    "a_wider": "A allows more than B",
    "b_wider": "B allows more than A",
    "incomparable": "each allows something that the other does not",
    "unknown": "not known",
}


def main(argv: list[str]) -> int:
    """Exit code 0 when B allows nothing that A does not, 1 when it does, 5 when not known."""
    parse = parser("compare", "Compare what two policies allow.")
    add_arguments(parse)
    return run(parse.parse_args(argv))


def add_arguments(parse: argparse.ArgumentParser) -> None:
    parse.add_argument("a", metavar="A", help="a file with the policy as it was")
    parse.add_argument("b", metavar="B", help="a file with the policy as it is to be")
    parse.add_argument(
        "--kind", choices=KINDS, default="", help="what the policies are, where it does not show"
    )
    parse.add_argument("--format", choices=("text", "json"), default="text")


def run(args: argparse.Namespace) -> int:
    """Raises UserError when a file cannot be read or holds no policy."""
    from iamlint.access.truth import NO, YES
    from iamlint.comparing import compare_files, described, policies_in

    a, b = policies_in(args.a, args.kind), policies_in(args.b, args.kind)
    found = compare_files(a, b)
    if args.format == "json":
        import json

        print(json.dumps(described(found), indent=2, ensure_ascii=False))
    else:
        print("\n".join(shown(found)))
        if not any(one.allows for policy in (*a, *b) for one in policy.statements):
            print("  (neither has an Allow statement)")
    return {NO: OK, YES: FINDINGS}.get(found.only_b.truth, UNKNOWN)


def shown(found: Relation) -> Iterator[str]:
    """A comparison for people: the relation, and a request for each difference."""
    yield f"{found.relation}: {RELATIONS[found.relation]}"
    yield from difference("A", found.only_a)
    yield from difference("B", found.only_b)


def difference(name: str, found: Shown) -> Iterator[str]:
    from iamlint.access.truth import MAYBE, NO

    if found.truth is NO:
        return
    perhaps = "perhaps " if found.truth is MAYBE else ""
    if found.request is None:
        yield f"  {perhaps}only {name} allows something: there are too many cases to try"
        return
    later = " (an action that AWS does not have yet)" if found.future else ""
    yield f"  {perhaps}only {name} allows{later}:"
    yield from map("    {}".format, lines_of(found.request))


def lines_of(request: Request) -> Iterator[str]:
    caller = request.caller
    yield f"{request.action} on {request.resource}"
    yield f"by {caller.arn or caller.name or 'anybody, unsigned'}"
    for key in sorted(request.context.names):
        values = request.context.values(key)
        if values:
            yield f"with {key} = {', '.join(map(str, values))}"
