"""The same actions in fewer words."""

from __future__ import annotations

import re

from iamlint.text.hints import TYPE_CHECKING
from iamlint.text.records import NamedTuple

from .acting import Acting

if TYPE_CHECKING:
    from collections.abc import Iterator

    from iamlint.model.policy import Statement, Word

_VERB = re.compile(r"[A-Z]+[a-z]*")
_FEWEST = 3


class Shorter(NamedTuple):
    """`words` say one by one what `pattern` says at once."""

    pattern: str
    words: tuple[Word, ...]


class Shortening(Acting):
    """How long a statement's list of actions has to be."""

    def shorter(self, statement: Statement) -> Iterator[Shorter]:
        """Actions that are written out though they are all that a pattern, `sqs:Get*`, stands
        for."""
        words = statement.actions or ()
        if len(words) < _FEWEST:
            return
        groups: dict[str, dict[str, Word]] = {}
        for word in words:
            names = self.names_of(word)
            if len(names) == 1 and "*" not in str(word) and "?" not in str(word):
                service, _, name = names[0].partition(":")
                verb = _VERB.match(name)
                if verb is not None:
                    groups.setdefault(f"{service}:{verb[0]}*", {})[names[0]] = word
        for pattern, found in groups.items():
            if len(found) >= _FEWEST and found.keys() == set(self.catalog.expand(pattern)):
                yield Shorter(pattern, tuple(found.values()))
