"""Two things that files create are two things.

The engine compares texts: a name that AWS makes up at deployment may, for all a text tells, be any
name. The estate knows more: a statement that names another role, or another key, that is in view
does not mean this one. That a literal name is not one that AWS makes up later is likely, not
certain; where it stands in another file and looks like one, it may well be that.
"""

from __future__ import annotations

import re
from functools import lru_cache

from iamlint.catalog import catalog
from iamlint.finding import CERTAIN, LIKELY
from iamlint.model.policy import Condition, Word
from iamlint.text.globs import is_glob
from iamlint.text.hints import TYPE_CHECKING
from iamlint.text.holes import NAME, Text

from . import names
from .presence import changed, rewritten
from .principals import PRINCIPAL_ARN
from .sourced import SOURCE_ARN

if TYPE_CHECKING:
    from iamlint.model.policy import Policy, Principal, Statement
    from iamlint.model.things import Identity, Resource

    from .identities import Identities
    from .resources import Resources


class Apart:
    """Leaves out of policies what names others than this caller and this resource.

    `identity`: the caller; None where a service calls. `source`: the resource on behalf of which
    the service does. `aside`: what tells values that are about other calls.
    `confidence`: how sure what was left out makes an answer.
    """

    def __init__(
        self,
        identities: Identities,
        resources: Resources,
        identity: Identity | None,
        resource: Resource | None,
        source: Resource | None = None,
        aside: str = "",
    ) -> None:
        self._identities = identities
        self._resources = resources
        self._identity = identity
        self._resource = resource
        self._source = source
        self._aside = aside
        self.confidence = CERTAIN

    def told(self, policies: tuple[Policy, ...]) -> tuple[Policy, ...]:
        """The policies without the texts that name others."""
        return tuple(rewritten(policy, self._statement) for policy in policies)

    def _statement(self, statement: Statement) -> Statement:
        kept: dict[str, object] = {}
        if statement.principals:
            principals = tuple(p for p in statement.principals if not self._is_other_caller(p))
            if len(principals) < len(statement.principals):
                kept["principals"] = principals
        if statement.resources and self._resource is not None:
            resources = tuple(w for w in statement.resources if not self._is_other_resource(w))
            if len(resources) < len(statement.resources):
                kept["resources"] = resources
        if statement.conditions and (self._source is not None or self._aside):
            kept.update(self._for_source(statement))
        elif statement.conditions and self._identity is not None:
            kept.update(self._for_caller(statement))
        return changed(statement, **kept) if kept else statement

    def _for_source(self, statement: Statement) -> dict[str, object]:
        """The conditions on the source without the values that name other resources."""
        conditions = [
            told(one, [word for word in one.values if not self._is_other_source(word)])
            if one.key.text.literal is not None and one.key.text.literal.lower() == SOURCE_ARN
            else one
            for one in statement.conditions
        ]
        if all(a is b for a, b in zip(conditions, statement.conditions, strict=True)):
            return {}
        return {"conditions": tuple(conditions)}

    def _for_caller(self, statement: Statement) -> dict[str, object]:
        """The conditions on the ARN of the caller without the values that name others."""
        conditions = [
            told(one, [word for word in one.values if not self._is_other_identity(word.text)])
            if (one.key.literal or "").lower() == PRINCIPAL_ARN
            else one
            for one in statement.conditions
        ]
        if all(a is b for a, b in zip(conditions, statement.conditions, strict=True)):
            return {}
        return {"conditions": tuple(conditions)}

    def _is_other_source(self, word: Word) -> bool:
        """The text names another source, or calls that are not the one in question."""
        if self._aside and any(
            self._aside in piece for piece in word.text.pieces if isinstance(piece, str)
        ):
            return True
        return self._source is not None and self._is_other(without_inside(word), self._source)

    def _is_other_caller(self, principal: Principal) -> bool:
        return principal.type == "AWS" and self._is_other_identity(principal.value.text)

    def _is_other_identity(self, text: Text) -> bool:
        if self._identity is None or text == self._identity.arn:
            return False
        found = self._identities.identified.by_arn(text)
        if found:
            return self._identity not in found
        return self._is_literal_name(text, self._identity.arn, self._identity.name)

    def _is_other_resource(self, word: Word) -> bool:
        assert self._resource is not None
        return self._is_other(word, self._resource)

    def _is_other(self, word: Word, resource: Resource) -> bool:
        """The text names another resource that is in view, and not this one."""
        for outer in names.enclosing(word.text):
            rest = names.after(word.text, outer)
            if rest is not None and rest.prefix.startswith("*"):
                if ends_a_name(outer):
                    continue
                return False
            found = self._resources.find(outer, resource.reading)
            if found:
                return resource not in found
        own = resource.names[0] if resource.names else resource.arn
        return self._is_literal_name(word.text, resource.arn, own)

    def _is_literal_name(self, text: Text, arn: Text, name: Text) -> bool:
        """A literal ARN of the same sort, while this one's name is made up at deployment."""
        hole = name.only_hole
        if hole is None or hole.within != NAME or names.same(text, arn) is not None:
            return False
        parts, own = names.segments(text), names.segments(arn)
        if parts is None or own is None or parts[5].literal is None or is_glob(parts[5].literal):
            return False
        if not parts[5].literal.startswith(own[5].prefix):
            return False
        if self._meets_elsewhere and is_assigned(parts[5].literal.removeprefix(own[5].prefix)):
            return False  # what another file makes can only be named by what came of it
        self.confidence = LIKELY
        return True

    @property
    def _meets_elsewhere(self) -> bool:
        """Who calls and what is called stand in different files."""
        things = (self._identity, self._resource, self._source)
        return len({id(one.reading) for one in things if one is not None}) > 1


def is_assigned(name: str) -> bool:
    """It has the form of a name or id that nobody chooses."""
    return any(form.fullmatch(name) for form in assigned())


@lru_cache(maxsize=1)
def assigned() -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(row["form"]) for row in catalog().table("assigned_names"))


def ends_a_name(outer: Text) -> bool:
    """What follows lies within what is named: `bucket/`."""
    last = outer.pieces[-1] if outer.pieces else ""
    return isinstance(last, str) and last.endswith("/")


def without_inside(word: Word) -> Word:
    """The text without a star for all that lies in what it names: `api/*` names an API."""
    last = word.text.pieces[-1] if word.text.pieces else ""
    if isinstance(last, str) and last.endswith(("/*", ":*")):
        return Word(Text(*word.text.pieces[:-1], last.rstrip("*/:")), word.node)
    return word


def told(condition: Condition, values: list[Word]) -> Condition:
    """The condition with these of its values; itself where these are all."""
    if len(values) == len(condition.values):
        return condition
    return Condition(
        condition.statement, condition.operator, condition.key, tuple(values), condition.when
    )
