"""A statement taken apart: its actions as bits, its resource and condition atoms.

An *atom* is one thing that a request makes true or false: a resource pattern, one operator on one
key. The same atom in two statements is one atom, so that what they share cancels. Whether an atom
holds for a sample is always the concrete engine's answer.
"""

from __future__ import annotations

from functools import lru_cache

from iamlint.access.conditions import condition_holds
from iamlint.access.matching import resource_matches
from iamlint.access.operators import use_of
from iamlint.access.statements import on_resource
from iamlint.access.variables import Parts, Variable, filled, taken_apart
from iamlint.model.policy import Statement
from iamlint.text.globs import tokens
from iamlint.text.hints import TYPE_CHECKING, Final
from iamlint.text.holes import ACCOUNT, Hole
from iamlint.text.records import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from iamlint.access.context import Context
    from iamlint.access.operators import Operator
    from iamlint.access.request import Request
    from iamlint.access.truth import Truth
    from iamlint.catalog import Catalog
    from iamlint.model.policy import Condition, Word
    from iamlint.text.globs import Tokens
    from iamlint.text.holes import Text
    from iamlint.text.node import When


class ResourceAtom:
    """One entry of Resource or NotResource, in a policy of some kind."""

    __slots__ = ("_key", "_probe", "negated", "pattern", "variables")

    def __init__(self, word: Word, statement: Statement, *, negated: bool) -> None:
        policy = statement.policy
        self._key = word.text, policy.kind, policy.has_variables, negated, word.when
        self.negated = negated
        self._probe = Statement(policy, statement.index, statement.node)
        if negated:
            self._probe.not_resources = (word,)
        else:
            self._probe.resources = (word,)
        parts: Tokens | Parts = tokens(word.text)
        if policy.has_variables:
            parts = taken_apart(word.text, whole_arn=True)
        self.pattern = parts
        self.variables = variables_in(parts)

    def glob(self, context: Context | None) -> Tokens | None:
        """The pattern with its variables filled in; those not known are holes."""
        if isinstance(self.pattern, Parts):
            return filled(self.pattern, context).glob
        return self.pattern

    def truth(self, arn: Text, context: Context | None, assuming: When) -> Truth:
        """Does the entry itself match the resource?"""
        found = resource_matches(self._probe, arn, context, assuming).truth
        return ~found if self.negated else found

    def on(self, request: Request, assuming: When) -> Truth:
        """The same for a whole request, for what services make of requests about no resource."""
        found = on_resource(self._probe, request, assuming).truth
        return ~found if self.negated else found

    def __eq__(self, other: object) -> bool:
        return isinstance(other, ResourceAtom) and self._key == other._key

    def __hash__(self) -> int:
        return hash(self._key)


class ConditionAtom:
    """One operator on one key with its values."""

    __slots__ = ("_key", "condition", "key", "reads_variables", "variables")

    def __init__(self, condition: Condition, *, reads_variables: bool) -> None:
        self.condition = condition
        self.reads_variables = reads_variables
        self.key = str(condition.key.text).lower()
        words = tuple((word.text, word.when) for word in condition.values)
        operator = str(condition.operator.text).lower()
        self._key = operator, self.key, words, reads_variables, condition.when
        found: frozenset[str] = frozenset()
        if reads_variables:
            for word in condition.values:
                found |= variables_in(taken_apart(word.text, whole_arn=False))
        self.variables = found

    @property
    def globs(self) -> Iterator[Tokens]:
        """Its values; variables are holes."""
        use = use_of(self.condition.operator.literal or "")
        if use is not None and use.base is not None:
            for word in self.condition.values:
                yield value_glob(use.base, word.text, self.reads_variables)

    def truth(self, context: Context, assuming: When) -> Truth:
        return condition_holds(
            self.condition, context, assuming, variables=self.reads_variables
        ).truth

    def __eq__(self, other: object) -> bool:
        return isinstance(other, ConditionAtom) and self._key == other._key

    def __hash__(self) -> int:
        return hash(self._key)


_ACCOUNTS: Final[dict[object, Hole]] = {
    hole: hole
    for key in ("principalaccount", "resourceaccount", "sourceaccount")
    for hole in (Hole("${aws:" + key + "}", ACCOUNT),)
}
"""Variables that are accounts: as holes they have no colon, and fill the account of an ARN."""


