"""Names that IAM accepts."""

from __future__ import annotations

import re
from functools import cached_property

from iamlint.text.hints import TYPE_CHECKING, Any
from iamlint.text.node import Mapping, Scalar
from iamlint.text.records import NamedTuple

from .acting import Acting

if TYPE_CHECKING:
    from collections.abc import Iterator

    from iamlint.model.things import Thing


class Misnamed(NamedTuple):
    """A name that is refused: `what` it is, and `why` not."""

    node: Scalar
    what: str
    why: str


class Naming(Acting):
    """The properties of things that are names or paths of IAM."""

    def misnamed(self, thing: Thing) -> Iterator[Misnamed]:
        """Names and paths in a declaration that AWS refuses."""
        for row in self._name_rows.get(thing.type, ()):
            node = declared(thing, row["property"])
            if node is None:
                continue
            name = str(node.value)
            if len(name) > row["most"]:
                why = f"it has {len(name)} characters, and {row['most']} are allowed"
            elif not re.fullmatch(row["form"], name):
                why = f"allowed are {row['says']}"
                if row["property"].lower() == "path":
                    why = f"it must have {row['says']}"
            else:
                continue
            yield Misnamed(node, row["what"], why)

    @cached_property
    def _name_rows(self) -> dict[str, list[dict[str, Any]]]:
        found: dict[str, list[dict[str, Any]]] = {}
        for row in self.catalog.table("iam_names"):
            found.setdefault(row["type"], []).append(row)
        return found


def declared(thing: Thing, name: str) -> Scalar | None:
    """The text under a property of a declaration; None where it is absent or not known, or is
    what AWS told of a thing that is looked up.
    """
    node = thing.node
    mode = node.get("mode") if isinstance(node, Mapping) else None
    if isinstance(mode, Scalar) and mode.value == "data":
        return None
    for key in ("Properties", "values", "after", ""):
        inner = node.get(key) if key and isinstance(node, Mapping) else node
        found = inner.get(name) if isinstance(inner, Mapping) else None
        if isinstance(found, Scalar) and isinstance(found.value, str) and found.value:
            return found
    return None
