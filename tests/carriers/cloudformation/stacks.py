"""Several templates at once, in few words."""

from __future__ import annotations

from iamlint import formats
from iamlint.carriers import cloudformation
from iamlint.carriers.assembly import Assemblies
from iamlint.model.things import Reading
from iamlint.text.holes import Text
from iamlint.text.source import Source

from .reading import Facts, only

POLICY = """
  Policy:
    Type: AWS::IAM::ManagedPolicy
    Properties:
      PolicyDocument:
        Version: '2012-10-17'
        Statement: {Effect: Allow, Action: 's3:GetObject', Resource: %s}
"""


def using(expression: str, before: str = "") -> str:
    """A template with a policy on one resource."""
    return f"{before}\nResources:{POLICY % expression}"


def read(
    templates: dict[str, str],
    facts: dict[str, Facts] | None = None,
    assembly: dict[str, str] | None = None,
) -> dict[str, Reading]:
    """The readings of templates that are in view together, by path."""
    assemblies = Assemblies()
    for path, text in (assembly or {}).items():
        assemblies.add(path, formats.read(Source(path, text), formats.JSON))
    said = facts or {}
    found = cloudformation.read_all(
        [
            (path, formats.read(Source(path, text), formats.YAML), said.get(path, Facts()))
            for path, text in templates.items()
        ],
        assemblies if assembly else None,
    )
    return {reading.path: reading for reading in found}


def used(reading: Reading, address: str = "Policy") -> Text:
    """The resource of the policy."""
    (word,) = only(reading, address).resources or ()
    return word.text


def bucket(reading: Reading, address: str = "Bucket") -> Text:
    """The ARN of a bucket that a template declares."""
    (arn,) = [resource.arn for resource in reading.resources if resource.address == address]
    return arn
