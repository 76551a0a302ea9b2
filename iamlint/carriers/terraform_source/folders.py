"""The configuration as it stands in folders: each folder of `.tf` files is a module's code.

https://developer.hashicorp.com/terraform/language/modules/syntax
"""

from __future__ import annotations

import os

from iamlint.text.hints import TYPE_CHECKING, Protocol

from .overriding import merged

if TYPE_CHECKING:
    from iamlint.formats.hcl.nodes import Attribute, Block, Body
    from iamlint.text.node import Node
    from iamlint.text.source import Source


class Files(Protocol):
    """What the carrier may see of the files in view."""

    def folder(self, path: str) -> Folder | None:
        """The module's code in a folder; None where there is none in view."""

    def source(self, path: str) -> Source | None:
        """The text of a file that the configuration reads."""

    def matching(self, folder: str, pattern: str) -> list[str]:
        """The files in a folder that a pattern stands for, as from the folder."""


class Folder:
    """The code of a module. `faults`: what could not be read of it, each with its place and why;
    `values`: of files that set variables, those that Terraform reads last at the end;
    `named_values`: of such that it reads where it is told to.
    """

    def __init__(
        self,
        path: str,
        bodies: list[Body],
        overrides: list[Body],
        values: list[Body],
        faults: list[tuple[Node, str]],
    ) -> None:
        self.path = path
        self.bodies = bodies
        self.texts = tuple(body.source.text for body in (*bodies, *overrides))
        self.faults = faults
        self.values = values
        self.named_values: list[Body] = []
        self.variables: dict[str, Block] = {}
        self.locals: dict[str, Attribute] = {}
        self.outputs: dict[str, Block] = {}
        self.calls: dict[str, Block] = {}
        self.resources: dict[str, Block] = {}
        self.providers: list[Block] = []
        self.settings: list[Block] = []
        self.imported: set[str] = set()
        blocks, loose = merged(bodies, overrides)
        for block in blocks:
            self._take(block)
        self.faults += ((block, "it overrides what is not there") for block in loose)

    def _take(self, block: Block) -> None:
        labels = block.labels
        if block.type == "locals":
            self.locals.update(block.body.attributes)
        elif block.type == "provider" and labels:
            self.providers.append(block)
        elif block.type == "terraform":
            self.settings.append(block)
        elif block.type == "import":
            to = block.body.attributes.get("to")
            if to is not None:
                self.imported.add(to.value.span.text)
        elif block.type in _TABLES and len(labels) == 1:
            table: dict[str, Block] = getattr(self, _TABLES[block.type])
            table.setdefault(labels[0], block)
        elif block.type in ("resource", "data", "ephemeral") and len(labels) == 2:
            prefix = "" if block.type == "resource" else f"{block.type}."
            self.resources.setdefault(f"{prefix}{labels[0]}.{labels[1]}", block)

    @property
    def main(self) -> Body:
        """The file that stands for the folder: `main.tf`, or else the first."""
        for body in self.bodies:
            if os.path.basename(body.source.path).startswith("main."):
                return body
        return self.bodies[0]


_TABLES = {"variable": "variables", "output": "outputs", "module": "calls"}


def called(folder: str, source: str) -> str:
    """The folder that a module's `source` names; empty for one that is not a path."""
    if not source.startswith(("./", "../")) and source not in (".", ".."):
        return ""
    return os.path.normpath(os.path.join(folder, source)).replace(os.sep, "/")
