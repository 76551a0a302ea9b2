"""A file of the Serverless Framework: the template that it makes is what can be read.

https://www.serverless.com/framework/docs/providers/aws/guide/serverless.yml
"""

from __future__ import annotations

from iamlint.model.things import Gap, Reading
from iamlint.text.hints import TYPE_CHECKING
from iamlint.text.node import Mapping, Scalar

from .facts import Home

if TYPE_CHECKING:
    from iamlint.text.node import Node

    from .facts import Facts

PACKAGE = (
    "a file of the Serverless Framework is read as what it makes: `serverless package`, then scan "
    ".serverless/cloudformation-template-update-stack.json"
)


def recognises(root: Node) -> bool:
    """It describes a service that is deployed to AWS."""
    if not isinstance(root, Mapping) or "service" not in root:
        return False
    provider = root.get("provider")
    name = provider.get("name") if isinstance(provider, Mapping) else provider
    return isinstance(name, Scalar) and name.value == "aws"


def read(path: str, root: Node, facts: Facts | None) -> Reading:
    """Nothing but a note of how it can be read. The root must be one that `recognises` takes."""
    home = Home(facts)
    reading = Reading(path, "serverless", root, home.account, home.region, home.partition)
    assert isinstance(root, Mapping)
    reading.gaps.append(Gap(root.get("provider") or root, "provider", PACKAGE))
    return reading
