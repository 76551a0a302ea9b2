"""ACLs of buckets that let strangers in, and whether the bucket heeds them.

https://docs.aws.amazon.com/AmazonS3/latest/userguide/acl-overview.html
https://docs.aws.amazon.com/AmazonS3/latest/userguide/about-object-ownership.html
"""

from __future__ import annotations

from functools import lru_cache

from iamlint.catalog.tables import load
from iamlint.model.things import OpenAcl
from iamlint.text.hints import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from iamlint.text.node import Node

ENFORCED = "BucketOwnerEnforced"
"""The ownership of objects under which ACLs are refused."""


class Heeding:
    """What is known of a bucket and its ACLs.

    `owners`: its object ownership; None where nothing sets it or that is not known.
    `refuses`: a public access block that refuses or ignores public ACLs; None where there is none
        or it is not known.
    """

    __slots__ = ("owners", "refuses")

    def __init__(self, owners: str | None = None, *, refuses: bool | None = None) -> None:
        self.owners = owners
        self.refuses = refuses

    @property
    def answer(self) -> bool | None:
        """Are public ACLs heeded? None where nothing says so, and new buckets do not."""
        if self.owners == ENFORCED or self.refuses:
            return False
        return True if self.owners is not None and self.refuses is False else None


def refusing(*parts: bool | None) -> bool | None:
    """What a public access block does, of its two switches about ACLs."""
    return True if True in parts else None if None in parts else False


def of_canned(word: str, node: Node, counts: bool | None) -> Iterator[OpenAcl]:
    """What a canned ACL grants to strangers; nothing where the bucket does not heed it."""
    row = _canned().get(word) if counts is not False else None
    if row is not None:
        for group in dict.fromkeys(group for group, _ in row):
            permissions = tuple(permission for one, permission in row if one == group)
            yield OpenAcl(node, group, permissions, bool(counts))


def of_group(
    uri: str, permissions: tuple[str, ...], node: Node, counts: bool | None
) -> Iterator[OpenAcl]:
    """The same of a grant to a group that is named by its URI."""
    group = _groups().get(uri) if counts is not False else None
    if group is not None:
        yield OpenAcl(node, group, permissions, bool(counts))


@lru_cache
def _canned() -> dict[str, list[list[str]]]:
    rows = load("public_acls")["rows"]
    return {row[key]: row["grants"] for row in rows for key in ("name", "cloudformation")}


@lru_cache
def _groups() -> dict[str, str]:
    return {row["uri"]: row["term"] for row in load("acl_terms")["rows"] if "uri" in row}
