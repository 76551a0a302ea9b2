"""From a name to what it stands for: what was last bound to it, and what was done to that since.

A name that is bound in several places is followed where it is certain which of them counts, or one
of a few branches; else it is not known.
"""

from __future__ import annotations

import ast
from bisect import bisect_left
from collections import defaultdict
from functools import cached_property, reduce

from iamlint.text.hints import TYPE_CHECKING
from iamlint.text.node import Mapping, Scalar, Sequence, Unknown
from iamlint.text.records import NamedTuple

from . import changing
from .scopes import last_name, place_of, within

if TYPE_CHECKING:
    from iamlint.text.node import Node

    from .evaluating import Evaluator, View
    from .scopes import Binding, Change, Scope

MOST_BRANCHES = 4
COPYING = frozenset(("deepcopy", "copy", "dict", "list", "loads", "dumps"))
"""Functions and methods that give what they take, as something of its own."""
ASSIGNMENTS = (ast.Assign, ast.AnnAssign)
MOST_CALLS = 17
"""Calls of one function that are looked at."""
MOST_NESTED = 100
"""Lists and dicts, one in the other."""
TOO_DEEP = "it is nested too deep to be followed"
MOST_TURNS = 6
"""Turns of a loop."""
MOST_CLASSES = 8
"""Classes that one is made of."""
MOST_INSIDE = 5
"""Functions of the file that call one another."""


class Alias(NamedTuple):
    """Another name for what another one stands for, or for what `path` leads to in it. `copied`:
    it is a copy.
    """

    scope: Scope
    name: str
    path: changing.Path
    copied: bool


