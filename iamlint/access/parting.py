"""Which parts of a statement keep it from applying to a request?"""

from __future__ import annotations

from iamlint.text.hints import TYPE_CHECKING
from iamlint.text.node import ALWAYS
from iamlint.text.records import NamedTuple

from .conditions import condition_holds
from .matching import action_matches
from .principals import names
from .request import with_implied_keys
from .statements import on_resource
from .truth import NO, Truth

if TYPE_CHECKING:
    from iamlint.model.policy import Condition, Statement
    from iamlint.text.node import When

    from .request import Request


class Parts(NamedTuple):
    """What each part of a statement says to a request; `failing`: the conditions that surely do
    not hold.
    """

    action: Truth
    resource: Truth
    caller: Truth
    failing: tuple[Condition, ...]

    @property
    def refusing(self) -> frozenset[str]:
        """The parts that surely do not fit: `action`, `resource`, `caller`, `conditions`."""
        parts = (("action", self.action), ("resource", self.resource), ("caller", self.caller))
        found = [name for name, truth in parts if truth is NO]
        return frozenset([*found, "conditions"] if self.failing else found)


def parts_of(statement: Statement, request: Request, assuming: When = ALWAYS) -> Parts:
    """A statement held against a request part by part."""
    request = with_implied_keys(request)
    variables = statement.policy.has_variables
    return Parts(
        action_matches(statement, request.action, assuming).truth,
        on_resource(statement, request, assuming).truth,
        names(statement, request.caller, assuming=assuming).truth,
        tuple(
            one
            for one in statement.conditions
            if condition_holds(one, request.context, assuming, variables=variables).truth is NO
        ),
    )
