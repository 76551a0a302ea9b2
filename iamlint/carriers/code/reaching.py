"""What of a program runs when Lambda calls its handler.

A name that is mentioned is taken for a use: rather too much is reached than too little. What stands
in a branch is run at times; it can be left out.

https://docs.aws.amazon.com/lambda/latest/dg/python-handler.html
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, NamedTuple

from .modules import FUNCTIONS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .modules import Module, Program


DEFINITIONS = (*FUNCTIONS, ast.ClassDef)


class Part(NamedTuple):
    """A piece of code that runs: a module's own statements, or a definition in it.

    `within`: the definitions around it, the innermost last, itself included.
    """

    module: Module
    body: tuple[ast.stmt, ...]
    within: tuple[ast.AST, ...]


class Reach:
    """Follows names from the handler. `always`: not into branches."""

    def __init__(self, program: Program, *, always: bool = False) -> None:
        self._program = program
        self._always = always
        self._modules: dict[str, Module] = {}
        self._wanted: set[str] = set()
        self._around: dict[ast.AST, tuple[ast.AST, ...]] = {}

    @property
    def modules(self) -> list[Module]:
        """The modules that are imported, the handler's first."""
        return list(self._modules.values())

    def of(self, module: Module, handler: str) -> list[Part]:
        """The parts that run, in the order of the modules' texts."""
        self._load(module)
        defined = module.definitions.get(handler, ())
        reached: dict[ast.AST, Module] = {}
        for own in self._modules.values():
            for statement in self._top(own):
                self._want(own, statement)
        for node in defined:
            reached[node] = module
            self._want(module, node)
        fresh = True
        while fresh:
            fresh = False
            for own in self._modules.values():
                for name, nodes in own.definitions.items():
                    for node in nodes:
                        if node not in reached and self._runs(name, node, own, bool(defined)):
                            reached[node] = own
                            before = len(self._wanted)
                            self._want(own, node)
                            fresh = fresh or len(self._wanted) > before
        return [*self._tops(), *(self._part(own, node) for node, own in reached.items())]

    def _want(self, module: Module, node: ast.AST) -> None:
        """What a piece of code mentions is used, by the name that it has at home too."""
        names = mentioned(node, always=self._always)
        self._wanted |= names
        self._wanted.update(module.imported[name].name for name in names if name in module.imported)

    def _load(self, module: Module) -> None:
        waiting = [module]
        while waiting:
            found = waiting.pop()
            if found.name not in self._modules:
                self._modules[found.name] = found
                waiting.extend(self._program.imported_by(found))

    def _runs(self, name: str, node: ast.AST, module: Module, known: bool) -> bool:
        """A definition is mentioned, registered by a decorator, or called by Python itself; where
        the handler is not known by name, all of its module is.
        """
        if name in self._wanted or (not known and module is next(iter(self._modules.values()))):
            return True
        if isinstance(node, FUNCTIONS) and node.decorator_list:
            return not self._is_method(module, node)
        around = self._parents(module).get(node, ())
        inside = bool(around) and isinstance(around[-1], ast.ClassDef)
        return name.startswith("__") and inside and around[-1].name in self._wanted  # type: ignore[attr-defined]

    def _is_method(self, module: Module, node: ast.AST) -> bool:
        around = self._parents(module).get(node, ())
        return bool(around) and isinstance(around[-1], ast.ClassDef)

    def _parents(self, module: Module) -> dict[ast.AST, tuple[ast.AST, ...]]:
        """For each definition of a module those around it, the innermost last."""
        if module.tree not in self._around:
            self._around[module.tree] = ()
            waiting: list[tuple[ast.AST, tuple[ast.AST, ...]]] = [(module.tree, ())]
            while waiting:
                node, around = waiting.pop()
                for child in ast.iter_child_nodes(node):
                    inside = around
                    if isinstance(child, DEFINITIONS):
                        self._around[child] = around
                        inside = (*around, child)
                    waiting.append((child, inside))
        return self._around

    def _top(self, module: Module) -> Iterator[ast.stmt]:
        for node in module.top:
            if not isinstance(node, DEFINITIONS):
                yield node
            elif isinstance(node, ast.ClassDef):
                yield from (s for s in node.body if not isinstance(s, DEFINITIONS))

    def _tops(self) -> Iterator[Part]:
        for module in self._modules.values():
            yield Part(module, tuple(self._top(module)), ())

    def _part(self, module: Module, node: ast.AST) -> Part:
        around = self._parents(module).get(node, ())
        body = tuple(node.body) if isinstance(node, FUNCTIONS) else ()
        return Part(module, body, (*around, node))


def mentioned(node: ast.AST, *, always: bool) -> set[str]:
    """Every name and attribute in a piece of code, but for the bodies of definitions in it and,
    with `always`, for branches.
    """
    found: set[str] = set()
    waiting = [*ast.iter_child_nodes(node)] if isinstance(node, DEFINITIONS) else [node]
    while waiting:
        inner = waiting.pop()
        if isinstance(inner, ast.Name):
            found.add(inner.id)
        elif isinstance(inner, ast.Attribute):
            found.add(inner.attr)
        if isinstance(inner, DEFINITIONS):
            waiting.extend(inner.decorator_list)
            waiting.extend(inner.bases if isinstance(inner, ast.ClassDef) else ())
        else:
            waiting.extend(parts_of(inner, always=always))
    return found


def parts_of(node: ast.AST, *, always: bool) -> list[ast.AST]:
    """What stands directly in a piece of code; with `always`, without what is run at times."""
    if not always:
        return list(ast.iter_child_nodes(node))
    if isinstance(node, (ast.If, ast.IfExp)):
        return [node.test]
    if isinstance(node, ast.While):
        return [node.test]
    if isinstance(node, ast.BoolOp):
        return [node.values[0]]
    if isinstance(node, ast.Match):
        return [node.subject]
    if isinstance(node, (ast.ExceptHandler, ast.Lambda)):
        return []
    return list(ast.iter_child_nodes(node))
