"""What expressions in code are: clients of AWS, things that clients make, and texts.

Only what is certain is told: a name that is assigned twice, a parameter, whatever is not known of a
call, is nothing.

https://boto3.amazonaws.com/v1/documentation/api/latest/reference/core/session.html
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, NamedTuple

from iamlint.catalog import catalog
from iamlint.text.holes import Hole, Text

from .modules import FUNCTIONS, UNKNOWN, assignments, names_in

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from typing import Any

    from .modules import Module, Program
    from .reaching import Part

SDK = "boto3"
SESSIONS = ("Session",)
OWN_CALLER = ("aws_access_key_id", "aws_secret_access_key", "aws_session_token", "profile_name")
"""Arguments by which a client calls as somebody else, …"""
ELSEWHERE = ("endpoint_url",)
"""… and by which it calls something else."""
UNSIGNED, SETS = "UNSIGNED", "setupdefaultsession"
"""What makes a client call as nobody, and what sets as whom all do."""
VARIABLES = ("os.environ", "environ")
READERS = ("os.environ.get", "os.getenv", "environ.get", "getenv")
"""How code reads the environment."""
SAID = 40
"""So much of an expression is told."""
DEEPEST = 12
"""So many names are followed, one to the next."""


class Session(NamedTuple):
    """`boto3` itself, or a session that calls as the function's own role."""


class Client(NamedTuple):
    """A client of a service, by the name that boto3 gives it."""

    service: str


class Maker(NamedTuple):
    """A resource client, which makes things."""

    service: str


class Thing(NamedTuple):
    """A thing that a resource client made. `kind`: `s3.Object`; `named`: the arguments of calls
    that it stands for.
    """

    service: str
    kind: str
    named: tuple[tuple[str, ast.expr, Scope], ...]


class Paginator(NamedTuple):
    """What calls an operation page by page."""

    client: Client
    method: str


class Own(NamedTuple):
    """A module of the program."""

    module: Module


class Scope:
    """Where an expression stands: a module, and the definitions around it."""

    def __init__(self, module: Module, within: tuple[ast.AST, ...] = ()) -> None:
        self.module = module
        self.within = within
        self._blocks: list[dict[str, list[ast.expr]]] | None = None

    @property
    def blocks(self) -> list[dict[str, list[ast.expr]]]:
        """What names are assigned, the innermost function first, the module last. A parameter is
        something that is not known.
        """
        if self._blocks is None:
            found = []
            for node in reversed(self.within):
                if isinstance(node, FUNCTIONS):
                    names = assignments(node.body)
                    for argument in parameters(node):
                        names.setdefault(argument, []).append(UNKNOWN)
                    found.append(names)
            self._blocks = [*found, self.module.assigned]
        return self._blocks

    def value(self, name: str) -> ast.expr | None:
        """The one value of a name; None where there are several, or none."""
        for block in self.blocks:
            if name in block:
                values = block[name]
                return values[0] if len(values) == 1 and values[0] is not UNKNOWN else None
        return None

    def is_bound(self, name: str) -> bool:
        return any(name in block for block in self.blocks)

    @property
    def owner(self) -> ast.ClassDef | None:
        """The class in whose method it stands."""
        for node in reversed(self.within):
            if isinstance(node, ast.ClassDef):
                return node
        return None


def parameters(node: ast.FunctionDef | ast.AsyncFunctionDef) -> Iterator[str]:
    spec = node.args
    for argument in (*spec.posonlyargs, *spec.args, *spec.kwonlyargs):
        yield argument.arg
    for rest in (spec.vararg, spec.kwarg):
        if rest is not None:
            yield rest.arg


