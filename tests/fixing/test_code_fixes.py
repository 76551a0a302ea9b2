"""Fixes in Python code: the literal is replaced and nothing else, and what comes out is Python."""

from __future__ import annotations

import ast
import difflib
from typing import Any

import pytest

from iamlint.finding import Fix
from iamlint.fixing import fix
from iamlint.formats.edits.changes import Uneditable
from iamlint.mending import Dialects, edits_for
from iamlint.mending import applied as edited
from iamlint.rule import AddItem, AddStatement, Remove, Replace, SetKey
from iamlint.testing import scan_with
from iamlint.text.holes import Text

CASES = [
    "use({V, 'Statement': [{'Effect': 'Allow', 'Action': 's3:getobject', R}]})",
    'use({V, "Statement": [{"Effect": "Allow", "Action": ["s3:getobject"], R}]})',
    "use({V, 'Statement': [{'Effect': 'Allow', 'Action': [\n    r's3:getobject',  # é\n], R}]})",
    "A = '''s3:getobject'''\nuse({V, 'Statement': [{'Effect': 'Allow', 'Action': A, R}]})",
    """use('{W, "Statement": [{"Effect": "Allow", "Action": "s3:getobject", R}]}')""",
    """use('''{W, "Statement": [
        {"Effect": "Allow", "Action": "s3:getobject", R}]}''')""",
    """use('{W, "Statement": [{"Effect": "Allow", '\n    '"Action": "s3:getobject", R}]}')""",
    'use("{\\\\"Version\\\\": \\\\"2012-10-17\\\\", \\\\"Statement\\\\": [{\\\\"Effect\\\\": '
    '\\\\"Allow\\\\", \\\\"Action\\\\": \\\\"s3:getobject\\\\", \\\\"Resource\\\\": '
    '\\\\"arn:aws:s3:::b/*\\\\"}]}")'.replace("\\\\", "\\"),
    (
        "from aws_cdk import aws_iam as iam\n"
        "iam.PolicyStatement(actions=['s3:getobject'], resources=['arn:aws:s3:::b/*'])"
    ),
]


def filled(code: str) -> str:
    quote = "'" if "'Effect'" in code else '"'
    version = "'Version': '2012-10-17'"
    code = code.replace("V,", f"{version},".replace("'", quote))
    code = code.replace("W,", '"Version": "2012-10-17",')
    return "# ä\r\n" + code.replace(
        "R}", f"{quote}Resource{quote}: {quote}arn:aws:s3:::b/*{quote}}}"
    )


@pytest.mark.parametrize("case", CASES)
def test_a_literal_is_replaced_and_nothing_else(case: str) -> None:
    code = filled(case)
    scanner, scan = scan_with({"a.py": code}, persona="auditor", select=("odd-action-case",))
    fixed = fix(scanner, scan, unsafe=False)
    after = fixed.texts["a.py"]
    assert after == code.replace("s3:getobject", "s3:GetObject")
    ast.parse(after)
    assert fixed.fixed == 1


def statement_in(code: str) -> tuple[Any, Dialects]:
    _, scan = scan_with({"a.py": code})
    (reading,) = scan.gathered.readings
    return reading.policies[0].statements[0], Dialects(scan.gathered.readings)


def after(code: str, make: Any) -> str:
    statement, dialects = statement_in(code)
    return edited(code, edits_for(make(statement), dialects))


def add(*texts: str) -> Any:
    return lambda statement: AddItem(statement, "Action", tuple(map(Text, texts)))


ADDED = [
    ('"a:b"', '["a:b", "c:d"]'),
    ("'a:b'", "['a:b', 'c:d']"),
    ('["a:b"]', '["a:b", "c:d"]'),
    ('["a:b",]', '["a:b", "c:d",]'),
    (
        "[\n        'a:b',\n        'e:f',\n    ]",
        "[\n        'a:b',\n        'e:f',\n        'c:d',\n    ]",
    ),
    ("[\n        'a:b',  # why\n    ]", "[\n        'a:b',  # why\n        'c:d',\n    ]"),
]


@pytest.mark.parametrize(("before", "wanted"), ADDED)
def test_an_action_is_added(before: str, wanted: str) -> None:
    frame = 'X = {{"Version": "2012-10-17", "Statement": [{{"Effect": "Allow", "Action": {}, '
    frame += '"Resource": "*"}}]}}\n'
    assert after(frame.format(before), add("c:d")) == frame.format(wanted)


@pytest.mark.parametrize(("before", "wanted"), ADDED[2:])
def test_an_action_is_added_to_a_statement_of_the_cdk(before: str, wanted: str) -> None:
    frame = "from aws_cdk import aws_iam as iam\ns = iam.PolicyStatement(\n    actions={},\n"
    frame += '    resources=["*"],\n)\n'
    assert after(frame.format(before), add("c:d")) == frame.format(wanted)


NOT_EDITED = [
    (
        'A = ["a:b"]\nX = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": A, '
        '"Resource": "*"}]}\n'
    ),
    (
        'X = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": ["a:b"] + y, '
        '"Resource": "*"}]}\n'
    ),
    (
        'X = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": ("a:b", "c:d"), '
        '"Resource": "*"}]}\n'
    ),
    'X = f\'{{"Version": "2012-10-17", "Statement": {{"Effect": "Allow", "Action": "{y}:b"}}}}\'\n',
]


@pytest.mark.parametrize("code", NOT_EDITED)
def test_what_code_decides_is_not_edited(code: str) -> None:
    with pytest.raises(Uneditable):
        after(code, add("c:d"))


def test_other_edits() -> None:
    code = (
        "X = {\n"
        "    'Version': '2012-10-17',\n"
        "    'Statement': [\n"
        "        {'Effect': 'Allow', 'Action': ['a:b', 'c:d'], 'Resource': '*'},\n"
        "    ],\n"
        "}\n"
    )
    removed = after(code, lambda s: Remove(s.actions[0].node))
    assert removed == code.replace("'a:b', ", "")
    told = after(code, lambda s: SetKey(s.node, "Sid", "Own"))
    assert told == code.replace("'Resource': '*'}", "'Resource': '*', 'Sid': 'Own'}")
    replaced = after(code, lambda s: Replace(s.resources[0], Text("it's")))
    assert ast.parse(replaced)
    assert replaced == code.replace("'*'", "'it\\'s'")
    more = after(code, lambda s: AddStatement(s.policy, {"Effect": "Deny", "Action": "x:y"}))
    found = [
        line for line in difflib.ndiff(code.splitlines(), more.splitlines()) if line[0] in "+-"
    ]
    assert all(line.startswith("+") for line in found)
    assert len(ast.literal_eval(more.removeprefix("X = "))["Statement"]) == 2


def test_a_statement_of_the_cdk_gets_a_snippet() -> None:
    from iamlint.mending import fixes_of

    code = (
        "from aws_cdk import aws_iam as iam\n"
        "iam.PolicyStatement(actions=['s3:GetObject'], resources=['*'])\n"
    )
    statement, dialects = statement_in(code)

    class Finding:
        class hit:  # noqa: N801
            fix = SetKey(statement.node, "Sid", "Own")
            safety = "safe"

    class Rule:
        fix = "safe"

    (found,) = fixes_of(Finding(), Rule(), dialects)  # type: ignore[arg-type]
    assert isinstance(found, Fix)
    assert not found.edits
    assert found.snippet
