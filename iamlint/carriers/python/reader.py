"""Reads Python code: what it makes and changes, the policies in it, what they are attached to.

What a program declares is read as the template that says the same. Code is seldom a whole
declaration: what it makes may have policies that other code gives to it, so that nothing is missing
for certain, unless it is settled that nothing else can add to it.
"""

from __future__ import annotations

import ast
import re

from iamlint.carriers import plain
from iamlint.carriers.cloudformation import declarations as sections
from iamlint.carriers.cloudformation import strings
from iamlint.carriers.cloudformation.policies import bare
from iamlint.carriers.cloudformation.reader import Context, finish
from iamlint.carriers.cloudformation.stacks import Stacks
from iamlint.carriers.cloudformation.values import as_text
from iamlint.carriers.facts import suffix_of
from iamlint.formats import python
from iamlint.model.policy import IDENTITY, KINDS, LATEST, OLDEST, RESOURCE, Policy
from iamlint.model.reading import ELSEWHERE, MAX_STATEMENTS, read_into
from iamlint.model.things import Attachment, Gap
from iamlint.text.hints import TYPE_CHECKING
from iamlint.text.holes import Hole, Text
from iamlint.text.node import Conditional, Either, Mapping, Scalar, Sequence, Unknown

from . import assumed, calls
from .declaring import Declarations
from .evaluating import Evaluator, View
from .libraries import libraries_of
from .neighbours import Neighbours
from .scopes import Names, last_name
from .spans import Covered, Places

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import TypeGuard

    from iamlint.carriers.facts import Facts
    from iamlint.model.things import Reading, TokenUse
    from iamlint.text.node import Node
    from iamlint.text.source import Source

    from .declaring import Loose
    from .neighbours import Program as Others
    from .scopes import Found

OPEN = Hole("policies that other code adds", why="other code may add policies")
"""What is not known of anything that code makes."""
FILLED = Hole("statements that other code adds", why="other code adds its statements")
LINE = " at line "
STATEMENT, EFFECT = "Statement", "Effect"
ACTIONS = frozenset(("Action", "NotAction"))
COMPLETED = "the statement is completed by code that is not followed"
FILLED_IN = "the text is filled in by code that is not followed"
ELEMENTS = ("v", "id", "st")
"""How the names of a document's elements begin."""
PARTITIONS = re.compile(r"arn:([\w-]*)")
"""The partitions of ARNs; empty where code puts in what is not written there."""
ABOUT = frozenset(("Resource", "NotResource", "Principal", "NotPrincipal"))


def read(
    source: Source, facts: Facts | None, *, made: bool, others: Others | None = None
) -> Reading | None:
    """Everything that a file says of access; None where that is nothing. `others`: the modules of
    the program that it may take values from. Raises `Unreadable`.
    """
    program = python.parse(source)
    wanted = frozenset((*calls.rows(), calls.ATTACH))
    libraries = libraries_of(program.tree, source.text)
    if made and any(library.makes_templates for library in libraries):
        return None
    for library in libraries:
        wanted |= library.wanted
    classes = any(library.any_class for library in libraries)
    names = Names(program.tree, wanted, classes=classes)
    evaluator = Evaluator(program, names)
    evaluator.libraries.extend(libraries)
    if others is not None:
        evaluator.neighbours = Neighbours(others, evaluator)
    declarations = Declarations(source)
    for library in libraries:
        library.declare(evaluator, declarations)
    boto = calls.Calls(evaluator, declarations)
    for found in names.calls:
        boto.read(found)
    here = not any(library.deployed_anywhere for library in libraries)
    reader = Reader(source, evaluator, declarations, facts, here=here)
    expecting = frozenset(name for library in libraries for name in library.expecting)
    for found in names.calls:
        if isinstance(found.node, ast.Call) and last_name(found.node.func) in expecting:
            reader.cut.add(*program.places.span(found.node))
    return reader.read()


def tell_partition(context: Context, text: str) -> None:
    """Where nothing else tells the partition, it is that of all ARNs that the code writes out. What
    makes templates leaves it to their deployment.
    """
    home = context.home
    named = set(PARTITIONS.findall(text)) if home.partition.literal is None else set()
    suffix = suffix_of(next(iter(named))) if len(named) == 1 else ""
    if suffix:
        home.partition, home.suffix = Text(named.pop()), Text(suffix)
        context.reading.partition = home.partition


