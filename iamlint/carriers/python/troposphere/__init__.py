"""Templates written with troposphere, and policies written with awacs.

https://troposphere.readthedocs.io/
https://github.com/cloudtools/awacs
"""

from __future__ import annotations

from iamlint.text.hints import TYPE_CHECKING

if TYPE_CHECKING:
    from iamlint.carriers.python.libraries import Library


def library() -> Library:
    """What reads such code."""
    from .reading import Troposphere

    return Troposphere()
