"""Goes through all that was read, and through what was not."""

from __future__ import annotations

from iamlint.collect import STDIN
from iamlint.gathering.noting import unlooked
from iamlint.model.policy import KINDS
from iamlint.text.hints import TYPE_CHECKING

from . import (
    ABSENT,
    DOCUMENT,
    LEFT_OUT,
    NOT,
    PARTLY,
    PLACE,
    REFERENCE,
    SKIPPED,
    STATEMENT,
    UNREADABLE,
    WHOLE,
    Doubt,
    FileCoverage,
    Item,
)
from .judging import doubts
from .sweeping import unseen

if TYPE_CHECKING:
    from collections.abc import Iterator

    from iamlint.estate import Estate
    from iamlint.gathering import Gathered
    from iamlint.model.policy import Policy
    from iamlint.model.things import Gap, PolicyReference, Reading

MANAGED, BOUNDARY = "managed", "boundary"


def files(gathered: Gathered, estate: Estate) -> list[FileCoverage]:
    """Every file, sorted by path."""
    found: dict[str, FileCoverage] = {}
    for skipped in gathered.skipped:
        found[skipped.path] = FileCoverage(skipped.path, SKIPPED, skipped.why)
    for note in gathered.notes:
        found[note.path] = FileCoverage(note.path, NOT, note.why, note.line)
    for reading in gathered.readings:
        for path in (reading.path, *reading.others):
            file = found.get(path)
            if file is None or file.state == SKIPPED:
                file = found[path] = FileCoverage(path)
            file.carrier = reading.carrier
            file.generated = reading.generated
        for item in all_items(reading, estate):
            place = item.span.outermost.source.path
            found.get(place, found[reading.path]).items.append(item)
    for problem in gathered.problems:
        span = problem.span.outermost
        if span.source.path not in found:
            line = span.place.line
            found[span.source.path] = FileCoverage(
                span.source.path, UNREADABLE, problem.message, line
            )
    for collected in gathered.collected.files:
        if collected.path not in found and collected.path != STDIN:
            path = collected.path
            found[path] = FileCoverage(path, SKIPPED, unlooked(path))
    for path, file in found.items():
        file.context = path not in gathered.reported and file.state != SKIPPED
        file.items.sort(key=lambda item: item.span.outermost.start)
    return [found[path] for path in sorted(found)]


def all_items(reading: Reading, estate: Estate) -> list[Item]:
    """All that one reading holds, and the statements that nothing else tells of."""
    found = list(items(reading, estate))
    return [*found, *unseen(reading, found)]


def items(reading: Reading, estate: Estate) -> Iterator[Item]:
    """All that one reading holds, as far as carriers tell."""
    told: set[tuple[int, object]] = set()
    policies = set()
    for policy in reading.policies:
        policies.add(id(policy.node))
        yield of_policy(policy)
    for kind, address, reference in references(reading):
        known = estate.knows(reference, reading)
        yield of_reference(kind, address, reference, known=known)
    for gap in reading.gaps:
        if gap.partial and id(gap.node) in policies:
            continue  # told with the policy
        cause = (id(gap.node), gap.hole or gap.why)
        if cause not in told:  # one value may hide several
            told.add(cause)
            yield of_gap(gap)
    for gap in reading.left_out:
        found = (Doubt(gap.cause, None, gap.why),)
        yield Item(PLACE, "", gap.address, gap.span, LEFT_OUT, found)


def of_policy(policy: Policy) -> Item:
    found = doubts(policy)
    form = STATEMENT if policy.form == "statement" else DOCUMENT
    state = PARTLY if found else WHOLE
    return Item(form, policy.kind, policy.address, policy.span, state, found, policy)


def of_gap(gap: Gap) -> Item:
    """Something that could not be read; of one kind where its place tells which."""
    kind = gap.kind if gap.kind in KINDS else ""
    form = DOCUMENT if kind and not gap.partial else PLACE
    state = PARTLY if gap.partial else NOT
    found = (Doubt(gap.node, gap.hole, gap.why),)
    reported = gap.fault is not None
    return Item(form, kind, gap.address, gap.span, state, found, reported=reported)


def references(reading: Reading) -> Iterator[tuple[str, str, PolicyReference]]:
    """Managed policies and boundaries that a reading names: what they are, who names them."""
    for identity in reading.identities:
        for reference in identity.managed:
            yield MANAGED, identity.address, reference
        if identity.boundary is not None:
            yield BOUNDARY, identity.address, identity.boundary
    for attachment in reading.attachments:
        if attachment.reference is not None:
            bounds = any(kind == BOUNDARY for kind, _ in attachment.targets)
            yield BOUNDARY if bounds else MANAGED, attachment.address, attachment.reference


def of_reference(kind: str, address: str, reference: PolicyReference, *, known: bool) -> Item:
    if known:
        return Item(REFERENCE, kind, address, reference.span, WHOLE, (), None, reference)
    doubt = Doubt(reference.node, reference.arn.only_hole, absent(reference))
    return Item(REFERENCE, kind, address, reference.span, ABSENT, (doubt,), None, reference)


def absent(reference: PolicyReference) -> str:
    """Why the policy that is named is not known."""
    arn = reference.arn
    if arn.literal is not None and ":iam::aws:policy/" in arn.literal:
        return "the bundled data knows no AWS managed policy of this name"
    hole = arn.only_hole
    if hole is not None and hole.why:
        return f"which policy it names is not known: {hole.why}"
    return "no document in view has this ARN"
