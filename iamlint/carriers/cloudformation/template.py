"""The sections of a template as they stand in the file, before anything is resolved.

https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/template-anatomy.html
"""

from __future__ import annotations

from iamlint.text.hints import TYPE_CHECKING
from iamlint.text.node import Mapping, Scalar, Sequence

if TYPE_CHECKING:
    from iamlint.model.things import Gap
    from iamlint.text.holes import Text
    from iamlint.text.node import Node

    Bindings = dict[str, Text]

FOR_EACH = "Fn::ForEach::"
SERVERLESS = "AWS::Serverless"
INTERNAL = ("AWS::LanguageExtensions",)


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
        self.properties: Node | None = node.get("Properties")
        self.condition = text_at(node, "Condition")
        self.address = construct_path(node) or logical


class Template:
    """A template and where it stands. `resources` is filled by `declarations.read`."""

    __slots__ = (
        "conditions",
        "gaps",
        "mappings",
        "parameters",
        "path",
        "referable",
        "resources",
        "root",
        "transforms",
        "written",
    )

    def __init__(self, path: str, root: Mapping) -> None:
        self.path = path
        self.root = root
        self.parameters = section(root, "Parameters")
        self.mappings = section(root, "Mappings")
        self.conditions = section(root, "Conditions")
        self.transforms = tuple(names(root.get("Transform")))
        # names that a transform lets stand for a resource: `Function.Alias`
        self.referable: dict[str, str] = {}
        # places of documents that a transform writes, and not whoever wrote the template
        self.written: set[tuple[int, int]] = set()
        self.resources: dict[str, Declaration] = {}
        self.gaps: list[Gap] = []

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
