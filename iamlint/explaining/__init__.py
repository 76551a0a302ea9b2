"""Denials explained: what a message says, and what in view answers for it."""

from __future__ import annotations

from .answering import Explained, explain
from .counting import Counted, counted
from .denial import Denial
from .events import parse_event
from .messages import parse_denial
from .reading import Read, denials, read

__all__ = [
    "Counted",
    "Denial",
    "Explained",
    "Read",
    "counted",
    "denials",
    "explain",
    "parse_denial",
    "parse_event",
    "read",
]
