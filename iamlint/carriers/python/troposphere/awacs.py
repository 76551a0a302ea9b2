"""awacs: statements, actions, ARNs, principals and conditions as objects."""

from __future__ import annotations

from iamlint.catalog.roles import ASSUME
from iamlint.text.hints import TYPE_CHECKING
from iamlint.text.node import Mapping, Node, Scalar, Sequence

if TYPE_CHECKING:
    import ast

    from iamlint.carriers.python.evaluating import Evaluator, View

AWACS = "awacs."
CONSTANTS = {
    "Allow": "Allow",
    "Deny": "Deny",
    "Everybody": "*",
    **{
        name: f"aws:{name}"
        for name in (
            "CurrentTime",
            "EpochTime",
            "MultiFactorAuthAge",
            "MultiFactorAuthPresent",
            "PrincipalArn",
            "PrincipalOrgID",
            "PrincipalType",
            "Referer",
            "RequestedRegion",
            "SecureTransport",
            "SourceAccount",
            "SourceArn",
            "SourceIp",
            "SourceVpc",
            "SourceVpce",
            "TagKeys",
            "TokenIssueTime",
            "UserAgent",
        )
    },
}
DOCUMENTS = ("aws.PolicyDocument", "aws.Policy")
STATEMENT = "aws.Statement"
OPERATORS = (
    *("String", "Numeric", "Date", "Bool", "Binary", "Arn", "Null"),
    *("IpAddress", "NotIpAddress"),
)
SETS = ("ForAnyValue", "ForAllValues")


def service(module: str) -> str:
    """The prefix of a module's actions."""
    return "lambda" if module == "awslambda" else module.replace("_", "-")


def constant(evaluator: Evaluator, node: ast.expr, name: str) -> Node | None:
    """`Allow`, `awacs.s3.GetObject`: what a name of the library stands for. `name` is without the
    package.
    """
    module, _, last = name.rpartition(".")
    place = evaluator.place(node)
    if module == "aws":
        value = CONSTANTS.get(last)
    elif module and "." not in module and last[:1].isupper() and module != "helpers":
        value = f"{service(module)}:{last}"
    else:
        value = None
    return None if value is None else Scalar(place.source, place.start, place.end, value)


def made(evaluator: Evaluator, node: ast.Call, name: str, view: View) -> Node | None:
    """What a call gives; None for what is not known."""
    module, _, last = name.rpartition(".")
    if name in DOCUMENTS or name == STATEMENT:
        return evaluator.keywords(node, view)
    place = evaluator.place(node)
    values = [evaluator.value(one, view) for one in node.args]
    if name == "aws.Action" and values:
        return action(evaluator, values, place)
    if last == "Action" and values:
        prefix = Scalar(place.source, place.start, place.start, service(module))
        return action(evaluator, [prefix, *values], place)
    if name == "aws.Principal" and values:
        return values[0] if len(values) == 1 else entry(values[0], values[1], place)
    if name == "aws.AWSPrincipal" and values:
        return entry(Scalar(place.source, place.start, place.start, "AWS"), values[0], place)
    if name == "aws.Condition" and values:
        return together(values[0], place)
    operator = operator_of(last) if module == "aws" else ""
    if operator and values:
        keys = values[0] if len(values) == 1 else entry(values[0], values[1], place)
        return entry(Scalar(place.source, place.start, place.start, operator), keys, place)
    if last == "ARN" and module != "aws":
        return arn(evaluator, node, service(module), view, place)
    if module == "helpers.trust":
        return trusting(last, values, place)
    return None


def entry(key: Node, value: Node, place: Node) -> Node:
    """A mapping of one key."""
    name = key if isinstance(key, Scalar) else Scalar(key.source, key.start, key.end, "")
    return Mapping(place.source, place.start, place.end, [(name, value)])


def action(evaluator: Evaluator, values: list[Node], place: Node) -> Node:
    """`Action("s3", "GetObject")`; with one argument, all of it."""
    first = values[0]
    if len(values) == 1:
        return first
    colon = Scalar(place.source, place.start, place.start, ":")
    if all(isinstance(one, Scalar) for one in values):
        text = ":".join(str(one.value) for one in values if isinstance(one, Scalar))
        return Scalar(place.source, place.start, place.end, text)
    return evaluator.joined([first, colon, values[1]], place)


def operator_of(name: str) -> str:
    """`ForAnyValue:StringLike` of `ForAnyValueStringLike`; empty for no operator."""
    for word in SETS:
        if name.startswith(word):
            rest = operator_of(name.removeprefix(word))
            return f"{word}:{rest}" if rest else ""
    return name if name.startswith(OPERATORS) else ""


def together(node: Node, place: Node) -> Node:
    """Condition elements as one block."""
    items = node.items if isinstance(node, Sequence) else [node]
    entries: list[tuple[Scalar, Node]] = []
    for item in items:
        if not isinstance(item, Mapping):
            return item
        entries.extend(item.entries)
    return Mapping(place.source, place.start, place.end, entries)


def arn(evaluator: Evaluator, node: ast.Call, prefix: str, view: View, place: Node) -> Node:
    """`awacs.sqs.ARN(resource, region, account)`."""
    given = evaluator.keywords(node, view)
    values = [evaluator.value(one, view) for one in node.args]
    found: list[Node] = []
    for index, name in enumerate(("resource", "region", "account")):
        value = given.get(name) or (values[index] if index < len(values) else None)
        found.append(value or Scalar(place.source, place.start, place.start, ""))
    resource, region, account = found
    if prefix in ("iam", "s3"):
        region = Scalar(place.source, place.start, place.start, "")
    if prefix == "s3":
        account = region

    def text(value: str) -> Node:
        return Scalar(place.source, place.start, place.start, value)

    parts = [text(f"arn:aws:{prefix}:"), region, text(":"), account, text(":"), resource]
    return evaluator.joined(parts, place)


def trusting(name: str, values: list[Node], place: Node) -> Node | None:
    """Trust policies for one service, as the helpers of awacs make them."""
    services = {
        "get_default_assumerole_policy": "ec2",
        "get_lambda_assumerole_policy": "lambda",
        "get_ecs_assumerole_policy": "ecs",
        "get_ecs_task_assumerole_policy": "ecs-tasks",
        "get_codedeploy_assumerole_policy": "codedeploy",
    }

    def text(value: str) -> Scalar:
        return Scalar(place.source, place.start, place.end, value)

    def key(value: str) -> Scalar:
        return Scalar(place.source, place.start, place.start, value)

    if name in services:
        values = [text(f"{services[name]}.amazonaws.com")]
    elif name not in ("make_simple_assume_policy", "make_simple_assume_statement"):
        return None
    listed = Sequence(place.source, place.start, place.end, list(values))
    statement = Mapping(
        place.source,
        place.start,
        place.end,
        [
            (key("Effect"), text("Allow")),
            (key("Action"), text(ASSUME)),
            (key("Principal"), entry(key("Service"), listed, place)),
        ],
    )
    if name == "make_simple_assume_statement":
        return statement
    every = Sequence(place.source, place.start, place.end, [statement])
    return Mapping(
        place.source,
        place.start,
        place.end,
        [(key("Version"), text("2012-10-17")), (key("Statement"), every)],
    )
