"""A layer of policies that limits what is granted, and what of a statement it never lets through.

Exact answers cost a millisecond each, and a thousand roles under one boundary ask ten thousand
times: so what plainly is let through is told by bits of actions, and a question is asked once for
all statements of which the layer looks at nothing but the action.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
"""

from __future__ import annotations

from functools import cached_property, lru_cache

from iamlint.access.facts import decided_by
from iamlint.access.overlap import meet, shape_of
from iamlint.access.request import STAR, Situation
from iamlint.access.symbolic.relations import exists, intersects
from iamlint.access.symbolic.sides import Permissions, Policies
from iamlint.access.truth import NO, YES
from iamlint.catalog.roles import is_service_linked
from iamlint.model.policy import Condition, Word
from iamlint.text.hints import TYPE_CHECKING, Final
from iamlint.text.holes import Text
from iamlint.text.node import Holed
from iamlint.text.records import NamedTuple
from iamlint.text.source import NOWHERE

from .asking import ALL_ALLOWED, ALL_LET_THROUGH
from .presence import changed, with_statements
from .principals import PRINCIPAL_ARN

if TYPE_CHECKING:
    from collections.abc import Iterable

    from iamlint.access.callers import Caller
    from iamlint.catalog import Catalog
    from iamlint.model.policy import Policy, Statement
    from iamlint.rule import Placed

    Listed = tuple[tuple[Word, ...] | None, tuple[Word, ...] | None]

ANYTHING = (Word(STAR, Holed(NOWHERE, 0, 0, STAR)),)
"""The element Resource of what is about everything."""
GRANTS: Final = "grants"
"""What tells the question whether a statement grants anything from those about layers."""
OF_CALLERS = ("aws:principal", "aws:userid", "aws:username")
"""What condition keys begin with that follow from who calls."""

OTHERS: Final = ("arnnotlike", "arnnotequals", "stringnotlike", "stringnotequals")


class Layer(NamedTuple):
    """Policies of which one must allow and none may deny.

    `place`: what attaches them; `listed`: only what they allow is let through for certain, since
    nothing else can be attached beside them. `bundled`: they are AWS's own. `why`: what would mean
    that the layer is not there, where that is not known. `own`: they are the identity's own Deny
    statements.
    """

    policies: tuple[Policy, ...]
    place: Placed
    listed: bool
    bundled: bool = False
    why: str = ""
    own: bool = False

    def situation(self) -> Situation:
        """Everything is allowed, and only the layer limits it."""
        return Situation(identity=(ALL_ALLOWED,), boundaries=(), scps=(self.policies,))

    def of_deny(self, deny: Statement) -> Layer:
        """The same, of which one Deny alone stands."""
        return self._replace(policies=(alone(deny), ALL_LET_THROUGH))


@lru_cache(maxsize=16384)
def alone(statement: Statement) -> Policy:
    """A policy of which one statement alone stands; the same object for the same statement, so that
    what is asked of it is asked once.
    """
    return with_statements(statement.policy, (statement,))


class Reach:
    """What a layer says of actions, as bits of the catalogue."""

    def __init__(self, policies: tuple[Policy, ...], catalog: Catalog) -> None:
        self.plain = self.some = self.denied = 0
        self.exact = True
        self.statements: list[tuple[int, Statement, tuple[object, ...]]] = []
        for policy in policies:
            self.exact = self.exact and policy.whole
            for statement in policy.statements:
                bits = shared(action_bits(statement, catalog))
                self.statements.append((bits, statement, content_of(statement)))
                if statement.allows:
                    self.some |= bits
                    if is_plain(statement):
                        self.plain |= bits
                elif statement.denies:
                    self.denied |= bits
                else:
                    self.exact = False
        self.plain, self.some, self.denied = map(shared, (self.plain, self.some, self.denied))

    def lets_some(self, bits: int) -> bool | None:
        """Of these actions, some for certain, none for certain, or it takes a closer look."""
        if bits & self.plain & ~self.denied:
            return True
        if self.exact and bits and not bits & self.some:
            return False
        return None

    def about(self, bits: int, statement: Statement) -> Bearing:
        """Those of the statements that may bear on actions of a statement, each content once: one
        on other resources does not.
        """
        found: dict[tuple[object, ...], Statement] = {}
        for its, one, content in self.statements:
            if its & bits and content not in found and not is_elsewhere(one, statement):
                found[content] = one
        return Bearing(tuple(found.values()), tuple(found))


class Bearing(NamedTuple):
    """Statements of a layer that bear on another one, and what they say."""

    statements: tuple[Statement, ...]
    content: tuple[tuple[object, ...], ...]

    def lets_all(self, bits: int, catalog: Catalog) -> bool:
        """One of them lets all of some actions through, and none denies any."""
        return not any(one.denies for one in self.statements) and any(
            is_plain(one) and not bits & ~action_bits(one, catalog) for one in self.statements
        )

    @property
    def lets_nothing(self) -> bool:
        """None of them lets anything through."""
        return not any(one.allows for one in self.statements)

    def of(self, layer: Layer) -> Layer:
        """A layer of which these alone stand."""
        kept = set(self.statements)
        narrowed = []
        for policy in layer.policies:
            own = tuple(one for one in policy.statements if one in kept)
            if own:
                whole = len(own) == len(policy.statements)
                narrowed.append(policy if whole else with_statements(policy, own))
        return layer._replace(policies=tuple(narrowed))


