"""A statement as operators see it, whatever it is written in: its words, and how each is changed.

An edit of a tree is a function that changes a copy of it; one of Terraform's text is the piece that
is replaced.
"""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from iamlint.formats import hcl as terraform
from iamlint.formats.hcl.nodes import Block, Call, Object
from iamlint.text.node import Node, Sequence
from iamlint.text.source import Source

from . import hcl, plans, trees

Edit = Any
"""`Callable[[Any], None]` of a tree, `(start, end, text)` of a text."""


class Word(NamedTuple):
    """`drop` is None where it is the only one."""

    text: str
    replace: Callable[[str], Edit]
    drop: Edit | None


class Test(NamedTuple):
    """An operator, a key and its values in a `Condition`."""

    operator: str
    key: str
    words: tuple[Word, ...]
    rename_operator: Callable[[str], Edit]
    rename_key: Callable[[str], Edit]
    drop: Edit


class View(NamedTuple):
    """A statement. `name`: what the document is called where it stands; `first`: of its document.

    `add` puts a statement beside it; `written` gives the text of the file after an edit.
    """

    where: str
    name: str
    path: str
    sid: str
    effect: str
    actions: tuple[Word, ...]
    not_actions: tuple[Word, ...]
    resources: tuple[Word, ...]
    principals: dict[str, tuple[Word, ...]]
    tests: tuple[Test, ...]
    first: bool
    add: Callable[[dict[str, Any]], Edit]
    written: Callable[[Edit], str]
    touched: frozenset[str]

    @property
    def allows(self) -> bool:
        return self.effect == "Allow"

    @property
    def kind(self) -> str:
        """Of the policy: by what it is called, then by what it has."""
        for kind in ("boundary", "scp", "rcp", "endpoint", "session"):
            if re.search(rf"(?<![a-z]){kind}|{kind.capitalize()}", self.name):
                return kind
        words = (*self.actions, *self.not_actions)
        if self.principals and all(one.text.startswith("sts:") for one in words):
            return "trust"
        return "resource" if self.principals else "identity"


def views(path: str, text: str) -> Iterator[View]:
    if path.endswith(".tf"):
        yield from in_terraform(path, text)
    elif path.endswith((".yaml", ".json")):
        tree = trees.tree_of(text)
        if "planned_values" in tree:
            yield from in_plan(path, tree)
        elif "Resources" in tree:
            yield from in_template(path, tree)
        elif "Statement" in tree:
            yield from of_tree(path, path, path, tree, trees.written, frozenset({path}))


def in_template(path: str, tree: Any) -> Iterator[View]:
    for name, resource in tree["Resources"].items():
        touched = frozenset({name, *trees.references(resource), *trees.referrers(tree, name)})
        start = ("Resources", name)
        called = f"{path} {name} {resource['Type']}"
        yield from of_tree(name, called, path, tree, trees.written, touched, start)
        text = resource.get("Properties", {}).get("DestinationPolicy")
        if isinstance(text, str):
            yield from in_text(name, called, path, tree, text, touched)


def in_text(
    name: str, called: str, path: str, tree: Any, text: str, touched: frozenset[str]
) -> Iterator[View]:
    """A policy that stands in a tree as JSON, wherever it does."""

    def write(document: Any) -> str:
        return trees.written(plans.replaced(tree, text, json.dumps(document)))

    yield from of_tree(name, called, path, json.loads(text), write, touched)


def in_plan(path: str, plan: Any) -> Iterator[View]:
    for resource in plan["planned_values"]["root_module"]["resources"]:
        address = resource["address"]
        touched = frozenset(plans.named_with(plan, address))
        for text in plans.policies_of(resource):
            yield from in_text(address, f"{path} {address}", path, plan, text, touched)


