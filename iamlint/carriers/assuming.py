"""What tells a trust policy from others where nothing is seen to use it: its actions."""

from __future__ import annotations

from iamlint.text.hints import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

SERVICE = "sts:"
ASSUME = f"{SERVICE}assumerole"
"""How the actions by which a role is assumed begin, in lower case."""


def only_of_sts(actions: Iterable[str]) -> bool:
    """Whoever may do no more can only assume roles, and say for whom: as in a trust policy."""
    return all(action.lower().startswith(SERVICE) for action in actions)


def some_assumes(actions: Iterable[str]) -> bool:
    """Some action is one by which a role is assumed."""
    return any(action.lower().startswith(ASSUME) for action in actions)
