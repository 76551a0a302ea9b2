"""Terraform's own state file as `terraform show -json` would print it.

The file is no public interface; this is its version 4, which Terraform since 0.12 and OpenTofu
write. Every value keeps its place in the file.
https://developer.hashicorp.com/terraform/language/state
"""

from __future__ import annotations

from iamlint.text.hints import TYPE_CHECKING
from iamlint.text.node import Mapping, Node, Scalar, Sequence
from iamlint.text.source import Source

from .addresses import Key, written
from .parts import items, text

if TYPE_CHECKING:
    from collections.abc import Iterator

    Entries = list[tuple[Scalar, Node]]

VERSION = 4
KEPT = frozenset({"mode", "type", "name"})

_mask = Source("", "true")


def is_raw(root: Mapping) -> bool:
    """A state file of the version that is read, by its content."""
    version = root.get("version")
    known = isinstance(version, Scalar) and version.value == VERSION
    return known and "format_version" not in root and isinstance(root.get("resources"), Sequence)


def shown(root: Mapping) -> Mapping:
    """The state in the form of `terraform show -json`."""
    by_module: dict[str, list[Node]] = {"": []}
    for resource in items(root, "resources"):
        if isinstance(resource, Mapping):
            found = by_module.setdefault(text(resource, "module"), [])
            found.extend(_instances(resource))
    children: list[Node] = [
        _mapping(root, address=_text(root, address), resources=_list(root, found))
        for address, found in by_module.items()
        if address
    ]
    top = _mapping(root, resources=_list(root, by_module[""]), child_modules=_list(root, children))
    outputs = root.get("outputs") or _mapping(root)
    state = _mapping(
        root,
        format_version=_text(root, "1.0"),
        values=_mapping(root, outputs=outputs, root_module=top),
    )
    told = [entry for entry in root.entries if entry[0].value in ("lineage", "serial")]
    return Mapping(root.source, root.start, root.end, [*told, *state.entries])


def _instances(resource: Mapping) -> Iterator[Mapping]:
    """One resource of the shown form for each instance but those that wait to be destroyed."""
    for instance in items(resource, "instances"):
        if isinstance(instance, Mapping) and not text(instance, "deposed"):
            entries = [entry for entry in resource.entries if entry[0].value in KEPT]
            address = _text(instance, _address(resource, instance.get("index_key")))
            entries.append(_entry(instance, "address", address))
            for name, shown_as in (("index_key", "index"), ("attributes", "values")):
                node = instance.get(name)
                if node is not None:
                    entries.append(_entry(instance, shown_as, node))
            entries.append(_entry(instance, "sensitive_values", _sensitive(instance)))
            yield Mapping(instance.source, instance.start, instance.end, entries)


def _address(resource: Mapping, index: Node | None) -> str:
    parts: list[str | Key] = [text(resource, "type"), text(resource, "name")]
    if text(resource, "mode") == "data":
        parts.insert(0, "data")
    if isinstance(index, Scalar) and isinstance(index.value, (str, int)):
        parts.append(Key(index.value))
    module = text(resource, "module")
    return f"{module}.{written(parts)}" if module else written(parts)


def _sensitive(instance: Mapping) -> Mapping:
    """The mask of the attributes that must not be shown, each as a whole."""
    entries: Entries = []
    for path in items(instance, "sensitive_attributes"):
        name = text(path.items[0], "value") if isinstance(path, Sequence) and path.items else ""
        entries.append((Scalar(_mask, 0, 0, name), Scalar(_mask, 0, 4, True, "")))
    return Mapping(_mask, 0, 4, entries)


def _mapping(place: Node, **values: Node) -> Mapping:
    entries = [_entry(place, name, node) for name, node in values.items()]
    return Mapping(place.source, place.start, place.end, entries)


def _entry(place: Node, name: str, node: Node) -> tuple[Scalar, Node]:
    return Scalar(place.source, place.start, place.start, name), node


def _list(place: Node, nodes: list[Node]) -> Sequence:
    return Sequence(place.source, place.start, place.end, nodes)


def _text(place: Node, value: str) -> Scalar:
    return Scalar(place.source, place.start, place.start, value)
