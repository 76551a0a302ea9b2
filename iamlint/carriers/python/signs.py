"""Whether Python code may hold policies, told by its text alone: a file without any of these words
is not parsed.
"""

from __future__ import annotations

import re

_effect = re.compile(r"""['"\\]Effect\\?['"]|\bEffect\s*=""").search
_statement = re.compile(r"""['"\\]Statement\\?['"]|\bStatements?\s*[=(]""").search
WORDS = (
    ".assume_role(",
    "PolicyStatement",
    "PolicyDocument",
    "get_policy_document",
    "ManagedPolicy",
    "managed_policies",
    "managed_policy_arn",
    "aws_iam",
    "RolePolicyAttachment",
    "put_role_policy",
    "attach_role_policy",
    "put_role_permissions_boundary",
    "add_permission",
    "assume_role_policy",
)
"""What is written where policies are made without a dict, or roles are assumed."""


def may_hold(text: str) -> bool:
    """Can there be a policy in this code?"""
    if "Statement" in text and _statement(text):
        return True
    if "Effect" in text and "Action" in text and _effect(text):
        return True
    if "Permission(" in text and ("troposphere" in text or "pulumi_aws" in text):
        return True
    if "grant" in text and "aws_cdk" in text:
        return True
    return any(word in text for word in WORDS)


def says_policy(text: str) -> bool:
    """Is there a policy for certain, or what is meant as one, so that a person should know where
    the code cannot be read?
    """
    return (bool(_effect(text)) and "Action" in text) or "PolicyStatement(" in text
