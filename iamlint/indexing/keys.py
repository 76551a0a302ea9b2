"""What findings hang on besides the files: whatever of it changes, nothing that is kept counts."""

from __future__ import annotations

import json
import os
import sys
from time import gmtime, strftime

from iamlint import __version__
from iamlint.text.digests import blake2b
from iamlint.text.hints import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

    from iamlint.scanning import Scanner

READERS = ("pyyaml", "ruamel", "aws_sam_translator", "cfn_lint", "libcst", "jsonschema")
"""Distributions that change what is read, as their folders begin."""


def key_of(scanner: Scanner) -> bytes:
    """A hash of the tool, its data, its rules, the configuration and what was asked."""
    found = blake2b(digest_size=32)
    for part in (*tool(), *rules(scanner), *asked(scanner)):
        found.update(json.dumps(part, default=str, sort_keys=True).encode() + b"\n")
    return found.digest()


def tool() -> Iterator[Any]:
    """The version, every file of the package, and what it reads with. Rules look at the date."""
    yield __version__, sys.version_info[:3], strftime("%Y-%m-%d", gmtime())
    yield from signatures(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
    yield sorted(readers())


def readers() -> Iterator[str]:
    for folder in sys.path:
        try:
            with os.scandir(folder or ".") as entries:
                names = [entry.name for entry in entries]
        except OSError:
            continue
        for name in names:
            if name.endswith(".dist-info") and name.lower().startswith(READERS):
                yield name


def signatures(folder: str) -> Iterator[Any]:
    """Name, size and time of change of each file in a folder and below it."""
    for place, folders, files in os.walk(folder):
        folders[:] = sorted(name for name in folders if name != "__pycache__")
        for name in sorted(files):
            status = os.stat(os.path.join(place, name))
            yield os.path.join(place, name), status.st_size, status.st_mtime_ns


def rules(scanner: Scanner) -> Iterator[Any]:
    """The rules that run, and the files of all packs."""
    yield [rule.name for rule in scanner.rules]
    tops = {os.path.dirname(os.path.dirname(rule.file)) for rule in scanner.all}
    for folder in sorted(tops):
        yield from signatures(folder)


def asked(scanner: Scanner) -> Iterator[Any]:
    """The configuration in force, what was asked, and the files that the configuration names."""
    request, project = scanner.request, scanner.configurations.project
    yield os.getcwd(), project.folder, project.values
    yield request.select, request.extend_select, request.ignore, request.persona
    yield request.min_confidence, request.isolated
    for entry in (*project.scps, *project.rcps):
        yield entry, hash_of(os.path.join(project.folder, entry.file))


def hash_of(path: str) -> str:
    try:
        with open(path, "rb") as file:
            return blake2b(file.read()).hexdigest()
    except OSError as error:
        return str(error.strerror)
