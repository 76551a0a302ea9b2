"""What the end of a wire names, and whether it is of a kind that an integration ties."""

from __future__ import annotations

from iamlint.access.arns import by_segment
from iamlint.access.truth import NO
from iamlint.text.globs import tokens
from iamlint.text.hints import TYPE_CHECKING, Final
from iamlint.text.holes import Text, shown
from iamlint.text.records import NamedTuple

from . import names
from .accounts import account_of
from .joined import Unknown
from .patterns import pattern_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from iamlint.model.things import Resource, Wire

    from . import Estate

SOURCE: Final = "source"
TARGET: Final = "target"
BOTH: Final = "both"


class End(NamedTuple):
    """One end of a wire: the resource in view, how policies name it, and why it is not in view.

    `own`: it is the very resource that declares the wire. `sure`: the text means it for certain.
    `likely`: it means it if the region of the resource is the one that is written, which is not
    known.
    """

    resource: Resource | None
    arn: Text
    own: bool
    sure: bool
    unknown: Unknown | None
    likely: bool = False


class Ends:
    """Leads texts to what they name."""

    def __init__(self, estate: Estate) -> None:
        self._estate = estate

    def end(self, wire: Wire, text: Text, types: tuple[str, ...], side: str) -> End:
        """What a text names that may be of several types."""
        own = wire.own in (side, BOTH)
        found, sure = self._found(wire, text, types)
        if found is not None:
            return End(found, arn_in(found, types), own, sure, None)
        if own:
            return End(None, text, True, True, None)
        if not sure:
            return End(None, text, False, False, Unknown(f"several things are called {text}", wire))
        near = self._in_some_region(wire, text, types)
        if near is not None:
            return End(near, text, False, True, None, likely=True)
        return End(None, text, False, True, Unknown(why_hidden(text), wire))

    def _found(
        self, wire: Wire, text: Text, types: tuple[str, ...]
    ) -> tuple[Resource | None, bool]:
        """The resource in view that a text names, by whatever of its names."""
        for kind in dict.fromkeys(types):
            service = kind.partition(":")[0]
            for outer in enclosing(text):
                found, sure = self._estate.resources_named(outer, wire.reading, service)
                if found:
                    return (found[0], True) if sure else (None, False)
        return None, True

    def _in_some_region(self, wire: Wire, text: Text, types: tuple[str, ...]) -> Resource | None:
        """The one resource that an ARN of another account names but for the region, which is not
        known of a file.
        """
        account = names.account_in(text)
        if account is None or account.literal is None or account == account_of(wire):
            return None
        services = {kind.partition(":")[0] for kind in types}
        for outer in names.enclosing(text):
            found = self._estate.resources_likely(outer, wire.reading)
            if found:
                one = found[0] if len(found) == 1 else None
                if one is None or one.service_type.partition(":")[0] not in services:
                    return None
                return one if account_of(one) == account and not one.region.literal else None
        return None

    def fits(self, kind: str, end: End, among: tuple[str, ...]) -> bool:
        """May the end be of the type that an integration ties? `among`: the types of all that it
        may be.
        """
        if end.own or not kind:
            return True
        if end.resource is not None:
            return is_of(end.resource.service_type, kind, among)
        parts = names.segments(end.arn)
        if parts is None or parts[2].literal is None:
            return True
        service, _, name = kind.partition(":")
        if parts[2].literal != service:
            return False
        known = self._estate.catalog.resource_type(service, name)
        patterns = [pattern_of(arn) for arn in known.arns] if known is not None else []
        return not patterns or any(
            by_segment(tokens(pattern + rest), end.arn) is not NO
            for pattern in patterns
            for rest in ("", ":*", "/*")
        )


def arn_in(resource: Resource, types: tuple[str, ...]) -> Text:
    """The ARN by which a service knows a resource that has several: an API's own, and that of its
    calls.
    """
    services = {kind.partition(":")[0] for kind in types}
    for text in (resource.arn, *resource.names):
        parts = names.segments(text)
        if parts is not None and parts[2].literal in services:
            return text
    return resource.arn


def is_of(own: str, kind: str, among: tuple[str, ...]) -> bool:
    """Types of one service are told apart where an integration knows the type itself."""
    if own.partition(":")[0] != kind.partition(":")[0]:
        return False
    return own.startswith(kind) or own not in among


def enclosing(text: Text) -> Iterator[Text]:
    """A name, and what it lies within: the function of `function:live`, the bucket of an object."""
    if text.prefix.startswith("arn:"):
        yield from names.enclosing(text)
        return
    yield text
    if text.literal is not None and ":" in text.literal:
        yield from (Text(part) for part in dict.fromkeys(text.literal.split(":")) if part)


def why_hidden(text: Text) -> str:
    """Why what a text names is not in view."""
    for hole in text.holes:
        if hole.why and text.only_hole is not None:
            return hole.why
        return f"{text} is not in view: {hole.why or f'the value of {shown(hole)} is not known'}"
    return f"{text} is not in view"
