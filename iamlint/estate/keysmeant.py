"""Which key of another account is meant by a grant on all of them.

Others may not be in view. One is meant, as far as can be told, of which the policy names the
caller, or somebody of the caller's account who is called almost so and is not there.
https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-modifying-external-accounts.html
"""

from __future__ import annotations

from iamlint.text.hints import TYPE_CHECKING, Final

from . import names
from .accounts import account_of
from .nearly import is_near

if TYPE_CHECKING:
    from iamlint.model.policy import Word
    from iamlint.model.things import Identity, Resource
    from iamlint.text.holes import Text

    from . import Estate

ALL: Final = ("key/*", "*")


def keys_meant(
    estate: Estate, identity: Identity, word: Word, keys: tuple[Resource, ...]
) -> list[Resource]:
    """The one of the keys in view; none where several may be."""
    parts = names.segments(word.text)
    if not keys or parts is None or parts[2].literal != "kms" or parts[5].literal not in ALL:
        return []
    account, region = parts[4], parts[3]
    if account.literal is None or names.same(account, account_of(identity)) is not False:
        return []
    found = [
        key
        for key in keys
        if names.same(account_of(key), account) is True
        and (region.literal == "*" or names.same(key.region, region) is True)
        and names_caller(estate, identity, key)
    ]
    return found if len(found) == 1 else []


def names_caller(estate: Estate, identity: Identity, key: Resource) -> bool:
    """The policy of a key names the identity, or one of its account that is called almost so."""
    return any(
        is_caller(estate, identity, entry.value.text)
        for attached in estate.policies_on(key).attached
        if attached.sure
        for statement in attached.policy.statements
        if statement.allows
        for entry in statement.principals or ()
        if entry.type == "AWS"
    )


def is_caller(estate: Estate, identity: Identity, arn: Text) -> bool:
    if names.same(arn, identity.arn) is True:
        return True
    ours, other = names.segments(identity.arn), names.segments(arn)
    if ours is None or other is None or names.same(ours[4], other[4]) is not True:
        return False
    one, two = ours[5].literal, other[5].literal
    there = estate.identities_by_arn(arn)
    return one is not None and two is not None and is_near(two, one) and not there
