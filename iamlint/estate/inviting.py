"""What would let the source of a wire in, and nobody else: a statement for the target's policy, or
what the statement that is there should say instead.
"""

from __future__ import annotations

from iamlint.rule import AddItem, AddPolicy, AddStatement, Replace, Several
from iamlint.text.hints import TYPE_CHECKING, Any
from iamlint.text.holes import Text, shown

from .joined import one_or_list

if TYPE_CHECKING:
    from iamlint.model.policy import Policy, Statement, Word
    from iamlint.model.things import Resource
    from iamlint.rule import Intent

    from .calling import Calls

SOURCE_ARN = "aws:SourceArn"
ANY_RESOURCE = "ecr:repository"


def invitation(wanted: list[Calls]) -> Intent | None:
    """Statements for what is missing, in a policy that is there or in a new one. All are calls of
    one service on one target.
    """
    calls = wanted[0]
    target = calls.wired.target
    if target is None:
        return None
    found = [statement for one in wanted for statement in statements_of(one)]
    statements = [one for number, one in enumerate(found) if one not in found[:number]]
    title = f"let {calls.principals[0]} in"
    policy = next(iter(documents_on(calls)), None)
    if policy is not None and not calls.integration.is_permission:
        added = tuple(AddStatement(policy, statement, title) for statement in statements)
        return added[0] if len(added) == 1 else Several(added, title)
    before = dict.fromkeys(one for one in map(waiting, wanted) if one is not None)
    return AddPolicy(target, tuple(statements), calls.called, title, tuple(before))


def documents_on(calls: Calls) -> list[Policy]:
    """The documents on the target that take a statement more."""
    return [
        attached.policy
        for attached in calls.policies.attached
        if attached.sure
        and not attached.bundled
        and attached.policy.form != "statement"
        and attached.policy.node.source.path
    ]


def waiting(calls: Calls) -> Resource | None:
    """The source, where AWS tries the call when it makes it: the policy must be there before."""
    wired = calls.wired
    own = wired.source is not None and wired.wire.own in ("source", "both")
    return wired.source if own and calls.integration.fails == "deployment" else None


def statements_of(calls: Calls) -> list[dict[str, Any]]:
    """One for each set of conditions that the denied actions take."""
    groups: dict[tuple[tuple[str, str], ...], list[str]] = {}
    for action in calls.denied:
        groups.setdefault(tuple(calls.fixed(action).items()), []).append(action)
    return [statement(calls, actions, dict(fixed)) for fixed, actions in groups.items()]


def statement(calls: Calls, actions: list[str], fixed: dict[str, str]) -> dict[str, Any]:
    found: dict[str, Any] = {
        "Effect": "Allow",
        "Principal": {"AWS" if calls.integration.caller else "Service": calls.principals[0]},
        "Action": one_or_list(actions),
    }
    if calls.integration.target_type != ANY_RESOURCE:
        found["Resource"] = one_or_list(dict.fromkeys(calls.pattern(action) for action in actions))
    conditions = scope(calls)
    if fixed:
        conditions["StringEquals"] = {**conditions.get("StringEquals", {}), **fixed}
    return {**found, "Condition": conditions} if conditions else found


def scope(calls: Calls) -> dict[str, dict[str, Any]]:
    """The conditions that bind the statement to the source. What must be there before the source
    cannot name it where only AWS makes its name up: there its account has to do, or any like it.
    """
    wired = calls.wired
    found = {operator: dict(keys) for operator, keys in wired.conditions.items()}
    source = waiting(calls)
    own = [
        hole
        for hole in (wired.source_arn.holes if source is not None else ())
        if source is not None and shown(hole).startswith(source.address)
    ]
    if own:
        found = {operator: keys for operator, keys in found.items() if SOURCE_ARN not in keys}
        if not found:
            pieces = ("*" if piece in own else piece for piece in wired.source_arn.pieces)
            found["ArnLike"] = {SOURCE_ARN: Text(*pieces)}
    return found


def other_text(
    statement: Statement, word: Word, element: str, text: Text | str, title: str
) -> Intent:
    """A text beside the one that a document has, or in place of the one that a property is."""
    if statement.policy.form == "statement":
        return Replace(word, text, title)
    return AddItem(statement, element, (text,), title)
