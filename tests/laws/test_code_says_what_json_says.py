"""Law: a policy in Python code is found and mended as the same policy in JSON is."""

from __future__ import annotations

import ast
import json
import re

import pytest

from iamlint.fixing import fix
from iamlint.packs import Rule, all_rules
from iamlint.testing import scan_with
from iamlint.testing.blocks import blocks_in

WORDS = {"true": "True", "false": "False", "null": "None"}
_word = re.compile(r"\b(true|false|null)\b(?=\s*[,}\]])")
EMPTY = {"empty-element", "missing-statement"}
"""Rules about what code has yet to fill."""


def policies_of(rule: Rule) -> list[str]:
    """The policies in JSON that its documentation shows as bad."""
    found = []
    for block in blocks_in(rule.documentation()):
        if block.language == "json" and block.word == "bad" and "name" not in block.options:
            text = str(block.content)
            try:
                value = json.loads(text)
            except ValueError:
                continue
            if isinstance(value, dict) and isinstance(value.get("Statement"), (list, dict)):
                found.append(text)
    return found


CASES = [
    (rule, text)
    for rule in all_rules(plugins=False)
    if rule.name not in EMPTY
    for text in policies_of(rule)
]


@pytest.mark.parametrize(("rule", "text"), CASES, ids=lambda part: getattr(part, "name", ""))
def test_law_code_says_what_json_says(rule: Rule, text: str) -> None:
    code = "POLICY = " + _word.sub(lambda found: WORDS[found[0]], text)
    told, mended = [], []
    for path, content in (("a.json", text), ("a.py", code)):
        scanner, scan = scan_with({path: content}, persona="auditor", select=(rule.name,))
        told.append(sorted(f.message for f in scan.findings if f.rule == rule.name))
        mended.append(fix(scanner, scan, unsafe=True).texts.get(path))
    assert told[0] == told[1]
    if mended[0] is None:
        assert mended[1] is None
    else:
        (statement,) = ast.parse(mended[1] or "").body
        assert isinstance(statement, ast.Assign)
        assert ast.literal_eval(statement.value) == json.loads(mended[0])
