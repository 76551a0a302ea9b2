"""`Ref`, `Fn::GetAtt` and imports: functions that name something.

https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-ref.html
https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-getatt.html
"""

from __future__ import annotations

from iamlint.text.hints import TYPE_CHECKING
from iamlint.text.holes import ACCOUNT, ANY, ARN, NAME, Hole, Text
from iamlint.text.node import Mapping, Scalar, Sequence, Unknown, plain

from . import looping, parameters
from .carrying import CUSTOM
from .values import as_text, at

if TYPE_CHECKING:
    from iamlint.text.node import Node

    from .resolver import Resolver

NO_VALUE = "AWS::NoValue"
STACK = {"AWS::StackName": NAME, "AWS::StackId": ARN}
LISTS = ("AWS::NotificationARNs",)
OUTPUTS = "Outputs."
ACCOUNT_OF_ROLE = Hole("RoleArn", ACCOUNT)


def ref(resolver: Resolver, node: Mapping, argument: Node) -> Node | None:
    """What `Ref` gives: a parameter's value, a resource's name, a fact about the deployment."""
    name = literal(resolver, argument)
    if name is None:
        return resolver.unknown(node, "Ref takes a name")
    if name == NO_VALUE:
        return None
    declared = resolver.template.parameters.get(name)
    if name in resolver.bindings:
        return at(node, resolver.bindings[name])
    if declared is not None:
        return parameters.value_of(resolver, name, declared, node)
    if name in LISTS:
        why = f"{name} is known at deployment"
        return Unknown(node.source, node.start, node.end, resolver.hole(name, why=why))
    return at(node, named(resolver, name))


def get_att(resolver: Resolver, node: Mapping, argument: Node) -> Node | None:
    """An attribute of a resource."""
    name = literal(resolver, argument)
    if name is None and isinstance(argument, Sequence) and len(argument.items) >= 2:
        parts = [literal(resolver, item) for item in argument.items]
        name = None if None in parts else ".".join(part for part in parts if part)
    if name is None or "." not in name:
        return resolver.unknown(node, "Fn::GetAtt takes a resource and an attribute")
    return at(node, named(resolver, name))


def literal(resolver: Resolver, node: Node) -> str | None:
    """The name that an argument is, its loop variables filled in."""
    if isinstance(node, Scalar):
        if isinstance(node.value, str) and resolver.bindings:
            return looping.filled(node.value, resolver.bindings).literal
        return node.value if isinstance(node.value, str) else None
    text = as_text(resolver.resolve(node))
    return text.literal if text is not None else None


def named(resolver: Resolver, name: str) -> Text:
    """What `${name}` in a text stands for: `Name` as `Ref`, `Name.Attribute` as `Fn::GetAtt`."""
    bound = resolver.bindings.get(name)
    if bound is not None:
        return bound
    pseudo = of_deployment(resolver, name)
    if pseudo is not None:
        return pseudo
    declared = resolver.template.parameters.get(name)
    if declared is not None:
        return parameters.text_of(resolver, name, declared)
    if resolver.bindings and "${" in name:
        name = looping.filled(name, resolver.bindings).literal or name
    logical, _, attribute = name.partition(".")
    if resolver.template.referable and attribute:
        head, _, rest = attribute.partition(".")
        made = resolver.template.referable.get(f"{logical}.{head}")
        logical, attribute = (made, rest) if made else (logical, attribute)
    resource = resolver.template.resources.get(logical)
    if resource is None:
        return Text(resolver.hole(name, why=f"nothing in the template is called {logical}"))
    if attribute.startswith(OUTPUTS):
        output = resolver.stacks.nested.output(resolver, resource, attribute[len(OUTPUTS) :])
        if output is not None:
            return output
    if attribute and resource.type.startswith(CUSTOM):
        carried = resolver.stacks.carried(resolver, resource, attribute)
        if carried is not None:
            resolver.note(carried, name)
            return carried
    if attribute:
        return resolver.naming.attribute(resource, attribute)
    return resolver.naming.ref(resource)


def of_deployment(resolver: Resolver, name: str) -> Text | None:
    """A pseudo parameter, as far as configuration tells."""
    home = resolver.home
    if name == "AWS::AccountId":
        return home.account
    if name == "AWS::Region":
        return home.region
    if name == "AWS::Partition":
        return home.partition
    if name == "AWS::URLSuffix":
        return home.suffix
    if name == "AWS::StackName" and resolver.template.stack:
        return Text(resolver.template.stack)
    if name.startswith("AWS::"):
        within = STACK.get(name, ANY)
        return Text(resolver.hole(name, within, f"{name} is known at deployment"))
    return None


def import_value(resolver: Resolver, node: Mapping, argument: Node) -> Node | None:
    """What another stack of the account and region exports under a name."""
    text = resolver.stacks.imported(resolver, resolver.text(argument))
    resolver.note(text, {"Fn::ImportValue": plain(argument)})
    return at(node, text)


def account_of(role: Text) -> Text:
    """The account of a role's ARN; a hole of its own where that is not known."""
    fields = (role.literal or "").split(":")
    return Text(fields[4]) if len(fields) > 4 else Text(ACCOUNT_OF_ROLE)


def stack_output(resolver: Resolver, node: Mapping, argument: Node) -> Node | None:
    """An output of another stack, which is named by its name.

    https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-getstackoutput.html
    """
    named = argument if isinstance(argument, Mapping) else None
    stack, output, region, role = (
        as_text(resolver.resolve(value)) if value is not None else None
        for value in (
            named.get(key) if named is not None else None
            for key in ("StackName", "OutputName", "Region", "RoleArn")
        )
    )
    if stack is None or output is None or stack.literal is None or output.literal is None:
        return at(node, Text(resolver.opaque(argument, "is an output of another stack")))
    text = resolver.stacks.output_of_stack(
        resolver,
        stack.literal,
        output.literal,
        region or resolver.home.region,
        resolver.home.account if role is None else account_of(role),
    )
    if text is None:
        why = f"the output {output} of the stack {stack} is not in view"
        text = Text(resolver.hole(f"GetStackOutput({stack},{output},{region or ''})", why=why))
    resolver.note(text, {"Fn::GetStackOutput": plain(argument)})
    return at(node, text)
