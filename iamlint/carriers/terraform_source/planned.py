"""Which configuration belongs to a plan: one in the plan's folder or below."""

from __future__ import annotations

import os
from functools import partial

from iamlint.text.hints import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from iamlint.carriers.terraform.plan import Instance
    from iamlint.carriers.terraform.reader import Context
    from iamlint.carriers.terraform.values import Beside, Value
    from iamlint.text.node import Node

    from .beside import Configuration
    from .files import FilesInView
    from .folders import Folder


def beside_plan(
    path: str, texts: Mapping[str, str], other: Callable[[str], str | None]
) -> Callable[[Context], Beside]:
    """What tells of a plan, read when the first question is asked."""
    return partial(_Late, path, texts, other)


class _Late:
    """The configuration of a plan, found when it is asked for something."""

    def __init__(
        self,
        path: str,
        texts: Mapping[str, str],
        other: Callable[[str], str | None],
        context: Context,
    ) -> None:
        self._place = path, texts, other
        self._context = context
        self._found: list[Configuration | None] = []

    def value(self, value: Value) -> Node | None:
        found = self._configuration
        return found.value(value) if found is not None else None

    def assembled(self, instance: Instance) -> Node | None:
        found = self._configuration
        return found.assembled(instance) if found is not None else None

    @property
    def _configuration(self) -> Configuration | None:
        if not self._found:
            self._found.append(None)  # what is asked while it is read has no answer
            self._found[0] = self._read()
        return self._found[0]

    def _read(self) -> Configuration | None:
        from .beside import Configuration, root_for
        from .files import FilesInView

        path, texts, other = self._place
        files = FilesInView(texts, other)
        folder = root_for(self._context.plan, candidates(files, path, texts))
        return Configuration(self._context, folder, files) if folder is not None else None


def candidates(files: FilesInView, path: str, texts: Mapping[str, str]) -> Iterator[Folder]:
    """The folders that may be the root of a plan, the plan's own first, each read when it is asked
    for.
    """
    home = os.path.dirname(path)
    prefix = f"{home}/" if home else ""
    names = {os.path.dirname(name) for name in texts}
    inside = sorted(name for name in names if name == home or f"{name}/".startswith(prefix))
    for name in sorted(inside, key=lambda name: name != home):
        folder = files.folder(name)
        if folder is not None:
            yield folder
