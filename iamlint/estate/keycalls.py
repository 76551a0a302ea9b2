"""What services do with keys in their own name: to deliver into a queue, to write a log.

Nothing but the key policy can allow it. Rows of the catalogue's table `kms_service_principals` say
which services do, on behalf of what, and what their calls carry.

https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-services.html
"""

from __future__ import annotations

from functools import cached_property

from iamlint.finding import CERTAIN, LIKELY
from iamlint.text.globs import is_glob
from iamlint.text.hints import TYPE_CHECKING, Any
from iamlint.text.holes import ANY, Hole, Text
from iamlint.text.records import NamedTuple

from . import names
from .accounts import account_of
from .integrations import POLICY, SERVICE_ROLE, filled, integrations
from .joined import CUSTOMER, weakest
from .keys import KEY
from .servicerows import Row, rows_of
from .sourced import SOURCE_ARN

if TYPE_CHECKING:
    from collections.abc import Iterator

    from iamlint.model.policy import Principal, Statement
    from iamlint.model.things import KeyUser, Resource, Thing
    from iamlint.rule import Placed
    from iamlint.text.node import When

    from . import Estate
    from .integrations import Integration
    from .joined import KeyUse
    from .wired import Wired


class KeyCall(NamedTuple):
    """A service calls KMS in its own name.

    `row`: what it does. `place`: where the wire or the key is named, `sentence`: what that says.
    `encrypted`: what is under the key; `holder`: on whose behalf the service calls.
    `principals`: alternatives, any of which may call. `names_source`: the key policy may name the
        source: it is another resource, which does not hang on the key. `meant`: the key is named by
    its id, and is the one that lets the service in for this source.
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
    meant: bool = False

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
        yield from self._of_admitted(by_wire)
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

    def _of_admitted(self, by_wire: dict[str, list[Row]]) -> Iterator[KeyCall]:
        """What no wire in view tells, and the policy of what is encrypted does: it lets a service
        deliver for a source, where the policy of the key names that service nowhere.
        """
        ways: dict[str, list[Integration]] = {}
        for way in integrations(self._estate.catalog).values():
            if way.id in by_wire and way.by == POLICY:
                ways.setdefault(way.target_type, []).append(way)
        wired = {id(one.target) for one in self._estate.wires}
        for target in self._estate.all_resources:
            if target.service_type not in ways or id(target) in wired:
                continue
            for key in self._estate.keys_of(target):
                if key.key is not None:
                    for statement, way, arn in self._let_in(target, ways[target.service_type]):
                        for row in by_wire[way.id] if not self._names(key.key, way) else ():
                            yield self._admitted(target, key, statement, way, arn, row)

    def _let_in(
        self, target: Resource, ways: list[Integration]
    ) -> Iterator[tuple[Statement, Integration, Text]]:
        """The statements that let a service in for a source that they name, each once."""
        for attached in self._estate.policies_on(target).attached:
            for statement in attached.policy.statements if attached.sure else ():
                source = named_source(statement)
                if source is None or not statement.allows or statement.gaps or statement.when:
                    continue
                services = {e.value.literal for e in statement.principals or () if is_service(e)}
                words = statement.actions or ()
                done = {name for word in words for name in self._estate.engine.names_of(word)}
                for way in ways:
                    kind = names.segments(source)
                    of = kind[2].literal if kind is not None else None
                    right = of == way.source_type.partition(":")[0]
                    if right and services & {*way.principals} and done & {*way.actions}:
                        yield statement, way, source
                        break

    def _names(self, key: Resource, way: Integration) -> bool:
        """The policy of a key says something of the service, or of everyone, or is not known."""
        grants = self._estate.policies_on(key)
        if grants.unknown or not grants.attached:
            return True
        entries = [
            entry
            for policy in grants.policies
            for statement in policy.statements
            for entry in statement.principals or (None,)
        ]
        return any(
            entry is None
            or entry.value.literal is None
            or "*" in entry.value.literal
            or entry.value.literal in way.principals
            for entry in entries
        )

    def _admitted(
        self,
        target: Resource,
        key: KeyUse,
        statement: Statement,
        way: Integration,
        arn: Text,
        row: Row,
    ) -> KeyCall:
        return KeyCall(
            row,
            statement,
            f"{target.address} lets `{way.principals[0]}` in here",
            target,
            target,
            None,
            arn,
            target.arn,
            key,
            self._principals(row.principals or way.principals, target, target),
            False,
            LIKELY,
            target.when | key.when,
        )

    def _apart(self, wired: Wired, key: KeyUse) -> bool:
        """The source of a wire hangs neither on the target nor on the key."""
        if wired.source is None or wired.wire.own in ("source", "both"):
            return False
        return all(use.key is not key.key for use in self._estate.keys_of(wired.source))

    def _of_encrypted(self, resource: Resource, row: Row) -> Iterator[KeyCall]:
        for key in self._estate.keys_of(resource):
            if key.encryption is not None:
                call = self._own(resource, resource, resource, row, key, key.encryption)
                yield self._with_meant(call) if key.key is None else call

    def _with_meant(self, call: KeyCall) -> KeyCall:
        """The same with the key in view that is meant by an ARN with an id, which AWS makes up: the
        one of that account and region whose policy lets the service do something for this source.
        """
        parts = names.segments(call.key.text)
        if parts is None or call.key.kind != CUSTOMER or not is_key_id(parts[5].literal or ""):
            return call
        near = [
            key
            for key in self._keys
            if names.same(account_of(key), parts[4]) is True
            and names.same(key.region, parts[3]) is True
            and names.same(key.arn, call.key.text) is not False
        ]
        found = [key for key in near if self._serves(key, call)]
        if len(found) != 1:
            return call
        key = call.key._replace(key=found[0])
        return call._replace(key=key, confidence=weakest(call.confidence, LIKELY), meant=True)

    @cached_property
    def _keys(self) -> tuple[Resource, ...]:
        return tuple(one for one in self._estate.all_resources if one.service_type == KEY)

    def _serves(self, key: Resource, call: KeyCall) -> bool:
        """A statement of the key's policy lets the service do what it names there."""
        offered = {
            name
            for policy in self._estate.policies_on(key).policies
            for statement in policy.statements
            if statement.allows
            and any(entry.value.text in call.principals for entry in statement.principals or ())
            for word in statement.actions or ()
            for name in self._estate.catalog.expand(word.literal or "")
        }
        return any(
            not self._estate.admits(
                call.principals,
                action,
                key.arn,
                context=call.context,
                when=call.when,
                reading=key.reading,
                source=call.source,
            ).denied
            for action in sorted(offered)
        )

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


def is_key_id(last: str) -> bool:
    """The end of a key's ARN, with the id written out."""
    return last.startswith("key/") and not is_glob(last)


def is_service(entry: Principal) -> bool:
    return entry.type == "Service"


def named_source(statement: Statement) -> Text | None:
    """The ARN of the one source for which a statement lets somebody in."""
    for condition in statement.conditions:
        if (condition.key.literal or "").lower() == SOURCE_ARN and len(condition.values) == 1:
            word = condition.values[0]
            return word.text if word.literal and not is_glob(word.literal) else None
    return None


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
