"""Service control policies: which cap an account's principals, level by level.

https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps_evaluation.html
"""

from __future__ import annotations

from functools import cached_property

from iamlint.model.policy import SCP
from iamlint.text.hints import TYPE_CHECKING

from . import names
from .accounts import account_of
from .joined import Attached, Level

if TYPE_CHECKING:
    from collections.abc import Iterable

    from iamlint.model.policy import Policy
    from iamlint.model.things import Identity, Reading
    from iamlint.text.holes import Text

    from .managed import ManagedPolicies

EVERYWHERE = ("", "*")
"""Targets that mean every account."""
SERVICE_LINKED = "/aws-service-role/"


class Organization:
    """SCPs by the target they are attached to: an account, an organizational unit, the root."""

    def __init__(
        self,
        readings: tuple[Reading, ...],
        managed: ManagedPolicies,
        configured: Iterable[tuple[Policy, Text]],
    ) -> None:
        self._readings = readings
        self._managed = managed
        self._configured = tuple(configured)

    @cached_property
    def _levels(self) -> dict[Text, list[Attached]]:
        """Policies by target, those of the configuration first."""
        found: dict[Text, list[Attached]] = {}
        for policy, target in self._configured:
            found.setdefault(target, []).append(Attached(policy, policy))
        for reading in self._readings:
            for attachment in reading.attachments:
                for kind, target in attachment.targets:
                    if kind != "organization":
                        continue
                    level = found.setdefault(target, [])
                    if attachment.policy is not None:
                        level.append(Attached(attachment.policy, attachment, attachment.when))
                    if attachment.reference is not None:
                        reference = self._managed.find(
                            attachment.reference, SCP, attachment.when, reading
                        )
                        level.extend(a for a in reference.attached if a.policy.kind == SCP)
        return {target: level for target, level in found.items() if level}

    def levels_of(self, identity: Identity) -> list[Level]:
        """The levels of SCPs over an identity; every one of them must allow. Service-linked roles
        are exempt. A target that may or may not hold the account is not `sure`.
        """
        return [] if SERVICE_LINKED in str(identity.arn) else self.levels_over(account_of(identity))

    def levels_over(self, account: Text) -> list[Level]:
        """The levels of SCPs over an account."""
        found = []
        for target, attached in self._levels.items():
            holds = _holds(target, account)
            if holds is not False:
                found.append(Level(target, tuple(attached), bool(holds)))
        return found


def _holds(target: Text, account: Text) -> bool | None:
    """Does the target hold the account? A unit or the root may; configuration may say `*`."""
    if target.literal in EVERYWHERE:
        return True
    if target.literal is not None and not target.literal.isdigit():
        return None
    return names.same(target, account)
