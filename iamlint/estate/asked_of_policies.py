"""What is asked of policies: who has which, what sits on what, and what follows for a request."""

from __future__ import annotations

from functools import cached_property

from iamlint.model.policy import IDENTITY
from iamlint.text.hints import TYPE_CHECKING
from iamlint.text.holes import NAME, Hole
from iamlint.text.node import ALWAYS

from .inview import InView

AWS_MACROS = "AWS::Serverless-2016-10-31"
"""The transform of SAM, which fills in no pseudo parameters."""

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from iamlint.model.policy import Condition, Policy, Statement
    from iamlint.model.things import (
        Identity,
        PolicyReference,
        Reading,
        Resource,
    )
    from iamlint.text.holes import Text
    from iamlint.text.node import Node, When

    from .asking import Answer
    from .besides import Beside
    from .clashingorganizations import Clashing
    from .completing import Completeness
    from .effective import Effective, Effects
    from .exclusives import Taken
    from .factors import ShutOut
    from .fastened import Fastened
    from .foreignpartitions import ForeignPartition
    from .joined import Grants
    from .misnamed import MisnamedPolicy
    from .misnamedprincipals import MisnamedPrincipal
    from .misspeltorganizations import MisspeltOrganization
    from .mistakennetworks import MistakenNetwork
    from .nearly import Nearly, NearlyRole
    from .privateapis import ShutOff
    from .rivals import Doubles, Rivals
    from .unborne import Bearer
    from .unseenholders import HeldUnseen
    from .unsharable import Unsharable
    from .wired import Wired


