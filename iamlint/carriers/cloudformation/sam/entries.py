"""`Policies` of a function or state machine: managed policies, documents, policy templates.

https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/serverless-policy-templates.html
"""

from __future__ import annotations

from iamlint.carriers.cloudformation.values import at
from iamlint.catalog import catalog
from iamlint.model.things import MALFORMED_TEMPLATE, Fault
from iamlint.text.hints import TYPE_CHECKING
from iamlint.text.holes import Text
from iamlint.text.node import Mapping, Scalar, Sequence

from .nodes import (
    branches_of,
    called,
    entry,
    function_of,
    is_nothing,
    mapping,
    nothing,
    scalar,
    sequence,
)
from .patterns import Values, nodes

if TYPE_CHECKING:
    from iamlint.carriers.cloudformation.reader import Context
    from iamlint.carriers.cloudformation.tables import Row
    from iamlint.text.node import Node

    Sides = tuple[Node | None, Node | None]

TEMPLATES = "sam_policy_templates"
SLIP = 0.82
"""So like the name of a policy template is one that is a slip for it; others may be newer than the
data.
"""
MAX_NESTED = 20
_templates: dict[str, Row] = {}


class Entries:
    """Sorts the entries of one `Policies`: `managed` are ARNs, `inline` inline policies."""

    def __init__(self, context: Context, role: str, node: Node | None) -> None:
        self.managed: list[Node] = []
        self.inline: list[Node] = []
        self._context = context
        self._role = role
        items = node.items if isinstance(node, Sequence) else [node]
        for self._index, item in enumerate(items):
            if item is not None and not is_nothing(item):
                self._add(self._sides(item, 0))

    def _add(self, sides: Sides) -> None:
        for node, found in zip(sides, (self.managed, self.inline), strict=True):
            if node is not None:
                found.append(node)

    def _sides(self, item: Node, depth: int) -> Sides:
        """An entry as a managed policy's ARN, or as an inline policy."""
        if isinstance(item, Scalar) and isinstance(item.value, str):
            return aws_managed(self._context, item.value, item), None
        if depth > MAX_NESTED:
            return self._unknown(item, f"conditions are nested more than {MAX_NESTED} deep")
        if isinstance(item, Sequence):
            return self._listed(item, depth)
        if not isinstance(item, Mapping):
            return self._unknown(item, "it is neither a name nor a policy")
        if "Statement" in item:
            return None, self._inline(item, item)
        name = function_of(item)
        if name == "Fn::If":
            return self._either(item, depth)
        if name:
            return item, None
        return self._template(item)

    def _listed(self, item: Sequence, depth: int) -> Sides:
        """A list within the list, as a condition may choose one."""
        listed: tuple[list[Node], list[Node]] = ([], [])
        for inner in item.items:
            for side, node in zip(listed, self._sides(inner, depth + 1), strict=True):
                if node is not None:
                    side.append(node)
        one, other = (sequence(item, side) if side else None for side in listed)
        return one, other

    def _either(self, item: Mapping, depth: int) -> Sides:
        """`Fn::If` between entries: one for the managed policies, one for the documents in it."""
        branches = branches_of(item)
        if branches is None:
            return self._unknown(item, "Fn::If takes a condition's name and two values")
        name, *values = branches
        sides = [
            (None, None) if is_nothing(value) else self._sides(value, depth + 1) for value in values
        ]
        found: list[Node | None] = []
        for yes, no in zip(*sides, strict=True):
            if yes is None and no is None:
                found.append(None)
                continue
            arms = (yes or nothing(item), no or nothing(item))
            found.append(called(item, "Fn::If", name, *arms))
        return found[0], found[1]

    def _inline(self, place: Node, document: Node) -> Mapping:
        name = f"{self._role}Policy{self._index}"
        entries = [entry("PolicyName", scalar(place, name)), entry("PolicyDocument", document)]
        return mapping(place, entries)

    def _template(self, item: Mapping) -> Sides:
        """A policy template, written out."""
        name = str(item.entries[0][0].value) if len(item.entries) == 1 else ""
        row = templates().get(name)
        if row is None:
            from iamlint.catalog.suggesting import near

            for meant in near(name, list(templates()), 1, SLIP):
                self._fault(item, f"SAM has no policy template `{name}`: is `{meant}` meant?")
            return self._unknown(item, f"{name or 'an entry'} is no policy template of SAM")
        given = item.entries[0][1]
        if not isinstance(given, Mapping):
            return self._unknown(item, f"the policy template {name} takes a mapping of parameters")
        missing = [each for each in row["parameters"] if given.get(each) is None]
        if missing:
            self._fault(item, f"the policy template `{name}` lacks `{'`, `'.join(missing)}`")
            return self._unknown(item, f"the policy template {name} lacks {', '.join(missing)}")
        template = self._context.template
        statements = list(nodes(row["statements"], Values(template, item, given, {})))
        template.written.add((item.start, item.end))
        return None, self._inline(item, mapping(item, [entry("Statement", statements[0])]))

    def _fault(self, item: Mapping, why: str) -> None:
        name = item.entries[0][0]
        self._context.reading.faults.append(Fault(MALFORMED_TEMPLATE, why, name.span))

    def _unknown(self, item: Node, why: str) -> Sides:
        return self._context.resolver.unknown(item, why), None


def templates() -> dict[str, Row]:
    """The policy templates by name."""
    if not _templates:
        _templates.update((row["name"], row) for row in catalog().table(TEMPLATES))
    return _templates


def aws_managed(context: Context, name: str, place: Node) -> Node:
    """The ARN of an AWS managed policy that is named by its name; anything else as it is."""
    about = None if ":" in name else catalog().managed.about(name)
    if about is None:
        return scalar(place, name) if not isinstance(place, Scalar) else at(place, Text(name))
    rest = about.arn.partition(":aws:")[2]
    return at(place, Text("arn:") + context.home.partition + ":" + rest)
