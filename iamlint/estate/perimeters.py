"""Control policies that keep strangers out, and hit the organization that they are to guard.

https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_rcps_examples.html
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from iamlint.access.conditions import condition_holds
from iamlint.access.context import Context
from iamlint.access.truth import YES
from iamlint.model.policy import RCP, SCP
from iamlint.text.holes import ACCOUNT, ANY, Hole, Text

from .membership import path_in

if TYPE_CHECKING:
    from iamlint.model.policy import Condition, Statement

    from . import Estate

OWN: Final = "the principals of its own organization"
SERVICES: Final = "what services do for its own accounts"


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
    for no organization, and for nobody on whose behalf a service calls, is meant as it stands.
    """
    kind = statement.policy.kind
    if kind not in (SCP, RCP) or not statement.denies or statement.gaps or statement.when:
        return None
    if not any(word.literal == "*" for word in statement.resources or ()):
        return None  # what is for others alone may be meant to be
    reading = estate.file_of(statement.policy)
    organization = estate.organization_at(reading.path) if reading is not None else ""
    return _of(statement, kind, organization)


def _of(statement: Statement, kind: str, organization: str) -> ShutOut | None:
    keys = {(one.key.literal or "").lower(): one for one in statement.conditions}
    asked = {key for key in keys if key.endswith(("orgid", "orgpaths"))}
    if organization and asked and _hits(statement, within(organization, kind)):
        return ShutOut(statement, keys[min(asked)], OWN, organization)
    for_whom = {key for key in keys if key.startswith("aws:source") and key in OF_SOURCES}
    if kind == RCP and for_whom and _hits(statement, on_behalf(organization)):
        test = next((keys[key] for key in sorted(asked & for_whom)), None)
        return ShutOut(statement, test, SERVICES, organization)
    return None


def _hits(statement: Statement, context: Context) -> bool:
    return all(condition_holds(one, context).truth is YES for one in statement.conditions)


OF_SOURCES: Final = ("aws:sourceaccount", "aws:sourceorgid", "aws:sourceorgpaths")


def within(organization: str, kind: str) -> Context:
    """A request of a principal of the organization, on what is the organization's."""
    path = path_in(organization)
    given: dict[str, Text | str] = {
        "aws:PrincipalOrgID": organization,
        "aws:PrincipalOrgPaths": path,
        "aws:ResourceOrgID": organization,
        "aws:ResourceOrgPaths": path,
    }
    if kind == RCP:
        given["aws:PrincipalIsAWSService"] = "false"
    return Context(given, strict=False)


def on_behalf(organization: str) -> Context:
    """A request of a service for something in an account of the organization."""
    account = Text(Hole("an account of the organization", ACCOUNT))
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
