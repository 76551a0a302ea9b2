"""Fixes as HCL to paste: a plan is never edited.

https://registry.terraform.io/providers/hashicorp/aws/latest/docs/data-sources/iam_policy_document
"""

from __future__ import annotations

from iamlint.model.policy import Policy, Statement
from iamlint.model.saying import present, said
from iamlint.model.things import Identity, Resource
from iamlint.rule import (
    AddItem,
    AddPolicy,
    AddStatement,
    MoveItems,
    Remove,
    RenameKey,
    Replace,
    SetKey,
    Several,
)
from iamlint.text.hints import TYPE_CHECKING, Any
from iamlint.text.holes import Text
from iamlint.text.node import plain
from iamlint.text.source import EmbeddedSource

from . import tables
from .dialect import Names, quoted
from .reader import TerraformReading

if TYPE_CHECKING:
    from collections.abc import Iterable

    from iamlint.model.things import Reading
    from iamlint.rule import Intent

ATTRIBUTES = {
    "Sid": "sid",
    "Effect": "effect",
    "Action": "actions",
    "NotAction": "not_actions",
    "Resource": "resources",
    "NotResource": "not_resources",
}
BLOCKS = {"Principal": "principals", "NotPrincipal": "not_principals"}
SINGLE = ("Sid", "Effect")
INLINE = {
    "role": "aws_iam_role_policy",
    "user": "aws_iam_user_policy",
    "group": "aws_iam_group_policy",
}


def snippet(reading: Reading, intent: Intent) -> str:
    """What to write in the configuration, with a comment that says where; empty where there is
    nothing to paste.
    """
    if isinstance(intent, Several):
        parts = [snippet(reading, each) for each in intent.intents]
        return "\n\n".join(part for part in parts if part)
    if isinstance(intent, AddStatement):
        return _add_statement(reading, intent)
    if isinstance(intent, AddPolicy):
        return _add_policy(reading, intent)
    if isinstance(intent, AddItem):
        return _add_item(reading, intent)
    if isinstance(intent, MoveItems):
        return _move(reading, intent)
    writer = Writer(reading, "")
    if isinstance(intent, Replace):
        return f"{writer.one(intent.text)} # instead of {intent.word.span.text}"
    if isinstance(intent, SetKey):
        return f"{intent.key} = {writer.value(intent.value)}"
    if isinstance(intent, RenameKey):
        return f"{quoted(intent.name)} # instead of {quoted(str(plain(intent.key)))}"
    assert isinstance(intent, Remove)
    return ""


def _add_statement(reading: Reading, intent: AddStatement) -> str:
    to = intent.to
    policy = to if isinstance(to, Policy) else _policy_of(reading, to)
    if policy is None:
        assert not isinstance(to, Policy)
        return _new_policy(reading, to, intent.statements)
    return _into(reading, policy, intent.statements)


def _into(reading: Reading, policy: Policy, statements: list[dict[str, Any]]) -> str:
    """Statements in the form of the document that holds the policy."""
    origin = _origin(reading, policy)
    writer = Writer(reading, origin or policy.address)
    if origin:
        blocks = "\n".join(writer.block(statement) for statement in statements)
        return f"# in {origin}\n{blocks}"
    if _is_json(policy):
        written = ",\n".join(writer.json(statement) for statement in statements)
        return f"# in the list of statements of {policy.address}, as JSON\n{written}"
    entries = "\n".join(writer.value(statement) + "," for statement in statements)
    return f"# in the list of statements of {policy.address}\n{entries}"


def _is_json(policy: Policy) -> bool:
    """It stands as JSON in a string of the configuration."""
    source = policy.node.source
    return isinstance(source, EmbeddedSource) and source.path.endswith((".tf", ".tofu"))


def _origin(reading: Reading, policy: Policy) -> str:
    return reading.origins.get(policy, "") if isinstance(reading, TerraformReading) else ""


def _origins(reading: Reading) -> Iterable[str]:
    """The addresses of all documents that are data sources."""
    return reading.origins.values() if isinstance(reading, TerraformReading) else ()


