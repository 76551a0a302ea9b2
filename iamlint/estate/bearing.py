"""Which tags a principal or a resource is known to bear, and not to bear.

A session has the tags of its role, and those that are passed when the role is assumed, which its
trust policy must allow by `sts:TagSession`.
https://docs.aws.amazon.com/IAM/latest/UserGuide/id_session-tags.html
https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-principaltag
"""

from __future__ import annotations

from iamlint.access.operators import use_of
from iamlint.catalog import roles
from iamlint.text.hints import TYPE_CHECKING, Final
from iamlint.text.holes import Text
from iamlint.text.node import Conditional, Either, Holed, HoledKey, Mapping, Scalar, Sequence

if TYPE_CHECKING:
    from iamlint.access.engine import Engine
    from iamlint.model.policy import Condition, Policy
    from iamlint.model.things import Identity, Resource
    from iamlint.text.node import Node

TAG_KEYS: Final = "aws:tagkeys"
PRINCIPAL_TAG: Final = "aws:principaltag/"
RESOURCE_TAG: Final = "aws:resourcetag/"
TEMPLATES: Final = "cloudformation"
DECLARED_WHOLE: Final = (TEMPLATES, "terraform", "account")
"""Carriers that read declarations in which all the tags stand."""
MARKED_BY_AWS: Final = "aws:"
LISTED: Final = ("Tags", "tags", "tags_all")


class Tags:
    """The tags of a thing: `values` by name in lower case; those of which nothing is known are
    not among `values` and stand in `doubtful`. `listed`: a trust policy lists those that may be
    passed.
    """

    def __init__(self) -> None:
        self.listed = False
        self.values: dict[str, Text] = {}
        self.doubtful: set[str] = set()

    def of(self, name: str) -> tuple[Text | None, bool]:
        """The value of a tag, None where it is not there; and whether that is known."""
        name = name.lower()
        if name in self.doubtful or name.startswith(MARKED_BY_AWS):
            return None, False
        return self.values.get(name), True


def session_tags(identity: Identity, engine: Engine) -> Tags | None:
    """The tags of those who act as an identity; None where others may be passed to a session."""
    if identity.kind == "user":
        return declared(identity)
    trust = identity.trust
    if identity.kind != "role" or trust is None or not trust.whole:
        return None
    if not engine.lets_pass(trust, roles.TAG):
        return declared(identity)
    listed = tags_let_in(trust, engine)
    found = declared(identity) if listed is not None else None
    if found is not None and listed is not None:
        for name in listed:
            found.values.pop(name, None)
            found.doubtful.add(name)
        found.listed = True
    return found


def tags_let_in(trust: Policy, engine: Engine) -> frozenset[str] | None:
    """The names of the tags that a trust policy lets pass, in lower case; None where it does not
    list them.
    """
    names: set[str] = set()
    for statement in trust.statements:
        if trust.gaps or statement.gaps:
            return None
        words = statement.actions if statement.allows else ()
        if words is not None and not any(roles.TAG in engine.names_of(word) for word in words):
            continue
        literals = next((found for one in statement.conditions if (found := listing(one))), None)
        if literals is None:
            return None
        names.update(literals)
    return frozenset(names)


def listing(condition: Condition) -> list[str] | None:
    """The tags of which a condition wants each that is passed to be one."""
    use = use_of(condition.operator.literal or "")
    literals = [word.literal for word in condition.values]
    if (condition.key.literal or "").lower() != TAG_KEYS or use is None or use.base is None:
        return None
    if use.over != "all" or use.base.negated or not use.base.name.startswith("StringEquals"):
        return None
    return [one.lower() for one in literals if one is not None] if all(literals) else None


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
