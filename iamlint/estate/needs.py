"""Who uses what under which key, and so needs which KMS actions.

Services such as S3, SQS and Secrets Manager call KMS with the caller's own rights: a principal
that may read an encrypted object needs `kms:Decrypt` on its key too. Rows of the catalogue's table
`kms_callers` say which service actions need which.

https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html#conditions-kms-via-service
"""

from __future__ import annotations

from functools import cached_property

from iamlint.finding import CERTAIN, LIKELY, UNVERIFIED
from iamlint.text.globs import is_glob, match
from iamlint.text.hints import TYPE_CHECKING
from iamlint.text.holed import meets
from iamlint.text.holes import ANY, Hole, Text
from iamlint.text.records import NamedTuple

from . import names
from .accounts import account_of
from .joined import CUSTOMER, Attached, KeyUse, weakest
from .keyrows import FAS, Row, rows
from .lacks import KeyNeed
from .namesakes import FEW
from .presence import possible
from .resources import service

if TYPE_CHECKING:
    from collections.abc import Iterator

    from iamlint.model.policy import Statement, Word
    from iamlint.model.things import Identity, Reading, Resource
    from iamlint.text.node import When

    from . import Estate


class Use(NamedTuple):
    """A statement that lets an identity use a resource encrypted with a key.

    `action_word`, `resource_word`: the texts in the statement that do; `actions`: the canonical
    data actions. `row`: what those ask of the key. `via_service`: the value of `kms:ViaService` in
    those calls; `context`: all that they carry. `confidence`: that the use is real.
    """

    statement: Statement
    action_word: Word
    resource_word: Word
    resource: Resource
    key: KeyUse
    actions: tuple[str, ...]
    row: Row
    via_service: Text
    context: dict[str, Text | str | None]
    confidence: str
    when: When

    @property
    def needed(self) -> tuple[str, ...]:
        """The least KMS actions that the use needs."""
        return self.row.minimum

    def context_of(self, action: str) -> dict[str, Text | str | None]:
        """What the call of one of them carries; grants are made for the service."""
        if action == "kms:CreateGrant":
            return {**self.context, "kms:GrantIsForAWSResource": "true"}
        return self.context


