"""Reads what AWS SAM makes of a template. Nothing of it is imported for other templates."""

from __future__ import annotations

from iamlint.text.hints import TYPE_CHECKING

if TYPE_CHECKING:
    from iamlint.carriers.cloudformation.reader import Context


def expand(context: Context) -> None:
    """Turn the resources of SAM into what is made of them."""
    if context.template.is_sam:
        from . import expanding

        expanding.expand(context)
