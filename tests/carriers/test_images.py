"""The repository that the name of an image tells."""

from __future__ import annotations

import pytest

from iamlint.carriers.images import repository
from iamlint.text.holes import Hole, Text

HOST = "111122223333.dkr.ecr.eu-west-1.amazonaws.com"


@pytest.mark.parametrize(
    ("image", "arn"),
    [
        (f"{HOST}/shop:1", "arn:aws:ecr:eu-west-1:111122223333:repository/shop"),
        (f"{HOST}/team/shop@sha256:ab", "arn:aws:ecr:eu-west-1:111122223333:repository/team/shop"),
        (
            "111122223333.dkr.ecr.cn-north-1.amazonaws.com.cn/shop",
            "arn:aws-cn:ecr:cn-north-1:111122223333:repository/shop",
        ),
        ("public.ecr.aws/docker/library/python:3.13", None),
        ("shop:1", None),
    ],
)
def test_an_image_names_its_repository(image: str, arn: str | None) -> None:
    found = repository(Text(image))
    assert (found.literal if found else None) == arn


def test_what_is_not_known_names_none() -> None:
    assert repository(Text(f"{HOST}/", Hole("Ref Images", "Images"))) is None
