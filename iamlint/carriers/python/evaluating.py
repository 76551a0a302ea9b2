"""What expressions come to, as far as the code tells: nothing is run.

A value is written in the language of templates: a text put together is `Fn::Join`, a choice is
`Fn::If`, an attribute of what is declared is `Fn::GetAtt`. So whoever resolves a template resolves
these. What is not known is a hole.
https://docs.python.org/3/reference/expressions.html
"""

from __future__ import annotations

import ast
import math
from types import MappingProxyType

from iamlint.formats.python.strings import Gap, Piece, PythonString, parts_at, string_at
from iamlint.text.hints import TYPE_CHECKING, Any
from iamlint.text.holes import Hole, Opaque, Text
from iamlint.text.node import (
    Holed,
    HoledKey,
    Mapping,
    Node,
    Scalar,
    Sequence,
    Unknown,
)
from iamlint.text.records import NamedTuple

from . import filling
from .following import Following
from .scopes import Comprehension, last_name, place_of, within

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from collections.abc import Mapping as Mapped
    from typing import Protocol

    from iamlint.formats.python import Program

    from .neighbours import Neighbours
    from .scopes import Names, Scope

    class Library(Protocol):
        """What knows the calls of a library, and the attributes of what they make."""

        def knows(self, qualified: str) -> bool: ...
        def value(
            self, evaluator: Evaluator, node: ast.Call, qualified: str, view: View
        ) -> Node | None: ...
        def attribute(
            self, evaluator: Evaluator, node: ast.expr, qualified: str, view: View
        ) -> Node | None: ...


DEEPEST = 60
MOST = 150_000
"""Expressions that are looked at in one file."""
MOST_CHOICES = 8
"""Texts that one is, where its parts are chosen."""
LONGEST_LIST = 64
"""Items that a comprehension goes through."""
NO_VALUE = "AWS::NoValue"
NEEDED = ("Effect", "Action", "NotAction")
LATER = "`None` stands for what is set later"
SAME = frozenset(("dumps", "loads", "deepcopy", "dedent", "str", "list", "tuple", "set", "sorted"))
"""Functions that give what they take, as far as a policy is concerned."""
CAST = ("typing.cast", "typing_extensions.cast")
"""What gives its second argument."""
ENTRIES = ("items", "keys", "values")
TEMPLATE = "string.Template"
STRIPPED = frozenset(("strip", "lstrip", "rstrip", "encode", "decode", "copy"))
ENVIRONMENT = frozenset(("os.environ.get", "os.getenv", "getenv", "environ.get"))


NOTHING: Mapped[str, Node] = MappingProxyType({})


class View(NamedTuple):
    """Where an expression is looked at from. `bound`: names that have a value here alone; `at`: the
    place in its scope before which something counts; None for all of it.
    """

    scope: Scope
    bound: Mapped[str, Node] = NOTHING
    at: tuple[int, int] | None = None


class Made(Unknown):
    """A thing that the code makes: `qualified` is what its class is called, `call` what makes it.
    As a value it is not known.
    """

    __slots__ = ("call", "logical", "qualified", "view")

    def __init__(self, place: Node, qualified: str, call: ast.Call, view: View, logical: str):
        hole = Hole(f"{place.source.path}#{logical}", why=f"{logical} is made by the code")
        super().__init__(place.source, place.start, place.end, hole)
        self.qualified = qualified
        self.call = call
        self.view = view
        self.logical = logical


class Named(Unknown):
    """A thing that is made elsewhere, of the class that `qualified` says, and named by its ARN."""

    __slots__ = ("arn", "qualified")

    def __init__(self, place: Node, qualified: str, arn: Node):
        code = place.span.text
        super().__init__(
            place.source, place.start, place.end, Hole(f"{place.source.path}#{code}", why=code)
        )
        self.qualified = qualified
        self.arn = arn


