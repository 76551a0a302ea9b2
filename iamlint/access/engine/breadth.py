"""What a statement lets one do without a limit: by what it reaches, not by how it is spelled."""

from __future__ import annotations

from functools import cached_property, lru_cache

from iamlint.text import globs
from iamlint.text.hints import TYPE_CHECKING
from iamlint.text.records import NamedTuple

from .covering import Covering, is_every_resource
from .reaching import listed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from iamlint.catalog import Catalog
    from iamlint.model.policy import Condition, Policy, Statement, Word

    from .fencing import Fencing as Beneath
else:
    Beneath = Covering  # what a Deny leaves is asked where there is one

MANAGED = "permissions"
"""The category of what changes who may do what."""

GRAVE_ON_ALL = ("keys", "code", "loss", "change", "defences")
"""Categories of sensitive actions that have no rule of their own, and weigh on every resource."""
FEW_SERVICES = 8
"""Of so many services the sensitive actions are read one by one."""
OF_ACCOUNT = ("permissions", "credentials", "exposure")
"""Categories of sensitive actions that are reported, too, where they cannot be limited to resources
and no condition limits them.
"""

_ROLES_AND_KEYS = frozenset(("roles", "decrypting", "grants"))
_NONE: dict[str, tuple[str, ...]] = {}
_NOTHING: dict[str, Unscoped] = {}
_NO_WORDS: list[tuple[Word, dict[str, tuple[str, ...]]]] = []


class Rated(dict[str, dict[str, tuple[str, str]]]):
    """By service, the sensitive actions by their names in lower case: as AWS writes them, with
    their category. The table is large, so that only what is asked for is read, until much is:
    `whole`. `reached`: by name as AWS writes it, category → name, as `sensitive_in` says.
    """

    def __init__(self, catalog: Catalog) -> None:
        self._catalog = catalog
        self.whole = False
        self.reached: dict[str | None, dict[str, tuple[str, ...]]] = {}

    def __missing__(self, service: str) -> dict[str, tuple[str, str]]:
        found = self[service] = {}
        if self.whole:
            return found
        if len(self) <= FEW_SERVICES:
            rows = self._catalog.rows_of_service("sensitive_actions", service)
        else:
            rows = self._catalog.table("sensitive_actions")
            self.whole = True
        for row in rows:
            name = row["action"]
            of = self.setdefault(name.partition(":")[0], {})
            of[name.lower()] = (name, row["category"])
            self.reached[name] = {row["category"]: (name,)}
        return found


@lru_cache(maxsize=8)
def rated(catalog: Catalog) -> Rated:
    return Rated(catalog)


class Unscoped(NamedTuple):
    """Sensitive actions that a statement allows on every resource of their kind.

    `action`: the first word that reaches one, `alone`: and all others; `names`: all of them;
    `resource`: the word that sets no limit, where one could. `light`: guides grant all of them so.
    """

    action: Word
    alone: bool
    names: tuple[str, ...]
    resource: Word | None
    light: bool

    @property
    def said(self) -> str:
        """How a message names them, and what they are allowed on."""
        said = listed(self.names)
        if self.alone and is_wild(str(self.action)):
            said = f"`{self.action}` reaches {said}"
        if self.resource is None:
            return f"{said} for the whole account"
        if is_every_resource(self.resource):
            return f"{said} on every resource"
        return f"{said} on every `{self.resource}`"

    @property
    def place(self) -> Word:
        """What to mend: the resource; the action, where no resource could limit it."""
        return self.resource or self.action

    @property
    def key(self) -> str:
        """What tells it from others at the same place."""
        return f"{self.action} {self.resource or ''}".rstrip()

    @property
    def reached_by(self) -> list[tuple[Word, str]]:
        """The action, for `also`, where the place is another."""
        return [(self.action, "allowed here")] if self.resource is not None else []


