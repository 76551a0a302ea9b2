"""Cases in Markdown: a heading, a sentence why, one or more files, and a block ```output with what
a concise report says of them.

Options of the files' blocks are those of the scan: `select=`, `ignore=`, `persona=`.
"""

from __future__ import annotations

import re

from iamlint.text.hints import TYPE_CHECKING
from iamlint.text.records import NamedTuple

from . import scan_texts
from .blocks import Block, blocks_in

if TYPE_CHECKING:
    from collections.abc import Mapping

HEADING = re.compile(r"^#+[ \t]+(.+?)[ \t]*$", re.MULTILINE)
OUTPUT = "output"
NAMES = ("select", "ignore")


class Case(NamedTuple):
    """One case: `output` is the block with what is expected."""

    title: str
    files: Mapping[str, str | bytes]
    options: Mapping[str, str]
    output: Block


def cases_in(text: str) -> list[Case]:
    """The cases of a Markdown text, in order."""
    found: list[Case] = []
    files: dict[str, str | bytes] = {}
    options: dict[str, str] = {}
    for block in blocks_in(text):
        if block.language == OUTPUT:
            headings = HEADING.findall(text[: block.start])
            found.append(Case(headings[-1] if headings else "", files, options, block))
            files, options = {}, {}
        else:
            files[block.path] = block.content
            options.update(block.options)
    return found


def output_of(case: Case) -> str:
    """What a concise report says of a case, without its summary.

    Raises UserError as a scan does.
    """
    from iamlint.reports import Report, render

    asked: dict[str, object] = {
        name: tuple(case.options[name].split(",")) for name in NAMES if name in case.options
    }
    if "persona" in case.options:
        asked["persona"] = case.options["persona"]
    scan = scan_texts(case.files, **asked)
    assert not scan.crashes, scan.crashes[0].trace
    lines = render("concise", Report(scan.findings, scan.summary, scan.rules)).splitlines()
    return "".join(f"{line}\n" for line in lines[:-1])


def rewritten(text: str) -> str:
    """The Markdown text with the outputs that its cases have now."""
    for case in reversed(cases_in(text)):
        text = text[: case.output.start] + output_of(case) + text[case.output.end :]
    return text
