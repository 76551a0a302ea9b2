"""What is done to a list or dict after it was made: `doc["Statement"].append({…})`."""

from __future__ import annotations

import ast

from iamlint.text.hints import TYPE_CHECKING
from iamlint.text.holes import Hole, Opaque
from iamlint.text.node import Mapping, Scalar, Sequence, Unknown

from .scopes import place_of

if TYPE_CHECKING:
    from iamlint.text.node import Node

    from .evaluating import Evaluator, View
    from .scopes import Change


def changed(evaluator: Evaluator, node: Node, change: Change, view: View, line: str) -> Node:
    """A value after a change to it. `line`: what has to be for it to be made, empty for nothing."""
    return Changer(evaluator, change, view, line).at(node, 0)


class Changer:
    """One change."""

    def __init__(self, evaluator: Evaluator, change: Change, view: View, line: str) -> None:
        self.evaluator = evaluator
        self.change = change
        self.view = view
        self.line = line
        self.setting = change.method == "="
        self.path = change.path

    def at(self, node: Node, depth: int) -> Node:
        """The node that so many subscripts lead to."""
        left = len(self.path) - depth
        if left == (1 if self.setting else 0):
            return self._made(node)
        key = self.evaluator.value(self.path[depth], self.view)
        value = key.value if isinstance(key, Scalar) else None
        if isinstance(node, Mapping) and isinstance(value, str):
            entries = [
                (name, self.at(inner, depth + 1) if name.value == value else inner)
                for name, inner in node.entries
            ]
            if value not in node:
                return self._hidden(node)
            return Mapping(node.source, node.start, node.end, entries)
        if isinstance(node, Sequence) and isinstance(value, int):
            items = list(node.items)
            if -len(items) <= value < len(items):
                items[value] = self.at(items[value], depth + 1)
                return Sequence(node.source, node.start, node.end, items)
        return self._hidden(node)

    def _hidden(self, node: Node) -> Node:
        """A value of which it is not known what it becomes."""
        line, column = place_of(self.change.statement)
        why = f"line {line} changes it"
        hole = Opaque(f"{node.source.path}#{line}:{column}", why=why)
        return Unknown(node.source, node.start, node.end, hole)

    def _made(self, node: Node) -> Node:
        method, arguments = self.change.method, self.change.arguments
        if self.setting:
            return self._set(node)
        if isinstance(node, Sequence) and method in ("append", "insert", "extend", "+="):
            items = self._items(method, arguments)
            if items is None:
                return self._hidden(node)
            if self.line:
                items = [self.evaluator.under(self.line, item) for item in items]
            first = method == "insert" and is_zero(arguments[0])
            every = [*items, *node.items] if first else [*node.items, *items]
            return Sequence(node.source, node.start, node.end, every)
        if isinstance(node, Mapping) and method in ("update", "+="):
            return self._updated(node)
        if isinstance(node, Mapping) and method.startswith("add_") and not self.line:
            from .cdk.statements import added

            made = added(self.evaluator, node, self.change, self.view)
            if made is not None:
                return made
        return node if isinstance(node, Unknown) else self._hidden(node)

    def _items(self, method: str, arguments: tuple[ast.expr, ...]) -> list[Node] | None:
        """What a method puts into a list."""
        if not arguments or isinstance(arguments[-1], ast.Starred):
            return None
        value = self.evaluator.value(arguments[-1], self.view)
        if method in ("append", "insert"):
            return [value]
        return list(value.items) if isinstance(value, Sequence) else [value]

    def _updated(self, node: Mapping) -> Node:
        from .evaluating import merge

        entries = list(node.entries)
        known = True
        for argument in self.change.arguments:
            known = merge(entries, self.evaluator.value(argument, self.view)) and known
        for keyword in self.change.keywords:
            value = self.evaluator.value(keyword.value, self.view)
            if keyword.arg is None:
                known = merge(entries, value) and known
            else:
                name = Scalar(value.source, value.start, value.start, keyword.arg)
                merge(entries, Mapping(value.source, value.start, value.end, [(name, value)]))
        if not known:
            return self._hidden(node)
        if self.line:
            entries = [self._at_times(node, entry) for entry in entries]
        return Mapping(node.source, node.start, node.end, entries)

    def _at_times(self, before: Mapping, entry: tuple[Scalar, Node]) -> tuple[Scalar, Node]:
        """An entry that is there, or is another one, only where a line is reached."""
        key, value = entry
        old = before.get(str(key.value))
        if old is value:
            return entry
        if old is None:
            return key, self.evaluator.under(self.line, value)
        return key, self.evaluator.chosen(self.line, value, old, value)

    def _set(self, node: Node) -> Node:
        """`x["Resource"] = …`."""
        key = self.evaluator.value(self.path[-1], self.view)
        value = self.evaluator.value(self.change.arguments[0], self.view)
        name = key.value if isinstance(key, Scalar) else None
        if isinstance(node, Mapping) and isinstance(key, Scalar) and isinstance(name, str):
            if self.line:
                before = node.get(name)
                if before is None:
                    return self._hidden(node)
                value = self.evaluator.chosen(self.line, value, before, value)
            entries = [entry for entry in node.entries if entry[0].value != name]
            return Mapping(node.source, node.start, node.end, [*entries, (key, value)])
        if isinstance(node, Sequence) and isinstance(name, int) and not self.line:
            items = list(node.items)
            if -len(items) <= name < len(items):
                items[name] = value
                return Sequence(node.source, node.start, node.end, items)
        return node if isinstance(node, Unknown) else self._hidden(node)


