"""A configuration seen as the plan that it would give, as far as it tells: instances of resources
and data sources, each with what it sets.
"""

from __future__ import annotations

import os

from iamlint.carriers.terraform.addresses import Key
from iamlint.carriers.terraform.configuration import Configuration
from iamlint.carriers.terraform.encoded import Encoded, Written
from iamlint.carriers.terraform.plan import DATA, MANAGED, Instance, Plan
from iamlint.text.hints import TYPE_CHECKING
from iamlint.text.node import Mapping, Node, Scalar
from iamlint.text.source import NOWHERE

from .blocks import Attributes, repetitions
from .folders import called
from .results import literal
from .scopes import Module, Scope

if TYPE_CHECKING:
    from collections.abc import Iterator

    from iamlint.carriers.terraform.addresses import ModulePath
    from iamlint.formats.hcl.nodes import Block

    from .evaluating import Evaluator

DEEPEST = 8
"""Modules that call modules."""

MOST = 500
"""Instances of modules."""


class SourcePlan(Plan):
    """Everything a configuration tells.

    `hidden`: calls of modules and files that cannot be read, each with its address and why.
    `outside`: calls of modules whose code is not in view, each with its name and who calls.
    """

    __slots__ = ("hidden", "modules", "outside")

    def __init__(self, path: str, root: Module) -> None:
        self.path = path
        place = root.folder.main
        self.root = Mapping(place.source, 0, place.end, [])
        self.variables = Mapping(NOWHERE, 0, 0, [])
        self.configuration = Configuration(None)
        self.configuration.known = True
        self.instances = {}
        self._local: dict[tuple[ModulePath, str], list[Instance]] = {}
        self.hidden: list[tuple[Node, str, str]] = []
        self.modules: list[Module] = []
        self.outside: list[tuple[Module, str, Block]] = []

    @property
    def texts(self) -> Iterator[str]:
        """All that could refer to what is declared."""
        for module in self.modules:
            yield from module.folder.texts

    def beside(self, path: str) -> str:
        """`path.module` is told from where iamlint runs; other paths from the root's folder."""
        clean = os.path.normpath(path).replace(os.sep, "/")
        folders = {module.folder.path for module in self.modules}
        while clean and clean not in folders:
            clean = os.path.dirname(clean) if clean != os.path.dirname(clean) else ""
        if not clean:
            return path
        return os.path.relpath(path, os.path.dirname(self.path) or ".").replace(os.sep, "/")

    def begin(self, root: Module, evaluator: Evaluator) -> None:
        """Learn what the root says of its providers."""
        self.configuration.providers = _providers(root, evaluator)

    def fill(self, root: Module, evaluator: Evaluator) -> None:
        """Declare what the root and all modules declare that are called from it."""
        open_ = [root]
        while open_:
            one = open_.pop(0)
            self.modules.append(one)
            for node, why in one.folder.faults:
                self.hidden.append((node, one.path.address, why))
            if len(one.path.names) < DEEPEST and len(self.modules) < MOST:
                open_ += self._called(one, evaluator)
        for module in self.modules:
            for local in module.folder.resources:
                self.expanded(module, local, evaluator)

    def expanded(self, module: Module, local: str, evaluator: Evaluator) -> list[Instance] | None:
        """The instances of one resource in an instance of a module, made when first asked for."""
        slot = (module.path, local)
        found = self._local.get(slot)
        if found is not None:
            return found
        block = module.folder.resources.get(local)
        if block is None:
            return None
        self._local[slot] = []  # a number of instances that depends on itself
        made = [] if block.broken else list(self._instances(module, local, block, evaluator))
        if block.broken:
            address = module.path.prefixed(local)
            self.hidden.append((block, address, "there is an error of syntax in it"))
        self._local[slot] = made
        for instance in made:
            self.instances.setdefault(instance.address, instance)
        return made

    def _instances(
        self, module: Module, local: str, block: Block, evaluator: Evaluator
    ) -> list[Instance]:
        scope, found = Scope(module), []
        address = module.path.prefixed(local)
        for key, names, when in repetitions(evaluator, block, scope, address):
            values = Attributes(evaluator, block.body, scope.binding(names))
            own = Key(key) if key is not None else None
            instance = declared(module, local, block, values, own)
            instance.when = module.when | when
            instance.imported = local in module.folder.imported
            found.append(instance)
        return found

    def _called(self, module: Module, evaluator: Evaluator) -> list[Module]:
        """The modules that a module calls."""
        found: list[Module] = []
        for name, block in module.folder.calls.items():
            address = module.path.child(name, None).address
            source = literal(block.body.value("source")) or ""
            path = called(module.folder.path, source)
            folder = evaluator.world.files.folder(path) if path and not block.broken else None
            if folder is None or folder is module.folder:
                why = f"the code of the module {source or 'that is not named'} is not in view"
                module.children[name] = why
                place = block.body.value("source") or block
                self.hidden.append((place, address, why))
                if not block.broken:
                    self.outside.append((module, name, block))
                continue
            made = [
                Module(
                    folder,
                    module.path.child(name, Key(key) if key is not None else None),
                    block,
                    Scope(module, names),
                    module.when | when,
                )
                for key, names, when in repetitions(evaluator, block, Scope(module), address)
            ]
            module.children[name] = [*made]
            found += made
        return found