class Evaluator:
    """Evaluates the expressions of one file."""

    def __init__(self, program: Program, names: Names) -> None:
        self.program = program
        self.source = program.source
        self.names = names
        self.following = Following(self)
        self.libraries: list[Library] = []
        self.neighbours: Neighbours | None = None
        self._depth = 0
        self._count = 0

    def start(self) -> None:
        """Begin to count anew what is looked at, for another file that asks."""
        self._count = 0

    def value(self, node: ast.expr, view: View) -> Node:
        """The value of an expression."""
        self._count += 1
        if self._depth >= DEEPEST or self._count > MOST:
            return self.unknown(node, view, "the code is too large to be followed")
        self._depth += 1
        try:
            kind = WAYS.get(type(node))
            return self.unknown(node, view) if kind is None else kind(self, node, view)
        finally:
            self._depth -= 1

    def text(self, node: ast.expr | None, view: View) -> str | None:
        """The text of an expression where all of it is known."""
        return literal(self.value(node, view)) if node is not None else None

    # Places

    def place(self, node: ast.expr | ast.stmt) -> Mapping:
        """An empty node where an expression stands."""
        start, end = self.program.places.span(node)
        return Mapping(self.source, start, end, [])

    def code(self, node: ast.expr) -> str:
        start, end = self.program.places.span(node)
        return " ".join(self.source.text[start:end][:200].split())

    def unknown(self, node: ast.expr, view: View, why: str = "") -> Unknown:
        """A value that is not known: the same wherever an unchanging name gives it."""
        start, end = self.program.places.span(node)
        return Unknown(self.source, start, end, self.hole(node, view, why))

    def hole(self, node: ast.expr, view: View, why: str = "") -> Hole:
        code = self.code(node)
        steady = self.following.steady(node, view)
        if steady is not None:
            scope = f":{steady}" if steady else ""
            return Hole(
                f"{self.source.path}{scope}#{code}", why=why or f"{code} is known at run time"
            )
        line, column = place_of(node)
        told = why or "is known at run time"
        said = why or f"the value at line {line} is known at run time"
        return Opaque(f"{self.source.path}#{line}:{column}", why=said, told=told)

    def call(self, function: str, argument: Node, place: Node) -> Mapping:
        """A function of templates, at a place."""
        key = Scalar(place.source, place.start, place.start, function)
        return Mapping(place.source, place.start, place.end, [(key, argument)])

    def joined(self, parts: Iterable[Node], place: Node, between: str = "") -> Node:
        """Texts one after the other; of those that are chosen, one for each choice."""
        parts = list(parts)
        if 1 < math.prod(map(branches, parts)) <= MOST_CHOICES:
            test = next(choice(one)[0] for one in parts if choice(one))  # type: ignore[index]
            yes, no = (
                self.joined([decided(one, test, taken) for one in parts], place, between)
                for taken in (0, 1)
            )
            return self.chosen(test, yes, no, place)
        items = Sequence(place.source, place.start, place.end, list(parts))
        if not items.items:
            return Scalar(place.source, place.start, place.end, "")
        delimiter = Scalar(place.source, place.start, place.start, between)
        both = Sequence(place.source, place.start, place.end, [delimiter, items])
        return self.call("Fn::Join", both, place)

    def chosen(self, condition: str, yes: Node, no: Node, place: Node) -> Node:
        """One of two values."""
        name = Scalar(place.source, place.start, place.start, condition)
        three = Sequence(place.source, place.start, place.end, [name, yes, no])
        return self.call("Fn::If", three, place)

    def under(self, condition: str, value: Node, *, wanted: bool = True) -> Node:
        """A value that is there only when a condition holds, or does not."""
        nothing = self.ref(NO_VALUE, value)
        both = (value, nothing) if wanted else (nothing, value)
        return self.chosen(condition, *both, value)

    def ref(self, name: str, place: Node) -> Node:
        return self.call("Ref", Scalar(place.source, place.start, place.start, name), place)

    def attribute_of(self, logical: str, attribute: str, place: Node) -> Node:
        """An attribute of what is declared under a name; its `Ref` where it has no name."""
        if attribute == "Ref":
            return self.ref(logical, place)
        parts: list[Node] = [
            Scalar(place.source, place.start, place.start, part) for part in (logical, attribute)
        ]
        return self.call("Fn::GetAtt", Sequence(place.source, place.start, place.end, parts), place)

    # Literals

    def constant(self, node: ast.Constant, view: View) -> Node:
        start, end = self.program.places.span(node)
        if isinstance(node.value, str):
            return string_at(self.source, start, end, node.value)
        if node.value is None or isinstance(node.value, (bool, int, float)):
            return Scalar(self.source, start, end, node.value, "")
        return self.unknown(node, view)

    def f_string(self, node: ast.JoinedStr, view: View) -> Node:
        start, end = self.program.places.span(node)
        place = Mapping(self.source, start, end, [])
        parts: list[Node] = []
        pieces = parts_at(self.source, start, end)
        if sum(isinstance(one, Gap) for one in pieces) != sum(
            isinstance(one, ast.FormattedValue) for one in node.values
        ):
            pieces = []
        waiting = list(pieces)
        for value in node.values:
            if isinstance(value, ast.FormattedValue):
                while waiting and not isinstance(waiting[0], Gap):
                    waiting.pop(0)
                here: Node = place
                if waiting:
                    here = Mapping(self.source, waiting[0].start, waiting[0].end, [])
                waiting = waiting[1:]
                parts.append(self.filled_in(value, here, view))
            elif isinstance(value, ast.Constant) and isinstance(value.value, str):
                literal: list[Piece] = []
                while waiting and isinstance(waiting[0], Piece):
                    literal.append(waiting.pop(0))  # type: ignore[arg-type]
                first, last = (literal[0].start, literal[-1].end) if literal else (start, end)
                parts.append(PythonString(self.source, first, last, value.value, tuple(literal)))
        return self.joined(parts, place)

    def filled_in(self, value: ast.FormattedValue, place: Node, view: View) -> Node:
        """What an expression in an f-string gives, at its place."""
        if value.format_spec is not None or value.conversion not in (-1, ord("s")):
            return Unknown(place.source, place.start, place.end, self.hole(value.value, view))
        return at_place(self.value(value.value, view), place)

    def display(self, node: ast.List | ast.Tuple | ast.Set, view: View) -> Node:
        start, end = self.program.places.span(node)
        items: list[Node] = []
        for item in node.elts:
            if isinstance(item, ast.Starred):
                items += spread(self.value(item.value, view))
            else:
                items.append(single(self.value(item, view)))
        return Sequence(self.source, start, end, items)

    def dict(self, node: ast.Dict, view: View) -> Node:
        start, end = self.program.places.span(node)
        entries: list[tuple[Scalar, Node]] = []
        hidden: ast.expr | None = None
        for key, value in zip(node.keys, node.values, strict=True):
            found = self.value(value, view)
            if key is None:
                hidden = hidden if merge(entries, found) else value
                continue
            name = self.key(key, view)
            if is_none(found):
                found = self.unknown(value, view, LATER)
            entries.append((name, statements(found) if name.value == "Statement" else found))
        if hidden is not None and is_half({key.value for key, _ in entries}):
            return self.unknown(hidden, view)  # what makes it a statement is not known
        return Mapping(self.source, start, end, entries)

    def key(self, node: ast.expr, view: View) -> Scalar:
        # what is written there is told even where the code is too large to be followed
        found = self.constant(node, view) if type(node) is ast.Constant else self.value(node, view)
        if isinstance(found, Scalar):
            return found
        start, end = self.program.places.span(node)
        return HoledKey(self.source, start, end, self.shown(found))

    def shown(self, node: Node) -> Text:
        """A text that the template has not resolved yet, as far as it is told here."""
        if isinstance(node, Unknown):
            return Text(node.hole)
        if isinstance(node, Scalar):
            return Text(str(node.value))
        if isinstance(node, Holed):
            return node.text
        if isinstance(node, Mapping) and len(node.entries) == 1:
            key, argument = node.entries[0]
            if key.value == "Fn::Join" and isinstance(argument, Sequence):
                items = argument.items[1]
                if isinstance(items, Sequence) and argument.items[0].value == "":  # type: ignore[attr-defined]
                    text = Text()
                    for item in items.items:
                        text += self.shown(item)
                    return text
        return Text(Hole(f"{self.source.path}#{node.span.text}"))

    def negative(self, node: ast.UnaryOp, view: View) -> Node:
        found = self.value(node.operand, view)
        told = found.value if isinstance(found, Scalar) else None
        if not isinstance(node.op, ast.USub) or type(told) not in (int, float):
            return self.unknown(node, view)
        start, end = self.program.places.span(node)
        return Scalar(self.source, start, end, -told, "")  # type: ignore[operator]

    # What is put together

    def sum(self, node: ast.BinOp, view: View) -> Node:
        if isinstance(node.op, ast.Mod):
            return filling.percent(self, node, view)
        if isinstance(node.op, ast.BitOr):
            return self.union(node, view)
        if not isinstance(node.op, ast.Add):
            return self.unknown(node, view)
        parts: list[ast.expr] = []
        left: ast.expr = node
        while isinstance(left, ast.BinOp) and isinstance(left.op, ast.Add):
            parts.append(left.right)
            left = left.left
        values = [self.value(part, view) for part in reversed([*parts, left])]
        if any(isinstance(value, Sequence) for value in values):
            start, end = self.program.places.span(node)
            return Sequence(self.source, start, end, [i for v in values for i in spread(v)])
        if any(is_text(value) for value in values):
            return self.joined(values, self.place(node))
        return self.unknown(node, view)

    def union(self, node: ast.BinOp, view: View) -> Node:
        left, right = self.value(node.left, view), self.value(node.right, view)
        if isinstance(left, Mapping) and not is_function(left):
            start, end = self.program.places.span(node)
            entries = list(left.entries)
            merge(entries, right)
            return Mapping(self.source, start, end, entries)
        return self.unknown(node, view)

    def choice(self, node: ast.IfExp, view: View) -> Node:
        yes, no = (
            self.ref(NO_VALUE, value) if is_none(value) else value
            for value in (self.value(node.body, view), self.value(node.orelse, view))
        )
        return self.chosen(self.code(node.test), yes, no, self.place(node))

    def either(self, node: ast.BoolOp, view: View) -> Node:
        """`given or ["*"]`, where it is known what is given."""
        for one in node.values if isinstance(node.op, ast.Or) else ():
            found = self.value(one, view)
            told = is_true(found)
            if told is None:
                break
            if told or one is node.values[-1]:
                return found
        return self.unknown(node, view)

    def comprehension(
        self, node: ast.ListComp | ast.SetComp | ast.GeneratorExp, view: View
    ) -> Node:
        if len(node.generators) != 1 or node.generators[0].ifs:
            return self.unknown(node, view)
        generator = node.generators[0]
        through = self.value(generator.iter, view)
        if (
            not isinstance(through, Sequence)
            or not isinstance(generator.target, ast.Name)
            or len(through.items) > LONGEST_LIST
            or any(not is_certain(item) for item in through.items)
        ):
            return self.unknown(node, view)
        start, end = self.program.places.span(node)
        items = []
        for item in through.items:
            bound = {**view.bound, generator.target.id: item}
            items.append(single(self.value(node.elt, view._replace(bound=bound))))
        return Sequence(self.source, start, end, items)

    def named(self, node: ast.NamedExpr, view: View) -> Node:
        return self.value(node.value, view)

    # Names

    def name(self, node: ast.Name, view: View) -> Node:
        if node.id in view.bound:
            return view.bound[node.id]
        found = self.following.name(node.id, view, node)
        if found is None and (self.libraries or self.neighbours is not None):
            qualified = self.following.qualified(node, view)
            if "." in qualified:
                found = self._told(node, qualified, view) or self._imported(node, qualified, view)
            elif not qualified and self._is_free(node, view):
                found = self._of_all(node, view)
        return self.unknown(node, view) if found is None else found

    def _of_all(self, node: ast.Name, view: View) -> Node | None:
        """A name that a module gives of which all names are imported."""
        given = (self._imported(node, within(one, node.id), view) for one in self.names.stars)
        return next((found for found in given if found is not None), None)

    def _imported(self, node: ast.expr, qualified: str, view: View) -> Node | None:
        """What another module of the program says of a name that is imported from it."""
        if self.neighbours is None or self.following.is_changed(node, view):
            return None
        return self.neighbours.value(qualified, node)

    def _told(self, node: ast.expr, qualified: str, view: View) -> Node | None:
        """What a library says of a name that is imported from it."""
        for library in self.libraries:
            made = library.attribute(self, node, qualified, view)
            if made is not None:
                return made
        return None

    def attribute(self, node: ast.Attribute, view: View) -> Node:
        if isinstance(node.value, ast.Name) and node.value.id in ("self", "cls"):
            found = self.following.own(node.attr, view, node)
            if found is not None:
                return found
            return self._settled(node, self._told(node, "", view), view)
        qualified = self.following.qualified(node, view)
        made = self._told(node, qualified, view)
        if made is None and "." in qualified:
            made = self._imported(node, qualified, view)
        if made is None:
            made = self.following.of_class(node, view)
        return self._settled(node, made, view)

    def _settled(self, node: ast.expr, found: Node | None, view: View) -> Node:
        return self.unknown(node, view) if found is None else found

    def subscript(self, node: ast.Subscript, view: View) -> Node:
        base = self.value(node.value, view)
        index = self.value(node.slice, view) if isinstance(base, (Mapping, Sequence)) else None
        found = self._inside(base, index.value if isinstance(index, Scalar) else None)
        return self.unknown(node, view) if found is None else found

    def _inside(self, base: Node, index: object) -> Node | None:
        """What a list or a dict has at an index; of a choice, in each of its branches."""
        chosen = choice(base)
        if chosen is not None:
            test, *branches = chosen
            both = [self._inside(one, index) for one in branches]
            yes, no = both
            return self.chosen(test, yes, no, base) if yes is not None and no is not None else None
        if isinstance(base, Mapping) and isinstance(index, str) and not is_function(base):
            return base.get(index)
        if isinstance(base, Sequence) and isinstance(index, int):
            return item_of(base, index)
        return None

    def called(self, node: ast.Call, view: View) -> Node:
        qualified = self.following.qualified(node.func, view)
        for library in self.libraries:
            made = library.value(self, node, qualified, view)
            if made is not None:
                return made
        name = last_name(node.func)
        if name == "dict" and isinstance(node.func, ast.Name):
            return self.dict_of(node, view)
        if name in SAME and len(node.args) >= 1 and not isinstance(node.args[0], ast.Starred):
            return self.value(node.args[0], view)
        if qualified in CAST and len(node.args) == 2:
            return self.value(node.args[1], view)
        if qualified == TEMPLATE and node.args:
            return self.value(node.args[0], view)
        if isinstance(node.func, ast.Attribute):
            found = self._method(node.func, node, view)
            if found is not None:
                return found
        inlined = self.following.returned(node, view)
        if inlined is None and self.neighbours is not None:
            inlined = self._of_another(node, qualified, view)
        return self.unknown(node, view) if inlined is None else inlined

    def _method(self, function: ast.Attribute, node: ast.Call, view: View) -> Node | None:
        """What a method of a text or a dict gives; None for another."""
        name = function.attr
        if name in STRIPPED:
            return self.value(function.value, view)
        if name in ENTRIES and not node.args:
            return self.entries(function.value, name, node, view)
        if name == "join" and len(node.args) == 1:
            return filling.joined(self, node, view)
        if name == "format":
            return filling.formatted(self, node, view)
        if name in ("substitute", "safe_substitute"):
            return filling.substituted(self, node, view)
        if name == "replace" and len(node.args) == 2:
            return filling.replaced(self, node, view)
        return None

    def entries(self, base: ast.expr, name: str, node: ast.Call, view: View) -> Node:
        """`x.items()`, `x.keys()`, `x.values()` of a dict."""
        found = self.value(base, view)
        if not isinstance(found, Mapping) or is_function(found):
            return self.unknown(node, view)
        source, start, end = found.source, found.start, found.end
        ways: dict[str, list[Node]] = {
            "items": [Sequence(source, start, end, [key, single(v)]) for key, v in found.entries],
            "keys": [key for key, _ in found.entries],
            "values": [single(value) for _, value in found.entries],
        }
        return Sequence(source, start, end, ways[name])

    def _of_another(self, node: ast.Call, qualified: str, view: View) -> Node | None:
        """What a function of another module gives."""
        assert self.neighbours is not None
        ways = [qualified] if "." in qualified else []
        if not qualified and isinstance(node.func, ast.Name) and self._is_free(node.func, view):
            ways = [within(module, node.func.id) for module in self.names.stars]
        given = (self.neighbours.called(way, node, view) for way in ways)
        return next((found for found in given if found is not None), None)

    def _is_free(self, node: ast.Name, view: View) -> bool:
        """Does the file itself say nothing of the name?"""
        return node.id not in view.bound and not any(
            node.id in scope.names for scope in view.scope.around()
        )

    def dict_of(self, node: ast.Call, view: View) -> Node:
        """`dict(base, Effect="Allow")`."""
        start, end = self.program.places.span(node)
        entries: list[tuple[Scalar, Node]] = []
        for argument in node.args[:1]:
            merge(entries, self.value(argument, view))
        merge(entries, self.keywords(node, view))
        return Mapping(self.source, start, end, entries)

    def keywords(self, node: ast.Call, view: View, hidden: list[ast.expr] | None = None) -> Mapping:
        """The named arguments of a call; of `**x` what is known. `hidden` takes what is not."""
        entries: list[tuple[Scalar, Node]] = []
        for keyword in node.keywords:
            found = self.value(keyword.value, view)
            if keyword.arg is None:
                if not merge(entries, found) and hidden is not None:
                    hidden.append(keyword.value)
                continue
            if is_none(found):
                continue  # as though it were not given
            start = self.program.places.offset(keyword.lineno, keyword.col_offset)
            key = Scalar(self.source, start, start + len(keyword.arg), keyword.arg, "")
            entries.append((key, found))
        start, end = self.program.places.span(node)
        return Mapping(self.source, start, end, entries)


