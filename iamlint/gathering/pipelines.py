"""The files that a pipeline includes, as far as they are of its project.

https://docs.gitlab.com/ci/yaml/#includelocal
"""

from __future__ import annotations

import os

from iamlint.collect.contents import decoded
from iamlint.errors import Unreadable
from iamlint.text.hints import TYPE_CHECKING
from iamlint.text.source import Source

from .programs import data_of, named

if TYPE_CHECKING:
    from iamlint.text.node import Node

    from .gathered import Gathered


class Included:
    """Gives the tree of a file by how the pipeline in a folder calls it: from that folder, which is
    the top of its project. What is looked at is told to hang together.
    """

    def __init__(self, path: str, gathered: Gathered) -> None:
        self._path = path
        self._gathered = gathered

    def __call__(self, name: str) -> Node | None:
        """None for what is not there, or not below the folder."""
        from .reading import YAML, trees

        inner = os.path.normpath(name.lstrip("/")).replace(os.sep, "/")
        if not inner.endswith(YAML) or inner.startswith(".."):
            return None
        path = os.path.normpath(os.path.join(os.path.dirname(self._path), inner))
        path = path.replace(os.sep, "/")
        data = self._gathered.code.get(path) or data_of(path)
        self._gathered.beside.setdefault(self._path, {})[path] = named(data)
        if data is None:
            return None
        content = decoded(data)
        try:
            found = trees(Source(path, content.text), "yaml") if not content.fault else []
        except Unreadable:
            return None
        return found[0] if len(found) == 1 else None
