"""Where rules come from: folders with a shelf per concern and a file per rule.

A pack is mounted as a package without touching `sys.path`, and read by its index; a rule's module
is imported when the rule is first asked for its check. Our own rules come through the same door as
anybody else's.
"""

from __future__ import annotations

import os
import sys
from functools import cache

from iamlint.errors import UserError
from iamlint.text.hints import TYPE_CHECKING
from iamlint.text.modules import module_named
from iamlint.text.records import NamedTuple

from .index import index_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from iamlint.rule import Check

OWN = "iamlint.rules"


class Rule(NamedTuple):
    """What is known of a rule before its module is imported.

    `subject` is what it is shown, `lent` the types of its other parameters with their names.
    `package` and `file` tell where it is; `file` is a full path.
    """

    name: str
    shelf: str
    subject: str
    lent: tuple[tuple[str, str], ...]
    severity: str
    persona: str
    since: str
    aws_codes: tuple[str, ...]
    fix: str
    supersedes: tuple[str, ...]
    kinds: tuple[str, ...]
    where: str
    needs_options: bool
    summary: str
    package: str
    file: str

    @property
    def module(self) -> str:
        return f"{self.package}.{self.shelf}.{self.name.replace('-', '_')}"

    def check(self) -> Check:
        """The rule's function; imports its module.

        Raises UserError with file and line when the module cannot be imported.
        """
        return load(self).check  # type: ignore[no-any-return, attr-defined]

    def documentation(self) -> str:
        """The docstring of the rule's file."""
        return load(self).__doc__ or ""


def load(rule: Rule) -> object:
    """The module of a rule.

    Raises UserError with file and line when it cannot be imported.
    """
    module = sys.modules.get(rule.module)
    if module is not None:
        return module
    try:
        return module_named(rule.module)
    except SyntaxError as error:
        raise UserError(error.msg, rule.file, error.lineno or 1) from None
    except Exception as error:  # a rule's own code: whatever it raises, its author can act on it
        raise UserError(
            f"cannot be imported: {type(error).__name__}: {error}", rule.file, line_of(error, rule)
        ) from error


def line_of(error: BaseException, rule: Rule) -> int:
    """The last line of the rule's own file that an error passed through."""
    line, trace = 1, error.__traceback__
    while trace is not None:
        if trace.tb_frame.f_code.co_filename == rule.file:
            line = trace.tb_lineno
        trace = trace.tb_next
    return line


def all_rules(folders: Sequence[str] = (), *, plugins: bool = True) -> tuple[Rule, ...]:
    """Every rule of our own, of the installed packs and of `folders` that a person typed, by name.

    Raises UserError when a pack cannot be read or two rules bear one name.
    """
    found = with_installed(tuple(sys.path), os.getcwd()) if plugins else own_rules()
    mount(OWN, own_folder())
    if not folders:
        return found
    rules = list(found)
    for number, folder in enumerate(folders, 1):
        if not os.path.isdir(folder):
            raise UserError("no such folder of rules", folder)
        rules.extend(rules_in(os.path.abspath(folder), f"iamlint_rules_{number}"))
    return unique(rules)


@cache  # what is installed stays as it is while a process runs
def own_rules() -> tuple[Rule, ...]:
    return unique(rules_in(own_folder(), OWN))


@cache
def with_installed(paths: tuple[str, ...], here: str) -> tuple[Rule, ...]:
    """Our own rules and those of packs installed on `paths`, seen from the folder `here`."""
    from .plugins import installed

    packs = installed(paths, here)
    if not packs:
        return own_rules()
    others = (rule for package, folder in packs for rule in rules_in(folder, package))
    return unique((*own_rules(), *others))


def unique(rules: Iterable[Rule]) -> tuple[Rule, ...]:
    """The rules by name.

    Raises UserError when two bear one name.
    """
    found: dict[str, Rule] = {}
    for rule in rules:
        other = found.setdefault(rule.name, rule)
        if other is not rule:
            raise UserError(f"a rule named `{rule.name}` is already in {other.file}", rule.file)
    return tuple(found[name] for name in sorted(found))


def rules_in(folder: str, package: str) -> list[Rule]:
    """The rules of one folder, which is mounted as `package`."""
    mount(package, folder)
    return [
        Rule._make((*row[:-1], package, f"{folder}{os.sep}{row[-1].replace('/', os.sep)}"))
        for row in index_of(folder)
    ]


def mount(package: str, folder: str) -> None:
    """Make a folder importable as a package of that name."""
    module = sys.modules.get(package)
    if module is None or list(getattr(module, "__path__", ())) != [folder]:
        module = type(sys)(package)
        module.__path__ = [folder]
        for name in [name for name in sys.modules if name.startswith(f"{package}.")]:
            del sys.modules[name]  # of another folder that was mounted here
        sys.modules[package] = module


def own_folder() -> str:
    """Our own rules: inside the package where it was built, at the top of a checkout."""
    here = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    inside = os.path.join(here, "rules")
    if os.path.isdir(inside):
        return inside
    return os.path.join(os.path.dirname(here), "rules")
