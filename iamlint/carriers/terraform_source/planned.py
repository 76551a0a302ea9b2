"""Which configuration belongs to a plan: one in the plan's folder or below."""

from __future__ import annotations

import os

from iamlint.text.hints import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from iamlint.carriers.terraform.reader import Context
    from iamlint.carriers.terraform.values import Value
    from iamlint.text.node import Node

    from .files import FilesInView
    from .folders import Folder


def beside_plan(
    path: str, texts: Mapping[str, str], other: Callable[[str], str | None]
) -> Callable[[Context], Callable[[Value], Node | None]]:
    """What tells of values of a plan, read when the first is asked for."""

    def told(context: Context) -> Callable[[Value], Node | None]:
        made: list[Callable[[Value], Node | None]] = []

        def value_of(value: Value) -> Node | None:
            if not made:
                made.append(_reader(path, texts, other, context))
            return made[0](value)

        return value_of

    return told


def _reader(
    path: str, texts: Mapping[str, str], other: Callable[[str], str | None], context: Context
) -> Callable[[Value], Node | None]:
    from .beside import Beside, root_for
    from .files import FilesInView

    files = FilesInView(texts, other)
    folder = root_for(context.plan, candidates(files, path, texts))
    if folder is None:
        return lambda _: None
    return Beside(context, folder, files).value


def candidates(files: FilesInView, path: str, texts: Mapping[str, str]) -> list[Folder]:
    """The folders that may be the root of a plan, the plan's own first."""
    home = os.path.dirname(path)
    prefix = f"{home}/" if home else ""
    names = {os.path.dirname(name) for name in texts}
    inside = sorted(name for name in names if name == home or f"{name}/".startswith(prefix))
    found = [files.folder(name) for name in sorted(inside, key=lambda name: name != home)]
    return [folder for folder in found if folder is not None]
