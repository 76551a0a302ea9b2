"""An independent look at files: which mappings look like policies, and where they stand. It shares
nothing with the readers but the libraries they stand on.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, NamedTuple

import yaml

if TYPE_CHECKING:
    from collections.abc import Iterator


class Seen(NamedTuple):
    """A document: from where to where it stands in the text, or the text that holds it."""

    start: int
    end: int
    keys: tuple[str, ...]


def documents(text: str) -> list[Seen]:
    """Everything in a text that looks like a policy."""
    return [
        seen
        for root in yaml.compose_all(text, Loader=yaml.SafeLoader)
        if root is not None
        for seen in within(root, ())
    ]


def within(node: yaml.Node, keys: tuple[str, ...]) -> Iterator[Seen]:
    if isinstance(node, yaml.MappingNode):
        if states(node):
            yield Seen(node.start_mark.index, node.end_mark.index, keys)
            return
        for key, value in node.value:
            yield from within(value, (*keys, str(key.value)))
    elif isinstance(node, yaml.SequenceNode):
        for index, item in enumerate(node.value):
            yield from within(item, (*keys, str(index)))
    elif '"Statement"' in node.value and is_document(loaded(node.value)):
        yield Seen(node.start_mark.index, node.end_mark.index, keys)


def states(node: yaml.MappingNode) -> bool:
    """Has a statement with an effect."""
    for key, value in node.value:
        if key.value == "Statement":
            listed = value.value if isinstance(value, yaml.SequenceNode) else [value]
            return any(
                isinstance(item, yaml.MappingNode)
                and any(inner.value == "Effect" for inner, _ in item.value)
                for item in listed
            )
    return False


def loaded(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        return None


def is_document(value: Any) -> bool:
    if not isinstance(value, dict):
        return False
    listed = value.get("Statement")
    listed = listed if isinstance(listed, list) else [listed]
    return any(isinstance(item, dict) and "Effect" in item for item in listed)


def at(node: yaml.Node, path: str) -> Iterator[yaml.Node]:
    """The values at a path of a table's row, as far as the text itself shows them."""
    if not path:
        yield node
        return
    name, _, rest = path.partition(".")
    for key, value in node.value if isinstance(node, yaml.MappingNode) else ():
        if key.value == name.removesuffix("[]"):
            items = isinstance(value, yaml.SequenceNode) and name.endswith("[]")
            for item in value.value if items else [value]:
                yield from at(item, rest)


def values_of_rows(text: str, table: list[dict[str, Any]]) -> Iterator[Seen]:
    """The values of a template's properties that hold or name policies, by a table's rows."""
    for root in yaml.compose_all(text, Loader=yaml.SafeLoader):
        for resource in at(root, "Resources") if root is not None else ():
            for _, declared in resource.value if isinstance(resource, yaml.MappingNode) else ():
                kinds = [node.value for node in at(declared, "Type")]
                for row in table:
                    if kinds == [row["type"]] and counts(row, declared):
                        for node in at(declared, "Properties." + row["path"]):
                            if node.value:
                                start, end = node.start_mark.index, node.end_mark.index
                                yield Seen(start, end, (row["type"], row["path"]))


def counts(row: dict[str, Any], declared: yaml.Node) -> bool:
    """The row speaks of resources like this one, and of a policy, not of a group's members."""
    if row["kind"] == "membership":
        return False
    if "when" not in row:
        return True
    path, *wanted = row["when"]
    return any(node.value in wanted for node in at(declared, "Properties." + path))
