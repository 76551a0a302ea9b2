"""The resources of one file."""

from __future__ import annotations

import ast
from functools import lru_cache

from iamlint.carriers.python.evaluating import Made, View
from iamlint.carriers.python.naming import construct_name
from iamlint.carriers.python.settling import Ways, settled
from iamlint.catalog import catalog
from iamlint.text.hints import TYPE_CHECKING, Any
from iamlint.text.node import Mapping, Node, Scalar, Sequence

from .documents import document
from .outputs import applied, named, output

if TYPE_CHECKING:
    from iamlint.carriers.python.declaring import Declarations
    from iamlint.carriers.python.evaluating import Evaluator

    Row = dict[str, Any]

AWS = "pulumi_aws."
PULUMI = "pulumi."
DOCUMENTS = ("iam.get_policy_document", "iam.get_policy_document_output")
OUTPUTS = frozenset(("apply", "format", "concat", "json"))
ENTRY = "__main__.py"
"""The module of a program that no other can import."""
LOOKUPS = {
    "get_caller_identity": {"account_id": "AWS::AccountId"},
    "get_region": {"name": "AWS::Region", "region": "AWS::Region", "id": "AWS::Region"},
    "get_partition": {"partition": "AWS::Partition", "dns_suffix": "AWS::URLSuffix"},
}
"""Functions that tell where a program is deployed, and what their attributes are."""
INNER = {"name": "PolicyName", "policy": "PolicyDocument"}
"""What a role's inline policies are made of."""


@lru_cache(maxsize=1)
def resources() -> dict[str, Row]:
    """The rows of the table by class."""
    return {row["class"]: row for row in catalog().table("pulumi_resources")}


class Told(Mapping):
    """What a function gives, by its attributes."""

    __slots__ = ()


