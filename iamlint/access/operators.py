"""Condition operators: what each makes of one value of the request and one of the policy.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
"""

from __future__ import annotations

from functools import lru_cache

from iamlint.text.hints import TYPE_CHECKING, Final, TypeAlias
from iamlint.text.holed import meets
from iamlint.text.holes import Text
from iamlint.text.records import NamedTuple

from .arns import doubts_of, is_arn, like_arn
from .truth import FAILS, HOLDS, MAYBE, NO, YES, Answer, Truth, answer, any_of, truth, truth_of
from .values import address, instant, is_base64, is_true, network, number

if TYPE_CHECKING:
    from collections.abc import Callable
    from decimal import Decimal

    from iamlint.text.globs import Tokens


Test: TypeAlias = "Callable[[Tokens, Text], Answer]"
Compare: TypeAlias = "Callable[[Decimal, Decimal], bool]"
Wanted: TypeAlias = "tuple[tuple[Tokens, Answer], ...]"
"""Policy values, each with the answer to whether it stands in the document at all."""


class Operator(NamedTuple):
    """A base operator.

    `test(wanted, found)`: the positive test of one request value against one policy value.
    `negated`: the operator says no where the test says yes.
    `valid`: can the request's value be read at all; if it cannot, neither polarity holds.
    `wild`: stars in policy values are wildcards. `variables`: `${…}` is a policy variable.
    """

    name: str
    test: Test
    negated: bool
    valid: Callable[[Text], Truth]
    wild: bool
    variables: bool


class Use(NamedTuple):
    """An operator as written: `over` is `all`, `any` or empty; `base` is None for `Null`."""

    base: Operator | None
    over: str
    if_exists: bool


def _always(_: Text) -> Truth:
    return YES


def _string(*, fold: bool = False) -> Test:
    def test(wanted: Tokens, found: Text) -> Answer:
        return _met(truth_of(meets(wanted, found, fold=fold)), wanted, found)

    return test


def _met(found: Truth, wanted: Tokens, value: Text) -> Answer:
    return Answer(found, doubts_of(wanted, value)) if found is MAYBE else Answer(found)


def _read(test: Callable[[str, str], bool]) -> Test:
    """A test of values that must be known to be read."""

    def tested(wanted: Tokens, found: Text) -> Answer:
        expected = Text(*wanted)  # type: ignore[arg-type]
        if expected.literal is None or found.literal is None:
            if expected.pieces == found.pieces and test is _same_truth:
                return HOLDS
            return Answer(MAYBE, doubts_of(wanted, found))
        return answer(test(expected.literal, found.literal))

    return tested


def _readable(reader: Callable[[str], object]) -> Callable[[Text], Truth]:
    def valid(found: Text) -> Truth:
        return MAYBE if found.literal is None else truth(reader(found.literal) is not None)

    return valid


def _ordered(reader: Callable[[str], Decimal | None], compare: Compare) -> Test:
    def test(wanted: str, found: str) -> bool:
        left, right = reader(found), reader(wanted)
        return left is not None and right is not None and compare(left, right)

    return _read(test)


def _same_truth(wanted: str, found: str) -> bool:
    return is_true(wanted) == is_true(found)


def _same_binary(wanted: str, found: str) -> bool:
    return is_base64(wanted) and wanted == found


def _in_network(wanted: str, found: str) -> bool:
    block, source = network(wanted), address(found)
    return block is not None and source is not None and source in block


def _arn(wanted: Tokens, found: Text) -> Answer:
    return like_arn(wanted, found)


def _operators() -> dict[str, Operator]:
    found: dict[str, Operator] = {}

    def add(
        names: str,
        test: Test,
        valid: Callable[[Text], Truth] = _always,
        *,
        wild: bool = False,
        variables: bool = False,
    ) -> None:
        positive, _, negative = names.partition(" ")
        found[positive.lower()] = Operator(positive, test, False, valid, wild, variables)
        if negative:
            found[negative.lower()] = Operator(negative, test, True, valid, wild, variables)

    add("StringEquals StringNotEquals", _string(), variables=True)
    folded = _string(fold=True)
    add("StringEqualsIgnoreCase StringNotEqualsIgnoreCase", folded, variables=True)
    add("StringLike StringNotLike", _string(), wild=True, variables=True)
    add("ArnEquals ArnNotEquals", _arn, is_arn, wild=True, variables=True)
    add("ArnLike ArnNotLike", _arn, is_arn, wild=True, variables=True)
    for kind, reader in (("Numeric", number), ("Date", instant)):
        valid = _readable(reader)
        add(f"{kind}Equals {kind}NotEquals", _ordered(reader, lambda a, b: a == b), valid)
        add(f"{kind}LessThan", _ordered(reader, lambda a, b: a < b), valid)
        add(f"{kind}LessThanEquals", _ordered(reader, lambda a, b: a <= b), valid)
        add(f"{kind}GreaterThan", _ordered(reader, lambda a, b: a > b), valid)
        add(f"{kind}GreaterThanEquals", _ordered(reader, lambda a, b: a >= b), valid)
    add("Bool", _read(_same_truth))
    add("BinaryEquals", _read(_same_binary))
    add("IpAddress NotIpAddress", _read(_in_network), _readable(address))
    return found


OPERATORS: Final = _operators()
"""By name in lower case. `Null` is not among them: it tests presence, not values."""

_SETS: Final = {"forallvalues": "all", "foranyvalue": "any"}


@lru_cache(maxsize=512)
def use_of(written: str) -> Use | None:
    """An operator as a policy writes it, `ForAnyValue:StringLikeIfExists`; None for one that does
    not exist. Case does not matter.
    """
    over, colon, name = written.lower().rpartition(":")
    if colon and over not in _SETS:
        return None
    if name == "null":
        return Use(None, _SETS.get(over, ""), False)
    base = OPERATORS.get(name)
    if base is not None:
        return Use(base, _SETS.get(over, ""), False)
    base = OPERATORS.get(name[: -len("ifexists")]) if name.endswith("ifexists") else None
    return Use(base, _SETS.get(over, ""), True) if base is not None else None


def satisfies(operator: Operator, found: Text, wanted: Wanted) -> Answer:
    """Does one value of the request satisfy the operator?"""
    valid = operator.valid(found)
    if valid is NO:
        return FAILS
    result = any_of(operator.test(one, found) & there for one, there in wanted)
    result = ~result if operator.negated else result
    return result if valid is YES else result & Answer(MAYBE, doubts_of((), found))
