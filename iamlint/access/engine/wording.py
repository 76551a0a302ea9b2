"""How a document is written: its elements, Sids, variables, operators and the form of its keys."""

from __future__ import annotations

import re
from functools import cached_property

from iamlint.access.operators import use_of
from iamlint.model import elements
from iamlint.model.policy import OLDEST
from iamlint.model.reading import MALFORMED
from iamlint.text.hints import TYPE_CHECKING
from iamlint.text.late import late
from iamlint.text.records import NamedTuple

from .acting import Acting

if TYPE_CHECKING:
    from collections.abc import Iterator

    from iamlint.model.elements import Empty, Repeated, Stray
    from iamlint.model.policy import Condition, Policy, Statement, Word
    from iamlint.text.holes import Text
    from iamlint.text.node import Node, Scalar
    from iamlint.text.source import Source

VARIABLE = late(r"\$\{([A-Za-z0-9-]+:(?!:)[^{}]*)\}")
OLD_VARIABLE = late(r"\$\{([A-Za-z0-9-]+:[^{}]*|[*?$])\}")
PLACEHOLDER = late(r"\$\{[^{}:*?$]+\}")
ACTION = late(r"([A-Za-z0-9*?-]+):[A-Za-z0-9*?_-]+")
NONE: list[tuple[Word, str]] = []
COLONS = 5
"""So many stand before the resource in an ARN."""
QUOTED = late(r"\s*'[^']*'\s*")
KEY_SIGNS = late(r"[A-Za-z0-9_.:-]+")
PSEUDO = (
    "AWS::AccountId",
    "AWS::NoValue",
    "AWS::NotificationARNs",
    "AWS::Partition",
    "AWS::Region",
    "AWS::StackId",
    "AWS::StackName",
    "AWS::URLSuffix",
)
"""https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/pseudo-parameter-reference.html"""
BARE = late(r"\$(aws:[A-Za-z0-9]+(?:/[\w.-]+)?)")
"""A variable without braces."""
LOOSE = late(r"(?<![$&{])(?:&|\$\s+)?\{(aws:[A-Za-z0-9]+(?:/[^{},]*)?)(?:,[^{}]*)?\}")


class Fault(NamedTuple):
    """What is wrong with a `${…}`: `what` as it is written, `why`: `brace`, `quote`, `space`,
    `symbol`, `empty`, `pseudo` (a name of CloudFormation's), `filled` (taken for one by
    `Fn::Sub`), `unfilled` (none of CloudFormation's), `placeholder` (no condition key), `loose`
    (braces around a condition key, without the sign before them) or `terraform` (with the sign
    of its data source).
    """

    what: str
    why: str


class Sids(NamedTuple):
    """What a kind of policy allows as Sids. `pattern`: of the whole Sid, or empty for any text;
    `unique`: `required` or `recommended`. `needed`: each of several statements must have one.
    """

    pattern: str
    unique: str
    needed: bool = False


