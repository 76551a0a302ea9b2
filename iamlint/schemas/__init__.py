"""The published schemas: of configurations and of what is printed."""

from __future__ import annotations

import os
from typing import Any

NAMES = ("config", "findings", "account-index", "report", "simulate-request", "simulate-result")


def schema(name: str) -> dict[str, Any]:
    """The JSON Schema of one of `NAMES`."""
    import json

    path = os.path.join(os.path.dirname(os.path.abspath(__file__)), f"{name}.schema.json")
    with open(path, encoding="utf-8") as file:
        found: dict[str, Any] = json.load(file)
    return found
