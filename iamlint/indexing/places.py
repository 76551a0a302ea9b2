"""Where the index is kept: with the person, never in what is judged.

A cache that stood in the repository could be written by whoever may change the repository, and a
pull request could bring one in which its findings are missing. So it stands in the person's own
folder for caches, and no configuration says otherwise; the command line and the environment may,
which a repository does not write.
"""

from __future__ import annotations

import os
import sys

VARIABLE = "IAMLINT_CACHE_DIR"
NAME = "iamlint"
WRITABLE_BY_ALL = 0o002


def folder_for(given: str = "") -> str:
    """The folder that was given, else that of the environment, else the person's own; empty where
    there is none.
    """
    named = given or os.environ.get(VARIABLE, "")
    if named:
        return os.path.abspath(os.path.expanduser(named))
    base = own_caches()
    return os.path.join(base, NAME) if os.path.isabs(base) else ""


def own_caches() -> str:
    """The folder in which a person's programs keep caches."""
    if sys.platform == "win32":
        return os.environ.get("LOCALAPPDATA", "")
    if sys.platform == "darwin":
        return os.path.expanduser("~/Library/Caches")
    # https://specifications.freedesktop.org/basedir-spec/latest/
    return os.environ.get("XDG_CACHE_HOME", "") or os.path.expanduser("~/.cache")


def is_own(folder: str) -> bool:
    """Does the folder belong to the person who runs this, so that nobody else writes into it?"""
    try:
        status = os.stat(folder)
    except OSError:
        return False
    if not hasattr(os, "geteuid"):
        return True
    return status.st_uid == os.geteuid() and not status.st_mode & WRITABLE_BY_ALL
