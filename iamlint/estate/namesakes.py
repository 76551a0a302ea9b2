"""Things of one name in several files: which of them does a file mean?

A repository holds many stacks: `dev/roles.yaml` and `prod/roles.yaml` both declare a role `app`.
A file means what it creates itself, and in it a module what that module creates; else what stands
nearest to it, in its own folder or below the same parent. Where that leaves several, each of them
may be meant and none is for certain.
"""

from __future__ import annotations

import posixpath

from iamlint.text.hints import TYPE_CHECKING, Generic, Protocol, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from iamlint.model.things import Reading


class Declared(Protocol):
    """What stands in a file, created there or only looked up."""

    @property
    def reading(self) -> Reading | None: ...
    @property
    def created(self) -> bool: ...
    @property
    def address(self) -> str: ...


T = TypeVar("T", bound=Declared)

FEW = 4
"""Namesakes of which any may be meant that are looked into."""


class Namesakes(Generic[T]):
    """Things by a key, each key's things by file and by folder."""

    def __init__(self, named: Iterable[tuple[object, T]]) -> None:
        self._groups: dict[object, Group[T]] = {}
        for key, thing in named:
            group = self._groups.get(key)
            if group is None:
                group = self._groups[key] = Group()
            group.things.append(thing)

    def __contains__(self, key: object) -> bool:
        return key in self._groups

    def all(self, key: object) -> list[T]:
        """Everything of a name, wherever it stands, in file order."""
        group = self._groups.get(key)
        return group.things if group is not None else []

    def meant(
        self,
        key: object,
        reading: Reading | None,
        may_be: Callable[[T], bool] | None = None,
        near: str = "",
    ) -> tuple[list[T], bool]:
        """The things that a name in a file may mean, and whether it does for certain. `may_be`
        leaves out what it cannot mean for another reason; `near`: the address of who names it.
        """
        group = self._groups.get(key)
        if group is None:
            return [], True
        may_be = may_be or _anything
        if len(group.things) == 1 or reading is None:
            found = [thing for thing in group.things if may_be(thing)]
            return found, _of_one_file(found)
        own = [thing for thing in group.of_module(reading, near) if may_be(thing)]
        if any(thing.created for thing in own):
            return own, True
        here = [thing for thing in group.of_file(reading) if may_be(thing)]
        if any(thing.created for thing in here):
            return here, True
        for things in group.around(reading.path):
            nearest = [thing for thing in things if may_be(thing)]
            if nearest:
                return nearest, _of_one_file(nearest)
        return [], True


class Group(Generic[T]):
    """The things of one name."""

    def __init__(self) -> None:
        self.things: list[T] = []
        self._by_file: dict[int, list[T]] | None = None
        self._by_module: dict[tuple[int, str], list[T]] = {}
        self._by_folder: dict[str, list[T]] = {}

    def of_file(self, reading: Reading) -> list[T]:
        return self._files().get(id(reading), [])

    def of_module(self, reading: Reading, address: str) -> list[T]:
        """Those of a file that the same instance of a module declares as this address."""
        module = module_of(address)
        if not module:
            return []
        self._files()
        return self._by_module.get((id(reading), module), [])

    def around(self, path: str) -> Iterator[list[T]]:
        """Those in the folder of a file and below it, then in each folder further up."""
        self._files()
        for folder in folders(path):
            things = self._by_folder.get(folder)
            if things:
                yield things
        yield self.things

    def _files(self) -> dict[int, list[T]]:
        if self._by_file is None:
            self._by_file = {}
            for thing in self.things:
                self._by_file.setdefault(id(thing.reading), []).append(thing)
                module = module_of(thing.address)
                if module:
                    self._by_module.setdefault((id(thing.reading), module), []).append(thing)
                for folder in folders(thing.reading.path if thing.reading is not None else ""):
                    self._by_folder.setdefault(folder, []).append(thing)
        return self._by_file


def module_of(address: str) -> str:
    """The instance of a module that an address of Terraform begins with; empty for all others."""
    if not address.startswith("module."):
        return ""
    from iamlint.carriers.terraform.addresses import module_path

    return module_path(address).address


def folders(path: str) -> Iterator[str]:
    """The folder of a file and those above it."""
    folder = posixpath.dirname(path)
    while folder:
        yield folder
        above = posixpath.dirname(folder)
        if above == folder:
            return
        folder = above


def _anything(_: Declared) -> bool:
    return True


def _of_one_file(things: list[T]) -> bool:
    """They do not stand apart: one file may declare a thing twice, under two conditions."""
    return all(thing.reading is things[0].reading for thing in things)
