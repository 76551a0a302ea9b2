"""What can go from a list of a statement without changing what it says."""

from __future__ import annotations

from functools import cached_property, lru_cache
from itertools import pairwise

from iamlint.access.values import network
from iamlint.text.combinations import covers
from iamlint.text.globs import is_glob, match
from iamlint.text.hints import TYPE_CHECKING
from iamlint.text.late import late
from iamlint.text.node import ALWAYS
from iamlint.text.records import NamedTuple

from .acting import Acting

if TYPE_CHECKING:
    from collections.abc import Iterator

    from iamlint.model.policy import Statement, Word
    from iamlint.text.holes import Text

MOST_PAIRS = 50_000
"""Texts held against patterns in one list. Beyond it the later patterns are not looked at."""
MOST_CHARACTERS = 2_048
"""Longer texts are compared for equality alone."""
SOME = "\ue000"
"""A character that no policy has: stands for what a wildcard takes."""
MOST_TOGETHER = 12
"""Patterns that are asked whether they cover another one together."""
FEW = 3
"""Actions that are worth a pattern."""

_FAMILY = late(r"([^:]*):([A-Z][a-z]+)(?=[A-Z])")


class Needless(NamedTuple):
    """A text that says nothing that the others of its list do not; `by`: the one that says it, or
    None where several do together."""

    word: Word
    by: Word | None


class Sparing(Acting):
    """Texts among those of their list."""

    # texts of one list

    def needless_actions(self, statement: Statement) -> Iterator[Needless]:
        """Entries of Action or NotAction that another entry covers."""
        actions = statement.actions
        if actions and len(actions) > 1:
            names = not self.unlike_names(statement)
            if not (all_once(actions) if names else none_covers(actions)):
                yield from self._odder(needless(actions, folded))
        others = statement.not_actions
        if others and len(others) > 1 and not none_covers(others):
            yield from needless(others, folded)

    def _odder(self, found: Iterator[Needless]) -> Iterator[Needless]:
        """Of two that differ in case alone the one that AWS does not write is needless."""
        better: dict[Word, Word] = {}
        for one in found:
            by = better.get(one.by, one.by) if one.by is not None else None
            word = one.word
            if by is not None and by.literal != word.literal and is_the_same(by, word):
                name = self.catalog.name_of(word.literal or "")
                if name == word.literal:
                    better[one.by or by] = word
                    word, by = by, word
            yield Needless(word, by)

    def needless_resources(self, statement: Statement) -> Iterator[Needless]:
        """Entries of Resource or NotResource that another entry covers."""
        for words in (statement.resources, statement.not_resources):
            if words and len(words) > 1:
                yield from needless(words, placed)

    def needless_principals(self, statement: Statement) -> Iterator[Needless]:
        """Entries of Principal or NotPrincipal that another entry says too: an account is the same
        as its root.
        """
        for entries in (statement.principals, statement.not_principals):
            first: dict[tuple[str, str], Word] = {}
            for entry in entries or () if len(entries or ()) > 1 else ():
                literal = entry.value.literal
                if literal is None or entry.value.when:
                    continue
                who = entry.type, literal
                if entry.type == "AWS" and literal.endswith(":root"):
                    who = entry.type, literal.split(":", 5)[4]
                if who in first:
                    yield Needless(entry.value, first[who])
                else:
                    first[who] = entry.value

    # shorter and longer words

    def shorter_actions(self, statement: Statement) -> Iterator[tuple[str, list[Word]]]:
        """Patterns with the words of Action that together are all that the pattern stands for:
        `sqs:List*`."""
        if statement.actions is None or len(statement.actions) < FEW:
            return
        families = self._families
        kinds: dict[str, list[Word]] = {}
        for word in statement.actions:
            family = families.get(word.literal)
            if family is None:
                family = families[word.literal] = family_of(word.literal)
            if family and not word.when:
                if family in kinds:
                    kinds[family].append(word)
                else:
                    kinds[family] = [word]
        for pattern, words in kinds.items():
            if len(words) >= FEW:
                bits = self.catalog.bits(pattern)
                if bits.bit_count() > len(words):
                    continue
                listed = self.catalog.bits_of_all([word.literal or "" for word in words])
                if bits and bits == listed:
                    yield pattern, words

    @cached_property
    def _families(self) -> dict[str | None, str]:
        return {}


