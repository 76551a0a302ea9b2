"""Buckets that name their default key by an alias, and into which other accounts write.

https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-encryption.html
"""

from __future__ import annotations

from iamlint.finding import LIKELY
from iamlint.text.hints import TYPE_CHECKING
from iamlint.text.records import NamedTuple

from .homekeys import allowing
from .invited import Invited, invited
from .joined import AWS_MANAGED, weakest
from .keyrows import FAS, rows
from .needs import granted_in

if TYPE_CHECKING:
    from collections.abc import Iterator

    from iamlint.model.policy import Word
    from iamlint.model.things import Encryption, Resource
    from iamlint.text.holes import Text

    from . import Estate

BUCKET = "s3:bucket"
WRITING = "s3:PutObject"
ALIAS = "alias/"


class Aliased(NamedTuple):
    """A bucket into which somebody of another account may write, where the alias of its default key
    is looked for in that other account.
    """

    bucket: Resource
    encryption: Encryption
    alias: Text
    guest: Invited
    action_word: Word
    confidence: str


def is_by_alias(encryption: Encryption) -> bool:
    """Its key is told by an alias."""
    return encryption.key.prefix.startswith(ALIAS)


def aliased(estate: Estate) -> Iterator[Aliased]:
    """Each bucket and each of those, in file order."""
    writing = [row for row in rows(estate.catalog, FAS) if WRITING in row.actions]
    for bucket in estate.resources:
        if bucket.service_type != BUCKET or not any(map(is_by_alias, bucket.encryption)):
            continue
        for key in estate.keys_of(bucket):
            encryption = key.encryption
            if encryption is None or key.kind == AWS_MANAGED:
                continue
            if not is_by_alias(encryption):
                continue
            for statement in allowing(estate, bucket, key.when):
                granted = {a: w for row in writing for a, w in granted_in(statement, row).items()}
                for guest in invited(statement, bucket) if WRITING in granted else ():
                    sure = weakest(guest.confidence, LIKELY)  # a write may name the key itself
                    word = granted[WRITING]
                    yield Aliased(bucket, encryption, encryption.key, guest, word, sure)
