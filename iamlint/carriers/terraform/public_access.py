"""Buckets that are kept from strangers whatever their policies say.

https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html
"""

from __future__ import annotations

from iamlint.text.hints import TYPE_CHECKING

from .parts import is_true
from .values import top

if TYPE_CHECKING:
    from .reader import Context

TYPE = "aws_s3_bucket_public_access_block"


def read(context: Context) -> None:
    """Note on each bucket in view what keeps strangers out of it."""
    for instance in context.plan.instances.values():
        if instance.type == TYPE and not instance.when:
            value = top(instance).attribute("restrict_public_buckets")
            name = context.values.text(top(instance).attribute("bucket"))
            if name is not None and value.node is not None and is_true(value.node):
                resource = context.declared.resource("s3:bucket", name, instance)
                if resource is not None:
                    resource.shut_by = value.node
