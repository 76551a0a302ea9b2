"""AWS managed policies, bundled: documents in blocks, unpacked when one of them is asked for.

https://docs.aws.amazon.com/aws-managed-policy/latest/reference/about-managed-policy-reference.html
"""

from __future__ import annotations

import json
from os import path

from iamlint.text.hints import TYPE_CHECKING
from iamlint.text.records import NamedTuple

from . import tables
from .packed import Packed

if TYPE_CHECKING:
    from typing import Any

MANAGED = path.join(tables.DATA, "managed_policies.bin")


class ManagedPolicy(NamedTuple):
    """What is known of one besides its document; `date` is the day of that version."""

    name: str
    arn: str
    version: str
    date: str


class ManagedPolicies:
    """Found by name or by ARN; in another partition than `aws` by the same path and name, since
    AWS keeps the names equal (the document is that of `aws`).
    """

    def __init__(self, packed_path: str = MANAGED) -> None:
        self._packed = Packed(packed_path)
        header = self._packed.header
        self.source: str = header["source"]
        self.date: str = header["date"]
        self._rows: dict[str, list[Any]] = header["policies"]
        self._by_path = {row[0] + name: name for name, row in self._rows.items()}
        self._blocks: dict[int, list[str]] = {}

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(self._rows)

    @property
    def arns(self) -> frozenset[str]:
        return frozenset(f"arn:aws:iam::aws:policy{path}" for path in self._by_path)

    def name_of(self, arn_or_name: str) -> str | None:
        """The name when it is bundled. An ARN must have the right path."""
        if not arn_or_name.startswith("arn:"):
            return arn_or_name if arn_or_name in self._rows else None
        parts = arn_or_name.split(":", 5)
        if len(parts) != 6 or parts[2:5] != ["iam", "", "aws"]:
            return None
        kind, slash, rest = parts[5].partition("/")
        return self._by_path.get(slash + rest) if kind == "policy" else None

    def about(self, arn_or_name: str) -> ManagedPolicy | None:
        name = self.name_of(arn_or_name)
        if name is None:
            return None
        where, _, _, version, date = self._rows[name]
        return ManagedPolicy(name, f"arn:aws:iam::aws:policy{where}{name}", version, date)

    def document(self, arn_or_name: str) -> dict[str, Any] | None:
        """A fresh copy; None when it is not bundled."""
        name = self.name_of(arn_or_name)
        if name is None:
            return None
        _, block, index, _, _ = self._rows[name]
        if block not in self._blocks:
            self._blocks[block] = self._packed.block(*self._packed.header["blocks"][block])
        document: dict[str, Any] = json.loads(self._blocks[block][index])
        return document
