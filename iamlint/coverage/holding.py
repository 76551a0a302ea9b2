"""Who has a policy: the identities and resources that declare it, name it, or are tied to it."""

from __future__ import annotations

from iamlint.text.hints import TYPE_CHECKING

from .stocktaking import references

if TYPE_CHECKING:
    from iamlint.estate import Estate
    from iamlint.model.policy import Policy
    from iamlint.model.things import Thing


def holders(estate: Estate) -> dict[int, list[str]]:
    """What a person calls those that have each policy, by the identity of the policy."""
    found: dict[int, dict[str, None]] = {}

    def note(policy: Policy, name: str) -> None:
        found.setdefault(id(policy), {})[name] = None

    for policy in estate.policies:
        owner: Thing | None = policy.owner  # type: ignore[assignment]
        if owner is not None:
            note(policy, owner.address)
    for reading in estate.readings:
        for attachment in reading.attachments:
            for _, target in attachment.targets if attachment.policy is not None else ():
                note(attachment.policy, str(target))  # type: ignore[arg-type]
        for _, address, reference in references(reading):
            for policy in estate.managed_in_view(reference, reading):
                note(policy, address)
    return {policy: list(names) for policy, names in found.items()}
