"""Which key encrypts a resource: a customer's, AWS's own, none, or not known.

https://docs.aws.amazon.com/kms/latest/developerguide/concepts.html#key-mgmt
"""

from __future__ import annotations

from iamlint.text.hints import TYPE_CHECKING
from iamlint.text.holes import Text, shown
from iamlint.text.node import Either, Holed, Mapping, Scalar

from . import names
from .joined import AWS_MANAGED, CUSTOMER, NO_KEY, UNKNOWN_KEY, KeyUse

if TYPE_CHECKING:
    from collections.abc import Iterator

    from iamlint.model.things import Encryption, Reading, Resource

    from . import Estate
    from .resources import Resources

AWS_ALIAS = "alias/aws/"
KEY, ALIAS = "kms:key", "kms:alias"
TARGETS = ("TargetKeyId", "target_key_id", "target_key_arn")
"""What an alias calls the key it stands for, in templates and plans."""


class Keys:
    """Resolves keys by id, ARN, alias name and alias ARN."""

    def __init__(self, resources: Resources) -> None:
        self._resources = resources

    def uses(self, resource: Resource) -> Iterator[KeyUse]:
        """The keys that encrypt a resource, one under each condition; `none` for none."""
        if not resource.encryption:
            yield KeyUse(NO_KEY, names.NOTHING)
        for encryption in resource.encryption:
            for text in encryption.key.alternatives():
                yield self.use(text, encryption, resource.reading, resource.address)

    def use(
        self,
        text: Text,
        encryption: Encryption | None,
        reading: Reading | None,
        near: str = "",
    ) -> KeyUse:
        """What a text that names a key leads to, followed through aliases; `near`: the address of
        what has the text.
        """
        seen: set[Text] = set()
        named = text
        while True:
            if not text.pieces:
                return KeyUse(NO_KEY, named, encryption)
            if is_aws_managed(text):
                return KeyUse(AWS_MANAGED, named, encryption)
            keys, sure = self._resources.meant(text, reading, KEY, near)
            if len(keys) == 1 and sure:
                return KeyUse(CUSTOMER, keys[0].arn, encryption, keys[0])
            aliases, sure = self._resources.meant(text, reading, ALIAS, near)
            if not sure:
                why = f"{len(aliases)} files create {named}"
                return KeyUse(UNKNOWN_KEY, named, encryption, None, why)
            alias, target = first_target(aliases)
            if alias is None or target in seen:
                break
            seen.add(target)
            text, reading, near = target, alias.reading, alias.address
        if is_key_arn(text):
            return KeyUse(CUSTOMER, text, encryption)
        return KeyUse(UNKNOWN_KEY, named, encryption, None, _why(text))


def first_target(aliases: list[Resource]) -> tuple[Resource | None, Text]:
    """The first alias that tells its key, and that as its file names it; conditions may choose
    between two of one name.
    """
    for alias in aliases:
        target = target_of(alias)
        if target is not None:
            return alias, target
    return None, names.NOTHING


def aliases_by_key(estate: Estate) -> dict[Resource, tuple[str, ...]]:
    """The names of aliases in view, as far as they and their keys are known."""
    found: dict[Resource, tuple[str, ...]] = {}
    for alias in estate.all_resources:
        if alias.service_type != ALIAS:
            continue
        target, parts = target_of(alias), names.segments(alias.arn)
        key = estate.key_named(target, alias.reading) if target is not None else None
        if key is not None:
            name = parts[5].literal if parts is not None else None
            found[key] = (*found.get(key, ()), name or "")
    return {key: every for key, every in found.items() if all(every)}


def target_of(alias: Resource) -> Text | None:
    """The key that an alias stands for."""
    if alias.encryption:
        return alias.encryption[0].key
    properties = alias.properties
    if isinstance(properties, Mapping):
        for name in TARGETS:
            node = properties.get(name)
            if isinstance(node, (Holed, Either)):
                return node.text
            if isinstance(node, Scalar) and isinstance(node.value, str) and node.value:
                return Text(node.value)
    return None


def is_aws_managed(text: Text) -> bool:
    """`alias/aws/s3`, by name or by ARN."""
    if text.prefix.startswith(AWS_ALIAS):
        return True
    parts = names.segments(text)
    return parts is not None and parts[2].literal == "kms" and parts[5].prefix.startswith(AWS_ALIAS)


def is_key_arn(text: Text) -> bool:
    """An ARN of a key, known well enough to tell it from others."""
    parts = names.segments(text)
    return parts is not None and parts[2].literal == "kms" and parts[5].prefix.startswith("key/")


def _why(text: Text) -> str:
    for hole in text.holes:
        return hole.why or f"the value of {shown(hole)} is not known"
    return f"{text} is not in view"