def value_glob(operator: Operator, text: Text, variables: bool) -> Tokens:
    """A value of a condition as a glob; variables become holes of their own."""
    if not (variables and operator.variables):
        return tokens(text) if operator.wild else text.pieces
    parts = taken_apart(text, whole_arn=False, wild=operator.wild)
    if not isinstance(parts, Parts):
        return parts
    return tuple(_ACCOUNTS.get(token, token) for token in filled(parts, None).glob or ())


def variables_in(parts: Tokens | Parts) -> frozenset[str]:
    """The keys that a pattern has as variables, in lower case."""
    if not isinstance(parts, Parts):
        return frozenset()
    return frozenset(p.key.lower() for p in parts.pieces if isinstance(p, Variable))


class Facet(NamedTuple):
    """What a statement asks of a request.

    `sure`, `possible`: the actions it names for certain and perhaps, as bits of the catalogue.
    `resources`: its entries; None where every resource will do. `excepting`: it is NotResource.
    `dead`: it can never match. `open`: parts of it could not be read.
    """

    statement: Statement
    sure: int
    possible: int
    resources: tuple[ResourceAtom, ...] | None
    excepting: bool
    conditions: tuple[ConditionAtom, ...]
    dead: bool
    open: bool

    @property
    def unconditional(self) -> bool:
        """It matches whatever resource, principal and context."""
        return (
            self.resources is None
            and not self.conditions
            and self.statement.principals is None
            and self.statement.not_principals is None
            and not self.open
        )


_SITS_ON_A_RESOURCE: Final = frozenset(("resource", "trust", "endpoint"))


@lru_cache(maxsize=16384)
def facet_of(statement: Statement, catalog: Catalog) -> Facet:
    """A statement taken apart, once."""
    sure, possible = _actions(statement, catalog)
    resources, excepting, dead = _resources(statement)
    variables = statement.policy.has_variables
    conditions = tuple(
        dict.fromkeys(
            ConditionAtom(condition, reads_variables=variables)
            for condition in statement.conditions
        )
    )
    without_actions = statement.actions is None and statement.not_actions is None
    return Facet(
        statement,
        sure,
        possible,
        resources,
        excepting,
        conditions,
        dead or without_actions,
        bool(statement.gaps),
    )


def _actions(statement: Statement, catalog: Catalog) -> tuple[int, int]:
    if statement.actions is not None:
        return _words(statement.actions, catalog)
    if statement.not_actions is not None:
        everything = catalog.bits("*")
        sure, possible = _words(statement.not_actions, catalog)
        rest = everything & ~sure
        return (rest if sure is possible else everything & ~possible), rest
    return 0, 0


def _words(words: tuple[Word, ...], catalog: Catalog) -> tuple[int, int]:
    sure = possible = 0
    for word in words:
        literal = word.literal
        if literal is None:
            widened = "".join(p if isinstance(p, str) else "*" for p in word.text.pieces)
            possible |= catalog.bits(widened if ":" in widened else "*")
        elif not any(map(str.isspace, literal)):
            bits = catalog.bits(literal)
            possible |= bits
            if not word.when:
                sure |= bits
    return (possible, possible) if sure == possible else (sure, possible)


def _resources(statement: Statement) -> tuple[tuple[ResourceAtom, ...] | None, bool, bool]:
    """The entries, whether they are exceptions, and whether none can ever match."""
    if statement.resources is not None:
        if any(word.literal == "*" and not word.when for word in statement.resources):
            return None, False, False
        atoms = (ResourceAtom(word, statement, negated=False) for word in statement.resources)
        return tuple(dict.fromkeys(atoms)), False, not statement.resources
    if statement.not_resources is not None:
        if not statement.not_resources:
            return None, False, False
        atoms = (ResourceAtom(word, statement, negated=True) for word in statement.not_resources)
        everything = any(w.literal == "*" and not w.when for w in statement.not_resources)
        return tuple(dict.fromkeys(atoms)), True, everything
    return None, False, statement.policy.kind not in _SITS_ON_A_RESOURCE
