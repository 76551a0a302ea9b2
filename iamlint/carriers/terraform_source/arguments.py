"""Arguments that an `aws_iam_policy_document`, or a type of IAM, does not have: Terraform refuses
them.

https://registry.terraform.io/providers/hashicorp/aws/latest/docs/data-sources/iam_policy_document
"""

from __future__ import annotations

from functools import lru_cache

from iamlint.carriers.terraform import tables
from iamlint.carriers.terraform.documents import SOURCE_TYPE
from iamlint.carriers.terraform.plan import DATA
from iamlint.model.things import UNKNOWN_ARGUMENT, Fault
from iamlint.text.hints import TYPE_CHECKING, Any
from iamlint.text.source import Span

from .blocks import META, Attributes, kind_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from iamlint.carriers.terraform.reader import Context
    from iamlint.formats.hcl.nodes import Body

TABLE = "terraform_document_arguments"
MISTAKEN = "terraform_mistaken_arguments"
SLIP = 0.8
"""So like an argument is a name that is a slip for it."""


def read(context: Context) -> None:
    """A fault for each, once where several instances are of one declaration."""
    seen: set[tuple[str, int]] = set()
    mistaken = tables.by_type(MISTAKEN)
    for instance in context.plan.instances.values():
        rows = mistaken.get(instance.type)
        if rows is None and instance.type != SOURCE_TYPE:
            continue
        if not isinstance(instance.values, Attributes):
            continue
        whole = instance.values.body
        if rows is not None:
            if instance.mode != DATA and (whole.source.path, whole.start) not in seen:
                seen.add((whole.source.path, whole.start))
                context.reading.faults.extend(_mistaken(whole, rows))
            continue
        for body, kind in _bodies(whole, "data"):
            if (body.source.path, body.start) not in seen:
                seen.add((body.source.path, body.start))
                context.reading.faults.extend(_faults(body, kind))


def _mistaken(body: Body, rows: list[dict[str, Any]]) -> Iterator[Fault]:
    """What stands there is not read: nothing says whose it is."""
    for row in rows:
        name = row["argument"]
        node = body.attributes.get(name)
        if node is not None:
            span = Span(node.source, node.start, node.start + len(name))
            why = f"`{row['type']}` has no argument `{name}`, and it is not read: {row['meant']}"
            yield Fault(UNKNOWN_ARGUMENT, why, span)


def _bodies(body: Body, kind: str) -> Iterator[tuple[Body, str]]:
    """The body of a block and those in it, with their kinds."""
    yield body, kind
    for block in body.blocks:
        name = kind_of(block)
        if block.broken or name not in _known()[kind]["blocks"]:
            continue
        inner = block.body
        if block.type == "dynamic":
            content = next(inner.named("content"), None)
            if content is None:
                continue
            inner = content.body
        yield from _bodies(inner, name)


def _faults(body: Body, kind: str) -> Iterator[Fault]:
    row = _known()[kind]
    within = f"`{SOURCE_TYPE}`" if kind == "data" else f"`{kind}` of `{SOURCE_TYPE}`"
    blocks = [(block.type, block) for block in body.blocks if block.type != "dynamic"]
    for name, node in (*body.attributes.items(), *blocks):
        span = Span(node.source, node.start, node.start + len(name))
        if name in row["arguments"]:
            if name in row["blocks"] and name in body.attributes and not _is_json(body):
                why = f"{within} takes `{name}` as a block, not as an argument"
                yield Fault(UNKNOWN_ARGUMENT, why, span)
        elif name != "//" and not (kind == "data" and name in META):
            from iamlint.catalog.suggesting import near

            meant = "".join(f": it is `{one}`" for one in near(name, row["arguments"], 1, SLIP))
            yield Fault(UNKNOWN_ARGUMENT, f"{within} has no argument `{name}`{meant}", span)


def _is_json(body: Body) -> bool:
    """There blocks are written as attributes."""
    return body.source.path.endswith(".json")


@lru_cache
def _known() -> dict[str, dict[str, Any]]:
    """The rows by the kind of block, `data` for what stands in no other."""
    return {row["block"]: row for row in tables.rows(TABLE)}