class Breadth(Beneath):
    """Wildcards and exclusions, by the sensitive actions that they let through."""

    def all_of_service(self, statement: Statement, action: Word) -> bool:
        """The word is all of a service that reaches something grave, on all its resources."""
        service = self.whole_service(action)
        return bool(
            service and self.reach_of(service) and self.unlimited_service(statement, service)
        )

    def reaching(self, statement: Statement, name: str) -> Word | None:
        """The first word of Action, other than `*`, that lets a sensitive action through."""
        found = self._reaching.get(statement)
        if found is None:
            if not self.sensitive_words(statement):
                return None
            found = self._reaching[statement] = {}
            for word, reached in self.sensitive_words(statement):
                for names in reached.values():
                    for one in names:
                        found.setdefault(one, word)
        return found.get(name)

    @cached_property
    def _reaching(self) -> dict[Statement, dict[str, Word]]:
        return {}

    def reaches_roles_or_keys(self, statement: Statement) -> bool:
        """Some word of an Allow's Action passes or assumes roles, or decrypts with keys or gives
        them to others.
        """
        if not statement.allows:
            return False
        return any(
            not reached.keys().isdisjoint(_ROLES_AND_KEYS)
            for _, reached in self.sensitive_words(statement)
        )

    def administers(self, policy: Policy) -> bool:
        """Some statement of the policy allows everything on everything."""
        return any(
            statement.allows
            and not self.eased(statement)
            and any(self.every_action(word) for word in statement.actions or ())
            and any(self.every_resource(word) for word in statement.resources or ())
            for statement in policy.statements
        )

    def nearly_administers(self, policy: Policy) -> str:
        """What a policy that does not allow everything allows nonetheless, in words: to change
        permissions as one likes; else empty.
        """
        for statement in self._everywhere(policy):
            if any(self.whole_service(word) == "iam" for word in statement.actions or ()):
                return "may make itself an administrator"
        return ""

    def allows_unlisted(self, policy: Policy) -> bool:
        """It allows all that no list excepts, on everything."""
        return any(statement.not_actions for statement in self._everywhere(policy))

    def _everywhere(self, policy: Policy) -> Iterator[Statement]:
        """The Allow statements of a policy that nothing narrows."""
        for statement in policy.statements:
            everywhere = any(self.every_resource(word) for word in statement.resources or ())
            if everywhere and statement.allows and not self.eased(statement):
                yield statement

    def eased(self, statement: Statement) -> str:
        """The severity of breadth where something narrows it or takes it away, or part of the
        statement is not known (`info`); else empty.
        """
        if statement.gaps:
            return "info"
        if statement.conditions and (
            self.restricted_by(statement) is not None or self.is_over(statement)
        ):
            return "info"
        if not self._bars(statement.policy):  # as in most policies
            return ""
        fenced = self.fenced_by(statement) is not None or self.is_walled(statement)
        return "info" if fenced else ""

    def _held_by(self, statement: Statement) -> Condition | None:
        """The condition that narrows an Allow: its own, or that of a Deny beside it."""
        held = self.restricted_by(statement)
        return held or (self.fenced_by(statement) if self._bars(statement.policy) else None)

    def stays_open(self, statement: Statement, actions: str) -> bool:
        """No Deny of the policy leaves of some actions of an Allow but resources that it names."""
        return not self._bars(statement.policy) or not self.walled(statement, actions)

    def staying_open(self, statement: Statement, names: list[str]) -> list[str]:
        """The actions among these that no Deny takes away so."""
        if not names or not self._bars(statement.policy):
            return names
        return [name for name in names if not self.walled(statement, name)]

    def _bars(self, policy: Policy) -> bool:
        found = self._barring.get(policy)
        if found is None:
            found = self._barring[policy] = any(one.denies for one in policy.statements)
        return found

    @cached_property
    def _barring(self) -> dict[Policy, bool]:
        return {}

    def placed(self, statement: Statement, resource: Word, actions: str = "") -> bool:
        """Something says in which Region or account the resource is: its ARN, or a condition.
        `actions`: asked of these alone.
        """
        return self.has_place(resource) or bool(self._placing(statement, actions))

    def _placing(self, statement: Statement, actions: str) -> list[Condition]:
        """The conditions that say where all is that an Allow reaches."""
        found = [
            condition
            for condition in statement.conditions
            if self.tells_place(condition)
            and "not" not in (condition.operator.literal or "not").lower()
        ]
        if self._bars(statement.policy):
            beside = self.placed_by(statement, actions)
            return found if beside is None else [*found, beside]
        return found

    def tells_account(self, statement: Statement) -> bool:
        """A condition says in which account, or of whom, all is that an Allow reaches."""
        return any(not self.is_region_key(one) for one in self._placing(statement, ""))

    def is_one(self, statement: Statement, service: str) -> bool:
        """An account has one of the service, not one in each Region, and reaches no other's; and
        the statement does not leave out the Region in which it is called.
        """
        region = self._one.get(service)
        return region is not None and not any(
            self.is_region_key(condition)
            and not any(globs.match(word.literal or "*", region) for word in condition.values)
            for condition in self._placing(statement, f"{service}:*")
        )

    @cached_property
    def _one(self) -> dict[str, str]:
        return {row["service"]: row["region"] for row in self.catalog.table("global_services")}

    def easing(self, statement: Statement) -> list[tuple[Condition, str]]:
        """The condition that narrows the statement, for `also`."""
        held = self._held_by(statement)
        return [(held, "limited by this condition")] if held is not None else []

    # sensitive actions

    def sensitive_words(
        self, statement: Statement
    ) -> list[tuple[Word, dict[str, tuple[str, ...]]]]:
        """The words of Action that reach something sensitive, each with what: category → actions.
        None of them is `*`.
        """
        found = self._sensitive_words.get(statement)
        if found is None:
            words, known = statement.actions or (), self._rated.reached
            if not self._rated.whole or self.unlike_names(statement):
                known = self._reached
                for literal in {word.literal for word in words}.difference(known):
                    known[literal] = self._sensitive_in(str(literal).lower())
            found = [(word, reached) for word in words if (reached := known.get(word.literal))]
            self._sensitive_words[statement] = found = found or _NO_WORDS
        return found

    @cached_property
    def _sensitive_words(
        self,
    ) -> dict[Statement, list[tuple[Word, dict[str, tuple[str, ...]]]]]:
        return {}

    def sensitive_in(self, word: Word) -> dict[str, tuple[str, ...]]:
        """Category → sensitive actions that a word of Action reaches; none for `*`."""
        literal = word.literal
        if literal is None:
            return {}
        found = self._reached.get(literal)
        if found is None:
            found = self._reached[literal] = self._sensitive_in(literal.lower())
        return found

    def audited_words(self, statement: Statement) -> list[tuple[Word, dict[str, tuple[str, ...]]]]:
        """As `sensitive_words`, and among the permissions all that AWS's reference calls
        permissions management: of an Allow that nothing narrows.
        """
        found = self._audited_words.get(statement)
        if found is None:
            found = _NO_WORDS
            if statement.allows and not self.eased(statement):
                found = self._audited_in(statement)
            self._audited_words[statement] = found
        return found

    @cached_property
    def _audited_words(self) -> dict[Statement, list[tuple[Word, dict[str, tuple[str, ...]]]]]:
        return {}

    def _audited_in(self, statement: Statement) -> list[tuple[Word, dict[str, tuple[str, ...]]]]:
        words, unlike = statement.actions or (), self.unlike_names(statement)
        managing = self._managing_names()
        further = {word: more for word in unlike if (more := self._managing_in(word))}
        if not further and managing.isdisjoint([word.literal for word in words]):
            return self.sensitive_words(statement)
        found = []
        for word in words:
            reached, more = self.sensitive_in(word), further.get(word, ())
            if word.literal in managing:
                more = self._managing_in(word)
            if more:
                reached = {**reached, MANAGED: (*reached.get(MANAGED, ()), *more)}
            if reached:
                found.append((word, reached))
        return found

    def _managing_names(self) -> frozenset[str]:
        """What manages permissions in the services that were read so far."""
        upto, names = self._managing_upto
        if len(self._services_read) > upto:
            every = (self._managing_of(service).values() for service in self._services_read)
            names = frozenset().union(*every)
            self._managing_upto = len(self._services_read), names
        return names

    _managing_upto: tuple[int, frozenset[str]] = 0, frozenset()

    def _managing_in(self, word: Word) -> tuple[str, ...]:
        """Actions that a word of Action reaches of which AWS says that they manage permissions,
        and that no category names. None for `*`.
        """
        literal = word.literal
        if literal is None or self.every_action(word):
            return ()
        found = self._managing.get(literal)
        if found is None:
            told = {name for names in self.sensitive_in(word).values() for name in names}
            found = tuple([name for name in self._managed_by(literal) if name not in told])
            self._managing[literal] = found
        return found

    def _managed_by(self, literal: str) -> list[str]:
        lower = literal.lower()
        service = lower.partition(":")[0]
        if not globs.is_glob(lower):
            name = self._managing_of(service).get(lower)
            return [name] if name is not None else []
        services = [service]
        if globs.is_glob(service):
            services = [one for one in self.catalog.services if globs.match(service, one)]
        return [
            name
            for one in services
            for each, name in self._managing_of(one).items()
            if globs.match(lower, each)
        ]

    def _managing_of(self, service: str) -> dict[str, str]:
        """By their names in lower case."""
        found = self._managing_by_service.get(service)
        if found is None:
            found = {name.lower(): name for name in self.catalog.managing(service)}
            self._managing_by_service[service] = found
        return found

    @cached_property
    def _managing_by_service(self) -> dict[str, dict[str, str]]:
        return {}

    @cached_property
    def _managing(self) -> dict[str, tuple[str, ...]]:
        return {}

    @cached_property
    def _reached(self) -> dict[str | None, dict[str, tuple[str, ...]]]:
        return {None: _NONE}

    def _sensitive_in(self, literal: str) -> dict[str, tuple[str, ...]]:
        if "*" not in literal and "?" not in literal:
            known = self._rated[literal.partition(":")[0]].get(literal)
            return {known[1]: (known[0],)} if known is not None else _NONE
        found: dict[str, tuple[str, ...]] = {}
        for lower, (name, category) in self._rated[literal.partition(":")[0]].items():
            if lower == literal or globs.match(literal, lower):
                found[category] = (*found.get(category, ()), name)
        return found

    @cached_property
    def _rated(self) -> Rated:
        return rated(self.catalog)

    def unscoped(self, statement: Statement, category: str) -> Unscoped | None:
        """The sensitive actions of a category that the statement allows without a limit on their
        resources.
        """
        return self.every_unscoped(statement).get(category)

    def every_unscoped(self, statement: Statement) -> dict[str, Unscoped]:
        """Category → the sensitive actions that an Allow allows without a limit."""
        if not statement.allows or not self.sensitive_words(statement):
            return _NOTHING
        found = self._unscoped.get(statement)
        if found is None:
            found = self._unscoped[statement] = self._all_unscoped(statement)
        return found

    @cached_property
    def _unscoped(self) -> dict[Statement, dict[str, Unscoped]]:
        return {}

    def _all_unscoped(self, statement: Statement) -> dict[str, Unscoped]:
        if not self.names_all_of_some(statement):
            return _NOTHING
        bare = not statement.conditions and not statement.gaps
        barred = self._bars(statement.policy)
        every = next(filter(self.every_resource, statement.resources or ()), None)
        found: dict[str, list[tuple[Word, str, Word | None]]] = {}
        for word, reached in self.sensitive_words(statement):
            if self.all_of_service(statement, word):
                continue
            for category, names in reached.items():
                for name in names:
                    star = self.catalog.star_of(name)
                    if not star or (barred and self.walled(statement, name)):
                        continue
                    where = every if star != "always" else None
                    if every is None and (action := self.catalog.action(name)) is not None:
                        where = self.unlimited_for(statement, action)
                    # what names no resource is matched by every resource
                    of_account = bare and every is not None and category in OF_ACCOUNT
                    if where is not None or (star == "always" and of_account):
                        found.setdefault(category, []).append((word, name, where))
        return {category: self._told(reached) for category, reached in found.items()} or _NOTHING

    def _told(self, reached: list[tuple[Word, str, Word | None]]) -> Unscoped:
        word, _, resource = next((one for one in reached if one[2] is not None), reached[0])
        names = tuple(dict.fromkeys([name for _, name, _ in reached]))
        alone = all(other is word for other, _, _ in reached)
        light = all(name in self._light and where is None for _, name, where in reached)
        return Unscoped(word, alone, names, resource, light)

    @cached_property
    def _light(self) -> frozenset[str]:
        rows = self.catalog.table("sensitive_actions")
        return frozenset(row["action"] for row in rows if row.get("light"))

    def other_unscoped(self, statement: Statement) -> tuple[tuple[str, ...], Word | None]:
        """Sensitive actions without a limit that no rule on their category speaks of, and the
        resource that sets them none.
        """
        every = self.every_unscoped(statement)
        found = [one for category, one in every.items() if category in GRAVE_ON_ALL]
        if not found:
            return (), None
        names = tuple(name for one in found for name in one.names)
        return names, found[0].resource

    def sensitive_reach(self, policy: Policy) -> dict[str, tuple[str, ...]]:
        """Category → sensitive actions that the policy's Allow statements reach, on whatever."""
        found: dict[str, dict[str, None]] = {}
        for statement in policy.statements:
            for _, reached in self.sensitive_words(statement) if statement.grants else ():
                for category, names in reached.items():
                    mine = found.get(category)
                    if mine is None:
                        mine = found[category] = {}
                    for name in names:
                        mine[name] = None
        return {category: tuple(names) for category, names in found.items()}

    def unlimited_reach(self, statement: Statement, name: str) -> tuple[Word, Word] | None:
        """The word that allows an action and the resource that sets it no limit. `*` as an action,
        and all of a grave service on all its resources, are left to the rules on them.
        """
        if not statement.allows or not statement.resources:
            return None
        word = self.reaching(statement, name)
        action = self.catalog.action(name) if word is not None else None
        if word is None or action is None or self.all_of_service(statement, word):
            return None
        if not self.stays_open(statement, name):
            return None
        resource = self.unlimited_for(statement, action)
        return (word, resource) if resource is not None else None

    def left_by(self, statement: Statement) -> tuple[str, ...]:
        """Sensitive actions that NotAction leaves allowed; the gravest first."""
        excluded = {
            name
            for word in statement.not_actions or ()
            for names in self.sensitive_in(word).values()
            for name in names
        }
        return tuple(
            name
            for category in ("roles", "permissions", "credentials", "exposure", "data", "loss")
            for name in self._by_category.get(category, ())
            if name not in excluded
        )

    @cached_property
    def _by_category(self) -> dict[str, list[str]]:
        rows = [(row["action"], row["category"]) for row in self.catalog.table("sensitive_actions")]
        services = list(dict.fromkeys(name.partition(":")[0] for name, _ in rows))
        rows.sort(key=lambda row: services.index(row[0].partition(":")[0]))
        found: dict[str, list[str]] = {}
        for name, category in rows:
            found.setdefault(category, []).append(name)
        return found


def is_wild(text: str) -> bool:
    return "*" in text or "?" in text
