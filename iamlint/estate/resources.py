"""What there is to use, by any of its names, and the policies that sit on it."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from iamlint.model.policy import RESOURCE
from iamlint.model.things import Resource
from iamlint.text.globs import is_glob
from iamlint.text.holes import Text

from . import names
from .accounts import account_of
from .defaults import default_policy
from .joined import Attached, Grants, Unknown

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from iamlint.catalog import Catalog
    from iamlint.model.policy import Policy
    from iamlint.model.things import Attachment, Reading


class Alone(NamedTuple):
    """A resource policy in a file of its own and the ARN it is about."""

    policy: Policy
    reading: Reading
    arn: Text


class Tie(NamedTuple):
    """An attachment that targets a resource, and whether it does so for certain."""

    attachment: Attachment
    sure: bool


class Resources:
    """Joins resources with their names and with the policies that sit on them."""

    def __init__(self, readings: tuple[Reading, ...], catalog: Catalog) -> None:
        self._readings = readings
        self._catalog = catalog

    @cached_property
    def declared(self) -> tuple[Resource, ...]:
        """What files declare, in file order."""
        return tuple(r for reading in self._readings for r in reading.resources)

    @cached_property
    def all(self) -> tuple[Resource, ...]:
        """Declared resources, then those that only a policy's text tells of."""
        return (*self.declared, *(r for policies in self._implied.values() for r in policies))

    @cached_property
    def by_type(self) -> dict[str, list[Resource]]:
        """Resources by the catalogue's type (`s3:bucket`)."""
        found: dict[str, list[Resource]] = {}
        for resource in self.all:
            found.setdefault(resource.service_type, []).append(resource)
        return found

    @cached_property
    def _named(self) -> dict[Text, list[Resource]]:
        return by_name(self.all)

    @cached_property
    def _by_parts(self) -> dict[tuple[str, Text], list[Resource]]:
        """Resources by the service and the last part of their ARN: what is the same whatever the
        partition, region and account turn out to be.
        """
        found: dict[tuple[str, Text], list[Resource]] = {}
        for resource in self.all:
            parts = names.segments(resource.arn)
            if parts is not None and parts[2].literal:
                found.setdefault((parts[2].literal, parts[5]), []).append(resource)
        return found

    def likely(self, text: Text) -> list[Resource]:
        """Resources that an ARN likely names: all of it is the same but a partition, region or
        account that is not known.
        """
        parts = names.segments(text)
        if parts is None or not parts[2].literal:
            return []
        found = self._by_parts.get((parts[2].literal, parts[5]), ())
        return [r for r in found if names.same(text, r.arn) is not False]

    def find(self, text: Text, reading: Reading | None = None, type: str = "") -> list[Resource]:
        """The resources that have this name, ARN, alias or URL, those of the same file first and
        alone when it creates one. `type` narrows to a type or, without a colon, to a service.
        """
        found = self._named.get(names.tail(text) or text, [])
        if type:
            found = [r for r in found if type in (r.service_type, service(r))]
        here = [r for r in found if r.reading is reading]
        if any(r.created for r in here):
            return here
        account = reading.account if reading is not None else None
        others = [
            r
            for r in found
            if r not in here and (account is None or r.arn == text or _may_share(r, account, text))
        ]
        return here + others

    def holding(self, text: Text, reading: Reading | None = None) -> list[Resource]:
        """The resources that an ARN names or lies within: `bucket/*` lies in the bucket,
        `table/T/index/*` in the table.
        """
        if not text.prefix.startswith("arn:") and text.only_hole is None:
            return []
        for outer in _may_lie_in(text):
            found = self.find(outer, reading) or self.likely(outer)
            if found:
                return found
        return []

    def within(self, text: Text, resource: Resource) -> Text:
        """A pattern that lies in a resource, as the resource's own file writes it."""
        for outer in _may_lie_in(text):
            if resource in self.find(outer) or resource in self.likely(outer):
                rest = names.after(text, outer)
                return resource.arn if rest is None else resource.arn + rest
        return text

    def surely(self, text: Text, resource: Resource) -> bool:
        """An ARN names the resource or lies in it for certain, not merely likely."""
        own = {names.tail(name) or name for name in (resource.arn, *resource.names)}
        return any((names.tail(outer) or outer) in own for outer in names.enclosing(text))

    @cached_property
    def _ties(self) -> dict[Resource, list[Tie]]:
        found: dict[Resource, list[Tie]] = {}
        for reading in self._readings:
            for attachment in reading.attachments:
                policy = attachment.policy
                sits_on = policy.resource_type if policy is not None else ""
                for kind, text in attachment.targets:
                    if kind == "resource":
                        for resource, sure in self._targets(text, reading, sits_on):
                            found.setdefault(resource, []).append(Tie(attachment, sure))
        return found

    def _targets(self, text: Text, reading: Reading, type: str) -> Iterator[tuple[Resource, bool]]:
        exact = self.find(text, reading, type)
        for resource in exact:
            yield resource, True
        if exact or text.literal is not None:
            return
        for resource in self.by_type.get(type, ()) if type else self.all:
            if any(names.same(text, name) is None for name in (*resource.names, resource.arn)):
                yield resource, False

    def policies_on(self, resource: Resource) -> Grants:
        """The policies that sit on a resource, and what else may sit there unseen."""
        attached = [Attached(policy, policy) for policy in resource.policies]
        default = default_policy(resource, self._catalog)
        if default is not None:
            attached.append(default)
        unknown = list(_gaps(resource))
        for attachment, sure in self._ties.get(resource, ()):
            if attachment.policy is None:
                unknown.append(
                    Unknown(f"the document of {attachment.address} is not known", attachment)
                )
                continue
            attached.append(Attached(attachment.policy, attachment, attachment.when, sure))
            unknown.extend(
                Unknown(f"{attachment.address} is only partly known: {hole.why}", attachment)
                for hole in attachment.gaps
            )
        attached.extend(
            Attached(policy, policy, sure=False)
            for policy in self._beside.get(names.tail(resource.arn) or resource.arn, ())
            if policy not in resource.policies
        )
        return Grants(tuple(attached), tuple(unknown))

    @cached_property
    def _alone(self) -> list[Alone]:
        """Resource policies that no declaration ties to a resource."""
        tied = {id(a.policy) for reading in self._readings for a in reading.attachments}
        tied.update(id(policy) for r in self.declared for policy in r.policies)
        found = []
        for reading in self._readings:
            for policy in reading.policies:
                if policy.kind == RESOURCE and policy.owner is None and id(policy) not in tied:
                    arn = sole_arn(policy)
                    if arn is not None:
                        found.append(Alone(policy, reading, arn))
        return found

    @cached_property
    def _implied(self) -> dict[Text, list[Resource]]:
        """Resources that no file declares, known from a policy that can only sit on them: a bucket
        policy in a file of its own names its bucket.
        """
        declared = by_name(self.declared) if self._alone else {}
        found: dict[Text, list[Resource]] = {}
        for alone in self._alone:
            key = names.tail(alone.arn) or alone.arn
            if key not in declared:
                found.setdefault(key, []).append(implied(alone))
        return found

    @cached_property
    def _beside(self) -> dict[Text, list[Policy]]:
        """Policies that stand alone and name a resource that some file declares."""
        found: dict[Text, list[Policy]] = {}
        for alone in self._alone:
            found.setdefault(names.tail(alone.arn) or alone.arn, []).append(alone.policy)
        return found


