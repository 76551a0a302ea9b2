"""CloudFormation's functions as short tags, where a value given in the long form is one."""

from __future__ import annotations

from iamlint.formats.short_tags import LONG_FORMS
from iamlint.text.hints import TYPE_CHECKING

from .scalars import yaml_scalar

if TYPE_CHECKING:
    from .changes import Value

_SHORT = {long: short for short, long in LONG_FORMS.items()}


def tagged(value: Value, quote: str) -> str | None:
    """`!GetAtt A.B` for `{"Fn::GetAtt": ["A", "B"]}`; None for what is no function.

    What has lists or other functions in it is written in brackets behind its tag.
    """
    if not isinstance(value, dict) or len(value) != 1:
        return None
    ((name, argument),) = value.items()
    tag = _SHORT.get(name)
    if tag is None:
        return None
    if tag == "!GetAtt" and isinstance(argument, list) and is_plain_path(argument):
        return f"{tag} {'.'.join(argument)}"
    written = bracketed(argument, quote)
    return None if written is None or written.startswith("!") else f"{tag} {written}"


def is_plain_path(parts: list[Value]) -> bool:
    return len(parts) == 2 and all(
        isinstance(part, str) and part.replace(".", "").isalnum() for part in parts
    )


def bracketed(value: Value, quote: str) -> str | None:
    """A value on one line, in brackets where it is a list; None where a mapping is in it."""
    if isinstance(value, list):
        items = [bracketed(item, quote) for item in value]
        return None if None in items else f"[{', '.join(filter(None, items))}]"
    if isinstance(value, dict):
        return tagged(value, quote)
    return yaml_scalar(value, quote, in_brackets=True)
