"""What a text should mean after it was edited, and whether it does."""

from __future__ import annotations

from iamlint.errors import Unreadable
from iamlint.text.hints import TYPE_CHECKING
from iamlint.text.node import Mapping, Scalar, Sequence
from iamlint.text.source import Source

from .changes import Raw

if TYPE_CHECKING:
    from collections.abc import Callable

    from iamlint.text.node import Node

    from .changes import Value
    from .revisions import Meaning, Revision


class Inside:
    """The meaning of a string: the documents that stand in it. `text`: how these are written where
    that is known to be right; `documents` gives what they mean, which may never be asked for.
    """

    def __init__(self, language: str, text: str | None, documents: Callable[[], Meaning]) -> None:
        self.language = language
        self.text = text
        self.documents = documents

    def is_in(self, found: str) -> bool:
        return found == self.text or means(found, self.language, self.documents())


def meaning(node: Node, revisions: dict[int, list[Revision]] | None = None) -> Meaning:
    """What a tree means, with changes to the nodes of these identities."""
    found: Meaning
    if isinstance(node, Sequence):
        found = [meaning(item, revisions) for item in node.items]
    elif isinstance(node, Mapping):
        found = tuple(
            [(meaning(key, revisions), meaning(value, revisions)) for key, value in node.entries]
        )
    else:
        assert isinstance(node, Scalar)
        found = node.value
    if revisions:
        for revise in revisions.get(id(node), ()):
            found = revise(found)
    return found


def meaning_of(value: Value, language: str) -> Meaning:
    """What a value given as data means."""
    if isinstance(value, Raw):
        from iamlint.formats import read

        return meaning(read(Source("", value.text), language))
    if isinstance(value, dict):
        return tuple((str(key), meaning_of(item, language)) for key, item in value.items())
    if isinstance(value, list):
        return [meaning_of(item, language) for item in value]
    return value


def means(text: str, language: str, expected: list[Meaning]) -> bool:
    """Does a text, read anew, hold exactly these documents?"""
    from iamlint import formats

    try:
        if language == formats.JSON:
            from iamlint.formats.json import said

            found = [said(text)]
        else:
            found = list(map(meaning, formats.read_all(Source("", text), language)))
    except Unreadable:
        return False
    return same(expected, found)


def same(expected: Meaning, found: Meaning) -> bool:
    """Equal, true not being 1; a string that is a document by what it means."""
    if isinstance(expected, Inside):
        return isinstance(found, str) and expected.is_in(found)
    if type(expected) is not type(found):
        return False
    if isinstance(expected, (list, tuple)):
        return len(expected) == len(found) and all(map(same, expected, found))
    return bool(expected == found)
