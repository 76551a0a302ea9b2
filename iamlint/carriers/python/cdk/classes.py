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
IDENTITY_METHODS = frozenset(
    (
        *("add_to_policy", "add_to_principal_policy", "add_to_role_policy"),
        *("add_to_task_role_policy", "add_to_execution_role_policy"),
    )
)
ENDPOINTS = frozenset(
    ("add_gateway_endpoint", "add_interface_endpoint", "add_s3_endpoint", "add_dynamo_db_endpoint")
)
"""Methods of a network that make endpoints."""
RESOURCE_METHOD = "add_to_resource_policy"
ARNS = ("secret_complete_arn", "secret_partial_arn")
"""Of secrets: with the characters that end it, or without."""


@lru_cache(maxsize=1)
def constructs() -> dict[str, Row]:
    """The rows of the table by class."""
    return {row["class"]: row for row in catalog().table("cdk_constructs")}


def inner(qualified: str) -> str:
    """`aws_iam.Role` of `aws_cdk.aws_iam.Role`, `Aws` of the first version's `aws_cdk.core.Aws`;
    empty for what is not of the CDK.
    """
    if not qualified.startswith(PACKAGE):
        return ""
    return qualified.removeprefix(PACKAGE).removeprefix("core.")


ROLE = ("role", "ServiceRole")


def roles_of(row: Row) -> dict[str, str]:
    """The arguments that a construct is given roles by, each with the id of the one that it makes
    where there is none.
    """
    found: dict[str, str] = row.get("roles", dict((ROLE,)) if "service" in row else {})
    return found


def role_argument(method: str) -> str:
    """`task_role` of `add_to_task_role_policy`, `role` of any other method."""
    told = method.removeprefix("add_to_").removesuffix("_policy")
    return told if told.endswith("_role") else ROLE[0]


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


@lru_cache(maxsize=256)
def named_by_arn(name: str) -> str:
    """`bucket_arn` of `aws_s3.Bucket.from_bucket_arn`, and of `from_bucket_attributes`; empty for
    another function.
    """
    made, _, last = name.rpartition(".")
    told = arn_attribute(made)
    if not told or not last.startswith("from_"):
        return ""
    given = last.removeprefix("from_")
    ours = given == told or given in ARNS or given == f"{told.removesuffix('_arn')}_attributes"
    return told if ours else ""


@lru_cache(maxsize=64)
def arn_attribute(name: str) -> str:
    """What the ARN of a construct is called: `bucket_arn`; empty where it has none."""
    attributes = constructs().get(name, {}).get("attributes", ())
    return next((one for one in attributes if one.endswith("_arn")), "")


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


def argument_of(
    evaluator: Evaluator, node: ast.Call, view: View, names: tuple[str, ...], position: int
) -> Node | None:
    """An argument that is named, or comes at a position."""
    given = evaluator.keywords(node, view)
    found = next((given.get(name) for name in names if name in given), None)
    if found is None and len(node.args) > position:
        found = evaluator.value(node.args[position], view)
    return None if is_none(found) else found


def is_none(node: Node | None) -> bool:
    return isinstance(node, Scalar) and node.value is None