class Pulumi:
    """Reads the resources of one file."""

    makes_templates = False
    deployed_anywhere = False
    any_class = False
    expecting: frozenset[str] = frozenset()

    def __init__(self) -> None:
        names = {name.rpartition(".")[2] for name in resources()}
        documents = {name.rpartition(".")[2] for name in DOCUMENTS}
        self.wanted = frozenset((*names, *documents))
        self._made: dict[int, str] = {}
        self._open: set[int] = set()

    def knows(self, qualified: str) -> bool:
        return qualified.removeprefix(AWS) in resources()

    # Values

    def value(
        self, evaluator: Evaluator, node: ast.Call, qualified: str, view: View
    ) -> Node | None:
        if qualified.startswith(AWS):
            name = qualified.removeprefix(AWS)
            if name in DOCUMENTS:
                return document(evaluator, node, view)
            if name in resources():
                logical = self._made.get(id(node)) or construct_name(evaluator, node, view, 0)
                return Made(evaluator.place(node), name, node, view, logical)
            if name.endswith("Args"):
                return evaluator.keywords(node, view)
            return self._looked_up(evaluator, node, name.removesuffix("_output"))
        if qualified.startswith(PULUMI):
            return output(evaluator, node, qualified.removeprefix(PULUMI), view)
        if isinstance(node.func, ast.Attribute) and node.func.attr == "apply":
            return applied(evaluator, node, view)
        return None

    def _looked_up(self, evaluator: Evaluator, node: ast.Call, name: str) -> Node | None:
        """Where the program is deployed, unless it asks another provider."""
        if name not in LOOKUPS or node.args or node.keywords:
            return None
        place = evaluator.place(node)
        entries = [
            (Scalar(place.source, place.start, place.start, key), evaluator.ref(pseudo, place))
            for key, pseudo in LOOKUPS[name].items()
        ]
        return Told(place.source, place.start, place.end, entries)

    def attribute(
        self, evaluator: Evaluator, node: ast.expr, qualified: str, view: View
    ) -> Node | None:
        if qualified or not isinstance(node, ast.Attribute) or id(node) in self._open:
            return None
        self._open.add(id(node))
        try:
            base = evaluator.value(node.value, view)
        finally:
            self._open.discard(id(node))
        if node.attr in ("json", "minified_json") and isinstance(base, Mapping):
            return base if "Statement" in base else None
        if isinstance(base, Told):
            return base.get(node.attr)
        if not isinstance(base, Made):
            return None
        row = resources().get(base.qualified)
        attribute = row["attributes"].get(node.attr) if row is not None else None
        if attribute is None:
            return None
        return evaluator.attribute_of(base.logical, attribute, evaluator.place(node))

    # Declarations

    def declare(self, evaluator: Evaluator, declarations: Declarations) -> None:
        self.evaluator, self.declarations = evaluator, declarations
        things: list[tuple[ast.Call, View, Row]] = []
        for found in evaluator.names.calls:
            node = found.node
            assert isinstance(node, ast.Call)
            view = View(found.scope)
            name = evaluator.following.qualified(node.func, view)
            if not name.startswith(AWS):
                continue
            name = name.removeprefix(AWS)
            if name in resources():
                row = resources()[name]
                logical = construct_name(evaluator, node, view, 0)
                if "attach" not in row:
                    place = evaluator.place(node)
                    self._made[id(node)] = declarations.add(logical, row["type"], [], place)
                things.append((node, view, row))
            elif name in DOCUMENTS:
                declarations.leftover(found, whole=True)
        for node, view, row in things:
            if "attach" in row:
                self._attach(node, view, row)
            else:
                self._declare(node, view, row)
        if evaluator.source.path.rpartition("/")[2] == ENTRY:
            module = evaluator.names.module
            made = [
                one for one, view, row in things if view.scope is module and id(one) in self._made
            ]
            names = (*resources(), *DOCUMENTS)
            read = frozenset(f"{AWS}{name}" for name in names)
            ways = Ways((AWS, PULUMI), outputs=OUTPUTS, closely=f"{AWS}iam.", read=read)
            for call in settled(evaluator, made, ways):
                declarations.settled.add(self._made[id(call)])

    def _given(self, node: ast.Call, view: View) -> Mapping:
        """The arguments: those of an object that holds all of them, too."""
        given = self.evaluator.keywords(node, view)
        inner = given.get("args")
        if inner is None and len(node.args) > 1:
            inner = self.evaluator.value(node.args[1], view)
        if isinstance(inner, Mapping):
            entries = [*inner.entries, *given.entries]
            return Mapping(given.source, given.start, given.end, entries)
        return given

    def _declare(self, node: ast.Call, view: View, row: Row) -> None:
        evaluator = self.evaluator
        given = self._given(node, view)
        place = evaluator.place(node)
        logical = self._made[id(node)]
        properties: list[tuple[str, Node]] = []
        for ours, theirs in row["properties"].items():
            value = given.get(theirs)
            if value is not None:
                properties.append((ours, self._value(ours, value)))
            elif ours in row.get("unless", ()):
                default = Scalar(place.source, place.start, place.start, row["unless"][ours])
                properties.append((ours, default))
        self.declarations.put(logical, row["type"], properties, place)
        if row.get("passing"):
            self.declarations.passing.add(logical)
        if "inside" in row:
            argument, kind, target = row["inside"]
            value = given.get(argument)
            if value is not None:
                key = "ResourcePolicy" if target == "SecretId" else "PolicyDocument"
                own = [(key, value), (target, evaluator.ref(logical, place))]
                self.declarations.add(f"{logical}.{argument}", kind, own, value)

    def _value(self, name: str, value: Node) -> Node:
        """A property as CloudFormation has it."""
        evaluator = self.evaluator
        if isinstance(value, Made):
            if name == "Role":
                return evaluator.attribute_of(value.logical, "Arn", value)
            return named(value, evaluator)
        if isinstance(value, Sequence):
            items = [named(item, evaluator) for item in value.items]
            if name == "Policies":
                items = [inline(item) for item in items]
            return Sequence(value.source, value.start, value.end, items)
        return value

    def _attach(self, node: ast.Call, view: View, row: Row) -> None:
        """A managed policy that is attached to what the file makes."""
        given = self._given(node, view)
        (ours, theirs), *_ = row["properties"].items()
        arn, to = given.get(theirs), given.get(row["attach"])
        logical = referred(to)
        if arn is None or logical not in self.declarations.resources:
            return
        before = self.declarations.properties(logical)
        old = before.get(ours)
        listed = old.items if isinstance(old, Sequence) else [old] if old is not None else []
        place = self.declarations.resources[logical]
        both = Sequence(place.source, place.start, place.end, [*listed, named(arn, self.evaluator)])
        entries = [(str(k.value), v) for k, v in before.entries if k.value != ours]
        self.declarations.put(logical, row["type"], [*entries, (ours, both)], place)


def referred(node: Node | None) -> str:
    """What is named by a thing itself, or by its `Ref`."""
    if isinstance(node, Made):
        return node.logical
    if isinstance(node, Mapping) and len(node.entries) == 1:
        key, value = node.entries[0]
        if key.value == "Ref" and isinstance(value, Scalar):
            return str(value.value)
    return ""


def inline(node: Node) -> Node:
    """One of a role's inline policies."""
    if not isinstance(node, Mapping):
        return node
    entries = [
        (Scalar(k.source, k.start, k.end, INNER.get(str(k.value), str(k.value)), k.style), v)
        for k, v in node.entries
    ]
    return Mapping(node.source, node.start, node.end, entries)