def _policy_of(reading: Reading, owner: Identity | Resource) -> Policy | None:
    """A policy of an identity or resource that can take one more statement."""
    if isinstance(owner, Resource):
        own = list(owner.policies)
        names: tuple[Text, ...] = (*owner.names, owner.arn)
        kind = "resource"
    else:
        own, names, kind = list(owner.inline), (owner.name, owner.arn), owner.kind
    for attachment in reading.attachments:
        ours = any(sort == kind and name in names for sort, name in attachment.targets)
        if ours and attachment.policy is not None and attachment.policy.form != "statement":
            own.append(attachment.policy)
    written = [policy for policy in own if policy.statements]
    return next((p for p in written if _origin(reading, p)), written[0] if written else None)


def _add_policy(reading: Reading, intent: AddPolicy) -> str:
    from .permissions import permission, row_for

    row = row_for(intent.to)
    if row is None:
        return _new_policy(reading, intent.to, list(intent.statements))
    writer = Writer(reading, intent.to.address)
    parts = (permission(writer, row, intent, statement) for statement in intent.statements)
    return "\n\n".join(parts)


def _new_policy(
    reading: Reading, owner: Identity | Resource, statements: list[dict[str, Any]]
) -> str:
    """A document and what attaches it, for an owner that has none."""
    writer = Writer(reading, owner.address)
    name = owner.address.rpartition(".")[2].partition("[")[0]
    if any(origin.endswith(f".{name}") for origin in _origins(reading)):
        name += "_policy"
    blocks = [_indented(writer.block(statement)) for statement in statements]
    lines = [f'data "aws_iam_policy_document" "{name}" {{', *blocks, "}"]
    type_, target = _attachment_type(owner)
    if type_:
        local = writer.names.local(owner.address)
        attribute = {"role": "name", "user": "name", "group": "name"}.get(target, "id")
        if target.endswith("arn") or target == "arn":
            attribute = "arn"
        lines += [
            "",
            f'resource "{type_}" "{name}" {{',
            *(
                "  " + line
                for line in aligned(
                    [
                        (target, f"{local}.{attribute}"),
                        ("policy", f"data.aws_iam_policy_document.{name}.json"),
                    ]
                )
            ),
            "}",
        ]
    return "\n".join(lines)


def _attachment_type(owner: Identity | Resource) -> tuple[str, str]:
    """The type that attaches a policy to it, and the attribute by which that names it."""
    if isinstance(owner, Identity):
        return INLINE.get(owner.kind, ""), owner.kind
    for row in tables.rows("terraform_policies"):
        ours = row.get("resource_type") == owner.service_type and row["path"] == "policy"
        if ours and isinstance(row["attach"], list) and row["attach"]:
            return str(row["type"]), str(row["attach"][0][1])
    return "", ""


def _add_item(reading: Reading, intent: AddItem) -> str:
    values = [*present(intent.statement, intent.element), *intent.texts]
    return _element(reading, intent.statement, intent.element, values)


def _element(reading: Reading, statement: Statement, element: str, values: object) -> str:
    """An element of a statement, or what stands deeper in it, in the form of its document."""
    origin = _origin(reading, statement.policy)
    where = origin or statement.policy.address
    writer = Writer(reading, where)
    name, *deeper = element.split("/", 2)
    place = f"# in {where}, statement {statement.named}"
    if origin:
        for inner in reversed(deeper):
            values = {inner: values}
        return f"{place}\n{writer.attribute(name, values)}"
    *under, last = [name, *deeper]
    place += "".join(f", {each}" for each in under)
    if _is_json(statement.policy):
        return f"{place}, as JSON\n{quoted(last)}: {writer.json(values)}"
    return f"{place}\n{_key(last)} = {writer.value(values)}"


def _move(reading: Reading, intent: MoveItems) -> str:
    statement = intent.statement
    moved = [word.text for word in intent.words]
    left = [text for text in present(statement, intent.element) if text not in moved]
    if not left:
        return "\n\n".join(
            _element(reading, statement, name, value)
            for name, value in intent.changes.items()
            if value is not None
        )
    new = said(statement) | {intent.element: moved} | intent.changes
    new = {name: value for name, value in new.items() if value is not None}
    stays = _element(reading, statement, intent.element, left)
    return f"{stays}\n\n{_into(reading, statement.policy, [new])}"


