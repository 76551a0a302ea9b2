"""What templates export, and what an import may mean.

Names of exports are unique in an account and region.
https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/using-cfn-stack-exports.html
https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-importvalue.html
"""

from __future__ import annotations

from functools import cached_property

from iamlint.text.hints import TYPE_CHECKING
from iamlint.text.holed import meets
from iamlint.text.holes import Text
from iamlint.text.node import Mapping
from iamlint.text.records import NamedTuple

from .parameters import default_of
from .template import section

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from iamlint.text.holes import Hole

    from .resolver import Resolver
    from .stacks import Stacks

    Skeleton = tuple[str | None, ...]
    Ends = tuple[str, str]


class Export(NamedTuple):
    """An output of a template that others may import, and the name it is exported under."""

    exporter: Resolver
    output: str
    name: Text


class Found(NamedTuple):
    """The exports that an import may mean. `sure`: it means one of them for certain."""

    exports: list[Export]
    sure: bool


class Exports:
    """All exports in view."""

    def __init__(self, stacks: Stacks) -> None:
        self._stacks = stacks
        self._all: list[Export] = []
        self._written: dict[str, dict[Text, object]] = {}
        self._by_name: dict[Text, list[Export]] = {}
        self._by_skeleton: dict[Skeleton, list[Export]] = {}
        self._found: dict[tuple[Resolver, Text], Found] = {}
        for exporter in stacks.members:
            for export in exports_of(stacks, exporter):
                stacks.joined.add(exporter)
                self._all.append(export)
                for name in (export.name, by_defaults(exporter, export.name)):
                    here = self._by_name.setdefault(name, [])
                    if export not in here:
                        here.append(export)
                self._by_skeleton.setdefault(skeleton(export.name), []).append(export)

    def written(self, importer: Resolver) -> dict[Text, object]:
        """How a template may import values that others export under literal names."""
        scope = self.scope(importer)
        if scope not in self._written:
            found = self._written[scope] = {}
            for export in self._all:
                if export.name.literal and is_beside(importer, export.exporter):
                    value = self._stacks.put_out(export.exporter, export.output)
                    if value is not None and value.literal is None:
                        found.setdefault(value, {"Fn::ImportValue": export.name.literal})
        return self._written[scope]

    def scope(self, resolver: Resolver) -> str:
        """The account and region within which a name means one export, as far as known."""
        home = resolver.home
        return f"{home.account.literal or ''}/{home.region.literal or ''}"

    def named(self, importer: Resolver, name: Text) -> Found:
        """The exports that a name means in a template."""
        slot = (importer, name)
        if slot not in self._found:
            self._found[slot] = self._find(importer, name)
        return self._found[slot]

    def _find(self, importer: Resolver, name: Text) -> Found:
        exact = [e for e in self._by_name.get(name, ()) if e.name == name]
        near = reachable(importer, exact)
        if near:
            return Found(near, all(is_beside(importer, e.exporter) is True for e in near))
        by_default = by_defaults(importer, name)
        for maybe in (
            (*self._by_name.get(name, ()), *self._by_name.get(by_default, ())),
            self._alike(name),
            self._fitting(name),
        ):
            found = reachable(importer, maybe)
            if found:
                return Found(found, False)
        return Found([], False)

    def _alike(self, name: Text) -> Iterator[Export]:
        """`${NetworkStack}-VPC` and `${AWS::StackName}-VPC`: the same but for what is not known."""
        if says_something(name):
            yield from self._by_skeleton.get(skeleton(name), ())

    def _fitting(self, name: Text) -> Iterator[Export]:
        """`prod-VPC` and `${Env}-VPC`."""
        if name.literal is not None:
            for ends, export in self._holed:
                if fits(name.literal, ends) and meets(export.name, name) is not False:
                    yield export
        elif says_something(name):
            ends = ends_of(name)
            for literal, export in self._literal:
                if fits(literal, ends) and meets(name, literal) is not False:
                    yield export

    @cached_property
    def _holed(self) -> list[tuple[Ends, Export]]:
        """Exports of which part of the name is not known, each with the ends that are."""
        holed = [e for e in self._all if e.name.literal is None and says_something(e.name)]
        return [(ends_of(export.name), export) for export in holed]

    @cached_property
    def _literal(self) -> list[tuple[str, Export]]:
        return [(e.name.literal, e) for e in self._all if e.name.literal is not None]


def exports_of(stacks: Stacks, exporter: Resolver) -> Iterator[Export]:
    for name, node in section(exporter.template.root, "Outputs").items():
        export = node.get("Export") if isinstance(node, Mapping) else None
        named = export.get("Name") if isinstance(export, Mapping) else None
        if named is not None:
            text = stacks.value(exporter, named)
            if text is not None:
                yield Export(exporter, name, text)


def reachable(importer: Resolver, exports: Iterable[Export]) -> list[Export]:
    """Those of other stacks that may be in the same account and region."""
    return [
        export
        for export in dict.fromkeys(exports)
        if export.exporter is not importer and is_beside(importer, export.exporter) is not False
    ]


def is_beside(one: Resolver, other: Resolver) -> bool | None:
    """Two stacks are in the same account and region; None where that is not known."""
    answers = []
    for mine, theirs in (
        (one.home.account, other.home.account),
        (one.home.region, other.home.region),
    ):
        if mine == theirs:
            answers.append(True)
        elif mine.literal is not None and theirs.literal is not None:
            return False
        else:
            answers.append(False)
    return True if all(answers) else None


def by_defaults(resolver: Resolver, name: Text) -> Text:
    """The name with the defaults of the template's parameters."""

    def default(hole: Hole) -> Text:
        parameter = hole.identity.removeprefix(f"{resolver.template.path}#")
        declared = resolver.template.parameters.get(parameter)
        value = default_of(declared) if declared is not None else None
        return value if value is not None and value.literal else Text(hole)

    return filled(name, default)


def filled(name: Text, value: Callable[[Hole], Text]) -> Text:
    text = Text()
    for piece in name.pieces:
        text += piece if isinstance(piece, str) else value(piece)
    return text


def skeleton(name: Text) -> Skeleton:
    """The literal parts of a name, and where holes are between them."""
    return tuple(piece if isinstance(piece, str) else None for piece in name.pieces)


def says_something(name: Text) -> bool:
    """There are letters in its literal parts, by which it can be told from other names."""
    return any(isinstance(piece, str) and sum(map(str.isalnum, piece)) > 1 for piece in name.pieces)


def ends_of(name: Text) -> Ends:
    """The literal texts before the first and after the last hole."""
    last = name.pieces[-1] if name.pieces else ""
    return name.prefix, last if isinstance(last, str) else ""


def fits(literal: str, ends: Ends) -> bool:
    return literal.startswith(ends[0]) and literal.endswith(ends[1])
