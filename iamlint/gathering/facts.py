"""What the estate takes from the configuration."""

from __future__ import annotations

import os
from functools import cached_property

from iamlint.text.hints import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from iamlint.carriers.exports.index import Index
    from iamlint.config import Scp
    from iamlint.model.policy import Policy
    from iamlint.model.things import Reading
    from iamlint.text.holes import Text

    from .gathered import Gathered


def account_told_by(reading: Reading) -> str:
    """The account of a file, or the one that all whom it declares are of; empty for several."""
    if reading.account.literal:
        return reading.account.literal
    from iamlint.estate.accounts import account_of

    found = {account_of(one).literal or "" for one in reading.identities}
    return found.pop() if len(found) == 1 else ""


class EstateFacts:
    """What the estate takes from the configuration."""

    def __init__(self, gathered: Gathered) -> None:
        self._gathered = gathered

    @property
    def trusted_accounts(self) -> frozenset[str]:
        """Accounts that are ours or that we trust; empty where the configuration does not list
        those that we trust.
        """
        project = self._gathered.configurations.project
        trusted = project.names_in("trusted-accounts")
        if not trusted:
            return frozenset()
        ours = (str(project.get("account", "")), *map(str, project.get("accounts", {}).values()))
        return frozenset((*trusted, *ours)) - {""}

    def required_boundary(self, path: str) -> str:
        """The ARN of the boundary that roles and users of a file must bear; empty for none."""
        return self._gathered.facts(path).required_boundary

    def organization(self, path: str) -> str:
        """The organization of the account in which a file is deployed: as configured, else as
        exports of an organization tell; empty where not known.
        """
        return self._gathered.facts(path).organization or self._exported_organizations.get(path, "")

    @cached_property
    def _exported_organizations(self) -> dict[str, str]:
        """By file, for those of accounts that exports list as members."""
        by_account = {
            account: index.organization
            for index in self._indexes
            if index.organization
            for account in index.members
        }
        if not by_account:
            return {}
        return {
            reading.path: by_account.get(account_told_by(reading), "")
            for reading in self._gathered.readings
        }

    @property
    def scps(self) -> Iterator[tuple[Policy, Text]]:
        """The configured service control policies, each with its target."""
        return self._guardrails("scps", self._gathered.configurations.project.scps)

    @property
    def rcps(self) -> Iterator[tuple[Policy, Text]]:
        """The configured resource control policies, each with its target."""
        return self._guardrails("rcps", self._gathered.configurations.project.rcps)

    @property
    def units(self) -> Mapping[str, tuple[str, ...]]:
        """The accounts and units in each unit of the organization."""
        found = self._gathered.configurations.project.units
        for index in self._indexes:
            for unit, inner in index.units.items():
                found[unit] = tuple(dict.fromkeys((*found.get(unit, ()), *inner)))
        return found

    @property
    def management_account(self) -> str:
        """The account that control policies do not limit; empty where it is not said."""
        said = str(self._gathered.configurations.project.get("management-account", ""))
        return said or next((one.management for one in self._indexes if one.management), "")

    @property
    def without_full_access(self) -> frozenset[str]:
        """Targets from which AWS's policy that lets everything through is detached."""
        said = self._gathered.configurations.project.names_in("without-full-access")
        return frozenset((*said, *(one for index in self._indexes for one in index.bare)))

    @property
    def _indexes(self) -> list[Index]:
        """What was exported of the organization, as indexes in view tell."""
        readings = [one for one in self._gathered.readings if one.carrier == "exports"]
        if not readings:
            return []
        from iamlint.carriers.exports.index import Index

        return [reading for reading in readings if isinstance(reading, Index)]

    def _guardrails(self, key: str, entries: tuple[Scp, ...]) -> Iterator[tuple[Policy, Text]]:
        if not entries:
            return
        from iamlint.config import shown
        from iamlint.text.holes import Text

        from .reading import read_one

        project = self._gathered.configurations.project
        by_path = {reading.path: reading for reading in self._gathered.readings}
        for number, entry in enumerate(entries):
            path = shown(os.path.join(project.folder, entry.file))
            place = project.span_of((key, number, "file"))
            reading = by_path.get(path) or read_one(path, self._gathered, place)
            for policy in reading.policies if reading is not None else ():
                yield policy, Text(entry.target)
