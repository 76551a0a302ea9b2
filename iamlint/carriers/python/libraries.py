"""Libraries that declare what an account holds, each read by a module of its own."""

from __future__ import annotations

import ast

from iamlint.text.hints import TYPE_CHECKING, Protocol
from iamlint.text.modules import module_named

if TYPE_CHECKING:
    from iamlint.text.node import Node

    from .declaring import Declarations
    from .evaluating import Evaluator, View

READERS = {
    "aws_cdk": "cdk",
    "pulumi_aws": "pulumi",
    "troposphere": "troposphere",
    "awacs": "troposphere",
}
"""What reads the code that imports a package."""


class Library(Protocol):
    """`wanted`: the last names of the calls that it looks at. `makes_templates`: what it declares
    stands in templates, once they are made. `deployed_anywhere`: the partition is told where its
    templates are deployed, not by the code. `any_class`: it looks at the calls of all classes.
    `expecting`: the last names of calls that say what is expected of templates.
    """

    wanted: frozenset[str]
    makes_templates: bool
    deployed_anywhere: bool
    any_class: bool
    expecting: frozenset[str]

    def knows(self, qualified: str) -> bool:
        """Is that a name of the library?"""
        ...

    def value(
        self, evaluator: Evaluator, node: ast.Call, qualified: str, view: View
    ) -> Node | None:
        """What a call gives; None for what is none of its own."""
        ...

    def attribute(
        self, evaluator: Evaluator, node: ast.expr, qualified: str, view: View
    ) -> Node | None:
        """An attribute of something that it makes."""
        ...

    def declare(self, evaluator: Evaluator, declarations: Declarations) -> None:
        """Declare all that the file makes."""
        ...


def libraries_of(tree: ast.Module, text: str) -> list[Library]:
    """The libraries that a file imports, wherever it does."""
    if not any(package in text for package in READERS):
        return []
    imported: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            imported.update(alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            imported.add(node.module.partition(".")[0])
    names = dict.fromkeys(READERS[package] for package in READERS if package in imported)
    return [module_named(f"iamlint.carriers.python.{name}").library() for name in names]
