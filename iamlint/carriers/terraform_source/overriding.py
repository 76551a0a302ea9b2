"""Files of overrides: what they declare is merged into what the other files of the folder declare.

An argument replaces the one of its name, nested blocks replace all blocks of their type.
https://developer.hashicorp.com/terraform/language/files/override
"""

from __future__ import annotations

import re

from iamlint.formats.hcl.nodes import Block, Body
from iamlint.text.hints import TYPE_CHECKING

from .results import literal

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

is_override = re.compile(r"(?:^|/|_)override\.(?:tf|tofu)(?:\.json)?$").search
"""Does a file of that name hold overrides?"""

LOCALS = "locals"


def merged(bodies: Iterable[Body], overrides: Iterable[Body]) -> tuple[list[Block], list[Block]]:
    """The blocks of a folder with what overrides them, in order; and overrides of what is not
    there. Locals are merged name by name.
    """
    blocks = [block for body in bodies for block in body.blocks]
    places = {_header(block): index for index, block in enumerate(blocks)}
    loose: list[Block] = []
    for override in (block for body in overrides for block in body.blocks):
        index = places.get(_header(override))
        if override.type == LOCALS:
            blocks.append(override)
        elif index is not None:
            blocks[index] = _merged(blocks[index], override)
        else:
            loose.append(override)
    return blocks, loose


def _header(block: Block) -> tuple[str, ...]:
    """What makes two blocks declare the same; of a provider the alias too."""
    alias = literal(block.body.value("alias")) if block.type == "provider" else None
    return (block.type, *block.labels, alias or "")


def _merged(base: Block, override: Block) -> Block:
    """A block that stands where the base does, and reads as both say."""

    def read() -> Body:
        body = Body(base.body.source, base.body.start, base.body.end)
        body.attributes = base.body.attributes | override.body.attributes
        replaced = {_kind(block) for block in override.body.blocks}
        body.blocks = [*_others(base.body.blocks, replaced), *override.body.blocks]
        return body

    broken = base.broken or override.broken
    return Block(base.source, base.start, base.end, base.type, base.labels, read, broken=broken)


def _others(blocks: Iterable[Block], replaced: set[str]) -> Iterator[Block]:
    return (block for block in blocks if _kind(block) not in replaced)


def _kind(block: Block) -> str:
    """The type of nested blocks, of those too that are generated."""
    return block.labels[0] if block.type == "dynamic" and block.labels else block.type
