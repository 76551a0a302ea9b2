"""Named tuples of our own are those of `typing`."""

from __future__ import annotations

import pickle
from typing import TYPE_CHECKING

import pytest

from iamlint.text.records import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sized


class Point(NamedTuple):
    """A point."""

    x: int
    y: int = 2
    label: Sized | None = None

    @property
    def sum(self) -> int:
        return self.x + self.y

    def moved(self, by: int) -> Point:
        return self._replace(x=self.x + by)


def test_fields_defaults_and_methods() -> None:
    point = Point(1)
    assert tuple(point) == (1, 2, None)
    assert (point.x, point.y, point.sum, point.moved(3).x) == (1, 2, 3, 4)
    assert Point(y=5, x=4)._asdict() == {"x": 4, "y": 5, "label": None}
    assert Point._fields == ("x", "y", "label")


def test_names_documentation_and_pickles() -> None:
    assert Point.__doc__ == "A point."
    assert Point.__module__ == __name__
    assert repr(Point(1)) == "Point(x=1, y=2, label=None)"
    assert pickle.loads(pickle.dumps(Point(1))) == Point(1)


def test_wrong_arguments_are_refused() -> None:
    with pytest.raises(TypeError):
        Point()  # type: ignore[call-arg]
    with pytest.raises(AttributeError):
        Point(1).x = 2  # type: ignore[misc]
