"""Terraform's configuration: read where no plan of it is in view, and beside plans."""

from __future__ import annotations

import os

from iamlint.collect.contents import content_of, decoded
from iamlint.text.hints import TYPE_CHECKING
from iamlint.text.source import Source

from .noting import RENDER, below_any, unanalysed_in
from .reading import CONFIGURATION

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from iamlint.collect import Collected
    from iamlint.model.things import Reading

    from .gathered import Gathered


def read_configurations(gathered: Gathered) -> None:
    """Configurations of Terraform of which no plan is in view."""
    from functools import partial

    from iamlint.carriers import terraform_source

    plans = [reading for reading in gathered.readings if reading.carrier == "terraform"]
    planned = {os.path.dirname(reading.path) for reading in plans}
    texts = {
        path: text
        for path, text in gathered.configured.items()
        if not below_any(os.path.dirname(path), planned)
    }
    shown = {path: gathered.configured[path] for path in gathered.configured.keys() - texts.keys()}
    for path, text in shown.items():  # for their comments
        gathered.sources[path] = Source(path, text)
        gathered.languages[path] = "hcl"
    other = partial(other_text, gathered)
    found = terraform_source.read_all(
        texts,
        other,
        gathered.facts,
        shown,
        gathered.walked,
        supposing=gathered.supposed is not None,
    )
    leave(gathered, found.sources.__contains__)  # they are what the configuration makes of them
    gathered.sources |= found.sources
    gathered.languages |= dict.fromkeys(found.sources.keys() & texts.keys(), "hcl")
    for reading in found.readings:
        hint_at_plans(reading)
        if holds_something(reading):
            gathered.readings.append(reading)
            gathered.unplanned.add(reading.path)
        else:
            gathered.notes.extend(unanalysed_in(reading))


def holds_something(reading: Reading) -> bool:
    """There is something in it to reason about: a target that names another account counts."""
    things = reading.policies or reading.identities or reading.resources or reading.attachments
    return bool(things or reading.wires or reading.role_uses)


def has_configurations(collected: Collected) -> bool:
    """Is there Terraform's configuration of access among the files?"""
    paths = [file.path for file in collected.files if file.path.endswith(CONFIGURATION)]
    if not paths:
        return False
    from iamlint.carriers.terraform_source.roots import roots

    return bool(roots({path: text_of(path) for path in paths}, {}))


def leave_templates(gathered: Gathered) -> None:
    """Files that a configuration fills in (`templatefile`) are no documents by themselves."""
    from iamlint.carriers.terraform_source.roots import filled_in

    names = filled_in(gathered.configured)
    if names:
        leave(gathered, lambda path: os.path.basename(path) in names)


def leave(gathered: Gathered, wanted: Callable[[str], bool]) -> None:
    """Forget what was read of plain files as documents of their own."""
    gathered.readings = [
        reading
        for reading in gathered.readings
        if reading.carrier != "plain" or not wanted(reading.path)
    ]
    gathered.problems = [
        problem for problem in gathered.problems if not wanted(problem.span.source.path)
    ]


def beneath(path: str, paths: Iterable[str]) -> tuple[str, ...]:
    """Those paths that are in the folder of a file or below it."""
    folder = os.path.dirname(path)
    return tuple(other for other in paths if not folder or other.startswith(f"{folder}/"))


def hint_at_plans(reading: Reading) -> None:
    """Say once what would tell the rest."""
    for gap in reading.gaps:
        if gap.fault is None:
            gap.why = f"{gap.why}; {RENDER}"
            return


def other_text(gathered: Gathered, path: str) -> str | None:
    """The text of a file that a configuration reads, where there is one."""
    if path in gathered.sources:
        return gathered.sources[path].text
    if path in gathered.code:
        return decoded(gathered.code[path]).text
    away = os.path.isabs(path) or path.startswith("..")
    if (away and path not in gathered.walked) or not os.path.isfile(path):
        return None
    content = content_of(path)
    return None if content.fault else content.text


def text_of(path: str) -> str:
    """The text of a file of a configuration; empty where it cannot be read."""
    try:
        with open(path, encoding="utf-8", errors="replace") as file:
            return file.read()
    except OSError:
        return ""
