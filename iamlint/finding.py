"""A finding: a hit that the engine signed. What reports print."""

from __future__ import annotations

from iamlint.text.hints import TYPE_CHECKING
from iamlint.text.records import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable

    from iamlint.model.policy import Statement
    from iamlint.text.source import Span

ERROR, WARNING, INFO = "error", "warning", "info"
SEVERITIES = (ERROR, WARNING, INFO)
"""From the gravest: will be denied, will not deploy or opens to the world; dangerous or likely
broken; hygiene."""

CERTAIN, LIKELY, UNVERIFIED = "certain", "likely", "unverified"
CONFIDENCES = (CERTAIN, LIKELY, UNVERIFIED)

REGULAR, PEDANTIC, AUDITOR = "regular", "pedantic", "auditor"
PERSONAS = (REGULAR, PEDANTIC, AUDITOR)

SAFE, WIDENS, NARROWS, REPAIRS = "safe", "widens", "narrows", "repairs"
"""What a fix does to what is allowed: nothing; more; less; a rejected document or dead grant
comes alive. Only a safe one is applied unasked."""


class Related(NamedTuple):
    """Another place that takes part, with its own sentence."""

    span: Span
    message: str


class Edit(NamedTuple):
    """Replace a slice by a text; `span` is in the file itself, never in a text inside it."""

    span: Span
    text: str


class Fix(NamedTuple):
    """A way to mend a finding. `edits` is empty where the file must not or cannot be edited; then
    `snippet` is what to paste, in the language of the source.
    """

    title: str
    safety: str
    edits: tuple[Edit, ...]
    snippet: str = ""


class Finding:
    """What a rule pointed at, with which rule, how bad, how sure, and where."""

    __slots__ = (
        "address",
        "confidence",
        "details",
        "fingerprint",
        "fixes",
        "hinting",
        "hit",
        "message",
        "related",
        "rule",
        "severity",
        "shelf",
        "span",
        "statement",
        "subject",
    )

    def __init__(
        self,
        rule: str,
        shelf: str,
        severity: str,
        confidence: str,
        message: str,
        span: Span,
        related: tuple[Related, ...] = (),
        details: tuple[tuple[str, str], ...] = (),
        address: str = "",
        fingerprint: str = "",
        hit: object = None,
        subject: object = None,
        statement: Statement | None = None,
    ) -> None:
        self.rule = rule
        self.shelf = shelf
        self.severity = severity
        self.confidence = confidence
        self.message = message
        self.span = span  # in the file itself
        self.related = related
        self.details = details  # (`missing`, `kms:Decrypt on …`): lines under the frame
        self.address = address
        self.fingerprint = fingerprint
        self.hit = hit
        self.subject = subject  # what the rule was shown
        self.statement = statement  # in which the place is, if in one
        self.fixes: tuple[Fix, ...] = ()
        self.hinting: Callable[[Finding], str] | None = None  # tells how to ignore it

    @property
    def ignore_hint(self) -> str:
        """What to paste to ignore it; made when it is shown. Empty where it cannot be ignored."""
        return self.hinting(self) if self.hinting is not None else ""


class Summary(NamedTuple):
    """What was looked at, beside what was found.

    `partly_known`: what is read with parts that are not known; `not_analysable`: what may hold a
    policy and could not be read; `not_in_view`: managed policies that are named and neither in
    view nor bundled; each as the coverage counts it. `held_back`: findings whose fix
    changes access and so was not applied. `data_date`: the date of the AWS data.
    """

    files: int = 0
    documents: int = 0
    identities: int = 0
    rules: int = 0
    ignored: int = 0
    partly_known: int = 0
    not_analysable: int = 0
    fixed: int = 0
    held_back: int = 0
    data_date: str = ""
    not_in_view: int = 0
