"""Repositories on disk, each with a configuration of its own, given as paths beside each other."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from iamlint.finding import Finding
from iamlint.scanning import Request, Scanner

from .cases import Case, cases

SHARED = {case.name: case for case in cases() if case.whole}
NAMES = (
    "queue-key",
    "table-share",
    "role-chain-tags",
    "pipeline-accounts",
    "topic-accounts",
    "organization-trail",
)


def scanned(case: Case, folder: Path, monkeypatch: pytest.MonkeyPatch) -> list[Finding]:
    """The folders of a case, each of which tells its account itself."""
    monkeypatch.chdir(folder)
    roots = []
    settings, _, accounts = case.files["iamlint.toml"].partition("[accounts]")
    for root, account in re.findall(r'"([\w-]+)/\*\*" = "(\d{12})"', accounts):
        roots.append(root)
        (folder / root).mkdir()
        (folder / root / "iamlint.toml").write_text(f'{settings}\naccount = "{account}"\n')
    for path, text in case.files.items():
        if "/" in path:
            assert path.partition("/")[0] in roots
            (folder / path).write_text(text)
    scanner = Scanner(Request(tuple(roots)))
    return scanner.scan(scanner.gather()).findings


@pytest.mark.parametrize("name", NAMES)
def test_sound_repositories_are_silent(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert scanned(SHARED[name], tmp_path, monkeypatch) == []


def test_what_two_repositories_disagree_about_is_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = SHARED["topic-accounts"]
    template = case.files["news/main.tf"].replace("444455556666", "999999999999")
    changed = case._replace(files=case.files | {"news/main.tf": template})
    (finding,) = scanned(changed, tmp_path, monkeypatch)
    assert finding.rule == "unadmitted-caller"
    assert finding.span.source.path == "press/template.yaml"
