"""Macros and modules: what a template gets at deployment that does not stand in it.

https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/template-macros.html
https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/modules.html
"""

from __future__ import annotations

from iamlint.catalog import catalog
from iamlint.model.things import Gap
from iamlint.text.hints import TYPE_CHECKING
from iamlint.text.node import Mapping, Scalar, Sequence

from .template import names, text_at

if TYPE_CHECKING:
    from collections.abc import Iterator

    from iamlint.text.node import Node

    from .template import Template

TABLE = "cloudformation_transforms"
TRANSFORM = "Fn::Transform"
INCLUDE = "AWS::Include"
MODULE = "::MODULE"


def tell(template: Template) -> None:
    """Say which macros the template as a whole goes through, where they may add to it."""
    for node in (template.root.get("Transform"), template.root.get(TRANSFORM)):
        for each in listed(node):
            why = made_by(each)
            if why:
                template.gaps.append(Gap(each, "Transform", why))


def listed(node: Node | None) -> Iterator[Node]:
    if isinstance(node, Sequence):
        yield from node.items
    elif node is not None:
        yield node


def made_by(node: Node) -> str:
    """What a transform of the whole template may add; empty where that is nothing."""
    for name in names(node):
        row = {row["name"]: row for row in catalog().table(TABLE)}.get(name)
        if row is None:
            return f"the macro {name} may change the whole template at deployment"
        if row["makes"]:
            return f"{named(node)} adds {row['makes']} at deployment"
    return ""


def named(node: Node | None) -> str:
    """A call of a macro in a person's words: which, and what it includes."""
    name = next(iter(names(node)), "")
    location = text_at(node.get("Parameters"), "Location") if isinstance(node, Mapping) else ""
    if name == INCLUDE:
        return f"{INCLUDE} of `{location}`" if location else INCLUDE
    return f"the macro {name}" if name else "a macro (Fn::Transform)"


def is_module(type_: Scalar) -> bool:
    """The resources of a module stand in the registry, not in the template."""
    return str(type_.value).endswith(MODULE)
