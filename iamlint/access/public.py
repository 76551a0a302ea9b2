"""What S3 calls public: decided from the text of a policy, stricter than who could really come in.

https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html
"""

from __future__ import annotations

from functools import lru_cache

from iamlint.text.globs import split, tokens
from iamlint.text.hints import TYPE_CHECKING, Final
from iamlint.text.holes import ANY, Hole

from .facts import bundled
from .operators import use_of
from .principals import is_everyone
from .truth import MAYBE, NO, YES, Truth, truth
from .values import network

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from iamlint.model.policy import Condition, Policy, Statement, Word

_PINNING: Final = frozenset(
    ("StringEquals", "StringEqualsIgnoreCase", "StringLike", "ArnEquals", "ArnLike", "IpAddress")
)
_WIDEST: Final = {4: 8, 6: 32}


def s3_public(policies: Iterable[Policy]) -> Truth:
    """One public statement makes the policy public."""
    found = NO
    for policy in policies:
        for statement in policy.statements:
            if statement.allows:
                found |= _public_statement(statement)
    return found


def _public_statement(statement: Statement) -> Truth:
    everyone = statement.not_principals is not None or any(
        is_everyone(entry) for entry in statement.principals or ()
    )
    if not everyone:
        return NO
    pinned = NO
    for condition in statement.conditions:
        pinned |= _pins(condition, variables=statement.policy.has_variables)
    return ~pinned


@lru_cache(maxsize=1)
def _fixing_keys() -> Mapping[str, str]:
    return {row["key"].lower(): row["fixed"] for row in bundled().table("s3_public_keys")}


def _pins(condition: Condition, *, variables: bool) -> Truth:
    use = use_of(condition.operator.literal or "")
    fixed = _fixing_keys().get((condition.key.literal or "").lower())
    if use is None or use.base is None or use.base.name not in _PINNING or fixed is None:
        return NO
    if use.if_exists or use.over == "all" or not condition.values:
        return NO
    pinned = YES
    for word in condition.values:
        pinned &= _fixed(word, fixed, wild=use.base.wild, variables=variables)
    return pinned


def _fixed(word: Word, how: str, *, wild: bool, variables: bool) -> Truth:
    if variables and "${" in "".join(p for p in word.text.pieces if isinstance(p, str)):
        return NO
    if how == "network":
        return MAYBE if word.literal is None else truth(_narrow(word.literal))
    parts = tokens(word.text) if wild else word.text.pieces
    if how != "value":
        segments = split(tokens(word.text), ":", 5)
        if len(segments) < 6 or not segments[4]:
            return MAYBE if word.literal is None else NO
        parts = segments[4]
    if any(isinstance(part, Hole) and part.within == ANY for part in parts):
        return MAYBE
    return truth(all(isinstance(part, (str, Hole)) for part in parts))


def _narrow(text: str) -> bool:
    """A network that is private, or not too wide."""
    from ipaddress import IPv4Network, ip_network

    block = network(text)
    if block is None:
        return False
    if isinstance(block, IPv4Network) and any(
        block.subnet_of(private)
        for private in map(ip_network, ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16"))
        if isinstance(private, IPv4Network)
    ):
        return True
    return block.prefixlen >= _WIDEST[block.version]
