"""The resources of one file, and functions of templates in it."""

from __future__ import annotations

import ast

from iamlint.carriers.cloudformation.naming import row_of
from iamlint.carriers.cloudformation.tables import rows
from iamlint.carriers.python.evaluating import Made, View
from iamlint.carriers.python.naming import construct_name, services, type_of
from iamlint.carriers.python.settling import Ways, settled
from iamlint.text.hints import TYPE_CHECKING
from iamlint.text.node import Mapping, Node, Scalar, Sequence

from . import awacs

if TYPE_CHECKING:
    from iamlint.carriers.python.declaring import Declarations
    from iamlint.carriers.python.evaluating import Evaluator
    from iamlint.carriers.python.scopes import Found

PACKAGE = "troposphere."
PSEUDO = {
    "AccountId": "AWS::AccountId",
    "Partition": "AWS::Partition",
    "Region": "AWS::Region",
    "StackName": "AWS::StackName",
    "StackId": "AWS::StackId",
    "URLSuffix": "AWS::URLSuffix",
    "NoValue": "AWS::NoValue",
}
NAMES = {
    "AWS_ACCOUNT_ID": "AWS::AccountId",
    "AWS_PARTITION": "AWS::Partition",
    "AWS_REGION": "AWS::Region",
    "AWS_STACK_NAME": "AWS::StackName",
    "AWS_STACK_ID": "AWS::StackId",
    "AWS_URL_SUFFIX": "AWS::URLSuffix",
    "AWS_NO_VALUE": "AWS::NoValue",
}
LISTED = ("Join", "If", "Select", "Split", "FindInMap", "Cidr")
ONE = ("Base64", "ImportValue", "GetAZs")
PROPERTIES = frozenset(("Policy", "LoginProfile", "SAMLPrivateKey"))
"""Classes of the module `iam` that are parts of resources."""
CLASSES = ("Statement", "Action", "Principal", "PolicyDocument", "Policy", "Condition")
"""Classes of awacs."""
RENAMED = {"PolicyType": "Policy"}
WAYS = Ways(
    packages=(PACKAGE, awacs.AWACS),
    telling=frozenset(("ref", "Ref", "get_att", "GetAtt", "title", "name", "resource_type")),
    template="troposphere.Template",
)


