"""Addresses and references as Terraform writes them: `module.app["eu"].aws_iam_role.r[0].arn`.

https://developer.hashicorp.com/terraform/cli/state/resource-addressing
"""

from __future__ import annotations

import re
from functools import lru_cache

from iamlint.text.hints import TYPE_CHECKING
from iamlint.text.records import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

    Step = "str | Key"

_step = re.compile(r'\.?([A-Za-z_*][\w-]*)|\.?\[(\d+)\]|\.(\d+)|\[("(?:[^"\\]|\\.)*")\]').match


class Key(NamedTuple):
    """The instance key of a resource or module, or the index of a list: a text or a number."""

    value: str | int

    def __str__(self) -> str:
        if isinstance(self.value, int):
            return f"[{self.value}]"
        escaped = self.value.replace("\\", "\\\\").replace('"', '\\"')
        return f'["{escaped}"]'


@lru_cache(4096)
def steps(address: str) -> tuple[str | Key, ...]:
    """An address taken apart; what does not look like one ends it."""
    found: list[str | Key] = []
    position = 0
    while position < len(address):
        match = _step(address, position)
        if match is None:
            break
        name, number, dotted, quoted = match.groups()
        if name is not None:
            found.append(name)
        elif quoted is not None:
            found.append(Key(_unquoted(quoted)))
        else:
            found.append(Key(int(number or dotted)))
        position = match.end()
    return tuple(found)


def _unquoted(text: str) -> str:
    import json

    try:
        value = json.loads(text, strict=False)
    except ValueError:
        return text[1:-1]
    return str(value)


def written(parts: Iterable[str | Key]) -> str:
    """The address of its parts."""
    text = ""
    for part in parts:
        if isinstance(part, Key):
            text += str(part)
        else:
            text += f".{part}" if text else part
    return text


class ModulePath(NamedTuple):
    """Where a module stands: the names of the calls, and the keys of the instances beside them."""

    names: tuple[str, ...] = ()
    keys: tuple[Key | None, ...] = ()

    @property
    def parent(self) -> ModulePath:
        return ModulePath(self.names[:-1], self.keys[:-1])

    def child(self, name: str, key: Key | None) -> ModulePath:
        return ModulePath((*self.names, name), (*self.keys, key))

    @property
    def address(self) -> str:
        parts: list[str | Key] = []
        for name, key in zip(self.names, self.keys, strict=True):
            parts += ["module", name]
            if key is not None:
                parts.append(key)
        return written(parts)

    def prefixed(self, address: str) -> str:
        """An address inside the module, as seen from the root."""
        return f"{self.address}.{address}" if self.names else address


ROOT = ModulePath()


def module_path(address: str) -> ModulePath:
    """The path of a module's address (`module.a["k"].module.b`); empty for the root."""
    names: list[str] = []
    keys: list[Key | None] = []
    parts = iter(steps(address))
    for part in parts:
        if part == "module":
            name = next(parts, None)
            if not isinstance(name, str):
                break
            names.append(name)
            keys.append(None)
        elif isinstance(part, Key) and keys:
            keys[-1] = part
        else:
            break
    return ModulePath(tuple(names), tuple(keys))


def effective(references: Iterable[str]) -> tuple[str, ...]:
    """The references an expression makes, in order. A plan lists each with its shorter forms after
    it: `aws_kms_key.k.arn`, `aws_kms_key.k`; those are dropped.
    """
    found: list[str] = []
    before = ""
    for reference in references:
        if not (before.startswith(reference) and before[len(reference) :][:1] in {".", "["}):
            found.append(reference)
        before = reference
    return tuple(found)
