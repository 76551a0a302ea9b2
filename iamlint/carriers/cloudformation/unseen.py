"""What is not in view and may add to what is: the templates of nested stacks and the code of custom
resources. What they are given, they may grant to.

https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/using-cfn-nested-stacks.html
https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/template-custom-resources.html
"""

from __future__ import annotations

from iamlint.text.hints import TYPE_CHECKING
from iamlint.text.node import Mapping

from . import nesting
from .carrying import CUSTOM
from .template import text_at
from .values import as_text

MAX_SHOWN = 100
"""Characters of a URL that are shown, from its end."""

CUSTOM_TYPE = "AWS::CloudFormation::CustomResource"
KEY = "kms:key"
"""Of what code writes the policy: one that names what needs the key to be made cannot stand in the
template, since each would wait for the other. Buckets are handed to custom resources that fill or
empty them.
"""

if TYPE_CHECKING:
    from collections.abc import Iterator

    from iamlint.text.holes import Hole, Text
    from iamlint.text.node import Node

    from .reader import Context, Declared


def read(context: Context, declared: Declared) -> None:
    """Say what is missing, and what it may add to."""
    if declared.type.startswith(CUSTOM) or declared.type == CUSTOM_TYPE:
        why = f"{declared.address} is given it and may write its policy"
        hole = context.resolver.hole(declared.declaration.logical, why=why)
        doubt(context, set(texts_in(declared.properties)), hole, only=KEY)
        return
    row = nesting.row_of(declared.type)
    resolver = context.resolver
    if row is None or resolver.stacks.nested.template(resolver, declared.declaration) is not None:
        return
    properties = declared.properties
    named = properties.get(row["template"]) if isinstance(properties, Mapping) else None
    why = f"{what(declared, as_text(named))} of the nested stack is not in view"
    context.gap(named or declared.declaration.node, declared.address, why, bound=True)
    hole = resolver.hole(f"{declared.declaration.logical}.{row['template']}", why=why)
    values = properties.get(row["parameters"]) if isinstance(properties, Mapping) else None
    doubt(context, set(texts_in(values)), hole)


def what(declared: Declared, named: Text | None) -> str:
    """The template, as a person would look for it."""
    path = text_at(declared.declaration.node.get("Metadata"), nesting.ASSET_PATH)
    name = path or str(named or "")
    if len(name) > MAX_SHOWN:
        name = f"…{name[-MAX_SHOWN:]}"
    return f"the template {name}" if name else "the template"


def doubt(context: Context, handed: set[Text], hole: Hole, only: str = "") -> None:
    """What is handed to something that is not in view may get more policies there. With `only`
    resources of that type.
    """
    for identity in context.reading.identities:
        if not only and (identity.name in handed or identity.arn in handed):
            identity.gaps.append(hole)
    for resource in context.reading.resources:
        if only and resource.service_type != only:
            continue
        if resource.policy_gap is None and not handed.isdisjoint((resource.arn, *resource.names)):
            resource.policy_gap = hole


def texts_in(node: Node | None) -> Iterator[Text]:
    """The texts that are handed down."""
    for _, value in node.entries if isinstance(node, Mapping) else ():
        text = as_text(value)
        if text is not None:
            yield text