Path = tuple["ast.expr | None", ...]
"""Subscripts on the way to what is changed; None stands for all items of a list."""


def filled(evaluator: Evaluator, node: Node, path: Path, change: Change, view: View) -> Node:
    """A value of which a change fills in a part, at some time and in some copy: that part is not
    known.
    """
    line = change.statement.lineno
    hole = Hole(f"{node.source.path}#{line}", why=f"line {line} fills it in")
    return Filler(evaluator, change, view, hole).at(node, path)


class Filler:
    """Hides what a change fills in."""

    def __init__(self, evaluator: Evaluator, change: Change, view: View, hole: Hole) -> None:
        self.evaluator = evaluator
        self.change = change
        self.view = view
        self.hole = hole

    def at(self, node: Node, path: Path) -> Node:
        """The node that the subscripts lead from."""
        if not path:
            return self._target(node)
        first, rest = path[0], path[1:]
        last = not rest and self.change.method == "="
        key = self.evaluator.value(first, self.view) if first is not None else None
        told = key.value if isinstance(key, Scalar) else None
        if isinstance(node, Mapping) and isinstance(told, str):
            if last or told not in node:
                return self._without(node, [told])
            entries = [(k, self.at(v, rest) if k.value == told else v) for k, v in node.entries]
            return Mapping(node.source, node.start, node.end, entries)
        if isinstance(node, Sequence):
            items = list(node.items)
            known = isinstance(told, int) and -len(items) <= told < len(items)
            for one in [told] if isinstance(told, int) and known else range(len(items)):
                items[one] = self._unknown(items[one]) if last else self.at(items[one], rest)
            return Sequence(node.source, node.start, node.end, items)
        return self._unknown(node)

    def _target(self, node: Node) -> Node:
        method, arguments = self.change.method, self.change.arguments
        if isinstance(node, Sequence) and method in ("append", "insert", "extend", "+="):
            return Sequence(node.source, node.start, node.end, [*node.items, self._unknown(node)])
        if isinstance(node, Mapping) and method in ("update", "+=", "setdefault"):
            names = self._names(arguments[:1] if method == "setdefault" else arguments)
            if names is not None:
                return self._without(node, names)
        return self._unknown(node)

    def _names(self, arguments: tuple[ast.expr, ...]) -> list[str] | None:
        """The keys that are put in; None where they are not known."""
        names = []
        for keyword in self.change.keywords:
            if keyword.arg is None:
                return None
            names.append(keyword.arg)
        for argument in arguments:
            given = self.evaluator.value(argument, self.view)
            if isinstance(given, Mapping):
                names += list(given.keys())
            elif isinstance(given, Scalar) and isinstance(given.value, str):
                names.append(given.value)
            else:
                return None
        return names

    def _without(self, node: Mapping, names: list[str]) -> Node:
        """A mapping of which the values under some keys are not known."""
        entries = [entry for entry in node.entries if entry[0].value not in names]
        for name in names:
            key = Scalar(node.source, node.start, node.start, name)
            entries.append((key, self._unknown(node.get(name) or node)))
        return Mapping(node.source, node.start, node.end, entries)

    def _unknown(self, node: Node) -> Unknown:
        return Unknown(node.source, node.start, node.end, self.hole)


def is_zero(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and node.value == 0