def is_half(names: set[Any]) -> bool:
    """Elements of a statement without what makes one."""
    some = not names.isdisjoint(("Sid", "Resource", "NotResource", "Principal", *NEEDED))
    return some and not ("Effect" in names and not names.isdisjoint(("Action", "NotAction")))


def literal(node: Node) -> str | None:
    """A text, or several that are put together, where all of it is known."""
    if isinstance(node, Scalar):
        return node.value if isinstance(node.value, str) else None
    if not isinstance(node, Mapping) or len(node.entries) != 1:
        return None
    key, given = node.entries[0]
    if key.value != "Fn::Join" or not isinstance(given, Sequence) or len(given.items) != 2:
        return None
    between, items = literal(given.items[0]), given.items[1]
    if between is None or not isinstance(items, Sequence):
        return None
    parts = [literal(item) for item in items.items]
    return None if None in parts else between.join(part for part in parts if part is not None)


def choice(node: Node) -> tuple[str, Node, Node] | None:
    """The condition and the two values of a choice; None for another value."""
    if not isinstance(node, Mapping) or len(node.entries) != 1:
        return None
    key, given = node.entries[0]
    if key.value != "Fn::If" or not isinstance(given, Sequence):
        return None
    test, yes, no = given.items
    return str(test.value) if isinstance(test, Scalar) else "", yes, no


