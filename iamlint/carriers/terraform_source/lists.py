"""The functions that make lists, and those that say something of lists.

https://developer.hashicorp.com/terraform/language/functions
"""

from __future__ import annotations

from itertools import product
from math import prod

from iamlint.text.hints import TYPE_CHECKING, Final
from iamlint.text.node import Either, Node, Scalar, Sequence, Unknown, plain

from .choosing import spread
from .results import bare, items_of, listed, literal, text_of, truth, under

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from iamlint.text.node import When

    from .functions import Function


LONGEST: Final = 500
"""Lists of numbers that are longer are not written out."""
MOST = 500
"""Elements of a product."""


def _concat(arguments: list[Node], place: Node) -> Node | None:
    """One list of all; what is a list that is not known stands for its elements."""
    found: list[Node] = []
    for argument in arguments:
        items = items_of(argument)
        found += [argument] if items is None else items
    return listed(found, place)


def _flatten(arguments: list[Node], place: Node) -> Node | None:
    def flat(node: Node) -> list[Node]:
        inner, when = bare(node)
        if not isinstance(inner, (Sequence, Either)):
            return [node]
        parts = items_of(node)
        if parts is None:
            return [node]
        return [under(one, when) for part in parts for one in flat(part)]

    return listed(flat(arguments[0]), place) if arguments else None


def _compact(arguments: list[Node], place: Node) -> Node | None:
    items = items_of(arguments[0]) if arguments else None
    if items is None:
        return None
    return listed((item for item in spread(items) if literal(item) != ""), place)


def _distinct(arguments: list[Node], place: Node) -> Node | None:
    items = items_of(arguments[0]) if arguments else None
    if items is None:
        return None
    found: dict[object, Node] = {}
    for item in items:
        text = text_of(item)
        found.setdefault((text, item.when) if text is not None else id(item), item)
    return listed(found.values(), place)


def _toset(arguments: list[Node], place: Node) -> Node | None:
    """Each once; texts that are known in the order in which Terraform goes through them."""
    found = _distinct(arguments, place)
    items = found.items if isinstance(found, Sequence) else []
    words = [item.value for item in items if type(item) is Scalar and isinstance(item.value, str)]
    if not items or len(words) != len(items):
        return found
    return listed(sorted(items, key=lambda item: literal(item) or ""), place)


def _range(arguments: list[Node], place: Node) -> Node | None:
    count = plain(arguments[0]) if len(arguments) == 1 else None
    if not isinstance(count, int) or not 0 <= count <= LONGEST:
        return None
    return listed(
        (Scalar(place.source, place.start, place.end, i, "") for i in range(count)), place
    )


def _element(arguments: list[Node], place: Node) -> Node | None:  # noqa: ARG001
    items = items_of(arguments[0]) if arguments else None
    index = arguments[1].value if len(arguments) > 1 and isinstance(arguments[1], Scalar) else None
    if not items or not isinstance(index, int):
        return None
    if any(item.when for item in items):
        return bare(items[0])[0] if index == 0 else None
    return items[index % len(items)]


def _one(arguments: list[Node], place: Node) -> Node | None:
    items = items_of(arguments[0]) if arguments else None
    if items is None:
        return None
    if not items:
        return Scalar(place.source, place.start, place.end, None, "")
    return bare(items[0])[0] if len(items) == 1 else None


def _length(arguments: list[Node], place: Node) -> Node | None:
    items = items_of(arguments[0]) if arguments else None
    if items is None or any(item.when for item in items) or any_unknown(items):
        return None
    return Scalar(place.source, place.start, place.end, len(items), "")


def _contains(arguments: list[Node], place: Node) -> Node | None:
    items = items_of(arguments[0]) if arguments else None
    word = literal(arguments[1]) if len(arguments) > 1 else None
    words = None if items is None else [literal(item) for item in items]
    if words is None or word is None or None in words:
        return None
    return Scalar(place.source, place.start, place.end, word in words, "")


def _setproduct(arguments: list[Node], place: Node) -> Node | None:
    """Each element of the first with each of the second, and so on."""
    sets = [items_of(argument) for argument in arguments]
    known = [items for items in sets if items is not None and not any_unknown(items)]
    if len(known) != len(sets) or len(known) < 2 or prod(map(len, known)) > MOST:
        return None
    found: list[Node] = []
    for row in product(*known):
        parts = [bare(item) for item in row]
        when = frozenset(one for _, some in parts for one in some)
        found.append(under(listed((part for part, _ in parts), place), when))
    return listed(found, place)


