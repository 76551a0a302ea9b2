"""The functions that make texts.

https://developer.hashicorp.com/terraform/language/functions
"""

from __future__ import annotations

import posixpath

from iamlint.text.hints import TYPE_CHECKING
from iamlint.text.holes import Hole, Text, join
from iamlint.text.node import Either, Node, Scalar, Sequence, plain

from .lists import any_unknown
from .replacing import replace
from .results import bare, items_of, listed, literal, of_text, text_of, under

if TYPE_CHECKING:
    from collections.abc import Callable

    from .functions import Function


def _join(arguments: list[Node], place: Node) -> Node | None:
    between = literal(arguments[0]) if len(arguments) > 1 else None
    items = items_of(arguments[1]) if between is not None else None
    if items is None or between is None:
        return None
    if len(items) == 1:  # `join("", aws_iam_role.r[*].arn)`
        return bare(items[0])[0]
    texts = [text_of(item) for item in items]
    if None in texts or any(item.when for item in items) or any_unknown(items):
        return None
    return of_text(join((text for text in texts if text is not None), between), place)


def _split(arguments: list[Node], place: Node) -> Node | None:
    words = [literal(argument) for argument in arguments]
    if len(words) != 2 or None in words or not words[0]:
        return None
    return listed((of_text(Text(part), place) for part in str(words[1]).split(words[0])), place)


def _format(arguments: list[Node], place: Node) -> Node | None:
    """`format` with plain verbs."""
    form = literal(arguments[0]) if arguments else None
    if form is None:
        return None
    pieces: list[str | Hole] = []
    rest = iter(arguments[1:])
    parts = form.replace("%%", "\0").replace("%v", "%s").replace("%d", "%s").split("%s")
    for index, part in enumerate(parts):
        if "%" in part:
            return None
        if index:
            text = text_of(next(rest, None))
            if text is None:
                return None
            pieces += text.pieces
        pieces.append(part.replace("\0", "%"))
    return of_text(Text(*pieces), place)


def _formatlist(arguments: list[Node], place: Node) -> Node | None:
    """One text for each element of the list among the arguments."""
    lists = [index for index, a in enumerate(arguments) if isinstance(a, (Sequence, Either))]
    if len(lists) != 1:
        return None
    items = items_of(arguments[lists[0]])
    if items is None:
        return None
    found = []
    for item in items:
        given = list(arguments)
        given[lists[0]], when = bare(item)
        made = _format(given, item)
        if made is None:
            return None
        found.append(under(made, when))
    return listed(found, place)


def _worded(change: Callable[..., str]) -> Function:
    """A function of texts that are known."""

    def made(arguments: list[Node], place: Node) -> Node | None:
        words = [literal(argument) for argument in arguments]
        if None in words or not words:
            return None
        try:
            return of_text(Text(change(*words)), place)
        except TypeError:
            return None

    return made


def _substr(arguments: list[Node], place: Node) -> Node | None:
    word = literal(arguments[0]) if len(arguments) == 3 else None
    start, length = (plain(one) for one in arguments[1:]) if word is not None else (None, None)
    if word is None or type(start) is not int or type(length) is not int:
        return None
    start = max(start + len(word), 0) if start < 0 else start
    return of_text(Text(word[start:] if length < 0 else word[start : start + length]), place)


def _tested(test: Callable[[str, str], bool]) -> Function:
    """Whether a text that is known begins, or ends, with another."""

    def asked(arguments: list[Node], place: Node) -> Node | None:
        words = [literal(argument) for argument in arguments]
        if len(words) != 2 or None in words:
            return None
        told = test(str(words[0]), str(words[1]))
        return Scalar(place.source, place.start, place.end, told, "")

    return asked


FUNCTIONS: dict[str, Function] = {
    "basename": _worded(posixpath.basename),
    "dirname": _worded(posixpath.dirname),
    "endswith": _tested(str.endswith),
    "format": _format,
    "formatlist": _formatlist,
    "join": _join,
    "lower": _worded(str.lower),
    "replace": replace,
    "split": _split,
    "startswith": _tested(str.startswith),
    "substr": _substr,
    "title": _worded(str.title),
    "trimprefix": _worded(str.removeprefix),
    "trimspace": _worded(str.strip),
    "trimsuffix": _worded(str.removesuffix),
    "upper": _worded(str.upper),
}
