"""AccessDenied messages: every one that a text tells of, whatever stands around it.

A message is read from its words `authorized to perform` outwards: who stands before; after, the
action, the resource, and the reason, each where the one before ends. So nothing is taken from
another message, or from what a log says besides.

https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html
"""

from __future__ import annotations

import re

from iamlint.text.hints import TYPE_CHECKING, Final
from iamlint.text.records import NamedTuple

from .bare import bare, denied_calls
from .denial import Denial, distinct
from .grammar import ACTION, KIND, arn_at, compiled, is_masked
from .reasons import reason_at
from .wrappings import unwrapped

if TYPE_CHECKING:
    from collections.abc import Iterator

_WINDOW: Final = 2_300
"""Characters before a message in which its caller, or the call, is looked for."""
_FURTHER: Final = 400
"""Characters after a message in which its IDs are looked for."""

_AUTHORIZED: Final = compiled(r"\bauthori[sz]ed to (?:perform|access)\b")
_LABEL: Final = compiled(r"\b(?:User|Role|Principal|Identity|Caller):? ?\Z")
_PRINCIPAL: Final = compiled(
    r"arn:.+|anonymous\Z|(?<![\w.-])[\w.-]{1,200}\.amazonaws\.com(?:\.cn)?\Z"
)
_NAME: Final = compiled(r"[\w+=,.@:/-]+\Z")
_NEGATION: Final = compiled(r"\b(?:You )?(?:(is|are) )?not ?\Z")
_PERFORMED: Final = compiled(rf":? ?[\[\"'`(]*{ACTION}[\"'`\])]*")
_BROKEN_ACTION: Final = re.compile(r":?\s*([a-z0-9-]+)[ \t]*\n\s*([a-z0-9-]*:[A-Za-z0-9*]+)")
_NO_ACTION: Final = compiled(r":? ?(?:null|this (?:operation|resource|action))\b\.?")
_UNNAMED: Final = compiled(r" ?on (?:this resource|the resource associated with this ciphertext)\b")
_ON: Final = compiled(r" ?(?:action )?on (?:(?:the )?resource(?:\(s\)|s)?:? ?|(?=[\"'`]|arn:|\*))")
_QUOTED: Final = re.compile(r"([\"'`])(.{1,2100}?)\1", re.DOTALL)
_STAR: Final = re.compile(r"\*(?![\w*])")
_LOOSE: Final = compiled(
    r"[^\s\"'<>`][^\n\"'<>`]{0,300}?(?=\s*(?:[\n\"'<>`]|\Z)|[.,;](?:\s|\Z)"
    r"|\s+(?:because|with an explicit deny|status code:|\(|\. ))"
)
_REASON: Final = compiled(
    rf" (?:because no {KIND} allows|because (?:the resource|public)|with an explicit deny)"
)
_PUNCTUATION: Final = re.compile(r"[\"'<>`(){}]")
_NAMED_ARN: Final = compiled(r"[a-z]+ (?=arn:)")
_ENCODED: Final = compiled(r"Encoded authorization failure message: ?([A-Za-z0-9_-]+)")
_AUTHORIZATION: Final = re.compile(r"#/authorization-details/([A-Za-z0-9-]+)")
_API: Final = compiled(rf"\bAPI: {ACTION} ?\Z")
_CALL_BEFORE: Final = compiled(
    r"(?:\(([A-Za-z0-9.]+)\)(?: occurred)? when calling the (\w+) operation"
    r"|operation error [\w ]{1,60}?: (\w+),[^:]{0,400}?(?::[^:]{0,200}?){0,4}api error ([A-Za-z.]+)"
    r"|api error ([A-Za-z.]+))(?: ?\([^()]{1,80}\))?[:\s\"']*\Z"
)
_CONSOLE: Final = compiled(
    r"User: (\S+) (?:Service: (\S+) )?Action: ([\w*:-]+) On resource\(s\): (\S+) Context: "
)


