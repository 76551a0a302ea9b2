"""Denials explained: what a message says, and what in view answers for it."""

from __future__ import annotations

from .answering import Explained, explain
from .denials import Denial, denials, parse_denial, parse_event

__all__ = ["Denial", "Explained", "denials", "explain", "parse_denial", "parse_event"]
