"""Program code: it is not read, but whether it holds policies can be told."""

from __future__ import annotations

import re

from iamlint.formats.limits import MAX_BYTES

_document = re.compile(rb"""(['"])Statement\1\s*[:\]]""")
_effect = re.compile(rb"""(['"])Effect\1\s*:\s*(['"])(?:Allow|Deny)\2""")
_construct = re.compile(rb"\biam\.PolicyStatement\(")


def names_policies(path: str) -> int:
    """The line on which a Python file begins to write a policy: as a dict with statements, or by
    the CDK's constructs. 0 when it does not.
    """
    try:
        with open(path, "rb") as file:
            code = file.read(MAX_BYTES)
    except OSError:
        return 0
    found = _construct.search(code)
    if found is None and _effect.search(code):
        found = _document.search(code)
    return code.count(b"\n", 0, found.start()) + 1 if found else 0
