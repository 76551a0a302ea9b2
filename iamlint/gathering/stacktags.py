"""The tags with which stacks are deployed: all that a stack makes has them.

https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-properties-resource-tags.html
"""

from __future__ import annotations

from iamlint.text.hints import TYPE_CHECKING, Final

from .deployments import TAGS, bytes_in, deployments, is_of, places, together
from .programs import named

if TYPE_CHECKING:
    from .gathered import Gathered

TEMPLATES: Final = "cloudformation"


def read_tags(gathered: Gathered) -> None:
    """Tell in readings of templates with what tags their stacks are deployed."""
    readings = [one for one in gathered.readings if one.carrier == TEMPLATES and one.identities]
    if not readings:
        return
    for path in places([reading.path for reading in readings], gathered):
        data = bytes_in(path, gathered)
        text = data.decode("utf-8", "replace")
        if TAGS.name not in text:
            continue
        told = deployments(path, text, TAGS)
        for reading in readings:
            found = [one.given for one in told if is_of(one, reading.path)]
            if found:
                reading.stack_tags = together(found, reading.stack_tags)
                gathered.beside.setdefault(reading.path, {})[path] = named(data)
