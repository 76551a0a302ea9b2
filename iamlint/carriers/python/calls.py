"""Calls of boto3's clients that take a policy: what they attach to what.

https://boto3.amazonaws.com/v1/documentation/api/latest/index.html
"""

from __future__ import annotations

import ast
from functools import lru_cache

from iamlint.catalog import catalog
from iamlint.text.hints import TYPE_CHECKING, Any
from iamlint.text.node import Mapping, Scalar, Sequence

from .evaluating import View, is_function
from .scopes import last_name

if TYPE_CHECKING:
    from iamlint.text.node import Node

    from .declaring import Declarations
    from .evaluating import Evaluator
    from .scopes import Found

    Row = dict[str, Any]

ROLE = "AWS::IAM::Role"
LISTS = ("ManagedPolicyArns",)
DOCUMENT = "PolicyDocument"
ATTACH, ATTACHED, TARGETS = "attach_policy", ("PolicyId", "TargetId"), "TargetIds"
DEEP = 4
"""Names that are followed one after the other."""


@lru_cache(maxsize=1)
def rows() -> dict[str, list[Row]]:
    """The rows of the table by the name of the method."""
    found: dict[str, list[Row]] = {}
    for row in catalog().table("python_calls"):
        found.setdefault(row["call"], []).append(row)
    return found


