"""What there is to use, by any of its names, and the policies that sit on it."""

from __future__ import annotations

import re
from functools import cached_property

from iamlint.model.policy import RESOURCE
from iamlint.model.things import Resource
from iamlint.text.globs import is_glob
from iamlint.text.hints import TYPE_CHECKING, Any
from iamlint.text.holes import ANY, Text
from iamlint.text.records import NamedTuple

from . import names
from .accounts import account_of
from .defaults import default_policy
from .integrations import filled
from .joined import Attached, Grants, Unknown, unanalysed
from .namesakes import Namesakes, module_of
from .ties import MANY, Ties

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from iamlint.catalog import Catalog
    from iamlint.model.policy import Policy
    from iamlint.model.things import Attachment, Reading

BUCKET = "s3:bucket"
SUFFIXED = "secretsmanager:Secret"
KEY = "kms:key"
KEY_ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|mrk-[0-9a-f]{32}")
ANY_ARN = Text("arn:aws:")
"""What goes before the rest of an ARN where the partition does not matter."""
SUFFIXES = ("-??????", "-*", "*")
"""How a policy writes what AWS puts at the end of a secret's name."""
DRAWN = re.compile(r"(.+:secret:.+)-[A-Za-z0-9]{6}")
NO_WORD = re.compile(r"-(?=[A-Za-z]*[0-9A-Z])[0-9A-Za-z]{6}$")
"""What AWS drew for the end of an ARN: six letters and digits that are no word of a name."""
"""An ARN of a secret as AWS made it."""
MADE_END = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}(-s?\d+)?")
"""What AWS makes up for the end of the ARN of a cluster for Kafka."""
STATEMENT = "statement"
"""The form of a policy that is one statement, added by a declaration of its own."""


class Alone(NamedTuple):
    """A resource policy in a file of its own and the ARN it is about."""

    policy: Policy
    reading: Reading
    arn: Text


