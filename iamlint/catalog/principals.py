"""Service principals in the forms in which they are written.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
"""

from __future__ import annotations

from iamlint.text.hints import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Container, Mapping

GENERAL = ".amazonaws.com"


def general_form(name: str, known: Container[str], regions: Mapping[str, str]) -> str | None:
    """The known principal behind a name with a region in it (before or after the service's own
    name) or with the suffix of China's partition.
    """
    lower = name.lower().removesuffix(".cn")
    if lower in known:
        return lower
    if not lower.endswith(GENERAL):
        return None
    parts = lower.removesuffix(GENERAL).split(".")
    without = [part for part in parts if part not in regions]
    general = ".".join(without) + GENERAL
    return general if len(without) == len(parts) - 1 and general in known else None
