"""The packed service data, asked: which services, actions and resource types there are, and which
actions a pattern matches. A service's block is read when somebody asks for it.
"""

from __future__ import annotations

from os import path

from iamlint.text import globs
from iamlint.text.hints import TYPE_CHECKING

from . import tables
from .packed import Packed
from .patterns import bits_of, indices_of, matches
from .service import Service

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from .nouns import Action, ConditionKey, ResourceType

SERVICES = path.join(tables.DATA, "services.bin")


class Services:
    """The facts of one packed file. Raises `ValueError` when the file is not one."""

    def __init__(self, services_path: str = SERVICES) -> None:
        self._packed = Packed(services_path)
        header = self._packed.header
        self.date: str = header["date"]
        """The day of the service data: `2026-10-27`."""
        self.source: str = header["source"]
        self._spans: dict[str, list[int]] = header["services"]
        self.services: frozenset[str] = frozenset(self._spans)
        self._read: dict[str, Service] = {}
        self._places: dict[str, tuple[Service, int] | None] = {}
        self._stars: dict[str, str] = {}
        self._bits: dict[str, int] = {}
        self._all_names: tuple[str, ...] = ()
        self._all_lower: list[tuple[str, list[str], int]] = []

    def has_service(self, prefix: str) -> bool:
        return prefix.lower() in self._spans

    def brings_keys(self, prefix: str) -> bool:
        """Is it the prefix of condition keys: a service's, or one like `saml`?"""
        lower = prefix.lower()
        return lower in self._spans or lower in self._packed.header["homes"]

    def service_title(self, prefix: str) -> str:
        """`Amazon S3` for `s3`; empty for an unknown one."""
        service = self._service(prefix)
        return service.title if service else ""

    def action(self, name: str) -> Action | None:
        """`s3:getobject`; None when AWS lists no such action."""
        place = self._place(name)
        return place[0].action(place[1]) if place is not None else None

    def has_action(self, name: str) -> bool:
        """Does AWS list the action? Without making a noun of it."""
        return self._place(name) is not None

    def name_of(self, name: str) -> str:
        """An action as AWS writes it, whatever its case here; empty where AWS lists none. Without
        making a noun of it.
        """
        place = self._place(name)
        return place[0].full_names[place[1]] if place is not None else ""

    def star_of(self, name: str) -> str:
        """Whether an action is authorised on `*`, as `Action.star`; empty where AWS lists no such
        action. Without making a noun of it.
        """
        star = self._stars.get(name)
        if star is None:
            place = self._place(name)
            star = self._stars[name] = place[0].star(place[1]) if place is not None else ""
        return star

    def templates_of(self, name: str) -> tuple[str, ...] | None:
        """The templates of the ARNs that an action is authorised on; None where AWS lists no such
        action. Without making a noun of it.
        """
        place = self._place(name)
        return place[0].templates_of(place[1]) if place is not None else None

    def _place(self, name: str) -> tuple[Service, int] | None:
        """The service of an action, and the action's number there. Looked up once for each text:
        policies name the same actions over and over, and rules ask for them.
        """
        try:
            return self._places[name]
        except KeyError:
            prefix, _, rest = name.partition(":")
            service = self._service(prefix)
            index = service.index_of(rest) if service is not None else None
            found = (service, index) if service is not None and index is not None else None
            self._places[name] = found
            return found

    def actions(self, service: str) -> tuple[str, ...]:
        """All actions of a service: `s3:AbortMultipartUpload`, …"""
        known = self._service(service)
        return known.full_names if known else ()

    @property
    def names(self) -> tuple[str, ...]:
        """Every action; the index is its bit in `bits`."""
        if not self._all_names:
            self._all_names = tuple(
                f"{prefix}:{name}" for prefix, names in self._names_block() for name in names
            )
        return self._all_names

    @property
    def _lower(self) -> list[tuple[str, list[str], int]]:
        """Per service: prefix, names in lower case, first bit."""
        if not self._all_lower:
            self._all_lower = [
                (prefix, [name.lower() for name in names], self._spans[prefix][2])
                for prefix, names in self._names_block()
            ]
        return self._all_lower

    def _names_block(self) -> Iterator[tuple[str, list[str]]]:
        for prefix, names in self._packed.block(*self._packed.header["names"]):
            yield prefix, names.split(",") if names else []

    def bits(self, pattern: str) -> int:
        """The actions that a pattern of a policy matches, one bit each, by index in `names`.

        A pattern without a colon matches nothing, `*` everything.
        """
        found = self._bits.get(pattern)
        if found is None:
            found = self._bits[pattern] = self._bits_of(pattern.lower())
        return found

    def bits_of_all(self, patterns: Iterable[str]) -> int:
        """The actions that some of the patterns match. Those that are names cost little: `bits` of
        one is as large as of all.
        """
        indices: list[int] = []
        found = 0
        for pattern in patterns:
            place = self._place(pattern)
            if place is not None:
                indices.append(place[0].first + place[1])
            else:
                found |= self.bits(pattern)
        return found | bits_of(indices)

    def expand(self, pattern: str) -> tuple[str, ...]:
        """The actions that a pattern matches."""
        prefix, colon, rest = pattern.partition(":")
        service = self._service(prefix) if colon else None
        if service is not None:
            return service.expand(rest.lower())
        return self.names_of(self.bits(pattern))

    def limitable(self, pattern: str) -> list[str]:
        """The actions of one service that a pattern matches and that always name a resource."""
        place = self._place(pattern)
        if place is not None:
            home, index = place
            return [home.full_names[index]] if home.names_resource(index) else []
        prefix, _, rest = pattern.partition(":")
        service = self._service(prefix)
        return service.limitable(rest.lower()) if service else []

    def limited(self, service: str) -> list[str]:
        """The actions of a service that always name a resource."""
        known = self._service(service)
        return known.limited() if known else []

    def managing(self, service: str) -> list[str]:
        """The actions of a service that manage permissions, as AWS's reference calls it."""
        known = self._service(service)
        return known.managing() if known else []

    def names_of(self, bits: int) -> tuple[str, ...]:
        names = self.names
        return tuple(names[index] for index in indices_of(bits))

    def _bits_of(self, pattern: str) -> int:
        if pattern == "*":
            count: int = self._packed.header["actions"]
            return (1 << count) - 1
        prefix, colon, rest = pattern.partition(":")
        if not colon:
            return 0
        if "*" not in prefix and "?" not in prefix:
            service = self._service(prefix)
            return service.bits(rest) if service else 0
        found = 0
        for known, names, first in self._lower:
            if globs.match(prefix, known):
                found |= bits_of(matches(rest, names), first)
        return found

    def _service(self, prefix: str) -> Service | None:
        known = self._read.get(prefix)
        if known is not None:
            return known
        lower = prefix.lower()
        span = self._spans.get(lower)
        if span is None:
            return None
        if lower not in self._read:
            offset, length, first = span
            self._read[lower] = Service(lower, first, self._packed.block(offset, length))
        self._read[prefix] = self._read[lower]
        return self._read[lower]

    def resource_type(self, service: str, name: str) -> ResourceType | None:
        """`("s3", "bucket")`."""
        known = self._service(service)
        return known.types.get(name.lower()) if known else None

    def resource_types(self, service: str) -> tuple[ResourceType, ...]:
        known = self._service(service)
        return tuple(known.types.values()) if known else ()

    def levels_of(self, service: str) -> dict[str, int]:
        """The actions of a service by access level (`Read`, `Permissions management`), as bits."""
        known = self._service(service)
        return known.levels() if known else {}

    def arns_of(self, named: str) -> tuple[str, ...]:
        """The ARN templates, of whatever service's types, that have this in their third field."""
        homes = self._packed.header["arn_homes"].get(named, (named,))
        arns = (arn for home in homes for one in self.resource_types(home) for arn in one.arns)
        return tuple(arn for arn in arns if arn.split(":", 3)[2] == named)

    def keys_of(self, service: str) -> tuple[ConditionKey, ...]:
        """The keys that a service's actions may carry, its own and others'."""
        known = self._service(service)
        return tuple(known.keys.values()) if known else ()

    def _service_key(self, lower: str) -> ConditionKey | None:
        """A key that some service lists, by its name in lower case."""
        prefix = lower.partition(":")[0]
        homes = self._packed.header["homes"].get(prefix, ())
        for service in (prefix, *homes, *self._packed.header["templated"]):
            known = self._service(service)
            found = known.key(lower) if known else None
            if found is not None:
                return found
        return None
