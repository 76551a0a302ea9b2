"""The constructs of one file, and what is added to them."""

from __future__ import annotations

import ast
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from iamlint.carriers.cloudformation.naming import row_of
from iamlint.carriers.cloudformation.tables import rows
from iamlint.carriers.python.evaluating import Made, View
from iamlint.carriers.python.naming import construct_name, type_of, upper
from iamlint.carriers.python.scopes import last_name
from iamlint.catalog import catalog
from iamlint.text.node import Mapping, Node, Scalar, Sequence

from . import arns, statements
from .principals import CLASSES, Principals, Several, Who, changed

if TYPE_CHECKING:
    from iamlint.carriers.python.declaring import Declarations
    from iamlint.carriers.python.evaluating import Evaluator
    from iamlint.carriers.python.scopes import Found

    Row = dict[str, Any]

PACKAGE = "aws_cdk."
IAM = "aws_iam."
STATEMENT, DOCUMENT = "aws_iam.PolicyStatement", "aws_iam.PolicyDocument"
MANAGED = "aws_iam.ManagedPolicy"
IDENTITY_METHODS = frozenset(("add_to_policy", "add_to_principal_policy", "add_to_role_policy"))
RESOURCE_METHOD = "add_to_resource_policy"
PSEUDO = {
    "ACCOUNT_ID": "AWS::AccountId",
    "REGION": "AWS::Region",
    "PARTITION": "AWS::Partition",
    "URL_SUFFIX": "AWS::URLSuffix",
    "STACK_NAME": "AWS::StackName",
    "STACK_ID": "AWS::StackId",
}
OF_STACK = {
    "account": "AWS::AccountId",
    "region": "AWS::Region",
    "partition": "AWS::Partition",
    "url_suffix": "AWS::URLSuffix",
    "stack_name": "AWS::StackName",
}
GROUPS = (("roles", "Roles"), ("users", "Users"), ("groups", "Groups"))
KINDS = {"AWS::IAM::Role": "Roles", "AWS::IAM::User": "Users", "AWS::IAM::Group": "Groups"}
LAMBDA = "AWS::Lambda::Function"
BASIC = "service-role/AWSLambdaBasicExecutionRole"


@lru_cache(maxsize=1)
def constructs() -> dict[str, Row]:
    """The rows of the table by class."""
    return {row["class"]: row for row in catalog().table("cdk_constructs")}


def inner(qualified: str) -> str:
    """`aws_iam.Role` of `aws_cdk.aws_iam.Role`; empty for what is not of the CDK."""
    return qualified.removeprefix(PACKAGE) if qualified.startswith(PACKAGE) else ""


@lru_cache(maxsize=256)
def low_level(name: str) -> str:
    """The type of CloudFormation of a construct such as `aws_iam.CfnRole`; empty for another."""
    module, _, last = name.rpartition(".")
    if not last.startswith("Cfn") or "." in module:
        return ""
    kind = type_of(module, last.removeprefix("Cfn"))
    return kind if kind and (row_of(kind) or rows("cloudformation_policies", kind)) else ""


@lru_cache(maxsize=256)
def named_by(name: str) -> str:
    """`bucket_name` of `aws_s3.Bucket.from_bucket_name`; empty for another function."""
    made, _, last = name.rpartition(".")
    argument = last.removeprefix("from_")
    known = last != argument and made in constructs() and argument in constructs()[made]["names"]
    return argument if known else ""