def family_of(action: str | None) -> str:
    """The pattern of all actions of a service with the same verb; empty for a pattern, and where
    there is no verb: `sqs:List*`.
    """
    if action is None or is_glob(action):
        return ""
    found = _FAMILY.match(action)
    return f"{found[1].lower()}:{found[2]}*" if found is not None else ""


# texts


def folded(text: Text) -> tuple[str, str] | None:
    """An action as it is compared: the bucket that it belongs to, and the pattern."""
    return folded_text(text.literal) if text.literal is not None else None


@lru_cache(maxsize=32768)
def folded_text(literal: str) -> tuple[str, str] | None:
    service, colon, _ = literal.partition(":")
    if not colon:
        return ("", "*") if literal.strip("*") == "" and literal else None
    lower = plainer(literal.lower())
    return ("" if is_glob(service) else service.lower()), lower


def placed(text: Text) -> tuple[str, str] | None:
    """A resource as it is compared: what stands in its first five fields, and the pattern. An
    entry with wildcards there, or one that is no ARN, is compared for equality alone."""
    literal = text.literal
    if literal is None:
        return None
    if literal and not literal.strip("*"):
        return "", "*"
    fields = literal.split(":", 5)
    if len(fields) < 6 or "${" in literal:
        return None
    begin = ":".join(fields[:5])
    return None if is_glob(begin) else (begin, plainer(fields[5]))


def plain(text: Text) -> tuple[str, str] | None:
    """A pattern of a text as it is compared; one with a variable in it for equality alone."""
    literal = text.literal
    return None if literal is None or "${" in literal else ("=", plainer(literal))


def uncompared(_: Text) -> None:
    """A text that is compared for equality alone."""


def in_any_case(text: Text) -> tuple[str, str] | None:
    """A text that is compared for equality alone, whatever its case: a bucket of its own."""
    literal = text.literal
    return None if literal is None or "${" in literal else (f"={literal.lower()}", "")


def within_blocks(words: tuple[Word, ...]) -> Iterator[Needless]:
    """Addresses and blocks that lie within others of the list, or stand there twice."""
    known = [(word, network(word.literal)) for word in words if word.literal and not word.when]
    wider = sorted(((b.prefixlen, i) for i, (_, b) in enumerate(known) if b is not None))
    kept: dict[tuple[int, int, int], Word] = {}
    found: dict[int, Word] = {}
    for length, index in wider:
        word, block = known[index]
        assert block is not None
        first = int(block.network_address)
        for shorter in range(length + 1):
            by = kept.get((block.version, shorter, first >> (block.max_prefixlen - shorter)))
            if by is not None:
                found[index] = by
                break
        else:
            kept[block.version, length, first >> (block.max_prefixlen - length)] = word
    for index in sorted(found):
        yield Needless(known[index][0], found[index])


def plainer(pattern: str) -> str:
    while "**" in pattern:
        pattern = pattern.replace("**", "*")
    return pattern


def is_the_same(one: Word, other: Word) -> bool:
    """They differ in case alone."""
    return (one.literal or "").lower() == (other.literal or "").lower()


def needless(words: tuple[Word, ...], compared: object) -> Iterator[Needless]:
    """Texts of a list that others of it cover, in the order of the list."""
    if all_differ(words):
        return
    first: dict[Text | str, Word] = {}
    buckets: dict[str, list[tuple[str, Word]]] = {}
    for word in words:
        if word.when is not ALWAYS and word.when:
            continue
        found = compared(word.text)  # type: ignore[operator]
        same: Text | str = word.text if found is None else "\n".join(found)
        if same in first:
            yield Needless(word, first[same])
            continue
        first[same] = word
        if found is not None:
            buckets.setdefault(found[0], []).append((found[1], word))
    everywhere = [pair for pair in buckets.get("", ()) if is_glob(pair[0])]
    star = next((word for pattern, word in everywhere if pattern == "*"), None)
    if star is not None:
        for word in first.values():
            if word is not star:
                yield Needless(word, star)
        return
    for bucket, members in buckets.items():
        if len(members) + len(everywhere) > 1:
            yield from covered(members, everywhere if bucket else [])


