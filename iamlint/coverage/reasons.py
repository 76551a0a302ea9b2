"""The very value that keeps something from being whole, as a person would point at it."""

from __future__ import annotations

from iamlint.text.hints import TYPE_CHECKING
from iamlint.text.holes import Opaque, shown
from iamlint.text.node import Mapping
from iamlint.text.records import NamedTuple
from iamlint.text.source import EmbeddedSource, Span

if TYPE_CHECKING:
    from iamlint.text.holes import Hole

    from . import Doubt, Item

TERRAFORM = "terraform"
LONGEST = 120


class Reason(NamedTuple):
    """`value` stands in the file at `span`, its lines drawn into one; in a Terraform plan it is
    the reference or the attribute, of which the plan holds no text. Empty where a whole file or
    declaration is meant.
    """

    span: Span
    value: str
    why: str


def reasons(item: Item, carrier: str) -> list[Reason]:
    """Why an item is not whole."""
    return [reason(doubt, carrier) for doubt in item.doubts]


def reason(doubt: Doubt, carrier: str) -> Reason:
    node, hole, why = doubt
    if isinstance(hole, Opaque):
        why = why.replace(hole.why, hole.told)
    span = node.span.outermost
    if carrier == TERRAFORM and (hole is not None or isinstance(node, Mapping)):
        return Reason(span, named(hole), why)
    if hole is not None and isinstance(node.source, EmbeddedSource):
        span = narrowed(span, hole)
    return Reason(span, drawn(span.text), why)


def named(hole: Hole | None) -> str:
    """What a plan calls a value: the references it is made of, or the attribute that it is."""
    if hole is None or isinstance(hole, Opaque):
        return ""
    return ", ".join(getattr(hole, "references", ())) or shown(hole)


def narrowed(span: Span, hole: Hole) -> Span:
    """Of a text that is put together: where the name of the value stands."""
    text = span.text
    for name in (shown(hole), shown(hole).partition(".")[0]):
        at = text.find(name) if name else -1
        if at >= 0:
            return Span(span.source, span.start + at, span.start + at + len(name))
    return span


def drawn(text: str) -> str:
    """A text in one line, its end cut away where it is long."""
    line = " ".join(text[: 4 * LONGEST].split())
    return line if len(line) <= LONGEST else line[: LONGEST - 1] + "…"
