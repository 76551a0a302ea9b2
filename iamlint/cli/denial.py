"""`iamlint explain` of a denial: the message, an event, or a file of them."""

from __future__ import annotations

import os
import sys

from iamlint.errors import UserError
from iamlint.text.hints import TYPE_CHECKING, Any

from . import OK, USAGE
from .options import wants_color
from .simulate import as_json, described, outcome_lines
from .view import in_view

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator

    from iamlint.explaining import Denial, Explained, Read

LONGEST_NAME = 1024
EVENTS = (".json", ".json.gz", ".jsonl", ".jsonl.gz", ".ndjson")
"""How files of events end."""


def run(args: argparse.Namespace) -> int:
    """Exit code 0 when every denial was read and, given paths, answered; 2 when one was not, or
    when a file in view could not be read.

    Raises UserError when the text tells of no denial.
    """
    from iamlint.explaining import explain

    found = read_all(args.text)
    if not found.denials and not found.events:
        raise UserError("this tells of no denied request")
    estate, whole = None, True
    if args.paths:
        principals = [one.principal for one in found.denials if one.principal]
        resources = [one.resource for one in found.denials if one.resource]
        estate, whole = in_view(args, principals, resources)
    explained = [explain(denial, estate) for denial in found.denials]
    if args.format == "json":
        print(as_json(one_object([in_json(one) for one in explained])))
    else:
        print("\n".join(for_people(explained, found.events, wants_color(args.no_color))))
    every = all(answered(one, asked=estate is not None) for one in explained)
    return OK if every and whole else USAGE


def answered(one: Explained, *, asked: bool) -> bool:
    if one.denial.action is None:
        return False
    return not asked or (one.told is not None and one.told.decision != "unknown")


# reading


def read_all(given: str) -> Read:
    """Raises UserError when a file cannot be read."""
    from iamlint.explaining import Read, read

    if not os.path.isdir(given):
        return read(text_of(given))
    found = [read(text_in(path)) for path in files_of_events(given)]
    denials = tuple(denial for one in found for denial in one.denials)
    return Read(denials, sum(one.events for one in found))


def files_of_events(folder: str) -> Iterator[str]:
    """In the order of their names."""
    for above, folders, files in os.walk(folder):
        folders.sort()
        for name in sorted(files):
            if name.endswith(EVENTS):
                yield os.path.join(above, name)


def text_of(given: str) -> str:
    """Standard input for `-`, what is in a file, or the text itself.

    Raises UserError when a file cannot be read.
    """
    if given == "-":
        return sys.stdin.read()
    if len(given) <= LONGEST_NAME and "\n" not in given:
        if os.path.isfile(given):
            return text_in(given)
        if is_path(given):
            raise UserError(f"cannot read {given}: no such file")
    return given


def is_path(given: str) -> bool:
    """It reads as the path of a file, and as nothing else."""
    if any(char.isspace() or char in "{<:" for char in given):
        return False
    return os.sep in given or given.endswith((*EVENTS, ".log", ".txt", ".gz"))


def text_in(path: str) -> str:
    """Raises UserError when the file cannot be read."""
    from iamlint.collect.contents import decoded

    try:
        with open(path, "rb") as file:
            data = file.read()
        if data.startswith(b"\x1f\x8b"):
            import gzip

            data = gzip.decompress(data)
    except (OSError, EOFError) as error:
        raise UserError(f"cannot read {path}: {getattr(error, 'strerror', '') or error}") from None
    content = decoded(data)
    if content.fault:
        raise UserError(f"cannot read {path}: it {content.fault}")
    return content.text


# in JSON


def one_object(found: list[dict[str, Any]]) -> dict[str, Any]:
    """A denial is one object; a text that tells of several, or of events of which none is one,
    gives them under `denials`.
    """
    return found[0] if len(found) == 1 else {"denials": found}


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
        "sids": list(denial.sids),
        "code": denial.code,
        "operation": denial.operation,
        "encoded": denial.encoded is not None,
        "authorization": denial.authorization,
        "answers": [described(one.told)] if one.told is not None else [],
        "remedies": list(one.remedies),
    }


# for people


def for_people(explained: list[Explained], events: int, color: bool) -> Iterator[str]:
    """Each denial once, with how often it was."""
    if not explained:
        yield f"no denied call in {events} event{'s' if events != 1 else ''}"
    times: dict[str, int] = {}
    shown_once: dict[str, list[str]] = {}
    for one in explained:
        head, *more = shown(one, color)
        key = "\n".join((head, *more))
        times[key] = times.get(key, 0) + 1
        shown_once[key] = [head, *more]
    for key, (head, *more) in shown_once.items():
        yield head if times[key] == 1 else f"{head} ({times[key]} times)"
        yield from more


def shown(one: Explained, color: bool) -> Iterator[str]:
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
        named = [*([denial.policy] if denial.policy else ()), *(f"`{s}`" for s in denial.sids)]
        return f"by a Deny{where}" + (f", {', '.join(named)}" if named else "")
    if denial.outcome == "implicit":
        return f"no policy of the kind {layer} allows it" if layer else "nothing allows it"
    return f"by the {layer}" if layer else "it does not say why"
