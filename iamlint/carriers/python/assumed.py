"""Roles that code assumes: each call of `assume_role`, with what its request carries.

Who runs the code is not known; what the role wants of its callers is.
https://boto3.amazonaws.com/v1/documentation/api/latest/reference/services/sts/client/assume_role.html
"""

from __future__ import annotations

import ast

from iamlint.carriers.cloudformation.values import as_text
from iamlint.catalog import catalog
from iamlint.model.things import TokenUse
from iamlint.text.hints import TYPE_CHECKING
from iamlint.text.holes import Hole, Text
from iamlint.text.node import Mapping, Scalar, Sequence

from .calls import is_test
from .evaluating import View, choice, decided, is_function
from .scopes import last_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from iamlint.carriers.cloudformation.reader import Context
    from iamlint.text.node import Node

    from .evaluating import Evaluator
    from .scopes import Found

CALLED, OPERATION = "assume_role", "assumerole"
ROLE, SECONDS = "RoleArn", "DurationSeconds"
MOST = 16
"""Ways to make one call that are told apart."""


def uses(context: Context, evaluator: Evaluator, calls: Iterable[Found]) -> Iterator[TokenUse]:
    """The roles that a file's calls ask for, in each way in which a call is made; none of tests,
    which ask for roles of their own.
    """
    for found in calls:
        node = found.node
        if not isinstance(node, ast.Call) or last_name(node.func) != CALLED:
            continue
        if not isinstance(node.func, ast.Attribute) or is_test(found):
            continue
        if any(keyword.arg == ROLE for keyword in node.keywords):
            yield from _uses(context, evaluator, node, found)


def _uses(
    context: Context, evaluator: Evaluator, node: ast.Call, found: Found
) -> Iterator[TokenUse]:
    told = set()
    for view in views(evaluator, node, found):
        hidden: list[ast.expr] = []
        for given in decisions(evaluator.keywords(node, view, hidden)):
            role = _text(context, given.get(ROLE))
            if role is None:
                continue
            sends = tuple(_sends(context, given, whole=not hidden))
            if (role, sends) in told:
                continue
            told.add((role, sends))
            place, reading = evaluator.place(node), context.reading
            yield TokenUse(
                role,
                (),
                (),
                place,
                f"{CALLED} at line {node.lineno}",
                reading.account,
                reading.region,
                sends=sends,
                lasting=_lasting(given.get(SECONDS)),
            )


# the ways in which a call is made


def views(evaluator: Evaluator, node: ast.Call, found: Found) -> Iterator[View]:
    """Where the call is looked at from: for each call of the function that it stands in, and each
    name that dicts of the file are asked for.
    """
    outer: list[View] = [View(found.scope)]
    function = found.scope.node
    if isinstance(function, ast.FunctionDef):
        given = evaluator.following.given_in_calls(function, found.scope)
        if 1 < len(given) <= MOST:
            outer = [View(found.scope, one) for one in given]
    for view in outer:
        names = _looked_up(evaluator, node, view)
        if len(names) != 1:
            yield view
            continue
        ((name, keys),) = names.items()
        for key in keys[:MOST]:
            yield View(found.scope, {**view.bound, name: key})


def _looked_up(evaluator: Evaluator, node: ast.Call, view: View) -> dict[str, list[Scalar]]:
    """Names of which the value is not known, each with the keys that every dict has which is asked
    for it.
    """
    found: dict[str, list[Scalar]] = {}
    for one in (part for keyword in node.keywords for part in ast.walk(keyword.value)):
        if not isinstance(one, ast.Subscript) or not isinstance(one.slice, ast.Name):
            continue
        if isinstance(evaluator.value(one.slice, view), (Scalar, Mapping)):
            continue
        base = evaluator.value(one.value, view)
        if not isinstance(base, Mapping) or is_function(base):
            continue
        keys = [key for key, _ in base.entries if isinstance(key.value, str)]
        name, known = one.slice.id, {key.value for key in keys}
        before = found.get(name, keys)
        found[name] = [key for key in before if key.value in known]
    return found


def decisions(given: Mapping, deep: int = 0) -> Iterator[Mapping]:
    """The arguments once it is known which way each choice goes, one for each way."""
    test = next((t for _, value in given.entries for t in _tests(value)), None)
    if test is None or 1 << deep > MOST * MOST:
        yield given
        return
    for taken in (0, 1):
        entries = [(key, _decided(value, test, taken)) for key, value in given.entries]
        yield from decisions(Mapping(given.source, given.start, given.end, entries), deep + 1)


def _tests(value: Node) -> Iterator[str]:
    """The conditions of the choices in a value, the outermost first."""
    chosen = choice(value)
    if chosen is not None:
        yield chosen[0]
    elif isinstance(value, Mapping):
        for _, inner in value.entries:
            yield from _tests(inner)
    else:
        for inner in value.items if isinstance(value, Sequence) else ():
            yield from _tests(inner)


def _decided(value: Node, test: str, taken: int) -> Node:
    value = decided(value, test, taken)
    if isinstance(value, Mapping) and choice(value) is None:
        entries = [(key, _decided(inner, test, taken)) for key, inner in value.entries]
        return Mapping(value.source, value.start, value.end, entries)
    if type(value) is Sequence:
        items = [_decided(inner, test, taken) for inner in value.items]
        return Sequence(value.source, value.start, value.end, items)
    return value


# what the request carries


def _sends(context: Context, given: Mapping, *, whole: bool) -> Iterator[tuple[str, Text | None]]:
    """Condition keys for arguments; `whole`: no others may be handed on that are not seen."""
    for row in catalog().table("sdk_context"):
        if row["operation"] != OPERATION:
            continue
        value = given.get(row["argument"])
        if "pairs" not in row:
            if value is not None or whole:
                yield row["key"], _sent(context, value)
            continue
        begin = row["key"].rstrip("*")
        pairs = _pairs(context, value, *row["pairs"]) if value is not None else []
        if pairs is not None:
            yield from ((begin + name, text) for name, text in pairs)
            if value is not None or whole:
                yield row["key"], None  # no others


def _sent(context: Context, value: Node | None) -> Text | None:
    if value is None:
        return None
    hole = Hole(f"{context.reading.path}#{value.span.text}", why="it is known at run time")
    return _text(context, value) or Text(hole)


def _pairs(context: Context, value: Node, name: str, of: str) -> list[tuple[str, Text]] | None:
    """Names and values of a list; None where one is not known."""
    found: list[tuple[str, Text]] = []
    for item in value.items if type(value) is Sequence else [value]:
        key = item.get(name) if isinstance(item, Mapping) else None
        sent = item.get(of) if isinstance(item, Mapping) else None
        told = _text(context, key)
        if told is None or told.literal is None or sent is None:
            return None
        text = _sent(context, sent)
        assert text is not None
        found.append((told.literal, text))
    return found


def _text(context: Context, node: Node | None) -> Text | None:
    return as_text(context.resolver.resolve(node)) if node is not None else None


def _lasting(node: Node | None) -> tuple[int, Node] | None:
    """The seconds that the session is to last, where they are known."""
    if isinstance(node, Scalar) and type(node.value) is int:
        return node.value, node
    return None
