"""What differs in the digits of its last segment alone meets the same templates."""

from __future__ import annotations

from random import Random

import pytest

from iamlint.access.overlap import Shape, alike, bounded_variables, digit_free, meet, shape_of
from iamlint.access.overlap import template_parts as parts
from iamlint.catalog import catalog
from iamlint.text.holes import Text


@pytest.mark.parametrize(
    ("pattern", "shown"),
    [
        (
            "arn:aws:sqs:eu-west-1:111122223333:jobs-27",
            "arn:aws:sqs:eu-west-1:111122223333:jobs-00",
        ),
        ("arn:aws:s3:::data-9/*", "arn:aws:s3:::data-0/*"),
        ("arn:aws:sqs:*:111122223333:jobs-27", ""),
        ("arn:aws:s3:::a*-9", ""),
        ("arn:aws:s3:::data-9?", ""),
        ("arn:aws:s3:::${aws:username}-9", ""),
        ("jobs-9", ""),
        ("*", ""),
    ],
)
def test_what_stands_for_it(pattern: str, shown: str) -> None:
    assert alike(pattern) == (shown or pattern)


def test_templates_with_digits() -> None:
    assert digit_free(["arn:${Partition}:sqs:${Region}:${Account}:${Queue2}"]) == ()
    assert digit_free(["arn:${Partition}:s3:::${BucketName}"]) == ("s3",)
    assert digit_free(["arn:${Partition}:ec2:${Region}:${Account}:ipv4pool-ec2/${Id}"]) is None


def test_they_meet_the_same() -> None:
    chance = Random(5)
    data = catalog()
    for service in chance.sample(sorted(data.services), 40):
        arns = list(data.arns_of(service))
        services = digit_free(arns)
        if services is None:
            continue
        bounds = bounded_variables(arns)
        for arn in chance.sample(arns, min(4, len(arns))):
            template = Shape(parts(arn, bounds))
            fields = arn.split(":", 5)
            for body in (
                "x-17",
                "table/a-99/b",
                "1:2/3",
                "role/7*",
                "",
                f"{fields[5][:6]}42",
                "5/6*",
            ):
                pattern = f"arn:aws:{fields[2]}:eu-west-1:111122223333:{body}"
                if any(one in body for one in services):
                    continue
                shapes = [shape_of(Text(one), True) for one in (pattern, alike(pattern))]
                assert len({meet(template, one) for one in shapes}) == 1
