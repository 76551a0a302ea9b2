"""Actions that the catalogue does not know: those that AWS may yet add, new and misspelt ones.

The action patterns themselves tell which kinds of unknown names there are; each is asked with any
resource and every key.
"""

from __future__ import annotations

from string import ascii_uppercase

from iamlint.access.matching import action_matches
from iamlint.access.truth import MAYBE, NO, YES
from iamlint.text.automata import without
from iamlint.text.combinations import combinations
from iamlint.text.globs import tokens
from iamlint.text.hints import TYPE_CHECKING, Final

from .domains import ANYTHING, STAR
from .formulas import NEVER
from .question import Existence, Question
from .units import Unit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from iamlint.catalog import Catalog
    from iamlint.text.globs import Tokens

    from .worlds import World

_NOT_IN_NAMES: Final = ":" + ascii_uppercase
"""Capitals neither, since names are compared in lower case."""
_DOMAIN: Final[Tokens] = (
    without(_NOT_IN_NAMES, many=False),
    without(_NOT_IN_NAMES, many=True),
    ":",
    without(_NOT_IN_NAMES, many=False),
    without(_NOT_IN_NAMES, many=True),
)
_ROUNDS: Final = 8


def future(world: World, catalog: Catalog, *, only_named: bool) -> Existence:
    """The answer for actions that are not in the catalogue; with `only_named` for those alone that
    a statement names without a wildcard.
    """
    question = Question(world, catalog)
    doubt = Existence(NO)
    for name, known in unknown_actions(world, catalog, only_named=only_named):
        found = _of_action(question, name)
        if found.truth is YES and known:
            return found
        if found.truth is not NO and doubt.request is None:
            doubt = found._replace(truth=MAYBE)
    return doubt


def _of_action(question: Question, name: str) -> Existence:
    sure = possible = 0
    for index, leaf in enumerate(question.world.leaves):
        if leaf.statement is not None and question.alive & 1 << index:
            found = action_matches(leaf.statement, name, question.world.assuming).truth
            possible |= (found is not NO) << index
            sure |= (found is YES) << index
    possible |= question.unread
    if question.world.formula.value(0, possible) == NEVER:
        return Existence(NO)
    doubt = Existence(NO)
    for domain in (ANYTHING, STAR):
        unit = Unit(name, domain, None)
        found_there = question.setting(possible).of_unit(unit, sure & question.solid, possible)
        if found_there.truth is YES:
            return Existence(YES, found_there.witness)
        if found_there.truth is MAYBE and doubt.request is None:
            doubt = Existence(MAYBE, found_there.witness)
    return doubt


def unknown_actions(
    world: World, catalog: Catalog, *, only_named: bool = False
) -> Iterator[tuple[str, bool]]:
    """A name for each way in which unknown actions are matched; False where the list may lack some.

    A sample that the catalogue knows is set aside and another looked for.
    """
    patterns = _patterns(world)
    if only_named:
        for pattern in patterns:
            if "*" not in pattern and "?" not in pattern and _is_unknown(pattern, catalog):
                yield pattern.lower(), True
        return
    if not _excepts(world) and not any(_open(pattern, catalog) for pattern in patterns):
        return
    globs = [tokens(pattern.lower()) for pattern in patterns if ":" in pattern]
    aside: list[Tokens] = []
    seen: set[int] = set()
    for _ in range(_ROUNDS):
        found = combinations((*globs, *aside), _DOMAIN)
        more: list[Tokens] = []
        for row in found.rows:
            matched = row.must & ((1 << len(globs)) - 1)
            if row.must >> len(globs) or matched in seen:
                continue
            name = "".join(map(str, row.sample))
            if catalog.action(name) is None:
                seen.add(matched)
                yield name, True
            else:
                more.append(tokens(name))
        if not found.complete:
            yield "unknown:Unknown", False
            return
        if not more:
            return
        aside += more


def _excepts(world: World) -> bool:
    """A statement is about all actions but some."""
    statements = (leaf.statement for leaf in world.leaves)
    return any(one is not None and one.not_actions is not None for one in statements)


def _patterns(world: World) -> list[str]:
    found: dict[str, None] = {}
    for leaf in world.leaves:
        statement = leaf.statement
        for word in (statement.actions or statement.not_actions or ()) if statement else ():
            widened = (p if isinstance(p, str) else "*" for p in word.text.pieces)
            found["".join(widened)] = None
    return list(found)


def _is_unknown(name: str, catalog: Catalog) -> bool:
    return ":" in name and catalog.action(name) is None


def _open(pattern: str, catalog: Catalog) -> bool:
    """It may match a name that the catalogue does not have."""
    return "*" in pattern or "?" in pattern or catalog.action(pattern) is None
