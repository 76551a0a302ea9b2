"""Images of containers: the repository that the name of an image tells.

https://docs.aws.amazon.com/AmazonECR/latest/userguide/Registries.html
"""

from __future__ import annotations

import re

from iamlint.text.holes import Text

_image = re.compile(
    r"(?P<account>\d{12})\.dkr\.ecr\.(?P<region>[a-z0-9-]+)\.amazonaws\.com(?P<china>\.cn)?/"
    r"(?P<name>[^:@]+)"
).match


def repository(image: Text) -> Text | None:
    """The ARN of a repository of which account, region and name are known; else None."""
    found = _image(image.literal or "")
    if not found:
        return None
    partition = "aws-cn" if found["china"] else "aws"
    place = f"{found['region']}:{found['account']}"
    return Text(f"arn:{partition}:ecr:{place}:repository/{found['name']}")
