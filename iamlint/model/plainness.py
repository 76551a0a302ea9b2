"""Statements and documents of the plain form that nearly all have: what is wrong with the others'
form need not be asked of them.
"""

from __future__ import annotations

from iamlint.text.hints import TYPE_CHECKING
from iamlint.text.node import Mapping, Scalar, Sequence, TerseMapping, TerseSequence

if TYPE_CHECKING:
    from iamlint.text.node import Node

    from .policy import Policy, Statement

TEXTS = frozenset(("Action", "NotAction", "Resource", "NotResource"))
EFFECTS = ("Allow", "Deny")


def is_plain_document(policy: Policy) -> bool:
    """Nothing but the elements of a document, each once; what stands in the statements is another
    question.
    """
    document = policy.node
    if isinstance(document, TerseMapping):
        return is_terse_document(document)
    if type(document) is not Mapping:
        return False
    seen = set()
    for key, value in document.entries:
        name = key.value
        if name in ("Version", "Id"):
            if not is_text(value):
                return False
        elif name != "Statement" or not (is_list_of_mappings(value) or type(value) is Mapping):
            return False
        if type(key) is not Scalar:
            return False
        seen.add(name)
    return "Statement" in seen and len(seen) == len(document.entries)


def is_list_of_mappings(value: Node) -> bool:
    return (
        type(value) is Sequence
        and bool(value.items)
        and all(type(item) is Mapping for item in value.items)
    )


def is_plain_statement(statement: Statement) -> bool:
    """An effect, and elements of a statement, each once, of the right type and not empty."""
    node = statement.node
    if isinstance(node, TerseMapping):
        return is_terse_statement(node)
    if type(node) is not Mapping:
        return False
    in_texts = statement.in_texts
    seen = set()
    for key, value in node.entries:
        name = key.value
        if name in TEXTS:
            if not in_texts and not are_texts(value):
                return False
        elif name == "Condition":
            if not is_plain_block(value):
                return False
        elif name == "Effect":
            if type(value) is not Scalar or value.value not in EFFECTS:
                return False
        elif name != "Sid" or not is_text(value):
            return False
        if type(key) is not Scalar:
            return False
        seen.add(name)
    return (
        len(seen) == len(node.entries)
        and "Effect" in seen
        and ("Action" in seen) is not ("NotAction" in seen)
        and not ("Resource" in seen and "NotResource" in seen)
    )


def is_terse_document(document: TerseMapping) -> bool:
    """`is_plain_document`, without making nodes."""
    names = document.names
    for name, value in zip(names, document.values, strict=True):
        if name in ("Version", "Id"):
            if not are_terse_texts(value, listed=False):
                return False
        elif name != "Statement" or not (
            isinstance(value, TerseMapping)
            or (
                isinstance(value, TerseSequence)
                and bool(value.values)
                and all(isinstance(item, TerseMapping) for item in value.values)
            )
        ):
            return False
    return "Statement" in names and len(set(names)) == len(names)


def is_terse_statement(node: TerseMapping) -> bool:
    """`is_plain_statement`, without making nodes."""
    names = node.names
    for name, value in zip(names, node.values, strict=True):
        if name in TEXTS:
            if not are_terse_texts(value):
                return False
        elif name == "Condition":
            if not is_terse_block(value):
                return False
        elif name == "Effect":
            if (value.value if type(value) is Scalar else value) not in EFFECTS:
                return False
        elif name != "Sid" or not are_terse_texts(value, listed=False):
            return False
    return (
        len(set(names)) == len(names)
        and "Effect" in names
        and ("Action" in names) is not ("NotAction" in names)
        and not ("Resource" in names and "NotResource" in names)
    )


def is_terse_block(value: str | Node) -> bool:
    if not isinstance(value, TerseMapping) or len(set(value.names)) < len(value.names):
        return False
    for keys in value.values:
        if not isinstance(keys, TerseMapping) or len(set(keys.names)) < len(keys.names):
            return False
        if not all(map(are_terse_texts, keys.values)):
            return False
    return True


def are_terse_texts(value: str | Node, *, listed: bool = True) -> bool:
    if type(value) is str:
        return value != ""
    if type(value) is Scalar:
        return type(value.value) is str and value.value != ""
    if not listed or not isinstance(value, TerseSequence) or not value.values:
        return False
    return all(are_terse_texts(item, listed=False) for item in value.values)


def is_plain_block(value: Node) -> bool:
    """Operators, each with keys that are compared with texts."""
    if type(value) is not Mapping or not value.entries:
        return False
    operators = set()
    for operator, keys in value.entries:
        if type(operator) is not Scalar or type(keys) is not Mapping or not keys.entries:
            return False
        operators.add(operator.value)
        names = set()
        for key, values in keys.entries:
            if type(key) is not Scalar or not are_texts(values):
                return False
            names.add(key.value)
        if len(names) < len(keys.entries):
            return False
    return len(operators) == len(value.entries)


def are_texts(value: Node) -> bool:
    """A text that is not empty, or a list of some."""
    if type(value) is Scalar:
        return type(value.value) is str and value.value != ""
    if type(value) is not Sequence or not value.items:
        return False
    for item in value.items:
        if type(item) is not Scalar or type(item.value) is not str or not item.value:
            return False
    return True


def is_text(value: Node) -> bool:
    return type(value) is Scalar and type(value.value) is str and value.value != ""
