"""`terraform_remote_state`: what another configuration puts out, taken from its state or from the
configuration itself where one of them is in view.

https://developer.hashicorp.com/terraform/language/state/remote-state-data
"""

from __future__ import annotations

from iamlint.errors import Unreadable
from iamlint.text.hints import TYPE_CHECKING
from iamlint.text.node import Mapping, Node, Scalar

from .backends import LOCAL, read_by
from .results import key_at, unknown

if TYPE_CHECKING:
    from iamlint.carriers.terraform.plan import Instance

    from .folders import Files
    from .reader import Configured

TYPE = "terraform_remote_state"
OUTPUTS = "outputs"


class Outputs(Mapping):
    """What a configuration puts out, each evaluated when it is asked for."""

    __slots__ = ("_world",)

    def __init__(self, world: Configured, place: Node) -> None:
        super().__init__(place.source, place.start, place.end, [])
        self._world = world

    def get(self, key: str) -> Node | None:
        block = self._world.root.folder.outputs.get(key)
        if block is None:
            return None
        if "sensitive" in block.body.attributes:
            identity = f"{self._world.path}#output.{key}"
            return unknown(block, identity, f"output.{key} is marked sensitive")
        return self._world.evaluator.references.output(self._world.root, [key], block)

    def __contains__(self, key: str) -> bool:
        return key in self._world.root.folder.outputs

    @property
    def entries(self) -> list[tuple[Scalar, Node]]:
        names = self._world.root.folder.outputs
        found = ((key_at(name, self), self.get(name)) for name in names)
        return [(key, node) for key, node in found if node is not None]

    @entries.setter
    def entries(self, entries: list[tuple[Scalar, Node]]) -> None:
        """The entries are those of the configuration."""


def outputs(asking: Configured, instance: Instance) -> Mapping | None:
    """What the state that is read has; None where neither it nor its configuration is in view."""
    for store in read_by(instance, asking.root.folder.path):
        if store.type == LOCAL:
            found = _of_state(asking.files, store.settings[0])
            if found is not None:
                return found
        other = asking.worlds.keeping(store)
        if other is not None and other is not asking:
            return Outputs(other, instance.node)
    return None


def why_hidden(asking: Configured, instance: Instance) -> str:
    """What would tell what the state has."""
    store = next(read_by(instance, asking.root.folder.path), None)
    which = f"the state {store}" if store is not None else "the state that it reads"
    return f"{instance.address}: {which} is not in view, nor the configuration of it"


def _of_state(files: Files, path: str) -> Mapping | None:
    """The outputs in a state file."""
    source = files.source(path)
    if source is None:
        return None
    from iamlint.formats.json import parse

    try:
        root = parse(source)
    except Unreadable:
        return None
    found = root.get(OUTPUTS) if isinstance(root, Mapping) else None
    if not isinstance(found, Mapping):
        return None
    entries = [(key, _shown(key, output)) for key, output in found.entries]
    return Mapping(found.source, found.start, found.end, entries)


def _shown(key: Scalar, output: Node) -> Node:
    """The value of an output, unless it must not be shown."""
    value = output.get("value") if isinstance(output, Mapping) else None
    sensitive = output.get("sensitive") if isinstance(output, Mapping) else None
    if value is None or (isinstance(sensitive, Scalar) and sensitive.value is True):
        return unknown(key, f"{key.source.path}#output.{key.value}", "it is marked sensitive")
    return value
