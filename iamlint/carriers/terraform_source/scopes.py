"""Where an expression stands: the instance of a module, and what names mean there."""

from __future__ import annotations

from iamlint.carriers.terraform.addresses import ROOT
from iamlint.text.hints import TYPE_CHECKING
from iamlint.text.node import ALWAYS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from iamlint.carriers.terraform.addresses import ModulePath
    from iamlint.formats.hcl.nodes import Block
    from iamlint.text.node import Node, When

    from .folders import Folder


class Module:
    """One instance of a module. `call` is evaluated in `outer`; both are None for the root.

    `children`: the instances of each call; a text where its code is not in view: why.
    """

    def __init__(
        self,
        folder: Folder,
        path: ModulePath = ROOT,
        call: Block | None = None,
        outer: Scope | None = None,
        when: When = ALWAYS,
    ) -> None:
        self.folder = folder
        self.path = path
        self.call = call
        self.outer = outer
        self.when = when
        self.children: dict[str, list[Module] | str] = {}
        self.made: dict[str, Node] = {}
        """Locals and variables that have been evaluated."""


class Scope:
    """A module and the names that are bound in a place: `each`, `count`, those of `for`."""

    __slots__ = ("module", "names")

    def __init__(self, module: Module, names: Mapping[str, Node] | None = None) -> None:
        self.module = module
        self.names: Mapping[str, Node] = names or {}

    def binding(self, names: Mapping[str, Node]) -> Scope:
        """The scope with more names bound."""
        return Scope(self.module, {**self.names, **names})