class Calls:
    """The calls of one file."""

    def __init__(self, evaluator: Evaluator, declarations: Declarations) -> None:
        self.evaluator = evaluator
        self.declarations = declarations
        self._roles: dict[tuple[int, str], str] = {}
        self._made: dict[ast.Call, str] = {}
        self._responses = Responses()

    def _answer(self, row: Row, node: ast.Call, logical: str) -> None:
        """Keep what a call gives of what it makes."""
        if "gives" not in row:
            return
        if not self._responses.given:
            self.evaluator.libraries.append(self._responses)
        place = self.evaluator.place(node)
        outer: dict[str, list[tuple[Scalar, Node]]] = {}
        for path, attribute in row["gives"].items():
            name, inner = path.split(".")
            key = Scalar(place.source, place.start, place.start, inner)
            value = self.evaluator.attribute_of(logical, attribute, place)
            outer.setdefault(name, []).append((key, value))
        entries: list[tuple[Scalar, Node]] = [
            (
                Scalar(place.source, place.start, place.start, name),
                Mapping(place.source, place.start, place.end, held),
            )
            for name, held in outer.items()
        ]
        self._responses.given[id(node)] = Mapping(place.source, place.start, place.end, entries)

    def read(self, found: Found) -> None:
        """Declare what a call says, where it is one of ours."""
        node = found.node
        assert isinstance(node, ast.Call)
        name = last_name(node.func)
        if name == ATTACH:
            self._attach(node, View(found.scope))
        candidates = rows().get(name, ())
        if not candidates or not isinstance(node.func, ast.Attribute):
            return
        view = View(found.scope)
        given = self.evaluator.keywords(node, view)
        fitting = [
            row
            for row in candidates
            if self._fits(row, given) and self._is_of(row, node.func.value, view)
        ]
        client = self._client(node.func.value, view) if len(candidates) > 1 or fitting else ""
        fitting = [row for row in fitting if not client or row["service"] == client]
        if len(fitting) > 1:
            fitting = [row for row in fitting if row.get("client", client) == client]
        if fitting:
            self._declare(fitting[0], node, given, found)

    def _fits(self, row: Row, given: Mapping) -> bool:
        """Has the call the arguments that make it this one?"""
        if not all(name in given for name in row["needs"]):
            return False
        if "where" in row:
            name, wanted = row["where"]
            value = given.get(name)
            return isinstance(value, Scalar) and value.value == wanted
        return "holds" not in row or at(given, row["holds"]) is not None

    def _is_of(self, row: Row, node: ast.expr, view: View) -> bool:
        """Is the method that of what the row speaks of?"""
        if "made" not in row:
            return True
        made = self._maker(node, view)
        return made is not None and last_name(made.func) in row["made"]

    def _client(self, node: ast.expr, view: View) -> str:
        """The service of a client, where the code tells; empty where it does not."""
        made = self._maker(node, view)
        if made is None or last_name(made.func) not in ("client", "resource") or not made.args:
            return ""
        return self.evaluator.text(made.args[0], view) or ""

    def _maker(self, node: ast.expr, view: View) -> ast.Call | None:
        """The call that a name stands for."""
        if isinstance(node, ast.Call):
            return node
        bindings = []
        if isinstance(node, ast.Name):
            for scope in view.scope.around():
                if node.id in scope.names:
                    bindings = scope.names[node.id]
                    break
        elif isinstance(node, ast.Attribute):
            owner = view.scope.of_class
            own = owner.own.get(node.attr, []) if owner is not None else []
            bindings = [binding for _, binding in own]
        if any(binding.item is not None or binding.each for binding in bindings):
            return None
        made = {ast.dump(b.value) for b in bindings if isinstance(b.value, ast.Call)}
        first = bindings[0].value if len(made) == 1 and bindings else None
        return first if isinstance(first, ast.Call) else None

    def _declare(self, row: Row, node: ast.Call, given: Mapping, found: Found) -> None:
        place = self.evaluator.place(node)
        properties = [
            (ours, value)
            for ours, theirs in row["properties"].items()
            if (value := at(given, theirs)) is not None
        ]
        alone = is_test(found)
        name = self._name(row, given, node)
        if "type" not in row:
            document = dict(properties)[DOCUMENT]
            of = at(given, row["of"]) if "of" in row and row["beside"] not in given else None
            self.declarations.document(document, row["kind"], name, of=of)
        elif row.get("one"):
            logical = self._role(row, properties, place, found, alone=alone)
            self._answer(row, node, logical)
        else:
            if alone:
                properties = [one for one in properties if one[0] not in NAMES]
            logical = self.declarations.add(name, row["type"], properties, place)
            self.declarations.passing.add(logical)
            self._made[node] = logical
            self._answer(row, node, logical)

    def _attach(self, node: ast.Call, view: View) -> None:
        """Organizations attaches a policy, which another call has made, to a target."""
        given = {one.arg: one.value for one in node.keywords}
        policy, target = (given.get(name) for name in ATTACHED)
        made = self._made_in(policy, view) if policy is not None else None
        logical = self._made.get(made) if made is not None else None
        if logical is None or target is None:
            return
        value = self.evaluator.value(target, view)
        before = self.declarations.properties(logical).get(TARGETS)
        items = [*(before.items if isinstance(before, Sequence) else ()), value]
        inner = self.declarations.properties(logical)
        entries = [(str(k.value), v) for k, v in inner.entries if k.value != TARGETS]
        both = Sequence(value.source, value.start, value.end, items)
        place = self.declarations.resources[logical]
        told = place.get("Type")
        assert isinstance(told, Scalar)
        self.declarations.put(logical, str(told.value), [*entries, (TARGETS, both)], place)

    def _made_in(self, node: ast.expr, view: View) -> ast.Call | None:
        """The call in whose answer an expression looks something up: `made["Policy"]["Id"]`."""
        for _ in range(DEEP):
            while isinstance(node, ast.Subscript):
                node = node.value
            if isinstance(node, ast.Call):
                return node
            found = self._bound(node, view)
            if found is None:
                return None
            node = found
        return None

    def _bound(self, node: ast.expr, view: View) -> ast.expr | None:
        """What a name stands for, where that is one thing."""
        if not isinstance(node, ast.Name):
            return None
        for scope in view.scope.around():
            if node.id in scope.names:
                bindings = scope.names[node.id]
                if len(bindings) != 1 or bindings[0].item is not None or bindings[0].each:
                    return None
                value = bindings[0].value
                return value if isinstance(value, ast.expr) else None
        return None

    def _role(
        self,
        row: Row,
        properties: list[tuple[str, Node]],
        place: Node,
        found: Found,
        *,
        alone: bool,
    ) -> str:
        """Calls about one role are one role; in tests, those of one function. What it is called."""
        named = dict(properties)["RoleName"]
        told = self.evaluator.shown(named)
        slot = (id(found.scope) if alone else 0, str(told))
        logical = self._roles.get(slot)
        if logical is None:
            logical = self.declarations.add(str(told) or "role", ROLE, properties, place)
            self._roles[slot] = logical
            self.declarations.passing.add(logical)
            return logical
        before = self.declarations.properties(logical)
        for key, value in properties:
            if key in LISTS:
                self._extend(logical, key, value)
            elif key not in before:
                self.declarations.give(logical, key, value)
            elif key == "AssumeRolePolicyDocument":
                self.declarations.document(value, "trust", f"{logical}.{row['call']}")
        return logical

    def _extend(self, logical: str, key: str, value: Node) -> None:
        before = self.declarations.properties(logical).get(key)
        if before is None:
            self.declarations.give(logical, key, value)
            return
        items = before.items if isinstance(before, Sequence) else [before]
        both = Sequence(before.source, before.start, before.end, [*items, value])
        inner = self.declarations.properties(logical)
        entries = [(str(k.value), both if k.value == key else v) for k, v in inner.entries]
        place = self.declarations.resources[logical]
        self.declarations.put(logical, ROLE, entries, place)

    def _name(self, row: Row, given: Mapping, node: ast.Call) -> str:
        """What a person calls the call: with the first of its arguments, where that is short."""
        value = given.get(row["needs"][0])
        told = value.value if isinstance(value, Scalar) else None
        if isinstance(told, str) and len(told) < 80 and "{" not in told:
            return f"{row['call']}({told})"
        return f"{row['call']} at line {node.lineno}"


class Responses:
    """What calls give of what they make, asked for as what a library makes."""

    def __init__(self) -> None:
        self.given: dict[int, Mapping] = {}

    def knows(self, _: str) -> bool:
        return False

    def value(self, *asked: Any) -> Node | None:
        """The response of a call that is declared."""
        _, node, *_ = asked
        return self.given.get(id(node))

    def attribute(self, *_: Any) -> Node | None:
        return None


NAMES = frozenset(
    ("RoleName", "UserName", "GroupName", "Bucket", "Queues", "Topics", "SecretId", "ResourceArn")
)
"""Properties that tie a policy to something elsewhere."""


def at(given: Mapping, path: str) -> Node | None:
    """An argument, or what is deeper in it."""
    node: Node | None = given
    for name in path.split("."):
        if not isinstance(node, Mapping) or is_function(node):
            return None
        node = node.get(name)
    return node


def is_test(found: Found) -> bool:
    """Calls in tests are about things of their own, whatever they are called."""
    scope = found.scope
    while scope is not None:
        name = getattr(scope.node, "name", "")
        if name.startswith(("test", "Test")):
            return True
        if scope.outer is None:
            break
        scope = scope.outer
    return False
