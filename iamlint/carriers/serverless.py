"""A file of the Serverless Framework: the statements that it gives to the roles of its functions.
All else can be read in the template that it makes.

https://www.serverless.com/framework/docs/providers/aws/guide/serverless.yml
https://www.serverless.com/framework/docs/providers/aws/guide/iam
"""

from __future__ import annotations

from iamlint.model.policy import IDENTITY, LATEST, Policy
from iamlint.model.reading import read_into
from iamlint.model.things import Gap, Reading
from iamlint.text.hints import TYPE_CHECKING
from iamlint.text.holes import Hole, Text
from iamlint.text.late import late
from iamlint.text.node import Holed, Mapping, Node, Scalar, Sequence, Unknown

from .facts import Home

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .facts import Facts

PACKAGE = (
    "of a file of the Serverless Framework only the statements of its roles are read; all of it is "
    "in what it makes: `serverless package`, then scan "
    ".serverless/cloudformation-template-update-stack.json"
)
STATEMENTS = "iamRoleStatements"
"""Beside `iam.role.statements` the older name, and that of a plugin for single functions."""
VARIABLE = late(r"[$#]\{(?:[^{}]|\{[^{}]*\}|[$#]\{(?:[^{}]|[$#]?\{[^{}]*\})*\})*\}")
WHY = "the Serverless Framework puts in a value"


def recognises(root: Node) -> bool:
    """It describes a service that is deployed to AWS."""
    if not isinstance(root, Mapping) or "service" not in root:
        return False
    provider = root.get("provider")
    name = provider.get("name") if isinstance(provider, Mapping) else provider
    return isinstance(name, Scalar) and name.value == "aws"


def read(path: str, root: Node, facts: Facts | None) -> Reading:
    """The statements, and a note of how all else can be read. The root must be one that
    `recognises` takes.
    """
    home = Home(facts)
    reading = Reading(path, "serverless", root, home.account, home.region, home.partition)
    assert isinstance(root, Mapping)
    reading.gaps.append(Gap(root.get("provider") or root, "provider", PACKAGE))
    for address, statements in _statements(root):
        policy = Policy(_document(path, statements), IDENTITY, form="inline", address=address)
        read_into(policy)
        reading.policies.append(policy)
    return reading


def _statements(root: Mapping) -> Iterator[tuple[str, Sequence]]:
    """Lists of statements, with what a person calls them."""
    found = [("provider.iam.role.statements", _at(root, "provider", "iam", "role", "statements"))]
    found.append((f"provider.{STATEMENTS}", _at(root, "provider", STATEMENTS)))
    functions = root.get("functions")
    for key, function in functions.entries if isinstance(functions, Mapping) else ():
        found.append((f"functions.{key.value}.{STATEMENTS}", _at(function, STATEMENTS)))
    for address, statements in found:
        if isinstance(statements, Sequence) and statements.items:
            yield address, statements


def _at(node: Node | None, *names: str) -> Node | None:
    for name in names:
        node = node.get(name) if isinstance(node, Mapping) else None
    return node


def _document(path: str, statements: Sequence) -> Node:
    source, start = statements.source, statements.start
    entries: list[tuple[Scalar, Node]] = [
        (Scalar(source, start, start, "Version"), Scalar(source, start, start, LATEST)),
        (Scalar(source, start, start, "Statement"), _held(path, statements)),
    ]
    return Mapping(source, start, statements.end, entries)


def _held(path: str, node: Node) -> Node:
    """A value with holes for what the framework or CloudFormation puts in."""
    if isinstance(node, Mapping):
        names = [str(key.value) for key, _ in node.entries]
        if len(names) == 1 and (names[0] == "Ref" or names[0].startswith("Fn::")):
            return _unknown(path, node, names[0])
        entries = [(key, _held(path, value)) for key, value in node.entries]
        return Mapping(node.source, node.start, node.end, entries)
    if isinstance(node, Sequence):
        items = [_held(path, item) for item in node.items]
        return Sequence(node.source, node.start, node.end, items)
    if isinstance(node, Scalar) and isinstance(node.value, str):
        found = VARIABLE.search(node.value)
        if found is not None and found[0] == node.value:
            return _unknown(path, node, node.value)
        if found is not None:
            return Holed(node.source, node.start, node.end, _text(path, node.value))
    return node


def _unknown(path: str, node: Node, name: str) -> Unknown:
    where = name if VARIABLE.fullmatch(name) else f"{name} {node.start}"
    return Unknown(node.source, node.start, node.end, Hole(f"{path}#{where}", why=WHY))


def _text(path: str, written: str) -> Text:
    pieces: list[str | Hole] = []
    done = 0
    for found in VARIABLE.finditer(written):
        pieces += (written[done : found.start()], Hole(f"{path}#{found[0]}", why=WHY))
        done = found.end()
    return Text(*pieces, written[done:])
