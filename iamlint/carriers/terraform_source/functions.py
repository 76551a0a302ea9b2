"""The functions of Terraform that texts, lists and documents are made with.

A function that is not here, or whose arguments are not known, gives what is not known.
https://developer.hashicorp.com/terraform/language/functions
"""

from __future__ import annotations

from iamlint.carriers.terraform.encoded import Encoded
from iamlint.text.hints import TYPE_CHECKING
from iamlint.text.holes import Hole, Text, join
from iamlint.text.node import Either, Mapping, Node, Scalar, Sequence, plain

from . import reading_files
from .choosing import spread
from .results import (
    Instances,
    Missing,
    bare,
    is_null,
    items_of,
    key_at,
    listed,
    literal,
    mapped,
    of_text,
    text_of,
    under,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from iamlint.formats.hcl.nodes import Call

    from .evaluating import Evaluator
    from .scopes import Scope

    Function = Callable[[list[Node], Node], "Node | None"]


def called(evaluator: Evaluator, call: Call, scope: Scope) -> Node:
    """What a call comes to."""
    if call.name == "templatefile":
        found = reading_files.template_file(evaluator, call, scope)
        return found or evaluator.hidden(call, "the file of the template is not in view")
    arguments = [evaluator.value(argument, scope) for argument in call.arguments]
    if call.expands and arguments:
        last = items_of(arguments[-1])
        if last is None:
            return evaluator.hidden(call, _why(arguments))
        arguments = [*arguments[:-1], *(bare(item)[0] for item in last)]
    if call.name == "file":
        found = reading_files.file(evaluator, arguments)
        return found or evaluator.hidden(call, "the file is not in view")
    if call.name == "jsonencode" and arguments:
        hole = Hole(evaluator.identity(call), why="a text that jsonencode writes")
        return Encoded(call, hole, arguments[0])
    function = FUNCTIONS.get(call.name)
    made = function(arguments, call) if function is not None else None
    return made if made is not None else evaluator.hidden(call, _why(arguments))


def _why(arguments: list[Node]) -> str:
    for argument in arguments:
        text = text_of(argument)
        hole = text.holes[0] if text is not None and text.holes else None
        if hole is not None and hole.why:
            return hole.why
    return "it is not known before Terraform runs"


def _same(arguments: list[Node], place: Node) -> Node | None:  # noqa: ARG001
    """What is converted or marked stays what it is."""
    return arguments[0] if arguments else None


def _jsondecode(arguments: list[Node], place: Node) -> Node | None:  # noqa: ARG001
    from iamlint.carriers.terraform.documents import NotReadable
    from iamlint.carriers.terraform.reading_strings import tree_of

    try:
        return tree_of(arguments[0]) if arguments else None
    except NotReadable:
        return None


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


def _merge(arguments: list[Node], place: Node) -> Node | None:
    """One map of all, the later entries before the earlier."""
    entries: dict[object, tuple[Scalar, Node]] = {}
    for argument in arguments:
        inner, when = bare(argument)
        if is_null(inner):
            continue
        if isinstance(inner, Either):
            for branch in inner.items:
                part, more = bare(branch)
                if not isinstance(part, Mapping):
                    return None
                for key, value in part.entries:
                    entries[key.value] = (key, under(value, more))
            continue
        if not isinstance(inner, Mapping):
            return None
        for key, value in inner.entries:
            entries[key.value] = (key, under(value, when))
    return mapped(list(entries.values()), place)


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


def _keys(arguments: list[Node], place: Node) -> Node | None:
    from .looping import elements

    found = elements(arguments[0]) if arguments else None
    if found is None or not isinstance(bare(arguments[0])[0], Mapping):
        return None
    return listed((under(key, when) for key, _, when in found), place)


def _values(arguments: list[Node], place: Node) -> Node | None:
    from .looping import elements

    first = arguments[0] if arguments else None
    if isinstance(first, Instances):
        found = elements(first)
        return first if found is None else listed((under(v, w) for _, v, w in found), place)
    items = items_of(first) if first is not None else None
    return None if items is None else listed(items, place)


def _lookup(arguments: list[Node], place: Node) -> Node | None:  # noqa: ARG001
    name = literal(arguments[1]) if len(arguments) > 1 else None
    inner, _ = bare(arguments[0]) if arguments else (None, None)
    if name is None or not isinstance(inner, Mapping):
        return None
    found = inner.get(name)
    if found is None and all(type(key) is Scalar for key, _ in inner.entries):
        return arguments[2] if len(arguments) > 2 else None
    return found


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
    if items is None or any(item.when for item in items) or _any_unknown(items):
        return None
    return Scalar(place.source, place.start, place.end, len(items), "")


def _any_unknown(items: list[Node]) -> bool:
    from iamlint.text.node import Unknown

    return any(isinstance(item, Unknown) for item in items)


def _try(arguments: list[Node], place: Node) -> Node | None:  # noqa: ARG001
    """The first that can be; an attribute that is missing cannot."""
    return next((one for one in arguments if not isinstance(one, Missing)), None)


def _coalesce(arguments: list[Node], place: Node) -> Node | None:  # noqa: ARG001
    for argument in arguments:
        if is_null(argument) or literal(argument) == "":
            continue
        certain = isinstance(argument, (Scalar, Sequence, Mapping, Encoded))
        return argument if certain else None
    return None


def _join(arguments: list[Node], place: Node) -> Node | None:
    between = literal(arguments[0]) if len(arguments) > 1 else None
    items = items_of(arguments[1]) if between is not None else None
    if items is None or between is None:
        return None
    if len(items) == 1:  # `join("", aws_iam_role.r[*].arn)`
        return bare(items[0])[0]
    texts = [text_of(item) for item in items]
    if None in texts or any(item.when for item in items) or _any_unknown(items):
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


def _replace(text: str, old: str, new: str) -> str:
    if len(old) > 1 and old[0] == old[-1] == "/":
        raise TypeError  # a regular expression of another dialect
    return text.replace(old, new)


def _contains(arguments: list[Node], place: Node) -> Node | None:
    items = items_of(arguments[0]) if arguments else None
    word = literal(arguments[1]) if len(arguments) > 1 else None
    words = None if items is None else [literal(item) for item in items]
    if words is None or word is None or None in words:
        return None
    return Scalar(place.source, place.start, place.end, word in words, "")


def _range(arguments: list[Node], place: Node) -> Node | None:
    count = plain(arguments[0]) if len(arguments) == 1 else None
    if not isinstance(count, int) or not 0 <= count <= 100:
        return None
    return listed(
        (Scalar(place.source, place.start, place.end, i, "") for i in range(count)), place
    )


def _zipmap(arguments: list[Node], place: Node) -> Node | None:
    if len(arguments) != 2:
        return None
    names, values = (items_of(argument) for argument in arguments)
    if names is None or values is None or len(names) != len(values):
        return None
    words = [literal(name) for name in names]
    if None in words:
        return None
    pairs = zip(words, values, strict=True)
    return mapped([(key_at(str(word), place), value) for word, value in pairs], place)


FUNCTIONS: dict[str, Function] = {
    "coalesce": _coalesce,
    "compact": _compact,
    "concat": _concat,
    "contains": _contains,
    "distinct": _distinct,
    "element": _element,
    "flatten": _flatten,
    "format": _format,
    "formatlist": _formatlist,
    "join": _join,
    "jsondecode": _jsondecode,
    "keys": _keys,
    "length": _length,
    "lookup": _lookup,
    "lower": _worded(str.lower),
    "merge": _merge,
    "nonsensitive": _same,
    "one": _one,
    "range": _range,
    "replace": _worded(_replace),
    "setunion": _concat,
    "sort": _same,
    "split": _split,
    "title": _worded(str.title),
    "tolist": _same,
    "tomap": _same,
    "toset": _distinct,
    "tostring": _same,
    "trimprefix": _worded(str.removeprefix),
    "trimspace": _worded(str.strip),
    "trimsuffix": _worded(str.removesuffix),
    "try": _try,
    "upper": _worded(str.upper),
    "values": _values,
    "zipmap": _zipmap,
}
