"""The constructs that a file makes, and what is added to them."""

from __future__ import annotations

import ast

from iamlint.carriers.python.evaluating import NO_VALUE, Made, Named, View, is_function
from iamlint.carriers.python.naming import construct_name, upper
from iamlint.carriers.python.scopes import last_name
from iamlint.text.hints import TYPE_CHECKING, Any
from iamlint.text.node import Mapping, Node, Scalar, Sequence, plain

from . import statements
from .classes import (
    DOCUMENT,
    ENDPOINTS,
    IDENTITY_METHODS,
    RESOURCE_METHOD,
    ROLE,
    STATEMENT,
    argument,
    constructs,
    inner,
    low_level,
    managed,
    named_by,
    role_argument,
    roles_of,
)
from .grants import Given, Grants, methods
from .principals import Principals, Several, Who, alone, together

if TYPE_CHECKING:
    from iamlint.carriers.python.declaring import Declarations
    from iamlint.carriers.python.evaluating import Evaluator
    from iamlint.carriers.python.scopes import Found

    Row = dict[str, Any]

GROUPS = (("roles", "Roles"), ("users", "Users"), ("groups", "Groups"))
KINDS = {"AWS::IAM::Role": "Roles", "AWS::IAM::User": "Users", "AWS::IAM::Group": "Groups"}
LAMBDA = "AWS::Lambda::Function"
ATTACHING = {"attach_to_role": "role", "attach_inline_policy": "policy"}
"""Methods that attach a policy to an identity, with the name of their argument."""
INNER = frozenset(("policyName", "policyDocument", "policy_name", "policy_document"))
"""Names that one of a role's policies has where it is given as a dict."""
NOT = "not "
TURN = "it is turn "
"""How conditions begin that say which way a choice goes, and of which turn of a loop."""
TRUST = "AssumeRolePolicyDocument"
DOCUMENTS = {"assume_role_policy": TRUST, "document": "PolicyDocument"}
"""Attributes that are documents, and what the types call them."""
OF_RESOURCES = ("AWS::S3::BucketPolicy", "AWS::SQS::QueuePolicy", "AWS::SNS::TopicPolicy")
KEY = "AWS::KMS::Key"
ENDPOINT = "aws_ec2.GatewayVpcEndpoint"
BASIC = "service-role/AWSLambdaBasicExecutionRole"