class Reader:
    """Makes the reading of one file. `here`: the code itself makes what it declares."""

    def __init__(
        self,
        source: Source,
        evaluator: Evaluator,
        declarations: Declarations,
        facts: Facts | None,
        *,
        here: bool,
    ) -> None:
        self.source = source
        self.evaluator = evaluator
        self.declarations = declarations
        self.taken = Places()
        # policies of which not all statements are read, and patterns for some
        self.cut = Covered()
        self.uses: list[TokenUse] = []
        self.parts: tuple[ast.stmt | None, dict[int, ast.expr]] = None, {}
        stacks = Stacks(None)
        root = declarations.root
        self.context = Context(source.path, root, facts, stacks)
        if here:
            tell_partition(self.context, source.text)
        self.context.reading.carrier = "python"
        self.context.reading.generated = False
        sections.read(self.context.template, self.context.resolver)
        stacks.members.append(self.context.resolver)

    def read(self) -> Reading | None:
        """Everything that the file says."""
        reading = finish(self.context)
        self.uses.extend(assumed.uses(self.context, self.evaluator, self.evaluator.names.calls))
        for policy in reading.policies:
            self.taken.update(places_of(policy))
        for loose in self.declarations.loose:
            self.document(loose)
        for found, whole in sorted(self.declarations.left, key=lambda one: not one[1]):
            self.left(found, whole=whole)
        for found in self.evaluator.names.dicts:
            if STATEMENT in keys_of(found):
                self.whole(found)
        for found in self.evaluator.names.dicts:
            if EFFECT in keys_of(found) and ACTIONS.intersection(keys_of(found)):
                self.fragment(found)
        for found in self.evaluator.names.strings:
            self.string(found)
        self.open()
        self.untie()
        self.leave_open()
        reading.policies.sort(key=lambda policy: policy.span.outermost.start)
        reading.token_uses.extend(self.uses)
        some = reading.policies or reading.identities or reading.resources or reading.gaps
        return reading if some or reading.attachments or reading.token_uses else None

    def open(self) -> None:
        """What code makes is not all there is, unless nothing else can add to it."""
        reading = self.context.reading
        settled = self.declarations.settled
        for identity in reading.identities:
            if identity.address not in settled:
                identity.gaps.append(OPEN)
            identity.created = identity.created and identity.address not in self.passing
        for resource in reading.resources:
            if resource.address not in settled:
                resource.policy_gap = resource.policy_gap or OPEN
            resource.created = resource.created and resource.address not in self.passing

    @property
    def passing(self) -> set[str]:
        return self.declarations.passing

    def untie(self) -> None:
        """Calls that give a thing its policy one after the other are no rivals: none is tied."""
        reading = self.context.reading
        aimed: dict[object, int] = {}
        for attachment in reading.attachments:
            for kind, text in attachment.targets:
                if kind == "resource":
                    aimed[text] = aimed.get(text, 0) + 1
        for attachment in reading.attachments:
            attachment.targets = [
                (kind, text)
                for kind, text in attachment.targets
                if kind != "resource" or aimed[text] == 1
            ]
        reading.attachments = [
            one for one in reading.attachments if one.targets or one.reference is not None
        ]

    def leave_open(self) -> None:
        """A policy or a list of statements with nothing in it is one that is filled elsewhere, and
        so is an element with nothing in it where nothing takes the policy as it is.
        """
        for policy in self.context.reading.policies:
            node = policy.node
            if not isinstance(node, Mapping):
                continue
            if not policy.kind_known and policy.owner is None:
                self.fill(policy)
            listed = node.get(STATEMENT)
            if isinstance(listed, Sequence) and not listed.items:
                listed.items.append(Unknown(listed.source, listed.start, listed.end, FILLED))
            elif not node.entries:
                place = node.source, node.start, node.end
                node.entries.append((Scalar(*place, STATEMENT), Unknown(*place, FILLED)))
            else:
                continue
            policy.gaps = (FILLED,)
            self.context.gap(node, policy.address, FILLED.why, partial=True, bound=True)

    def fill(self, policy: Policy) -> None:
        """Take nothing in an element for what other code puts there."""
        open_ones = [
            value
            for statement in policy.statements
            if isinstance(statement.node, Mapping)
            for _, value in statement.node.entries
            if isinstance(value, Sequence) and not value.items
        ]
        for value in open_ones:
            value.items.append(Unknown(value.source, value.start, value.end, FILLED))
        if open_ones:
            read_into(policy)
            why = FILLED.why
            self.context.gap(policy.node, policy.address, why, partial=True, bound=True)

    # Documents that hang on nothing

    def document(self, loose: Loose) -> None:
        """A document of a known kind."""
        node, kind, address, resource_type, part, of = loose
        ways = list(self.ways(node))
        wholes = [way for way in ways if way is not None and not is_to_be_filled(way)]
        if len(wholes) < len(ways):
            missing = next((way for way in ways if isinstance(way, Unknown)), None)
            why = "the policy is put together by code that is not followed"
            self.context.gap(missing or node, address, why, kind=kind if kind in KINDS else "")
        for whole in wholes:
            policy = self.add(whole, kind, address, resource_type=resource_type, part=part)
            if of is not None and len(ways) == 1:
                self.limit(policy, of)

    def limit(self, policy: Policy, of: Node) -> None:
        """Tie a session policy to the role that it is given with, where that is known."""
        role = as_text(self.context.resolver.resolve(of))
        if role is not None and role.literal is not None:
            self.tie(policy, role, "")
            return
        roles = [
            use.role_ref
            for use in self.uses
            if use.node.start <= of.start and of.end <= use.node.end
        ]
        if all(one.literal is not None for one in roles):
            for one in dict.fromkeys(roles):
                self.tie(policy, one, f" of {one}")

    def tie(self, policy: Policy, role: Text, which: str) -> None:
        """The policy limits sessions of the role. `which`: tells one of several roles."""
        reading = self.context.reading
        line = "" if LINE in policy.address else f"{LINE}{policy.span.outermost.place.line}"
        address = f"{policy.address}{line}{which}"
        tied = Attachment(policy.node, address, "", reading.account, reading.region)
        tied.policy = policy
        tied.targets = [("session", role)]
        reading.attachments.append(tied)

    def ways(self, node: Node) -> Iterator[Node | None]:
        """What a document is in each case; None for one that is not known."""
        found = self.readable(node)
        if not isinstance(found, Either):
            yield found
            return
        for item in found.items:
            yield from self.ways(item.inner if isinstance(item, Conditional) else item)

    def readable(self, node: Node) -> Node | None:
        """The tree of a document, which may stand in a text."""
        resolved = self.context.resolver.resolve(node)
        if resolved is None or isinstance(resolved, Unknown):
            return None
        if strings.holds_text(resolved):
            try:
                return strings.document(self.context.resolver, resolved)
            except strings.NotReadable:
                return None
        return resolved

    def add(
        self, node: Node, kind: str, address: str, *, resource_type: str = "", part: bool = False
    ) -> Policy:
        """Take in a policy, or `part` of one that is put together elsewhere."""
        policy = Policy(
            node,
            kind or IDENTITY,
            kind_known=bool(kind),
            address=address,
            resource_type=resource_type,
        )
        read_into(policy)
        if not kind or (kind == RESOURCE and not resource_type):
            plain.tell_kind(policy, kind, trusted=False)
        if part:
            policy.gaps = (*policy.gaps, ELSEWHERE)
        reading = self.context.reading
        for hole in policy.gaps:
            reading.gaps.append(
                Gap(node, address, hole.why, partial=True, bound=True, hole=hole, kind=policy.kind)
            )
        reading.policies.append(policy)
        self.taken.update(places_of(policy))
        if len(policy.statements) >= MAX_STATEMENTS:
            self.cut.add(node.start, node.end)
        return policy

    def left(self, found: Found, *, whole: bool) -> None:
        """A document or statement of a library that nothing that is followed takes."""
        value = self.final(found)
        resolved = self.context.resolver.resolve(value) if value is not None else None
        if not isinstance(resolved, Mapping):
            return
        if whole and not is_policy(resolved):
            return
        if not whole:
            listed = Sequence(resolved.source, resolved.start, resolved.end, [resolved])
            resolved = bare(resolved, [(STATEMENT, listed)])
        self.add(resolved, "", self.address(found), part=not whole)

    def whole(self, found: Found) -> None:
        """A dict that is a policy."""
        value = self.final(found)
        if value is None:
            return
        resolved = self.context.resolver.resolve(value)
        if is_policy(resolved):
            self.add(alone(resolved), "", self.address(found))
        else:
            written = self.evaluator.value(found.node, View(found.scope))
            if not is_policy(self.context.resolver.resolve(written)):
                return
            self.context.gap(written, self.address(found), COMPLETED, partial=True, bound=True)
        # statements in it that are no longer in the policy are none
        self.cut.add(*self.evaluator.program.places.span(found.node))

    def fragment(self, found: Found) -> None:
        """A dict that is a statement of a policy that is put together elsewhere."""
        value = self.final(found)
        if value is None:
            return
        resolved = self.context.resolver.resolve(value)
        if not is_statement(resolved):
            return
        if not is_complete(resolved):
            self.context.gap(resolved, self.address(found), COMPLETED, partial=True, bound=True)
        else:
            listed = Sequence(resolved.source, resolved.start, resolved.end, [resolved])
            self.add(bare(resolved, [(STATEMENT, listed)]), "", self.address(found), part=True)

    def final(self, found: Found) -> Node | None:
        """The value of a dict with all that is done to it; None for one that was read."""
        start, end = self.evaluator.program.places.span(found.node)
        if (start, end) in self.taken:
            return None
        if self.cut.holds(start, end):
            return None
        return self.evaluator.following.final(found.node, found.statement, found.scope)

    def string(self, found: Found) -> None:
        """A text that is a policy."""
        node = found.node
        start, end = self.evaluator.program.places.span(node)
        text = self.source.text
        if STATEMENT not in text[start:end] or EFFECT not in text[start:end]:
            return
        outer = self.outermost(node, found.statement)
        if self.inside(*self.evaluator.program.places.span(outer)):
            return
        ways = self.evaluator.following.fillings(outer, found.statement, found.scope)
        if not ways:
            self.text(outer, found)
        elif not any(self.inside(*self.evaluator.program.places.span(one)) for one, _ in ways):
            for one, scope in ways:
                if self.text(one, found._replace(scope=scope)):
                    return
            self.context.gap(self.evaluator.place(outer), self.address(found), FILLED_IN)

    def text(self, expression: ast.expr, found: Found) -> bool:
        """A text that may be a policy. Is it one?"""
        made = self.evaluator.value(expression, View(found.scope))
        value = self.context.resolver.resolve(made)
        if value is None or not strings.holds_text(value):
            return False
        try:
            tree = strings.document(self.context.resolver, value)
        except strings.NotReadable:
            return False
        if is_policy(tree):
            self.add(tree, "", self.address(found))
        return is_policy(tree)

    def outermost(self, node: ast.expr, statement: ast.stmt) -> ast.expr:
        """The expression that a text is put together in."""
        if self.parts[0] is not statement:
            self.parts = statement, texts_in(statement)
        while id(node) in self.parts[1]:
            node = self.parts[1][id(node)]
        return node

    def inside(self, start: int, end: int) -> bool:
        """Was a policy read from this text?"""
        return self.taken.any_within(start, end)

    def address(self, found: Found) -> str:
        """What a policy is called that hangs on nothing: the name it is given, and where."""
        statement = found.statement
        parts = []
        scope = found.scope
        while scope is not None:
            name = getattr(scope.node, "name", "")
            if name:
                parts.append(name)
            scope = scope.outer  # type: ignore[assignment]
        parts.reverse()
        if isinstance(statement, ast.Assign) and len(statement.targets) == 1:
            target = statement.targets[0]
            if isinstance(target, ast.Name):
                parts.append(target.id)
            elif isinstance(target, ast.Attribute):
                parts.append(target.attr)
        return ".".join(parts)


