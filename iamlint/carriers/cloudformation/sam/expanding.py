"""What AWS SAM makes of a template, as declarations that stand where the template asks for them.

Each resource of SAM turns into what it becomes, and what is made of it besides is added: roles,
permissions, policies of queues and topics, aliases, rules. The rows of the catalogue's table
`sam_resources` say what; what they cannot say is left to SAM's own translator where it is
installed, else told as a gap.

https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-specification.html
"""

from __future__ import annotations

from iamlint.text.hints import TYPE_CHECKING

from . import apis, connectors, merging
from .making import Making
from .translating import translate

if TYPE_CHECKING:
    from iamlint.carriers.cloudformation.reader import Context

SERVERLESS = "AWS::Serverless::"
FIRST = ("AWS::Serverless::Function", "AWS::Serverless::StateMachine")
CONNECTOR = "AWS::Serverless::Connector"


def expand(context: Context) -> None:
    """Turn the resources of SAM into what is made of them."""
    template = context.template
    embedded = connectors.embedded(context)
    apis.implicit(context)
    ours = [each for each in template.resources.values() if each.type.startswith(SERVERLESS)]
    for declaration in ours:
        merging.merge(context, declaration)
    making = Making(context, ours)
    for declaration in sorted(ours, key=lambda each: each.type not in FIRST):
        if declaration.type != CONNECTOR:
            making.make(declaration)
    for declaration in [*template.resources.values(), *embedded]:
        if declaration.type == CONNECTOR:
            connectors.make(context, declaration, making)
    if making.lacking:
        translate(context, making)
