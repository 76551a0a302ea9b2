"""Elements of a policy whose value is not of the JSON type that the language demands.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
"""

from __future__ import annotations

from iamlint.text.hints import TYPE_CHECKING
from iamlint.text.node import Conditional, Either, Holed, Mapping, Scalar, Sequence, TerseSequence
from iamlint.text.records import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from iamlint.text.node import Node
    from iamlint.text.source import Span

    from .policy import Policy

TEXT = "a text"
TEXTS = "a text or a list of texts"
OBJECTS = "an object or a list of objects"
PRINCIPALS = "`*` or an object of texts"
CONDITIONS = "an object of operators, each an object of keys"


class Misshapen(NamedTuple):
    """An element, the value that stands there, and what should stand there, in words. The element
    is empty where it is the whole document.
    """

    element: str
    node: Node
    wanted: str

    @property
    def span(self) -> Span:
        return self.node.span


def misshapen(policy: Policy) -> Iterator[Misshapen]:
    """Elements with a value of another type; what is not known may be anything."""
    document = inner(policy.node)
    if not isinstance(document, Mapping):
        if isinstance(document, (Scalar, Sequence)):
            yield Misshapen("", document, "an object")
        return
    for name in ("Version", "Id"):
        yield from unfit(document, name, TEXT)
    yield from unfit(document, "Statement", OBJECTS)
    for item in items(document.get("Statement")):
        if isinstance(item, Mapping):
            for key, value in item.entries:
                wanted = STATEMENT.get(key.value)  # type: ignore[arg-type]
                if wanted is None or fits(value, wanted):
                    continue
                for node in FITS[wanted](inner(value)):
                    yield Misshapen(str(key.value), node, wanted)


def fits(value: Node, wanted: str) -> bool:
    """The common forms of what is right, told without a detour."""
    if type(value) is Scalar:
        return type(value.value) is str and wanted in WORDS
    if type(value) is Sequence:
        return wanted is TEXTS and all_texts(value)
    return wanted is CONDITIONS and type(value) is Mapping and plain_conditions(value)


def all_texts(listed: Sequence) -> bool:
    for item in listed.items:
        if type(item) is not Scalar or type(item.value) is not str:
            return False
    return True


def plain_conditions(block: Mapping) -> bool:
    """Every key under every operator is compared with a text or a list of texts."""
    for _, keys in block.entries:
        if type(keys) is not Mapping:
            return False
        for _, value in keys.entries:
            if type(value) is Sequence:
                if not all_texts(value):
                    return False
            elif type(value) is not Scalar or type(value.value) is not str:
                return False
    return True


def unfit(mapping: Mapping, name: str, wanted: str) -> Iterator[Misshapen]:
    for key, value in mapping.entries:
        if key.value == name:
            if fits(value, wanted):
                continue
            for node in FITS[wanted](inner(value)):
                yield Misshapen(name, node, wanted)


def inner(node: Node) -> Node:
    while isinstance(node, Conditional):
        node = node.inner
    return node


def branches(node: Node | None) -> Iterator[Node]:
    """A value without its conditions; every one that it may be, where it depends on some."""
    if node is None:
        return
    node = inner(node)
    if isinstance(node, Either):
        for item in node.items:
            yield from branches(item)
    else:
        yield node


def items(node: Node | None) -> Iterator[Node]:
    """The items of a list, or the value alone."""
    for branch in branches(node):
        if isinstance(branch, TerseSequence) and all(type(v) is not str for v in branch.values):
            yield from branch.values  # type: ignore[misc]
        elif isinstance(branch, Sequence):
            for item in branch.items:
                yield from branches(item)
        else:
            yield branch


def not_text(node: Node) -> Iterator[Node]:
    for branch in branches(node):
        if isinstance(branch, (Mapping, Sequence)) or (
            isinstance(branch, Scalar) and not isinstance(branch.value, str)
        ):
            yield branch


def not_texts(node: Node) -> Iterator[Node]:
    for branch in branches(node):
        for item in branch.items if isinstance(branch, Sequence) else (branch,):
            if type(item) is not Scalar or type(item.value) is not str:
                yield from not_text(item)


def not_objects(node: Node) -> Iterator[Node]:
    for item in items(node):
        if isinstance(item, (Scalar, Sequence)):
            yield item


def not_principals(node: Node) -> Iterator[Node]:
    for branch in branches(node):
        if isinstance(branch, Mapping):
            for _, value in branch.entries:
                yield from not_texts(value)
        elif isinstance(branch, Scalar):
            if branch.value != "*":
                yield branch
        elif isinstance(branch, Sequence) or (
            isinstance(branch, Holed) and branch.text.prefix not in ("", "*")
        ):
            yield branch


def not_conditions(node: Node) -> Iterator[Node]:
    for block in branches(node):
        if isinstance(block, (Scalar, Sequence)):
            yield block
        elif isinstance(block, Mapping):
            for _, keys in block.entries:
                yield from not_keys(keys)


def not_keys(node: Node) -> Iterator[Node]:
    """Of what stands under an operator."""
    for keys in branches(node):
        if isinstance(keys, (Scalar, Sequence)):
            yield keys
        elif isinstance(keys, Mapping):
            for _, value in keys.entries:
                yield from (item for item in items(value) if not_value(item))


def not_value(node: Node) -> bool:
    """A condition compares with texts, numbers and truth values."""
    return isinstance(node, (Mapping, Sequence)) or (
        isinstance(node, Scalar) and node.value is None
    )


FITS: dict[str, Callable[[Node], Iterator[Node]]] = {
    TEXT: not_text,
    TEXTS: not_texts,
    OBJECTS: not_objects,
    PRINCIPALS: not_principals,
    CONDITIONS: not_conditions,
}
WORDS = (TEXT, TEXTS)
STATEMENT = {
    "Sid": TEXT,
    "Effect": TEXT,
    "Action": TEXTS,
    "NotAction": TEXTS,
    "Resource": TEXTS,
    "NotResource": TEXTS,
    "Principal": PRINCIPALS,
    "NotPrincipal": PRINCIPALS,
    "Condition": CONDITIONS,
}
