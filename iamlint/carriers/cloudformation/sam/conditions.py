"""Conditions that SAM adds to a template.

https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-specification-generated-resources.html
"""

from __future__ import annotations

from iamlint.text.hints import TYPE_CHECKING

from .nodes import called, entry, mapping, scalar

if TYPE_CHECKING:
    from collections.abc import Iterable

    from iamlint.carriers.cloudformation.template import Template
    from iamlint.text.node import Mapping, Node


def named(place: Node, name: str) -> Mapping:
    """`Condition: Name`."""
    return mapping(place, [entry("Condition", scalar(place, name))])


def negated(template: Template, place: Node, name: str) -> str:
    """The name of the condition that another does not hold."""
    made = f"NOT{name}"
    template.conditions.setdefault(made, called(place, "Fn::Not", named(place, name)))
    return made


def any_of(template: Template, place: Node, names: Iterable[str], made: str) -> str:
    """The name of the condition that one of several holds; empty where one is empty, which always
    does.
    """
    found = sorted(set(names))
    if not found or "" in found:
        return ""
    if len(found) == 1:
        return found[0]
    conditions = [named(place, name) for name in found]
    template.conditions.setdefault(made, called(place, "Fn::Or", *conditions))
    return made
