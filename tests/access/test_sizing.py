"""The size of a policy, however it is written down."""

from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st

from iamlint.access.engine.sizing import size_of, size_of_text
from iamlint.testing import scan_texts

NAMES = st.text(min_size=1, max_size=12)


@given(st.lists(NAMES, min_size=1, max_size=5), st.sampled_from([None, 0, 2, "\t"]))
def test_law_the_size_of_a_text_is_that_of_its_document(
    names: list[str], indent: int | str
) -> None:
    document = {
        "Version": "2012-10-17",
        "Statement": [{"Effect": "Allow", "Action": [f"s3:{name}" for name in names]}],
    }
    text = json.dumps(document, indent=indent, ensure_ascii=False)
    scan = scan_texts({"p.json": text})
    for policy in scan.estate.policies:
        for in_bytes in (False, True):
            at_once = size_of_text(policy, in_bytes=in_bytes)
            assert at_once in (None, size_of(policy.node, in_bytes=in_bytes))


def test_the_size_of_a_plain_text_is_known_at_once() -> None:
    text = '{"Statement": [{"Effect": "Allow",\n  "Action": ["s3:Get Object", "s3:Gét"]}]}'
    scan = scan_texts({"p.json": text})
    (policy,) = scan.estate.policies
    small = '{"Statement":[{"Effect":"Allow","Action":["s3:Get Object","s3:Gét"]}]}'
    assert size_of_text(policy, in_bytes=False) == len(small)
    assert size_of_text(policy, in_bytes=True) == len(small) + 1


def test_what_is_filled_in_later_is_not_counted_as_text() -> None:
    text = '{"Statement": [{"Effect": "Allow", "Action": {"Ref": "Actions"}}]}'
    scan = scan_texts({"p.json": text})
    for policy in scan.estate.policies:
        assert size_of_text(policy, in_bytes=False) is None
