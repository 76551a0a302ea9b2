"""The resource of a denied request, from the words that messages have for it."""

from __future__ import annotations

import re

from iamlint.access.callers import caller_from
from iamlint.text.hints import TYPE_CHECKING, Final
from iamlint.text.holes import ANY, NAME, REGION, Hole, Text

if TYPE_CHECKING:
    from iamlint.catalog import Catalog

    from .denial import Denial

_VARIABLE: Final = re.compile(r"\$\{(\w+)\}")
_WORDS: Final = re.compile(r"(user|role|group|policy|instance profile) (?!path )(\S+)")
"""IAM's own words for what it has: `user bob`."""
_PHONE: Final = re.compile(r"\+\d+")


def asked_resource(denial: Denial, catalog: Catalog) -> str | Text | None:
    """What to ask about; a `Text` is no name of anything. None where the message does not tell."""
    named, known = denial.resource, catalog.action(denial.action or "")
    if named is None:
        return "*" if known is not None and not known.resources else None
    if named == "*" or named.startswith("arn:"):
        return _unmasked(named)
    if known is not None and not known.resources:
        return "*"
    if _PHONE.fullmatch(named):
        return Text(named)
    return _from_words(named, denial) or _from_name(named, denial, catalog) or named


def _unmasked(arn: str) -> str | Text:
    """Runs of stars that a log has put there stand for anything."""
    parts = re.split(r"\*{2,}", arn)
    if len(parts) == 1:
        return arn
    pieces: list[str | Hole] = [parts[0]]
    for index, part in enumerate(parts[1:]):
        pieces += [Hole(f"masked {index}", NAME, why="the message hides it"), part]
    return Text(*pieces)


def _from_words(named: str, denial: Denial) -> str | None:
    hit = _WORDS.fullmatch(named)
    caller = caller_from(denial.principal)
    if hit is None or caller.account is None or caller.account.literal is None:
        return None
    kind = hit[1].replace(" ", "-")
    return f"arn:{caller.partition}:iam::{caller.account}:{kind}/{hit[2]}"


def _from_name(named: str, denial: Denial, catalog: Catalog) -> Text | None:
    """A bare name, in the one ARN that it can be in; what else AWS puts there is not known."""
    known = catalog.action(denial.action or "")
    templates = {arn for use in known.resources for arn in use.arns} if known is not None else ()
    own = [arn for arn in templates if len(_own(arn)) == 1]
    if len(own) != 1 or any(char.isspace() for char in named):
        return None
    caller = caller_from(denial.principal)
    given: dict[str, Text] = {
        "partition": caller.partition,
        "account": caller.account or Text(Hole("account", NAME)),
        "region": Text(Hole("region", REGION, why="the message does not tell the region")),
        _own(own[0])[0]: Text(named)
        + Text(Hole(f"{named}…", ANY, why="the message has the name alone")),
    }
    found = Text()
    for index, piece in enumerate(_VARIABLE.split(own[0])):
        found += given[piece.lower()] if index % 2 else Text(piece)
    return found


def _own(template: str) -> list[str]:
    names = [name.lower() for name in _VARIABLE.findall(template)]
    return [name for name in names if name not in ("partition", "region", "account")]
