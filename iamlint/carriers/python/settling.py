"""Which resources are all that a file says: nothing else can add to them.

They are made once, and neither they nor what tells of them is handed to code that is not followed.
"""

from __future__ import annotations

import ast
from functools import cached_property

from iamlint.text.hints import TYPE_CHECKING
from iamlint.text.records import NamedTuple

from .evaluating import View

if TYPE_CHECKING:
    from collections.abc import Iterable

    from .evaluating import Evaluator

WRITING = frozenset(("to_json", "to_yaml", "to_dict"))
ADDING = frozenset(("add_resource", "add_output"))
WITHIN = (ast.keyword, ast.List, ast.Tuple, ast.Dict, ast.JoinedStr, ast.FormattedValue, ast.BinOp)
LOOPS = (ast.For, ast.AsyncFor, ast.While, ast.ListComp, ast.GeneratorExp)
PLAIN = ("print", "json.dumps")
TEXTUAL = frozenset(("format", "join", "replace", "split", "strip", "lower"))
"""Methods of texts."""
MOST = 20_000
"""Calls in a file that is looked at this closely."""


class Ways(NamedTuple):
    """How a library is used. `packages`: what the names of its calls begin with, which only put
    together what they are given; `telling`: attributes of a resource that change nothing, none for
    all; `outputs`: methods of what they give; `template`: what resources are added to, empty where
    making them is enough. Of a module that is `closely` looked at all that is known is `read`.
    """

    packages: tuple[str, ...]
    telling: frozenset[str] = frozenset()
    outputs: frozenset[str] = frozenset()
    template: str = ""
    closely: str = "."
    read: frozenset[str] = frozenset()


def settled(evaluator: Evaluator, calls: Iterable[ast.Call], ways: Ways) -> list[ast.Call]:
    """The calls, of those that make resources, to whose resources nothing else can add."""
    calls = list(calls)
    if len(calls) > MOST:
        return []
    if ways.template and not any(word in evaluator.source.text for word in WRITING):
        return []
    uses = Uses(evaluator, ways)
    if ways.template and not uses.template:
        return []
    return [call for call in calls if uses.is_settled(call)]


