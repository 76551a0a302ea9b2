"""What may hold policies and was not analysed, and why."""

from __future__ import annotations

import os

from iamlint.collect import Skipped
from iamlint.collect.contents import OPAQUE
from iamlint.model.things import BROKEN, UNKNOWN_ARGUMENT
from iamlint.rule import Problem
from iamlint.text.hints import TYPE_CHECKING
from iamlint.text.records import NamedTuple

from .gathered import Unanalysed

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from iamlint.model.things import Reading
    from iamlint.text.node import Node

    from .gathered import Gathered

OF_READINGS = frozenset({BROKEN, UNKNOWN_ARGUMENT})
"""Codes of problems that readings tell."""
RENDER = "a plan tells: `terraform plan -out=tfplan && terraform show -json tfplan > plan.json`"
OTHERS = {
    ".tf": "Terraform that has nothing to do with access",
    ".tofu": "Terraform that has nothing to do with access",
    ".tfvars": "values that no configuration in view takes",
    ".tftpl": "a template that a configuration fills in",
    ".py": "Python code without policies",
}
"""What files are that no format of data reads; those that hold policies have notes."""
UNREAD = "of policies in a form that is not read"


class Told(NamedTuple):
    """What notes on files ask of each document that was read."""

    path: str
    carrier: str
    generated: bool


def notes_on_files(gathered: Gathered, told: Sequence[Told]) -> Iterator[Unanalysed]:
    """Whole files that may hold policies and are not analysed, as all files together tell."""
    plans = [one.path for one in told if one.carrier == "terraform"]
    yield from opaque_plans(gathered.skipped, plans)


def broken_policies(readings: Iterable[Reading]) -> Iterator[Problem]:
    """Texts that should be policies and are none, or are refused."""
    for reading in readings:
        for gap in reading.gaps:
            if gap.fault is not None:
                yield Problem(BROKEN, gap.why, gap.fault)
        for fault in reading.faults:
            yield Problem(*fault)


def unanalysed_in(reading: Reading) -> Iterator[Unanalysed]:
    for gap in reading.gaps:
        if gap.fault is not None:
            continue  # said as a problem
        span = gap.span.outermost
        path = span.source.path or reading.path
        yield Unanalysed(path, span.place.line, gap.address, gap.why, gap.partial)


def note_unread(path: str, roots: Sequence[Node], gathered: Gathered) -> None:
    """A file that no carrier takes: a note when statements of policies stand in it all the same."""
    from iamlint.carriers.unread import statements

    found = [statement for root in roots for statement in statements(root)]
    if not found:
        gathered.skipped.append(Skipped(path, "holds no policy"))
        return
    line = found[0].span.place.line
    told = "a statement" if len(found) == 1 else f"{len(found)} statements"
    gathered.unread.append(Unanalysed(path, line, "", f"{told} {UNREAD}", partial=False))


def opaque_plans(skipped: Sequence[Skipped], plans: Iterable[str]) -> Iterator[Unanalysed]:
    """Plans in forms that only Terraform reads, where no other is in view."""
    planned = {os.path.dirname(path) for path in plans}
    for path, why in skipped:
        if why in OPAQUE and not below_any(os.path.dirname(path), planned):
            yield Unanalysed(path, 1, "", f"this is {why}; {RENDER}", partial=False)


def unlooked(path: str) -> str:
    """Why nobody looked into a file."""
    return OTHERS.get(os.path.splitext(path)[1], "not of a form that is read")


def below_any(folder: str, folders: set[str]) -> bool:
    """Is there a plan in this folder or in one above it?"""
    while True:
        if folder in folders:
            return True
        if not folder:
            return False
        folder = os.path.dirname(folder)
