"""A policy of a resource written as a resource of the template: `AWS::SQS::QueuePolicy`, or
`AWS::Lambda::Permission` for a statement.
"""

from __future__ import annotations

from iamlint.catalog import catalog
from iamlint.formats.edits.changes import Uneditable
from iamlint.model.policy import LATEST
from iamlint.text.hints import TYPE_CHECKING, Any
from iamlint.text.node import Mapping, Scalar

from .statements import TABLE

if TYPE_CHECKING:
    from collections.abc import Iterable

    from iamlint.model.things import Resource
    from iamlint.rule import AddPolicy

    from .tables import Row

    Declared = dict[str, Any]


def declarations(intent: AddPolicy, taken: Iterable[str]) -> dict[str, Declared]:
    """By logical id. Raises `Uneditable` for a kind that has no declaration of its own."""
    names = set(taken)
    statement_row = row_for(TABLE, intent.to)
    found: dict[str, Declared] = {}
    if statement_row is not None:
        for statement in intent.statements:
            who = str(statement["Principal"]["Service"]).partition(".")[0].replace("-", "")
            name = free(f"{intent.to.address}{who.title()}Permission", names)
            found[name] = permission(statement_row, intent, statement)
        return found
    row = row_for("cloudformation_policies", intent.to)
    if row is None:
        raise Uneditable("there is no declaration for its policy")
    return {free(f"{intent.to.address}Policy", names): document(row, intent)}


def inline(declaration: Mapping, statements: list[dict[str, Any]]) -> Declared:
    """A policy among others in the declaration of an identity, or of what SAM makes a role for."""
    type_ = declaration.get("Type")
    named = str(type_.value) if isinstance(type_, Scalar) else ""
    document = {"Version": LATEST, "Statement": statements}
    if named in ("AWS::Serverless::Function", "AWS::Serverless::StateMachine"):
        return document
    if named not in ("AWS::IAM::Role", "AWS::IAM::User", "AWS::IAM::Group"):
        raise Uneditable("it has no list of policies")
    actions = statements[0]["Action"]
    first = actions[0] if isinstance(actions, list) else actions
    return {"PolicyName": f"allow-{str(first).partition(':')[0]}", "PolicyDocument": document}


def own_property(to: Resource) -> str:
    """The property of a resource that is its policy; empty where that is declared apart."""
    for row in catalog().table("cloudformation_policies"):
        if row["type"] == to.type and row.get("attach") == "self" and "." not in row["path"]:
            path: str = row["path"]
            return path
    return ""


def row_for(table: str, to: Resource) -> Row | None:
    """The row of a table that tells how the policy of a resource is declared from outside."""
    kind = to.service_type.partition(" ")[0]
    for row in catalog().table(table):
        if row.get("resource_type") != kind:
            continue
        if "principal" in row or (row.get("attach") not in ("self", []) and "." not in row["path"]):
            found: Row = row
            return found
    return None


def free(name: str, taken: set[str]) -> str:
    """A logical id that is not taken."""
    base = "".join(character for character in name if character.isalnum())
    number, found = 2, base
    while found in taken:
        found, number = f"{base}{number}", number + 1
    taken.add(found)
    return found


def permission(row: Row, intent: AddPolicy, statement: dict[str, Any]) -> Declared:
    """One statement as the properties that stand for it."""
    properties: Declared = {
        row["target"]: intent.named,
        row["action"]: statement["Action"],
        row["principal"]: statement["Principal"]["Service"],
    }
    wanted = {
        key.lower(): value
        for operands in statement.get("Condition", {}).values()
        for key, value in operands.items()
    }
    for name, _, key in row["conditions"]:
        if key.lower() in wanted:
            properties[name] = wanted[key.lower()]
    return {"Type": row["type"], "Properties": properties}


def document(row: Row, intent: AddPolicy) -> Declared:
    """A document, and what it sits on."""
    if row.get("statements"):
        raise Uneditable("its policy is declared statement by statement")
    ((_, target),) = row["attach"]
    own: object = {"Ref": intent.to.address}
    properties: Declared = {
        target.removesuffix("[]"): [own] if target.endswith("[]") else own,
        row["path"]: {"Version": LATEST, "Statement": list(intent.statements)},
    }
    return {"Type": row["type"], "Properties": properties}