class App:
    """Declares what one file makes. `made`: what calls make, by their identity."""

    def __init__(
        self, evaluator: Evaluator, declarations: Declarations, made: dict[int, str]
    ) -> None:
        self.evaluator = evaluator
        self.declarations = declarations
        self.made = made
        self._added: dict[str, list[Node]] = {}
        self._later: list[tuple[Found, str, str]] = []
        self.grants = Grants(evaluator)

    def declare(self) -> None:
        """Declare all that the file makes."""
        evaluator, declarations = self.evaluator, self.declarations
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
            elif last_name(found.node.func) in ENDPOINTS and not name:
                self._endpoint(found)
            elif name in constructs():
                logical = construct_name(evaluator, found.node, view)
                place = evaluator.place(found.node)
                made = declarations.add(logical, constructs()[name]["type"], [], place)
                self.made[id(found.node)] = made
                things.append((found, name))
        for found, made, kind in self._later:
            assert isinstance(found.node, ast.Call)
            given = evaluator.keywords(found.node, View(found.scope))
            held = [
                (upper(str(key.value)), capital(self._arn(value))) for key, value in given.entries
            ]
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
        self.made[id(found.node)] = made
        self._later.append((found, made, low_level(name)))

    def _endpoint(self, found: Found) -> None:
        """`vpc.add_gateway_endpoint("S3", …)`."""
        assert isinstance(found.node, ast.Call)
        evaluator = self.evaluator
        logical = construct_name(evaluator, found.node, View(found.scope), position=0)
        place = evaluator.place(found.node)
        made = self.declarations.add(logical, constructs()[ENDPOINT]["type"], [], place)
        self.made[id(found.node)] = made

    def _named_elsewhere(self, found: Found, name: str) -> None:
        """A thing that is made elsewhere: `Bucket.from_bucket_name(…)`."""
        assert isinstance(found.node, ast.Call)
        evaluator, view = self.evaluator, View(found.scope)
        row = constructs()[name.rpartition(".")[0]]
        name_of = named_by(name)
        value = argument(evaluator, found.node, view, name_of)
        logical = construct_name(evaluator, found.node, view)
        properties = [(row["names"][name_of], value)] if value is not None else []
        place = evaluator.place(found.node)
        made = self.declarations.add(logical, row["type"], properties, place)
        self.made[id(found.node)] = made
        self.declarations.passing.add(made)

    def _construct(self, found: Found, name: str) -> None:
        """Declare what a construct is given."""
        assert isinstance(found.node, ast.Call)
        evaluator, view = self.evaluator, View(found.scope)
        row = constructs()[name]
        logical = self.made[id(found.node)]
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
        elif row["type"] in OF_RESOURCES:
            properties = [(key, self._refs(value)) for key, value in properties]
        elif row["type"] == KEY:
            policy = given.get("policy") or self._of_key(found.node)
            properties.append(("KeyPolicy", policy))
        for ours, theirs in row.get("runs_as", {}).items():
            role = given.get(ours)
            if isinstance(role, Made):
                properties.append((theirs, evaluator.attribute_of(role.logical, "Arn", role)))
            elif isinstance(role, Named):
                properties.append((theirs, role.arn))
        self.declarations.put(logical, row["type"], properties, place)
        role = given.get(ROLE[0])
        if row.get("profile") and isinstance(role, Made):
            ref = self._arn(role)
            roles = Sequence(ref.source, ref.start, ref.end, [ref])
            kind = "AWS::IAM::InstanceProfile"
            self.declarations.add(f"{logical}/InstanceProfile", kind, [("Roles", roles)], place)
        first = given.get("initial_policy")
        if isinstance(first, Sequence):
            self._to_role(found.node, row, logical, given, list(first.items), ROLE[0])

    def _identity(self, type: str, given: Mapping) -> list[tuple[str, Node]]:
        """The policies of a role, user or group."""
        evaluator = self.evaluator
        found: list[tuple[str, Node]] = []
        who = given.get("assumed_by")
        if type == "AWS::IAM::Role" and who is not None:
            told = given.get("external_ids") or given.get("external_id")
            external = None
            if told is not None:
                external = Principals(evaluator).block("StringEquals", "sts:ExternalId", told, told)
            found.append(("AssumeRolePolicyDocument", statements.trust(who, external, who)))
        documents = given.get("inline_policies")
        if documents is not None:
            found.append(("Policies", self._listed(documents)))
        managed = given.get("managed_policies")
        if managed is not None:
            found.append(("ManagedPolicyArns", self._arns(managed)))
        boundary = given.get("permissions_boundary")
        if boundary is not None:
            found.append(("PermissionsBoundary", self._arn(boundary)))
        return found

    def _listed(self, documents: Node) -> Node:
        """Policies by their names as a list of them, in each branch of a choice."""
        if not isinstance(documents, Mapping):
            return documents
        source, start, end = documents.source, documents.start, documents.end
        if is_function(documents):
            key, given = documents.entries[0]
            if key.value != "Fn::If" or not isinstance(given, Sequence):
                return documents
            test, *branches = given.items
            three = [test, *map(self._listed, branches)]
            both = Sequence(given.source, given.start, given.end, three)
            return Mapping(source, start, end, [(key, both)])
        items = [self._named(key, value) for key, value in documents.entries]
        return Sequence(source, start, end, items)

    def _named(self, key: Scalar, value: Node) -> Node:
        if (
            isinstance(value, Mapping)
            and is_function(value)
            and value.entries[0][0].value == "Fn::If"
        ):
            given = value.entries[0][1]
            assert isinstance(given, Sequence)
            test, yes, no = given.items
            nothing = self.evaluator.ref(NO_VALUE, value)
            if plain(no) == plain(nothing):  # the whole policy is there at times
                three = [test, self._named(key, yes), nothing]
                both = Sequence(given.source, given.start, given.end, three)
                return Mapping(value.source, value.start, value.end, [(value.entries[0][0], both)])
        source, start = value.source, value.start
        name = Scalar(source, start, start, "PolicyName")
        document = Scalar(source, start, start, "PolicyDocument")
        return Mapping(source, start, value.end, [(name, key), (document, value)])

    def _refs(self, node: Node) -> Node:
        """What a policy is of, by reference."""
        if isinstance(node, Sequence):
            items = [self._arn(item) for item in node.items]
            return Sequence(node.source, node.start, node.end, items)
        return self._arn(node)

    def _arns(self, node: Node) -> Node:
        if not isinstance(node, Sequence):
            return node
        items = [self._arn(item) for item in node.items]
        return Sequence(node.source, node.start, node.end, items)

    def _arn(self, node: Node) -> Node:
        """The ARN of a managed policy, which the code may make."""
        if isinstance(node, Made):
            return self.evaluator.ref(node.logical, node)
        return node.arn if isinstance(node, Named) else node

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
                self._add(base, method, items, node, view)
        elif method == "add_managed_policy":
            base = self.evaluator.value(node.func.value, view)
            given = argument(self.evaluator, node, view, "policy")
            if isinstance(base, Made) and self._type(base) in KINDS and given is not None:
                self._append(base.logical, "ManagedPolicyArns", [self._arn(given)])
        elif method in ATTACHING:
            one = self.evaluator.value(node.func.value, view)
            other = argument(self.evaluator, node, view, ATTACHING[method])
            policy, role = (one, other) if method == "attach_to_role" else (other, one)
            if isinstance(policy, Made) and isinstance(role, Made) and self._type(role) in KINDS:
                self._append(policy.logical, KINDS[self._type(role)], [self._arn(role)])
        elif method == "add_permission":
            self._permission(node, view)
        elif method == "add_statements":
            self._to_document(found, node, view)
        elif method in methods():
            self._grant(found, node, view)

    def _to_document(self, found: Found, node: ast.Call, view: View) -> None:
        """`role.assume_role_policy.add_statements(…)`, `policy.document.add_statements(…)`."""
        base = node.func.value  # type: ignore[attr-defined]
        if not isinstance(base, ast.Attribute) or base.attr not in DOCUMENTS:
            return
        made = self.evaluator.value(base.value, view)
        if not isinstance(made, Made) or made.logical not in self.declarations.resources:
            return
        kind, key = self._type(made), DOCUMENTS[base.attr]
        if (kind == "AWS::IAM::Role") != (key == TRUST) or kind == "AWS::IAM::Policy":
            return
        items = [self._under(self.evaluator.value(one, view), found) for one in node.args]
        before = self.declarations.properties(made.logical).get(key)
        listed = before.get("Statement") if isinstance(before, Mapping) else None
        if isinstance(listed, Sequence):
            listed.items.extend(items)
        elif before is None and items:
            place = self.evaluator.place(node)
            every = Sequence(place.source, place.start, place.end, items)
            self.declarations.give(made.logical, key, statements.around(every, place))

    def _grant(self, found: Found, node: ast.Call, view: View) -> None:
        """What a call of a method such as `grant_read` adds."""
        for tests, given in self.grants.of(node, view):
            for others, who in self.grants.grantees(node, given, view):
                self._granted(found, node, given, who, [*tests, *others])

    def _granted(
        self, found: Found, node: ast.Call, given: Given, who: Node, tests: list[str]
    ) -> None:
        if isinstance(who, (Who, Several)):
            self._to_others(found, node, given, who)
            return
        items = [self._under(self._chosen(item, tests), found) for item in given.items]
        if isinstance(who, Made) and (row := constructs().get(who.qualified)) is not None:
            held = self.evaluator.keywords(who.call, who.view)
            self._to_role(who.call, row, who.logical, held, items, ROLE[0], one=not who.view.bound)
        else:
            self._loose_identity(items, self.evaluator.code(node.func))

    def _chosen(self, item: Node, tests: list[str]) -> Node:
        """A statement that is there only where choices go one way; each turn of a loop is made."""
        for test in reversed(tests):
            if not test.removeprefix(NOT).startswith(TURN):
                wanted = not test.startswith(NOT)
                item = self.evaluator.under(test.removeprefix(NOT), item, wanted=wanted)
        return item

    def _to_others(self, found: Found, node: ast.Call, given: Given, who: Node) -> None:
        """Grants to those who have no policy in view: in the policy of the construct."""
        thing = given.thing
        if given.row is None or not isinstance(thing, Made):
            return
        place = self.evaluator.place(node)
        row = constructs()[thing.qualified]
        if row["type"] == LAMBDA:
            for one in alone(who):
                if isinstance(one, Who):
                    self._permitted(thing, one, place)
        elif "policy" in row:
            blocks: list[Node] = []
            listed = Sequence(place.source, place.start, place.end, [who])
            element = statements.who(self.evaluator, listed, blocks)
            items = []
            for own in given.own:
                entries = [(key, value) for key, value in own.entries if key.value != "Condition"]
                if row["type"] == KEY:  # in its policy the key is called `*`
                    star = Scalar(place.source, place.start, place.end, "*")
                    entries = [(k, star if k.value == "Resource" else v) for k, v in entries]
                told = own.get("Condition")
                every = blocks if told is None else [told, *blocks]
                condition = together(every, place)
                key = Scalar(place.source, place.start, place.start, "Principal")
                entries.append((key, element))
                if condition is not None:
                    name = Scalar(place.source, place.start, place.start, "Condition")
                    entries.append((name, condition))
                made = Mapping(place.source, place.start, place.end, entries)
                items.append(self._under(made, found))
            every_one = Sequence(place.source, place.start, place.end, items)
            self._on_resource(thing, items, statements.around(every_one, place))

    def _permitted(self, function: Made, who: Who, place: Node) -> None:
        """`function.grant_invoke(ServicePrincipal(…))`."""
        told = "lambda:InvokeFunction"
        properties: list[tuple[str, Node]] = [
            ("FunctionName", self.evaluator.ref(function.logical, place)),
            ("Principal", who.entries[0][1]),
            ("Action", Scalar(place.source, place.start, place.end, told)),
        ]
        name = f"{function.logical}/Invoke"
        self.declarations.add(name, "AWS::Lambda::Permission", properties, place)

    def _loose_identity(self, items: list[Node], address: str) -> None:
        """Statements for an identity that is not in view."""
        place = items[0]
        listed = Sequence(place.source, place.start, items[-1].end, items)
        document = statements.around(listed, place)
        self.declarations.document(document, "identity", address, part=True)

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

    def _add(self, base: Node, method: str, items: list[Node], node: ast.Call, view: View) -> None:
        place = self.evaluator.place(node)
        document = statements.around(
            Sequence(place.source, items[0].start, items[-1].end, items), items[0]
        )
        if not isinstance(base, Made) or base.qualified not in constructs():
            kind = "resource" if method == RESOURCE_METHOD else "identity"
            assert isinstance(node.func, ast.Attribute)
            if method == "add_to_policy" and not self.grants.is_identity(node.func.value, view):
                # what has principals may be the policy of an endpoint as well
                kind = "" if any(map(names_somebody, items)) else kind
            self.declarations.document(document, kind, self.evaluator.code(node.func), part=True)
            return
        row = constructs()[base.qualified]
        if method == RESOURCE_METHOD or row["type"] == constructs()[ENDPOINT]["type"]:
            self._on_resource(base, items, document)
        else:
            given = self.evaluator.keywords(base.call, base.view)
            argument, one = role_argument(method), not base.view.bound
            self._to_role(base.call, row, base.logical, given, items, argument, one=one)

    def _to_role(
        self,
        node: ast.Call,
        row: Row,
        logical: str,
        given: Mapping,
        items: list[Node],
        argument: str,
        *,
        one: bool = True,
    ) -> None:
        """Statements for an identity, or for the role that something runs as. `one`: it is a thing
        of its own, and not any of those that a function makes.
        """
        if row["type"] in KINDS and one:
            self._added.setdefault(logical, []).extend(items)
            return
        slots = roles_of(row)
        if argument not in slots:
            argument = next(iter(slots), "")
        role = given.get(argument)
        if isinstance(role, Made):
            self._added.setdefault(role.logical, []).extend(items)
            return
        if role is not None or not argument or not one:
            self._loose_identity(items, logical)
            return
        own = f"{logical}/{slots[argument]}"
        self.service_role(own, row, self.evaluator.place(node))
        self._added.setdefault(own, []).extend(items)

    def service_role(self, own: str, row: Row, place: Node) -> None:
        """The role that the CDK makes for what is given none, once."""
        if own in self.declarations.resources:
            return
        service = Scalar(place.source, place.start, place.end, row["service"])
        who = Who(place, "Service", service)
        properties = [("AssumeRolePolicyDocument", statements.trust(who, None, place))]
        if row["type"] == LAMBDA:
            name = Scalar(place.source, place.start, place.end, BASIC)
            arn = managed(self.evaluator, name, place)
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
            self.declarations.give(base.logical, name, document)
        else:
            address = f"{base.logical}.{name}"
            self.declarations.document(document, "resource", address, part=True)

    def _of_key(self, node: ast.Call) -> Mapping:
        """The policy that the CDK gives a key without one: its account may all."""
        place = self.evaluator.place(node)
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
        statement = Mapping(source, start, end, entries)
        return statements.around(Sequence(source, start, end, [statement]), place)

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


def capital(node: Node) -> Node:
    """What is given as a dict, with names as CloudFormation has them: `policyName`, `policy_name`.
    Documents have their own.
    """
    if type(node) is Sequence:
        return Sequence(node.source, node.start, node.end, [capital(one) for one in node.items])
    if type(node) is not Mapping or not INNER.intersection(node.keys()):
        return node
    entries = [
        (Scalar(k.source, k.start, k.end, upper(str(k.value)), k.style), v) for k, v in node.entries
    ]
    return Mapping(node.source, node.start, node.end, entries)


def names_somebody(node: Node) -> bool:
    return isinstance(node, Mapping) and "Principal" in node


def is_statement(node: Node) -> bool:
    return isinstance(node, Mapping) and "Effect" in node
