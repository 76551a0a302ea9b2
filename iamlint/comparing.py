"""Two policy files compared: which lets more through, with a request for each difference."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from iamlint.access.symbolic.relations import Relation, Shown, relation
from iamlint.access.truth import MAYBE, NO, YES
from iamlint.errors import UserError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from iamlint.access.request import Request
    from iamlint.catalog import Catalog
    from iamlint.model.policy import Policy

_ANSWERS = {YES: "yes", NO: "no", MAYBE: "unknown"}


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


def policies_in(path: str) -> tuple[Policy, ...]:
    """The policies of a file.

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
