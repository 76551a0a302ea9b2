"""Which tags a principal or a resource is known to bear, and not to bear.

A session has the tags of its role, and those that are passed when the role is assumed, which its
trust policy must allow by `sts:TagSession`.
https://docs.aws.amazon.com/IAM/latest/UserGuide/id_session-tags.html
https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-principaltag
"""

from __future__ import annotations

from iamlint.catalog import roles
from iamlint.text.hints import TYPE_CHECKING, Final
from iamlint.text.holes import Text
from iamlint.text.node import Conditional, Either, Holed, HoledKey, Mapping, Scalar, Sequence

if TYPE_CHECKING:
    from iamlint.access.engine import Engine
    from iamlint.model.things import Identity, Resource
    from iamlint.text.node import Node

TEMPLATES: Final = "cloudformation"
DECLARED_WHOLE: Final = (TEMPLATES, "terraform", "account")
"""Carriers that read declarations in which all the tags stand."""
MARKED_BY_AWS: Final = "aws:"
LISTED: Final = ("Tags", "tags", "tags_all")


class Tags:
    """The tags of a thing: `values` by name in lower case; those of which nothing is known are
    not among `values` and stand in `doubtful`. `passed`: those that a session may bring.
    """

    def __init__(self) -> None:
        self.values: dict[str, Text] = {}
        self.doubtful: set[str] = set()
        self.passed: frozenset[str] = frozenset()

    def of(self, name: str) -> tuple[Text | None, bool]:
        """The value of a tag, None where it is not there; and whether that is known."""
        name = name.lower()
        if name in self.doubtful or name.startswith(MARKED_BY_AWS):
            return None, False
        return self.values.get(name), True


def session_tags(identity: Identity, engine: Engine) -> Tags | None:
    """The tags of those who act as an identity; None where any may be passed to a session."""
    if identity.kind == "user":
        return declared(identity)
    trust = identity.trust
    if identity.kind != "role" or trust is None or not trust.whole:
        return None
    if not engine.lets_pass(trust, roles.TAG):
        return declared(identity)
    passed = engine.tags_let_through(trust)
    found = declared(identity) if passed is not None else None
    if found is not None and passed is not None:
        found.passed = passed
        found.doubtful |= passed
    return found


def declared(thing: Identity | Resource) -> Tags | None:
    """The tags with which a thing is declared; None where they are not all known."""
    reading = thing.reading
    if reading is None or reading.carrier not in DECLARED_WHOLE or not thing.created:
        return None
    whole = thing.properties
    if whole is not None and reading.carrier == TEMPLATES and whole.span == thing.node.span:
        return None  # SAM makes it, and gives it the tags of what it is for
    if whole is None and isinstance(thing.node, Mapping):
        whole = thing.node.get("Properties") or thing.node
    if not isinstance(whole, Mapping):
        return None
    found = Tags()
    if reading.stack_tags is None:
        return None
    for name, value in reading.stack_tags.items():
        if value is None:
            found.doubtful.add(name.lower())
        else:
            found.values[name.lower()] = Text(value)
    for node in (thing.default_tags, *(whole.get(name) for name in LISTED)):
        if node is not None and not _take(node, found):
            return None
    return found


def _take(node: Node, found: Tags) -> bool:
    """Whether all the names of tags in a list or mapping are known."""
    if isinstance(node, Scalar) and node.value is None:
        return True
    if isinstance(node, Mapping):
        for key, inside in node.entries:
            if isinstance(key, HoledKey):
                return False
            _give(str(key.value), inside, found)
        return True
    if not isinstance(node, Sequence) or isinstance(node, Either):
        return False
    for item in node.items:
        inner = item.inner if isinstance(item, Conditional) else item
        if not isinstance(inner, Mapping):
            return False
        name = next((text for one in ("Key", "key") if (text := text_of(inner.get(one)))), None)
        if name is None or name.literal is None:
            return False
        value = None if isinstance(item, Conditional) else inner.get("Value") or inner.get("value")
        _give(name.literal, value, found)
    return True


def _give(name: str, node: Node | None, found: Tags) -> None:
    value = text_of(node)
    found.doubtful.discard(name.lower())
    if value is None:
        found.doubtful.add(name.lower())
    else:
        found.values[name.lower()] = value


def text_of(node: Node | None) -> Text | None:
    """The text of a value; None where it is none."""
    if isinstance(node, Holed):
        return node.text
    if isinstance(node, Scalar) and isinstance(node.value, bool):
        return Text("true" if node.value else "false")
    if isinstance(node, Scalar) and node.value is not None:
        return Text(str(node.value))
    return None
