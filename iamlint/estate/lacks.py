"""What an identity lacks of the KMS rights it needs, on whose side, and what would mend it."""

from __future__ import annotations

from functools import cached_property

from iamlint.finding import LIKELY, UNVERIFIED
from iamlint.text.globs import is_glob, match
from iamlint.text.hints import TYPE_CHECKING
from iamlint.text.holed import meets
from iamlint.text.records import NamedTuple

from . import names
from .accounts import account_of, same_account
from .asking import CALLER, CAPS, DELEGATED, Answer, probe
from .joined import weakest
from .missing import Missing
from .vain import granted_in_vain

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from iamlint.model.policy import Condition, Policy, Statement
    from iamlint.model.things import Identity, Resource
    from iamlint.text.holes import Text
    from iamlint.text.node import When

    from . import Estate
    from .needs import Use

VIA, ALIASES = "kms:ViaService", "kms:ResourceAliases"
KEY_SIDE, CALLER_SIDE, GUARDRAIL = "key", "caller", "guardrail"


class Lack(NamedTuple):
    """A KMS action that a use needs and that is denied.

    `side`: `caller` (the key leaves it to IAM, or admits the caller's account, and the caller's
    policies do not allow it), `key` (whatever the caller's policies say, the key policy refuses),
    `guardrail` (a boundary or SCP would not let it through, or a Deny stops it).
    """

    need: KeyNeed
    use: Use
    action: str
    side: str
    answer: Answer

    @property
    def confidence(self) -> str:
        return weakest(self.use.confidence, self.answer.confidence)


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

    @property
    def foreign(self) -> bool:
        """The key belongs to another account than the identity, for certain."""
        if self.key is not None:
            return same_account(self.identity, self.key) is False
        account = names.account_in(self.key_arn)
        return account is not None and names.same(account, account_of(self.identity)) is False

    @cached_property
    def lacks(self) -> tuple[Lack, ...]:
        """Every KMS action that is needed and denied, for each use that needs it and is itself
        allowed.
        """
        return tuple(lack for use in self.uses for lack in self._lacks_of(use, use.needed))

    @cached_property
    def occasional(self) -> tuple[Lack, ...]:
        """The same of what only some calls need."""
        return tuple(lack for use in self.uses for lack in self._lacks_of(use, use.row.sometimes))

    def _lacks_of(self, use: Use, actions: Iterable[str]) -> Iterator[Lack]:
        for action in actions:
            if self._estate.plainly.allowed(self.identity, self.key, action):
                continue
            answer = self.ask(use, action)
            if answer.denied and self._may_use(use):
                for side in self._sides(use, action, answer):
                    yield Lack(self, use, action, side, answer)

    def missing(self, side: str) -> Missing | None:
        """What is lacking on a side, in one; None when nothing is."""
        lacks = tuple(lack for lack in self.lacks if lack.side == side)
        return Missing(lacks) if lacks else None

    def gaps(self) -> Iterator[Missing]:
        """What the caller's policies lack: what all calls need, then what only some do."""
        own = tuple(lack for lack in self.lacks if lack.side == CALLER_SIDE)
        failing = {id(lack.use) for lack in own}
        occasional = [lack for lack in self.occasional if lack.side == CALLER_SIDE]
        later = [lack for lack in occasional if id(lack.use) not in failing]
        if own:
            yield Missing(own, [lack for lack in occasional if id(lack.use) in failing])
        if later:
            yield Missing(later)

    def ask(self, use: Use, action: str, *supposing: str) -> Answer:
        """May the identity do this with the key, as the service that the use goes through?"""
        question = (action, *map(str, use.context.values()), use.when, supposing)
        if question not in self._asked:  # many uses ask the same
            answer = self._ask(use, action, use.context_of(action), supposing)
            if not (answer.denied or answer.allowed) and use.via_service.literal is None:
                answer = self._denied_in_each(use, action, supposing) or answer
            if not (answer.denied or answer.allowed):
                answer = self._denied_by_alias(use, action, supposing) or answer
            self._asked[question] = answer
        return self._asked[question]

    def _ask(
        self,
        use: Use,
        action: str,
        context: dict[str, Text | str | None],
        supposing: tuple[str, ...],
    ) -> Answer:
        return self._estate.can(
            self.identity,
            action,
            self.key_arn,
            context=context,
            when=use.when,
            supposing=supposing,
        )

    def _denied_in_each(self, use: Use, action: str, supposing: tuple[str, ...]) -> Answer | None:
        """The answer where the region of the service is not known, and the call is denied in each
        for which a policy asks: no two of them ask for the same.
        """
        denied = [
            self._ask(use, action, {**use.context_of(action), VIA: name}, supposing)
            for name in self._asked_for(use)
        ]
        refused = bool(denied) and all(one.denied and not one.unknown for one in denied)
        return denied[0] if refused else None

    def _denied_by_alias(self, use: Use, action: str, supposing: tuple[str, ...]) -> Answer | None:
        """The answer where policies ask for aliases of the key, and it has others in view; more may
        be given to it elsewhere.
        """
        if self.key is None or not self._asks_for_alias:
            return None
        context = use.context_of(action)
        answers = [
            self._ask(use, action, {**context, ALIASES: name}, supposing)
            for name in self._estate.aliases_of(self.key)
        ]
        if not answers or not all(one.denied and not one.unknown for one in answers):
            return None
        return answers[0]._replace(confidence=weakest(answers[0].confidence, LIKELY))

    @cached_property
    def _asks_for_alias(self) -> bool:
        """A policy of the identity, or of the key, asks for aliases by their names."""
        held = self._estate.policies_of(self.identity).policies
        on_key = self._estate.policies_on(self.key).policies if self.key is not None else ()
        return any(
            (condition.key.literal or "").lower() == ALIASES.lower()
            for policy in (*held, *on_key)
            for statement in policy.statements
            for condition in statement.conditions
        )

    def _asked_for(self, use: Use) -> list[str]:
        """The names of the service, with a region, for which policies of the identity and of the
        key ask.
        """
        held = self._estate.policies_of(self.identity).policies
        on_key = self._estate.policies_on(self.key).policies if self.key is not None else ()
        if any(policy.gaps for policy in (*held, *on_key)):
            return []
        found: dict[str, None] = {}
        for policy in (*held, *on_key):
            for statement in policy.statements:
                for condition in statement.conditions:
                    if (condition.key.literal or "").lower() == VIA.lower():
                        for word in condition.values:
                            literal = word.literal
                            if literal is None or is_glob(literal) or is_negated(condition):
                                return []
                            if meets(use.via_service, literal) is not False:
                                found[literal] = None
        return list(found)

    @cached_property
    def _asked(self) -> dict[tuple[object, ...], Answer]:
        return {}

    def _may_use(self, use: Use) -> bool:
        """The data itself is not denied to the identity for another reason."""
        question = (use.actions[0], use.resource_word.text, use.when)
        if question not in self._used:
            target = probe(use.resource_word.text)
            data = self._estate.can(self.identity, use.actions[0], target, when=use.when)
            refused = data.denied and (data.explicit or data.confidence != UNVERIFIED)
            self._used[question] = not refused
        return self._used[question]

    @cached_property
    def _used(self) -> dict[tuple[str, Text, When], bool]:
        return {}

    @cached_property
    def _by_alias(self) -> bool:
        """The identity is granted the key by its alias, which has no effect and is said there."""
        return any(
            ":alias/" in str(word.text)
            and self._estate.key_named(word.text, self.identity.reading) is self.key is not None
            for policy in self._estate.policies_of(self.identity).policies
            for statement in policy.statements
            if statement.allows
            for word in statement.resources or ()
        )

    def is_written(self, policy: Policy) -> bool:
        """The policy stands in a file, as it is."""
        return not policy.by_aws and self._estate.file_of(policy) is not None

    def granting(self, action: str) -> Iterator[Statement]:
        """Statements of the identity that allow an action on the key, whatever their conditions."""
        for policy in self._estate.policies_of(self.identity).policies:
            for statement in policy.statements:
                if (
                    statement.allows
                    and any(
                        word.literal is not None and match(word.literal, action, fold=True)
                        for word in statement.actions or ()
                    )
                    and any(meets(w.text, self.key_arn) for w in statement.resources or ())
                ):
                    yield statement

    def _sides(self, use: Use, action: str, answer: Answer) -> tuple[str, ...]:
        """Who refuses. Across accounts it may be both; in one account a key policy that refuses
        is the only thing to mend.
        """
        if answer.explicit:
            return (GUARDRAIL,)
        key = self.ask(use, action, CALLER, CAPS)
        refused = (KEY_SIDE,) if key.denied and key.confidence != UNVERIFIED else ()
        if refused and not self.foreign:
            return refused
        if not self.ask(use, action, DELEGATED).denied or self._by_alias:
            apart = self.foreign and use.via_service.literal is None and not self._by_alias
            # each side asks for a service in a region, and they for different ones
            return refused or ((KEY_SIDE,) if apart and len(self._asked_for(use)) > 1 else ())
        if granted_in_vain(self._estate, self.identity, action):
            return refused
        own = GUARDRAIL if self.ask(use, action, CALLER, DELEGATED).denied else CALLER_SIDE
        return (*refused, own)


def is_negated(condition: Condition) -> bool:
    """It asks for other values than those that it names."""
    return "not" in (condition.operator.literal or "not").lower()
