"""The catalog's questions."""

from __future__ import annotations

from os import path
from typing import TYPE_CHECKING, Any

from iamlint.text import globs

from . import tables
from .packed import Packed
from .patterns import bits_of, indices_of, matches
from .service import Service

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from .globalkeys import GlobalKeys
    from .managed import ManagedPolicies
    from .nouns import Action, ConditionKey, ResourceType

SERVICES = path.join(tables.DATA, "services.bin")


class Catalog:
    """The facts of one packed file and the tables beside it.

    Names of services, actions, types and keys are found whatever their case, and answered as
    AWS writes them.
    """

    def __init__(self, services_path: str = SERVICES) -> None:
        self._packed = Packed(services_path)
        header = self._packed.header
        self.date: str = header["date"]
        """The day of the service data: `2026-10-27`."""
        self.source: str = header["source"]
        self._spans: dict[str, list[int]] = header["services"]
        self.services: frozenset[str] = frozenset(self._spans)
        self._read: dict[str, Service] = {}
        self._actions: dict[str, Action | None] = {}
        self._bits: dict[str, int] = {}
        self._tables: dict[str, Any] = {}
        self._all_names: tuple[str, ...] = ()
        self._all_lower: list[tuple[str, list[str], int]] = []
        self._global: GlobalKeys | None = None
        self._managed: ManagedPolicies | None = None

    # services and actions

    def has_service(self, prefix: str) -> bool:
        return prefix.lower() in self._spans

    def service_title(self, prefix: str) -> str:
        """`Amazon S3` for `s3`; empty for an unknown one."""
        service = self._service(prefix)
        return service.title if service else ""

    def action(self, name: str) -> Action | None:
        """`s3:getobject`; None when AWS lists no such action."""
        try:
            return self._actions[name]
        except KeyError:
            prefix, _, rest = name.partition(":")
            service = self._service(prefix)
            found = service.action(rest.lower()) if service else None
            self._actions[name] = found
            return found

    def actions(self, service: str) -> tuple[str, ...]:
        """All actions of a service: `s3:AbortMultipartUpload`, …"""
        known = self._service(service)
        return tuple(f"{known.prefix}:{name}" for name in known.names) if known else ()

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

    def expand(self, pattern: str) -> tuple[str, ...]:
        """The actions that a pattern matches."""
        return self.names_of(self.bits(pattern))

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

    # resource types and condition keys

    def resource_type(self, service: str, name: str) -> ResourceType | None:
        """`("s3", "bucket")`."""
        known = self._service(service)
        return known.types.get(name.lower()) if known else None

    def resource_types(self, service: str) -> tuple[ResourceType, ...]:
        known = self._service(service)
        return tuple(known.types.values()) if known else ()

    def condition_key(self, name: str) -> ConditionKey | None:
        """A global or service key as a policy writes it: `aws:RequestTag/team`, `s3:prefix`,
        `token.actions.githubusercontent.com:sub`.
        """
        lower = name.lower()
        prefix = lower.partition(":")[0]
        if prefix == "aws":
            return self.globals.key(lower)
        homes = self._packed.header["homes"].get(prefix, ())
        for service in (prefix, *homes, *self._packed.header["templated"]):
            known = self._service(service)
            found = known.key(lower) if known else None
            if found is not None:
                return found
        return self._session_key(lower) or self._claim(lower)

    def _session_key(self, lower: str) -> ConditionKey | None:
        """A key that no action lists since sessions carry it: `glue:RoleAssumedBy`."""
        from .nouns import ConditionKey

        for row in self.table("session_keys"):
            if row["key"].lower() == lower:
                return ConditionKey(row["key"], row["type"], False, lower.partition(":")[0])
        return None

    def _claim(self, lower: str) -> ConditionKey | None:
        """A claim of any OIDC provider: `oidc.eks.eu-west-1.amazonaws.com/id/EXAMPLE:sub`."""
        from .nouns import ConditionKey

        provider, _, claim = lower.rpartition(":")
        for row in self.table("oidc_claims") if "." in provider else ():
            if row["claim"] == claim:
                return ConditionKey(f"{provider}:{claim}", row["type"], row["multivalued"], "sts")
        return None

    @property
    def session_keys(self) -> frozenset[str]:
        """Keys, in lower case, that exist on every action in sessions of some kind."""
        made: frozenset[str] | None = self._tables.get(":session_keys")
        if made is None:
            made = frozenset(row["key"].lower() for row in self.table("session_keys"))
            self._tables[":session_keys"] = made
        return made

    def keys_of(self, service: str) -> tuple[ConditionKey, ...]:
        """The keys that a service's actions may carry, its own and others'."""
        known = self._service(service)
        return tuple(known.keys.values()) if known else ()

    @property
    def globals(self) -> GlobalKeys:
        """The `aws:` keys with what is known of their presence."""
        if self._global is None:
            from .globalkeys import GlobalKeys

            self._global = GlobalKeys(self.table("global_condition_keys"))
        return self._global

    @property
    def global_keys(self) -> tuple[ConditionKey, ...]:
        return self.globals.all

    # near misses

    def suggest_actions(self, name: str, limit: int = 3) -> tuple[str, ...]:
        """Actions that somebody who wrote this name may have meant, best first."""
        from .suggesting import actions_like

        return actions_like(self, name, limit)

    def suggest_services(self, prefix: str, limit: int = 3) -> tuple[str, ...]:
        """Service prefixes that somebody who wrote this one may have meant, best first."""
        from .suggesting import services_like

        return services_like(self, prefix, limit)

    def suggest_keys(self, name: str, limit: int = 3) -> tuple[str, ...]:
        """Condition keys that somebody who wrote this name may have meant, best first."""
        from .suggesting import keys_like

        return keys_like(self, name, limit)

    @property
    def api_names(self) -> Mapping[str, tuple[str, ...]]:
        """API operations that are no actions, each with the actions that IAM checks for it."""
        made: dict[str, tuple[str, ...]] | None = self._tables.get(":api_names")
        if made is None:
            rows = self.table("api_names")
            made = {row["api"]: tuple(row["actions"]) for row in rows}
            self._tables[":api_names"] = made
        return made

    def actions_behind(self, api_name: str) -> tuple[str, ...]:
        """What IAM checks for an API operation that is no action; empty when not known."""
        folded: dict[str, tuple[str, ...]] | None = self._tables.get(":api_folded")
        if folded is None:
            folded = {api.lower(): actions for api, actions in self.api_names.items()}
            self._tables[":api_folded"] = folded
        return folded.get(api_name.lower(), ())

    def retired(self, name: str) -> str | None:
        """Why a service (`deepracer`) or action (`deepracer:CreateCar`) that was real is gone."""
        folded: dict[str, str] | None = self._tables.get(":retired")
        if folded is None:
            folded = {row["name"].lower(): row["why"] for row in self.table("retired")}
            self._tables[":retired"] = folded
        lower = name.lower()
        return folded.get(lower) or folded.get(lower.partition(":")[0])

    # principals

    def service_principal(self, name: str) -> str | None:
        """The service principal in its general form (`logs.eu-west-1.amazonaws.com` is that of
        `logs.amazonaws.com`); None for one that is not known. Some that are real are not known.
        """
        from .principals import general_form

        known: frozenset[str] | None = self._tables.get(":principals")
        if known is None:
            known = frozenset(row["principal"] for row in self.table("service_principals"))
            self._tables[":principals"] = known
        return general_form(name, known, self.regions)

    def suggest_service_principals(self, name: str, limit: int = 3) -> tuple[str, ...]:
        from .suggesting import near

        return near(name, [row["principal"] for row in self.table("service_principals")], limit)

    # managed policies

    @property
    def managed(self) -> ManagedPolicies:
        if self._managed is None:
            from .managed import ManagedPolicies

            self._managed = ManagedPolicies()
        return self._managed

    def managed_policy(self, arn_or_name: str) -> dict[str, Any] | None:
        """The document of an AWS managed policy (a fresh copy); None when it is not bundled."""
        return self.managed.document(arn_or_name)

    @property
    def managed_policy_arns(self) -> frozenset[str]:
        """ARNs of the bundled policies, in the partition `aws`."""
        return self.managed.arns

    # tables

    def table(self, name: str) -> Any:
        """The rows of `data/<name>.json`, parsed once. Raises `KeyError` for an unknown name."""
        rows = self._tables.get(name)
        if rows is None:
            rows = self._tables[name] = tables.load(name)["rows"]
        return rows

    @property
    def partitions(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(row["partition"] for row in self.table("regions")))

    @property
    def regions(self) -> Mapping[str, str]:
        """Region → partition."""
        made: dict[str, str] | None = self._tables.get(":regions")
        if made is None:
            rows = self.table("regions")
            made = {row["region"]: row["partition"] for row in rows if row["region"]}
            self._tables[":regions"] = made
        return made
