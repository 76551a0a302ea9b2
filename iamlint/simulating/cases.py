"""Self-contained cases: a request and its documents in, a decision out.

The forms of both are in `schemas/simulate-request.schema.json` and `simulate-result.schema.json`.
"""

from __future__ import annotations

import json
from functools import lru_cache
from math import isfinite

from iamlint.access.callers import (
    ROLE,
    SERVICE,
    USER,
    WITH_ACCOUNT,
    Caller,
    caller_from,
    kind_named,
)
from iamlint.access.context import Context
from iamlint.access.decide import decide
from iamlint.access.facts import decided_by
from iamlint.access.request import (
    IDENTITY_LAYER,
    RESOURCE_LAYER,
    Request,
    Situation,
    account_of,
)
from iamlint.access.truth import NO
from iamlint.access.verdict import IMPLICIT_DENY
from iamlint.model.policy import (
    BOUNDARY,
    ENDPOINT,
    IDENTITY,
    RCP,
    RESOURCE,
    SCP,
    SESSION,
    TRUST,
)
from iamlint.model.reading import policy_from
from iamlint.schemas import schema
from iamlint.text.hints import TYPE_CHECKING, Any
from iamlint.text.holes import Text
from iamlint.text.records import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from iamlint.access.verdict import Verdict
    from iamlint.model.policy import Policy

    Json = Mapping[str, Any]


class Wrong(Exception):
    """A case that is not of the form; `place` is a path into it, `/request/action`."""

    def __init__(self, message: str, place: str) -> None:
        super().__init__(message)
        self.message = message
        self.place = place


class Case(NamedTuple):
    """A case that was read."""

    request: Request
    situation: Situation


def run_lines(lines: Iterable[str | bytes]) -> Iterator[dict[str, Any]]:
    """One result for each line that is not blank, in order; a line that is wrong gives one with
    `error` and `place`, and the others go on.
    """
    for number, line in enumerate(lines, start=1):
        if line.strip():
            yield run_line(line, number)


def run_line(line: str | bytes, number: int) -> dict[str, Any]:
    """The result for one line of a file of cases."""
    value: object = None
    try:
        value = read_json(line)
        return run_case(value)
    except Wrong as wrong:
        place = f"line {number} {wrong.place}".rstrip()
        return {"id": _id_of(value), "error": wrong.message, "place": place}


def read_json(line: str | bytes) -> object:
    """Raises `Wrong`."""
    try:
        return json.loads(line.decode("utf-8") if isinstance(line, bytes) else line)
    except UnicodeDecodeError as error:
        raise Wrong(f"not UTF-8: byte {error.start + 1} of the line", "") from None
    except ValueError as error:
        raise Wrong(f"not JSON: {error}", "") from None
    except RecursionError:
        raise Wrong("nested too deeply", "") from None


def _id_of(value: object) -> str | float | None:
    found = value.get("id") if isinstance(value, dict) else None
    if isinstance(found, float) and not isfinite(found):
        return None
    known = isinstance(found, (str, int, float)) and not isinstance(found, bool)
    return found if known else None


def run_case(value: object) -> dict[str, Any]:
    """Decide one case. Raises `Wrong` when it is not of the form."""
    try:
        case = read_case(value)
        verdict = decide(case.request, case.situation)
    except RecursionError:
        raise Wrong("nested too deeply", "") from None
    return result(_id_of(value), _in_short(verdict, case.request))


def _in_short(verdict: Verdict, request: Request) -> Verdict:
    """For a key or a role in the caller's own account it is its policy that lets nobody through,
    also where it leaves that to the account and the account says nothing.
    """
    own = account_of(request) == request.caller.account
    rules = (decided_by(rule, request.action, request.resource) for rule in ("trust", "key"))
    if verdict.decision != IMPLICIT_DENY or not own or all(rule is NO for rule in rules):
        return verdict
    layers = (RESOURCE_LAYER if one == IDENTITY_LAYER else one for one in verdict.blocked_by)
    return verdict._replace(blocked_by=tuple(dict.fromkeys(layers)))


def result(name: str | float | None, verdict: Verdict) -> dict[str, Any]:
    """A verdict as JSON."""
    return {
        "id": name,
        "decision": verdict.decision,
        "blocked_by": list(verdict.blocked_by),
        "statements": [
            {
                "policy": one.statement.policy.address,
                "index": one.statement.index,
                "sid": one.statement.sid.literal if one.statement.sid is not None else None,
                "layer": one.layer,
            }
            for one in verdict.statements
        ],
        "depends_on": [doubt.fact for doubt in verdict.depends_on],
        "caveats": list(verdict.caveats),
    }


# reading


def read_case(value: object) -> Case:
    """Raises `Wrong`."""
    case = _checked(value)
    settings = case.get("settings") or {}
    request = _request(case, settings)
    return Case(request, _situation(case, settings, request))


def _checked(value: object) -> Json:
    for error in _validator().iter_errors(value):
        place = "".join(f"/{part}" for part in error.absolute_path)
        raise Wrong(error.message[:200], place)
    assert isinstance(value, dict)
    return value


