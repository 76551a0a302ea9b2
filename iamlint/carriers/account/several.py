"""Several outputs of one account: its pages, each in a file of its own, or dumps of two days."""

from __future__ import annotations

from iamlint.text.hints import TYPE_CHECKING
from iamlint.text.node import Mapping, Scalar

from .wholeness import TRUNCATED, has_danglers, is_aws, is_broken

if TYPE_CHECKING:
    from collections.abc import Iterator

    from iamlint.model.things import Reading
    from iamlint.text.holes import Text
    from iamlint.text.node import Node

DATES = ("CreateDate", "UpdateDate", "PasswordLastUsed", "LastUsedDate")


def join(dumps: list[Reading]) -> list[Reading]:
    """Tell of pages whether they are all of an account. Returns the dumps of which a later one is
    in view: one that lists some of the same things.
    """
    by_account: dict[Text, list[Reading]] = {}
    for reading in dumps:
        by_account.setdefault(reading.account, []).append(reading)
    outdated = []
    for several in by_account.values():
        kept = latest(several)
        outdated += [reading for reading in several if not any(reading is one for one in kept)]
        take_together(kept)
    return outdated


def latest(dumps: list[Reading]) -> list[Reading]:
    """Those that list nothing which a later one lists too; of two of one day the first."""
    if len(dumps) < 2:
        return dumps
    kept: list[Reading] = []
    seen: set[Text] = set()
    for reading in sorted(dumps, key=last_date, reverse=True):
        own = set(listed(reading))
        if seen.isdisjoint(own):
            kept.append(reading)
            seen |= own
    return kept


def listed(reading: Reading) -> Iterator[Text]:
    """The ARNs of what an output lists and the account has."""
    yield from (identity.arn for identity in reading.identities)
    for policy in (*reading.policies, *reading.hidden):
        if policy.arn is not None and not is_aws(str(policy.arn)):
            yield policy.arn


def last_date(reading: Reading) -> str:
    """The latest date in an output, as it writes dates."""
    return max((date for one in reading.identities for date in dates(one.node)), default="")


def dates(node: Node) -> Iterator[str]:
    """The dates of an identity."""
    used = node.get("RoleLastUsed") if isinstance(node, Mapping) else None
    for holder in (node, used):
        for name in DATES:
            value = holder.get(name) if isinstance(holder, Mapping) else None
            if isinstance(value, Scalar) and value.value is not None:
                yield str(value.value)


def take_together(pages: list[Reading]) -> None:
    """Pages of which just one is the last, and which list all that they refer to, are all."""
    cut = [any(gap.why == TRUNCATED for gap in page.gaps) for page in pages]
    if len(pages) < 2 or cut.count(False) != 1 or has_danglers(pages):
        return
    if any(map(is_broken, pages)):
        return
    whole = frozenset({pages[0].account.literal or ""} - {""})
    for page in pages:
        page.accounts = whole
        page.gaps = [gap for gap in page.gaps if gap.why != TRUNCATED]
