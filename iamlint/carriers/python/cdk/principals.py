"""Principals of the CDK: who they are, under which conditions, and how they assume a role.

https://docs.aws.amazon.com/cdk/api/v2/python/aws_cdk.aws_iam/README.html#principals
"""

from __future__ import annotations

from iamlint.carriers.python.evaluating import Made, is_function
from iamlint.catalog.roles import ASSUME, TAG, WITH_SAML, WITH_TOKEN
from iamlint.text.hints import TYPE_CHECKING
from iamlint.text.node import Mapping, Node, Scalar, Sequence, Unknown

if TYPE_CHECKING:
    import ast
    from collections.abc import Iterable

    from iamlint.carriers.python.evaluating import Evaluator, View

CONSOLE = "https://signin.aws.amazon.com/saml"
AWS, SERVICE, FEDERATED = "AWS", "Service", "Federated"
CLASSES = frozenset(
    (
        "ServicePrincipal",
        "AccountPrincipal",
        "AccountRootPrincipal",
        "ArnPrincipal",
        "AnyPrincipal",
        "StarPrincipal",
        "FederatedPrincipal",
        "WebIdentityPrincipal",
        "OpenIdConnectPrincipal",
        "SamlPrincipal",
        "SamlConsolePrincipal",
        "OrganizationPrincipal",
        "CompositePrincipal",
        "CanonicalUserPrincipal",
        "SessionTagsPrincipal",
        "PrincipalWithConditions",
    )
)


LATER = frozenset(("conditions", "assume_role_action", "region"))
"""Arguments that do not say who it is."""


class Who(Mapping):
    """A principal: what stands under `Principal`. `conditions`: blocks that go with it; `actions`:
    what a role's trust policy allows it.
    """

    __slots__ = ("actions", "conditions", "star")

    def __init__(
        self,
        place: Node,
        kind: str,
        value: Node,
        conditions: Iterable[Node] = (),
        actions: tuple[str, ...] = (ASSUME,),
        *,
        star: bool = False,
    ) -> None:
        key = Scalar(place.source, place.start, place.start, kind)
        super().__init__(place.source, place.start, place.end, [(key, value)])
        self.conditions = tuple(conditions)
        self.actions = actions
        self.star = star

    def under(self, conditions: Iterable[Node], actions: tuple[str, ...] = ()) -> Who:
        """The same with more conditions, and actions."""
        ((key, value),) = self.entries
        every = (*self.actions, *actions)
        both = (*self.conditions, *conditions)
        return Who(self, str(key.value), value, both, every, star=self.star)


class Several(Sequence):
    """A principal that is made of several."""

    __slots__ = ()


