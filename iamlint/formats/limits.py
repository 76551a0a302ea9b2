"""How much a file may hold. Beyond these a text is refused in words, never by a crash."""

from __future__ import annotations

MAX_BYTES = 20_000_000
"""Of a file on disk."""

MAX_CHARACTERS = 20_000_000
"""Of a text; none that comes from a file within `MAX_BYTES` is longer."""

MAX_DUMP = 100_000_000
"""Of a dump of an account, in bytes and in characters."""
DUMP_BEGINS = '"UserDetailList"'

MAX_DEPTH = 128
"""Levels of lists and mappings. Whatever walks a tree by recursion stays within Python's limit."""

MAX_ALIASED = 1_000_000
"""Nodes that YAML aliases stand for, all aliases of a text together. Aliased nodes are shared, so
memory does not grow with it, but the work of whoever walks the tree does.
"""


def most(head: str, usual: int) -> int:
    """How large a file may be that begins like this."""
    return MAX_DUMP if DUMP_BEGINS in head[:4096] else usual
