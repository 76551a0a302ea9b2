"""What rules ask of one statement at a time.

No rule compares action or ARN strings: it asks here, and the answer comes from the catalogue and
from exact matching. A room a concern; the engine is all of them.
"""

from __future__ import annotations

from iamlint.text.hints import TYPE_CHECKING, Any
from iamlint.text.modules import module_named

if TYPE_CHECKING:
    from .whole import Whole as Engine
else:
    from .acting import Acting

    class Engine(Acting):
        """An engine of which no room is open yet. The first question of a room opens it: a small
        policy asks few of them, and importing all takes longer than the rest of its scan.
        """

        rooms: tuple[str, ...] = ()

        def __getattr__(self, name: str) -> Any:
            from .directory import QUESTIONS

            if name.startswith("_"):
                raise AttributeError(name)
            for room, questions in QUESTIONS.items():
                if name in questions and room not in self.rooms:
                    self.__class__ = engine_with((*self.rooms, room))
                    return getattr(self, name)
            from .whole import Whole  # has what the directory does not know of yet

            self.__class__ = Whole
            return getattr(self, name)

    kinds: dict[tuple[str, ...], type] = {}

    def engine_with(rooms: tuple[str, ...]) -> type:
        """The class of an engine with these rooms open."""
        found = kinds.get(rooms)
        if found is None:
            from .directory import QUESTIONS

            opened = [room for room in QUESTIONS if room in rooms]  # what builds on another first
            bases = (*map(room_named, opened), Engine)
            found = kinds[rooms] = type("Engine", bases, {"rooms": rooms})
        return found

    def room_named(name: str) -> type:
        return getattr(module_named(f"{__name__}.{name}"), name.title())


__all__ = ["Engine"]
