"""What a declaration does to a resource of another account when it is deployed, and the policy of
that lets nobody of the declaring account do: a subscription to a topic there.

It is deployed as somebody of the account that declares it. Who that is, is not known, and whoever
it is may do all in its own account: what counts is that the other side admits somebody there.
https://docs.aws.amazon.com/sns/latest/dg/sns-send-message-to-sqs-cross-account.html
"""

from __future__ import annotations

from iamlint.access.context import Context
from iamlint.access.decide import decide
from iamlint.access.request import Request, Situation, with_implied_keys
from iamlint.access.verdict import EXPLICIT_DENY, IMPLICIT_DENY
from iamlint.finding import CERTAIN, LIKELY, UNVERIFIED
from iamlint.rule import AddStatement
from iamlint.text.hints import TYPE_CHECKING
from iamlint.text.holes import Text
from iamlint.text.records import NamedTuple

from . import names
from .accounts import account_of
from .asking import ALL_ALLOWED
from .invited import anyone_of
from .joined import weakest
from .onesided import written_in
from .presence import possible, standing

if TYPE_CHECKING:
    from collections.abc import Iterator

    from iamlint.model.policy import Policy
    from iamlint.model.things import Resource, Wire

    from . import Estate
    from .joined import Grants
    from .wired import Wired

ORGANIZATION = "aws:PrincipalOrgID"


class Undeployed(NamedTuple):
    """A call that deploying a declaration makes on a resource of another account, which admits
    nobody of the own account to it.
    """

    wire: Wire
    resource: Resource
    action: str
    account: Text
    on: Grants
    confidence: str

    @property
    def policy(self) -> Policy | None:
        """The policy on the resource that stands in a file."""
        for attached in self.on.attached:
            if attached.sure and not attached.bundled:
                return attached.policy
        return None

    @property
    def details(self) -> list[tuple[str, str]]:
        missing = f"`{self.action}` for account {self.account} in the policy of "
        unknown = [("unless", one.why) for one in self.on.unknown[:3]]
        return [("missing", missing + self.resource.address), *unknown]

    @property
    def mended(self) -> AddStatement | None:
        to = self.policy
        if to is None:
            return None
        root = Text(f"arn:aws:iam::{self.account}:root")
        statement = {
            "Effect": "Allow",
            "Principal": {"AWS": written_in(self.resource.reading, root)},
            "Action": self.action,
            "Resource": self.resource.arn,
        }
        return AddStatement(to, statement, f"let account {self.account} in")


def undeployed(estate: Estate) -> Iterator[Undeployed]:
    """Each such call, in file order."""
    rows = {row["type"]: row for row in estate.catalog.table("declared_calls")}
    for wired in estate.wires:
        row = rows.get(wired.wire.type)
        if row is not None and possible(wired.when):
            end = wired.source if row["on"] == "source" else wired.target
            if end is not None:
                found = _refused(estate, wired, end, row["action"])
                if found is not None:
                    yield found


def _refused(estate: Estate, wired: Wired, resource: Resource, action: str) -> Undeployed | None:
    account, owner = wired.wire.account, account_of(resource)
    if account.literal is None or names.same(account, owner) is not False:
        return None
    grants = estate.policies_on(resource)
    policies = standing(grants.attached)
    path = wired.wire.reading.path if wired.wire.reading is not None else ""
    organization = estate.organization_at(path)
    known: dict[str, Text | str | None] = {ORGANIZATION: organization} if organization else {}
    context = Context(known, strict=False)
    request = with_implied_keys(Request(anyone_of(account), action, resource.arn, owner, context))
    verdict = decide(request, Situation((ALL_ALLOWED,), resource=policies, assuming=wired.when))
    if verdict.decision not in (IMPLICIT_DENY, EXPLICIT_DENY):
        return None
    sure = CERTAIN if wired.sure and not verdict.depends_on else LIKELY
    if grants.unknown:
        slight = all(one.slight for one in grants.unknown)
        sure = weakest(sure, LIKELY if slight else UNVERIFIED)
    return Undeployed(wired.wire, resource, action, account, grants, sure)
