"""Where policies sit in a tree, and what they are attached to. Carriers know nothing of rules."""

from __future__ import annotations

from functools import cache

from iamlint.text.hints import TYPE_CHECKING, Any
from iamlint.text.modules import module_named
from iamlint.text.node import Mapping

if TYPE_CHECKING:
    from iamlint.model.things import Reading
    from iamlint.text.node import Node

    from .facts import Facts
    from .pipelines import Trees
    from .terraform.reader import Configurations

CARRIERS = (
    *("terraform", "cloudformation", "serverless", "workflows", "kubernetes"),
    *("pipelines", "account", "exports", "plain"),
)
"""In the order in which a tree is offered to them; the first that knows it reads it."""

MARKS = {
    "terraform": ("format_version", "terraform_version"),
    "cloudformation": ("AWSTemplateFormatVersion", "Transform", "Resources"),
    "serverless": ("service",),
    "workflows": ("jobs",),
    "kubernetes": ("apiVersion", "resources", "bases", "components"),
    "account": ("UserDetailList", "GroupDetailList", "RoleDetailList"),
    "exports": ("iamlint-account",),
}
"""Keys of which a tree that one of these knows has one: without, it is not even imported."""
INNER_MARKS = {"pipelines": ("id_tokens", "extends")}
"""The same, of the keys one level below."""
EVERY_MARK = frozenset(mark for marks in MARKS.values() for mark in marks)


def is_template(root: Node) -> bool:
    """It may take values from other templates, so that all of them are to be read at once."""
    return not is_unmarked(root) and knows("cloudformation", root) and not knows("terraform", root)


def knows(name: str, root: Node) -> bool:
    """It is a tree for the carrier of that name."""
    return has_mark(name, root) and bool(carrier_of(name).recognises(root))


def read(
    path: str,
    root: Node,
    facts: Facts | None = None,
    *,
    asked: bool = False,
    beside: Configurations | None = None,
    included: Trees | None = None,
) -> Reading | None:
    """All that a file says of access; None for a file that is not ours. `asked`: a person named
    the file, so that one that holds nothing may be a policy with nothing in it. `beside`: for a
    plan, what tells of the configuration beside it. `included`: for a pipeline, what gives the
    files that it includes.
    """
    found = read_all(path, root, facts, asked=asked, beside=beside, included=included)
    return next(iter(found), None)


def read_all(
    path: str,
    root: Node,
    facts: Facts | None = None,
    *,
    asked: bool = False,
    beside: Configurations | None = None,
    included: Trees | None = None,
) -> list[Reading]:
    """The same, where a file may tell of several accounts: a reading for each of them."""
    for name in CARRIERS[-1:] if is_unmarked(root) else CARRIERS:
        if knows(name, root):
            carrier = carrier_of(name)
            if name == "account":
                return list(carrier.read_all(path, root, facts))
            more = {"terraform": (beside,), "pipelines": (included,)}.get(name, ())
            return [carrier.read(path, root, facts, *more)]
    from iamlint.carriers import plain

    if (facts is not None and facts.kind) or (asked and plain.is_bare(path, root)):
        return [plain.read(path, root, facts, whole=True)]
    return []


def is_unmarked(root: Node) -> bool:
    """None but the last of the carriers may know a tree, as its keys tell at once."""
    return (
        isinstance(root, Mapping)
        and EVERY_MARK.isdisjoint(root.keys())
        and not any(has_mark(name, root) for name in INNER_MARKS)
    )


def has_mark(name: str, root: Node) -> bool:
    """A carrier may know a tree, by its keys; several trees in one are for the carrier to tell."""
    if name in INNER_MARKS:
        wanted = INNER_MARKS[name]
        entries = root.entries if isinstance(root, Mapping) else ()
        return any(
            isinstance(value, Mapping) and any(one in value for one in wanted)
            for _, value in entries
        )
    marks = MARKS.get(name)
    return marks is None or not isinstance(root, Mapping) or any(key in root for key in marks)


@cache
def carrier_of(name: str) -> Any:
    """The module of a carrier; imported when a tree is first offered to it."""
    return module_named(f"iamlint.carriers.{name}")
