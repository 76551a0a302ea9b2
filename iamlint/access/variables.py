"""Policy variables: `${aws:username}`, `${aws:PrincipalTag/team, 'none'}`, `${*}`.

A pattern is taken apart first and filled in afterwards, so that a wildcard in a value stays a
plain character.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
"""

from __future__ import annotations

from functools import lru_cache

from iamlint.text.globs import tokens
from iamlint.text.hints import TYPE_CHECKING, Final
from iamlint.text.holes import ANY, ARN, Hole, Text
from iamlint.text.late import late
from iamlint.text.records import NamedTuple

from .truth import Doubt

if TYPE_CHECKING:
    from iamlint.text.globs import Token, Tokens

    from .context import Context

SEGMENTS: Final = 5
"""Colons before an ARN's resource part."""

_VARIABLE: Final = late(r"\$\{(?:([*?$])|\s*([^{}$,'*?]+?)\s*(?:,\s*'([^']*)'\s*)?)\}")


class Variable(NamedTuple):
    """A key to be filled in, and the text that stands in when it has no value."""

    key: str
    default: str | None


class Parts(NamedTuple):
    """A pattern with variables: globs taken apart, and variables between them."""

    pieces: tuple[Tokens | Variable, ...]


@lru_cache(maxsize=4096)
def taken_apart(pattern: Text, *, whole_arn: bool, wild: bool = True) -> Tokens | Parts:
    """A pattern of a document in which `${…}` means a variable.

    With `whole_arn` only what stands behind the fifth colon may be one; before it `${…}` is
    literal text. Without `wild`, stars are literal. Without a variable in it, the glob itself.
    """
    apart = tokens if wild else _as_it_is
    found: list[Tokens | Variable] = []
    colons = 0
    variables = False
    for piece in pattern.pieces:
        if isinstance(piece, Hole):
            found.append((piece,))
            colons = SEGMENTS if piece.within in (ARN, ANY) else colons
            continue
        end = looked = 0
        before = colons
        for hit in _VARIABLE.finditer(piece):
            before += piece.count(":", looked, hit.start())
            looked = hit.start()
            if whole_arn and before < SEGMENTS:
                continue
            found.append(apart(piece[end : hit.start()]))
            sign, key, default = hit.groups()
            found.append((sign,) if sign else Variable(key, default))
            variables = variables or not sign
            end = hit.end()
        found.append(apart(piece[end:]))
        colons += piece.count(":")
    if variables:
        return Parts(tuple(found))
    return tuple(t for part in found if not isinstance(part, Variable) for t in part)


def _as_it_is(text: str) -> Tokens:
    return (text,) if text else ()


class Filled(NamedTuple):
    """A pattern with its variables filled in; None where one had no value. `doubts`: the variables
    whose values are not known, which stand in the glob as holes.
    """

    glob: Tokens | None
    doubts: tuple[Doubt, ...] = ()


def filled(parts: Parts, context: Context | None) -> Filled:
    """Without a context every variable is a hole: some text, the same for the same key."""
    glob: list[Token] = []
    doubts: list[Doubt] = []
    for piece in parts.pieces:
        if not isinstance(piece, Variable):
            glob.extend(piece)
            continue
        text = value_of(piece, context)
        if text is None:
            return Filled(None)
        if text.holes:
            doubts.append(Doubt(piece.key, f"the value of `${{{piece.key}}}` is not known"))
        glob.extend(text.pieces)
    return Filled(tuple(glob), tuple(doubts))


def value_of(variable: Variable, context: Context | None) -> Text | None:
    """The text that stands for a variable; None when it has no value and no default.

    An absent key, an empty text and a key of several values give no value.
    """
    values = context.values(variable.key) if context is not None else None
    if values is None:
        return Text(Hole("${" + variable.key.lower() + "}"))
    if len(values) == 1 and values[0].literal != "" and not has_several(variable.key):
        return values[0]
    return Text(variable.default) if variable.default is not None else None


def has_several(key: str) -> bool:
    """The key holds a list, and so can be no variable."""
    from .facts import multivalued

    return multivalued(key)
