"""Policy, statement, principal, condition: the parts of a document, each with its place.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements.html
"""

from __future__ import annotations

from iamlint.text.hints import TYPE_CHECKING
from iamlint.text.node import (
    ALWAYS,
    ITSELF,
    Conditional,
    Mapping,
    Scalar,
    Unknown,
    node_at,
    span_at,
)
from iamlint.text.source import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from iamlint.text.holes import Hole, Text
    from iamlint.text.node import Node, When
    from iamlint.text.source import Source

    from .shapes import Misshapen

IDENTITY = "identity"
TRUST = "trust"
RESOURCE = "resource"
BOUNDARY = "boundary"
SESSION = "session"
SCP = "scp"
RCP = "rcp"
ENDPOINT = "endpoint"

KINDS = (IDENTITY, TRUST, RESOURCE, BOUNDARY, SESSION, SCP, RCP, ENDPOINT)

GRANTING = (IDENTITY, TRUST, RESOURCE)

KIND_IN_WORDS = {
    IDENTITY: "an identity policy",
    TRUST: "a trust policy",
    RESOURCE: "a resource policy",
    BOUNDARY: "a permissions boundary",
    SESSION: "a session policy",
    SCP: "a service control policy",
    RCP: "a resource control policy",
    ENDPOINT: "a VPC endpoint policy",
}

LATEST = "2012-10-17"
OLDEST = "2008-10-17"
ALLOWS, DENIES = frozenset(("Allow", "allow", "ALLOW")), frozenset(("Deny", "deny", "DENY"))
"""An effect as AWS takes it, and as people write it too. AWS refuses the others, of which a rule
tells; what such a statement means is clear, so that all else is told of it at once.
"""


class Word:
    """A text in a policy and the node that holds it: an action, an ARN, a condition value.

    `literal`: the whole text when nothing of it is unknown, else None.
    `when`: the conditions under which it is there.
    """

    __slots__ = ("_held", "_number", "literal", "text", "when")

    def __init__(self, text: Text, node: Node, number: int = ITSELF) -> None:
        """`number`: of the place in `node` where the text stands, as `node_at` counts them, where
        it has no node of its own yet.
        """
        self.text = text
        self.literal = text.literal
        self.when = node.when  # of an object or list that holds texts it is `ALWAYS`
        self._held = node
        self._number = number

    @property
    def node(self) -> Node:
        if self._number == ITSELF:
            return self._held
        return node_at(self._held, self._number)  # type: ignore[arg-type]

    @property
    def span(self) -> Span:
        if self._number == ITSELF:
            node = self._held
            return Span(node.source, node.start, node.start + node.length)
        return span_at(self._held, self._number)  # type: ignore[arg-type]

    @property
    def source(self) -> Source:
        """The text that it stands in."""
        return self._held.source

    @property
    def json_type(self) -> str:
        """`text`, `number` or `truth value`, as it is written; empty where that is not known."""
        if self._number != ITSELF:
            return "text"
        node = self._held
        while isinstance(node, Conditional):
            node = node.inner
        if not isinstance(node, Scalar):
            return ""
        if isinstance(node.value, bool):
            return "truth value"
        return "text" if isinstance(node.value, str) else "number"

    def __str__(self) -> str:
        return str(self.text)

    def __repr__(self) -> str:
        return f"Word({str(self.text)!r})"


class Principal:
    """One entry of a Principal or NotPrincipal element.

    `type` is `AWS`, `Service`, `Federated`, `CanonicalUser`, whatever else the document says, or
    `*` for the bare star.
    """

    __slots__ = ("type", "value")

    def __init__(self, type: str, value: Word) -> None:
        self.type = type
        self.value = value

    @property
    def span(self) -> Span:
        return self.value.span

    def __repr__(self) -> str:
        return f"Principal({self.type!r}, {str(self.value)!r})"


class Condition:
    """One operator on one key: `{"StringEquals": {"aws:SourceAccount": […]}}`.

    `operator` and `key` are as written; `values` are texts (numbers and truth values become text).
    """

    __slots__ = ("key", "operator", "statement", "values", "when")

    def __init__(
        self,
        statement: Statement,
        operator: Word,
        key: Word,
        values: tuple[Word, ...],
        when: When = ALWAYS,
    ) -> None:
        self.statement = statement
        self.operator = operator
        self.key = key
        self.values = values
        self.when = when

    @property
    def span(self) -> Span:
        return self.key.span

    def __repr__(self) -> str:
        return f"Condition({self.operator}, {self.key}, {[str(v) for v in self.values]})"


