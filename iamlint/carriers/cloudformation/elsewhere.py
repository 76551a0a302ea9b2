"""Policies in places that no table tells of: in the properties of a custom resource, in an API's
definition. Their shape tells what they are.
"""

from __future__ import annotations

import re

from iamlint.carriers.plain import is_policy, tell_kind
from iamlint.model.policy import IDENTITY, Policy
from iamlint.model.reading import read_into
from iamlint.text.hints import TYPE_CHECKING
from iamlint.text.node import Conditional, Mapping, Sequence

from . import strings, tables
from .places import Place, walk
from .values import as_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from iamlint.text.node import Node

    from .reader import Context, Declared

LOOKALIKES = "cloudformation_lookalikes"
CODE = (".ZipFile", ".InlineCode")
"""Program code, which may make policies when it runs."""
_effect = re.compile(r"""["']?\bEffect["']?\s*:\s*["']?(Allow|Deny)\b""")


def read(context: Context, declared: Declared) -> None:
    """Everything in a resource's properties that looks like a policy and was not read."""
    if not isinstance(declared.properties, Mapping):
        return
    for row in tables.rows(LOOKALIKES, declared.type):
        for place in walk(declared.properties, row["path"], ""):
            context.read_at.add((place.node.start, place.node.end))
    for key, value in declared.properties.entries:
        start = Place(value, declared.when, f"{declared.address}.{key.value}", None)
        for place in looking_like_policies(context, start):
            policy = Policy(
                place.node, IDENTITY, kind_known=False, address=place.address, when=place.when
            )
            read_into(policy)
            tell_kind(policy, "", trusted=False)
            context.reading.policies.append(policy)


def looking_like_policies(context: Context, place: Place) -> Iterator[Place]:
    """Documents and texts of documents within a value."""
    node = place.node
    if (node.start, node.end) in context.read_at:
        return
    if isinstance(node, Conditional):
        inner = place._replace(node=node.inner, when=place.when | node.when)
        yield from looking_like_policies(context, inner)
    elif isinstance(node, Sequence):
        for index, item in enumerate(node.items):
            inner = place._replace(node=item, address=f"{place.address}[{index}]")
            yield from looking_like_policies(context, inner)
    elif isinstance(node, Mapping):
        if is_policy(node):
            yield place
            return
        for key, value in node.entries:
            inner = place._replace(node=value, address=f"{place.address}.{key.value}")
            yield from looking_like_policies(context, inner)
    elif strings.holds_text(node):
        document = in_text(context, place)
        if document is not None:
            yield place._replace(node=document)


def in_text(context: Context, place: Place) -> Mapping | None:
    """The document that a text is, if it is one."""
    text = str(as_text(place.node) or "")
    if not ("Effect" in text or "Statement" in text) or place.address.endswith(CODE):
        return None
    document: Node | None = None
    why = "a text with statements of policies, in a form that is not read"
    if text.lstrip().startswith("{") and '"Statement"' in text:
        try:
            document = strings.document(context.resolver, place.node)
        except strings.NotReadable as error:
            why = f"it looks like a policy: {error}"
    if isinstance(document, Mapping) and is_policy(document):
        return document
    if _effect.search(text):
        context.gap(place.node, place.address, why, bound=True)
    return None
