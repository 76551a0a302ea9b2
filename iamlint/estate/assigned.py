"""The roles as which those work to whom a permission set is given.

IAM Identity Center makes one in each account in which the set is given, on a path and with an end
of the name that nobody knows before.
https://docs.aws.amazon.com/singlesignon/latest/userguide/referencingpermissionsets.html
"""

from __future__ import annotations

from functools import cached_property

from iamlint.catalog import roles
from iamlint.model.things import Identity
from iamlint.text.globs import is_glob, match
from iamlint.text.hints import TYPE_CHECKING
from iamlint.text.holes import NAME, REGION, Hole, Text

from .names import account_in
from .presence import possible
from .reserved import named_in

if TYPE_CHECKING:
    from . import Estate

SET = "permission-set"


class Sets:
    """The permission sets in view, by what roles they are in accounts."""

    def __init__(self, estate: Estate) -> None:
        self._estate = estate
        self.all = tuple(one for one in estate.identities if one.kind == SET)

    @cached_property
    def _accounts(self) -> dict[Identity, dict[str, None]]:
        """The accounts in which each is given; none where one of them is not known."""
        found: dict[Identity, dict[str, None]] = {}
        open_ended: set[Identity] = set()
        for reading in self._estate.readings:
            for one in reading.assignments:
                named = self._estate.identities_named(SET, one.set_ref, reading, one.address)
                for given, sure in named if possible(one.when) else ():
                    if one.target.literal is None or not sure:
                        open_ended.add(given)
                    else:
                        found.setdefault(given, {})[one.target.literal] = None
        return {given: known for given, known in found.items() if given not in open_ended}

    def roles_of(self, given: Identity) -> tuple[Identity, ...]:
        """Its roles in each account, where all are known of which files tell."""
        accounts = self._accounts.get(given, ()) if given.name.literal else ()
        return tuple(role for account in accounts for role in self.roles_in(given, account))

    def roles_in(self, given: Identity, account: str) -> tuple[Identity, Identity]:
        """Its role in an account, on a path that names the Region of IAM Identity Center, and, as
        in the first Region of AWS, not.
        """
        known = self._roles.get((given, account))
        if known is None:
            where = given.reading.path if given.reading is not None else ""
            region = Hole(
                f"{where}#{given.address}.path", REGION, why="that of IAM Identity Center"
            )
            known = role_on(Text(region, "/"), given, account), role_on(Text(), given, account)
            for role in known:
                self._estate.give_same(role, given)
            self._roles[given, account] = known
        return known

    @cached_property
    def _roles(self) -> dict[tuple[Identity, str], tuple[Identity, Identity]]:
        return {}

    def named_by(self, text: str) -> tuple[Identity, ...]:
        """The sets whose role a text names, that names the roles of one set."""
        name = named_in(text).rstrip("*_")
        if not name or is_glob(name):
            return ()
        return tuple(one for one in self.all if match(name, one.name.literal or "", fold=True))


def account_named(text: Text) -> str:
    account = account_in(text)
    return (account.literal or "") if account is not None else ""


def role_on(region: Text, given: Identity, account: str) -> Identity:
    """As far as it is known."""
    where = given.reading.path if given.reading is not None else ""
    why = "IAM Identity Center makes it up"
    name = Text(
        roles.name_of(roles.PERMISSION_SET),
        given.name.literal or "",
        "_",
        Hole(f"{where}#{given.address}.{account}", NAME, why=why),
    )
    opening = Text(f"arn:aws:iam::{account}:role{roles.path_of(roles.PERMISSION_SET)}") + region
    in_account = Text(account)
    found = Identity(
        "role", name, opening + name, given.node, given.address, "", in_account, given.region
    )
    found.reading = given.reading
    return found


def is_of_set(identity: Identity) -> bool:
    """It is the role of a permission set."""
    return identity.name.prefix.startswith(roles.name_of(roles.PERMISSION_SET))