def branches(node: Node) -> int:
    """Of how many values one is chosen."""
    chosen = choice(node)
    return 1 if chosen is None else sum(map(branches, chosen[1:]))


def decided(node: Node, test: str, taken: int) -> Node:
    """A value once it is known which way a choice goes."""
    chosen = choice(node)
    if chosen is None:
        return node
    _, yes, no = chosen
    return decided((yes, no)[taken], test, taken) if chosen[0] == test else node


def is_true(node: Node) -> bool | None:
    """Is a value one that counts as true? None where that is not known."""
    if isinstance(node, Scalar):
        return bool(node.value)
    if isinstance(node, Sequence):
        return (True if any(map(is_certain, node.items)) else None) if node.items else False
    if isinstance(node, Mapping) and not is_function(node):
        return bool(node.entries)
    return True if isinstance(node, Made) else None


def item_of(node: Sequence, index: int) -> Node | None:
    """An item of a list; None where there is none, or it is not known which it is."""
    if not -len(node.items) <= index < len(node.items):
        return None
    others = node.items[:index] if index >= 0 else node.items[index + 1 :] if index < -1 else []
    return None if any(type(one) is Unknown for one in others) else node.items[index]


def is_none(value: Node) -> bool:
    return isinstance(value, Scalar) and value.value is None


