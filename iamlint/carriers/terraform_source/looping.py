"""`[for …]` and `{for …}`, and what a collection has in it.

https://developer.hashicorp.com/terraform/language/expressions/for
"""

from __future__ import annotations

from iamlint.text.hints import TYPE_CHECKING
from iamlint.text.holes import Hole, Text
from iamlint.text.node import Either, HoledKey, Mapping, Node, Scalar, Sequence

from .choosing import named
from .results import Instances, bare, is_null, listed, mapped, ordered, text_of, truth, under

if TYPE_CHECKING:
    from iamlint.formats.hcl.nodes import For
    from iamlint.text.node import When

    from .evaluating import Evaluator
    from .scopes import Scope

MOST = 500
"""Elements that are gone through."""

Element = tuple[Node, Node, "When"]


def elements(collection: Node) -> list[Element] | None:
    """Key, value and conditions of each element; None where these are not known."""
    value, when = bare(collection)
    if isinstance(value, Either):
        found: list[Element] = []
        for branch in value.items:
            inner = elements(branch)
            if inner is None:
                return None
            found += inner
        return [(key, item, when | more) for key, item, more in found]
    if isinstance(value, Instances):
        return _of_instances(value, when)
    if isinstance(value, Mapping):
        pairs: list[tuple[Node, Node]] = [(_as_value(key), item) for key, item in ordered(value)]
    elif isinstance(value, Sequence):
        place = value
        pairs = [
            (Scalar(place.source, place.start, place.end, index, ""), item)
            for index, item in enumerate(value.items)
        ]
    elif is_null(value):
        pairs = []
    else:
        return None
    if len(pairs) > MOST:
        return None
    return [(key, bare(item)[0], when | bare(item)[1]) for key, item in pairs]


def _of_instances(value: Instances, when: When) -> list[Element] | None:
    """The instances of a resource by their keys; None where one stands for all."""
    found: list[Element] = []
    for instance in value.instances:
        if instance.key is None:
            return None
        key = Scalar(value.source, value.start, value.end, instance.key.value)
        one = Instances(value, value.hole, [instance], keyed=False)
        found.append((key, one, when | instance.when))
    return found


def _as_value(key: Scalar) -> Node:
    from .results import of_text

    return of_text(key.text, key) if isinstance(key, HoledKey) else key


def looped(evaluator: Evaluator, expression: For, scope: Scope) -> Node:
    """The list or map that a `for` gives."""
    collection = evaluator.value(expression.collection, scope)
    found = elements(collection)
    if found is None:
        return evaluator.hidden(expression, _why(collection))
    items: list[Node] = []
    entries: dict[object, tuple[Scalar, Node]] = {}
    for key, value, when in found:
        names = dict(zip(reversed(expression.names), (value, key), strict=False))
        inner = scope.binding(names)
        kept = _kept(evaluator, expression, inner, when)
        if kept is None:
            continue
        item = under(evaluator.value(expression.value, inner), kept)
        if expression.key is None:
            items.append(item)
        else:
            name = evaluator.key(expression.key, inner)
            _enter(entries, name, item, groups=expression.groups)
    if expression.key is None:
        return listed(items, expression)
    return mapped(list(entries.values()), expression)


def _kept(evaluator: Evaluator, expression: For, scope: Scope, when: When) -> When | None:
    """Under which conditions an element is kept; None for one that is not."""
    if expression.condition is None:
        return when
    condition = evaluator.value(expression.condition, scope)
    known = truth(condition)
    if known is not None:
        return when if known else None
    name, wanted = named(condition, evaluator.condition_name(expression.condition, scope))
    return when | {(name, wanted)}


def _enter(
    entries: dict[object, tuple[Scalar, Node]], key: Scalar, item: Node, *, groups: bool
) -> None:
    """Put a value under a key; `groups`: values of the same key make a list."""
    if not groups:
        entries[key.value] = (key, item)
        return
    before = entries.get(key.value)
    already = before[1].items if before is not None and isinstance(before[1], Sequence) else []
    entries[key.value] = (key, listed([*already, item], item))


def _why(collection: Node) -> str:
    text = text_of(collection)
    hole = text.holes[0] if text is not None and text.holes else None
    return hole.why if hole is not None and hole.why else "what it goes through is not known"


def iterated(collection: Node, place: Node, name: str) -> list[Element]:
    """The elements that `for_each` goes through; where they are not known one that stands for all,
    and it may be that there is none.
    """
    found = elements(collection)
    if found is not None:
        return [(_element_key(collection, key, value), value, when) for key, value, when in found]
    why = _why(collection)
    from .results import of_text, unknown

    key = of_text(Text(Hole(f"{name}.key", why=why)), place)
    if isinstance(collection, Instances) and len(collection.instances) == 1:
        only = collection.instances[0]
        one = Instances(place, collection.hole, [only], keyed=False)
        return [(key, one, only.when)]
    return [(key, unknown(place, f"{name}.value", why), frozenset({(f"{name} has any", True)}))]


def _element_key(collection: Node, key: Node, value: Node) -> Node:
    """The key of a set's element is the element."""
    inner, _ = bare(collection)
    if isinstance(inner, Either) and inner.items:
        inner, _ = bare(inner.items[0])
    return key if isinstance(inner, (Mapping, Instances)) else value