def is_elsewhere(cap: Statement, statement: Statement) -> bool:
    """No resource of the statement is one that the statement of a cap names."""
    if cap.resources is None or statement.resources is None:
        return False
    if statement.resources and any(word.literal == "*" for word in cap.resources):
        return False
    return not any(
        meet(shape_of(one.text, True), shape_of(other.text, True))
        for one in cap.resources
        for other in statement.resources
    )


REQUESTED: Final = "aws:requestedregion"


def asks_who(layer: Layer) -> bool:
    """What the layer lets through hangs on who asks."""
    return any(
        (condition.key.literal or OF_CALLERS[0]).lower().startswith(OF_CALLERS)
        for policy in layer.policies
        for statement in policy.statements
        for condition in statement.conditions
    )


def asks_for_region(layer: Layer) -> bool:
    """Some condition of the layer asks in which region a request is made."""
    return any(
        (condition.key.literal or "").lower() == REQUESTED
        for policy in layer.policies
        for statement in policy.statements
        for condition in statement.conditions
    )


def locked_regions(layer: Layer) -> set[str]:
    """The regions for which conditions of the layer ask, as far as they are known."""
    return {
        word.literal
        for policy in layer.policies
        for statement in policy.statements
        for condition in statement.conditions
        if (condition.key.literal or "").lower() == REQUESTED
        for word in condition.values
        if word.literal
    }


def in_region(statement: Statement, region: str) -> Statement:
    """The same statement for requests in a region alone."""
    return with_fact(statement, "aws:RequestedRegion", region)


def with_fact(statement: Statement, key: str, value: Text | str | None) -> Statement:
    """The same statement for requests alone in which a key has a value, or is not there."""
    words = [word_of("Null"), word_of(key), word_of("true")]
    if value is not None:
        words = [word_of("StringEquals"), word_of(key), word_of(value)]
    asked = Condition(statement, words[0], words[1], (words[2],))
    return changed(statement, conditions=(*statement.conditions, asked))


def word_of(text: Text | str) -> Word:
    whole = text if isinstance(text, Text) else Text(text)
    return Word(whole, Holed(NOWHERE, 0, 0, whole))


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


@lru_cache(maxsize=1024)
def shared(bits: int) -> int:
    """The same object for the same bits, which are large."""
    return bits


def is_plain(statement: Statement) -> bool:
    """An Allow on everything under no condition, all of which is known."""
    return (
        not (statement.conditions or statement.gaps or statement.when or statement.policy.when)
        and statement.actions is not None
        and all(word.literal is not None and not word.when for word in statement.actions)
        and on_everything(statement)
    )


def on_everything(statement: Statement) -> bool:
    """Its resources are all there are."""
    return any(word.literal == "*" and not word.when for word in statement.resources or ())


def is_always_allowed(word: Word) -> bool:
    """Whatever any policy says."""
    return decided_by("always", word.literal or "", STAR) is YES


