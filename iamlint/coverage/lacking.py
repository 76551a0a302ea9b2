"""Why things are not whole, one reason each."""

from __future__ import annotations

from iamlint.text.hints import TYPE_CHECKING

from . import LEFT_OUT, NOT, WHOLE, Lack
from .reasons import reasons

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from . import FileCoverage


def lacks_of_files(files: Iterable[FileCoverage]) -> Iterator[Lack]:
    """Files that nobody can read."""
    for file in files:
        if file.state == NOT:
            yield Lack(file.path, file.line, None, "", "", file.why, NOT)


def lacks_of(file: FileCoverage) -> Iterator[Lack]:
    """What a file holds that is not whole, but for what findings tell."""
    for item in file.items:
        if item.reported or item.state in (WHOLE, LEFT_OUT):
            continue
        line = item.span.outermost.place.line
        for span, value, why in reasons(item, file.carrier):
            yield Lack(file.path, line, span, item.address, value, why, item.state)
