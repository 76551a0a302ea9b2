"""Roles of permission sets that documents name, and whether there is such a permission set.

IAM Identity Center makes a role in each account in which a permission set is given:
`AWSReservedSSO_`, the name of the set, and sixteen digits.
https://docs.aws.amazon.com/singlesignon/latest/userguide/referencingpermissionsets.html
"""

from __future__ import annotations

import re

from iamlint.catalog import roles
from iamlint.text.globs import is_glob, match
from iamlint.text.hints import TYPE_CHECKING, Final
from iamlint.text.records import NamedTuple

from .names import folded, slipped

if TYPE_CHECKING:
    from collections.abc import Iterator

    from iamlint.model.policy import Statement, Word
    from iamlint.model.things import Identity

    from . import Estate

DIGITS: Final = re.compile(r"_[0-9a-fA-F*?]{1,16}$")
LIKE_SUCH: Final = 0.8


class MisnamedSet(NamedTuple):
    """A text that names the role of a permission set of which there is none, as far as is seen.

    `name`: what it calls the set. `meant`: the sets in view that are called almost so.
    """

    statement: Statement
    word: Word
    name: str
    meant: tuple[Identity, ...]

    @property
    def others(self) -> str:
        return ", ".join(f"`{one.name}`" for one in self.meant)

    @property
    def mended(self) -> str:
        """The text with the name of the set that is meant; empty where several may be."""
        if len(self.meant) != 1:
            return ""
        before, opening, rest = opened(self.word.literal or "")
        return f"{before}{opening}{self.meant[0].name}{rest[len(self.name) :]}"


def misnamed_sets(estate: Estate) -> Iterator[MisnamedSet]:
    """In file order, where all permission sets in view have names that are known."""
    sets = [one for one in estate.identities if one.kind == "permission-set"]
    if not sets or any(one.name.literal is None for one in sets):
        return
    for statement in estate.statements:
        for word in words_in(statement):
            name = named_in(word.literal or "")
            if name and not any(match(name, one.name.literal or "") for one in sets):
                meant = tuple(one for one in sets if is_near(name, one.name.literal or ""))
                if meant:
                    yield MisnamedSet(statement, word, name, meant)


def words_in(statement: Statement) -> Iterator[Word]:
    """Texts that name callers."""
    for entry in (*(statement.principals or ()), *(statement.not_principals or ())):
        yield entry.value
    for condition in statement.conditions:
        yield from condition.values


def opened(text: str) -> tuple[str, str, str]:
    """What stands before the name of a role of a permission set, its beginning, and the rest."""
    return text.rpartition(roles.name_of(roles.PERMISSION_SET))


def named_in(text: str) -> str:
    """What a text calls a permission set, with its wildcards; empty where it names none."""
    _, opening, rest = opened(text)
    if not opening or "${" in rest:
        return ""
    rest = rest.partition("/")[0]
    name = DIGITS.sub("", rest)
    if name == rest and not name.endswith("*"):
        return ""  # no role is called so: that is said elsewhere
    return "" if not name.strip("*?_") else name


def is_near(name: str, other: str) -> bool:
    """A name is that of the set but for a slip, or for a letter or ending more or less."""
    if is_glob(name.rstrip("*")):
        return False
    one, two = folded(name.rstrip("*_")), folded(other)
    if one == two or slipped(one, two):
        return True
    short, long = sorted((one, two), key=len)
    return len(short) > len(long) * LIKE_SUCH and long.startswith(short)
