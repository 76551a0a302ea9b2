"""What edits make of the meaning of a list, a mapping or a value.

A revision is called with what its node meant. Those that only add or take out parts are known by
the parts that they touch, so that a proof need not read the others.
"""

from __future__ import annotations

from iamlint.text.hints import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

    Meaning = Any
    """A list for a list, a tuple of pairs for a mapping, so that order and duplicates count."""
    Parts = list[Any] | tuple[Any, ...]
    Revision = Callable[[Meaning], Meaning]
    Range = tuple[int, int]
    """The first and the last of neighbouring parts; what stands behind the last of all is a range
    that begins after its end."""


class Written:
    """Another value."""

    def __init__(self, value: Meaning) -> None:
        self.value = value

    def __call__(self, _: Meaning) -> Meaning:
        return self.value


class Listed:
    """A list of what stood there, and more."""

    def __init__(self, new: list[Meaning]) -> None:
        self.new = new

    def __call__(self, found: Meaning) -> Meaning:
        return [found, *self.new]


class Put:
    """Another part at a place."""

    def __init__(self, place: int, new: Meaning) -> None:
        self.place = place
        self.new = new

    def __call__(self, found: Meaning) -> Meaning:
        return (*found[: self.place], self.new, *found[self.place + 1 :])


class OfParts:
    """Adds parts or takes some out."""

    def __call__(self, found: Parts) -> Parts:
        return self.between(found, 0, at_end=True)

    def between(self, found: Parts, first: int, *, at_end: bool) -> Parts:
        """The same, where `found` is all that is known: the parts from `first` on, and `at_end` to
        the last.
        """
        raise NotImplementedError

    def touched(self, count: int) -> list[Range]:
        """What must be known of `count` parts; nothing where that is all."""
        raise NotImplementedError


class Added(OfParts):
    """New parts behind the others, or where the part of a place stood."""

    def __init__(self, new: Parts, place: int | None = None) -> None:
        self.new = new
        self.place = place

    def between(self, found: Parts, first: int, *, at_end: bool) -> Parts:
        place = self.place
        if place is None:
            return type(found)((*found, *self.new)) if at_end else found
        return type(found)((*found[:place], *self.new, *found[place:])) if first == 0 else found

    def touched(self, count: int) -> list[Range]:
        if not count or self.place:
            return []
        return [(0, 0)] if self.place == 0 else [(count, count - 1)]


class Removed(OfParts):
    """Without the parts at some places. Of all revisions of a node it is the first."""

    def __init__(self, places: set[int]) -> None:
        self.places = places

    def between(self, found: Parts, first: int, *, at_end: bool) -> Parts:  # noqa: ARG002
        return type(found)(
            part for place, part in enumerate(found, first) if place not in self.places
        )

    def touched(self, count: int) -> list[Range]:
        if len(self.places) == count:
            return []
        return [(max(place - 1, 0), min(place + 1, count - 1)) for place in sorted(self.places)]
