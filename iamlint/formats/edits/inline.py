"""Writing values in brackets: JSON, and YAML's flow style."""

from __future__ import annotations

import json

from iamlint.text.hints import TYPE_CHECKING

from .changes import Raw
from .scalars import json_scalar, yaml_scalar
from .tags import tagged

if TYPE_CHECKING:
    from .changes import Value
    from .layout import Layout


class BracketWriter:
    """Writes values as the file has them. `style`: the quotes of texts nearby, in YAML."""

    def __init__(self, layout: Layout, style: str = "") -> None:
        self.layout = layout
        self.style = style
        self.comma = "," if layout.compact else ", "
        self.colon = ":" if layout.compact else ": "

    def value(self, value: Value, indent: str | None) -> str:
        """A value; lists and mappings stand on lines of their own below `indent`, or with None all
        on one line.
        """
        value = self.plain(value)
        if isinstance(value, Raw):
            return value.text
        if isinstance(value, dict):
            if self.layout.inline_singles and is_single(value):
                indent = None
            entries = [(self.key(str(key)), item) for key, item in value.items()]
            return self.joined("{}", entries, indent)
        if isinstance(value, list):
            if self.layout.inline_lists and not any(isinstance(i, (dict, list)) for i in value):
                indent = None
            return self.joined("[]", [("", item) for item in value], indent)
        return self.scalar(value)

    def joined(self, brackets: str, parts: list[tuple[str, Value]], indent: str | None) -> str:
        if not parts:
            return brackets
        if indent is None:
            inside = self.comma.join(key + self.value(item, None) for key, item in parts)
            return brackets[0] + inside + brackets[1]
        line = self.layout.line_break
        deeper = indent + self.layout.unit
        lines = [f"{line}{deeper}{key}{self.value(item, deeper)}" for key, item in parts]
        return f"{brackets[0]}{','.join(lines)}{line}{indent}{brackets[1]}"

    def key(self, name: str) -> str:
        return self.scalar(name) + self.colon

    def scalar(self, value: Value) -> str:
        if self.layout.language == "json":
            return json_scalar(value)
        if self.layout.language == "python":
            from iamlint.formats.python.writing import literal

            return literal(value, self.style or self.layout.quote)
        return yaml_scalar(value, self.layout.quote, in_brackets=True, style=self.style)

    def plain(self, value: Value) -> Value:
        """A raw JSON text as data; a function as its tag where the file has tags."""
        if self.layout.language == "json":
            return json.loads(value.text) if isinstance(value, Raw) else value
        if self.layout.short_tags:
            short = tagged(value, self.layout.quote)
            if short is not None:
                return Raw(short)
        return value


def is_single(value: dict[str, Value]) -> bool:
    """One key, and no mapping under it."""
    return len(value) == 1 and not any(isinstance(item, dict) for item in value.values())
