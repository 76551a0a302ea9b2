"""Policies as outputs have them: an object, a text, or a text that is percent-encoded."""

from __future__ import annotations

from iamlint.errors import Unreadable
from iamlint.model.policy import Policy
from iamlint.model.reading import read_into
from iamlint.model.things import Gap
from iamlint.text.hints import TYPE_CHECKING
from iamlint.text.holes import Opaque
from iamlint.text.node import Mapping, Scalar, Unknown
from iamlint.text.source import Span

from .parts import is_null

if TYPE_CHECKING:
    from iamlint.model.things import Reading
    from iamlint.text.holes import Text
    from iamlint.text.node import Node
    from iamlint.text.source import EmbeddedSource

NO_POLICY = "it is no policy: nothing of it was checked"


def policy_of(
    reading: Reading,
    holder: Mapping,
    key: str,
    kind: str,
    address: str,
    *,
    form: str = "",
    name: Text | None = None,
    arn: Text | None = None,
) -> Policy:
    """The policy under a key of what holds it. One that cannot be read is not known, and a gap
    tells of it.
    """
    node = holder.get(key)
    document: Node = (
        node
        if isinstance(node, Mapping)
        else _parsed(reading, holder, node or holder, address, kind)
    )
    policy = Policy(document, kind, form=form, address=address, name=name, arn=arn)
    read_into(policy)
    return policy


def _parsed(reading: Reading, holder: Mapping, node: Node, address: str, kind: str) -> Node:
    fault, why = None, NO_POLICY
    if isinstance(node, Scalar) and isinstance(node.value, str):
        from iamlint import formats

        source = text_in(node)
        try:
            found = formats.read(source, formats.JSON)
        except Unreadable as error:
            fault = source.sign(error.offset)
            why = f"the policy is no JSON: {error.message}"
        else:
            if isinstance(found, Mapping):
                return found
            fault = Span(node.source, node.start, node.start + 1)
    elif node is not holder and not is_null(node):
        fault = Span(node.source, node.start, node.start + 1)
    reading.gaps.append(Gap(node, address, why, bound=True, fault=fault, kind=kind))
    return Unknown(node.source, node.start, node.end, Opaque(f"{reading.path}#{address}", why))


def text_in(scalar: Scalar) -> EmbeddedSource:
    """The text of a policy in a string."""
    value = str(scalar.value).lstrip()
    if value.startswith("%"):
        from iamlint.formats.percent import decoded

        return decoded(scalar)
    from iamlint.formats import embedded

    return embedded(scalar)