class Spoken(NamedTuple):
    """A denial and where in the text it stands."""

    start: int
    end: int
    denial: Denial


def messages(text: str) -> tuple[Denial, ...]:
    """Every denial that a text tells of, each once."""
    plain = unwrapped(text)
    spoken = [*_statements(plain), *_console(plain)]
    taken = [(one.start, one.end) for one in spoken]
    spoken += [Spoken(start, end, call) for start, end, call in denied_calls(plain, taken)]
    spoken += _only_encoded(plain, spoken)
    spoken.sort(key=lambda one: one.start)
    found = distinct([one.denial for one in spoken])
    if found:
        return found
    one = bare(plain)
    return (one,) if one is not None else ()


def parse_denial(text: str) -> Denial | None:
    """The first denial that a text tells of; None when it tells of none."""
    found = messages(text)
    return found[0] if found else None


# one message


def _statements(text: str) -> Iterator[Spoken]:
    marks = list(_AUTHORIZED.finditer(text))
    floor = 0
    headline: Spoken | None = None
    ceilings = [*(mark.start() for mark in marks[1:]), len(text)]
    for mark, ceiling in zip(marks, ceilings, strict=False):
        one = _statement(text, mark, floor, ceiling)
        if one is None:
            continue
        if headline is not None:
            if text[headline.end : one.start].strip():
                yield headline
            else:
                one = _under(headline, one)
        headline = None
        floor = one.end
        if one.denial.principal or one.denial.action or one.denial.encoded:
            yield one
        else:
            headline = one
    if headline is not None:
        yield headline


def _under(headline: Spoken, one: Spoken) -> Spoken:
    """`You are not authorized to perform this operation. User: …` is one message."""
    above, denial = headline.denial, one.denial
    return Spoken(
        headline.start,
        one.end,
        denial._replace(
            code=denial.code or above.code, operation=denial.operation or above.operation
        ),
    )


def _statement(text: str, mark: re.Match[str], floor: int, ceiling: int) -> Spoken | None:
    lowest = max(floor, mark.start() - _WINDOW)
    before = text[lowest : mark.start()]
    negation = _NEGATION.search(before, max(0, len(before) - 80))
    if negation is None:
        return None
    before = before[: negation.start()]
    principal, start = _who(before) if (negation[1] or "").lower() == "is" else (None, len(before))
    told = text[:ceiling]
    action, at = _action(told, mark.end())
    resource, at = _resource(told, at)
    reason, at = reason_at(told, at)
    found = reason._replace(principal=principal, action=action, resource=resource)
    call, start = _before(before, start)
    found = found._replace(
        code=call.code, operation=call.operation, action=found.action or call.action
    )
    return Spoken(lowest + start, at, _with_ids(found, told[at : at + _FURTHER]))


def _with_ids(found: Denial, rest: str) -> Denial:
    encoded, link = _ENCODED.search(rest), _AUTHORIZATION.search(rest)
    return found._replace(encoded=encoded and encoded[1], authorization=link and link[1])


def _who(before: str) -> tuple[str | None, int]:
    """The caller, and where its mention begins."""
    told = before.rstrip()
    start = _token_start(told)
    token = told[start:].strip("\"'`([{*,;")
    label = _LABEL.search(told[:start].rstrip(" \t\r\n\"'`"))
    begins = label.start() if label is not None else start
    hit = _PRINCIPAL.search(token)
    if hit is not None:
        return arn_at(hit[0], 0) or hit[0], begins
    named = label is not None and _NAME.match(token) and not is_masked(token)
    return token if named else None, begins


def _token_start(told: str) -> int:
    """Of the last word; what stands for something, `<account id>`, may hold spaces."""
    start = max(told.rfind(space) for space in " \n\t\r\u00a0") + 1
    opened = told.rfind("<")
    if ">" in told[start:] and "<" not in told[start:] and 0 <= opened > start - 40:
        start = max(told.rfind(space, 0, opened) for space in " \n\t\r\u00a0") + 1
    return start


