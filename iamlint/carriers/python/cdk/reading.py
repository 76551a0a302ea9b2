"""What calls and attributes of the CDK come to."""

from __future__ import annotations

import ast

from iamlint.carriers.python.evaluating import Made, Named
from iamlint.carriers.python.naming import construct_name, upper
from iamlint.carriers.python.scopes import last_name
from iamlint.catalog.roles import TAG
from iamlint.text.hints import TYPE_CHECKING, Any
from iamlint.text.node import Mapping, Node, Scalar, Unknown

from . import arns, grants, statements
from .app import App
from .classes import (
    DOCUMENT,
    ENDPOINTS,
    IDENTITY_METHODS,
    RESOURCE_METHOD,
    STATEMENT,
    argument,
    argument_of,
    arn_attribute,
    constructs,
    inner,
    low_level,
    managed,
    named_by,
    named_by_arn,
    roles_of,
)
from .principals import CLASSES, Principals, Several, Who, changed

if TYPE_CHECKING:
    from iamlint.carriers.python.declaring import Declarations
    from iamlint.carriers.python.evaluating import Evaluator, View

    Row = dict[str, Any]

IAM = "aws_iam."
OF_AWS = "aws_iam.ManagedPolicy.from_aws_managed_policy_name"
BY_ARN = "aws_iam.ManagedPolicy.from_managed_policy_arn"
EXPECTING = frozenset(
    (
        *("has_resource", "has_resource_properties", "has_output", "has_mapping", "has_condition"),
        *("all_resources", "all_resources_properties", "find_resources", "get_resource_id"),
        *("resource_properties_count_is", "template_matches", "object_like", "object_equals"),
        *("array_with", "array_equals", "serialized_json", "not_"),
    )
)
"""Calls of tests about templates: what they are given are patterns, and no policies."""
JSON = frozenset(("Statement", "Effect"))
"""Keys of what documents and statements are as JSON."""
PSEUDO = {
    "ACCOUNT_ID": "AWS::AccountId",
    "REGION": "AWS::Region",
    "PARTITION": "AWS::Partition",
    "URL_SUFFIX": "AWS::URLSuffix",
    "STACK_NAME": "AWS::StackName",
    "STACK_ID": "AWS::StackId",
}
OF_STACK = {
    "account": "AWS::AccountId",
    "region": "AWS::Region",
    "partition": "AWS::Partition",
    "url_suffix": "AWS::URLSuffix",
    "stack_name": "AWS::StackName",
}


