"""A second evaluator, as simple as can be, and a small universe to try every request of.

It shares no code with the engine: patterns become regular expressions, conditions are written out
by hand for the few operators that the generated policies use.
"""

from __future__ import annotations

import ipaddress
import itertools
import re
from functools import cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    Document = Mapping[str, Any]
    Context = Mapping[str, list[str]]
    Check = tuple[str, str, Context]

ACTIONS = {
    "s3:GetObject": "object",
    "s3:PutObject": "object",
    "s3:ListBucket": "bucket",
    "s3:DeleteBucket": "bucket",
    "sqs:SendMessage": "queue",
    "sqs:ListQueues": "star",
    "iam:ListUsers": "star",
}
BUCKETS = ["a", "b", "ab"]
OBJECTS = ["x", "y", "x/y", "ab"]
RESOURCES = {
    "bucket": [f"arn:aws:s3:::{bucket}" for bucket in BUCKETS],
    "object": [f"arn:aws:s3:::{bucket}/{key}" for bucket in BUCKETS for key in OBJECTS],
    "queue": [
        f"arn:aws:sqs:{region}:{account}:{name}"
        for region in ("us-east-1", "eu-west-1")
        for account in ("111122223333", "444455556666")
        for name in ("a", "ab")
    ],
    "star": ["*"],
}
VALUES: dict[str, list[list[str]]] = {
    "aws:PrincipalTag/team": [[], ["a"], ["b"], ["ab"]],
    "aws:SourceIp": [[], ["10.0.0.1"], ["10.128.0.1"], ["192.0.2.1"], ["2001:db8::1"]],
    "aws:MultiFactorAuthPresent": [[], ["true"], ["false"]],
    "aws:MultiFactorAuthAge": [[], ["5"], ["10"], ["15"]],
    "aws:CalledVia": [[], ["a"], ["b"], ["a", "b"], ["a", "c"]],
}


@cache
def like(pattern: str, value: str) -> bool:
    parts = (".*" if c == "*" else "." if c == "?" else re.escape(c) for c in pattern)
    return re.fullmatch("".join(parts), value, re.DOTALL) is not None


def listed(value: Any) -> list[str]:
    return value if isinstance(value, list) else [value]


def allowed(document: Document, check: Check) -> bool:
    found = [s["Effect"] for s in document["Statement"] if applies(s, check)]
    return "Allow" in found and "Deny" not in found


def applies(statement: Document, check: Check) -> bool:
    action, resource, context = check
    lower = action.lower()
    if "Action" in statement:
        if not any(like(a.lower(), lower) for a in listed(statement["Action"])):
            return False
    elif any(like(a.lower(), lower) for a in listed(statement["NotAction"])):
        return False
    if "Resource" in statement:
        if not any(on(r, resource) for r in listed(statement["Resource"])):
            return False
    elif any(on(r, resource) for r in listed(statement["NotResource"])):
        return False
    return all(
        holds(operator, listed(values), context.get(key, []))
        for operator, tests in statement.get("Condition", {}).items()
        for key, values in tests.items()
    )


def on(pattern: str, resource: str) -> bool:
    if pattern == "*" or resource == "*":
        return pattern == "*"
    return like(pattern, resource)


def holds(operator: str, wanted: list[str], found: list[str]) -> bool:
    prefix, _, name = operator.rpartition(":")
    if name == "Null":
        return any((w == "true") == (not found) for w in wanted)
    if_exists = name.endswith("IfExists")
    name = name.removesuffix("IfExists")
    if prefix == "ForAllValues":
        return all(one(name, wanted, value) for value in found)
    if prefix == "ForAnyValue":
        return any(one(name, wanted, value) for value in found)
    if not found:
        return if_exists or "Not" in name
    return len(found) == 1 and one(name, wanted, found[0])


def one(name: str, wanted: list[str], value: str) -> bool:
    positive = name.replace("Not", "")
    found = any(test(positive, w, value) for w in wanted)
    return found != ("Not" in name)


@cache
def test(name: str, wanted: str, value: str) -> bool:
    if name == "StringEquals":
        return wanted == value
    if name == "StringLike":
        return like(wanted, value)
    if name == "Bool":
        return wanted == value
    if name == "IpAddress":
        block = ipaddress.ip_network(wanted, strict=False)
        address = ipaddress.ip_address(value)
        return address.version == block.version and address in block
    number, bound = float(value), float(wanted)
    return {
        "NumericEquals": number == bound,
        "NumericLessThan": number < bound,
        "NumericGreaterThanEquals": number >= bound,
    }[name]


test.__test__ = False  # type: ignore[attr-defined]


def checks(keys: frozenset[str]) -> Iterator[Check]:
    """Every check of the universe, over some context keys."""
    columns = [[(key, values) for values in VALUES[key]] for key in sorted(keys)]
    contexts = [dict(row) for row in itertools.product(*columns)]
    for action, kind in ACTIONS.items():
        for resource in RESOURCES[kind]:
            for context in contexts:
                yield action, resource, context


def keys_of(*documents: Document) -> frozenset[str]:
    return frozenset(
        key
        for document in documents
        for statement in document["Statement"]
        for tests in statement.get("Condition", {}).values()
        for key in tests
    )
