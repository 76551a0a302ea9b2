"""What a fix makes does not hang on the dialect, and comments stay with what stays.

The examples of rules that are policies in JSON are written as YAML by indentation, as YAML in
brackets and as Python, with a comment behind each line.
"""

from __future__ import annotations

import ast
import json
import pprint
import re
from collections import Counter
from typing import Any

import pytest
import yaml

from iamlint.fixing import fix
from iamlint.packs import Rule, all_rules
from iamlint.testing import scan_with
from iamlint.testing.examples import BAD, Example, examples_in

APART = {
    "duplicate-key": "only JSON may have a key twice",
    "unsorted-actions": "comments among actions keep their order",
    "mergeable-statement": "comments in a statement keep it as it is",
}
COMMENT = re.compile(r"# \d+\b")


def examples() -> list[Any]:
    found = []
    for rule in all_rules(plugins=False):
        for example in examples_in(rule.documentation()) if rule.fix else ():
            paths = list(example.files)
            if (
                rule.name not in APART
                and example.kind == BAD
                and len(paths) == 1
                and paths[0].endswith(".json")
            ):
                found.append(pytest.param(rule, example, id=f"{rule.name}-{example.line}"))
                break
    return found


def mended(rule: Rule, path: str, text: str) -> str | None:
    scanner, scan = scan_with({path: text}, select=(rule.name,), persona=rule.persona)
    assert scan.findings
    return fix(scanner, scan, unsafe=True).texts.get(path)


def commented(text: str) -> str:
    lines = text.splitlines()
    return "".join(f"{line}  # {number}\n" for number, line in enumerate(lines))


def block(data: object) -> str:
    return yaml.safe_dump(data, sort_keys=False, width=1000, default_flow_style=False)


def brackets(data: object) -> str:
    return json.dumps(data, indent=2)


def code(data: object) -> str:
    return "POLICY = " + pprint.pformat(data, sort_dicts=False, width=60)


def of_code(text: str) -> object:
    (statement,) = ast.parse(text).body
    assert isinstance(statement, ast.Assign)
    return ast.literal_eval(statement.value)


@pytest.mark.parametrize(("rule", "example"), examples())
def test_law_a_fix_makes_the_same_in_every_dialect(rule: Rule, example: Example) -> None:
    ((path, text),) = example.files.items()
    assert isinstance(text, str)
    data = json.loads(text)
    made = mended(rule, path, text)
    wanted = json.loads(made) if made is not None else None
    for name, write, read in (
        ("p.yaml", block, yaml.safe_load),
        ("p.yaml", brackets, yaml.safe_load),
        ("p.py", code, of_code),
    ):
        before = commented(write(data))
        after = mended(rule, name, before)
        assert (read(after) if after is not None else None) == wanted
        if write is block and after is not None:
            comments_stay(before, after)


def comments_stay(before: str, after: str) -> None:
    """Where a comment is gone, so is the line that it stood behind."""
    old, new = Counter(map(bare, before.splitlines())), Counter(map(bare, after.splitlines()))
    for line in before.splitlines():
        (comment,) = COMMENT.findall(line)
        stays = any(one.endswith(comment) for one in after.splitlines())
        assert stays or new[bare(line)] < old[bare(line)], line


def bare(line: str) -> str:
    return COMMENT.sub("", line).strip()
