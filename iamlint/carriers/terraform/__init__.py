"""Terraform and OpenTofu: what `show -json` prints of a plan or a state.

https://developer.hashicorp.com/terraform/internals/json-format
"""

from __future__ import annotations

from iamlint.text.hints import TYPE_CHECKING
from iamlint.text.node import Mapping, Node

if TYPE_CHECKING:
    from iamlint.carriers.facts import Facts
    from iamlint.model.things import Reading
    from iamlint.rule import Intent
    from iamlint.text.holes import Text

    from .reader import Configurations

PARTS = ("planned_values", "resource_changes", "prior_state", "values", "configuration")


def recognises(root: Node) -> bool:
    """A plan or state by its content; files of other versions are told apart by `read`."""
    if not isinstance(root, Mapping):
        return False
    if "format_version" in root:
        return any(part in root for part in PARTS) or "terraform_version" in root
    return "terraform_version" in root and ("modules" in root or "lineage" in root)


def read(
    path: str, root: Node, facts: Facts | None, beside: Configurations | None = None
) -> Reading:
    """Everything a plan or state declares, with what could not be read of it as gaps. `beside`:
    gives what the configuration beside it says of a value.
    """
    from .raw_state import is_raw, shown
    from .reader import read as read_plan
    from .versions import refusal

    assert isinstance(root, Mapping)
    if is_raw(root):
        root = shown(root)
    return refusal(path, root, facts) or read_plan(path, root, facts, beside)


def write_text(reading: Reading, text: Text) -> str | None:
    """How a text is written in HCL, in the root module; None where it cannot be."""
    from . import dialect

    return dialect.write_text(reading, text)


def snippet(reading: Reading, intent: Intent) -> str:
    """A fix as HCL to paste; a plan is never edited. Empty where there is nothing to paste."""
    from . import snippets

    return snippets.snippet(reading, intent)
