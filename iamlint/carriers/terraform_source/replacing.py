"""`replace`: in texts of which parts are not known, and in documents that are written as values.

https://developer.hashicorp.com/terraform/language/functions/replace
"""

from __future__ import annotations

import re

from iamlint.carriers.terraform.encoded import Encoded
from iamlint.text.hints import TYPE_CHECKING
from iamlint.text.holes import NAME, SUFFIX, Text, text_of
from iamlint.text.node import Conditional, Either, Holed, HoledKey, Mapping, Node, Scalar, Sequence

from . import results

if TYPE_CHECKING:
    from collections.abc import Callable

    from iamlint.text.holes import Hole

    Change = Callable[[Text], Text | None]

_class = re.compile(r"/(\[\^?[\w .,:@=+-]+\])([*+]?)/")
"""A regular expression that means the same everywhere, and costs no more than it is long: signs of
one class.
"""

_start = re.compile(r"/\^(?:\(\.\*([\w:/-]+)\)|\.\*([\w:/-]+))/")
"""All up to the last of some words: what cuts the name out of an ARN."""


def replace(arguments: list[Node], place: Node) -> Node | None:
    """The text or document with something else in the place of each `old`; None where that cannot
    be told.
    """
    if len(arguments) != 3:
        return None
    subject, old, new = arguments
    wanted, given = results.literal(old), results.text_of(new)
    if not wanted or given is None:
        return None
    change = _changed(wanted, given)
    if change is None:
        return None
    if isinstance(subject, Encoded):
        tree = _in_tree(subject.tree, change)
        return Encoded(subject, subject.hole, tree, subject.origin) if tree is not None else None
    text = results.text_of(subject)
    made = change(text) if text is not None else None
    return None if made is None else results.of_text(made, place)


def _changed(old: str, new: Text) -> Change | None:
    if not (len(old) > 1 and old[0] == old[-1] == "/"):
        return lambda text: _each(text, old, new)
    start = _start.fullmatch(old)
    if start is not None and new.literal == "":
        return lambda text: _behind(text, start[1] or start[2])
    found = _class.fullmatch(old)
    if found is None or new.literal is None or "$" in new.literal:
        return None  # a regular expression of another dialect
    if found[2] == "*" and new.literal:
        return None  # what stands for nothing stands between any two signs
    signs, word = re.compile(found[1] + ("+" if found[2] else "")), new.literal

    def change(text: Text) -> Text | None:
        return None if text.literal is None else Text(signs.sub(lambda _: word, text.literal))

    return change


def _each(text: Text, old: str, new: Text) -> Text:
    """The text with `new` for each `old` that stands in what is known of it."""
    pieces: list[str | Hole] = []
    for piece in text.pieces:
        if not isinstance(piece, str):
            pieces.append(piece)
            continue
        for index, part in enumerate(piece.split(old)):
            pieces += (*new.pieces, part) if index else (part,)
    return Text(*pieces)


def _behind(text: Text, words: str) -> Text | None:
    """What stands behind the last of some words; None where they may stand in a hole."""
    for index in range(len(text.pieces) - 1, -1, -1):
        piece = text.pieces[index]
        if not isinstance(piece, str):
            if piece.within not in (NAME, SUFFIX):
                return None
        elif words in piece:
            return Text(piece.rpartition(words)[2], *text.pieces[index + 1 :])
    return text


def _in_tree(node: Node, change: Change) -> Node | None:
    """A document with its texts changed; None where one of them cannot be."""
    if isinstance(node, Conditional):
        inner = _in_tree(node.inner, change)
        return None if inner is None else Conditional(inner, node.when)
    if isinstance(node, Either):
        return None
    if isinstance(node, Mapping):
        entries = []
        for key, value in node.entries:
            name, made = _key(key, change), _in_tree(value, change)
            if name is None or made is None:
                return None
            entries.append((name, made))
        return Mapping(node.source, node.start, node.end, entries)
    if isinstance(node, Sequence):
        items = [_in_tree(item, change) for item in node.items]
        known = [item for item in items if item is not None]
        return Sequence(node.source, node.start, node.end, known) if known == items else None
    return _single(node, change)


def _single(node: Node, change: Change) -> Node | None:
    if isinstance(node, Holed):
        text: Text = node.text
    elif isinstance(node, Scalar) and isinstance(node.value, str):
        text = text_of(node.value)
    else:
        return node
    made = change(text)
    if made is None or made == text:
        return None if made is None else node
    return results.of_text(made, node)


def _key(key: Scalar, change: Change) -> Scalar | None:
    text = key.text if isinstance(key, HoledKey) else text_of(str(key.value))
    made = change(text)
    if made is None or made == text:
        return None if made is None else key
    if made.literal is not None:
        return Scalar(key.source, key.start, key.end, made.literal)
    return HoledKey(key.source, key.start, key.end, made)
