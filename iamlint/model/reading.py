"""From a tree to a policy. Reads what is there and refuses nothing: what is wrong with the form is
said by the grammar rules, which look at the nodes.
"""

from __future__ import annotations

from iamlint.text.hints import TYPE_CHECKING
from iamlint.text.holes import Hole, Text, text_of
from iamlint.text.node import (
    ALWAYS,
    Conditional,
    Either,
    Holed,
    HoledKey,
    Mapping,
    Node,
    Scalar,
    Sequence,
    TerseMapping,
    TerseSequence,
    Unknown,
    key_number,
    tree,
)

from .policy import Condition, Policy, Principal, Statement, Word

if TYPE_CHECKING:
    from collections.abc import Iterator

    from iamlint.text.node import When

MALFORMED = Hole("a malformed element", why="AWS refuses an element of this form")
"""Stands for what is of the wrong type: what the statement says without it must not be believed."""


MAX_STATEMENTS = 10_000
"""No policy that AWS takes comes near."""
ELSEWHERE = Hole(
    "statements elsewhere", why="the policy that it is part of is put together elsewhere"
)
"""Stands for the statements of a policy besides those that stand here."""
BEYOND = Hole(
    "further statements", why=f"only the first {MAX_STATEMENTS:,} statements of the policy are read"
)


def policy_from(value: object, kind: str, **details: object) -> Policy:
    """A policy for a document given as Python data, in no file."""
    policy = Policy(tree(value), kind, **details)  # type: ignore[arg-type]
    read_into(policy)
    return policy


def read_into(policy: Policy) -> None:
    """Fill a policy from its node."""
    node, when = unwrapped(policy.node)
    if when:
        policy.when = policy.when | when
    if not isinstance(node, Mapping):
        if isinstance(node, (Unknown, Holed)):
            policy.gaps = holes_of(node)
        return
    policy.version = word_under(node, "Version")
    policy.id = word_under(node, "Id")
    gaps: list[Hole] = []
    statements: list[Statement] = []
    for item, item_when in items(node.get("Statement")):
        if len(statements) == MAX_STATEMENTS:
            gaps.append(BEYOND)
            break
        if isinstance(item, Mapping):
            statement = read_statement(policy, len(statements), item, item_when)
            gaps.extend(statement.gaps)
            statements.append(statement)
        elif isinstance(item, (Unknown, Holed)):
            gaps.extend(holes_of(item))
    policy.statements = tuple(statements)
    policy.gaps = tuple(dict.fromkeys(gaps))


def read_statement(policy: Policy, index: int, node: Mapping, when: When) -> Statement:
    statement = Statement(policy, index, node)
    statement.when = when
    gaps: list[Hole] = []
    if isinstance(node, TerseMapping):
        read_elements(statement, node, gaps)
        statement.gaps = tuple(gaps)
        return statement
    statement.in_texts = True
    for key, value in node.entries:
        name = key.value
        if name == "Action":
            statement.actions = texts(statement, value, gaps)
        elif name == "Resource":
            statement.resources = texts(statement, value, gaps)
        elif name == "Effect":
            statement.has_effect(word(value))
        elif name == "Sid":
            statement.sid = word(value)
        elif name == "Condition":
            statement.conditions = tuple(conditions(statement, value, gaps))
        elif name == "Principal":
            statement.principals = tuple(principals(value, gaps))
        elif name == "NotAction":
            statement.not_actions = texts(statement, value, gaps)
        elif name == "NotResource":
            statement.not_resources = texts(statement, value, gaps)
        elif name == "NotPrincipal":
            statement.not_principals = tuple(principals(value, gaps))
    statement.gaps = tuple(gaps)
    return statement


