"""The modules of a program: what each defines, assigns and imports. Nothing of it is run.

https://docs.python.org/3/reference/import.html
"""

from __future__ import annotations

import ast
import warnings
from functools import cached_property, lru_cache

from iamlint.text.hints import TYPE_CHECKING
from iamlint.text.records import NamedTuple
from iamlint.text.source import Source

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from .reaching import Mentions

    Texts = Callable[[str], "str | None"]
    Function = ast.FunctionDef | ast.AsyncFunctionDef

LONGEST_NAME = 100
"""Texts of more characters name nothing."""
LARGEST = 1_000_000
"""Code of more characters is not looked into."""
INIT = "__init__"
UNKNOWN = ast.Constant(value=None)
"""Stands for a value that is not looked into."""
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)


class Imported(NamedTuple):
    """What a name is imported as: a module, or what a module calls `name`."""

    module: str
    name: str


class Module:
    """One file of Python.

    `name`: dotted, from the folder of the program.
    """

    def __init__(self, name: str, source: Source, tree: ast.Module) -> None:
        self.name = name
        self.source = source
        self.tree = tree
        self.mentions: dict[tuple[ast.AST, bool], Mentions] = {}  # those that were asked for

    @cached_property
    def top(self) -> list[ast.stmt]:
        """What runs when the module is imported."""
        return [node for node in self.tree.body if not is_main(node)]

    @cached_property
    def definitions(self) -> dict[str, list[Function | ast.ClassDef]]:
        """Functions, methods and classes by their own name, wherever they stand."""
        found: dict[str, list[Function | ast.ClassDef]] = {}
        for node in ast.walk(self.tree):
            if isinstance(node, (*FUNCTIONS, ast.ClassDef)):
                found.setdefault(node.name, []).append(node)
        return found

    @cached_property
    def around(self) -> dict[ast.AST, tuple[ast.AST, ...]]:
        """For each definition those around it, the innermost last."""
        found: dict[ast.AST, tuple[ast.AST, ...]] = {}
        waiting: list[tuple[ast.AST, tuple[ast.AST, ...]]] = [(self.tree, ())]
        while waiting:
            node, around = waiting.pop()
            for child in ast.iter_child_nodes(node):
                inside = around
                if isinstance(child, (*FUNCTIONS, ast.ClassDef)):
                    found[child] = around
                    inside = (*around, child)
                waiting.append((child, inside))
        return found

    @cached_property
    def calls(self) -> dict[str, list[tuple[ast.Call, tuple[ast.AST, ...]]]]:
        """Calls by the last name of what is called, each with the definitions around it."""
        found: dict[str, list[tuple[ast.Call, tuple[ast.AST, ...]]]] = {}
        waiting: list[tuple[ast.AST, tuple[ast.AST, ...]]] = [(self.tree, ())]
        while waiting:
            node, within = waiting.pop()
            if isinstance(node, (*FUNCTIONS, ast.ClassDef)):
                within = (*within, node)
            if isinstance(node, ast.Call):
                name = getattr(node.func, "attr", "") or getattr(node.func, "id", "")
                found.setdefault(name, []).append((node, within))
            waiting += [(child, within) for child in ast.iter_child_nodes(node)]
        return found

    @cached_property
    def assigned(self) -> dict[str, list[ast.expr]]:
        """What the module's own names are assigned."""
        return assignments(self.top)

    @cached_property
    def imported(self) -> dict[str, Imported]:
        """Names that are imported anywhere in the module."""
        found: dict[str, Imported] = {}
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Import):
                for alias in node.names:
                    whole = alias.asname is not None
                    first = alias.name if whole else alias.name.partition(".")[0]
                    found[alias.asname or first] = Imported(first, "")
            elif isinstance(node, ast.ImportFrom):
                for alias in node.names:
                    module = self.absolute(node.module or "", node.level)
                    found[alias.asname or alias.name] = Imported(module, alias.name)
        return found

    @cached_property
    def dependencies(self) -> list[str]:
        """Dotted names of which each may be a module that this one imports."""
        found: dict[str, None] = {}
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Import):
                found.update(dict.fromkeys(alias.name for alias in node.names))
            elif isinstance(node, ast.ImportFrom):
                module = self.absolute(node.module or "", node.level)
                found[module] = None
                found.update(dict.fromkeys(f"{module}.{a.name}".lstrip(".") for a in node.names))
        return list(found)

    @cached_property
    def names(self) -> frozenset[str]:
        """Every name and short text in it, in lower case and without underscores."""
        found = (name for node in ast.walk(self.tree) for name in names_in(node))
        return frozenset(name.replace("_", "").lower() for name in found)

    def absolute(self, module: str, level: int) -> str:
        """The dotted name of a module that is imported from here."""
        if not level:
            return module
        parts = self.name.split(".")
        inside = self.source.path.endswith(f"{INIT}.py")
        kept = parts[: len(parts) - level + inside]
        return ".".join([*kept, *filter(None, [module])])

    def span(self, node: ast.expr | ast.stmt) -> tuple[int, int]:
        """Where a node stands, in characters of the module's text."""
        end_line, end = node.end_lineno or node.lineno, node.end_col_offset or 0
        return self._offset(node.lineno, node.col_offset), self._offset(end_line, end)

    def _offset(self, line: int, column: int) -> int:
        """From a line and a column in bytes, as Python has it."""
        start = self._lines[line - 1]
        text = self.source.text[start : start + column]
        if text.isascii():
            return start + column
        return start + len(text.encode()[:column].decode("utf-8", "ignore"))

    @cached_property
    def _lines(self) -> list[int]:
        """Offsets at which lines begin as Python counts them."""
        starts = [0]
        text = self.source.text
        for index, sign in enumerate(text):
            if sign == "\n" or (sign == "\r" and text[index + 1 : index + 2] != "\n"):
                starts.append(index + 1)
        return starts