def _before(before: str, start: int) -> tuple[Denial, int]:
    """The failed call, where it stands right before, and where its mention begins."""
    window = before[:start]
    hit = _CALL_BEFORE.search(window, max(0, start - 700))
    if hit is not None:
        call = Denial(code=hit[1] or hit[4] or hit[5], operation=hit[2] or hit[3])
        return call, hit.start()
    api = _API.search(window, max(0, start - 150))
    return (Denial(action=api[1]), api.start()) if api is not None else (Denial(), start)


def _action(text: str, at: int) -> tuple[str | None, int]:
    hit = _PERFORMED.match(text, at)
    if hit is not None:
        return hit[1], hit.end()
    nothing = _NO_ACTION.match(text, at)
    if nothing is not None:
        return None, nothing.end()
    return _joined_action(text, at)


def _joined_action(text: str, at: int) -> tuple[str | None, int]:
    """An action that a terminal broke at its edge, if there is such a one."""
    hit = _BROKEN_ACTION.match(text, at)
    if hit is not None:
        from iamlint.access.facts import bundled

        if bundled().action(hit[1] + hit[2]) is not None:
            return hit[1] + hit[2], hit.end()
    return None, at


# the resource


def _resource(text: str, at: int) -> tuple[str | None, int]:
    """What stands after `on resource:`, and where it ends."""
    unnamed = _UNNAMED.match(text, at)
    if unnamed is not None:
        return None, unnamed.end()
    on = _ON.match(text, at)
    if on is None:
        return None, at
    at = on.end()
    quoted = _QUOTED.match(text, at)
    if quoted is not None:
        found = " ".join(quoted[2].split("\n"))
        return (None if is_masked(found) else found), quoted.end()
    if text[at : at + 1] in ("'", '"', "`"):
        at += 1
    return _unquoted(text, at)


def _unquoted(text: str, at: int) -> tuple[str | None, int]:
    star = _STAR.match(text, at)
    if star is not None:
        return "*", star.end()
    named = _NAMED_ARN.match(text, at)
    begin = named.end() if named is not None else at
    arn = arn_at(text, begin)
    if arn is not None:
        return _with_spaces(text, begin, arn)
    loose = _LOOSE.match(text, at)
    if loose is None:
        return None, at
    found = loose[0].rstrip(".,; )]}")
    return (None if is_masked(found) or not found else found), at + len(found)


def _with_spaces(text: str, at: int, arn: str) -> tuple[str, int]:
    """An ARN may hold spaces: it goes on where its line does until a reason begins."""
    end = at + len(arn)
    line = text[end : end + 300].partition("\n")[0]
    hit = _REASON.search(line)
    more = line[: hit.start()].rstrip() if hit is not None else ""
    if hit is None or not more or _PUNCTUATION.search(more):
        return arn, end
    return arn + more, end + hit.start()


# other forms


def _console(text: str) -> Iterator[Spoken]:
    """What the AWS console shows for copying."""
    for hit in _CONSOLE.finditer(text):
        reason, end = reason_at(text, hit.end(), bare=True)
        action = hit[3] if ":" in hit[3] else f"{hit[2]}:{hit[3]}" if hit[2] else None
        found = reason._replace(principal=hit[1], action=action, resource=hit[4])
        yield Spoken(hit.start(), end, found)


def _only_encoded(text: str, spoken: list[Spoken]) -> Iterator[Spoken]:
    """Encoded messages that stand without the sentence that goes before."""
    known = {one.denial.encoded for one in spoken}
    for hit in _ENCODED.finditer(text):
        if hit[1] not in known:
            call, start = _before(text[: hit.start()], hit.start())
            yield Spoken(start, hit.end(), call._replace(encoded=hit[1]))
