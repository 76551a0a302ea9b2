"""Who is called what: the names of a file, where each is bound, and what changes it afterwards.

One walk over the tree; it also gathers what is worth a look: calls, dicts and strings that may be
about policies, each with the scope and the statement it stands in.
https://docs.python.org/3/reference/executionmodel.html#naming-and-binding
"""

from __future__ import annotations

import ast

from iamlint.text.hints import TYPE_CHECKING
from iamlint.text.records import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

Function = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)
Comprehension = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)
CHANGING = frozenset(
    (
        *("append", "extend", "insert", "update", "setdefault"),
        *("add_actions", "add_not_actions", "add_resources", "add_not_resources"),
        *("add_all_resources", "add_condition", "add_conditions", "add_statements"),
        *("add_principals", "add_service_principal", "add_arn_principal", "add_any_principal"),
        *("add_aws_account_principal", "add_account_root_principal", "add_federated_principal"),
        *("add_canonical_user_principal", "add_not_principals", "add_account_condition"),
        *("add_source_account_condition", "add_source_arn_condition"),
    )
)
"""Methods that add to a list or dict, or to a statement of the CDK."""
TAKING = frozenset(("pop", "remove", "clear", "popitem", "sort", "reverse"))
FROM_ALL = "*"
CLASS = (*"ABCDEFGHIJKLMNOPQRSTUVWXYZ", "from_")
"""How calls that make things begin."""


class Binding(NamedTuple):
    """One place that gives a name a value. `value`: the expression; None where it cannot be told.
    `qualified`: what an import calls it. `item`: which of the value's items it is given; `each`: of
    each of its items in turn, or each as it is.
    """

    statement: ast.stmt | None
    value: ast.expr | None
    qualified: str = ""
    function: ast.FunctionDef | None = None
    parameter: bool = False
    item: int | None = None
    each: bool = False


class Change(NamedTuple):
    """Something done to what a name stands for: `path` are the subscripts on the way, `method` is
    `=`, the name of a method, or empty where what it does is not known.
    """

    statement: ast.stmt
    path: tuple[ast.expr, ...]
    method: str
    arguments: tuple[ast.expr, ...]
    keywords: tuple[ast.keyword, ...] = ()


class Scope:
    """A module, class or function. `own`: the attributes that its methods give `self`."""

    def __init__(self, node: ast.AST, outer: Scope | None) -> None:
        self.node = node
        self.outer = outer
        self.names: dict[str, list[Binding]] = {}
        self.changes: dict[str, list[Change]] = {}
        self.elsewhere: set[str] = set()
        self.own: dict[str, list[tuple[Scope, Binding]]] = {}

    @property
    def is_class(self) -> bool:
        return isinstance(self.node, ast.ClassDef)

    @property
    def label(self) -> str:
        """What tells it from other scopes of the file."""
        line = getattr(self.node, "lineno", 0)
        return f"{getattr(self.node, 'name', 'lambda')}@{line}" if line else ""

    def around(self) -> Iterator[Scope]:
        """Itself and those that a name is looked for in."""
        yield self
        scope = self.outer
        while scope is not None:
            if not scope.is_class:
                yield scope
            scope = scope.outer

    @property
    def of_class(self) -> Scope | None:
        """The class whose method this is, or is in."""
        scope: Scope | None = self
        while scope is not None and not scope.is_class:
            scope = scope.outer
        return scope

    def bind(self, name: str, binding: Binding) -> None:
        self.names.setdefault(name, []).append(binding)


class Found(NamedTuple):
    """An expression that may be about policies."""

    node: ast.expr
    scope: Scope
    statement: ast.stmt


