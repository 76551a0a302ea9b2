"""What is in view by its names: there may be thousands, and thousands of questions."""

from __future__ import annotations

from functools import lru_cache

from iamlint.model.things import Identity
from iamlint.text.hints import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from iamlint.estate import Estate
    from iamlint.model.things import Resource, Thing

    Target = Resource | Identity


class Known:
    """`targets`: resources and roles; `callers`: whoever may call. `open`: callers of whom not all
    of the name or ARN is known, `homeless`: identities of which the account is not.
    """

    def __init__(self, estate: Estate) -> None:
        identities = list(estate.identities)
        self.targets: list[Target] = [
            *estate.resources,
            *(one for one in identities if one.kind == "role"),
        ]
        callers = [one for one in identities if one.kind != "group"]
        self.open = [one for one in callers if not (one.name.literal and one.arn.literal)]
        self.homeless = [one for one in identities if one.account.literal is None]
        self._targets = by_names(self.targets)
        self._callers = by_names(callers)

    def targets_called(self, named: str) -> list[Target]:
        """Those of that address, name or ARN, in the order of the files."""
        return self._targets.get(named, [])

    def callers_called(self, *names: str) -> list[Identity]:
        """Those that have one of these for a name, and those that are open."""
        found = (one for name in names for one in self._callers.get(name, ()))
        named = (one for one in found if isinstance(one, Identity))
        return list(dict.fromkeys((*named, *self.open)))


@lru_cache(maxsize=2)
def known(estate: Estate) -> Known:
    """What is in view, by its names."""
    return Known(estate)


def by_names(things: Iterable[Target]) -> dict[str, list[Target]]:
    found: dict[str, list[Target]] = {}
    for one in things:
        texts = (one.name, one.arn) if isinstance(one, Identity) else one.names
        literal = (text.literal for text in texts if text.literal is not None)
        for name in dict.fromkeys((one.address, in_its_file(one), *literal)):
            found.setdefault(name, []).append(one)
    return found


def in_its_file(thing: Thing) -> str:
    """Its address behind its file: what tells it from one of another file."""
    path = thing.reading.path if thing.reading is not None else ""
    return f"{path}:{thing.address}"
