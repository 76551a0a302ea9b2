"""`%{ if … }` and `%{ for … }` in strings, and the `~` that takes white space away.

https://developer.hashicorp.com/terraform/language/expressions/strings#directives
"""

from __future__ import annotations

from iamlint.text.hints import TYPE_CHECKING
from iamlint.text.records import NamedTuple

from .nodes import Choice, Directive, For, Template

if TYPE_CHECKING:
    import re
    from collections.abc import Iterator

    from tree_sitter import Node as Parsed

    from iamlint.text.node import Node

    from .templates import Templates

STRIP = "strip_marker"
IF, LOOP = "template_if", "template_for"
ELSE = "template_else_intro"
ENDS = ("template_if_end", "template_for_end")


class Marks(NamedTuple):
    """Part of a template: what stands in it between two offsets, and whether a `~` before or behind
    it takes the white space away.
    """

    inner: list[Parsed]
    start: int
    end: int
    strips_start: bool = False
    strips_end: bool = False


def strips_of(mark: Parsed) -> tuple[bool, bool]:
    """Whether a mark takes away the white space before it, and behind it."""
    first, last = mark, mark
    while not _is_tag(first) and first.children:
        first = first.children[0]
    while not _is_tag(last) and last.children:
        last = last.children[-1]
    return _strips(first)[0], _strips(last)[1]


def directive(
    templates: Templates, mark: Parsed, depth: int, escape: re.Pattern[str]
) -> Directive | None:
    """What a directive gives; None for one that cannot be made out."""
    at = templates.expressions
    inner = mark.children[0] if mark.children else mark
    expression: Node | None = None
    if inner.type == IF:
        expression = _choice(templates, inner, depth, escape)
    elif inner.type == LOOP:
        expression = _loop(templates, inner, depth, escape)
    if expression is None:
        return None
    return Directive(templates.source, at.start(mark), at.end(mark), expression)


def bodies_of(part: Node) -> Iterator[Template]:
    """The templates in a directive."""
    inner = part.expression if isinstance(part, Directive) else None
    found: list[Node] = [inner.yes, inner.no] if isinstance(inner, Choice) else []
    found += [inner.value] if isinstance(inner, For) else []
    yield from (one for one in found if isinstance(one, Template))


def _choice(
    templates: Templates, parsed: Parsed, depth: int, escape: re.Pattern[str]
) -> Choice | None:
    at = templates.expressions
    intro, *rest = parsed.children
    condition = _expression(templates, intro, depth)
    if condition is None or not rest or rest[-1].type not in ENDS:
        return None
    middle = next((i for i, child in enumerate(rest) if child.type == ELSE), len(rest) - 1)
    yes = _part(templates, intro, rest[: middle + 1], depth, escape)
    no = _part(templates, rest[middle], rest[middle + 1 :], depth, escape)
    return Choice(at.source, at.start(parsed), at.end(parsed), condition, yes, no)


def _loop(templates: Templates, parsed: Parsed, depth: int, escape: re.Pattern[str]) -> For | None:
    at = templates.expressions
    intro, *rest = parsed.children
    collection = _expression(templates, intro, depth)
    if collection is None or not rest or rest[-1].type not in ENDS:
        return None
    names = tuple(at.text(child) for child in intro.children if child.type == "identifier")
    made = For(at.source, at.start(parsed), at.end(parsed), names)
    made.collection = collection
    made.value = _part(templates, intro, rest, depth, escape)
    return made


def _part(
    templates: Templates,
    opens: Parsed,
    rest: list[Parsed],
    depth: int,
    escape: re.Pattern[str],
) -> Template:
    """What stands between a tag and the last of the rest, which closes it."""
    at = templates.expressions
    start = at.end(opens)
    *inner, closes = rest or [opens]
    end = at.start(closes) if rest else start
    inner = [child for child in inner if child.type in templates.marks]
    marks = Marks(inner, start, end, _strips(opens)[1], _strips(closes)[0])
    return Template(at.source, start, end, templates.between(marks, depth + 1, escape))


def _expression(templates: Templates, tag: Parsed, depth: int) -> Node | None:
    found = next((child for child in tag.children if child.type == "expression"), None)
    return None if found is None else templates.expressions.expression(found, depth)


def _is_tag(parsed: Parsed) -> bool:
    """It is one pair of braces with what is in it."""
    return bool(parsed.children) and parsed.children[0].type in (
        "template_directive_start",
        "template_interpolation_start",
    )


def _strips(tag: Parsed) -> tuple[bool, bool]:
    children = [child.type for child in tag.children]
    return children[1:2] == [STRIP], children[-2:-1] == [STRIP]
