"""What of a thing an action is about: the ARNs that a request may name."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from iamlint.text.holes import ANY, ARN, NAME, Hole, Text

from .duties import home_of, kind_of
from .integrations import filled

if TYPE_CHECKING:
    from collections.abc import Iterator

    from . import Estate
    from .duties import Duty
    from .wired import Wired

GROUP, STREAMS = ":log-group:", ":log-stream:"
SUFFIXES = ("/", "/stream/", STREAMS)
"""What the resources of an action may add to the ARN that a wire names: objects of a bucket, the
stream of a table, streams of a log group."""


class Aim(NamedTuple):
    """What a duty is about.

    `asked`: resources of which one must be allowed. `written`: how a statement names them.
    """

    asked: tuple[Text, ...]
    written: Text


class Aims:
    """Finds what duties are about."""

    def __init__(self, estate: Estate) -> None:
        self._estate = estate

    def of(self, wired: Wired, duty: Duty) -> Aim:
        """The resources that a duty of a wire is about."""
        if duty.on == "*":
            return Aim((Text("*"),), Text("*"))
        if duty.on == "?":
            return Aim((Text(Hole(f"what {wired.wire.address} is about", ANY)),), Text("*"))
        if duty.on not in ("source", "target"):
            arn = filled(duty.on, home_of(wired))
            return Aim((arn,), arn)
        return self._at(list(dict.fromkeys(self._named(wired, duty))), duty.actions[0])

    def _named(self, wired: Wired, duty: Duty) -> Iterator[Text]:
        """The ARNs by which an end goes: as the wire has it, and as its own file does."""
        wire = wired.wire
        at_source = duty.on == "source"
        end, text = (
            (wired.source, wired.source_arn) if at_source else (wired.target, wired.target_arn)
        )
        said = wire.source_ref if at_source else wire.target_ref
        if end is not None and said.prefix.startswith("arn:"):
            yield said
        if end is not None or text.prefix.startswith("arn:") or text.only_hole is not None:
            yield text
            return
        yield self._made(wired, text, at_source)

    def _made(self, wired: Wired, name: Text, at_source: bool) -> Text:
        """An ARN of what goes by a name and is not in view."""
        kind = kind_of(wired)
        assert kind is not None
        service, _, sort = (kind.source_type if at_source else kind.target_type).partition(":")
        known = self._estate.catalog.resource_type(service, sort)
        template = known.arns[0] if known is not None and known.arns else ""
        before, _, last = template.rpartition("${")
        if not last.endswith("}") or name.prefix.startswith("https:"):
            return Text(Hole(f"the ARN of {name}", ARN))
        return filled(before, home_of(wired)) + name

    def _at(self, arns: list[Text], action: str) -> Aim:
        """What of the named things an action is about: themselves, else what lies in them."""
        can_match = self._estate.engine.can_match
        asked: list[Text] = []
        for arn in map(without_star, arns):
            if can_match(action, arn):
                asked.append(arn)
            for suffix in suffixes_of(arn, bare=bool(asked)):
                one = arn + suffix + Text(Hole(f"what is in {arn}", NAME))
                if can_match(action, one):
                    asked.append(one)
        if not asked:
            return Aim(tuple(arns), arns[0])
        return Aim(tuple(asked), written(asked[0], arns))


def suffixes_of(arn: Text, *, bare: bool) -> tuple[str, ...]:
    """What the resources of an action may add to an ARN that may be what it is about itself."""
    if arn.only_hole is not None:
        return ()
    if bare:
        return (STREAMS,) if GROUP in arn.prefix or GROUP in str(arn) else ()
    return SUFFIXES


def written(asked: Text, arns: list[Text]) -> Text:
    """How a statement names what was asked about."""
    if asked in arns:
        return Text(*asked.pieces, ":*") if GROUP in str(asked) else asked
    last = asked.pieces[-1]
    if isinstance(last, Hole) and last.identity.startswith("what is in "):
        return Text(*asked.pieces[:-1], "*")
    return asked + ":*"


def without_star(arn: Text) -> Text:
    """The ARN of a log group as a template has it, without the star at its end."""
    last = arn.pieces[-1] if arn.pieces else ""
    if isinstance(last, str) and last.endswith(":*"):
        return Text(*arn.pieces[:-1], last[:-2])
    return arn
