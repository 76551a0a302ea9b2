"""Requests decided: self-contained cases, and questions about what is in view."""

from __future__ import annotations

from .cases import Wrong, read_case, result, run_case, run_lines
from .inview import Place, Told, ask

__all__ = ["Place", "Told", "Wrong", "ask", "read_case", "result", "run_case", "run_lines"]