def read_elements(statement: Statement, node: TerseMapping, gaps: list[Hole]) -> None:
    """The same, of an object of which the texts have no nodes yet."""
    for number, (name, value) in enumerate(zip(node.names, node.values, strict=True)):
        if name == "Action":
            statement.actions = words_at(node, number, value, gaps)
        elif name == "Resource":
            statement.resources = words_at(node, number, value, gaps)
        elif name == "Effect":
            statement.has_effect(word_at(node, number, value))
        elif name == "Sid":
            statement.sid = word_at(node, number, value)
        elif name == "Condition":
            block = node.held(number)
            if isinstance(block, TerseMapping):
                statement.conditions = tuple(conditions_in(statement, block, gaps))
            else:
                statement.conditions = tuple(conditions(statement, block, gaps))
        elif name == "Principal":
            statement.principals = tuple(principals_at(node, number, value, gaps))
        elif name == "NotAction":
            statement.not_actions = words_at(node, number, value, gaps)
        elif name == "NotResource":
            statement.not_resources = words_at(node, number, value, gaps)
        elif name == "NotPrincipal":
            statement.not_principals = tuple(principals_at(node, number, value, gaps))


def word_under(node: Mapping, key: str) -> Word | None:
    if isinstance(node, TerseMapping):
        number = node.at(key)
        return word_at(node, number, node.values[number]) if number >= 0 else None
    return word(node.get(key))


def word_at(holder: TerseMapping, number: int, value: str | Node) -> Word | None:
    if isinstance(value, str):
        return Word(text_of(value), holder, number)
    return word(value)


def words_at(
    holder: TerseMapping, number: int, value: str | Node, gaps: list[Hole]
) -> tuple[Word, ...]:
    if isinstance(value, str):
        return (Word(text_of(value), holder, number),)
    if not isinstance(value, TerseSequence):
        return words(value, gaps)
    found: list[Word] = []
    for place, part in enumerate(value.values):
        if isinstance(part, str):
            found.append(Word(text_of(part), value, place))
        else:
            found.extend(words(part, gaps))
    return tuple(found)


def conditions_in(
    statement: Statement, block: TerseMapping, gaps: list[Hole]
) -> Iterator[Condition]:
    for number, (name, keys) in enumerate(zip(block.names, block.values, strict=True)):
        if not isinstance(keys, TerseMapping):
            operator, node = block.entries[number]
            yield from operator_conditions(statement, operator, node, ALWAYS, gaps)
            continue
        operator_word = Word(text_of(name), block, key_number(number))
        for place, (key, value) in enumerate(zip(keys.names, keys.values, strict=True)):
            key_word = Word(text_of(key), keys, key_number(place))
            yield Condition(statement, operator_word, key_word, words_at(keys, place, value, gaps))


def principals_at(
    holder: TerseMapping, number: int, value: str | Node, gaps: list[Hole]
) -> Iterator[Principal]:
    if isinstance(value, TerseMapping):
        for place, (type_, named) in enumerate(zip(value.names, value.values, strict=True)):
            for one in words_at(value, place, named, gaps):
                yield Principal(type_, one)
    elif isinstance(value, str):
        yield Principal("*" if value == "*" else "", Word(text_of(value), holder, number))
    else:
        yield from principals(value, gaps)


def unwrapped(node: Node) -> tuple[Node, When]:
    """The node inside all conditions, and the conditions."""
    when = ALWAYS
    while isinstance(node, Conditional):
        when = when | node.when
        node = node.inner
    return node, when


def items(node: Node | None, when: When = ALWAYS) -> Iterator[tuple[Node, When]]:
    """The items of a list, or the value alone: IAM takes one for the other almost everywhere.
    Conditions around the whole list hold for each item.
    """
    if node is None:
        return
    if type(node) is Mapping:  # as nearly all are that hold no list
        yield node, when
        return
    inner, more = unwrapped(node)
    if more:
        when = when | more
    if isinstance(inner, TerseSequence):
        for number, value in enumerate(inner.values):
            yield from items(inner.held(number) if isinstance(value, str) else value, when)
    elif isinstance(inner, Sequence):
        for item in inner.items:
            yield from items(item, when)
    else:
        yield inner, when