def of_tree(
    where: str,
    name: str,
    path: str,
    tree: Any,
    write: Callable[[Any], str],
    touched: frozenset[str],
    start: trees.Path = (),
) -> Iterator[View]:
    for place, statement in trees.statements(trees.at(tree, start), start):
        inner = ".".join(str(part) for part in place[len(start) :] if part != "Properties")

        def written(edit: Edit) -> str:
            changed = copy.deepcopy(tree)
            edit(changed)
            return write(changed)

        def add(new: dict[str, Any], siblings: trees.Path = place[:-1]) -> Edit:
            return lambda tree: trees.at(tree, siblings).append(new)

        principals = statement.get("Principal", {})
        if not isinstance(principals, dict):
            principals = {}
        yield View(
            f"{where}.{inner}",
            f"{name} {inner}",
            path,
            str(statement.get("Sid", "")),
            statement["Effect"],
            tree_words(statement, "Action", place),
            tree_words(statement, "NotAction", place),
            tree_words(statement, "Resource", place),
            {k: tree_words(principals, k, (*place, "Principal")) for k in principals}
            or ({"*": ()} if "Principal" in statement else {}),
            tuple(tree_tests(statement, place)),
            place[-1] == 0,
            add,
            written,
            touched,
        )


def tree_words(parent: Any, key: str, place: trees.Path) -> tuple[Word, ...]:
    found = list(trees.places(parent, key))

    def replacing(way: trees.Path) -> Callable[[str], Edit]:
        return lambda text: (
            lambda tree: trees.at(tree, way[:-1]).__setitem__(way[-1], trees.sub(text))
        )

    return tuple(
        Word(
            trees.plain(value),
            replacing((*place, *way)),
            trees.dropping((*place, *way)) if len(found) > 1 else None,
        )
        for way, value in found
    )


def tree_tests(statement: Any, place: trees.Path) -> Iterator[Test]:
    condition = statement.get("Condition", {})
    for operator, keys in condition.items():
        for key in keys:
            at_operator = (*place, "Condition", operator)
            alone = len(keys) == 1
            gone = at_operator if alone and len(condition) > 1 else (*at_operator, key)
            if alone and len(condition) == 1:
                gone = (*place, "Condition")
            yield Test(
                operator,
                key,
                tree_words(keys, key, at_operator),
                moving((*place, "Condition"), operator, key),
                renaming(at_operator, key),
                trees.dropping(gone),
            )


def moving(at: trees.Path, operator: str, key: str) -> Callable[[str], Edit]:
    """One key to another operator."""

    def edit(tree: Any, new: str) -> None:
        condition = trees.at(tree, at)
        value = condition[operator].pop(key)
        condition.setdefault(new, {})[key] = value
        if not condition[operator]:
            del condition[operator]

    return lambda new: lambda tree: edit(tree, new)


def renaming(at: trees.Path, key: str) -> Callable[[str], Edit]:
    def edit(tree: Any, new: str) -> None:
        keys = trees.at(tree, at)
        keys[new] = keys.pop(key)

    return lambda new: lambda tree: edit(tree, new)


def in_terraform(path: str, text: str) -> Iterator[View]:
    body = terraform.parse(Source(path, text)).body
    blocks = {hcl.address(block): block for block in body.blocks if len(block.labels) == 2}
    for name, block in blocks.items():
        touched = frozenset(hcl.taking_part(text, name, blocks))
        if str(block.labels[0]) == hcl.DOCUMENT:
            statements = list(block.body.named("statement"))
            for number, one in enumerate(statements):
                yield of_block(path, text, f"{name}.{number}", one, number == 0, touched)
        for key, attribute in block.body.attributes.items():
            for number, found in enumerate(encoded(text, attribute.value)):
                called = f"{path} {name} {key}"
                yield of_object(path, text, f"{name}.{number}", called, found, number == 0, touched)


def encoded(text: str, value: Node) -> Iterator[Object]:
    """The statements in `jsonencode`."""
    if isinstance(value, Call) and value.name == "jsonencode":
        found = hcl.entries(text, value.arguments[0]).get("Statement")
        for one in found.items if isinstance(found, Sequence) else ():
            assert isinstance(one, Object)
            yield one


def writing(text: str) -> Callable[[Edit], str]:
    return lambda edit: text[: edit[0]] + edit[2] + text[edit[1] :]


