"""References through modules, variables, outputs, `for_each` and `count`."""

from __future__ import annotations

import pytest

from .plans import MODES, attachments, fixture, policy, texts, thing

QUEUE = 'module.app["{0}"].module.queue[0].aws_sqs_queue.this'


@pytest.mark.parametrize("key", ["one", "two"])
def test_an_output_two_modules_deep(key: str) -> None:
    reading = fixture("modules")
    (statement,) = policy(reading, f'module.app["{key}"].aws_iam_policy.queue').statements
    assert texts(statement.resources) == [str(thing(reading, QUEUE.format(key)).arn)]


@pytest.mark.parametrize("key", ["one", "two"])
def test_a_resource_given_as_a_variable(key: str) -> None:
    reading = fixture("modules")
    queue = thing(reading, QUEUE.format(key))
    shared = thing(reading, "aws_kms_key.shared")
    assert [e.key for e in queue.encryption] == [shared.arn]


@pytest.mark.parametrize("mode", MODES)
def test_documents_go_in_and_out_of_modules(mode: str) -> None:
    reading = fixture("modules", mode)
    for address, sid in (
        ('module.app["one"].aws_iam_role_policy.passed', "Passed"),
        ("aws_iam_role_policy.outside", "Queue"),
    ):
        (attachment,) = attachments(reading, address)
        assert attachment.policy is not None
        assert [str(s.sid) for s in attachment.policy.statements] == [sid]
        assert [str(t) for _, t in attachment.targets] == ["app-one"]


def test_a_document_used_twice_is_looked_at_once() -> None:
    reading = fixture("modules")
    passed = [p for p in reading.policies if p.address.endswith("aws_iam_role_policy.passed")]
    assert len(passed) == 1


@pytest.mark.parametrize("key", ["red", "blue"])
def test_each_policy_is_about_its_own_instances(key: str) -> None:
    reading = fixture("for_each")
    objects, use = policy(reading, f'aws_iam_role_policy.team["{key}"]').statements
    assert texts(use.resources) == [str(thing(reading, f'aws_kms_key.team["{key}"]').arn)]
    (word,) = objects.resources or ()
    assert word.text.holes[-1].why.endswith(f'made of aws_s3_bucket.team["{key}"]')


@pytest.mark.parametrize("key", ["red", "blue"])
def test_chained_for_each(key: str) -> None:
    reading = fixture("for_each")
    bucket = thing(reading, f'aws_s3_bucket.team["{key}"]')
    assert [str(e.key) for e in bucket.encryption] == [f'${{aws_kms_key.team["{key}"]}}']
    (attachment,) = attachments(reading, f'aws_iam_role_policy_attachment.all["{key}"]')
    assert str(attachment.targets[0][1]) == key


def test_counted_instances() -> None:
    reading = fixture("for_each")
    for index in (0, 1):
        (statement,) = policy(reading, f"aws_iam_policy.numbered[{index}]").statements
        queue = thing(reading, f"aws_sqs_queue.numbered[{index}]")
        assert texts(statement.resources) == [str(queue.arn)]


def test_a_splat_is_all_instances() -> None:
    (statement,) = policy(fixture("for_each"), "aws_iam_policy.all").statements
    assert [t.rpartition(":")[2] for t in texts(statement.resources)] == ["queue-0", "queue-1"]
