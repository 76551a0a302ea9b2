"""How a policy may name callers of accounts."""

from __future__ import annotations

import re
from functools import cached_property

from iamlint.text import globs
from iamlint.text.hints import TYPE_CHECKING
from iamlint.text.holes import PARTITION, REGION, Hole

from .arns import ACCOUNT_FIELD, arn_of, holds_something, is_open, is_wild
from .locating import Locating
from .valuing import Valuing

if TYPE_CHECKING:
    from iamlint.model.policy import Principal
    from iamlint.text.holes import Text

    from .arns import Arn

UNIQUE_ID = re.compile(r"A[A-Z0-9]{15,127}")
"""AWS puts it in place of the ARN of an identity that is deleted."""
CANONICAL_ID = re.compile(r"(?i)[0-9a-f]{64}([0-9a-f]{32})?")
"""Of an account in S3; that of an origin access identity is longer."""
NUMBER = re.compile(r"[0-9 -]+")


class Calling(Valuing, Locating):
    """The forms of principals under `AWS`."""

    def names_no_caller(self, entry: Principal) -> str:
        """Why an entry of type AWS or CanonicalUser has none of the forms of a principal; empty
        where it has one, is not known well enough, or is a pattern or a variable.
        """
        if entry.type == "CanonicalUser":
            return self._why_no_canonical_user(entry.value.literal)
        if entry.type != "AWS":
            return ""
        text = entry.value.text
        found = self._no_callers.get(text)
        if found is None:
            found = self._no_callers[text] = self._why_no_caller(text)
        return found

    @cached_property
    def _no_callers(self) -> dict[Text, str]:
        return {}

    def _why_no_caller(self, text: Text) -> str:
        if any(isinstance(one, str) and (is_wild(one) or "${" in one) for one in text.pieces):
            return ""
        arn = arn_of(text)
        if arn is not None:
            return self._why_no_callers_arn(arn)
        if len(text.pieces) == 1 and isinstance(text.pieces[0], Hole):
            known = text.pieces[0].within
            return f"it is a {known}" if known in (REGION, PARTITION) else ""
        literal = text.literal
        if not literal or (literal.isdigit() and literal.isascii() and len(literal) == 12):
            return ""
        if UNIQUE_ID.fullmatch(literal) or literal.startswith(self._begins_of_ids):
            return ""
        if NUMBER.fullmatch(literal):
            return "it is no account id: that has twelve digits"
        if literal.startswith("arn:"):
            return f"it has {literal.count(':') + 1} of an ARN's six fields"
        if self.is_service_principal_form(literal):
            return "it is a service: that stands under `Service`"
        return "it is neither an account id nor an ARN"

    def _why_no_canonical_user(self, literal: str | None) -> str:
        if not literal or is_wild(literal) or "${" in literal or CANONICAL_ID.fullmatch(literal):
            return ""
        return "a canonical user's id is 64 hexadecimal digits, or 96 of an origin access identity"

    def _why_no_callers_arn(self, arn: Arn) -> str:
        if not is_open(arn.partition) and arn.partition not in self.catalog.partitions:
            return f"there is no partition `{arn.partition}`"
        if not is_open(arn.service) and arn.service not in self._callers_arns:
            return "only ARNs of `iam` and `sts` name callers"
        if holds_something(arn.region):
            return "its region must be empty"
        if not arn.account:
            return "its account is empty"
        if not is_open(arn.account) and not self._is_account(arn.account):
            return f"`{arn.account}` is no account id: that has twelve digits"
        known, shown = arn.within(ACCOUNT_FIELD)
        if known in (REGION, PARTITION):
            return f"`{shown}` is a {known}, and stands where the account does"
        kind = arn.resource.partition("/")[0]
        if is_open(arn.service) or is_open(kind):
            return ""
        forms = self._callers_arns[arn.service]
        if is_open(arn.resource):
            fits = any(form.partition("/")[0] == kind for form in forms)
        else:
            fits = any(globs.match(form, arn.resource) for form in forms)
        if fits:
            return "" if is_open(arn.resource) else why_no_name(arn.resource)
        for service, others in self._callers_arns.items():
            if any(form.partition("/")[0] == kind for form in others):
                if service != arn.service:
                    return f"`{kind}` is of `{service}`, not of `{arn.service}`"
                return f"`{arn.shown_resource}` is not whole"
        return f"`{arn.shown_resource}` is no user, role or session"

    @cached_property
    def _begins_of_ids(self) -> tuple[str, ...]:
        return tuple(row["prefix"] for row in self.catalog.table("unique_id_prefixes"))

    @cached_property
    def _callers_arns(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for row in self.catalog.table("principal_arns"):
            found.setdefault(row["service"], []).append(row["resource"])
        return found


def why_no_name(resource: str) -> str:
    """Why the last field of a caller's ARN ends in no name; empty where it does."""
    kind, *parts = resource.split("/")
    if any(one != one.strip() for one in parts):
        return "there is a space at an end of a name"
    if kind != "root" and parts[-1:] == [""]:
        return "it ends in `/`, without a name"
    if kind == "assumed-role" and len(parts) > 2:
        return "a session is named by the role's name and its own, without a path"
    return ""
