"""Does a statement's Condition hold for a request?

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition.html
https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-single-vs-multi-valued-context-keys.html
"""

from __future__ import annotations

from iamlint.text.globs import tokens
from iamlint.text.hints import TYPE_CHECKING, Final
from iamlint.text.holes import Hole, Text
from iamlint.text.node import ALWAYS

from .operators import satisfies, use_of
from .presence import there
from .truth import (
    FAILS,
    HOLDS,
    MAYBE,
    NO,
    YES,
    Answer,
    Doubt,
    all_of,
    answer,
    any_of,
    perhaps,
)
from .values import is_true
from .variables import Parts, filled, taken_apart

if TYPE_CHECKING:
    from iamlint.model.policy import Condition, Statement, Word
    from iamlint.text.globs import Tokens
    from iamlint.text.node import When

    from .context import Context, Values
    from .operators import Operator, Use, Wanted


LIST_WITHOUT_SET: Final = Doubt(
    "rule: several values under an operator without a set prefix",
    "the key has several values and the operator no `ForAllValues:` or `ForAnyValue:`",
)
EMPTY_TEXT: Final = Doubt(
    "rule: empty text under a set operator",
    "AWS no longer documents whether an empty text counts as a value under a set operator",
)
NULL_OF_SET: Final = Doubt(
    "rule: Null under a set operator",
    "`Null` under a set operator is not documented",
)
VARIABLE_IN_BOOL: Final = Doubt(
    "rule: policy variable in Bool",
    "AWS's pages contradict each other on policy variables in `Bool`",
)


def conditions_hold(statement: Statement, context: Context, assuming: When = ALWAYS) -> Answer:
    """All conditions of the statement together; true where there are none."""
    if not statement.conditions:
        return HOLDS
    variables = statement.policy.has_variables
    return all_of(
        condition_holds(condition, context, assuming, variables=variables)
        for condition in statement.conditions
    )


def condition_holds(
    condition: Condition, context: Context, assuming: When = ALWAYS, *, variables: bool = True
) -> Answer:
    """One operator on one key. An operator that does not exist never holds.

    `variables`: `${…}` in values is a policy variable.
    """
    operator, key = condition.operator.literal, condition.key.literal
    if operator is None or key is None:
        return perhaps(str(condition.key), "the condition itself is not known")
    use = use_of(operator)
    if use is None:
        return FAILS
    values = context.values(key)
    if values is None:
        found = _for_unknown(use, condition, context, assuming, variables)
    else:
        found = _for_values(use, values, condition, context, assuming, variables)
    if not condition.when:
        return found
    return found | ~there(condition.when, assuming)


def _for_unknown(
    use: Use, condition: Condition, context: Context, assuming: When, variables: bool
) -> Answer:
    """The key may be absent or have any value: certain only if that makes no difference."""
    key = str(condition.key)
    some: Values = (Text(Hole(key.lower(), why=f"the request's `{key}` is not known")),)
    absent = _for_values(use, (), condition, context, assuming, variables)
    present = _for_values(use, some, condition, context, assuming, variables)
    if absent.truth is present.truth and absent.truth is not MAYBE:
        return absent
    return perhaps(key, f"the request's `{key}` is not known")


def _for_values(
    use: Use,
    values: Values,
    condition: Condition,
    context: Context,
    assuming: When,
    variables: bool,
) -> Answer:
    if use.base is None:
        return _null(use, values, condition, assuming)
    if not values:
        return _absent(use)
    wanted = _wanted(use.base, condition, context, assuming, variables)
    if use.over:
        return _over_set(use, use.base, values, wanted)
    if len(values) > 1:
        return Answer(MAYBE, (LIST_WITHOUT_SET,)) if use.base.negated else FAILS
    return satisfies(use.base, values[0], wanted)


def _absent(use: Use) -> Answer:
    assert use.base is not None
    if use.over == "any":  # also with IfExists, as measured
        return FAILS
    return answer(use.over == "all" or use.if_exists or use.base.negated)


def _null(use: Use, values: Values, condition: Condition, assuming: When) -> Answer:
    """`Null: true` wants the key absent; an empty text is as good as none."""
    null = all(value.literal == "" for value in values)
    if use.over and null:
        plain = _null(use._replace(over=""), values, condition, assuming)
        usual = YES if use.over == "all" else NO
        return plain if plain.truth is usual else Answer(MAYBE, (NULL_OF_SET,))
    return any_of(
        _null_wanted(word, null) & there(word.when, assuming) for word in condition.values
    )


def _null_wanted(word: Word, null: bool) -> Answer:
    if word.literal is None:
        return perhaps(str(word), f"`{word}` is not known")
    return answer(is_true(word.literal) == null)


def _over_set(use: Use, base: Operator, values: Values, wanted: Wanted) -> Answer:
    results = [satisfies(base, value, wanted) for value in values]
    found = all_of(results) if use.over == "all" else any_of(results)
    if all(value.literal == "" for value in values):
        usual = YES if use.over == "all" else NO
        return found if found.truth is usual else Answer(MAYBE, (EMPTY_TEXT,))
    return found


def _wanted(
    base: Operator, condition: Condition, context: Context, assuming: When, variables: bool
) -> Wanted:
    """The policy's values with variables filled in; those whose variable has no value equal
    nothing and are left out.
    """
    found = []
    for word in condition.values:
        glob = _glob(base, word.text, context, variables)
        if glob is not None:
            found.append((glob, there(word.when, assuming) if word.when else HOLDS))
    return tuple(found)


def _glob(base: Operator, text: Text, context: Context, variables: bool) -> Tokens | None:
    if variables and base.name == "Bool" and "${" in str(text):
        return (Hole(VARIABLE_IN_BOOL.fact, why=VARIABLE_IN_BOOL.why),)
    if not (variables and base.variables):
        return tokens(text) if base.wild else text.pieces
    parts = taken_apart(text, whole_arn=False, wild=base.wild)
    return filled(parts, context).glob if isinstance(parts, Parts) else parts