class Cutting:
    """Asks of layers what they never let through, each question once."""

    def __init__(self, catalog: Catalog) -> None:
        self._catalog = catalog
        self._reach: dict[tuple[Policy, ...], Reach] = {}
        self._known: dict[tuple[object, ...], bool] = {}
        self._always: dict[str, bool] = {}

    @cached_property
    def _everything(self) -> int:
        return self._catalog.bits("*")

    def reach(self, layer: Layer) -> Reach:
        found = self._reach.get(layer.policies)
        if found is None:
            found = self._reach[layer.policies] = Reach(layer.policies, self._catalog)
        return found

    def never(
        self, statement: Statement, word: Word | None, layer: Layer, caller: Caller | None
    ) -> bool:
        """The layer never lets through what a statement allows, or what it allows of an action."""
        if word is None:
            return self._asked(statement, self._everything, layer, caller)
        bits = self._catalog.bits(word.literal) if word.literal is not None else 0
        if not bits or self._is_always_allowed(word):
            return False  # not in the catalogue: said elsewhere
        quick = self.reach(layer).lets_some(bits)
        if quick is not None:
            return not quick
        return self._asked(statement, bits, layer, caller, (word,))

    def looks_at_resources(self, word: Word, layer: Layer) -> bool:
        """Whether the layer lets an action through may hang on the resource."""
        bits = self._catalog.bits(word.literal) if word.literal is not None else 0
        reach = self.reach(layer)
        return bool(bits) and bool(bits & reach.denied or bits & ~reach.plain)

    def _is_always_allowed(self, word: Word) -> bool:
        literal = word.literal or ""
        found = self._always.get(literal)
        if found is None:
            found = self._always[literal] = is_always_allowed(word)
        return found

    def _asked(
        self,
        statement: Statement,
        bits: int,
        layer: Layer,
        caller: Caller | None,
        actions: tuple[Word, ...] | None = None,
    ) -> bool:
        """`actions`: those that count, where not all of the statement do."""
        reach = self.reach(layer)
        bearing = reach.about(bits, statement)
        if reach.exact and bits and bearing.lets_nothing:
            if actions is not None:
                statement = changed(statement, actions=actions)
            return self._grants(statement)
        if reach.exact and bits and bearing.lets_all(bits, self._catalog):
            return False
        about = bearing.statements
        keys = [(c.key.literal or OF_CALLERS[0]).lower() for s in about for c in s.conditions]
        if caller is not None and not any(key.startswith(OF_CALLERS) for key in keys):
            caller = None
        resources = statement.resources
        if resources is not None and not looks_at_resources(about, keys):
            resources = ANYTHING
        actions = statement.actions if actions is None else actions
        said_there = bearing.content if reach.exact else layer.policies
        question = (said_there, caller, *asked_of(statement, (actions, resources)))
        answer = self._known.get(question)
        if answer is None:
            statement = changed(statement, actions=actions, resources=resources)
            asked = bearing.of(layer) if reach.exact else layer
            answer = self._known[question] = self._meets_nothing(statement, asked, caller)
        return answer

    def _grants(self, statement: Statement) -> bool:
        """It grants anything by itself: what does not is not taken away by anybody."""
        question = (GRANTS, *asked_of(statement))
        answer = self._known.get(question)
        if answer is None:
            alone = Policies((with_statements(statement.policy, (statement,)),))
            answer = exists(alone, self._catalog).truth is not NO
            self._known[question] = answer
        return answer

    def _meets_nothing(self, statement: Statement, layer: Layer, caller: Caller | None) -> bool:
        alone = Policies((with_statements(statement.policy, (statement,)),))
        through = Permissions(layer.situation(), caller)
        if intersects(alone, through, self._catalog).truth is not NO:
            return False
        return self._grants(statement)


def spares_unbound(condition: Condition) -> bool:
    """It spares service-linked roles and nobody else, whom no control policy binds anyway."""
    return (
        (condition.key.literal or "").lower() == PRINCIPAL_ARN
        and (condition.operator.literal or "").lower().removesuffix("ifexists") in OTHERS
        and bool(condition.values)
        and all(is_service_linked(value.literal or "") for value in condition.values)
    )


def of_the_bound(policy: Policy) -> Policy:
    """The same policy for who is no service-linked role."""
    if not any(spares_unbound(one) for each in policy.statements for one in each.conditions):
        return policy
    rest = (
        changed(one, conditions=tuple(each for each in one.conditions if not spares_unbound(each)))
        if one.denies
        else one
        for one in policy.statements
    )
    return with_statements(policy, tuple(rest))


def looks_at_resources(statements: Iterable[Statement], keys: list[str]) -> bool:
    """Some of the statements are about some resources only, or ask for keys that follow from the
    resource, or that only some resources have.
    """
    return any(key.startswith("aws:resource") or key[:4] != "aws:" for key in keys) or not all(
        on_everything(statement) for statement in statements
    )


def asked_of(statement: Statement, listed: Listed | None = None) -> tuple[object, ...]:
    """What tells a question about one statement from that about another. `listed`: the actions and
    resources that count, where they are not those of the statement.
    """
    if listed is None:
        listed = statement.actions, statement.resources
    tests = tuple(
        (plainly(one.operator), plainly(one.key), said(one.values)) for one in statement.conditions
    )
    plain = (
        not (statement.gaps or statement.when or statement.policy.when)
        and None not in listed
        and not any(word.when for words in listed for word in words or ())
        and not any(one.when or any(v.when for v in one.values) for one in statement.conditions)
    )
    if not plain:
        return (statement.policy, statement.index, *(said(words) for words in listed), tests)
    return (*(said(words) for words in listed), tests)


def said(words: tuple[Word, ...] | None) -> tuple[object, ...] | None:
    return None if words is None else tuple(map(plainly, words))


def plainly(word: Word) -> object:
    """What a word says: its literal, which is quickly compared, or a text with holes."""
    return word.text if word.literal is None else word.literal


def content_of(statement: Statement) -> tuple[object, ...]:
    """What a statement of a layer says; that of two is equal only where they say the same."""
    listed = (
        statement.actions,
        statement.not_actions,
        statement.resources,
        statement.not_resources,
        *(one.values for one in statement.conditions),
    )
    hangs = (
        statement.gaps
        or statement.when
        or statement.policy.when
        or any(one.when for one in statement.conditions)
        or any(word.when for words in listed for word in words or ())
    )
    if hangs:
        return (statement,)
    version = statement.policy.version
    return (
        statement.allows,
        statement.denies,
        statement.policy.kind,
        version.text if version is not None else None,
        tuple((plainly(one.operator), plainly(one.key)) for one in statement.conditions),
        *map(said, listed),
    )
