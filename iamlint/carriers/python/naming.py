"""What things that code makes are called, and which types of CloudFormation they are."""

from __future__ import annotations

from functools import lru_cache

from iamlint.catalog import catalog
from iamlint.text.hints import TYPE_CHECKING

from .scopes import last_name

if TYPE_CHECKING:
    import ast

    from .evaluating import Evaluator, View


def construct_name(evaluator: Evaluator, node: ast.Call, view: View, position: int = 1) -> str:
    """The id that a construct is given; where that is not known, its class and its line."""
    given = node.args[position] if len(node.args) > position else None
    for keyword in node.keywords:
        if keyword.arg in ("id", "title", "resource_name"):
            given = keyword.value
    text = evaluator.text(given, view) if given is not None else None
    return text or f"{last_name(node.func)} at line {node.lineno}"


@lru_cache(maxsize=1)
def services() -> dict[str, str]:
    """Services, as types of CloudFormation name them, by the module of a library."""
    return {row["module"]: row["service"] for row in catalog().table("python_services")}


def service_of(module: str) -> str:
    """`IAM` of `aws_iam` or `iam`; empty for what is not known."""
    return services().get(module.removeprefix("aws_"), "")


def type_of(module: str, name: str) -> str:
    """`AWS::IAM::Role` of the module `iam` and the class `Role`; empty for what is not known."""
    service = service_of(module)
    return f"AWS::{service}::{name}" if service else ""


def upper(name: str) -> str:
    """`PolicyDocument` of `policy_document`."""
    return "".join(part[:1].upper() + part[1:] for part in name.split("_"))
