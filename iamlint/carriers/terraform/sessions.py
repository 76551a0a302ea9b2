"""Session policies: with what a provider has its own role limited while it works.

https://registry.terraform.io/providers/hashicorp/aws/latest/docs#assume_role-configuration-block
"""

from __future__ import annotations

from iamlint.catalog import catalog
from iamlint.model.policy import SESSION, Policy
from iamlint.model.reading import read_into
from iamlint.model.things import Attachment, TokenUse
from iamlint.text.hints import TYPE_CHECKING
from iamlint.text.holes import Hole, Text
from iamlint.text.node import Mapping, Scalar, Sequence

from .documents import NotReadable, embedded_json, written
from .encoded import Encoded, Written
from .parts import at, items, text
from .references import Known

if TYPE_CHECKING:
    from iamlint.text.node import Node

    from .reader import Context
    from .references import Target

ASSUMES = "assume_role"


def read(context: Context) -> None:
    """The session policies of all providers, each tied to the role that it limits."""
    for key, config in context.plan.configuration.providers.entries:
        if isinstance(config, Mapping):
            for block in items(config, "expressions", ASSUMES):
                address = f"provider.{key.value}.{ASSUMES}"
                _read(context, address, config, block)
                use = _use(context, address, config, block)
                if use is not None:
                    context.reading.token_uses.append(use)


def _use(context: Context, address: str, config: Mapping, block: Node) -> TokenUse | None:
    """The provider assumes a role, with what the request carries for its arguments."""
    expression = at(block, "role_arn")
    role = _told(context, config, expression)
    if expression is None or not role:
        return None
    place, sends = context.reading, list[tuple[str, Text | None]]()
    for row in catalog().table("sdk_context"):
        if "provider" not in row:
            continue
        given = at(block, row["provider"])
        target = context.providers.target(config, given) if given is not None else None
        known = target.node if isinstance(target, Known) else None
        if "pairs" not in row:
            hole = Hole(f"{address}.{row['provider']}", why="it is known when Terraform runs")
            told = text(known) if isinstance(known, Scalar) else ""
            sends.append((row["key"], None if given is None else Text(told or hole)))
        elif given is None or isinstance(known, Mapping):
            begin = row["key"].rstrip("*")
            pairs = known.entries if isinstance(known, Mapping) else ()
            sends.extend((f"{begin}{key.value}", Text(text(value))) for key, value in pairs)
            sends.append((row["key"], None))
    return TokenUse(
        Text(role), (), (), expression, address, place.account, place.region, sends=tuple(sends)
    )


def _read(context: Context, address: str, config: Mapping, block: Node) -> None:
    expression = at(block, "policy")
    if expression is None:
        return
    try:
        node = _document(context, context.providers.target(config, expression))
    except NotReadable as error:
        context.gap(expression, address, str(error), error.fault, kind=SESSION)
        return
    if node is None:
        return
    policy = Policy(node, SESSION, address=address)
    read_into(policy)
    if context.first(policy):
        context.reading.policies.append(policy)
    role = _told(context, config, at(block, "role_arn"))
    if role and not _has_more(context, config, at(block, "policy_arns")):
        place = context.reading
        tied = Attachment(expression, address, ASSUMES, place.account, place.region)
        tied.policy = policy
        tied.targets = [("session", Text(role))]
        context.reading.attachments.append(tied)


def _document(context: Context, target: Target | None) -> Node | None:
    """The document that an expression stands for; None for none. Raises `NotReadable`."""
    if isinstance(target, Known):
        node = target.node
        if isinstance(node, (Encoded, Written)):
            found = written(node)
            return found[0] if found is not None else None
        if isinstance(node, Scalar):
            return embedded_json(node) if text(node).strip() else None
    behind = context.documents.behind(target)
    if behind is None:
        raise NotReadable("the session policy of the provider is not known")
    return behind


def _told(context: Context, config: Mapping, expression: Node | None) -> str:
    """The text that an expression stands for, where it is known."""
    target = context.providers.target(config, expression) if expression is not None else None
    known = target.node if isinstance(target, Known) else None
    return text(known) if isinstance(known, Scalar) else ""


def _has_more(context: Context, config: Mapping, expression: Node | None) -> bool:
    """Managed policies, too, say what the session may do; or that is not known."""
    if expression is None:
        return False
    target = context.providers.target(config, expression)
    known = target.node if isinstance(target, Known) else None
    return not isinstance(known, Sequence) or bool(known.items)
