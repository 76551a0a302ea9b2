"""The functions of Terraform that texts, lists and documents are made with.

A function that is not here, or whose arguments are not known, gives what is not known.
https://developer.hashicorp.com/terraform/language/functions
"""

from __future__ import annotations

from iamlint.carriers.terraform.encoded import Encoded, Written
from iamlint.text.hints import TYPE_CHECKING
from iamlint.text.holes import ANY, Hole
from iamlint.text.node import Holed, Mapping, Node, Scalar, Sequence, Unknown

from . import lists, maps, reading_files, texts
from .results import Missing, bare, is_null, items_of, literal, missing, text_of

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
    if call.name == "fileset":
        found = reading_files.file_set(evaluator, arguments, call)
        return found or evaluator.hidden(call, "none of its files is in view")
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


def _yamldecode(arguments: list[Node], place: Node) -> Node | None:  # noqa: ARG001
    """The tree of a whole file: of what is put together, places would be those of nothing."""
    from iamlint import formats
    from iamlint.errors import Unreadable

    text = arguments[0] if arguments else None
    if not isinstance(text, Written) or (text.start, text.end) != (0, len(text.source.text)):
        return None
    if text.text.literal != text.source.text:
        return None
    try:
        return formats.read(text.source, "yaml")
    except Unreadable:
        return None


def _try(arguments: list[Node], place: Node) -> Node | None:  # noqa: ARG001
    """The first that can be; an attribute that is missing cannot."""
    return next((one for one in arguments if not isinstance(one, Missing)), None)


def _coalesce(arguments: list[Node], place: Node) -> Node | None:  # noqa: ARG001
    for argument in arguments:
        if is_null(argument) or literal(argument) == "":
            continue
        return argument if _is_something(argument) else None
    return None


def _is_something(value: Node) -> bool:
    """It is neither null nor an empty text, whatever it is."""
    if isinstance(value, Holed):
        return any(isinstance(piece, str) or piece.within != ANY for piece in value.text.pieces)
    return isinstance(value, (Scalar, Sequence, Mapping, Encoded))


def _can(arguments: list[Node], place: Node) -> Node | None:
    """Whether an expression is without error."""
    first = arguments[0] if arguments else None
    if isinstance(first, Unknown) and not isinstance(first, (Missing, Encoded)):
        return None
    able = first is not None and not isinstance(first, Missing)
    return Scalar(place.source, place.start, place.end, able, "")


def _tostring(arguments: list[Node], place: Node) -> Node | None:
    """What is single stays what it is; a list or map is an error."""
    first = arguments[0] if arguments else None
    if isinstance(first, (Mapping, Sequence)):
        return missing(place, "a text")
    return first


FUNCTIONS: dict[str, Function] = {
    **lists.FUNCTIONS,
    **maps.FUNCTIONS,
    **texts.FUNCTIONS,
    "can": _can,
    "coalesce": _coalesce,
    "jsondecode": _jsondecode,
    "nonsensitive": _same,
    "sort": _same,
    "tolist": _same,
    "tomap": _same,
    "tostring": _tostring,
    "try": _try,
    "yamldecode": _yamldecode,
}
