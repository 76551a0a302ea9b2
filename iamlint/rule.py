"""What a rule is: a decorated function that is shown something and points at what is wrong.

The first parameter's annotation says what the rule is shown (`Statement`, `Condition`, `Policy`,
`Identity`, `Resource`, `Estate`, `Problem`, `Ignore`), the others what it is lent (`Catalog`,
`Engine`, `Estate`, its own `Options`). A rule yields hits; everything about a finding that is not
in the hit comes from the decorator, the rule's place on the shelf and its docstring.
"""

from __future__ import annotations

from iamlint.text.hints import TYPE_CHECKING, Any, Protocol
from iamlint.text.records import NamedTuple

from .finding import CERTAIN, PERSONAS, REGULAR, SEVERITIES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from iamlint.model.policy import Policy, Statement, Word
    from iamlint.model.things import Identity, Resource
    from iamlint.text.holes import Text
    from iamlint.text.node import Node
    from iamlint.text.source import Span

    Check = Callable[..., Iterable["Hit"]]


class Placed(Protocol):
    """Whatever has a place: a word, a node, a statement, a policy, an identity, a resource."""

    @property
    def span(self) -> Span: ...


class Problem:
    """Something the reader of a file could not accept: `code` is the name of the rule that
    reports it (`broken-syntax`, `unreadable-file`).
    """

    __slots__ = ("code", "message", "span")

    def __init__(self, code: str, message: str, span: Span) -> None:
        self.code = code
        self.message = message
        self.span = span


class Ignore:
    """A comment or configuration entry that ignores findings, after it was held against them.

    `names`: the rules it names; `unused`: those of them that ran and found nothing there;
    `unknown`: those that no rule bears.
    `until`: the date it names, or empty; `expired`: that date is past, so that it ignores nothing.
    """

    __slots__ = ("expired", "names", "reason", "span", "unknown", "until", "unused")

    def __init__(self, names: tuple[str, ...], reason: str, span: Span, until: str = "") -> None:
        self.names = names
        self.reason = reason
        self.span = span
        self.until = until
        self.expired = False
        self.unused: tuple[str, ...] = ()
        self.unknown: tuple[str, ...] = ()


SUBJECTS = (
    "Statement",
    "Condition",
    "Policy",
    "Identity",
    "Resource",
    "Estate",
    "Problem",
    "Ignore",
)
"""What the first parameter of a rule may be annotated with: what the rule is shown."""

OF_A_KIND = ("Statement", "Condition", "Policy")
"""Subjects that stand in a policy of some kind, by which a rule may choose."""

LENT = ("Catalog", "Engine", "Estate", "Options")
"""What the other parameters may be annotated with: what a rule may borrow."""


# What a rule may ask for as a fix. A carrier writes it in the dialect of the file.


class Replace(NamedTuple):
    """Write another text in place of this one; holes are written as the file names them."""

    word: Placed
    text: Text | str
    title: str = ""


class AddItem(NamedTuple):
    """Add texts to an element of a statement (`Action`, `Resource`, a condition's values)."""

    statement: Statement
    element: str
    texts: tuple[Text | str, ...]
    title: str = ""


class AddStatement(NamedTuple):
    """Add a statement to a policy, or to the identity's or resource's own policies.

    `statement` is an IAM statement as Python data; texts in it may have holes. `more`: further ones
    that go with it.
    """

    to: Policy | Identity | Resource
    statement: dict[str, Any]
    title: str = ""
    more: tuple[dict[str, Any], ...] = ()

    @property
    def statements(self) -> list[dict[str, Any]]:
        """All of them."""
        return [self.statement, *self.more]


class AddPolicy(NamedTuple):
    """Declare a policy for a resource that has none, in the dialect of its file: a document with
    these statements, or a permission for each where the resource takes those.

    `named`: the ARN that the statements are about. `before`: what must not be made without it.
    """

    to: Resource
    statements: tuple[dict[str, Any], ...]
    named: Text
    title: str = ""
    before: tuple[Resource, ...] = ()


class SetKey(NamedTuple):
    """Put `key: value` into a mapping, replacing a value that stands there; `first` puts a new key
    at the top.
    """

    mapping: Node
    key: str
    value: object
    title: str = ""
    first: bool = False


class RenameKey(NamedTuple):
    """Write another name for a key."""

    key: Node
    name: str
    title: str = ""