def all_differ(words: tuple[Word, ...]) -> bool:
    """No text is a pattern, and none stands there twice in whatever case."""
    try:
        together = "\n".join([word.literal for word in words])  # type: ignore[misc]
    except TypeError:
        return False  # something in one of them is not known
    if "*" in together or "?" in together:
        return False
    texts = together.lower().split("\n")
    return len(texts) == len(words) == len(set(texts))


def all_once(words: tuple[Word, ...]) -> bool:
    """No text stands there twice."""
    return len({word.literal for word in words}) == len(words)


def none_covers(words: tuple[Word, ...]) -> bool:
    """No entry of Action covers another, as is seen at once where all are names and patterns with
    a star at the end alone.
    """
    try:
        together = "\n".join([word.literal for word in words]).lower()  # type: ignore[misc]
    except TypeError:
        return False
    return are_apart(together, len(words))


def are_apart(together: str, count: int) -> bool:
    """None of so many texts, in lower case and each on a line, covers another, as is seen at once
    where all are names and patterns with a star at the end alone.
    """
    texts = together.split("\n")
    if "?" in together or not len(texts) == count == len(set(texts)):
        return False
    if "*" not in together:
        return True
    starts = {text[:-1] for text in texts if text.endswith("*")}
    ordered = sorted([text.removesuffix("*") for text in texts])
    if "*" in "".join(ordered):
        return False
    # what begins as a pattern does follows on it at once, when they are in order
    return not any(one in starts and text.startswith(one) for one, text in pairwise(ordered))


def covered(members: list[tuple[str, Word]], further: list[tuple[str, Word]]) -> Iterator[Needless]:
    """Of texts that all differ, those that others cover."""
    patterns = [pair for pair in members if is_glob(pair[0])]
    if not patterns and not further:
        return
    prefixes = {p[:-1]: word for p, word in patterns if not is_glob(p[:-1]) and p.endswith("*")}
    lengths = sorted({len(prefix) for prefix in prefixes})
    general = [pair for pair in (*patterns, *further) if pair[0][:-1] not in prefixes]
    general = general[: MOST_PAIRS // len(members)]
    for pattern, word in members:
        if len(pattern) > MOST_CHARACTERS:
            continue
        by = _by_prefix(pattern, word, prefixes, lengths) or _by_pattern(pattern, word, general)
        if by is not None:
            yield Needless(word, by)
        elif 1 < len(patterns) <= MOST_TOGETHER and is_glob(pattern):
            others = tuple(p for p, other in patterns if other is not word)
            sample = filled(pattern)
            if any(match(one, sample) for one in others) and covers(others, pattern):
                yield Needless(word, None)
                patterns = [pair for pair in patterns if pair[1] is not word]


def filled(pattern: str) -> str:
    """A text that a pattern matches, and of the others those alone that take any character too."""
    return pattern.replace("*", SOME).replace("?", SOME)


def _by_prefix(
    pattern: str, word: Word, prefixes: dict[str, Word], lengths: list[int]
) -> Word | None:
    for length in lengths:
        if length > len(pattern):
            break
        by = prefixes.get(pattern[:length])
        if by is not None and by is not word:
            return by
    return None


def _by_pattern(pattern: str, word: Word, general: list[tuple[str, Word]]) -> Word | None:
    wild = is_glob(pattern)
    sample = filled(pattern) if wild else pattern
    for other, by in general:
        if by is word or not match(other, sample):
            continue
        if not wild or covers((other,), pattern) is True:
            return by
    return None
