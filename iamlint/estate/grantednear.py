"""Is a role granted so by name that what it lacks would stand there too?

https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_identity-vs-resource.html
"""

from __future__ import annotations

from iamlint.text.globs import is_glob
from iamlint.text.hints import TYPE_CHECKING

from . import names

if TYPE_CHECKING:
    from iamlint.model.things import Identity
    from iamlint.text.holes import Text

    from . import Estate
    from .aims import Aim


def is_granted_near(estate: Estate, role: Identity, actions: tuple[str, ...], aim: Aim) -> bool:
    """Its own policies name what else it may do this to, or what else it may do to that: this would
    stand there too, whatever has a policy of its own.
    """
    lower = {action.lower() for action in actions}
    for attached in estate.policies_of(role).attached:
        if not attached.sure or attached.bundled or attached.policy.by_aws:
            continue
        for statement in attached.policy.statements:
            texts = [word.text for word in statement.resources or ()]
            if not statement.allows or statement.gaps or not texts or any(map(has_glob, texts)):
                continue
            if any((word.literal or "").lower() in lower for word in statement.actions or ()):
                return True
            if any(names.same(text, one) is True for text in texts for one in aim.asked):
                return True
    return False


def has_glob(text: Text) -> bool:
    """A pattern, as far as it is written out."""
    return any(isinstance(piece, str) and is_glob(piece) for piece in text.pieces)
