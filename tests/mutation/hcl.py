"""Mutants of Terraform's configuration: its text, cut and changed at the places that the parser
gives.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from iamlint.formats import hcl
from iamlint.formats.hcl.nodes import Block, Call, Object
from iamlint.text.node import Node, Sequence
from iamlint.text.source import Source

from .mutants import MANAGING, Mutant, other_principal, spoilt

REFERENCE = re.compile(r"(?<![\w.-])(?:data\.)?aws_\w+\.\w+")
DECLARATIONS = re.compile(
    r"aws_iam_role_policy(_attachment)?|aws_(sqs_queue|sns_topic|s3_bucket)_policy"
)
PERMISSION = "aws_lambda_permission"
DOCUMENT = "aws_iam_policy_document"
ENCRYPTING = re.compile(r"(kms_\w*(id|arn)|kms_key_id)$")
OTHER_KEY = """
data "aws_caller_identity" "other" {}

resource "aws_kms_key" "other" {
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { AWS = "arn:aws:iam::${data.aws_caller_identity.other.account_id}:root" }
      Action    = "kms:*"
      Resource  = "*"
    }]
  })
}
"""


class Change(NamedTuple):
    """A piece of a text that is replaced; `more` is put at the end of the file."""

    operator: str
    where: str
    word: str
    start: int
    end: int
    text: str = ""
    more: str = ""


def mutants(path: str, text: str) -> Iterator[Mutant]:
    body = hcl.parse(Source(path, text)).body
    blocks = {address(block): block for block in body.blocks if len(block.labels) == 2}
    for name, block in blocks.items():
        for change in changes(text, name, block):
            yield Mutant(
                change.operator,
                f"{change.operator} {change.where} {change.word}".strip(),
                path,
                text[: change.start] + change.text + text[change.end :] + change.more,
                frozenset(taking_part(text, name, blocks)),
            )


def taking_part(text: str, name: str, blocks: dict[str, Block]) -> set[str]:
    """The block, what it refers to and what refers to it; of a document also what its users do."""

    def of(name: str) -> set[str]:
        block = blocks[name]
        return set(REFERENCE.findall(text[block.start : block.end])) & blocks.keys()

    users = {other for other in blocks if name in of(other)}
    found = {name, *of(name), *users}
    if name.startswith("data."):
        for user in users:
            found |= of(user)
    return found


def address(block: Block) -> str:
    parts = [str(label) for label in block.labels]
    return ".".join(["data", *parts] if block.type == "data" else parts)


def changes(text: str, name: str, block: Block) -> Iterator[Change]:
    kind = str(block.labels[0])
    if DECLARATIONS.fullmatch(kind):
        yield Change("drop-declaration", name, "", block.start, block.end)
    if kind == PERMISSION:
        yield from of_permission(text, name, block)
    if kind == DOCUMENT:
        for number, statement in enumerate(block.body.named("statement")):
            yield from of_block(
                text, f"{name}.{number}", statement, len(list(block.body.named("statement")))
            )
    for attribute in block.body.attributes.values():
        yield from of_objects(text, name, attribute.value)
    yield from of_keys(text, name, block)


def of_permission(text: str, name: str, block: Block) -> Iterator[Change]:
    yield Change("drop-permission", name, "", block.start, block.end)
    for key, operator in (
        ("source_arn", "spoil-condition"),
        ("source_account", "spoil-condition"),
        ("principal", "change-principal"),
    ):
        value = block.body.value(key)
        if value is not None:
            yield replacing(text, operator, name, key, value, service=key == "principal")
    yield Change("change-qualifier", name, "", block.end - 1, block.end, '  qualifier = "other"\n}')


def replacing(
    text: str, operator: str, where: str, word: str, value: Node, *, service: bool = False
) -> Change:
    was = content(text, value)
    if operator == "change-principal":
        now = other_principal(service, was)
    else:
        now = spoilt(was)
    return Change(operator, where, word, value.start, value.end, f'"{now}"')


def content(text: str, value: Node) -> str:
    """What stands between quotes, or a reference as it would stand there."""
    written = text[value.start : value.end]
    return written[1:-1] if written.startswith('"') else f"${{{written}}}"


def cut(items: list[Any], number: int) -> tuple[int, int]:
    """The piece that an item takes in its list, with one comma."""
    if number + 1 < len(items):
        return items[number].start, items[number + 1].start
    return (items[number - 1].end, items[number].end) if number else (items[0].start, items[0].end)


def of_block(text: str, where: str, statement: Block, count: int) -> Iterator[Change]:
    """A `statement { … }` of a document."""
    if body_text(text, statement, "effect") == "Deny":
        return
    body = statement.body
    principals = list(body.named("principals"))
    of_root = any(":root" in text[one.start : one.end] for one in principals)
    in_key = of_root and "kms:" in text[statement.start : statement.end]
    if count > 1:
        operator = "drop-delegation" if in_key else "drop-statement"
        yield Change(operator, where, "", statement.start, statement.end)
    if in_key:
        for principal in principals:
            yield managed_only(
                text, where, body.value("actions"), text.index(":root", principal.start)
            )
    actions = body.value("actions")
    if isinstance(actions, Sequence) and len(actions.items) > 1:
        for number, one in enumerate(actions.items):
            yield Change("drop-action", where, content(text, one), *cut(actions.items, number))
    yield from spoiling(text, "change-resource", where, body.value("resources"))
    if not in_key:
        for one in principals:
            yield from of_principals(text, where, one)
    for one in body.named("condition"):
        variable = body_text(text, one, "variable")
        yield from spoiling(text, "spoil-condition", where, one.body.value("values"), variable)


def managed_only(text: str, where: str, actions: Node | None, root: int) -> Change:
    """Instead of leaving the key to the account, a role that may manage it."""
    assert actions
    end = root + len(":root")
    some = ", ".join(f'"{action}"' for action in MANAGING)
    now = f"[{some}]{text[actions.end : root]}:role/keymaster"
    return Change("drop-delegation", where, "keymaster", actions.start, end, now)


def of_principals(text: str, where: str, block: Block) -> Iterator[Change]:
    service = body_text(text, block, "type") == "Service"
    values = block.body.value("identifiers")
    assert isinstance(values, Sequence)
    for number, one in enumerate(values.items):
        word = content(text, one)
        yield replacing(text, "change-principal", where, word, one, service=service)
        if len(values.items) > 1:
            yield Change("drop-principal", where, word, *cut(values.items, number))


def body_text(text: str, block: Block, name: str) -> str:
    value = block.body.value(name)
    return content(text, value) if value is not None else ""


def spoiling(
    text: str, operator: str, where: str, value: Node | None, word: str = ""
) -> Iterator[Change]:
    items = value.items if isinstance(value, Sequence) else [value] if value is not None else []
    for number, one in enumerate(items):
        was = content(text, one)
        if was == "*":
            continue
        yield replacing(text, operator, where, word or was, one)
        if operator == "spoil-condition" and len(items) > 1:
            yield Change("drop-condition", where, f"{word} {was}", *cut(items, number))


def of_objects(text: str, where: str, value: Node) -> Iterator[Change]:
    """The statements in `jsonencode`."""
    if not (isinstance(value, Call) and value.name == "jsonencode"):
        return
    document = value.arguments[0]
    found = entries(text, document).get("Statement") if isinstance(document, Object) else None
    if not isinstance(found, Sequence):
        return
    for number, one in enumerate(found.items):
        assert isinstance(one, Object)
        if content(text, entries(text, one)["Effect"]) != "Allow":
            continue
        place = f"{where}.{number}"
        if len(found.items) > 1:
            yield Change("drop-statement", place, "", *cut(found.items, number))
        yield from of_object(text, place, one)


def of_object(text: str, where: str, statement: Object) -> Iterator[Change]:
    parts = entries(text, statement)
    actions = parts.get("Action")
    if isinstance(actions, Sequence) and len(actions.items) > 1:
        for number, one in enumerate(actions.items):
            yield Change("drop-action", where, content(text, one), *cut(actions.items, number))
    yield from spoiling(text, "change-resource", where, parts.get("Resource"))
    for kind, value in entries(text, parts.get("Principal")).items():
        word = content(text, value)
        yield replacing(text, "change-principal", where, word, value, service=kind == "Service")
    for tests in entries(text, parts.get("Condition")).values():
        for key, value in entries(text, tests).items():
            yield from spoiling(text, "spoil-condition", where, value, key)


def entries(text: str, value: Node | None) -> dict[str, Node]:
    if not isinstance(value, Object):
        return {}
    return {text[key.start : key.end].strip('"'): one for key, one in value.pairs}


def of_keys(text: str, name: str, block: Block) -> Iterator[Change]:
    """Another key of the same account, which leaves all to IAM."""
    for body in bodies(block):
        for key, attribute in body.attributes.items():
            value = attribute.value
            written = text[value.start : value.end]
            if ENCRYPTING.search(key) and written.startswith("aws_kms_key."):
                yield Change(
                    "swap-key",
                    f"{name}.{key}",
                    "",
                    value.start,
                    value.end,
                    "aws_kms_key.other.arn",
                    OTHER_KEY,
                )


def bodies(block: Block) -> Iterator[Any]:
    yield block.body
    for inner in block.body.blocks:
        yield from bodies(inner)


def owner(text: str, offset: int) -> str:
    """The block in which an offset stands."""
    end = text.find("\n", offset)
    found = ""
    for match in re.finditer(
        r'^(data|resource) "(\w+)" "(\w+)"', text[: end if end >= 0 else None], re.MULTILINE
    ):
        found = ".".join(match.groups()) if match[1] == "data" else f"{match[2]}.{match[3]}"
    return found
