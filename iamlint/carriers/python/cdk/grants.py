"""Grants of constructs: `bucket.grant_read(function)`, `Grant.add_to_principal(…)`.

Each becomes the statements that the CDK makes of it, where it stands. Whose construct it is may be
told by the type of a parameter.
https://docs.aws.amazon.com/cdk/v2/guide/permissions.html#permissions-grants
"""

from __future__ import annotations

import ast
import re
from functools import lru_cache

from iamlint.carriers.python.evaluating import Made, Named, View, choice, spread
from iamlint.carriers.python.scopes import last_name
from iamlint.catalog import catalog
from iamlint.text.hints import TYPE_CHECKING, Any
from iamlint.text.holes import Hole, Opaque
from iamlint.text.node import Mapping, Node, Scalar, Sequence, Unknown

from .classes import argument_of, arn_attribute, constructs, inner
from .principals import Principals, Who, together

if TYPE_CHECKING:
    from iamlint.carriers.python.evaluating import Evaluator

    Row = dict[str, Any]

GRANT = "aws_iam.Grant."
DIRECT = ("add_to_principal", "add_to_principal_or_resource", "add_to_principal_and_resource")
"""Functions of the class `Grant`."""
IDENTITIES = ("aws_iam.Role", "aws_iam.User", "aws_iam.Group")
GRANTEE = ("grantee", "identity")
INDEXING = ("add_global_secondary_index", "add_local_secondary_index")
INDEXES = ("global_secondary_indexes", "local_secondary_indexes")
ARN_OF_INDEX = "{arn}/index/*"
PATTERN: tuple[tuple[str, ...], int] = ("objects_key_pattern",), 1
MOST = 16
"""Constructs that a name may stand for."""
_word = re.compile(r"(?<=[a-z])(?=[A-Z])")
_place = re.compile(r"\{([^}]+)\}")


@lru_cache(maxsize=1)
def rows() -> dict[str, dict[str, Row]]:
    """The rows of the table by method and class."""
    found: dict[str, dict[str, Row]] = {}
    for row in catalog().table("cdk_grants"):
        found.setdefault(row["method"], {})[row["class"]] = row
    return found


def methods() -> frozenset[str]:
    """Names of calls that may be grants."""
    return frozenset((*rows(), *DIRECT, *INDEXING))


class Given:
    """What one call grants. `items`: statements for whoever is granted something; `own`: those that
    the policy of the construct takes in place of them where that is nobody of the account.
    """

    def __init__(self, thing: Node, kind: str, row: Row | None) -> None:
        self.thing = thing
        self.kind = kind
        self.row = row
        self.items: list[Mapping] = []
        self.own: list[Mapping] = []


