"""Buckets of which the policy denies uploads that ask for the bucket's own encryption.

https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html
"""

from __future__ import annotations

from iamlint.access.operators import use_of
from iamlint.text.globs import match
from iamlint.text.hints import TYPE_CHECKING, Final
from iamlint.text.records import NamedTuple

from . import names

if TYPE_CHECKING:
    from collections.abc import Iterator

    from iamlint.model.policy import Condition, Policy, Word
    from iamlint.model.things import Resource

    from . import Estate
    from .joined import KeyUse

BUCKET: Final = "s3:bucket"
PUT: Final = "s3:PutObject"
BY_KEY: Final = "s3:x-amz-server-side-encryption-aws-kms-key-id"
BY_SORT: Final = "s3:x-amz-server-side-encryption"
COMPARING: Final = ("String", "Arn")
"""Beginnings of the operators that compare what the header says."""


class DeniesOwn(NamedTuple):
    """`condition`: of a Deny that holds for uploads which ask for what `bucket` does itself, as
    `value` says; `use`: the bucket's key.
    """

    condition: Condition
    value: Word
    bucket: Resource
    use: KeyUse


def denies_own(estate: Estate) -> Iterator[DeniesOwn]:
    """In file order."""
    asking = {id(policy): tests for policy in estate.policies if (tests := list(tests_in(policy)))}
    for bucket in estate.resources if asking else ():
        if bucket.service_type != BUCKET:
            continue
        for attached in estate.policies_on(bucket).attached:
            for condition in asking.get(id(attached.policy), ()) if attached.sure else ():
                found = own(estate, bucket, condition)
                if found is not None:
                    yield found


def tests_in(policy: Policy) -> Iterator[Condition]:
    """The only conditions of Deny statements about everybody's uploads, that hold for what the
    header says.
    """
    for statement in policy.statements:
        conditions = statement.conditions
        if not statement.denies or statement.gaps or len(conditions) != 1:
            continue
        if (conditions[0].key.literal or "").lower() not in (BY_KEY, BY_SORT):
            continue
        use = use_of(conditions[0].operator.literal or "")
        if use is None or use.base is None or use.base.negated or use.over:
            continue
        anyone = any((one.value.literal or "") == "*" for one in statement.principals or ())
        puts = any(match(word.literal or "", PUT, fold=True) for word in statement.actions or ())
        if anyone and puts and use.base.name.startswith(COMPARING):
            yield conditions[0]


def own(estate: Estate, bucket: Resource, condition: Condition) -> DeniesOwn | None:
    """One of the values is what the bucket does, whatever the conditions of the file."""
    uses = estate.keys_of(bucket)
    if len(uses) != 1 or uses[0].kind != "customer":
        return None
    (use,) = uses
    for value in condition.values:
        if (condition.key.literal or "").lower() == BY_SORT:
            same = value.literal in by_key(estate)
        elif use.key is not None:
            key = estate.key_named(value.text, bucket.reading)
            same = key is use.key or names.same(value.text, use.key.arn) is True
        else:
            same = names.same(value.text, use.text) is True
        if same:
            return DeniesOwn(condition, value, bucket, use)
    return None


def by_key(estate: Estate) -> frozenset[str]:
    """What uploads say that are to be encrypted with a key of KMS."""
    rows = estate.catalog.table("encryption_headers")
    return frozenset(value for row in rows for value in row.get("by_key", ()))
