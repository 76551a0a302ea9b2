"""Managed policies by ARN: in view, AWS's own from the bundle, or not known."""

from __future__ import annotations

from functools import cached_property

from iamlint.model.policy import Policy
from iamlint.model.reading import read_into
from iamlint.text.hints import TYPE_CHECKING
from iamlint.text.node import Mapping, Node, Scalar, Sequence
from iamlint.text.records import NamedTuple
from iamlint.text.source import NOWHERE, Span

from . import names
from .joined import Attached, Unknown
from .namesakes import Namesakes

if TYPE_CHECKING:
    from iamlint.catalog import Catalog
    from iamlint.model.things import PolicyReference, Reading
    from iamlint.text.holes import Text
    from iamlint.text.node import When

MANY = 16
"""Documents of which any may be meant that are looked into."""

DUMP = "account"
"""The carrier of dumps."""
NO_SPAN = Span(NOWHERE, 0, 0)
AWS_OWNED = "iam::aws:policy/"


class Managed(NamedTuple):
    """A managed policy and the file that creates it."""

    policy: Policy
    reading: Reading
    created: bool = True

    @property
    def address(self) -> str:
        return self.policy.address


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
    def _managed(self) -> tuple[Managed, ...]:
        return tuple(
            Managed(policy, reading)
            for reading in self._readings
            for policy in reading.policies
            if policy.arn is not None
        )

    @cached_property
    def _by_arn(self) -> Namesakes[Managed]:
        """Policies by ARN without partition."""
        return Namesakes((_key(m.policy.arn), m) for m in self._managed if m.policy.arn is not None)

    @cached_property
    def _hidden(self) -> Namesakes[Managed]:
        """Policies that are declared and of which the document is not known."""
        return Namesakes(
            (_key(policy.arn), Managed(policy, reading))
            for reading in self._readings
            for policy in reading.hidden
            if policy.arn is not None
        )

    @cached_property
    def _open(self) -> tuple[Managed, ...]:
        """Policies of which not all of the ARN is known: a literal may name them."""
        return tuple(m for m in self._managed if m.policy.arn and m.policy.arn.literal is None)

    def find(
        self,
        reference: PolicyReference,
        kind: str,
        when: When,
        reading: Reading | None,
        near: str = "",
    ) -> Found:
        """The documents behind a reference, which stands in a file under `when`; `near`: the
        address of what has it.
        """
        when = when | reference.when
        key = _key(reference.arn)
        in_view, sure = self._by_arn.meant(key, reading, near=near)
        if in_view:
            found = tuple(
                Attached(m.policy, reference, when, sure, is_of_aws(m.policy))
                for m in in_view[:MANY]
            )
            return Found(found, None if sure else _several(reference, in_view))
        elsewhere = self._of_any_account(reference)
        if elsewhere:
            alone = len(elsewhere) == 1
            found = tuple(Attached(m.policy, reference, when, alone) for m in elsewhere[:MANY])
            return Found(found, None if alone else _several(reference, elsewhere))
        owned = aws_owned(reference.arn)
        if owned:
            dumped = reading is not None and reading.carrier == DUMP
            return self._aws(owned, reference, kind, when, dumped)
        hidden, _ = self._hidden.meant(key, reading, near=near)
        if hidden:
            return Found((), _without_document(reference, hidden[0].policy))
        candidates = self._managed if key.literal is None else self._open
        possible = [m.policy for m in candidates if names.same(_key(m.policy.arn), key) is None]
        why = f"the managed policy {reference.arn} is not in view"
        return Found(
            tuple(Attached(policy, reference, when, sure=False) for policy in possible[:MANY]),
            Unknown(why, reference),
        )

    def _of_any_account(self, reference: PolicyReference) -> list[Managed]:
        """What a reference by name alone means: the policies of that name, whatever the account."""
        name = names.name_and_path(reference.arn) if reference.by_name else None
        return self._by_name.all(name) if name is not None else []

    @cached_property
    def _by_name(self) -> Namesakes[Managed]:
        """Policies by name and path."""
        return Namesakes(
            (name, m)
            for m in self._managed
            if m.policy.arn is not None and (name := names.name_and_path(m.policy.arn)) is not None
        )

    def in_view(self, reference: PolicyReference, reading: Reading | None) -> list[Policy]:
        """The documents in view that a reference, which stands in a file, means."""
        found, _ = self._by_arn.meant(_key(reference.arn), reading)
        return [managed.policy for managed in found or self._of_any_account(reference)]

    def knows(self, reference: PolicyReference, reading: Reading | None) -> bool:
        """What a reference means is declared in view, whether or not its document could be read,
        or bundled.
        """
        if self.in_view(reference, reading):
            return True
        hidden, _ = self._hidden.meant(_key(reference.arn), reading)
        if hidden:
            return True
        owned = aws_owned(reference.arn)
        return bool(owned) and self._catalog.managed.about(owned) is not None

    def _aws(
        self, arn: str, reference: PolicyReference, kind: str, when: When, dumped: bool
    ) -> Found:
        """One of AWS's own policies as the bundle has it, placed where it is referred to; in a
        dump of an account, which may refer to it thousands of times, where that is first done.
        """
        slot = (arn, kind, NO_SPAN if dumped else reference.span)
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


def is_of_aws(policy: Policy) -> bool:
    """It is one of AWS's own policies, which a dump of an account lists."""
    return policy.by_aws and policy.arn is not None and bool(aws_owned(policy.arn))


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


def _several(reference: PolicyReference, found: list[Managed]) -> Unknown:
    files = ", ".join(dict.fromkeys(managed.reading.path for managed in found[:3]))
    why = f"{len(found)} files create the managed policy {reference.arn}: {files}, …"
    return Unknown(why.removesuffix(", …") if len(found) <= 3 else why, reference)


def _without_document(reference: PolicyReference, policy: Policy) -> Unknown:
    why = next((hole.why for hole in policy.gaps if hole.why), "")
    return Unknown(f"the document of {policy.address} is not known: {why}", reference)


def _key(arn: Text | None) -> Text:
    assert arn is not None
    rest = names.tail(arn)
    return arn if rest is None else rest
