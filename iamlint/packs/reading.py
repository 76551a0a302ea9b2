"""What a rule's text says of the rule, and whether it is as a rule must be.

The text is parsed, not run, so that every fault has its line and nothing happens while an index is
made.
"""

from __future__ import annotations

import ast
import os
import re
import sys

from iamlint.errors import UserError
from iamlint.finding import PERSONAS, REGULAR, SAFE, SEVERITIES
from iamlint.model.policy import KINDS
from iamlint.rule import LENT, OF_A_KIND, SUBJECTS
from iamlint.text.hints import TYPE_CHECKING, NoReturn

if TYPE_CHECKING:
    from .index import Row

NAME = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*\Z")
FENCE = re.compile(r"^```\w+ (bad|good|fixed)\b", re.MULTILINE)
ARGUMENTS = {
    "severity",
    "persona",
    "since",
    "aws_codes",
    "fix",
    "supersedes",
    "kinds",
    "where",
    "needs_options",
}


class Text:
    """A rule's file while it is being read."""

    def __init__(self, path: str) -> None:
        self.path = path
        with open(path, encoding="utf-8") as file:
            self.text = file.read()
        try:
            self.tree = ast.parse(self.text)
        except SyntaxError as error:
            raise UserError(error.msg, path, error.lineno or 1, error.offset or 1) from None

    def refuse(self, message: str, at: ast.AST | None = None) -> NoReturn:
        """Raise a UserError at a node of the file, or at its first line."""
        line = getattr(at, "lineno", 1)
        raise UserError(message, self.path, line, getattr(at, "col_offset", 0) + 1)


def read_rule(folder: str, path: str) -> Row:
    """The row of the rule in `folder/path`, where `path` is `shelf/file.py`.

    Raises UserError with file and line when the file does not define a rule as it should.
    """
    shelf, file_name = path.split("/")
    text = Text(os.path.join(folder, shelf, file_name))
    stem = file_name[: -len(".py")]
    if not NAME.match(stem) or not NAME.match(shelf):
        text.refuse(f"`{path}` does not name a rule: both parts must be snake_case")
    refuse_foreign_imports(text)
    check = check_of(text)
    said = arguments_of(text, check)
    subject, lent = parameters_of(text, check)
    return (
        stem.replace("_", "-"),
        shelf,
        subject,
        lent,
        said["severity"],
        said.get("persona", REGULAR),
        said["since"],
        said.get("aws_codes", ()),
        said.get("fix", ""),
        said.get("supersedes", ()),
        kinds_of(text, check, said, subject),
        said.get("where", ""),
        said.get("needs_options", False),
        summary_of(text, said.get("fix", "")),
        path,
    )


def refuse_foreign_imports(text: Text) -> None:
    """A rule imports the public names of iamlint and the standard library, nothing else."""
    for node in ast.walk(text.tree):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            names = ["." * node.level + (node.module or "")]
        else:
            continue
        for name in names:
            if name != "iamlint" and name.split(".")[0] not in sys.stdlib_module_names:
                text.refuse(
                    f"imports `{name}`; a rule imports `iamlint` and the standard library alone",
                    node,
                )


def check_of(text: Text) -> ast.FunctionDef:
    """The one function that is decorated with `@rule(…)`."""
    found = [
        node
        for node in text.tree.body
        if isinstance(node, ast.FunctionDef) and decorator_of(node) is not None
    ]
    if not found:
        text.refuse("has no function decorated with `@rule(…)`")
    if len(found) > 1:
        text.refuse("a file holds one rule, this is the second", found[1])
    if found[0].name != "check":
        text.refuse("the rule's function must be called `check`", found[0])
    return found[0]


def decorator_of(function: ast.FunctionDef) -> ast.Call | None:
    for node in function.decorator_list:
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Name)
            and node.func.id == "rule"
        ):
            return node
    return None


def arguments_of(text: Text, check: ast.FunctionDef) -> dict[str, object]:
    """What `@rule(…)` says."""
    call = decorator_of(check)
    assert call is not None
    said: dict[str, object] = {}
    for keyword in call.keywords:
        try:
            value = ast.literal_eval(keyword.value)
        except ValueError:
            text.refuse("the arguments of `@rule(…)` must be literals", keyword.value)
        if keyword.arg not in ARGUMENTS:
            text.refuse(f"`@rule(…)` has no argument `{keyword.arg}`", keyword.value)
        said[keyword.arg] = tuple(value) if isinstance(value, (list, tuple)) else value
    for needed in ("severity", "since"):
        if needed not in said:
            text.refuse(f"`@rule(…)` needs `{needed}`", call)
    if said["severity"] not in SEVERITIES:
        text.refuse(f"severity must be one of {', '.join(SEVERITIES)}", call)
    if said.get("persona", REGULAR) not in PERSONAS:
        text.refuse(f"persona must be one of {', '.join(PERSONAS)}", call)
    return said


def kinds_of(
    text: Text, check: ast.FunctionDef, said: dict[str, object], subject: str
) -> tuple[str, ...]:
    """The kinds of policy that the rule looks at; empty for all."""
    kinds = said.get("kinds", ())
    if not isinstance(kinds, tuple):
        text.refuse("`kinds` must be a list of kinds of policy", check)
    if kinds and subject not in OF_A_KIND:
        text.refuse(f"`kinds` chooses among {', '.join(OF_A_KIND)}, not `{subject}`", check)
    if not set(kinds) <= set(KINDS):
        text.refuse(f"kinds must be of {', '.join(KINDS)}", check)
    return kinds


def parameters_of(text: Text, check: ast.FunctionDef) -> tuple[str, tuple[tuple[str, str], ...]]:
    """What the rule is shown, and for each other parameter, in their order, its name and what it is
    lent.
    """
    parameters = check.args.posonlyargs + check.args.args
    if not parameters:
        text.refuse("`check` needs a parameter: what the rule is shown", check)
    if check.args.kwonlyargs:
        text.refuse("`check` is given everything by place, nothing by name", check)
    subject = annotation_of(parameters[0])
    if subject not in SUBJECTS:
        text.refuse(
            f"a rule cannot be shown `{subject}`, only {', '.join(SUBJECTS)}", parameters[0]
        )
    lent = []
    for parameter in parameters[1:]:
        wanted = annotation_of(parameter)
        if wanted not in LENT:
            text.refuse(f"nobody can lend `{wanted}`, only {', '.join(LENT)}", parameter)
        lent.append((parameter.arg, wanted))
    if any(wanted == "Options" for _, wanted in lent) and not has_class(text, "Options"):
        text.refuse("asks for `Options` but defines no such class", check)
    return subject, tuple(lent)


def annotation_of(parameter: ast.arg) -> str:
    node = parameter.annotation
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    return ast.unparse(node) if node is not None else "nothing"


def has_class(text: Text, name: str) -> bool:
    return any(isinstance(node, ast.ClassDef) and node.name == name for node in text.tree.body)


def summary_of(text: Text, fix: object) -> str:
    """The first sentence of the documentation, which must have examples."""
    documentation = ast.get_docstring(text.tree, clean=False)
    if not documentation:
        text.refuse("has no documentation: the file must begin with a docstring")
    kinds = set(FENCE.findall(documentation))
    for needed in ("bad", "good", *(("fixed",) if fix == SAFE else ())):
        if needed not in kinds:
            text.refuse(f"its documentation has no example marked `{needed}`", text.tree.body[0])
    return " ".join(documentation.split("\n\n")[0].split())
