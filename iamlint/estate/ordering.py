"""Policies that come after what needs them, in the order in which things are made.

CloudFormation and Terraform make at once what does not wait for one another. AWS looks at the
permissions of some things when they are made; those that stand in a declaration of their own may
not be there yet.
https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-attribute-dependson.html
https://developer.hashicorp.com/terraform/language/meta-arguments/depends_on
"""

from __future__ import annotations

import re
from functools import cached_property

from iamlint.rule import SetKey
from iamlint.text.hints import TYPE_CHECKING, Final, Protocol
from iamlint.text.node import Mapping, Scalar, Sequence
from iamlint.text.records import NamedTuple

from .aims import Aims
from .asking import CAPS
from .calling import Calls
from .duties import duties_of
from .integrations import POLICY, ROLE
from .presence import mentions, possible

if TYPE_CHECKING:
    from collections.abc import Iterator

    from iamlint.model.policy import Policy, Statement
    from iamlint.model.things import Attachment, Reading
    from iamlint.text.node import Node

    from . import Estate
    from .wired import Wired

AT_DEPLOYMENT: Final = "deployment"
WAITS: Final = "DependsOn"
_named = re.compile(r"\$\{([A-Za-z0-9]+)[.}]")


class Early(NamedTuple):
    """A declaration that may be made before the policy by which it is allowed what AWS checks then.

    `user`: its name; `policy`: what declares the policy. `surely`: the policy waits for the
    declaration, so that it always comes after it. `node`: the declaration, where it can be mended.
    """

    wired: Wired
    user: str
    node: Mapping | None
    policy: Attachment
    actions: tuple[str, ...]
    surely: bool

    @property
    def lacks(self) -> str:
        """What would have it wait."""
        if self.node is None:
            return f"depends_on = [{self.policy.address}] in {self.user}"
        return f"{WAITS}: {self.policy.address} in {self.user}"

    @property
    def mended(self) -> SetKey | None:
        """To wait for the policy; None where what it waits for is put together by a function."""
        if self.node is None or self.surely:
            return None
        there = self.node.get(WAITS)
        if isinstance(there, Mapping):
            return None
        names = first_texts(there) if there is not None else []
        found: object = [*names, self.policy.address] if names else self.policy.address
        return SetKey(self.node, WAITS, found, f"wait for {self.policy.address}")


class Order(Protocol):
    """In which order the declarations of a file are made."""

    def block(self, address: str) -> str: ...

    def waits(self, name: str, other: str) -> bool: ...

    def surely_waits(self, name: str, other: str) -> bool: ...


class Stack:
    """What the declarations of a template wait for."""

    def __init__(self, root: Node) -> None:
        resources = root.get("Resources") if isinstance(root, Mapping) else None
        self.declared: dict[str, Mapping] = {}
        self._reached: dict[str, set[str]] = {}
        for key, value in resources.entries if isinstance(resources, Mapping) else ():
            if isinstance(value, Mapping):
                self.declared[str(key.value)] = value

    @cached_property
    def _waits(self) -> dict[str, set[str]]:
        known = self.declared.keys()
        return {name: {*mentioned(node)} & known for name, node in self.declared.items()}

    def block(self, address: str) -> str:
        """The declaration in which an address lies; empty where there is none."""
        name = address.partition(".")[0]
        return name if name in self.declared else ""

    def waits(self, name: str, other: str) -> bool:
        """A declaration is made after another, directly or through others."""
        found = self._reached.get(name)
        if found is None:
            found = self._reached[name] = set()
            open_ = [name]
            while open_:
                fresh = self._waits.get(open_.pop(), set()) - found
                found |= fresh
                open_.extend(fresh)
        return other in found

    surely_waits = waits


def mentioned(node: Node) -> Iterator[str]:
    """The names that a declaration waits for, or refers to."""
    if isinstance(node, Sequence):
        for item in node.items:
            yield from mentioned(item)
    elif isinstance(node, Mapping):
        for key, value in node.entries:
            if key.value in ("Ref", "Fn::GetAtt", WAITS):
                yield from (text.partition(".")[0] for text in first_texts(value))
            elif key.value == "Fn::Sub":
                for text in first_texts(value):
                    yield from _named.findall(text)
            yield from mentioned(value)


def waited(order: Order, user: str, attachment: Attachment) -> bool:
    """Something is made after an attachment, or it is not told when that is made."""
    block = order.block(attachment.address)
    return not block or order.waits(user, block)


