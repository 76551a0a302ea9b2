"""Where a configuration keeps its state, and which state another reads.

https://developer.hashicorp.com/terraform/language/backend
"""

from __future__ import annotations

import os
from functools import cache

from iamlint.carriers.terraform import tables
from iamlint.text.hints import TYPE_CHECKING
from iamlint.text.node import Mapping, Node, Sequence
from iamlint.text.records import NamedTuple

from .results import literal

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from iamlint.carriers.terraform.plan import Instance
    from iamlint.formats.hcl.nodes import Body

    from .folders import Folder

TABLE = "terraform_backends"
LOCAL, REMOTE = "local", "remote"
STATE = "terraform.tfstate"
"""Where a state is kept when nothing says where."""


class Store(NamedTuple):
    """A place of a state: the type of the backend, and the settings that tell one from another."""

    type: str
    settings: tuple[str, ...]

    def __str__(self) -> str:
        return f"{self.type} {'/'.join(self.settings)}"


def kept_in(folder: Folder) -> Store | None:
    """Where the configuration in a folder keeps its state; None where that is given by hand."""
    for settings in folder.settings:
        for block in settings.body.named("backend"):
            return _store(block.labels[0] if block.labels else "", folder.path, _of(block.body))
        for block in settings.body.named("cloud"):
            return _store(REMOTE, folder.path, _of(block.body))
    return Store(LOCAL, (_local(folder.path, STATE),))


def read_by(instance: Instance, folder: str) -> Iterator[Store]:
    """Which states a `terraform_remote_state` in the root of a folder may mean, the likeliest
    first.
    """
    config = instance.values.get("config")
    type_ = literal(instance.values.get("backend")) or ""

    def setting(path: str) -> str | None:
        return literal(_within(config, path))

    found = _store(type_, folder, setting)
    if found is not None:
        yield found
        path = setting("path") if type_ == LOCAL else None
        if path:  # `path.module` is told from where iamlint runs
            yield Store(LOCAL, (_local("", path),))


def _store(type: str, folder: str, setting: Callable[[str], str | None]) -> Store | None:
    keys = _keys().get(type)
    if keys is None:
        return None
    if type == LOCAL:
        return Store(LOCAL, (_local(folder, setting("path") or STATE),))
    found = [setting(key) for key in keys]
    told = [one for one in found if one]
    return Store(type, tuple(told)) if len(told) == len(keys) else None


def _local(folder: str, path: str) -> str:
    return os.path.normpath(os.path.join(folder, path)).replace(os.sep, "/")


@cache
def _keys() -> dict[str, list[str]]:
    return {row["type"]: row["keys"] for row in tables.rows(TABLE)}


def _of(body: Body) -> Callable[[str], str | None]:
    """The settings of a block, literal as they must be."""

    def setting(path: str) -> str | None:
        name, _, rest = path.partition(".")
        if not rest:
            return literal(body.value(name))
        return next((_of(block.body)(rest) for block in body.named(name)), None)

    return setting


def _within(node: Node | None, path: str) -> Node | None:
    for name in path.split("."):
        if isinstance(node, Sequence) and len(node.items) == 1:
            node = node.items[0]
        node = node.get(name) if isinstance(node, Mapping) else None
    return node
