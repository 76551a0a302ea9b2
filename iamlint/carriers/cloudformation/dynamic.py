"""Dynamic references: `{{resolve:ssm:/path}}` is fetched at deployment.

https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/dynamic-references.html
"""

from __future__ import annotations

from iamlint.text.hints import TYPE_CHECKING
from iamlint.text.holes import Text

if TYPE_CHECKING:
    from iamlint.text.holes import Hole

    from .resolver import Resolver

DYNAMIC = "{{resolve:"
END = "}}"


def dynamic(resolver: Resolver, text: Text) -> Text:
    """The text with a hole for each dynamic reference, also where the reference has holes in it."""
    if not any(isinstance(piece, str) and DYNAMIC in piece for piece in text.pieces):
        return text
    done: list[str | Hole] = []
    inside: list[str | Hole] | None = None
    for piece in text.pieces:
        rest = piece
        while isinstance(rest, str) and rest:
            if inside is None:
                before, found, rest = rest.partition(DYNAMIC)
                done.append(before)
                inside = [] if found else None
            else:
                before, found, rest = rest.partition(END)
                inside.append(before)
                if found:
                    done.append(reference(resolver, Text(*inside)))
                    inside = None
        if not isinstance(rest, str):
            (done if inside is None else inside).append(rest)
    if inside is not None:  # never closed: no reference, so the text as it is
        return text
    return Text(*done)


def reference(resolver: Resolver, named: Text) -> Hole:
    """The value that a dynamic reference names."""
    return resolver.hole(
        f"{DYNAMIC}{named}{END}", why=f"{DYNAMIC}{named}{END} is fetched at deployment"
    )
