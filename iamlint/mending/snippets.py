"""What to paste where the file cannot be edited."""

from __future__ import annotations

from functools import lru_cache

from iamlint.formats.edits.changes import Uneditable
from iamlint.model.saying import present, said
from iamlint.rule import AddItem, AddPolicy, AddStatement, MoveItems, Replace, SetKey, Several
from iamlint.text.hints import TYPE_CHECKING, Any
from iamlint.text.holes import Text
from iamlint.text.modules import module_named
from iamlint.text.writing import written

if TYPE_CHECKING:
    from types import ModuleType

    from iamlint.rule import Intent
    from iamlint.text.source import Span

    from .writing import Data, Dialects


def snippet_for(intent: Intent, dialects: Dialects) -> str:
    """The fix in the language of the source, or else as JSON; empty where there is nothing to
    paste, or code has no expression for it. Texts that have no name elsewhere are shown as people
    read them.
    """
    reading = dialects.reading(place_of(intent))
    carrier = carrier_named(reading.carrier) if reading else None
    write = getattr(carrier, "snippet", None)
    if write is not None:
        return str(write(reading, intent))
    if isinstance(intent, Several):
        return "\n".join(filter(None, (snippet_for(each, dialects) for each in intent.intents)))
    value = pasted(intent)
    as_code = getattr(carrier, "pasted", None)
    if as_code is not None:
        return "" if value is None else str(as_code(reading, value))
    return "" if value is None else written(shown(value, intent, dialects), 4)


@lru_cache(maxsize=32)
def carrier_named(name: str) -> ModuleType:
    return module_named(f"iamlint.carriers.{name}")


def pasted(intent: Intent) -> Data | None:
    """The value that an intent brings in."""
    if isinstance(intent, AddStatement):
        return intent.statements if intent.more else intent.statement
    if isinstance(intent, AddPolicy):
        return list(intent.statements)
    if isinstance(intent, AddItem):
        return {intent.element: list(intent.texts)}
    if isinstance(intent, SetKey):
        return {intent.key: intent.value}
    if isinstance(intent, Replace):
        return intent.text
    if isinstance(intent, MoveItems):
        moved = [word.text for word in intent.words]
        whole = len(moved) == len(present(intent.statement, intent.element))
        new = intent.changes
        if not whole:
            new = said(intent.statement) | {intent.element: moved} | intent.changes
        return {name: value for name, value in new.items() if value is not None}
    return None


def place_of(intent: Any) -> Span:
    """A place in the file that an intent is about."""
    while isinstance(intent, Several):
        intent = intent.intents[0]
    for name in ("to", "statement", "word", "mapping", "key", "node"):
        placed = getattr(intent, name, None)
        if placed is not None:
            span: Span = placed.span
            return span
    raise AssertionError(intent)


def shown(value: Data, intent: Intent, dialects: Dialects) -> Data:
    if isinstance(value, dict):
        return {str(key): shown(item, intent, dialects) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [shown(item, intent, dialects) for item in value]
    if not isinstance(value, Text):
        return value
    try:
        return dialects.data(value, place_of(intent))
    except Uneditable:
        return str(value)
