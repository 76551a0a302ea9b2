"""What is passed for the parameters of a program's own functions, and for the fields of classes."""

from __future__ import annotations

import ast

from iamlint.text.hints import TYPE_CHECKING

from .modules import FUNCTIONS, UNKNOWN
from .scope import Scope

if TYPE_CHECKING:
    from .modules import Program

    Given = list[tuple[ast.expr, Scope]]

PLAIN = ("staticmethod", "classmethod")
"""Decorators that change nothing of how a function is called."""
INIT = "__init__"
MOST = 50
"""Of so many calls of a function all are looked at."""


class Passing:
    """Looks at the calls in the modules of one program."""

    def __init__(self, program: Program) -> None:
        self._program = program

    def of(self, name: str, scope: Scope) -> Given | None:
        """What a parameter of the function around is in each call of it, its default where it is
        left out; None for what is no parameter, or not known.
        """
        function = next(
            (each for each in reversed(scope.within) if isinstance(each, FUNCTIONS)), None
        )
        if function is None or scope.blocks[0].get(name) != [UNKNOWN]:
            return None
        arguments = function.args
        if arguments.posonlyargs or name not in [
            one.arg for one in arguments.args + arguments.kwonlyargs
        ]:
            return None
        plain = {getattr(each, "id", "") for each in function.decorator_list}
        if not plain <= set(PLAIN):
            return None
        owner = scope.module.around.get(function, ())
        method = bool(owner) and isinstance(owner[-1], ast.ClassDef)
        called = function.name
        if called == INIT and method:
            called = owner[-1].name  # type: ignore[attr-defined]
        names = [one.arg for one in arguments.args][method and "staticmethod" not in plain :]
        defaults = dict(zip(reversed(names), reversed(arguments.defaults), strict=False))
        for one, default in zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True):
            if default is not None:
                defaults[one.arg] = default
        around = Scope(scope.module, tuple(owner))
        left_out = (defaults[name], around) if name in defaults else None
        return self._given(called, name, names, left_out)

    def field(self, name: str, owner: ast.ClassDef) -> Given | None:
        """What a field of a data class is wherever one is made."""
        names = [
            each.target.id
            for each in owner.body
            if isinstance(each, ast.AnnAssign) and isinstance(each.target, ast.Name)
        ]
        if name not in names or not owner.decorator_list:
            return None
        return self._given(owner.name, name, names, None)

    def _given(
        self, called: str, name: str, names: list[str], left_out: tuple[ast.expr, Scope] | None
    ) -> Given | None:
        loaded = self._program.loaded
        if sum(len(module.definitions.get(called, ())) for module in loaded) != 1:
            return None  # it cannot be told which of them is called
        found: Given = []
        for module in loaded:
            for call, within in module.calls.get(called, ()):
                value = argument_of(call, name, names)
                if value is None and left_out is None:
                    return None
                found.append(left_out if value is None else (value, Scope(module, within)))  # type: ignore[arg-type]
                if value is UNKNOWN or len(found) > MOST:
                    return None
        return found


def argument_of(call: ast.Call, name: str, names: list[str]) -> ast.expr | None:
    """What a call gives for a parameter; None for nothing, `UNKNOWN` for what cannot be told."""
    for keyword in call.keywords:
        if keyword.arg == name:
            return keyword.value
    starred = any(isinstance(each, ast.Starred) for each in call.args)
    if starred or any(keyword.arg is None for keyword in call.keywords):
        return UNKNOWN
    place = names.index(name) if name in names else len(call.args)
    return call.args[place] if place < len(call.args) else None


def is_none(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and node.value is None
