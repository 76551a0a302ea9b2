"""What is lacking of a key, told and mended together."""

from __future__ import annotations

from functools import cached_property

from iamlint.finding import CONFIDENCES
from iamlint.text.hints import TYPE_CHECKING, Any

from .joined import one_or_list

if TYPE_CHECKING:
    from collections.abc import Iterable

    from iamlint.model.policy import Policy, Statement
    from iamlint.model.things import Identity
    from iamlint.rule import Placed

    from .lacks import Lack
    from .needs import Use


class Missing:
    """Lacks that are told and mended together. `further`: what only some of the calls need, and is
    mended with them.
    """

    def __init__(self, lacks: Iterable[Lack], further: Iterable[Lack] = ()) -> None:
        self.lacks = tuple(lacks)
        self.further = tuple(further)

    @cached_property
    def confidence(self) -> str:
        """That of the surest lack."""
        return min((lack.confidence for lack in self.lacks), key=CONFIDENCES.index)

    @cached_property
    def first(self) -> Lack:
        """The surest lack, the first of those in the text."""
        return next(lack for lack in self.lacks if lack.confidence == self.confidence)

    @property
    def uses(self) -> tuple[Use, ...]:
        """The uses that fail, that of `first` first."""
        every = (self.first.use, *(lack.use for lack in self.lacks))
        return tuple({id(use): use for use in every}.values())

    @property
    def actions(self) -> tuple[str, ...]:
        """The KMS actions that are missing."""
        return tuple(dict.fromkeys(lack.action for lack in self.lacks))

    @property
    def all_actions(self) -> tuple[str, ...]:
        """Those, and what only some calls need."""
        return tuple(dict.fromkeys((*self.actions, *(lack.action for lack in self.further))))

    @property
    def identities(self) -> tuple[Identity, ...]:
        """Who lacks them."""
        return tuple(dict.fromkeys(lack.need.identity for lack in self.lacks))

    @property
    def details(self) -> list[tuple[str, str]]:
        """Lines for the finding: documents not in view that could allow it all the same, and what
        is taken to be absent since no document would show it.
        """
        unknown = [("unless", unknown.why) for unknown in self.first.answer.unknown[:3]]
        return [*unknown, ("assumed", "no KMS grant and no policy attached elsewhere allow it")]

    @property
    def only_when(self) -> str:
        """Which calls need what is missing, for a message; empty where all do."""
        use = self.first.use
        if self.first.action in use.needed:
            return ""
        return f": {use.row.sometimes[self.first.action]}"

    @property
    def places(self) -> list[tuple[Placed, str]]:
        """Other places that take part, each with its sentence."""
        found: list[tuple[Placed, str]] = []
        first = self.first.use
        for use in self.uses:
            if use.action_word is not first.action_word or use.resource is not first.resource:
                found.append((use.action_word, f"`{use.actions[0]}` on {use.resource.address}"))
            if use.key.encryption is not None:
                sentence = f"{use.resource.address} is encrypted with this key"
                found.append((use.key.encryption, sentence))
                key = use.key.key
                if key is not None and key.reading is not use.resource.reading:
                    found.append((key, f"{key.address} is declared here"))
        return list(dict.fromkeys(found))

    @property
    def spoiled(self) -> list[tuple[Placed, str]]:
        """Statements of the caller's policies that would allow what is missing, but for a condition
        that these uses do not meet.
        """
        need = self.first.need
        found: dict[int, Statement] = {}
        for statement in need.granting(self.first.action):
            if statement.conditions:
                found[id(statement)] = statement
        why = f"allows it under a condition that `{self.first.use.actions[0]}` does not meet"
        return [(statement, why) for statement in found.values()]

    @property
    def condition(self) -> dict[str, Any]:
        """That the key is used through the services that encrypt with it, and no other way."""
        via = dict.fromkeys(lack.use.via_service for lack in self.lacks)
        if not all(name.pieces for name in via):
            return {}
        return {"StringEquals": {"kms:ViaService": one_or_list(via)}}

    @property
    def grant(self) -> dict[str, Any]:
        """The statement that a caller's policy lacks."""
        statement = {
            "Effect": "Allow",
            "Action": one_or_list(self.all_actions),
            "Resource": self.first.need.key_arn,
        }
        return {**statement, "Condition": self.condition} if self.condition else statement

    @property
    def policy(self) -> Policy | Identity:
        """Where the caller's statement belongs: beside the one that uses the data, where that
        policy stands in a file and AWS does not write it.
        """
        policy, need = self.first.use.statement.policy, self.first.need
        return policy if need.is_written(policy) else need.identity
