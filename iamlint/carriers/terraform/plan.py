"""A plan or a state taken apart: instances of resources and data sources, each with its values,
what of them is unknown or sensitive, and the expressions that gave them.

https://developer.hashicorp.com/terraform/internals/json-format
"""

from __future__ import annotations

from iamlint.text.hints import TYPE_CHECKING
from iamlint.text.node import ALWAYS, Mapping, Node, Scalar

from .addresses import ROOT, Key, ModulePath, module_path
from .configuration import Configuration, Module
from .parts import NOTHING, at, items, mapping, text

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from iamlint.text.node import When

MANAGED, DATA = "managed", "data"
GONE = frozenset({"delete", "forget"})


class Instance:
    """One instance of a resource or data source.

    `address`: with module and keys; `local`: inside its module, without keys (`data.t.n`).
    `values`: what is known of its attributes; `unknown` and `sensitive` have the same shape and
    hold `true` where a value is known only after apply, or must not be shown.
    `actions`: what the plan does to it: `create`, `read`, `no-op` …; empty in a state.
    `when`: the conditions under which it is there, where there is no plan to tell.
    """

    __slots__ = (
        "actions",
        "address",
        "imported",
        "key",
        "local",
        "mode",
        "module",
        "node",
        "sensitive",
        "settings",
        "type",
        "unknown",
        "values",
        "when",
    )

    def __init__(self, node: Mapping, module: ModulePath, values: Mapping, settings: Mapping):
        self.node = node
        self.module = module
        self.values = values
        self.settings = settings
        self.address = text(node, "address")
        self.mode = text(node, "mode") or MANAGED
        self.type = text(node, "type")
        name = f"{self.type}.{text(node, 'name')}"
        self.local = f"data.{name}" if self.mode == DATA else name
        self.key = _key(node.get("index"))
        self.sensitive = node.get("sensitive_values")
        self.unknown: Node | None = None
        self.actions: tuple[str, ...] = ()
        self.imported = False
        self.when: When = ALWAYS

    @property
    def created(self) -> bool:
        """Terraform made it or will, so that nothing of it stands elsewhere."""
        return self.mode == MANAGED and not self.imported

    @property
    def expressions(self) -> Mapping:
        return mapping(self.settings, "expressions")

    def changed(self, change: Node | None) -> None:
        """Take over what the plan says of the change."""
        self.unknown = at(change, "after_unknown")
        self.actions = tuple(text(action) for action in items(change, "actions"))
        self.imported = isinstance(at(change, "importing"), Mapping)
        if self.sensitive is None:
            self.sensitive = at(change, "after_sensitive")

    def __repr__(self) -> str:
        return f"<Instance {self.address}>"


class Plan:
    """Everything a plan or state tells."""

    __slots__ = ("_calls", "_local", "configuration", "instances", "path", "root", "variables")

    def __init__(self, path: str, root: Mapping) -> None:
        self.path = path
        self.root = root
        self.configuration = Configuration(root.get("configuration"))
        self.variables = mapping(root, "variables")
        self.instances: dict[str, Instance] = {}
        self._local: dict[tuple[ModulePath, str], list[Instance]] | None = None
        self._calls: dict[tuple[ModulePath, str], dict[Key | None, None]] | None = None
        for instance in self._read():
            self.instances.setdefault(instance.address, instance)

    def beside(self, path: str) -> str:
        """A path that the plan tells, as from its own folder: Terraform tells them so."""
        return path

    def _read(self) -> Iterator[Instance]:
        changes = self._changes()
        state = mapping(self.root, "values", "root_module")
        yield from self._module(state, ROOT, changes)
        yield from self._module(mapping(self.root, "planned_values", "root_module"), ROOT, changes)
        yield from self._left(changes)
        for instance in self._module(mapping(self.root, *PRIOR), ROOT, {}):
            if instance.mode == DATA:
                yield instance

    def _changes(self) -> dict[str, Mapping]:
        later = (at(node, "resource_change") for node in items(self.root, "deferred_changes"))
        return {
            text(node, "address"): node
            for node in (*items(self.root, "resource_changes"), *later)
            if isinstance(node, Mapping) and not isinstance(node.get("deposed"), Scalar)
        }

    def _module(
        self, body: Mapping, path: ModulePath, changes: dict[str, Mapping]
    ) -> Iterator[Instance]:
        """The instances of a module's values and of the modules below it."""
        module = self.configuration.module(path)
        for node in items(body, "resources"):
            if isinstance(node, Mapping):
                instance = self._instance(node, path, module, mapping(node, "values"))
                change = changes.pop(instance.address, None)
                if change is not None:
                    instance.changed(change.get("change"))
                yield instance
        children = [c for c in items(body, "child_modules") if isinstance(c, Mapping)]
        children.sort(key=lambda child: text(child, "address"))  # a plan has them in any order
        for child in children:
            yield from self._module(child, module_path(text(child, "address")), changes)

    def _left(self, changes: dict[str, Mapping]) -> Iterator[Instance]:
        """What stands only among the changes: all of it where `planned_values` is missing."""
        for node in changes.values():
            change = mapping(node, "change")
            after = change.get("after")
            if isinstance(after, Mapping):
                path = module_path(text(node, "module_address"))
                instance = self._instance(node, path, self.configuration.module(path), after)
                instance.changed(change)
                if not instance.actions or not GONE.issuperset(instance.actions):
                    yield instance

    def _instance(
        self, node: Mapping, path: ModulePath, module: Module | None, values: Mapping
    ) -> Instance:
        instance = Instance(node, path, values, NOTHING)
        if module is not None:
            instance.settings = module.resource(instance.local) or NOTHING
        return instance

    def named(self, path: ModulePath, local: str) -> list[Instance]:
        """All instances of a resource in an instance of a module."""
        if self._local is None:
            self._local = {}
            for instance in self.instances.values():
                self._local.setdefault((instance.module, instance.local), []).append(instance)
        return self._local.get((path, local), [])

    @property
    def texts(self) -> Iterator[str]:
        """All that could refer to what is declared."""
        yield self.root.source.text

    def module_keys(self, path: ModulePath, name: str) -> Collection[Key | None]:
        """The keys of the instances of a module call that have anything in them."""
        if self._calls is None:
            self._calls = {}
            for inner in {instance.module: None for instance in self.instances.values()}:
                for depth, key in enumerate(inner.keys):
                    outer = ModulePath(inner.names[:depth], inner.keys[:depth])
                    self._calls.setdefault((outer, inner.names[depth]), {})[key] = None
        return self._calls.get((path, name), {})


PRIOR = ("prior_state", "values", "root_module")


def _key(node: Node | None) -> Key | None:
    if isinstance(node, Scalar) and isinstance(node.value, (str, int)):
        return Key(node.value)
    return None
