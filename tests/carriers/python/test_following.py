"""Names, texts and lists of code are followed as far as they are certain, and no further."""

from __future__ import annotations

from typing import Any

import pytest

from iamlint.carriers import python
from iamlint.text.source import Source

from .reading import document, only, read

FRAME = """
import copy, json, os
{before}
use({{"Version": "2012-10-17", "Statement": [
    {{"Effect": "Allow", "Action": {action}, "Resource": {resource}}}]}})
"""

ACTIONS: list[tuple[str, str, Any]] = [
    ("A = 's3:Get*'", "A", "s3:Get*"),
    ("A = ['s3:Get*']", "A + ['s3:Put*']", ["s3:Get*", "s3:Put*"]),
    ("A = ['s3:Get*']", "[*A, 's3:Put*']", ["s3:Get*", "s3:Put*"]),
    ("A = ['s3:Get*']\nA.append('s3:Put*')", "A", ["s3:Get*", "s3:Put*"]),
    ("A = ['s3:Get*']\nA += ['s3:Put*']", "A", ["s3:Get*", "s3:Put*"]),
    ("A = ['s3:Get*']\nA.extend(['s3:Put*'])", "copy.deepcopy(A)", ["s3:Get*", "s3:Put*"]),
    ("P = 's3'", "[P + ':Get*', f'{P}:Put*']", ["s3:Get*", "s3:Put*"]),
    ("P = 's3'", "['%s:Get*' % P, '{}:Put*'.format(P)]", ["s3:Get*", "s3:Put*"]),
    ("P = 's3'", "'%(p)s:Get*' % {'p': P}", "s3:Get*"),
    ("P = 's3'", "'{p}:{x}'.format(p=P, x='Get*')", "s3:Get*"),
    ("V = ('Get*', 'Put*')", "[f's3:{v}' for v in V]", ["s3:Get*", "s3:Put*"]),
    ("", "':'.join(['s3', 'Get*'])", "s3:Get*"),
    ("", "'X:Get*'.replace('X', 's3')", "s3:Get*"),
    ("", "'s3:' 'Get*'", "s3:Get*"),
    ("", "list(('s3:Get*', 's3:Put*'))", ["s3:Get*", "s3:Put*"]),
    ("def f(x):\n    return [x, 's3:Put*']", "f('s3:Get*')", ["s3:Get*", "s3:Put*"]),
    ("def f(x, y='s3:Put*'):\n    return [x, y]", "f(x='s3:Get*')", ["s3:Get*", "s3:Put*"]),
    ("D = {'a': {'b': ['s3:Get*']}}", "D['a']['b']", ["s3:Get*"]),
    ("A = 'x'\nA = 's3:Get*'", "A", "s3:Get*"),
    ("def f(*x):\n    return x", "f('s3:Get*', 's3:Put*')", ["s3:Get*", "s3:Put*"]),
    (
        "def f(x, /, *y, z):\n    return [x, *y, z]",
        "f('a:1', 'a:2', z='a:3')",
        ["a:1", "a:2", "a:3"],
    ),
    ("def f(**x):\n    return x['a']", "f(a='s3:Get*')", "s3:Get*"),
    ("def f(a, b):\n    return [a, b]\nL = ['a:1', 'a:2']", "f(*L)", ["a:1", "a:2"]),
    ("def f(a, b):\n    return [a, b]\nD = {'b': 'a:2', 'a': 'a:1'}", "f(**D)", ["a:1", "a:2"]),
    ("A, B = 'x', 's3:Get*'", "B", "s3:Get*"),
    ("L = ['x', 's3:Get*']\nA, B = L", "B", "s3:Get*"),
    ("class C:\n    A = 's3:Get*'", "C.A", "s3:Get*"),
    ("class C(str, Enum):\n    A = 's3:Get*'", "C.A.value", "s3:Get*"),
    ("N = []", "N or ['s3:Get*', 's3:Put*']", ["s3:Get*", "s3:Put*"]),
    ("N = 's3:Get*'", "N or 's3:Put*'", "s3:Get*"),
    ("def f(x=None):\n    return x or ['s3:Get*']", "f()", ["s3:Get*"]),
    ("L = ['x', 's3:Get*']", "L[-1]", "s3:Get*"),
    ("K = 'b'\nD = {'b': 's3:Get*'}", "D[K]", "s3:Get*"),
    ("class C:\n    @staticmethod\n    def f(x): return f's3:{x}*'", "C.f('Get')", "s3:Get*"),
]


@pytest.mark.parametrize(("before", "action", "meant"), ACTIONS)
def test_what_is_certain_is_followed(before: str, action: str, meant: Any) -> None:
    reading = read(FRAME.format(before=before, action=action, resource="'*'"))
    (policy,) = reading.policies
    (statement,) = policy.statements
    words = [str(word) for word in statement.actions or ()]
    assert words == ([meant] if isinstance(meant, str) else meant)
    assert not statement.gaps


