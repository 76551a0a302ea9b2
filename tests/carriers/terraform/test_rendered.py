"""A document put together from a deferred plan is, with holes, what the provider renders of it once
its values are known.
"""

from __future__ import annotations

import pytest

from iamlint.carriers import terraform
from iamlint.carriers.terraform.reader import TerraformReading
from iamlint.formats.json import parse
from iamlint.text.source import EmbeddedSource, Source

from .plans import FIXTURES, fixture
from .test_known_and_deferred import OTHERWISE, assert_fits

RENDERED = sorted(path.parent.name for path in FIXTURES.glob("*/plan-rendered.json"))

UNCOMPARED = frozenset({"sensitive", "two_documents"})
"""All that these hold is marked sensitive, or nobody can tell which of two it is."""


def rendered(name: str) -> TerraformReading:
    text = (FIXTURES / name / "plan-rendered.json").read_text(encoding="utf-8")
    reading = terraform.read("plan.json", parse(Source("plan.json", text)), None)
    assert isinstance(reading, TerraformReading)
    return reading


@pytest.mark.parametrize("name", [name for name in RENDERED if name not in OTHERWISE])
def test_law_documents_are_those_that_the_provider_renders(name: str) -> None:
    reading = fixture(name)
    assert isinstance(reading, TerraformReading)
    deferred = {(p.address, p.kind): p for p in reading.policies if p in reading.origins}
    compared = 0
    for whole in rendered(name).policies:
        partly = deferred.get((whole.address, whole.kind))
        if partly is None or partly.gaps or not isinstance(whole.node.source, EmbeddedSource):
            continue  # hidden, or not rendered in this plan either
        compared += 1
        assert len(whole.statements) == len(partly.statements), whole.address
        for one, other in zip(whole.statements, partly.statements, strict=True):
            if not other.gaps:
                assert_fits(other, one)
    assert compared or name in UNCOMPARED


def test_most_configurations_are_compared() -> None:
    assert len(RENDERED) > 25