class Cdk:
    """Reads the constructs of one file."""

    makes_templates = True
    any_class = True

    def __init__(self) -> None:
        names = {name.rpartition(".")[2] for name in constructs()}
        methods = {RESOURCE_METHOD, "add_managed_policy", "add_permission", "add_statements"}
        self.wanted = frozenset((*names, *methods, *IDENTITY_METHODS, "PolicyStatement"))
        self.wanted |= {"PolicyDocument", "attach_to_role", "attach_inline_policy"}
        self._made: dict[int, str] = {}
        self._added: dict[str, list[Node]] = {}
        self._open: set[int] = set()
        self._later: list[tuple[Found, str, str]] = []

    def knows(self, qualified: str) -> bool:
        name = inner(qualified)
        return name in constructs() or name in (STATEMENT, DOCUMENT)

    # Values

    def value(
        self, evaluator: Evaluator, node: ast.Call, qualified: str, view: View
    ) -> Node | None:
        name = inner(qualified)
        if not name:
            return self._method(evaluator, node, view)
        if name == STATEMENT:
            return statements.statement(evaluator, node, view)
        if name == DOCUMENT:
            return statements.document(evaluator, node, view)
        if name in (f"{STATEMENT}.from_json", f"{DOCUMENT}.from_json") and node.args:
            return evaluator.value(node.args[0], view)
        last = name.rpartition(".")[2]
        if name.startswith("Fn."):
            return arns.function(evaluator, node, last, view)
        if name == "Arn.format":
            return arns.arn(evaluator, node, view)
        if name == "ArnComponents":
            return evaluator.keywords(node, view)
        if name.startswith(IAM) and last in CLASSES:
            return Principals(evaluator).made(last, node, view)
        if name == f"{MANAGED}.from_aws_managed_policy_name":
            return self._of_aws(evaluator, node, view)
        if name == f"{MANAGED}.from_managed_policy_arn":
            return self._last(evaluator, node, view, "managed_policy_arn")
        if low_level(name) or named_by(name):
            made = self._made.get(id(node))
            kind = name.rpartition(".")[0] if named_by(name) else name
            return Made(evaluator.place(node), kind, node, view, made) if made else None
        if name in constructs():
            place = evaluator.place(node)
            logical = self._made.get(id(node)) or construct_name(evaluator, node, view)
            return Made(place, name, node, view, logical)
        if name.startswith("aws_") and last.endswith("Property"):
            return self._property(evaluator, node, view)
        return None

    def _method(self, evaluator: Evaluator, node: ast.Call, view: View) -> Node | None:
        """A method of a principal or a construct."""
        if not isinstance(node.func, ast.Attribute):
            return None
        name = node.func.attr
        if name == "format_arn":
            return arns.arn(evaluator, node, view)
        if name in ("with_conditions", "with_session_tags"):
            value = evaluator.value(node.func.value, view)
            if isinstance(value, (Who, Several)):
                blocks = [evaluator.value(one, view) for one in node.args]
                more = ("sts:TagSession",) if name == "with_session_tags" else ()
                return changed(value, blocks, more)
        if name == "arn_for_objects" and len(node.args) == 1:
            place = evaluator.place(node)
            base = evaluator.value(node.func.value, view)
            if isinstance(base, Made):
                arn = evaluator.attribute_of(base.logical, "Arn", place)
                slash = Scalar(place.source, place.start, place.start, "/")
                return evaluator.joined([arn, slash, evaluator.value(node.args[0], view)], place)
        return None

    def attribute(
        self, evaluator: Evaluator, node: ast.expr, qualified: str, view: View
    ) -> Node | None:
        if not isinstance(node, ast.Attribute):
            return None
        name = inner(qualified)
        place = evaluator.place(node)
        if name.startswith("aws_iam.Effect."):
            effect = {"ALLOW": "Allow", "DENY": "Deny"}.get(node.attr)
            return Scalar(place.source, place.start, place.end, effect) if effect else None
        if name.startswith("Aws.") and node.attr in PSEUDO:
            return evaluator.ref(PSEUDO[node.attr], place)
        if node.attr in OF_STACK and self._is_stack(node.value):
            return evaluator.ref(OF_STACK[node.attr], place)
        if name:
            return None
        if id(node) in self._open:
            return None
        self._open.add(id(node))
        try:
            base = evaluator.value(node.value, view)
        finally:
            self._open.discard(id(node))
        if not isinstance(base, Made):
            return None
        if low_level(base.qualified):
            named = "Ref" if node.attr == "ref" else upper(node.attr.removeprefix("attr_"))
            return evaluator.attribute_of(base.logical, named, evaluator.place(node))
        row = constructs().get(base.qualified)
        if row is not None and node.attr == "role" and "service" in row:
            return self._role_of(base, row, place)
        attribute = row["attributes"].get(node.attr) if row is not None else None
        if attribute is None:
            return None
        return evaluator.attribute_of(base.logical, attribute, place)

    def _role_of(self, base: Made, row: Row, place: Node) -> Node:
        """The role that a function or the like runs as."""
        role = self.evaluator.keywords(base.call, base.view).get("role")
        if role is not None:
            return role
        own = f"{base.logical}/ServiceRole"
        if own not in self.declarations.resources:
            self._service_role(own, row, self.evaluator.place(base.call))
        return Made(place, "aws_iam.Role", base.call, base.view, own)

    def _is_stack(self, node: ast.expr) -> bool:
        """`self`, `Stack.of(self)`, `cdk.Stack.of(self)`."""
        if isinstance(node, ast.Name):
            return node.id == "self"
        return (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and node.func.attr == "of"
            and last_name(node.func.value) == "Stack"
        )

    def _of_aws(self, evaluator: Evaluator, node: ast.Call, view: View) -> Node | None:
        value = self._last(evaluator, node, view, "managed_policy_name")
        return None if value is None else self.managed(evaluator, value, evaluator.place(node))

    def managed(self, evaluator: Evaluator, name: Node, place: Node) -> Node:
        """The ARN of a managed policy of AWS's."""
        before = Scalar(place.source, place.start, place.start, "arn:")
        after = Scalar(place.source, place.start, place.start, ":iam::aws:policy/")
        partition = evaluator.ref("AWS::Partition", place)
        return evaluator.joined([before, partition, after, name], place)

    def _last(self, evaluator: Evaluator, node: ast.Call, view: View, name: str) -> Node | None:
        """An argument that is named, or comes last."""
        found = evaluator.keywords(node, view).get(name)
        if found is None and node.args:
            found = evaluator.value(node.args[-1], view)
        return found

    def _property(self, evaluator: Evaluator, node: ast.Call, view: View) -> Node:
        """`CfnRole.PolicyProperty(…)`: a part of what CloudFormation takes."""
        given = evaluator.keywords(node, view)
        entries = [
            (Scalar(key.source, key.start, key.end, upper(str(key.value)), ""), value)
            for key, value in given.entries
        ]
        return Mapping(given.source, given.start, given.end, entries)

    # Declarations

    def declare(self, evaluator: Evaluator, declarations: Declarations) -> None:
        self.evaluator, self.declarations = evaluator, declarations
        calls = evaluator.names.calls
        things: list[tuple[Found, str]] = []
        for found in calls:
            assert isinstance(found.node, ast.Call)
            view = View(found.scope)
            name = inner(evaluator.following.qualified(found.node.func, view))
            if low_level(name):
                self._low(found, name)
            elif named_by(name):
                self._named_elsewhere(found, name)
            elif name in constructs():
                logical = construct_name(evaluator, found.node, view)
                place = evaluator.place(found.node)
                made = declarations.add(logical, constructs()[name]["type"], [], place)
                self._made[id(found.node)] = made
                things.append((found, name))
        for found, made, kind in self._later:
            assert isinstance(found.node, ast.Call)
            given = evaluator.keywords(found.node, View(found.scope))
            held = [(upper(str(key.value)), self._arn(value)) for key, value in given.entries]
            declarations.put(made, kind, held, evaluator.place(found.node))
        for found, name in things:
            self._construct(found, name)
        for found in calls:
            self._call(found)
        for name in self._added:
            self._default_policy(name)
        for found in calls:
            self._loose(found)

    def _low(self, found: Found, name: str) -> None:
        """A construct that is a resource of CloudFormation, as the template has it."""
        assert isinstance(found.node, ast.Call)
        evaluator, view = self.evaluator, View(found.scope)
        logical = construct_name(evaluator, found.node, view)
        place = evaluator.place(found.node)
        made = self.declarations.add(logical, low_level(name), [], place)
        self._made[id(found.node)] = made
        self._later.append((found, made, low_level(name)))

    def _named_elsewhere(self, found: Found, name: str) -> None:
        """A thing that is made elsewhere: `Bucket.from_bucket_name(…)`."""
        assert isinstance(found.node, ast.Call)
        evaluator, view = self.evaluator, View(found.scope)
        row = constructs()[name.rpartition(".")[0]]
        argument = named_by(name)
        value = self._last(evaluator, found.node, view, argument)
        logical = construct_name(evaluator, found.node, view)
        properties = [(row["names"][argument], value)] if value is not None else []
        place = evaluator.place(found.node)
        made = self.declarations.add(logical, row["type"], properties, place)
        self._made[id(found.node)] = made
        self.declarations.passing.add(made)

    def _construct(self, found: Found, name: str) -> None:
        """Declare what a construct is given."""
        assert isinstance(found.node, ast.Call)
        evaluator, view = self.evaluator, View(found.scope)
        row = constructs()[name]
        logical = self._made[id(found.node)]
        given = evaluator.keywords(found.node, view)
        properties = [
            (theirs, value)
            for ours, theirs in row["names"].items()
            if (value := given.get(ours)) is not None
        ]
        place = evaluator.place(found.node)
        if row["type"] in KINDS:
            properties += self._identity(row["type"], given)
        elif row["type"] in ("AWS::IAM::Policy", "AWS::IAM::ManagedPolicy"):
            properties += self._policy(logical, given, place)
        elif row["type"] == "AWS::KMS::Key" and given.get("policy") is not None:
            properties.append(("KeyPolicy", given.get("policy")))  # type: ignore[arg-type]
        role = given.get("role")
        if row["type"] == LAMBDA and isinstance(role, Made):
            properties.append(("Role", evaluator.attribute_of(role.logical, "Arn", role)))
        self.declarations.put(logical, row["type"], properties, place)
        first = given.get("initial_policy")
        if isinstance(first, Sequence):
            self._to_role(found.node, row, logical, given, list(first.items))

    def _identity(self, type: str, given: Mapping) -> list[tuple[str, Node]]:
        """The policies of a role, user or group."""
        evaluator = self.evaluator
        found: list[tuple[str, Node]] = []
        who = given.get("assumed_by")
        if type == "AWS::IAM::Role" and who is not None:
            told = given.get("external_ids")
            external = None
            if told is not None:
                external = Principals(evaluator).block("StringEquals", "sts:ExternalId", told, told)
            found.append(("AssumeRolePolicyDocument", statements.trust(who, external, who)))
        documents = given.get("inline_policies")
        if isinstance(documents, Mapping):
            items: list[Node] = [self._named(key, value) for key, value in documents.entries]
            start, end = documents.start, documents.end
            found.append(("Policies", Sequence(documents.source, start, end, items)))
        elif documents is not None:
            found.append(("Policies", documents))
        managed = given.get("managed_policies")
        if managed is not None:
            found.append(("ManagedPolicyArns", self._arns(managed)))
        boundary = given.get("permissions_boundary")
        if boundary is not None:
            found.append(("PermissionsBoundary", self._arn(boundary)))
        return found

    def _named(self, key: Scalar, value: Node) -> Mapping:
        source, start = value.source, value.start
        name = Scalar(source, start, start, "PolicyName")
        document = Scalar(source, start, start, "PolicyDocument")
        return Mapping(source, start, value.end, [(name, key), (document, value)])

    def _arns(self, node: Node) -> Node:
        if not isinstance(node, Sequence):
            return node
        items = [self._arn(item) for item in node.items]
        return Sequence(node.source, node.start, node.end, items)

    def _arn(self, node: Node) -> Node:
        """The ARN of a managed policy, which the code may make."""
        if isinstance(node, Made):
            return self.evaluator.ref(node.logical, node)
        return node

    def _policy(self, logical: str, given: Mapping, place: Node) -> list[tuple[str, Node]]:
        """A policy of its own, and what it is attached to."""
        found: list[tuple[str, Node]] = []
        document, listed = given.get("document"), given.get("statements")
        items = list(listed.items) if isinstance(listed, Sequence) else []
        items += self._statements_for(logical)
        if document is not None and not items:
            found.append(("PolicyDocument", document))
        elif listed is not None and not isinstance(listed, Sequence):
            found.append(("PolicyDocument", statements.around(listed, place)))
        else:
            every = Sequence(place.source, place.start, place.end, items)
            found.append(("PolicyDocument", statements.around(every, place)))
        for ours, theirs in GROUPS:
            held = given.get(ours)
            if isinstance(held, Sequence):
                refs = [self._arn(item) for item in held.items]
                found.append((theirs, Sequence(held.source, held.start, held.end, refs)))
        return found

    def _statements_for(self, logical: str) -> list[Node]:
        """What `add_statements` adds to a policy."""
        found: list[Node] = []
        for call in self.evaluator.names.calls:
            node = call.node
            assert isinstance(node, ast.Call)
            if last_name(node.func) != "add_statements" or not isinstance(node.func, ast.Attribute):
                continue
            view = View(call.scope)
            base = self.evaluator.value(node.func.value, view)
            if isinstance(base, Made) and base.logical == logical:
                found += [self._under(self.evaluator.value(one, view), call) for one in node.args]
        return found

    def _under(self, node: Node, found: Found) -> Node:
        """A statement under the condition that the code adds it under."""
        for parent, field in self.evaluator.names.around(found.statement):
            if isinstance(parent, ast.If):
                name = f"the branch at line {parent.lineno}"
                return self.evaluator.under(name, node, wanted=field == "body")
        return node

    def _call(self, found: Found) -> None:
        """What is added to a construct."""
        node = found.node
        assert isinstance(node, ast.Call)
        if not isinstance(node.func, ast.Attribute):
            return
        method = node.func.attr
        view = View(found.scope)
        if method in IDENTITY_METHODS or method == RESOURCE_METHOD:
            values = [self.evaluator.value(one, view) for one in node.args]
            values += [value for _, value in self.evaluator.keywords(node, view).entries]
            items = [self._under(value, found) for value in values if is_statement(value)]
            if items:
                base = self.evaluator.value(node.func.value, view)
                self._add(base, method, items, node)
        elif method == "add_managed_policy" and len(node.args) == 1:
            base = self.evaluator.value(node.func.value, view)
            if isinstance(base, Made) and self._type(base) in KINDS:
                arn = self._arn(self.evaluator.value(node.args[0], view))
                self._append(base.logical, "ManagedPolicyArns", [arn])
        elif method in ("attach_to_role", "attach_inline_policy") and len(node.args) == 1:
            one = self.evaluator.value(node.func.value, view)
            other = self.evaluator.value(node.args[0], view)
            policy, role = (one, other) if method == "attach_to_role" else (other, one)
            if isinstance(policy, Made) and isinstance(role, Made) and self._type(role) in KINDS:
                self._append(policy.logical, KINDS[self._type(role)], [self._arn(role)])
        elif method == "add_permission":
            self._permission(node, view)

    def _type(self, made: Made) -> str:
        row = constructs().get(made.qualified)
        return str(row["type"]) if row is not None else ""

    def _append(self, logical: str, key: str, items: list[Node]) -> None:
        """More items in a list of a resource's properties."""
        if logical not in self.declarations.resources:
            return
        before = self.declarations.properties(logical)
        place = self.declarations.resources[logical]
        old = before.get(key)
        listed = old.items if isinstance(old, Sequence) else [old] if old is not None else []
        both = Sequence(place.source, place.start, place.end, [*listed, *items])
        entries = [(str(k.value), v) for k, v in before.entries if k.value != key]
        told = place.get("Type")
        assert isinstance(told, Scalar)
        self.declarations.put(logical, str(told.value), [*entries, (key, both)], place)

    def _add(self, base: Node, method: str, items: list[Node], node: ast.Call) -> None:
        place = self.evaluator.place(node)
        document = statements.around(
            Sequence(place.source, items[0].start, items[-1].end, items), items[0]
        )
        if not isinstance(base, Made) or base.qualified not in constructs():
            kind = "resource" if method == RESOURCE_METHOD else "identity"
            self.declarations.document(document, kind, self.evaluator.code(node.func), part=True)
            return
        if method == RESOURCE_METHOD:
            self._on_resource(base, items, document)
        else:
            row = constructs()[base.qualified]
            given = self.evaluator.keywords(base.call, base.view)
            self._to_role(base.call, row, base.logical, given, items)

    def _to_role(
        self, node: ast.Call, row: Row, logical: str, given: Mapping, items: list[Node]
    ) -> None:
        """Statements for an identity, or for the role that something runs as."""
        if row["type"] in KINDS:
            self._added.setdefault(logical, []).extend(items)
            return
        role = given.get("role")
        if isinstance(role, Made):
            self._added.setdefault(role.logical, []).extend(items)
            return
        if role is not None or "service" not in row:
            place = items[0]
            listed = Sequence(place.source, place.start, items[-1].end, items)
            document = statements.around(listed, place)
            self.declarations.document(document, "identity", logical, part=True)
            return
        own = f"{logical}/ServiceRole"
        if own not in self.declarations.resources:
            self._service_role(own, row, self.evaluator.place(node))
        self._added.setdefault(own, []).extend(items)

    def _service_role(self, own: str, row: Row, place: Node) -> None:
        """The role that the CDK makes for what is given none."""
        service = Scalar(place.source, place.start, place.end, row["service"])
        who = Who(place, "Service", service)
        properties = [("AssumeRolePolicyDocument", statements.trust(who, None, place))]
        if row["type"] == LAMBDA:
            name = Scalar(place.source, place.start, place.end, BASIC)
            arn = self.managed(self.evaluator, name, place)
            listed = Sequence(place.source, place.start, place.end, [arn])
            properties.append(("ManagedPolicyArns", listed))
        self.declarations.put(own, "AWS::IAM::Role", properties, place)

    def _default_policy(self, logical: str) -> None:
        """The policy that the CDK makes of all that is added to an identity."""
        items = self._added[logical]
        thing = self.declarations.resources.get(logical)
        told = thing.get("Type") if thing is not None else None
        if not isinstance(told, Scalar) or str(told.value) not in KINDS:
            return
        first = items[0]
        ref = self.evaluator.ref(logical, first)
        listed = Sequence(first.source, first.start, items[-1].end, items)
        self.declarations.add(
            f"{logical}/DefaultPolicy",
            "AWS::IAM::Policy",
            [
                ("PolicyDocument", statements.around(listed, first)),
                (KINDS[str(told.value)], Sequence(first.source, first.start, first.end, [ref])),
            ],
            first,
        )

    def _on_resource(self, base: Made, items: list[Node], document: Mapping) -> None:
        """Statements for the policy of a resource."""
        row = constructs()[base.qualified]
        if "policy" not in row:
            self.declarations.document(document, "resource", base.logical, part=True)
            return
        kind, name = row["policy"]
        if not kind:
            self._within(base, name, items, document)
            return
        own = f"{base.logical}/Policy"
        if own in self.declarations.resources:
            before = self.declarations.properties(own).get(document_key(kind))
            listed = before.get("Statement") if isinstance(before, Mapping) else None
            if isinstance(listed, Sequence):
                listed.items.extend(items)
            return
        ref = self.evaluator.ref(base.logical, items[0])
        properties: list[tuple[str, Node]] = [(document_key(kind), document), (name, ref)]
        self.declarations.put(own, kind, properties, items[0])

    def _within(self, base: Made, name: str, items: list[Node], document: Mapping) -> None:
        """Statements for a policy that stands in the declaration of the resource."""
        before = self.declarations.properties(base.logical).get(name)
        listed = before.get("Statement") if isinstance(before, Mapping) else None
        if isinstance(listed, Sequence):
            listed.items.extend(items)
        elif before is None:
            if name == "KeyPolicy":
                listed = document.get("Statement")
                assert isinstance(listed, Sequence)
                listed.items.insert(0, self._of_account(base))
            self.declarations.give(base.logical, name, document)
        else:
            address = f"{base.logical}.{name}"
            self.declarations.document(document, "resource", address, part=True)

    def _of_account(self, base: Made) -> Mapping:
        """The statement that the CDK gives a key without a policy: its account may all."""
        place = self.evaluator.place(base.call)
        account = self.evaluator.ref("AWS::AccountId", place)
        who = Who(place, "AWS", Principals(self.evaluator).root(account, place))
        source, start, end = place.source, place.start, place.end
        told: list[tuple[str, Node]] = [
            ("Effect", Scalar(source, start, end, "Allow")),
            ("Action", Scalar(source, start, end, "kms:*")),
            ("Principal", who),
            ("Resource", Scalar(source, start, end, "*")),
        ]
        entries = [(Scalar(source, start, start, name), value) for name, value in told]
        return Mapping(source, start, end, entries)

    def _permission(self, node: ast.Call, view: View) -> None:
        """`function.add_permission(…)`."""
        assert isinstance(node.func, ast.Attribute)
        evaluator = self.evaluator
        base = evaluator.value(node.func.value, view)
        given = evaluator.keywords(node, view)
        who = given.get("principal")
        if not isinstance(base, Made) or self._type(base) != LAMBDA or not isinstance(who, Who):
            return
        place = evaluator.place(node)
        action = given.get("action")
        if action is None:
            action = Scalar(place.source, place.start, place.end, "lambda:InvokeFunction")
        properties: list[tuple[str, Node]] = [
            ("FunctionName", evaluator.ref(base.logical, place)),
            ("Principal", who.entries[0][1]),
            ("Action", action),
        ]
        for ours, theirs in (("source_arn", "SourceArn"), ("source_account", "SourceAccount")):
            value = given.get(ours)
            if value is not None:
                properties.append((theirs, value))
        name = evaluator.text(node.args[0], view) if node.args else None
        self.declarations.add(name or "permission", "AWS::Lambda::Permission", properties, place)

    def _loose(self, found: Found) -> None:
        """A statement or document that the code hands to something that is not followed."""
        node = found.node
        assert isinstance(node, ast.Call)
        name = inner(self.evaluator.following.qualified(node.func, View(found.scope)))
        if name in (STATEMENT, DOCUMENT):
            self.declarations.leftover(found, name == DOCUMENT)


def document_key(type: str) -> str:
    """What the type calls its document."""
    return "ResourcePolicy" if type == "AWS::SecretsManager::ResourcePolicy" else "PolicyDocument"


def is_statement(node: Node) -> bool:
    return isinstance(node, Mapping) and "Effect" in node
