"""From a configuration file to its settings, with the place of whatever is wrong in it."""

from __future__ import annotations

import os
import re
import sys

from iamlint.errors import UserError
from iamlint.text.hints import TYPE_CHECKING
from iamlint.text.source import Source

from .settings import Configuration

if TYPE_CHECKING:
    from typing import Any

OWN_NAMES = ("iamlint.toml", ".iamlint.toml")
PROJECT = "pyproject.toml"
MARK = "tool.iamlint"


def configuration_in(folder: str, shown: str) -> Configuration | None:
    """The configuration that stands in a folder; None when there is none.

    `shown` is how the folder is written in messages. Raises UserError with line and column when it
    is no TOML or says something that we don't know.
    """
    for name in OWN_NAMES:
        path = os.path.join(folder, name)
        if os.path.isfile(path):
            return read(path, os.path.join(shown, name))
    path = os.path.join(folder, PROJECT)
    if os.path.isfile(path) and MARK in text_of(path, PROJECT):
        return read(path, os.path.join(shown, PROJECT))
    return None


def read(path: str, shown: str = "") -> Configuration:
    """The configuration in a file.

    Raises UserError when it cannot be read, is no TOML, or says something that we don't know.
    """
    shown = (shown or path).replace(os.sep, "/")
    return configuration_of(text_of(path, shown), shown, os.path.dirname(os.path.abspath(path)))


def configuration_of(text: str, shown: str, folder: str) -> Configuration:
    """The configuration that a text is, were it in `folder` (a full path).

    Raises UserError when it is no TOML, or says something that we don't know.
    """
    values = parsed(text, shown)
    prefix: tuple[str, ...] = ()
    if os.path.basename(shown) == PROJECT:
        prefix = ("tool", "iamlint")
        for key in prefix:
            values = values.get(key, {}) if isinstance(values, dict) else {}
    values = dated(values)
    found = Configuration(folder, values, Source(shown, text), prefix)
    from .cheap import obviously_right

    if not obviously_right(values):
        from .validating import refuse_what_is_wrong

        refuse_what_is_wrong(found)
    return found


def text_of(path: str, shown: str) -> str:
    try:
        with open(path, encoding="utf-8-sig", newline="") as file:
            return file.read()
    except OSError as error:
        raise UserError(error.strerror or "cannot be read", shown) from None
    except UnicodeDecodeError:
        raise UserError("is not UTF-8", shown) from None


def parsed(text: str, shown: str) -> dict[str, Any]:
    if sys.version_info >= (3, 11):
        import tomllib
    else:
        import tomli as tomllib
    try:
        values: dict[str, Any] = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        message = str(error)
        place = re.search(r"\(at line (\d+), column (\d+)\)", message)
        message = message[: place.start()].strip() if place else message
        if "ignore" in message or "immutable" in message:
            message += "; beside [[ignore]] entries, names of rules go to `extend-ignore`"
        line, column = (int(place[1]), int(place[2])) if place else (1, 1)
        raise UserError(message, shown, line, column) from None
    return values


def dated(value: Any) -> Any:
    """Dates as text: TOML has a form of its own for them."""
    if isinstance(value, dict):
        return {key: dated(item) for key, item in value.items()}
    if isinstance(value, list):
        return [dated(item) for item in value]
    return value.isoformat() if hasattr(value, "isoformat") else value
