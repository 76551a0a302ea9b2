"""When do two texts name the same thing, and what does an ARN lie within?"""

from __future__ import annotations

from functools import lru_cache

from iamlint.text.hints import TYPE_CHECKING
from iamlint.text.holed import meets
from iamlint.text.holes import ACCOUNT, NAME, PARTITION, REGION, Hole, Text, text_of

if TYPE_CHECKING:
    from collections.abc import Iterator

NOTHING = Text()
SLIPS = 2
"""Letters by which a misspelt name may differ."""
OPENING = 3
"""So many letters are the same at the start of two names of which one is written for the other."""
MARK = "\0"
"""Stands for a hole where the shape of a text is looked at."""
QUEUES = "https://sqs."
"""How URLs of queues begin."""

NARROW = (NAME, ACCOUNT, REGION, PARTITION)
"""What a hole may be known to be that has no colon in it."""


def same(one: Text, other: Text) -> bool | None:
    """Are the two texts equal? None: not known. Holes of one identity are equal; a hole against
    anything else is not known, unless what is known of it already tells.
    """
    if one == other:
        return True
    if one.literal is not None and other.literal is not None:
        return False
    return meets(one.pieces, other)


def tail(arn: Text) -> Text | None:
    """An ARN without `arn:` and partition: what tells one thing from another within any partition.
    None for what is no ARN, or may not be one.
    """
    if not arn.prefix.startswith("arn:"):
        return None
    rest = cut(arn, len("arn:"))
    first = rest.pieces[0] if rest.pieces else ""
    if isinstance(first, Hole):
        if first.within not in NARROW:
            return None
        after = Text(*rest.pieces[1:])
        return cut(after, 1) if after.prefix.startswith(":") else None
    colon = first.find(":")
    return cut(rest, colon + 1) if colon >= 0 else None


def partition(arn: Text) -> Text | None:
    """The second segment of an ARN."""
    after = tail(arn)
    if after is None:
        return None
    rest = cut(arn, len("arn:"))
    first = rest.pieces[0]
    return Text(first) if isinstance(first, Hole) else Text(first.partition(":")[0])


@lru_cache(maxsize=4096)
def segments(arn: Text) -> tuple[Text, ...] | None:
    """The six segments of an ARN; None for what is no ARN or where a hole may hold several."""
    found: list[list[str | Hole]] = [[]]
    for piece in arn.pieces:
        if isinstance(piece, Hole):
            if len(found) < 6 and piece.within not in NARROW:
                return None
            found[-1].append(piece)
            continue
        parts = piece.split(":", 6 - len(found))
        found[-1].append(parts[0])
        found.extend([part] for part in parts[1:])
    if len(found) != 6 or found[0] != ["arn"]:
        return None
    return tuple(Text(*pieces) for pieces in found)


def name_and_path(arn: Text) -> Text | None:
    """What tells a thing of IAM from others of its account: the end of its ARN."""
    parts = segments(arn)
    return parts[5] if parts is not None else None


def account_in(arn: Text) -> Text | None:
    """The account an ARN names; None where it names none (S3) or a pattern."""
    if arn.literal is not None:
        fields = arn.literal.split(":", 5)
        number = fields[4] if len(fields) == 6 and fields[0] == "arn" else ""
        return text_of(number) if len(number) == 12 and number.isdigit() else None
    parts = segments(arn)
    if parts is None:
        return None
    account = parts[4]
    if account.literal is None:
        hole = account.only_hole
        return account if hole is not None else None
    return account if len(account.literal) == 12 and account.literal.isdigit() else None


def cut(text: Text, length: int) -> Text:
    """Without so many literal characters at its start."""
    first = text.pieces[0] if text.pieces else ""
    assert isinstance(first, str)
    return Text(first[length:], *text.pieces[1:])


def after(text: Text, outer: Text) -> Text | None:
    """What follows `outer` in a text that starts with it, else None."""
    pieces = outer.pieces
    if not pieces:
        return text
    if text.pieces[: len(pieces) - 1] != pieces[:-1] or len(text.pieces) < len(pieces):
        return None
    last, there = pieces[-1], text.pieces[len(pieces) - 1]
    if last == there:
        return Text(*text.pieces[len(pieces) :])
    if isinstance(last, str) and isinstance(there, str) and there.startswith(last):
        return Text(there[len(last) :], *text.pieces[len(pieces) :])
    return None


def enclosing(text: Text) -> Iterator[Text]:
    """The text, then what it may lie within: `…:table/T/index/*` gives `…:table/T/index` and
    `…:table/T`; `bucket/*` gives `bucket`; a star at the very end is dropped too. Nothing lies
    within less than an ARN: `arn:aws:logs` is not what somebody called `logs`.
    """
    yield text
    is_arn = segments(text) is not None
    pieces = list(text.pieces)
    while pieces:
        last = pieces[-1]
        if isinstance(last, Hole):
            pieces.pop()
            continue
        at = max(last.rfind("/"), last.rfind(":"), last.rfind("*"))
        if at < 0:
            pieces.pop()
            continue
        pieces[-1] = last[:at]
        if not pieces[-1]:
            pieces.pop()
        outer = Text(*pieces)
        if is_arn and segments(outer) is None:
            return
        yield outer


def queue_in(url: Text) -> Text | None:
    """The ARN of the queue that a URL of SQS is of; None for what is no such URL, or may not be.

    https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-queue-message-identifiers.html
    """
    if not url.prefix.startswith(QUEUES) or any(h.within not in NARROW for h in url.holes):
        return None
    shape = "".join(piece if isinstance(piece, str) else MARK for piece in url.pieces)
    where, found, path = shape.removeprefix(QUEUES).partition(".amazonaws.com")
    parts = [where, *path.removeprefix(".cn").removeprefix("/").split("/")]
    if not found or len(parts) != 3 or not all(parts) or "." in where:
        return None
    holes = iter(url.holes)
    region, account, name = (_with(part, holes) for part in parts)
    partition = Hole("AWS::Partition", PARTITION)
    return Text("arn:", partition, ":sqs:") + region + ":" + account + ":" + name


def _with(shape: str, holes: Iterator[Hole]) -> Text:
    """A part of a text, with its holes in their places again."""
    before, *rest = shape.split(MARK)
    found = Text(before)
    for part in rest:
        found = found + Text(next(holes)) + part
    return found


# names of policies that are almost the same


def likeness(name: str) -> str:
    """How a name begins, and its digits: as all that are almost called so have them."""
    bare = folded(name)
    return bare[:OPENING] + "".join(one for one in bare if one.isdigit())


def folded(name: str) -> str:
    """A policy's name without its path, case and signs."""
    return name.rpartition("/")[2].replace("_", "").replace("-", "").lower()


def slipped(one: str, other: str) -> bool:
    """A few letters differ. Not digits: `…V2` may be what came after `…V1`."""
    if abs(len(one) - len(other)) > SLIPS or one[:1] != other[:1]:
        return False
    from difflib import SequenceMatcher

    matcher = SequenceMatcher(None, one, other, autojunk=False)
    if matcher.quick_ratio() < 0.9:
        return False
    changed = [op for op in matcher.get_opcodes() if op[0] != "equal"]
    letters = "".join(one[a:b] + other[c:d] for _, a, b, c, d in changed)
    size = sum(max(b - a, d - c) for _, a, b, c, d in changed)
    return size <= SLIPS and letters.isalpha()
