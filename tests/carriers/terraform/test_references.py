"""References through modules, variables, outputs, `for_each` and `count`."""

from __future__ import annotations

import pytest

from .plans import MODES, attachments, fixture, policy, statement, texts, thing

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
    hole = word.text.only_hole
    assert hole is not None
    assert hole.why.endswith(f'made of aws_s3_bucket.team["{key}"]')
    bucket, inside, _, anything = hole.choices
    assert bucket == thing(reading, f'aws_s3_bucket.team["{key}"]').arn
    assert inside.prefix == f"arn:aws:s3:::acme-{key}/"
    assert anything.only_hole is not None


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


def resources(sid: str) -> list[str]:
    """The resources of a statement of the configuration that is about expressions."""
    return texts(statement(fixture("expressions"), "aws_iam_policy.d", sid).resources)


KEY = "arn:aws:kms:us-east-1:${AWS::AccountId}:key/${aws_kms_key.one[0]}"


@pytest.mark.parametrize("sid", ["Try", "One", "Passed"])
def test_functions_that_pass_a_reference_on(sid: str) -> None:
    assert resources(sid) == [KEY]


@pytest.mark.parametrize("sid", ["Format", "Concat"])
def test_functions_that_put_something_after_it(sid: str) -> None:
    assert resources(sid)[-1].startswith("arn:aws:s3:::acme-b${")


@pytest.mark.parametrize(("sid", "count"), [("For", 2), ("ForObjects", 2), ("Flat", 4)])
def test_all_instances_in_a_list_are_likely(sid: str, count: int) -> None:
    words = statement(fixture("expressions"), "aws_iam_policy.d", sid).resources or ()
    first = [word.text.alternatives()[0].literal for word in words]
    assert sorted(first, key=str) == sorted(
        [f"arn:aws:s3:::acme-{key}" for key in "xy"] * (count // 2)
    )


def test_an_index_and_a_splat_in_one_list() -> None:
    first, second = resources("Index")
    assert first == "arn:aws:sqs:us-east-1:${AWS::AccountId}:q1"
    assert "${" in second


def test_a_name_in_an_arn_is_likely_that_of_the_thing() -> None:
    (word,) = statement(fixture("expressions"), "aws_iam_policy.d", "Name").resources or ()
    assert word.text.alternatives()[0].literal == "arn:aws:s3:::acme-b"
    assert word.text.literal is None


@pytest.mark.parametrize("queue", ["q[0]", "q[1]", "conditional", "tried"])
def test_a_reference_among_known_ones(queue: str) -> None:
    (encryption,) = thing(fixture("expressions"), f"aws_sqs_queue.{queue}").encryption
    assert str(encryption.key) in (KEY, "${aws_kms_key.one[0]}")


def test_an_object_made_of_a_reference() -> None:
    reading = fixture("expressions")
    send, decrypt = policy(reading, "aws_iam_policy.module").statements
    assert texts(send.resources) == [str(thing(reading, "aws_sqs_queue.conditional").arn)]
    assert texts(decrypt.resources) == [KEY]


def test_known_and_unknown_documents_together() -> None:
    for address in ("aws_iam_policy.counted", "aws_iam_policy.joined"):
        sids = [str(s.sid) for s in policy(fixture("expressions"), address).statements]
        assert sids[0] == "Try"
        assert sids[-1] == "Template"
