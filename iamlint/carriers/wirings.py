"""The tables of wirings, whatever the carrier: which row says which integrations, whether the
values stand where a row asks for them, and which wires lie between the ends that are named.
"""

from __future__ import annotations

import re
from functools import cache

from iamlint.catalog import catalog
from iamlint.model.things import Wire
from iamlint.text.hints import TYPE_CHECKING, Any
from iamlint.text.holed import meets
from iamlint.text.holes import Text
from iamlint.text.node import ALWAYS, Node, Unknown
from iamlint.text.records import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from iamlint.text.node import When

    Row = dict[str, Any]

_variable = re.compile(r"\$\{(\w+)\}")
SELF = "@"
ACCOUNT = "${Account}"
"""Stands for the account of what declares it."""
AS_WRITTEN = "="
"""Before what is taken as it stands, where else a path leads to it."""
AS_ARN = "arn:"
"""Before the service and the type of an ARN, of which a path tells the name."""
ELSE = "|"
"""Before what the name is where nothing stands at the path."""
SOURCE, TARGET, BOTH = "source", "target", "both"


class End(NamedTuple):
    """One end of a wire: the text that names it, where it does, and under which conditions."""

    text: Text
    node: Node
    address: str
    when: When = ALWAYS


class Declaration(NamedTuple):
    """What declares wires: its type, where it is, and when it is there."""

    type: str
    account: Text
    region: Text
    when: When


def arn_of(form: str, partition: Text, region: Text, account: Text, name: Text) -> Text:
    """The ARN of a thing of a name, in an account and region: of `arn:eks:cluster/Path`."""
    _, service, own = form.split(":", 2)
    place = region + Text(":") + account
    return Text("arn:") + partition + f":{service}:" + place + f":{own.partition('/')[0]}/" + name


@cache
def wirings(table: str) -> dict[str, list[tuple[Row, tuple[str, ...]]]]:
    """Rows by resource type. Rows that differ in nothing but the integration are one, with all of
    their integrations.
    """
    alike: dict[str, tuple[Row, list[str]]] = {}
    for row in catalog().table(table):
        key = repr(sorted((name, value) for name, value in row.items() if name != "id"))
        alike.setdefault(key, (row, []))[1].append(row["id"])
    found: dict[str, list[tuple[Row, tuple[str, ...]]]] = {}
    for row, ids in alike.values():
        found.setdefault(row["type"], []).append((row, tuple(ids)))
    return found


def own_end(row: Row) -> str:
    """Which end is the very resource that says the wire."""
    if row["source"] == SELF:
        return BOTH if row["target"] == SELF else SOURCE
    return TARGET if row["target"] == SELF else ""


def other_end(row: Row) -> str:
    """Which end is told of: not what declares the wire, nor what only lends its role."""
    lends = row["source"] != SELF and row.get("runs") == TARGET
    return SOURCE if row["target"] == SELF or lends else TARGET


def wires_between(
    row: Row,
    integrations: tuple[str, ...],
    by: Declaration,
    sources: Iterable[End],
    targets: Iterable[End],
    *,
    role: Text | None,
    sure: bool,
    below: Text | None = None,
    route: Text | None = None,
    caller: Text | None = None,
) -> Iterator[Wire]:
    """One wire for each pair of ends that a declaration names, at the end that is not itself.
    `below`, `route`, `caller`: as those of `Wire`.
    """
    ends = list(targets)
    for source in sources:
        for target in ends:
            named = source if other_end(row) == SOURCE else target
            yield Wire(
                integrations,
                source.text,
                target.text,
                named.node,
                named.address,
                by.type,
                by.account,
                by.region,
                when=by.when | source.when | target.when,
                own=own_end(row),
                role_ref=role,
                runs=row.get("runs", ""),
                below=below,
                route=route,
                caller=caller,
                sure=sure and not isinstance(named.node, Unknown),
            )


def is_one_of(text: Text, values: list[Any]) -> bool | None:
    """The text is one of the values, in which stars stand for anything; with none, it is some text
    at all. None where that is not known.
    """
    if not values:
        return bool(text.pieces)
    found = [meets(value, text) for value in values if isinstance(value, str)]
    return True if True in found else None if None in found else False


def between(text: Text, before: str, after: str, *further: str) -> Text:
    """What stands between two marks of a text; all of it on a side where the mark is not. Further
    marks, two by two, are looked for in what was found.
    """
    pieces = list(text.pieces)
    for index, piece in enumerate(pieces) if before else ():
        if isinstance(piece, str) and before in piece:
            pieces = [piece.partition(before)[2], *pieces[index + 1 :]]
            break
    for index, piece in enumerate(pieces) if after else ():
        if isinstance(piece, str) and after in piece:
            pieces = [*pieces[:index], piece.partition(after)[0]]
            break
    return between(Text(*pieces), *further) if further else Text(*pieces)


def caller_in(row: Row, text: Text) -> Text | None:
    """The id of an identity, in a text that names it; None where the text hides it."""
    before, after = row["caller"]["between"]
    if not any(isinstance(piece, str) and before in piece for piece in text.pieces):
        return None
    return between(text, before, after)


def named_in(row: Row, text: Text, partition: Text) -> Text:
    """What a text that holds more than a name names: an ARN, where the row tells the parts of one
    and all of them are there, else the name.
    """
    name = between(text, *row["between"])
    if "arn" not in row:
        return name
    parts = {key: between(text, *marks) for key, marks in row["parts"].items()}
    if any(part == text or not part.pieces for part in parts.values()):
        return name
    return filled(row["arn"], {**parts, "name": name, "Partition": partition})


def filled(pattern: str, values: dict[str, Text]) -> Text:
    """A pattern with its variables filled in."""
    found = Text()
    for number, piece in enumerate(_variable.split(pattern)):
        found = found + (values[piece] if number % 2 else piece)
    return found
