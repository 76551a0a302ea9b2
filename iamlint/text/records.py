"""Named tuples that cost little to define.

`typing.NamedTuple` compiles the annotation of every field when a class is made, which with forty
small classes is a tenth of a cold start. This makes the same classes without looking at the
annotations, which type checkers read all the same.
"""

from __future__ import annotations

from collections import namedtuple

from iamlint.text.hints import TYPE_CHECKING, Any

__all__ = ["NamedTuple"]

if TYPE_CHECKING:
    from typing import NamedTuple
else:
    PART_OF_THE_CLASS = frozenset(("__annotations__", "__classcell__", "__dict__", "__slots__"))

    class Maker(type):
        """Makes a named tuple of the fields that a class body declares."""

        def __new__(cls, name: str, bases: tuple[type, ...], body: dict[str, Any]) -> type:
            if not bases:
                return super().__new__(cls, name, bases, body)
            fields = tuple(body.get("__annotations__", ()))
            defaults = [body[field] for field in fields if field in body]
            made = namedtuple(  # noqa: PYI024
                name, fields, defaults=defaults, module=body["__module__"]
            )
            made.__annotations__ = body.get("__annotations__", {})
            for key, value in body.items():
                if key not in fields and key not in PART_OF_THE_CLASS:
                    setattr(made, key, value)
            return made

    class NamedTuple(metaclass=Maker):
        """What `typing.NamedTuple` is, but for its cost."""