class Resources:
    """Joins resources with their names and with the policies that sit on them."""

    def __init__(self, readings: tuple[Reading, ...], catalog: Catalog) -> None:
        self._readings = readings
        self._catalog = catalog
        self._grants: dict[Resource, Grants] = {}
        self._meant: dict[tuple[Text, Reading | None, str, str], tuple[list[Resource], bool]] = {}

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
    def _named(self) -> Namesakes[Resource]:
        return by_name(self.all)

    @cached_property
    def _secrets(self) -> Namesakes[Resource]:
        """Secrets by their ARN without partition, and without what AWS puts at the end of it."""
        return Namesakes(
            (begun, resource)
            for resource in self.by_type.get(SUFFIXED, ())
            if (begun := _begun(resource)) is not None
        )

    @cached_property
    def _secrets_by_parts(self) -> Namesakes[Resource]:
        """The same by the last part of that, whatever the region and account turn out to be."""
        return Namesakes(
            (parts, resource)
            for resource in self.by_type.get(SUFFIXED, ())
            if (begun := _begun(resource)) is not None
            if (parts := _parts(ANY_ARN + begun)) is not None
        )

    @cached_property
    def _ended_by_aws(self) -> Namesakes[Resource]:
        """Resources by their service and what stands before the end of their ARN that AWS makes
        up: `cluster/events/` of a cluster for Kafka."""
        return Namesakes(
            (begun, resource)
            for resource in self.declared
            if (begun := _before_end(resource)) is not None
        )

    def _ended(self, text: Text, reading: Reading | None) -> list[Resource]:
        parts = names.segments(text)
        if parts is None or not isinstance(parts[5].literal, str):
            return []
        begun, _, end = parts[5].literal.rpartition("/")
        if not begun or is_glob(begun) or not (is_glob(end) or MADE_END.fullmatch(end)):
            return []
        home = parts[3:5]

        def may_be(resource: Resource) -> bool:
            own = names.segments(resource.arn)
            return own is not None and all(
                names.same(ours, asked) is not False
                for ours, asked in zip(own[3:5], home, strict=True)
            )

        return self._ended_by_aws.meant((parts[2].literal, begun + "/"), reading, may_be)[0]

    def _secrets_likely(self, begun: Text, reading: Reading | None) -> list[Resource]:
        parts = _parts(ANY_ARN + begun)
        if parts is None:
            return []

        def may_be(resource: Resource) -> bool:
            own = _begun(resource)
            return own is not None and names.same(begun, own) is not False

        return self._secrets_by_parts.meant(parts, reading, may_be)[0]

    @cached_property
    def _by_parts(self) -> Namesakes[Resource]:
        """Resources by the service and the last part of their ARN: what is the same whatever the
        partition, region and account turn out to be.
        """
        return Namesakes(
            (parts, resource)
            for resource in self.all
            if (parts := _parts(resource.arn)) is not None
        )

    def likely(self, text: Text, reading: Reading | None = None) -> list[Resource]:
        """Resources that an ARN likely names: all of it is the same but a partition, region or
        account that is not known.
        """
        parts = _parts(text)
        if parts is None:
            return []
        found, _ = self._by_parts.meant(
            parts, reading, lambda r: names.same(text, r.arn) is not False
        )
        return found

    def find(self, text: Text, reading: Reading | None = None, type: str = "") -> list[Resource]:
        """The resources that have this name, ARN, alias or URL, as a file means it. `type` narrows
        to a type or, without a colon, to a service.
        """
        return self.meant(text, reading, type)[0] if self.all else []

    def meant(
        self, text: Text, reading: Reading | None = None, type: str = "", near: str = ""
    ) -> tuple[list[Resource], bool]:
        """The same, and whether it means them for certain. `near`: the address of who names it."""
        asked = text, reading, type, module_of(near)
        known = self._meant.get(asked)
        if known is None:
            known = self._meant[asked] = self._look_up(text, reading, type, near)
        return known

    def _look_up(
        self, text: Text, reading: Reading | None, type: str, near: str
    ) -> tuple[list[Resource], bool]:
        text = names.queue_in(text) or text

        def may_be(resource: Resource) -> bool:
            if type and type not in (resource.service_type, service(resource)):
                return False
            if reading is None or resource.arn == text or _is_one_in_the_world(resource):
                return True
            return _may_share(resource, reading, text)

        return self._named.meant(names.tail(text) or text, reading, may_be, near)

    def holding(self, text: Text, reading: Reading | None = None) -> list[Resource]:
        """The resources that an ARN names or lies within: `bucket/*` lies in the bucket,
        `table/T/index/*` in the table.
        """
        if not self.all or (not text.prefix.startswith("arn:") and text.only_hole is None):
            return []
        for outer in (*self._over(text), *_may_lie_in(text)):
            found = self.find(outer, reading) or self.likely(outer, reading)
            if found:
                return found
        begun = secret_begun(text)
        if begun is None:
            return self._ended(text, reading)
        found = self._secrets.meant(begun, reading)[0] or self._secrets_likely(begun, reading)
        if NO_WORD.search(text.literal or ""):
            return [one for one in found if one.arn.literal is None]  # another was drawn for it
        return found

    def within(self, text: Text, resource: Resource) -> Text:
        """A pattern that lies in a resource, as the resource's own file writes it."""
        for outer in _may_lie_in(text):
            if _is_named(resource, outer):
                rest = names.after(text, outer)
                return resource.arn if rest is None else resource.arn + rest
        return text

    def surely(self, text: Text, resource: Resource) -> bool:
        """An ARN names the resource or lies in it for certain, not merely likely."""
        own = {names.tail(name) or name for name in (resource.arn, *resource.names)}
        return any((names.tail(outer) or outer) in own for outer in names.enclosing(text))

    def _over(self, text: Text) -> Iterator[Text]:
        """What AWS makes in every account, of which the policy is also that of what a text names:
        the catalog of a database.
        """
        parts = names.segments(text)
        if parts is None or parts[2].literal not in self._givens:
            return
        row = self._givens[parts[2].literal]
        if parts[5].prefix.startswith(tuple(row["over"])):
            home = {"Partition": parts[1], "Region": parts[3], "Account": parts[4]}
            yield filled(row["given"], home)

    @cached_property
    def _givens(self) -> dict[str | None, dict[str, Any]]:
        """The rows about what AWS makes in every account with other things under it, by service."""
        rows = self._catalog.table("resource_policies")
        return {row["service"]: row for row in rows if "over" in row}

    def _given(self, policy: Policy, reading: Reading) -> Text | None:
        """What AWS makes in every account and a policy of its kind sits on."""
        row = self._givens.get(policy.resource_type.partition(":")[0])
        if row is None or row["type"] != policy.resource_type:
            return None
        home = {"Partition": reading.partition, "Region": reading.region}
        return filled(row["given"], {**home, "Account": reading.account})

    @cached_property
    def _ties(self) -> Ties:
        ties = Ties()
        for reading in self._readings:
            for attachment in reading.attachments:
                policy = attachment.policy
                sits_on = policy.resource_type if policy is not None else ""
                for kind, text in attachment.targets:
                    if kind == "resource":
                        self._tie(ties, attachment, text, sits_on)
        return ties

    def _tie(self, ties: Ties, attachment: Attachment, text: Text, type: str) -> None:
        exact, sure = self.meant(text, attachment.reading, type, attachment.address)
        if not exact and attachment.policy is not None and attachment.policy.form == STATEMENT:
            exact, sure = self._qualified(attachment.policy, attachment.reading, type)
        for resource in exact:
            ties.tie(resource, attachment, sure)
        if exact:
            return
        if text.literal is not None:
            self._tie_likely(ties, attachment, text, type)
            return
        hole = text.only_hole
        if type and hole is not None and hole.within == ANY and not hole.choices:
            ties.tie_any(type, attachment)
            return
        for resource in self.by_type.get(type, ()) if type else self.all:
            if any(names.same(text, name) is None for name in (*resource.names, resource.arn)):
                ties.tie(resource, attachment, False)

    def _tie_likely(self, ties: Ties, attachment: Attachment, text: Text, type: str) -> None:
        """An ARN or URL that is written out means a resource of which the account or region is not
        known, perhaps.
        """
        near = self.likely(text, attachment.reading)
        if text.prefix.startswith("https:"):
            near = self.by_type.get(type, [])
        for resource in near:
            if type in ("", resource.service_type) and any(
                names.same(text, name) is None for name in (*resource.names, resource.arn)
            ):
                ties.tie(resource, attachment, False)

    def _qualified(
        self, policy: Policy, reading: Reading | None, type: str
    ) -> tuple[list[Resource], bool]:
        """The alias or version of a function that a statement is about; where it is not in view,
        the function.
        """
        for word in (word for s in policy.statements for word in s.resources or ()):
            if word.text.prefix.startswith("arn:"):
                found, sure = self.meant(word.text, reading)
                ours = [one for one in found if one.service_type.startswith(f"{type} ")]
                if ours:
                    return ours, sure
                for outer in names.enclosing(word.text):
                    found, sure = self.meant(outer, reading, type)
                    if found:
                        return found, sure
        return [], True

    def whole(self, resource: Resource) -> list[Resource]:
        """What a resource is a qualifier of: the function of an alias or of a version."""
        base, qualified, _ = resource.service_type.partition(" ")
        if not qualified:
            return []
        for outer in names.enclosing(resource.arn):
            found = self.find(outer, resource.reading, base)
            if found:
                return found
        return []

    def qualified(self, resource: Resource) -> list[Resource]:
        """The aliases and versions of a function, and of what a resource is one of, but itself."""
        wholes = (resource, *self.whole(resource))
        found = [one for whole in wholes for one in (whole, *self._by_whole.get(whole, ()))]
        return [one for one in dict.fromkeys(found) if one is not resource]

    @cached_property
    def _by_whole(self) -> dict[Resource, list[Resource]]:
        found: dict[Resource, list[Resource]] = {}
        for resource in self.declared:
            for whole in self.whole(resource):
                found.setdefault(whole, []).append(resource)
        return found

    def policies_on(self, resource: Resource) -> Grants:
        """The policies that sit on a resource, and what else may sit there unseen."""
        grants = self._grants.get(resource)
        if grants is None:
            grants = self._grants[resource] = self._collected(resource)
        return grants

    def _collected(self, resource: Resource) -> Grants:
        attached = [Attached(policy, policy) for policy in resource.policies]
        default = default_policy(resource, self._catalog)
        if default is not None:
            attached.append(default)
        ties, further = self._ties.of(resource, resource.service_type)
        unknown = list(_gaps(resource, given=self._is_whole(resource, ties)))
        unknown.extend(further)
        for attachment, sure in ties:
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
        for over in self._over(resource.arn):
            for given in self.find(over, resource.reading):
                attached.extend(Attached(policy, policy) for policy in given.policies)
        beside = self._beside.get(names.tail(resource.arn) or resource.arn, ())
        attached.extend(
            Attached(policy, policy, sure=False)
            for policy in beside[:MANY]
            if policy not in resource.policies
        )
        if len(beside) > MANY:
            why = f"{len(beside) - MANY} further policies name {resource.address}"
            unknown.append(Unknown(why, beside[MANY]))
        return Grants(tuple(attached), tuple(unknown))

    def _is_whole(self, resource: Resource, ties: Iterable[tuple[Attachment, bool]]) -> bool:
        """A policy is tied to it that is all of its policy, since its type has but one."""
        return resource.service_type in self._single and any(
            sure and not attachment.when and attachment.policy is not None
            for attachment, sure in ties
            if attachment.policy is None or attachment.policy.form != STATEMENT
        )

    @cached_property
    def _single(self) -> frozenset[str]:
        """Types that have one policy, written as a whole."""
        return frozenset(row["type"] for row in self._catalog.table("single_policies"))

    @cached_property
    def _alone(self) -> list[Alone]:
        """Resource policies that no declaration ties to a resource."""
        tied = {id(a.policy) for reading in self._readings for a in reading.attachments}
        tied.update(id(policy) for r in self.declared for policy in r.policies)
        found = []
        for reading in self._readings:
            for policy in reading.policies:
                if policy.kind != RESOURCE or policy.owner is not None or policy.unused:
                    continue
                if id(policy) not in tied:
                    arn = self._given(policy, reading) or sole_arn(policy)
                    if arn is not None:
                        found.append(Alone(policy, reading, arn))
        return found

    @cached_property
    def _implied(self) -> dict[Text, list[Resource]]:
        """Resources that no file declares, known from a policy that can only sit on them: a bucket
        policy in a file of its own names its bucket.
        """
        declared = by_name(self.declared if self._alone else ())
        found: dict[Text, list[Resource]] = {}
        for alone in self._alone:
            key = names.tail(alone.arn) or alone.arn
            if key not in declared:
                found.setdefault(key, []).append(implied(alone))
        for target in self._aimed_at:
            found.setdefault(names.tail(target.arn) or target.arn, []).append(target)
        return found

    @cached_property
    def _aimed_at(self) -> list[Resource]:
        """Resources that no file declares, and to which a declaration ties a whole policy by their
        ARN or name: the policy of a bucket that was made elsewhere.
        """
        known: set[object] = {key for one in self.declared for key in keys_of(one)}
        known.update(each for resource in self.declared if (each := _parts(resource.arn)))
        known.update(names.tail(alone.arn) or alone.arn for alone in self._alone)
        found = []
        for reading in self._readings:
            for attachment in reading.attachments:
                policy = attachment.policy
                if policy is None or policy.kind != RESOURCE or policy.form == STATEMENT:
                    continue
                if policy.resource_type not in self._single:
                    continue
                for kind, text in attachment.targets:
                    arn = _arn_of(text, policy, reading) if kind == "resource" else None
                    if arn is None and kind == "resource" and policy.resource_type == KEY:
                        arn = _arn_of_key(text, attachment, reading)
                    if arn is None or not known.isdisjoint((text, names.tail(arn), _parts(arn))):
                        continue
                    known.add(names.tail(arn))
                    found.append(aimed_at(arn, (text,), policy, reading))
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