def at_place(value: Node, place: Node) -> Node:
    """A value as it stands where it is put in: only a literal keeps its own place."""
    if isinstance(value, Unknown) and not isinstance(value, (Made, Named)):
        return Unknown(place.source, place.start, place.end, value.hole)
    return value


def single(value: Node) -> Node:
    """An item of a list: whatever is not known of it, it is one."""
    if isinstance(value, Unknown) and not isinstance(value, (Made, Named)):
        return Holed(value.source, value.start, value.end, Text(value.hole))
    return value


def statements(value: Node) -> Node:
    """A list of statements: what is not known of it may be several."""
    if type(value) is not Sequence:
        return value
    items: list[Node] = []
    for item in value.items:
        hole = item.text.only_hole if isinstance(item, Holed) else None
        items.append(item if hole is None else Unknown(item.source, item.start, item.end, hole))
    return Sequence(value.source, value.start, value.end, items)


def is_certain(item: Node) -> bool:
    """It is an item of a list for certain, and only one."""
    if isinstance(item, Unknown):
        return False
    return not (isinstance(item, Mapping) and item.entries and item.entries[0][0].value == "Fn::If")


def spread(value: Node) -> list[Node]:
    """The items that a list puts into another."""
    return list(value.items) if isinstance(value, Sequence) else [value]