class Values:
    """Finds out what expressions of one program are. `environment`: its variables, as declared."""

    def __init__(self, program: Program, environment: Mapping[str, Text]) -> None:
        self._program = program
        self._environment = environment
        self._things = {
            (row["service"], row["thing"]): row["arguments"] for row in table("sdk_things")
        }

    def of(self, node: ast.expr, scope: Scope, deep: int = 0) -> object:
        """What an expression is; None where that is not known."""
        if deep > DEEPEST:
            return None
        if isinstance(node, ast.Name):
            return self._named(node.id, scope, deep)
        if isinstance(node, ast.Attribute):
            return self._attribute(node, scope, deep)
        if isinstance(node, ast.Call):
            return self._called(node, scope, deep)
        return None

    def _named(self, name: str, scope: Scope, deep: int) -> object:
        if scope.is_bound(name):
            value = scope.value(name)
            return self.of(value, scope, deep + 1) if value is not None else None
        imported = scope.module.imported.get(name)
        if imported is None:
            return None
        if imported.module == SDK and not imported.name:
            return Session()
        if imported.module.partition(".")[0] == SDK:
            return imported.name
        if not imported.name:
            module = self._program.module(imported.module)
            return Own(module) if module is not None else None
        return self._from(imported.module, imported.name, deep)

    def _from(self, module: str, name: str, deep: int) -> object:
        """What a module of the program calls by a name."""
        inner = self._program.module(f"{module}.{name}".lstrip("."))
        if inner is not None:
            return Own(inner)
        home = self._program.module(module)
        return self._named(name, Scope(home), deep + 1) if home is not None else None

    def _attribute(self, node: ast.Attribute, scope: Scope, deep: int) -> object:
        if isinstance(node.value, ast.Name) and node.value.id in ("self", "cls"):
            return self._of_object(f"{node.value.id}.{node.attr}", node.attr, scope, deep)
        owner = self.of(node.value, scope, deep + 1)
        if isinstance(owner, Own):
            return self._named(node.attr, Scope(owner.module), deep + 1)
        if isinstance(owner, Session) and node.attr in ("session", *SESSIONS):
            return node.attr if node.attr in SESSIONS else owner
        if isinstance(owner, Thing):
            return owner._replace(kind=f"{owner.kind}.{node.attr}")
        return None

    def _of_object(self, name: str, attribute: str, scope: Scope, deep: int) -> object:
        """What a class assigns to its objects once."""
        owner = scope.owner
        if owner is None:
            return None
        found: list[tuple[ast.expr, Scope]] = []
        inside = Scope(scope.module, (owner,))
        found += [(v, inside) for v in assignments(owner.body).get(attribute, ())]
        for method in owner.body:
            if isinstance(method, FUNCTIONS):
                here = Scope(scope.module, (owner, method))
                found += [(value, here) for value in assignments(method.body).get(name, ())]
        return self.of(found[0][0], found[0][1], deep + 1) if len(found) == 1 else None

    def _called(self, node: ast.Call, scope: Scope, deep: int) -> object:
        function = node.func
        if isinstance(function, ast.Attribute):
            owner = self.of(function.value, scope, deep + 1)
            if isinstance(owner, Session):
                return self._made(node, function.attr, scope)
            if isinstance(owner, Client) and function.attr == "get_paginator":
                method = literal(argument(node, "operation_name", 0))
                return Paginator(owner, method) if method else None
            if isinstance(owner, (Maker, Thing)):
                return self._thing(owner, node, function.attr, scope)
            if isinstance(owner, Own):
                return self._returned(function.attr, owner.module, deep)
            return None
        if isinstance(function, ast.Name):
            found = None if scope.is_bound(function.id) else self._named(function.id, scope, deep)
            if isinstance(found, str):
                return self._made(node, found, scope)
            imported = scope.module.imported.get(function.id)
            if imported is not None and imported.name:
                home = self._program.module(imported.module)
                return self._returned(imported.name, home, deep) if home is not None else None
            return self._returned(function.id, scope.module, deep)
        return None

    def _made(self, node: ast.Call, what: str, scope: Scope) -> object:
        """What boto3 makes: a session, a client, a resource client."""
        given = {keyword.arg for keyword in node.keywords}
        if None in given or given & {*OWN_CALLER, *ELSEWHERE}:
            return None
        if is_anonymous(node, scope) or is_set_otherwise(scope.module):
            return None
        if what in SESSIONS:
            return Session() if not node.args else None
        service = self.text(argument(node, "service_name", 0), scope).literal
        if not service:
            return None
        return {"client": Client, "resource": Maker}.get(what, lambda _: None)(service)

    def _thing(self, owner: Maker | Thing, node: ast.Call, name: str, scope: Scope) -> object:
        arguments = self._things.get((owner.service, name))
        if arguments is None:
            return None
        named = owner.named if isinstance(owner, Thing) else ()
        left = [each for each in arguments if each not in {known for known, _, _ in named}]
        given = [
            (each, node.args[index], scope)
            for index, each in enumerate(left)
            if index < len(node.args)
        ]
        return Thing(owner.service, f"{owner.service}.{name}", (*named, *given))

    def _returned(self, name: str, module: Module, deep: int) -> object:
        """What a function of the program returns, where that is always the same."""
        defined = module.definitions.get(name, ())
        if len(defined) != 1 or not isinstance(defined[0], ast.FunctionDef):
            return None
        node = defined[0]
        returned = [
            each.value for each in ast.walk(node) if isinstance(each, ast.Return) and each.value
        ]
        if len(returned) != 1:
            return None
        return self.of(returned[0], Scope(module, (node,)), deep + 1)

    def text(self, node: ast.expr | None, scope: Scope, deep: int = 0) -> Text:
        """An expression as a text, with holes for what is not known."""
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            return Text(node.value)
        if node is None or deep > DEEPEST:
            return self._unknown(node, scope)
        if isinstance(node, ast.JoinedStr):
            pieces: list[str | Hole] = []
            for part in node.values:
                inner = part.value if isinstance(part, ast.FormattedValue) else part
                pieces.extend(self.text(inner, scope, deep + 1).pieces)
            return Text(*pieces)
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
            return self.text(node.left, scope, deep + 1) + self.text(node.right, scope, deep + 1)
        variable = self._variable(node)
        if variable:
            known = self._environment.get(variable)
            return known if known is not None else self._unknown(node, scope)
        if isinstance(node, ast.Name):
            return self._text_named(node, scope, deep)
        if isinstance(node, ast.Attribute):
            owner = self.of(node.value, scope, deep + 1)
            if isinstance(owner, Own):
                home = Scope(owner.module)
                value = home.value(node.attr)
                if value is not None:
                    return self.text(value, home, deep + 1)
        return self._unknown(node, scope)

    def _text_named(self, node: ast.Name, scope: Scope, deep: int) -> Text:
        value = scope.value(node.id)
        if value is not None:
            return self.text(value, scope, deep + 1)
        imported = scope.module.imported.get(node.id)
        if imported is not None and imported.name and not scope.is_bound(node.id):
            home = self._program.module(imported.module)
            value = Scope(home).value(imported.name) if home is not None else None
            if home is not None and value is not None:
                return self.text(value, Scope(home), deep + 1)
        return self._unknown(node, scope)

    @staticmethod
    def _variable(node: ast.expr) -> str:
        """The variable of the environment that an expression reads."""
        if isinstance(node, ast.Subscript) and written(node.value) in VARIABLES:
            return literal(node.slice)
        if isinstance(node, ast.Call) and written(node.func) in READERS:
            return literal(argument(node, "key", 0))
        return ""

    @staticmethod
    def _unknown(node: ast.expr | None, scope: Scope) -> Text:
        said = "a value"
        if node is not None:
            start, end = scope.module.span(node)
            said = " ".join(scope.module.source.text[start : min(end, start + SAID)].split())
        return Text(Hole(f"{scope.module.source.path}#{said}", why="the code decides it"))


def written(node: ast.expr) -> str:
    """A dotted name as it is written; empty for anything else."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        before = written(node.value)
        return f"{before}.{node.attr}" if before else ""
    return ""


def literal(node: ast.expr | None) -> str:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""


def argument(node: ast.Call, name: str, place: int) -> ast.expr | None:
    """An argument that is given by name or by position."""
    for keyword in node.keywords:
        if keyword.arg == name:
            return keyword.value
    return node.args[place] if place < len(node.args) else None


def scope_of(part: Part) -> Scope:
    return Scope(part.module, part.within)


def is_anonymous(node: ast.Call, scope: Scope) -> bool:
    """The client is told not to sign, or may be."""
    config = next((one.value for one in node.keywords if one.arg == "config"), None)
    if config is None:
        return False
    unknown = not isinstance(config, ast.Call) and UNSIGNED in scope.module.imported
    return unknown or any(UNSIGNED in names_in(each) for each in ast.walk(config))


def is_set_otherwise(module: Module) -> bool:
    """The module says as whom whatever it makes is to call."""
    return SETS in module.names


def table(name: str) -> list[dict[str, Any]]:
    return list(catalog().table(name))
