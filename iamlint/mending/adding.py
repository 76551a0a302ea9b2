"""A first policy for an identity that has none in its declaration.

https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-iam-role.html
"""

from __future__ import annotations

from iamlint.formats.edits.changes import Uneditable
from iamlint.model.policy import LATEST
from iamlint.text.hints import TYPE_CHECKING, Any
from iamlint.text.node import Mapping, Scalar, Sequence

from .sites import is_function

if TYPE_CHECKING:
    from .sites import Site
    from .writing import Data

POLICIES = "Policies"
NAMED = ("AWS::IAM::Role", "AWS::IAM::User", "AWS::IAM::Group")
"""Types that list policies by name; those of AWS SAM list documents."""
BARE = ("AWS::Serverless::Function", "AWS::Serverless::StateMachine")


def put_policy(at: Site, statements: list[dict[str, Any]]) -> None:
    """A policy with these statements to the others of a declaration, or as the first."""
    at = declaration_at(at)
    kind = at.under("Type")
    properties = at.under("Properties")
    sort = kind.node.value if kind is not None and isinstance(kind.node, Scalar) else None
    if sort not in (*NAMED, *BARE):
        raise Uneditable("it has no policy of its own")
    document: Data = {"Version": LATEST, "Statement": statements}
    named = {"PolicyName": name_for(statements[0]), "PolicyDocument": document}
    policy = named if sort in NAMED else document
    if properties is None:
        at.editor.put(at.spot, "Properties", {POLICIES: [policy]})
        return
    if not isinstance(properties.node, Mapping) or is_function(properties.node):
        raise Uneditable("its properties are put together by a function")
    listed = properties.under(POLICIES)
    if listed is None:
        properties.editor.put(properties.spot, POLICIES, [policy])
    elif isinstance(listed.node, (Sequence, Scalar)):
        listed.editor.append(listed.spot, [policy])
    else:
        raise Uneditable("its policies are put together by a function")


def declaration_at(at: Site) -> Site:
    """The declaration at a site, or that of the key that stands there."""
    parent = at.parent() if at.spot.is_key else None
    named = parent.under(str(at.node.value)) if parent and isinstance(at.node, Scalar) else None
    return named or at


def name_for(statement: dict[str, Any]) -> str:
    """A name that tells what the policy is about: `allow-sqs`."""
    actions = statement["Action"]
    first = actions if isinstance(actions, str) else actions[0]
    return f"allow-{str(first).partition(':')[0]}"
