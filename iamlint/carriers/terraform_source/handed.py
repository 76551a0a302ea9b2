"""Policies that a configuration hands to modules whose code is not in view, as those of a registry:
the text is there, what the module does with it is not. Its shape tells what it may be, or a word in
the call says so.

https://developer.hashicorp.com/terraform/language/modules/sources
"""

from __future__ import annotations

from iamlint.carriers.plain import is_policy, tell_kind
from iamlint.carriers.terraform.addresses import Key
from iamlint.carriers.terraform.documents import NotReadable
from iamlint.carriers.terraform.encoded import Encoded, Written
from iamlint.carriers.terraform.tables import rows
from iamlint.carriers.terraform.values import top, walk
from iamlint.model.policy import IDENTITY, Policy
from iamlint.model.reading import read_into
from iamlint.text.hints import TYPE_CHECKING
from iamlint.text.late import late
from iamlint.text.node import Conditional, Mapping, Scalar, Sequence

from .blocks import Attributes, repetitions
from .plan import declared
from .results import literal
from .scopes import Scope

if TYPE_CHECKING:
    from collections.abc import Iterator

    from iamlint.carriers.terraform.reader import Context
    from iamlint.carriers.terraform.values import Value
    from iamlint.formats.hcl.nodes import Block
    from iamlint.text.node import When

    from .evaluating import Evaluator
    from .scopes import Module

OWN = frozenset({"providers", "source", "version"})
"""Arguments of a call that Terraform itself takes."""
TELLING = ("Statement", "local.", "file(")
"""One of these stands in an argument that holds a policy."""
KINDS = "terraform_handed_kinds"
_placeholder = late(r"(?<![A-Za-z0-9])_[A-Z0-9_]+_(?![A-Za-z0-9])|\{\{|<[A-Z_]+>")
"""What a module puts its own values in the place of: `_S3_BUCKET_ARN_`."""


def read(context: Context, module: Module, name: str, block: Block, evaluator: Evaluator) -> None:
    """The policies in the arguments of a call."""
    telling = [key for key in block.body.attributes if _is_telling(block, key)]
    if not telling:
        return
    address = module.path.child(name, None).address
    source = literal(block.body.value("source")) or ""
    for key, names, when in repetitions(evaluator, block, Scope(module), address):
        values = Attributes(evaluator, block.body, Scope(module, names))
        own = Key(key) if key is not None else None
        instance = declared(module, f"module.{name}", block, values, own)
        for argument in telling:
            for value in walk(top(instance), argument):
                for one in _texts(value):
                    _read_text(context, one, f"{source} {name} {one.address}", when)


def _is_telling(block: Block, name: str) -> bool:
    written = block.body.attributes[name].value.span.text
    return name not in OWN and any(word in written for word in TELLING)


def _texts(value: Value) -> Iterator[Value]:
    """The texts in a value that may be documents. Those of data sources are looked at alone."""
    node = value.node.inner if isinstance(value.node, Conditional) else value.node
    if isinstance(node, Encoded):
        if not node.origin:
            yield value._replace(node=node)
    elif isinstance(node, Written):
        if node.text.prefix.lstrip().startswith("{"):
            yield value._replace(node=node)
    elif isinstance(node, Scalar):
        if isinstance(node.value, str) and node.value.lstrip().startswith("{"):
            yield value._replace(node=node)
    elif isinstance(node, Sequence):
        for index in range(len(node.items)):
            yield from _texts(value.inner(Key(index), None))
    elif isinstance(node, Mapping):
        for key, _ in node.entries:
            yield from _texts(value.inner(str(key.value), None))


def _read_text(context: Context, value: Value, said: str, when: When) -> None:
    if _placeholder.search(value.place.span.text):
        return
    try:
        found = context.documents.of(value)
    except NotReadable:
        return  # that the module is not in view is said of its call
    if found is None or not isinstance(found[0], Mapping) or not is_policy(found[0]):
        return
    policy = Policy(found[0], IDENTITY, kind_known=False, address=value.address, when=when)
    read_into(policy)
    tell_kind(policy, _kind(said.lower()), trusted=False)
    if context.first(policy):
        context.reading.policies.append(policy)


def _kind(said: str) -> str:
    """What a call says of the policies in it."""
    return next((str(row["kind"]) for row in rows(KINDS) if row["word"] in said), "")
