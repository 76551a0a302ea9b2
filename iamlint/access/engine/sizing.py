"""How large a policy is, and how large AWS lets it be."""

from __future__ import annotations

from functools import cached_property

from iamlint.text.hints import TYPE_CHECKING, Any
from iamlint.text.holes import ACCOUNT, ARN, NAME, PARTITION, REGION, SUFFIX, Hole
from iamlint.text.node import (
    Conditional,
    Either,
    Holed,
    HoledKey,
    Mapping,
    Scalar,
    Sequence,
    TerseMapping,
    TerseSequence,
)
from iamlint.text.records import NamedTuple

from .acting import Acting
from .showing import LOOPING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from iamlint.model.policy import Policy, Statement
    from iamlint.model.things import Reading
    from iamlint.rule import Placed
    from iamlint.text.holes import Text
    from iamlint.text.node import Node

    Row = dict[str, Any]

ROWS = {"endpoint": "vpce"}
"""Kinds of policies that have another name in the table of quotas."""
LEAST = {
    ACCOUNT: 12,
    REGION: len("us-east-1"),
    PARTITION: len("aws"),
    NAME: 1,
    SUFFIX: 6,
    ARN: len("arn:aws:s"),
}
"""The fewest characters that a value of a kind has."""


SETS = "permission-set"


class Oversize(NamedTuple):
    """A policy beyond a quota.

    `size`: in the quota's unit, at least. `limit`: what AWS allows at first, of the most generous
    of the quotas that may be meant; `most`: what it allows at most. `tightest`: what the strictest
    of them allows. `spaced`: it fits once the white space is gone. `for_sets`: only the policy of
    a permission set may be so large.
    """

    size: int
    limit: int
    most: int
    tightest: int
    unit: str
    spaced: bool
    for_sets: bool = False


class Overfull(NamedTuple):
    """More parts of a policy, or of a statement, than the service takes.

    `place`: the first that is too many; `number` of `unit`s there are at least; `limit`: how many
    may be. `sure`: whether each is counted once is documented.
    """

    place: Placed
    number: int
    unit: str
    limit: int
    sure: bool


