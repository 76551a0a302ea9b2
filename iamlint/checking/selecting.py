"""Which rules run, and which of their hits are shown."""

from __future__ import annotations

from iamlint.errors import UserError
from iamlint.finding import (
    CONFIDENCES,
    INFO,
    LIKELY,
    PERSONAS,
    REGULAR,
    UNVERIFIED,
)
from iamlint.text.hints import TYPE_CHECKING
from iamlint.text.records import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from iamlint.packs import Rule

ALL = "all"
READERS = ("Problem", "Ignore")
"""Rules about what could not be read or is ignored run whatever is selected: a file that nobody
checked must not look clean because one rule was asked for."""


class Selection(NamedTuple):
    """What a person asked for.

    Names are of rules or shelves, or `all`. An empty `select` is all; an empty `min_confidence` is
    what the persona shows. `severity` overrides by rule.
    """

    select: tuple[str, ...] = ()
    extend_select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    persona: str = REGULAR
    min_confidence: str = ""
    severity: Mapping[str, str] = {}

    def names(self, rule: Rule) -> bool:
        """It was asked for by its own name, and so runs in every persona."""
        return rule.name in self.select or rule.name in self.extend_select

    def shows(self, rule: Rule, severity: str, confidence: str) -> bool:
        """Is a hit of this severity and confidence shown?"""
        least = self.min_confidence or (LIKELY if self.persona == REGULAR else UNVERIFIED)
        if CONFIDENCES.index(confidence) > CONFIDENCES.index(least):
            return False
        if severity != INFO or self.persona != REGULAR:
            return True
        return self.names(rule) or rule.name in self.severity

    def wants(self, rule: Rule) -> bool:
        """Does the rule run?"""
        if rule.name in self.ignore or rule.shelf in self.ignore:
            return False
        if self.names(rule) or rule.subject in READERS:
            return True
        if PERSONAS.index(rule.persona) > PERSONAS.index(self.persona):
            return False
        return (
            not self.select
            or ALL in self.select
            or rule.shelf in self.select
            or rule.shelf in self.extend_select
        )


def selected(rules: Iterable[Rule], selection: Selection) -> list[Rule]:
    """The rules that run.

    Raises UserError for a name that is neither a rule nor a shelf.
    """
    known = tuple(rules)
    refuse_unknown(known, (*selection.select, *selection.extend_select, *selection.ignore))
    refuse_unknown(known, selection.severity)
    return [rule for rule in known if selection.wants(rule)]


def refuse_unknown(rules: tuple[Rule, ...], names: Iterable[str]) -> None:
    """Raise UserError for a name that is neither a rule nor a shelf."""
    known = {ALL, *(rule.name for rule in rules), *(rule.shelf for rule in rules)}
    for name in names:
        if name not in known:
            raise UserError(f"no rule or shelf is called `{name}`{suggestion(name, known)}")


def suggestion(name: str, known: Iterable[str]) -> str:
    from difflib import get_close_matches

    close = get_close_matches(name, sorted(known), 1)
    return f"; did you mean `{close[0]}`?" if close else ""
