"""What is filled in under another name, or in a copy, is not taken for what is written."""

from __future__ import annotations

from textwrap import dedent, indent

import pytest

from iamlint.carriers import python
from iamlint.text.source import Source

from .reading import document, read

TEXT = '{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:GetObject", '
WAYS = [
    'BASE.replace("TO_BE_FILLED", x)',
    'json.loads(BASE.replace("TO_BE_FILLED", x))',
    're.sub("TO_BE_FILLED", x, BASE)',
]


@pytest.mark.parametrize("way", WAYS[:2])
def test_a_text_that_is_filled_in_is_read_where_it_is(way: str) -> None:
    code = f"import json\nBASE = '''{TEXT}\"Resource\": \"TO_BE_FILLED\"}}]}}'''\n"
    reading = read(code + f"def make(x):\n    return {way}\n")
    (policy,) = reading.policies
    (word,) = policy.statements[0].resources or ()
    assert word.text.holes
    assert "TO_BE_FILLED" not in str(word)


def test_a_text_that_is_filled_in_by_what_is_not_followed_is_said() -> None:
    code = f"import re\nBASE = '''{TEXT}\"Resource\": \"TO_BE_FILLED\"}}]}}'''\n"
    reading = read(code + f"def make(x):\n    return {WAYS[2]}\n")
    assert not reading.policies
    assert [gap.why for gap in reading.gaps] == [
        "the text is filled in by code that is not followed"
    ]


@pytest.mark.parametrize(
    ("written", "way"),
    [
        ("${{bucket}}", "Template(BASE).substitute(bucket=x)"),
        ("$bucket", "Template(BASE).safe_substitute({'bucket': x})"),
        ("$$bucket", "Template(BASE).substitute()"),
        ("{bucket}", "BASE.format(bucket=x)"),
        ("%s", "BASE % x"),
        ("%(bucket)s", "BASE % {'bucket': x}"),
    ],
)
def test_texts_with_places_to_be_filled(written: str, way: str) -> None:
    text = f'{TEXT}"Resource": "arn:aws:s3:::{written.replace("{{", "{").replace("}}", "}")}"}}]}}'
    if "format" in way:
        text = text.replace("{", "{{").replace("}", "}}").replace("{{bucket}}", "{bucket}")
    code = f"from string import Template\nBASE = '''{text}'''\ndef make(x):\n    return {way}\n"
    (policy,) = read(code).policies
    (word,) = policy.statements[0].resources or ()
    assert str(word) == ("arn:aws:s3:::$bucket" if "$$" in written else "arn:aws:s3:::${x}")


def test_a_text_that_nothing_fills_in_is_read_as_it_is() -> None:
    code = f"BASE = '''{TEXT}\"Resource\": \"TO_BE_FILLED\"}}]}}'''\nOTHER = BASE2.format(1)\n"
    (policy,) = read(code).policies
    assert [str(word) for word in policy.statements[0].resources or ()] == ["TO_BE_FILLED"]


DOCUMENT = """
import copy, json
BASE = {"Version": "2012-10-17", "Statement": [
    {"Effect": "Allow", "Action": ["s3:GetObject"], "Resource": "TO_BE_FILLED"}]}
def make(x):
"""
FILLED = [
    'd = copy.deepcopy(BASE)\nd["Statement"][0]["Resource"] = x\nreturn d',
    'd = BASE.copy()\nd["Statement"][0]["Resource"] = x\nreturn d',
    'd = json.loads(json.dumps(BASE))\nd["Statement"][0].update(Resource=x)\nreturn d',
    'd = dict(BASE)\nd["Statement"][0].update({"Resource": x})\nreturn d',
    's = BASE["Statement"][0]\ns["Resource"] = x\nreturn BASE',
    's = BASE["Statement"][-1]\ns.setdefault("Resource", x)\nreturn BASE',
    'for s in BASE["Statement"]:\n    s["Resource"] = x\nreturn BASE',
    'd = copy.deepcopy(BASE)\nd["Statement"] = x\nreturn d',
    "d = copy.deepcopy(BASE)\nd.update(x)\nreturn d",
    'd = copy.deepcopy(BASE)\nd["Statement"][x] = 1\nreturn d',
]


@pytest.mark.parametrize("body", FILLED)
def test_a_document_that_is_filled_in_has_holes(body: str) -> None:
    reading = read(DOCUMENT + indent(body, "    "))
    words = [
        str(word)
        for policy in reading.policies
        for statement in policy.statements
        for word in statement.resources or ()
    ]
    assert "TO_BE_FILLED" not in words
    assert not reading.policies or reading.gaps


NOT_FILLED = [
    "d = copy.deepcopy(BASE)\nreturn d",
    'd = copy.deepcopy(BASE)\nd["Id"] = x\nreturn d',
    'for s in BASE["Statement"]:\n    print(s["Resource"])\nreturn BASE',
    'd = copy.deepcopy(BASE)\nd["Statement"].append(x)\nreturn d',
    'BASE = {}\nd = copy.deepcopy(BASE)\nd["Statement"][0]["Resource"] = x\nreturn d',
]