def _setsubtract(arguments: list[Node], place: Node) -> Node | None:
    """What is in the first and not in the second."""
    return _kept(arguments, place, shared=False)


def _setintersection(arguments: list[Node], place: Node) -> Node | None:
    """What is in all."""
    found: Node | None = arguments[0] if len(arguments) > 1 else None
    for other in arguments[1:]:
        found = _kept([found, other], place, shared=True) if found is not None else None
    return found


def _kept(arguments: list[Node], place: Node, *, shared: bool) -> Node | None:
    """Of the first list what is, or what is not, in the second; all has to be known."""
    if len(arguments) != 2:
        return None
    first, second = (items_of(argument) for argument in arguments)
    if first is None or second is None or any(item.when for item in second):
        return None
    words, others = [literal(item) for item in first], [literal(item) for item in second]
    if None in words or None in others:
        return None
    pairs = zip(words, first, strict=True)
    return listed((item for word, item in pairs if (word in others) is shared), place)


def _index(arguments: list[Node], place: Node) -> Node | None:
    """At which place a text stands in a list of texts."""
    items = items_of(arguments[0]) if len(arguments) == 2 else None
    word = literal(arguments[1]) if items is not None else None
    words = [literal(item) for item in items or ()]
    if word is None or None in words or word not in words:
        return None
    return Scalar(place.source, place.start, place.end, words.index(word), "")


def _chunklist(arguments: list[Node], place: Node) -> Node | None:
    """A list in pieces of some length."""
    items = items_of(arguments[0]) if len(arguments) == 2 else None
    size = plain(arguments[1]) if items is not None else None
    if items is None or type(size) is not int or size < 1 or any(item.when for item in items):
        return None
    starts = range(0, len(items), size)
    return listed((listed(items[at : at + size], place) for at in starts), place)


def _of_truths(told: Callable[[Iterable[bool]], bool]) -> Function:
    """`anytrue` or `alltrue` of values that are all known."""

    def asked(arguments: list[Node], place: Node) -> Node | None:
        items = items_of(arguments[0]) if arguments else None
        known = [truth(item) for item in items] if items is not None else [None]
        if None in known or any(item.when for item in items or ()):
            return None
        return Scalar(place.source, place.start, place.end, told(map(bool, known)), "")

    return asked


def _reverse(arguments: list[Node], place: Node) -> Node | None:
    items = items_of(arguments[0]) if arguments else None
    return None if items is None else listed(reversed(items), place)


def _slice(arguments: list[Node], place: Node) -> Node | None:
    """Some of the elements; where it depends on a condition how many, those under it."""
    items = items_of(arguments[0]) if len(arguments) == 3 else None
    start = plain(arguments[1]) if items is not None else None
    if items is None or type(start) is not int or any(item.when for item in items):
        return None
    found: dict[int, list[When]] = {}
    ends = [bare(end) for end in spread([arguments[2]])]
    for end, when in ends:
        stop = end.value if isinstance(end, Scalar) else None
        if type(stop) is not int:
            return None
        for index in range(start, min(stop, len(items))):
            found.setdefault(index, []).append(when)
    return listed(
        (
            under(items[index], whens[0] if len(whens) < len(ends) else frozenset())
            for index, whens in found.items()
        ),
        place,
    )


def _coalescelist(arguments: list[Node], place: Node) -> Node | None:  # noqa: ARG001
    """The first list that is not empty."""
    for argument in arguments:
        items = items_of(argument)
        if items is None or any(item.when for item in items):
            return None
        if items:
            return argument
    return None


def any_unknown(items: list[Node]) -> bool:
    """Of one it is not known what it is, or how many."""
    return any(isinstance(item, Unknown) for item in items)


FUNCTIONS: dict[str, Function] = {
    "alltrue": _of_truths(all),
    "anytrue": _of_truths(any),
    "chunklist": _chunklist,
    "coalescelist": _coalescelist,
    "compact": _compact,
    "concat": _concat,
    "contains": _contains,
    "distinct": _distinct,
    "element": _element,
    "flatten": _flatten,
    "index": _index,
    "length": _length,
    "one": _one,
    "range": _range,
    "reverse": _reverse,
    "setintersection": _setintersection,
    "setproduct": _setproduct,
    "setsubtract": _setsubtract,
    "setunion": _concat,
    "slice": _slice,
    "toset": _toset,
}
