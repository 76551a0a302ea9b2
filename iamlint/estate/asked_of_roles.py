"""What is asked of roles at work: what runs as them, whom they trust, who passes them on."""

from __future__ import annotations

from functools import cached_property

from iamlint.model.things import Thing
from iamlint.text.hints import TYPE_CHECKING

from .inview import InView

if TYPE_CHECKING:
    from collections.abc import Iterator

    from iamlint.access.engine.expecting import Unsent
    from iamlint.model.policy import Condition, Policy, Principal, Statement, Word
    from iamlint.model.things import (
        Identity,
        PolicyReference,
        Reading,
        Resource,
        RoleUse,
        TokenUse,
    )
    from iamlint.text.holes import Text

    from .absent import Absent, Absents
    from .assigned import Sets
    from .carried import UnpassedSession
    from .chaining import Unchained
    from .deploying import Untagged
    from .forms import Misnamed, MisnamedTarget
    from .misfit import Misfit
    from .mispassing import Mispassed, Mispassings
    from .misplaced import Misplaced
    from .providers import Stray, Unregistered
    from .reserved import MisnamedSet
    from .running import Workload
    from .tokenroles import MisspeltRole
    from .tokens import Outlasting, Unreached, Untaken
    from .unpassed import Unpassed
    from .untrusted import Untrusted