class Remove(NamedTuple):
    """Take an item out of a list, or a key with its value out of a mapping, commas and all.
    `node` is the item or the key.
    """

    node: Placed
    title: str = ""


class MoveItems(NamedTuple):
    """Take texts out of an element of a statement and put them into a new statement that is like
    it but for `changes` (element → value).
    """

    statement: Statement
    element: str
    words: tuple[Word, ...]
    changes: dict[str, Any]
    title: str = ""


class Several(NamedTuple):
    """Intents that belong together: all or none."""

    intents: tuple[Any, ...]
    title: str = ""


Intent = (
    Replace | AddItem | AddStatement | AddPolicy | SetKey | RenameKey | Remove | MoveItems | Several
)


class Hit:
    """Where, what, and how to mend it.

    `also`: other places that take part, each a `(placed, sentence)`.
    `details`: short lines under the frame, each a `(word, text)`:
        `("missing", "kms:Decrypt on …")`.
    `severity`, and `safety` (what the fix does to access), override the rule's; `confidence` as the
        law of the closed world demands.
    `fix`: an intent, or what makes it: one of many parts is made when it is asked for.
    `key`: what makes the hit the same after the file moved around it; by default the text at its
        place. Ignores and fingerprints are bound to it.
    """

    __slots__ = (
        "_fix",
        "also",
        "confidence",
        "details",
        "key",
        "message",
        "safety",
        "severity",
        "where",
    )

    def __init__(
        self,
        where: Placed,
        message: str,
        *,
        also: Iterable[tuple[Placed, str]] = (),
        details: Iterable[tuple[str, str]] = (),
        confidence: str = CERTAIN,
        severity: str = "",
        fix: Intent | Callable[[], Intent] | None = None,
        safety: str = "",
        key: str = "",
    ) -> None:
        self.where = where
        self.message = message
        self.also = tuple(also) if also else ()
        self.details = tuple(details) if details else ()
        self.confidence = confidence
        self.severity = severity
        self._fix = fix
        self.safety = safety
        self.key = key

    @property
    def fix(self) -> Intent | None:
        if callable(self._fix):
            self._fix = self._fix()
        return self._fix

    @fix.setter
    def fix(self, fix: Intent | None) -> None:
        self._fix = fix


class Metadata(NamedTuple):
    """What `@rule(...)` says of a rule."""

    severity: str
    persona: str
    since: str
    aws_codes: tuple[str, ...]
    fix: str
    supersedes: tuple[str, ...]
    kinds: tuple[str, ...]
    where: str
    needs_options: bool


class RuleDefinitionError(Exception):
    """A rule file does not define a rule as it should."""


def rule(
    *,
    severity: str,
    since: str,
    persona: str = REGULAR,
    aws_codes: tuple[str, ...] = (),
    fix: str = "",
    supersedes: tuple[str, ...] = (),
    kinds: tuple[str, ...] = (),
    where: str = "",
    needs_options: bool = False,
) -> Callable[[Check], Check]:
    """Declare a check.

    `severity`: `error` (will be denied, will not deploy or opens to the world), `warning`
        (dangerous or likely broken), `info` (hygiene). A hit may say otherwise.
    `persona`: the mildest view that shows it.
    `since`: the version of iamlint that brought it.
    `aws_codes`: the finding codes of AWS's own policy validation that it covers.
    `fix`: what its fixes do to access (`safe`, `widens`, `narrows`, `repairs`), or empty for none.
    `supersedes`: rules that are silent where this one speaks about the same statement.
    `kinds`: the kinds of policy that the rule looks at (`identity`, `trust`, …); all, where empty.
    `where`: a question of the engine, by its name: the rule is shown those only to which there is
        an answer. Where there is none in view, the rule is not even imported.
    `needs_options`: it finds nothing until the configuration sets one of its options, and does not
        run before.
    """
    if severity not in SEVERITIES:
        raise RuleDefinitionError(f"severity must be one of {', '.join(SEVERITIES)}")
    if persona not in PERSONAS:
        raise RuleDefinitionError(f"persona must be one of {', '.join(PERSONAS)}")

    def mark(check: Check) -> Check:
        check.iamlint_rule = Metadata(  # type: ignore[attr-defined]
            severity, persona, since, aws_codes, fix, supersedes, kinds, where, needs_options
        )
        return check

    return mark