HIDDEN = [
    ("", "os.environ['A']"),
    ("", "unknown()"),
    ("def f(A):\n    pass", "f(1)"),
    ("for A in x:\n    pass", "A"),
    ("A = ['s3:Get*']\nA.pop()", "A"),
    ("A = ['s3:Get*']\nA[i] = 1", "A"),
    ("def f(x):\n    if x:\n        return 1\n    return 2", "f(1)"),
    ("A = A", "A"),
    ("A, B = unknown()", "B"),
    ("N = unknown()", "N or 's3:Get*'"),
    ("N = None", "N or 's3:Get*'"),
    ("N = 's3:Get*'", "N and 's3:Put*'"),
    ("L = [*unknown(), 's3:Get*']", "L[1]"),
    ("L = ['s3:Get*', *unknown()]", "L[-2]"),
    ("def f(x):\n    return x", "f(*unknown())"),
    ("def f(x):\n    return x", "f(**unknown())"),
    ("def f(x):\n    return x", "f('a:1', y='a:2')"),
    ("L = [*unknown(), 's3:Get*']\nA, B = L", "B"),
    ("L = ['s3:Get*']\n*A, B = L", "B"),
    ("class C:\n    A = 's3:Get*'\n    def f(self): self.A = 1", "C.A"),
    ("class C:\n    A = 's3:Get*'\nclass C:\n    A = 's3:Put*'", "C.A"),
    ("class C:\n    def f(self, x): return x", "C.f('s3:Get*')"),
]


@pytest.mark.parametrize(("before", "action"), HIDDEN)
def test_what_is_not_certain_is_a_hole(before: str, action: str) -> None:
    (policy,) = read(FRAME.format(before=before, action=action, resource="'*'")).policies
    (statement,) = policy.statements
    assert statement.gaps
    assert all(word.literal is None for word in statement.actions or ())


def test_an_effect_may_be_chosen() -> None:
    (policy,) = read(
        "X = {'Effect': 'Allow' if on else 'Deny', 'Action': 's3:*', 'Resource': '*'}"
    ).policies
    assert policy.statements[0].effect is not None


def test_both_branches_are_there_under_their_condition() -> None:
    (policy,) = read(
        FRAME.format(before="", action="'s3:Get*' if prod else 's3:Put*'", resource="'*'")
    ).policies
    (statement,) = policy.statements
    yes, no = statement.actions or ()
    assert (str(yes), str(no)) == ("s3:Get*", "s3:Put*")
    assert {(name, not wanted) for name, wanted in yes.when} == set(no.when)
    (policy,) = read(
        FRAME.format(
            before="if prod:\n    A = 's3:Get*'\nelse:\n    A = 's3:Put*'",
            action="A",
            resource="'*'",
        )
    ).policies
    assert {str(word) for word in policy.statements[0].actions or ()} == {"s3:Get*", "s3:Put*"}


def test_two_mentions_of_what_never_changes_are_the_same() -> None:
    (policy,) = read(
        """
        def f(bucket):
            return {"Version": "2012-10-17", "Statement": [{"Effect": "Allow",
                "Action": "s3:GetObject",
                "Resource": [f"arn:aws:s3:::{bucket}", "arn:aws:s3:::" + bucket]}]}
        """
    ).policies
    one, other = policy.statements[0].resources or ()
    assert one.text == other.text
    assert str(one) == "arn:aws:s3:::${bucket}"


def test_what_is_done_to_a_policy_later() -> None:
    (policy,) = read(
        """
        policy = {"Version": "2012-10-17", "Statement": []}
        policy["Statement"].append({"Effect": "Allow", "Action": "s3:Get*", "Resource": "X"})
        policy["Statement"][0]["Resource"] = "arn:aws:s3:::b/*"
        if more:
            policy["Statement"].append({"Effect": "Deny", "Action": "s3:*", "Resource": "*"})
        """
    ).policies
    first, second = policy.statements
    assert [str(word) for word in first.resources or ()] == ["arn:aws:s3:::b/*"]
    assert not first.when
    assert second.when


def test_statements_that_are_put_together_elsewhere() -> None:
    reading = read(
        """
        def statement(name):
            found = {"Effect": "Allow", "Action": ["s3:GetObject"]}
            found["Resource"] = f"arn:aws:s3:::{name}/*"
            return found
        """
    )
    (policy,) = reading.policies
    assert [str(w) for w in policy.statements[0].resources or ()] == ["arn:aws:s3:::${name}/*"]