class RoleQuestions(InView):
    """What runs as roles, whom they trust, and who passes them on."""

    @property
    def workloads(self) -> tuple[Workload, ...]:
        """Everything that runs as a role, with the services that assume it; in file order."""
        return self._running.all

    @property
    def idle_profiles(self) -> tuple[Workload, ...]:
        """The roles in instance profiles that nothing in view uses; in file order."""
        return self._running.idle_profiles

    def workloads_of(self, identity: Identity) -> list[Workload]:
        """What runs as a role: functions, tasks, instances through their profile."""
        return self._running.of(identity)

    def functions_by_role(self) -> list[list[RoleUse]]:
        """Where functions name the roles that they run as: those of each role together, each
        function once.
        """
        return self._running.functions_by_role()

    def runs_as(self, resource: Resource) -> list[Workload]:
        """The roles that a resource runs as, each with the property that names it."""
        return self._running.as_which(resource)

    def role_asked_for(self, use: TokenUse) -> Identity | None:
        """The one role in view that a job asks for, as far as its name tells."""
        return self.role_named(use.role_ref, use)

    def role_named(self, text: Text, use: TokenUse) -> Identity | None:
        """The one role in view that a job names by a text."""
        found = tuple(self._identities.identified.find("role", text, use.reading))
        return found[0][0] if len(found) == 1 and text.literal else None

    def misspelt_token_roles(self) -> Iterator[MisspeltRole]:
        """Jobs that ask for a role which is nearly one in view that takes their token."""
        if not self._uses_tokens:
            return iter(())
        from .tokenroles import misspelt_roles

        return misspelt_roles(self._whole)

    def untaken_tokens(self) -> Iterator[Untaken]:
        """Roles in view that take none of the tokens with which a job asks for them."""
        if not self._uses_tokens:
            return iter(())
        from .tokens import untaken

        return untaken(self._whole)

    @cached_property
    def _uses_tokens(self) -> bool:
        """Something in view asks for roles with tokens."""
        return any(reading.token_uses for reading in self.readings)

    def untagged(self) -> Iterator[Untagged]:
        """Roles that deploy what files declare, and may create it, but not with its tags."""
        from .deploying import untagged

        return untagged(self._whole)

    def tokenless(self) -> Iterator[TokenUse]:
        """Jobs that assume a role with a token which they do not get; in file order."""
        for reading in self.readings:
            yield from (use for use in reading.token_uses if use.tokenless is not None)

    def outlasting(self) -> Iterator[Outlasting]:
        """Jobs that ask for a role for longer than it may be assumed."""
        from .tokens import outlasting

        return outlasting(self._whole)

    def unreached(self) -> Iterator[Unreached]:
        """Jobs that go on from a role to another that they cannot assume so."""
        from .tokens import unreached

        return unreached(self._whole)

    def unregistered_audiences(self) -> Iterator[Unregistered]:
        """Audiences that trust policies want, and that the provider, which is in view, refuses."""
        from .providers import unregistered

        return unregistered(self._whole)

    def unsent_values(self, condition: Condition) -> Iterator[Unsent]:
        """The values that a condition asks for and that nobody whom the statement trusts sends;
        none for which a provider in view takes tokens, or a job asks."""
        from .providers import unsent

        return unsent(self._whole, condition)

    def role_trusting_by(self, policy: Policy) -> Identity | None:
        """The role of which this is the trust policy."""
        return self._by_trust.get(policy)

    @cached_property
    def _by_trust(self) -> dict[Policy, Identity]:
        every = self._whole.identities
        return {one.trust: one for one in every if one.trust is not None}

    def stray_providers(self) -> Iterator[Stray]:
        """Providers that trust policies name, and that are nearly one in view."""
        from .providers import stray

        return stray(self._whole)

    def providers_elsewhere(self) -> Iterator[tuple[Principal, Identity]]:
        """Providers that roles of other accounts trust, each with the role."""
        from .providers import elsewhere

        return elsewhere(self._whole)

    def untrusted_services(self) -> Iterator[Untrusted]:
        """Services that are to run something as a role whose trust policy, all of it in view, keeps
        them out; in file order.
        """
        return iter(self._untrusted)

    @cached_property
    def _untrusted(self) -> tuple[Untrusted, ...]:
        from .untrusted import untrusted

        return tuple(untrusted(self._whole))

    def unchained(self, action: str) -> Iterator[Unchained]:
        """Roles of which the trust policy, all of it in view, does not let those assume them
        (`sts:AssumeRole`), or pass them tags (`sts:TagSession`) or a source identity, who are
        granted just that.
        """
        from .chaining import unchained

        known = self._unchained.get(action)
        if known is None:
            known = self._unchained[action] = tuple(unchained(self._whole, action))
        return iter(known)

    @cached_property
    def _unchained(self) -> dict[str, tuple[Unchained, ...]]:
        return {}

    def uninviting_trusts(self) -> Iterator[Policy]:
        """Trust policies that let nobody in, where nothing else tells whom they keep out; in file
        order.
        """
        from .uninviting import uninviting

        return uninviting(self._whole)

    def unpassed_sessions(self) -> Iterator[UnpassedSession]:
        """Callers that may assume a role, and not pass the tags or the source identity that their
        sessions carry, or that the role demands.
        """
        from .carried import unpassed

        return unpassed(self._whole)

    def unpassed_roles(self) -> Iterator[Unpassed]:
        """Roles that are passed to services by those who may not pass them, as far as what they may
        call and what they start tells.
        """
        from .passings import unpassed

        return unpassed(self._whole)

    def mispassed_roles(self) -> Iterator[Mispassed]:
        """Grants to pass a role, all of whose trust policy is in view, to services that it does not
        trust.
        """
        return self._mispassings.all()

    def foreign_policies_demanded(self) -> Iterator[tuple[Word, str, str]]:
        """Managed policies of another account that are demanded of what is attached, each with
        both accounts.
        """
        return self._mispassings.demanded()

    def foreign_policies_attached(self) -> Iterator[tuple[PolicyReference, str, str]]:
        """Managed policies of another account that a user, group or role is to bear, each with
        both accounts.
        """
        return self._mispassings.attached()

    def foreign_roles_passed(self) -> Iterator[tuple[Word, str, str]]:
        """Where a grant to pass roles names one of another account than its file's: the account of
        the role, and that of the file.
        """
        return self._mispassings.foreign()

    @cached_property
    def _mispassings(self) -> Mispassings:
        from .mispassing import Mispassings

        return Mispassings(self._whole)

    def misnamed_roles(self) -> Iterator[Misnamed]:
        """Roles and instance profiles that are named in a form which the property does not take:
        by an ARN for a name, and the other way round.
        """
        from .forms import misnamed

        return misnamed(self._whole)

    def misnamed_targets(self) -> Iterator[MisnamedTarget]:
        """Attachments of policies that name their target in a form which they do not take."""
        from .forms import misnamed_targets

        return misnamed_targets(self._whole)

    def is_mere_name(self, entry: Principal) -> bool:
        """A principal is the name of a role or user in view, which is not known in full."""
        text = entry.value.text
        if entry.type != "AWS" or text.literal is not None or text.prefix.startswith("arn:"):
            return False
        return text in self._names_of_callers

    @cached_property
    def _names_of_callers(self) -> frozenset[Text]:
        named = (one for one in self._whole.identities if one.kind in ("role", "user"))
        return frozenset(one.name for one in named)

    def misfits(self) -> Iterator[Misfit]:
        """Managed policies of AWS's that are for the role of another service."""
        from .misfit import misfits

        return misfits(self._whole)

    def misplaced_roles(self) -> Iterator[Misplaced]:
        """Roles of another account, or linked to another service, where a property names them for a
        service that cannot use them.
        """
        from .misplaced import misplaced

        return misplaced(self._whole)

    def taken_by_services(self, statement: Statement) -> bool:
        """All whom a statement names are roles in view that nobody but services, or who brings a
        token, may assume: none of their sessions was begun by somebody of IAM.
        """
        owner = statement.policy.owner
        reading = owner.reading if isinstance(owner, Thing) else None
        found = [
            self.identities_by_arn(principal.value.text, reading)
            for principal in statement.principals or ()
        ]
        roles = [roles[0] if len(roles) == 1 else None for roles in found]
        return bool(roles) and all(
            role is not None and self.engine.taken_by_services_alone(role.trust) is not None
            for role in roles
        )

    def unseen_principals(self, identity: Identity) -> Iterator[Word]:
        """Roles and users of its own account that a role trusts and nothing in view declares."""
        from .unseen import unseen

        return unseen(self._whole, identity)

    def absent_principals(self) -> Iterator[Absent]:
        """Roles and users that policies let in and that their account, all of it in view, does not
        have.
        """
        return self._absents.principals()

    def absent_roles(self) -> Iterator[Absent]:
        """Roles that somebody may assume or pass and that their account, all of it in view, does
        not have.
        """
        return self._absents.roles()

    def misnamed_sets(self) -> Iterator[MisnamedSet]:
        """Texts that name roles of permission sets of which there are none, and almost are."""
        from .reserved import misnamed_sets

        return misnamed_sets(self._whole)

    @cached_property
    def sets(self) -> Sets:
        """The permission sets, and the roles as which those work to whom they are given."""
        from .assigned import Sets

        return Sets(self._whole)

    @cached_property
    def _absents(self) -> Absents:
        from .absent import Absents

        return Absents(self._whole)

    def may_be_declared(self, kind: str, arn: Text) -> bool:
        """Some file declares an identity that may turn out to have this ARN."""
        return next(self._identities.identified.find(kind, arn, None), None) is not None

    def begun_by_services(self, statement: Statement) -> bool:
        """All whom a statement names are roles in view that only services assume: a function, a
        task, an instance works with their sessions, and no person does.
        """
        from iamlint.access.engine.conditioning import is_of_services

        for entry in statement.principals or ():
            roles = self.roles_named(entry.value.text, self._whole.file_of(statement.policy))
            if len(roles) != 1 or not is_of_services(roles[0].trust):
                return False
        return bool(statement.principals)

    def roles_named(self, text: Text, reading: Reading | None = None) -> list[Identity]:
        """The roles in view that a name or an ARN in a file means for certain."""
        found = self._identities.identified.find("role", text, reading)
        return [role for role, sure in found if sure]