class Names:
    """All names of a file. `wanted`: the last names of calls that are gathered; with `classes` all
    that begin like that of a class.
    """

    def __init__(self, tree: ast.Module, wanted: frozenset[str], *, classes: bool = False) -> None:
        self.module = Scope(tree, None)
        self.parents: dict[int, tuple[ast.AST, str]] = {}
        self.calls: list[Found] = []
        self.dicts: list[Found] = []
        self.strings: list[Found] = []
        self.stars: list[str] = []
        # what code gives to attributes of things, by the names of these
        self.given: dict[str, list[tuple[str, ast.expr, Scope, ast.stmt]]] = {}
        self._wanted = wanted
        self._classes = classes
        self._waiting: list[tuple[ast.AST, Scope, ast.stmt]] = []
        self.scopes = [self.module]
        self.scope_of: dict[int, Scope] = {id(tree): self.module}
        self._statements(tree.body, tree, "body", self.module)
        self._walk()
        self._sort()

    def given_to(self, found: Found) -> list[tuple[str, ast.expr, Scope]]:
        """What a thing that a call makes is given afterwards: `role.Policies = […]`."""
        targets = found.statement.targets if isinstance(found.statement, ast.Assign) else []
        names = [target.id for target in targets if isinstance(target, ast.Name)]
        since = place_of(found.node)
        later = [place_of(one.statement) for n in names for one in found.scope.names.get(n, ())]
        until = min((place for place in later if place > since), default=(1 << 60, 0))
        return [
            (attribute, value, scope)
            for name in names
            for attribute, value, scope, node in self.given.get(name, ())
            if scope is found.scope and since < place_of(node) < until
        ]

    def around(self, statement: ast.stmt) -> Iterator[tuple[ast.AST, str]]:
        """The statements around a statement, within its function, and in which block of each."""
        node: ast.AST = statement
        while id(node) in self.parents:
            parent, field = self.parents[id(node)]
            if isinstance(parent, (*Function, ast.ClassDef, ast.Module)):
                return
            yield parent, field
            node = parent

    def _statements(self, body: list[ast.stmt], parent: ast.AST, field: str, scope: Scope) -> None:
        for statement in body:
            self.parents[id(statement)] = parent, field
            self._waiting.append((statement, scope, statement))

    def _walk(self) -> None:
        while self._waiting:
            node, scope, statement = self._waiting.pop()
            if isinstance(node, ast.stmt):
                self._statement(node, scope)
                continue
            if isinstance(node, ast.Call):
                self._call(node, scope, statement)
            elif isinstance(node, ast.Dict):
                self.dicts.append(Found(node, scope, statement))
            elif isinstance(node, (ast.Constant, ast.JoinedStr)):
                self.strings.append(Found(node, scope, statement))
                if isinstance(node, ast.JoinedStr):
                    continue
            elif isinstance(node, ast.NamedExpr) and isinstance(node.target, ast.Name):
                scope.bind(node.target.id, Binding(statement, node.value))
            elif isinstance(node, ast.Lambda):
                scope = self._scope(node, scope)
                self._parameters(node.args, scope)
            elif isinstance(node, Comprehension):
                scope = self._scope(node, scope)
                for generator in node.generators:
                    for part in ast.walk(generator.target):
                        if isinstance(part, ast.Name):
                            scope.bind(part.id, Binding(None, None, parameter=True))
            self._push(node, scope, statement)

    def _scope(self, node: ast.AST, outer: Scope) -> Scope:
        made = Scope(node, outer)
        self.scopes.append(made)
        self.scope_of[id(node)] = made
        return made

    def _sort(self) -> None:
        """Into the order of the text."""
        for scope in self.scopes:
            for bindings in scope.names.values():
                bindings.sort(key=lambda one: place_of(one.statement))
            for changes in scope.changes.values():
                changes.sort(key=lambda one: place_of(one.statement))
            for own in scope.own.values():
                own.sort(key=lambda one: place_of(one[1].statement))
        for found in (self.calls, self.dicts, self.strings):
            found.sort(key=lambda one: place_of(one.node))

    def _push(self, node: ast.AST, scope: Scope, statement: ast.stmt) -> None:
        for child in ast.iter_child_nodes(node):
            if isinstance(child, ast.stmt):
                continue
            self._waiting.append((child, scope, statement))

    def _call(self, node: ast.Call, scope: Scope, statement: ast.stmt) -> None:
        name = last_name(node.func)
        if name in self._wanted or (self._classes and name.startswith(CLASS)):
            self.calls.append(Found(node, scope, statement))

    def _statement(self, node: ast.stmt, scope: Scope) -> None:
        for field, value in ast.iter_fields(node):
            if isinstance(value, list):
                inner = self._inner(node, field, scope)
                statements = [one for one in value if isinstance(one, ast.stmt)]
                if statements:
                    self._statements(statements, node, field, inner)
                for one in value:
                    if isinstance(one, (ast.ExceptHandler, ast.match_case)):
                        self._handler(one, node, scope)
        self._names(node, scope)
        if is_docstring(node):
            return
        self._push(node, scope, node)

    def _handler(
        self, handler: ast.ExceptHandler | ast.match_case, node: ast.stmt, scope: Scope
    ) -> None:
        self.parents[id(handler)] = node, "handlers"
        if isinstance(handler, ast.ExceptHandler) and handler.name:
            scope.bind(handler.name, Binding(None, None))
        if isinstance(handler, ast.match_case):
            for part in ast.walk(handler.pattern):
                for name in (getattr(part, "name", None), getattr(part, "rest", None)):
                    if isinstance(name, str):
                        scope.bind(name, Binding(None, None))
        self._statements(handler.body, handler, "body", scope)

    def _inner(self, node: ast.stmt, field: str, scope: Scope) -> Scope:
        """The scope of the statements in a statement."""
        if field != "body" or not isinstance(
            node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
        ):
            return scope
        inner = self._scope(node, scope)
        if not isinstance(node, ast.ClassDef):
            self._parameters(node.args, inner)
        return inner

    def _parameters(self, arguments: ast.arguments, scope: Scope) -> None:
        every = [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs]
        for one in (*every, arguments.vararg, arguments.kwarg):
            if one is not None:
                scope.bind(one.arg, Binding(None, None, parameter=True))

    def _names(self, node: ast.stmt, scope: Scope) -> None:
        if isinstance(node, ast.Assign):
            for target in node.targets:
                self._target(target, node.value, node, scope)
        elif isinstance(node, ast.AnnAssign):
            if node.value is not None:
                self._target(node.target, node.value, node, scope)
        elif isinstance(node, ast.AugAssign):
            self._added(node, scope)
        elif isinstance(node, ast.For):
            self._in_turn(node, scope)
        elif isinstance(node, ast.AsyncFor):
            self._unknown(node.target, node, scope)
        elif isinstance(node, (ast.With, ast.AsyncWith)):
            for item in node.items:
                if item.optional_vars is not None:
                    self._unknown(item.optional_vars, node, scope)
        elif isinstance(node, ast.Expr) and isinstance(node.value, ast.Call):
            self._changed(node.value, node, scope)
        elif isinstance(node, ast.Delete):
            for target in node.targets:
                self._taken(target, node, scope)
        else:
            self._declared(node, scope)

    def _declared(self, node: ast.stmt, scope: Scope) -> None:
        """Names of modules, functions and classes."""
        if isinstance(node, ast.Import):
            for alias in node.names:
                name = alias.asname or alias.name.partition(".")[0]
                scope.bind(name, Binding(node, None, alias.name if alias.asname else name))
        elif isinstance(node, ast.ImportFrom):
            self._imported(node, scope)
        elif isinstance(node, ast.FunctionDef):
            scope.bind(node.name, Binding(node, None, function=node))
        elif isinstance(node, (ast.AsyncFunctionDef, ast.ClassDef)):
            scope.bind(node.name, Binding(node, None))
        elif isinstance(node, (ast.Global, ast.Nonlocal)):
            scope.elsewhere.update(node.names)

    def _imported(self, node: ast.ImportFrom, scope: Scope) -> None:
        module = "." * node.level + (node.module or "")
        for alias in node.names:
            if alias.name == FROM_ALL:
                self.stars.append(module)
            else:
                qualified = within(module, alias.name)
                scope.bind(alias.asname or alias.name, Binding(node, None, qualified))

    def _target(self, target: ast.expr, value: ast.expr, node: ast.stmt, scope: Scope) -> None:
        if isinstance(target, ast.Name):
            self._bind(target.id, Binding(node, value), scope)
        elif isinstance(target, ast.Attribute):
            owner = scope.of_class
            if owner is not None and is_self(target.value):
                owner.own.setdefault(target.attr, []).append((scope, Binding(node, value)))
                return
            if isinstance(target.value, ast.Name):
                self.given.setdefault(target.value.id, []).append((target.attr, value, scope, node))
        elif isinstance(target, ast.Subscript):
            name, path = root_of(target)
            if name:
                self._note(name, Change(node, path, "=", (value,)), scope)
        elif isinstance(target, (ast.Tuple, ast.List)):
            values = value.elts if isinstance(value, (ast.Tuple, ast.List)) else []
            plain = len(values) == len(target.elts) and not any(
                isinstance(one, ast.Starred) for one in (*target.elts, *values)
            )
            starred = any(isinstance(one, ast.Starred) for one in target.elts)
            for index, one in enumerate(target.elts):
                if plain:
                    self._target(one, values[index], node, scope)
                elif isinstance(one, ast.Name) and not values and not starred:
                    self._bind(one.id, Binding(node, value, item=index), scope)
                else:
                    self._unknown(one, node, scope)

    def _bind(self, name: str, binding: Binding, scope: Scope) -> None:
        if name in scope.elsewhere:
            for outer in scope.around():
                if outer is not scope and name in outer.names:
                    scope = outer
                    break
            binding = Binding(None, None)
        scope.bind(name, binding)

    def _in_turn(self, node: ast.For, scope: Scope) -> None:
        """What a loop gives a name."""
        target = node.target
        parts = target.elts if isinstance(target, (ast.Tuple, ast.List)) else [target]
        if not all(isinstance(one, ast.Name) for one in parts):
            self._unknown(target, node, scope)
            return
        for index, one in enumerate(parts):
            assert isinstance(one, ast.Name)
            item = None if one is target else index
            self._bind(one.id, Binding(node, node.iter, item=item, each=True), scope)

    def _unknown(self, target: ast.expr, node: ast.stmt, scope: Scope) -> None:
        for part in ast.walk(target):
            if isinstance(part, ast.Name):
                scope.bind(part.id, Binding(node, None))

    def _taken(self, target: ast.expr, node: ast.stmt, scope: Scope) -> None:
        name, path = root_of(target)
        if name:
            self._note(name, Change(node, path, "", ()), scope)

    def _added(self, node: ast.AugAssign, scope: Scope) -> None:
        name, path = root_of(node.target)
        if name:
            method = "+=" if isinstance(node.op, (ast.Add, ast.BitOr)) else ""
            self._note(name, Change(node, path, method, (node.value,)), scope)

    def _changed(self, call: ast.Call, node: ast.stmt, scope: Scope) -> None:
        if isinstance(call.func, ast.Attribute) and call.func.attr in CHANGING | TAKING:
            name, path = root_of(call.func.value)
            if name:
                method = call.func.attr if call.func.attr in CHANGING else ""
                arguments, keywords = tuple(call.args), tuple(call.keywords)
                self._note(name, Change(node, path, method, arguments, keywords), scope)

    def _note(self, name: str, change: Change, scope: Scope) -> None:
        scope.changes.setdefault(name, []).append(change)


