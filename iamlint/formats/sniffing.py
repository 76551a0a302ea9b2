"""What a file may be, from its name and its first characters."""

from __future__ import annotations

import os

from iamlint.text.late import late

BY_EXTENSION = {
    ".hcl": "hcl",
    ".json": "json",
    ".py": "python",
    ".tf": "hcl",
    ".tofu": "hcl",
    ".yaml": "yaml",
    ".yml": "yaml",
}

_json = late(r'\s*(?:\{\s*(?:["}]|\Z)|\[\s*(?:["{\[\]]|\Z))')
_SKIPPED_LINES = r"(?:[ \t]*(?:#[^\n]*|%[^\n]*|---[^\n]*)?\r?\n)*"
_yaml = late(_SKIPPED_LINES + r"(?:---\s|- |[\"']?[A-Za-z][\w:]*[\"']?[ \t]*:(?:\s|\Z))")


def sniffed(path: str, head: str) -> str:
    """`json`, `yaml`, `python`, `hcl`, or empty for none of them. `head` is how the text begins."""
    extension = os.path.splitext(path)[1].lower()
    known = BY_EXTENSION.get(extension)
    if known:
        return known
    head = head.removeprefix("\ufeff")
    if _json.match(head):
        return "json"
    if head.startswith("#!") and "python" in head.partition("\n")[0]:
        return "python"
    return "yaml" if _yaml.match(head) else ""
