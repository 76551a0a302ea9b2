"""The sound templates, and what is said in them of their mutants."""

from __future__ import annotations

import re
from fnmatch import fnmatchcase
from pathlib import Path
from typing import NamedTuple

SOUND = Path(__file__).parent / "sound"
ESTATES = Path(__file__).parent / "estates"
SUFFIXES = (".yaml", ".yml", ".tf", ".json", ".toml")
EQUIVALENT = re.compile(r"^# equivalent: (.+?)  (\S.*)$", re.MULTILINE)
ALARM = re.compile(r"^# alarm: (\S+)  (\S.*)$", re.MULTILINE)

COMMON = dict.fromkeys(
    (
        "drop-attachment *aws:policy/service-role/AWSLambdaBasicExecutionRole",
        "drop-declaration aws_iam_role_policy_attachment.logs",
    ),
    "a function of which nobody wants logs works without them",
)
"""What holds of every template."""


class Case(NamedTuple):
    """A pattern: its files, and the sites of which mutants are sound, each with the reason.

    `whole`: it is a repository of several documents, to which the operators of `guards` are applied.
    `alarms`: what is said of it although it is sound, rule and message; nobody has mended it yet.
    """

    name: str
    files: dict[str, str]
    equivalents: dict[str, str]
    whole: bool = False
    alarms: frozenset[tuple[str, str]] = frozenset()

    def reason(self, site: str) -> str:
        """Why a mutant is sound; empty where it is not."""
        known = COMMON | self.equivalents
        return next((why for sites, why in known.items() if fnmatchcase(site, sites)), "")


def cases() -> list[Case]:
    return [case_at(path) for base in (SOUND, ESTATES) for path in sorted(base.iterdir())]


def case_at(path: Path) -> Case:
    found = sorted(path.rglob("*")) if path.is_dir() else [path]
    base = path if path.is_dir() else path.parent
    files = {
        one.relative_to(base).as_posix(): one.read_text(encoding="utf-8")
        for one in found
        if one.suffix in SUFFIXES
    }
    equivalents = {sites: why for text in files.values() for sites, why in EQUIVALENT.findall(text)}
    alarms = frozenset(alarm for text in files.values() for alarm in ALARM.findall(text))
    return Case(path.stem, files, equivalents, base.parent == ESTATES, alarms)
