"""What annotations are made of. Importing `typing` takes as long as reading three files, and
annotations are never evaluated here: type checkers get the real things, the program names.
"""

from __future__ import annotations

TYPE_CHECKING = False

if TYPE_CHECKING:
    from typing import Any as Any
    from typing import Final as Final
    from typing import Generic as Generic
    from typing import NoReturn as NoReturn
    from typing import Protocol as Protocol
    from typing import TextIO as TextIO
    from typing import TypeAlias as TypeAlias
    from typing import TypeVar as TypeVar
else:
    Any = Final = NoReturn = Protocol = TextIO = TypeAlias = object

    class Generic:
        """A base that takes a parameter and is the same with it."""

        __slots__ = ()

        def __class_getitem__(cls, parameter: object) -> type:
            return cls

    def TypeVar(name: str, *among: object, bound: object = None) -> object:  # noqa: ARG001, N802
        """What stands for any type is looked at by type checkers alone."""
        return object
