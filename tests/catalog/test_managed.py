"""AWS managed policies, bundled."""

from __future__ import annotations

import pytest

from iamlint.catalog import catalog

C = catalog()


def test_by_name_and_by_arn() -> None:
    by_name = C.managed_policy("AdministratorAccess")
    assert by_name == C.managed_policy("arn:aws:iam::aws:policy/AdministratorAccess")
    assert by_name is not None
    assert by_name["Statement"] == [{"Effect": "Allow", "Action": "*", "Resource": "*"}]


def test_an_answer_is_a_copy() -> None:
    first = C.managed_policy("ReadOnlyAccess")
    assert first is not None
    first.clear()
    assert C.managed_policy("ReadOnlyAccess")


def test_the_path_counts() -> None:
    name = "AWSLambdaBasicExecutionRole"
    assert C.managed_policy(f"arn:aws:iam::aws:policy/service-role/{name}")
    assert C.managed_policy(f"arn:aws:iam::aws:policy/{name}") is None
    about = C.managed.about(name)
    assert about is not None
    assert about.arn == f"arn:aws:iam::aws:policy/service-role/{name}"


def test_other_partitions_have_the_same_names() -> None:
    assert C.managed_policy("arn:aws-cn:iam::aws:policy/AdministratorAccess")
    assert C.managed_policy("arn:aws-us-gov:iam::aws:policy/service-role/NoSuchPolicy") is None


@pytest.mark.parametrize(
    "name",
    [
        "",
        "nosuch",
        "arn:aws:iam::111122223333:policy/AdministratorAccess",
        "arn:aws:iam::aws:role/AdministratorAccess",
        "arn:aws:iam::aws:policy",
        "arn:",
    ],
)
def test_what_is_not_there(name: str) -> None:
    assert C.managed_policy(name) is None
    assert C.managed.about(name) is None


def test_all_can_be_read() -> None:
    assert len(C.managed_policy_arns) >= 1_590
    assert len(C.managed.names) == len(C.managed_policy_arns)
    assert C.managed.date >= "2026-08-01"
    for arn in C.managed_policy_arns:
        document = C.managed_policy(arn)
        assert document is not None
        assert document["Version"] == "2012-10-17"
        assert document["Statement"]
