"""What is under a key of AWS's own, and fed or read by a service that can never use that key.

https://docs.aws.amazon.com/kms/latest/developerguide/concepts.html#aws-managed-cmk
"""

from __future__ import annotations

from iamlint.finding import CONFIDENCES, UNVERIFIED
from iamlint.text.hints import TYPE_CHECKING
from iamlint.text.records import NamedTuple

from .joined import AWS_MANAGED, weakest
from .presence import possible

if TYPE_CHECKING:
    from collections.abc import Iterator

    from iamlint.model.things import Encryption, Thing
    from iamlint.rule import Placed
    from iamlint.text.holes import Text

    from . import Estate
    from .keycalls import KeyCall


class Barred(NamedTuple):
    """A service that calls something under a key of AWS's own, by one wire or several.

    `encryption`: where the key is named, or the declaration that names none and so has it.
    """

    resource: Thing
    encryption: Encryption
    key: Text
    principal: Text
    calls: tuple[KeyCall, ...]

    @property
    def confidence(self) -> str:
        """That of the surest call."""
        return min(map(sureness, self.calls), key=CONFIDENCES.index)

    @property
    def places(self) -> list[tuple[Placed, str]]:
        """What makes the service call."""
        return list(dict.fromkeys((call.place, call.sentence) for call in self.calls))


def sureness(call: KeyCall) -> str:
    """How sure the call is; what one source alone says of a service is not."""
    return call.confidence if call.row.confidence == "A" else weakest(call.confidence, UNVERIFIED)


def barred(estate: Estate) -> Iterator[Barred]:
    """By what is encrypted and by service, in the order of the calls."""
    found: dict[tuple[Thing, Encryption, Text], list[KeyCall]] = {}
    for call in estate.key_calls:
        encryption = call.key.encryption
        if call.key.kind != AWS_MANAGED or encryption is None or not call.row.wires:
            continue
        in_own_name = call.principals and not call.principals[0].prefix.startswith("arn:")
        if in_own_name and possible(call.when):
            slot = call.encrypted, encryption, call.principals[0]
            found.setdefault(slot, []).append(call)
    for (resource, encryption, principal), calls in found.items():
        yield Barred(resource, encryption, calls[0].key.text, principal, tuple(calls))