class Grants:
    """Reads the grants of one file."""

    def __init__(self, evaluator: Evaluator) -> None:
        self.evaluator = evaluator
        self._indexed: set[str] | None = None

    def of(self, node: ast.Call, view: View) -> list[tuple[list[str], Given]]:
        """What a call grants, of each construct that it may be a call of, with what has to hold."""
        if not isinstance(node.func, ast.Attribute):
            return []
        method = node.func.attr
        if method in DIRECT:
            given = self._direct(node, view)
            return [([], given)] if given is not None else []
        if method not in rows():
            return []
        base = node.func.value
        found = []
        for tests, thing in leaves(self.evaluator.value(base, view)):
            kind = self._class(base, thing, method, view)
            row = rows()[method].get(kind)
            if row is not None:
                found.append((tests, self._of_row(node, thing, row, view)))
        return found

    def grantees(self, node: ast.Call, given: Given, view: View) -> list[tuple[list[str], Node]]:
        """Who is granted something, with what has to hold."""
        if given.row is not None and given.row.get("public"):
            place = self.evaluator.place(node)
            return [([], Who(place, "AWS", scalar(place, "*"), star=True))]
        position = given.row.get("grantee", 0) if given.row is not None else 0
        value = argument_of(self.evaluator, node, view, GRANTEE, position)
        return [] if value is None else leaves(value)

    # Whose method it is

    def _class(self, base: ast.expr, thing: Node, method: str, view: View) -> str:
        if isinstance(thing, (Made, Named)):
            return thing.qualified
        told = self._annotated(base, view)
        if told:
            return told
        known = rows()[method]
        # the classes of one module have the same methods
        modules = {name.partition(".")[0].removesuffix("_python_alpha") for name in known}
        if modules <= {"aws_lambda", "aws_lambda_nodejs"} or len(modules) == 1:
            return next(iter(known))
        called = f"_{last_name(base)}"
        fitting = [name for name in known if called.endswith(f"_{called_as(name)}")]
        return max(fitting, key=lambda name: len(called_as(name)), default="")

    def is_identity(self, base: ast.expr, view: View) -> bool:
        """Is it a role, user or group, as far as it is declared or called so?"""
        if isinstance(base, ast.Call) and len(base.args) == 2:  # `cast(iam.Role, …)`
            told = self._declared(base.args[0], view)
        else:
            told = self._annotated(base, view)
        if not told:
            called = f"_{last_name(base)}"
            told = next((one for one in IDENTITIES if called.endswith(f"_{called_as(one)}")), "")
        return told in IDENTITIES

    def _annotated(self, node: ast.expr, view: View) -> str:
        """The class of a parameter, as it is declared."""
        for _ in range(3):
            if isinstance(node, ast.Attribute):
                owner = view.scope.of_class
                given = owner.own.get(node.attr, []) if owner is not None else []
                if len(given) != 1 or given[0][1].value is None or not is_self(node.value):
                    return ""
                view, node = View(given[0][0]), given[0][1].value
            if isinstance(node, ast.Name):
                return self._of_parameter(node.id, view)
        return ""

    def _of_parameter(self, name: str, view: View) -> str:
        for scope in view.scope.around():
            if name in scope.names:
                function = scope.node
                if not isinstance(function, (ast.FunctionDef, ast.AsyncFunctionDef)):
                    return ""
                given = function.args
                every = (*given.posonlyargs, *given.args, *given.kwonlyargs)
                told = next((one.annotation for one in every if one.arg == name), None)
                return self._declared(told, View(scope)) if told is not None else ""
        return ""

    def _declared(self, told: ast.expr, view: View) -> str:
        """`aws_s3.Bucket` of `s3.IBucket`, of `"s3.Bucket"`, of `Optional[s3.IBucket]`."""
        if isinstance(told, ast.Constant) and isinstance(told.value, str):
            try:
                told = ast.parse(told.value, mode="eval").body
            except (SyntaxError, ValueError):
                return ""
        if isinstance(told, ast.Subscript):
            told = told.slice
        if isinstance(told, ast.BinOp):
            told = told.left
        name = inner(self.evaluator.following.qualified(told, view))
        module, _, last = name.rpartition(".")
        if last[:1] == "I" and last[1:2].isupper():
            last = last[1:]
        return f"{module}.{last}" if f"{module}.{last}" in constructs() else ""

    # What it grants

    def _direct(self, node: ast.Call, view: View) -> Given | None:
        """`Grant.add_to_principal(grantee=…, actions=…, resource_arns=…)`."""
        evaluator = self.evaluator
        if inner(evaluator.following.qualified(node.func, view)).rpartition(".")[0] + "." != GRANT:
            return None
        given = evaluator.keywords(node, view)
        actions, resources = given.get("actions"), given.get("resource_arns")
        if actions is None or resources is None:
            return None
        made = Given(given.get("resource") or given, "", None)
        entries: list[tuple[str, Node]] = [("Action", actions), ("Resource", resources)]
        conditions = given.get("conditions")
        if conditions is not None:
            entries.append(("Condition", conditions))
        made.items.append(self._statement(entries, evaluator.place(node)))
        return made

    def _of_row(self, node: ast.Call, thing: Node, row: Row, view: View) -> Given:
        evaluator = self.evaluator
        place = evaluator.place(node)
        found = Given(thing, row["class"], row)
        for told in row["statements"]:
            listed = [
                text
                for text in told["resources"]
                if text != ARN_OF_INDEX or self._has_indexes(thing)
            ]
            resources = [self._resource(text, node, thing, row, view) for text in listed]
            actions: list[Node] = [scalar(place, action) for action in told["actions"]]
            if row.get("given") and (node.args[1:] or not actions):
                actions = self._actions(node, view)
            entries: list[tuple[str, Node]] = [
                ("Action", Sequence(place.source, place.start, place.end, actions)),
                ("Resource", Sequence(place.source, place.start, place.end, resources)),
            ]
            blocks: list[Node] = [
                Principals(evaluator).block(operator, key, scalar(place, value), place)
                for operator, keys in told.get("conditions", {}).items()
                for key, value in keys.items()
            ]
            stages = argument_of(evaluator, node, view, ("version_stages",), 1)
            if row.get("stages") and stages is not None:
                key = "secretsmanager:VersionStage"
                block = Principals(evaluator).block("ForAnyValue:StringEquals", key, stages, place)
                blocks.append(block)
            condition = together(blocks, place)
            if condition is not None:
                entries.append(("Condition", condition))
            made = self._statement(entries, place)
            found.items.append(made)
            if not told.get("alone"):
                found.own.append(made)
        key_of = self.key(thing, row.get("key"))
        if key_of is not None:
            actions = [scalar(place, action) for action in row["key"][1]]
            arn = self._arn(key_of, "aws_kms.Key", "Arn", place)
            entries = [
                ("Action", Sequence(place.source, place.start, place.end, actions)),
                ("Resource", arn),
            ]
            found.items.append(self._statement(entries, place))
        return found

    def _actions(self, node: ast.Call, view: View) -> list[Node]:
        """The actions that a call names."""
        found: list[Node] = []
        for one in node.args[1:]:
            if isinstance(one, ast.Starred):
                found += spread(self.evaluator.value(one.value, view))
            else:
                found.append(self.evaluator.value(one, view))
        return found

    def key(self, thing: Node, told: list[Any] | None) -> Node | None:
        """The key that a construct is given."""
        if told is None or not isinstance(thing, Made):
            return None
        return self.evaluator.keywords(thing.call, thing.view).get(told[0])

    def _statement(self, entries: list[tuple[str, Node]], place: Node) -> Mapping:
        every = [("Effect", scalar(place, "Allow")), *entries]
        source, start = place.source, place.start
        held = [(Scalar(source, start, start, name), value) for name, value in every]
        return Mapping(source, start, place.end, held)

    def _has_indexes(self, thing: Node) -> bool:
        """Has a table an index, as far as the file tells?"""
        if not isinstance(thing, Made):
            return isinstance(thing, Unknown) and not isinstance(thing, Named)
        if self._indexed is None:
            self._indexed = set()
            for found in self.evaluator.names.calls:
                call = found.node
                assert isinstance(call, ast.Call)
                if isinstance(call.func, ast.Attribute) and call.func.attr in INDEXING:
                    for _, one in leaves(self.evaluator.value(call.func.value, View(found.scope))):
                        if isinstance(one, Made):
                            self._indexed.add(one.logical)
        given = self.evaluator.keywords(thing.call, thing.view)
        return thing.logical in self._indexed or any(name in given for name in INDEXES)

    # On what

    def _resource(self, text: str, node: ast.Call, thing: Node, row: Row, view: View) -> Node:
        """An ARN of the construct, or one of those that belong to it."""
        place = self.evaluator.place(node)
        parts: list[Node] = []
        done = 0
        for found in _place.finditer(text):
            if found.start() > done:
                parts.append(scalar(place, text[done : found.start()]))
            parts.append(self._part(found[1], node, thing, row, view))
            done = found.end()
        if done < len(text):
            parts.append(scalar(place, text[done:]))
        return parts[0] if len(parts) == 1 else self.evaluator.joined(parts, place)

    def _part(self, name: str, node: ast.Call, thing: Node, row: Row, view: View) -> Node:
        evaluator = self.evaluator
        place = evaluator.place(node)
        if name.startswith("AWS::"):
            return evaluator.ref(name, place)
        if name == "objects":
            names, position = row.get("pattern", PATTERN)
            pattern = argument_of(evaluator, node, view, tuple(names), position)
            return scalar(place, "*") if pattern is None else pattern
        kind = row["class"]
        if name == "last":
            ref = self._arn(thing, kind, "Ref", place)
            split = Sequence(place.source, place.start, place.end, [scalar(place, ":"), ref])
            six = Scalar(place.source, place.start, place.start, 6, "")
            pair = [six, evaluator.call("Fn::Split", split, place)]
            both = Sequence(place.source, place.start, place.end, pair)
            return evaluator.call("Fn::Select", both, place)
        if name == "ref":
            return self._arn(thing, row["class"], "Ref", place)
        if name == "/ref":
            return self._behind_slash(thing, place)
        attribute = "Arn" if name == "arn" else constructs()[kind]["attributes"].get(name, "Arn")
        return self._arn(thing, kind, attribute, place)

    def _arn(self, thing: Node, kind: str, attribute: str, place: Node) -> Node:
        """An attribute of a construct; its ARN is what its class calls that."""
        if isinstance(thing, Named):
            return thing.arn
        if isinstance(thing, Made):
            if attribute == "Arn":
                attributes = constructs().get(thing.qualified, {}).get("attributes", {})
                attribute = attributes.get(arn_attribute(thing.qualified), "Arn")
            return self.evaluator.attribute_of(thing.logical, attribute, place)
        if isinstance(thing, Unknown):
            hole = thing.hole
            name = f"{hole.identity}.{arn_attribute(kind) if attribute == 'Arn' else attribute}"
            made = Hole(name, why=hole.why)
            if isinstance(hole, Opaque):
                made = Opaque(name, why=hole.why, told=hole.told)
            return Unknown(place.source, place.start, place.end, made)
        return thing

    def _behind_slash(self, thing: Node, place: Node) -> Node:
        """The name of a parameter, which has a slash in front of it in its ARN."""
        if not isinstance(thing, Made):
            return self._arn(thing, "aws_ssm.StringParameter", "parameter_name", place)
        given = self.evaluator.keywords(thing.call, thing.view).get("parameter_name")
        ref = self.evaluator.ref(thing.logical, place)
        told = given.value if isinstance(given, Scalar) else None
        if isinstance(told, str) and told.startswith("/"):
            return ref
        return self.evaluator.joined([scalar(place, "/"), ref], place)


def leaves(value: Node, tests: tuple[str, ...] = ()) -> list[tuple[list[str], Node]]:
    """All that a value may be, each with the choices that lead to it."""
    chosen = choice(value)
    if chosen is None:
        return [(list(tests), value)]
    test, yes, no = chosen
    both = [*leaves(yes, (*tests, test)), *leaves(no, (*tests, f"not {test}"))]
    return both[:MOST]


def called_as(name: str) -> str:
    """`log_group` of `aws_logs.LogGroup`: how a thing of the class is called in code."""
    return _word.sub("_", name.rpartition(".")[2]).lower()


def scalar(place: Node, text: str) -> Scalar:
    return Scalar(place.source, place.start, place.end, text)


def is_self(node: ast.expr) -> bool:
    return isinstance(node, ast.Name) and node.id in ("self", "cls")