class Wording(Acting):
    """The grammar, asked of what is written."""

    # elements

    def strays(self, policy: Policy) -> Iterator[Stray]:
        """Keys of the document and its statements that are no elements. Elements of a statement
        that stand in the document belong to a statement that is missing.
        """
        loose = self._elements[elements.STATEMENT]
        for stray in elements.strays(policy, self._element):
            if stray.within != elements.DOCUMENT or stray.key.value not in loose:
                yield stray

    def repeated(self, policy: Policy) -> Iterator[Repeated]:
        """Keys that stand a second time in one object."""
        return elements.repeated(policy)

    def empties(self, statement: Statement) -> Iterator[Empty]:
        """Elements of a statement, or parts of them, that are empty lists or objects."""
        return elements.empties(statement)

    def lacks(self, statement: Statement, *names: str) -> bool:
        """Are none of these elements there? A statement that is empty, has unknown parts, or has
        one of them under another spelling does not count: something else is to be said of it.
        """
        there = statement.elements
        if not there or not there.isdisjoint(names):
            return False
        if any(gap is not MALFORMED for gap in statement.gaps):
            return False
        return not any(
            self._element(name, elements.STATEMENT) in names
            for name in there
            if name not in self._elements[elements.STATEMENT]
        )

    def document_lacks(self, policy: Policy, name: str) -> bool:
        """Is there no such element in the document, in whatever spelling?"""
        there = policy.elements
        if not policy.has_shape or name in there:
            return False
        named = (self._element(one, elements.DOCUMENT) for one in there)
        return name not in named and None not in named

    def empty_statements(self, policy: Policy) -> Iterator[Node]:
        """A list of statements with none in it, and statements with nothing in them."""
        return elements.empty_statements(policy)

    @cached_property
    def _elements(self) -> dict[str, dict[str, str]]:
        """By place: every element, and other spellings of it without signs and in lower case."""
        found: dict[str, dict[str, str]] = {elements.DOCUMENT: {}, elements.STATEMENT: {}}
        for row in self.catalog.table("policy_elements"):
            found[row["within"]][row["element"]] = row["element"]
        return found

    def _element(self, name: str, within: str) -> str | None:
        """The element that a key is or may be meant as; empty for none, None for what is not
        known to be a key of the document at all."""
        known = self._elements[within]
        if name in known:
            return name
        if name.startswith("Fn::") or name == "Ref":
            return None
        answer = self._spellings.get((name, within))
        if answer is None:
            answer = self._spellings[name, within] = meant(name, tuple(known))
        return answer

    @cached_property
    def _spellings(self) -> dict[tuple[str, str], str]:
        return {}

    # sids and principals

    def sids(self, policy: Policy) -> Sids:
        """What the kind of the policy allows as Sids."""
        found = self._sids.get(policy.resource_type) if policy.kind == "resource" else None
        return found or self._sids.get(policy.kind) or Sids("", "recommended")

    @cached_property
    def _sids(self) -> dict[str, Sids]:
        return {
            row["on"]: Sids(row["pattern"], row["unique"], row.get("needed", False))
            for row in self.catalog.table("sids")
        }

    @cached_property
    def principal_types(self) -> tuple[str, ...]:
        """The keys that a principal may stand under."""
        return tuple(row["type"] for row in self.catalog.table("principal_types"))

    def principal_keys(self, statement: Statement) -> Iterator[Scalar]:
        """The keys in the objects under Principal and NotPrincipal, as far as they are known."""
        if statement.principals is not None or statement.not_principals is not None:
            yield from elements.principal_keys(statement)

    def like(self, word: str, known: tuple[str, ...]) -> str:
        """The one of some names that somebody who wrote the word may have meant, or empty."""
        return meant(word, known)

    def needs_resource(self, policy: Policy) -> bool:
        """Must every statement of the policy say what it is about?"""
        return policy.kind in self._scoped or policy.resource_type in self._scoped

    @cached_property
    def _scoped(self) -> frozenset[str]:
        return frozenset(row["on"] for row in self.catalog.table("scoped_policies"))

    # actions

    def action_faults(self, statement: Statement) -> list[tuple[Word, str]]:
        """The actions of a statement that are not well formed, each with what is wrong: `empty`,
        `form` (not `service:Action`) or `service` (a wildcard in the service's prefix).
        """
        found = self._of_statements.get(id(statement))
        if found is None:
            faults = self._action_faults
            found = []
            for word in self.unlisted_actions(statement):
                action = word.literal
                if action is None:
                    if word.text.prefix.count(":") > 1:  # whatever follows, it is no action
                        found.append((word, "form"))
                    continue
                fault = faults.get(action)
                if fault is None:
                    fault = faults[action] = action_fault(action)
                if fault and word.json_type in ("text", ""):
                    found.append((word, fault))
            self._of_statements[id(statement)] = found or NONE
        return found

    @cached_property
    def _action_faults(self) -> dict[str, str]:
        return {}

    @cached_property
    def _of_statements(self) -> dict[int, list[tuple[Word, str]]]:
        return {}

    def has_action_form(self, action: str) -> bool:
        """Is an action written as `service:Action`, without variables, whether it exists or not?"""
        fault = self._action_faults.get(action)
        if fault is None:
            fault = self._action_faults[action] = action_fault(action)
        return not fault and "${" not in action

    def is_action(self, action: str) -> bool:
        """Does a word name actions that exist?"""
        return not action_fault(action) and bool(self.catalog.bits(action))

    # conditions

    @cached_property
    def operators(self) -> tuple[str, ...]:
        """Every condition operator, as AWS writes it."""
        return tuple(row["operator"] for row in self.catalog.table("condition_operators"))

    def operator_like(self, written: str) -> str:
        """The operator that somebody who wrote another may have meant, with what belongs around
        it, or empty."""
        over, _, name = written.rpartition(":")
        tail = "IfExists" if name.lower().endswith("ifexists") else ""
        base = meant(name[: len(name) - len(tail)], self.operators)
        whole = meant(over, ("ForAllValues", "ForAnyValue")) if over else ""
        if not base or (over and not whole) or (tail and base == "Null"):
            return ""
        return f"{whole}:{base}{tail}" if whole else base + tail

    def takes_variables(self, condition: Condition) -> bool:
        """Does the operator of a condition fill in policy variables? One that is not known may."""
        operator = condition.operator.literal
        use = use_of(operator) if operator is not None else None
        if use is None:
            return operator is None or not operator.lower().endswith("null")
        return use.base is not None and use.base.variables

    def has_key_form(self, key: str) -> bool:
        """Is a key written as `prefix:name`?"""
        return self._key_forms.get(key) or self._keyed(key)

    @cached_property
    def _key_forms(self) -> dict[str, bool]:
        return {}

    def _keyed(self, key: str) -> bool:
        prefix, colon, name = key.partition(":")
        good = bool(colon and prefix and name) and not re.search(r"[\s*?\"']", prefix)
        self._key_forms[key] = good
        return good

    def lacks_tag_key(self, condition: Condition) -> bool:
        """Is the key one of tags (`aws:ResourceTag`) that does not say which tag?"""
        key = condition.key.literal or ""
        name, slash, tag = key.partition("/")
        if tag or ":" not in name or "tag" not in name.lower():
            return False
        if not slash and self.catalog.condition_key(name) is not None:
            return False
        return self.catalog.condition_key(f"{name}/tag") is not None

    # variables

    def may_hold_variables(self, policy: Policy) -> bool:
        """Does the sign of a variable occur in the text at all? Most have none, and nothing more
        need be asked."""
        source = policy.node.source
        found = self._holding.get(source)
        if found is None:
            text = source.text
            found = self._holding[source] = any(sign in text for sign in ("${", "{aws:", "$aws:"))
        return found

    @cached_property
    def _holding(self) -> dict[Source, bool]:
        return {}

    def variable_faults(self, text: Text) -> Iterator[Fault]:
        """What is wrong with the variables in a text."""
        for piece in text.pieces:
            if not isinstance(piece, str):
                name = piece.identity.partition("#")[2]
                if name.startswith("AWS::") and name not in PSEUDO:
                    yield Fault("${" + name + "}", "unfilled")
                elif ":" in name and self.catalog.condition_key(name) is not None:
                    yield Fault("${" + name + "}", "filled")
                continue
            if "${" in piece:
                open_end = piece is not text.pieces[-1]
                for one in faults(piece, open_end=open_end):
                    # a key may have such signs in its name: iot:Connection.Thing.Attributes[name]
                    if one.why != "symbol" or self.catalog.condition_key(one.what[2:-1]) is None:
                        yield one
            if "{aws:" in piece or "$aws:" in piece:
                for found in (*LOOSE.finditer(piece), *BARE.finditer(piece)):
                    if self.catalog.condition_key(found[1]) is not None:
                        yield Fault(found[0], "terraform" if found[0][0] == "&" else "loose")

    def reads_alike(self, policy: Policy) -> bool:
        """Do all versions of the language read the policy the same, as far as it is known?"""
        return not self.may_hold_variables(policy) or not any(
            isinstance(piece, str) and "${" in piece
            for word in policy.words()
            for piece in word.text.pieces
        )

    def plain_variables(self, policy: Policy) -> Iterator[tuple[Word, str]]:
        """Words with a policy variable in them that is plain text, since the policy's version knows
        none, each with the first one.
        """
        if policy.version is not None and policy.version.literal != OLDEST:
            return
        for word in policy.words() if self.may_hold_variables(policy) else ():
            found = OLD_VARIABLE.search("".join(p for p in word.text.pieces if isinstance(p, str)))
            if found:
                yield word, found.group()

    def left_open(self, word: Word) -> bool:
        """Does a placeholder of some template stand in it, as `${bucket}`? Every policy variable
        has a colon. What will be written there is not known.
        """
        literal = word.literal
        return literal is not None and "${" in literal and PLACEHOLDER.search(literal) is not None

    def variable_in_fields(self, word: Word) -> str:
        """The first policy variable of an ARN, where it stands before the resource; or empty."""
        first = word.text.pieces[0] if word.text.pieces else ""
        if not isinstance(first, str) or not first.startswith("arn:") or "${" not in first:
            return ""
        before = first.partition("${")[0]
        found = VARIABLE.match(first, len(before)) if before.count(":") < COLONS else None
        return found.group() if found else ""

    def variable_in(self, word: Word) -> str:
        """The first `${prefix:name}` of a word, or empty."""
        for piece in word.text.pieces:
            if isinstance(piece, str) and "${" in piece:
                found = VARIABLE.search(piece)
                if found:
                    return found.group()
        return ""


