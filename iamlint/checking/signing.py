"""The fingerprint of a finding: the same as long as its cause is, wherever the file moves it.

It is made of the rule, the path in the repository, the address and the text that the rule points
at; never of line numbers.
"""

from __future__ import annotations

import os

from iamlint.text.hints import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from iamlint.finding import Finding
    from iamlint.rule import Hit

MARKS = (".git", "iamlint.toml", ".iamlint.toml", "pyproject.toml")


def sign(findings: Sequence[Finding], root: str) -> None:
    """Give each finding its fingerprint; of findings that are alike the later ones are numbered.

    `root`: the folder (a full path) that paths are taken relative to.
    """
    if not findings:
        return
    from iamlint.text.digests import blake2b

    prefix = os.path.relpath(os.getcwd(), root).replace(os.sep, "/")
    counts: dict[tuple[str, ...], int] = {}
    paths: dict[str, str] = {}
    for finding in findings:
        told = finding.span.source.path
        path = paths.get(told)
        if path is None:
            path = paths[told] = os.path.normpath(f"{prefix}/{told}").replace(os.sep, "/")
        key = (finding.rule, path, finding.address, key_of(finding))
        number = counts[key] = counts.get(key, 0) + 1
        text = "\0".join((*key, str(number)) if number > 1 else key)
        finding.fingerprint = blake2b(text.encode("utf-8", "replace"), digest_size=16).hexdigest()


def key_of(finding: Finding) -> str:
    """What the rule said is the same, or the text that it points at, whatever its spacing."""
    hit: Hit = finding.hit  # type: ignore[assignment]
    return hit.key or " ".join(finding.span.text.split())


def root_of(folder: str) -> str:
    """The top of the repository that a folder (a full path) is in; without one, the folder that
    has a configuration; else the folder itself.
    """
    nearest = ""
    here = folder
    while True:
        if os.path.exists(os.path.join(here, MARKS[0])):
            return here
        if not nearest and any(os.path.exists(os.path.join(here, mark)) for mark in MARKS[1:]):
            nearest = here
        parent = os.path.dirname(here)
        if parent == here:
            return nearest or folder
        here = parent
