"""Files of Terraform that cannot be read: the raw state, formats of other versions."""

from __future__ import annotations

from iamlint.carriers.facts import Home
from iamlint.model.things import Gap, Reading
from iamlint.text.hints import TYPE_CHECKING
from iamlint.text.node import Scalar, Sequence

from .parts import mapping

if TYPE_CHECKING:
    from iamlint.carriers.facts import Facts
    from iamlint.text.node import Mapping

KNOWN = ("0", "1")
"""Major versions of the format; minor ones only add."""

SHOW = "`terraform show -json` prints one that can be read"


def refusal(path: str, root: Mapping, facts: Facts | None) -> Reading | None:
    """A reading that only says why the file is not read; None for one that is."""
    why = _why(root)
    if not why:
        return None
    home = Home(facts)
    reading = Reading(
        path, "terraform", root, home.account, home.region, home.partition, generated=True
    )
    reading.gaps.append(Gap(root, path, why))
    return reading


def _why(root: Mapping) -> str:
    version = _version(root)
    if "format_version" in root and not version:
        return f"the plan does not say which format it has; {SHOW}"
    if not version:
        return f"this is a state file of a Terraform before 0.12, or a damaged one; {SHOW}"
    if version.partition(".")[0] not in KNOWN:
        return f"format {version} of Terraform's JSON is not known; {SHOW}"
    if isinstance(root.get("resource_changes"), Sequence):
        return ""
    if any(mapping(root, part).entries for part in ("planned_values", "values")):
        return ""
    return f"the plan has no planned values: it failed, or was cut; {SHOW}"


def _version(root: Mapping) -> str:
    node = root.get("format_version")
    if isinstance(node, Scalar) and node.value is not None:
        return str(node.value)
    return ""
