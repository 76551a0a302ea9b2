"""What expressions in code are: clients of AWS, things that clients make, and texts.

Only what is certain is told: a name that is assigned twice, a parameter, whatever is not known of a
call, is nothing.

https://boto3.amazonaws.com/v1/documentation/api/latest/reference/core/session.html
"""

from __future__ import annotations

import ast

from iamlint.catalog import catalog
from iamlint.text.hints import TYPE_CHECKING
from iamlint.text.holes import Hole, Text
from iamlint.text.records import NamedTuple

from .modules import FUNCTIONS, assignments, names_in, returned_by
from .passing import Passing, is_none
from .scope import Scope

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from .modules import Module, Program
    from .reaching import Part

SDK = "boto3"
SESSIONS = ("Session",)
OWN_CALLER = ("aws_access_key_id", "aws_secret_access_key", "aws_session_token", "profile_name")
"""Arguments by which a client calls as somebody else, …"""
SESSION_GIVEN = ("boto3_session", "boto3_client", "session")
"""Arguments by which a class of a package is given a client of somebody else."""
ELSEWHERE = ("endpoint_url",)
"""… and by which it calls something else."""
UNSIGNED, SETS = "UNSIGNED", "setupdefaultsession"
"""What makes a client call as nobody, and what sets as whom all do."""
VARIABLES = ("os.environ", "environ")
READERS = ("os.environ.get", "os.getenv", "environ.get", "getenv")
"""How code reads the environment."""
SAID = 40
"""So much of an expression is told."""
MADE_AND_GIVEN = 2
"""So often is a list named that nothing changes."""
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


class Waiter(NamedTuple):
    """What calls an operation until it is answered as is wanted."""

    client: Client
    operation: str


class Own(NamedTuple):
    """A module of the program."""

    module: Module


class Given:
    """What a class assigns to its objects, and gives as properties of theirs; gone through once,
    since classes may be long.
    """

    def __init__(self, owner: ast.ClassDef, module: Module) -> None:
        self._assigned: dict[str, list[tuple[ast.expr, Scope]]] = {}
        self._own: dict[str, list[tuple[ast.expr, Scope]]] = {}
        for name, values in assignments(owner.body).items():
            self._own[name] = [(value, Scope(module, (owner,))) for value in values]
        for method in owner.body:
            if not isinstance(method, FUNCTIONS):
                continue
            here = Scope(module, (owner, method))
            for name, values in assignments(method.body).items():
                self._assigned.setdefault(name, []).extend((value, here) for value in values)
            if is_property(method):
                returned = [(value, here) for value in returned_by(method)]
                self._own.setdefault(method.name, []).extend(returned)

    def of(self, name: str, attribute: str) -> list[tuple[ast.expr, Scope]]:
        """The values of an attribute; `name`: as methods write it, `self.table`."""
        return [*self._own.get(attribute, ()), *self._assigned.get(name, ())]


