"""What code sends when it assumes a role, or a provider or a job does, against the role's trust
policy.

https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_common-scenarios_third-party.html
https://docs.aws.amazon.com/IAM/latest/UserGuide/id_session-tags.html
"""

from __future__ import annotations

from iamlint.access.conditions import condition_holds
from iamlint.access.context import Context
from iamlint.access.truth import NO
from iamlint.catalog.roles import ASSUME, TAG
from iamlint.finding import LIKELY, UNVERIFIED
from iamlint.model.things import Call, TokenUse
from iamlint.text.globs import match
from iamlint.text.hints import TYPE_CHECKING
from iamlint.text.records import NamedTuple

from .presence import possible

if TYPE_CHECKING:
    from collections.abc import Iterator

    from iamlint.model.policy import Condition, Statement
    from iamlint.model.things import Identity, Reading
    from iamlint.text.holes import Text

    from . import Estate

OTHERS = ("Service", "Federated")
"""Principals that code never is."""
EXTERNAL = "sts:externalid"
TAGS = "aws:RequestTag/"


class RefusedCall(NamedTuple):
    """A call for a role, all of whose trust policy is in view. `by`: the call in code, or what
    assumes the role. `condition`: the first that keeps the caller out, whoever that is. `sent`:
    what the call has for its key; None for nothing.
    """

    by: Call | TokenUse
    role: Identity
    condition: Condition
    sent: Text | None

    @property
    def external(self) -> bool:
        """It is the external ID that is not the one."""
        return (self.condition.key.literal or "").lower() == EXTERNAL

    @property
    def who(self) -> str:
        return f"the code of {self.holder}" if isinstance(self.by, Call) else self.holder

    @property
    def holder(self) -> str:
        return self.by.holder.address if isinstance(self.by, Call) else self.by.address

    @property
    def here(self) -> str:
        what = f"`{self.by.api}` is called" if isinstance(self.by, Call) else "it is assumed"
        return f"{what} here"

    @property
    def confidence(self) -> str:
        return LIKELY if isinstance(self.by, TokenUse) or self.by.always else UNVERIFIED


def refused_calls(estate: Estate) -> Iterator[RefusedCall]:
    """One for a call and a role; none where some statement may let the caller in."""
    told: set[object] = set()
    asking: list[tuple[Call | TokenUse, Reading]] = [*calls_of(estate), *uses_of(estate)]
    for by, reading in asking:
        ref = by.ref if isinstance(by, Call) else by.role_ref
        roles = estate.roles_named(ref, reading) if by.sends and ref else []
        if len(roles) != 1 or not possible(by.when | roles[0].when):
            continue
        if isinstance(by, TokenUse) and (at(by), roles[0]) in told:
            continue  # the code of a function, which is read for whoever runs it as well
        found = refused(by, roles[0], ASSUME) or refused(by, roles[0], TAG)
        if found is not None:
            told.add((at(by), roles[0]))
            yield found


def calls_of(estate: Estate) -> Iterator[tuple[Call, Reading]]:
    yield from ((call, reading) for reading in estate.readings for call in reading.calls)


def uses_of(estate: Estate) -> Iterator[tuple[TokenUse, Reading]]:
    yield from ((use, reading) for reading in estate.readings for use in reading.token_uses)


def at(by: Call | TokenUse) -> tuple[str, int, int]:
    """Where it stands: the code of a function is read for whoever runs it as well."""
    return by.node.source.path, by.node.start, by.node.end


def refused(by: Call | TokenUse, role: Identity, action: str) -> RefusedCall | None:
    """Each statement that lets somebody assume the role, or tag the session that is tagged here,
    wants another value than is sent.
    """
    trust = role.trust
    if trust is None or not trust.whole or (action == TAG and not is_tagged(by)):
        return None
    asked = [one for one in trust.statements if one.allows and lets_callers(one, action)]
    keys = [c.key.literal.lower() for one in asked for c in one.conditions if c.key.literal]
    sent = {key: text for key in keys for text in given(by, key)}
    context = Context(sent, strict=False)
    guards = [
        next(
            (
                condition
                for condition in statement.conditions
                if (condition.key.literal or "").lower() in sent
                and condition_holds(condition, context, by.when).truth is NO
            ),
            None,
        )
        for statement in asked
    ]
    first = guards[0] if guards else None
    if first is None or None in guards:
        return None
    return RefusedCall(by, role, first, sent[(first.key.literal or "").lower()])


def is_tagged(by: Call | TokenUse) -> bool:
    """It sends tags of the session, and it is known which."""
    names = [name for name, _ in by.sends if name.startswith(TAGS)]
    return len(names) > 1


def given(by: Call | TokenUse, key: str) -> Iterator[Text | None]:
    """What is sent for a key, or that nothing is; none where that is not known."""
    for name, text in by.sends:
        if match(name, key, fold=True):
            yield text
            return


def lets_callers(statement: Statement, action: str) -> bool:
    """It is about assuming the role or tagging a session, by others than services and those who
    sign in.
    """
    entries = statement.principals
    if entries is not None and all(entry.type in OTHERS for entry in entries):
        return False
    words = statement.actions
    return words is None or any(
        word.literal is None or match(word.literal, action, fold=True) for word in words
    )
