"""Which resources the actions of a statement are about."""

from __future__ import annotations

from functools import cached_property

from iamlint.access.overlap import (
    Shape,
    alike,
    all_parts,
    bounded_variables,
    digit_free,
    meet,
    plain_list,
    plain_pattern,
    plain_template,
    plainly_crosses,
    plainly_meets,
    shape_of,
    template_parts,
)
from iamlint.text.globs import is_glob, match
from iamlint.text.hints import TYPE_CHECKING
from iamlint.text.holes import Text

from .arns import arn_of, is_open, is_wild

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from typing import TypeVar

    from iamlint.access.overlap import Plain
    from iamlint.catalog import Catalog
    from iamlint.catalog.nouns import Action, ResourceUse
    from iamlint.model.policy import Statement, Word

    Question = TypeVar("Question", bound=Callable[..., object])

_NO_WORDS: list[Word] = []


class Arns:
    """The templates of what some actions are about, and what `digit_free` tells of them."""

    __slots__ = ("services", "templates")

    def __init__(self, templates: tuple[str, ...]) -> None:
        self.templates = templates
        self.services = digit_free(templates)


def is_no_action(word: Word) -> bool:
    """It is neither `service:Action` nor a star."""
    literal = word.literal
    if literal is None:
        return word.text.prefix.count(":") > 1  # whatever follows
    return literal.count(":") != 1 and (not literal or bool(literal.strip("*")))


def of_terms(question: Question) -> Question:
    """Says of a question about a condition that its answer hangs on the operator and the key alone,
    not on the values or the statement: of many conditions it is asked once for all alike.
    """
    question.of_terms = True  # type: ignore[attr-defined]
    return question


