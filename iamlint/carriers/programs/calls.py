"""The operations of AWS that code calls, and what it calls them on.

https://boto3.amazonaws.com/v1/documentation/api/latest/guide/clients.html
"""

from __future__ import annotations

import ast
import sys

from iamlint.catalog import catalog
from iamlint.text.hints import TYPE_CHECKING
from iamlint.text.holes import Text
from iamlint.text.records import NamedTuple

from .reaching import DEFINITIONS, parts_of
from .values import (
    SESSION_GIVEN,
    Client,
    Maker,
    Paginator,
    Thing,
    Waiter,
    argument,
    literal,
    scope_of,
    table,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from typing import Any

    from .modules import Module
    from .reaching import Part
    from .scope import Scope
    from .values import Values

SIGNED = "generate_presigned_url"
PAGES = "paginate"
WAITS = "wait"


OF_EACH = "[]."
"""Stands between an argument that is a list and a field of its entries."""


class Called(NamedTuple):
    """One operation that is called.

    `shown`: `dynamodb.Table.put_item`; `operation`: in lower case; `actions`: what IAM checks.
    `given`: arguments as texts, by their names; `listed`: those that are lists of names with
    values (tags), of which each name is known.
    """

    module: Module
    node: ast.Call
    shown: str
    operation: str
    actions: tuple[str, ...]
    given: Mapping[str, Text]
    listed: Mapping[str, tuple[tuple[str, Text], ...]]


class Callers:
    """Finds calls in the parts of a program that run."""

    def __init__(self, values: Values) -> None:
        self._values = values
        self._services = {row["client"]: row["service"] for row in table("sdk_clients")}
        self._unsigned = {(row["client"], row["operation"]) for row in table("sdk_unsigned")}
        self._methods = {(row["on"], row["method"]): row for row in table("sdk_methods")}
        self._inner: dict[str, list[tuple[str, str]]] = {}
        for row in table("sdk_targets"):
            if OF_EACH in row["argument"]:
                inner = row["argument"], row.get("default", "")
                self._inner.setdefault(row["service"], []).append(inner)
        self._pairs: dict[tuple[str, str], list[tuple[str, tuple[str, str]]]] = {}
        for row in table("sdk_context"):
            if "pairs" in row:
                slot = row["service"], row["operation"]
                name, value = row["pairs"]
                self._pairs.setdefault(slot, []).append((row["argument"], (name, value)))
        self._wrappers: dict[str, list[dict[str, Any]]] = {}
        for row in table("sdk_wrappers"):
            self._wrappers.setdefault(row["called"], []).append(row)

    def among(self, parts: Iterable[Part]) -> Iterator[Called]:
        """In the order of the parts, each call once."""
        seen: set[ast.Call] = set()
        for part in parts:
            scope = scope_of(part)
            for node in calls_in(part, always=False):
                if node not in seen:
                    seen.add(node)
                    found = self._called(node, scope)
                    if found is not None:
                        yield found
                    yield from self._wrapped(node, scope)

    def _wrapped(self, node: ast.Call, scope: Scope) -> Iterator[Called]:
        """What a function of a package calls that has a client of its own."""
        qualified = self._values.qualified(node.func, scope)
        rows = self._wrappers.get(qualified, ())
        if any(keyword.arg in (None, *SESSION_GIVEN) for keyword in node.keywords):
            return
        for row in rows:
            given = {}
            for place, (own, name) in enumerate(row["arguments"].items()):
                value = argument(node, own, place)
                if value is not None:
                    given[name] = self._values.text(value, scope)
            shown = qualified.rpartition(".")[2]
            found = self._with(row["client"], shown, row["operation"], node, scope, given)
            if found is not None:
                yield found

    def _called(self, node: ast.Call, scope: Scope) -> Called | None:
        function = node.func
        if not isinstance(function, ast.Attribute):
            return None
        owner = self._values.of(function.value, scope)
        method = function.attr
        if isinstance(owner, Paginator):
            if method != PAGES:
                return None
            client = owner.client.service
            return self._made(client, f"{client}.{owner.method}", owner.method, node, scope, {})
        if isinstance(owner, Waiter):
            if method != WAITS:
                return None
            client = owner.client.service
            return self._made(client, f"{client}.get_waiter", owner.operation, node, scope, {})
        if isinstance(owner, Client):
            if method == SIGNED:
                return self._signed(owner, node, scope)
            return self._of(owner.service, owner.service, method, node, scope, {})
        if isinstance(owner, Maker):
            return self._of(owner.service, owner.service, method, node, scope, {})
        if isinstance(owner, Thing):
            named = {name: self._values.text(value, at) for name, value, at in owner.named}
            return self._of(owner.service, owner.kind, method, node, scope, named)
        return None

    def _of(
        self,
        service: str,
        on: str,
        method: str,
        node: ast.Call,
        scope: Scope,
        named: Mapping[str, Text],
    ) -> Called | None:
        row = self._methods.get((on, method))
        shown = f"{on}.{method}"
        if row is None:
            return self._made(service, shown, method, node, scope, named)
        given = dict(named)
        for name, value in zip(row["arguments"], node.args, strict=False):
            given[name] = self._values.text(value, scope)
        return self._made(service, shown, row["operation"], node, scope, given)

    def _signed(self, client: Client, node: ast.Call, scope: Scope) -> Called | None:
        """Who signs a URL needs the right that it lends."""
        method = literal(argument(node, "ClientMethod", 0))
        params = argument(node, "Params", 1)
        given: dict[str, Text] = {}
        if isinstance(params, ast.Dict):
            for key, value in zip(params.keys, params.values, strict=True):
                if literal(key):
                    given[literal(key)] = self._values.text(value, scope)
        shown = f"{client.service}.{method}"
        return self._made(client.service, shown, method, node, scope, given) if method else None

    def _made(
        self,
        service: str,
        shown: str,
        method: str,
        node: ast.Call,
        scope: Scope,
        named: Mapping[str, Text],
    ) -> Called | None:
        given = dict(named)
        for keyword in node.keywords:
            if keyword.arg is not None:
                given[keyword.arg] = self._values.text(keyword.value, scope)
        return self._with(service, shown, method, node, scope, given)

    def _with(
        self,
        service: str,
        shown: str,
        method: str,
        node: ast.Call,
        scope: Scope,
        given: Mapping[str, Text],
    ) -> Called | None:
        prefix = self._services.get(service, service)
        operation = method.replace("_", "")
        if (service, operation.lower()) in self._unsigned:
            return None
        actions = checked(prefix, operation)
        if not actions:
            return None
        listed: dict[str, tuple[tuple[str, Text], ...]] = {}
        for argument_name, names in self._pairs.get((prefix, operation.lower()), ()):
            value = argument(node, argument_name, sys.maxsize)
            found = self._values.pairs(value, scope, *names) if value is not None else None
            if found is not None:
                listed[argument_name] = found
        given = {**given, **dict(self._fields(prefix, node, scope))}
        return Called(scope.module, node, shown, operation.lower(), actions, given, listed)

    def _fields(self, service: str, node: ast.Call, scope: Scope) -> Iterator[tuple[str, Text]]:
        """What all entries of a list that is given have in one field, by the names of both."""
        for name, default in self._inner.get(service, ()):
            outer, _, field = name.partition(OF_EACH)
            value = argument(node, outer, sys.maxsize)
            entries = value.elts if isinstance(value, ast.List) else []
            found: list[Text] = []
            for entry in entries:
                for key, inner in fields_of(entry):
                    if key is not None and literal(key) == field:
                        found.append(self._values.text(inner, scope))
            if found and len(found) == len(entries) and len(set(found)) == 1:
                yield name, found[0]
            elif default and entries and not found and all(map(is_spelled_out, entries)):
                yield name, Text(default)


def fields_of(entry: ast.expr) -> Iterator[tuple[ast.expr | None, ast.expr]]:
    """Those of a mapping that the code spells out, without a name where it takes some over."""
    if isinstance(entry, ast.Dict):
        yield from zip(entry.keys, entry.values, strict=True)


def is_spelled_out(entry: ast.expr) -> bool:
    """A mapping all of whose fields are named."""
    return isinstance(entry, ast.Dict) and all(
        key is not None and literal(key) for key in entry.keys
    )


def checked(service: str, operation: str) -> tuple[str, ...]:
    """The actions that IAM checks for an operation, in whatever case; empty where that is not
    known.
    """
    known = catalog()
    behind = known.actions_behind(f"{service}:{operation}")
    if behind:
        return behind
    action = known.action(f"{service}:{operation}")
    return (action.name,) if action is not None else ()


def calls_in(part: Part, *, always: bool) -> Iterator[ast.Call]:
    """The calls in a piece of code, but for definitions in it and, with `always`, for branches; in
    the order of the text.
    """
    waiting: list[ast.AST] = list(reversed(part.body))
    while waiting:
        node = waiting.pop()
        if isinstance(node, DEFINITIONS):
            continue
        if isinstance(node, ast.Call):
            yield node
        waiting.extend(reversed(parts_of(node, always=always)))
