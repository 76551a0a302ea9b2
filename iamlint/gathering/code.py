"""Python code: read where its text may hold policies, and parsed by nobody else."""

from __future__ import annotations

from iamlint.carriers import python
from iamlint.collect import Skipped
from iamlint.errors import Unreadable
from iamlint.rule import Problem
from iamlint.text.hints import TYPE_CHECKING
from iamlint.text.source import Source, Span

from .gathered import Unanalysed

if TYPE_CHECKING:
    from iamlint.collect.contents import Content

    from .gathered import Gathered

NOTHING = "holds no policy"
MADE = "an app of the CDK, of which templates are in view"
OTHER = "policies in code that is not read: {why}"
TEMPLATES = ("{{", "{%")
"""How places begin that a template engine fills in."""


def read_code(path: str, content: Content, gathered: Gathered) -> None:
    """Make a reading of code that may hold policies."""
    text = content.text
    if not python.may_hold(text):
        gathered.skipped.append(Skipped(path, content.skip or NOTHING))
        return
    source = Source(path, text)
    if content.encoding != "utf-8":
        gathered.encodings[path] = content.encoding
    if content.fault:
        why = f"it {content.fault}"
        gathered.unread.append(Unanalysed(path, 1, "", OTHER.format(why=why), partial=False))
        return
    try:
        reading = python.read(
            source,
            gathered.facts(path),
            made=gathered.synthesised(path),
            others=gathered.modules,
        )
    except Unreadable as error:
        not_read(source, error, gathered)
        return
    read = gathered.texts_of_code.read
    others = {other: read[other] for other in gathered.modules.beside(path) if other in read}
    if others:
        gathered.beside.setdefault(path, {}).update(others)
    if reading is None:
        app = gathered.synthesised(path) and "aws_cdk" in text
        gathered.skipped.append(Skipped(path, MADE if app else NOTHING))
        return
    gathered.languages[path] = "python"
    gathered.sources[path] = source
    gathered.readings.append(reading)


def not_read(source: Source, error: Unreadable, gathered: Gathered) -> None:
    """Code with a fault: a problem with its place where policies stand in it, and a note where it
    is of another Python, or what a template engine makes code of.
    """
    from iamlint.formats.python import OtherPython

    path, text = source.path, source.text
    if not python.says_policy(text):
        gathered.skipped.append(Skipped(path, NOTHING))
    elif isinstance(error, OtherPython) or any(mark in text for mark in TEMPLATES):
        line = source.place(error.offset).line
        why = OTHER.format(why=error.message)
        gathered.unread.append(Unanalysed(path, line, "", why, partial=False))
    else:
        span = Span(source, error.offset, min(error.offset + 1, len(text)))
        gathered.problems.append(Problem("broken-syntax", error.message, span))
        gathered.languages[path] = "python"
        gathered.sources[path] = source
