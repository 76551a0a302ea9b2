"""Who uses what under which key, and so needs which KMS actions.

Services such as S3, SQS and Secrets Manager call KMS with the caller's own rights: a principal
that may read an encrypted object needs `kms:Decrypt` on its key too. Rows of the catalogue's table
`kms_callers` say which service actions need which.

https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html#conditions-kms-via-service
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from iamlint.finding import CERTAIN, LIKELY, UNVERIFIED
from iamlint.text.globs import is_glob, match
from iamlint.text.holed import meets
from iamlint.text.holes import ANY, Hole, Text

from . import names
from .accounts import account_of, same_account
from .asking import CALLER, CAPS, DELEGATED, Answer, probe, weakest
from .joined import CUSTOMER, Attached, KeyUse, Unknown
from .presence import possible
from .resources import service

if TYPE_CHECKING:
    from collections.abc import Iterator

    from iamlint.model.policy import Policy, Statement, Word
    from iamlint.model.things import Identity, Resource
    from iamlint.text.node import When

    from . import Estate

KEY_SIDE, CALLER_SIDE, GUARDRAIL = "key", "caller", "guardrail"


class Row(NamedTuple):
    """One row of `kms_callers`: service actions, and the KMS actions their callers need."""

    service: str
    actions: tuple[str, ...]
    minimum: tuple[str, ...]
    documented: tuple[str, ...]
    via_service: str
    confidence: str


class Use(NamedTuple):
    """A statement that lets an identity use a resource encrypted with a key.

    `action_word`, `resource_word`: the texts in the statement that do; `actions`: the canonical
    data actions. `needed`: the least KMS actions those need; `documented`: what AWS lists.
    `via_service`: the value of `kms:ViaService` in those calls. `confidence`: that the use is real.
    """

    statement: Statement
    action_word: Word
    resource_word: Word
    resource: Resource
    key: KeyUse
    actions: tuple[str, ...]
    needed: tuple[str, ...]
    documented: tuple[str, ...]
    via_service: Text
    confidence: str
    when: When


class Lack(NamedTuple):
    """A KMS action that a use needs and that is denied.

    `side`: `caller` (the key leaves it to IAM or names the caller's account, and the caller's
    policies do not allow it), `key` (whatever the caller's policies say, the key policy refuses),
    `guardrail` (a boundary or SCP lets nothing through that could be granted).
    """

    use: Use
    action: str
    side: str
    answer: Answer


class KeyNeed:
    """What one identity needs of one key, through all its uses of what the key encrypts."""

    def __init__(self, estate: Estate, identity: Identity, uses: tuple[Use, ...]) -> None:
        self._estate = estate
        self.identity = identity
        self.uses = uses

    @property
    def key(self) -> Resource | None:
        """The key's declaration, when it is in view."""
        return self.uses[0].key.key

    @property
    def key_arn(self) -> Text:
        """How policies name the key."""
        return self.uses[0].key.text

    @property
    def key_policy(self) -> Policy | None:
        """The key policy that is in view, the first of several."""
        grants = self._estate.policies_on(self.key) if self.key is not None else None
        return grants.attached[0].policy if grants is not None and grants.attached else None

    @cached_property
    def lacks(self) -> tuple[Lack, ...]:
        """Every KMS action that is needed and denied, for each use that needs it and is itself
        allowed.
        """
        return tuple(
            Lack(use, action, side, answer)
            for use in self.uses
            for action in use.needed
            if (answer := self._ask(use, action)).denied and self._may_use(use)
            for side in self._sides(use, action, answer)
        )

    def missing(self, *sides: str) -> Missing | None:
        """What is lacking on a side, in one; None when nothing is."""
        lacks = tuple(lack for lack in self.lacks if lack.side in sides)
        return Missing(self, lacks) if lacks else None

    def _ask(self, use: Use, action: str, *supposing: str) -> Answer:
        return self._estate.can(
            self.identity,
            action,
            self.key_arn,
            context={"kms:ViaService": use.via_service},
            when=use.when,
            supposing=supposing,
        )

    def _may_use(self, use: Use) -> bool:
        """The data itself is not denied to the identity for another reason."""
        target = probe(use.resource_word.text)
        data = self._estate.can(self.identity, use.actions[0], target, when=use.when)
        return not (data.denied and (data.explicit or data.confidence != UNVERIFIED))

    def _sides(self, use: Use, action: str, answer: Answer) -> tuple[str, ...]:
        """Who refuses. Across accounts it may be both; in one account a key policy that refuses
        is the only thing to mend.
        """
        if answer.explicit:
            return (GUARDRAIL,)
        key = self._ask(use, action, CALLER, CAPS)
        refused = (KEY_SIDE,) if key.denied and key.confidence != UNVERIFIED else ()
        if refused and not self.foreign:
            return refused
        if not self._ask(use, action, DELEGATED).denied:
            return refused
        own = GUARDRAIL if self._ask(use, action, CALLER, DELEGATED).denied else CALLER_SIDE
        return (*refused, own)

    @property
    def foreign(self) -> bool:
        """The key belongs to another account than the identity, for certain."""
        if self.key is not None:
            return same_account(self.identity, self.key) is False
        account = names.account_in(self.key_arn)
        return account is not None and names.same(account, account_of(self.identity)) is False


class Missing:
    """What a caller or a key policy lacks, ready to be told and mended."""

    def __init__(self, need: KeyNeed, lacks: tuple[Lack, ...]) -> None:
        self.need = need
        self.lacks = lacks

    @property
    def confidence(self) -> str:
        """That of the surest lack."""
        ranks = (CERTAIN, LIKELY, UNVERIFIED)
        return min((_sureness(lack) for lack in self.lacks), key=ranks.index)

    @property
    def first(self) -> Lack:
        """The surest lack, the first of those in the text."""
        return next(lack for lack in self.lacks if _sureness(lack) == self.confidence)

    @property
    def uses(self) -> tuple[Use, ...]:
        """The uses that fail, that of `first` first."""
        return tuple(dict.fromkeys((self.first.use, *(lack.use for lack in self.lacks))))

    @property
    def actions(self) -> tuple[str, ...]:
        """The KMS actions that are missing."""
        return tuple(dict.fromkeys(lack.action for lack in self.lacks))

    @property
    def via_services(self) -> tuple[Text, ...]:
        """The services through which they are missing: values of `kms:ViaService`."""
        return tuple(dict.fromkeys(lack.use.via_service for lack in self.lacks))

    @property
    def unknown(self) -> tuple[Unknown, ...]:
        """What is not in view and could allow it: documents that would settle it."""
        return self.first.answer.unknown


def _sureness(lack: Lack) -> str:
    return weakest(lack.use.confidence, lack.answer.confidence)


class KeyNeeds:
    """Finds the uses of encrypted resources."""

    def __init__(self, estate: Estate) -> None:
        self._estate = estate

    @cached_property
    def _rows(self) -> dict[str, list[Row]]:
        """Rows for calls in the caller's name, by service; general knowledge alone is left out."""
        found: dict[str, list[Row]] = {}
        for raw in self._estate.catalog.table("kms_callers"):
            if raw["model"] == "fas" and raw["confidence"] != "C":
                row = Row(
                    raw["service"],
                    tuple(raw["actions"]),
                    self._expanded(raw["min_kms"]),
                    self._expanded(raw["doc_kms"]),
                    raw["via_service"],
                    raw["confidence"],
                )
                found.setdefault(row.service, []).append(row)
        return found

    def _expanded(self, patterns: list[str]) -> tuple[str, ...]:
        expand = self._estate.catalog.expand
        return tuple(dict.fromkeys(name for p in patterns for name in expand(p) or (p,)))

    @cached_property
    def _encrypted(self) -> dict[str, list[Resource]]:
        """Resources under a customer's key, by service."""
        found: dict[str, list[Resource]] = {}
        for resource in self._estate.resources:
            if service(resource) in self._rows and resource.encryption:
                uses = self._estate.keys_of(resource)
                if any(use.kind == CUSTOMER for use in uses):
                    found.setdefault(service(resource), []).append(resource)
        return found

    def all(self) -> Iterator[KeyNeed]:
        """Every need, by identity and key, in file order."""
        if not self._encrypted:
            return
        for identity in self._estate.identities:
            if identity.kind == "group":
                continue  # its members are asked
            by_key: dict[Text, list[Use]] = {}
            for use in self._uses(identity):
                by_key.setdefault(use.key.text, []).append(use)
            for uses in by_key.values():
                yield KeyNeed(self._estate, identity, tuple(uses))

    def _uses(self, identity: Identity) -> Iterator[Use]:
        for attached in self._estate.policies_of(identity).attached:
            if attached.sure:
                for statement in attached.policy.statements:
                    if statement.allows:
                        yield from self._statement_uses(identity, attached, statement)

    def _statement_uses(
        self, identity: Identity, attached: Attached, statement: Statement
    ) -> Iterator[Use]:
        around = identity.when | attached.when | attached.policy.when | statement.when
        for row in self._rows_of(statement):
            granted = _granted(statement, row)
            if not granted:
                continue
            for word in statement.resources or ():
                for resource, confidence in self._reached(word, row.service, identity):
                    yield from self._resource_uses(
                        statement, word, resource, row, granted, around, confidence
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
            for resource in held:
                if resource in candidates:
                    yield resource, CERTAIN
            return
        if word.text.literal is None or not is_glob(word.text.literal):
            return
        parts = names.segments(word.text)
        named = parts is not None and parts[5].prefix[:1] not in ("*", "?")
        for resource in candidates:
            inside = resource.arn + "/" + Text(Hole(f"{resource.address}/…", ANY))
            if meets(word.text, resource.arn) or meets(word.text, inside):
                yield resource, LIKELY if named else UNVERIFIED

    def _resource_uses(
        self,
        statement: Statement,
        word: Word,
        resource: Resource,
        row: Row,
        granted: dict[str, Word],
        around: When,
        confidence: str,
    ) -> Iterator[Use]:
        actions = {
            action: action_word
            for action, action_word in granted.items()
            if self._estate.engine.can_match(action, word.text)
        }
        if not actions:
            return
        if row.confidence != "A":
            confidence = UNVERIFIED
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
                    row.minimum,
                    row.documented,
                    via_service(row, resource),
                    confidence,
                    when,
                )


def _granted(statement: Statement, row: Row) -> dict[str, Word]:
    """The row's actions that a statement names, each with the text that does."""
    found = {}
    for action in row.actions:
        for word in statement.actions or ():
            if word.literal is not None and match(word.literal, action, fold=True):
                found[action] = word
                break
    return found


def via_service(row: Row, resource: Resource) -> Text:
    """The row's `kms:ViaService`, in the region of the resource."""
    before, marker, after = row.via_service.partition("${Region}")
    return Text(before) + resource.region + after if marker else Text(before)
