"""Where in a plan values stand that must not be shown, and hiding them.

https://developer.hashicorp.com/terraform/internals/json-format#plan-representation
"""

from __future__ import annotations

import re

from iamlint.text.hints import TYPE_CHECKING
from iamlint.text.node import Mapping, Node, Scalar, Sequence

from .addresses import Key
from .configured_secrets import configured_secrets
from .parts import at, is_true, items, mapping
from .references import inside

if TYPE_CHECKING:
    from collections.abc import Iterator

    from iamlint.text.source import Source, Span

PAIRS = (("before", "before_sensitive"), ("after", "after_sensitive"))


def masked(text: str) -> str:
    """A text of the same length and the same lines that tells nothing."""
    return _told.sub("*", text)


def hide(source: Source, spans: list[Span]) -> None:
    """Make a file forget its secrets: frames, messages and fingerprints are made of its text, which
    has been read by now and is never written back.
    """
    if not spans:
        return
    pieces, position = [], 0
    text = source.text
    for start, end in sorted((span.start, span.end) for span in spans):
        if end > position:
            begin = max(start, position)
            pieces += [text[position:begin], masked(text[begin:end])]
            position = end
    source.text = "".join(pieces) + text[position:]


_told = re.compile(r'[^\s"]')


def secrets(root: Node) -> Iterator[Span]:
    """The places of all values that the plan marks sensitive."""
    for top in (("values",), ("planned_values",), ("prior_state", "values")):
        values = at(root, *top)
        yield from _in_module(at(values, "root_module"))
        for _, output in mapping(values, "outputs").entries:
            if is_true(at(output, "sensitive")):
                yield from _marked(at(output, "value"))
    for list_ in ("resource_changes", "resource_drift"):
        for node in items(root, list_):
            yield from _in_change(at(node, "change"))
    for node in items(root, "deferred_changes"):
        yield from _in_change(at(node, "resource_change", "change"))
    for node in items(root, "action_invocations"):
        yield from _masked(at(node, "config_values"), at(node, "config_sensitive"))
    for _, change in mapping(root, "output_changes").entries:
        yield from _in_change(change)
    top_module = mapping(root, "configuration", "root_module")
    yield from _in_variables(top_module, at(root, "variables"))
    yield from _in_calls(top_module)
    yield from configured_secrets(root)


def _in_variables(module: Mapping, given: Node | None) -> Iterator[Span]:
    """The values and defaults of a module's sensitive variables."""
    for key, variable in mapping(module, "variables").entries:
        if is_true(at(variable, "sensitive")):
            yield from _marked(at(variable, "default"))
            yield from _marked(at(given, str(key.value), "value"))
            yield from _marked(at(given, str(key.value), "constant_value"))


def _in_calls(module: Mapping) -> Iterator[Span]:
    for _, call in mapping(module, "module_calls").entries:
        inner = mapping(call, "module")
        yield from _in_variables(inner, at(call, "expressions"))
        yield from _in_calls(inner)


def _in_module(module: Node | None) -> Iterator[Span]:
    for node in items(module, "resources"):
        yield from _masked(at(node, "values"), at(node, "sensitive_values"))
    for child in items(module, "child_modules"):
        yield from _in_module(child)


def _in_change(change: Node | None) -> Iterator[Span]:
    for values, mask in PAIRS:
        yield from _masked(at(change, values), at(change, mask))


def _masked(value: Node | None, mask: Node | None) -> Iterator[Span]:
    """The parts of a value that a mask covers."""
    if mask is None or mask.source.text.find("true", mask.start, mask.end) < 0:
        return
    if is_true(mask):
        yield from _marked(value)
    elif isinstance(mask, Mapping):
        for key, inner in mask.entries:
            yield from _masked(at(value, str(key.value)), inner)
    elif isinstance(mask, Sequence):
        for index, inner in enumerate(mask.items):
            yield from _masked(inside(value, (Key(index),)), inner)


def _marked(value: Node | None) -> Iterator[Span]:
    if value is not None and not (isinstance(value, Scalar) and value.value in (None, "")):
        yield value.span
