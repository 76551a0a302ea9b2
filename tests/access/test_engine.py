"""Which action can ever match which ARN."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from iamlint.access.engine import Engine
from iamlint.access.engine.sparing import folded, needless, none_covers
from iamlint.access.overlap import ANY_ONE, ANY_RUN, Part, Places, overlap
from iamlint.catalog import catalog
from iamlint.model.reading import policy_from
from iamlint.text.holes import Hole, Text

ENGINE = Engine(catalog())
LOGS = "arn:aws:logs:eu-west-1:111122223333:log-group:/app"
NAME = Hole("stack.yaml#Bucket", "name")

CASES = [
    ("s3:GetObject", Text("arn:aws:s3:::acme"), False),
    ("s3:GetObject", Text("arn:aws:s3:::acme/*"), True),
    ("s3:GetObject", Text("arn:aws:s3:::acme*"), True),
    ("s3:ListBucket", Text("arn:aws:s3:::acme/*"), False),
    ("s3:ListBucket", Text("arn:aws:s3:::acme"), True),
    ("s3:GetObject", Text("arn:aws:s3:::", NAME), False),
    ("s3:GetObject", Text("arn:aws:s3:::", NAME, "/*"), True),
    ("s3:ListBucket", Text("arn:aws:s3:::", NAME, "/*"), False),
    ("s3:GetObject", Text(Hole("unknown")), True),
    ("s3:GetObject", Text("*"), True),
    ("s3:ListAllMyBuckets", Text("arn:aws:s3:::*"), True),
    ("ecr:GetAuthorizationToken", Text("arn:aws:ecr:eu-west-1:111122223333:repository/app"), False),
    ("logs:PutLogEvents", Text(LOGS), False),
    ("logs:PutLogEvents", Text(LOGS + ":*"), True),
    ("logs:CreateLogStream", Text(LOGS + ":*"), True),
    ("logs:TagResource", Text(LOGS), True),
    ("kms:Decrypt", Text("arn:aws:kms:eu-west-1:111122223333:alias/app"), False),
    ("kms:CreateAlias", Text("arn:aws:kms:eu-west-1:111122223333:alias/app"), True),
    ("iam:GetUser", Text("arn:aws:iam::111122223333:user/${aws:username}"), True),
    ("iam:PassRole", Text("arn:aws:iam::111122223333:role/path/app"), True),
    ("rds-db:connect", Text("arn:aws:rds:eu-west-1:111122223333:db:app"), False),
    ("acme:NotInTheCatalogue", Text("arn:aws:s3:::acme"), True),
]


@pytest.mark.parametrize(("action", "resource", "answer"), CASES, ids=str)
def test_can_match(action: str, resource: Text, answer: bool) -> None:
    assert ENGINE.can_match(action, resource) is answer


def parts(pattern: str) -> Places:
    signs = {"*": ANY_RUN, "?": ANY_ONE}
    return Places(tuple(signs.get(char, Part(char, "", False)) for char in pattern))


@pytest.mark.parametrize(
    ("left", "right", "answer"),
    [
        ("a*c", "*b*", True),
        ("a*c", "b*", False),
        ("a?c", "abbc", False),
        ("*", "", True),
        ("?", "", False),
        ("*aab", "aab", True),
        ("ab*ba", "aba", False),
    ],
)
def test_overlap_goes_both_ways(left: str, right: str, answer: bool) -> None:
    assert overlap(parts(left), parts(right)) is answer
    assert overlap(parts(right), parts(left)) is answer


def test_a_hostile_pattern_ends_soon() -> None:
    assert not overlap(parts("*a" * 60 + "b"), parts("a" * 200))


@settings(max_examples=200, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            ["s3:Get*", "s3:GetObject", "S3:getobject", "s3:*", "s3:*Object", "s3:Put*", "*", "s3*"]
        ),
        min_size=2,
        max_size=5,
    )
)
def test_where_none_covers_another_nothing_is_needless(actions: list[str]) -> None:
    found = policy_from({"Statement": [{"Effect": "Allow", "Action": actions}]}, "identity")
    words = found.statements[0].actions or ()
    if none_covers(words):
        assert not list(needless(words, folded))
