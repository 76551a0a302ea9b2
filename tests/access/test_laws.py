"""What must hold of every decision, and a second evaluator that must agree."""

from __future__ import annotations

import copy
import time
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from iamlint.access.callers import caller_from
from iamlint.access.context import Context
from iamlint.access.decide import decide
from iamlint.access.matching import action_matches, names_action, resource_matches
from iamlint.access.request import Request, Situation
from iamlint.access.truth import NO, YES
from iamlint.access.variables import SEGMENTS
from iamlint.model.policy import IDENTITY, Policy
from iamlint.model.reading import policy_from
from iamlint.simulating import run_case
from iamlint.text.holes import NAME, Hole, Text

from . import brute, generated

Json = dict[str, Any]


def decision(case: Json) -> str:
    found = run_case(case)["decision"]
    assert isinstance(found, str)
    return found


@settings(max_examples=200, deadline=None)
@given(generated.cases())
def test_agrees_with_the_plain_evaluator(case: Json) -> None:
    found = decision(case)
    if found == "unknown":  # a session whose name is not known, and no other point left open
        assert case["request"]["principal"] == generated.ROLE
    else:
        assert found == brute.decide(case)


@settings(max_examples=60, deadline=None)
@given(generated.cases(), generated.statements(named=False, effects=("Deny",)), st.data())
def test_adding_a_deny_never_allows(case: Json, deny: Json, data: st.DataObject) -> None:
    before = decision(case)
    changed = copy.deepcopy(case)
    layer = data.draw(st.sampled_from(["identity_policies", "permissions_boundaries"]))
    if changed[layer]:
        changed[layer][0]["Statement"].append(deny)
    else:
        everything = {"Effect": "Allow", "Action": "*", "Resource": "*"}
        start = [everything] if layer == "permissions_boundaries" else []
        changed[layer] = [{"Version": "2012-10-17", "Statement": [*start, deny]}]
    after = decision(changed)
    assert before == "allow" or after != "allow"


@settings(max_examples=60, deadline=None)
@given(generated.cases(), generated.documents(), st.data())
def test_adding_a_cap_never_allows(case: Json, cap: Json, data: st.DataObject) -> None:
    before = decision(case)
    changed = copy.deepcopy(case)
    layer = data.draw(st.sampled_from(["permissions_boundaries", "session_policies", "scps"]))
    if layer == "session_policies":
        changed[layer] = changed[layer] or [cap]
    else:
        changed[layer].append({"policies": [cap]} if layer == "scps" else cap)
    assert before in ("allow", "unknown") or decision(changed) != "allow"


@settings(max_examples=60, deadline=None)
@given(generated.cases())
def test_the_order_of_statements_does_not_matter(case: Json) -> None:
    turned = copy.deepcopy(case)
    documents = [
        *turned["identity_policies"],
        *turned["permissions_boundaries"],
        *turned["session_policies"],
        *(one for level in turned["scps"] for one in level["policies"]),
        *([turned["resource_policy"]] if turned["resource_policy"] else []),
    ]
    for document in documents:
        document["Statement"].reverse()
    one, other = run_case(case), run_case(turned)
    assert (one["decision"], one["blocked_by"]) == (other["decision"], other["blocked_by"])


@given(
    st.lists(st.sampled_from(generated.ACTION_PATTERNS), min_size=1, max_size=3),
    st.sampled_from(generated.ACTIONS),
)
def test_not_action_is_the_complement(patterns: list[str], action: str) -> None:
    policy = policy_from({"Statement": [{"Action": patterns}, {"NotAction": patterns}]}, IDENTITY)
    action_only, others = (action_matches(one, action).truth for one in policy.statements)
    assert others is ~action_only


@given(
    st.lists(st.sampled_from(generated.RESOURCE_PATTERNS), min_size=1, max_size=3),
    st.sampled_from(generated.RESOURCES),
)
def test_not_resource_is_the_complement(patterns: list[str], resource: str) -> None:
    policy = policy_from(
        {"Statement": [{"Resource": patterns}, {"NotResource": patterns}]}, IDENTITY
    )
    only, others = (resource_matches(one, Text(resource)).truth for one in policy.statements)
    assert others is ~only


PIECES = st.sampled_from(["arn:aws:s3:::", "b", "/", "*", "?", "k", Hole("f#A", NAME), Hole("f#B")])