class Cdk:
    """Reads the code of one file. `app`: what it declares."""

    app: App

    makes_templates = True
    deployed_anywhere = True
    any_class = True
    expecting = EXPECTING

    def __init__(self) -> None:
        names = {name.rpartition(".")[2] for name in constructs()}
        methods = {RESOURCE_METHOD, "add_managed_policy", "add_permission", "add_statements"}
        self.wanted = frozenset((*names, *methods, *IDENTITY_METHODS, "PolicyStatement"))
        self.wanted |= {"PolicyDocument", "attach_to_role", "attach_inline_policy"}
        self.wanted |= grants.methods() | ENDPOINTS | EXPECTING
        self.made: dict[int, str] = {}  # what calls make, by their identity
        self._open: set[int] = set()

    def knows(self, qualified: str) -> bool:
        name = inner(qualified)
        return name in constructs() or name in (STATEMENT, DOCUMENT)

    # Values

    def value(
        self, evaluator: Evaluator, node: ast.Call, qualified: str, view: View
    ) -> Node | None:
        name = inner(qualified)
        if not name:
            return self._method(evaluator, node, view)
        if name == STATEMENT:
            return statements.statement(evaluator, node, view)
        if name == DOCUMENT:
            return statements.document(evaluator, node, view)
        if name in (f"{STATEMENT}.from_json", f"{DOCUMENT}.from_json"):
            return argument(evaluator, node, view, "obj")
        last = name.rpartition(".")[2]
        if name.startswith("Fn."):
            return arns.function(evaluator, node, last, view)
        if name == "Arn.format":
            return arns.arn(evaluator, node, view)
        if name == "ArnComponents":
            return evaluator.keywords(node, view)
        if name.startswith(IAM) and last in CLASSES:
            return Principals(evaluator).made(last, node, view)
        if name in (OF_AWS, BY_ARN):
            return self._managed(evaluator, node, name, view)
        if low_level(name) or named_by(name):
            made = self.made.get(id(node))
            kind = name.rpartition(".")[0] if named_by(name) else name
            return Made(evaluator.place(node), kind, node, view, made) if made else None
        if named_by_arn(name):
            return self._named_elsewhere(evaluator, node, name, view)
        if name in constructs():
            place = evaluator.place(node)
            logical = self.made.get(id(node)) or construct_name(evaluator, node, view)
            return Made(place, name, node, view, logical)
        if name.startswith("aws_") and last.endswith("Property"):
            return self._property(evaluator, node, view)
        return None

    def _named_elsewhere(
        self, evaluator: Evaluator, node: ast.Call, name: str, view: View
    ) -> Node | None:
        """`Bucket.from_bucket_arn(self, "Data", arn)`."""
        told = named_by_arn(name)
        last = name.rpartition(".")[2].removeprefix("from_")
        position = -1 if last.endswith("_attributes") else 2
        found = argument_of(evaluator, node, view, (last, told), position)
        if found is None:
            return None
        return Named(evaluator.place(node), name.rpartition(".")[0], found)

    def _method(self, evaluator: Evaluator, node: ast.Call, view: View) -> Node | None:
        """A method of a principal or a construct."""
        if not isinstance(node.func, ast.Attribute):
            return None
        name = node.func.attr
        if name in ENDPOINTS and id(node) in self.made:
            place = evaluator.place(node)
            return Made(place, "aws_ec2.GatewayVpcEndpoint", node, view, self.made[id(node)])
        if name == "format_arn":
            return arns.arn(evaluator, node, view)
        if name in ("with_conditions", "with_session_tags", "in_organization"):
            return self._limited(evaluator, node, name, view)
        if name == "to_json" and not node.args:
            base = evaluator.value(node.func.value, view)
            return base if isinstance(base, Mapping) and JSON & set(base.keys()) else None
        pattern = argument(evaluator, node, view, "key_pattern")
        if name == "arn_for_objects" and pattern is not None:
            place = evaluator.place(node)
            base = evaluator.value(node.func.value, view)
            arn: Node | None = None
            if isinstance(base, Made):
                arn = evaluator.attribute_of(base.logical, "Arn", place)
            elif isinstance(base, Named):
                arn = base.arn
            elif isinstance(base, Unknown):
                # a bucket that is made elsewhere: its objects all the same
                arn = Unknown(place.source, place.start, place.end, base.hole)
            if arn is not None:
                slash = Scalar(place.source, place.start, place.start, "/")
                return evaluator.joined([arn, slash, pattern], place)
        return None

    def _limited(self, evaluator: Evaluator, node: ast.Call, name: str, view: View) -> Node | None:
        """A principal with more conditions."""
        assert isinstance(node.func, ast.Attribute)
        value = evaluator.value(node.func.value, view)
        if not isinstance(value, (Who, Several)):
            return None
        given = argument(evaluator, node, view, "conditions")
        if name == "in_organization":
            told = argument(evaluator, node, view, "organization_id")
            place = evaluator.place(node)
            given = told and Principals(evaluator).block(
                "StringEquals", "aws:PrincipalOrgID", told, place
            )
        more = (TAG,) if name == "with_session_tags" else ()
        if given is None and not more:
            return None
        return changed(value, [given] if given is not None else [], more)

    def attribute(
        self, evaluator: Evaluator, node: ast.expr, qualified: str, view: View
    ) -> Node | None:
        if not isinstance(node, ast.Attribute):
            return None
        name = inner(qualified)
        place = evaluator.place(node)
        if name.startswith("aws_iam.Effect."):
            effect = {"ALLOW": "Allow", "DENY": "Deny"}.get(node.attr)
            return Scalar(place.source, place.start, place.end, effect) if effect else None
        if name.startswith("Aws.") and node.attr in PSEUDO:
            return evaluator.ref(PSEUDO[node.attr], place)
        if node.attr in OF_STACK and self._is_stack(node.value, view):
            return evaluator.ref(OF_STACK[node.attr], place)
        if name:
            return None
        if id(node) in self._open:
            return None
        self._open.add(id(node))
        try:
            base = evaluator.value(node.value, view)
        finally:
            self._open.discard(id(node))
        if isinstance(base, Named):
            return base.arn if node.attr == arn_attribute(base.qualified) else None
        if not isinstance(base, Made):
            return None
        if low_level(base.qualified):
            named = "Ref" if node.attr == "ref" else upper(node.attr.removeprefix("attr_"))
            return evaluator.attribute_of(base.logical, named, evaluator.place(node))
        row = constructs().get(base.qualified)
        if row is not None and node.attr in roles_of(row):
            return self._role_of(base, row, node.attr, place)
        attribute = row["attributes"].get(node.attr) if row is not None else None
        if attribute is None:
            return None
        return evaluator.attribute_of(base.logical, attribute, place)

    def _role_of(self, base: Made, row: Row, name: str, place: Node) -> Node:
        """The role that a function or the like runs as."""
        role = self.app.evaluator.keywords(base.call, base.view).get(name)
        if role is not None:
            return role
        own = f"{base.logical}/{roles_of(row)[name]}"
        self.app.service_role(own, row, self.app.evaluator.place(base.call))
        return Made(place, "aws_iam.Role", base.call, base.view, own)

    def _is_stack(self, node: ast.expr, view: View) -> bool:
        """`self`, `Stack.of(self)`, `cdk.Stack.of(self)`, or a name for one of them."""
        if isinstance(node, ast.Name):
            if node.id == "self":
                return True
            scope = next((one for one in view.scope.around() if node.id in one.names), None)
            given = scope.names[node.id] if scope is not None else []
            value = given[0].value if len(given) == 1 and given[0].item is None else None
            return value is not None and not isinstance(value, ast.Name) and is_stack(value)
        return is_stack(node)

    def _managed(self, evaluator: Evaluator, node: ast.Call, name: str, view: View) -> Node | None:
        if name == BY_ARN:
            return argument(evaluator, node, view, "managed_policy_arn")
        value = argument(evaluator, node, view, "managed_policy_name")
        return None if value is None else managed(evaluator, value, evaluator.place(node))

    def _property(self, evaluator: Evaluator, node: ast.Call, view: View) -> Node:
        """`CfnRole.PolicyProperty(…)`: a part of what CloudFormation takes."""
        given = evaluator.keywords(node, view)
        entries = [
            (Scalar(key.source, key.start, key.end, upper(str(key.value)), ""), value)
            for key, value in given.entries
        ]
        return Mapping(given.source, given.start, given.end, entries)

    def declare(self, evaluator: Evaluator, declarations: Declarations) -> None:
        self.app = App(evaluator, declarations, self.made)
        self.app.declare()


def is_stack(node: ast.expr) -> bool:
    return (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr == "of"
        and last_name(node.func.value) == "Stack"
    )
