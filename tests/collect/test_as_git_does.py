"""What is ignored is what git ignores: held against git itself."""

from __future__ import annotations

import os
import random
import shutil
import subprocess
from pathlib import Path

import pytest

from iamlint.collect import collect
from iamlint.config import Configuration

pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="there is no git")

FOLDERS = ("a", "b", "a/b", "a/c", "a/b/c", "build", "a/build", "tmp x", "[d]", "a/b/build")
NAMES = (
    "a.json",
    "b.json",
    "keep.json",
    "x y.json",
    "#c.json",
    "!d.json",
    "bb",
    "[e].json",
    "é.json",
)
PATTERNS = (
    "*.json", "!keep.json", "build", "build/", "/build", "/a/b", "a/b", "a/b/", "a/*", "!a/b", "a/**",
    "**/b", "**/b/*.json", "a/**/build", "/*", "!/a", "!/a/", "!*/", "\\#c.json", "#c.json", "\\!d.json",
    "!d.json", "x y.json", "x\\ y.json", "?.json", "[ab].json", "[!a].json", "[a-b]*", "*.json ",
    "b.json\\ ", "é.json", "**", "a/**/", "/b/*.json", "*/c", "c/", "!c/", "tmp*", "tmp x/", "[[]d]",
    "\\[d\\]", "[e].json", "", "   ", "/", "a//b", "!", "**/", "/**", "[z-a].json", "[", "\\", "a[", "b*/a.json", "*b*", "!**/keep.json",
)  # fmt: skip


def git(*arguments: str, text: str | None = None) -> str:
    environment = {**os.environ, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}
    environment["XDG_CONFIG_HOME"] = environment["HOME"] = os.devnull
    command = ["git", "-c", "core.quotePath=false", *arguments]
    return subprocess.run(
        command, input=text, capture_output=True, text=True, check=False, env=environment
    ).stdout


def lines(chance: random.Random) -> str:
    return "".join(f"{line}\n" for line in chance.choices(PATTERNS, k=chance.randrange(1, 5)))


@pytest.mark.parametrize("seed", range(150))
def test_the_files_that_are_left_are_those_that_git_leaves(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    monkeypatch.chdir(tmp_path)
    git("init", "-q")
    chance = random.Random(seed)
    paths = []
    for folder in ("", *FOLDERS):
        Path(folder).mkdir(parents=True, exist_ok=True)
        for name in chance.sample(NAMES, 4):
            path = Path(folder, name)
            if not path.exists():
                path.write_text("{}", encoding="utf-8")
                paths.append(path.as_posix())
    for folder in ("", *chance.sample(FOLDERS, 3)):
        if chance.random() < 0.7:
            Path(folder, ".gitignore").write_text(lines(chance), encoding="utf-8")
    if chance.random() < 0.5:
        Path(".git/info/exclude").write_text(lines(chance), encoding="utf-8")
    told = git("check-ignore", "--no-index", "-z", "--stdin", text="\0".join(sorted(paths)))
    left = set(paths) - set(told.split("\0"))
    found = {file.path for file in collect((".",), Configuration(str(tmp_path))).files}
    found = {path for path in found if not path.endswith(".gitignore")}
    patterns = [*Path().rglob(".gitignore"), Path(".git/info/exclude")]
    files = {str(path): path.read_text(encoding="utf-8") for path in patterns}
    assert found == left, files


def test_a_worktree_has_the_patterns_of_its_repository(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    git("init", "-q", "main")
    who = ("-c", "user.name=a", "-c", "user.email=a@b.invalid")
    git("-C", "main", *who, "commit", "-q", "--allow-empty", "-m", "first")
    git("-C", "main", "worktree", "add", "-q", str(tmp_path / "other"))
    Path("main/.git/info/exclude").write_text("left.json\n", encoding="utf-8")
    for name in ("left.json", "right.json"):
        Path("other", name).write_text("{}", encoding="utf-8")
    found = collect(("other",), Configuration(str(tmp_path))).files
    assert [file.path for file in found] == ["other/right.json"]
