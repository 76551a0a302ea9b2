"""Writes the index of our rules into the wheel, so that an installed iamlint need not read them."""

from __future__ import annotations

import json
import sys
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

EDITABLE = "editable"


class RulesIndex(BuildHookInterface[Any]):
    """Adds `iamlint/rules/index.json`; an editable install reads the rules themselves."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        if version == EDITABLE:
            return
        sys.path.insert(0, self.root)
        from iamlint.packs.index import FORM, INDEX, build

        self.folder = tempfile.TemporaryDirectory()
        made = Path(self.folder.name) / INDEX
        rules = {"form": FORM, "rules": build(str(Path(self.root) / "rules"))}
        made.write_text(json.dumps(rules), encoding="utf-8")
        build_data["force_include"][str(made)] = f"iamlint/rules/{INDEX}"

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        del build_data, artifact_path
        if version != EDITABLE:
            self.folder.cleanup()
