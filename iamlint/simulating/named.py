"""What a person means by a name: the role, user or resource in view, or what an ARN says."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from iamlint.access.callers import FEDERATED, SERVICE, SESSION, Caller, caller_from
from iamlint.errors import UserError
from iamlint.estate.onresources import role_named
from iamlint.model.things import Identity
from iamlint.text.holed import meets
from iamlint.text.holes import ANY, Hole, Text

from .known import in_its_file, known

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from iamlint.catalog import Catalog
    from iamlint.estate import Estate
    from iamlint.model.things import Thing

    from .known import Target

T = TypeVar("T", bound="Thing")
NOBODY = "anonymous"
SERVICE_DOMAINS = (".amazonaws.com", ".amazonaws.com.cn", ".aws.internal", ".amazon.com")


# actions


def the_action(catalog: Catalog, named: str) -> str:
    """An action as AWS writes it.

    Raises UserError for what is no action, with the one that may be meant.
    """
    known = catalog.action(named)
    if known is not None:
        return known.name
    if "*" in named or "?" in named:
        raise UserError(f"`{named}` is a pattern; give one action")
    behind = catalog.actions_behind(named)
    if behind:
        checked = " and ".join(f"`{one}`" for one in behind)
        raise UserError(f"`{named}` is an operation, for which AWS checks {checked}")
    close = catalog.suggest_actions(named, 1)
    hint = f"; did you mean `{close[0]}`?" if close else ""
    raise UserError(f"there is no action `{named}`{hint}")


def check_key(catalog: Catalog, key: str) -> None:
    """Raises UserError for a context key that AWS does not have; keys of identity providers are
    theirs to name.
    """
    prefix = key.partition(":")[0].lower()
    if catalog.condition_key(key) is not None:
        return
    if ":" in key and prefix != "aws" and not catalog.has_service(prefix):
        return
    close = catalog.suggest_keys(key, 1)
    hint = f"; did you mean `{close[0]}`?" if close else ""
    raise UserError(f"--context: there is no condition key `{key}`{hint}")


# callers


def the_identity(estate: Estate, principal: str) -> Identity | None:
    """The role or user in view that a text names: address, name, ARN, or ARN of a session. None
    for an ARN or service principal that nothing in view declares.

    Raises UserError where it names several, or is neither.
    """
    names = [principal]
    if principal.startswith("arn:"):
        names.append(str(caller_from(principal).name))
    found = [one for one in known(estate).callers_called(*names) if _is(one, principal)]
    if len(found) > 1:
        raise UserError(f"`{principal}` may be {_listed(found)}: give its address")
    if found:
        return found[0]
    if principal != NOBODY and not _stands_alone(estate.catalog, principal):
        callers = [one for one in estate.identities if one.kind != "group"]
        hint = _close(principal, callers)
        raise UserError(f"no role or user in view is called `{principal}`{hint}")
    return None


def _stands_alone(catalog: Catalog, principal: str) -> bool:
    """It says who that is, whatever is in view."""
    if principal.startswith("arn:") or principal.isdigit():
        return True
    caller = caller_from(principal)
    if caller.kind == SERVICE:
        known = principal.endswith(SERVICE_DOMAINS)
        return known or catalog.service_principal(principal) is not None
    return caller.kind == FEDERATED


def _is(identity: Identity, named: str) -> bool:
    if _is_called(identity, named) or named == identity.name.literal:
        return True
    if not named.startswith("arn:"):
        return False
    caller = caller_from(named)
    if caller.kind != SESSION:
        return meets(identity.arn.pieces, named) is True or _same_entity(identity, caller)
    return identity.kind == "role" and _same_entity(identity, caller)


def _same_entity(identity: Identity, caller: Caller) -> bool:
    """Of that name, in an account that may be that one."""
    if caller.account is None or identity.name != caller.name:
        return False
    kinds = {"role": ("role", SESSION), "user": ("user",)}
    if caller.kind not in kinds.get(identity.kind, ()):
        return False
    return meets(identity.account.pieces, caller.account) is not False


def accounts_told(estate: Estate, principals: Iterable[str]) -> dict[str, str]:
    """The accounts of files, by path, where no configuration tells them but the ARN of a caller
    that the file declares.
    """
    told: dict[str, set[str]] = {}
    for principal in principals:
        account = caller_from(principal).account if principal.startswith("arn:") else None
        if account is None or not (account.literal or "").isdigit():
            continue
        for one in known(estate).homeless:
            if one.reading is not None and _is(one, principal):
                told.setdefault(one.reading.path, set()).add(account.literal or "")
    return {path: found.pop() for path, found in told.items() if len(found) == 1}


def regions_told(estate: Estate, arns: Iterable[str]) -> dict[str, str]:
    """The regions of files, by path, where no configuration tells them but the ARN of a resource
    that the file declares.
    """
    told: dict[str, set[str]] = {}
    for arn in arns:
        found = estate.resource(Text(arn)) if arn.count(":") > 4 else None
        region = arn.split(":")[3] if found is not None else ""
        if found is not None and region and found.region.literal is None and found.reading:
            told.setdefault(found.reading.path, set()).add(region)
    return {path: found.pop() for path, found in told.items() if len(found) == 1}


# resources


def the_target(estate: Estate, named: str | Text, action: str) -> Target | None:
    """The resource, or role, that a request is about, where it is in view.

    Raises UserError where an address or name stands for several.
    """
    text = named if isinstance(named, Text) else Text(named)
    found = known(estate).targets_called(str(named))
    if len(found) > 1:
        fitting = [one for one in found if may_be_about(estate, action, one.arn)]
        found = fitting or found
    if len(found) > 1 and not text.prefix.startswith("arn:"):
        raise UserError(f"`{named}` may be {_listed(found)}: give its address")
    if len(found) == 1:
        return found[0]
    return estate.resource(text) or role_named(estate, text)


def may_be_about(estate: Estate, action: str, arn: Text) -> bool:
    """The action is about such a thing, or about what lies in it."""
    return estate.engine.can_match(action, arn) or _inside(estate, action, arn) is not None


def as_asked(estate: Estate, named: str | Text, target: Target | None, action: str) -> Text:
    """The resource of the request, as the file that declares it writes it; where the action is
    about what lies in what is named, anything in it.

    Raises UserError for a text that is no ARN and names nothing in view.
    """
    text = named if isinstance(named, Text) else Text(named)
    arn = text.prefix.startswith("arn:")
    if target is None:
        if isinstance(named, str) and named != "*" and not arn:
            hint = _close(named, known(estate).targets)
            raise UserError(f"no resource in view is called `{named}`{hint}; give an ARN")
    elif isinstance(target, Identity) or not arn:
        text = target.arn
    else:
        text = estate.within(text, target)
    if text.literal == "*" or estate.engine.can_match(action, text):
        return text
    return _inside(estate, action, text) or text


def _inside(estate: Estate, action: str, arn: Text) -> Text | None:
    """Anything that lies in this, if the action is about such."""
    for between in ("/", ":"):
        inside = arn + between + Text(Hole(f"{arn}{between}…", ANY, why=f"it is anything in {arn}"))
        if estate.engine.can_match(action, inside):
            return inside
    return None


# addresses


def _is_called(thing: Thing, named: str) -> bool:
    return named in (thing.address, in_its_file(thing))


def _listed(found: Sequence[Thing]) -> str:
    addresses = [one.address for one in found[:4]]
    if len(set(addresses)) < len(addresses):
        addresses = [in_its_file(one) for one in found[:4]]
    return " or ".join(f"`{address}`" for address in addresses)


def _close(named: str, things: Iterable[Target]) -> str:
    from difflib import get_close_matches

    known = {one.address for one in things} | {
        name.literal
        for one in things
        for name in ((one.name,) if isinstance(one, Identity) else one.names)
        if name.literal
    }
    close = get_close_matches(named, sorted(known), 1)
    return f"; did you mean `{close[0]}`?" if close else ""
