"""What is asked of keys: which encrypt what, who may use them, and who lacks what."""

from __future__ import annotations

from functools import cached_property

from iamlint.text.hints import TYPE_CHECKING

from .inview import InView

if TYPE_CHECKING:
    from collections.abc import Iterator

    from iamlint.model.policy import Condition, Word
    from iamlint.model.things import (
        KeyUser,
        Reading,
        Resource,
    )
    from iamlint.text.holes import Text

    from .aliased import Aliased
    from .aliases import HalfGranted
    from .barred import Barred
    from .homekeys import Shared
    from .joined import KeyUse
    from .keycalls import KeyCall
    from .lacks import KeyNeed
    from .missing import Missing
    from .ownencryption import DeniesOwn
    from .plainly import Plainly
    from .refusals import Refusal
    from .rolekeys import RoleLack
    from .servicelacks import ServiceRefusal
    from .unopened import Unopened
    from .unsupported import Unsupported
    from .withheld import Withheld


class KeyQuestions(InView):
    """Which keys encrypt what, who may use them, and who lacks what."""

    def keys_of(self, resource: Resource) -> list[KeyUse]:
        """The keys it is encrypted with, one under each condition; one of kind `none` for none."""
        return list(self._keys.uses(resource))

    def key_of(self, resource: Resource) -> KeyUse:
        """The key it is encrypted with; the first where conditions choose."""
        return next(self._keys.uses(resource))

    def key_needs(self) -> Iterator[KeyNeed]:
        """Each identity and key where the identity uses something that the key encrypts through a
        service that calls KMS in the caller's name; by identity, in file order.
        """
        return iter(self._key_needs)

    def missing_key_grants(self) -> Iterator[Missing]:
        """What the policies of identities lack of the keys that encrypt what they use, where the
        key policies leave it to them. Of whoever has a policy that stands alone, what that grants
        of the key and a condition takes back: the rest may be granted elsewhere.
        """
        yield from (missing for need in self._key_needs for missing in need.gaps())
        for need in self.holders_key_needs:
            for missing in need.gaps():
                if all(any(need.granting(action)) for action in missing.actions):
                    yield missing

    def aliases_of(self, key: Resource) -> tuple[str, ...]:
        """The aliases of a key that are in view, as `alias/data`."""
        return self._aliases.get(key, ())

    @cached_property
    def _aliases(self) -> dict[Resource, tuple[str, ...]]:
        from .keys import aliases_by_key

        return aliases_by_key(self._whole)

    def key_by_id(self, value: Word, condition: Condition) -> Resource | None:
        """The key in view of which a value of a condition is the id, and not the ARN."""
        reading = self._whole.file_of(condition.statement.policy)
        if value.text.only_hole is None or value.text.prefix:
            return None
        key = self.key_named(value.text, reading)
        is_id = key is not None and value.text in key.names and value.text != key.arn
        return key if is_id else None

    def withheld_keys(self) -> Iterator[Withheld]:
        """Keys of what identities may use, which a Deny about that very key takes from them."""
        from .withheld import withheld

        return withheld(self._whole)

    @cached_property
    def _key_needs(self) -> tuple[KeyNeed, ...]:
        from .needs import KeyNeeds

        return tuple(KeyNeeds(self._whole, "fas").all())

    @cached_property
    def holders_key_needs(self) -> tuple[KeyNeed, ...]:
        """The same of whoever has a policy that stands in a file of its own."""
        from .needs import KeyNeeds

        return tuple(KeyNeeds(self._whole, "fas").of_holders())

    def missing_creator_grants(self) -> Iterator[Missing]:
        """What the policies of those who may make something lack of the key that encrypts it, where
        the service makes a grant in their name; who uses it then needs nothing.
        """
        from .needs import KeyNeeds

        needs = KeyNeeds(self._whole, "grant", "create").all()
        return (missing for need in needs for missing in need.gaps())

    def key_refusals(self, *, foreign: bool) -> Iterator[Refusal]:
        """Keys whose policy refuses identities that use what they encrypt, whatever the policies
        of those say; of another account with `foreign`, else of the key's own.
        """
        from .refusals import refusals

        return refusals((*self._key_needs, *self.holders_key_needs), foreign)

    def service_refusals(self) -> Iterator[ServiceRefusal]:
        """Keys whose policy refuses a service that uses them in its own name, service by service;
        in file order.
        """
        from .servicelacks import refusals

        return refusals(self._whole)

    def barred_services(self) -> Iterator[Barred]:
        """What is under a key of AWS's own and called by services that can never use that key."""
        from .barred import barred

        return barred(self._whole)

    def shared_under_aws_keys(self) -> Iterator[Shared]:
        """What is shared with other accounts under a key of AWS's own, which only principals of its
        account can use; in file order.
        """
        from .homekeys import shared

        return shared(self._whole)

    def unopened_keys(self) -> Iterator[Unopened]:
        """What is shared with others of another account, and the policy of its key, in view, never
        lets those use the key; in file order.
        """
        from .unopened import unopened

        return unopened(self._whole)

    def aliases_across_accounts(self) -> Iterator[Aliased]:
        """Buckets that name their default key by an alias, and into which others of another account
        may write; in file order.
        """
        from .aliased import aliased

        return aliased(self._whole)

    def role_key_lacks(self) -> Iterator[RoleLack]:
        """What roles lack of the keys that declarations have services use as those roles."""
        from .rolekeys import role_lacks

        return role_lacks(self._whole)

    def keys_of_user(self, user: KeyUser) -> list[KeyUse]:
        """The keys that a declaration has a service use."""
        from .keycalls import keys_of_user

        return [key for _, key in keys_of_user(self._whole, user)]

    def unsupported_encryption(self) -> Iterator[Unsupported]:
        """Wires whose target is under a KMS key where the service can only do without."""
        from .unsupported import unsupported

        return unsupported(self._whole)

    def denies_own_encryption(self) -> Iterator[DeniesOwn]:
        """Denies of uploads that ask for the bucket's own encryption, in file order."""
        from .ownencryption import denies_own

        return denies_own(self._whole)

    def has_default_policy_alone(self, resource: Resource) -> bool:
        """Nothing but AWS's default policy sits on it, for all that is in view."""
        grants = self._whole.policies_on(resource)
        return not grants.unknown and all(one.bundled for one in grants.attached)

    def half_granted_aliases(self) -> Iterator[HalfGranted]:
        """Who may make, move or delete aliases on one side only, of the alias and the key."""
        from .aliases import half_granted

        return half_granted(self._whole)

    @cached_property
    def plainly(self) -> Plainly:
        """Rights on keys that nothing qualifies."""
        from .plainly import Plainly

        return Plainly(self._whole)

    @cached_property
    def key_calls(self) -> tuple[KeyCall, ...]:
        """What services do with keys in their own name, for a wire or for what names the key; in
        file order.
        """
        from .keycalls import KeyCalls

        return tuple(KeyCalls(self._whole).all())

    def key_use(self, text: Text, reading: Reading | None = None) -> KeyUse:
        """What a text that names a key leads to, as a file means it."""
        return self._keys.use(text, None, reading)

    def key_named(self, text: Text, reading: Reading | None = None) -> Resource | None:
        """The customer's key that an id, ARN or alias leads to; None when it is not in view."""
        return self._keys.use(text, None, reading).key
