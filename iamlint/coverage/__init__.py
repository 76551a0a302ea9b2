"""What was read whole, what only in part, what not at all, and the very value that made it so.

`docs/coverage.md` tells what the states mean. Everything that may hold a policy is an item: a
document, a statement that a declaration stands for, a reference to a managed policy, or a place
that could not be read.
"""

from __future__ import annotations

from functools import cached_property

from iamlint.text.hints import TYPE_CHECKING
from iamlint.text.records import NamedTuple

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Sequence

    from iamlint.estate import Estate
    from iamlint.gathering import Gathered
    from iamlint.model.policy import Policy
    from iamlint.model.things import PolicyReference
    from iamlint.text.holes import Hole
    from iamlint.text.node import Node
    from iamlint.text.source import Span

WHOLE, PARTLY, NOT, ABSENT = "whole", "partly_known", "not_analysable", "not_in_view"
LEFT_OUT = "left_out"
STATES = (WHOLE, PARTLY, NOT, ABSENT, LEFT_OUT)
"""The last is what a condition that is never true keeps from being deployed; it counts nowhere."""
IN_WORDS = {
    WHOLE: "whole",
    PARTLY: "partly known",
    NOT: "not analysable",
    ABSENT: "not in view",
    LEFT_OUT: "never deployed",
}

DOCUMENT, STATEMENT, REFERENCE, PLACE = "document", "statement", "reference", "place"
FORMS = (DOCUMENT, STATEMENT, REFERENCE, PLACE)
"""A policy document; a declaration that stands for one statement (`AWS::Lambda::Permission`); a
managed policy or boundary that is named; a place that may hold policies and could not be read."""

Counted = tuple[str, bool]
"""A state, and whether managed policies that are named are counted in it, or all else."""

READ, UNREADABLE, SKIPPED = "read", "unreadable", "skipped"
"""States of files, besides `NOT`."""


class Doubt(NamedTuple):
    """A value that is not known, and where it stands; without a hole `why` tells all."""

    node: Node
    hole: Hole | None
    why: str


class Item(NamedTuple):
    """Something that holds policies, or may hold some.

    `kind`: as of policies (`identity`, `trust`, …), `managed` or `boundary` of references, empty
    where it is not known. `reported`: a finding says that it cannot be read.
    """

    form: str
    kind: str
    address: str
    span: Span
    state: str
    doubts: tuple[Doubt, ...] = ()
    policy: Policy | None = None
    reference: PolicyReference | None = None
    reported: bool = False


class FileCoverage:
    """What is known of one file.

    `state`: `READ`, `UNREADABLE` (a finding says so, too), `NOT`, `SKIPPED`; `why` and `line` are
    those of all but the first. `carrier` took it for its own. `context`: it only takes part.
    """

    __slots__ = ("carrier", "context", "generated", "items", "line", "path", "state", "why")

    def __init__(self, path: str, state: str = READ, why: str = "", line: int = 1) -> None:
        self.path = path
        self.state = state
        self.why = why
        self.line = line
        self.carrier = ""
        self.context = False
        self.generated = False
        self.items: list[Item] = []

    def count(self, state: str, *, references: bool = False) -> int:
        """How many of its items are in a state; a file that is not analysable is one of those."""
        own = state == NOT and self.state in (NOT, UNREADABLE) and not references
        return own + sum(
            item.state == state and (item.form == REFERENCE) is references for item in self.items
        )


class Lack(NamedTuple):
    """One reason why something is not whole; `state` as of the coverage; `span` is where the value
    stands, where there is one.
    """

    path: str
    line: int
    span: Span | None
    address: str
    value: str
    why: str
    state: str


class Tally:
    """How much is in each state, and why what is not whole is not."""

    def __init__(self, counts: Counter[Counted], lacks: Sequence[Lack]) -> None:
        self._counts = counts
        self._lacks = lacks

    def count(self, state: str, *, references: bool = False) -> int:
        """How many items, or managed policies that are named, are in a state."""
        return self._counts[state, references]

    @property
    def lacks(self) -> Sequence[Lack]:
        """All that is not whole, but for what findings tell."""
        return self._lacks

    @property
    def complete(self) -> bool:
        """All is whole, and every policy that is named is known."""
        return not any(
            self.count(state, references=references)
            for state in (PARTLY, NOT, ABSENT)
            for references in (False, True)
        )


class Coverage(Tally):
    """Every file in view and all that it holds, by path."""

    def __init__(self, files: Sequence[FileCoverage], estate: Estate) -> None:
        self.files = files
        self._estate = estate

    @cached_property
    def lacks(self) -> Sequence[Lack]:
        from .lacking import lacks_of, lacks_of_files

        return (*lacks_of_files(self.files), *(lack for f in self.files for lack in lacks_of(f)))

    @cached_property
    def _holders(self) -> dict[int, list[str]]:
        from .holding import holders

        return holders(self._estate)

    def attached_to(self, policy: Policy) -> list[str]:
        """What a person calls the identities and resources that have a policy; none where it is
        attached to nothing in view.
        """
        return self._holders.get(id(policy), [])

    @property
    def unattached(self) -> int:
        """How many policies are attached to nothing in view."""
        return sum(
            item.policy is not None and not self.attached_to(item.policy)
            for file in self.files
            for item in file.items
        )

    def count(self, state: str, *, references: bool = False) -> int:
        return sum(file.count(state, references=references) for file in self.files)


def coverage_of(gathered: Gathered, estate: Estate) -> Coverage:
    """Takes stock of all that was read in a run."""
    from .stocktaking import files

    return Coverage(files(gathered, estate), estate)
