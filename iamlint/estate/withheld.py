"""Keys of data that an identity may use, where a Deny about that very key takes it from them.

A Deny of KMS on everything is how an administrator is kept from data, and means what it says. One
that names the key of what the same identity is granted takes back what the grant is for.
https://docs.aws.amazon.com/kms/latest/developerguide/iam-policies-best-practices.html
"""

from __future__ import annotations

from iamlint.finding import UNVERIFIED
from iamlint.model.policy import IDENTITY, RESOURCE
from iamlint.text.globs import is_glob
from iamlint.text.hints import TYPE_CHECKING
from iamlint.text.records import NamedTuple

from .lacks import GUARDRAIL
from .missing import Missing

if TYPE_CHECKING:
    from collections.abc import Iterator

    from iamlint.model.policy import Statement, Word

    from . import Estate
    from .lacks import Lack


class Withheld(NamedTuple):
    """What a Deny takes of a key; `denying`: the statement that does."""

    missing: Missing
    denying: Statement


def withheld(estate: Estate) -> Iterator[Withheld]:
    """One for each identity, key and Deny; in file order."""
    for need in (*estate.key_needs(), *estate.holders_key_needs):
        found: dict[int, tuple[Statement, list[Lack]]] = {}
        for lack in need.lacks:
            if lack.side != GUARDRAIL or not lack.answer.explicit or lack.confidence == UNVERIFIED:
                continue
            denying = next((one for one in lack.answer.statements if is_meant(one)), None)
            if denying is not None and not any(need.granting(lack.action)):
                found.setdefault(id(denying), (denying, []))[1].append(lack)
        for denying, lacks in found.values():
            yield Withheld(Missing(lacks), denying)


def is_meant(statement: Statement) -> bool:
    """A Deny in a policy of the identity that names the key, or in the key's that names the
    identity.
    """
    if not statement.denies:
        return False
    if statement.policy.kind == IDENTITY:
        words: tuple[Word, ...] = tuple(statement.resources or ())
    elif statement.policy.kind == RESOURCE:
        words = tuple(entry.value for entry in statement.principals or () if entry.type == "AWS")
    else:
        return False
    return bool(words) and all(names_one(word) for word in words)


def names_one(word: Word) -> bool:
    return not any(is_glob(piece) for piece in word.text.pieces if isinstance(piece, str))
