"""What declarations of a configuration wait for: what they refer to, and what they name in
`depends_on`. Terraform makes at once what does not wait for one another.

https://developer.hashicorp.com/terraform/language/meta-arguments/depends_on
"""

from __future__ import annotations

import re
from functools import cached_property

from iamlint.text.hints import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping


_keys = re.compile(r'\["(?:[^"\\]|\\.)*"\]|\[[^\]]*\]')
_names = re.compile(r"(?<![\w.-])(data\.)?([a-z]\w*)\.([A-Za-z_][\w-]*)")
ANYTHING: Final = "*"
"""In place of a name: whatever it is that is waited for cannot be told."""


class Waiting:
    """Which declaration waits for which, by their addresses without keys. `read` gives by module,
    and by name in it, the text of what is declared: resources, and `local.x`.
    """

    def __init__(self, read: Callable[[], Mapping[str, Mapping[str, str]]]) -> None:
        self._read = read
        self._reached: dict[str, set[str]] = {}

    @cached_property
    def _texts(self) -> Mapping[str, Mapping[str, str]]:
        return self._read()

    def block(self, address: str) -> str:
        """The declaration in which an address lies; empty where there is none."""
        module, local = split(address)
        return joined(module, local) if local in self._texts.get(module, ()) else ""

    def waits(self, name: str, other: str) -> bool:
        """A declaration is made after another, directly or through others, or may be."""
        found = self._reached_from(name)
        return other in found or ANYTHING in found

    def surely_waits(self, name: str, other: str) -> bool:
        """The same for certain: what cannot be told is not taken for the other."""
        return other in self._reached_from(name)

    def _reached_from(self, name: str) -> set[str]:
        found = self._reached.get(name)
        if found is None:
            found = self._reached[name] = set()
            open_ = [name]
            while open_:
                fresh = set(self._mentioned(open_.pop())) - found
                found |= fresh
                open_.extend(fresh - {ANYTHING})
        return found

    def _mentioned(self, name: str) -> Iterator[str]:
        module, local = split(name)
        declared = self._texts.get(module, {})
        for data, kind, rest in _names.findall(declared.get(local, "")):
            one = f"{data}{kind}.{rest}"
            if one in declared:
                yield joined(module, one)
            elif kind in ("module", "local"):
                yield ANYTHING  # it is not told what stands behind it


def split(address: str) -> tuple[str, str]:
    """The module, and what is declared in it: `module.a["k"].aws_x.y[0].z` is in `module.a`."""
    parts = _keys.sub("", address).split(".")
    start = 0
    while parts[start : start + 1] == ["module"]:
        start += 2
    length = 3 if parts[start : start + 1] == ["data"] else 2
    return ".".join(parts[:start]), ".".join(parts[start : start + length])


def joined(module: str, local: str) -> str:
    return f"{module}.{local}" if module else local
