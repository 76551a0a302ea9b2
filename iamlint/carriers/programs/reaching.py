"""What of a program runs when Lambda calls its handler.

A name that is mentioned is taken for a use: rather too much is reached than too little. What stands
in a branch is run at times; it can be left out.

https://docs.aws.amazon.com/lambda/latest/dg/python-handler.html
"""

from __future__ import annotations

import ast

from iamlint.catalog import catalog
from iamlint.text.hints import TYPE_CHECKING
from iamlint.text.records import NamedTuple

from .modules import FUNCTIONS, names_in

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

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
        self._reached: dict[ast.AST, Module] = {}
        self._waiting: list[tuple[Module, ast.AST]] = []
        self._attributes: set[str] = set()

    @property
    def modules(self) -> list[Module]:
        """The modules that are imported, the handler's first."""
        return list(self._modules.values())

    def of(self, module: Module, handler: str) -> list[Part]:
        """The parts that run, in the order of the modules' texts."""
        self._load(module)
        for own in self._modules.values():
            self._want(own, own.tree)
            for nodes in own.definitions.values():
                for node in nodes:
                    if is_registered(node, own):
                        self._reach(own, node)
        defined = module.definitions.get(handler)
        nameless = [one for one in module.assigned.get(handler, ()) if isinstance(one, ast.Lambda)]
        for nodes in (defined or [],) if defined or nameless else module.definitions.values():
            for node in nodes:
                self._reach(module, node)
        for one in nameless:
            self._want(module, one.body)
        while self._waiting:
            self._want(*self._waiting.pop())
        bodies = [Part(module, (ast.Expr(one.body),), ()) for one in nameless]
        return [*self._tops(), *bodies, *(self._part(m, node) for node, m in self._reached.items())]

    def _load(self, module: Module) -> None:
        waiting = [module]
        while waiting:
            found = waiting.pop()
            if found.name not in self._modules:
                self._modules[found.name] = found
                waiting.extend(self._program.imported_by(found))

    def _reach(self, module: Module, node: ast.AST) -> None:
        if node in self._reached:
            return
        self._reached[node] = module
        self._waiting.append((module, node))
        for inner in node.body if isinstance(node, ast.ClassDef) else ():
            if isinstance(inner, FUNCTIONS) and inner.name.startswith("__"):
                self._reach(module, inner)  # called by Python itself

    def _want(self, module: Module, node: ast.AST) -> None:
        """What a piece of code mentions is used: a name of its own module or of one that it is
        imported from, an attribute of whatever has it.
        """
        mentions = mentions_of(module, node, always=self._always)
        for name in mentions.names:
            self._reach_named(module, name)
            imported = module.imported.get(name)
            home = self._program.module(imported.module) if imported and imported.name else None
            if imported is not None and home is not None:
                self._reach_named(home, imported.name)
        fresh = mentions.attributes - self._attributes
        self._attributes |= fresh
        for own in self._modules.values() if fresh else ():
            for name in fresh & own.definitions.keys():
                self._reach_named(own, name)

    def _reach_named(self, module: Module, name: str) -> None:
        for node in module.definitions.get(name, ()):
            self._reach(module, node)

    def _tops(self) -> Iterator[Part]:
        for module in self._modules.values():
            yield Part(module, tuple(top_of(module)), ())

    def _part(self, module: Module, node: ast.AST) -> Part:
        body = tuple(node.body) if isinstance(node, FUNCTIONS) else ()
        return Part(module, body, (*module.around.get(node, ()), node))


class Mentions(NamedTuple):
    """The names and the attributes in a piece of code."""

    names: frozenset[str]
    attributes: frozenset[str]


def top_of(module: Module) -> Iterator[ast.stmt]:
    """What runs when a module is imported, with the bodies of classes."""
    for node in module.top:
        if not isinstance(node, DEFINITIONS):
            yield node
        elif isinstance(node, ast.ClassDef):
            yield from (s for s in node.body if not isinstance(s, DEFINITIONS))