@pytest.mark.parametrize("body", NOT_FILLED)
def test_a_document_that_is_used_otherwise_is_read_as_it_is(body: str) -> None:
    (policy,) = read(DOCUMENT + indent(body, "    ")).policies
    assert [str(word) for word in policy.statements[0].resources or ()] == ["TO_BE_FILLED"]


def test_what_is_filled_in_a_copy_leaves_what_is_given_to_a_call() -> None:
    code = """
        import boto3, copy, json
        BASE = {"Version": "2012-10-17", "Statement": [
            {"Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::a/*"}]}
        iam = boto3.client("iam")
        iam.create_policy(PolicyName="a", PolicyDocument=json.dumps(BASE))
        other = copy.deepcopy(BASE)
        other["Statement"][0]["Resource"] = "arn:aws:s3:::b/*"
        iam.create_policy(PolicyName="b", PolicyDocument=json.dumps(other))
    """
    found = sorted(
        str(word) for policy in read(code).policies for word in policy.statements[0].resources or ()
    )
    assert found == ["arn:aws:s3:::a/*", "arn:aws:s3:::b/*"]


def test_a_template_of_a_class() -> None:
    code = """
        class Queues:
            ALLOW = {"Sid": "a", "Effect": "Allow", "Action": "sqs:SendMessage", "Resource": "TO_BE"}

            def make(self, arn):
                one = Queues.ALLOW
                one["Resource"] = arn
                return one
    """
    (policy,) = read(code).policies
    assert all(word.text.holes for word in policy.statements[0].resources or ())


def test_a_name_that_is_given_a_text_made_of_itself() -> None:
    code = """
        import boto3, json
        policy = {"Version": "2012-10-17", "Statement": [
            {"Effect": "Allow", "Principal": "*", "Action": "s3:GetObject",
             "Resource": "arn:aws:s3:::a/*"}]}
        policy = json.dumps(policy)
        boto3.client("s3").put_bucket_policy(Bucket="a", Policy=policy)
    """
    reading = read(code)
    (policy,) = reading.policies
    assert policy.resource_type == "s3:bucket"
    assert not reading.gaps


def test_a_text_that_is_put_together_is_read_once() -> None:
    code = """
        import boto3
        def trust(who):
            return boto3.client("iam").update_assume_role_policy(RoleName="r", PolicyDocument='''{
                "Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action":
                "sts:AssumeRole", "Principal": {"AWS": "''' + who + '''"}}]}''')
    """
    assert len(read(code).policies) == 1


def test_a_document_with_nothing_in_it_is_filled_by_other_code() -> None:
    reading = read("""
        import json
        def make(s3, public, build):
            policy = {}
            if public:
                policy = build()
            s3.put_bucket_policy(Bucket="b", Policy=json.dumps(policy))
        """)
    assert all(policy.gaps for policy in reading.policies)
    assert {gap.why for gap in reading.gaps} >= {"other code adds its statements"}


def test_of_several_documents_each_is_read_that_is_known() -> None:
    reading = read("""
        import json
        def make(sts, arn, given):
            policy = {}
            if given:
                policy = json.loads(given)
            elif arn:
                policy = {"Version": "2012-10-17", "Statement": [
                    {"Effect": "Allow", "Action": "s3:GetObject", "Resource": arn}]}
            sts.assume_role(RoleArn=arn, RoleSessionName="x", Policy=json.dumps(policy))
        """)
    (policy,) = reading.policies
    assert [str(word) for word in policy.statements[0].actions or ()] == ["s3:GetObject"]
    assert "the policy is put together by code that is not followed" in {
        gap.why for gap in reading.gaps
    }


def test_a_statement_with_an_empty_list_is_filled_by_other_code() -> None:
    reading = read("""
        def empty(effect):
            return {"Action": "execute-api:Invoke", "Effect": effect, "Resource": []}
        """)
    assert not reading.policies
    assert [gap.why for gap in reading.gaps] == [
        "the statement is completed by code that is not followed"
    ]


def test_a_stack_policy_is_none() -> None:
    code = """
        import json
        POLICY = {"Statement": [
            {"Effect": "Allow", "Action": "Update:*", "Principal": "*", "Resource": "*"}]}
        def protect(cfn):
            cfn.set_stack_policy(StackName="x", StackPolicyBody=json.dumps(POLICY))
        """
    assert python.read(Source("app.py", dedent(code)), None, made=False) is None


def test_an_element_with_nothing_in_it_is_filled_by_other_code() -> None:
    (policy,) = read("""
        BASE = {"Statement": [{"Effect": "Allow", "Action": [], "Resource": []}]}
        """).policies
    (statement,) = policy.statements
    assert [word.literal for word in statement.actions or ()] == [None]
    assert policy.gaps


def test_notes_beside_the_elements_of_a_document_are_none() -> None:
    (policy,) = read("""
        GUIDE = {
            "Version": "2012-10-17",
            "Statement": [{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"}],
            "notes": {"s3": "to read what is there"},
        }
        """).policies
    assert list(document(policy)) == ["Version", "Statement"]