class Troposphere:
    """Reads the resources of one file."""

    makes_templates = False
    deployed_anywhere = True
    any_class = True
    expecting: frozenset[str] = frozenset()

    def __init__(self) -> None:
        self.wanted = frozenset(("PolicyDocument", "Policy", "Statement"))
        self._made: dict[int, str] = {}

    def knows(self, qualified: str) -> bool:
        if qualified.startswith(PACKAGE):
            name = qualified.removeprefix(PACKAGE)
            module, _, last = name.rpartition(".")
            if not module:
                return name in PSEUDO or name in NAMES or name in ("Ref", "GetAtt", "Sub", *LISTED)
            return last in PROPERTIES or bool(resource_type(module, last))
        if not qualified.startswith(awacs.AWACS):
            return False
        module, _, last = qualified.removeprefix(awacs.AWACS).rpartition(".")
        if module == "aws":
            known = last in awacs.CONSTANTS or bool(awacs.operator_of(last))
            return known or last in (
                "Statement",
                "Action",
                "Principal",
                "PolicyDocument",
                "Condition",
            )
        return last[:1].isupper()

    # Values

    def value(
        self, evaluator: Evaluator, node: ast.Call, qualified: str, view: View
    ) -> Node | None:
        if qualified.startswith(awacs.AWACS):
            name = qualified.removeprefix(awacs.AWACS)
            return awacs.made(evaluator, node, name, view)
        if not qualified.startswith(PACKAGE):
            return self._method(evaluator, node, view)
        name = qualified.removeprefix(PACKAGE)
        module, _, last = name.rpartition(".")
        if not module:
            return self._function(evaluator, node, last, view)
        kind = resource_type(module, last)
        if node.args and kind:
            logical = self._made.get(id(node)) or construct_name(evaluator, node, view, 0)
            return Made(evaluator.place(node), kind, node, view, logical)
        return evaluator.keywords(node, view)

    def _function(self, evaluator: Evaluator, node: ast.Call, name: str, view: View) -> Node | None:
        """`Ref`, `GetAtt`, `Sub` and the others."""
        place = evaluator.place(node)
        values = [evaluator.value(one, view) for one in node.args]
        if name == "Parameter" and values:
            logical = construct_name(evaluator, node, view, 0)
            return Made(place, "Parameter", node, view, logical)
        if name == "Ref" and values:
            return evaluator.call("Ref", called(values[0]), place)
        if name == "GetAtt" and len(values) == 2:
            both = Sequence(place.source, place.start, place.end, [called(values[0]), values[1]])
            return evaluator.call("Fn::GetAtt", both, place)
        if name == "Sub" and values:
            return self._sub(evaluator, node, values, view, place)
        if name in LISTED:
            every = Sequence(place.source, place.start, place.end, values)
            return evaluator.call(f"Fn::{name}", every, place)
        if name in ONE and values:
            return evaluator.call(f"Fn::{name}", values[0], place)
        return None

    def _sub(
        self, evaluator: Evaluator, node: ast.Call, values: list[Node], view: View, place: Node
    ) -> Node:
        given = evaluator.keywords(node, view)
        names = values[1] if len(values) > 1 else given
        if isinstance(names, Mapping) and names.entries:
            both = Sequence(place.source, place.start, place.end, [values[0], names])
            return evaluator.call("Fn::Sub", both, place)
        return evaluator.call("Fn::Sub", values[0], place)

    def _method(self, evaluator: Evaluator, node: ast.Call, view: View) -> Node | None:
        """`role.ref()`, `role.get_att("Arn")`, `template.add_resource(…)`, `add_parameter(…)`."""
        if not isinstance(node.func, ast.Attribute):
            return None
        name = node.func.attr
        if name == "to_json" and not node.args:
            base = evaluator.value(node.func.value, view)
            return base if isinstance(base, Mapping) and "Statement" in base else None
        if name in ("add_resource", "add_parameter") and len(node.args) == 1:
            return evaluator.value(node.args[0], view)
        if name in ("ref", "Ref", "get_att", "GetAtt"):
            base = evaluator.value(node.func.value, view)
            if isinstance(base, Made):
                place = evaluator.place(node)
                if name in ("ref", "Ref"):
                    return evaluator.ref(base.logical, place)
                text = evaluator.text(node.args[0], view) if node.args else None
                return evaluator.attribute_of(base.logical, text, place) if text else None
        return None

    def attribute(
        self, evaluator: Evaluator, node: ast.expr, qualified: str, _: View
    ) -> Node | None:
        return self.name(evaluator, node, qualified)

    def name(self, evaluator: Evaluator, node: ast.expr, qualified: str) -> Node | None:
        """What a name of the library stands for."""
        if qualified.startswith(awacs.AWACS):
            return awacs.constant(evaluator, node, qualified.removeprefix(awacs.AWACS))
        if not qualified.startswith(PACKAGE):
            return None
        name = qualified.removeprefix(PACKAGE)
        place = evaluator.place(node)
        if name in PSEUDO:
            return evaluator.ref(PSEUDO[name], place)
        if name in NAMES:
            return Scalar(place.source, place.start, place.end, NAMES[name])
        return None

    # Declarations

    def declare(self, evaluator: Evaluator, declarations: Declarations) -> None:
        things: list[tuple[Found, View, str]] = []
        for found in evaluator.names.calls:
            node = found.node
            assert isinstance(node, ast.Call)
            view = View(found.scope)
            qualified = evaluator.following.qualified(node.func, view)
            if qualified.startswith(awacs.AWACS):
                name = qualified.removeprefix(awacs.AWACS)
                if name in awacs.DOCUMENTS or name == awacs.STATEMENT:
                    declarations.leftover(found, whole=name in awacs.DOCUMENTS)
                continue
            name = qualified.removeprefix(PACKAGE) if qualified.startswith(PACKAGE) else ""
            module, _, last = name.rpartition(".")
            if name == "Parameter" and node.args:
                declarations.parameters[construct_name(evaluator, node, view, 0)] = node
            kind = resource_type(module, last) if module else ""
            if kind and node.args:
                logical = construct_name(evaluator, node, view, 0)
                made = declarations.add(logical, kind, [], evaluator.place(node))
                self._made[id(node)] = made
                things.append((found, view, kind))
        for name, call in declarations.parameters.items():
            declarations.declared[name] = evaluator.keywords(call, View(evaluator.names.module))
        for found, view, kind in things:
            node = found.node
            assert isinstance(node, ast.Call)
            given = evaluator.keywords(node, view)
            properties = [(str(key.value), told(value, evaluator)) for key, value in given.entries]
            for name, expression, scope in evaluator.names.given_to(found):
                properties.append((name, told(evaluator.value(expression, View(scope)), evaluator)))
            declarations.put(self._made[id(node)], kind, properties, evaluator.place(node))
        calls = [found.node for found, _, _ in things if isinstance(found.node, ast.Call)]
        for call in settled(evaluator, calls, WAYS):
            declarations.settled.add(self._made[id(call)])


def resource_type(module: str, name: str) -> str:
    """The type of CloudFormation that a class makes; empty for a class that is no resource."""
    if module not in services() or (module == "iam" and name in PROPERTIES):
        return ""
    kind = type_of(module, RENAMED.get(name, name) if module == "iam" else name)
    known = row_of(kind) or rows("cloudformation_policies", kind) or kind.endswith("Permission")
    return kind if known else ""


def called(node: Node) -> Node:
    """A thing by its name in the template."""
    if isinstance(node, Made):
        return Scalar(node.source, node.start, node.end, node.logical)
    return node


def told(value: Node, evaluator: Evaluator) -> Node:
    """A property; a thing that stands there is meant by its `Ref`."""
    return evaluator.ref(value.logical, value) if isinstance(value, Made) else value
