"""OpenID Connect providers in view, against the roles that trust them, or nearly.

https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_create_oidc.html
"""

from __future__ import annotations

import re

from iamlint.access.engine.expecting import Unsent
from iamlint.access.engine.federating import SAML
from iamlint.access.engine.valuing import is_slip
from iamlint.text.hints import TYPE_CHECKING
from iamlint.text.node import Holed, Mapping, Scalar, Sequence
from iamlint.text.records import NamedTuple

from . import names
from .accounts import account_of
from .foreignsources import foreign_sources, sources_of_others
from .names import SLIPS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from iamlint.model.policy import Condition, Principal, Statement
    from iamlint.model.things import Identity, Resource
    from iamlint.text.holes import Text
    from iamlint.text.node import Node

    from . import Estate

TYPE, SAML_TYPE = "iam:oidc-provider", "iam:saml-provider"
OF_PROVIDER, OF_SAML = ":oidc-provider/", ":saml-provider/"
CLIENTS = ("ClientIdList", "client_id_list")
AUDIENCE = "aud"
PROVIDER = re.compile(r"arn:[^:]*:iam::(\d{12}):(?:oidc|saml)-provider/")
CLUSTER = "/id/"
RANDOM = 16
"""Ids of so many characters that are made at random are never alike by chance."""
LEAST = 6
"""Shorter names are alike by chance."""


class Unregistered(NamedTuple):
    """A condition wants audiences, of which the provider takes none. `taken`: those that it does,
    which stand at `place`.
    """

    condition: Condition
    provider: Resource
    taken: tuple[str, ...]
    place: Node


class Stray(NamedTuple):
    """A statement trusts a provider that is none in view, but nearly one: of the same cluster, or
    the same but for the case of letters, a scheme or a slash.
    """

    entry: Principal
    named: str
    provider: Resource
    meant: str


def unregistered(estate: Estate) -> Iterator[Unregistered]:
    """In file order. STS denies a token of an audience that its provider does not list."""
    for statement in trusting(estate):
        entries = statement.principals or ()
        if len(entries) != 1:
            continue
        provider = estate.resource(entries[0].value.text)
        known = clients(provider) if provider is not None and provider.created else None
        if provider is None or known is None:
            continue
        name = estate.engine.provider(entries[0]).lower()
        taken, place = known
        for condition in statement.conditions:
            key = (condition.key.literal or "").lower()
            if key != f"{name}:{AUDIENCE}" or not estate.engine.demands(condition):
                continue
            if not any(estate.engine.may_want(condition, one) for one in taken):
                yield Unregistered(condition, provider, taken, place)


def unsent(estate: Estate, condition: Condition) -> Iterator[Unsent]:
    """In the order of the values."""
    found = list(estate.engine.unsent_values(condition))
    if found and estate.engine.claim_of(condition) == AUDIENCE:
        meant = set(audiences_meant(estate, condition.statement))
        found = [one for one in found if one.word.literal not in meant]
    found = found or list(sources_of_others(estate, condition))
    found = found or list(foreign_sources(estate, condition))
    yield from found
    if not found:
        yield from other_things(estate, condition)


def other_things(estate: Estate, condition: Condition) -> Iterator[Unsent]:
    """Values that are of something in view which is of another sort than what is sent: a pool of
    users or its client, where the id of an identity pool is; a profile, where a trust anchor is.
    """
    for word in condition.values if estate.engine.demands(condition) else ():
        if word.literal is not None:
            continue
        named = estate.resource(word.text)
        meant = estate.engine.other_sort(condition, named.service_type) if named else ""
        if meant:
            yield Unsent(word, meant, "")


def audiences_meant(estate: Estate, statement: Statement) -> Iterator[str]:
    """The audiences for which the provider takes tokens, and jobs ask that want the role."""
    for entry in statement.principals or ():
        provider = estate.resource(entry.value.text)
        known = clients(provider) if provider is not None else None
        yield from known[0] if known is not None else ()
    for use in (use for reading in estate.readings for use in reading.token_uses):
        role = estate.role_asked_for(use)
        trust = role.trust if role is not None else None
        if trust is not None and use.audience is not None and statement in trust.statements:
            yield use.audience.literal or ""


def stray(estate: Estate) -> Iterator[Stray]:
    """In file order."""
    yield from stray_saml(estate)
    known = {name_of(one.arn): one for one in estate.all_resources if one.service_type == TYPE}
    known.pop("", None)
    if not known:
        return
    for statement in trusting(estate):
        for entry in statement.principals or ():
            name = estate.engine.provider(entry)
            if not name or name in known or estate.engine.slip_in(entry) is not None:
                continue
            meant = next(
                (
                    one
                    for one, provider in known.items()
                    if is_near(one, name) or is_misspelt(entry, name, one, provider)
                ),
                None,
            )
            meant = meant or other_host(estate, entry, name, known)
            if meant is not None:
                yield Stray(entry, name, known[meant], meant)