def word(node: Node | None) -> Word | None:
    """The text of a node; None for what is no text, number or truth value."""
    if node is None:
        return None
    if type(node) is Scalar and type(node.value) is str:  # as nearly all are
        return Word(text_of(node.value), node)
    inner, _ = unwrapped(node)
    if isinstance(inner, (Holed, HoledKey)):
        return Word(inner.text, node)
    if isinstance(inner, Scalar):
        value = inner.value
        if isinstance(value, str):
            return Word(text_of(value), node)
        if value is None:
            return None
        if isinstance(value, bool):
            return Word(Text("true" if value else "false"), node)
        return Word(Text(inner.source.text[inner.start : inner.end] or str(value)), node)
    if isinstance(inner, Unknown):
        return Word(Text(inner.hole), node)
    if isinstance(inner, Either) and inner.text is not None:
        return Word(inner.text, node)
    return None


def texts(statement: Statement, node: Node, gaps: list[Hole]) -> tuple[Word, ...]:
    """The texts of an element of a statement."""
    if type(node) is Sequence:
        parts = node.items
        found = [
            Word(text_of(part.value), part)
            for part in parts
            if type(part) is Scalar and type(part.value) is str and part.value
        ]
        if found and len(found) == len(parts):
            return tuple(found)
    elif type(node) is Scalar and type(node.value) is str and node.value:
        return (Word(text_of(node.value), node),)
    statement.in_texts = False
    return words(node, gaps)


def words(node: Node, gaps: list[Hole]) -> tuple[Word, ...]:
    """The texts of a list or of one value. An item that is a hole as a whole may be several texts:
    it is kept as a word and noted as a gap.
    """
    found = []
    for part in node.items if type(node) is Sequence else (node,):
        if type(part) is Scalar and type(part.value) is str:  # as nearly all are
            found.append(Word(text_of(part.value), part))
            continue
        for item, when in items(part):
            one = word(Conditional(item, when) if when else item)
            if one is not None:
                found.append(one)
                if isinstance(item, Unknown):
                    gaps.append(item.hole)
            elif isinstance(item, (Scalar, Mapping)):
                gaps.append(MALFORMED)
    return tuple(found)


def conditions(statement: Statement, node: Node, gaps: list[Hole]) -> Iterator[Condition]:
    if isinstance(unwrapped(node)[0], Sequence) and not isinstance(node, Conditional):
        gaps.append(MALFORMED)
    for block, when in items(node):
        if isinstance(block, Mapping):
            for operator, keys in block.entries:
                yield from operator_conditions(statement, operator, keys, when, gaps)
        else:
            gaps.extend(holes_of(block) or (MALFORMED,))


def operator_conditions(
    statement: Statement, operator: Scalar, keys_node: Node, when: When, gaps: list[Hole]
) -> Iterator[Condition]:
    """The keys under one operator."""
    operator_word = word(operator)
    for keys, keys_when in items(keys_node, when):
        if not isinstance(keys, Mapping):
            gaps.extend(holes_of(keys) or (MALFORMED,))
            continue
        for key, value in keys.entries:
            key_word = word(key)
            if operator_word is not None and key_word is not None:
                _, value_when = unwrapped(value)
                yield Condition(
                    statement, operator_word, key_word, words(value, gaps), keys_when | value_when
                )


def principals(node: Node, gaps: list[Hole]) -> Iterator[Principal]:
    for inner, when in items(node):
        if isinstance(inner, Mapping):
            for key, value in inner.entries:
                for one in words(Conditional(value, when) if when else value, gaps):
                    yield Principal(str(key.value), one)
        else:
            for one in words(Conditional(inner, when) if when else inner, gaps):
                yield Principal("*" if one.literal == "*" else "", one)


def holes_of(node: Node) -> tuple[Hole, ...]:
    """What is not known of a node that should have been a mapping or list."""
    if isinstance(node, Unknown):
        return (node.hole,)
    if isinstance(node, Holed):
        return node.text.holes
    return ()