def speak(attachments: list[Attachment], *actions: str) -> bool:
    """What some of them attach may say something of one of the actions."""
    services = {action.partition(":")[0].lower() for action in actions}
    return any(
        one.policy is None or mentions(one.policy, service)
        for one in attachments
        for service in services
    )


def first_texts(node: Node) -> list[str]:
    items = node.items if isinstance(node, Sequence) else [node]
    return [one.value for one in items if isinstance(one, Scalar) and isinstance(one.value, str)]


class Ordering:
    """Holds what each wire needs when it is made against the order of its template."""

    def __init__(self, estate: Estate) -> None:
        self._estate = estate
        self._duties = duties_of(estate.catalog)
        self._aims = Aims(estate)
        self._orders: dict[Reading, Order | None] = {}
        self._apart: dict[Reading, dict[int, Attachment]] = {}

    def all(self) -> Iterator[Early]:
        """In file order, each declaration once for a policy."""
        found: dict[tuple[str, Attachment], Early] = {}
        for wired in self._estate.wires:
            reading = wired.wire.reading
            order = self._order(reading) if reading is not None else None
            if reading is None or order is None:
                continue
            user = order.block(wired.wire.address)
            if user and wired.sure and possible(wired.when):
                for early in self._of(wired, user, order, reading):
                    slot = user, early.policy
                    others = found[slot].actions if slot in found else ()
                    actions = tuple(dict.fromkeys((*others, *early.actions)))
                    found[slot] = early._replace(actions=actions)
        yield from found.values()

    def _order(self, reading: Reading) -> Order | None:
        """In which order what a file declares is made; None where that is not told."""
        if reading not in self._orders:
            order: Order | None = getattr(reading, "waiting", None)
            if reading.carrier == "cloudformation" and not reading.generated:
                order = Stack(reading.root)
            self._orders[reading] = order
        return self._orders[reading]

    def _of(self, wired: Wired, user: str, order: Order, reading: Reading) -> Iterator[Early]:
        node = order.declared[user] if isinstance(order, Stack) else None
        # only what is not waited for, and may say something of the action, makes it worth asking
        late = [one for one in reading.attachments if not waited(order, user, one)]
        if not late:
            return
        for action, statements in self._needed(wired, late):
            by = [self._declared_apart(one.policy, wired, reading) for one in statements]
            apart = [one for one in by if one is not None and order.block(one.address)]
            if not apart or len(apart) < len(by):
                continue
            if not any(order.waits(user, order.block(one.address)) for one in apart):
                surely = all(order.surely_waits(order.block(one.address), user) for one in apart)
                yield Early(wired, user, node, apart[0], (action,), surely)

    def _needed(
        self, wired: Wired, late: list[Attachment]
    ) -> Iterator[tuple[str, tuple[Statement, ...]]]:
        """What AWS checks when the declaration is made, and the statements that allow it, where
        what some attachments attach may be what does.
        """
        if wired.by == ROLE and wired.role is not None:
            role, when = wired.role, wired.when | wired.role.when
            for duty in self._duties.of(wired):
                if duty.fails != AT_DEPLOYMENT or not speak(late, *duty.actions[:1]):
                    continue
                for resource in self._aims.of(wired, duty).asked:
                    for action in duty.actions[:1]:
                        answer = self._estate.can(
                            role, action, resource, when=when, supposing=(CAPS,)
                        )
                        if answer.allowed:
                            yield action, answer.statements
        integration = wired.integration
        if wired.by == POLICY and integration is not None and integration.fails == AT_DEPLOYMENT:
            calls = Calls(self._estate, wired, integration)
            asked = [action for action in integration.least if speak(late, action)]
            for action in asked if asked and calls.principals else ():
                answer = calls.ask(action)
                if answer.allowed:
                    yield action, answer.statements

    def _declared_apart(self, policy: Policy, wired: Wired, reading: Reading) -> Attachment | None:
        """The declaration of its own, in the same file, in which a policy stands or by which it is
        attached to the role.
        """
        if reading not in self._apart:
            known = {id(one.policy): one for one in reading.attachments}
            known |= {id(one.reference): one for one in reading.attachments}
            self._apart[reading] = known
        known = self._apart[reading]
        if id(policy) in known or wired.role is None:
            return known.get(id(policy))
        for attached in self._estate.policies_of(wired.role).attached:
            if attached.policy is policy and attached.sure:
                return known.get(id(attached.place))
        return None
