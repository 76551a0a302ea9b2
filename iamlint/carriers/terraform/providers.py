"""Which account, region and partition a resource belongs to, as its provider's configuration tells.

https://registry.terraform.io/providers/hashicorp/aws/latest/docs
"""

from __future__ import annotations

from iamlint.carriers.facts import ACCOUNT_HOLE, PARTITION_HOLE, REGION_HOLE, partition_of
from iamlint.text.hints import TYPE_CHECKING
from iamlint.text.holes import ACCOUNT, REGION, Hole, Text
from iamlint.text.node import Mapping, Node, Scalar, Sequence, Unknown
from iamlint.text.records import NamedTuple

from .addresses import module_path
from .configuration import references
from .parts import at, items, mapping, text
from .references import Known, Resolver, Scope

if TYPE_CHECKING:
    from iamlint.carriers.facts import Facts

    from .plan import Instance, Plan
    from .references import Target

DEFAULT = "aws"
CREDENTIALS = (
    "access_key",
    "assume_role",
    "assume_role_with_web_identity",
    "profile",
    "shared_config_files",
    "shared_credentials_files",
    "token",
)
"""Settings of a provider that choose the account."""


class Place(NamedTuple):
    """Where a resource lives."""

    partition: Text
    region: Text
    account: Text


class Providers:
    """The providers of a plan."""

    def __init__(self, plan: Plan, resolver: Resolver, facts: Facts | None) -> None:
        self.plan = plan
        self.resolver = resolver
        self.facts = facts
        self._accounts: dict[str, Text] = {}
        self._places: dict[tuple[str, str], Place] = {}
        self._of: dict[Instance | None, Place] = {}
        self._seen: dict[str, set[str]] | None = None
        self._tags: dict[str, Node | None] = {}

    def place(self, instance: Instance | None) -> Place:
        """Where an instance lives; without one, where the default provider puts things."""
        place = self._of.get(instance)
        if place is None:
            place = self._of[instance] = self._place(instance)
        return place

    def default_tags(self, instance: Instance) -> Node | None:
        """The tags that a provider gives to all that it makes, an `Unknown` where they are not
        known; None where it gives none.
        """
        key = _provider_key(instance)
        if key not in self._tags:
            self._tags[key] = self._default_tags(self._config(key))
        return self._tags[key]

    def _default_tags(self, config: Mapping) -> Node | None:
        for block in items(config, "expressions", "default_tags"):
            expression = at(block, "tags")
            if expression is not None:
                target = self.resolver.evaluate(expression, self._scope(config))
                if isinstance(target, Known) and isinstance(target.node, Mapping):
                    return target.node if target.node.entries else None
                hole = Hole("default_tags", why="the tags that the provider gives are not known")
                return Unknown(expression.source, expression.start, expression.end, hole)
        return None

    def _place(self, instance: Instance | None) -> Place:
        key = _provider_key(instance)
        own = text(instance.values, "region") if instance is not None else ""
        place = self._places.get((key, own))
        if place is None:
            region = self._region(key, own)
            place = Place(self._partition(region), region, self._account(key))
            self._places[key, own] = place
        return place

    def _config(self, key: str) -> Mapping:
        return mapping(self.plan.configuration.providers, key)

    def _scope(self, config: Mapping) -> Scope:
        path = module_path(text(config, "module_address"))
        return Scope(path, self.plan.configuration.module(path))

    def target(self, config: Mapping, expression: Node | None) -> Target | None:
        """What an expression of a provider's configuration stands for."""
        return self.resolver.evaluate(expression, self._scope(config))

    def _value(self, config: Mapping, name: str) -> Node | None:
        expression = at(config, "expressions", name)
        if expression is None:
            return None
        target = self.target(config, expression)
        return target.node if isinstance(target, Known) else None

    def _region(self, key: str, own: str) -> Text:
        config = self._config(key)
        value = self._value(config, "region")
        found = own or (text(value) if isinstance(value, Scalar) else "")
        if not found:
            found = self._of_data(key, "aws_region", "region", "name", "id")
        if not found and self.facts is not None:
            found = self.facts.region
        if found:
            return Text(found)
        if key == DEFAULT:
            return Text(REGION_HOLE)
        why = f"provider {key} names no region that is known"
        return Text(Hole(f"{self.plan.path}#provider.{key}.region", REGION, why=why))

    def _partition(self, region: Text) -> Text:
        if self.facts is not None and self.facts.partition:
            return Text(self.facts.partition)
        return Text(partition_of(region.literal or "") or PARTITION_HOLE)

    def _account(self, key: str) -> Text:
        """Providers with the same credentials act in the same account."""
        sort = self._credentials(key)
        told = self._told(key)
        if told:
            return Text(told)
        if sort not in self._accounts:
            self._accounts[sort] = self._find_account(key, sort)
        return self._accounts[sort]

    def _find_account(self, key: str, sort: str) -> Text:
        literal = self._told_alike(sort) or self._of_data(key, *CALLER)
        if not literal and sort == self._credentials(DEFAULT):
            literal = self.facts.account if self.facts is not None else ""
        if not literal:
            seen = self._in_arns().get(sort, set())
            literal = next(iter(seen)) if len(seen) == 1 else ""
        if literal:
            return Text(literal)
        if sort == self._credentials(DEFAULT):
            return Text(ACCOUNT_HOLE)
        why = f"the account of provider {key} is not known"
        return Text(Hole(f"{self.plan.path}#provider.{key}.account", ACCOUNT, why=why))

    def _told_alike(self, sort: str) -> str:
        """The one account that the settings of providers with these credentials name."""
        keys = [str(key.value) for key, _ in self.plan.configuration.providers.entries]
        told = {self._told(key) for key in keys if self._credentials(key) == sort} - {""}
        return told.pop() if len(told) == 1 else ""

    def _credentials(self, key: str) -> str:
        """What chooses the account, as one text: the same for the same credentials."""
        expressions = mapping(self._config(key), "expressions")
        told = []
        for name in CREDENTIALS:
            node = expressions.get(name)
            if node is not None:
                told.append(f"{name}={node.source.text[node.start : node.end]}")
        return ";".join(told)

    def _told(self, key: str) -> str:
        """The account in the provider's own settings."""
        config = self._config(key)
        allowed = self._value(config, "allowed_account_ids")
        if isinstance(allowed, Sequence) and len(allowed.items) == 1:
            return text(allowed.items[0])
        for block in items(config, "expressions", "assume_role"):
            expression = at(block, "role_arn")
            target = self.target(config, expression)
            if isinstance(target, Known):
                return account_in(text(target.node))
        return ""

    def _of_data(self, key: str, type: str, *names: str) -> str:
        """What a data source that describes the provider says."""
        for instance in list(self.plan.instances.values()):
            if instance.type == type and _provider_key(instance) == key:
                if references(at(instance.settings, "expressions", "region")):
                    continue
                for name in names:
                    if text(instance.values, name):
                        return text(instance.values, name)
        return ""

    def _in_arns(self) -> dict[str, set[str]]:
        """The accounts in the ARNs of what the providers manage, by their credentials."""
        if self._seen is None:
            self._seen = {}
            for instance in list(self.plan.instances.values()):
                account = account_in(text(instance.values, "arn"))
                if account and instance.created:
                    sort = self._credentials(_provider_key(instance))
                    self._seen.setdefault(sort, set()).add(account)
        return self._seen


CALLER = ("aws_caller_identity", "account_id")


def account_in(arn: str) -> str:
    """The account an ARN names, or nothing."""
    parts = arn.split(":", 5)
    account = parts[4] if len(parts) == 6 and parts[0] == "arn" else ""
    return account if len(account) == 12 and account.isdigit() else ""


def _provider_key(instance: Instance | None) -> str:
    if instance is None:
        return DEFAULT
    return text(instance.settings, "provider_config_key") or DEFAULT
