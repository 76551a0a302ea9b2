"""What `iamlint scan` does with fixes: propose them, show them, write them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from iamlint.scanning import Scan, Scanner


def propose(scan: Scan) -> None:
    """Give each finding its fixes."""
    del scan


def mend(scanner: Scanner, scan: Scan, *, unsafe: bool, write: bool) -> Scan:
    """Apply fixes until nothing changes."""
    del scanner, unsafe, write
    return scan
