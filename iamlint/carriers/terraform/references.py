"""Where a reference leads: through variables, module inputs and outputs, `each` and `count`, to an
attribute of an instance, or to a value that the plan knows.

A plan does not keep locals: what goes through one is lost, and said to be.
"""

from __future__ import annotations

from iamlint.text.hints import TYPE_CHECKING
from iamlint.text.node import Conditional, Mapping, Node, Scalar, Sequence
from iamlint.text.records import NamedTuple
from iamlint.text.source import NOWHERE

from . import tables
from .addresses import Key, ModulePath, steps
from .configuration import Module, constant, references
from .parts import absent, at, is_true

if TYPE_CHECKING:
    from .plan import Instance, Plan

    Steps = tuple[str | Key, ...]

LIMIT = 40
"""Hops from module to module that are followed."""


class Known(NamedTuple):
    """A value that the plan knows; `node` is None where it is known to be nothing, or where
    something known is made of it that the plan does not show. `instance`: whose attribute it is.
    """

    node: Node | None
    instance: Instance | None = None


class Attribute(NamedTuple):
    """An attribute of an instance, known only after apply; the instance itself when `steps` is
    empty.
    """

    instance: Instance
    steps: Steps


class Lost(NamedTuple):
    """A reference that cannot be followed, as it was written, with its module."""

    name: str


Target = Known | Attribute | Lost


class Scope(NamedTuple):
    """Where an expression stands: the module, and what `each` and `count` mean there."""

    path: ModulePath
    module: Module | None
    key: Key | None = None
    repeated: Node | None = None