class Sizing(Acting):
    """Policies against the quotas on their size."""

    def overfull(self, policy: Policy) -> tuple[Overfull, ...]:
        """Where a policy on a resource has more statements, principals or actions than its service
        takes."""
        rows = self._counted.get(f"resource:{policy.resource_type}")
        if not rows or policy.form == "statement":
            return ()
        there = [one for one in policy.statements if one.when <= policy.when]
        found = []
        for row in rows:
            for counted in parts_counted(there, row["what"]):
                if len(counted) > row["limit"]:
                    place, sure = counted[row["limit"]], row["what"] != "principals"
                    found.append(Overfull(place, len(counted), row["unit"], row["limit"], sure))
        return tuple(found)

    @cached_property
    def _counted(self) -> dict[str, list[Row]]:
        found: dict[str, list[Row]] = {}
        for row in self.catalog.table("quotas"):
            if row["what"] in ("statements", "principals", "actions-per-statement"):
                found.setdefault(row["kind"], []).append(row)
        return found

    def oversize(self, policy: Policy, file: Reading | None = None) -> Oversize | None:
        """How a policy is beyond the quota, or beyond the strictest of those that may be meant;
        None where it is not, or nothing is known of one. `file`: what it was read with."""
        if not policy.has_shape:
            return None
        rows = self._quotas_of(policy, file)
        if not rows:
            return None
        tightest = min(row["limit"] for row in rows)
        length, path = policy.node.end - policy.node.start, policy.node.source.path
        if length * (1 if path.endswith(".json") else 4) <= tightest and not path.endswith(LOOPING):
            return None  # no notation makes more than four characters of one, and JSON none
        row = max(rows, key=_most)
        in_bytes = row["unit"] == "bytes"
        size = size_of_text(policy, in_bytes=in_bytes)
        if size is None:
            size = size_of(policy.node, in_bytes=in_bytes)
        spaced = False
        if size <= tightest and row["white_space"] and length > tightest and is_text(policy):
            size, spaced = measured(policy.span.text, in_bytes=in_bytes), True
        if size <= tightest:
            return None
        usual = max((_most(one) for one in rows if one["kind"] != SETS), default=0)
        for_sets = row["kind"] == SETS and usual < size
        return Oversize(size, row["limit"], row["most"], tightest, row["unit"], spaced, for_sets)

    def _quotas_of(self, policy: Policy, file: Reading | None) -> list[Row]:
        """The quotas of which one holds for the policy."""
        kind = policy.kind
        if kind == "resource":
            return self._quotas_of_resource(policy)
        if kind != "identity":
            return self._sizes.get(ROWS.get(kind, kind), [])
        if policy.form == "managed":
            kinds: tuple[str, ...] = ("managed",)
        elif policy.form == "inline":
            # that of one holder, the strictest where there are several
            held = self._holders(policy, file) & self._sizes.keys()
            kinds = (min(held, key=self._first_limit),) if held else ("role",)
        else:
            kinds = ("managed", "role", SETS)
        return [row for one in kinds for row in self._sizes.get(one, ())]

    def _holders(self, policy: Policy, file: Reading | None) -> set[str]:
        """The kinds of identities that an inline policy is for: by whom it is attached to, or what
        its declaration can attach it to."""
        own = str(getattr(policy.owner, "kind", ""))
        if own or file is None:
            return {own}
        found: set[str] = set()
        for one in file.attachments:
            if one.policy is policy:
                found.update([kind for kind, _ in one.targets] or self._attaching(one.type))
        return found

    def _attaching(self, type_: str) -> Iterator[str]:
        """The kinds of identities that declarations of a type attach an inline policy to, where
        they are of one kind."""
        for table in ("cloudformation_policies", "terraform_policies"):
            for row in self.catalog.table(table):
                if row["type"] == type_ and row.get("form") == "inline" and len(row["attach"]) == 1:
                    yield from (kind for kind, _ in row["attach"])

    def _first_limit(self, kind: str) -> int:
        return int(self._sizes[kind][0]["limit"])

    def _quotas_of_resource(self, policy: Policy) -> list[Row]:
        """By the type of the resource, or else by the service of all actions."""
        if policy.resource_type:
            return self._sizes.get(f"resource:{policy.resource_type}", [])
        services = {
            self.service_of(word)
            for statement in policy.statements
            for word in (*(statement.actions or ()), *(statement.not_actions or ()))
        }
        if len(services) != 1:
            return []
        begin = f"resource:{services.pop()}:"
        return [row for kind, rows in self._sizes.items() if kind.startswith(begin) for row in rows]

    @cached_property
    def _sizes(self) -> dict[str, list[Row]]:
        """Quotas on size by kind. That on the sum of inline policies holds for each of them."""
        found: dict[str, list[Row]] = {}
        for row in self.catalog.table("quotas"):
            if row["what"] in ("size", "inline-sum"):
                found.setdefault(row["kind"], []).append(row)
        return found


_ELSE = ("\\", '"Ref"', '"Fn::')
"""What is in texts of which the size is another than it seems; in strings also what is filled in
later."""


def _most(row: Row) -> int:
    return int(row["most"])


def is_text(policy: Policy) -> bool:
    """The document reaches AWS as it is written here: it is a text of its own, in a file or in a
    string, not part of a template."""
    inside = policy.span.outermost != policy.span
    return (is_alone(policy) or inside) and policy.span.text.startswith("{")


def is_alone(policy: Policy) -> bool:
    """It is a file of its own."""
    return not policy.address and policy.owner is None


