"""Denials that tell next to nothing: a failed call, or no more than that access was denied."""

from __future__ import annotations

import re

from iamlint.text.hints import TYPE_CHECKING, Final

from .denial import EXPLICIT, Denial
from .grammar import ACTION, compiled

if TYPE_CHECKING:
    from collections.abc import Iterator

    Range = tuple[int, int]

DENIED: Final = re.compile(
    r"access.?denied|unauthori[sz]ed|not.?authori[sz]ed|authori[sz]ation.?error|forbidden|^403$",
    re.IGNORECASE,
)
"""Codes of refused calls."""

_CALL: Final = compiled(
    r"\(([A-Za-z0-9.]+)\)(?: occurred)? when calling the (\w+) operation"
    r"|(?:operation error [\w ]{1,60}?: (\w+),[^:]{0,400}?(?::[^:]{0,200}?){0,4})?"
    r"\bapi error ([A-Za-z.]+):"
)
_API: Final = compiled(rf"\bAPI: {ACTION} ?(?:Access ?Denied|Forbidden)")
_CODE: Final = compiled(
    r"\b(AccessDenied(?:Exception|Fault)?|UnauthorizedOperation|AuthorizationError(?:Exception)?)\b"
)
_WORDS: Final = compiled(
    r"\bAccess Denied(?! for user)\b|\bAccess to the resource \S+ is denied\b"
    r"|\bnot authorized to (?:perform this operation|access this resource)\b"
    r"|\bor you are not allowed to access\b|\bexplicit deny\b|\bStatus ?Code: 403\b"
)
_EXPLICITLY: Final = compiled(r"\bwith an explicit deny\b")


def denied_calls(text: str, taken: list[Range]) -> Iterator[tuple[int, int, Denial]]:
    """Failed calls of which no message says more; `taken`: where such messages stand."""
    for hit in _CALL.finditer(text):
        code = hit[1] or hit[4]
        told = any(start <= hit.start() < end for start, end in taken)
        if not told and DENIED.search(code):
            yield hit.start(), hit.end(), Denial(code=code, operation=hit[2] or hit[3])


def bare(text: str) -> Denial | None:
    """That access was denied, and what little a text says of it; None when it does not say so."""
    api = _API.search(text)
    if api is not None:
        return Denial(action=api[1])
    code, words = _CODE.search(text), _WORDS.search(text)
    if code is None and words is None:
        return None
    found = Denial(code=code and code[1])
    return found._replace(outcome=EXPLICIT) if _EXPLICITLY.search(text) else found
