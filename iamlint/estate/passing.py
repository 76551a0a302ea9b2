"""A caller passes a role to a service.

Whoever creates what runs as a role, or starts it, passes that role to the service and needs
`iam:PassRole` on it. `iam:PassedToService` holds the service, and the role must be of the caller's
own account.

https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html
"""

from __future__ import annotations

from iamlint.catalog.roles import PASS
from iamlint.text.hints import TYPE_CHECKING, Final
from iamlint.text.records import NamedTuple

if TYPE_CHECKING:
    from iamlint.model.policy import Statement, Word
    from iamlint.model.things import Identity
    from iamlint.rule import Placed
    from iamlint.text.holes import Text
    from iamlint.text.node import When

ACTION: Final = PASS
SERVICE_KEY: Final = "iam:PassedToService"


class Passing(NamedTuple):
    """A caller passes a role to a service.

    `role`: the role in view; None where any role of the account may be meant, which `target` is
        then. `services`: of which any may be the one it is passed to. `act`: by what the caller
        passes it, for a message.
    `call`: the action by which; `word`: where a statement of the caller's allows it, where that
        tells that a role is passed, else `places` do, each with its sentence.
    """

    caller: Identity
    role: Identity | None
    target: Text
    services: tuple[str, ...]
    act: str
    call: str
    places: tuple[tuple[Placed, str], ...]
    when: When
    word: Word | None = None
    statement: Statement | None = None