def is_policy(node: Node | None) -> TypeGuard[Mapping]:
    """Meant as a policy, with statements in it; not one that is to be filled, nor a description of
    what policies are made of.
    """
    if not isinstance(node, Mapping) or not plain.is_policy(node):
        return False
    listed = node.get(STATEMENT)
    items = listed.items if isinstance(listed, Sequence) else [listed]
    mappings = [item for item in items if isinstance(item, Mapping)]
    version = node.get("Version")
    if isinstance(version, Scalar) and version.value in (LATEST, OLDEST):
        mappings = [item for item in mappings if describes(item)]
        return bool(items) and len(mappings) < len(items)
    return bool(items) and (not mappings or any(map(has_effect, mappings)))


def is_statement(node: Node | None) -> TypeGuard[Mapping]:
    """A statement of a policy, and nothing else; not a table about its elements."""
    if not isinstance(node, Mapping) or not has_effect(node) or plain.is_strange(node):
        return False
    names = set(node.keys())
    if not names <= {"Sid", EFFECT, "Condition"} | ACTIONS | ABOUT:
        return False
    if any({name, f"Not{name}"} <= names for name in ("Action", "Resource", "Principal")):
        return False
    words = [
        item.value
        for name in ACTIONS
        for item in items_of(node.get(name))
        if isinstance(item, Scalar)
    ]
    return not words or any(word == "*" or ":" in str(word) for word in words)


