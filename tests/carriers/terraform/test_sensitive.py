"""What a plan marks sensitive is nowhere in what is read."""

from __future__ import annotations

import pytest

from iamlint.text.node import plain

from .plans import FIXTURES, MODES, fixture, policy, texts

SECRET = "s3cr3t-tenant"


@pytest.mark.parametrize("mode", MODES)
def test_no_text_tells_the_secret(mode: str) -> None:
    reading = fixture("sensitive", mode)
    for found in reading.policies:
        assert SECRET not in str(plain(found.node))
        assert not any(SECRET in str(word) for word in found.words())
        assert SECRET not in str(found.name)
    for resource in reading.resources if mode == "deferred" else ():
        # an ARN that AWS told is not marked, whatever its name was made of
        assert SECRET not in " ".join(map(str, (resource.arn, *resource.names)))


def test_every_place_of_the_secret_is_marked() -> None:
    reading = fixture("sensitive")
    text = (FIXTURES / "sensitive" / "plan-deferred.json").read_text(encoding="utf-8")
    hidden = [(s.outermost.start, s.outermost.end) for s in reading.secrets]
    start = text.find(SECRET)
    while start >= 0:
        assert any(a <= start < b for a, b in hidden), text[start - 80 : start + 20]
        start = text.find(SECRET, start + 1)


def test_actions_are_kept() -> None:
    (statement,) = policy(fixture("sensitive"), "aws_iam_policy.known").statements
    assert texts(statement.actions) == ["s3:GetObject"]
    assert statement.allows
    (word,) = statement.resources or ()
    assert word.text.only_hole is not None
    assert "sensitive" in word.text.only_hole.why


def test_a_sensitive_list_is_a_gap() -> None:
    parts = policy(fixture("sensitive"), "aws_iam_policy.parts")
    assert not parts.whole


@pytest.mark.parametrize("mode", MODES)
def test_the_text_of_the_file_forgets_what_is_marked(mode: str) -> None:
    reading = fixture("sensitive", mode)
    whole = (FIXTURES / "sensitive" / f"plan-{mode}.json").read_text(encoding="utf-8")
    text = reading.root.source.text
    assert len(text) == len(whole)
    assert text.count("\n") == whole.count("\n")
    assert text.count(SECRET) < whole.count(SECRET)
    for secret in reading.secrets:
        assert SECRET not in secret.text
    for found in reading.policies:
        assert SECRET not in found.span.text
        assert SECRET not in found.span.outermost.text