class Statement:
    """One statement. An element that is absent is None, an empty one is `()`.

    `when` names the conditions under which the statement is there at all.
    `gaps` are parts that could not be read (an unknown Condition, an unknown list): the statement
    may say more or less than is seen here.
    `in_texts`: under Action, Resource and their Not stand texts or lists of texts, none of them
    empty, as the reader saw; where False, that is not known.
    `allows`, `denies`: its effect is `Allow`, or `Deny`, in any case.
    """

    __slots__ = (
        "actions",
        "allows",
        "conditions",
        "denies",
        "effect",
        "gaps",
        "in_texts",
        "index",
        "node",
        "not_actions",
        "not_principals",
        "not_resources",
        "policy",
        "principals",
        "resources",
        "sid",
        "when",
    )

    policy: Policy
    index: int
    node: Node
    sid: Word | None
    effect: Word | None
    allows: bool
    denies: bool
    actions: tuple[Word, ...] | None
    not_actions: tuple[Word, ...] | None
    resources: tuple[Word, ...] | None
    not_resources: tuple[Word, ...] | None
    principals: tuple[Principal, ...] | None
    not_principals: tuple[Principal, ...] | None
    conditions: tuple[Condition, ...]
    when: When
    gaps: tuple[Hole, ...]
    in_texts: bool

    def __init__(self, policy: Policy, index: int, node: Node) -> None:
        self.policy = policy
        self.index = index
        self.node = node
        self.sid = None
        self.has_effect(None)
        self.actions = None
        self.not_actions = None
        self.resources = None
        self.not_resources = None
        self.principals = None
        self.not_principals = None
        self.conditions = ()
        self.when = ALWAYS
        self.gaps = ()
        self.in_texts = False

    @property
    def span(self) -> Span:
        node = self.node
        return Span(node.source, node.start, node.start + node.length)

    @property
    def elements(self) -> frozenset[str]:
        """The names of the elements that stand in the statement, whatever is in them."""
        return frozenset(self.node.keys()) if isinstance(self.node, Mapping) else frozenset()

    def element(self, name: str) -> Scalar | None:
        """The key of an element, where it stands."""
        return self.node.key(name) if isinstance(self.node, Mapping) else None

    def tells(self, name: str) -> bool:
        """An element stands in the statement for certain. One of which nothing is known may not be
        there: Terraform leaves out what is null.
        """
        value = self.node.get(name) if isinstance(self.node, Mapping) else None
        return value is not None and not isinstance(value, Unknown)

    def has_effect(self, effect: Word | None) -> None:
        """Take over what stands under Effect."""
        literal = effect.literal if effect is not None else None
        self.effect = effect
        self.allows = literal in ALLOWS
        self.denies = literal in DENIES

    @property
    def grants(self) -> bool:
        """An Allow in a policy that grants: not in a boundary, SCP, RCP, session or endpoint
        policy, which only limit.
        """
        return self.allows and self.policy.kind in GRANTING

    @property
    def named(self) -> str:
        """For messages: the Sid, or the number of the statement counted from 1."""
        if self.sid is not None and self.sid.literal:
            return f"`{self.sid.literal}`"
        return f"number {self.index + 1}"

    def __repr__(self) -> str:
        return f"<Statement {self.named} of {self.policy!r}>"


class Policy:
    """A policy document.

    `kind`: one of `KINDS`. `kind_known` is False where only the document's shape told.
    `form`: `inline`, `managed` or empty, where quotas differ.
    `resource_type`: for a resource policy, the type it sits on (`s3:bucket`, `kms:key`), or empty.
    `address`: what a person calls it: `Ingest.Policies[0]`, `aws_iam_policy.read`, a file's name.
    `owner`: the identity or resource it was found on, where there is one.
    `gaps`: why it is only partly known; empty when it is whole.
    `when`: the conditions under which it is there at all.
    `unused`: it is a draft to which nothing refers, so that it sits on nothing.
    `by_aws`: AWS writes it (a policy template of SAM, written out); it stands where that is asked
        for.
    """

    __slots__ = (
        "address",
        "arn",
        "by_aws",
        "form",
        "gaps",
        "id",
        "kind",
        "kind_known",
        "name",
        "node",
        "owner",
        "resource_type",
        "statements",
        "unused",
        "version",
        "when",
    )

    def __init__(
        self,
        node: Node,
        kind: str,
        *,
        kind_known: bool = True,
        form: str = "",
        resource_type: str = "",
        address: str = "",
        name: Text | None = None,
        arn: Text | None = None,
        owner: object = None,
        when: When = ALWAYS,
    ) -> None:
        self.node = node
        self.kind = kind
        self.kind_known = kind_known
        self.form = form
        self.resource_type = resource_type
        self.address = address
        self.name = name
        self.arn = arn
        self.owner = owner
        self.when = when
        self.by_aws = False
        self.unused = False
        self.version: Word | None = None
        self.id: Word | None = None
        self.statements: tuple[Statement, ...] = ()
        self.gaps: tuple[Hole, ...] = ()

    @property
    def span(self) -> Span:
        node = self.node
        return Span(node.source, node.start, node.start + node.length)

    @property
    def whole(self) -> bool:
        """Every part of the document is known."""
        return not self.gaps

    @property
    def has_shape(self) -> bool:
        """It is an object, so that one can ask what is in it."""
        return isinstance(self.node, Mapping)

    @property
    def elements(self) -> frozenset[str]:
        """The names of the elements that stand in the document, whatever is in them."""
        return frozenset(self.node.keys()) if isinstance(self.node, Mapping) else frozenset()

    def element(self, name: str) -> Scalar | None:
        """The key of an element of the document, where it stands."""
        return self.node.key(name) if isinstance(self.node, Mapping) else None

    @property
    def kind_in_words(self) -> str:
        return KIND_IN_WORDS[self.kind]

    @property
    def has_variables(self) -> bool:
        """`${…}` is a policy variable here, not literal text."""
        return self.version is not None and self.version.literal == LATEST

    @property
    def misshapen(self) -> Iterator[Misshapen]:
        """Elements whose value is not of the JSON type that the language demands."""
        from .shapes import misshapen

        return misshapen(self)

    def words(self) -> Iterator[Word]:
        """Every text of every statement."""
        for statement in self.statements:
            for words in (
                statement.actions,
                statement.not_actions,
                statement.resources,
                statement.not_resources,
            ):
                yield from words or ()
            for entries in (statement.principals, statement.not_principals):
                for entry in entries or ():
                    yield entry.value
            for condition in statement.conditions:
                yield from condition.values

    def __repr__(self) -> str:
        return f"<Policy {self.kind} {self.address}>"


def key_of(mapping_entry: tuple[Scalar, Node]) -> str:
    """The key of an entry as text."""
    return str(mapping_entry[0].value)
