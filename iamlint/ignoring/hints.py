"""What to paste to ignore a finding, in the form that its file can hold."""

from __future__ import annotations

import os

from iamlint.text.hints import TYPE_CHECKING

from . import COMMENTED, inside

if TYPE_CHECKING:
    from iamlint.config import Configuration
    from iamlint.finding import Finding
    from iamlint.gathering import Gathered

REASON = "<reason>"


def hint(finding: Finding, gathered: Gathered) -> str:
    """A comment where the file can hold one, else an entry of the configuration."""
    path = finding.span.source.path
    if gathered.languages.get(path) in COMMENTED and not path.endswith(".json"):
        return f"# iamlint: ignore[{finding.rule}] {REASON}"
    return entry(finding, gathered.configurations.project)


def entry(finding: Finding, project: Configuration) -> str:
    """An `[[ignore]]` entry, with the file that it belongs into in a comment."""
    name = os.path.basename(project.source.path) or "iamlint.toml"
    header = "[[tool.iamlint.ignore]]" if name == "pyproject.toml" else "[[ignore]]"
    values = {
        "rule": finding.rule,
        "file": inside(finding.span.source.path, project.folder or os.getcwd()),
        "sid": sid_of(finding),
        "address": "" if sid_of(finding) else address_of(finding),
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
