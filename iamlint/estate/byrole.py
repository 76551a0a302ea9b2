"""May a service do by its role what the target's policy does not let it do in its own name?

AWS Config delivers as the role of the configuration recorder, and where that is denied as itself.
https://docs.aws.amazon.com/config/latest/developerguide/s3-bucket-policy.html
"""

from __future__ import annotations

from iamlint.access.truth import MAYBE, NO, YES, Truth
from iamlint.catalog import roles
from iamlint.finding import UNVERIFIED
from iamlint.text.hints import TYPE_CHECKING

if TYPE_CHECKING:
    from . import Estate
    from .calling import Calls
    from .running import Workload


def may_by_role(estate: Estate, calls: Calls) -> Truth:
    """YES where a role in view may, NO where each that it may be is in view and may not."""
    wire = calls.wired.wire
    answers = {
        _may(estate, workload, calls)
        for workload in estate.workloads
        if workload.use.type in calls.integration.recorders and workload.use.reading is wire.reading
    }
    if not answers or len(answers) > 1:
        return YES if YES in answers else MAYBE
    return answers.pop()


def _may(estate: Estate, workload: Workload, calls: Calls) -> Truth:
    if workload.role is None:
        linked = roles.is_service_linked(str(workload.use.role_ref))
        return NO if linked and not calls.names_accounts else MAYBE
    when = calls.wired.when.union(workload.when)
    found = [
        estate.can(
            workload.role, action, calls.about(action), context=dict(calls.fixed(action)), when=when
        )
        for action in calls.denied
    ]
    if all(answer.truth is YES for answer in found):
        return YES
    sure = any(answer.truth is NO and answer.confidence != UNVERIFIED for answer in found)
    return NO if sure else MAYBE