def is_registered(node: ast.AST, module: Module) -> bool:
    """A function, no method, that a decorator may hand to whoever calls it."""
    if not isinstance(node, FUNCTIONS) or not node.decorator_list:
        return False
    around = module.around.get(node, ())
    return not (around and isinstance(around[-1], ast.ClassDef))


def mentions_of(module: Module, node: ast.AST, *, always: bool) -> Mentions:
    """What a definition mentions, or a module outside of its definitions; found once."""
    known = module.mentions.get((node, always))
    if known is None:
        nodes = top_of(module) if node is module.tree else (node,)
        known = module.mentions[node, always] = mentioned(nodes, always=always)
    return known


def mentioned(nodes: Iterable[ast.AST], *, always: bool) -> Mentions:
    """What pieces of code mention, but for the bodies of definitions in them and, with `always`,
    for branches.
    """
    names: set[str] = set()
    attributes: set[str] = set()
    waiting: list[ast.AST] = []
    for node in nodes:
        waiting += ast.iter_child_nodes(node) if isinstance(node, DEFINITIONS) else (node,)
    while waiting:
        inner = waiting.pop()
        if isinstance(inner, ast.Name):
            names.add(inner.id)
        elif isinstance(inner, ast.Attribute):
            attributes.add(inner.attr)
        if isinstance(inner, DEFINITIONS):
            waiting.extend(inner.decorator_list)
            waiting.extend(inner.bases if isinstance(inner, ast.ClassDef) else ())
        else:
            waiting.extend(parts_of(inner, always=always))
    return Mentions(frozenset(names), frozenset(attributes))


def parts_of(node: ast.AST, *, always: bool) -> list[ast.AST]:
    """What stands directly in a piece of code; with `always`, without what is run at times."""
    if not always:
        return list(ast.iter_child_nodes(node))
    if isinstance(node, ast.If) and is_routing(node.test):
        others = node.orelse
        chained = len(others) == 1 and isinstance(others[0], ast.If)
        return [node.test, *node.body, *(others if chained else ())]
    if isinstance(node, (ast.If, ast.IfExp)):
        return [node.test]
    if isinstance(node, ast.While) and not is_true(node.test):
        return [node.test]
    if isinstance(node, ast.BoolOp):
        return [node.values[0]]
    if isinstance(node, ast.Match):
        routes = [case for case in node.cases if not case.guard and names_route(case.pattern)]
        return [node.subject, *(statement for case in routes for statement in case.body)]
    if isinstance(node, (ast.ExceptHandler, ast.Lambda)):
        return []
    return list(ast.iter_child_nodes(node))


def is_true(node: ast.expr) -> bool:
    """`while True:`, of which the block is run at least once."""
    return isinstance(node, ast.Constant) and bool(node.value)


def is_routing(test: ast.expr) -> bool:
    """A test of what kind of request came: the method or path of a call, the sort of a change. All
    kinds come, whereas what is set up may never be.
    """
    if isinstance(test, ast.BoolOp) and isinstance(test.op, ast.And):
        return all(map(is_routing, test.values))
    if any(name in ("environ", "getenv") for node in ast.walk(test) for name in names_in(node)):
        return False
    if not isinstance(test, ast.Compare) or len(test.ops) != 1:
        return False
    if isinstance(test.ops[0], ast.Eq):
        return is_route(test.comparators[0]) or is_route(test.left)
    return isinstance(test.ops[0], ast.In) and is_route(test.comparators[0])


def is_route(node: ast.AST) -> bool:
    if isinstance(node, (ast.Tuple, ast.List, ast.Set)):
        return bool(node.elts) and all(map(is_route, node.elts))
    word = node.value if isinstance(node, ast.Constant) else None
    if not isinstance(word, str):
        return False
    kinds = {row["word"] for row in catalog().table("request_kinds")}
    method, _, path = word.rpartition(" ")  # `GET /orders`
    return word in kinds or (path.startswith("/") and (not method or method in kinds))


def names_route(pattern: ast.pattern) -> bool:
    if isinstance(pattern, ast.MatchOr):
        return all(map(names_route, pattern.patterns))
    return isinstance(pattern, ast.MatchValue) and is_route(pattern.value)
