"""What the questions answer with: policies and what attaches them, and what is not in view."""

from __future__ import annotations

from functools import lru_cache

from iamlint.finding import CONFIDENCES
from iamlint.text.hints import TYPE_CHECKING, TypeVar
from iamlint.text.node import ALWAYS
from iamlint.text.records import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

    from iamlint.model.policy import Policy, Statement
    from iamlint.model.things import Encryption, Reading, Resource
    from iamlint.rule import Placed
    from iamlint.text.holes import Text
    from iamlint.text.node import When

T = TypeVar("T")


def weakest(*confidences: str) -> str:
    """The least sure of several."""
    return max(confidences, key=CONFIDENCES.index)


def one_or_list(values: Iterable[T]) -> T | list[T]:
    """As a person writes an element of a statement: one value alone, several as a list."""
    found = list(values)
    return found[0] if len(found) == 1 else found


class Unknown(NamedTuple):
    """A source of permissions that is not in view: why, what would settle it, and where it shows.

    `why` reads after "because": `the managed policy arn:… is not in view`. `slight`: hardly ever is
    there one.
    """

    why: str
    place: Placed
    slight: bool = False


@lru_cache(maxsize=4096)
def unanalysed(reading: Reading | None) -> tuple[Unknown, ...]:
    """What of a file could not be analysed and may hold a policy of anything in it."""
    return tuple(
        Unknown(f"{gap.address} could not be analysed: {gap.why}", gap)
        for gap in (reading.gaps if reading is not None else ())
        if not gap.partial and not gap.bound
    )


class Attached(NamedTuple):
    """A policy and what attaches it.

    `place`: the policy itself where it stands inline, else the reference or the attachment.
    `when`: the conditions under which it is attached, beside those of its statements.
    `sure`: False where the text that names the target may name it or not.
    `bundled`: the document is AWS's own; its spans are those of the reference.
    """

    policy: Policy
    place: Placed
    when: When = ALWAYS
    sure: bool = True
    bundled: bool = False


class Grants(NamedTuple):
    """The policies of an identity or on a resource, in the order of the files."""

    attached: tuple[Attached, ...]
    unknown: tuple[Unknown, ...]

    @property
    def policies(self) -> tuple[Policy, ...]:
        return tuple(a.policy for a in self.attached)

    @property
    def statements(self) -> tuple[Statement, ...]:
        """Those of policies that are there for certain."""
        return tuple(s for a in self.attached if a.sure for s in a.policy.statements)


class Boundary(NamedTuple):
    """An identity's permissions boundary; `attached` is None when it is not in view, `unknown`
    then says so.
    """

    place: Placed
    attached: Attached | None
    unknown: Unknown | None

    @property
    def allows_nothing(self) -> bool:
        """It is whole and has no Allow, so that whoever bears it may do nothing."""
        policy = self.attached.policy if self.attached is not None else None
        return policy is not None and policy.whole and all(s.denies for s in policy.statements)


class Level(NamedTuple):
    """The SCPs, or the RCPs, of one target; every level must allow.

    A level that only denies is taken to have AWS's FullAWSAccess beside it.
    `sure`: the level applies for certain. `open`: policies are attached there that are not in view,
    AWS's own FullAWSAccess among them. `bare`: the configuration says that FullAWSAccess is not.
    """

    target: Text
    attached: tuple[Attached, ...]
    sure: bool
    open: bool = False
    bare: bool = False

    @property
    def allows_nothing(self) -> bool:
        """Nothing that is attached there has an Allow, and nothing else is."""
        policies = [attached.policy for attached in self.attached]
        return (
            self.bare
            and not self.open
            and all(policy.whole for policy in policies)
            and all(statement.denies for policy in policies for statement in policy.statements)
        )


CUSTOMER, AWS_MANAGED, NO_KEY, UNKNOWN_KEY = "customer", "aws-managed", "none", "unknown"


class KeyUse(NamedTuple):
    """The key a resource is encrypted with.

    `kind`: `customer`, `aws-managed`, `none` (no KMS key: nothing to ask of callers) or `unknown`.
    `key`: the key's declaration, when in view; `text` is how the resource names the key.
    `why`: for `unknown`, what hides it.
    """

    kind: str
    text: Text
    encryption: Encryption | None = None
    key: Resource | None = None
    why: str = ""

    @property
    def when(self) -> When:
        return self.encryption.when if self.encryption is not None else ALWAYS
