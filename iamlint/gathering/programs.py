"""The code of functions, read for what it calls.

Code stands beside its template and is looked for there, whether or not it was named. Nothing
outside the project is read.
"""

from __future__ import annotations

import os

from iamlint.collect.contents import raw_of
from iamlint.text import node
from iamlint.text.hints import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Mapping

    from iamlint.model.things import Reading

    from .gathered import Gathered

FUNCTION = "lambda:function"
HANDLERS = ("Handler", "handler")
PYTHON = ".py"


def read_code(readings: Iterable[Reading], gathered: Gathered) -> None:
    """Tell in readings what the code of their functions calls, and what files that hangs on."""
    for reading in readings:
        if not reading.calls and any(is_coded(reading)):
            from iamlint.carriers import programs

            texts = Texts(gathered.top, gathered.code, gathered.walked)
            programs.read(reading, texts, texts.has)
            if texts.read:
                gathered.beside.setdefault(reading.path, {}).update(texts.read)


def is_coded(reading: Reading) -> Iterable[bool]:
    """For each function: does it name a handler?"""
    for resource in reading.resources:
        if resource.service_type == FUNCTION and isinstance(resource.properties, node.Mapping):
            yield any(name in resource.properties for name in HANDLERS)


class Texts:
    """Gives what is in files of code below a folder. `given`: files that stand nowhere; `walked`:
    those that the run looks at, wherever they are. `read`: what names the content of each that was
    asked for, empty where there is none.
    """

    def __init__(
        self, top: str, given: Mapping[str, bytes], walked: Container[str] = frozenset()
    ) -> None:
        self._top = top
        self._given = given
        self._walked = walked
        self.read: dict[str, str] = {}

    def __call__(self, path: str) -> str | None:
        if not path.endswith(PYTHON) or not (path in self._walked or self._is_inside(path)):
            return None
        data = self._given.get(path) or data_of(path)
        self.read[path] = named(data)
        if data is None:
            return None
        try:
            return data.decode("utf-8-sig")
        except UnicodeDecodeError:
            return None

    def has(self, path: str) -> bool:
        """Is there a file, or a folder where the path ends in a slash?"""
        if not path.endswith("/"):
            return self._is_inside(path) and os.path.isfile(path)
        if any(given.startswith(path.removeprefix("./")) for given in self._given):
            return True
        return os.path.isdir(path) and (self._is_inside(path) or self._is_top(path))

    def _is_top(self, path: str) -> bool:
        return os.path.realpath(path) == os.path.realpath(self._top)

    def _is_inside(self, path: str) -> bool:
        full = os.path.realpath(path)
        return full.startswith(os.path.join(os.path.realpath(self._top), ""))


def data_of(path: str) -> bytes | None:
    """The bytes of a file; None where there is none, or it is too large."""
    if not os.path.isfile(path):
        return None
    raw = raw_of(path)
    return None if raw.fault or raw.skip else raw.data


def named(data: bytes | None) -> str:
    """A name for the content of a file."""
    if data is None:
        return ""
    from iamlint.text.digests import blake2b

    return blake2b(data, digest_size=16).hexdigest()


def unchanged(beside: Iterable[tuple[str, str]]) -> bool:
    """Are files still what they were?"""
    return all(named(data_of(path)) == content for path, content in beside)
