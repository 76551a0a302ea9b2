"""Policies that only limit: what resource control policies may hold, whom their Deny hits, and what
a lock on regions takes away."""

from __future__ import annotations

from functools import cached_property

from iamlint.access.values import is_true
from iamlint.catalog.tagkeys import comes_with_tags
from iamlint.model.policy import BOUNDARY
from iamlint.text.globs import is_glob, match
from iamlint.text.hints import TYPE_CHECKING

from .arns import arn_of
from .conditioning import Conditioning

if TYPE_CHECKING:
    from collections.abc import Iterator

    from iamlint.model.policy import Condition, Policy, Principal, Statement, Word
    from iamlint.rule import AddItem

EXCEPTION = "aws:PrincipalIsAWSService"
"""The key that tells whether a service calls in its own name."""
BY_SERVICE = EXCEPTION.lower()
BY_SERVICES = frozenset((BY_SERVICE, "aws:viaawsservice"))
REGION = "aws:requestedregion"
ENDPOINT_KEYS = frozenset(("aws:sourcevpc", "aws:sourcevpce", "aws:sourcevpcarn"))
"""Keys that only requests over an endpoint of a VPC carry, whatever the service."""


class Limiting(Conditioning):
    """Statements of guardrails."""

    # the form of resource control policies

    def is_default_allow(self, statement: Statement) -> bool:
        """It is the statement of RCPFullAWSAccess: everything for everyone. What is not known may
        be so."""
        if statement.conditions or statement.not_actions is not None:
            return False
        lists = statement.actions, statement.resources
        words = [word for words in lists for word in words or ()]
        words += [entry.value for entry in statement.principals or ()]
        return None not in lists and all(word.literal in ("*", None) for word in words)

    def named_principals(self, statement: Statement) -> Iterator[Principal]:
        """Entries of Principal that are not everyone."""
        for entry in statement.principals or ():
            if entry.value.literal is not None and entry.value.literal != "*":
                yield entry

    def beyond_rcps(self, statement: Statement) -> Iterator[Word]:
        """Actions of services that resource control policies do not reach."""
        for word in statement.actions or ():
            literal = word.literal
            if literal is not None and self._beyond(literal.partition(":")[0].lower()):
                yield word

    def _beyond(self, service: str) -> bool:
        if service in self._under_rcps or not service.strip("*"):
            return False
        if is_glob(service):
            return not any(match(service, one) for one in self._under_rcps)
        return self.catalog.has_service(service)

    @cached_property
    def _under_rcps(self) -> frozenset[str]:
        return frozenset(row["service"] for row in self.catalog.table("rcp_services"))

    def covers_whole_services(self, statement: Statement) -> bool:
        """Every action of some service, or of all."""
        return any(
            word.literal is not None and not word.literal.rpartition(":")[2].strip("*")
            for word in statement.actions or ()
            if word.literal
        )

    # whom a Deny for everyone hits

    def membership_tests(self, statement: Statement) -> Iterator[Condition]:
        """Conditions of a Deny that ask whose principal calls, and hold for a service that calls in
        its own name, which is nobody's."""
        if not statement.denies or statement.gaps:
            return
        for condition in statement.conditions:
            test = self.test_of(condition)
            if test is None or not test.negated or test.if_absent is not True:
                continue
            if test.guards == "network":
                continue
            if self._is_lacking_for_services(test.key) or test.key in self._of_aws_for_services:
                yield condition

    def lacked_by_services(self, condition: Condition) -> bool:
        """Calls of services in their own name do not carry the condition's key at all."""
        return self._is_lacking_for_services((condition.key.literal or "").lower())

    @cached_property
    def _of_aws_for_services(self) -> frozenset[str]:
        """Keys that of a service tell of AWS, never of an account of yours."""
        rows = self.catalog.table("keys_of_services")
        return frozenset(row["key"].lower() for row in rows if row["value"] == "an account of AWS")

    def source_tests(self, statement: Statement) -> Iterator[Condition]:
        """Conditions of a Deny that ask on whose behalf a service calls, and hold where the call
        does not say."""
        if not statement.denies or statement.gaps:
            return
        for condition in statement.conditions:
            test = self.test_of(condition)
            if test is None or not test.negated or test.if_absent is not True:
                continue
            if test.key in self._of_sources:
                yield condition

    def spares_services(self, statement: Statement) -> bool:
        """Some condition fails when a service calls in its own name, or may."""
        for condition in statement.conditions:
            test = self.test_of(condition)
            if test is None:
                return True
            if test.key == BY_SERVICE:
                demanded = self._demanded(condition)
                if None in demanded or True not in demanded:
                    return True
                continue
            absent = self._is_lacking_for_services(test.key) or comes_with_tags(test.key)
            if absent and self.holds_if_absent(condition) is not True:
                return True
        return False

    def tests_of_service(self, statement: Statement) -> Iterator[Condition]:
        """The conditions that ask whether a service calls in its own name."""
        for condition in statement.conditions:
            if (condition.key.literal or "").lower() == BY_SERVICE:
                yield condition

    def test_of_service(self, statement: Statement) -> Condition | None:
        """The first of them."""
        return next(self.tests_of_service(statement), None)

    def lets_unsigned_by(self, condition: Condition) -> bool:
        """A request that lacks the key, as those that nobody signed do, does not meet it."""
        test = self.test_of(condition)
        if test is None or not test.operator or (test.over == "any" and test.if_exists):
            return False  # of ForAnyValue with IfExists no page says it
        return test.if_absent is False

    def sparing_services(self, statement: Statement) -> AddItem | None:
        """What spares services that call in their own name, in a Deny that hits them for want of a
        principal of yours: to add one condition more.
        """
        from iamlint.rule import AddItem

        if not statement.denies or statement.policy.form == "statement":
            return None
        if self.test_of_service(statement) is not None or self.only_for_services(statement):
            return None
        if not any(map(self._misses_services, statement.conditions)):
            return None
        title = "spare services that call in their own name"
        return AddItem(statement, f"Condition/BoolIfExists/{EXCEPTION}", ("false",), title)

    def taken_by_services_alone(self, trust: Policy | None) -> Principal | None:
        """The first of those who may assume a role, where none of them is a principal of IAM."""
        if trust is None or trust.gaps:
            return None
        taking = [one for one in trust.statements if not one.denies]
        entries = [entry for one in taking for entry in one.principals or ()]
        if not entries or any(one.gaps or one.principals is None for one in taking):
            return None
        return entries[0] if all(one.type in ("Service", "Federated") for one in entries) else None

    def denies_without_mfa(self, statement: Statement) -> bool:
        """A Deny that holds whenever nobody signed in with a second factor, but for what services
        do in the caller's name or in their own.
        """
        conditions = statement.conditions
        if not statement.denies or statement.gaps or any(one.when for one in conditions):
            return False
        keys = [(one.key.literal or "").lower() for one in conditions]
        return any(key in self._of_mfa for key in keys) and all(
            (key in BY_SERVICES or (key in self._of_mfa and self.holds_if_absent(one) is True))
            and all(is_true(word.literal or "true") is False for word in one.values)
            for key, one in zip(keys, conditions, strict=True)
        )

    def _grants(self, policy: Policy, action: str) -> bool:
        return any(
            word.literal is not None and match(word.literal, action, fold=True)
            for one in policy.statements
            if one.allows
            for word in one.actions or ()
        )

    @cached_property
    def _of_mfa(self) -> frozenset[str]:
        rows = self.catalog.table("global_condition_keys")
        return frozenset(
            name for row in rows if (name := row["key"].lower()).startswith("aws:multifactor")
        )

    def demands_header(self, condition: Condition) -> bool:
        """A Deny that hits each upload which leaves the encryption of the object to the bucket."""
        statement = condition.statement
        key = (condition.key.literal or "").lower()
        if key not in self._of_encryption or not statement.denies or statement.gaps:
            return False
        others = (one for one in statement.conditions if one is not condition)
        return self.holds_if_absent(condition) is True and all(
            (one.key.literal or "").lower() in self._of_encryption
            and self.holds_if_absent(one) is True
            for one in others
        )

    def leaving_encryption(self, statement: Statement) -> AddItem | None:
        """What spares uploads that leave the encryption to the bucket: the Deny asks only where
        the header is there."""
        from iamlint.rule import AddItem

        if statement.policy.form == "statement":
            return None
        for condition in statement.conditions:
            test = self.test_of(condition)
            if test is not None and test.negated and self.demands_header(condition):
                title = "spare uploads that leave the encryption to the bucket"
                return AddItem(statement, f"Condition/Null/{condition.key}", ("false",), title)
        return None

    @cached_property
    def _of_encryption(self) -> frozenset[str]:
        rows = self.catalog.table("encryption_headers")
        return frozenset(row["key"].lower() for row in rows)

    def _misses_services(self, condition: Condition) -> bool:
        """It holds for every service, as none has what it asks for."""
        test = self.test_of(condition)
        if test is None or test.if_absent is False:
            return False
        return self._is_lacking_for_services(test.key) or test.key in self._of_aws_itself

    @cached_property
    def _of_aws_itself(self) -> frozenset[str]:
        rows = self.catalog.table("keys_of_services")
        return frozenset(row["key"].lower() for row in rows if row["confidence"] != "certain")

    def only_for_services(self, statement: Statement) -> bool:
        """Some condition holds for calls of services in their own name alone, or may."""
        for condition in statement.conditions:
            test = self.test_of(condition)
            if test is None:
                return True
            if test.key == BY_SERVICE:
                demanded = self._demanded(condition)
                if None in demanded or demanded == {True}:
                    return True
            if test.key in self._names_of_services and self.holds_if_absent(condition) is not True:
                return True
        return False

    def demands_source(self, statement: Statement) -> bool:
        """Some condition fails where a call does not say on whose behalf it is made, or may."""
        return any(
            (condition.key.literal or "").lower() in self._of_sources
            and self.holds_if_absent(condition) is not True
            for condition in statement.conditions
        )

    def _demanded(self, condition: Condition) -> set[bool | None]:
        """The answers to whether a service calls in its own name under which the condition holds;
        None among them where that is not known."""
        wanted: set[bool | None] = {
            is_true(word.literal) if word.literal else None for word in condition.values
        }
        test = self.test_of(condition)
        if test is None or None in wanted:
            return {True, False, None}
        both: set[bool | None] = {True, False}
        if not test.operator:  # of Null: every signed request has the key, that of a service too
            return {False} if True in wanted else both
        return both - wanted if test.negated else wanted

    def only_for_unsigned(self, condition: Condition) -> bool:
        """It holds for requests that lack the key, as those that nobody signed do, and no other."""
        test = self.test_of(condition)
        return (
            test is not None
            and not test.operator
            and any(is_true(word.literal) is True for word in condition.values if word.literal)
        )

    def _is_lacking_for_services(self, key: str) -> bool:
        found = self._lacking_for_services.get(key)
        if found is None:
            family = key.partition("/")[0] + "/"
            rows = self.catalog.table("keys_absent_for_services")
            found = self._lacking_for_services[key] = any(
                row["key"].lower() == key
                or ("/" in row["key"] and "/" in key and row["key"].lower().startswith(family))
                for row in rows
            )
        return found

    @cached_property
    def _lacking_for_services(self) -> dict[str, bool]:
        return {}

    @cached_property
    def _of_sources(self) -> frozenset[str]:
        rows = self.catalog.table("source_keys")
        return frozenset(
            key
            for row in rows
            if row["whose"] == "source" and (key := row["key"].lower()).startswith("aws:")
        )

    @cached_property
    def _names_of_services(self) -> frozenset[str]:
        return frozenset(
            row["key"].lower()
            for row in self.catalog.table("global_condition_keys")
            if row["present"] == "service-principal"
        )

    # values

    def never_had(self, condition: Condition) -> tuple[Word, ...]:
        """Values that requests never have for the key, as they are ARNs of another kind."""
        rows = self._never_values.get((condition.key.literal or "").lower())
        if rows is None:
            return ()
        return tuple(word for word in condition.values for row in rows if self._is_never(row, word))

    @cached_property
    def _never_values(self) -> dict[str, list[dict[str, str]]]:
        """What is known of values that a key never has, by the key in lower case."""
        found: dict[str, list[dict[str, str]]] = {}
        for row in self.catalog.table("never_values"):
            found.setdefault(row["key"].lower(), []).append(row)
        return found

    def _is_never(self, row: dict[str, str], word: Word) -> bool:
        arn = arn_of(word.text)
        return (
            arn is not None
            and arn.service == row["service"]
            and match(row["resource"], arn.resource)
        )

    def meant_for(self, word: Word) -> str:
        """The ARN that is meant by a value that a key never has; empty where it is not known."""
        fields = (word.literal or "").split(":", 5)
        for row in self.catalog.table("never_values"):
            if len(fields) == 6 and self._is_never(row, word):
                name = fields[5].split("/")[1]
                resource = row["instead"].replace("${name}", name)
                return ":".join((*fields[:2], "iam", *fields[3:5], resource)) if name else ""
        return ""

    # regions

    def locked_out_services(self, condition: Condition) -> list[str]:
        """Services that have one place in the world, which a Deny for all other regions than those
        named takes away: `iam`. The Deny is for every action but some, or names all of what nobody
        can do without, which nobody would deny by the region.
        """
        if (condition.key.literal or "").lower() != REGION:
            return []
        statement = condition.statement
        test = self.test_of(condition)
        if test is None or not test.negated or not statement.denies or statement.gaps:
            return []
        regions = [word.literal for word in condition.values]
        if not regions or None in regions or self._only_over_endpoints(statement):
            return []  # what comes over an endpoint of a VPC, is not called elsewhere
        return [
            row["service"]
            for row in self.catalog.table("global_services")
            if row["usual"]
            and not any(match(str(region), row["region"]) for region in regions)
            and self._in_partition_of(row["region"], regions)
            and (
                self.denies_all_of(statement, row["service"])
                or (row["vital"] and names_all_of(statement, row["service"]))
            )
            and self._is_let_through(statement.policy, row["service"])
        ]

    def _is_let_through(self, policy: Policy, service: str) -> bool:
        """A boundary allows something of the service: else no lock takes it from anybody. Other
        policies leave that to those beside them.
        """
        if policy.kind != BOUNDARY:
            return True
        return any(
            one.allows
            and (
                one.actions is None
                or any(match(self.service_of(word) or "*", service) for word in one.actions)
            )
            for one in policy.statements
        )

    def is_vital(self, service: str) -> bool:
        """No account can do without the service."""
        rows = self.catalog.table("global_services")
        return any(row["vital"] and row["service"] == service for row in rows)

    def _only_over_endpoints(self, statement: Statement) -> bool:
        """Some condition holds for requests over an endpoint of a VPC alone, or may."""
        return any(
            (condition.key.literal or "").lower() in ENDPOINT_KEYS
            and self.holds_if_absent(condition) is not True
            for condition in statement.conditions
        )

    def _in_partition_of(self, region: str, others: list[str | None]) -> bool:
        """All the named regions may be in the partition of that one."""
        partitions = self.catalog.regions
        own = partitions.get(region)
        return all(partitions.get(str(other), own) == own for other in others)

    def denies_all_of(self, statement: Statement, service: str) -> bool:
        """The statement is for everything, or all of the service, or everything but some, and
        nothing of the service is among those."""
        if statement.actions is not None:
            return any(
                self.is_everything(word) or (word.literal or "").lower() == f"{service}:*"
                for word in statement.actions
            )
        return statement.not_actions is not None and not any(
            word.literal is None or match(word.literal.partition(":")[0].lower(), service)
            for word in statement.not_actions
        )


def names_all_of(statement: Statement, service: str) -> bool:
    """An action of the statement is the service's name and a star."""
    every = f"{service}:*"
    return any((word.literal or "").lower() == every for word in statement.actions or ())
