"""The file in which the index of one repository is kept under one configuration.

It is read whole and written whole, to a name of its own and then put in place, so that runs beside
each other never see half of one: the last that ends leaves its own. What is damaged, of another
form or cannot be read counts as not there, and what cannot be written is not kept.
"""

from __future__ import annotations

import json
import os
from base64 import b64decode, b64encode

from iamlint.text.hints import TYPE_CHECKING, Any

from . import places
from .sealing import opened, sealed

if TYPE_CHECKING:
    from .sealing import Content

FORM = 2
"""Changes when what is kept changes its shape."""
SUFFIX = ".index.json"
MOST_BYTES = 256 * 1024 * 1024
KEPT_FILES = 32
TAG = (
    "Signature: 8a477f597d28d172789f06886806bc55\n"
    "# This file marks a folder of caches: https://bford.info/cachedir/\n"
)


class Store:
    """Sealed values by the names of the contents that they are about."""

    def __init__(self, folder: str, name: str) -> None:
        self._folder = folder
        self._path = os.path.join(folder, name + SUFFIX)
        self._before = self._read() if places.is_own(folder) else {}
        self._now: dict[str, str] = {}
        self._changed = False

    def _read(self) -> dict[str, str]:
        try:
            if os.path.getsize(self._path) > MOST_BYTES:
                return {}
            with open(self._path, "rb") as file:
                found = json.loads(file.read())
        except (OSError, ValueError, RecursionError):
            return {}
        if not isinstance(found, dict) or found.get("form") != FORM:
            return {}
        kept = found.get("kept")
        return kept if isinstance(kept, dict) else {}

    def get(self, content: Content) -> Any:
        """What is kept, from now on kept again; None for nothing."""
        name = content.name.hex()
        text = self._now.get(name) or self._before.get(name)
        if not isinstance(text, str):
            return None
        try:
            found = opened(b64decode(text, validate=True), content.key)
        except ValueError:
            return None
        if found is not None:
            self._now[name] = text
        return found

    def put(self, content: Content, value: Any) -> None:
        self._now[content.name.hex()] = b64encode(sealed(value, content.key)).decode("ascii")
        self._changed = True

    def save(self) -> None:
        """Write what was used or is new, where that differs from what was there."""
        if not self._changed and self._now.keys() == self._before.keys():
            return
        text = json.dumps({"form": FORM, "kept": self._now}, separators=(",", ":"))
        try:
            self._prepare()
            if places.is_own(self._folder):
                write(self._path, text)
                self._forget_old()
        except OSError:
            return

    def _prepare(self) -> None:
        """Make the folder, which backups and git leave alone."""
        if os.path.isdir(self._folder):
            return
        os.makedirs(self._folder, mode=0o700)
        write(os.path.join(self._folder, ".gitignore"), "*\n")
        write(os.path.join(self._folder, "CACHEDIR.TAG"), TAG)

    def _forget_old(self) -> None:
        """Keep the files that were written last."""
        with os.scandir(self._folder) as entries:
            found = [(e.stat().st_mtime, e.path) for e in entries if e.name.endswith(SUFFIX)]
        for _, path in sorted(found, reverse=True)[KEPT_FILES:]:
            os.unlink(path)


def forget_all(folder: str) -> int:
    """Remove every index in a folder, and what a run that was stopped left of one; how many.

    Raises OSError when one cannot be removed.
    """
    if not os.path.isdir(folder):
        return 0
    with os.scandir(folder) as entries:
        found = [entry.path for entry in entries if SUFFIX in entry.name and entry.is_file()]
    for path in found:
        os.unlink(path)
    return sum(path.endswith(SUFFIX) for path in found)


def write(path: str, text: str) -> None:
    """Write a file for its owner alone, at once or not at all."""
    partial = f"{path}.{os.getpid()}.{os.urandom(4).hex()}.partial"
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL
    try:
        with os.fdopen(os.open(partial, flags, 0o600), "w", encoding="utf-8") as file:
            file.write(text)
        os.replace(partial, path)
    except OSError:
        if os.path.exists(partial):
            os.unlink(partial)
        raise