class Following:
    """Follows the names of one file."""

    def __init__(self, evaluator: Evaluator) -> None:
        self.evaluator = evaluator
        self.names = evaluator.names
        self._known: dict[int, Node] = {}
        self._called: dict[int, set[str]] = {}
        self._arguments: dict[int, dict[str, Node]] = {}
        self._open: set[int] = set()
        self._deep: dict[int, tuple[Node, int]] = {}
        self._inside = 0  # functions that are being followed

    # What a name is called

    def qualified(self, node: ast.expr, view: View) -> str:
        """`aws_cdk.aws_iam.Role` of `iam.Role`; empty for what leads to no import."""
        if isinstance(node, ast.Attribute):
            base = self.qualified(node.value, view)
            return f"{base}.{node.attr}" if base else ""
        if not isinstance(node, ast.Name) or node.id in view.bound:
            return ""
        for scope in view.scope.around():
            bindings = scope.names.get(node.id)
            if bindings:
                called = self._called.get(id(bindings))
                if called is None:
                    called = {binding.qualified for binding in bindings}
                    self._called[id(bindings)] = called
                if called == {""}:
                    return self._renamed(bindings, scope)
                return next(iter(called)) if len(called) == 1 else ""
        for module in self.names.stars:
            name = f"{module}.{node.id}"
            if any(library.knows(name) for library in self.evaluator.libraries):
                return name
        return node.id if not self.names.stars else ""

    def _renamed(self, bindings: list[Binding], scope: Scope) -> str:
        """What is called by another name: `Statement = iam.PolicyStatement`."""
        from .evaluating import View as Looking

        value = bindings[0].value if len(bindings) == 1 else None
        if not isinstance(value, ast.Attribute) or bindings[0].item is not None:
            return ""
        root = dotted(value)[:1]
        if not root or bindings[0].each or id(value) in self._open:
            return ""
        self._open.add(id(value))
        try:
            return self.qualified(value, Looking(scope))
        finally:
            self._open.discard(id(value))

    def steady(self, node: ast.expr, view: View) -> str | None:
        """What scope an expression belongs to that has one value in all of it; None for one that
        may have several.
        """
        while isinstance(node, ast.Attribute) or (
            isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Constant)
        ):
            node = node.value
        if not isinstance(node, ast.Name):
            return None
        if node.id == "self":
            owner = view.scope.of_class
            return owner.label if owner is not None else view.scope.label
        for scope in view.scope.around():
            bindings = scope.names.get(node.id)
            if bindings:
                return scope.label if len(bindings) == 1 else None
        return ""

    # What it stands for

    def name(self, name: str, view: View, node: ast.expr) -> Node | None:
        """The value of a name; None where it is not known."""
        for scope in view.scope.around():
            bindings = scope.names.get(name)
            if bindings:
                own = scope is view.scope
                at = place_of(node) if own else None
                if len(bindings) == 1 and bindings[0].parameter and bindings[0].statement is None:
                    return self._argument(name, scope)
                return self._of(name, scope, bindings, at, view if own else None)
        return None

    # What parameters stand for

    def _argument(self, name: str, scope: Scope) -> Node | None:
        """What a function of the file is given for a parameter, where it is called once."""
        function = scope.node
        if not isinstance(function, ast.FunctionDef):
            return None
        if id(function) not in self._arguments:
            self._arguments[id(function)] = {}  # while it is being asked
            self._arguments[id(function)] = self._given_once(function, scope)
        value = self._arguments[id(function)].get(name)
        if value is None or type(value) is Unknown or is_nothing(value):
            return None
        return self._changed(name, scope, value, (0, 0), None)

    def _given_once(self, function: ast.FunctionDef, scope: Scope) -> dict[str, Node]:
        """What a function is given in the only call of it; nothing where there are more."""
        found = self.given_in_calls(function, scope)
        return found[0] if len(found) == 1 else {}

    def given_in_calls(self, function: ast.FunctionDef, scope: Scope) -> list[dict[str, Node]]:
        """What a function of the file is given in each call of it; nothing where that is not known
        of one.
        """
        from .evaluating import View as Looking

        outer = scope.outer
        if outer is None or function.args.vararg is not None:
            return []
        owner = outer if outer.is_class else None
        found = plain_function(outer.names.get(function.name, []), method=owner is not None)
        if found is None or found[0] is not function:
            return []
        if owner is None:
            calls = self._calls.get(function.name, [])
        elif function.name == "__init__":
            calls = self._calls.get(label_of(owner), [])
        else:
            calls = self._calls.get(f".{function.name}", [])
            if any(one is not owner and function.name in one.names for one in self._bases):
                return []
        given: list[dict[str, Node]] = []
        for node, where in calls[:MOST_CALLS]:
            if any(one.node is function for one in where.around()):
                return []  # it calls itself, and what calls it first is not in view
            if isinstance(node.func, ast.Attribute) and owner is not None:
                base = node.func.value
                named = base.id if isinstance(base, ast.Name) else ""
                own = named in ("self", "cls") and where.of_class is owner
                if not own and named != label_of(owner):
                    return []
            bound = self._bound(node, function, Looking(where), self, skipped=int(found[1]))
            if bound is None:
                return []
            given.append(bound)
        return given

    @cached_property
    def _calls(self) -> dict[str, list[tuple[ast.Call, Scope]]]:
        """The calls of functions and classes by their names, and of methods behind a dot."""
        found: dict[str, list[tuple[ast.Call, Scope]]] = defaultdict(list)
        waiting: list[tuple[ast.AST, Scope]] = [(self.names.module.node, self.names.module)]
        while waiting:
            node, scope = waiting.pop()
            scope = self.names.scope_of.get(id(node), scope)
            if isinstance(node, ast.Call):
                if isinstance(node.func, ast.Name):
                    found[node.func.id].append((node, scope))
                elif isinstance(node.func, ast.Attribute):
                    found[f".{node.func.attr}"].append((node, scope))
            waiting += [(child, scope) for child in ast.iter_child_nodes(node)]
        return found

    def own(self, name: str, view: View, node: ast.expr) -> Node | None:
        """The value of an attribute of `self`."""
        owner = self._home(name, view)
        if owner is None:
            return None
        given = owner.own.get(name, [])
        if not given:
            bindings = owner.names.get(name, [])
            value = self._of(name, owner, bindings, None, None) if len(bindings) == 1 else None
            # what methods do to it they do to `self.name`
            return value and self._changed(f"self.{name}", owner, value, (0, 0), None)
        scopes = {id(scope) for scope, _ in given}
        if len(scopes) > 1 or name in owner.names:
            return None
        scope = given[0][0]
        at = place_of(node) if scope is view.scope else None
        return self._of(f"self.{name}", scope, [one for _, one in given], at, None)

    def _home(self, name: str, view: View) -> Scope | None:
        """The class of the file that gives objects an attribute; None where a class that is made of
        it may give them another.
        """
        owner = view.scope.of_class
        if owner is None:
            return None
        if any(owner in self._lineage(one) for one in self._bases if gives(one, name)):
            return None
        return next((one for one in (owner, *self._lineage(owner)) if gives(one, name)), None)

    def _lineage(self, scope: Scope) -> list[Scope]:
        """The classes of the file that a class is made of."""
        found: list[Scope] = []
        waiting = list(self._bases[scope])
        while waiting and len(found) < MOST_CLASSES:
            one = waiting.pop(0)
            if one not in found and one is not scope:
                found.append(one)
                waiting[:0] = self._bases[one]
        return found

    @cached_property
    def _bases(self) -> dict[Scope, list[Scope]]:
        """The classes of the file, each with those of its bases that are of the file too."""
        classes = [scope for scope in self.names.scopes if scope.is_class]
        found: dict[Scope, list[Scope]] = {}
        for scope in classes:
            assert isinstance(scope.node, ast.ClassDef)
            found[scope] = []
            for base in scope.node.bases:
                around = list(scope.outer.around()) if scope.outer is not None else []
                named = base.id if isinstance(base, ast.Name) else ""
                home = next((one for one in around if named in one.names), None)
                made = self._class(home.names[named]) if home is not None else None
                if made is not None:
                    found[scope].append(made)
        return found

    def _of(
        self,
        name: str,
        scope: Scope,
        bindings: list[Binding],
        at: tuple[int, int] | None,
        view: View | None,
    ) -> Node | None:
        # `None` stands for what is set later
        chosen = [binding for binding in self._chosen(bindings, at) if not is_none(binding.value)]
        if not chosen or any(binding.value is None for binding in chosen):
            return None
        values = [self._value(binding, scope, view) for binding in chosen]
        if any(value is None for value in values):
            return None
        result = values[-1]
        for binding, value in zip(reversed(chosen[:-1]), reversed(values[:-1]), strict=True):
            assert result is not None
            assert value is not None
            assert binding.statement is not None
            condition = f"the branch at line {binding.statement.lineno}"
            result = self.evaluator.chosen(condition, value, result, value)
        assert result is not None
        first = min(place_of(binding.statement) for binding in chosen)
        return self._changed(name, scope, result, first, at)

    def _chosen(self, bindings: list[Binding], at: tuple[int, int] | None) -> list[Binding]:
        """Those of which one counts, the last first; nothing where that cannot be told."""
        if at is None:
            if len(bindings) > MOST_BRANCHES:
                return []
            return bindings if len(bindings) == 1 else self._branches(bindings)
        found: list[Binding] = []
        arms: set[int] = set()
        last = bisect_left(bindings, at, key=lambda one: place_of(one.statement))
        for index in range(last - 1, -1, -1):
            binding = bindings[index]
            if not is_before(binding, at):
                continue
            found.append(binding)
            if binding.statement is None:
                break
            parent, field = self.names.parents[id(binding.statement)]
            if holds(parent, field, at):
                return found if len(found) <= MOST_BRANCHES else []
            if isinstance(parent, ast.If):
                if id(parent) in arms and field == "body":
                    return found if len(found) <= MOST_BRANCHES else []
                if field == "orelse":
                    arms.add(id(parent))
        return found if len(found) == 1 else []

    def _branches(self, bindings: list[Binding]) -> list[Binding]:
        """Bindings in the two branches of one condition."""
        parents = []
        for binding in bindings:
            if binding.statement is None:
                return []
            parents.append(self.names.parents[id(binding.statement)])
        first = parents[0][0]
        fields = sorted(field for parent, field in parents if parent is first)
        if isinstance(first, (ast.If, ast.Try)) and fields == ["body", "orelse"]:
            return list(reversed(bindings))
        return []

    def _value(self, binding: Binding, scope: Scope, view: View | None) -> Node | None:
        from .evaluating import View as Looking

        expression = binding.value
        assert expression is not None
        bound = view.bound if view is not None else {}
        if not bound and id(expression) in self._known:
            return self._given_by(binding, self._known[id(expression)])
        if id(expression) in self._open:
            return None  # a name that stands for itself
        self._open.add(id(expression))
        try:
            found = self.evaluator.value(expression, Looking(scope, bound))
        finally:
            self._open.discard(id(expression))
        if self._nesting(found) > MOST_NESTED:
            found = self.evaluator.unknown(expression, Looking(scope, bound), TOO_DEEP)
        if not bound:
            self._known[id(expression)] = found
        return self._given_by(binding, found)

    def _given_by(self, binding: Binding, value: Node) -> Node | None:
        """What a name is given of a value."""
        if not binding.each:
            return picked(value, binding.item)
        if not isinstance(value, Sequence) or not 0 < len(value.items) <= MOST_TURNS:
            return None
        if any(type(one) is Unknown for one in value.items):
            return None
        turns = [picked(one, binding.item) for one in value.items]
        if any(one is None for one in turns):
            return None
        assert binding.statement is not None
        line = binding.statement.lineno
        *others, result = [one for one in turns if one is not None]
        for number, one in reversed(list(enumerate(others, 1))):
            name = f"it is turn {number} of the loop at line {line}"
            result = self.evaluator.chosen(name, one, result, one)
        return result

    def _nesting(self, node: Node) -> int:
        """How deep a value is: that of names in it was told before."""
        if isinstance(node, Mapping):
            inner = [value for _, value in node.entries]
        else:
            inner = node.items if isinstance(node, Sequence) else []
        known = self._deep.get(id(node))
        if known is None or known[0] is not node:
            depth = 1 + max(map(self._nesting, inner), default=0)
            known = self._deep[id(node)] = node, depth
        return known[1]

    def final(self, node: ast.expr, statement: ast.stmt, scope: Scope) -> Node | None:
        """The value of an expression; of one that a name is given, with all that is done to it
        until the name is given another.
        """
        from .evaluating import View as Looking

        for name, owner, bindings in self._given(statement, scope):
            later = [one for one in bindings if place_of(one.statement) > place_of(statement)]
            for binding in bindings:
                if binding.value is node and binding.item is None and not binding.each:
                    value = self._value(binding, owner, None)
                    if value is None:
                        return None
                    until = place_of(later[0].statement) if later else None
                    since = place_of(statement)
                    value = self._changed(name, owner, value, since, None, until)
                    return self._filled(name, owner, value, copied=True)
        return self.evaluator.value(node, Looking(scope))

    def _given(self, statement: ast.stmt, scope: Scope) -> list[tuple[str, Scope, list[Binding]]]:
        """The names that a statement gives a value."""
        targets: list[ast.expr] = []
        if isinstance(statement, ast.Assign):
            targets = statement.targets
        elif isinstance(statement, ast.AnnAssign):
            targets = [statement.target]
        found = []
        for target in targets:
            if isinstance(target, ast.Name):
                found.append((target.id, scope, scope.names.get(target.id, [])))
            elif isinstance(target, ast.Attribute) and scope.of_class is not None:
                given = scope.of_class.own.get(target.attr, [])
                own = [binding for where, binding in given if where is scope]
                found.append((f"self.{target.attr}", scope, own))
        return found

    def fillings(
        self, node: ast.expr, statement: ast.stmt, scope: Scope
    ) -> list[tuple[ast.expr, Scope]]:
        """The expressions that fill in the text of a name, where this is all that it is given."""
        found = []
        for name, owner, bindings in self._given(statement, scope):
            if not any(binding.value is node for binding in bindings):
                continue
            names = [name]
            if owner.is_class:
                names = [f"{before}.{name}" for before in ("self", "cls", owner.node.name)]  # type: ignore[attr-defined]
            for root in names:
                for one, where in self._texts_filled.get(root, ()):
                    if self._means(root, owner, where):
                        found.append((one, where))
        return found

    @cached_property
    def _texts_filled(self) -> dict[str, list[tuple[ast.expr, Scope]]]:
        """Where names are filled in, as texts: `x.format(…)`, `x % …`, `Template(x)`."""
        found: dict[str, list[tuple[ast.expr, Scope]]] = defaultdict(list)
        waiting: list[tuple[ast.AST, Scope]] = [(self.names.module.node, self.names.module)]
        while waiting:
            node, scope = waiting.pop()
            scope = self.names.scope_of.get(id(node), scope)
            for filled in of_texts(node):
                names = dotted(filled)
                if names:
                    found[".".join(names)].append((node, scope))  # type: ignore[arg-type]
            waiting += [(child, scope) for child in ast.iter_child_nodes(node)]
        for places in found.values():
            places.sort(key=lambda one: place_of(one[0]))
        return found

    # What was done to it since

    @cached_property
    def _changes(self) -> dict[str, list[tuple[Scope, Change]]]:
        found: dict[str, list[tuple[Scope, Change]]] = defaultdict(list)
        for scope in self.names.scopes:
            for name, changes in scope.changes.items():
                found[name] += [(scope, change) for change in changes]
        return found

    def _changed(
        self,
        name: str,
        scope: Scope,
        value: Node,
        since: tuple[int, int],
        at: tuple[int, int] | None,
        until: tuple[int, int] | None = None,
    ) -> Node:
        from .evaluating import View as Looking

        for where, change in self._changes.get(name, ()):
            if where is not scope and self._other(name, scope, where):
                continue
            place = place_of(change.statement)
            if where is scope and (place < since or any(e and place >= e for e in (at, until))):
                continue
            parent, field = self.names.parents[id(change.statement)]
            sure = where is scope and (
                holds(parent, field, at) if at is not None else holds(parent, field, since)
            )
            line = "" if sure else f"line {change.statement.lineno} is reached"
            value = changing.changed(self.evaluator, value, change, Looking(where), line)
        return self._filled(name, scope, value, copied=False)

    def _filled(self, name: str, scope: Scope, value: Node, *, copied: bool) -> Node:
        """A value of which a part is filled in under another name; with `copied` in copies of it
        too.
        """
        from .evaluating import View as Looking

        if not isinstance(value, (Mapping, Sequence)):
            return value
        names = [name]
        if scope.is_class:
            bare = name.removeprefix("self.")
            names = [f"{before}.{bare}" for before in ("self", "cls", scope.node.name)]  # type: ignore[attr-defined]
        for root in names:
            for other in self._aliases.get(root, ()):
                if other.copied != copied or not self._means(root, scope, other.scope):
                    continue
                for where, change in self._changes.get(other.name, ()):
                    if where is other.scope or not self._other(other.name, other.scope, where):
                        path = (*other.path, *change.path)
                        view = Looking(where)
                        value = changing.filled(self.evaluator, value, path, change, view)
        return value

    def _means(self, root: str, scope: Scope, where: Scope) -> bool:
        """Does a name, or an attribute of a class, stand for the same in another scope?"""
        if not scope.is_class:
            return not self._other(root, scope, where)
        before = root.partition(".")[0]
        if before in ("self", "cls"):
            return where.of_class is scope
        bindings = next((one.names[before] for one in where.around() if before in one.names), [])
        return self._class(bindings) is scope

    @cached_property
    def _aliases(self) -> dict[str, list[Alias]]:
        """Other names for what a name stands for, or for what is in it."""
        found: dict[str, list[Alias]] = defaultdict(list)
        for scope in self.names.scopes:
            given = [(scope, name, one) for name, every in scope.names.items() for one in every]
            given += [(s, f"self.{n}", one) for n, every in scope.own.items() for s, one in every]
            for where, name, binding in given:
                each: changing.Path = ()
                expression = binding.value if binding.item is None else None
                if binding.each:
                    each = (None,)
                if expression is None:
                    continue
                root, path, copied = origin(expression)
                if root and (root, path) != (name, ()):
                    found[root].append(Alias(where, name, (*path, *each), copied))
        return found

    def _other(self, name: str, scope: Scope, where: Scope) -> bool:
        """Does the name mean something else in another scope?"""
        if name.startswith("self."):
            return where.of_class is not scope.of_class
        for outer in where.around():
            if name in outer.names:
                return outer is not scope
        return True

    # Classes, and what other modules ask for

    def of_class(self, node: ast.Attribute, view: View) -> Node | None:
        """The value of an attribute of a class of the file: `Names.TABLE`."""
        names = dotted(node)
        if len(names) < 2 or names[0] in view.bound:
            return None
        for scope in view.scope.around():
            bindings = scope.names.get(names[0])
            if bindings:
                return self._attribute(bindings, names[1:])
        return None

    def exported(self, names: list[str]) -> Node | None:
        """The value of a name of the module, or of what is in a class of it."""
        bindings = self.names.module.names.get(names[0], [])
        if len(names) > 1 and (found := self._attribute(bindings, names[1:])) is not None:
            return found
        if len(bindings) == 1 and bindings[0].qualified:
            return self._passed_on([bindings[0].qualified, *names[1:]])
        if bindings and len(names) == 1:
            return self._of(names[0], self.names.module, bindings, None, None)
        if not bindings:
            for module in self.names.stars:
                found = self._passed_on([module, *names])
                if found is not None:
                    return found
        return None

    def _passed_on(self, names: list[str]) -> Node | None:
        """What this module takes from another in its turn."""
        neighbours, body = self.evaluator.neighbours, self.evaluator.program.tree.body
        if neighbours is None:
            return None
        return neighbours.value(reduce(within, names), body[0])

    def _attribute(self, bindings: list[Binding], names: list[str]) -> Node | None:
        """What a class is given in its body, under a name that nothing else changes."""
        scope = self._class(bindings)
        if scope is None:
            return None
        name, *rest = names
        if rest and (rest != ["value"] or not is_enumeration(scope.node)):
            return None
        own = scope.names.get(name, [])
        if len(own) != 1 or name in scope.own:
            return None
        value = self._of(name, scope, own, None, None)
        return value and self._changed(f"self.{name}", scope, value, (0, 0), None)

    def _class(self, bindings: list[Binding]) -> Scope | None:
        statement = bindings[0].statement if len(bindings) == 1 else None
        return self.names.scope_of[id(statement)] if isinstance(statement, ast.ClassDef) else None

    def is_changed(self, node: ast.expr, view: View) -> bool:
        """Does the file change what an imported name stands for?"""
        name = dotted(node)[:1]
        return bool(name) and any(
            where is view.scope or not self._other(name[0], self.names.module, where)
            for where, _ in self._changes.get(name[0], ())
        )

    def given_by(
        self, names: list[str], node: ast.Call, view: View, caller: Following
    ) -> Node | None:
        """What a function of the module gives for a call in another one."""
        bindings = self.names.module.names.get(names[0], [])
        neighbours = self.evaluator.neighbours
        ways = [reduce(within, names, module) for module in self.names.stars if not bindings]
        if len(bindings) == 1 and bindings[0].qualified:
            ways = [reduce(within, names[1:], bindings[0].qualified)]
        if ways and neighbours is not None:
            given = (neighbours.passed_on(way, node, view, caller) for way in ways)
            return next((found for found in given if found is not None), None)
        method = False
        if len(names) == 2 and (scope := self._class(bindings)) is not None:
            bindings, method = scope.names.get(names[1], []), True
        elif len(names) != 1:
            return None
        found = plain_function(bindings, method=method)
        return None if found is None else self._result(found, node, view, caller)

    # Functions of the file

    def returned(self, node: ast.Call, view: View) -> Node | None:
        """What a function of the file gives that does nothing but return a value."""
        found = self._function(node.func, view)
        return None if found is None else self._result(found, node, view, self)

    def _result(
        self, found: tuple[ast.FunctionDef, bool], node: ast.Call, view: View, caller: Following
    ) -> Node | None:
        from .evaluating import View as Looking

        function, method = found
        scope = self.names.scope_of[id(function)]
        last = returned_by(function)
        if last is None:
            return None
        bound = self._bound(node, function, view, caller, skipped=int(method))
        if bound is None or self._inside >= MOST_INSIDE:
            return None
        self._inside += 1
        try:
            return self.evaluator.value(last, Looking(scope, bound))
        finally:
            self._inside -= 1

    def applied(self, node: ast.expr, value: Node, view: View) -> Node | None:
        """What a function of the file gives for one value."""
        from .evaluating import View as Looking

        found = self._function(node, view)
        if found is None:
            return None
        function, method = found
        names = [one.arg for one in function.args.args][int(method) :]
        last = returned_by(function)
        if len(names) != 1 or last is None:
            return None
        scope = self.names.scope_of[id(function)]
        return self.evaluator.value(last, Looking(scope, {names[0]: value}))

    def _function(self, node: ast.expr, view: View) -> tuple[ast.FunctionDef, bool] | None:
        bindings: list[Binding] = []
        method = False
        if isinstance(node, ast.Name):
            if node.id in view.bound:
                return None
            for scope in view.scope.around():
                if node.id in scope.names:
                    bindings = scope.names[node.id]
                    break
        elif isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            if node.value.id in ("self", "cls"):
                owner = self._home(node.attr, view)
                if owner is not None:
                    bindings, method = owner.names.get(node.attr, []), True
            elif node.value.id not in view.bound:
                bindings, method = self._of_named_class(node.value.id, node.attr, view), True
        return plain_function(bindings, method=method)

    def _of_named_class(self, name: str, attribute: str, view: View) -> list[Binding]:
        """The functions of a class of the file that need no object of it."""
        for scope in view.scope.around():
            if name in scope.names:
                home = self._class(scope.names[name])
                found = home.names.get(attribute, []) if home is not None else []
                return [one for one in found if one.function and one.function.decorator_list]
        return []

    def _bound(
        self,
        node: ast.Call,
        function: ast.FunctionDef,
        view: View,
        caller: Following,
        skipped: int,
    ) -> dict[str, Node] | None:
        """What the parameters stand for in a call."""
        from .evaluating import View as Looking

        arguments = function.args
        names = [one.arg for one in (*arguments.posonlyargs, *arguments.args)][skipped:]
        evaluator = self.evaluator
        given = self._given_to(node, view, caller)
        if given is None:
            return None
        positional, named = given
        if len(positional) > len(names) and arguments.vararg is None:
            return None
        bound = dict(zip(names, positional, strict=False))
        known = {*names, *(one.arg for one in arguments.kwonlyargs)}
        place = caller.evaluator.place(node)
        others = [entry for entry in named if entry[0].value not in known]
        bound |= {str(key.value): value for key, value in named if key.value in known}
        if arguments.vararg is not None:
            rest = positional[len(names) :]
            bound[arguments.vararg.arg] = Sequence(place.source, place.start, place.end, rest)
        if arguments.kwarg is not None:
            bound[arguments.kwarg.arg] = Mapping(place.source, place.start, place.end, others)
        elif others:
            return None
        outer = self.names.scope_of[id(function)].outer
        assert outer is not None
        defaults = dict(zip(reversed(names), reversed(arguments.defaults), strict=False))
        for one, default in zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True):
            if default is not None:
                defaults[one.arg] = default
        for name, default in defaults.items():
            if name not in bound:
                bound[name] = evaluator.value(default, Looking(outer))
        return bound

    @staticmethod
    def _given_to(
        node: ast.Call, view: View, caller: Following
    ) -> tuple[list[Node], list[tuple[Scalar, Node]]] | None:
        """The arguments of a call, by position and by name; None where they are not all known."""
        from .evaluating import single

        evaluator = caller.evaluator
        positional: list[Node] = []
        for one in node.args:
            if not isinstance(one, ast.Starred):
                positional.append(evaluator.value(one, view))
                continue
            several = evaluator.value(one.value, view)
            if not isinstance(several, Sequence) or any(type(i) is Unknown for i in several.items):
                return None
            positional += map(single, several.items)
        named: list[tuple[Scalar, Node]] = []
        for keyword in node.keywords:
            value = evaluator.value(keyword.value, view)
            if keyword.arg is not None:
                named.append((Scalar(value.source, value.start, value.start, keyword.arg), value))
            elif type(value) is Mapping and all(isinstance(k.value, str) for k, _ in value.entries):
                named += value.entries
            else:
                return None
        return positional, named


