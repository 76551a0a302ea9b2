"""Requests decided: self-contained cases, and questions about what is in view."""

from __future__ import annotations

from .cases import Wrong, read_case, result, run_case, run_lines
from .inview import Told, ask
from .named import accounts_told, check_key, regions_told, the_action
from .places import Place

__all__ = [
    "Place",
    "Told",
    "Wrong",
    "accounts_told",
    "ask",
    "check_key",
    "read_case",
    "regions_told",
    "result",
    "run_case",
    "run_lines",
    "the_action",
]
