"""`iamlint explain --cloudtrail`: the refused calls of many events, each once."""

from __future__ import annotations

import os

from iamlint.errors import UserError
from iamlint.text.hints import TYPE_CHECKING

from . import OK, USAGE
from .denial import answered, files_of_events, in_json, read_all, shown
from .options import wants_color
from .simulate import as_json
from .view import in_view

if TYPE_CHECKING:
    import argparse

    from iamlint.explaining import Counted, Explained

HEAD = 64 * 1024
SIGN = '"eventSource"'


def run(args: argparse.Namespace) -> int:
    """Exit code 0 when there was something to tell and, given paths, every denial was answered; 2
    when one was not, or when a file in view could not be read.

    Raises UserError when a file cannot be read, or none holds an event.
    """
    from iamlint.explaining import counted, explain

    trails, paths = told_apart(args.cloudtrail)
    args.paths = [*paths, *([args.text] if args.text else ()), *args.paths]
    read = [read_all(path) for path in trails]
    events = sum(one.events for one in read)
    if not events:
        raise UserError(f"no CloudTrail event in {', '.join(trails)}")
    each = counted(denial for one in read for denial in one.denials)
    estate, whole = None, True
    if args.paths:
        principals = {one.denial.principal for one in each if one.denial.principal}
        resources = {one.denial.resource for one in each if one.denial.resource}
        estate, whole = in_view(args, sorted(principals), sorted(resources))
    found = [(one, explain(one.denial, estate)) for one in each]
    if args.format == "json":
        denials = [in_json(told) | {"times": one.times} for one, told in found]
        print(as_json({"events": events, "denials": denials}))
    else:
        print("\n".join(for_people(found, events, color=wants_color(args.no_color))))
    every = all(answered(told, asked=estate is not None) for _, told in found)
    return OK if every and whole else USAGE


def told_apart(named: list[str]) -> tuple[list[str], list[str]]:
    """Files of events, and what is to be in view of them. The first is of events; of the others,
    those that hold some.
    """
    trails = [path for index, path in enumerate(named) if index == 0 or holds_events(path)]
    return trails, [path for path in named if path not in trails]


def holds_events(path: str) -> bool:
    """A file of events, or a folder with nothing else in it that ends like one."""
    if os.path.isdir(path):
        files = list(files_of_events(path))
        return bool(files) and all(map(holds_events, files))
    from .denial import text_in

    if not os.path.isfile(path):
        return False
    return SIGN in text_in(path)[:HEAD]


def for_people(found: list[tuple[Counted, Explained]], events: int, *, color: bool) -> list[str]:
    """Each denial with how often it was; those of which the answer reads the same are one."""
    lines: dict[tuple[str, ...], int] = {}
    for one, told in found:
        key = tuple(shown(told, color))
        lines[key] = lines.get(key, 0) + one.times
    ordered = sorted(lines.items(), key=lambda row: -row[1])
    refused = sum(lines.values())
    told_of = f"{events:,} event{'s' if events != 1 else ''}"
    if not ordered:
        return [f"no denied call in {told_of}"]
    text = []
    for (head, *more), times in ordered:
        text += [f"{times:,} × {head}", *more, ""]
    return [*text, f"{told_of}, {refused:,} refused, {len(ordered):,} distinct"]