def faults(piece: str, *, open_end: bool) -> Iterator[Fault]:
    """The faults of the variables in a piece of text. `open_end`: something unknown follows, which
    may hold a brace.
    """
    start = piece.find("${")
    while start >= 0:
        following = piece.find("${", start + 2)
        stop = following if following >= 0 else len(piece)
        end = piece.find("}", start, stop)
        if end >= 0:
            if why := fault(piece[start + 2 : end]):
                yield Fault(piece[start : end + 1], why)
        elif following >= 0 or not open_end:
            yield Fault(piece[start:stop], "brace")
        start = following


def fault(content: str) -> str:
    """What is wrong with what stands between the braces of a variable, or empty."""
    if content in ("*", "?", "$"):
        return ""
    key, comma, default = content.partition(",")
    if not key.strip():
        return "empty"
    if "::" in key:
        return "pseudo"
    if ":" not in key:
        return "placeholder"
    if re.search(r"\s", key.rstrip() if comma else key) and "/" not in key:
        return "space"
    if key[:1].isspace() or (key[-1:].isspace()):
        return "space"
    if not KEY_SIGNS.fullmatch(key.partition("/")[0]):
        return "symbol"
    return "quote" if comma and not QUOTED.fullmatch(default) else ""


def action_fault(action: str) -> str:
    if not action.strip():
        return "empty"
    if not action.strip("*") or action == "*:*" or VARIABLE.search(action):
        return ""
    found = ACTION.fullmatch(action)
    if found is None:
        return "form"
    service = found[1]
    return "service" if "*" in service or "?" in service else ""


def meant(word: str, known: tuple[str, ...]) -> str:
    """Of some names the one that is like a word but for case, signs, an `s`, or a slip."""
    bare = plain(word)
    for name in known:
        if plain(name) == bare or plain(name) + "s" == bare:
            return name
    from difflib import get_close_matches

    lower = {name.lower(): name for name in known}
    near = get_close_matches(word.lower()[:40], lower, 1, 0.8)
    return lower[near[0]] if near else ""


def plain(word: str) -> str:
    """A word without signs and in lower case."""
    return "".join(sign for sign in word if sign.isalnum()).lower()
