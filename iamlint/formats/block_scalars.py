"""The texts behind `|` and `>`: where their lines begin and end.

https://yaml.org/spec/1.1/#id926836
"""

from __future__ import annotations

import re

_header = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)?").match
_visible = re.compile(r"[^ \r\n]").search
_LAST_LINE = re.compile(r"(?:\r\n|\r|\n)( *)\Z")


def content_start(text: str, start: int) -> int:
    """The offset after the line that the indicator at `start` ends."""
    found = _header(text, start)
    assert found is not None
    return found.end()


def content_indent(text: str, start: int, end: int, value: str) -> int:
    """The indentation that is not content, for the scalar at `start:end` that means `value`."""
    body = content_start(text, start)
    here, there = _visible(text, body, end), _visible(value)
    if here is None or there is None:
        return 0
    return _spaces_at_end(text[body : here.start()]) - _spaces_at_end(value[: there.start()])


def end_of_content(text: str, start: int, end: int, value: str) -> int:
    """The end of the last line of content, without its line break; `end` may be any number of
    blank lines further on.
    """
    end = min(end, len(text))
    body = content_start(text, start)
    if _visible(value) is None:
        return len(text[start:body].rstrip("\r\n")) + start
    indent = content_indent(text, start, end, value)
    while True:
        found = _LAST_LINE.search(text, max(body, end - indent - 2), end)
        if found is None or len(found[1]) > indent:
            return end
        end = found.start()


def _spaces_at_end(text: str) -> int:
    return len(text) - len(text.rstrip(" "))
