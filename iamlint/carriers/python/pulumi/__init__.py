"""Programs of Pulumi in Python: what the resources of `pulumi_aws` declare of access.

https://www.pulumi.com/registry/packages/aws/
"""

from __future__ import annotations

from iamlint.text.hints import TYPE_CHECKING

if TYPE_CHECKING:
    from iamlint.carriers.python.libraries import Library


def library() -> Library:
    """What reads a program."""
    from .reading import Pulumi

    return Pulumi()