class Program:
    """The code of one function: a folder of modules, or one file.

    `texts` gives what is in a file, None where there is none; `shared`: what programs of the same
    files have parsed, by path and name; `beside`: further folders that modules are looked for in.
    """

    def __init__(
        self,
        folder: str,
        texts: Texts,
        shared: dict[tuple[str, str], Module | None],
        beside: tuple[str, ...] = (),
    ) -> None:
        self.folder = folder
        self._beside = beside
        self._texts = texts
        self._shared = shared
        self._modules: dict[str, Module | None] = {}

    def module(self, name: str) -> Module | None:
        """A module by its dotted name; None for what is not part of the program, or no Python."""
        if name not in self._modules:
            self._modules[name] = self._found(name)
        return self._modules[name]

    def put(self, name: str, source: Source) -> Module | None:
        """Take a text for a module."""
        self._modules[name] = parsed(name, source)
        return self._modules[name]

    def _found(self, name: str) -> Module | None:
        parts = name.split(".")
        if not all(part.isidentifier() or "-" in part for part in parts):
            return None
        for folder in (self.folder, *self._beside):
            begin = "/".join([*filter(None, [folder]), *parts])
            for path in (f"{begin}.py", f"{begin}/{INIT}.py"):
                found = self._at(path, name)
                if found is not None:
                    return found
        return None

    def _at(self, path: str, name: str) -> Module | None:
        if (path, name) not in self._shared:
            text = self._texts(path)
            module = parsed(name, Source(path, text)) if text is not None else None
            self._shared[path, name] = module
        return self._shared[path, name]

    @property
    def loaded(self) -> list[Module]:
        """The modules that were asked for."""
        return [module for module in self._modules.values() if module is not None]

    def imported_by(self, module: Module) -> Iterator[Module]:
        """The program's own modules that one imports."""
        for name in module.dependencies:
            parts = name.split(".")
            for count in range(1, len(parts) + 1):
                found = self.module(".".join(parts[:count]))
                if found is not None:
                    yield found


