"""Targets of wires that are encrypted with KMS, where the service can only do without.

https://docs.aws.amazon.com/elasticloadbalancing/latest/application/enable-access-logging.html
"""

from __future__ import annotations

from iamlint.finding import LIKELY, UNVERIFIED
from iamlint.text.hints import TYPE_CHECKING
from iamlint.text.records import NamedTuple

from .joined import AWS_MANAGED, CUSTOMER
from .presence import possible

if TYPE_CHECKING:
    from collections.abc import Iterator

    from iamlint.model.things import Encryption, Resource

    from . import Estate
    from .wired import Wired


class Unsupported(NamedTuple):
    """A wire whose target is under a KMS key with which it can never work, and why."""

    wired: Wired
    target: Resource
    encryption: Encryption
    why: str
    confidence: str


def unsupported(estate: Estate) -> Iterator[Unsupported]:
    """Every such wire, in file order. The key belongs to the object, so that it is likely only."""
    why = {row["wire"]: row["why"] for row in estate.catalog.table("kms_unsupported")}
    for wired in estate.wires:
        target = wired.target
        if target is None or wired.integration is None or wired.integration.id not in why:
            continue
        for key in estate.keys_of(target):
            encryption = key.encryption
            if key.kind not in (CUSTOMER, AWS_MANAGED) or encryption is None:
                continue
            if possible(wired.when | target.when | key.when):
                sure = LIKELY if wired.sure else UNVERIFIED
                yield Unsupported(wired, target, encryption, why[wired.integration.id], sure)
