"""Secrets that stand in the configuration part of a plan, where nothing marks them: the constants
of attributes that are sensitive in the values, and the credentials of providers.

https://developer.hashicorp.com/terraform/internals/json-format#configuration-representation
"""

from __future__ import annotations

from iamlint.text.hints import TYPE_CHECKING
from iamlint.text.node import Mapping, Node, Scalar, Sequence

from .addresses import module_path
from .configuration import Configuration
from .parts import at, is_true, items, mapping, text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from iamlint.text.source import Span

SHOWN = frozenset({"alias", "allowed_account_ids", "assume_role", "default_tags", "region"})
"""Settings of a provider that are no secrets, and that a person needs to see."""


def configured_secrets(root: Node) -> Iterator[Span]:
    """The places of all constants that must not be shown."""
    configuration = Configuration(at(root, "configuration"))
    if not configuration.known:
        return
    for _, provider in configuration.providers.entries:
        for key, expression in mapping(provider, "expressions").entries:
            if key.value not in SHOWN:
                yield from constants(expression)
    seen: set[tuple[tuple[str, ...], str]] = set()
    for list_ in ("resource_changes", "resource_drift"):
        for node in items(root, list_):
            path = module_path(text(node, "module_address"))
            local = f"{text(node, 'type')}.{text(node, 'name')}"
            local = f"data.{local}" if text(node, "mode") == "data" else local
            module = configuration.module(path) if (path.names, local) not in seen else None
            seen.add((path.names, local))
            settings = module.resource(local) if module is not None else None
            if settings is not None:
                mask = at(node, "change", "after_sensitive")
                yield from _under(mapping(settings, "expressions"), mask)


def _under(expressions: Mapping, mask: Node | None) -> Iterator[Span]:
    """The constants of the attributes in which a mask hides anything."""
    if is_true(mask):
        yield from constants(expressions)
    elif isinstance(mask, Mapping):
        for key, inner in mask.entries:
            if _hides(inner):
                yield from constants(expressions.get(str(key.value)))


def _hides(mask: Node) -> bool:
    if isinstance(mask, Mapping):
        return any(_hides(inner) for _, inner in mask.entries)
    if isinstance(mask, Sequence):
        return any(_hides(inner) for inner in mask.items)
    return is_true(mask)


def constants(expression: Node | None) -> Iterator[Span]:
    """The places of the constant values in an expression or a block of them."""
    if isinstance(expression, Sequence):
        for item in expression.items:
            yield from constants(item)
    elif isinstance(expression, Mapping):
        value = expression.get("constant_value")
        if isinstance(value, Scalar) and value.value in (None, "", True, False):
            return
        if value is not None:
            yield value.span
            return
        for _, inner in expression.entries:
            if isinstance(inner, (Mapping, Sequence)):
                yield from constants(inner)
