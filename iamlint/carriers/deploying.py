"""What a job of a workflow deploys, as its steps say.

https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax#jobsjob_idsteps
"""

from __future__ import annotations

import re
from posixpath import normpath

from iamlint.catalog import catalog
from iamlint.model.things import Deployed
from iamlint.text.hints import TYPE_CHECKING, Any
from iamlint.text.node import Mapping, Scalar, Sequence

if TYPE_CHECKING:
    from collections.abc import Iterator

    from iamlint.text.node import Node

    Row = dict[str, Any]

FOLDER = ".github/"
"""Where workflows stand: paths in them begin at the folder that has it."""


def deployed_by(path: str, job: Mapping) -> Iterator[Deployed]:
    """The files that the steps of a job deploy with the role that the job has."""
    steps = job.get("steps")
    for step in steps.items if isinstance(steps, Sequence) else ():
        if isinstance(step, Mapping):
            for row in catalog().table("deploy_commands"):
                yield from by_action(path, step, row) if "uses" in row else by_run(path, step, row)


def by_action(path: str, step: Mapping, row: Row) -> Iterator[Deployed]:
    """What an action deploys."""
    given = step.get("with")
    if text_of(step.get("uses")).partition("@")[0].lower() != row["uses"]:
        return
    inputs = given if isinstance(given, Mapping) else None
    if inputs is None or inputs.get(row["instead"]) is None:
        yield Deployed(
            row["carrier"], placed(path, "", text_of(inputs and inputs.get(row["file"])))
        )


def by_run(path: str, step: Mapping, row: Row) -> Iterator[Deployed]:
    """What a command deploys."""
    run = text_of(step.get("run")).replace("\\\n", " ")
    folder = text_of(step.get("working-directory"))
    for line in run.splitlines():
        words = line.split()
        within = option(words, row["within"]) if "within" in row else ""
        words = [word for word in words if not within or word != f"{row['within']}={within}"]
        if " ".join(words[: len(row["run"].split())]) != row["run"]:
            continue
        if any(word.partition("=")[0] == row.get("instead") for word in words):
            continue
        named = option(words, row["file"]).removeprefix("file://") if "file" in row else within
        yield Deployed(row["carrier"], placed(path, folder, named or (folder and ".")))


def option(words: list[str], name: str) -> str:
    """The value of an option of a command."""
    for index, word in enumerate(words):
        if word == name:
            return words[index + 1] if index + 1 < len(words) else ""
        if word.startswith(f"{name}="):
            return word.partition("=")[2]
    return ""


def placed(path: str, folder: str, name: str) -> str:
    """The path of a file that a workflow names; empty where it is not told."""
    name = name.strip("'\"")
    if not name or re.search(r"[$*?]|^[a-z0-9]+://|^/", name) or re.search(r"[$]|^/", folder):
        return ""
    root = path.rpartition(FOLDER)[0]
    return normpath(f"{root}{folder}/{name}" if folder else f"{root}{name}")


def text_of(node: Node | None) -> str:
    return node.value if isinstance(node, Scalar) and isinstance(node.value, str) else ""