class Resolver:
    """Follows references through one plan."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan

    def scope(self, instance: Instance) -> Scope:
        module = self.plan.configuration.module(instance.module)
        repeated = instance.settings.get("for_each_expression")
        return Scope(instance.module, module, instance.key, repeated)

    def evaluate(
        self, expression: Node | None, scope: Scope, rest: Steps = (), hops: int = 0
    ) -> Target:
        """What an expression comes to. One that refers to a single thing which is not known is
        taken to be that thing.
        """
        value = constant(expression)
        if value is not None:
            return Known(inside(value, rest))
        names = references(expression)
        if len(names) == 1:
            return self.resolve(names[0], scope, rest, hops)
        open_ = self.unknown(names, scope, hops)
        if not open_:
            return Known(None)
        if len(open_) == 1:
            return open_[0]
        return Lost(", ".join(names))

    def unknown(self, names: tuple[str, ...], scope: Scope, hops: int = 0) -> list[Target]:
        """Where those references lead that are not to known values; what a module is given that is
        made of several things leads to each of them.
        """
        found: list[Target] = []
        for name in names:
            several = self._several(name, scope) if hops <= LIMIT else None
            if several is not None:
                found += self.unknown(*several, hops + 1)
                continue
            target = self.resolve(name, scope, (), hops)
            if not isinstance(target, Known):
                found.append(target)
        return found

    def _several(self, reference: str, scope: Scope) -> tuple[tuple[str, ...], Scope] | None:
        """What a variable of a module is made of, and where that stands, if it is more than one."""
        parts = steps(reference)
        if scope.module is None or not scope.path.names or len(parts) != 2 or parts[0] != "var":
            return None
        given = scope.module.input(str(parts[1]))
        names = references(given) if constant(given) is None else ()
        return (names, self._outer(scope, scope.module)) if len(names) > 1 else None

    def resolve(self, reference: str, scope: Scope, rest: Steps = (), hops: int = 0) -> Target:
        """Where one reference leads; `rest` are further steps into what it names."""
        parts = steps(reference)
        if hops > LIMIT or not parts:
            return self._lost(reference, scope)
        head, more = parts[0], parts[1:]
        found: Target | None = None
        if head == "var":
            found = self._variable(more, scope, rest, hops)
        elif head == "each":
            found = self._each((*more, *rest), scope, hops)
        elif head == "count":
            found = _known(scope.key)
        elif head == "module":
            found = self._output(more, scope, rest, hops)
        elif head in {"path", "terraform", "self"}:
            found = Known(None)
        elif head != "local":
            found = self._resource(parts, scope, rest, hops)
        return found if found is not None else self._lost(reference, scope)

    def instance(self, reference: str, scope: Scope) -> Instance | None:
        """The instance a reference leads to, known or not."""
        target = self.resolve(reference, scope)
        return None if isinstance(target, Lost) else target.instance

    def instances(self, reference: str, scope: Scope) -> list[Instance]:
        """All instances of a resource that a reference names as a whole: `aws_sqs_queue.q`."""
        return self.plan.named(scope.path, reference)

    def _lost(self, reference: str, scope: Scope) -> Lost:
        return Lost(scope.path.prefixed(reference))

    def _variable(self, parts: Steps, scope: Scope, rest: Steps, hops: int) -> Target | None:
        name = parts[0] if parts else ""
        if not isinstance(name, str):
            return None
        rest = (*parts[1:], *rest)
        if not scope.path.names:
            value = at(self.plan.variables, name, "value")
            return Known(inside(value, rest)) if value is not None else None
        module = scope.module
        if module is None:
            return None
        given = module.input(name)
        if given is None:
            return Known(inside(module.default(name), rest))
        return self.evaluate(given, self._outer(scope, module), rest, hops + 1)

    def _outer(self, scope: Scope, module: Module) -> Scope:
        """Where the call of a module stands."""
        return Scope(
            scope.path.parent,
            module.parent,
            scope.path.keys[-1],
            module.call.get("for_each_expression") if module.call is not None else None,
        )

    def _each(self, parts: Steps, scope: Scope, hops: int) -> Target | None:
        if scope.key is None or not parts:
            return None
        if parts[0] == "key":
            return _known(scope.key)
        rest = parts[1:]
        value = constant(scope.repeated)
        if value is None:
            names = references(scope.repeated)
            if len(names) != 1:
                return None
            whole = scope._replace(key=None, repeated=None)
            target = self.resolve(names[0], whole, (scope.key, *rest), hops + 1)
            if not isinstance(target, Known) or target.node is not None:
                return target
            whole_value = self.resolve(names[0], whole, (), hops + 1)
            return _known(scope.key) if _is_list(whole_value) and not rest else target
        if isinstance(value, Mapping):
            return Known(inside(value, (scope.key, *rest)))
        return _known(scope.key)

    def _output(self, parts: Steps, scope: Scope, rest: Steps, hops: int) -> Target | None:
        if not parts or not isinstance(parts[0], str) or scope.module is None:
            return None
        name, parts = parts[0], parts[1:]
        key: Key | None = None
        parts = (*parts, *rest)
        if parts and isinstance(parts[0], Key):
            key, parts = parts[0], parts[1:]
        elif scope.key in self.plan.module_keys(scope.path, name):
            key = scope.key
        child = scope.module.child(name)
        if child is None or not parts or not isinstance(parts[0], str):
            return None
        inner = Scope(scope.path.child(name, key), child)
        return self.evaluate(child.output(parts[0]), inner, parts[1:], hops + 1)

    def _resource(self, parts: Steps, scope: Scope, rest: Steps, hops: int) -> Target | None:
        size = 3 if parts[0] == "data" else 2
        names, more = parts[:size], parts[size:]
        if not any(isinstance(part, str) for part in more):
            more = (*more, *rest)  # else `rest` leads into an object that was made of it
        local = ".".join(str(name) for name in names)
        instances = self.plan.named(scope.path, local)
        if not instances:
            declared = scope.module is not None and scope.module.resource(local) is not None
            return Known(None) if declared else None
        key: Key | None = None
        if more and isinstance(more[0], Key):
            key, more = more[0], more[1:]
            chosen = [i for i in instances if i.key == key]
        else:
            chosen = [i for i in instances if i.key == scope.key] or instances
        if len(chosen) != 1:
            return None
        found = reached(chosen[0], more)
        return self._given(found, hops) if isinstance(found, Attribute) else found

    def _given(self, found: Attribute, hops: int) -> Target:
        """What an attribute was given by the configuration, where that is an attribute of another
        thing: the `bucket` of a bucket's versioning is the bucket's `id`. A name is made.
        """
        instance, parts = found
        if len(parts) != 1 or hops > LIMIT:
            return found
        row = tables.types().get(instance.type, {})
        name, *then = row.get("through", {}).get(parts[0], [parts[0]])
        if name in row.get("names", ()):
            return found
        expression = instance.expressions.get(name)
        if expression is None or len(references(expression)) != 1:
            return found
        target = self.evaluate(expression, self.scope(instance), (), hops + 1)
        if not isinstance(target, Attribute) or target.instance.type not in tables.types():
            return found
        return Attribute(target.instance, tuple(then)) if then else target


def reached(instance: Instance, parts: Steps) -> Target:
    """The attribute of an instance: its value where that is known."""
    if not parts:
        return Attribute(instance, ())
    value = inside(instance.values, parts)
    if not absent(value):
        return Known(value, instance)
    if value is not None and not is_unknown(instance.unknown, parts):
        return Known(None, instance)
    return Attribute(instance, parts)


def inside(node: Node | None, parts: Steps) -> Node | None:
    """The value that steps lead to."""
    for part in parts:
        if isinstance(part, Key):
            if isinstance(node, Conditional):
                node = node.inner
            if isinstance(node, Sequence) and isinstance(part.value, int):
                node = node.items[part.value] if part.value < len(node.items) else None
            elif isinstance(node, Mapping):
                node = node.get(str(part.value))
            else:
                return None
        else:
            node = at(node, part)
    return node


def is_unknown(mask: Node | None, parts: Steps) -> bool:
    """Whether a mask (`after_unknown`, `sensitive_values`) covers the value that steps lead to."""
    for part in parts:
        if is_true(mask):
            return True
        mask = inside(mask, (part,))
    return is_true(mask)


def _known(key: Key | None) -> Target | None:
    if key is None:
        return None
    return Known(Scalar(NOWHERE, 0, 0, key.value))


def _is_list(target: Target) -> bool:
    return isinstance(target, Known) and isinstance(target.node, Sequence)