class Uses:
    """How the names of one file are used."""

    def __init__(self, evaluator: Evaluator, ways: Ways) -> None:
        self.evaluator = evaluator
        self.ways = ways
        self.tree = evaluator.program.tree
        self._safe: dict[str, bool] = {}
        self._asked: set[str] = set()

    @cached_property
    def _parents(self) -> dict[int, ast.AST]:
        return {
            id(child): parent
            for parent in ast.walk(self.tree)
            for child in ast.iter_child_nodes(parent)
        }

    @cached_property
    def _names(self) -> dict[str, list[ast.Name]]:
        """Where names are used."""
        found: dict[str, list[ast.Name]] = {}
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
                found.setdefault(node.id, []).append(node)
        return found

    @cached_property
    def _bound(self) -> dict[str, int]:
        """How often a name is given a value in the file."""
        found: dict[str, int] = {}
        for scope in self.evaluator.names.scopes:
            for name, bindings in scope.names.items():
                found[name] = found.get(name, 0) + len(bindings)
        return found

    @cached_property
    def template(self) -> str:
        """The name of the only template, which is written here and handed to nobody."""
        made = [
            binding.value
            for scope in self.evaluator.names.scopes
            for bindings in scope.names.values()
            for binding in bindings
            if isinstance(binding.value, ast.Call)
            and self._qualified(binding.value) == self.ways.template
        ]
        name = self._name_of(made[0]) if len(made) == 1 else ""
        if not name or self._bound.get(name) != 1:
            return ""
        methods = [self._method_on(use) for use in self._names.get(name, ())]
        return name if all(methods) and WRITING.intersection(methods) else ""

    def _method_on(self, use: ast.Name) -> str:
        """The method that is called of a name; empty for another use."""
        above = self._parents[id(use)]
        call = self._parents.get(id(above))
        called = isinstance(call, ast.Call) and call.func is above
        return above.attr if isinstance(above, ast.Attribute) and called else ""

    def _qualified(self, call: ast.Call) -> str:
        return self.evaluator.following.qualified(call.func, View(self.evaluator.names.module))

    def _name_of(self, node: ast.AST) -> str:
        """The name that an expression is given to, alone; empty where it is not."""
        above = self._parents[id(node)]
        if not isinstance(above, ast.Assign) or len(above.targets) != 1:
            return ""
        target = above.targets[0]
        return target.id if isinstance(target, ast.Name) else ""

    def is_settled(self, call: ast.Call) -> bool:
        """Is a resource made once, put into the template, and handed to nobody?"""
        if any(keyword.arg is None for keyword in call.keywords) or self._is_in_loop(call):
            return False
        if not self.ways.template:
            name = self._name_of(call)
            alone = isinstance(self._parents[id(call)], ast.Expr)
            return alone or (bool(name) and self._is_safe(name))
        added = self._parents[id(call)]
        if self._adds(added):
            name = self._name_of(added)
            alone = isinstance(self._parents[id(added)], ast.Expr)
            return alone or (bool(name) and self._is_safe(name))
        name = self._name_of(call)
        uses = self._names.get(name, ())
        put = any(self._adds(self._parents[id(use)]) for use in uses)
        return put and self._is_safe(name)

    def _adds(self, node: ast.AST) -> bool:
        """Is it `template.add_resource(…)`?"""
        return (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and node.func.attr == "add_resource"
            and isinstance(node.func.value, ast.Name)
            and node.func.value.id == self.template
        )

    def _is_in_loop(self, node: ast.AST) -> bool:
        above = self._parents.get(id(node))
        while above is not None:
            if isinstance(above, LOOPS):
                return True
            above = self._parents.get(id(above))
        return False

    def _is_safe(self, name: str) -> bool:
        """Is all that is done with a name followed?"""
        if name not in self._safe:
            self._safe[name] = False  # while it is being asked
            uses = self._names.get(name, ())
            self._safe[name] = self._bound.get(name) == 1 and all(map(self._is_followed, uses))
        return self._safe[name]

    def _is_followed(self, use: ast.Name) -> bool:
        node: ast.AST = use
        above = self._parents[id(node)]
        if isinstance(above, ast.Attribute):
            if self.ways.telling and above.attr not in self.ways.telling:
                return False
            node, above = above, self._parents[id(above)]
        while not isinstance(above, ast.stmt):
            if isinstance(above, ast.Call):
                known = self._is_known if above.func is not node else self._takes_known
                if not known(above):
                    return False
            elif isinstance(above, ast.Attribute):
                if above.attr not in self.ways.outputs:
                    return False
            elif not isinstance(above, WITHIN):
                return False
            node, above = above, self._parents[id(above)]
        if isinstance(above, ast.Assign):
            name = self._name_of(node)
            return bool(name) and self._is_safe(name)
        return isinstance(above, ast.Expr)

    def _is_known(self, call: ast.Call) -> bool:
        """Is it a call that only puts together what it is given?"""
        if isinstance(call.func, ast.Attribute) and call.func.attr in ADDING:
            return isinstance(call.func.value, ast.Name) and call.func.value.id == self.template
        qualified = self._qualified(call)
        if qualified.startswith(self.ways.closely):
            return qualified in self.ways.read
        if qualified.startswith(self.ways.packages) or qualified in PLAIN:
            return True
        return self._is_harmless(call.func)

    def _takes_known(self, call: ast.Call) -> bool:
        """Are the functions that a method is given followed: `arn.apply(lambda arn: …)`?"""
        return all(
            isinstance(one, ast.Constant) or self._is_harmless(one)
            for one in (*call.args, *(keyword.value for keyword in call.keywords))
        )

    def _is_harmless(self, function: ast.expr) -> bool:
        """Does a function of the file only put together what it is given?"""
        body: list[ast.AST] = []
        if isinstance(function, ast.Lambda):
            body = [function.body]
        elif isinstance(function, ast.Name):
            bindings = self.evaluator.names.module.names.get(function.id, [])
            if len(bindings) != 1 or function.id in self._asked:
                return False
            self._asked.add(function.id)
            made, value = bindings[0].function, bindings[0].value
            body = [value.body] if isinstance(value, ast.Lambda) else []
            body = list(made.body) if made is not None else body
        calls = [one for part in body for one in ast.walk(part) if isinstance(one, ast.Call)]
        safe = bool(body) and all(map(self._makes_nothing, calls))
        if isinstance(function, ast.Name):
            self._asked.discard(function.id)
        return safe

    def _makes_nothing(self, call: ast.Call) -> bool:
        """A method of a text or of an output, or a function that is harmless itself."""
        if self._qualified(call) in PLAIN:
            return True
        if isinstance(call.func, ast.Attribute) and call.func.attr in TEXTUAL:
            return True
        return self._is_harmless(call.func)
