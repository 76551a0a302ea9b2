"""Control policies that keep strangers out, and hit the organization that they are to guard.

https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_rcps_examples.html
"""

from __future__ import annotations

from itertools import islice

from iamlint.access.conditions import condition_holds
from iamlint.access.context import Context
from iamlint.access.truth import NO, YES
from iamlint.catalog.tagkeys import PRINCIPAL_TAG, RESOURCE_TAG
from iamlint.model.policy import ENDPOINT, RCP, SCP
from iamlint.text.hints import TYPE_CHECKING, Final
from iamlint.text.holes import ACCOUNT, ANY, Hole, Text
from iamlint.text.records import NamedTuple

from .membership import path_in

if TYPE_CHECKING:
    from collections.abc import Iterator

    from iamlint.model.policy import Condition, Statement

    from . import Estate

OWN: Final = "the principals of its own organization"
OVER_ENDPOINTS: Final = "what its own accounts ask over their VPC endpoints"
SERVICES: Final = "what services do for its own accounts"
OF_SOURCES: Final = ("aws:sourceaccount", "aws:sourceorgid", "aws:sourceorgpaths")
OF_ENDPOINTS: Final = ("aws:vpceaccount", "aws:vpceorgid", "aws:vpceorgpaths")
MEMBERS: Final = ("aws:principal", "aws:resource")
UNNAMED: Final = "role/whoever-is-named-nowhere"
MOST_ACCOUNTS: Final = 16
"""So many of the accounts in view are tried."""


class ShutOut(NamedTuple):
    """A Deny of a control policy that hits those that it is to spare.

    `condition`: the test that is to spare them; None where there is none. `who`: whom it hits.
    `organization`: their own, where the configuration tells it.
    """

    statement: Statement
    condition: Condition | None
    who: str
    organization: str


def shut_out(estate: Estate, statement: Statement) -> ShutOut | None:
    """None where it hits strangers alone, or some of them, or that is not known. A Deny that asks
    for no organization, and for nobody on whose behalf a service calls, is meant as it stands. Who
    or what is let off by a tag is supposed to have none.
    """
    kind = statement.policy.kind
    if kind == ENDPOINT:
        return kept_off(estate, statement)
    if kind not in (SCP, RCP) or not statement.denies or statement.gaps or statement.when:
        return None
    if statement.not_resources is None and not is_about_all(statement):
        return None  # what is for others alone may be meant to be
    reading = estate.file_of(statement.policy)
    organization = estate.organization_at(reading.path) if reading is not None else ""
    accounts = tuple(own_accounts(estate, organization))
    return _of(statement, kind, organization, accounts)


def kept_off(estate: Estate, statement: Statement) -> ShutOut | None:
    """The first statement of an endpoint's policy, where all that it allows is for principals or
    things of other organizations than that of the endpoint's own account.
    """
    reading = estate.file_of(statement.policy)
    organization = estate.organization_at(reading.path) if reading is not None else ""
    allows = [one for one in statement.policy.statements if one.allows]
    if not organization or not statement.policy.whole or statement not in allows[:1]:
        return None
    account = Text(Hole("an account of the organization", ACCOUNT))
    context = over_endpoint(organization, account, ENDPOINT)
    failing = [test_of_organization(one, context) for one in allows]
    if failing[0] is None or not all(failing):
        return None
    return ShutOut(statement, failing[0], OVER_ENDPOINTS, organization)


def test_of_organization(statement: Statement, context: Context) -> Condition | None:
    """The condition that asks for an organization, and that nobody of one's own meets."""
    for condition in statement.conditions:
        key = (condition.key.literal or "").lower()
        of_own = key.endswith(("orgid", "orgpaths")) and key.startswith(MEMBERS)
        if of_own and condition_holds(condition, context).truth is NO:
            return condition
    return None


def is_about_all(statement: Statement) -> bool:
    return any(word.literal == "*" for word in statement.resources or ())