@given(st.lists(PIECES, max_size=5), st.lists(PIECES, max_size=5))
def test_renaming_holes_changes_nothing(pattern: list[Any], value: list[Any]) -> None:
    def renamed(pieces: list[Any]) -> list[Any]:
        return [Hole("other#" + p.identity, p.within) if isinstance(p, Hole) else p for p in pieces]

    def matched(left: list[Any], right: list[Any]) -> Any:
        from iamlint.access.matching import covers

        return covers(Text(*left), Text(*right), IDENTITY).truth

    assert matched(pattern, value) is matched(renamed(pattern), renamed(value))


def test_holes() -> None:
    def truth(pattern: Text, value: Text) -> Any:
        from iamlint.access.matching import covers

        return covers(pattern, value, IDENTITY).truth.name

    bucket, other = Hole("t#Bucket", NAME), Hole("t#Other", NAME)
    arn = Text("arn:aws:s3:::", bucket)
    assert truth(arn, arn) == "YES"
    assert truth(arn + "/*", arn + "/k") == "YES"
    assert truth(arn, arn + "/k") == "NO"
    assert truth(arn, Text("arn:aws:s3:::", other)) == "MAYBE"
    assert truth(Text("arn:aws:s3:::*"), arn) == "YES"
    assert truth(Text("arn:aws:s3:::b*"), arn) == "MAYBE"
    assert truth(Text("arn:aws:sqs:::*"), arn) == "NO"
    whole = Hole("t#Key.Arn", "arn")
    assert truth(Text(whole), Text(whole)) == "YES"
    assert truth(Text(whole, "/*"), Text(whole, "/k")) == "YES"
    assert truth(Text("*"), Text(whole)) == "YES"
    assert truth(Text("arn:aws:kms:*:*:key/*"), Text(whole)) == "MAYBE"


def test_a_statement_under_a_condition_is_a_maybe_unless_assumed() -> None:
    policy = policy_from(
        {"Statement": [{"Effect": "Allow", "Action": "s3:*", "Resource": "*"}]}, IDENTITY
    )
    policy.statements[0].when = frozenset({("IsProduction", True)})
    request = Request(caller_from(generated.BOB), "s3:GetObject", Text("arn:aws:s3:::b/k"))
    found = decide(request, Situation(identity=(policy,)))
    assert found.decision == "unknown"
    assert [doubt.fact for doubt in found.depends_on] == ["condition IsProduction"]
    for wanted, expected in ((True, "allow"), (False, "implicit_deny")):
        assumed = frozenset({("IsProduction", wanted)})
        found = decide(request, Situation(identity=(policy,), assuming=assumed))
        assert found.decision == expected


def test_what_cannot_be_read_is_not_rounded() -> None:
    hole = Hole("t#Doc", why="the document is imported")
    policy = policy_from({"Statement": []}, IDENTITY)
    policy.gaps = (hole,)
    request = Request(caller_from(generated.BOB), "s3:GetObject", Text("arn:aws:s3:::b/k"))
    found = decide(request, Situation(identity=(policy,)))
    assert (found.decision, found.depends_on[0].fact) == ("unknown", "t#Doc")


def allowing(pattern: str) -> Policy:
    statement = {"Effect": "Allow", "Action": "s3:*", "Resource": pattern}
    return policy_from({"Version": "2012-10-17", "Statement": [statement]}, IDENTITY)


def test_hostile_patterns_cost_linear_time() -> None:
    pattern = "arn:aws:s3:::" + "*a" * 40 + "b"
    caller = caller_from(generated.BOB)
    started = time.process_time()
    for length in (100, 1_000, 10_000):
        request = Request(caller, "s3:GetObject", Text("arn:aws:s3:::" + "a" * length))
        assert decide(request, Situation(identity=(allowing(pattern),))).decision != "allow"
    assert names_action(Text("s3:" + "*a" * 40 + "b"), "s3:" + "a" * 5_000).truth is NO
    assert names_action(Text("s3:" + "*a" * 40), "s3:" + "a" * 5_000).truth is YES
    assert time.process_time() - started < 5


def test_context_keys_are_compared_without_case() -> None:
    context = Context({"AWS:UserName": "bob"})
    assert context.values("aws:username") == (Text("bob"),)
    assert SEGMENTS == 5