def of_block(
    path: str, text: str, where: str, block: Block, first: bool, touched: frozenset[str]
) -> View:
    def words(body: Any, name: str) -> tuple[Word, ...]:
        return text_words(text, body.value(name))

    def add(new: dict[str, Any]) -> Edit:
        lines = [
            f"effect = {json.dumps(new['Effect'])}",
            f"actions = {json.dumps(trees.listed(new['Action']))}",
            f"resources = {json.dumps(trees.listed(new['Resource']))}",
        ]
        return (block.end, block.end, "\nstatement {\n" + "\n".join(lines) + "\n}\n")

    body = block.body
    return View(
        where,
        f"{path} {where}",
        path,
        hcl.body_text(text, block, "sid"),
        hcl.body_text(text, block, "effect") or "Allow",
        words(body, "actions"),
        words(body, "not_actions"),
        words(body, "resources"),
        {
            hcl.body_text(text, one, "type"): words(one.body, "identifiers")
            for one in body.named("principals")
        },
        tuple(
            Test(
                hcl.body_text(text, one, "test"),
                hcl.body_text(text, one, "variable"),
                words(one.body, "values"),
                putting(one.body.value("test")),
                putting(one.body.value("variable")),
                (one.start, one.end, ""),
            )
            for one in body.named("condition")
        ),
        first,
        add,
        writing(text),
        touched,
    )


def of_object(
    path: str,
    text: str,
    where: str,
    called: str,
    statement: Object,
    first: bool,
    touched: frozenset[str],
) -> View:
    parts = hcl.entries(text, statement)
    principals = parts.get("Principal")

    def add(new: dict[str, Any]) -> Edit:
        return (statement.end, statement.end, ", " + json.dumps(new))

    def part(name: str) -> str:
        return hcl.content(text, parts[name]) if name in parts else ""

    return View(
        where,
        called,
        path,
        part("Sid"),
        part("Effect"),
        text_words(text, parts.get("Action")),
        text_words(text, parts.get("NotAction")),
        text_words(text, parts.get("Resource")),
        {k: text_words(text, value) for k, value in hcl.entries(text, principals).items()}
        or ({"*": ()} if principals is not None else {}),
        tuple(object_tests(text, statement)),
        first,
        add,
        writing(text),
        touched,
    )


def text_words(text: str, value: Node | None) -> tuple[Word, ...]:
    items = value.items if isinstance(value, Sequence) else [value] if value is not None else []
    return tuple(
        Word(
            hcl.content(text, one),
            putting(one),
            (*hcl.cut(list(items), number), "") if len(items) > 1 else None,
        )
        for number, one in enumerate(items)
    )


def putting(node: Node | None) -> Callable[[str], Edit]:
    assert node is not None
    return lambda new: (node.start, node.end, json.dumps(new))


def object_tests(text: str, statement: Object) -> Iterator[Test]:
    for place, (name, condition) in enumerate(statement.pairs):
        if hcl.content(text, name) not in {"Condition", "${Condition}"}:
            continue
        assert isinstance(condition, Object)
        for number, (operator, keys) in enumerate(condition.pairs):
            assert isinstance(keys, Object)
            for index, (key, value) in enumerate(keys.pairs):
                drop = cut_pair(keys, index)
                if len(keys.pairs) == 1:
                    only = len(condition.pairs) == 1
                    drop = cut_pair(statement, place) if only else cut_pair(condition, number)
                yield Test(
                    text[operator.start : operator.end].strip('"'),
                    text[key.start : key.end].strip('"'),
                    text_words(text, value),
                    shifting(text, condition, number, index),
                    putting(key),
                    (*drop, ""),
                )


def shifting(text: str, condition: Object, number: int, index: int) -> Callable[[str], Edit]:
    """One key to another operator, which may stand there already."""

    def edit(new: str) -> Edit:
        tests: dict[str, list[str]] = {}
        for place, (operator, keys) in enumerate(condition.pairs):
            assert isinstance(keys, Object)
            for at, (key, value) in enumerate(keys.pairs):
                name = text[operator.start : operator.end].strip('"')
                name = new if (place, at) == (number, index) else name
                line = f"{text[key.start : key.end]} = {text[value.start : value.end]}"
                tests.setdefault(name, []).append(line)
        lines = [f'"{name}" = {{\n' + "\n".join(one) + "\n}" for name, one in tests.items()]
        return (condition.start, condition.end, "{\n" + "\n".join(lines) + "\n}")

    return edit


def cut_pair(found: Object, number: int) -> tuple[int, int]:
    pairs = found.pairs
    if number + 1 < len(pairs):
        return pairs[number][0].start, pairs[number + 1][0].start
    start = pairs[number - 1][1].end if number else pairs[number][0].start
    return start, pairs[number][1].end
