"""Law: no module opens a socket or starts a process."""

from __future__ import annotations

import ast
from pathlib import Path

from .test_imports_go_one_way import ROOT, imported

FORBIDDEN = {
    "socket", "ssl", "subprocess", "multiprocessing", "urllib.request", "http.client", "http.server",
    "ftplib", "smtplib", "telnetlib", "asyncio", "requests", "httpx", "aiohttp", "boto3", "botocore",
}  # fmt: skip
STARTERS = {"system", "popen", "fork", "forkpty", "posix_spawn", "posix_spawnp"}
BUILDERS = {ROOT / "iamlint" / "catalog" / "build.py"}  # for developers, never imported by a run


def modules() -> list[Path]:
    found = [*(ROOT / "iamlint").rglob("*.py"), *(ROOT / "rules").rglob("*.py")]
    return [path for path in found if path not in BUILDERS and "build" not in path.parts]


def test_law_no_module_opens_a_socket_or_starts_a_process() -> None:
    paths = modules()
    assert len(paths) > 40
    for path in paths:
        assert not imported(path) & FORBIDDEN, path
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
                starts = node.attr in STARTERS or node.attr.startswith(("exec", "spawn"))
                assert not (node.value.id == "os" and starts), f"{path}:{node.lineno}"
