"""Keys whose policy refuses those who use what they encrypt, and what would mend it."""

from __future__ import annotations

from iamlint.rule import AddStatement, Several
from iamlint.text.hints import TYPE_CHECKING, Any
from iamlint.text.holes import Text, join

from .accounts import account_of
from .asking import DELEGATED
from .joined import one_or_list
from .lacks import CALLER_SIDE, KEY_SIDE, KeyNeed, Lack
from .missing import Missing

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from iamlint.model.policy import Policy
    from iamlint.model.things import Identity, Resource
    from iamlint.rule import Intent


class Refusal(Missing):
    """A key policy that opens the key to nobody of an account's that needs it.

    `foreign`: those who need it belong to another account.
    """

    def __init__(self, lacks: Iterable[Lack], further: Iterable[Lack], foreign: bool) -> None:
        super().__init__(lacks, further)
        self.foreign = foreign

    @property
    def key(self) -> Resource:
        key = self.first.need.key
        assert key is not None
        return key

    @property
    def key_policy(self) -> Policy:
        policy = self.first.need.key_policy
        assert policy is not None
        return policy

    @property
    def who(self) -> str:
        """The identities, for a message: a few, and how many more."""
        names = [identity.address for identity in self.identities]
        more = f" and {len(names) - 3} more" if len(names) > 3 else ""
        return ", ".join(names[:3]) + more

    @property
    def mended(self) -> Intent | None:
        """Let the key policy leave the missing actions to the account's IAM policies, and give
        the grant to each identity that then lacks it. None where the account is not known.
        """
        principal = self._accounts()
        if principal is None or self.key_policy.node.source.path == "":
            return None
        statement: dict[str, Any] = {
            "Effect": "Allow",
            "Principal": {"AWS": principal},
            "Action": one_or_list(self.all_actions),
            "Resource": "*",
        }
        if self.condition:
            statement["Condition"] = self.condition
        title = f"leave {', '.join(self.all_actions)} to the IAM policies of the account"
        delegation = AddStatement(self.key_policy, statement, title)
        grants = [AddStatement(m.policy, m.grant) for m in self._grants()]
        return Several((delegation, *grants), title) if grants else delegation

    def _accounts(self) -> Text | list[Text] | None:
        accounts = dict.fromkeys(root_of(i, self.key) for i in self.identities)
        found = [account for account in accounts if account is not None]
        if len(found) < len(accounts):
            return None
        return one_or_list(found)

    def _grants(self) -> list[Missing]:
        """What the identities of the same account lack themselves once the key leaves it to IAM."""
        if self.foreign:
            return []
        found = []
        for identity in self.identities:
            own = [
                lack._replace(side=CALLER_SIDE)
                for lack in (*self.lacks, *self.further)
                if lack.need.identity is identity
                and lack.need.ask(lack.use, lack.action, DELEGATED).denied
            ]
            if own:
                found.append(Missing(own))
        return found


def root_of(identity: Identity, key: Resource) -> Text | None:
    """The account of an identity as the key's file may write it."""
    account = account_of(identity)
    reading = key.reading
    if reading is None or (account.literal is None and identity.reading is not reading):
        return None
    return join([Text("arn"), reading.partition, Text("iam"), Text(), account, Text("root")], ":")


def refusals(needs: Iterable[KeyNeed], foreign: bool) -> Iterator[Refusal]:
    """Refusals by key, in the order in which needs first meet them."""
    by_key: dict[Resource, list[Lack]] = {}
    further: dict[Resource, list[Lack]] = {}
    for need in needs:
        if need.key is None or need.foreign is not foreign or need.key_policy is None:
            continue
        found = [lack for lack in need.lacks if lack.side == KEY_SIDE]
        if found:
            by_key.setdefault(need.key, []).extend(found)
            later = [lack for lack in need.occasional if lack.side == KEY_SIDE]
            further.setdefault(need.key, []).extend(later)
    for key, lacks in by_key.items():
        yield Refusal(lacks, further[key], foreign)
