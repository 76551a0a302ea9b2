"""Values that a file takes from other modules of its program: constants, attributes of classes, and
what functions give. Nothing is imported or run.

A value stands where it is used. Statements and policies are not taken: they are read where they
stand.
https://docs.python.org/3/reference/import.html
"""

from __future__ import annotations

import posixpath
import sys

from iamlint.errors import Unreadable
from iamlint.text.hints import TYPE_CHECKING
from iamlint.text.source import Source

from .moving import moved
from .scopes import Names

if TYPE_CHECKING:
    import ast
    from collections.abc import Callable

    from iamlint.text.node import Node

    from .evaluating import Evaluator, View
    from .following import Following

    Texts = Callable[[str], str | None]

LARGEST = 300_000
"""Modules of more characters are not looked into."""
HIGHEST = 6
"""Folders above a file in which the modules of its program are looked for."""
DEEPEST = 6
"""Modules that take a value from one another."""
NOT_OURS = frozenset(
    (*sys.stdlib_module_names, "aws_cdk", "constructs", "pulumi", "pulumi_aws", "troposphere")
) | {"awacs", "boto3", "botocore"}
"""What no program calls a module of its own."""
PACKAGE = "__init__.py"
LONGEST = 4
"""Names of folders that are no packages, one in the other, at most."""
MOST = 256
"""Modules that are kept."""


class Program:
    """The modules of one run, each read once. `texts` gives what is in a file, None where there is
    none.
    """

    def __init__(self, texts: Texts) -> None:
        self._texts = texts
        self._read: dict[str, Evaluator | None] = {}
        self._found: dict[tuple[str, str], tuple[str, list[str]]] = {}
        self._asked: dict[str, set[str]] = {}  # the files that a file has asked for
        self._waiting: dict[str, str] = {}
        self.depth = 0

    def module(self, name: str, path: str) -> Evaluator | None:
        """The module that a file at `path` imports by a name, as long as it is certain which."""
        key = posixpath.dirname(path), name
        if key not in self._found:
            tried: list[str] = []
            self._found[key] = self._find(name, key[0], tried), tried
        found, tried = self._found[key]
        self._asked.setdefault(path, set()).update(tried)
        return self._module(found) if found and found != path else None

    def beside(self, path: str) -> set[str]:
        """The files that the reading of a file hangs on: those it asked for, there or not."""
        seen: set[str] = set()
        waiting = [path]
        while waiting:
            for other in self._asked.get(waiting.pop(), ()):
                if other not in seen:
                    seen.add(other)
                    waiting.append(other)
        return seen

    def _find(self, name: str, folder: str, tried: list[str]) -> str:
        level = len(name) - len(name.lstrip("."))
        inner = name[level:].replace(".", "/")
        if level:
            home = posixpath.join(folder, *[".."] * (level - 1))
            return self._file(home, inner, tried)
        if name.partition(".")[0] in NOT_OURS or not all(map(str.isidentifier, name.split("."))):
            return ""
        found = []
        home = folder
        for _ in range(HIGHEST):
            file = self._file(home, inner, tried)
            if file:
                found.append(file)
            above = posixpath.dirname(home)
            if not home or above == home or posixpath.basename(home) in (".", ".."):
                break
            home = above
        return found[0] if len(found) == 1 else ""

    def _file(self, folder: str, inner: str, tried: list[str]) -> str:
        base = posixpath.normpath(posixpath.join(folder, inner))
        if not inner:
            ways = [posixpath.join(base, PACKAGE)]
        else:
            ways = [f"{base}.py", f"{base}/{PACKAGE}"]
        for path in ways:
            tried.append(path)
            text = self._texts(path)
            if text is not None:
                self._waiting[path] = text
                return path
        return ""

    def _module(self, path: str) -> Evaluator | None:
        if path not in self._read:
            if len(self._read) >= MOST:
                self._read.clear()
            self._read[path] = None  # a module that is being read gives nothing
            text = self._waiting.pop(path, None) or self._texts(path)
            if text is not None and len(text) <= LARGEST:
                self._read[path] = self._evaluator(Source(path, text))
        return self._read[path]

    def _evaluator(self, source: Source) -> Evaluator | None:
        from iamlint.formats import python

        from .evaluating import Evaluator
        from .libraries import libraries_of

        try:
            program = python.parse(source)
        except Unreadable:
            return None
        made = Evaluator(program, Names(program.tree, frozenset()))
        made.libraries.extend(libraries_of(program.tree, source.text))
        made.neighbours = Neighbours(self, made)
        return made


class Neighbours:
    """What one file takes from others."""

    def __init__(self, program: Program, evaluator: Evaluator) -> None:
        self._program = program
        self._evaluator = evaluator

    def value(self, qualified: str, node: ast.expr | ast.stmt) -> Node | None:
        """What a name stands for that is imported; None where that is not known."""
        found = self._home(qualified)
        if found is None:
            return None
        other, names = found
        place = self._evaluator.place(node)
        return self._inside(other, place, lambda: other.following.exported(names))

    def called(self, qualified: str, node: ast.Call, view: View) -> Node | None:
        """What a call of a function gives that is imported."""
        return self.passed_on(qualified, node, view, self._evaluator.following)

    def passed_on(
        self, qualified: str, node: ast.Call, view: View, caller: Following
    ) -> Node | None:
        """The same for a call that stands in the module of the `caller`."""
        found = self._home(qualified)
        if found is None:
            return None
        other, names = found
        place = caller.evaluator.place(node)
        return self._inside(
            other, place, lambda: other.following.given_by(names, node, view, caller)
        )

    def _home(self, qualified: str) -> tuple[Evaluator, list[str]] | None:
        """The module that a qualified name leads into, and the names that are left."""
        level = len(qualified) - len(qualified.lstrip("."))
        parts = qualified[level:].split(".")
        if not level and (parts[0] in NOT_OURS or len(parts) < 2):
            return None
        path = self._evaluator.source.path
        found = None
        for length in range(0 if level else 1, len(parts)):
            module = self._program.module("." * level + ".".join(parts[:length]), path)
            if module is not None:
                found = module, parts[length:]
                if not module.source.path.endswith(PACKAGE):
                    break
            elif (found is not None and length) or length >= LONGEST:
                break
        return found

    def _inside(
        self, other: Evaluator, place: Node, value: Callable[[], Node | None]
    ) -> Node | None:
        program = self._program
        if program.depth >= DEEPEST:
            return None
        if not program.depth:
            other.start()
        program.depth += 1
        try:
            found = value()
        finally:
            program.depth -= 1
        if found is None:
            return None
        return moved(found, place, other.source)
