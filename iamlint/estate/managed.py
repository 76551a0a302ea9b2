"""Managed policies by ARN: in view, AWS's own from the bundle, or not known."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from iamlint.model.policy import Policy
from iamlint.model.reading import read_into
from iamlint.text.node import Mapping, Node, Scalar, Sequence

from . import names
from .joined import Attached, Unknown

if TYPE_CHECKING:
    from iamlint.catalog import Catalog
    from iamlint.model.things import PolicyReference, Reading
    from iamlint.text.holes import Text
    from iamlint.text.node import When
    from iamlint.text.source import Span

AWS_OWNED = "iam::aws:policy/"


class Found(NamedTuple):
    """What a reference leads to: documents it names or may name, and why it is not sure."""

    attached: tuple[Attached, ...]
    unknown: Unknown | None


class ManagedPolicies:
    """Looks up what a reference to a managed policy leads to."""

    def __init__(self, readings: tuple[Reading, ...], catalog: Catalog) -> None:
        self._readings = readings
        self._catalog = catalog
        self._bundled: dict[tuple[str, str, Span], Policy] = {}

    @cached_property
    def _by_arn(self) -> dict[Text, list[Policy]]:
        """Policies by ARN without partition, in file order."""
        found: dict[Text, list[Policy]] = {}
        for reading in self._readings:
            for policy in reading.policies:
                if policy.arn is not None:
                    found.setdefault(_key(policy.arn), []).append(policy)
        return found

    def find(self, reference: PolicyReference, kind: str, when: When) -> Found:
        """The documents behind a reference, which stands in an identity under `when`."""
        when = when | reference.when
        in_view = self._by_arn.get(_key(reference.arn))
        if in_view:
            return Found(tuple(Attached(p, reference, when) for p in in_view), None)
        owned = aws_owned(reference.arn)
        if owned:
            return self._aws(owned, reference, kind, when)
        possible = tuple(
            Attached(policy, reference, when, sure=False)
            for arn, policies in self._by_arn.items()
            if names.same(arn, _key(reference.arn)) is None
            for policy in policies
        )
        why = f"the managed policy {reference.arn} is not in view"
        return Found(possible, Unknown(why, reference))

    def in_view(self, reference: PolicyReference) -> list[Policy]:
        """The documents in view that have the ARN of a reference."""
        return self._by_arn.get(_key(reference.arn), [])

    def knows(self, reference: PolicyReference) -> bool:
        """The document behind a reference is in view or bundled."""
        if self.in_view(reference):
            return True
        owned = aws_owned(reference.arn)
        return bool(owned) and self._catalog.managed.about(owned) is not None

    def _aws(self, arn: str, reference: PolicyReference, kind: str, when: When) -> Found:
        slot = (arn, kind, reference.span)
        policy = self._bundled.get(slot)
        if policy is None:
            document = self._catalog.managed_policy(arn)
            if document is None:
                why = f"the bundled data does not know the AWS managed policy {arn}"
                return Found((), Unknown(why, reference))
            name = arn.rpartition("/")[2]
            policy = Policy(
                placed(document, reference.span),
                kind,
                form="managed",
                address=name,
                arn=reference.arn,
            )
            read_into(policy)
            self._bundled[slot] = policy
        return Found((Attached(policy, reference, when, bundled=True),), None)


def aws_owned(arn: Text) -> str:
    """The ARN, in the partition `aws`, when it is that of a policy AWS owns, else empty."""
    rest = names.tail(arn)
    if rest is None or rest.literal is None or not rest.literal.startswith(AWS_OWNED):
        return ""
    return "arn:aws:" + rest.literal


def placed(value: object, span: Span) -> Node:
    """A tree for Python data all of which stands at one place."""
    source, start, end = span
    if isinstance(value, dict):
        entries = [(Scalar(source, start, end, str(k)), placed(v, span)) for k, v in value.items()]
        return Mapping(source, start, end, entries)
    if isinstance(value, (list, tuple)):
        return Sequence(source, start, end, [placed(item, span) for item in value])
    if isinstance(value, bool) or value is None:
        return Scalar(source, start, end, value)
    return Scalar(source, start, end, str(value))


def _key(arn: Text) -> Text:
    rest = names.tail(arn)
    return arn if rest is None else rest
