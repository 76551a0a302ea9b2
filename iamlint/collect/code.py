"""Program code: it is not read, but whether it holds policies can be told."""

from __future__ import annotations

import re
from typing import NamedTuple

from iamlint.formats.limits import MAX_BYTES

_effect = re.compile(rb"""(['"])Effect\1\s*:\s*(['"])(?:Allow|Deny)\2""")
_construct = re.compile(rb"\bPolicyStatement\(")
_cdk = re.compile(rb"^\s*(?:import|from)\s+aws_cdk\b", re.MULTILINE)
PARSED = 1_000_000
"""Code of more bytes is not parsed."""


class Written(NamedTuple):
    """Where code writes policies: the first line of a statement as a dict, and of one by the
    constructs of the CDK; 0 where there is none.
    """

    as_dict: int
    by_construct: int


def written(path: str) -> Written:
    """What a Python file writes of policies; docstrings and comments do not count."""
    try:
        with open(path, "rb") as file:
            code = file.read(MAX_BYTES)
    except OSError:
        return Written(0, 0)
    found = _construct.search(code) if _cdk.search(code) else None
    construct = code.count(b"\n", 0, found.start()) + 1 if found else 0
    return Written(first_dict(code), construct)


def first_dict(code: bytes) -> int:
    """The line of the first dict that is a statement; in very long code, of what looks like one."""
    import ast
    import warnings

    found = _effect.search(code)
    if found is None or len(code) > PARSED:
        return code.count(b"\n", 0, found.start()) + 1 if found else 0
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            tree = ast.parse(code)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return 0
    lines = [
        node.lineno
        for node in ast.walk(tree)
        if isinstance(node, ast.Dict)
        and {"Effect", "Action"} <= {k.value for k in node.keys if isinstance(k, ast.Constant)}
    ]
    return min(lines, default=0)
