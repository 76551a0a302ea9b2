"""A configuration that stands beside its plan: the plan is what is judged, the configuration tells
what the plan hides.

`jsonencode({…})` with one value that is not known yet is unknown as a whole in a plan; here is its
structure, with the plan's own names for what is not known.
"""

from __future__ import annotations

from iamlint.carriers.terraform.assembling import Assembler
from iamlint.carriers.terraform.documents import NotReadable
from iamlint.carriers.terraform.encoded import Encoded
from iamlint.carriers.terraform.parts import at, is_true
from iamlint.carriers.terraform.references import inside, is_unknown
from iamlint.text.hints import TYPE_CHECKING
from iamlint.text.holes import Hole, Text
from iamlint.text.node import Scalar, Sequence, Unknown

from .blocks import Attributes, bindings
from .evaluating import Evaluator
from .folders import called
from .plan import declared
from .results import literal, unknown
from .scopes import Module, Scope

if TYPE_CHECKING:
    from collections.abc import Iterable

    from iamlint.carriers.terraform.addresses import Key, ModulePath
    from iamlint.carriers.terraform.plan import Instance, Plan
    from iamlint.carriers.terraform.reader import Context
    from iamlint.carriers.terraform.values import Value
    from iamlint.text.node import Node

    from .folders import Files, Folder


class Configuration:
    """The configuration of one plan, evaluated among the plan's instances."""

    def __init__(self, context: Context, folder: Folder, files: Files) -> None:
        self.context = context
        self.path = context.plan.path
        self.files = files
        self.evaluator = Evaluator(self)
        self._modules: dict[ModulePath, Module | None] = {}
        self._root = Module(folder)
        self._fill(self._root)

    def value(self, value: Value) -> Node | None:
        """What the configuration says of a value; None where it says nothing that can be read."""
        instance = value.instance
        module = self._module(instance.module)
        block = module.folder.resources.get(instance.local) if module is not None else None
        if module is None or block is None or block.broken:
            return None
        names = bindings(self.evaluator, block, Scope(module), instance.key)
        return inside(Attributes(self.evaluator, block.body, Scope(module, names)), value.parts)

    def assembled(self, instance: Instance) -> Node | None:
        """The document of a data source as its blocks tell it, where these agree with the plan."""
        module = self._module(instance.module)
        block = module.folder.resources.get(instance.local) if module is not None else None
        if module is None or block is None or block.broken:
            return None
        names = bindings(self.evaluator, block, Scope(module), instance.key)
        values = Attributes(self.evaluator, block.body, Scope(module, names))
        if not agree(values, instance):
            return None
        return Assembler(self.context.values, self.context.documents).document(
            declared(module, instance.local, block, values, instance.key)
        )

    def instances(self, scope: Scope, local: str) -> list[Instance] | None:
        """None: the configuration declares no such resource."""
        found = self.context.plan.named(scope.module.path, local)
        return found if found or local in scope.module.folder.resources else None

    def variable(self, name: str, place: Node) -> Node | None:
        """What was given to the root, unless it must not be shown."""
        plan = self.context.plan
        module = plan.configuration.root.node
        if is_true(at(module, "variables", name, "sensitive")):
            return unknown(place, f"{self.path}#var.{name}", f"var.{name} is marked sensitive")
        return at(plan.variables, name, "value")

    def given(self, instance: Instance, name: str) -> Node | None:
        """What the plan knows of an attribute and may be shown."""
        mask = inside(instance.sensitive, (name,))
        hidden = mask is not None and mask.source.text.find("true", mask.start, mask.end) >= 0
        if hidden or is_unknown(instance.unknown, (name,)):
            return None
        return instance.values.get(name)

    def text(self, instance: Instance, steps: tuple[object, ...]) -> Text:
        return self.context.naming.inner(instance, steps)  # type: ignore[arg-type]

    def document(self, instance: Instance, place: Node) -> Node:
        address = instance.address
        hole = Hole(f"{self.path}#{address}.json", why=f"{address} is known only after apply")
        try:
            tree = self.context.documents.assembled(instance)
        except NotReadable as error:
            return unknown(place, hole.identity, str(error))
        return Encoded(place, hole, tree, address)

    def _module(self, path: ModulePath) -> Module | None:
        """The instance of a module that the plan has at a path."""
        if not path.names:
            return self._root
        if path not in self._modules:
            outer = self._module(path.parent)
            self._modules[path] = None
            if outer is not None:
                self._modules[path] = self._child(outer, path.names[-1], path.keys[-1])
        return self._modules[path]

    def _child(self, outer: Module, name: str, key: Key | None) -> Module | None:
        block = outer.folder.calls.get(name)
        if block is None or block.broken:
            return None
        path = called(outer.folder.path, literal(block.body.value("source")) or "")
        folder = self.files.folder(path) if path else None
        if folder is None:
            return None
        names = bindings(self.evaluator, block, Scope(outer), key)
        module = Module(folder, outer.path.child(name, key), block, Scope(outer, names))
        self._fill(module)
        return module

    def _fill(self, module: Module) -> None:
        """Let a module know the instances of those that it calls."""
        plan, path = self.context.plan, module.path
        for name in module.folder.calls:
            keys = plan.module_keys(path, name)
            children = [self._child(module, name, key) for key in keys]
            module.children[name] = [child for child in children if child is not None]
            self._modules |= {child.path: child for child in children if child is not None}


def agree(values: Attributes, instance: Instance) -> bool:
    """What the configuration tells of statements is what the plan knows of them: so many, with
    those actions. Else the plan was made of another configuration.
    """
    planned = instance.values.get("statement")
    told = values.get("statement")
    items = told.items if isinstance(told, Sequence) else []
    if any(isinstance(item, Unknown) for item in items):
        return False
    if not isinstance(planned, Sequence):  # not even how many there will be
        return bool(items) and is_unknown(instance.unknown, ("statement",))
    if len(items) != len(planned.items):
        return False
    return all(
        _same(at(item, name), at(plan, name))
        for item, plan in zip(items, planned.items, strict=True)
        for name in ("actions", "not_actions", "sid", "effect")
    )


def _same(told: Node | None, planned: Node | None) -> bool:
    """What the plan knows of a text or a set is what the configuration says, where it is sure."""
    if isinstance(told, Sequence) and isinstance(planned, Sequence):
        sure = all(type(item) is Scalar for item in told.items)
        return not sure or _members(told) == _members(planned)
    if type(told) is not Scalar or not isinstance(planned, Scalar) or planned.value is None:
        return True
    return planned.value == told.value


def _members(listed: Sequence) -> set[object]:
    """What is in a set, which a plan has in an order of its own."""
    return {item.value for item in listed.items if isinstance(item, Scalar)}


def root_for(plan: Plan, candidates: Iterable[Folder]) -> Folder | None:
    """The folder whose configuration the plan was made of: the one that declares most of what
    stands in the plan's root module; the first that declares all of it.
    """
    names = {i.local for i in plan.instances.values() if not i.module.names}
    calls = {
        instance.module.names[0] for instance in plan.instances.values() if instance.module.names
    }
    best, most = None, 0
    for folder in candidates:
        count = len(names & set(folder.resources)) + len(calls & set(folder.calls))
        if count == len(names) + len(calls) and count:
            return folder
        if count > most:
            best, most = folder, count
    return best
