"""Paths as those who show findings beside a repository want them."""

from __future__ import annotations

import os
from functools import lru_cache


def in_repository(path: str) -> str:
    """A path that reports show, relative to the top of the repository that the working directory is
    in; unchanged outside of one.
    """
    prefix = below_top(os.getcwd())
    return os.path.normpath(f"{prefix}/{path}").replace(os.sep, "/") if prefix else path


@lru_cache(maxsize=8)
def below_top(folder: str) -> str:
    """Where a folder is in its repository; empty at its top or outside of one."""
    here = folder
    while not os.path.exists(os.path.join(here, ".git")):
        parent = os.path.dirname(here)
        if parent == here:
            return ""
        here = parent
    found = os.path.relpath(folder, here).replace(os.sep, "/")
    return "" if found == "." else found