def items_of(node: Node | None) -> list[Node]:
    if isinstance(node, Sequence):
        return node.items
    return [] if node is None else [node]


def alone(document: Mapping) -> Mapping:
    """A document without what stands beside its elements, as code keeps notes on it there. What
    may be an element with a slip in its name stays.
    """
    entries = [(k, v) for k, v in document.entries if str(k.value).lower().startswith(ELEMENTS)]
    return Mapping(document.source, document.start, document.end, entries)


def is_to_be_filled(node: Node) -> bool:
    """Nothing is there yet, or what there will be is not known."""
    return isinstance(node, Unknown) or (isinstance(node, Mapping) and not node.entries)


def is_complete(node: Mapping) -> bool:
    """It says on what, or who may assume a role, and has no list that other code is to fill."""
    if any(isinstance(value, Sequence) and not value.items for _, value in node.entries):
        return False
    if "Resource" in node or "NotResource" in node:
        return True
    action = node.get("Action")
    items = action.items if isinstance(action, Sequence) else [action]
    assuming = all(isinstance(i, Scalar) and str(i.value).startswith("sts:") for i in items)
    return assuming and bool(ABOUT.intersection(node.keys()))


def has_effect(node: Mapping) -> bool:
    """Its effect is one that there is, or a value that is not known; its actions are no objects."""
    effect = node.get(EFFECT)
    if isinstance(effect, Scalar) and str(effect.value).lower() not in ("allow", "deny"):
        return False
    return not describes(node)


