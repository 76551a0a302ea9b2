"""The global condition keys that tell of tags, in lower case, as keys are compared.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
"""

from __future__ import annotations

PRINCIPAL_TAG = "aws:principaltag/"
"""Begins the key of a tag of who calls."""
RESOURCE_TAG = "aws:resourcetag/"
"""Begins the key of a tag that the resource bears."""
REQUEST_TAG = "aws:requesttag/"
"""Begins the key of a tag that the request brings."""
TAG_KEYS = "aws:tagkeys"
"""The names of all tags that the request brings."""


def comes_with_tags(key: str) -> bool:
    """The key, in lower case, tells of the tags that a request brings."""
    return key.startswith(REQUEST_TAG) or key == TAG_KEYS
