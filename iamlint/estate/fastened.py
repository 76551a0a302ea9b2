"""What declarations attach to users, groups and roles, whether these are in view or only named."""

from __future__ import annotations

from iamlint.text.hints import TYPE_CHECKING
from iamlint.text.records import NamedTuple

from .managed import AWS_OWNED, aws_owned

if TYPE_CHECKING:
    from collections.abc import Iterator

    from iamlint.catalog import Catalog
    from iamlint.model.policy import Policy
    from iamlint.model.things import Attachment, PolicyReference, Reading
    from iamlint.rule import Placed

KINDS = ("user", "group", "role")


class Fastened(NamedTuple):
    """A policy is attached: its document, or what names it.

    `kinds`: of those it is attached to, of `user`, `group` and `role`; none where it is only looked
    up, for whoever gets it. `place`: what attaches it, or looks it up;
    `at_user`: where a user is named there, as far as the carrier keeps it, else the same.
    `holder`: the address of the declaration that does. `by_aws`: the path and name of a managed
    policy that is AWS's own, or empty.
    """

    policy: Policy | None
    reference: PolicyReference | None
    kinds: tuple[str, ...]
    place: Policy | PolicyReference | Attachment
    at_user: Placed
    holder: str
    by_aws: str = ""

    @property
    def is_inline(self) -> bool:
        """It is written into whom it is attached to."""
        return self.policy is not None and self.policy.form == "inline"


def fastened(readings: tuple[Reading, ...], catalog: Catalog) -> Iterator[Fastened]:
    """In file order. What AWS writes itself, as the policy templates of SAM, is left out."""
    for reading in readings:
        for identity in reading.identities:
            who, holder = (identity.kind,), identity.address
            if identity.kind not in KINDS:
                continue
            for policy in identity.inline:
                if not policy.by_aws:
                    yield Fastened(policy, None, who, policy, policy, holder)
            for named in identity.managed:
                by_aws = known_by_aws(named, catalog)
                yield Fastened(None, named, who, named, named, holder, by_aws)
        for one in reading.attachments:
            kinds = tuple(dict.fromkeys(kind for kind, _ in one.targets if kind in KINDS))
            if not kinds or (one.policy is None and one.reference is None):
                continue
            if one.policy is None or not one.policy.by_aws:
                users = [text for kind, text in one.targets if kind == "user"]
                at_user = one.named_at.get(users[0], one) if users else one
                by_aws = known_by_aws(one.reference, catalog) if one.reference is not None else ""
                yield Fastened(one.policy, one.reference, kinds, one, at_user, one.address, by_aws)
        yield from _looked_up(reading, catalog)


def _looked_up(reading: Reading, catalog: Catalog) -> Iterator[Fastened]:
    """Those of AWS's own that the file attaches to nobody that it tells of."""
    if reading.looked_up:
        attached = [one.reference for one in reading.attachments]
        attached += [named for identity in reading.identities for named in identity.managed]
        told = {known_by_aws(one, catalog) for one in attached if one is not None}
        for named in reading.looked_up:
            by_aws = known_by_aws(named, catalog)
            if by_aws and by_aws not in told:
                yield Fastened(None, named, (), named, named, "", by_aws)


def known_by_aws(reference: PolicyReference, catalog: Catalog) -> str:
    """The path and name of a managed policy of AWS's own that exists, or empty."""
    arn = aws_owned(reference.arn)
    return arn.partition(AWS_OWNED)[2] if arn and catalog.managed.about(arn) is not None else ""
