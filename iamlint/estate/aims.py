"""What of a thing an action is about: the ARNs that a request may name."""

from __future__ import annotations

from iamlint.text.hints import TYPE_CHECKING
from iamlint.text.holes import ANY, ARN, NAME, Hole, Text
from iamlint.text.records import NamedTuple

from . import names
from .duties import home_of, kind_of
from .integrations import filled

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from . import Estate
    from .duties import Duty
    from .wired import Wired

GROUP, STREAMS = ":log-group:", ":log-stream:"
INNER = ("/", "/stream/")
"""What the resources of an action add to the ARN that a wire names: objects of a bucket, the
stream of a table."""

NETWORK = "ec2:"
"""Of this service, work takes what is in its own account."""
TARGET = "${Target}"
MADE_UP = Text(Hole("what AWS makes up", NAME))
VARIABLE = "#{"
"""What a pipeline fills in when it runs: `#{SourceVariables.BranchName}`."""

COLONS = 5
"""So many of them an ARN has before what it names."""
NOWHERE_KNOWN = {
    part: Text(Hole(f"some {part}", NAME)) for part in ("Partition", "Region", "Account")
}
"""Stands for where a thing is that goes by its name alone."""


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
            at_home = all(action.startswith(NETWORK) for action in duty.actions)
            return self.whatever(duty.actions, home=home_of(wired) if at_home else None)
        if duty.on not in ("source", "target"):
            own = {
                "Name": name_of(wired.source_arn),
                "Target": told(wired.target_arn),
                "Id": MADE_UP,
            }
            arn = filled(duty.on, {**home_of(wired), **own})
            somewhere = filled(duty.on, {**NOWHERE_KNOWN, **own})
            if GROUP in duty.on:
                return self.at([arn, somewhere], duty.actions, "log-group")
            if TARGET in duty.on:
                made = {**home_of(wired), **own, "Id": Text("*")}
                return Aim((arn, somewhere), filled(duty.on, made))
            return Aim((arn, unknown(duty.on)), arn)
        kind = kind_of(wired)
        assert kind is not None
        sort = kind.source_type if duty.on == "source" else kind.target_type
        return self.at(self._named(wired, duty), duty.actions, sort.partition(":")[2])

    def whatever(
        self, actions: tuple[str, ...], name_within: str = NAME, home: dict[str, Text] | None = None
    ) -> Aim:
        """Resources of actions of which nothing is known but their type. `name_within`: what is
        known of their names; `home`: where they are, if that is known.
        """
        known = [self._estate.catalog.action(action) for action in actions]
        uses = [use for found in known if found is not None for use in found.resources]
        arns = dict.fromkeys(arn for use in uses for arn in use.arns)
        found_on = tuple(unknown(arn, name_within, home) for arn in arns)
        return Aim(found_on or (Text("*"),), Text("*"))

    def _named(self, wired: Wired, duty: Duty) -> Iterator[Text]:
        """The ARNs by which an end goes: in its own file, and as the wire has it."""
        wire = wired.wire
        at_source = duty.on == "source"
        end, text = (
            (wired.source, wired.source_arn) if at_source else (wired.target, wired.target_arn)
        )
        said = wire.source_ref if at_source else wire.target_ref
        if end is not None:
            yield text
            if said.prefix.startswith("arn:"):
                yield said
        elif text.prefix.startswith("arn:"):
            yield text
        else:
            yield from self._made(wired, text, at_source)

    def _made(self, wired: Wired, name: Text, at_source: bool) -> Iterator[Text]:
        """ARNs of what goes by a name and is not in view, here or elsewhere; not known where it may
        be no name.
        """
        kind = kind_of(wired)
        assert kind is not None
        service, _, sort = (kind.source_type if at_source else kind.target_type).partition(":")
        known = self._estate.catalog.resource_type(service, sort)
        before, _, last = (known.arns[0] if known is not None else "").rpartition("${")
        first = name.pieces[0]
        queue = names.queue_in(name)
        if queue is not None:
            yield queue
            return
        by_name = last.endswith("}") and "${" not in before.rpartition(":")[2]
        if not by_name or not isinstance(first, str) or first.startswith("https:"):
            yield name if name.only_hole is not None else Text(Hole(f"the ARN of {name}", ARN))
            return
        yield filled(before, home_of(wired)) + name
        yield unknown(before) + name

    def at(self, arns: Iterable[Text], actions: tuple[str, ...], kind: str) -> Aim:
        """What of the named things actions are about: themselves, else what lies in them. `kind`:
        the type of those, without its service.
        """
        asked: list[Text] = []
        named = tuple(dict.fromkeys(map(bare, arns)))
        for arn in named:
            asked += self._in(arn, actions, kind)
        return Aim(tuple(asked) or named, written(asked[0] if asked else named[0]))

    def _in(self, arn: Text, actions: tuple[str, ...], kind: str) -> Iterator[Text]:
        """The first of the thing itself and what lies in it that an action is about."""
        inside = Text(Hole(f"what is in {arn}", NAME))
        if GROUP in str(arn):
            yield arn + STREAMS + inside
            yield arn
        elif any(self._is_about(action, kind) for action in actions):
            yield arn
        else:
            for one in (arn, *(arn + suffix + inside for suffix in INNER)):
                if any(self._estate.engine.can_match(action, one) for action in actions):
                    yield one
                    return

    def _is_about(self, action: str, kind: str) -> bool:
        """The action is authorised on things of a type."""
        found = self._estate.catalog.action(action)
        return found is not None and any(use.type == kind for use in found.resources)


