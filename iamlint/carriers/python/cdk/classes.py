"""The classes of the CDK that declare something, and what their calls are given."""

from __future__ import annotations

from functools import lru_cache

from iamlint.carriers.cloudformation.naming import row_of
from iamlint.carriers.cloudformation.tables import rows
from iamlint.carriers.python.naming import type_of
from iamlint.catalog import catalog
from iamlint.text.hints import TYPE_CHECKING, Any
from iamlint.text.node import Node, Scalar

if TYPE_CHECKING:
    import ast

    from iamlint.carriers.python.evaluating import Evaluator, View

    Row = dict[str, Any]

PACKAGE = "aws_cdk."
STATEMENT, DOCUMENT = "aws_iam.PolicyStatement", "aws_iam.PolicyDocument"
IDENTITY_METHODS = frozenset(("add_to_policy", "add_to_principal_policy", "add_to_role_policy"))
RESOURCE_METHOD = "add_to_resource_policy"


@lru_cache(maxsize=1)
def constructs() -> dict[str, Row]:
    """The rows of the table by class."""
    return {row["class"]: row for row in catalog().table("cdk_constructs")}


def inner(qualified: str) -> str:
    """`aws_iam.Role` of `aws_cdk.aws_iam.Role`; empty for what is not of the CDK."""
    return qualified.removeprefix(PACKAGE) if qualified.startswith(PACKAGE) else ""


@lru_cache(maxsize=256)
def low_level(name: str) -> str:
    """The type of CloudFormation of a construct such as `aws_iam.CfnRole`; empty for another."""
    module, _, last = name.rpartition(".")
    if not last.startswith("Cfn") or "." in module:
        return ""
    kind = type_of(module, last.removeprefix("Cfn"))
    return kind if kind and (row_of(kind) or rows("cloudformation_policies", kind)) else ""


@lru_cache(maxsize=256)
def named_by(name: str) -> str:
    """`bucket_name` of `aws_s3.Bucket.from_bucket_name`; empty for another function."""
    made, _, last = name.rpartition(".")
    argument = last.removeprefix("from_")
    known = last != argument and made in constructs() and argument in constructs()[made]["names"]
    return argument if known else ""


def managed(evaluator: Evaluator, name: Node, place: Node) -> Node:
    """The ARN of a managed policy of AWS's."""
    before = Scalar(place.source, place.start, place.start, "arn:")
    after = Scalar(place.source, place.start, place.start, ":iam::aws:policy/")
    partition = evaluator.ref("AWS::Partition", place)
    return evaluator.joined([before, partition, after, name], place)


def argument(evaluator: Evaluator, node: ast.Call, view: View, name: str) -> Node | None:
    """An argument that is named, or comes last."""
    found = evaluator.keywords(node, view).get(name)
    if found is None and node.args:
        found = evaluator.value(node.args[-1], view)
    return found
