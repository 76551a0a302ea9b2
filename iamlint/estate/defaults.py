"""The policy that AWS gives a resource when none is set."""

from __future__ import annotations

from iamlint.model.policy import LATEST, RESOURCE, Policy, Principal, Word
from iamlint.model.reading import read_into
from iamlint.text.hints import TYPE_CHECKING
from iamlint.text.holes import Text
from iamlint.text.node import Holed

from .accounts import account_of
from .joined import Attached
from .managed import placed

if TYPE_CHECKING:
    from iamlint.catalog import Catalog
    from iamlint.model.things import Resource


def default_policy(resource: Resource, catalog: Catalog) -> Attached | None:
    """AWS's default policy for a resource that has it; its places are those of the resource.
    Beside another policy it is there only under the conditions under which that one is not.
    """
    if not resource.default_policy:
        return None
    for row in catalog.table("default_policies"):
        if row["type"] == resource.service_type:
            statement = {"Effect": "Allow", "Action": row["action"], "Resource": "*"}
            document = placed({"Version": LATEST, "Statement": statement}, resource.span)
            policy = Policy(
                document,
                RESOURCE,
                resource_type=resource.service_type,
                address=f"the default policy of {resource.address}",
                owner=resource,
            )
            read_into(policy)
            _name(policy, filled(row["principal"], resource))
            return Attached(policy, resource, sure=not resource.policies, bundled=True)
    return None


def filled(template: str, resource: Resource) -> Text:
    """A template's `${Partition}` and `${Account}` as those of the resource."""
    before, _, rest = template.partition("${Partition}")
    between, _, after = rest.partition("${Account}")
    partition = resource.reading.partition if resource.reading is not None else Text("aws")
    return Text(before) + partition + between + account_of(resource) + after


def _name(policy: Policy, principal: Text) -> None:
    """Let the one statement name a principal, whose text may have holes."""
    word = Word(principal, Holed(*policy.span, principal))
    policy.statements[0].principals = (Principal("AWS", word),)
