from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from iamlint.carriers.terraform.addresses import Key, effective, module_path, steps, written

names = st.from_regex(r"[a-z_][a-z0-9_-]{0,8}", fullmatch=True)
keys = st.one_of(st.integers(0, 10**6), st.text(max_size=12)).map(Key)


@given(st.lists(st.tuples(names, st.none() | keys), min_size=1, max_size=5))
def test_an_address_is_written_as_it_was_read(parts: list[tuple[str, Key | None]]) -> None:
    flat = tuple(part for pair in parts for part in pair if part is not None)
    assert steps(written(flat)) == flat


def test_steps_of_a_reference() -> None:
    assert steps('module.app["eu"].aws_sqs_queue.q[0].arn') == (
        "module",
        "app",
        Key("eu"),
        "aws_sqs_queue",
        "q",
        Key(0),
        "arn",
    )


@pytest.mark.parametrize("address", ["", "[", '["', "a[b]", "a..b", "$", '["\\ud800"]'])
def test_what_is_no_address_ends_it(address: str) -> None:
    assert all(isinstance(step, (str, Key)) for step in steps(address))


def test_module_paths() -> None:
    path = module_path('module.a["x.y"].module.b[2]')
    assert path.names == ("a", "b")
    assert path.keys == (Key("x.y"), Key(2))
    assert path.address == 'module.a["x.y"].module.b[2]'
    assert path.parent.address == 'module.a["x.y"]'
    assert module_path("").names == ()


def test_shorter_forms_of_a_reference_are_dropped() -> None:
    listed = ["aws_s3_bucket.b[0].arn", "aws_s3_bucket.b[0]", "aws_s3_bucket.b", "var.x"]
    assert effective(listed) == ("aws_s3_bucket.b[0].arn", "var.x")
    assert effective(["aws_s3_bucket.bb", "aws_s3_bucket.b"]) == (
        "aws_s3_bucket.bb",
        "aws_s3_bucket.b",
    )
    again = ["aws_sqs_queue.q[1].arn", "aws_sqs_queue.q[1]", "aws_sqs_queue.q", "aws_sqs_queue.q"]
    assert effective(again) == ("aws_sqs_queue.q[1].arn", "aws_sqs_queue.q")
