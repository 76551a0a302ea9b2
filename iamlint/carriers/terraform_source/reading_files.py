"""`file`, `templatefile` and `fileset`, where the files are in view.

https://developer.hashicorp.com/terraform/language/functions/templatefile
"""

from __future__ import annotations

import os

from iamlint.carriers.terraform.encoded import Piece, Written
from iamlint.errors import Unreadable
from iamlint.text.hints import TYPE_CHECKING
from iamlint.text.holes import Text
from iamlint.text.node import Mapping, Node

from .results import listed, literal, of_text

if TYPE_CHECKING:
    from iamlint.formats.hcl.nodes import Call
    from iamlint.text.source import Source

    from .evaluating import Evaluator
    from .scopes import Scope


def file(evaluator: Evaluator, arguments: list[Node]) -> Node | None:
    """The text of a file."""
    source = _source(evaluator, arguments)
    if source is None:
        return None
    piece = Piece(Text(source.text), [(0, 0)])
    return Written(source, 0, len(source.text), [piece] if source.text else [])


def file_set(evaluator: Evaluator, arguments: list[Node], place: Node) -> Node | None:
    """The files in a folder that a pattern stands for; None where there is none, or one of those
    that there are may not be in view.
    """
    words = [literal(argument) for argument in arguments]
    if len(words) != 2 or words[0] is None or words[1] is None:
        return None
    folder = os.path.normpath(words[0]).replace(os.sep, "/")
    found = evaluator.world.files.matching(folder, words[1])
    return listed((of_text(Text(name), place) for name in found), place) if found else None


def template_file(evaluator: Evaluator, call: Call, scope: Scope) -> Node | None:
    """The text of a file with the values that are given to it."""
    arguments = [evaluator.value(argument, scope) for argument in call.arguments]
    source = _source(evaluator, arguments)
    if source is None or len(arguments) < 2 or not isinstance(arguments[1], Mapping):
        return None
    from iamlint.formats import hcl

    try:
        template = hcl.file_template(source)
    except Unreadable:
        return None
    names = {str(key.value): value for key, value in arguments[1].entries}
    return evaluator.value(template, scope.binding(names))


def _source(evaluator: Evaluator, arguments: list[Node]) -> Source | None:
    path = literal(arguments[0]) if arguments else None
    if not path:
        return None
    return evaluator.world.files.source(os.path.normpath(path).replace(os.sep, "/"))
