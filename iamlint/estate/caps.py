"""What identities are granted and a boundary or SCP never lets through.

https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from iamlint.access.facts import decided_by
from iamlint.access.request import STAR, Situation
from iamlint.access.symbolic.relations import intersects
from iamlint.access.symbolic.sides import Permissions, Policies
from iamlint.access.truth import NO, YES
from iamlint.finding import CERTAIN, LIKELY
from iamlint.rule import AddStatement

from . import names
from .alike import alike
from .asking import ALL_ALLOWED, ALL_LET_THROUGH, whole_level
from .identifying import KINDS
from .joined import one_or_list
from .presence import changed, standing, with_statements

if TYPE_CHECKING:
    from collections.abc import Iterator

    from iamlint.catalog import Catalog
    from iamlint.model.policy import Policy, Statement, Word
    from iamlint.model.things import Identity
    from iamlint.rule import Placed
    from iamlint.text.holes import Text

    from . import Estate

BOUNDARY_CAP: Final = "boundary"
SCP_CAP: Final = "scp"
_UNKNOWN_ACTION: Final = 0


class Layer(NamedTuple):
    """Policies of which one must allow and none may deny.

    `place`: what attaches them; `listed`: only what they allow is let through for certain, since
    nothing else can be attached beside them.
    """

    policies: tuple[Policy, ...]
    place: Placed
    listed: bool
    bundled: bool = False

    def situation(self) -> Situation:
        """Everything is allowed, and only the layer limits it."""
        return Situation(identity=(ALL_ALLOWED,), boundaries=(), scps=(self.policies,))


class Capped(NamedTuple):
    """Actions of a statement that a boundary or SCP never lets through.

    `words`: the actions, or none when the statement names exceptions and all of it is cut.
    `identities`: all in view that have the statement. `denying`: the Deny that does it; None where
    the layer has no Allow for it. `cap`: the policy that limits, `place`: what attaches it;
    `bundled`: it is AWS's own.
    """

    statement: Statement
    words: tuple[Word, ...]
    identities: tuple[Identity, ...]
    cap: Policy
    place: Placed
    denying: Statement | None
    bundled: bool
    confidence: str

    @property
    def where(self) -> Placed:
        """The first action that is cut, or the whole statement."""
        return self.words[0] if self.words else self.statement

    @property
    def reasons(self) -> list[tuple[Placed, str]]:
        """Where the cap denies it, or should have allowed it."""
        if self.denying is not None:
            return [(self.denying, "denied here")]
        return [] if self.bundled else [(self.cap, "nothing here allows it")]

    @property
    def mended(self) -> AddStatement | None:
        """Let the cap allow it too; None where it denies it, or stands in no file."""
        if self.denying is not None or not self.words or self.bundled:
            return None
        resources = one_or_list(word.text for word in self.statement.resources or ())
        actions = one_or_list(word.text for word in self.words)
        statement = {"Effect": "Allow", "Action": actions, "Resource": resources or "*"}
        return AddStatement(self.cap, statement, "let it through")

    @property
    def who(self) -> str:
        """The identities, for a message: a few, and how many more."""
        names = [identity.address for identity in self.identities]
        more = f" and {len(names) - 3} more" if len(names) > 3 else ""
        return ", ".join(names[:3]) + more


class Reach:
    """What a layer lets through, as far as actions alone tell: a quick answer before the exact
    one. Bits are actions of the catalogue.
    """

    def __init__(self, layer: Layer, catalog: Catalog) -> None:
        self.plain = self.some = self.denied = 0
        self.exact = True
        for policy in layer.policies:
            self.exact = self.exact and policy.whole
            for statement in policy.statements:
                bits = action_bits(statement, catalog)
                if statement.allows:
                    self.some |= bits
                    if is_plain(statement):
                        self.plain |= bits
                elif statement.denies:
                    self.denied |= bits
                else:
                    self.exact = False

    def lets_some(self, bits: int) -> bool | None:
        """Of these actions, some for certain, none for certain, or it takes a closer look."""
        if bits & self.plain & ~self.denied:
            return True
        if self.exact and bits and not bits & self.some:
            return False
        return None


def action_bits(statement: Statement, catalog: Catalog) -> int:
    """The actions a statement may be about; all where that is not known."""
    if statement.actions is None:
        everything = catalog.bits("*")
        for word in statement.not_actions or ():
            everything &= ~(catalog.bits(word.literal) if word.literal else 0)
        return everything if statement.not_actions is not None else 0
    found = 0
    for word in statement.actions:
        found |= catalog.bits(word.literal if word.literal is not None else "*")
    return found


def is_plain(statement: Statement) -> bool:
    """An Allow on everything under no condition, all of which is known."""
    return (
        not (statement.conditions or statement.gaps or statement.when or statement.policy.when)
        and statement.actions is not None
        and all(word.literal is not None and not word.when for word in statement.actions)
        and any(word.literal == "*" and not word.when for word in statement.resources or ())
    )


class Caps:
    """Holds the statements of identities against what limits them."""

    def __init__(self, estate: Estate) -> None:
        self._estate = estate
        self._reach: dict[tuple[Policy, ...], Reach] = {}
        self._answers: dict[object, bool] = {}

    def capped(self, by: str) -> Iterator[Capped]:
        """Statements of which some actions are cut for every identity in view that has them."""
        cut: dict[Statement, list[tuple[Identity, Layer, tuple[Word, ...]]]] = {}
        spared: set[Statement] = set(held_by_others(self._estate))
        for identity in (*self._estate.identities, *(role for role, _ in self._estate.holders)):
            layers = list(self._layers(identity, by))
            for attached in self._estate.policies_of(identity).attached:
                if attached.bundled or not attached.sure:
                    continue
                for statement in attached.policy.statements:
                    if statement.allows and not attached.policy.by_aws:
                        self._hold(identity, statement, layers, cut, spared)
        for statement, rows in cut.items():
            if statement not in spared:
                yield from self._told(statement, rows)

    def _layers(self, identity: Identity, by: str) -> Iterator[Layer]:
        if by == BOUNDARY_CAP:
            boundary = self._estate.boundary_of(identity)
            if boundary is None or boundary.attached is None:
                return
            if not boundary.allows_nothing:  # that is said of the boundary
                yield Layer(
                    standing((boundary.attached,)),
                    boundary.place,
                    True,
                    boundary.attached.bundled,
                )
            return
        for level in self._estate.scps_of(identity):
            if level.sure:
                yield Layer(whole_level(level), level.attached[0].place, False)

    def _hold(
        self,
        identity: Identity,
        statement: Statement,
        layers: list[Layer],
        cut: dict[Statement, list[tuple[Identity, Layer, tuple[Word, ...]]]],
        spared: set[Statement],
    ) -> None:
        for layer in layers:
            words = self._cut_words(statement, layer)
            if words is not None:
                cut.setdefault(statement, []).append((identity, layer, words))
                return
        spared.add(statement)

    def _cut_words(self, statement: Statement, layer: Layer) -> tuple[Word, ...] | None:
        """The actions that the layer never lets through; empty for all of a NotAction, None for
        none.
        """
        if statement.actions is None:
            return () if self._never(statement, None, layer) else None
        cut = tuple(word for word in statement.actions if self._never(statement, word, layer))
        return cut or None

    def _never(self, statement: Statement, word: Word | None, layer: Layer) -> bool:
        catalog = self._estate.catalog
        if word is not None:
            bits = catalog.bits(word.literal) if word.literal is not None else 0
            if bits == _UNKNOWN_ACTION or self._is_always_allowed(word):
                return False  # not in the catalogue: said elsewhere
            reach = self._reach.get(layer.policies)
            if reach is None:
                reach = self._reach[layer.policies] = Reach(layer, catalog)
            quick = reach.lets_some(bits)
            if quick is not None:
                return not quick
            statement = changed(statement, actions=(word,))
        key = alike(statement, layer.policies)
        if key is None:
            return self._meets_nothing(statement, layer)
        if key not in self._answers:
            self._answers[key] = self._meets_nothing(statement, layer)
        return self._answers[key]

    def _is_always_allowed(self, word: Word) -> bool:
        """Whatever any policy says."""
        return decided_by("always", word.literal or "", STAR) is YES

    def _meets_nothing(self, statement: Statement, layer: Layer) -> bool:
        alone = Policies((with_statements(statement.policy, (statement,)),))
        through = Permissions(layer.situation())
        return intersects(alone, through, self._estate.catalog).truth is NO

    def _told(
        self, statement: Statement, rows: list[tuple[Identity, Layer, tuple[Word, ...]]]
    ) -> Iterator[Capped]:
        identities = tuple(dict.fromkeys(identity for identity, _, _ in rows))
        _, layer, words = rows[0]
        common = tuple(word for word in words if all(word in row[2] for row in rows))
        if words and not common:
            return
        shown = changed(statement, actions=common) if common else statement
        denying = self._denying(shown, layer)
        cap = denying.policy if denying is not None else layer.policies[0]
        known = all(identity.node is not statement.policy.node for identity in identities)
        sure = known and (layer.listed or denying is not None)
        confidence = CERTAIN if sure else LIKELY
        yield Capped(
            statement, common, identities, cap, layer.place, denying, layer.bundled, confidence
        )

    def _denying(self, statement: Statement, layer: Layer) -> Statement | None:
        """The Deny that cuts a statement by itself, whatever the layer allows."""
        for policy in layer.policies:
            for deny in policy.statements:
                if deny.denies:
                    alone = (with_statements(policy, (deny,)), ALL_LET_THROUGH)
                    if self._meets_nothing(statement, layer._replace(policies=alone)):
                        return deny
        return None


def held_by_others(estate: Estate) -> Iterator[Statement]:
    """Statements of policies that are attached to somebody of whom no file tells who it is."""
    known = {text for one in estate.identities for text in (one.name, one.arn)}
    by_arn: dict[Text, list[Policy]] = {}
    for policy in estate.policies:
        if policy.arn is not None:
            by_arn.setdefault(names.tail(policy.arn) or policy.arn, []).append(policy)
    for reading in estate.readings:
        for attachment in reading.attachments:
            if not any(
                kind in KINDS and text.literal is None and text not in known
                for kind, text in attachment.targets
            ):
                continue
            policies = [attachment.policy] if attachment.policy is not None else []
            if attachment.reference is not None:
                arn = attachment.reference.arn
                policies += by_arn.get(names.tail(arn) or arn, [])
            for policy in policies:
                yield from policy.statements
