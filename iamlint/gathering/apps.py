"""Which app of the CDK a file is of: code, or a template that the app made.

https://docs.aws.amazon.com/cdk/v2/guide/cli.html
"""

from __future__ import annotations

import posixpath
from functools import cached_property

from iamlint.text.hints import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

APP, OUT, MADE = "cdk.json", "cdk.out", ".template.json"


class Apps:
    """Told by paths alone: the nearest `cdk.json`, else where `cdk.out` lies."""

    def __init__(self, paths: Iterable[str]) -> None:
        self._paths = list(paths)

    def made(self, path: str) -> bool:
        """Are there templates in view that the app made of which this code is part? Where it cannot
        be told whose templates are, they may be its own.
        """
        if None in self._made:
            return True
        own = self._declared(path)
        return any(
            home == own if own is not None else within(path, home)
            for home in self._made
            if home is not None
        )

    @cached_property
    def _made(self) -> frozenset[str | None]:
        """The folders of the apps that made the templates in view."""
        return frozenset(self._maker(path) for path in self._paths if path.endswith(MADE))

    @cached_property
    def _apps(self) -> frozenset[str]:
        return frozenset(
            posixpath.dirname(path) for path in self._paths if posixpath.basename(path) == APP
        )

    def _maker(self, path: str) -> str | None:
        declared = self._declared(path)
        if declared is not None:
            return declared
        folders = path.split("/")[:-1]
        return "/".join(folders[: folders.index(OUT)]) if OUT in folders else None

    def _declared(self, path: str) -> str | None:
        """The folder of the nearest `cdk.json`."""
        folder = path
        while folder:
            above = posixpath.dirname(folder)
            if above == folder:
                return None
            folder = above
            if folder in self._apps:
                return folder
        return None


def within(path: str, folder: str) -> bool:
    return not folder or path.startswith(f"{folder}/")