@lru_cache(maxsize=1)
def _validator() -> Any:
    from jsonschema import Draft202012Validator

    return Draft202012Validator(schema("simulate-request"))


def _request(case: Json, settings: Json) -> Request:
    given = case["request"]
    caller = _caller(case, settings)
    resource = Text(given.get("resource") or "*")
    owner = given.get("resource_account")
    context = {key: _texts(one) for key, one in (given.get("context") or {}).items()}
    return Request(
        caller,
        given["action"],
        resource,
        Text(owner) if owner else None,
        Context(context, strict=case.get("kind") != "discover"),
    )


def _caller(case: Json, settings: Json) -> Caller:
    """Where the principal is left out, identity policies say that there is one."""
    given = case["request"]
    named = given.get("principal_type")
    kind = kind_named(named) if named else None
    if named and kind is None and not _tells(given.get("principal")):
        raise Wrong(f"no kind of principal is called `{named}`", "/request/principal_type")
    account = given.get("principal_account")
    if not given.get("principal", "") and case.get("identity_policies"):
        kind = kind or (None if "principal" in given and given["principal"] is None else USER)
    caller = _caller_named(given.get("principal"), kind, account)
    if account and caller.kind in WITH_ACCOUNT:
        caller = caller._replace(account=Text(account))
    if settings.get("service_linked_role") is not None:
        caller = caller._replace(service_linked=bool(settings["service_linked_role"]))
    ids = (given.get("context") or {}).items()
    unique = next((v for k, v in ids if k.lower() == "aws:userid" and isinstance(v, str)), "")
    return caller._replace(unique_id=unique) if unique else caller


def _tells(principal: str | None) -> bool:
    """The principal itself says what it is: an ARN, an account, a service."""
    return principal is not None and (":" in principal or "." in principal or principal.isdigit())


def _caller_named(principal: str | None, kind: str | None, account: str | None) -> Caller:
    """A bare name of a known kind in a known account stands for its ARN; a bare service's for its
    principal.
    """
    bare = bool(principal) and not _tells(principal) and principal != "*"
    if bare and kind in (USER, ROLE) and account:
        return caller_from(f"arn:aws:iam::{account}:{kind}/{principal}")
    if bare and kind == SERVICE:
        return caller_from(f"{principal}.amazonaws.com", kind)
    if not principal and kind in WITH_ACCOUNT:
        return Caller(kind)
    return caller_from(principal, kind)


def _texts(value: object) -> list[str] | None:
    """Context values as texts; numbers and truth values as JSON writes them."""
    if value is None:
        return None
    values = value if isinstance(value, list) else [value]
    return [one if isinstance(one, str) else json.dumps(one) for one in values]


def _situation(case: Json, settings: Json, request: Request) -> Situation:
    resource = case.get("resource_policy")
    trust = decided_by("trust", request.action, request.resource) is not NO
    return Situation(
        identity=_policies(case, "identity_policies", IDENTITY),
        boundaries=_policies(case, "permissions_boundaries", BOUNDARY),
        session=_policies(case, "session_policies", SESSION),
        scps=_levels(case, "scps", SCP),
        rcps=_levels(case, "rcps", RCP),
        resource=None if resource is None else (_on_resource(resource, trust),),
        endpoints=_policies(case, "vpc_endpoint_policies", ENDPOINT),
        restrict_public_buckets=_restricts(settings.get("s3_block_public_access")),
        caller_managed=_manages(settings, request.caller.account),
        resource_managed=_manages(settings, account_of(request), request.caller.account),
    )


def _on_resource(document: object, trust: bool) -> Policy:
    return policy_from(document, TRUST if trust else RESOURCE, address="resource_policy")


def _policies(case: Json, name: str, kind: str, above: str = "") -> tuple[Policy, ...]:
    return tuple(
        policy_from(document, kind, address=f"{above}{name}[{index}]")
        for index, document in enumerate(case.get(name) or ())
    )


def _levels(case: Json, name: str, kind: str) -> tuple[tuple[Policy, ...], ...] | None:
    levels = case.get(name)
    if not levels:
        return None
    return tuple(
        _policies(level, "policies", kind, f"{name}[{index}].")
        for index, level in enumerate(levels)
    )


def _restricts(setting: object) -> bool:
    """True, or an object in which RestrictPublicBuckets is on, at whatever level."""
    if isinstance(setting, dict):
        return any(
            _is_on(value)
            if "".join(c for c in name.lower() if c.isalpha()) == "restrictpublicbuckets"
            else isinstance(value, dict) and _restricts(value)
            for name, value in setting.items()
        )
    return _is_on(setting)


def _is_on(setting: object) -> bool:
    return setting is True or (isinstance(setting, str) and setting.lower() == "true")


def _manages(settings: Json, account: Text | None, callers: Text | None = None) -> bool:
    """Is this the management account? `true` says so of the caller's own."""
    setting = settings.get("management_account")
    if isinstance(setting, str) and account is not None:
        return account.literal == setting
    return setting is True and account is not None and (callers is None or account == callers)
