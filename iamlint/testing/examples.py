"""The examples in a rule's documentation, which are its tests.

A block marked `bad` must make the rule fire (where a `# ^` stands in the next line, right there),
one marked `good` must be silent for all rules in the default view, and one marked `fixed` must be
what the fix makes of the bad one before it. Blocks in a row that have a `name=…` are the files of
one example; an `iamlint.toml` among them is the configuration.
"""

from __future__ import annotations

from iamlint.text.hints import TYPE_CHECKING
from iamlint.text.records import NamedTuple

from . import scan_texts, scan_with
from .blocks import Block, blocks_in

if TYPE_CHECKING:
    from collections.abc import Iterator

    from iamlint.packs import Rule

BAD, GOOD, FIXED = "bad", "good", "fixed"


class Example(NamedTuple):
    """Files that a rule is held against; `fixed` is what its fix makes of some of them."""

    kind: str
    blocks: tuple[Block, ...]
    fixed: tuple[Block, ...] = ()

    @property
    def line(self) -> int:
        return self.blocks[0].line

    @property
    def files(self) -> dict[str, str | bytes]:
        return {block.path: block.content for block in self.blocks}

    def goes_on_with(self, block: Block) -> bool:
        """Is the block another file of this example?"""
        return (
            self.kind == block.word
            and "name" in block.options
            and all("name" in known.options for known in self.blocks)
            and block.path not in self.files
            and not self.fixed
        )


class Failure(NamedTuple):
    """An example that does not do what it says; `line` (from 1) is in the documentation."""

    line: int
    message: str


def examples_in(text: str) -> list[Example]:
    """The examples of a rule's documentation."""
    found: list[Example] = []
    for block in blocks_in(text):
        if block.word == FIXED and found:
            found[-1] = found[-1]._replace(fixed=(*found[-1].fixed, block))
        elif block.word in (BAD, GOOD):
            if found and found[-1].goes_on_with(block):
                found[-1] = found[-1]._replace(blocks=(*found[-1].blocks, block))
            else:
                found.append(Example(block.word, (block,)))
    return found


def failures_of(example: Example, rule: Rule) -> Iterator[Failure]:
    """What is wrong with an example; nothing when all is well.

    Raises UserError as a scan does.
    """
    if example.kind == GOOD:
        yield from noise(example)
        return
    yield from silence(example, rule)
    if example.fixed:
        yield from unfixed(example, rule)


def noise(example: Example) -> Iterator[Failure]:
    """Whatever is found in a good example."""
    scan = scan_texts(example.files)
    for finding in scan.findings:
        place = f"{finding.span.source.path}:{finding.span.place.line}"
        yield Failure(example.line, f"not silent: {place}: {finding.rule}: {finding.message}")
    for crash in scan.crashes:
        yield Failure(example.line, f"`{crash.rule}` crashed: {crash.trace}")


def silence(example: Example, rule: Rule) -> Iterator[Failure]:
    """The rule does not fire on a bad example, or not where it should; or another one does."""
    scan = scan_texts(example.files, extend_select=(rule.name,), persona=rule.persona)
    for crash in scan.crashes:
        yield Failure(example.line, f"`{crash.rule}` crashed: {crash.trace}")
    fired = [finding for finding in scan.findings if finding.rule == rule.name]
    if not fired:
        yield Failure(example.line, "the rule does not fire")
    if rule.persona == "regular":
        for finding in scan.findings:
            if finding.rule != rule.name:
                yield Failure(example.line, f"fires too: {finding.rule}: {finding.message}")
    for block in example.blocks:
        places = {f.span.place for f in fired if f.span.source.path == block.path}
        for line, column in sorted(block.pointers - {tuple(place) for place in places}):
            yield Failure(example.line, f"nothing is found at {block.path}:{line}:{column}")


def unfixed(example: Example, rule: Rule) -> Iterator[Failure]:
    """The fix makes something else than the `fixed` text."""
    from iamlint.fixing import fix

    scanner, scan = scan_with(example.files, select=(rule.name,), persona=rule.persona)
    after = fix(scanner, scan, unsafe=True).texts
    for block in example.fixed:
        made = after.get(block.path)
        if made != block.content:
            yield Failure(block.line, f"the fix makes of {block.path}:\n{made}")


def failures(rule: Rule) -> list[Failure]:
    """What is wrong with the examples of a rule; empty when all is well."""
    return [
        failure
        for example in examples_in(rule.documentation())
        for failure in failures_of(example, rule)
    ]
