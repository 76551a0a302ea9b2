"""Rows of the catalogue's table `kms_callers`: what calls of services ask of keys.

https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html#conditions-kms-via-service
"""

from __future__ import annotations

from functools import lru_cache

from iamlint.text.globs import is_glob
from iamlint.text.hints import TYPE_CHECKING, Final
from iamlint.text.holes import ANY, Hole, Text
from iamlint.text.records import NamedTuple

from . import names
from .accounts import account_of
from .integrations import filled

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from iamlint.catalog import Catalog
    from iamlint.model.policy import Policy
    from iamlint.model.things import Encryption, Resource

FAS, GRANT, CREATE, ROLE = "fas", "grant", "create", "role"
"""Who calls KMS: the service in the caller's name at each call; the caller when it makes the thing,
for a grant or once; the role as which the service works.
"""

CHINA, ITS_SUFFIX = "cn-", ".cn"
"""Where no page of AWS says whether `kms:ViaService` ends as the names of its services do."""

CONTEXT: Final = "kms:encryptioncontext:"
"""What keys of an encryption context begin with, in small letters."""
NO_SOURCE: dict[str, Text | str | None] = {"aws:SourceArn": None, "aws:SourceAccount": None}
"""Keys of calls that a service makes in its own name; those in a caller's name carry none."""


class Row(NamedTuple):
    """One row: service actions, and the KMS actions that they ask for.

    `minimum`, `documented`: the least they need, and what AWS lists. `sometimes`: what only some
    calls need, and which. `context`: what the calls to KMS carry. `named`: the keys of their
    encryption context, all of them where one is told.
    """

    id: str
    model: str
    service: str
    actions: tuple[str, ...]
    minimum: tuple[str, ...]
    documented: tuple[str, ...]
    sometimes: Mapping[str, str]
    via_service: str
    context: Mapping[str, str]
    named: tuple[str, ...]
    confidence: str

    def creates_only(self, actions: Iterable[str]) -> bool:
        """The actions do use the key. Of those that make a thing or change it, a change does only
        where it chooses another key.
        """
        called = (action.partition(":")[2] for action in actions)
        return self.model == FAS or any(name.startswith(("Create", "Run")) for name in called)

    def via(self, region: Text) -> Text:
        """The value of `kms:ViaService` in a region; empty where it is not known."""
        return filled(self.via_service, {"Region": region})

    def seen_via(self, region: Text) -> Text:
        """The same as the key's policy sees it, with what is not known of it as a hole."""
        via = self.via(region)
        if via.pieces and (region.literal or "").startswith(CHINA):
            return via + Text(Hole(f"suffix of {via}", choices=(Text(), Text(ITS_SUFFIX))))
        return via

    def carried(
        self, caller: Text, resource: Resource, encryption: Encryption | None, named: Text
    ) -> dict[str, Text | str | None]:
        """The context keys of the calls to KMS, as far as they are known. `caller`: its account;
        `named`: the ARN by which it names the resource, and which may tell the region.
        """
        of_object = object_of(resource, encryption)
        home = {"arn": resource.arn, "Account": account_of(resource)}
        found = {"kms:CallerAccount": caller, **NO_SOURCE}
        if self.via_service:
            found["kms:ViaService"] = self.seen_via(region_of(resource, named))
        if of_object is not None:
            home["object"] = of_object
        for key, value in self.context.items():
            if value != "${object}" or of_object is not None:
                found[key] = filled(value, home)
        return found

    def never_carried(self, policies: Iterable[Policy]) -> dict[str, Text | str | None]:
        """Keys of an encryption context that policies ask for and the calls to KMS never have:
        the service, not its caller, says what it is."""
        if not self.named:
            return {}
        known = {f"{CONTEXT}{name.lower()}" for name in self.named}
        return {
            str(condition.key): None
            for policy in policies
            for statement in policy.statements
            for condition in statement.conditions
            if (key := (condition.key.literal or "").lower()).startswith(CONTEXT)
            and key not in known
        }


def region_of(resource: Resource, named: Text) -> Text:
    """The region in which a resource is asked for; where that of its file is not known, the one in
    the ARN by which it is named.
    """
    parts = names.segments(named) if resource.region.literal is None else None
    if parts is None or not parts[3].literal or is_glob(parts[3].literal):
        return resource.region
    return parts[3]


def object_of(bucket: Resource, encryption: Encryption | None) -> Text | None:
    """What a call to KMS is about: an object, or the bucket where that has a bucket key; None
    where that is not known.
    """
    if encryption is None or encryption.bucket_key is None:
        return None
    if encryption.bucket_key:
        return bucket.arn
    return bucket.arn + "/" + Text(Hole(f"{bucket.address}/…", ANY))


@lru_cache(maxsize=32)
def rows(catalog: Catalog, *models: str) -> tuple[Row, ...]:
    """The rows of some models of encryption; general knowledge alone is left out."""
    return tuple(
        Row(
            raw["id"],
            raw["model"],
            next(iter(raw["actions"]), "").partition(":")[0],
            tuple(raw["actions"]),
            expanded(catalog, raw["min_kms"]),
            expanded(catalog, raw["doc_kms"]),
            raw.get("sometimes", {}),
            raw["via_service"],
            raw.get("context", {}),
            tuple(raw["context_keys"]),
            raw["confidence"],
        )
        for raw in catalog.table("kms_callers")
        if raw["model"] in models and raw["confidence"] != "C"
    )


def expanded(catalog: Catalog, patterns: list[str]) -> tuple[str, ...]:
    """The actions that patterns stand for."""
    return tuple(dict.fromkeys(name for p in patterns for name in catalog.expand(p) or (p,)))
