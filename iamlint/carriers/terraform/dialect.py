"""How a text is written in HCL: `aws_kms_key.k.arn`, `"${aws_s3_bucket.b.arn}/*"`, or as it is.

https://developer.hashicorp.com/terraform/language/expressions/strings
"""

from __future__ import annotations

from functools import lru_cache

from iamlint.carriers.facts import ACCOUNT_HOLE, PARTITION_HOLE, REGION_HOLE
from iamlint.text.hints import TYPE_CHECKING
from iamlint.text.holes import Hole, Text

from .addresses import Key, ModulePath, module_path, steps, written

if TYPE_CHECKING:
    from iamlint.model.things import Identity, Reading, Resource

OF_PROVIDER = {
    ACCOUNT_HOLE.identity: "data.aws_caller_identity.current.account_id",
    REGION_HOLE.identity: "data.aws_region.current.region",
    PARTITION_HOLE.identity: "data.aws_partition.current.partition",
}
_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"}


def write_text(reading: Reading, text: Text, inside: str = "") -> str | None:
    """The text as an HCL expression in the module at the address `inside`. None for what cannot be
    written: a hole of another file, or one that is the value of no attribute.
    """
    return Names(reading, inside).written(text)


def quoted(text: str) -> str:
    """A literal in quotes, with nothing in it that HCL would take for a template."""
    return '"' + _escaped(text) + '"'


def _escaped(text: str) -> str:
    plain = "".join(_ESCAPES.get(char, char) for char in text)
    return plain.replace("${", "$${").replace("%{", "%%{")


@lru_cache(maxsize=8)
def names_in(reading: Reading) -> dict[Text, str]:
    """The attributes that stand for the ARNs and names of what a file declares."""
    found: dict[Text, str] = {}
    things: list[Identity | Resource] = [*reading.identities, *reading.resources]
    for thing in things:
        found.setdefault(thing.arn, f"{thing.address}.arn")
    for resource in reading.resources:
        for name in resource.names:
            if name.literal is None:
                found.setdefault(name, f"{resource.address}.id")
    return found


class Names:
    """The expressions that a plan has for texts, as they are written in one module."""

    def __init__(self, reading: Reading, inside: str = "") -> None:
        self.path = module_path(inside)
        self._prefix = f"{reading.path}#"
        self._names = names_in(reading)

    def written(self, text: Text) -> str | None:
        """One reference where there is one, else a string with references in it."""
        known = self._names.get(text)
        if known is not None:
            return self.local(known)
        hole = text.only_hole
        if hole is not None:
            return self.of_hole(hole)
        pattern = self._pattern(text)
        return None if pattern is None else f'"{pattern}"'

    def of_hole(self, hole: Hole) -> str | None:
        """The expression of a hole that is one attribute's value."""
        if hole.identity in OF_PROVIDER:
            return OF_PROVIDER[hole.identity]
        whole = Text(hole)
        if whole in self._names:
            return self.local(self._names[whole])
        return None

    def _pattern(self, text: Text) -> str | None:
        """The inside of a string, with the longest references that the text starts with first."""
        start = self._longest_start(text)
        if start is not None:
            rest = self._pattern(Text(*text.pieces[len(start.pieces) :]))
            return None if rest is None else "${" + self.local(self._names[start]) + "}" + rest
        found = ""
        for piece in text.pieces:
            expression = _escaped(piece) if isinstance(piece, str) else self.of_hole(piece)
            if expression is None:
                return None
            found += expression if isinstance(piece, str) else "${" + expression + "}"
        return found

    def _longest_start(self, text: Text) -> Text | None:
        fitting = [
            name
            for name in self._names
            if name.literal is None
            and isinstance(name.pieces[-1], Hole)
            and text.pieces[: len(name.pieces)] == name.pieces
        ]
        return max(fitting, key=lambda name: len(name.pieces), default=None)

    def local(self, address: str) -> str:
        """An address as it is written inside the module; as it is where it is of another one."""
        parts = steps(address)
        path = _path_of(parts)
        if path.names == self.path.names:
            return written(parts[_length(path) :])
        return address

    def reachable(self, text: Text) -> bool:
        """The module itself declares what the text is the name of."""
        known = self._names.get(text)
        return known is None or _path_of(steps(known)).names == self.path.names


def _path_of(parts: tuple[str | Key, ...]) -> ModulePath:
    return module_path(written(parts))


def _length(path: ModulePath) -> int:
    """How many steps of an address are the module's."""
    return sum(2 if key is None else 3 for key in path.keys)
