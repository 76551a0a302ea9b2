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

KINDS = ("user", "group", "role")


class Fastened(NamedTuple):
    """A policy is attached: its document, or what names it.

    `kinds`: of those it is attached to, of `user`, `group` and `role`. `place`: what attaches it.
    `holder`: the address of the declaration that does. `by_aws`: the path and name of a managed
    policy that is AWS's own, or empty.
    """

    policy: Policy | None
    reference: PolicyReference | None
    kinds: tuple[str, ...]
    place: Policy | PolicyReference | Attachment
    holder: str
    by_aws: str = ""

    @property
    def is_inline(self) -> bool:
        """It is written into whom it is attached to."""
        return self.policy is not None and self.policy.form == "inline"


def fastened(readings: tuple[Reading, ...], catalog: Catalog) -> Iterator[Fastened]:
    """In file order."""
    for reading in readings:
        for identity in reading.identities:
            for policy in identity.inline if identity.kind in KINDS else ():
                yield Fastened(policy, None, (identity.kind,), policy, identity.address)
            for reference in identity.managed if identity.kind in KINDS else ():
                name = known_by_aws(reference, catalog)
                yield Fastened(None, reference, (identity.kind,), reference, identity.address, name)
        for attachment in reading.attachments:
            kinds = tuple(dict.fromkeys(kind for kind, _ in attachment.targets if kind in KINDS))
            held, named = attachment.policy, attachment.reference
            if kinds and (held is not None or named is not None):
                name = known_by_aws(named, catalog) if named is not None else ""
                yield Fastened(held, named, kinds, attachment, attachment.address, name)


def known_by_aws(reference: PolicyReference, catalog: Catalog) -> str:
    """The path and name of a managed policy of AWS's own that exists, or empty."""
    arn = aws_owned(reference.arn)
    return arn.partition(AWS_OWNED)[2] if arn and catalog.managed.about(arn) is not None else ""
