"""What a statement says, as data, of which a like one is made."""

from __future__ import annotations

from iamlint.text.hints import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable

    from iamlint.text.holes import Text

    from .policy import Principal, Statement, Word


def said(statement: Statement) -> dict[str, Any]:
    """Its elements but for the Sid, which would stand twice."""
    elements: dict[str, Any] = {
        "Effect": statement.effect.text if statement.effect is not None else "Allow",
        "Principal": principals(statement.principals),
        "NotPrincipal": principals(statement.not_principals),
        "Action": texts(statement.actions),
        "NotAction": texts(statement.not_actions),
        "Resource": texts(statement.resources),
        "NotResource": texts(statement.not_resources),
        "Condition": conditions(statement),
    }
    return {name: value for name, value in elements.items() if value}


def texts(words: Iterable[Word] | None) -> list[Text]:
    return [word.text for word in words or ()]


def principals(entries: Iterable[Principal] | None) -> Any:
    """By type; the bare star is a text."""
    found: dict[str, list[Text]] = {}
    for entry in entries or ():
        if entry.type == "*":
            return "*"
        found.setdefault(entry.type, []).append(entry.value.text)
    return found


def conditions(statement: Statement) -> dict[str, dict[str, list[Text]]]:
    """By operator and key."""
    found: dict[str, dict[str, list[Text]]] = {}
    for one in statement.conditions:
        found.setdefault(str(one.operator), {})[str(one.key)] = texts(one.values)
    return found


def present(statement: Statement, element: str) -> list[Text]:
    """The texts of an element; `Principal/AWS` and `Condition/StringEquals/aws:SourceArn` name
    what is deeper.
    """
    found: Any = said(statement)
    for name in element.split("/", 2):
        found = found.get(name, []) if isinstance(found, dict) else []
    return found if isinstance(found, list) else []
