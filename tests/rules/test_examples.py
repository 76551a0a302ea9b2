"""The examples in the rules' documentation are their tests."""

from __future__ import annotations

import pytest

from iamlint.packs import Rule, all_rules
from iamlint.testing.examples import examples_in, failures_of

RULES = all_rules(plugins=False)
EXAMPLES = [
    pytest.param(rule, example, id=f"{rule.name}-{example.kind}-{example.line}")
    for rule in RULES
    for example in examples_in(rule.documentation())
]


@pytest.mark.parametrize(("rule", "example"), EXAMPLES)
def test_example(rule: Rule, example: object) -> None:
    found = list(failures_of(example, rule))  # type: ignore[arg-type]
    assert not found, "\n".join(f"line {failure.line}: {failure.message}" for failure in found)