def is_function(node: Mapping) -> bool:
    """A function of templates."""
    if len(node.entries) != 1:
        return False
    name = str(node.entries[0][0].value)
    return name == "Ref" or name.startswith("Fn::")


def is_text(node: Node) -> bool:
    if isinstance(node, Scalar):
        return isinstance(node.value, str)
    return isinstance(node, Holed) or (isinstance(node, Mapping) and is_function(node))


def merge(entries: list[tuple[Scalar, Node]], other: Node) -> bool:
    """Put the entries of a mapping behind others, in place of those of the same name. False where
    they are not known: then what a statement may hold besides is not known either.
    """
    if isinstance(other, Mapping) and not is_function(other):
        names = {key.value for key, _ in other.entries}
        entries[:] = [entry for entry in entries if entry[0].value not in names]
        entries.extend(other.entries)
        return True
    hole = Hole("**", why="what ** puts in is not known")
    if isinstance(other, Unknown):
        hole = other.hole
    there = {str(key.value) for key, _ in entries}
    name = ""
    if there & {"Effect", "Action", "NotAction"}:
        name = "Condition"
    elif "Version" in there:
        name = "Statement"
    if name and name not in there:
        key = Scalar(other.source, other.start, other.start, name)
        entries.append((key, Unknown(other.source, other.start, other.end, hole)))
    return False


WAYS: dict[type, Callable[[Evaluator, Any, View], Node]] = {
    ast.Constant: Evaluator.constant,
    ast.JoinedStr: Evaluator.f_string,
    ast.List: Evaluator.display,
    ast.Tuple: Evaluator.display,
    ast.Set: Evaluator.display,
    ast.Dict: Evaluator.dict,
    ast.BinOp: Evaluator.sum,
    ast.UnaryOp: Evaluator.negative,
    ast.BoolOp: Evaluator.either,
    ast.IfExp: Evaluator.choice,
    ast.NamedExpr: Evaluator.named,
    ast.Name: Evaluator.name,
    ast.Attribute: Evaluator.attribute,
    ast.Subscript: Evaluator.subscript,
    ast.Call: Evaluator.called,
    **dict.fromkeys(Comprehension[:2], Evaluator.comprehension),
    ast.GeneratorExp: Evaluator.comprehension,
}