class PolicyQuestions(InView):
    """Who has which policies, what sits on what, and what follows for a request."""

    def managed_in_view(self, reference: PolicyReference, reading: Reading) -> list[Policy]:
        """The managed policies in view that a file names."""
        return self._managed.in_view(reference, reading)

    def knows(self, reference: PolicyReference, reading: Reading) -> bool:
        """The managed policy that a file names is in view, or bundled as one of AWS's own."""
        return self._managed.knows(reference, reading)

    def nearly_named_policies(self) -> Iterator[Nearly]:
        """References to managed policies that nothing declares, where one is called almost so."""
        from .nearly import nearly_named

        return nearly_named(self._whole)

    def nearly_named_roles(self) -> Iterator[NearlyRole]:
        """The same of roles that grants name."""
        from .nearly import nearly_named_roles

        return nearly_named_roles(self._whole)

    def is_in_template(self, policy: Policy) -> bool:
        """It stands in a template of CloudFormation that no macro of somebody's own rewrites."""
        source = policy.node.source
        text = source.text
        if "Fn::Transform" in text or ("Transform" in text and AWS_MACROS not in text):
            return False
        return any(
            reading.carrier == "cloudformation" and reading.path == source.path
            for reading in self.readings
        )

    def besides(self) -> Iterator[Beside]:
        """Statements of resources' policies that are about others than those that have them."""
        from .besides import besides

        return besides(self._whole)

    def foreign_partitions(self) -> Iterator[ForeignPartition]:
        """ARNs of another partition than that of the policy in which they stand."""
        from .foreignpartitions import foreign_partitions

        return foreign_partitions(self._whole)

    def mistaken_networks(self) -> Iterator[MistakenNetwork]:
        """Conditions on a VPC or an endpoint that name its ARN, or one of another service."""
        return iter(self._mistaken_networks)

    def mistakes_a_network(self, statement: Statement) -> bool:
        """One of its conditions does so."""
        return any(one.condition.statement is statement for one in self._mistaken_networks)

    @cached_property
    def _mistaken_networks(self) -> tuple[MistakenNetwork, ...]:
        from .mistakennetworks import mistaken_networks

        return tuple(mistaken_networks(self._whole))

    def misspelt_organizations(self) -> Iterator[MisspeltOrganization]:
        """Organizations in conditions that are nearly the one that all others name."""
        from .misspeltorganizations import misspelt_organizations

        return misspelt_organizations(self._whole)

    def accounts_under(self, policy: Policy) -> tuple[str, ...]:
        """The accounts of the resources that a policy sits on, as far as they are known."""
        return self._accounts_under.get(id(policy), ())

    @cached_property
    def _accounts_under(self) -> dict[int, tuple[str, ...]]:
        found: dict[int, dict[str, None]] = {}
        for resource in self.all_resources:
            account = self.account_of(resource).literal
            for attached in self.policies_on(resource).attached if account else ():
                if attached.sure:
                    found.setdefault(id(attached.policy), {})[account or ""] = None
        return {one: tuple(accounts) for one, accounts in found.items()}

    def left_out_of(self, statement: Statement) -> tuple[Condition, str] | None:
        """The condition by which a Deny spares accounts, and the one of its own resource, which is
        not among them.
        """
        from .leftout import left_out

        return left_out(self._whole, statement)

    def clashing_organizations(self) -> Iterator[Clashing]:
        """Conditions that say of an account that it is in another organization than others do."""
        from .clashingorganizations import clashing

        return clashing(self._whole)

    def misnamed_principals(self) -> Iterator[MisnamedPrincipal]:
        """The same of roles and users that policies let in."""
        from .misnamedprincipals import misnamed_principals

        return misnamed_principals(self._whole)

    def shut_by(self, policy: Policy) -> Node | None:
        """What keeps strangers out of the bucket that a policy sits on, whatever it says."""
        return self._shut.get(id(policy))

    @cached_property
    def _shut(self) -> dict[int, Node]:
        from .shutbuckets import shut

        return shut(self._whole)

    def open_inside(self, policy: Policy) -> str:
        """Why whoever gets to the resource that a policy sits on may use it anyway: it lies within
        a network; or empty."""
        return self._inside.get(id(policy), "")

    @cached_property
    def _inside(self) -> dict[int, str]:
        from .innerdomains import open_inside

        return open_inside(self._whole)

    def unjoined(self, kind: str) -> list[Identity]:
        """Users in no group, or groups without users, that are created in view, in file order."""
        from .unjoined import unjoined

        found = unjoined(self.readings, self._identities, kind)
        return [identity for identity in self.identities if identity in found]

    def held_unseen(self) -> Iterator[HeldUnseen]:
        """Policies of AWS's own that are attached to somebody whom no file declares."""
        from .unseenholders import held_unseen

        return held_unseen(self.readings, self._identities, self._managed)

    def may_be_in_view(self, reference: PolicyReference, reading: Reading) -> bool:
        """Some declared policy is what a reference in a file names, or may be."""
        found = self._managed.find(reference, IDENTITY, ALWAYS, reading)
        if any(one.sure or not is_made_up(one.policy) for one in found.attached):
            return True
        return self._managed.knows(reference, reading)

    def misnamed_policies(self) -> Iterator[MisnamedPolicy]:
        """References to managed policies of AWS's own that the bundled data does not have."""
        from .misnamed import misnamed

        return misnamed(self.readings, self.catalog)

    def holders_of(self, policy: Policy) -> Sequence[Identity]:
        """The users, roles and groups that a policy is attached to for certain, in file order."""
        return self._holders_of.get(id(policy), ())

    @cached_property
    def _holders_of(self) -> dict[int, list[Identity]]:
        found: dict[int, list[Identity]] = {}
        for identity in self.identities:
            for attached in self.policies_of(identity).attached:
                if attached.sure and not attached.bundled:
                    found.setdefault(id(attached.policy), []).append(identity)
        return found

    def unborne(self, condition: Condition) -> Bearer | None:
        """Somebody to whom a condition's policy is attached, where it asks for a tag of principals
        that none of those bears so.
        """
        from .unborne import unborne

        return unborne(self._whole, condition)

    def tagless(self, policy: Policy, key: str) -> Bearer | None:
        """The same where none of them bears the tag at all."""
        from .unborne import tagless

        return tagless(self._whole, policy, key)

    @cached_property
    def tags_given(self) -> frozenset[str]:
        """The names of all tags that users and roles in view are given, in lower case."""
        from .unborne import tags_given

        return tags_given(self._whole)

    def policies_of(self, identity: Identity) -> Grants:
        """Every policy that may grant to an identity: inline, attached from any file, of its
        groups, AWS managed; and what else may grant that is not in view.
        """
        return self._identities.policies_of(identity)

    def fastened(self) -> Iterator[Fastened]:
        """What declarations attach to users, groups and roles, in view or only named."""
        from .fastened import fastened

        return fastened(self.readings, self.catalog)

    @property
    def peopled(self) -> frozenset[Identity]:
        """The groups of which a member is in view."""
        return self._identities.peopled

    def give_same(self, one: Identity, other: Identity) -> None:
        """What stands for an identity has its policies."""
        self._identities.give_same(one, other)

    def effective(self, identity: Identity) -> Effective:
        """What an identity may do in effect, by service and access level: its policies, as far as
        its boundary and control policies let them through.
        """
        return self._effects.of(identity)

    @cached_property
    def _effects(self) -> Effects:
        from .effective import Effects

        return Effects(self._whole)

    def bearers_of(self, policy: Policy) -> list[Identity]:
        """The identities in view that have a policy, in file order."""
        return self._bearers.get(id(policy), [])

    @cached_property
    def _bearers(self) -> dict[int, list[Identity]]:
        found: dict[int, list[Identity]] = {}
        for identity in self.identities:
            for number in {id(one.policy) for one in self.policies_of(identity).attached}:
                found.setdefault(number, []).append(identity)
        return found

    def is_of_people(self, policy: Policy) -> bool:
        """A user has it, directly or through a group."""
        return id(policy) in self._of_people

    @cached_property
    def _of_people(self) -> frozenset[int]:
        from .people import policies_of_people

        return frozenset(map(id, policies_of_people(self._whole)))

    def policies_on(self, resource: Resource) -> Grants:
        """The policies that sit on a resource, and what else may sit there unseen."""
        return self._resources.policies_on(resource)

    def whole(self, resource: Resource) -> list[Resource]:
        """The function of which a resource is an alias or a version."""
        return self._resources.whole(resource)

    def qualified(self, resource: Resource) -> list[Resource]:
        """The function that a resource is, or is an alias or a version of, with the others."""
        return self._resources.qualified(resource)

    def policies_around(self, resource: Resource) -> Grants:
        """The policies that the account of a resource has for all of its kind in a region, and what
        else may be among them unseen: log groups have such.
        """
        return self._regional.around(resource)

    def shut_off_apis(self) -> Iterator[ShutOff]:
        """Private APIs of which the policy denies what comes through each of their endpoints."""
        from .privateapis import shut_off

        return shut_off(self._whole)

    def complete(self, thing: Identity | Resource | Wired) -> Completeness:
        """Whether everything that could allow more is in view: to an identity, on a resource or a
        key, through a wire. True where it is; else its `reasons` name what would settle it.
        """
        from .completing import completeness

        return completeness(self._whole, thing)

    def rivals(self) -> Iterator[Rivals]:
        """Resources for which several policies are declared, of which only one can stand."""
        return self._contests.rivals()

    def taken(self) -> Iterator[Taken]:
        """What is attached to an identity, and taken away again by what lists all it may have."""
        return self._identities.taken()

    def doubles(self) -> Iterator[Doubles]:
        """Declarations that create things of one name, of which there can be one only."""
        return self._contests.doubles()

    def can(
        self,
        identity: Identity,
        action: str,
        resource: Text,
        *,
        context: Mapping[str, Text | str | None] | None = None,
        when: When = ALWAYS,
        supposing: tuple[str, ...] = (),
    ) -> Answer:
        """May an identity do something to a resource, from all that is in view?

        `context`: context keys of the request; None for one that is known to be absent, and what
        is not given is not known. `when`: template conditions taken for granted. `supposing`:
        sides taken to allow everything, and the like (`asking.CALLER`, `CREATED` …).
        """
        from .asking import Question

        return Question(
            self._whole, identity, action, resource, context or {}, when, supposing
        ).answer()

    def without_factor(self, policy: Policy) -> Iterator[ShutOut]:
        """What sets up a second factor, denied by a policy to those without."""
        from .factors import without_factor

        return without_factor(self._whole, policy)

    def unsharable_grants(self) -> Iterator[Unsharable]:
        """Grants of identities on what belongs to another account and cannot be shared; in file
        order.
        """
        from .unsharable import unsharable

        return unsharable(self._whole)

    def guards(
        self,
        identity: Identity,
        action: str,
        resource: Text,
        when: When = ALWAYS,
        context: Mapping[str, Text | str | None] | None = None,
    ) -> tuple[Condition, ...]:
        """The conditions that keep an identity from a resource, of statements of the resource's
        policies that name it; `context`: what its requests carry.
        """
        from .asking import CALLER, CAPS, Question

        supposing = (CALLER, CAPS)
        given = context or {}
        return Question(self._whole, identity, action, resource, given, when, supposing).guards()


def is_made_up(policy: Policy) -> bool:
    """AWS makes up the name of the policy: it is none that somebody writes."""
    last = policy.arn.pieces[-1] if policy.arn is not None and policy.arn.pieces else ""
    return isinstance(last, Hole) and last.within == NAME
