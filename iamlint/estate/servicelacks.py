"""Keys whose policy refuses services that use them in their own name, and what would mend it."""

from __future__ import annotations

from functools import cached_property

from iamlint.finding import CONFIDENCES, LIKELY, UNVERIFIED
from iamlint.rule import AddPolicy, AddStatement, Several
from iamlint.text.hints import TYPE_CHECKING
from iamlint.text.records import NamedTuple

from .barred import sureness
from .joined import CUSTOMER, weakest
from .presence import possible
from .servicegrants import admitting, said

if TYPE_CHECKING:
    from collections.abc import Iterator

    from iamlint.model.policy import Policy, Statement
    from iamlint.model.things import Resource
    from iamlint.rule import Intent, Placed
    from iamlint.text.holes import Text

    from . import Estate
    from .asking import Answer
    from .keycalls import KeyCall

SHOWN = 8
"""Calls that a finding shows; more of them tell nothing new."""


class ServiceLack(NamedTuple):
    """A KMS action that a service needs of a key and that the key policy does not allow it.
    `halved`: it allows another that the same call needs, so that it is meant to let the service
    use the key, whoever says that the service does.
    """

    call: KeyCall
    action: str
    answer: Answer
    halved: bool = False

    @property
    def confidence(self) -> str:
        sure = weakest(self.call.confidence, LIKELY) if self.halved else UNVERIFIED
        sure = min(sure, sureness(self.call), key=CONFIDENCES.index)
        return weakest(sure, self.answer.confidence)


class ServiceRefusal:
    """What one service is refused of one key, through all that has it use the key."""

    def __init__(self, estate: Estate, key: Resource, lacks: tuple[ServiceLack, ...]) -> None:
        self._estate = estate
        self.key = key
        self.lacks = lacks

    @cached_property
    def confidence(self) -> str:
        """That of the surest lack."""
        return min((lack.confidence for lack in self.lacks), key=CONFIDENCES.index)

    @cached_property
    def first(self) -> ServiceLack:
        """The surest lack, the first of those in the text."""
        return next(lack for lack in self.lacks if lack.confidence == self.confidence)

    @property
    def principal(self) -> Text:
        """Who is refused."""
        return self.first.call.principals[0]

    @property
    def who(self) -> str:
        """Who is refused, for a message: a service by its name, a role by its own."""
        return str(self.principal).rpartition("/")[2]

    @property
    def actions(self) -> tuple[str, ...]:
        """The KMS actions without which nothing works."""
        return tuple(dict.fromkeys(lack.action for lack in self.lacks))

    @property
    def calls(self) -> tuple[KeyCall, ...]:
        """The calls that fail, that of `first` first."""
        every = (self.first.call, *(lack.call for lack in self.lacks))
        return tuple({id(call): call for call in every}.values())

    @cached_property
    def key_policy(self) -> Policy | None:
        """The key policy in view, the first of several; None where the key has the default one."""
        for attached in self._estate.policies_on(self.key).attached:
            if not attached.bundled:
                return attached.policy
        return None

    @property
    def where(self) -> Placed:
        """The policy that refuses, or the key that has the default one."""
        return self.key_policy or self.key

    @property
    def places(self) -> list[tuple[Placed, str]]:
        """What has the service use the key, what is encrypted with it, and statements that nearly
        let it in.
        """
        found: list[tuple[Placed, str]] = []
        for call in self.calls[:SHOWN]:
            found.append((call.place, call.sentence))
            if call.key.encryption is not None and call.key.encryption is not call.place:
                sentence = f"{call.encrypted.address} is encrypted with this key"
                found.append((call.key.encryption, sentence))
        if self.key_policy is not None and self.key_policy.owner is not self.key:
            found.append((self.key, f"{self.key.address} is declared here"))
        found += [(statement, self._near(statement)) for statement in self._nearly]
        return list(dict.fromkeys(found))

    @cached_property
    def _nearly(self) -> list[Statement]:
        policies = self._estate.policies_on(self.key).policies
        return [
            statement
            for policy in policies
            for statement in policy.statements
            if statement.allows and self._near(statement)
        ]

    def _near(self, statement: Statement) -> str:
        """In which way a statement nearly lets the service in; empty for one that does not."""
        for principal in statement.principals or ():
            name = principal.value.text
            if name == self.principal:
                if statement.conditions:
                    return "admits it under a condition that the call does not meet"
                return "admits it to other actions"
            if principal.type == "Service" and family(name) == family(self.principal):
                return f"admits `{name}`, and the service calls as `{self.principal}`"
        return ""

    @property
    def details(self) -> list[tuple[str, str]]:
        """Lines for the finding: what is missing, and documents that could allow it."""
        missing = ", ".join(f"`{action}`" for action in self.actions)
        unknown = [("unless", unknown.why) for unknown in self.first.answer.unknown[:3]]
        return [("missing", f"{missing} for {self.who}"), *unknown]

    @property
    def mended(self) -> Intent | None:
        """Statements in the key policy, as narrow as the documents allow, beside what AWS's default
        policy says where the key has that; None where a Deny stops the service or the policy is not
        known.
        """
        policy = self.key_policy
        if self.first.answer.explicit or self.first.answer.unknown:
            return None
        statements = admitting(self.principal, self.calls)
        title = f"let {self.who} use the key"
        if policy is None:
            default = said(one.policy for one in self._estate.policies_on(self.key).attached)
            return AddPolicy(self.key, (*default, *statements), self.key.arn, title)
        added = [AddStatement(policy, statement, title) for statement in statements]
        return added[0] if len(added) == 1 else Several(tuple(added), title)


def family(name: Text) -> str:
    """The service of a principal's name, whatever its region."""
    return name.prefix.partition(".")[0]


def refusals(estate: Estate) -> Iterator[ServiceRefusal]:
    """Refusals by key and service, in the order in which calls meet them."""
    found: dict[tuple[Resource, tuple[Text, ...]], list[ServiceLack]] = {}
    for call in estate.key_calls:
        key = call.key.key
        if call.key.kind != CUSTOMER or key is None or not call.principals:
            continue
        if not possible(call.when):
            continue
        lacks = [lack for action in call.row.minimum if (lack := ask(estate, call, key, action))]
        if lacks and (len(lacks) < len(call.row.minimum) or call.meant):
            lacks = [lack._replace(halved=True) for lack in lacks]
        for action in call.row.aside if not lacks else ():
            lack = ask(estate, call, key, action) if is_offered(estate, call, key, action) else None
            if lack is not None:
                lacks.append(lack._replace(halved=True))
        if lacks:
            found.setdefault((key, call.principals), []).extend(lacks)
    for (key, _), group in found.items():
        yield ServiceRefusal(estate, key, tuple(group))


def is_offered(estate: Estate, call: KeyCall, key: Resource, action: str) -> bool:
    """The policy of the key has a statement that lets the service do just this, for somebody."""
    return any(
        statement.allows
        and any(entry.value.text in call.principals for entry in statement.principals or ())
        and any((word.literal or "").lower() == action.lower() for word in statement.actions or ())
        for policy in estate.policies_on(key).policies
        for statement in policy.statements
    )


def ask(estate: Estate, call: KeyCall, key: Resource, action: str) -> ServiceLack | None:
    """What the call lacks of an action."""
    answer = estate.admits(
        call.principals,
        action,
        key.arn,
        context=call.context,
        when=call.when,
        reading=key.reading,
        source=call.source,
    )
    return ServiceLack(call, action, answer) if answer.denied else None
