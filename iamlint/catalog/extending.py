"""A catalog that also knows actions which AWS announced after its data was made."""

from __future__ import annotations

from iamlint.text import globs
from iamlint.text.hints import TYPE_CHECKING

from .nouns import Action
from .questions import Catalog
from .services import SERVICES

if TYPE_CHECKING:
    from collections.abc import Iterable

WHY = "the action comes from the configuration, and nothing but its name is known"


class Extended(Catalog):
    """The bundled facts and further actions by name. Of those neither level nor resources are
    known: they count as `Write`, and every answer on their resources is in doubt.
    """

    def __init__(self, extra: Iterable[str], services_path: str = SERVICES) -> None:
        super().__init__(services_path)
        base = super().action
        unknown = dict.fromkeys(name for name in extra if ":" in name and base(name) is None)
        self._extra = {name.lower(): _bare(name) for name in unknown}
        prefixes = {action.service for action in self._extra.values()}
        self.services = self.services | prefixes

    def has_service(self, prefix: str) -> bool:
        return prefix.lower() in self.services

    def action(self, name: str) -> Action | None:
        return super().action(name) or self._extra.get(name.lower())

    def name_of(self, name: str) -> str:
        own = self._extra.get(name.lower())
        return super().name_of(name) or (own.name if own is not None else "")

    def templates_of(self, name: str) -> tuple[str, ...] | None:
        return () if name.lower() in self._extra else super().templates_of(name)

    def actions(self, service: str) -> tuple[str, ...]:
        own = (a.name for a in self._extra.values() if a.service == service.lower())
        return (*super().actions(service), *own)

    def expand(self, pattern: str) -> tuple[str, ...]:
        return self.names_of(self.bits(pattern))

    @property
    def names(self) -> tuple[str, ...]:
        return (*super().names, *(action.name for action in self._extra.values()))

    def _bits_of(self, pattern: str) -> int:
        found = super()._bits_of(pattern)
        first = self._packed.header["actions"]
        for place, name in enumerate(self._extra, first):
            if pattern == "*" or (":" in pattern and globs.match(pattern, name)):
                found |= 1 << place
        return found


def _bare(name: str) -> Action:
    service, _, rest = name.partition(":")
    nothing: frozenset[str] = frozenset()
    return Action(
        name=f"{service.lower()}:{rest}",
        service=service.lower(),
        level="Write",
        resources=(),
        keys=nothing,
        own_keys=nothing,
        dependents=(),
        permission_only=False,
        star="unknown",
        arns=(),
        doubt=WHY,
    )
