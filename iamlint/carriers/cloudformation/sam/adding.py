"""Puts what a row says into what is there: the resource itself, its role, another resource."""

from __future__ import annotations

from iamlint.text.hints import TYPE_CHECKING
from iamlint.text.node import Mapping, Node, Scalar, Sequence

from .nodes import called, dig, logical_of, mapping, nothing, scalar, sequence
from .patterns import each, one

if TYPE_CHECKING:
    from iamlint.carriers.cloudformation.tables import Row
    from iamlint.carriers.cloudformation.template import Declaration

    from .making import Making
    from .patterns import Values

LISTS = ("ManagedPolicyArns", "Policies")


def become(making: Making, declaration: Declaration, row: Row, values: Values) -> None:
    """Turn a resource into what it is in CloudFormation. What it says besides stays in it."""
    made = one(row["properties"], values)
    own = values.own
    assert isinstance(made, Mapping)
    assert isinstance(own, Mapping)
    kept = [(key, value) for key, value in own.entries if str(key.value) not in made]
    if declaration.type != row["becomes"]:
        declaration.was, declaration.type = declaration.type, row["becomes"]
    declaration.properties = mapping(own, [*kept, *filled(made)])
    making.owners.setdefault(declaration.logical, declaration.logical)


def filled(made: Mapping) -> list[tuple[Scalar, Node]]:
    """The entries of a pattern that say something."""
    return [each for each in made.entries if not is_empty(each[1])]


def is_empty(node: Node) -> bool:
    """A mapping of nothing but empty ones: none of its variables is there."""
    return isinstance(node, Mapping) and all(is_empty(value) for _, value in node.entries)


def to_role(
    making: Making, declaration: Declaration, add: dict[str, object], values: Values
) -> None:
    """Add managed and inline policies to the role that SAM makes, where it makes one."""
    role = making.template.resources.get(f"{declaration.logical}Role")
    if role is None or making.owners.get(role.logical) != declaration.logical:
        return
    properties = role.properties
    if not isinstance(properties, Mapping):
        return
    making.template.written.add((values.place.start, values.place.end))
    entries = {str(key.value): (key, value) for key, value in properties.entries}
    for name, pattern in add.items():
        key, there = entries.get(name, (scalar(values.place, name), sequence(values.place, [])))
        more = one(pattern, values)
        assert isinstance(there, Sequence)
        assert isinstance(more, Sequence)
        items = [item for item in more.items if grants(item) and not stands_in(item, there)]
        entries[name] = (key, sequence(there, [*there.items, *items]))
    role.properties = mapping(properties, list(entries.values()))


def grants(item: Node) -> bool:
    """It is no inline policy without a statement."""
    statements = dig(item, "PolicyDocument.Statement")
    return not isinstance(statements, Sequence) or bool(statements.items)


def stands_in(item: Node, there: Sequence) -> bool:
    """The same managed policy is there already."""
    wanted = literal_sub(item)
    return bool(wanted) and any(literal_sub(other) == wanted for other in there.items)


def literal_sub(node: Node) -> str:
    text = dig(node, "Fn::Sub")
    return text.value if isinstance(text, Scalar) and isinstance(text.value, str) else ""


def into(making: Making, declaration: Declaration, row: Row, values: Values) -> None:
    """Put something into another resource of the template."""
    to = making.template.resources.get(logical_of(one(row["into"], values)))
    if to is None:
        making.lack(declaration.logical, values.place, "an event of what is not in the template")
        return
    properties = to.properties
    if not isinstance(properties, Mapping):
        properties = mapping(to.node, [])
    added = one(row["add"], values)
    assert isinstance(added, Sequence)
    if "keys" in row:
        names = (inner.literal("item") or "" for inner in each(values, row["keys"]))
        more: Node = mapping(
            values.place, [(scalar(values.place, n), added.items[0]) for n in names]
        )
    else:
        more = under_condition(declaration, added)
    to.properties = put(properties, row["path"].split("."), more)


def under_condition(declaration: Declaration, added: Sequence) -> Sequence:
    """The items, there only where the resource is that they are added for."""
    if not declaration.condition:
        return added
    items: list[Node] = []
    for item in added.items:
        name = scalar(item, declaration.condition)
        items.append(called(item, "Fn::If", name, item, nothing(item)))
    return sequence(added, items)


def put(at: Mapping, path: list[str], more: Node) -> Mapping:
    """A mapping with more under a path, beside what is there."""
    name, rest = path[0], path[1:]
    there = at.get(name)
    if rest:
        inner: Node = put(there if isinstance(there, Mapping) else mapping(more, []), rest, more)
    elif isinstance(there, Sequence) and isinstance(more, Sequence):
        inner = sequence(there, [*there.items, *more.items])
    elif isinstance(there, Mapping) and isinstance(more, Mapping):
        inner = mapping(there, [*there.entries, *more.entries])
    else:
        inner = more
    entries = [each for each in at.entries if each[0].value != name]
    return mapping(at, [*entries, (at.key(name) or scalar(more, name), inner)])
