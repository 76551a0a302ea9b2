"""HCL, the language of Terraform's configuration, read into a located tree.

The tree-sitter grammar of HCL is the parser: it gives places in bytes for every sign, goes on
behind an error, and reads a thousand lines in some thirty milliseconds.
https://github.com/tree-sitter-grammars/tree-sitter-hcl
"""

from __future__ import annotations

from iamlint.errors import Unreadable
from iamlint.formats.limits import MAX_CHARACTERS
from iamlint.text.hints import TYPE_CHECKING

if TYPE_CHECKING:
    from iamlint.text.node import Node
    from iamlint.text.source import Source

    from .bodies import File

MISSING = "the parser of HCL is not installed: `pip install tree-sitter tree-sitter-hcl`"


def parse(source: Source) -> File:
    """The body of a file and the places of what is wrong in it. Raises `Unreadable` where nothing
    of it can be read.
    """
    if len(source.text) > MAX_CHARACTERS:
        raise Unreadable(f"longer than {MAX_CHARACTERS:,} characters")
    if "\0" in source.text:
        raise Unreadable("is no text", source.text.index("\0"))
    try:
        from .bodies import read
    except ImportError:
        raise Unreadable(MISSING) from None
    return read(source)


def parse_json(source: Source) -> File:
    """The body of a file in the JSON syntax. Raises `Unreadable`."""
    try:
        from .json_syntax import read
    except ImportError:
        raise Unreadable(MISSING) from None
    return read(source)


def parse_json_values(source: Source) -> File:
    """What a file of values for variables holds in the JSON syntax. Raises `Unreadable`."""
    try:
        from .json_syntax import read_values
    except ImportError:
        raise Unreadable(MISSING) from None
    return read_values(source)


def file_template(source: Source) -> Node:
    """The template that the text of a whole file is. Raises `Unreadable`."""
    from .bodies import read_file_template

    return read_file_template(source)
