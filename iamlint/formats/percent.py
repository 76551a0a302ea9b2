"""The text inside a percent-encoded string, as the API of IAM gives policies (RFC 3986).

https://docs.aws.amazon.com/IAM/latest/APIReference/API_PolicyVersion.html
"""

from __future__ import annotations

import re
from urllib.parse import unquote

from iamlint.text.hints import TYPE_CHECKING
from iamlint.text.source import EmbeddedSource

from . import embedded

if TYPE_CHECKING:
    from iamlint.text.node import Scalar

_escapes = re.compile(r"(?:%[0-9A-Fa-f]{2})+")


def decoded(scalar: Scalar) -> EmbeddedSource:
    """The text that a percent-encoded string stands for; its places are places of the file, and
    nothing can be written into it.
    """
    return _Decoded(embedded(scalar))


class _Decoded(EmbeddedSource):
    """Where each character stands is worked out when somebody asks: of most nobody does."""

    __slots__ = ()

    def __init__(self, host: EmbeddedSource) -> None:
        super().__init__(unquote(host.text), host, len(host.text), (), None)

    def host_offset(self, offset: int) -> int:
        if not self.steps:
            self.steps = _steps(self.host.text) or [(0, 0)]
        return super().host_offset(offset)


def _steps(text: str) -> list[tuple[int, int]]:
    """Where runs of plain characters, and each character that is escaped, begin: there and here."""
    steps: list[tuple[int, int]] = []
    read, position = 0, 0
    for found in _escapes.finditer(text):
        if position < found.start():
            steps.append((read, position))
            read += found.start() - position
        place = found.start()
        for char in unquote(found[0]):
            steps.append((read, place))
            read += 1
            place += 3 * len(char.encode("utf-8"))
        position = found.end()
    if position < len(text):
        steps.append((read, position))
    return steps