def names_in(node: ast.AST) -> tuple[str, ...]:
    """What one node names by itself."""
    if isinstance(node, ast.Name):
        return (node.id,)
    if isinstance(node, ast.Attribute):
        return (node.attr,)
    if isinstance(node, ast.alias):
        return (node.name, node.asname or "")
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return (node.value,) if len(node.value) <= LONGEST_NAME else ()
    return ()


def parsed(name: str, source: Source) -> Module | None:
    """A module of a text; None for one that is not Python of this day, or too long."""
    if len(source.text) > LARGEST:
        return None
    tree = tree_of(source.text)
    return Module(name, source, tree) if tree is not None else None


@lru_cache(maxsize=64)
def tree_of(text: str) -> ast.Module | None:
    """The tree of a text, for many functions the same; None for what is not Python of this day."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return ast.parse(text)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None


def assignments(body: list[ast.stmt]) -> dict[str, list[ast.expr]]:
    """What names are assigned in a block and the blocks in it, but for those of definitions. A name
    that is bound otherwise too has something that is not known among its values.
    """
    found: dict[str, list[ast.expr]] = {}
    for node in statements(body):
        if isinstance(node, ast.Assign):
            for target in node.targets:
                for name, value in bound(target, node.value):
                    found.setdefault(name, []).append(value)
        elif isinstance(node, ast.AnnAssign) and node.value is not None:
            for name, value in bound(node.target, node.value):
                found.setdefault(name, []).append(value)
        elif isinstance(node, (ast.With, ast.AsyncWith)):
            for item in node.items:
                if item.optional_vars is not None:
                    for name, value in bound(item.optional_vars, item.context_expr):
                        found.setdefault(name, []).append(value)
        elif isinstance(node, (ast.For, ast.AsyncFor)):
            for name, _ in bound(node.target, node.iter):
                found.setdefault(name, []).append(UNKNOWN)
    return found


def bound(target: ast.expr, value: ast.expr) -> Iterator[tuple[str, ast.expr]]:
    """Names that an assignment binds; attributes as `self.x`."""
    if isinstance(target, ast.Name):
        yield target.id, value
    elif isinstance(target, ast.Attribute) and isinstance(target.value, ast.Name):
        yield f"{target.value.id}.{target.attr}", value
    elif isinstance(target, (ast.Tuple, ast.List)):
        same = isinstance(value, (ast.Tuple, ast.List)) and len(value.elts) == len(target.elts)
        values = value.elts if isinstance(value, (ast.Tuple, ast.List)) and same else None
        for index, each in enumerate(target.elts):
            yield from bound(each, values[index] if values else UNKNOWN)


def statements(body: list[ast.stmt]) -> Iterator[ast.stmt]:
    """The statements of a block and of the blocks in it, but for those of definitions."""
    waiting = list(reversed(body))
    while waiting:
        node = waiting.pop()
        yield node
        if isinstance(node, (*FUNCTIONS, ast.ClassDef)):
            continue
        inner = [
            child
            for field in ("body", "orelse", "finalbody")
            for child in getattr(node, field, ())
            if isinstance(child, ast.stmt)
        ]
        for handler in getattr(node, "handlers", ()):
            inner += handler.body
        for case in getattr(node, "cases", ()):
            inner += case.body
        waiting.extend(reversed(inner))


def is_main(node: ast.stmt) -> bool:
    """`if __name__ == "__main__":`, which Lambda never runs."""
    test = node.test if isinstance(node, ast.If) else None
    left = test.left if isinstance(test, ast.Compare) else None
    return isinstance(left, ast.Name) and left.id == "__name__"


def parameters(node: ast.FunctionDef | ast.AsyncFunctionDef) -> Iterator[str]:
    spec = node.args
    for argument in (*spec.posonlyargs, *spec.args, *spec.kwonlyargs):
        yield argument.arg
    for rest in (spec.vararg, spec.kwarg):
        if rest is not None:
            yield rest.arg


def returned_by(node: ast.FunctionDef | ast.AsyncFunctionDef) -> list[ast.expr]:
    """What a function gives."""
    return [each.value for each in ast.walk(node) if isinstance(each, ast.Return) and each.value]
