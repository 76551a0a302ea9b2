"""The catalog's questions."""

from __future__ import annotations

from iamlint.text.hints import TYPE_CHECKING, Any

from . import tables
from .services import SERVICES, Services

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from .globalkeys import GlobalKeys
    from .managed import ManagedPolicies
    from .nouns import ConditionKey


class Catalog(Services):
    """The facts of one packed file and the tables beside it.

    Names of services, actions, types and keys are found whatever their case, and answered as
    AWS writes them.
    """

    def __init__(self, services_path: str = SERVICES) -> None:
        super().__init__(services_path)
        self._tables: dict[str, Any] = {}
        self._derived: dict[str, Any] = {}
        self._keys: dict[str, ConditionKey | None] = {}
        self._retired: dict[str, str | None] = {}

    # tables

    def table(self, name: str) -> Any:
        """The rows of `data/<name>.json`, parsed once. Raises `KeyError` for an unknown name."""
        rows = self._tables.get(name)
        if rows is None:
            rows = self._tables[name] = tables.load(name)["rows"]
        return rows

    def rows_of_service(self, name: str, service: str) -> list[Any]:
        """The rows about actions of a service, of a table whose rows begin with an action. A large
        table is not parsed for the few of them. Raises `KeyError` for an unknown name.
        """
        begins = f"{service}:"
        if name in self._tables:
            return [row for row in self._tables[name] if row["action"].startswith(begins)]
        text = self._once(f"the text of {name}", lambda: tables.text_of(name))
        return tables.rows_that_begin(text, f'{{"action":"{begins}')

    def _once(self, name: str, make: Callable[[], Any]) -> Any:
        """What is made of the tables, made once."""
        if name not in self._derived:
            self._derived[name] = make()
        return self._derived[name]

    @property
    def partitions(self) -> tuple[str, ...]:
        found: tuple[str, ...] = self._once(
            "partitions", lambda: tuple(dict.fromkeys(self.regions.values()))
        )
        return found

    @property
    def regions(self) -> Mapping[str, str]:
        """Region → partition."""
        found: dict[str, str] = self._once(
            "regions", lambda: {row["region"]: row["partition"] for row in self.table("regions")}
        )
        return found

    # ARNs

    def arns_of(self, named: str) -> tuple[str, ...]:
        """The ARN templates that have this in their third field, with those that the reference
        does not list.
        """
        further: dict[str, list[str]] = self._once("further_arns", self._further_arns)
        return tuple(dict.fromkeys((*super().arns_of(named), *further.get(named, ()))))

    def _further_arns(self) -> dict[str, list[str]]:
        """What stands in the third field → templates that the reference does not list."""
        compared = (arn for row in self.table("authorised_on") for arn in row.get("arns", ()))
        further = (row["arn"] for row in self.table("unlisted_arns"))
        found: dict[str, list[str]] = {}
        for arn in (*compared, *further):
            found.setdefault(arn.split(":", 3)[2], []).append(arn)
        return found

    # condition keys

    def condition_key(self, name: str) -> ConditionKey | None:
        """A global or service key as a policy writes it: `aws:RequestTag/team`, `s3:prefix`,
        `token.actions.githubusercontent.com:sub`.
        """
        try:
            return self._keys[name]
        except KeyError:
            lower = name.lower()
            if lower.startswith("aws:"):
                found = self.globals.key(lower)
            else:
                found = (
                    self._claim(lower)
                    or self._service_key(lower)
                    or self._session_key(lower)
                    or self._unlisted_key(lower)
                )
            self._keys[name] = found
            return found

    def _session_key(self, lower: str) -> ConditionKey | None:
        """A key that no action lists since sessions carry it: `glue:RoleAssumedBy`."""
        from .nouns import ConditionKey

        for row in self.table("session_keys"):
            if row["key"].lower() == lower:
                return ConditionKey(row["key"], row["type"], False, lower.partition(":")[0])
        return None

    def _unlisted_key(self, lower: str) -> ConditionKey | None:
        """A key that exists although the reference does not list it."""
        from .nouns import ConditionKey
        from .service import KeyTemplate

        for row in self.table("unlisted_keys"):
            if KeyTemplate(row["key"]).takes(lower):
                service = lower.partition(":")[0]
                return ConditionKey(row["key"], row["type"], row["multivalued"], service)
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
    def globals(self) -> GlobalKeys:
        """The `aws:` keys with what is known of their presence."""
        from .globalkeys import GlobalKeys

        found: GlobalKeys = self._once(
            "globals", lambda: GlobalKeys(self.table("global_condition_keys"))
        )
        return found

    @property
    def global_keys(self) -> tuple[ConditionKey, ...]:
        return self.globals.all

    @property
    def session_keys(self) -> frozenset[str]:
        """Keys, in lower case, that exist on every action in sessions of some kind."""
        found: frozenset[str] = self._once(
            "session keys",
            lambda: frozenset(row["key"].lower() for row in self.table("session_keys")),
        )
        return found

    # names that are no actions

    @property
    def api_names(self) -> Mapping[str, tuple[str, ...]]:
        """API operations that are no actions, each with the actions that IAM checks for it."""
        found: dict[str, tuple[str, ...]] = self._once(
            "api names",
            lambda: {row["api"]: tuple(row["actions"]) for row in self.table("api_names")},
        )
        return found

    def actions_behind(self, api_name: str) -> tuple[str, ...]:
        """What IAM checks for an API operation that is no action; empty when not known."""
        folded: dict[str, tuple[str, ...]] = self._once(
            "api names folded",
            lambda: {api.lower(): actions for api, actions in self.api_names.items()},
        )
        return folded.get(api_name.lower(), ())

    def retired(self, name: str) -> str | None:
        """Why a service (`deepracer`) or action (`deepracer:CreateCar`) that was real is gone."""
        try:
            return self._retired[name]
        except KeyError:
            folded: dict[str, str] = self._once(
                "retired", lambda: {r["name"].lower(): r["why"] for r in self.table("retired")}
            )
            lower = name.lower()
            found = folded.get(lower) or folded.get(lower.partition(":")[0])
            self._retired[name] = found
            return found

    def is_gone(self, name: str) -> bool:
        """The whole service of an action was real and is gone."""
        gone: frozenset[str] = self._once(
            "gone services",
            lambda: frozenset(r["name"].lower() for r in self.table("retired") if r["service"]),
        )
        return name.partition(":")[0].lower() in gone

    def spelling(self, name: str) -> str:
        """An action as AWS writes it, whatever its case here; of a pattern the service alone. What
        is not known stays as it is.
        """
        if "*" not in name and "?" not in name:
            return self.name_of(name) or name
        service, colon, rest = name.partition(":")
        return f"{service.lower()}:{rest}" if colon and self.has_service(service) else name

    def actions_called(self, name: str) -> tuple[str, ...]:
        """The actions of all services that have this name: `GetObject` → `s3:GetObject`, …"""
        if "," in name:
            return ()
        names = self.names
        text: str = self._once("names", lambda: ",".join((*names, "")).lower())
        found: list[str] = []
        place = text.find(f":{name.lower()},")
        while place >= 0:
            found.append(names[text.count(",", 0, place)])
            place = text.find(f":{name.lower()},", place + 1)
        return tuple(found)

    # near misses

    def suggest_actions(self, name: str, limit: int = 3) -> tuple[str, ...]:
        """Actions that somebody who wrote this name may have meant, best first."""
        from .suggesting import actions_like

        return actions_like(self, name, limit)

    def meant(self, name: str, near: Sequence[str]) -> str:
        """The one of some names that is meant by another: the only one, or the only one that is a
        slip of the pen away. Empty where that is not clear.
        """
        if len(near) == 1:
            return near[0]
        from .suggesting import is_slip

        slips = [one for one in near if is_slip(name.lower(), one.lower())]
        return slips[0] if len(slips) == 1 else ""

    def suggest_services(self, prefix: str, limit: int = 3) -> tuple[str, ...]:
        """Service prefixes that somebody who wrote this one may have meant, best first."""
        from .suggesting import services_like

        return services_like(self, prefix, limit)

    def suggest_keys(self, name: str, limit: int = 3) -> tuple[str, ...]:
        """Condition keys that somebody who wrote this name may have meant, best first."""
        from .suggesting import keys_like

        return keys_like(self, name, limit)

    def suggest_service_principals(self, name: str, limit: int = 3) -> tuple[str, ...]:
        """Service principals that somebody who wrote this one may have meant, best first."""
        from .suggesting import principals_like

        return principals_like(self, name, limit)

    # service principals

    def service_principal(self, name: str) -> str | None:
        """The service principal in its general form (`logs.eu-west-1.amazonaws.com` is that of
        `logs.amazonaws.com`); None for one that is not known. Some that are real are not known.
        """
        from .principals import general_form

        known: frozenset[str] = self._once(
            "principals",
            lambda: frozenset(row["principal"] for row in self.table("service_principals")),
        )
        return general_form(name, known, self.regions)

    # managed policies

    @property
    def managed(self) -> ManagedPolicies:
        """The bundled AWS managed policies, with version and day of each."""
        from .managed import ManagedPolicies

        found: ManagedPolicies = self._once("managed", ManagedPolicies)
        return found

    def managed_policy(self, arn_or_name: str) -> dict[str, Any] | None:
        """The document of an AWS managed policy (a fresh copy); None when it is not bundled."""
        return self.managed.document(arn_or_name)

    @property
    def managed_policy_arns(self) -> frozenset[str]:
        """ARNs of the bundled policies, in the partition `aws`."""
        return self.managed.arns