def other_host(
    estate: Estate, entry: Principal, name: str, known: dict[str, Resource]
) -> str | None:
    """The one provider that the account makes and nobody trusts, where it is of another host of the
    same software: `gitlab.com`, and the one made is `gitlab.acme.example`.
    """
    account, label = names.account_in(entry.value.text), name.partition(".")[0]
    if account is None or len(label) < LEAST or "/" in name:
        return None
    trusted = {
        estate.engine.provider(one)
        for statement in trusting(estate)
        for one in statement.principals or ()
    }
    here = [
        one
        for one, provider in known.items()
        if provider.created and names.same(account, account_of(provider)) is True
        if one not in trusted and not any(one.startswith(f"{each}/") for each in trusted)
    ]
    return here[0] if len(here) == 1 and here[0].partition(".")[0] == label else None


def elsewhere(estate: Estate) -> Iterator[tuple[Principal, Identity]]:
    """Providers of other accounts than the role that trusts them: STS looks for a token's provider
    in the account of the role; in file order.
    """
    for role in estate.identities:
        account = account_of(role).literal if role.trust is not None and role.created else None
        for statement in role.trust.statements if role.trust is not None and account else ():
            for entry in (statement.principals or ()) if statement.allows else ():
                named = PROVIDER.match(entry.value.literal or "")
                if entry.type == "Federated" and named is not None and named[1] != account:
                    yield entry, role


def stray_saml(estate: Estate) -> Iterator[Stray]:
    """SAML providers of the account of one in view, whose name is its but for a slip of the pen."""
    known = [
        (name, one)
        for one in estate.all_resources
        if one.service_type == SAML_TYPE and (name := name_of(one.arn, OF_SAML))
    ]
    for entry in saml_entries(estate) if known else ():
        name, account = name_of(entry.value.text, OF_SAML), names.account_in(entry.value.text)
        if not name or account is None or any(name == one for one, _ in known):
            continue
        for meant, provider in known:
            if names.same(account, account_of(provider)) and is_nearly(name, meant):
                yield Stray(entry, name, provider, meant)
                break


def saml_entries(estate: Estate) -> Iterator[Principal]:
    """What trust policies name as SAML providers."""
    for policy in estate.policies:
        for statement in policy.statements if policy.kind == "trust" else ():
            for entry in (statement.principals or ()) if statement.allows else ():
                if estate.engine.sort_of(entry) == SAML:
                    yield entry


def is_nearly(name: str, meant: str) -> bool:
    """Written for the other: in another case, or one or two letters are wrong, none a digit."""
    if name.lower() == meant.lower():
        return True
    digits = [[one for one in text if one.isdigit()] for text in (name, meant)]
    return min(len(name), len(meant)) >= LEAST and digits[0] == digits[1] and is_slip(name, meant)


def trusting(estate: Estate) -> Iterator[Statement]:
    """The statements that take tokens."""
    for policy in estate.policies:
        if policy.kind == "trust":
            for statement in policy.statements:
                if statement.allows and any(estate.engine.oidc_in(statement)):
                    yield statement


def name_of(arn: Text, before: str = OF_PROVIDER) -> str:
    """The provider that an ARN names; empty where that is not known."""
    last = arn.pieces[-1] if arn.pieces else ""
    return last.partition(before)[2] if isinstance(last, str) else ""


def is_near(one: str, other: str) -> bool:
    """Two names of which one is surely written for the other."""
    cluster, number = one.partition(CLUSTER)[2], other.partition(CLUSTER)[2]
    if cluster and cluster.lower() == number.lower():
        return True
    return plain(one) == plain(other)


def is_misspelt(entry: Principal, name: str, other: str, provider: Resource) -> bool:
    """Clusters of one account and region, whose ids, made at random, are the same but for two
    characters at most, or one that is left out or too many.
    """
    host, cluster, theirs = name.partition(CLUSTER)
    others, _, number = other.partition(CLUSTER)
    if not cluster or host != others or min(len(theirs), len(number)) < RANDOM:
        return False
    account = names.account_in(entry.value.text)
    if account is None or names.same(account, account_of(provider)) is not True:
        return False
    if len(theirs) != len(number):
        return is_slip(theirs.lower(), number.lower())
    return sum(a != b for a, b in zip(theirs.lower(), number.lower(), strict=True)) <= SLIPS


def plain(name: str) -> str:
    return name.lower().removeprefix("https://").removeprefix("http://").rstrip("/")


def clients(provider: Resource) -> tuple[tuple[str, ...], Node] | None:
    """The audiences that a provider takes, and where they stand; None where they are not known."""
    properties = provider.properties
    for key in CLIENTS:
        node = properties.get(key) if isinstance(properties, Mapping) else None
        if isinstance(node, Sequence) and node.items:
            found = tuple(text for item in node.items if (text := text_of(item)))
            return (found, node) if len(found) == len(node.items) else None
    return None


def text_of(node: Node) -> str:
    if isinstance(node, Scalar) and isinstance(node.value, str):
        return node.value
    return (node.text.literal or "") if isinstance(node, Holed) else ""
