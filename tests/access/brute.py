"""A second evaluator, as plain as can be: no holes, no variables, no speed, nothing shared with the
engine. It decides cases as `generated.py` makes them.
"""

from __future__ import annotations

import re
from typing import Any

Json = dict[str, Any]


def glob(pattern: str, value: str, flags: int = 0) -> bool:
    made = "".join(
        ".*" if char == "*" else "." if char == "?" else re.escape(char) for char in pattern
    )
    return re.fullmatch(made, value, flags | re.DOTALL) is not None


def listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def action_ok(statement: Json, action: str) -> bool:
    def hit(pattern: str) -> bool:
        return pattern == "*" or (":" in pattern and glob(pattern, action, re.IGNORECASE))

    if "Action" in statement:
        return any(hit(one) for one in listed(statement["Action"]))
    return not any(hit(one) for one in listed(statement["NotAction"]))


def arn_ok(pattern: str, resource: str) -> bool:
    if pattern == "*":
        return True
    left, right = pattern.split(":", 5), resource.split(":", 5)
    return len(left) == len(right) == 6 and all(map(glob, left, right))


def resource_ok(statement: Json, resource: str) -> bool:
    if "Resource" in statement:
        return any(arn_ok(one, resource) for one in listed(statement["Resource"]))
    if "NotResource" in statement:
        return not any(arn_ok(one, resource) for one in listed(statement["NotResource"]))
    return True


def one_value(base: str, value: str, wanted: str) -> bool:
    if base == "StringEquals":
        return value == wanted
    if base == "StringLike":
        return glob(wanted, value)
    if base == "Bool":
        return (value.lower() == "true") == (wanted.lower() == "true")
    assert base == "NumericLessThan"
    return value.isdigit() and wanted.isdigit() and int(value) < int(wanted)


def condition_ok(operator: str, values: list[str] | None, wanted: list[str]) -> bool:
    if operator == "Null":
        return any((one == "true") == (not values) for one in wanted)
    over, _, base = operator.rpartition(":")
    lenient = base.endswith("IfExists")
    base = base.removesuffix("IfExists")
    negated = "Not" in base
    base = base.replace("Not", "")
    if not values:
        if over == "ForAnyValue":
            return False
        return over == "ForAllValues" or lenient or negated

    def satisfied(value: str) -> bool:
        return any(one_value(base, value, one) for one in wanted) != negated

    if over == "ForAllValues":
        return all(map(satisfied, values))
    if over == "ForAnyValue":
        return any(map(satisfied, values))
    return len(values) == 1 and satisfied(values[0])


def conditions_ok(statement: Json, context: Json) -> bool:
    lower = {key.lower(): value for key, value in context.items()}
    return all(
        condition_ok(operator, lower.get(key.lower()), listed(wanted))
        for operator, keys in statement.get("Condition", {}).items()
        for key, wanted in keys.items()
    )


def account_of(arn: str) -> str:
    return arn.split(":")[4]


def ways(statement: Json, caller: str | None) -> set[str]:
    entries = statement.get("Principal")
    if entries is None:
        return set()
    if entries == "*":
        return {"anyone"}
    found = set()
    for entry in listed(entries["AWS"]):
        if entry == "*":
            found.add("anyone")
        elif caller is None:
            continue
        elif entry == account_of(caller) or entry == f"arn:aws:iam::{account_of(caller)}:root":
            found.add("root" if caller.endswith(":root") else "account")
        elif entry == caller:
            found.add("role" if ":role/" in caller else "itself")
        elif ":assumed-role/" in caller:
            _, name, _ = caller.split("/")
            if entry == f"arn:aws:iam::{account_of(caller)}:role/{name}":
                found.add("role")
    return found


def matching(policies: list[Json], effect: str, case: Json, named: bool) -> list[set[str]]:
    request = case["request"]
    return [
        who
        for policy in policies
        for statement in listed(policy["Statement"])
        if statement["Effect"] == effect
        and action_ok(statement, request["action"])
        and resource_ok(statement, request["resource"])
        and conditions_ok(statement, request["context"])
        for who in [ways(statement, request["principal"]) if named else {"x"}]
        if who
    ]


def decide(case: Json) -> str:
    """The decision on a case with a user, role session, root or nobody as its principal."""
    request = case["request"]
    caller = request["principal"]
    root = caller is not None and caller.endswith(":root")
    on_resource = [case["resource_policy"]] if case["resource_policy"] else []
    boundaries = [] if root else case["permissions_boundaries"]
    own = [] if caller is None or root else case["identity_policies"]
    boundaries = [] if caller is None else boundaries
    session = [] if caller is None else case["session_policies"]
    levels = [level["policies"] for level in case["scps"]] if caller is not None else []
    capping = own + boundaries + session + [one for level in levels for one in level]
    for policies, named in ((capping, False), (on_resource, True)):
        if matching(policies, "Deny", case, named):
            return "explicit_deny"
    endpoints = case["vpc_endpoint_policies"]
    if matching(endpoints, "Deny", case, True):
        return "explicit_deny"

    def allow(policies: list[Json], named: bool = False) -> bool:
        return bool(matching(policies, "Allow", case, named))

    caps = all(map(allow, levels)) and all(allow([one], True) for one in endpoints)
    granted = set().union(*matching(on_resource, "Allow", case, True))
    bounded = all(allow([one]) for one in boundaries) and (not session or allow(session))
    path = (root or allow(own)) and bounded
    if caller is None:
        grant = bool(granted) and not request["action"].startswith(
            "kms:"
        )  # takes no unsigned calls
    elif account_of(caller) != request["resource_account"]:
        grant = path and bool(granted)
    else:
        direct = bool(granted & {"anyone", "itself", "root"}) or ("role" in granted and bounded)
        trusts = request["action"].startswith("kms:") and ":key/" in request["resource"]
        grant = direct or (path and (not trusts or "account" in granted))
    return "allow" if grant and caps else "implicit_deny"
