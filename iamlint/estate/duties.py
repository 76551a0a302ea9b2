"""What work asks of the role that does it, by the catalogue's table of needs.

https://docs.aws.amazon.com/lambda/latest/dg/lambda-intro-execution-role.html
"""

from __future__ import annotations

import re
from functools import lru_cache

from iamlint.catalog.roles import PASS
from iamlint.text.hints import TYPE_CHECKING, Final
from iamlint.text.holes import Text
from iamlint.text.records import NamedTuple

from .integrations import ROLE

if TYPE_CHECKING:
    from iamlint.catalog import Catalog

    from .integrations import Integration
    from .wired import Wired

TARGETS: Final = "target"
"""The part of the work that integrations without a row of their own belong to."""
SILENTLY: Final = "silently"
DOCUMENTED: Final = "documented"
"""What AWS's guides list and nothing is known to fail without."""
APART: Final = (PASS, "secretsmanager:GetSecretValue")
CALLED: Final = "${api}"
"""Stands for the API operation that the target of a wire names."""
_called = re.compile(r"(?:aws-sdk:([\w-]+):|:([\w-]+):action/)(\w+)")
"""How it does: `…:aws-sdk:sqs:sendMessage.waitForTaskToken`, `…:sqs:action/SendMessage`."""


class Duty(NamedTuple):
    """Something that a role must be allowed for an integration to work.

    `work`: what it is part of: `event source`, `destination`, `execution`, ….
    `fails`: what lacks it, at `deployment`, when it should `run`, or `silently` then.
    `actions`: one of these suffices. `on`: `source`, `target`, an ARN with `${Partition}`,
        `${Region}`, `${Account}`, `*` for no resource, `?` for one that is not told.
    `alone`: the role's own policies must allow it, whatever it acts on.
    """

    work: str
    actions: tuple[str, ...]
    on: str
    fails: str = ""
    alone: bool = False


class Duties:
    """The rows of the table, by integration."""

    def __init__(self, catalog: Catalog) -> None:
        self._catalog = catalog
        self._sdk = {row["called"]: row["service"] for row in catalog.table("sdk_services")}
        self._rows: dict[str, list[Duty]] = {}
        self._across: dict[str, list[Duty]] = {}
        for row in catalog.table("role_needs"):
            found = self._rows.setdefault(row["id"], [])
            sets = [row["any"]] if "any" in row else [[action] for action in row["actions"]]
            how = row.get("on", ""), row.get("fails", ""), row.get("alone", False)
            found += [Duty(row["work"], tuple(each), *how) for each in sets]
            further = [Duty(row["work"], (each,), *how) for each in row.get("across", ())]
            self._across.setdefault(row["id"], []).extend(further)

    def rows(self, name: str) -> list[Duty]:
        """The rows of one name."""
        return self._rows.get(name, [])

    def of(self, wired: Wired) -> list[Duty]:
        """What a wire asks of its role; nothing where it is not known which integration it is."""
        kind = kind_of(wired)
        if kind is None:
            return []
        own = "source" if kind.on_source else "target"
        rows = self._rows.get(kind.id)
        if rows is None:
            return [Duty(TARGETS, (action,), own, SILENTLY) for action in kind.actions]
        return [
            duty._replace(actions=actions, on=duty.on or own)
            for duty in rows
            if (actions := self._named(duty.actions, wired))
        ]

    def across(self, wired: Wired) -> list[Duty]:
        """The same where the other end belongs to another account, whose policy must list all that
        AWS's guide does.
        """
        kind = kind_of(wired)
        further = self._across.get(kind.id, ()) if kind is not None else ()
        own = "source" if kind is not None and kind.on_source else "target"
        return [*self.of(wired), *(duty._replace(on=duty.on or own) for duty in further)]

    def documented(self, wired: Wired) -> list[Duty]:
        """What AWS's guides list besides for the role of a wire. Whom it passes is another matter,
        and so are secrets, which are wires of their own.
        """
        kind = kind_of(wired)
        if kind is None or kind.id not in self._rows:
            return []
        needed = {action for duty in self._rows[kind.id] for action in duty.actions}
        if not needed:
            return []
        own = "source" if kind.on_source else "target"
        ends = [
            Duty(DOCUMENTED, (a,), "*" if self._needs_star(a) else own)
            for a in kind.actions
            if a not in needed
        ]
        further = [a for a in kind.further if a not in needed and a not in APART]
        return [*ends, *(Duty(DOCUMENTED, (action,), "?") for action in further)]

    def _needs_star(self, name: str) -> bool:
        """The action is about no resource."""
        action = self._catalog.action(name)
        return action is not None and action.star == "always"

    def _named(self, actions: tuple[str, ...], wired: Wired) -> tuple[str, ...]:
        if actions != (CALLED,):
            return actions
        last = wired.target_arn.pieces[-1] if wired.target_arn.pieces else ""
        called = _called.search(last) if isinstance(last, str) else None
        if called is None:
            return ()
        service = self._sdk.get(called[1], called[1]) or called[2]
        name = f"{service}:{called[3]}"
        action = self._catalog.action(name)
        if action is not None and not action.doubt:
            return (action.name,)
        return self._catalog.actions_behind(name)[:1]


@lru_cache(maxsize=8)
def duties_of(catalog: Catalog) -> Duties:
    """The table of a catalogue, taken apart once."""
    return Duties(catalog)


def kind_of(wired: Wired) -> Integration | None:
    """The integration that a wire is, or the only one it may be that uses a role."""
    if wired.integration is not None:
        return wired.integration
    by_role = [each for each in wired.candidates if each.by == ROLE]
    return by_role[0] if len(by_role) == 1 else None


def home_of(wired: Wired) -> dict[str, Text]:
    """What stands for the partition, the region and the account where a wire is declared."""
    reading = wired.wire.reading
    partition = reading.partition if reading is not None else Text("aws")
    return {"Partition": partition, "Region": wired.wire.region, "Account": wired.wire.account}
