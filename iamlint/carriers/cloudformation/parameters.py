"""What is known of a parameter: its type, the values it may have.

https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/parameters-section-structure.html
"""

from __future__ import annotations

import re

from iamlint.model.things import Default
from iamlint.text.hints import TYPE_CHECKING
from iamlint.text.holes import ACCOUNT, ANY, ARN, NAME, Hole, Text
from iamlint.text.node import Mapping, Scalar, Sequence, Unknown

from .template import text_at
from .values import at, scalar_text

if TYPE_CHECKING:
    from iamlint.text.node import Node

    from .resolver import Resolver

ACCOUNT_PATTERNS = (r"\d{12}", r"^\d{12}$", r"[0-9]{12}", r"^[0-9]{12}$")
_name = re.compile(
    r"""
    \^ (?:
        (?: \[ -? (?: a-z | A-Z | 0-9 | \\[wd] | \\?[._] | \\- )+ -? \]
          | \\[wd._-] | [A-Za-z0-9_-] )
        (?: [*+?] | \{ \d+ (?:,\d*)? \} )?
    )+ \$
    """,
    re.VERBOSE,
)
"""Patterns of nothing but letters, digits, dots, dashes and underscores: no separator of an ARN can
be among what they allow."""
MAX_LENGTH = 4096
"""Characters of a parameter or an output.
https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html"""
SWITCHES = ("true", "false", "yes", "no", "none")
LIST_TYPES = ("CommaDelimitedList", "List<", "AWS::SSM::Parameter::Value<List<")
LIST_IN_STORE = "AWS::SSM::Parameter::Value<CommaDelimitedList"


def value_of(resolver: Resolver, name: str, declared: Node, place: Node) -> Node:
    """What `Ref` of a parameter gives: a hole, or for lists a value of unknown length."""
    if is_list(declared):
        given = given_of(resolver, name, declared)
        if given is not None:
            return split(place, given)
        hole = resolver.hole(name, why=_why(name, declared))
        return Unknown(place.source, place.start, place.end, hole)
    return at(place, text_of(resolver, name, declared))


def split(place: Node, given: Text) -> Node:
    """The items of a list that another template hands down. A value that is one hole may hold any
    number of them.
    """
    hole = given.only_hole
    if hole is not None and hole.within in (ANY, ARN):
        return Unknown(place.source, place.start, place.end, hole)
    items: list[list[str | Hole]] = [[]]
    for piece in given.pieces:
        first, *more = piece.split(",") if isinstance(piece, str) else (piece,)
        items[-1].append(first)
        items.extend([each] for each in more)
    texts = [stripped(Text(*item)) for item in items]
    return Sequence(place.source, place.start, place.end, [at(place, text) for text in texts])


def stripped(text: Text) -> Text:
    """Without the spaces that may stand beside the commas of a list."""
    pieces = list(text.pieces)
    if pieces and isinstance(pieces[0], str):
        pieces[0] = pieces[0].lstrip()
    if pieces and isinstance(pieces[-1], str):
        pieces[-1] = pieces[-1].rstrip()
    return Text(*pieces)


def text_of(resolver: Resolver, name: str, declared: Node) -> Text:
    """The value as text: what another template hands down, else a hole."""
    given = given_of(resolver, name, declared)
    own = hole_of(resolver, name, declared)
    if given is None:
        return Text(own)
    hole = given.only_hole
    if hole is not None and hole.within == ANY and own.within != ANY:
        return Text(Hole(hole.identity, own.within, hole.choices, hole.why))
    return given


def given_of(resolver: Resolver, name: str, declared: Node) -> Text | None:
    """What another template hands down; where none does, and what is likely counts, that."""
    given = resolver.stacks.nested.given(resolver, name, declared)
    if given is not None or is_fetched(declared) or is_secret(declared):
        return given
    supposed = resolver.stacks.supposed
    resolver.unset.add(name)
    told = supposed.get(resolver.template.path, {}) if supposed is not None else {}
    if name in told:
        value = told[name]
        if value is None or len(value) > MAX_LENGTH:
            return None
        resolver.defaults[name] = Default(name, value, deployed=True)
        return Text(value)
    default = default_of(declared)
    if default is None or not is_telling(default, declared):
        return None
    resolver.defaults[name] = Default(name, default.literal or "")
    return default if supposed is not None else None


def is_telling(default: Text, declared: Node) -> bool:
    """Does a default tell what a parameter is likely to be? Not where several values are named, or
    it says yes or no, which turns parts of a template on and off.
    """
    text = default.literal or ""
    if not text.strip() or len(text) > MAX_LENGTH or "{{" in text or text.lower() in SWITCHES:
        return False
    return not allowed(declared)


def is_fetched(declared: Node) -> bool:
    """What is given is the key of a value in the parameter store."""
    return text_at(declared, "Type").startswith("AWS::SSM::")


def is_secret(declared: Node) -> bool:
    """It may not be shown."""
    node = declared.get("NoEcho") if isinstance(declared, Mapping) else None
    return node is not None and not (
        isinstance(node, Scalar) and str(node.value).lower() == "false"
    )


def hole_of(resolver: Resolver, name: str, declared: Node) -> Hole:
    """The hole that a parameter's value is."""
    identity = f"{resolver.template.path}#{name}"
    return Hole(identity, within(declared), allowed(declared), why=_why(name, declared))


def within(declared: Node) -> str:
    """What is known of the value by the pattern that it must match. A pattern of a parameter that
    is fetched is about its key.
    """
    pattern = text_at(declared, "AllowedPattern")
    if not pattern or is_fetched(declared):
        return ANY
    if pattern in ACCOUNT_PATTERNS:
        return ACCOUNT
    return NAME if _name.fullmatch(pattern) else ANY


def is_list(declared: Node) -> bool:
    """Its value is a list."""
    type_ = text_at(declared, "Type")
    return type_.startswith(LIST_TYPES) or type_.startswith(LIST_IN_STORE)


def allowed(declared: Node) -> tuple[Text, ...]:
    """`AllowedValues`, as texts. Those of a parameter that is fetched are of its key, not of its
    value, and tell nothing.
    """
    node = declared.get("AllowedValues") if isinstance(declared, Mapping) else None
    if not isinstance(node, Sequence) or is_fetched(declared):
        return ()
    texts = [scalar_text(item) for item in node.items if isinstance(item, Scalar)]
    return tuple(text for text in texts if text is not None)


def default_of(declared: Node) -> Text | None:
    """Its default, where it has a literal one."""
    node = declared.get("Default") if isinstance(declared, Mapping) else None
    return scalar_text(node) if isinstance(node, Scalar) else None


def _why(name: str, declared: Node) -> str:
    default = default_of(declared)
    hint = ""
    if isinstance(declared, Mapping) and "NoEcho" in declared:
        pass
    elif default is not None:
        hint = f" (default `{default}`)" if default.literal else " (default empty)"
    elif isinstance(declared, Mapping) and "Default" not in declared:
        hint = ", it has no default"
    what = "list parameter" if is_list(declared) else "parameter"
    return f"the {what} {name} is given at deployment{hint}"
