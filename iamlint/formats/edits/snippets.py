"""Writing values on lines of their own in YAML; ruamel.yaml lays them out."""

from __future__ import annotations

import textwrap
from io import StringIO

from iamlint.text.hints import TYPE_CHECKING, Any

from .changes import Raw
from .scalars import yaml_scalar
from .tags import tagged

if TYPE_CHECKING:
    from .changes import Value
    from .layout import Layout

_MARK = "iamlint_written_{}_iamlint"


def lines_of(value: Value, layout: Layout) -> list[str]:
    """A list or mapping that is not empty, line by line."""
    from ruamel.yaml import YAML

    writer = YAML()
    offset = layout.dash_offset
    writer.indent(mapping=len(layout.unit), sequence=offset + 2, offset=offset)
    writer.width = 1 << 24
    written: list[str] = []
    stream = StringIO()
    writer.dump(_commented(value, layout, written), stream)
    text = textwrap.dedent(stream.getvalue())
    for number in reversed(range(len(written))):
        text = text.replace(_MARK.format(number), written[number])
    return text.splitlines()


def scalar_of(value: Value, layout: Layout, style: str = "") -> str | None:
    """A value that stands on one line; None for a list or mapping that does not."""
    if isinstance(value, Raw):
        return value.text
    if layout.short_tags:
        short = tagged(value, layout.quote)
        if short is not None:
            return short
    if isinstance(value, dict):
        return None if value else "{}"
    if isinstance(value, list):
        if value and (not layout.inline_lists or any(isinstance(i, (dict, list)) for i in value)):
            return None
        return f"[{', '.join(_in_brackets(item, layout) for item in value)}]"
    return yaml_scalar(value, layout.quote, in_brackets=False, style=style)


def _in_brackets(value: Value, layout: Layout) -> str:
    if isinstance(value, Raw):
        return value.text
    return yaml_scalar(value, layout.quote, in_brackets=True)


def _commented(value: Value, layout: Layout, written: list[str]) -> Any:
    """The value with what is already written as marks that need no quotes."""
    simple = scalar_of(value, layout)
    if simple is not None:
        written.append(simple)
        return _MARK.format(len(written) - 1)
    if isinstance(value, dict):
        return {
            _commented(str(key), layout, written): _commented(item, layout, written)
            for key, item in value.items()
        }
    return [_commented(item, layout, written) for item in value]