def own_accounts(estate: Estate, organization: str) -> Iterator[Text]:
    """Accounts of files that are of the organization, else one that is not known."""
    found = dict.fromkeys(
        reading.account
        for reading in estate.readings
        if organization
        and reading.account.literal
        and estate.organization_at(reading.path) == organization
    )
    yield from islice(found, MOST_ACCOUNTS)
    if not found:
        yield Text(Hole("an account of the organization", ACCOUNT))


def _of(
    statement: Statement, kind: str, organization: str, accounts: tuple[Text, ...]
) -> ShutOut | None:
    keys = {(one.key.literal or "").lower(): one for one in statement.conditions}
    asked = {key for key in keys if key.endswith(("orgid", "orgpaths"))}
    if organization and asked:
        over = asked.intersection(OF_ENDPOINTS)
        for account in accounts:
            if _hits(statement, within(organization, account, kind)):
                return ShutOut(statement, keys[min(asked)], OWN, organization)
            if over and _hits(statement, over_endpoint(organization, account, kind)):
                return ShutOut(statement, keys[min(over)], OVER_ENDPOINTS, organization)
    for_whom = {key for key in keys if key in OF_SOURCES}
    if kind != RCP or not for_whom:
        return None
    if any(_hits(statement, on_behalf(organization, account)) for account in accounts):
        test = next((keys[key] for key in sorted(asked & for_whom)), None)
        return ShutOut(statement, test, SERVICES, organization)
    return None


def _hits(statement: Statement, context: Context) -> bool:
    for condition in statement.conditions:
        if is_let_off_by(key := (condition.key.literal or "").lower()):
            context.implied(key, None)
    return all(condition_holds(one, context).truth is YES for one in statement.conditions)


def is_let_off_by(key: str) -> bool:
    """A key of which it is a choice to have it: a tag; or that only some service has, which asks
    for more than who calls whom.
    """
    prefix = key.partition(":")[0]
    if prefix != "aws":
        return not key.endswith(("account", "orgid", "orgpaths"))
    return key.startswith((PRINCIPAL_TAG, RESOURCE_TAG))


def within(organization: str, account: Text, kind: str) -> Context:
    """A request of a principal of the organization, on what is the organization's."""
    path = path_in(organization)
    given: dict[str, Text | str] = {
        "aws:PrincipalOrgID": organization,
        "aws:PrincipalOrgPaths": path,
        "aws:PrincipalAccount": account,
        "aws:PrincipalArn": Text("arn:aws:iam::") + account + f":{UNNAMED}",
        "aws:ResourceOrgID": organization,
        "aws:ResourceOrgPaths": path,
        "aws:ResourceAccount": account,
        "aws:ViaAWSService": "false",
    }
    if kind == RCP:
        given["aws:PrincipalIsAWSService"] = "false"
    return Context(given, strict=False)


def over_endpoint(organization: str, account: Text, kind: str) -> Context:
    """The same over an endpoint in one of its own VPCs, which has no public address."""
    context = within(organization, account, kind)
    context.implied("aws:VpceOrgID", organization)
    context.implied("aws:VpceOrgPaths", path_in(organization))
    context.implied("aws:VpceAccount", account)
    context.implied("aws:SourceVpce", Text(Hole("an endpoint of the organization", ANY)))
    context.implied("aws:SourceVpc", Text(Hole("a VPC of the organization", ANY)))
    context.implied("aws:SourceIp", None)
    return context


def on_behalf(organization: str, account: Text) -> Context:
    """A request of a service for something in an account of the organization."""
    given: dict[str, Text | str | None] = {
        "aws:PrincipalIsAWSService": "true",
        "aws:SourceAccount": account,
        "aws:SourceArn": Text(Hole("a thing of the organization", ANY)),
        "aws:PrincipalOrgID": None,
        "aws:PrincipalOrgPaths": None,
    }
    if organization:
        given["aws:SourceOrgID"] = organization
        given["aws:SourceOrgPaths"] = path_in(organization)
    return Context(given, strict=False)
