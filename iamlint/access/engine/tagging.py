"""Tags in conditions: which actions carry them, who may write them."""

from __future__ import annotations

from functools import cached_property, lru_cache

from iamlint.access.overlap import meet, shape_of
from iamlint.catalog.tagkeys import REQUEST_TAG, RESOURCE_TAG, TAG_KEYS
from iamlint.text.globs import is_glob
from iamlint.text.hints import TYPE_CHECKING, Any

from .conditioning import Conditioning

if TYPE_CHECKING:
    from iamlint.catalog.nouns import Action
    from iamlint.model.policy import Condition, Policy, Statement, Word

MOST_PAIRS, MOST_HELD = 4096, 64
OF_TAGS = (RESOURCE_TAG, REQUEST_TAG, TAG_KEYS)


class Tagging(Conditioning):
    """Tags of resources and requests."""

    def tag_test(self, condition: Condition) -> str:
        """The tag key that a condition tests, in lower case without the name of the tag; empty
        for other keys."""
        literal = condition.key.literal or ""
        found = self._tag_tests.get(literal)
        if found is None:
            lower = literal.lower()
            found = next((tag for tag in OF_TAGS if lower.startswith(tag)), "")
            self._tag_tests[literal] = found
        return found

    @cached_property
    def _tag_tests(self) -> dict[str, str]:
        return {}

    def never_tagged(self, statement: Statement, tag: str) -> list[Word]:
        """Words of Action that stand for actions none of which ever carries the tag key."""
        return [word for word in statement.actions or () if self._lacks(word, tag)]

    def _lacks(self, word: Word, tag: str) -> bool:
        literal = word.literal
        if literal is None or self.is_everything(word):
            return False
        known = (literal, tag)
        found = self._lacking.get(known)
        if found is None:
            actions = [self.catalog.action(name) for name in self.names_of(word)]
            found = bool(actions) and all(
                one is not None and not one.doubt and not self._comes_with(one, tag)
                for one in actions
            )
            self._lacking[known] = found
        return found

    @cached_property
    def _lacking(self) -> dict[tuple[str, str], bool]:
        return {}

    def carries(self, action: Action, tag: str) -> bool:
        """The tag key exists in some request for the action."""
        return any(key.lower().startswith(tag) for key in action.keys)

    def _comes_with(self, action: Action, tag: str) -> bool:
        """The tag key may be in a request for the action, and the request has a place for it."""
        return self.carries(action, tag) and not self._has_no_place_for(action, tag)

    def takes_no_tags(self, word: Word, tag: str) -> bool:
        """The operations of the word's actions have no place for tags, whatever the reference says
        of the keys of what they are about.
        """
        found = [one for name in self.names_of(word) if (one := self.catalog.action(name))]
        return bool(found) and all(self._has_no_place_for(one, tag) for one in found)

    def _has_no_place_for(self, action: Action, tag: str) -> bool:
        """The reference lists the key since the resource has tags; the operation takes none."""
        return tag != RESOURCE_TAG and action.name in self._untagged_requests

    @cached_property
    def _untagged_requests(self) -> frozenset[str]:
        rows = self.catalog.table("untagged_requests")
        return frozenset(f"{row['service']}:{name}" for row in rows for name in row["actions"])

    def makes_all_named(self, word: Word, statement: Statement) -> bool:
        """All that the action is authorised on, of what the statement names, is what it makes."""
        return self.makes_its_resource(word) or self._makes_named(word.literal or "", statement)

    def _makes_named(self, literal: str, statement: Statement) -> bool:
        """Of the types that an action is authorised on the resources of a statement are those alone
        that it makes.
        """
        verb, thing = _words(literal.partition(":")[2])
        besides = self._made_besides.get(literal, ())
        if verb != "create" and not besides:
            return False
        action, resources = self.catalog.action(literal), statement.resources or ()
        if action is None or len(action.resources) < 2 or not self.carries(action, REQUEST_TAG):
            return False
        parts = [(one.literal or "").split(":", 5) for one in resources]
        if any(len(one) < 6 or one[5][:1] in "*?" for one in parts):
            return False  # not all of them are of one type that is told
        sorts = {one[5].partition("/")[0] for one in parts}
        loose = any(map(is_glob, sorts))  # else what is told by a word need not be held against all
        made = {thing} if verb == "create" else set()
        made |= {_plain(one) for one in besides}
        if not resources:
            return False
        bounds = self._bounds_of(action.service)
        shapes = [shape_of(one.text, statement.policy.has_variables) for one in resources]
        met = {
            _plain(use.type)
            for use in action.resources
            for arn in use.arns
            if (loose or sort_of(arn) in sorts or "$" in sort_of(arn))
            and any(meet(self._shape(arn, bounds), shape) for shape in shapes)
        }
        return bool(met) and met <= made

    @cached_property
    def _made_besides(self) -> dict[str, list[str]]:
        return {row["action"]: row["types"] for row in self.catalog.table("first_tagged")}

    def makes_its_resource(self, word: Word) -> bool:
        """The action creates the one thing it is authorised on, and gives it its first tags."""
        literal = word.literal or ""
        found = self._makers.get(literal)
        if found is None:
            found = self._makers[literal] = self._makes(literal)
        return found

    @cached_property
    def _makers(self) -> dict[str, bool]:
        return {}

    def _makes(self, literal: str) -> bool:
        action = self.catalog.action(literal)
        if action is None or len(action.resources) != 1 or not action.resources[0].required:
            return False
        if not self.carries(action, REQUEST_TAG):
            return False
        verb, thing = _words(action.name.partition(":")[2])
        return verb == "create" and thing == _plain(action.resources[0].type)

    def is_about_nothing_tagged(self, word: Word, tag: str) -> bool:
        """It is beyond doubt that the word's actions lack the tag key: they know no resource that
        could bear a tag, or neither make nor tag anything."""
        found = [one for name in self.names_of(word) if (one := self.catalog.action(name))]
        if any(one.service == "sts" for one in found) and tag == REQUEST_TAG:
            return False  # tags, source identity and role are asked for in one request
        if tag == RESOURCE_TAG:
            return all(one.star == "always" and not self.carries(one, REQUEST_TAG) for one in found)
        return all("tag" not in one.name.lower() and one.level != "Tagging" for one in found)

    def never_bears(self, word: Word, tag: str) -> bool:
        """It is beyond doubt that the word's actions lack the tag key: for what they are, or since
        no resource of their service comes with it. Of tags in requests the reference leaves out
        too many for that.
        """
        found = [one for name in self.names_of(word) if (one := self.catalog.action(name))]
        if any(self.carries(one, tag) for one in found):
            return False  # what the reference lists and operations do not take, many mix in
        return self.is_about_nothing_tagged(word, tag) or (
            tag == RESOURCE_TAG and not self._has_resource_tags(self.service_of(word))
        )

    def _has_resource_tags(self, service: str) -> bool:
        """Some action of the service carries the tags of its resources."""
        found = self._tagged_services.get(service)
        if found is None:
            keys = self.catalog.keys_of(service)
            found = any(key.name.lower().startswith(RESOURCE_TAG) for key in keys)
            self._tagged_services[service] = found
        return found

    @cached_property
    def _tagged_services(self) -> dict[str, bool]:
        return {}

    def asks_of_created_alone(self, condition: Condition) -> bool:
        """A value is asked of the tag, in a statement that creates and nothing else, and no tag of
        the request."""
        test = self.test_of(condition)
        return (
            test is not None
            and test.operator != ""
            and self.creates_only(condition.statement)
            and all(self.tag_test(c) == RESOURCE_TAG for c in condition.statement.conditions)
        )

    def creates_only(self, statement: Statement) -> bool:
        """Every action of the statement makes the resource that it is about."""
        words = statement.actions or ()
        return bool(words) and all(self.makes_all_named(word, statement) for word in words)

    def wanted_tags(self, statement: Statement) -> dict[str, Condition]:
        """By kind of tag (`aws:resourcetag/`): the first condition of the statement that fails
        without it.
        """
        if self._wanted is None or self._wanted[0] is not statement:
            found: dict[str, Condition] = {}
            for condition in statement.conditions:
                tag = self.tag_test(condition)
                if tag and tag not in found and self.holds_if_absent(condition) is False:
                    found[tag] = condition
            self._wanted = statement, found
        return self._wanted[1]

    _wanted: tuple[Statement, dict[str, Condition]] | None = None

    def without(self, condition: Condition) -> dict[str, Any]:
        """The statement's Condition without one of its conditions, as changes of the statement."""
        rest: dict[str, Any] = {}
        for other in condition.statement.conditions:
            if other is not condition:
                values = [word.text for word in other.values]
                block = rest.setdefault(str(other.operator), {})
                block[str(other.key)] = values[0] if len(values) == 1 else values
        return {"Condition": rest or None}

    def held_by_tag(self, policy: Policy) -> dict[str, list[Condition]]:
        """By service: conditions on tags that resources must bear for an Allow to reach them."""
        held: dict[str, list[Condition]] = {}
        for statement in policy.statements:
            if not statement.conditions or not statement.grants:
                continue
            for condition in statement.conditions:
                test = self.test_of(condition)
                if test is None or ":resourcetag/" not in test.key:
                    continue
                if test.negated or not test.operator or test.if_absent is not False:
                    continue
                if test.key.partition("/")[2].startswith("aws:"):
                    continue  # only AWS writes tags of this name
                services = dict.fromkeys(
                    self.service_of(word)
                    for word in statement.actions or ()
                    if word.literal and not self.is_everything(word)
                )
                for service in services:
                    held.setdefault(service, []).append(condition)
        return held

    def may_tag(
        self, statement: Statement, held: dict[str, list[Condition]]
    ) -> tuple[Word, Condition] | None:
        """A word of Action that lets one tag, without a condition, what a condition holds, and that
        condition.
        """
        if statement.conditions or statement.gaps or not statement.grants:
            return None
        for word in statement.actions or ():
            service = self.service_of(word)
            if service not in held or (word.literal or "").endswith(":*") or not self._tags(word):
                continue
            for condition in held[service][:MOST_HELD]:
                if self._meet(statement, condition.statement, service):
                    return word, condition
        return None

    def tagging_is_denied(self, policy: Policy, service: str) -> bool:
        """Some Deny of the policy is about tagging in the service."""
        return any(
            self.service_of(word) == service and self._tags(word)
            for statement in policy.statements
            if statement.denies
            for word in statement.actions or ()
        )

    def _tags(self, word: Word) -> bool:
        """Some action that the word stands for writes tags of what is there."""
        names = self.names_of(word)
        return any(
            (action := self.catalog.action(name)) is not None
            and action.level == "Tagging"
            and "untag" not in name.lower()
            and "delete" not in name.lower()
            for name in names
        )

    def _meet(self, one: Statement, other: Statement, service: str) -> bool:
        """Some resource is named by both, and the other's actions in a service can be about what
        the one names.
        """
        if one.resources is None or other.resources is None:
            return False
        if len(one.resources) * len(other.resources) > MOST_PAIRS:
            return any(self.is_everything(w) for w in (*one.resources, *other.resources))
        left = [shape_of(w.text, one.policy.has_variables) for w in one.resources]
        right = [shape_of(w.text, other.policy.has_variables) for w in other.resources]
        if not any(meet(a, b) for a in left for b in right):
            return False
        return any(
            self.can_match(name, resource.text, variables=one.policy.has_variables)
            for word in other.actions or ()
            if self.service_of(word) == service
            for name in self.names_of(word)
            for resource in one.resources
        )


@lru_cache
def sort_of(arn: str) -> str:
    """What stands before the first slash of a resource's part."""
    return arn.split(":", 5)[-1].partition("/")[0]


@lru_cache(maxsize=1024)
def _words(name: str) -> tuple[str, str]:
    """`CreateDBInstance` is `create` and `dbinstance`."""
    end = next((i for i, letter in enumerate(name) if i and letter.isupper()), len(name))
    return name[:end].lower(), _plain(name[end:])


def _plain(name: str) -> str:
    return name.replace("-", "").replace("_", "").lower()
