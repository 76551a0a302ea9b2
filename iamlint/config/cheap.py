"""A check of a configuration that costs nothing, for those in which nothing is wrong.

It may refuse what the schema accepts, never the reverse: whatever it refuses is then held against
the schema, which has the words for what is wrong.
"""

from __future__ import annotations

import re

from iamlint.finding import CONFIDENCES, PERSONAS, SEVERITIES
from iamlint.text.hints import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

KINDS = ("identity", "trust", "resource", "boundary", "session", "scp", "rcp", "endpoint")
DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}\Z")
ACCOUNT = re.compile(r"[0-9]{12}\Z")


def is_text(value: Any) -> bool:
    return isinstance(value, str)


def is_texts(value: Any) -> bool:
    return isinstance(value, list) and all(map(is_text, value))


def is_account(value: Any) -> bool:
    return isinstance(value, str) and ACCOUNT.match(value) is not None


def table_of(right: Callable[[Any], bool]) -> Callable[[Any], bool]:
    return lambda value: isinstance(value, dict) and all(map(right, value.values()))


def one_of(words: tuple[str, ...]) -> Callable[[Any], bool]:
    return lambda value: isinstance(value, str) and value in words


def is_ignore(value: Any) -> bool:
    return isinstance(value, str) or (
        isinstance(value, dict)
        and "rule" in value
        and all(key in IGNORE and is_text(item) for key, item in value.items())
        and DATE.match(value.get("until", "2000-01-01")) is not None
    )


def is_scp(value: Any) -> bool:
    return (
        isinstance(value, dict)
        and "file" in value
        and all(key in ("file", "target") and is_text(item) for key, item in value.items())
    )


IGNORE = ("rule", "file", "sid", "address", "reason", "until")
RIGHT: dict[str, Callable[[Any], bool]] = {
    "account": is_account,
    "accounts": table_of(is_account),
    "exclude": is_texts,
    "extend-ignore": is_texts,
    "extend-select": is_texts,
    "extra-actions": is_texts,
    "fail-on": one_of((*SEVERITIES, "never")),
    "ignore": lambda value: isinstance(value, list) and all(map(is_ignore, value)),
    "kinds": table_of(one_of(KINDS)),
    "management-account": is_account,
    "min-confidence": one_of(CONFIDENCES),
    "options": table_of(lambda value: isinstance(value, dict)),
    "organization": is_text,
    "partition": is_text,
    "per-file-ignores": table_of(is_texts),
    "persona": one_of(PERSONAS),
    "region": is_text,
    "required-boundary": is_text,
    "rcps": lambda value: isinstance(value, list) and all(map(is_scp, value)),
    "scps": lambda value: isinstance(value, list) and all(map(is_scp, value)),
    "select": is_texts,
    "severity": table_of(one_of(SEVERITIES)),
    "trusted-accounts": lambda value: isinstance(value, list) and all(map(is_account, value)),
    "units": table_of(is_texts),
    "without-full-access": is_texts,
}


def obviously_right(values: Any) -> bool:
    """Nothing in the settings is wrong; False when that is not obvious."""
    if not isinstance(values, dict):
        return False
    return all(key in RIGHT and RIGHT[key](value) for key, value in values.items())
