"""Text of which parts are not known.

A CloudFormation intrinsic, a Terraform value known only after apply, an expression in Python code:
each is a *hole*. Two mentions of the same hole are equal for certain; a hole against a literal is
a maybe. A hole never matches by accident, and is never rounded to a guess.
"""

from __future__ import annotations

from functools import lru_cache

from iamlint.text.hints import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    Piece = "str | Hole"

ANY = "any"
NAME = "name"
ACCOUNT = "account"
REGION = "region"
PARTITION = "partition"
ARN = "arn"
SUFFIX = "suffix"


class Hole:
    """A part of a text that is not known before deployment.

    `identity`: what makes two mentions the same value (`stack.yaml#Bucket`, `AWS::AccountId`).
    `within`: what is known of the value: `name` (no colon, no slash, not empty), `account`
        (12 digits), `region`, `partition`, `arn`, `suffix` (six letters or digits), `any`.
    `choices`: when not empty, the value is one of these texts (allowed values, both branches of a
        condition).
    `why`: in a person's words, why it is not known and what would settle it.
    """

    __slots__ = ("choices", "identity", "why", "within")

    def __init__(
        self,
        identity: str,
        within: str = ANY,
        choices: tuple[Text, ...] = (),
        why: str = "",
    ) -> None:
        self.identity = identity
        self.within = within
        self.choices = choices
        self.why = why

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Hole) and other.identity == self.identity

    def __hash__(self) -> int:
        return hash(self.identity)

    def __repr__(self) -> str:
        return f"Hole({self.identity!r})"


class Opaque(Hole):
    """A hole that is equal to no other: a value of which not even the name could be read.
    `told`: why, for those who see the value itself.
    """

    __slots__ = ("told",)

    def __init__(self, identity: str, why: str = "", told: str = "") -> None:
        super().__init__(identity, why=why)
        self.told = told or why


class Text:
    """Literal pieces and holes, in order. Immutable; literals never stand side by side, none is
    empty.
    """

    __slots__ = ("literal", "pieces")

    literal: str | None
    """The whole text when nothing of it is unknown, else None."""
    pieces: tuple[str | Hole, ...]

    def __init__(self, *pieces: str | Hole) -> None:
        if len(pieces) == 1 and type(pieces[0]) is str:
            self.literal = pieces[0]
            self.pieces = pieces if pieces[0] else ()
            return
        joined: list[str | Hole] = []
        for piece in pieces:
            if isinstance(piece, str):
                if not piece:
                    continue
                if joined and isinstance(joined[-1], str):
                    joined[-1] += piece
                    continue
            joined.append(piece)
        self.pieces = tuple(joined)
        if not joined:
            self.literal = ""
        elif len(joined) == 1 and isinstance(joined[0], str):
            self.literal = joined[0]
        else:
            self.literal = None

    @property
    def holes(self) -> tuple[Hole, ...]:
        return tuple(piece for piece in self.pieces if isinstance(piece, Hole))

    @property
    def only_hole(self) -> Hole | None:
        """The hole when the text is nothing but one."""
        if len(self.pieces) == 1 and isinstance(self.pieces[0], Hole):
            return self.pieces[0]
        return None

    @property
    def prefix(self) -> str:
        """The literal text before the first hole."""
        first = self.pieces[0] if self.pieces else ""
        return first if isinstance(first, str) else ""

    def __add__(self, other: Text | str) -> Text:
        more = (other,) if isinstance(other, str) else other.pieces
        return Text(*self.pieces, *more)

    def alternatives(self, limit: int = 16) -> tuple[Text, ...]:
        """Every text this may be, as far as holes with choices tell; itself when there are none
        or more than `limit`.
        """
        found = [Text()]
        for piece in self.pieces:
            if isinstance(piece, Hole) and piece.choices:
                options = [a for choice in piece.choices for a in choice.alternatives(limit)]
                if len(found) * len(options) > limit:
                    return (self,)
                found = [text + option for text in found for option in options]
            else:
                found = [Text(*text.pieces, piece) for text in found]
        return tuple(found)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Text) and other.pieces == self.pieces

    def __hash__(self) -> int:
        return hash(self.pieces)

    def __str__(self) -> str:
        """For people: holes are shown as `${identity}`."""
        if self.literal is not None:
            return self.literal
        return "".join(p if isinstance(p, str) else "${" + shown(p) + "}" for p in self.pieces)

    def __repr__(self) -> str:
        return f"Text({str(self)!r})"


@lru_cache(maxsize=65536)
def text_of(literal: str) -> Text:
    """A text of which all is known. The same object for the same text: policies name the same
    actions over and over, and whoever looks them up then finds them at hand.
    """
    return Text(literal)


def shown(hole: Hole) -> str:
    """A hole's identity as a person would write it: without the file that scopes it. What has no
    name is told by its line and column."""
    name = hole.identity.rpartition("#")[2]
    return f"line {name}" if name.replace(":", "").isdecimal() else name


def join(texts: Iterable[Text], between: str = "") -> Text:
    """All texts, one after the other, with a literal between them."""
    pieces: list[str | Hole] = []
    for index, text in enumerate(texts):
        if index and between:
            pieces.append(between)
        pieces.extend(text.pieces)
    return Text(*pieces)