def size_of_text(policy: Policy, *, in_bytes: bool) -> int | None:
    """As `size_of`, at once, for a plain JSON text in which nothing is escaped or filled in later;
    else None.
    """
    source = policy.node.source
    text = policy.span.text
    if (
        not source.path.endswith(".json")
        or not is_text(policy)
        or any(map(text.__contains__, _ELSE))
        or ("${" in text and not is_alone(policy))
    ):
        return None
    parts = text.split('"')
    between = "".join("".join(parts[::2]).split())  # in one go: there are as many as texts
    texts = "".join(parts[1::2])
    return len(parts) - 1 + sum(measured(one, in_bytes=in_bytes) for one in (between, texts))


def size_of(node: Node, *, in_bytes: bool) -> int:
    """The size of a document as JSON without white space; at least, where parts are not known or
    may not be there."""
    if isinstance(node, HoledKey):
        return 2 + least(node.text, in_bytes=in_bytes)
    if isinstance(node, Scalar):
        return _of_scalar(node, in_bytes=in_bytes)
    if isinstance(node, TerseMapping):
        sizes = [
            _of_text(name, in_bytes=in_bytes) + 1 + _of_value(value, in_bytes=in_bytes)
            for name, value in zip(node.names, node.values, strict=True)
        ]
        return sum(sizes) + max(len(sizes) - 1, 0) + 2
    if isinstance(node, TerseSequence):
        sizes = [_of_value(value, in_bytes=in_bytes) for value in node.values]
        return sum(sizes) + max(len(sizes) - 1, 0) + 2
    if isinstance(node, Mapping):
        sizes = [
            size_of(key, in_bytes=in_bytes) + 1 + size_of(value, in_bytes=in_bytes)
            for key, value in node.entries
            if not isinstance(value, Conditional)
        ]
        return sum(sizes) + max(len(sizes) - 1, 0) + 2
    if isinstance(node, Sequence) and not isinstance(node, Either):
        sizes = [
            size_of(item, in_bytes=in_bytes)
            for item in node.items
            if not isinstance(item, Conditional)
        ]
        return sum(sizes) + max(len(sizes) - 1, 0) + 2
    if isinstance(node, Holed):
        return 2 + least(node.text, in_bytes=in_bytes)
    return 0


def least(text: Text, *, in_bytes: bool) -> int:
    """The size of a text, or where it has holes the least that it may be."""
    return sum(
        _least_of_hole(piece, in_bytes=in_bytes)
        if isinstance(piece, Hole)
        else measured(piece, in_bytes=in_bytes)
        for piece in text.pieces
    )


def _least_of_hole(hole: Hole, *, in_bytes: bool) -> int:
    if hole.choices:
        return min(least(choice, in_bytes=in_bytes) for choice in hole.choices)
    return LEAST.get(hole.within, 0)


def parts_counted(statements: list[Statement], what: str) -> Iterator[list[Placed]]:
    """What a quota counts, each as a list in order: one list, or one of each statement."""
    if what == "statements":
        yield list(statements)
    elif what == "principals":
        named = [one for each in statements for one in each.principals or () if not one.value.when]
        yield list({(one.type, one.value.text): one for one in named}.values())
    else:
        for statement in statements:
            words = (*(statement.actions or ()), *(statement.not_actions or ()))
            yield [word for word in words if not word.when]


def _of_value(value: str | Node, *, in_bytes: bool) -> int:
    if isinstance(value, str):
        return _of_text(value, in_bytes=in_bytes)
    return size_of(value, in_bytes=in_bytes)


def _of_text(value: str, *, in_bytes: bool) -> int:
    if '"' not in value and "\\" not in value and value.isprintable():
        return measured(value, in_bytes=in_bytes) + 2
    from json import dumps

    return measured(dumps(value, ensure_ascii=False), in_bytes=in_bytes)


def _of_scalar(node: Scalar, *, in_bytes: bool) -> int:
    value = node.value
    if isinstance(value, str):
        return _of_text(value, in_bytes=in_bytes)
    if value is None or value is True:
        return 4
    return 5 if value is False else len(str(value))


def measured(text: str, *, in_bytes: bool) -> int:
    if not in_bytes or text.isascii():
        return len(text)
    return len(text.encode("utf-8", "surrogatepass"))
