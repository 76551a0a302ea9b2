"""What is in force: which rules run, how grave they are, what is ignored; and the facts by path."""

from __future__ import annotations

import os

from iamlint.finding import REGULAR, WARNING
from iamlint.text.hints import TYPE_CHECKING, Any
from iamlint.text.records import NamedTuple
from iamlint.text.source import NOWHERE, Source, Span

from .facts import Facts

if TYPE_CHECKING:
    from .places import Path


class IgnoreEntry(NamedTuple):
    """One `[[ignore]]` of a configuration: which findings of which rules, and why.

    An empty `file`, `sid` or `address` does not narrow; each is a pattern with `*`.
    """

    rules: tuple[str, ...]
    file: str
    sid: str
    address: str
    reason: str
    until: str
    span: Span


class Scp(NamedTuple):
    """A service or resource control policy that stands in a file, and what it is attached to: an
    account's number, a unit, or `*`.
    """

    file: str
    target: str


class Configuration:
    """One configuration file, as it was read. Patterns in it are relative to its folder.

    `folder` is a full path; `prefix` is where the settings begin in the file (`tool`, `iamlint`
    in a `pyproject.toml`).
    """

    __slots__ = ("folder", "prefix", "source", "values")

    def __init__(
        self,
        folder: str = "",
        values: dict[str, Any] | None = None,
        source: Source = NOWHERE,
        prefix: tuple[str, ...] = (),
    ) -> None:
        self.folder = folder
        self.values = values or {}
        self.source = source
        self.prefix = prefix

    def span_of(self, path: Path) -> Span:
        """The place of a key."""
        from .places import offset_of

        start = offset_of(self.source.text, (*self.prefix, *path))
        end = self.source.text.find("\n", start)
        line = self.source.text[start : end if end >= 0 else len(self.source.text)]
        return Span(self.source, start, start + len(line.rstrip()))

    def get(self, key: str, default: Any = None) -> Any:
        return self.values.get(key, default)

    def names_in(self, key: str) -> tuple[str, ...]:
        """The texts of a list (or of one text)."""
        value = self.values.get(key, ())
        return (value,) if isinstance(value, str) else tuple(v for v in value if isinstance(v, str))

    @property
    def ignored(self) -> tuple[str, ...]:
        """Rules and shelves that do not run."""
        return self.names_in("ignore") + self.names_in("extend-ignore")

    @property
    def ignores(self) -> tuple[IgnoreEntry, ...]:
        """The entries that ignore findings, with their places."""
        value = self.values.get("ignore", ())
        tables = [entry for entry in value if isinstance(entry, dict)]
        return tuple(self._ignore(index, entry) for index, entry in enumerate(tables))

    def _ignore(self, index: int, entry: dict[str, Any]) -> IgnoreEntry:
        rule = entry.get("rule", ())
        return IgnoreEntry(
            (rule,) if isinstance(rule, str) else tuple(rule),
            entry.get("file", ""),
            entry.get("sid", ""),
            entry.get("address", ""),
            entry.get("reason", ""),
            str(entry.get("until", "")),
            self.span_of(("ignore", index)),
        )

    @property
    def scps(self) -> tuple[Scp, ...]:
        return self._guardrails("scps")

    @property
    def rcps(self) -> tuple[Scp, ...]:
        return self._guardrails("rcps")

    def _guardrails(self, key: str) -> tuple[Scp, ...]:
        return tuple(Scp(e["file"], str(e.get("target", "*"))) for e in self.get(key, ()))

    @property
    def units(self) -> dict[str, tuple[str, ...]]:
        """The accounts and units that lie in each unit of the organization."""
        return {unit: tuple(inner) for unit, inner in self.get("units", {}).items()}

    @property
    def persona(self) -> str:
        return str(self.get("persona", REGULAR))

    @property
    def fail_on(self) -> str:
        return str(self.get("fail-on", WARNING))

    def facts(self, path: str) -> Facts:
        """What this file alone says of a path relative to its folder."""
        return Facts(
            first(self.get("accounts", {}), path) or str(self.get("account", "")),
            str(self.get("region", "")),
            str(self.get("partition", "")),
            str(self.get("organization", "")),
            first(self.get("kinds", {}), path) or self._kind_by_use(path),
            self.names_in("trusted-accounts"),
            str(self.get("required-boundary", "")),
        )

    def _kind_by_use(self, path: str) -> str:
        """What a file is attached as is what it is."""
        for kind, entries in (("scp", self.scps), ("rcp", self.rcps)):
            if any(os.path.normpath(entry.file) == path for entry in entries):
                return kind
        return ""


def first(table: dict[str, str], path: str) -> str:
    """The value of the most particular pattern that names the path: the longest, then the last."""
    if not table:
        return ""
    from .globs import names

    best, found = -1, ""
    for pattern, value in table.items():
        if len(pattern) >= best and names(pattern, path):
            best, found = len(pattern), value
    return found