def secret_begun(pattern: Text) -> Text | None:
    """The ARN, without partition, of the secret that a pattern names whatever AWS puts at its end:
    `secret:token-??????`, `secret:token-*`, `secret:token*`, and as AWS did, `secret:token-a1B2c3`.
    """
    literal = pattern.literal or ""
    drawn = NO_WORD.search(literal)
    ending = next((one for one in SUFFIXES if literal.endswith(one)), drawn[0] if drawn else "")
    rest = literal[: -len(ending)] if ending else ""
    parts = names.segments(Text(rest))
    if parts is None or parts[2].literal != "secretsmanager" or is_glob(rest):
        return None
    return names.tail(Text(rest))


def whatever_suffix(arn: Text) -> Text:
    """The ARN of a secret with a pattern for what AWS puts at its end; any other as it is."""
    parts = names.segments(arn)
    if parts is None or parts[2].literal != "secretsmanager" or _without_suffix(arn) is None:
        return arn
    return Text(*arn.pieces[:-1], "??????")


def secret_named(resource: Resource) -> Text | None:
    """The ARN of a secret without partition, and without what AWS puts at the end of it; None of
    anything else.
    """
    return _begun(resource) if resource.service_type == SUFFIXED else None


def _begun(secret: Resource) -> Text | None:
    """The ARN of a secret without partition, and without what AWS puts at the end of it."""
    return _without_suffix(secret.arn) or _without_drawn(secret.arn)


