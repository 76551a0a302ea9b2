"""Where a reference leads: variables, locals, what is bound in place, modules, resources.

https://developer.hashicorp.com/terraform/language/expressions/references
"""

from __future__ import annotations

from iamlint.carriers.terraform.addresses import Key
from iamlint.formats.hcl.nodes import Call, Splat, Traversal
from iamlint.text.hints import TYPE_CHECKING
from iamlint.text.holes import ANY, Hole, Text
from iamlint.text.node import Holed, Node, Scalar, Sequence, Unknown

from .following import follow
from .results import (
    Instances,
    is_null,
    key_at,
    mapped,
    moved,
    of_text,
    text_of,
    under,
    unknown,
)
from .scopes import Scope
from .shaping import shaped
from .validating import admitted

if TYPE_CHECKING:
    from typing import TypeAlias

    from iamlint.formats.hcl.nodes import Block, Step

    from .evaluating import Evaluator
    from .scopes import Module

    Way: TypeAlias = "list[str | Key | Splat | Hole]"

TEXTS = ("string", "number", "bool", "any", "")


class References:
    """Follows the references of one configuration."""

    def __init__(self, evaluator: Evaluator) -> None:
        self.evaluator = evaluator
        self.world = evaluator.world

    def value(self, expression: Traversal, scope: Scope) -> Node:
        """What a reference, or a way into a value, leads to."""
        way = [self._step(step, scope) for step in expression.steps]
        if expression.base is not None:
            return follow(self, self.evaluator.value(expression.base, scope), way, expression)
        name = expression.name
        if name in scope.names:
            return follow(self, scope.names[name], way, expression)
        found = self._named(name, way, expression, scope)
        if found is None:
            identity = f"{self.world.path}#{scope.module.path.prefixed(written(name, way))}"
            return unknown(expression, identity, f"{written(name, way)} is not in view")
        start, rest = found
        return moved(follow(self, start, rest, expression), expression)

    def _step(self, step: Step, scope: Scope) -> str | Key | Splat | Hole:
        if isinstance(step, (str, Splat)):
            return step
        index = self.evaluator.value(step, scope)
        if isinstance(index, Scalar) and type(index.value) is int:
            return Key(index.value)
        text = text_of(index)
        if text is not None and text.literal is not None:
            return Key(text.literal)
        hole = text.only_hole if text is not None else None
        return hole or Hole(str(text) if text is not None else self.evaluator.identity(step))

    def _named(
        self, name: str, way: Way, place: Traversal, scope: Scope
    ) -> tuple[Node, Way] | None:
        """The value that the first steps name, and the steps that are left."""
        module = scope.module
        first = way[0] if way and isinstance(way[0], str) else ""
        if name == "var":
            return self.variable(module, first, place), way[1:]
        if name == "local":
            found = self.local(module, first, place)
            return None if found is None else (found, way[1:])
        if name == "path":
            return self._folder(module, first, place), way[1:]
        if name == "module":
            return self._module(module, first, way[1:], place)
        size = 2 if name in ("data", "ephemeral") else 1
        if len(way) < size or not all(isinstance(step, str) for step in way[:size]):
            return None
        local = ".".join([name, *map(str, way[:size])])
        instances = self.world.instances(scope, local)
        if instances is None:
            return None
        block = module.folder.resources.get(local)
        keyed = block is not None and bool({"count", "for_each"} & set(block.body.attributes))
        hole = Hole(f"{self.world.path}#{module.path.prefixed(local)}", why=f"{local} as a whole")
        return Instances(place, hole, instances, keyed=keyed), way[size:]

    def local(self, module: Module, name: str, place: Node) -> Node | None:
        """The value of a local."""
        attribute = module.folder.locals.get(name)
        if attribute is None:
            return None
        return self.made(module, f"local.{name}", attribute.value, Scope(module), place)

    def made(self, module: Module, name: str, expression: Node, scope: Scope, place: Node) -> Node:
        """A value that is evaluated once."""
        made = module.made.get(name)
        if made is None:
            identity = f"{self.world.path}#{module.path.prefixed(name)}"
            module.made[name] = unknown(place, identity, f"{name} is made of itself")
            made = module.made[name] = self.evaluator.value(expression, scope)
        return made

    def variable(self, module: Module, name: str, place: Node) -> Node:
        """The value of a variable: what the call gives, else its default; in the root what is
        given when Terraform runs.
        """
        block = module.folder.variables.get(name)
        default = block.body.value("default") if block is not None else None
        if module.call is None or module.outer is None:
            known = self.world.variable(name, place)
            if known is None:
                return self._given(module, name, block, place)
            return self._shaped(module, name, block, known)
        given = module.call.body.value(name)
        if given is not None:
            found = self.made(module, f"var.{name}", given, module.outer, place)
            if not is_null(found) or default is None or _nullable(block):
                return self._shaped(module, name, block, found)
        if default is not None:
            found = self.made(module, f"default of {name}", default, Scope(module), place)
            return self._shaped(module, name, block, found)
        return self._given(module, name, block, place)

    def _shaped(self, module: Module, name: str, block: Block | None, value: Node) -> Node:
        """What the variable's type makes of a value."""
        type_ = block.body.value("type") if block is not None else None
        if not isinstance(type_, Call):
            return value
        slot = f"{name} as its type has it"
        made = module.made.get(slot)
        if made is None:
            scope = Scope(module)
            made = shaped(value, type_, lambda given: self.evaluator.value(given, scope))
            if not isinstance(value, Unknown):
                module.made[slot] = made
        return made

    def _given(self, module: Module, name: str, block: Block | None, place: Node) -> Node:
        """What is not known of a variable."""
        shown = module.path.prefixed(f"var.{name}")
        default = block.body.value("default") if block is not None else None
        why = f"{shown} is given when Terraform runs{_hint(default, block)}"
        choices = admitted(block, name) if block is not None else ()
        hole = Hole(f"{self.world.path}#{shown}", ANY, choices, why)
        type_ = block.body.value("type") if block is not None else None
        words = type_.source.text[type_.start : type_.end] if type_ is not None else ""
        if words in TEXTS[:3] or (isinstance(default, Scalar) and default.value is not None):
            return Holed(place.source, place.start, place.end, Text(hole))
        return Unknown(place.source, place.start, place.end, hole)

    def _folder(self, module: Module, name: str, place: Node) -> Node:
        path = {"module": module.folder.path, "root": root_of(module).folder.path}.get(name)
        if path is None:
            return unknown(place, f"{self.world.path}#path.{name}", "it depends on where it runs")
        return of_text(Text(path or "."), place)

    def _module(self, module: Module, name: str, way: Way, place: Node) -> tuple[Node, Way] | None:
        """An output of a call of a module, or of all its instances."""
        children = module.children.get(name)
        if not isinstance(children, list) or not children:
            return None
        keyed = any(child.path.keys[-1] is not None for child in children)
        if not way:
            return self._outputs(children, place, keyed=keyed), []
        index = way[0]
        if isinstance(index, Splat) or (keyed and isinstance(index, str)):
            values = [self.output(child, way[1:], place) for child in children]
            return Sequence(place.source, place.start, place.end, values), []
        chosen = [c for c in children if c.path.keys[-1] == index] or children
        if isinstance(index, (Key, Hole)):
            way = way[1:]
        if len(chosen) != 1:
            return None
        return self.output(chosen[0], way, place), []

    def _outputs(self, children: list[Module], place: Node, *, keyed: bool) -> Node:
        """All that the instances of a module give out, by their keys."""
        each: list[tuple[Scalar, Node]] = []
        for child in children:
            outputs = [
                (key_at(name, place), self.output(child, [name], place))
                for name in child.folder.outputs
            ]
            key = child.path.keys[-1]
            name = str(key.value) if key is not None else ""
            each.append((key_at(name, place), under(mapped(outputs, place), child.when)))
        return mapped(each, place) if keyed else each[0][1]

    def output(self, child: Module, way: Way, place: Node) -> Node:
        """What an instance of a module gives out."""
        name = way[0] if way and isinstance(way[0], str) else ""
        block = child.folder.outputs.get(name)
        expression = block.body.value("value") if block is not None else None
        if expression is None:
            identity = f"{self.world.path}#{child.path.address}.{name}"
            return unknown(place, identity, f"{child.path.address} has no output {name}")
        value = self.made(child, f"output.{name}", expression, Scope(child), place)
        return follow(self, value, way[1:], place)


def root_of(module: Module) -> Module:
    while module.outer is not None:
        module = module.outer.module
    return module


def written(name: str, way: Way) -> str:
    """A reference as it is written."""
    text = name
    for step in way:
        if isinstance(step, Key):
            text += str(step)
        elif isinstance(step, Hole):
            text += f"[{step.identity.rpartition('#')[2]}]"
        else:
            text += "[*]" if isinstance(step, Splat) else f".{step}"
    return text


def _hint(default: Node | None, block: Block | None) -> str:
    """What is given when nothing else is."""
    if not isinstance(default, Scalar) or default.value in (None, "") or is_sensitive(block):
        return ""
    return f" (default `{default.value}`)"


def _nullable(block: Block | None) -> bool:
    """Null may be given for the variable and stays null."""
    value = block.body.value("nullable") if block is not None else None
    return not (isinstance(value, Scalar) and value.value is False)


def is_sensitive(block: Block | None) -> bool:
    """The variable is marked so that its value must not be shown."""
    return block is not None and "sensitive" in block.body.attributes
