"""What an index says of the files beside it."""

from __future__ import annotations

import posixpath

from iamlint.carriers.facts import Home, partition_of
from iamlint.catalog import catalog
from iamlint.model.things import Gap, Reading
from iamlint.text.hints import TYPE_CHECKING
from iamlint.text.holes import Text, text_of
from iamlint.text.node import Mapping, Scalar, Sequence
from iamlint.text.records import NamedTuple

from . import MARK, rows_of

if TYPE_CHECKING:
    from iamlint.carriers.facts import Facts
    from iamlint.model.policy import Policy
    from iamlint.text.node import Node

VERSION = 1
SCP, RCP, BOUNDARY = "scp", "rcp", "boundary"
POLICIES, TARGETS, PARENTS, CHILDREN, ORGANIZATION = (
    "policies",
    "targets",
    "parents",
    "children",
    "organization",
)
NEEDS = {
    POLICIES: "target",
    TARGETS: "policy",
    PARENTS: "child",
    CHILDREN: "parent",
    ORGANIZATION: "",
    SCP: "",
    RCP: "",
    BOUNDARY: "resource",
}
"""Kinds of documents that are no policy of a resource, and what a row must say of them."""


class Row(NamedTuple):
    """A row of an index: a file, what is in it, and what that is about.

    `path`: of the file, as reports show it. `of`: the ARN of a resource or boundary, or what an
    answer of Organizations was asked about. `targets`: what a control policy is attached to.
    `key`: what the resource is encrypted with; empty where that is not said.
    """

    node: Mapping
    path: str
    kind: str
    service_type: str
    of: str
    targets: tuple[str, ...]
    key: str
    account: Text
    region: Text


class Index(Reading):
    """An index, and what the files that it names tell of an organization.

    `rows`: what it says of files. `units`: the accounts and units in each unit, `management` the
    management account, `organization` the organization's id and `members` its accounts, `bare` the
    targets without FullAWSAccess, as far as exports tell.
    `named`: control policies by their id. `taken`: the files that it names are read.
    """

    __slots__ = (
        "bare",
        "management",
        "members",
        "named",
        "organization",
        "rows",
        "taken",
        "units",
    )

    def __init__(self, path: str, root: Node, facts: Facts | None) -> None:
        home = Home(facts)
        assert isinstance(root, Mapping)
        account, region = text_at(root, "account"), text_at(root, "region")
        super().__init__(
            path,
            "exports",
            root,
            text_of(account) if account else home.account,
            text_of(region) if region else home.region,
            text_of(partition_of(region)) if region else home.partition,
        )
        self.rows: list[Row] = []
        self.units: dict[str, tuple[str, ...]] = {}
        self.management = ""
        self.organization = ""
        self.members: set[str] = set()
        self.bare: set[str] = set()
        self.named: dict[str, Policy] = {}
        self.taken = False
        self._read(root)

    def _read(self, root: Mapping) -> None:
        version, rows = root.get(MARK), rows_of(root)
        if not isinstance(version, Scalar) or version.value != VERSION:
            self.gap(version or root, MARK, f"only version {VERSION} of the form is read")
            return
        if rows is None:
            self.gap(root.get("documents") or root, "documents", "it lists no documents")
            return
        for number, node in enumerate(rows.items):
            address = f"documents[{number}]"
            row = self._row(node)
            if isinstance(row, str):
                self.gap(node, address, row)
            else:
                self.rows.append(row)

    def _row(self, node: Node) -> Row | str:
        """A row, or what is wrong with it."""
        if not isinstance(node, Mapping):
            return "a row is an object with `file` and `kind`"
        file, kind = text_at(node, "file"), text_at(node, "kind")
        types = service_types()
        if not file or not kind:
            return "a row needs `file` and `kind`"
        if kind not in types and kind not in NEEDS:
            return f"`{kind}` is no kind: {', '.join((*NEEDS, *types))}"
        needed = NEEDS.get(kind, "resource")
        of = text_at(node, needed) if needed else text_at(node, "policy")
        if needed and not of:
            return f"a row of the kind `{kind}` needs `{needed}`"
        path = beside(self.path, file)
        if path is None:
            return f"`{file}` is not beside the index or below its folder"
        account, region = text_at(node, "account"), text_at(node, "region")
        arn = of.split(":") if of.startswith("arn:") and of.count(":") > 4 else [""] * 6
        return Row(
            node,
            path,
            kind,
            types.get(kind, ""),
            of,
            tuple(texts_at(node, "target", "targets")),
            text_at(node, "key"),
            placed(account or arn[4], self.account),
            placed(region or arn[3], self.region),
        )

    def gap(self, node: Node, address: str, why: str) -> None:
        self.gaps.append(Gap(node, address, why))

    def put(self, unit: str, inner: str) -> None:
        """An account or unit lies in a unit."""
        if inner.isdigit():
            self.members.add(inner)
        if inner not in self.units.get(unit, ()):
            self.units[unit] = (*self.units.get(unit, ()), inner)


def placed(told: str, otherwise: Text) -> Text:
    return text_of(told) if told else otherwise


def service_types() -> dict[str, str]:
    """The types of resources by the kinds of rows."""
    return {row["kind"]: row["service_type"] for row in catalog().table("exported_documents")}


def beside(index: str, file: str) -> str | None:
    """The path of a file that an index names; None for one outside its folder, which an index has
    no business with.
    """
    inner = posixpath.normpath(file.replace("\\", "/"))
    if posixpath.isabs(inner) or inner == ".." or inner.startswith("../") or ":" in inner:
        return None
    return posixpath.normpath(posixpath.join(posixpath.dirname(index), inner))


def text_at(node: Mapping, key: str) -> str:
    """The text under a key; empty where there is none."""
    return written(node.get(key))


def written(value: Node | None) -> str:
    """A text; a number as it is written, since accounts look like numbers."""
    if not isinstance(value, Scalar) or isinstance(value.value, bool) or value.value is None:
        return ""
    if isinstance(value.value, str):
        return value.value
    return value.source.text[value.start : value.end]


def texts_at(node: Mapping, *keys: str) -> list[str]:
    """The texts under keys: one, or a list."""
    values = [node.get(key) for key in keys]
    items = [
        item
        for value in values
        for item in (value.items if isinstance(value, Sequence) else [value])
    ]
    return [text for text in map(written, items) if text]
