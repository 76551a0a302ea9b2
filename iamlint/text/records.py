"""Named tuples that cost little to define.

`typing.NamedTuple` compiles the annotation of every field, and `collections.namedtuple` a function
for every class, which with seventy small classes is a tenth of a cold start. This makes the same
classes with functions that were compiled with this module, and does not look at the annotations,
which type checkers read all the same.
"""

from __future__ import annotations

from types import FunctionType

from iamlint.text.hints import TYPE_CHECKING, Any

__all__ = ["NamedTuple"]

if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import NamedTuple
else:
    try:
        from _collections import _tuplegetter as getter
    except ImportError:  # of CPython alone
        from operator import itemgetter

        def getter(index: int, doc: str) -> property:
            return property(itemgetter(index), doc=doc)

    new = tuple.__new__
    NEW = (
        lambda cls: new(cls, ()),
        lambda cls, a: new(cls, (a,)),
        lambda cls, a, b: new(cls, (a, b)),
        lambda cls, a, b, c: new(cls, (a, b, c)),
        lambda cls, a, b, c, d: new(cls, (a, b, c, d)),
        lambda cls, a, b, c, d, e: new(cls, (a, b, c, d, e)),
        lambda cls, a, b, c, d, e, f: new(cls, (a, b, c, d, e, f)),
        lambda cls, a, b, c, d, e, f, g: new(cls, (a, b, c, d, e, f, g)),
        lambda cls, a, b, c, d, e, f, g, h: new(cls, (a, b, c, d, e, f, g, h)),
        lambda cls, a, b, c, d, e, f, g, h, i: new(cls, (a, b, c, d, e, f, g, h, i)),
        lambda cls, a, b, c, d, e, f, g, h, i, j: new(cls, (a, b, c, d, e, f, g, h, i, j)),
    )
    """How a tuple of so many fields is made; each class has a copy that names its own fields."""
    PART_OF_THE_CLASS = frozenset(("__annotations__", "__classcell__", "__dict__", "__slots__"))

    class Record(tuple):
        """What named tuples have in common."""

        __slots__ = ()

        @classmethod
        def _make(cls, values: Iterable[Any]) -> Any:
            return cls(*values)

        def _replace(self, /, **changes: Any) -> Any:
            return type(self)(**(self._asdict() | changes))

        def _asdict(self) -> dict[str, Any]:
            return dict(zip(self._fields, self, strict=True))

        def __repr__(self) -> str:
            said = ", ".join(f"{name}={value!r}" for name, value in self._asdict().items())
            return f"{type(self).__name__}({said})"

        def __getnewargs__(self) -> tuple[Any, ...]:
            return tuple(self)

    def making(name: str, fields: tuple[str, ...], defaults: tuple[Any, ...]) -> Any:
        """The `__new__` of a class with these fields."""
        if len(fields) >= len(NEW):
            from collections import namedtuple

            return namedtuple(name, fields, defaults=defaults).__new__  # noqa: PYI024
        code = NEW[len(fields)].__code__.replace(co_varnames=("_cls", *fields), co_name="__new__")
        made = FunctionType(code, globals(), "__new__", defaults)
        made.__qualname__ = f"{name}.__new__"
        return made

    class Maker(type):
        """Makes a named tuple of the fields that a class body declares."""

        def __new__(cls, name: str, bases: tuple[type, ...], body: dict[str, Any]) -> type:
            if not bases:
                return super().__new__(cls, name, bases, body)
            annotations = body.get("__annotations__", {})
            fields = tuple(annotations)
            defaults = {field: body[field] for field in fields if field in body}
            own = {field: getter(at, "") for at, field in enumerate(fields)}
            for key, value in body.items():
                if key not in own and key not in PART_OF_THE_CLASS:
                    own[key] = value
            own |= {
                "__annotations__": annotations,
                "__match_args__": fields,
                "__new__": making(name, fields, tuple(defaults.values())),
                "__slots__": (),
                "_field_defaults": defaults,
                "_fields": fields,
            }
            return type(name, (Record,), own)

    class NamedTuple(metaclass=Maker):
        """What `typing.NamedTuple` is, but for its cost."""