def _may_lie_in(text: Text) -> Iterator[Text]:
    """What any of the texts that this may be names or lies within."""
    for one in text.alternatives():
        yield from names.enclosing(one)


def by_name(resources: Iterable[Resource]) -> dict[Text, list[Resource]]:
    """Resources by every name; ARNs without their partition."""
    found: dict[Text, list[Resource]] = {}
    for resource in resources:
        for text in dict.fromkeys((*resource.names, resource.arn)):
            found.setdefault(names.tail(text) or text, []).append(resource)
    return found


def service(resource: Resource) -> str:
    """The service prefix of its type."""
    return resource.service_type.partition(":")[0]


def sole_arn(policy: Policy) -> Text | None:
    """The one ARN that all statements of a resource policy name or lie in. None where they name
    none (`*`), a pattern or several.
    """
    arn: Text | None = None
    for statement in policy.statements:
        for word in statement.resources or ():
            base = _base(word.text)
            if base is None or (arn is not None and base != arn):
                return None
            arn = base
    return arn


def implied(alone: Alone) -> Resource:
    """The resource that a policy standing alone sits on."""
    policy, reading, arn = alone
    resource = Resource(
        policy.resource_type,
        arn,
        (),
        policy.node,
        str(arn),
        "",
        names.account_in(arn) or reading.account,
        reading.region,
        created=False,
    )
    resource.reading = reading
    resource.policies.append(policy)
    return resource


def _base(arn: Text) -> Text | None:
    """The ARN without what lies inside a bucket; None for what is no ARN or a pattern."""
    parts = names.segments(arn)
    if parts is None or arn.literal is None:
        return None
    literal = arn.literal
    if parts[2].literal == "s3":
        literal = literal.partition("/")[0]
    return None if is_glob(literal) else Text(literal)


def _may_share(resource: Resource, account: Text, text: Text) -> bool:
    """A bare name means a thing of the same account; an ARN says itself whose it is."""
    if text.prefix.startswith("arn:"):
        return True
    return names.same(account, account_of(resource)) is not False


def _gaps(resource: Resource) -> Iterator[Unknown]:
    hole = resource.policy_gap
    if hole is not None:
        yield Unknown(f"the policy of {resource.address} is not known: {hole.why}", resource)
    if not resource.created and not resource.policies:
        why = f"{resource.address} is not created here; its policy is not in view"
        yield Unknown(why, resource)
    if resource.reading is not None:
        for gap in resource.reading.gaps:
            if not gap.partial and not gap.bound:
                yield Unknown(f"{gap.address} could not be analysed: {gap.why}", gap)
