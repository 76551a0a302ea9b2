"""What the code makes, as the resources of a template that says the same."""

from __future__ import annotations

from iamlint.text.hints import TYPE_CHECKING
from iamlint.text.node import Mapping, Scalar
from iamlint.text.records import NamedTuple

from .evaluating import single

if TYPE_CHECKING:
    import ast
    from collections.abc import Iterable

    from iamlint.text.node import Node
    from iamlint.text.source import Source

    from .scopes import Found


SINGLE = frozenset(
    (
        *("RoleName", "UserName", "GroupName", "PolicyName", "ManagedPolicyName", "Path", "Role"),
        *("Bucket", "BucketName", "Queues", "QueueName", "Topics", "TopicName", "TableName"),
        *("FunctionName", "Principal", "SourceArn", "SourceAccount", "SecretId", "ResourceArn"),
        *("Name", "PermissionsBoundary", "DomainName", "RepositoryName", "BackupVaultName"),
    )
)
"""Properties that are one text, whatever is known of it."""


class Loose(NamedTuple):
    """A policy that hangs on nothing that is declared. `part`: it has further statements. `of`: the
    role whose session it limits.
    """

    node: Node
    kind: str
    address: str
    resource_type: str
    part: bool
    of: Node | None = None


class Declarations:
    """Resources by their names in the code, in the order of the text.

    `passing`: those that code only changes and does not make; `settled`: those that nothing else
    can add to.
    """

    def __init__(self, source: Source) -> None:
        self.source = source
        self.resources: dict[str, Mapping] = {}
        self.passing: set[str] = set()
        self.settled: set[str] = set()
        self.loose: list[Loose] = []
        self.parameters: dict[str, ast.Call] = {}
        self.declared: dict[str, Mapping] = {}
        self.left: list[tuple[Found, bool]] = []

    def add(self, name: str, type: str, properties: Iterable[tuple[str, Node]], place: Node) -> str:
        """Declare a resource; what it is called, which is another name where that is taken."""
        logical, number = name, 1
        while logical in self.resources:
            number += 1
            logical = f"{name}#{number}"
        self.put(logical, type, properties, place)
        return logical

    def put(
        self, name: str, type: str, properties: Iterable[tuple[str, Node]], place: Node
    ) -> None:
        """Declare a resource under this very name."""
        held = [
            (self._key(key, value), single(value) if key in SINGLE else value)
            for key, value in properties
        ]
        inner = Mapping(place.source, place.start, place.end, held)
        told = Scalar(place.source, place.start, place.start, type)
        entries: list[tuple[Scalar, Node]] = [
            (self._key("Type", place), told),
            (self._key("Properties", place), inner),
        ]
        self.resources[name] = Mapping(place.source, place.start, place.end, entries)

    def properties(self, name: str) -> Mapping:
        """What a resource is given so far."""
        found = self.resources[name].get("Properties")
        assert isinstance(found, Mapping)
        return found

    def give(self, name: str, key: str, value: Node) -> None:
        """Give a resource one more property."""
        inner = self.properties(name)
        entries = [*inner.entries, (self._key(key, value), value)]
        place = self.resources[name]
        told = place.get("Type")
        assert isinstance(told, Scalar)
        self.put(name, str(told.value), [(str(k.value), v) for k, v in entries], place)

    def document(
        self,
        node: Node,
        kind: str,
        address: str,
        resource_type: str = "",
        *,
        part: bool = False,
        of: Node | None = None,
    ) -> None:
        """A policy that hangs on nothing that is declared, or `part` of one; `of`: the role whose
        session it limits.
        """
        self.loose.append(Loose(node, kind, address, resource_type, part, of))

    def leftover(self, found: Found, whole: bool) -> None:
        """An expression that is a document (`whole`) or a statement, unless it stands in another
        policy.
        """
        self.left.append((found, whole))

    @property
    def root(self) -> Mapping:
        """The template."""
        source = self.source
        resources = Mapping(
            source,
            0,
            len(source.text),
            [
                (Scalar(source, node.start, node.start, name), node)
                for name, node in self.resources.items()
            ],
        )
        parameters = Mapping(
            source,
            0,
            0,
            [(Scalar(source, 0, 0, name), node) for name, node in self.declared.items()],
        )
        sections: list[tuple[Scalar, Node]] = [
            (Scalar(source, 0, 0, "Resources"), resources),
            (Scalar(source, 0, 0, "Parameters"), parameters),
        ]
        return Mapping(source, 0, len(source.text), sections)

    def _key(self, name: str, place: Node) -> Scalar:
        return Scalar(place.source, place.start, place.start, name)