class Principals:
    """Makes principals of calls."""

    def __init__(self, evaluator: Evaluator) -> None:
        self.evaluator = evaluator

    def made(self, name: str, node: ast.Call, view: View) -> Node:
        """What a call makes of the class of that name."""
        place = self.evaluator.place(node)
        hidden: list[ast.expr] = []
        given = self.evaluator.keywords(node, view, hidden)
        values = [self.evaluator.value(one, view) for one in node.args]
        first = values[0] if values else None
        conditions = given.get("conditions") or (values[1] if len(values) > 1 else None)
        blocks = [conditions] if conditions is not None else []
        blocks += [self.evaluator.unknown(one, view) for one in hidden[:1]]
        if name == "AccountRootPrincipal":
            return Who(place, AWS, self.root(self.evaluator.ref("AWS::AccountId", place), place))
        if name in ("AnyPrincipal", "StarPrincipal"):
            star = Scalar(place.source, place.start, place.end, "*")
            return Who(place, AWS, star, star=name == "StarPrincipal")
        if name == "CompositePrincipal":
            every = [item for one in values for item in alone(one)]
            return Several(place.source, place.start, place.end, every)
        if first is None:
            first = next((value for key, value in given.entries if key.value not in LATER), None)
        if first is None:
            return self.evaluator.unknown(node, view)
        return self._of(name, first, blocks, given, values, place)

    def _of(
        self,
        name: str,
        first: Node,
        blocks: list[Node],
        given: Mapping,
        values: list[Node],
        place: Node,
    ) -> Node:
        if name == "ServicePrincipal":
            return Who(place, SERVICE, self.service(first), blocks)
        if name == "AccountPrincipal":
            return Who(place, AWS, self.root(first, place))
        if name == "ArnPrincipal":
            return Who(place, AWS, first)
        if name == "CanonicalUserPrincipal":
            return Who(place, "CanonicalUser", first)
        if name == "OrganizationPrincipal":
            star = Scalar(place.source, place.start, place.end, "*")
            block = self.block("StringEquals", "aws:PrincipalOrgID", first, place)
            return Who(place, AWS, star, [block])
        if name in ("SessionTagsPrincipal", "PrincipalWithConditions"):
            more = (TAG,) if name == "SessionTagsPrincipal" else ()
            return changed(first, blocks, more)
        action = WITH_TOKEN
        if name in ("SamlPrincipal", "SamlConsolePrincipal"):
            action = WITH_SAML
        if name == "FederatedPrincipal":
            told = given.get("assume_role_action") or (values[2] if len(values) > 2 else None)
            action = str(told.value) if isinstance(told, Scalar) else ASSUME
        if name in ("OpenIdConnectPrincipal", "SamlPrincipal", "SamlConsolePrincipal"):
            first = self.provider(first, place)
        if name == "SamlConsolePrincipal":
            console = Scalar(place.source, place.start, place.end, CONSOLE)
            blocks = [*blocks, self.block("StringEquals", "SAML:aud", console, place)]
        return Who(place, FEDERATED, first, blocks, (action,))

    def service(self, name: Node) -> Node:
        """The domain of a service, of which the name alone may be given."""
        if isinstance(name, Scalar) and isinstance(name.value, str) and "." not in name.value:
            full = f"{name.value}.amazonaws.com"
            return Scalar(name.source, name.start, name.end, full, name.style)
        return name

    def provider(self, node: Node, place: Node) -> Node:
        """The ARN of a provider that the code makes."""
        if isinstance(node, Made):
            attribute = "Ref" if node.qualified.endswith("SamlProvider") else "Arn"
            return self.evaluator.attribute_of(node.logical, attribute, place)
        return node

    def root(self, account: Node, place: Node) -> Node:
        """The ARN of all of an account."""
        texts = ("arn:", None, ":iam::", account, ":root")
        parts: list[Node] = []
        for text in texts:
            if text is None:
                parts.append(self.evaluator.ref("AWS::Partition", place))
            elif isinstance(text, str):
                parts.append(Scalar(place.source, place.start, place.start, text))
            else:
                parts.append(text)
        return self.evaluator.joined(parts, place)

    def block(self, operator: str, key: str, value: Node, place: Node) -> Mapping:
        """A condition."""
        source, start = place.source, place.start
        inner = Mapping(source, start, place.end, [(Scalar(source, start, start, key), value)])
        return Mapping(source, start, place.end, [(Scalar(source, start, start, operator), inner)])


def alone(node: Node) -> list[Node]:
    """Each of the principals that one may be made of."""
    return list(node.items) if isinstance(node, Several) else [node]


def changed(node: Node, blocks: list[Node], actions: tuple[str, ...] = ()) -> Node:
    """A principal with more conditions, and actions."""
    if isinstance(node, Several):
        items = [changed(item, blocks, actions) for item in node.items]
        return Several(node.source, node.start, node.end, items)
    return node.under(blocks, actions) if isinstance(node, Who) else node


def element(found: list[Node], place: Node) -> Node | None:
    """What stands under `Principal` for several principals; None for what is not known."""
    if any(isinstance(one, Who) and one.star for one in found):
        return Scalar(place.source, place.start, place.end, "*")
    lists: dict[str, tuple[Scalar, list[Node]]] = {}
    for one in found:
        if isinstance(one, Unknown) or not isinstance(one, Mapping) or is_function(one):
            return None
        for key, value in one.entries:
            items = value.items if type(value) is Sequence else [value]
            lists.setdefault(str(key.value), (key, []))[1].extend(items)
    source, start, end = place.source, place.start, place.end
    entries = [
        (key, items[0] if len(items) == 1 else Sequence(source, start, end, items))
        for key, items in lists.values()
    ]
    return Mapping(source, start, end, entries)


def together(blocks: Iterable[Node], place: Node) -> Node | None:
    """Several condition blocks as one; None for none, and unknown where one of them is."""
    entries: dict[str, tuple[Scalar, list[tuple[Scalar, Node]]]] = {}
    for block in blocks:
        if not isinstance(block, Mapping) or is_function(block):
            return block
        for operator, keys in block.entries:
            if not isinstance(keys, Mapping) or is_function(keys):
                return block
            entries.setdefault(str(operator.value), (operator, []))[1].extend(keys.entries)
    if not entries:
        return None
    made: list[tuple[Scalar, Node]] = []
    for operator, inner in entries.values():
        start, end = inner[0][0].start, inner[-1][1].end
        span = (start, end) if start <= end else (place.start, place.end)
        made.append((operator, Mapping(place.source, *span, inner)))
    return Mapping(place.source, place.start, place.end, made)
