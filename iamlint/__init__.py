"""iamlint: reads every IAM document in view, and says what will be denied, what is too broad, and
how to mend it.

This module is all that a rule file may import. Names are resolved when they are first used.
"""

from __future__ import annotations

# at once: importing the module of that name later would put it in the function's place
from iamlint.rule import rule as rule
from iamlint.text.hints import TYPE_CHECKING

__version__ = "0.1.0"

if TYPE_CHECKING:
    from iamlint.access.engine import Engine as Engine
    from iamlint.catalog import Catalog as Catalog
    from iamlint.estate import Estate as Estate
    from iamlint.model.policy import Condition as Condition
    from iamlint.model.policy import Policy as Policy
    from iamlint.model.policy import Principal as Principal
    from iamlint.model.policy import Statement as Statement
    from iamlint.model.policy import Word as Word
    from iamlint.model.things import Identity as Identity
    from iamlint.model.things import Resource as Resource
    from iamlint.rule import AddItem as AddItem
    from iamlint.rule import AddStatement as AddStatement
    from iamlint.rule import Hit as Hit
    from iamlint.rule import Ignore as Ignore
    from iamlint.rule import MoveItems as MoveItems
    from iamlint.rule import Problem as Problem
    from iamlint.rule import Remove as Remove
    from iamlint.rule import RenameKey as RenameKey
    from iamlint.rule import Replace as Replace
    from iamlint.rule import SetKey as SetKey
    from iamlint.rule import Several as Several
    from iamlint.text.holes import Hole as Hole
    from iamlint.text.holes import Text as Text
    from iamlint.text.records import NamedTuple as NamedTuple

_HOMES = {
    "AddItem": "rule",
    "AddStatement": "rule",
    "Catalog": "catalog",
    "Condition": "model.policy",
    "Engine": "access.engine",
    "Estate": "estate",
    "Hit": "rule",
    "Hole": "text.holes",
    "Identity": "model.things",
    "Ignore": "rule",
    "MoveItems": "rule",
    "NamedTuple": "text.records",
    "Policy": "model.policy",
    "Principal": "model.policy",
    "Problem": "rule",
    "Remove": "rule",
    "RenameKey": "rule",
    "Replace": "rule",
    "Resource": "model.things",
    "SetKey": "rule",
    "Several": "rule",
    "Statement": "model.policy",
    "Text": "text.holes",
    "Word": "model.policy",
}

__all__ = sorted([*_HOMES, "__version__", "rule"])  # noqa: PLE0605


def __getattr__(name: str) -> object:
    home = _HOMES.get(name)
    if home is None:
        raise AttributeError(f"module 'iamlint' has no attribute {name!r}")
    from iamlint.text.modules import module_named

    value = getattr(module_named(f"iamlint.{home}"), name)
    globals()[name] = value
    return value