def told(name: Text) -> Text:
    """A name; a hole where a pipeline fills something in."""
    if any(isinstance(piece, str) and VARIABLE in piece for piece in name.pieces):
        return Text(Hole(f"what {name} is", ANY))
    return name


def name_of(arn: Text) -> Text:
    """The name in an ARN of the form `type/name`; a hole where it is not known to be one."""
    parts = names.segments(arn)
    rest = parts[5] if parts is not None else arn
    sort = rest.prefix.partition("/")[0]
    if sort == rest.prefix:
        return Text(Hole(f"the name of {arn}", NAME))
    return names.cut(rest, len(sort) + 1)


def unknown(template: str, name_within: str = NAME, home: dict[str, Text] | None = None) -> Text:
    """An ARN of which no part is known that a variable stands for: some accounts of examples are
    none. `name_within`: what is known of what stands for the name of the thing; `home`: what stands
    for the others, where it is known.
    """
    home = home or {}
    pieces: list[str | Hole] = []
    colons = 0
    while template:
        before, _, rest = template.partition("${")
        name, _, template = rest.partition("}")
        colons += before.count(":")
        within = name_within if colons >= COLONS else NAME
        known = home.get(name, Text(Hole(f"some {name}", within))) if name else Text()
        pieces += [before, *known.pieces]
    return Text(*pieces)


def bare(arn: Text) -> Text:
    """A log group without the star that templates put at its end; a secret without the field and
    the version that a task definition names.
    """
    last = arn.pieces[-1] if arn.pieces else ""
    if isinstance(last, str) and last.endswith(":*"):
        return Text(*arn.pieces[:-1], last[:-2])
    parts = names.segments(arn)
    if parts is None or parts[2].literal != "secretsmanager":
        return arn
    kept: list[str | Hole] = []
    colons = 6  # before the name of the secret
    for piece in arn.pieces:
        if isinstance(piece, str):
            fields = piece.split(":", colons + 1)
            if len(fields) == colons + 2:
                return Text(*kept, ":".join(fields[:-1]))
            colons -= len(fields) - 1
        kept.append(piece)
    return arn


def written(asked: Text) -> Text:
    """How a statement names what was asked about."""
    last = asked.pieces[-1]
    if isinstance(last, Hole) and last.identity.startswith("what is in "):
        before = asked.pieces[-2]
        assert isinstance(before, str)
        ends = before.removesuffix(STREAMS)
        return Text(*asked.pieces[:-2], f"{ends}:*" if ends != before else f"{before}*")
    return asked + ":*" if GROUP in str(asked) else asked
