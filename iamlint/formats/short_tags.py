"""CloudFormation's short tags: `!Ref X` for `Ref: X`, `!GetAtt A.B` for `Fn::GetAtt: [A, B]`.

https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference.html
"""

from __future__ import annotations

import re

from iamlint.text.hints import TYPE_CHECKING
from iamlint.text.node import Mapping, Scalar, Sequence
from iamlint.text.records import NamedTuple

if TYPE_CHECKING:
    from iamlint.text.node import Node
    from iamlint.text.source import Source

_SAME_NAME = ("Condition", "Ref")
_FUNCTIONS = (
    "And",
    "Base64",
    "Cidr",
    "Contains",
    "EachMemberEquals",
    "EachMemberIn",
    "Equals",
    "FindInMap",
    "GetAZs",
    "GetAtt",
    "GetStackOutput",
    "If",
    "ImportValue",
    "Join",
    "Length",
    "Not",
    "Or",
    "RefAll",
    "Select",
    "Split",
    "Sub",
    "ToJsonString",
    "Transform",
    "ValueOf",
    "ValueOfAll",
)
LONG_FORMS = {f"!{name}": name for name in _SAME_NAME} | {
    f"!{name}": f"Fn::{name}" for name in _FUNCTIONS
}


_CORE = "tag:yaml.org,2002:"  # what `!!` stands for: YAML's own types
_property = re.compile(r"[&!](?:<[^>\s]*>|\S*)").match
_between = re.compile(r"(?:\s+(?:#[^\r\n]*)?)*").match


class Tag(NamedTuple):
    """A tag and its place; no name where there is none that says more than the value does."""

    name: str
    start: int
    end: int


NO_TAG = Tag("", 0, 0)


def properties(text: str, start: int, end: int, name: str | None) -> tuple[Tag, int]:
    """The tag among the properties (tag, anchor) at `start`, and where the value begins. `name` is
    the tag as the parser resolved it; the value ends at `end`.
    """
    tag, position = NO_TAG, start
    while position < end and text[position] in "&!":
        found, sign = _property(text, position, end), text[position]
        assert found is not None
        if sign == "!" and name is not None and name != "!" and not name.startswith(_CORE):
            tag = Tag(name, position, found.end())
        space = _between(text, found.end(), end)
        assert space is not None
        position = space.end()
    return tag, position


def long_form(source: Source, tag: Tag, value: Node) -> Mapping:
    """The mapping a short tag stands for, spanning tag and value. A tag CloudFormation does not
    have becomes a key of its own name.
    """
    if tag.name == "!GetAtt" and isinstance(value, Scalar):
        value = _split(value)
    key = Scalar(source, tag.start, tag.end, LONG_FORMS.get(tag.name, tag.name), "")
    return Mapping(source, tag.start, max(tag.end, value.end), [(key, value)])


def _split(value: Scalar) -> Node:
    """`A.B.C` as resource `A` and attribute `B.C`."""
    text = value.value
    if not isinstance(text, str) or "." not in text:
        return value
    name, _, attribute = text.partition(".")
    start = value.start + (value.style != "")
    if value.source.text[start : start + len(text)] != text:  # escapes or line breaks
        spans = [(value.start, value.end)] * 2
    else:
        middle = start + len(name)
        spans = [(start, middle), (middle + 1, start + len(text))]
    parts: list[Node] = [
        Scalar(value.source, *span, part, "")
        for span, part in zip(spans, (name, attribute), strict=True)
    ]
    return Sequence(value.source, value.start, value.end, parts)
