"""Apps of the AWS CDK in Python: what their constructs declare of access.

Grants of constructs are read as the statements that they add. What else the code does not show is
in the templates that `cdk synth` makes; where those are in view, they are read instead.
https://docs.aws.amazon.com/cdk/api/v2/python/
"""

from __future__ import annotations

from iamlint.text.hints import TYPE_CHECKING

if TYPE_CHECKING:
    from iamlint.carriers.python.libraries import Library


def library() -> Library:
    """What reads the code of an app."""
    from .reading import Cdk

    return Cdk()
