"""What services do with keys in their own name: to deliver into a queue, to write a log.

Nothing but the key policy can allow it. Rows of the catalogue's table `kms_service_principals` say
which services do, on behalf of what, and what their calls carry.

https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-services.html
"""

from __future__ import annotations

from iamlint.finding import CERTAIN, LIKELY
from iamlint.text.hints import TYPE_CHECKING, Any
from iamlint.text.holes import ANY, Hole, Text
from iamlint.text.records import NamedTuple

from . import names
from .accounts import account_of
from .integrations import POLICY, SERVICE_ROLE, filled
from .joined import weakest
from .servicerows import Row, rows_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from iamlint.model.things import KeyUser, Resource, Thing
    from iamlint.rule import Placed
    from iamlint.text.node import When

    from . import Estate
    from .joined import KeyUse
    from .wired import Wired


class KeyCall(NamedTuple):
    """A service calls KMS in its own name.

    `row`: what it does. `place`: where the wire or the key is named, `sentence`: what that says.
    `encrypted`: what is under the key; `holder`: on whose behalf the service calls.
    `principals`: alternatives, any of which may call. `names_source`: the key policy may name the
        source: it is another resource, which does not hang on the key.
    """

    row: Row
    place: Placed
    sentence: str
    encrypted: Thing
    holder: Thing
    source: Resource | None
    source_arn: Text
    target_arn: Text
    key: KeyUse
    principals: tuple[Text, ...]
    names_source: bool
    confidence: str
    when: When

    @property
    def home(self) -> dict[str, Text]:
        """What the variables of a row stand for."""
        reading = self.holder.reading
        return {
            "Account": self.account,
            "Region": self.holder.region,
            "Partition": reading.partition if reading is not None else Text("aws"),
            "source": self.source_arn,
            "target": self.target_arn,
            "any": Text(Hole(f"{self.row.id} of {self.holder.address}", ANY)),
        }

    @property
    def account(self) -> Text:
        """The account on whose behalf the service calls."""
        named = names.account_in(self.source_arn)
        return named if named is not None else account_of(self.holder)

    @property
    def context(self) -> dict[str, Text | str | None]:
        """The context keys that the call carries."""
        home = self.home
        return {
            key: filled(value, home) if value is not None else None
            for key, value in self.row.context.items()
        }

    @property
    def conditions(self) -> dict[str, dict[str, Any]]:
        """Those of the statement that would let the call through: of the source alone, where the
        key policy may name it.
        """
        told = self.row.narrow if self.names_source else self.row.wide
        home = self.home
        return {
            operator: {
                key: filled(value, home) if isinstance(value, str) else value
                for key, value in tests.items()
            }
            for operator, tests in told.items()
        }


class KeyCalls:
    """Finds what services do with keys."""

    def __init__(self, estate: Estate) -> None:
        self._estate = estate

    def all(self) -> Iterator[KeyCall]:
        """Every call: of wires, of what is encrypted, of what names a key; in file order."""
        rows = rows_of(self._estate.catalog)
        by_wire: dict[str, list[Row]] = {}
        by_type: dict[str, list[Row]] = {}
        for row in rows:
            for wire in row.wires:
                by_wire.setdefault(wire, []).append(row)
            for one in row.of:
                by_type.setdefault(one, []).append(row)
        for wired in self._estate.wires:
            if wired.integration is not None and wired.by in (POLICY, SERVICE_ROLE):
                for row in by_wire.get(wired.integration.id, ()):
                    yield from self._of_wire(wired, row)
        for resource in self._estate.resources:
            for row in by_type.get(resource.service_type, ()):
                yield from self._of_encrypted(resource, row)
        for reading in self._estate.readings:
            for user in reading.key_users:
                for row in by_type.get(user.use, ()):
                    yield from self._of_user(user, row)

    def _of_wire(self, wired: Wired, row: Row) -> Iterator[KeyCall]:
        target = wired.target
        if target is None:
            return
        confidence = wired.sureness
        if target.service_type == "s3:bucket":
            confidence = weakest(confidence, LIKELY)  # the key belongs to the object
        for key in self._estate.keys_of(target):
            holder = wired.source or wired.wire
            yield KeyCall(
                row,
                wired.wire,
                f"{who(wired)} calls {target.address} here",
                target,
                holder,
                wired.source,
                wired.source_arn,
                wired.target_arn,
                key,
                self._principals(row.principals or wired.principals, target, holder),
                self._apart(wired, key),
                confidence,
                wired.when | target.when | key.when,
            )

    def _apart(self, wired: Wired, key: KeyUse) -> bool:
        """The source of a wire hangs neither on the target nor on the key."""
        if wired.source is None or wired.wire.own in ("source", "both"):
            return False
        return all(use.key is not key.key for use in self._estate.keys_of(wired.source))

    def _of_encrypted(self, resource: Resource, row: Row) -> Iterator[KeyCall]:
        for key in self._estate.keys_of(resource):
            if key.encryption is not None:
                yield self._own(resource, resource, resource, row, key, key.encryption)

    def _of_user(self, user: KeyUser, row: Row) -> Iterator[KeyCall]:
        for encrypted, key in keys_of_user(self._estate, user):
            call = self._own(encrypted, user.holder or user, user.holder, row, key, user)
            call = call._replace(when=call.when | user.when)
            if user.role_ref is not None:
                call = call._replace(principals=(user.role_ref,))
            yield call

    def _own(
        self,
        encrypted: Thing,
        holder: Thing,
        source: Resource | None,
        row: Row,
        key: KeyUse,
        place: Placed,
    ) -> KeyCall:
        arn = source.arn if source is not None else Text(Hole(f"the ARN of {holder.address}", ANY))
        return KeyCall(
            row,
            place,
            f"{label(holder)} has the key used here",
            encrypted,
            holder,
            source,
            arn,
            arn,
            key,
            self._principals(row.principals, encrypted, holder),
            False,
            CERTAIN,
            encrypted.when | key.when,
        )

    def _principals(self, given: tuple[str, ...], on: Thing, holder: Thing) -> tuple[Text, ...]:
        reading = on.reading
        home = {
            "Region": on.region,
            "Account": account_of(holder),
            "Partition": reading.partition if reading is not None else Text("aws"),
        }
        return tuple(filled(name, home) for name in given)


def keys_of_user(estate: Estate, user: KeyUser) -> Iterator[tuple[Thing, KeyUse]]:
    """The keys that a declaration has a service use, each with what it encrypts where that is
    another resource.
    """
    if not user.through:
        for text in user.key.alternatives():
            yield user, estate.key_use(text, user.reading)
        return
    found, sure = estate.resources_named(user.key, user.reading, user.through)
    if len(found) == 1 and sure:
        for key in estate.keys_of(found[0]):
            yield found[0], key


def who(wired: Wired) -> str:
    """What calls, for a message."""
    return wired.source.address if wired.source is not None else str(wired.source_arn)


def label(thing: Thing) -> str:
    """What a declaration is called, without the property that names the key."""
    return getattr(thing, "by", "") or thing.address
