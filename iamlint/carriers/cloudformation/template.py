"""The sections of a template as they stand in the file, before anything is resolved.

https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/template-anatomy.html
"""

from __future__ import annotations

from iamlint.text.hints import TYPE_CHECKING
from iamlint.text.node import Mapping, Scalar, Sequence
from iamlint.text.records import NamedTuple

if TYPE_CHECKING:
    from iamlint.model.things import Gap
    from iamlint.text.holes import Text
    from iamlint.text.node import Node

    Bindings = dict[str, Text]

FOR_EACH = "Fn::ForEach::"
SERVERLESS = "AWS::Serverless"


class Declaration:
    """One entry of `Resources`.

    `bindings`: the loop variables of the `Fn::ForEach` that it was made by.
    `condition`: the name of the condition under which it is there, or empty.
    `was`: the type that stands in the template, where a transform turns it into another.
    `by_aws`: a transform of AWS's makes it.
    """

    __slots__ = (
        "address",
        "bindings",
        "by_aws",
        "condition",
        "key",
        "logical",
        "node",
        "properties",
        "type",
        "was",
    )

    def __init__(
        self,
        logical: str,
        type: str,
        key: Scalar,
        node: Mapping,
        bindings: Bindings,
    ) -> None:
        self.logical = logical
        self.type = type
        self.was = ""
        self.by_aws = False
        self.key = key
        self.node = node
        self.bindings = bindings
        properties = node.get("Properties")
        self.properties: Node | None = None if is_null(properties) else properties
        self.condition = looped(text_at(node, "Condition"), bindings)
        self.address = construct_path(node) or logical


class LeftOut(NamedTuple):
    """A value that a condition, named at `cause`, never lets be."""

    node: Node
    cause: Node
    address: str


class Template:
    """A template and where it stands. `resources` is filled by `declarations.read`.

    `made_with`: the loop variables of conditions that loops make.
    `stack`: the name of the stack that is made of it, where that is known.
    """

    __slots__ = (
        "conditions",
        "gaps",
        "left_out",
        "made_with",
        "mappings",
        "parameters",
        "path",
        "referable",
        "resources",
        "root",
        "stack",
        "transforms",
        "written",
    )

    def __init__(self, path: str, root: Mapping) -> None:
        self.path = path
        self.root = root
        self.parameters = section(root, "Parameters")
        self.mappings = section(root, "Mappings")
        self.conditions = section(root, "Conditions")
        self.made_with: dict[str, Bindings] = {}
        self.transforms = tuple(names(root.get("Transform")))
        self.stack = ""
        # names that a transform lets stand for a resource: `Function.Alias`
        self.referable: dict[str, str] = {}
        # places of documents that a transform writes, and not whoever wrote the template
        self.written: set[tuple[int, int]] = set()
        self.resources: dict[str, Declaration] = {}
        self.gaps: list[Gap] = []
        self.left_out: dict[int, LeftOut] = {}  # by the identity of their nodes

    @property
    def is_sam(self) -> bool:
        """It is to be translated by AWS SAM before it is deployed."""
        return any(name.startswith(SERVERLESS) for name in self.transforms)


def section(root: Mapping, name: str) -> dict[str, Node]:
    """The entries of a section by their names; empty for what is no mapping."""
    node = root.get(name)
    if not isinstance(node, Mapping):
        return {}
    return {key.value: value for key, value in node.entries if isinstance(key.value, str)}


def text_at(node: Node | None, key: str) -> str:
    """The literal text under a key, or empty."""
    value = node.get(key) if isinstance(node, Mapping) else None
    if isinstance(value, Scalar) and isinstance(value.value, str):
        return value.value
    return ""


def is_null(node: Node | None) -> bool:
    """A key with nothing behind it."""
    return isinstance(node, Scalar) and node.value is None


def looped(name: str, bindings: Bindings) -> str:
    """A name with its loop variables filled in."""
    if not bindings or ("${" not in name and "&{" not in name):
        return name
    from .looping import filled

    return str(filled(name, bindings))


def names(node: Node | None) -> list[str]:
    """A text or a list of texts; of the mappings in it, their `Name`."""
    if isinstance(node, Scalar):
        return [node.value] if isinstance(node.value, str) else []
    if isinstance(node, Sequence):
        return [name for item in node.items for name in names(item)]
    return names(node.get("Name")) if isinstance(node, Mapping) else []


def construct_path(node: Mapping) -> str:
    """The path of the construct that made a resource, as the CDK notes it, or empty."""
    return text_at(node.get("Metadata"), "aws:cdk:path")
