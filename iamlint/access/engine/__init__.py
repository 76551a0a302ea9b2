"""What rules ask of one statement at a time.

No rule compares action or ARN strings: it asks here, and the answer comes from the catalogue and
from exact matching. A room a concern; the engine is all of them.
"""

from __future__ import annotations

from iamlint.text.hints import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .whole import Whole as Engine
else:
    from .breadth import Breadth
    from .locating import Locating
    from .showing import Showing
    from .sizing import Sizing
    from .sparing import Sparing
    from .tagging import Tagging
    from .wording import Wording

    class Engine(Breadth, Sparing, Showing, Sizing, Tagging, Locating, Wording):
        """The rooms that every policy needs. With the first question that none of them answers
        the engine becomes the whole one: half of the rooms are about conditions, callers and
        policies on resources, and a small policy that has none of them should not wait for those.
        """

        def __getattr__(self, name: str) -> Any:
            from .whole import Whole

            self.__class__ = Whole
            return getattr(self, name)


__all__ = ["Engine"]