def label_of(scope: Scope) -> str:
    """The name of a class."""
    return str(getattr(scope.node, "name", ""))


def is_nothing(value: Node) -> bool:
    return isinstance(value, Scalar) and value.value is None


def plain_function(bindings: list[Binding], *, method: bool) -> tuple[ast.FunctionDef, bool] | None:
    """The function that a name stands for, and whether its first parameter is an object or a class;
    None where something is put around it.
    """
    if len(bindings) != 1 or bindings[0].function is None:
        return None
    function = bindings[0].function
    plain = [one for one in function.decorator_list if isinstance(one, ast.Name)]
    named = {one.id for one in plain}
    if len(plain) != len(function.decorator_list) or named - {"staticmethod", "classmethod"}:
        return None
    return function, method and "staticmethod" not in named


def gives(scope: Scope, name: str) -> bool:
    """Does a class give its objects an attribute?"""
    return name in scope.own or name in scope.names


def is_enumeration(node: ast.AST) -> bool:
    return isinstance(node, ast.ClassDef) and any("Enum" in last_name(one) for one in node.bases)


def dotted(node: ast.expr) -> list[str]:
    """The names of `a.b.c`; nothing for what does not begin with a name."""
    names: list[str] = []
    while isinstance(node, ast.Attribute):
        names.append(node.attr)
        node = node.value
    return [node.id, *reversed(names)] if isinstance(node, ast.Name) else []