class Acting:
    """Actions against resources, by the ARNs of the catalogue."""

    def __init__(self, catalog: Catalog) -> None:
        self.catalog = catalog
        self._templates: dict[str, tuple[Shape, ...]] = {}
        self._expanded: dict[str, tuple[str, ...]] = {}
        self._shapes: dict[str, Shape] = {}
        self._plain: dict[str, Plain] = {}
        self._plain_lists: dict[str, tuple[Plain, ...]] = {}
        self._fitting: dict[tuple[Arns, str, bool], bool] = {}
        self._bounds: dict[str, dict[str, str]] = {}
        self._homes: dict[str, frozenset[str]] = {}
        self._all: dict[str, tuple[Shape, ...]] = {}
        self._matches: dict[tuple[str, Text | str, bool], bool] = {}
        self._unmatched: dict[Statement, list[Word]] = {}
        self._unlike_names: dict[Statement, list[Word]] = {}
        self._names: set[str] = set()
        self._scopable_names: set[str] = set()
        self._services_read: set[str] = set()
        self._same_templates: dict[tuple[Shape, ...], tuple[Shape, ...]] = {}
        self._digit_free: dict[str, tuple[str, ...] | None] = {}
        self._digit_free_lists: dict[str, tuple[str, ...] | None] = {}
        self._acted_on: dict[str, Arns | None] = {}
        self._same_arns: dict[tuple[str, ...], Arns] = {}
        self._met: dict[tuple[int, Text | str, bool], bool] = {}

    def can_match(self, action: str, resource: Text, *, variables: bool = True) -> bool:
        """Could a request for this action ever be about a resource that the pattern names?

        False is certain: no ARN of any resource type of the action fits. An action that is not in
        the catalogue could match anything. `variables`: `${…}` is a policy variable.
        """
        literal = resource.literal
        if literal is not None and not literal.strip("*"):
            return True
        if literal is not None:
            literal = self._standing_for(literal, self._digit_free_action(action))
        known = (action, literal or resource, variables)
        answer = self._matches.get(known)
        if answer is None:
            answer = self._matches[known] = self._can_match(action, resource, variables)
        return answer

    def _standing_for(self, literal: str, services: tuple[str, ...] | None) -> str:
        """A resource for which the answer is the same, with other digits. `services`: as
        `digit_free` tells of the templates that the answer depends on.
        """
        if services is None:
            return literal
        if services and any(one in literal.split(":", 5)[-1] for one in services):
            return literal
        return alike(literal)

    def _digit_free_action(self, action: str) -> tuple[str, ...] | None:
        """Of all templates that an action may be about, as `digit_free` tells."""
        if action not in self._digit_free:
            found = self.catalog.action(action)
            services = digit_free(self._arns_of(found) if found is not None else ())
            if found is not None and found.star == "always":
                lists = self._digit_free_list(found.service)
                services = None if services is None or lists is None else (*services, *lists)
            self._digit_free[action] = services
        return self._digit_free[action]

    def _digit_free_list(self, service: str) -> tuple[str, ...] | None:
        if service not in self._digit_free_lists:
            self._digit_free_lists[service] = digit_free(self._lists_of(service))
        return self._digit_free_lists[service]

    def is_checked_on_all(self, action: Word) -> bool:
        """It is checked on an ARN that stands for all things of the account."""
        return action.literal in self._on_all

    @cached_property
    def _on_all(self) -> dict[str, tuple[str, ...]]:
        """Actions that are checked on an ARN that ends in a star, in each partition."""
        return {
            row["action"]: tuple(
                row["arn"].replace("${Partition}", partition)
                for partition in self.catalog.partitions
            )
            for row in self.catalog.table("checked_on_all")
        }

    def _arns_of(self, action: Action) -> list[str]:
        return [*action.arns, *(arn for use in action.resources for arn in use.arns)]

    def _can_match(self, action: str, resource: Text, variables: bool) -> bool:
        found = self.catalog.action(action)
        if found is None:
            return True
        if found.doubt:
            if found.name in self._on_all and "${" not in (resource.literal or "${"):
                # the star of the request is a character: an ARN of one thing does not fit it
                return any(match(resource.literal or "", arn) for arn in self._on_all[found.name])
            return not found.arns or self._in_home(found, resource)
        if self._at_once(self._arns_in(found.resources), found.name, resource, variables):
            return True
        if found.star == "always":
            if self._lists_plainly(found.service, resource, variables):
                return True
            if not self._in_home(found, resource):
                return False
        templates = self._templates_of(found)
        key = id(templates), resource.literal or resource, variables
        answer = self._met.get(key)
        if answer is None:
            pattern = shape_of(resource, variables)
            answer = self._met[key] = any(meet(template, pattern) for template in templates)
        return answer

    def _in_home(self, action: Action, resource: Text) -> bool:
        """An ARN is of a service whose resources the action may be about; or that is not known."""
        arn = arn_of(resource)
        if arn is None or is_open(arn.service) or is_wild(arn.service):
            return True
        if action.star == "always":  # about any type of its service, as far as that is known
            return arn.service == action.service or arn.service in self._homes_of(action.service)
        known = [one for use in action.resources for one in use.arns]
        homes = {one.split(":", 3)[2] for one in (*known, *action.arns)}
        return arn.service in {action.service, *homes}

    def _homes_of(self, service: str) -> frozenset[str]:
        """The services in the ARNs of a service's resources."""
        known = self._homes.get(service)
        if known is None:
            arns = (arn for one in self.catalog.resource_types(service) for arn in one.arns)
            known = self._homes[service] = frozenset(arn.split(":", 3)[2] for arn in arns)
        return known

    def _at_once(self, arns: Arns, name: str, resource: Text, variables: bool) -> bool:
        """What an action is about and a resource may go together, as is seen without taking ARNs
        apart.
        """
        literal = resource.literal
        if literal is None:
            return False
        literal = self._standing_for(literal, arns.services)
        key = arns, literal, variables
        answer = self._fitting.get(key)
        if answer is None:
            service = name.partition(":")[0].lower()
            # a short ARN is said elsewhere, and matched by rules of its own
            answer = (
                literal.count(":") < 5
                or self._fits_plainly(arns.templates, service, literal, variables)
                or self._fits_plainly(arns.templates, service, literal, variables, plainly_crosses)
            )
            self._fitting[key] = answer
        return answer

    def _arns_of_name(self, action: str) -> Arns | None:
        """What an action is about: the same object for all that are about the same. None, where AWS
        lists no such action.
        """
        try:
            return self._acted_on[action]
        except KeyError:
            templates = self.catalog.templates_of(action)
            found = self._arns(templates) if templates is not None else None
            self._acted_on[action] = found
            return found

    def _arns_in(self, uses: Iterable[ResourceUse]) -> Arns:
        return self._arns(tuple([arn for use in uses for arn in use.arns]))

    def _arns(self, templates: tuple[str, ...]) -> Arns:
        known = self._same_arns.get(templates)
        if known is None:
            known = self._same_arns[templates] = Arns(templates)
        return known

    def _fits_plainly(
        self,
        templates: Iterable[str],
        service: str,
        resource: str,
        variables: bool,
        meets: Callable[[Plain, Plain], bool] = plainly_meets,
    ) -> bool:
        """Is a resource seen at once to be of one of the templates of an action of the service, as
        most are?
        """
        pattern = plain_pattern(resource, variables)
        if pattern is None:
            return False
        for arn in templates:
            plain = self._plain.get(arn)
            if plain is None:
                plain = self._plain[arn] = plain_template(arn, self._bounds_of(service))
            if meets(plain, pattern):
                return True
        return False

    def _lists_plainly(self, service: str, resource: Text, variables: bool) -> bool:
        """Is a resource seen at once to be the ARN of all resources of a type of the service?"""
        literal = resource.literal
        pattern = plain_pattern(literal, variables) if literal is not None else None
        return pattern is not None and any(
            plainly_meets(plain, pattern) for plain in self._plainly_all(service)
        )

    def _plainly_all(self, service: str) -> tuple[Plain, ...]:
        known = self._plain_lists.get(service)
        if known is None:
            known = self._plain_lists[service] = tuple(map(plain_list, self._lists_of(service)))
        return known

    def _templates_of(self, action: Action) -> tuple[Shape, ...]:
        """The ARNs that IAM compares for the action, as parts."""
        known = self._templates.get(action.name)
        if known is None:
            bounds = self._bounds_of(action.service)
            arns = self._arns_of(action)
            known = tuple(self._shape(arn, bounds) for arn in dict.fromkeys(arns))
            if action.star == "always":
                known += self._all_of(action.service)
            known = self._same_templates.setdefault(known, known)
            self._templates[action.name] = known
        return known

    def _shape(self, arn: str, bounds: dict[str, str]) -> Shape:
        shape = self._shapes.get(arn)
        if shape is None:
            shape = self._shapes[arn] = Shape(template_parts(arn, bounds))
        return shape

    def _all_of(self, service: str) -> tuple[Shape, ...]:
        """The ARNs of all resources of each type, as refusals show them for actions that list:
        `…:cluster/*`, with a star where a name would stand. The reference says that such actions
        know no resources; what the service compares is not documented, so both may match. Of some
        services it is known that they compare nothing but `*`.
        """
        known = self._all.get(service)
        if known is None:
            known = tuple(Shape(all_parts(arn)) for arn in self._lists_of(service))
            self._all[service] = known
        return known

    def _lists_of(self, service: str) -> list[str]:
        if any(row["service"] == service for row in self.catalog.table("star_checked")):
            return []
        arns = [arn for one in self.catalog.resource_types(service) for arn in one.arns]
        whole = {":".join(arn.split(":")[:5]) + ":*" for arn in arns}
        return sorted({*arns, *whole})

    def _bounds_of(self, service: str) -> dict[str, str]:
        known = self._bounds.get(service)
        if known is None:
            types = self.catalog.resource_types(service)
            known = bounded_variables(arn for one in types for arn in one.arns)
            self._bounds[service] = known
        return known

    def unmatched_actions(self, statement: Statement) -> list[Word]:
        """Actions of the statement that can never match any of its resources. A pattern counts
        only if none of the actions it stands for can."""
        found = self._unmatched.get(statement)
        if found is None:
            found = self._unmatched[statement] = self._unmatched_in(statement)
        return found

    def _unmatched_in(self, statement: Statement) -> list[Word]:
        if not statement.resources or statement.policy.kind == "trust":
            return _NO_WORDS
        for word in statement.resources:
            literal = word.literal
            if literal == "*" or (literal and not literal.strip("*")):
                return _NO_WORDS
            if literal is None and word.text.only_hole:
                return _NO_WORDS
        resources = [word.text for word in statement.resources]
        variables = statement.policy.has_variables
        fitting: dict[Arns, bool] = {}
        found: list[Word] = []
        for word in statement.actions or ():
            literal = word.literal
            arns = self._arns_of_name(literal) if literal is not None else None
            if literal is None or (arns is not None and fitting.get(arns)):
                continue
            if statement.principals is not None and self._lists_shared(literal):
                continue
            names = (literal,) if arns is not None else self.names_of(word)
            if (
                names
                and not self._some_fit(names, resources, variables, fitting)
                and not any(
                    self.can_match(name, resource, variables=variables)
                    for name in names
                    for resource in resources
                )
                and not self._of_unlisted_type(names, resources, variables)
            ):
                found.append(word)
        return found or _NO_WORDS

    def _of_unlisted_type(
        self, names: Iterable[str], resources: list[Text], variables: bool
    ) -> bool:
        """A resource is of a type that the reference has, and lists for no action of the service,
        as the alias of a state machine is: which actions are about it is not known.
        """
        actions = [one for one in map(self.catalog.action, names) if one is not None]
        services = {one.service for one in actions if one.star != "always"}
        return any(
            self._is_of_unlisted_type(service, resource, variables)
            for service in services & self._types_unlisted.keys()
            for resource in resources
        )

    def _is_of_unlisted_type(self, service: str, resource: Text, variables: bool) -> bool:
        known = self._asked_types.get((service, resource, variables))
        if known is None:
            unlisted, listed = self._types_by_use(service)
            pattern = shape_of(resource, variables)
            known = any(meet(one, pattern) for one in unlisted)
            known = known and not any(meet(one, pattern) for one in listed)
            self._asked_types[service, resource, variables] = known
        return known

    @cached_property
    def _asked_types(self) -> dict[tuple[str, Text, bool], bool]:
        return {}

    def _types_by_use(self, service: str) -> tuple[list[Shape], list[Shape]]:
        """The ARNs of a service's resources: of types that the reference lists for no action, and
        of others.
        """
        known = self._used_types.get(service)
        if known is None:
            bounds = self._bounds_of(service)
            known = self._used_types[service] = [], []
            for one in self.catalog.resource_types(service):
                shapes = known[0 if one.name in self._types_unlisted[service] else 1]
                shapes.extend([self._shape(arn, bounds) for arn in one.arns])
        return known

    @cached_property
    def _types_unlisted(self) -> dict[str, set[str]]:
        """Service → its types of resources that the reference lists for no action."""
        found: dict[str, set[str]] = {}
        for row in self.catalog.table("unlisted_types"):
            service, _, name = row["type"].partition(":")
            found.setdefault(service, set()).add(name)
        return found

    @cached_property
    def _used_types(self) -> dict[str, tuple[list[Shape], list[Shape]]]:
        return {}

    def _lists_shared(self, name: str) -> bool:
        """Does an action that knows no resource list what others share? The policy of a shared
        resource allows it there, so that it is seen in their lists. No matter of services with
        policies of their own making, whose actions are known.

        https://docs.aws.amazon.com/ram/latest/userguide/security-ram-permissions.html
        """
        action = self.catalog.action(name)
        return (
            action is not None
            and action.star == "always"
            and action.level in ("List", "Read")
            and action.service not in self._policy_services
        )

    @cached_property
    def _policy_services(self) -> frozenset[str]:
        rows = self.catalog.table("policy_actions")
        return frozenset(one for row in rows for one in row["services"])

    def _some_fit(
        self,
        names: Iterable[str],
        resources: list[Text],
        variables: bool,
        fitting: dict[Arns, bool],
    ) -> bool:
        """Some of the actions fit some of the resources at once, or are not known. `fitting`: what
        is known of these resources already, by what actions are about.
        """
        for name in names:
            arns = self._arns_of_name(name)
            if arns is None:
                return True
            found = fitting.get(arns)
            if found is None:
                found = False
                for resource in resources:
                    if self._at_once(arns, name, resource, variables):
                        found = True
                        break
                fitting[arns] = found
            if found:
                return True
        return False

    def idle_resources(self, statement: Statement) -> list[Word]:
        """Resources of the statement that none of its actions can be about, while some are about
        the others. Nothing, where an action is not known."""
        resources = statement.resources or ()
        actions = statement.actions or ()
        if len(resources) < 2 or statement.gaps:
            return []
        variables = statement.policy.has_variables
        maybe = [word for word in resources if not self._fits_some(word, actions, variables)]
        if not maybe or not all(map(self.names_of, actions)):
            return []
        names = list(dict.fromkeys(name for action in actions for name in self.names_of(action)))
        idle = [
            word
            for word in maybe
            if not any(self.can_match(name, word.text, variables=variables) for name in names)
        ]
        return idle if len(idle) < len(resources) else []

    def _fits_some(self, resource: Word, actions: Iterable[Word], variables: bool) -> bool:
        """At once: some of the actions may go together with a resource."""
        fitting: dict[Arns, bool] = {}
        wanted = [resource.text]
        for action in actions:
            literal = action.literal or ""
            arns = self._arns_of_name(literal)
            if arns is not None and fitting.get(arns) is False:
                continue
            names = (literal,) if arns is not None else self.names_of(action)
            if self._some_fit(names, wanted, variables, fitting):
                return True
        return False

    def names_of(self, word: Word) -> tuple[str, ...]:
        """The actions that a word stands for, as AWS writes them."""
        literal = word.literal
        if literal is None:
            return ()
        names = self._expanded.get(literal)
        if names is None:
            if "*" in literal or "?" in literal:
                names = self.catalog.expand(literal)
            else:
                name = self.catalog.name_of(literal)
                names = (name,) if name else ()
            self._expanded[literal] = names
        return names

    def names_in(self, statement: Statement, word: Word) -> tuple[str, ...]:
        """The actions that a word of a statement stands for, but for those that none of the
        statement's resources is about; all, where none is.
        """
        names, variables = self.names_of(word), statement.policy.has_variables
        resources = [one.text for one in statement.resources or ()]
        fitting = [
            name
            for name in names
            if any(self.can_match(name, resource, variables=variables) for resource in resources)
        ]
        return tuple(fitting) or names

    def names_no_action(self, statement: Statement) -> bool:
        """None of the entries of Action can be an action: it has no colon, or several, or is of a
        service that AWS lists and has no such action.
        """
        words = statement.actions or ()
        return bool(words) and all(is_no_action(word) or self._is_unlisted(word) for word in words)

    def _is_unlisted(self, word: Word) -> bool:
        literal = word.literal
        return (
            literal is not None
            and not is_glob(literal)
            and self.catalog.has_service(literal.partition(":")[0])
            and not self.catalog.has_action(literal)
        )

    def unlisted_actions(self, statement: Statement) -> tuple[Word, ...]:
        """Entries of Action and NotAction that are neither the name of an action that AWS lists
        nor a pattern that matches some of one service.
        """
        found = self._strange.get(statement)
        if found is None:
            usual = self._usual
            strange: list[Word] = []
            for words in (self.unlike_names(statement), statement.not_actions or ()):
                for word in words:
                    literal = word.literal
                    if literal is None:
                        strange.append(word)
                        continue
                    known = usual.get(literal)
                    if known is None:
                        known = usual[literal] = self._is_usual_name(literal)
                    if not known:
                        strange.append(word)
            found = self._strange[statement] = tuple(strange)
        return found

    def unlike_names(self, statement: Statement) -> list[Word]:
        """Entries of Action that are not the name of an action just as AWS writes it: few mostly,
        and what is odd about actions is odd about these.
        """
        found = self._unlike_names.get(statement)
        if found is None:
            names = self._names
            found = [word for word in statement.actions or () if word.literal not in names]
            if found:
                found = [word for word in found if not self._is_name(word.literal)]
            self._unlike_names[statement] = found
        return found

    def _is_name(self, literal: str | None) -> bool:
        if literal is None:
            return False
        service = literal.partition(":")[0]
        if service not in self._services_read:
            self._services_read.add(service)
            self._names.update(self.catalog.actions(service))
            self._scopable_names.update(self.catalog.limited(service))
        return literal in self._names

    def oddly_written(self, statement: Statement) -> list[tuple[Word, str]]:
        """Entries of Action and NotAction that AWS writes in another way, each with that."""
        known = self._written
        found: list[tuple[Word, str]] = []
        for words in (self.unlike_names(statement), statement.not_actions or ()):
            for word in words:
                literal = word.literal or ""
                right = known.get(literal)
                if right is None:
                    right = known[literal] = self.catalog.spelling(literal)
                if right != literal:
                    found.append((word, right))
        return found

    @cached_property
    def _written(self) -> dict[str, str]:
        return {}

    def _is_usual_name(self, literal: str) -> bool:
        if literal == "*" or self.catalog.has_action(literal):
            return True
        open_service = is_glob(literal.partition(":")[0])
        return is_glob(literal) and not open_service and self.catalog.bits(literal) != 0

    @cached_property
    def _strange(self) -> dict[Statement, tuple[Word, ...]]:
        return {}

    @cached_property
    def _usual(self) -> dict[str, bool]:
        return {}

    def needs_star(self, action: Word) -> bool:
        """Every action the word stands for is authorised on `*` and on nothing else."""
        found = [one for one in map(self.catalog.action, self.names_of(action)) if one is not None]
        return bool(found) and all(one.star == "always" for one in found)

    def acts_on(self, action: Word, statement: Statement) -> list[str]:
        """The ARN templates of what the action is about; at most three, those first that have a
        Region and an account where the statement's resources do.
        """
        found = next(filter(None, map(self.catalog.action, self.names_of(action))), None)
        if found is None:
            return []
        there = {
            filled("".join(piece if isinstance(piece, str) else "x" for piece in word.text.pieces))
            for word in statement.resources or ()
        }
        arns = [use.arns[0] for use in found.resources if use.arns]
        return sorted(arns, key=lambda arn: filled(arn) not in there)[:3]

    def fitting_resources(self, statement: Statement, action: Word) -> tuple[Text, ...]:
        """The statement's resources, changed in the least way that lets the action match: with
        `/*` or `:*` behind them, or without. Empty if no such change helps."""
        for change in (with_objects, without_objects, with_streams):
            changed = tuple(
                text
                for word in statement.resources or ()
                if (text := change(word.text)) is not None
                and any(self.can_match(name, text) for name in self.names_of(action))
            )
            if changed:
                return changed
        return ()

    def dead_without_streams(self, statement: Statement, resource: Word) -> list[str]:
        """Actions of CloudWatch Logs that match no resource of the statement and would match this
        one with `:*` behind it."""
        if not any(isinstance(p, str) and ":logs:" in p for p in resource.text.pieces):
            return []
        longer = resource.text + ":*"
        return [
            str(word)
            for word in self.unmatched_actions(statement)
            if self.service_of(word) == "logs"
            and any(self.can_match(name, longer) for name in self.names_of(word))
        ]

    def idle_without_streams(self, statement: Statement, resource: Word) -> list[str]:
        """Actions of CloudWatch Logs that would match this resource with `:*` behind it, where no
        action of the statement is about it as it stands, though about others; nothing, where the
        longer one stands there too.
        """
        if not any(isinstance(p, str) and ":logs:" in p for p in resource.text.pieces):
            return []
        if resource.literal is not None and resource.literal.endswith("*"):
            return []
        if resource not in self.idle_resources(statement):
            return []
        longer = resource.text + ":*"
        for other in statement.resources or ():
            if str(other).startswith(f"{resource}:") or match(
                str(other), f"{resource}:log-stream:"
            ):
                return []
        return [
            str(word)
            for word in statement.actions or ()
            if self.service_of(word) == "logs"
            and any(self.can_match(name, longer) for name in self.names_of(word))
        ]

    def lacks_streams_alone(self, statement: Statement, action: Word) -> bool:
        """The action would match a resource of the statement with `:*` behind it."""
        return self.service_of(action) == "logs" and any(
            str(action) in self.dead_without_streams(statement, resource)
            for resource in statement.resources or ()
        )

    def is_everything(self, word: Word) -> bool:
        """The word is nothing but stars."""
        return bool(word.literal) and not (word.literal or "").strip("*")

    def service_of(self, action: Word) -> str:
        return (action.literal or "").partition(":")[0].lower()


def filled(arn: str) -> tuple[bool, ...]:
    """Which of Region and account stand in an ARN."""
    return tuple(bool(field) for field in arn.split(":")[3:5])


def with_objects(text: Text) -> Text | None:
    return text + "/*"


def with_streams(text: Text) -> Text | None:
    return text + ":*"


def without_objects(text: Text) -> Text | None:
    last = text.pieces[-1] if text.pieces else ""
    if isinstance(last, str) and last.endswith("/*"):
        return Text(*text.pieces[:-1], last[:-2])
    return None
