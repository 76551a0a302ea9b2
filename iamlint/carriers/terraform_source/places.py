"""Findings in plans, shown where they stand in the configuration beside the plan.

The address of a resource leads to its block, the name of the attribute to its expression or nested
block, and the text that a finding points at to its place in there, where it stands there once. A
block that is not there (the plan is older, or of another folder) leaves a finding in the plan.
"""

from __future__ import annotations

from iamlint.carriers.terraform.addresses import module_path, steps
from iamlint.carriers.terraform.parts import at, items, mapping, text
from iamlint.carriers.terraform.plan import Plan
from iamlint.carriers.terraform.reader import TerraformReading
from iamlint.finding import Related
from iamlint.text.hints import TYPE_CHECKING
from iamlint.text.node import Mapping, Node

from .beside import root_for
from .files import FilesInView
from .folders import called
from .planned import candidates
from .regions import inner_of, region_of, word_in
from .results import literal

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from collections.abc import Mapping as Table

    from iamlint.finding import Finding
    from iamlint.formats.hcl.nodes import Block
    from iamlint.model.policy import Statement
    from iamlint.model.things import Reading
    from iamlint.text.source import Span

    from .folders import Folder


def relocate(
    findings: Iterable[Finding], readings: Iterable[Reading], texts: Table[str, str]
) -> None:
    """Move findings from plans to the configuration that gave the plans."""
    plans = {
        reading.path: reading
        for reading in readings
        if isinstance(reading, TerraformReading) and reading.path not in texts
    }
    made: dict[str, _Places | None] = {}
    for finding in findings:
        spans = [finding.span, *(related.span for related in finding.related)]
        for path in {span.source.path for span in spans} & plans.keys() - made.keys():
            made[path] = _places(plans[path], texts)
        place = made.get(finding.span.source.path)
        if place is not None:
            finding.span = place.span(finding.span, finding.statement)
        finding.related = tuple(
            Related(_related(related.span, made), related.message) for related in finding.related
        )


def _related(span: Span, made: Table[str, _Places | None]) -> Span:
    places = made.get(span.source.path)
    return span if places is None else places.span(span, None)


def _places(reading: TerraformReading, texts: Table[str, str]) -> _Places | None:
    assert isinstance(reading.root, Mapping)
    files = FilesInView(texts)
    found = candidates(files, reading.path, texts)
    folder = root_for(Plan(reading.path, reading.root), found)
    return _Places(reading, folder, files) if folder is not None else None


class _Places:
    """Where in a configuration the places of one plan are."""

    def __init__(self, reading: TerraformReading, folder: Folder, files: FilesInView) -> None:
        self.reading = reading
        self.folder = folder
        self.files = files
        assert isinstance(reading.root, Mapping)
        self._resources = sorted(
            resources_in(reading.root), key=lambda node: (node.start, -node.end)
        )

    def span(self, span: Span, statement: Statement | None) -> Span:
        """The place in the configuration; the same place where that cannot be told."""
        resource = self._around(span)
        if resource is None:
            return span
        block = self._block(text(resource, "address"))
        if block is None or block.broken:
            return span
        return self._in_block(block, resource, span, statement)

    def _in_block(
        self, block: Block, resource: Mapping, span: Span, statement: Statement | None
    ) -> Span:
        origin = self.reading.origins.get(statement.policy) if statement is not None else None
        source = self._block(origin) if origin else None
        if source is not None:
            block = source
        values = _values(resource, span)
        if values is None and source is None:
            return block.span
        found = block if source is not None or values is None else inner_of(block, values, span)
        folder = self._folder(text(resource, "address"))
        assert folder is not None
        region = region_of(found, folder, statement, span)
        return word_in(region, span) or region.span

    def _around(self, span: Span) -> Mapping | None:
        """The resource in the plan that a place is in."""
        for resource in reversed(self._resources):
            if resource.start <= span.start and span.end <= resource.end:
                return resource
        return None

    def _folder(self, address: str) -> Folder | None:
        """The code of the module that an address leads into."""
        folder: Folder | None = self.folder
        for name in module_path(address).names:
            call = folder.calls.get(name) if folder is not None else None
            if folder is None or call is None:
                return None
            path = called(folder.path, literal(call.body.value("source")) or "")
            folder = self.files.folder(path) if path else None
        return folder

    def _block(self, address: str) -> Block | None:
        """The block of a resource."""
        folder = self._folder(address)
        path = module_path(address)
        size = len(steps(path.address)) if path.names else 0
        names = [step for step in steps(address)[size:] if isinstance(step, str)]
        local = ".".join(names[: 3 if names[:1] == ["data"] else 2])
        return folder.resources.get(local) if folder is not None else None


def resources_in(root: Mapping) -> Iterator[Mapping]:
    """Every node of a plan that is about one resource."""
    for node in items(root, "resource_changes"):
        if isinstance(node, Mapping):
            yield node
    for way in (("planned_values",), ("values",), ("prior_state", "values")):
        yield from _in_module(mapping(root, *way, "root_module"))


def _in_module(module: Mapping) -> Iterator[Mapping]:
    for node in items(module, "resources"):
        if isinstance(node, Mapping):
            yield node
    for child in items(module, "child_modules"):
        if isinstance(child, Mapping):
            yield from _in_module(child)


def _values(resource: Mapping, span: Span) -> Node | None:
    """The values of a resource that a place is among."""
    for node in (at(resource, "values"), at(resource, "change", "after")):
        if node is not None and node.start <= span.start and span.end <= node.end:
            return node
    return None
