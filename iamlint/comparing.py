"""Two policy files compared: which lets more through, with a request for each difference."""

from __future__ import annotations

from iamlint.access.symbolic.relations import Relation, Shown, difference, named, relation
from iamlint.access.truth import MAYBE, NO, YES
from iamlint.errors import UserError
from iamlint.model.policy import IDENTITY, RCP, SCP
from iamlint.model.reading import policy_from
from iamlint.text.hints import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from iamlint.access.request import Request
    from iamlint.catalog import Catalog
    from iamlint.model.policy import Policy

_ANSWERS = {YES: "yes", NO: "no", MAYBE: "unknown"}
_ALLOWS_ALL = {
    "Version": "2012-10-17",
    "Statement": [{"Effect": "Allow", "Principal": "*", "Action": "*", "Resource": "*"}],
}
"""What is attached wherever a guardrail is: without it one that only denies would allow nothing."""


def compare(
    policy_a: Policy | Sequence[Policy],
    policy_b: Policy | Sequence[Policy],
    catalog: Catalog | None = None,
) -> Relation:
    """How two policies, or sets of policies of one layer, compare.

    `relation` is `equal`, `a_wider`, `b_wider`, `incomparable` or `unknown`; `only_a` and `only_b`
    have a request that the one lets through and the other does not, each confirmed by deciding it.
    Requests for actions that the catalogue does not know are marked as `future`.
    """
    return relation(policy_a, policy_b, catalog)


def compare_files(
    a: Sequence[Policy], b: Sequence[Policy], catalog: Catalog | None = None
) -> Relation:
    """How the policies of two files compare: each place in the one with the same place in the
    other. A place is an identity with its policies, or a resource, role or account with what sits
    on it; where both files hold one policy, these are compared whatever they are called.
    """
    if len(a) == len(b) == 1:
        return relation(guarded(a), guarded(b), catalog)
    before, after = by_place(a), by_place(b)
    places = dict.fromkeys((*before, *after))
    only_a = strongest(
        difference(before.get(place, ()), after.get(place, ()), catalog) for place in places
    )
    only_b = strongest(
        difference(after.get(place, ()), before.get(place, ()), catalog) for place in places
    )
    return Relation(named(only_a, only_b), only_a, only_b)


def by_place(policies: Iterable[Policy]) -> Mapping[tuple[str, str], tuple[Policy, ...]]:
    """Policies by what they belong to."""
    found: dict[tuple[str, str], tuple[Policy, ...]] = {}
    for policy in policies:
        owner = getattr(policy.owner, "address", "") if policy.kind == IDENTITY else ""
        place = policy.kind, owner or policy.address
        found[place] = (*found.get(place, ()), policy)
    return {place: guarded(several) for place, several in found.items()}


def guarded(policies: Sequence[Policy]) -> tuple[Policy, ...]:
    """Guardrails that only deny, with the policy that allows everything beside them."""
    kinds = {policy.kind for policy in policies}
    allows = any(statement.allows for policy in policies for statement in policy.statements)
    if allows or not kinds or not kinds <= {SCP, RCP}:
        return tuple(policies)
    return (policy_from(_ALLOWS_ALL, RCP), *policies)


def strongest(answers: Iterable[Shown]) -> Shown:
    """A yes if there is one, else a maybe."""
    best = Shown(NO)
    for one in answers:
        if one.truth.rank > best.truth.rank:
            best = one
    return best


def policies_in(path: str, kind: str = "") -> tuple[Policy, ...]:
    """The policies of a file; `kind` says what they are where their shape does not.

    Raises UserError when it cannot be read or holds none.
    """
    from iamlint.config import Configurations
    from iamlint.gathering import gather

    gathered = gather([path], Configurations([path], isolated=True))
    for problem in gathered.problems:
        place = problem.span.place
        raise UserError(problem.message, path, place.line, place.column)
    found = tuple(policy for reading in gathered.readings for policy in reading.policies)
    if not found:
        raise UserError("holds no policy", path)
    for policy in found if kind else ():
        policy.kind, policy.kind_known = kind, True
    return found


def described(found: Relation) -> dict[str, Any]:
    """A comparison as JSON."""
    return {
        "relation": found.relation,
        "only_a": _shown(found.only_a),
        "only_b": _shown(found.only_b),
    }


def _shown(found: Shown) -> dict[str, Any]:
    """`exists`: is there a request that only the one side lets through. `future`: its action is
    not known to the catalogue.
    """
    return {
        "exists": _ANSWERS[found.truth],
        "request": _request(found.request) if found.request is not None else None,
        "future": found.future,
    }


def _request(request: Request) -> dict[str, Any]:
    """The fields of a simulated request."""
    caller = request.caller
    context = {
        key: values[0] if len(values) == 1 else values
        for key in sorted(request.context.names)
        if (values := [str(value) for value in request.context.values(key) or ()])
    }
    return {
        "principal": str(caller.arn or caller.name) or None,
        "principal_type": caller.kind,
        "principal_account": str(caller.account) if caller.account is not None else None,
        "action": request.action,
        "resource": str(request.resource),
        "context": context,
    }
