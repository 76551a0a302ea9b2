"""Puts what `Globals` says into the resources.

https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-specification-template-anatomy-globals.html
"""

from __future__ import annotations

from iamlint.catalog import catalog
from iamlint.text.hints import TYPE_CHECKING
from iamlint.text.node import Mapping, Scalar, Sequence

from .nodes import function_of, mapping, sequence

if TYPE_CHECKING:
    from iamlint.carriers.cloudformation.reader import Context
    from iamlint.carriers.cloudformation.tables import Row
    from iamlint.carriers.cloudformation.template import Declaration
    from iamlint.text.node import Node

    Apart = dict[str, str]

TABLE = "sam_globals"
MAX_NESTED = 40


def merge(context: Context, declaration: Declaration) -> None:
    """Give a resource the properties that it has from its section of `Globals`."""
    row = next((row for row in catalog().table(TABLE) if row["type"] == declaration.type), None)
    globals_ = context.template.root.get("Globals")
    given = globals_.get(row["section"]) if row and isinstance(globals_, Mapping) else None
    own = declaration.properties
    if (
        row is None
        or not isinstance(given, Mapping)
        or not (own is None or isinstance(own, Mapping))
    ):
        return
    wanted = mapping(given, [each for each in given.entries if counts(each[0], declaration, row)])
    place = own if own is not None else mapping(declaration.node, [])
    declaration.properties = merged(wanted, place, row.get("apart", {}), "", 0)


def counts(key: Scalar, declaration: Declaration, row: Row) -> bool:
    """Is a property one that may stand in `Globals`, and that the resource does not refuse?"""
    refused = declaration.node.get("IgnoreGlobals")
    if isinstance(refused, Scalar) and refused.value == "*":
        return False
    names = refused.items if isinstance(refused, Sequence) else []
    return key.value in row["properties"] and all(
        not isinstance(name, Scalar) or name.value != key.value for name in names
    )


def merged(given: Node, own: Node, apart: Apart, path: str, depth: int) -> Node:
    """Mappings are merged key by key, lists one after the other, else the resource's own counts."""
    how = apart.get(path, "")
    if how == "replace" or depth > MAX_NESTED:
        return own
    if isinstance(given, Sequence) and isinstance(own, Sequence):
        return sequence(own, [*given.items, *own.items])
    functions = function_of(given) or function_of(own)
    if isinstance(given, Mapping) and isinstance(own, Mapping) and not functions:
        return key_by_key(given, own, apart, path, depth)
    return own


def key_by_key(given: Mapping, own: Mapping, apart: Apart, path: str, depth: int) -> Mapping:
    entries = []
    for key, value in own.entries:
        below = given.get(str(key.value))
        inner = f"{path}.{key.value}".lstrip(".")
        both = value if below is None else merged(below, value, apart, inner, depth + 1)
        entries.append((key, both))
    if apart.get(path) != "prune_and_merge":
        entries += [(key, value) for key, value in given.entries if str(key.value) not in own]
    return mapping(own, entries)
