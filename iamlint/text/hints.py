"""What annotations are made of. Importing `typing` takes as long as reading three files, and
annotations are never evaluated here: type checkers get the real things, the program names.
"""

from __future__ import annotations

TYPE_CHECKING = False

if TYPE_CHECKING:
    from typing import Any as Any
    from typing import Final as Final
    from typing import NoReturn as NoReturn
    from typing import Protocol as Protocol
    from typing import TextIO as TextIO
    from typing import TypeAlias as TypeAlias
else:
    Any = Final = NoReturn = Protocol = TextIO = TypeAlias = object
