"""What some rules need to be shown at all: cheap questions, each asked once for all of them."""

from __future__ import annotations

from functools import cached_property

from iamlint.model.plainness import is_plain_document, is_plain_statement
from iamlint.model.policy import LATEST
from iamlint.text.hints import TYPE_CHECKING

from .acting import Acting, of_terms

if TYPE_CHECKING:
    from collections.abc import Iterator

    from iamlint.model.policy import Condition, Policy, Statement, Word
    from iamlint.model.things import Resource
    from iamlint.text.source import Source

LOOPING = (".tf", ".tofu")
"""Files in which a line may stand for many statements."""
LEAST_QUOTA = 2048
"""Of the size of a policy, whatever its kind."""


class Showing(Acting):
    """Statements and conditions that have something that a family of rules is about."""

    def is_unusual(self, statement: Statement) -> bool:
        """Not every element of the statement is known, there once and of the right type; or it has
        principals.
        """
        found = self._unusual.get(statement)
        if found is None:
            found = self._unusual[statement] = not is_plain_statement(statement)
        return found

    @cached_property
    def _unusual(self) -> dict[Statement, bool]:
        return {}

    def is_unusual_document(self, policy: Policy) -> bool:
        """The document or one of its statements is not of the plain form that nearly all have."""
        return not is_plain_document(policy) or any(map(self.is_unusual, policy.statements))

    def names_resources(self, statement: Statement) -> bool:
        """Something other than `*` stands in Resource or NotResource."""
        for words in (statement.resources, statement.not_resources):
            for word in words or ():
                if word.literal != "*":
                    return True
        return False

    def lists_actions(self, statement: Statement) -> bool:
        """Its Action or NotAction has several entries."""
        return len(statement.actions or ()) > 1 or len(statement.not_actions or ()) > 1

    def lists_resources(self, statement: Statement) -> bool:
        """Its Resource or NotResource has several entries."""
        return len(statement.resources or ()) > 1 or len(statement.not_resources or ()) > 1

    def is_open_by_acl(self, resource: Resource) -> bool:
        """An ACL of it lets strangers in."""
        return bool(resource.open_acls)

    def names_functions(self, statement: Statement) -> bool:
        """One of its resources is a function of Lambda."""
        for word in statement.resources or ():
            if ":function:" in (word.literal or str(word)):
                return True
        return False

    def names_log_groups(self, statement: Statement) -> bool:
        """One of its resources is something of CloudWatch Logs."""
        for word in statement.resources or ():  # noqa: SIM110  (half as dear as a generator)
            if ":logs:" in (word.literal or str(word)):
                return True
        return False

    def excludes(self, statement: Statement) -> bool:
        """It has one of the elements with Not."""
        return (
            statement.not_actions is not None
            or statement.not_resources is not None
            or statement.not_principals is not None
        )

    def has_conditions(self, statement: Statement) -> bool:
        """It has a condition."""
        return bool(statement.conditions)

    def denies_under_conditions(self, statement: Statement) -> bool:
        """It is a Deny with a condition."""
        return statement.denies and bool(statement.conditions)

    def names_callers(self, statement: Statement) -> bool:
        """It has principals, or conditions, which may name some."""
        return bool(statement.conditions or statement.principals or statement.not_principals)

    def stands_beside_deny(self, statement: Statement) -> bool:
        """It is an Allow in a policy that denies something."""
        policy = statement.policy
        found = self._denying_policies.get(policy)
        if found is None:
            found = any(one.denies for one in policy.statements)
            self._denying_policies[policy] = found
        return found and statement.allows

    @cached_property
    def _denying_policies(self) -> dict[Policy, bool]:
        return {}

    def names_no_resources(self, statement: Statement) -> bool:
        """It has no Resource."""
        return statement.resources is None

    def names_secrets(self, statement: Statement) -> bool:
        """One of its resources is of Secrets Manager."""
        return any(
            ":secretsmanager:" in (word.literal or str(word)) for word in statement.resources or ()
        )

    def has_odd_sid(self, statement: Statement) -> bool:
        """Its Sid is not of letters and digits alone."""
        sid = statement.sid.literal if statement.sid is not None else None
        return sid is not None and not (sid.isascii() and sid.isalnum())

    def is_for_devices(self, statement: Statement) -> bool:
        """It stands in a policy of AWS IoT."""
        return statement.policy.resource_type == "iot:policy"

    def is_of_old_version(self, policy: Policy) -> bool:
        """Its version is not known to be the latest."""
        return policy.version is None or policy.version.literal != LATEST

    def asks_for_a_tag(self, policy: Policy) -> bool:
        """One of its conditions is on the tag of something."""
        return any(
            self.is_on_a_tag(condition) for one in policy.statements for condition in one.conditions
        )

    def spares_actions(self, policy: Policy) -> bool:
        """One of its statements has a NotAction."""
        return any(statement.not_actions for statement in policy.statements)

    def repeats_a_sid(self, policy: Policy) -> bool:
        """Two of its statements have the same Sid, or such as are not known."""
        sids = [one.sid.literal for one in policy.statements if one.sid is not None]
        return len(set(sids)) < len(sids)

    def is_long(self, policy: Policy) -> bool:
        """It may be beyond a quota: no notation makes more than four characters of one, but for
        one with loops.
        """
        node = policy.node
        return node.length * 4 > LEAST_QUOTA or node.source.path.endswith(LOOPING)

    # variables

    def mentions_variables(self, statement: Statement) -> bool:
        """Something in the statement has the sign of a policy variable, `${`, or braces that lack
        it."""
        found = self._mentions.get(statement)
        if found is None:
            found = (
                self._may_mention(statement)
                and not self._is_without_signs(statement)
                and any(map(_has_sign, _words_of(statement)))
            )
            self._mentions[statement] = found
        return found

    def _may_mention(self, statement: Statement) -> bool:
        """A sign of a variable occurs in the text, or something that may stand for one."""
        source = statement.node.source
        found = self._mentioning.get(source)
        if found is None:
            text = source.text
            found = self._mentioning[source] = not source.path.endswith(".json") or any(
                sign in text for sign in SIGNS
            )
        return found

    def _is_without_signs(self, statement: Statement) -> bool:
        """Nothing in the text of a plain statement in JSON stands for a variable, or for something
        that stands elsewhere.
        """
        node = statement.node
        if not node.source.path.endswith(".json") or self.is_unusual(statement):
            return False
        text = node.source.text[node.start : node.start + node.length]
        return not any(sign in text for sign in SIGNS)

    @cached_property
    def _mentioning(self) -> dict[Source, bool]:
        """By text: a plan holds many documents, those in its strings each a text of its own."""
        return {}

    @cached_property
    def _mentions(self) -> dict[Statement, bool]:
        return {}

    # conditions

    @of_terms
    def is_on_a_tag(self, condition: Condition) -> bool:
        """Its key may be a tag, by its name."""
        return "tag" in (condition.key.literal or "").lower()

    def may_name_arns(self, condition: Condition) -> bool:
        """Some value has a colon, or is not known."""
        return any(word.literal is None or ":" in word.literal for word in condition.values)

    @of_terms
    def is_over_sets(self, condition: Condition) -> bool:
        """Its operator has a prefix for keys of several values."""
        return ":" in (condition.operator.literal or "")

    @of_terms
    def is_on_service_key(self, condition: Condition) -> bool:
        """Its key is none of those that every service has."""
        return not (condition.key.literal or "aws:").lower().startswith("aws:")

    def mentions_patterns(self, condition: Condition) -> bool:
        """Some value has a wildcard or a variable in it, or is not known."""
        for word in condition.values:
            literal = word.literal
            if literal is None or "*" in literal or "?" in literal or "$" in literal:
                return True
        return False

    @of_terms
    def tests_addresses(self, condition: Condition) -> bool:
        """Its operator compares addresses."""
        return "ipaddress" in (condition.operator.literal or "").lower()

    def is_of_deny(self, condition: Condition) -> bool:
        """It stands in a Deny."""
        return condition.statement.denies


SIGNS = ("$", "{aws:", "\\", '"Ref"', '"Fn::')
"""What JSON has where a variable stands, or what may stand for one."""


def _words_of(statement: Statement) -> Iterator[Word]:
    """Every text of a statement."""
    yield from (word for word in (statement.sid, statement.effect) if word is not None)
    for words in (
        statement.actions,
        statement.not_actions,
        statement.resources,
        statement.not_resources,
    ):
        yield from words or ()
    for entry in (*(statement.principals or ()), *(statement.not_principals or ())):
        yield entry.value
    for condition in statement.conditions:
        yield condition.key
        yield from condition.values


def _has_sign(word: Word) -> bool:
    if word.literal is not None:
        return _is_signed(word.literal)
    return any(
        _is_signed(piece) if isinstance(piece, str) else "#aws:" in piece.identity.lower()
        for piece in word.text.pieces
    )


def _is_signed(piece: str) -> bool:
    return "${" in piece or "{aws:" in piece or "$aws:" in piece