def within(module: str, name: str) -> str:
    """A name of a module; `.` stands for the package that the file is in."""
    return f"{module}{name}" if module.endswith(".") else f"{module}.{name}"


def place_of(node: ast.stmt | ast.expr | None) -> tuple[int, int]:
    """Line and column; those of a parameter come first."""
    return (0, 0) if node is None else (node.lineno, node.col_offset)


def root_of(node: ast.expr) -> tuple[str, tuple[ast.expr, ...]]:
    """The name that subscripts lead from, `self.x` among them, and the subscripts; an empty name
    for anything else.
    """
    path: list[ast.expr] = []
    while isinstance(node, ast.Subscript):
        path.append(node.slice)
        node = node.value
    if isinstance(node, ast.Name):
        return node.id, tuple(reversed(path))
    if isinstance(node, ast.Attribute) and is_self(node.value):
        return f"self.{node.attr}", tuple(reversed(path))
    return "", ()


def is_self(node: ast.expr) -> bool:
    return isinstance(node, ast.Name) and node.id in ("self", "cls")


def last_name(node: ast.expr) -> str:
    """`PolicyStatement` of `iam.PolicyStatement`."""
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else ""


def is_docstring(node: ast.stmt) -> bool:
    """A text alone: documentation, or code that was commented out."""
    return (
        isinstance(node, ast.Expr)
        and isinstance(node.value, ast.Constant)
        and isinstance(node.value.value, str)
    )
