"""Is a part of a document there at all, where that hangs on conditions of its template?"""

from __future__ import annotations

from iamlint.text.hints import TYPE_CHECKING
from iamlint.text.node import ALWAYS

from .truth import FAILS, HOLDS, MAYBE, Answer, Doubt

if TYPE_CHECKING:
    from iamlint.text.node import When


def there(when: When, assuming: When = ALWAYS) -> Answer:
    """`assuming` holds the conditions taken for granted, each with its truth value."""
    if not when or when <= assuming:
        return HOLDS
    if any((name, not wanted) in assuming or (name, not wanted) in when for name, wanted in when):
        return FAILS
    return Answer(
        MAYBE,
        tuple(
            Doubt(f"condition {name}", f"it stands under the condition `{name}`")
            for name, _ in sorted(when - assuming)
        ),
    )
