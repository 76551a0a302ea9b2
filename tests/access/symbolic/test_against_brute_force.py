"""The symbolic engine against trying every request of a small universe."""

from __future__ import annotations

from typing import Any

from hypothesis import given, settings

from iamlint.access.request import Request
from iamlint.access.symbolic.relations import contains, difference, exists, intersects
from iamlint.access.truth import MAYBE, NO, YES
from iamlint.model.policy import Policy
from iamlint.model.reading import policy_from

from . import brute
from .generated import documents


def identity(document: dict[str, Any]) -> Policy:
    return policy_from(document, "identity")


def as_check(request: Request) -> brute.Check:
    """A witness in the words of the brute evaluator."""
    context: dict[str, list[str]] = {}
    for key in brute.VALUES:
        values = request.context.values(key) or ()
        context[key] = [str(value) for value in values]
    return request.action, str(request.resource), context


@settings(max_examples=150, deadline=None)
@given(documents(), documents())
def test_difference_agrees(head: dict[str, Any], base: dict[str, Any]) -> None:
    found = difference(identity(head), identity(base))
    keys = brute.keys_of(head, base)
    example = next(
        (c for c in brute.checks(keys) if brute.allowed(head, c) and not brute.allowed(base, c)),
        None,
    )
    if found.truth is NO:
        assert example is None
    if found.truth is YES:
        assert found.request is not None
        check = as_check(found.request)
        assert brute.allowed(head, check)
        assert not brute.allowed(base, check)
    assert found.truth is not MAYBE


@settings(max_examples=60, deadline=None)
@given(documents())
def test_exists_agrees(document: dict[str, Any]) -> None:
    found = exists(identity(document))
    some = any(brute.allowed(document, check) for check in brute.checks(brute.keys_of(document)))
    assert found.truth is not MAYBE
    if some:
        assert found.truth is YES
    if found.truth is YES and found.request is not None:
        assert brute.allowed(document, as_check(found.request))


@settings(max_examples=60, deadline=None)
@given(documents(2), documents(2))
def test_intersection_agrees(one: dict[str, Any], other: dict[str, Any]) -> None:
    found = intersects(identity(one), identity(other))
    if found.truth is YES:
        assert found.request is not None
        check = as_check(found.request)
        assert brute.allowed(one, check)
        assert brute.allowed(other, check)
    else:
        keys = brute.keys_of(one, other)
        assert not any(
            brute.allowed(one, c) and brute.allowed(other, c) for c in brute.checks(keys)
        )


@settings(max_examples=40, deadline=None)
@given(documents(2), documents(1))
def test_an_allow_more_contains_and_a_deny_more_is_contained(
    document: dict[str, Any], more: dict[str, Any]
) -> None:
    (statement,) = more["Statement"]
    wider = {**document, "Statement": [*document["Statement"], {**statement, "Effect": "Allow"}]}
    narrower = {**document, "Statement": [*document["Statement"], {**statement, "Effect": "Deny"}]}
    assert contains(identity(wider), identity(document)) is YES
    assert contains(identity(document), identity(narrower)) is YES