def picked(value: Node, index: int | None) -> Node | None:
    """The item of a list that a name is given; None where it is not known which."""
    from .evaluating import item_of

    if index is None:
        return value
    found = item_of(value, index) if isinstance(value, Sequence) else None
    return None if type(found) is Unknown else found


def of_texts(node: ast.AST) -> list[ast.expr]:
    """The text that an expression fills in."""
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mod):
        return [node.left]
    if not isinstance(node, ast.Call):
        return []
    function = node.func
    if isinstance(function, ast.Attribute) and function.attr in ("substitute", "safe_substitute"):
        made = function.value
        return made.args[:1] if isinstance(made, ast.Call) else [made]
    if isinstance(function, ast.Attribute) and function.attr in ("format", "replace", "format_map"):
        return [function.value]
    return node.args[-1:] if last_name(function) in ("sub", "Template") else []


def origin(node: ast.expr) -> tuple[str, changing.Path, bool]:
    """The name that an expression begins with, the subscripts behind it, and whether it makes a
    copy; an empty name for anything else.
    """
    path: list[ast.expr] = []
    copied = False
    while True:
        if isinstance(node, ast.Subscript):
            path.append(node.slice)
            node = node.value
        elif isinstance(node, ast.Call) and last_name(node.func) in COPYING:
            copied = True
            if node.args:
                node = node.args[0]
            elif isinstance(node.func, ast.Attribute):
                node = node.func.value
            else:
                return "", (), True
        else:
            return ".".join(dotted(node)), tuple(reversed(path)), copied


def is_before(binding: Binding, at: tuple[int, int]) -> bool:
    """Has the name its value at a place? Not yet in the expression that gives it one."""
    statement = binding.statement
    if isinstance(statement, ASSIGNMENTS):
        assert statement.end_lineno is not None
        assert statement.end_col_offset is not None
        return (statement.end_lineno, statement.end_col_offset) <= at
    return place_of(statement) < at


def is_none(node: ast.expr | None) -> bool:
    return isinstance(node, ast.Constant) and node.value is None


def returned_by(function: ast.FunctionDef) -> ast.expr | None:
    """What a function returns at its end, where it does nowhere else."""
    last = function.body[-1] if function.body else None
    returns = [one for one in ast.walk(function) if isinstance(one, ast.Return)]
    return last.value if isinstance(last, ast.Return) and len(returns) == 1 else None


def holds(parent: ast.AST, field: str, at: tuple[int, int]) -> bool:
    """Does a block hold a place?"""
    block = getattr(parent, field, None)
    if not isinstance(block, list) or not block:
        return False
    last = block[-1]
    return place_of(block[0]) <= at <= (last.end_lineno, last.end_col_offset)
