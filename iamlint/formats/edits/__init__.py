"""Editing a text by its tree: what is written looks like the rest of the file, everything else
stays as it was to the byte, and what comes out is read again before anybody gets to see it.
"""

from __future__ import annotations

from .changes import Change, Raw, Uneditable, applied
from .draft import Draft
from .editor import Editor
from .spots import Spot

__all__ = ["Change", "Draft", "Editor", "Raw", "Spot", "Uneditable", "applied"]
