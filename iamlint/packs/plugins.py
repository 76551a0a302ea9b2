"""Packs of rules that other distributions bring, by the entry point group `iamlint.rules`.

The files of installed distributions are looked at directly: importing `importlib.metadata` costs
more than everything else a small scan does.
"""

from __future__ import annotations

import os

from iamlint.errors import UserError
from iamlint.text.hints import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

GROUP = "iamlint.rules"
HEADER = f"[{GROUP}]".encode()


def installed(paths: Sequence[str], here: str = "") -> list[tuple[str, str]]:
    """Package and folder of each pack that distributions on `paths` declare, by package.

    The working directory `here` does not count: what is judged is never a source of code.
    """
    here = here or os.getcwd()
    packages = {
        package
        for path in paths
        if path and os.path.abspath(path) != here
        for package in declared(path)
    }
    return [(package, folder_of(package)) for package in sorted(packages)]


def declared(path: str) -> Iterator[str]:
    """The packages that entry points in a folder of installed distributions name."""
    try:
        with os.scandir(path) as entries:
            names = [entry.name for entry in entries]
    except OSError:
        return
    for name in names:
        if name.endswith((".dist-info", ".egg-info")):
            content = read(os.path.join(path, name, "entry_points.txt"))
            if HEADER in content:
                yield from values(content.decode("utf-8", "replace"))


def read(path: str) -> bytes:
    try:
        with open(path, "rb") as file:
            return file.read()
    except OSError:
        return b""


def values(text: str) -> Iterator[str]:
    """What stands right of `=` in our group of an `entry_points.txt`."""
    inside = False
    for line in text.splitlines():
        stripped = line.strip()
        if stripped.startswith("["):
            inside = stripped == f"[{GROUP}]"
        elif inside and "=" in stripped and not stripped.startswith(("#", ";")):
            yield stripped.split("=", 1)[1].split("[")[0].strip()


def folder_of(package: str) -> str:
    """Where a package's files are.

    Raises UserError when it cannot be found.
    """
    from importlib.util import find_spec

    try:
        spec = find_spec(package)
    except (ImportError, ValueError):
        spec = None
    places = list(spec.submodule_search_locations or ()) if spec else []
    if not places:
        raise UserError(f"the pack of rules `{package}` is declared but is no package")
    return places[0]
