"""Managed policies of AWS's own, of which a permissions boundary takes all that a service is about.

Nobody wrote their statements, and a broad one is often attached to be limited. One that is about a
few services is attached for each of them.
https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html
"""

from __future__ import annotations

from iamlint.finding import LIKELY, UNVERIFIED
from iamlint.rule import AddStatement
from iamlint.text.globs import is_glob
from iamlint.text.hints import TYPE_CHECKING, Final
from iamlint.text.records import NamedTuple

from .joined import one_or_list

if TYPE_CHECKING:
    from collections.abc import Iterator

    from iamlint.model.policy import Policy, Statement, Word
    from iamlint.model.things import Identity
    from iamlint.rule import Placed

    from . import Estate
    from .caps import Caps
    from .joined import Attached
    from .layers import Layer

FEW: Final = 3
"""A policy about more services is not attached for each of them; nor one that has wildcards."""


class ManagedCut(NamedTuple):
    """Services of a managed policy that a boundary never lets through. `place`: what attaches the
    policy, to the first of the identities; `cap`: the boundary, in a file where it is not
    `bundled`.
    """

    identities: tuple[Identity, ...]
    policy: Policy
    place: Placed
    services: tuple[str, ...]
    words: tuple[Word, ...]
    whole: bool
    cap: Policy
    attaching: Placed
    bundled: bool

    @property
    def name(self) -> str:
        return name_of(self.policy)

    @property
    def who(self) -> str:
        """The identities, for a message: a few, and how many more."""
        names = [identity.address for identity in self.identities]
        more = f" and {len(names) - FEW} more" if len(names) > FEW else ""
        return ", ".join(names[:FEW]) + more

    @property
    def what(self) -> str:
        """What is cut, for a message."""
        if self.whole:
            return f"what `{self.name}` grants"
        return f"{', '.join(f'`{one}`' for one in self.services)} of `{self.name}`"

    @property
    def places(self) -> list[tuple[Placed, str]]:
        found = [(self.attaching, "the permissions boundary")]
        return found if self.bundled else [*found, (self.cap, "nothing here allows it")]

    @property
    def confidence(self) -> str:
        return LIKELY if self.cap.whole else UNVERIFIED

    @property
    def mended(self) -> AddStatement | None:
        """Let the boundary allow it too."""
        if self.bundled:
            return None
        actions = one_or_list(dict.fromkeys(word.text for word in self.words))
        statement = {"Effect": "Allow", "Action": actions, "Resource": "*"}
        return AddStatement(self.cap, statement, "let it through")


def managed_cut(estate: Estate, caps: Caps) -> Iterator[ManagedCut]:
    """Once for a policy under a boundary, in file order; not what is said of work."""
    rows = estate.catalog.table("idle_managed_parts")
    idle = {(row["policy"], row["service"]) for row in rows}
    found: dict[tuple[Policy, Policy, tuple[str, ...]], ManagedCut] = {}
    said: set[tuple[Identity, str]] | None = None
    cutting = Cuts(caps, idle)
    for identity in estate.identities:
        layer = next(iter(caps.layers_of(identity)), None) if identity.kind != "group" else None
        if layer is None:
            continue
        for attached in estate.policies_of(identity).attached:
            if not attached.bundled or not attached.sure or attached.when:
                continue
            cut = cutting.of(attached, layer)
            if not cut:
                continue
            if said is None:
                said = {
                    (work.role, service_of(action))
                    for work in estate.capped_work()
                    for action in work.actions
                }
            if any((identity, service) in said for service in cut):
                continue
            slot = attached.policy, layer.policies[0], tuple(cut)
            known = found.get(slot)
            if known is not None:
                found[slot] = known._replace(identities=(*known.identities, identity))
                continue
            words = tuple(word for words in cut.values() for word in words)
            found[slot] = ManagedCut(
                (identity,),
                attached.policy,
                attached.place,
                tuple(cut),
                words,
                len(cut) == len(services_in(attached.policy)),
                layer.policies[0],
                layer.place,
                layer.bundled,
            )
    yield from found.values()


class Cuts:
    """What layers take of managed policies, asked once for each."""

    def __init__(self, caps: Caps, idle: set[tuple[str, str]]) -> None:
        self._caps = caps
        self._idle = idle
        self._known: dict[tuple[int, tuple[Policy, ...]], dict[str, list[Word]]] = {}

    def of(self, attached: Attached, layer: Layer) -> dict[str, list[Word]]:
        """The services of which nothing gets through, with the actions; none where the policy is
        about many of which some get through, or by chance about one that is left unused.
        """
        slot = id(attached.policy), layer.policies
        known = self._known.get(slot)
        if known is None:
            known = self._known[slot] = self._asked(attached.policy, layer)
        return known

    def _asked(self, policy: Policy, layer: Layer) -> dict[str, list[Word]]:
        services = services_in(policy)
        single = len(services) <= FEW and all(map(is_named, policy.statements))
        cut: dict[str, list[Word]] = {}
        for service, every in services.items():
            if all(self._caps.never(one, word, layer) for one, word in every):
                cut[service] = [word for _, word in every]
            elif not single:
                return {}
        name = name_of(policy)
        if len(cut) == len(services):
            return cut
        return {one: words for one, words in cut.items() if (name, one) not in self._idle}


def is_named(statement: Statement) -> bool:
    """It allows actions one by one, each of which is needed."""
    return not any(is_glob(word.literal or "*") for word in statement.actions or ())


def services_in(policy: Policy) -> dict[str, list[tuple[Statement, Word]]]:
    """What a policy allows, by service; nothing where that is not told by its actions."""
    found: dict[str, list[tuple[Statement, Word]]] = {}
    for statement in policy.statements:
        if not statement.allows:
            return {}
        for word in statement.actions or ():
            service = service_of(word.literal or "")
            if not service or is_glob(service):
                return {}
            found.setdefault(service, []).append((statement, word))
        if statement.actions is None:
            return {}
    return found


def service_of(action: str) -> str:
    return action.partition(":")[0].lower()


def name_of(policy: Policy) -> str:
    arn = policy.arn
    return str(arn).rpartition("/")[2] if arn is not None else policy.address
