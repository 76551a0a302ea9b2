"""Hostile and odd Python code: told in words, within bounds, never a crash."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest

from iamlint.testing import scan_texts

if TYPE_CHECKING:
    from iamlint.scanning import Scan

POLICY = (
    'P = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:GetObject", '
    '"Resource": "arn:aws:s3:::b/*"}]}\n'
)


def scanned(code: str | bytes) -> Scan:
    scan = scan_texts({"a.py": code})
    assert not scan.crashes
    return scan


ERRORS = [POLICY + "def f(:\n", POLICY + "x = [\n", POLICY + "  x = 1\n"]


@pytest.mark.parametrize("code", ERRORS)
def test_broken_code_with_policies_is_an_error_with_its_place(code: str) -> None:
    (finding,) = scanned(code).findings
    assert finding.rule == "broken-syntax"
    assert finding.span.place.line == 2
    assert "no Python" in finding.message


NOTES = [
    (POLICY + 'print "a"\n', "Python 2"),
    (POLICY + "try:\n    x()\nexcept A, e:\n    pass\n", "Python 2"),
    (POLICY + "{% if x %}\ny = {{ name }}\n{% endif %}\n", "no Python"),
    (POLICY + "x = a" + ".b" * 20_000 + "\n", "nested too deep"),
    (("# é\n" + POLICY).encode("latin-1"), "UTF-8"),
]


@pytest.mark.parametrize(("code", "why"), NOTES)
def test_what_is_not_wrong_is_a_note(code: str | bytes, why: str) -> None:
    scan = scanned(code)
    assert not scan.findings
    (note,) = scan.gathered.unanalysed
    assert why in note.why
    assert not note.partial


SILENT = [
    "def f(:\n",
    'print "a"\n',
    "x = 1\n" * 3,
    POLICY.encode() + b"x = '\0'\n",
    "",
    "\ufeff# a\n",
]


@pytest.mark.parametrize("code", SILENT)
def test_code_without_policies_is_nobodys_concern(code: str | bytes) -> None:
    scan = scanned(code)
    assert not scan.findings
    assert not scan.gathered.unanalysed


ODD = [
    POLICY + "y = " + "[" * 150 + "]" * 150,
    POLICY + "y = " + "{'Statement': " * 80 + "1" + "}" * 80,
    POLICY
    + "async def f(x):\n    async with x as y, z:\n        return [await i async for i in y]\n",
    POLICY + "@a.b(c)\nclass C(metaclass=D):\n    x: int = (y := 1)\n",
    POLICY
    + "match x:\n    case {'Statement': s, **r} if s:\n        pass\n    case A(b=1) | [a, *_]:\n"
    "        pass\n",
    POLICY + "del P['Statement']\nglobal q\nx = lambda *a, **k: (yield)\n",
    POLICY + "P['Statement'].append(P)\na = b\nb = a\nP['Statement'] += a\n",
    (
        "def f(x): return g(x)\ndef g(x): return f(x) + f(x) + f(x)\n"
        'P = {"Version": "2012-10-17", "Statement": [f(1)]}\n'
    ),
    "a0 = ['s3:Get*']\n"
    + "".join(f"a{i} = a{i - 1} + a{i - 1}\n" for i in range(1, 40))
    + 'P = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": a39}]}\n',
]


@pytest.mark.parametrize("code", ODD)
def test_odd_code_is_read(code: str) -> None:
    scan = scanned(code)
    assert "broken-syntax" not in {finding.rule for finding in scan.findings}
    assert scan.gathered.readings[0].policies


def test_a_hundred_thousand_lines() -> None:
    code = POLICY + "".join(f"x{i} = f(a, {{'k': [1, 'é']}})\n" for i in range(100_000))
    start = time.process_time()
    scan = scanned(code)
    assert time.process_time() - start < 60
    (policy,) = scan.gathered.readings[0].policies
    assert policy.span.place.line == 1


def test_more_statements_than_any_policy_has() -> None:
    statement = '{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::b/*"},\n'
    code = 'P = {"Version": "2012-10-17", "Statement": [\n' + statement * 12_000 + "]}\n"
    (policy,) = scanned(code).gathered.readings[0].policies
    assert len(policy.statements) == 10_000


@pytest.mark.parametrize("encoding", ["latin-1", "cp1252", "shift_jis"])
def test_code_may_declare_its_encoding(encoding: str) -> None:
    text = "é" if encoding != "shift_jis" else "日本"
    code = f"#!/usr/bin/python\n# -*- coding: {encoding} -*-\nx = '{text}'; {POLICY}"
    scan = scanned(code.encode(encoding))
    (policy,) = scan.gathered.readings[0].policies
    assert policy.span.place.line == 3
    assert policy.span.text.startswith('{"Version"')
    assert scan.gathered.encodings == {"a.py": encoding}


def test_a_script_is_code_whatever_it_is_called() -> None:
    scan = scan_texts({"bin/deploy": "#!/usr/bin/env python3\n" + POLICY})
    (policy,) = scan.gathered.readings[0].policies
    assert policy.span.place.line == 2


def test_names_that_stand_for_one_another_without_end() -> None:
    chain = [f"A{i} = {{**X, 'Action': A{i - 1}}}\n" for i in range(1, 1500)]
    head = "X = {'Effect': 'Allow', 'Resource': '*'}\nA0 = 's3:GetObject'\n"
    scan = scan_texts({"app.py": head + "".join(chain) + POLICY})
    assert not scan.crashes
    assert scan.gathered.readings


MODULES = {
    "a.py": "from b import *\nimport a, b\ndef f(x): return b.f(x)\nX = a.X\n",
    "b.py": "from a import *\nimport a\ndef f(x): return a.f(x)\ndef g(x): return [a.f(x), h(x)]\n"
    "def h(x): return g(x)\n",
    "broken.py": "V = (\n",
    "old.py": "print 'x'\nV = 1\n",
    "large.py": f"V = 's3:GetObject'\nW = '{'a' * 400_000}'\n",
    "p/__init__.py": "from .q import V\n",
    "p/q.py": "from . import V\n",
}


def test_modules_that_go_round_in_circles_or_cannot_be_read() -> None:
    actions = "a.X, b.f(1), b.g('x'), broken.V, old.V, large.V, p.V, Y, far.V, above.V"
    code = (
        "import a, b, broken, old, large, p\nfrom a import *\nfrom .......... import far\n"
        "from .........x import above\nuse({'Version': '2012-10-17', 'Statement': ["
        f"{{'Effect': 'Allow', 'Action': [{actions}], 'Resource': '*'}}]}})\n"
    )
    scan = scan_texts({**MODULES, "app.py": code})
    assert not scan.crashes
    (policy,) = [one for reading in scan.gathered.readings for one in reading.policies]
    assert all(word.text.holes for word in policy.statements[0].actions or ())


def test_what_is_too_large_to_be_followed_lacks_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("iamlint.carriers.python.evaluating.MOST", 45)
    assert not scanned(POLICY * 40).findings