class KeyNeeds:
    """Finds the uses of encrypted resources. `models`: those of the rows of `kms_callers` that are
    asked about: calls in the caller's name, or the making of what is encrypted.
    """

    def __init__(self, estate: Estate, *models: str) -> None:
        self._estate = estate
        self._models = models

    @cached_property
    def _rows(self) -> dict[str, list[Row]]:
        """Rows by service."""
        found: dict[str, list[Row]] = {}
        for row in rows(self._estate.catalog, *self._models):
            found.setdefault(row.service, []).append(row)
        return found

    @cached_property
    def _encrypted(self) -> dict[str, dict[Resource, None]]:
        """Resources under a customer's key, by service, in file order."""
        found: dict[str, dict[Resource, None]] = {}
        for resource in self._estate.resources:
            if resource.encryption and service(resource) in self._rows:
                uses = self._estate.keys_of(resource)
                if any(use.kind == CUSTOMER for use in uses):
                    found.setdefault(service(resource), {})[resource] = None
        return found

    def all(self) -> Iterator[KeyNeed]:
        """Every need, by identity and key, in file order."""
        if not self._encrypted:
            return
        for identity in self._estate.identities:
            if identity.kind != "group":  # its members are asked
                yield from self._of(identity)

    def of_holders(self) -> Iterator[KeyNeed]:
        """The same of whoever has a policy that stands alone, as a role. What it lacks itself may
        be in another of its policies.
        """
        if self._encrypted:
            for role, _ in self._estate.holders:
                yield from self._of(role)

    def _of(self, identity: Identity) -> Iterator[KeyNeed]:
        by_key: dict[Text, list[Use]] = {}
        for use in self._uses(identity):
            by_key.setdefault(use.key.text, []).append(use)
        for uses in by_key.values():
            yield KeyNeed(self._estate, identity, tuple(uses))

    def _uses(self, identity: Identity) -> Iterator[Use]:
        seen = set()
        for attached in self._estate.policies_of(identity).attached:
            once = (id(attached.policy), attached.when)
            if attached.sure and once not in seen:  # where names are shared, some come again
                seen.add(once)
                for statement in attached.policy.statements:
                    if statement.allows:
                        yield from self._statement_uses(identity, attached, statement)

    def _statement_uses(
        self, identity: Identity, attached: Attached, statement: Statement
    ) -> Iterator[Use]:
        around = identity.when | attached.when | attached.policy.when | statement.when
        for row in self._rows_of(statement):
            granted = granted_in(statement, row)
            if not granted:
                continue
            for word in statement.resources or ():
                for resource, confidence in self._reached(word, row.service, identity):
                    yield from self._resource_uses(
                        statement, word, resource, row, granted, around, confidence, identity
                    )

    def _rows_of(self, statement: Statement) -> Iterator[Row]:
        prefixes = {
            word.literal.partition(":")[0].lower()
            for word in statement.actions or ()
            if word.literal is not None
        }
        for name in self._encrypted:
            if name in prefixes or any(is_glob(prefix) for prefix in prefixes):
                yield from self._rows[name]

    def _reached(self, word: Word, name: str, identity: Identity) -> Iterator[tuple[Resource, str]]:
        """Encrypted resources of a service that a resource pattern reaches, and how surely it
        means them.
        """
        candidates = self._encrypted[name]
        held = self._estate.resources_holding(word.text, identity.reading)
        if held:
            ambiguous = any(resource.reading is not held[0].reading for resource in held)
            for resource in held[:FEW]:
                if resource in candidates:
                    sure = self._estate.surely_in(word.text, resource)
                    yield resource, UNVERIFIED if ambiguous else CERTAIN if sure else LIKELY
            return
        if word.text.literal is None or not is_glob(word.text.literal):
            return
        parts = names.segments(word.text)
        named = parts is not None and parts[5].prefix[:1] not in ("*", "?")
        wired = self._wired.get(identity, {})
        for resource in dict.fromkeys((*self._in_file(name, identity.reading), *wired)):
            inside = resource.arn + "/" + Text(Hole(f"{resource.address}/…", ANY))
            if resource in candidates and (
                meets(word.text, resource.arn) or meets(word.text, inside)
            ):
                yield resource, wired.get(resource, LIKELY if named else UNVERIFIED)

    @cached_property
    def _wired(self) -> dict[Identity, dict[Resource, str]]:
        """What wires have roles act on: their patterns mean it as surely as the wire is there."""
        found: dict[Identity, dict[Resource, str]] = {}
        for wired in self._estate.wires:
            end = wired.acted_on
            if wired.role is not None and end is not None:
                sure = wired.sureness
                found.setdefault(wired.role, {}).setdefault(end, sure)
        return found

    def _in_file(self, name: str, reading: Reading | None) -> list[Resource]:
        """Those of the file: a pattern is not meant for all that other files declare."""
        return self._by_file.get((name, id(reading)), [])

    @cached_property
    def _by_file(self) -> dict[tuple[str, int], list[Resource]]:
        found: dict[tuple[str, int], list[Resource]] = {}
        for name, resources in self._encrypted.items():
            for resource in resources:
                found.setdefault((name, id(resource.reading)), []).append(resource)
        return found

    def _resource_uses(
        self,
        statement: Statement,
        word: Word,
        resource: Resource,
        row: Row,
        granted: dict[str, Word],
        around: When,
        confidence: str,
        identity: Identity,
    ) -> Iterator[Use]:
        actions = {
            action: action_word
            for action, action_word in granted.items()
            if self._estate.engine.can_match(action, word.text)
        }
        if not actions:
            return
        if row.confidence != "A" or not row.creates_only(actions):
            confidence = UNVERIFIED
        elif row.model != FAS:
            confidence = weakest(confidence, LIKELY)  # somebody else may make it
        elif resource.service_type == "s3:bucket":
            confidence = weakest(confidence, LIKELY)  # the key belongs to the object
        first = next(iter(actions.values()))
        for key in self._estate.keys_of(resource):
            when = around | first.when | word.when | resource.when | key.when
            if key.kind == CUSTOMER and possible(when):
                yield Use(
                    statement,
                    first,
                    word,
                    resource,
                    key,
                    tuple(actions),
                    row,
                    row.via(resource.region),
                    self._carried(row, identity, resource, key, word.text),
                    confidence,
                    when,
                )

    def _carried(
        self, row: Row, identity: Identity, resource: Resource, key: KeyUse, named: Text
    ) -> dict[str, Text | str | None]:
        found = row.carried(account_of(identity), resource, key.encryption, named)
        if row.named and key.key is not None:
            around = (self._estate.policies_on(key.key), self._estate.policies_of(identity))
            asked = [one.policy for grants in around for one in grants.attached]
            found.update(row.never_carried(asked))
        return found


def granted_in(statement: Statement, row: Row) -> dict[str, Word]:
    """The row's actions that a statement names, each with the text that does."""
    exact: dict[str, Word] = {}
    patterns: list[tuple[str, Word]] = []
    services = tuple({action.partition(":")[0].lower() + ":" for action in row.actions})
    for word in statement.actions or ():
        literal = (word.literal or "").lower()
        if literal.startswith(services):
            if is_glob(literal):
                patterns.append((literal, word))
            else:
                exact.setdefault(literal, word)
        elif is_glob(literal.partition(":")[0]):
            patterns.append((literal, word))
    found = {}
    for action in row.actions:
        lower = action.lower()
        word_of = exact.get(lower) or next((w for one, w in patterns if match(one, lower)), None)
        if word_of is not None:
            found[action] = word_of
    return found