def _without_suffix(arn: Text) -> Text | None:
    rest = names.tail(arn)
    if rest is None or not rest.holes or rest.pieces[-1] != rest.holes[-1]:
        return None
    *before, last = rest.pieces[:-1]
    if not isinstance(last, str) or not last.endswith("-"):
        return None
    return Text(*before, last[:-1])


def _without_drawn(arn: Text) -> Text | None:
    """The same of an ARN of which all is known: as a dump or a state tells it."""
    rest = names.tail(arn)
    found = DRAWN.fullmatch(rest.literal or "") if rest is not None else None
    return Text(found[1]) if found is not None else None


def by_name(resources: Iterable[Resource]) -> Namesakes[Resource]:
    """Resources by every name; ARNs without their partition."""
    return Namesakes((key, resource) for resource in resources for key in keys_of(resource))


def keys_of(resource: Resource) -> dict[Text, None]:
    """Its names, and its ARN without partition."""
    return dict.fromkeys(names.tail(text) or text for text in (*resource.names, resource.arn))


def _is_named(resource: Resource, text: Text) -> bool:
    """The text is a name of it, or an ARN that is likely its own."""
    if (names.tail(text) or text) in keys_of(resource):
        return True
    parts = _parts(text)
    if parts is None or parts != _parts(resource.arn):
        return False
    return names.same(text, resource.arn) is not False


