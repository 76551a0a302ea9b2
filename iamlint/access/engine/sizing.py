"""How large a policy is, and how large AWS lets it be."""

from __future__ import annotations

from functools import cached_property

from iamlint.text.hints import TYPE_CHECKING, Any
from iamlint.text.node import Conditional, Either, Holed, Mapping, Scalar, Sequence
from iamlint.text.records import NamedTuple

from .acting import Acting

if TYPE_CHECKING:
    from collections.abc import Iterator

    from iamlint.model.policy import Policy
    from iamlint.model.things import Reading
    from iamlint.text.node import Node

    Row = dict[str, Any]

ROWS = {"endpoint": "vpce"}
"""Kinds of policies that have another name in the table of quotas."""


class Oversize(NamedTuple):
    """A policy beyond a quota.

    `size`: in the quota's unit, at least. `limit`: what AWS allows at first, of the most generous
    of the quotas that may be meant; `most`: what it allows at most. `tightest`: what the strictest
    of them allows. `spaced`: it fits once the white space is gone.
    """

    size: int
    limit: int
    most: int
    tightest: int
    unit: str
    spaced: bool


class Sizing(Acting):
    """Policies against the quotas on their size."""

    def oversize(self, policy: Policy, file: Reading | None = None) -> Oversize | None:
        """How a policy is beyond the quota, or beyond the strictest of those that may be meant;
        None where it is not, or nothing is known of one. `file`: what it was read with."""
        if not policy.has_shape:
            return None
        rows = self._quotas_of(policy, file)
        if not rows:
            return None
        tightest = min(row["limit"] for row in rows)
        length = policy.node.end - policy.node.start
        if length * (1 if policy.node.source.path.endswith(".json") else 4) <= tightest:
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
        return Oversize(size, row["limit"], row["most"], tightest, row["unit"], spaced)

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
            kinds = ("managed", "role", "permission-set")
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
    if isinstance(node, Scalar):
        return _of_scalar(node, in_bytes=in_bytes)
    if isinstance(node, Mapping):
        sizes = [
            _of_scalar(key, in_bytes=in_bytes) + 1 + size_of(value, in_bytes=in_bytes)
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
        return 2 + sum(
            measured(piece, in_bytes=in_bytes)
            for piece in node.text.pieces
            if isinstance(piece, str)
        )
    return 0


def _of_scalar(node: Scalar, *, in_bytes: bool) -> int:
    value = node.value
    if isinstance(value, str):
        if '"' not in value and "\\" not in value and value.isprintable():
            return measured(value, in_bytes=in_bytes) + 2
        from json import dumps

        return measured(dumps(value, ensure_ascii=False), in_bytes=in_bytes)
    if value is None or value is True:
        return 4
    return 5 if value is False else len(str(value))


def measured(text: str, *, in_bytes: bool) -> int:
    if not in_bytes or text.isascii():
        return len(text)
    return len(text.encode("utf-8", "surrogatepass"))
