"""What a text should mean after it was edited, and whether it does."""

from __future__ import annotations

from iamlint.errors import Unreadable
from iamlint.text.hints import TYPE_CHECKING, Any
from iamlint.text.node import Mapping, Scalar, Sequence
from iamlint.text.records import NamedTuple
from iamlint.text.source import Source

from .changes import Raw

if TYPE_CHECKING:
    from collections.abc import Callable

    from iamlint.text.node import Node

    from .changes import Value

    Meaning = Any
    """A list for a list, a tuple of pairs for a mapping, so that order and duplicates count."""

    Revision = Callable[[Meaning], Meaning]


class Inside(NamedTuple):
    """The meaning of a string: the documents that stand in it."""

    language: str
    documents: list[Any]


def meaning(node: Node, revisions: dict[int, list[Revision]] | None = None) -> Meaning:
    """What a tree means, with changes to the nodes of these identities."""
    found: Meaning
    if isinstance(node, Sequence):
        found = [meaning(item, revisions) for item in node.items]
    elif isinstance(node, Mapping):
        found = tuple(
            (meaning(key, revisions), meaning(value, revisions)) for key, value in node.entries
        )
    else:
        assert isinstance(node, Scalar)
        found = node.value
    for revise in (revisions or {}).get(id(node), ()):
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
    from iamlint.formats import read_all

    try:
        documents = read_all(Source("", text), language)
    except Unreadable:
        return False
    return same(expected, [meaning(document) for document in documents])


def same(expected: Meaning, found: Meaning) -> bool:
    """Equal, true not being 1; a string that is a document by what it means."""
    if isinstance(expected, Inside):
        return isinstance(found, str) and means(found, expected.language, expected.documents)
    if type(expected) is not type(found):
        return False
    if isinstance(expected, (list, tuple)):
        return len(expected) == len(found) and all(map(same, expected, found))
    return bool(expected == found)
