"""Where an expression stands, and what its names are there."""

from __future__ import annotations

import ast

from iamlint.text.hints import TYPE_CHECKING

from .modules import FUNCTIONS, UNKNOWN, assignments, parameters

if TYPE_CHECKING:
    from .modules import Module


class Scope:
    """Where an expression stands: a module, and the definitions around it."""

    def __init__(self, module: Module, within: tuple[ast.AST, ...] = ()) -> None:
        self.module = module
        self.within = within
        self._blocks: list[dict[str, list[ast.expr]]] | None = None

    @property
    def blocks(self) -> list[dict[str, list[ast.expr]]]:
        """What names are assigned, the innermost function first, the module last. A parameter is
        something that is not known.
        """
        if self._blocks is None:
            found = []
            for node in reversed(self.within):
                if isinstance(node, FUNCTIONS):
                    names = assignments(node.body)
                    for argument in parameters(node):
                        names.setdefault(argument, []).append(UNKNOWN)
                    found.append(names)
            self._blocks = [*found, self.module.assigned]
        return self._blocks

    def value(self, name: str) -> ast.expr | None:
        """The one value of a name; None where there are several, or none."""
        for block in self.blocks:
            if name in block:
                values = block[name]
                return values[0] if len(values) == 1 and values[0] is not UNKNOWN else None
        return None

    def is_bound(self, name: str) -> bool:
        return any(name in block for block in self.blocks)

    @property
    def owner(self) -> ast.ClassDef | None:
        """The class in whose method it stands."""
        for node in reversed(self.within):
            if isinstance(node, ast.ClassDef):
                return node
        return None
