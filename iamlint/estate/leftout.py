"""A Deny to all but some accounts, on what belongs to none of these.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-principalaccount
"""

from __future__ import annotations

from iamlint.text.globs import is_glob
from iamlint.text.hints import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from iamlint.model.policy import Condition, Statement

    from . import Estate

KEY: Final = "aws:principalaccount"
OTHERS: Final = ("stringnotequals", "stringnotlike")
OF_SERVICES: Final = ("aws:principalisawsservice", "aws:viaawsservice")
"""What no principal of an account is, or may choose not to be."""


def left_out(estate: Estate, statement: Statement) -> tuple[Condition, str] | None:
    """The condition and the account; None where somebody of it is spared, or that is not known."""
    if not statement.denies or statement.gaps or estate.engine.everyone_in(statement) is None:
        return None
    by_account = [one for one in statement.conditions if spares_accounts(one)]
    others = [one for one in statement.conditions if one not in by_account]
    if len(by_account) != 1 or not all(map(is_of_services, others)):
        return None
    spared = {word.literal for word in by_account[0].values}
    own = estate.accounts_under(statement.policy)
    if len(own) != 1 or own[0] in spared:
        return None
    return by_account[0], own[0]


def spares_accounts(condition: Condition) -> bool:
    """It holds for all but accounts that are written out."""
    operator = (condition.operator.literal or "").lower().removesuffix("ifexists")
    known = all(word.literal and not is_glob(word.literal) for word in condition.values)
    return (condition.key.literal or "").lower() == KEY and operator in OTHERS and known


def is_of_services(condition: Condition) -> bool:
    """It spares what services do."""
    key, operator = condition.key.literal or "", condition.operator.literal or ""
    values = [(word.literal or "").lower() for word in condition.values]
    return (
        key.lower() in OF_SERVICES
        and operator.lower() in ("bool", "boolifexists")
        and values == ["false"]
    )