def describes(node: Mapping) -> bool:
    """It says of which form the elements are, and not what they are."""
    effect = node.get(EFFECT)
    if isinstance(effect, (Mapping, Sequence)) and not isinstance(effect, Either):
        return True
    return any(isinstance(node.get(name), Mapping) for name in ACTIONS)


def keys_of(found: Found) -> set[object]:
    """The literal keys of a dict."""
    assert isinstance(found.node, ast.Dict)
    return {key.value for key in found.node.keys if isinstance(key, ast.Constant)}


def places_of(policy: Policy) -> list[tuple[int, int]]:
    """Where a policy and its statements stand."""
    nodes = [policy.node, *(statement.node for statement in policy.statements)]
    spans = [node.span.outermost for node in nodes]
    return [(span.start, span.end) for span in spans]


def texts_in(statement: ast.stmt) -> dict[int, ast.expr]:
    """What each part of a text is part of: `"…" % x`, `"…".format(x)`, `"…" + x`."""
    found: dict[int, ast.expr] = {}
    for one in ast.walk(statement):
        if isinstance(one, ast.BinOp) and isinstance(one.op, (ast.Mod, ast.Add)):
            found[id(one.left)] = one
            if isinstance(one.op, ast.Add):
                found[id(one.right)] = one
        elif (
            isinstance(one, ast.Call)
            and isinstance(one.func, ast.Attribute)
            and one.func.attr in ("format", "replace")
        ):
            found[id(one.func.value)] = one
    return found