class Writer:
    """Writes values as HCL, in the module of an address."""

    def __init__(self, reading: Reading, address: str) -> None:
        self.names = Names(reading, address)

    def one(self, text: Text | str) -> str:
        """An expression for a text; what has no expression is shown as a comment."""
        given = Text(text) if isinstance(text, str) else text
        found = self.names.written(given)
        if found is None:
            return f"null /* {given} */"
        if not self.names.reachable(given):
            return f"{found} /* of another module: pass it in */"
        return found

    def value(self, value: object, depth: int = 0) -> str:
        """An expression for Python data."""
        if isinstance(value, (Text, str)):
            return self.one(value)
        if isinstance(value, bool):
            return "true" if value else "false"
        if isinstance(value, dict):
            pairs = [(_key(key), self.value(item, depth + 1)) for key, item in value.items()]
            inner = "\n".join(_indent(depth + 1) + line for line in aligned(pairs))
            return "{\n" + inner + f"\n{_indent(depth)}}}"
        if isinstance(value, (list, tuple)):
            return "[" + ", ".join(self.value(item, depth) for item in value) + "]"
        return str(value)

    def json(self, value: object, depth: int = 0) -> str:
        """JSON inside a template, with references in its strings."""
        if isinstance(value, dict):
            inner = ",\n".join(
                f"{_indent(depth + 1)}{quoted(str(key))}: {self.json(item, depth + 1)}"
                for key, item in value.items()
            )
            return "{\n" + inner + f"\n{_indent(depth)}}}"
        if isinstance(value, (list, tuple)):
            return "[" + ", ".join(self.json(item, depth) for item in value) + "]"
        if isinstance(value, (Text, str)):
            expression = self.one(value)
            return expression if expression.startswith('"') else f'"${{{expression}}}"'
        return self.value(value)

    def block(self, statement: dict[str, Any]) -> str:
        """A `statement` block of `aws_iam_policy_document`."""
        attributes: list[tuple[str, str]] = []
        lines: list[str] = []
        for element, value in statement.items():
            if value is None:
                continue  # the statement is to have none
            if element in ATTRIBUTES:
                if element == "Effect" and str(value) == "Allow":
                    continue
                content = value if element in SINGLE else _listed(value)
                attributes.append((ATTRIBUTES[element], self.value(content)))
            elif element in BLOCKS:
                lines += self._principals(BLOCKS[element], value)
            elif element == "Condition":
                lines += self._conditions(value)
        body = "\n".join([*aligned(attributes), *lines])
        return "statement {\n" + _indented(body) + "\n}"

    def attribute(self, element: str, value: Any) -> str:
        """One element of a `statement` block."""
        if element in BLOCKS:
            return "\n".join(self._principals(BLOCKS[element], value))
        if element == "Condition":
            return "\n".join(self._conditions(value))
        return f"{ATTRIBUTES.get(element, element)} = {self.value(_listed(value))}"

    def _principals(self, name: str, value: object) -> Iterable[str]:
        given = value if isinstance(value, dict) else {"*": value}
        for sort, identifiers in given.items():
            yield f"{name} {{"
            yield f"  type        = {quoted(sort)}"
            yield f"  identifiers = {self.value(_listed(identifiers))}"
            yield "}"

    def _conditions(self, value: dict[str, Any]) -> Iterable[str]:
        for operator, keys in value.items():
            for key, values in keys.items():
                yield "condition {"
                yield f"  test     = {quoted(operator)}"
                yield f"  variable = {quoted(key)}"
                yield f"  values   = {self.value(_listed(values))}"
                yield "}"


def _listed(value: object) -> list[object]:
    return list(value) if isinstance(value, (list, tuple)) else [value]


def _key(key: object) -> str:
    word = str(key)
    return word if word.isidentifier() else quoted(word)


def aligned(pairs: list[tuple[str, str]]) -> list[str]:
    """Attributes as `terraform fmt` writes them: those of one line stand in columns."""
    width = max((len(name) for name, value in pairs if "\n" not in value), default=0)
    return [
        f"{name} = {value}" if "\n" in value else f"{name:<{width}} = {value}"
        for name, value in pairs
    ]


def _indent(depth: int) -> str:
    return "  " * depth


def _indented(text: str) -> str:
    return "\n".join("  " + line if line else line for line in text.splitlines())