SILENT = [
    'X = {"Statement": "select 1"}',
    'X = {"Statement": ["a"], "Effect": "Allow"}',
    'X = {"Statement": []}',
    'X = {"Effect": "NoSchedule", "Key": "a"}',
    'props = {"Action": ([str], True), "Effect": (str, True), "Resource": (list, False)}',
    'X = {"Statement": [{"Effect": {"type": "string"}, "Action": {"type": "array"}}]}',
    'X = {"Effect": "effect", "Action": "actions", "Resource": "resources"}',
    'X = {"Effect": "a text", "Action": "a list", "Resource": "a list", "NotAction": "a list"}',
    'X = {"Effect": effect, "Action": a, "NotAction": b, "Resource": c, "NotResource": d}',
    'X = {"Version": "2012-10-17", "Statement": [{"Effect": ["Allow"], "Action": {"a": 1}}]}',
    '"""{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "*"}]}"""',
    'def f():\n    \'\'\'{"Statement": [{"Effect": "Allow", "Action": "*"}]}\'\'\'',
    (
        "match x:\n    case {'Statement': [{'Effect': 'Allow', 'Action': '*', 'Resource': '*'}]}:\n"
        "        pass"
    ),
]


@pytest.mark.parametrize("code", SILENT)
def test_what_is_no_policy_is_silent(code: str) -> None:
    assert python.read(Source("a.py", code), None) is None


def test_documents_in_texts() -> None:
    reading = read(
        """
        A = '{"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "a:b"}}'
        B = '''{"Version": "2012-10-17",
            "Statement": {"Effect": "Allow", "Action": "a:%s"}}''' % x
        C = f'{{"Version": "2012-10-17", "Statement": {{"Effect": "Allow", "Action": "{x}:b"}}}}'
        D = ('{"Version": "2012-10-17", "Statement": '
             '{"Effect": "Allow", "Action": "' + x + '"}}')
        """
    )
    actions = [str(word) for p in reading.policies for word in p.statements[0].actions or ()]
    assert actions == ["a:b", "a:${x}", "${x}:b", "${x}"]
    first = reading.policies[0].statements[0].actions or ()
    assert first[0].span.outermost.text == '"a:b"'
    assert document(reading.policies[0])["Version"] == "2012-10-17"


CLASSES = """
class Above:
    service = "s3"
    def action(self, name):
        return f"{{self.service}}:{{name}}"
class One(Above):
    {own}
    def make(self):
        return {{"Version": "2012-10-17", "Statement": [
            {{"Effect": "Allow", "Action": self.action("Get*"), "Resource": "*"}}]}}
"""


def test_methods_and_attributes_of_a_class_above() -> None:
    (policy,) = read(CLASSES.format(own="pass")).policies
    assert [str(word) for word in policy.statements[0].actions or ()] == ["s3:Get*"]


@pytest.mark.parametrize("own", ["service = 'sqs'", "def action(self, name): return name.x"])
def test_what_a_class_below_gives_anew_is_not_known_above(own: str) -> None:
    (policy,) = read(CLASSES.format(own=own)).policies
    assert all(word.text.holes for word in policy.statements[0].actions or ())


def resource_in(code: str) -> object:
    """The first resource of the only policy in code."""
    return document(only(code))["Statement"][0]["Resource"]


METHOD = "class A:\n    def f(self, x):\n        return {POLICY}\n    def g(self):"
POLICY = '{"Statement": [{"Effect": "Allow", "Action": "s3:GetObject", "Resource": f"{x}/*"}]}'


@pytest.mark.parametrize(
    ("code", "known"),
    [
        ("def f(x):\n    return {POLICY}\nf('a')", True),
        ("def f(*, x='a'):\n    return {POLICY}\nf()", True),
        ("def f(x):\n    return {POLICY}\nf('a')\nf('b')", False),
        ("def f(x):\n    return {POLICY}\nf(*y)", False),
        ("def f(x):\n    p = {POLICY}\n    return f(x + 'b') or p", False),
        (
            "class A:\n    def f(self, x):\n        return {POLICY}\n    def g(self): self.f('a')",
            True,
        ),
        (
            "class A:\n    def f(self, x):\n        return {POLICY}\n    def g(self): it.f('a')",
            False,
        ),
        (f"{METHOD} self.f('a')\nclass B(A):\n    def f(self, x): pass", False),
        ("class A:\n    def __init__(self, x):\n        self.p = {POLICY}\nA('a')", True),
        ("@wrapped\ndef f(x):\n    return {POLICY}\nf('a')", False),
    ],
)
def test_what_a_function_is_given_that_is_called_once(code: str, known: bool) -> None:
    assert (resource_in(code.replace("{POLICY}", POLICY)) == "a/*") is known
