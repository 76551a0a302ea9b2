"""Wires to what is not in view, where something is that goes almost by its ARN.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html
"""

from __future__ import annotations

import re

from iamlint.text.hints import TYPE_CHECKING
from iamlint.text.holes import Text
from iamlint.text.records import NamedTuple

from .integrations import ROLE
from .misaimed import Aimed, is_near, is_the_only, parts_of
from .presence import possible

if TYPE_CHECKING:
    from collections.abc import Iterator

    from iamlint.model.things import Resource
    from iamlint.text.source import Span

    from . import Estate
    from .wired import Wired


BUCKET, NAME = "arn:aws:s3:::", re.compile(r"[a-z0-9][a-z0-9.-]{2,62}")


class Miswired(NamedTuple):
    """`arn`: what a wire names and nothing in view is; `meant`: what goes almost by it."""

    wired: Wired
    arn: Text
    meant: Resource


def miswired(estate: Estate) -> Iterator[Miswired]:
    """In file order; each place once."""
    known: dict[str, list[tuple[Resource, Aimed]]] | None = None
    told: set[tuple[Span, str]] = set()
    for wired in estate.wires:
        if wired.by == ROLE or not wired.sure or not possible(wired.when):
            continue  # of what a role may call, its grants tell
        for end, arn in ((wired.source, wired.source_arn), (wired.target, wired.target_arn)):
            aimed = parts_of(of_bucket(wired, arn)) if end is None else None
            slot = wired.wire.span, str(arn)
            if aimed is None or slot in told:
                continue
            if known is None:
                known = by_service(estate)
            beside = known.get(aimed.service, [])
            near = [
                thing
                for thing, other in beside
                if is_near(aimed, other)
                or (is_the_only(aimed, other, beside) and not is_reached(estate, thing))
            ]
            if len(near) == 1 and not estate.resources_holding(arn, wired.wire.reading):
                told.add(slot)
                yield Miswired(wired, arn, near[0])


def is_reached(estate: Estate, thing: Resource) -> bool:
    """Some wire leads to it."""
    return any(wired.target is thing for wired in estate.wires)


def of_bucket(wired: Wired, named: Text) -> Text:
    """The ARN of a bucket that is called by its name alone."""
    kinds = {one.target_type for one in (wired.integration, *wired.candidates) if one is not None}
    name = named.literal or ""
    return Text(BUCKET + name) if kinds == {"s3:bucket"} and NAME.fullmatch(name) else named


def by_service(estate: Estate) -> dict[str, list[tuple[Resource, Aimed]]]:
    """What is declared under an ARN that is known."""
    found: dict[str, list[tuple[Resource, Aimed]]] = {}
    for resource in estate.all_resources:
        aimed = parts_of(resource.arn) if resource.created else None
        if aimed is not None:
            found.setdefault(aimed.service, []).append((resource, aimed))
    return found