class Values:
    """Finds out what expressions of one program are. `environment`: its variables, as declared."""

    def __init__(self, program: Program, environment: Mapping[str, Text]) -> None:
        self._program = program
        self._environment = environment
        self._things = {
            (row["service"], row["thing"]): row["arguments"] for row in table("sdk_things")
        }
        self._providers = {row["made"]: row for row in table("sdk_providers")}
        self._waiters = {
            (row["client"], row["waiter"]): row["operation"] for row in table("sdk_waiters")
        }
        self._passing = Passing(program)
        self._objects: dict[tuple[str, ast.AST], object] = {}
        self._texts: dict[tuple[str, ast.AST], Text | None] = {}
        self._classes: dict[ast.ClassDef, Given] = {}

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
        if isinstance(node, ast.BoolOp) and isinstance(node.op, ast.Or) and len(node.values) == 2:
            return self._else(node.values[0], node.values[1], scope, deep)
        if isinstance(node, ast.IfExp) and isinstance(node.test, ast.Compare):
            first, second = node.body, node.orelse
            swapped = isinstance(node.test.ops[0], ast.Is)  # `x() if y is None else y`
            if swapped or isinstance(node.test.ops[0], ast.IsNot):
                first, second = (second, first) if swapped else (first, second)
                return self._else(first, second, scope, deep)
        return None

    def _else(self, given: ast.expr, otherwise: ast.expr, scope: Scope, deep: int) -> object:
        """`given or otherwise`, where the former is a parameter: what is passed for it may not be
        another thing.
        """
        found = self.of(otherwise, scope, deep + 1)
        if found is None or not isinstance(given, ast.Name):
            return None
        passed = self._passing.of(given.id, scope)
        if passed is None:
            return None
        known = [self.of(value, where, deep + 1) for value, where in passed if not is_none(value)]
        return found if all(one == found for one in known) else None

    def _passed(self, name: str, scope: Scope, deep: int) -> object:
        """What a parameter is wherever its function is called."""
        key = name, scope.within[-1] if scope.within else scope.module.tree
        if key not in self._objects:
            self._objects[key] = None  # while it is looked for, in calls of itself too
            passed = self._passing.of(name, scope)
            found = [self.of(value, where, deep + 1) for value, where in passed or ()]
            if found and all(one == found[0] for one in found):
                self._objects[key] = found[0]
        return self._objects[key]

    def _text_passed(self, name: str, scope: Scope, deep: int) -> Text | None:
        """The text that a parameter is wherever its function is called."""
        key = name, scope.within[-1] if scope.within else scope.module.tree
        if key not in self._texts:
            self._texts[key] = None
            passed = self._passing.of(name, scope) if scope.is_bound(name) else None
            found = [self.text(value, where, deep + 1) for value, where in passed or ()]
            if found and all(text == found[0] for text in found):
                self._texts[key] = found[0]
        return self._texts[key]

    def _named(self, name: str, scope: Scope, deep: int) -> object:
        if scope.is_bound(name):
            value = scope.value(name)
            if value is not None:
                return self.of(value, scope, deep + 1)
            return self._passed(name, scope, deep)
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
        found = self._own(name, attribute, scope)
        return self.of(found[0], found[1], deep + 1) if found is not None else None

    def _own(self, name: str, attribute: str, scope: Scope) -> tuple[ast.expr, Scope] | None:
        """What a class assigns to its objects once, or gives as a property of theirs."""
        owner = scope.owner
        if owner is None:
            return None
        known = self._classes.get(owner)
        if known is None:
            known = self._classes[owner] = Given(owner, scope.module)
        found = known.of(name, attribute) or self._passing.field(attribute, owner) or []
        return found[0] if len(found) == 1 else None

    def _called(self, node: ast.Call, scope: Scope, deep: int) -> object:
        provider = self._providers.get(self.qualified(node.func, scope))
        if provider is not None:
            return self._provider(node, provider, scope)
        function = node.func
        if isinstance(function, ast.Attribute):
            owner = self.of(function.value, scope, deep + 1)
            if isinstance(owner, Session):
                return self._made(node, function.attr, scope)
            if isinstance(owner, Client) and function.attr == "get_paginator":
                method = literal(argument(node, "operation_name", 0))
                return Paginator(owner, method) if method else None
            if isinstance(owner, Client) and function.attr == "get_waiter":
                waiter = literal(argument(node, "waiter_name", 0))
                operation = self._waiters.get((owner.service, waiter))
                return Waiter(owner, operation) if operation else None
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

    def qualified(self, node: ast.expr, scope: Scope) -> str:
        """What an expression is called by the package that it is imported from, as far as that is
        none of the program; else empty.
        """
        if isinstance(node, ast.Attribute):
            before = self.qualified(node.value, scope)
            return f"{before}.{node.attr}" if before else ""
        imported = scope.module.imported.get(node.id) if isinstance(node, ast.Name) else None
        if imported is None or scope.is_bound(getattr(node, "id", "")):
            return ""
        return ".".join(filter(None, imported))

    def _provider(self, node: ast.Call, row: dict[str, Any], scope: Scope) -> Thing | None:
        if any(keyword.arg in (None, *SESSION_GIVEN) for keyword in node.keywords):
            return None
        named = []
        for place, (own, name) in enumerate(row["arguments"].items()):
            value = argument(node, own, place)
            if value is not None:
                named.append((name, value, scope))
        return Thing(row["client"], row["thing"], tuple(named))

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
        returned = returned_by(node)
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
            if isinstance(node.value, ast.Name) and node.value.id in ("self", "cls"):
                own = self._own(f"{node.value.id}.{node.attr}", node.attr, scope)
                if own is not None:
                    return self.text(own[0], own[1], deep + 1)
            owner = self.of(node.value, scope, deep + 1)
            if isinstance(owner, Own):
                home = Scope(owner.module)
                value = home.value(node.attr)
                if value is not None:
                    return self.text(value, home, deep + 1)
        return self._unknown(node, scope)

    def pairs(
        self, node: ast.expr, scope: Scope, name: str, value: str
    ) -> tuple[tuple[str, Text], ...] | None:
        """A list of objects that have a name and a value each; None where not every name is known,
        or the list is changed after it is made.
        """
        if isinstance(node, ast.Name):
            found = scope.value(node.id)
            around = ast.walk(scope.within[-1] if scope.within else scope.module.tree)
            seen = sum(isinstance(one, ast.Name) and one.id == node.id for one in around)
            if found is None or seen > MADE_AND_GIVEN:
                return None
            node = found
        if not isinstance(node, (ast.List, ast.Tuple)):
            return None
        pairs = []
        for item in node.elts:
            keys = [literal(key) for key in item.keys] if isinstance(item, ast.Dict) else []
            if not isinstance(item, ast.Dict) or name not in keys or value not in keys:
                return None
            text = self.text(item.values[keys.index(name)], scope)
            if text.literal is None:
                return None
            pairs.append((text.literal, self.text(item.values[keys.index(value)], scope)))
        return tuple(pairs)

    def _text_named(self, node: ast.Name, scope: Scope, deep: int) -> Text:
        value = scope.value(node.id)
        if value is not None:
            return self.text(value, scope, deep + 1)
        passed = self._text_passed(node.id, scope, deep)
        if passed is not None:
            return passed
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


def is_property(node: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    return any(
        written(each).rpartition(".")[2] in ("property", "cached_property")
        for each in node.decorator_list
    )
