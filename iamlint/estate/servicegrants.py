"""Statements for a key policy that let a service use the key, as the guides write them.

https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-services.html
"""

from __future__ import annotations

from iamlint.text.hints import TYPE_CHECKING, Any

from .joined import one_or_list

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from iamlint.model.policy import Policy
    from iamlint.text.holes import Text

    from .keycalls import KeyCall

    Statement = dict[str, Any]


def admitting(principal: Text, calls: Iterable[KeyCall]) -> list[Statement]:
    """The statements that let calls through: one for those of one row that are told apart by their
    source.
    """
    alike: dict[tuple[str, bool], list[KeyCall]] = {}
    for call in calls:
        alike.setdefault((call.row.id, call.names_source), []).append(call)
    return [_statement(principal, each) for each in alike.values()]


def _statement(principal: Text, calls: list[KeyCall]) -> Statement:
    kind = "AWS" if principal.prefix.startswith("arn:") else "Service"
    statement: Statement = {
        "Effect": "Allow",
        "Principal": {kind: principal},
        "Action": one_or_list(calls[0].row.documented),
        "Resource": "*",
    }
    conditions = together([call.conditions for call in calls])
    return {**statement, "Condition": conditions} if conditions else statement


def said(policies: Iterable[Policy]) -> Iterator[Statement]:
    """What policies say that let principals do something without a condition, as Python data."""
    for policy in policies:
        for statement in policy.statements:
            for principal in statement.principals or ():
                yield {
                    "Effect": "Allow",
                    "Principal": {principal.type: principal.value.text},
                    "Action": one_or_list(word.text for word in statement.actions or ()),
                    "Resource": "*",
                }


def together(conditions: list[dict[str, dict[str, Any]]]) -> dict[str, dict[str, Any]]:
    """Conditions of one form, as those that any of them meets."""
    found: dict[str, dict[str, Any]] = {}
    for operator, tests in conditions[0].items():
        for key in tests:
            values = dict.fromkeys(
                value for each in conditions for value in as_list(each[operator][key])
            )
            found.setdefault(operator, {})[key] = one_or_list(values)
    return found


def as_list(value: object) -> list[Any]:
    """The values of a condition."""
    return value if isinstance(value, list) else [value]
