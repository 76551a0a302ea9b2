"""Which context keys a call carries that a service makes in its own name.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
"""

from __future__ import annotations

from iamlint.text.hints import TYPE_CHECKING

if TYPE_CHECKING:
    from iamlint.catalog import Catalog
    from iamlint.text.holes import Text


def carried_by_services(catalog: Catalog, *, likely: bool = False) -> dict[str, Text | str | None]:
    """What is the same in every such call; None for a key that is absent. `likely`: with what no
    page of AWS's says outright.
    """
    rows = catalog.table("keys_absent_for_services")
    found: dict[str, Text | str | None] = {
        row["key"]: None for row in rows if "but" not in row and "$" not in row["key"]
    }
    for row in catalog.table("keys_of_services"):
        if likely or row["confidence"] == "certain":
            found[row["key"]] = row["value"]
    return found