def _parts(arn: Text) -> tuple[str, Text] | None:
    """The service and the last part of an ARN."""
    parts = names.segments(arn)
    return (parts[2].literal, parts[5]) if parts is not None and parts[2].literal else None


def _before_end(resource: Resource) -> tuple[str, str] | None:
    """The service, and what stands before the end of the ARN that AWS makes up, where that is
    the resource's own name: `cluster/events/`."""
    parts = names.segments(resource.arn)
    if parts is None or len(parts[5].pieces) != 2 or not parts[2].literal:
        return None
    begun, end = parts[5].pieces
    if not isinstance(begun, str) or isinstance(end, str) or not begun.endswith("/"):
        return None
    own = begun[:-1].rpartition("/")[2]
    return (parts[2].literal, begun) if Text(own) in resource.names else None


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
    resource = aimed_at(arn, (), policy, reading)
    resource.policies.append(policy)
    return resource


def aimed_at(arn: Text, called: tuple[Text, ...], policy: Policy, reading: Reading) -> Resource:
    """The resource that a declaration ties a policy to, by what it is called."""
    resource = Resource(
        policy.resource_type,
        arn,
        called,
        policy.node,
        str(arn),
        "",
        names.account_in(arn) or reading.account,
        reading.region,
        created=False,
    )
    resource.reading = reading
    return resource