def declared(
    module: Module, local: str, block: Block, values: Attributes, key: Key | None
) -> Instance:
    """An instance of what a block declares, with these values."""
    parts = local.split(".")
    place = block
    mode = MANAGED if len(parts) == 2 else DATA
    address = module.path.prefixed(local) + (str(key) if key is not None else "")
    entries: list[tuple[Scalar, Node]] = [
        (_key(name), Scalar(NOWHERE, 0, 0, value))
        for name, value in (
            ("address", address),
            ("mode", mode),
            ("type", parts[-2]),
            ("name", parts[-1]),
        )
    ]
    node = Mapping(place.source, place.start, place.end, entries)
    expressions = Mapping(
        NOWHERE, 0, 0, [(_key(name), Mapping(NOWHERE, 0, 0, [])) for name in values.names()]
    )
    settings: list[tuple[Scalar, Node]] = [(_key("expressions"), expressions)]
    provider = provider_key(module, block.body.value("provider"))
    if provider:
        settings.append((_key("provider_config_key"), Scalar(NOWHERE, 0, 0, provider)))
    instance = Instance(node, module.path, values, Mapping(NOWHERE, 0, 0, settings))
    instance.key = key
    return instance


def provider_key(module: Module, expression: Node | None) -> str:
    """The provider of the root that a block is given to."""
    name = _dotted(expression) or "aws"
    while module.outer is not None and module.call is not None:
        given = module.call.body.value("providers")
        from iamlint.formats.hcl.nodes import Object

        if isinstance(given, Object):
            for key, value in given.pairs:
                if _dotted(key) == name:
                    name = _dotted(value)
                    break
        module = module.outer.module
    return name


def _dotted(node: Node | None) -> str:
    """`aws.east`, as a reference, a key or a text."""
    from iamlint.formats.hcl.nodes import Traversal

    if isinstance(node, Traversal):
        return ".".join((node.name, *(step for step in node.steps if isinstance(step, str))))
    return literal(node) or ""


def _providers(root: Module, evaluator: Evaluator) -> Mapping:
    """What the root says of its providers, as a plan keeps it."""
    entries: list[tuple[Scalar, Node]] = []
    for block in root.folder.providers:
        alias = literal(block.body.value("alias"))
        name = f"{block.labels[0]}.{alias}" if alias else block.labels[0]
        given = Attributes(evaluator, block.body, Scope(root))
        told = [(_key(one), _told(given.get(one))) for one in given.names()]
        expressions = Mapping(block.source, block.start, block.end, told)
        entries.append((_key(name), Mapping(NOWHERE, 0, 0, [(_key("expressions"), expressions)])))
    return Mapping(NOWHERE, 0, 0, entries)


def _told(value: Node | None) -> Node:
    """An expression as a plan keeps it: its value where that is constant."""
    from iamlint.text.node import Sequence

    if isinstance(value, Sequence):
        blocks = [_block(item) for item in value.items]
        if any(isinstance(item, Attributes) for item in value.items):
            return Sequence(value.source, value.start, value.end, blocks)
    plain = isinstance(value, (Scalar, Sequence, Mapping)) and not isinstance(value, Attributes)
    document = isinstance(value, (Encoded, Written))  # all of it is known but how it is written
    if value is None or not (plain or document):
        place = value if value is not None else Mapping(NOWHERE, 0, 0, [])
        return Mapping(place.source, place.start, place.end, [])
    return Mapping(value.source, value.start, value.end, [(_key("constant_value"), value)])


def _block(item: Node) -> Node:
    if isinstance(item, Attributes):
        told = [(_key(name), _told(item.get(name))) for name in item.names()]
        return Mapping(item.source, item.start, item.end, told)
    return item


def _key(name: str) -> Scalar:
    return Scalar(NOWHERE, 0, 0, name)
