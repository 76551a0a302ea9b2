"""What to paste to ignore a finding, in the form that its file can hold."""

from __future__ import annotations

import os

from iamlint.text.hints import TYPE_CHECKING

from . import COMMENTED, inside

if TYPE_CHECKING:
    from iamlint.finding import Finding
    from iamlint.gathering import Gathered

REASON = "<reason>"


class Hints:
    """Tells of the findings of one scan how to ignore them."""

    def __init__(self, gathered: Gathered) -> None:
        self.languages = gathered.languages
        project = gathered.configurations.project
        self.folder = project.folder or os.getcwd()
        self.name = os.path.basename(project.source.path) or "iamlint.toml"
        self.files: dict[str, str] = {}

    def __call__(self, finding: Finding) -> str:
        """A comment where the file can hold one, else an entry of the configuration."""
        path = finding.span.source.path
        if self.languages.get(path) in COMMENTED and not path.endswith(".json"):
            return f"# iamlint: ignore[{finding.rule}] {REASON}"
        if path not in self.files:
            self.files[path] = inside(path, self.folder)
        return entry(finding, self.files[path], self.name)


def entry(finding: Finding, file: str, name: str) -> str:
    """An `[[ignore]]` entry, with the name of the file that it belongs into in a comment."""
    header = "[[tool.iamlint.ignore]]" if name == "pyproject.toml" else "[[ignore]]"
    sid = sid_of(finding)
    values = {
        "rule": finding.rule,
        "file": file,
        "sid": sid,
        "address": "" if sid else address_of(finding),
        "reason": REASON,
    }
    lines = [f"{key} = {quoted(value)}" for key, value in values.items() if value]
    return "\n".join((f"in {name}:", header, *lines))


def sid_of(finding: Finding) -> str:
    statement = finding.statement
    if statement is None or statement.sid is None:
        return ""
    return escaped(statement.sid.literal or "")


def address_of(finding: Finding) -> str:
    """The address, where it tells more than the file does."""
    path = finding.span.source.path
    if finding.address in (path, os.path.basename(path)):
        return ""
    return escaped(finding.address)


def escaped(text: str) -> str:
    """A pattern that matches this text alone."""
    return "".join(f"[{char}]" if char in "*?[" else char for char in text)


def quoted(text: str) -> str:
    """A text in TOML."""
    if "'" not in text and ("\\" in text or '"' in text) and text.isprintable():
        return f"'{text}'"
    import json

    return json.dumps(text, ensure_ascii=not text.isprintable())
