"""The configuration beside the values of a plan: which expression gave an attribute its value.

A plan keeps of an expression its value where it is constant, else the names it refers to.
https://developer.hashicorp.com/terraform/internals/json-format#expression-representation
"""

from __future__ import annotations

from iamlint.text.hints import TYPE_CHECKING
from iamlint.text.node import Mapping, Node, Scalar, Sequence

from .addresses import ModulePath, effective
from .parts import NOTHING, at, items, mapping, text

if TYPE_CHECKING:
    from collections.abc import Iterator


class Module:
    """A module as configured, once for all its instances."""

    __slots__ = ("_calls", "_resources", "call", "node", "parent")

    def __init__(self, node: Mapping, call: Mapping | None = None, parent: Module | None = None):
        self.node = node
        self.call = call
        self.parent = parent
        self._calls: dict[str, Module] = {}
        self._resources: dict[str, Mapping] | None = None

    def child(self, name: str) -> Module | None:
        """The module that a call leads to."""
        if name not in self._calls:
            call = mapping(self.node, "module_calls", name)
            body = at(call, "module")
            if not isinstance(body, Mapping):
                return None
            self._calls[name] = Module(body, call, self)
        return self._calls[name]

    def resource(self, address: str) -> Mapping | None:
        """The configuration of a resource by its address inside the module, without keys."""
        if self._resources is None:
            self._resources = {}
            for node in items(self.node, "resources"):
                if isinstance(node, Mapping):
                    self._resources[text(node, "address")] = node
        return self._resources.get(address)

    def output(self, name: str) -> Node | None:
        """The expression of an output."""
        return at(self.node, "outputs", name, "expression")

    def input(self, name: str) -> Node | None:
        """The expression the call gives for a variable."""
        return at(self.call, "expressions", name)

    def default(self, name: str) -> Node | None:
        """The default of a variable."""
        return at(self.node, "variables", name, "default")


class Configuration:
    """The modules of a plan. Empty for a state, which has no configuration."""

    __slots__ = ("known", "providers", "root")

    def __init__(self, node: Node | None) -> None:
        body = mapping(node, "root_module")
        self.known = body is not NOTHING
        self.root = Module(body)
        self.providers = mapping(node, "provider_config")

    def module(self, path: ModulePath) -> Module | None:
        module: Module | None = self.root
        for name in path.names:
            if module is None:
                return None
            module = module.child(name)
        return module


def constant(expression: Node | None) -> Node | None:
    """The value of an expression that is constant."""
    if isinstance(expression, Mapping):
        return expression.get("constant_value")
    return None


def references(expression: Node | None) -> tuple[str, ...]:
    """The names an expression refers to, in order; those of all its parts when it is a block."""
    return effective(_listed(expression))


def _listed(expression: Node | None) -> Iterator[str]:
    if isinstance(expression, Sequence):
        for item in expression.items:
            yield from _listed(item)
    elif isinstance(expression, Mapping):
        found = expression.get("references")
        if isinstance(found, Sequence):
            for item in found.items:
                if isinstance(item, Scalar) and isinstance(item.value, str):
                    yield item.value
        elif expression.get("constant_value") is None:
            for _, value in expression.entries:
                yield from _listed(value)


def texts_in(module: Module, prefix: str = "") -> dict[str, dict[str, str]]:
    """The text of each resource's configuration, by module and by address in it."""
    found: dict[str, dict[str, str]] = {prefix: {}}
    for node in items(module.node, "resources"):
        if isinstance(node, Mapping):
            found[prefix][text(node, "address")] = node.span.text
    for key, _ in mapping(module.node, "module_calls").entries:
        child = module.child(str(key.value))
        if child is not None:
            found |= texts_in(child, f"{prefix}.module.{key.value}".lstrip("."))
    return found
