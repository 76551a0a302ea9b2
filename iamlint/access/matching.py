"""Does a statement's Action and Resource match those of a request?

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_action.html
https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html
"""

from __future__ import annotations

from functools import lru_cache

from iamlint.model.policy import ENDPOINT, IDENTITY, RESOURCE, TRUST
from iamlint.text.globs import match, split, tokens
from iamlint.text.hints import TYPE_CHECKING, Final
from iamlint.text.holed import meets
from iamlint.text.holes import ANY, ARN, Hole, Text
from iamlint.text.node import ALWAYS

from .arns import SHORT, covers_arn, doubts_of
from .presence import there
from .truth import FAILS, HOLDS, MAYBE, NO, Answer, Doubt, answer, any_of, truth_of
from .variables import Parts, filled, taken_apart

if TYPE_CHECKING:
    from iamlint.model.policy import Statement, Word
    from iamlint.text.globs import Tokens
    from iamlint.text.node import When

    from .context import Context

_SITS_ON_A_RESOURCE: Final = frozenset((RESOURCE, TRUST, ENDPOINT))


# actions


def action_matches(statement: Statement, action: str, assuming: When = ALWAYS) -> Answer:
    """Action or NotAction against `service:Name`. A statement that has neither matches nothing."""
    wanted = action.lower()
    if statement.actions is not None:
        found = any_of(_word_names(word, wanted, assuming) for word in statement.actions)
        if statement.not_actions is None:
            return found
        other = any_of(_word_names(word, wanted, assuming) for word in statement.not_actions)
        return _both(found, ~other)
    if statement.not_actions is not None:
        return ~any_of(_word_names(word, wanted, assuming) for word in statement.not_actions)
    return FAILS


_BOTH: Final = Doubt(
    "rule: an element beside its opposite",
    "AWS refuses a statement with an element and its opposite, such as Action and NotAction",
)


def _both(one: Answer, other: Answer) -> Answer:
    """An element and its opposite in one statement, which AWS refuses: only what both say."""
    return one if one.truth is other.truth else Answer(MAYBE, (_BOTH,))


def _word_names(word: Word, wanted: str, assuming: When) -> Answer:
    found = names_action(word.text, wanted)
    return found if found.truth is NO or not word.when else found & there(word.when, assuming)


@lru_cache(maxsize=65536)
def names_action(pattern: Text, action: str) -> Answer:
    """One entry against an action in lower case. `*` alone is every action; any other entry needs
    a service, a colon, and a name without white space.
    """
    literal = pattern.literal
    if literal is not None:
        if literal and not literal.strip("*"):
            return HOLDS
        _, colon, name = literal.partition(":")
        if not colon or not name or any(map(str.isspace, literal)):
            return FAILS
        return answer(match(literal, action, fold=True))
    found = truth_of(meets(pattern, action, fold=True))
    return Answer(found, doubts_of(pattern.pieces, pattern)) if found is MAYBE else Answer(found)


# resources


def resource_matches(
    statement: Statement,
    resource: Text,
    context: Context | None = None,
    assuming: When = ALWAYS,
) -> Answer:
    """Resource or NotResource against an ARN, or against `*`.

    `context` fills in policy variables; without one they may be any text. A policy that sits on a
    resource and names none means that one.
    """
    if statement.not_resources is not None:
        excepted = ~any_of(
            _short_is_open(
                word, resource, _word_covers(word, statement, resource, context, assuming)
            )
            for word in statement.not_resources
        )
        if statement.resources is None:
            return excepted
    if statement.resources is not None:
        found = any_of(
            _word_covers(word, statement, resource, context, assuming)
            for word in statement.resources
        )
        return found if statement.not_resources is None else _both(found, excepted)
    return answer(statement.policy.kind in _SITS_ON_A_RESOURCE)


def _word_covers(
    word: Word, statement: Statement, resource: Text, context: Context | None, assuming: When
) -> Answer:
    policy = statement.policy
    found = covers(word.text, resource, policy.kind, context, variables=policy.has_variables)
    return found if found.truth is NO or not word.when else found & there(word.when, assuming)


SHORT_API: Final = "execute-api:/"
"""How the resource policy of an API names the API itself: without its ARN.
https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-resource-policies-examples.html
"""


def _api_of(resource: Text) -> tuple[str | Hole, ...]:
    """The API that a policy sits on, by what is asked for of it; any where that is not told."""
    found: list[str | Hole] = []
    for piece in resource.pieces:
        if isinstance(piece, Hole):
            if piece.within in (ANY, ARN):
                break
            found.append(piece)
            continue
        before, slash, _ = piece.partition("/")
        found.append(before)
        if slash and resource.prefix.startswith("arn:"):
            return tuple(found)
    return ("arn:*:execute-api:*:*:*",)


def _after(text: Text, length: int) -> tuple[str | Hole, ...]:
    first, *rest = text.pieces
    assert isinstance(first, str)
    return first[length:], *rest


def covers(
    pattern: Text,
    resource: Text,
    kind: str,
    context: Context | None = None,
    *,
    variables: bool = True,
) -> Answer:
    """One entry of a Resource element in a policy of some kind against a resource.

    `variables`: `${…}` is a policy variable. One without a value makes the entry match nothing.
    """
    if kind == RESOURCE and pattern.prefix.startswith(SHORT_API):
        pattern = Text(*_api_of(resource), "/", *_after(pattern, len(SHORT_API)))
    parts = taken_apart(pattern, whole_arn=True) if variables else tokens(pattern)
    if not isinstance(parts, Parts):
        return covers_arn(parts, resource, kind)
    glob, doubts = filled(parts, context)
    if glob is None:
        return FAILS
    found = covers_arn(glob, resource, kind)
    return Answer(MAYBE, doubts) if found.truth is MAYBE and doubts else found


def _short_is_open(word: Word, resource: Text, found: Answer) -> Answer:
    """A short ARN under NotResource that would match if stars stood for what is missing: IAM's
    reading is not documented.
    """
    if found.truth is not NO or not _is_short(tokens(word.text)):
        return found
    filled_up = covers_arn(tokens(word.text), resource, IDENTITY)
    return found if filled_up.truth is NO else Answer(MAYBE, (SHORT,))


def _is_short(pattern: Tokens) -> bool:
    if any(isinstance(token, Hole) and token.within in (ANY, ARN) for token in pattern):
        return False
    first = pattern[0] if pattern else ""
    return isinstance(first, str) and first.startswith("arn:") and len(split(pattern, ":", 5)) < 6
