"""The container of the packed files: a header, read at once, and blocks, read when asked for.

Eight bytes of magic, four of header length (big-endian), the header, the blocks; header and each
block are JSON under zlib. Offsets count from the end of the header.
"""

from __future__ import annotations

import json
import zlib

from iamlint.text.hints import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

MAGIC = b"IAMLINT\x01"


class Packed:
    """A packed file in memory (some hundred kilobytes); blocks are unpacked on demand.

    Raises `ValueError` when the file is not one of ours.
    """

    __slots__ = ("_body", "_data", "header")

    def __init__(self, path: str) -> None:
        with open(path, "rb") as file:
            self._data = file.read()
        if self._data[:8] != MAGIC:
            raise ValueError(f"{path} is not a packed catalog of this version")
        self._body = 12 + int.from_bytes(self._data[8:12], "big")
        self.header: dict[str, Any] = json.loads(zlib.decompress(self._data[12 : self._body]))

    def block(self, offset: int, length: int) -> Any:
        start = self._body + offset
        return json.loads(zlib.decompress(self._data[start : start + length]))


def squeezed(value: object) -> bytes:
    """The same bytes for the same value."""
    text = json.dumps(value, separators=(",", ":"), sort_keys=True, ensure_ascii=False)
    return zlib.compress(text.encode(), 9)


def container(header: Mapping[str, object], blocks: list[bytes]) -> bytes:
    """The bytes of a packed file."""
    head = squeezed(header)
    return b"".join((MAGIC, len(head).to_bytes(4, "big"), head, *blocks))
