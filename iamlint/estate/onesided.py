"""A grant across accounts that one side makes, what the other lacks, and what would mend it."""

from __future__ import annotations

from iamlint.rule import AddStatement
from iamlint.text.hints import TYPE_CHECKING, Any
from iamlint.text.holes import Text, join
from iamlint.text.records import NamedTuple

from . import names
from .accounts import account_of, same_account
from .joined import one_or_list
from .resources import whatever_suffix

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from iamlint.model.policy import Condition, Policy, Principal, Statement, Word
    from iamlint.model.things import Identity, Reading, Resource, Wire
    from iamlint.rule import Placed

    from .asking import Answer
    from .joined import Grants, Unknown


class OneSided(NamedTuple):
    """A grant across accounts that the other side does not make.

    `statement`, `action_word`, `word`: the side that allows, the action in it, and the resource or
    principal that leads across. `actions`: what the other side never allows. `other`: the policies
    of the other side; `unknown`: what of it is not in view. `whole`: nothing of what the statement
    allows there is allowed by the other side. `by_resource`: the other side is the resource.
    `targets`: what of the resource the actions are about. `guards`: the conditions by which a
    resource's policy that names the caller keeps it out all the same. `at`: the wire that needs it,
    where it is not a statement alone that leads across. The resource may be a role.
    """

    statement: Statement
    action_word: Word
    word: Word | Principal
    identity: Identity
    resource: Resource | Identity
    actions: tuple[str, ...]
    targets: tuple[Text, ...]
    other: Grants
    unknown: tuple[Unknown, ...]
    confidence: str
    whole: bool
    by_resource: bool
    guards: tuple[Condition, ...] = ()
    at: Wire | None = None

    @property
    def place(self) -> Placed:
        """Where it is told."""
        return self.at or self.action_word

    @property
    def of_key(self) -> bool:
        """The resource is a key."""
        return getattr(self.resource, "service_type", "") == "kms:key"

    @property
    def policy(self) -> Policy | None:
        """The first policy of the other side that stands in a file."""
        for attached in self.other.attached:
            if attached.sure and not attached.bundled:
                return attached.policy
        return None

    @property
    def places(self) -> list[tuple[Placed, str]]:
        """Other places that take part, each with its sentence."""
        if not self.by_resource:
            return list(self._callers_side())
        if self.guards:
            sentence = f"this condition keeps {self.identity.address} out"
            return [(guard, sentence) for guard in self.guards]
        policy = self.policy
        if policy is None:
            return [(self.resource, f"{self.resource.address} has no policy")]
        return [(policy, f"the policy of {self.resource.address} does not admit it")]

    def _callers_side(self) -> Iterator[tuple[Placed, str]]:
        """The identity, and the policy that lacks it where that stands elsewhere."""
        yield self.identity, f"{self.identity.address} is not allowed it by its policies"
        policy = self.policy
        if policy is not None and policy not in self.identity.inline:
            yield policy, "this policy does not allow it"

    @property
    def needed(self) -> str:
        """What the other side lacks, in a line."""
        actions = ", ".join(f"`{action}`" for action in self.actions)
        if self.by_resource:
            return f"{actions} for {self.identity.arn} in the policy of {self.resource.address}"
        target = whatever_suffix(self.targets[0])
        return f"{actions} on {target} in the policies of {self.identity.address}"

    @property
    def details(self) -> list[tuple[str, str]]:
        """Lines for the finding: documents not in view that could allow it all the same."""
        return [("unless", unknown.why) for unknown in self.unknown[:3]]

    @property
    def mended(self) -> AddStatement | None:
        """The statement that the other side lacks; None where its file cannot name what it is
        about, or has no policy to add it to.
        """
        if same_account(self.identity, self.resource) is True:
            return None  # what denies it is in the way
        return self._admission() if self.by_resource else self._grant()

    def _admission(self) -> AddStatement | None:
        principal = named_in(self.resource, self.identity)
        to = self.policy
        if principal is None or to is None:
            return None
        statement = self._statement({"Principal": {"AWS": principal}})
        return AddStatement(to, statement, f"admit {self.identity.address}")

    def _grant(self) -> AddStatement | None:
        foreign = self.resource.reading is not self.identity.reading
        named = map(whatever_suffix, self.targets) if foreign else self.targets
        targets = tuple(written_in(self.identity.reading, target) for target in named)
        if foreign and any(_has_own_holes(target) for target in targets):
            return None
        statement = self._replace(targets=targets)._statement({})
        return AddStatement(self.policy or self.identity, statement, "allow it to the caller")

    def _statement(self, more: dict[str, Any]) -> dict[str, Any]:
        actions, targets = one_or_list(self.actions), one_or_list(self.targets)
        return {"Effect": "Allow", **more, "Action": actions, "Resource": targets}


def unknown_of(answers: Mapping[str, Answer]) -> tuple[Unknown, ...]:
    """What is not in view and could change some of the answers."""
    return tuple(dict.fromkeys(u for answer in answers.values() for u in answer.unknown))


def named_in(resource: Resource | Identity, identity: Identity) -> Text | None:
    """How the file of a resource may name an identity of another account: by its ARN, or where
    that is not known before deployment by its account.
    """
    account = account_of(identity)
    if resource.reading is None or account.literal is None:
        return None
    partition = names.partition(resource.arn) or resource.reading.partition
    parts = names.segments(identity.arn)
    last = parts[5] if parts is not None and parts[5].literal is not None else Text("root")
    return join([Text("arn"), partition, Text("iam"), Text(), account, last], ":")


def written_in(reading: Reading | None, arn: Text) -> Text:
    """An ARN in the partition of another file: the two are the same."""
    rest = names.tail(arn)
    return arn if rest is None or reading is None else Text("arn:") + reading.partition + ":" + rest


def _has_own_holes(arn: Text) -> bool:
    """Something of it besides the partition is known in its own file only."""
    rest = names.tail(arn)
    return bool((arn if rest is None else rest).holes)