def _arn_of(text: Text, policy: Policy, reading: Reading) -> Text | None:
    """The ARN that a text names by which a policy is tied to what it sits on; None where that is
    not known.
    """
    queue = names.queue_in(text)
    if queue is not None:
        rest = names.tail(queue)
        return Text("arn:") + reading.partition + ":" + rest if rest and not rest.holes else None
    literal = text.literal
    if literal is None or not policy.resource_type or is_glob(literal):
        return None
    if literal.startswith("arn:"):
        parts = names.segments(text)
        own = policy.resource_type.partition(":")[0]
        return text if parts is not None and parts[2].literal == own else None
    if policy.resource_type == BUCKET and "/" not in literal and ":" not in literal:
        return Text("arn:") + reading.partition + f":s3:::{literal}"
    return None


def _arn_of_key(text: Text, attachment: Attachment, reading: Reading) -> Text | None:
    """The ARN of the key with an id, which lies where the declaration is made."""
    region, account = attachment.region.literal, attachment.account.literal
    if text.literal is None or not KEY_ID.fullmatch(text.literal) or not region or not account:
        return None
    place = Text("arn:") + reading.partition + f":kms:{region}:{account}:"
    return place + f"key/{text.literal}"


def _base(arn: Text) -> Text | None:
    """The ARN without what lies inside a bucket; None for what is no ARN or a pattern."""
    parts = names.segments(arn)
    if parts is None or arn.literal is None:
        return None
    literal = arn.literal
    if parts[2].literal == "s3":
        literal = literal.partition("/")[0]
    return None if is_glob(literal) else Text(literal)


def _is_one_in_the_world(resource: Resource) -> bool:
    """No two accounts have a thing of its name: a bucket, of which the ARN tells none."""
    parts = names.segments(resource.arn)
    return parts is not None and not (parts[3].pieces or parts[4].pieces)


def _may_share(resource: Resource, reading: Reading, text: Text) -> bool:
    """A bare name means a thing of the same account and region; an ARN says itself whose it is, and
    a file may declare things of several.
    """
    if text.prefix.startswith("arn:") or resource.reading is reading:
        return True
    if names.same(reading.account, account_of(resource)) is False:
        return False
    parts = names.segments(resource.arn)
    regional = parts is None or bool(parts[3].pieces)
    return not regional or names.same(reading.region, resource.region) is not False


def _gaps(resource: Resource, *, given: bool) -> Iterator[Unknown]:
    """`given`: a declaration gives it the policy that it has, whoever created it."""
    hole = resource.policy_gap
    if hole is not None:
        yield Unknown(f"the policy of {resource.address} is not known: {hole.why}", resource)
    if not resource.created and not resource.policies and not given:
        why = f"{resource.address} is not created here; its policy is not in view"
        yield Unknown(why, resource)
    yield from unanalysed(resource.reading)
