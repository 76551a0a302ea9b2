"""A policy document that stands alone, or as the AWS CLI prints it.

https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies.html#access_policies-json
"""

from __future__ import annotations

from functools import lru_cache

from iamlint.errors import Unreadable
from iamlint.model.policy import (
    BOUNDARY,
    ENDPOINT,
    IDENTITY,
    LATEST,
    OLDEST,
    RCP,
    RESOURCE,
    SCP,
    TRUST,
    Policy,
)
from iamlint.model.reading import read_into
from iamlint.model.things import Gap, Reading
from iamlint.text.hints import TYPE_CHECKING
from iamlint.text.late import late
from iamlint.text.node import Mapping, Scalar, Sequence

from .assuming import only_of_sts, some_assumes
from .facts import Home

if TYPE_CHECKING:
    from collections.abc import Iterator

    from iamlint.text.node import Node

    from .facts import Facts

ELEMENTS = frozenset(
    ("Effect", "Action", "NotAction", "Resource", "NotResource", "Principal", "NotPrincipal")
)
FOLDED = frozenset(element.lower() for element in ELEMENTS)
TOP = frozenset(("version", "id", "statement"))
"""The elements of a document, in lower case."""
DATE = late(r"\d{4}-\d{1,2}-\d{1,2}\Z")
WRAPPERS = (
    "PolicyDocument",
    "Policy",
    "Document",
    "AssumeRolePolicyDocument",
    "ResourcePolicy",
    "policyText",
    "PolicyInJson",
    "Content",
)
"""Keys under which the AWS CLI prints a document: as an object, or as a string that holds one."""
OUTER = ("PolicyVersion", "Role", "Attributes", "Policy", "policy")
"""Keys around those."""

PRINTED = {"SERVICE_CONTROL_POLICY": SCP, "RESOURCE_CONTROL_POLICY": RCP}
"""How AWS Organizations names the kinds of its policies."""
WORDS = (
    (SCP, r"scps?|service-control"),
    (RCP, r"rcps?|resource-control"),
    (BOUNDARY, r"(?:permissions?-)?boundar(?:y|ies)"),
)
CALLED = late(
    "|".join(
        rf"(?P<{kind}>(?:{word})(?:-polic(?:y|ies))?(?![^-])|.*(?<![^-])(?:{word})(?:-polic(?:y|ies))?\Z)"
        for kind, word in WORDS
    )
    + r"|(?P<endpoint>(?:(?:.*-)?(?:vpces?|vpc-endpoints?|endpoint(?=-polic))|endpoints?)"
    + r"(?:-polic(?:y|ies))?\Z)"
)
"""What names of files and folders of policies that only limit begin or end with; those of endpoints
end so, since a bucket that lets an endpoint in may well begin so.
"""
SIGNS = (
    *("scp", "rcp", "control", "oundar", "vpce", "ndpoint"),
    *("SCP", "RCP", "Scp", "Rcp", "Control", "BOUNDAR", "VPCE", "Vpce", "VpcE"),
)
"""One of these stands in such a name."""
HUMP = late(r"(?<=[a-z0-9])(?=[A-Z])|[^A-Za-z0-9]+")


def recognises(root: Node) -> bool:
    """Somewhere a reader would look stands what is meant as a policy."""
    return next(documents(root), None) is not None


def read(path: str, root: Node, facts: Facts | None, *, whole: bool = False) -> Reading:
    """Every policy of the file; its kind as configured, or as its shape tells. `whole`: the file
    is a policy, whatever is in it.
    """
    home = Home(facts)
    reading = Reading(path, "plain", root, home.account, home.region, home.partition)
    for node, name in ((root, ""),) if whole else documents(root):
        document: Node | None = node
        if isinstance(node, Scalar) and not whole:
            document = parsed(node, reading, name)
        if document is None:
            continue
        policy = Policy(document, IDENTITY, kind_known=False, address=name)
        read_into(policy)
        configured = (facts.kind if facts is not None else "") or kind_printed(root)
        trusted = name == "AssumeRolePolicyDocument"
        tell_kind(policy, configured, trusted=trusted, called=kind_called(path))
        reading.policies.append(policy)
    return reading


def kind_printed(root: Node) -> str:
    """The kind that `aws organizations describe-policy` prints beside the policy."""
    outer = root.get("Policy") if isinstance(root, Mapping) else None
    summary = outer.get("PolicySummary") if isinstance(outer, Mapping) else None
    kind = summary.get("Type") if isinstance(summary, Mapping) else None
    return PRINTED.get(str(kind.value), "") if isinstance(kind, Scalar) else ""


def tests_endpoint(policy: Policy) -> bool:
    """It asks through which endpoint one comes, as policies of what lies behind one do."""
    return any(
        (condition.key.literal or "").lower().startswith("aws:sourcevpc")
        for statement in policy.statements
        for condition in statement.conditions
    )


def kind_called(path: str) -> str:
    """The kind that the name of the file tells, or that of its folder; or empty."""
    if not any(sign in path for sign in SIGNS):
        return ""
    folder, _, file = path.replace("\\", "/").rpartition("/")
    for name in (file.partition(".")[0], folder.rpartition("/")[2]):
        found = CALLED.match(HUMP.sub("-", name).strip("-").lower())
        if found is not None:
            return found.lastgroup or ""
    return ""


def documents(node: Node) -> Iterator[tuple[Node, str]]:
    """Nodes that are meant as policies, each with the key it stands under, or an empty text.

    A node that is a string holds the document as text.
    """
    if isinstance(node, Sequence):
        for item in node.items:
            if isinstance(item, Mapping) and is_meant(item):
                yield item, ""
        return
    if not isinstance(node, Mapping):
        return
    if is_meant(node):
        yield node, ""
        return
    for key in OUTER:
        inner = node.get(key)
        if isinstance(inner, Mapping) and not is_meant(inner):
            yield from documents(inner)
    for key in WRAPPERS:
        inner = node.get(key)
        if isinstance(inner, Mapping) and is_meant(inner):
            yield inner, key
        elif isinstance(inner, Scalar) and isinstance(inner.value, str):
            text = inner.value.lstrip()
            if text.startswith("{") and '"Statement"' in text:
                yield inner, key


def is_policy(node: Mapping) -> bool:
    """Meant as a policy: it says so by its version, or has statements that look like some."""
    version = node.get("Version")
    if isinstance(version, Scalar) and version.value in (LATEST, OLDEST):
        return True
    return looks_stated(node.get("Statement"), ELEMENTS)


def is_meant(node: Mapping) -> bool:
    """Meant as a policy, where one is looked for: also one that has nothing but the elements of a
    policy, with a date that is no version, or with a statement in another spelling.
    """
    if is_policy(node):
        return True
    if not is_shaped(node):
        return False
    version = node.get("Version")
    if "Statement" in node and isinstance(version, Scalar) and DATE.match(str(version.value)):
        return True
    return any(
        looks_stated(value, FOLDED, fold=True)
        for key, value in node.entries
        if str(key.value).lower().startswith("statement")
    )


def is_shaped(node: Mapping) -> bool:
    """Has statements and nothing but the elements of a document, in whatever spelling."""
    names = {str(key.value).lower().removesuffix("s") for key, _ in node.entries}
    return "statement" in names and names <= TOP


def may_be_stated(value: Node | None) -> bool:
    """Nothing that says something else: no text, and no objects without elements of a statement."""
    if isinstance(value, Scalar):
        return not isinstance(value.value, str)
    listed = value.items if isinstance(value, Sequence) else [value]
    return all(
        isinstance(item, Mapping)
        and (not item.entries or not ELEMENTS.isdisjoint(item.keys()))
        and not is_strange(item)
        for item in listed
    )


def looks_stated(value: Node | None, elements: frozenset[str], *, fold: bool = False) -> bool:
    """A statement, or a list with one, that has at least two elements of a statement."""
    listed = value.items if isinstance(value, Sequence) else [value]
    return any(
        isinstance(item, Mapping)
        and len(elements.intersection(map(str.lower, item.keys()) if fold else item.keys())) > 1
        and not is_strange(item)
        for item in listed
    )


@lru_cache(maxsize=1)
def strange_beginnings() -> tuple[str, ...]:
    """How the actions of statements begin that look like IAM's and are of another language, as
    those of stack policies are.
    """
    from iamlint.catalog import catalog

    return tuple([row["begins"] for row in catalog().table("other_policies")])


def is_strange(statement: Mapping) -> bool:
    """All its actions are of another language."""
    value = statement.get("Action")
    items = value.items if isinstance(value, Sequence) else [value]
    first = items[0] if items else None
    beginnings = strange_beginnings()
    if not isinstance(first, Scalar) or not str(first.value).startswith(beginnings):
        return False
    return all(isinstance(i, Scalar) and str(i.value).startswith(beginnings) for i in items)


def is_bare(path: str, root: Node) -> bool:
    """Of a file that somebody named: a policy with faults in its outermost form, a statement that
    stands in no policy, or nothing at all in a file that is called a policy.
    """
    if isinstance(root, Mapping) and root.entries:
        if is_shaped(root) and "Statement" in root:
            return "Version" in root or may_be_stated(root.get("Statement"))
        return len(ELEMENTS.intersection(root.keys())) > 2 and not is_strange(root)
    empty = isinstance(root, Mapping) or (isinstance(root, Sequence) and not root.items)
    return empty and "policy" in path.rpartition("/")[2].lower()


def parsed(node: Scalar, reading: Reading, name: str) -> Node | None:
    """The document that stands in a string; None and a gap when it cannot be read."""
    from iamlint import formats

    try:
        return formats.read(formats.embedded(node), formats.JSON)
    except Unreadable as error:
        fault = formats.embedded(node).sign(error.offset)
        why = f"the policy is no JSON: {error.message}"
        reading.gaps.append(Gap(node, name, why, fault=fault))
        return None


def tell_kind(policy: Policy, configured: str, *, trusted: bool, called: str = "") -> None:
    """Set the kind: as configured, else from who and what the statements name, and among those that
    look alike from what the file is called; and the type of resource that a resource policy mostly
    sits on.
    """
    names_somebody = any(
        statement.principals is not None or statement.not_principals is not None
        for statement in policy.statements
    )
    services: set[str] = set()
    if configured:
        policy.kind, policy.kind_known = configured, True
    elif not names_somebody and not trusted:
        allows = any(statement.allows for statement in policy.statements)
        if called == SCP or (called == BOUNDARY and allows):
            policy.kind = called
        return
    if not configured or configured == RESOURCE:
        services = {
            (word.literal or "").partition(":")[0].lower()
            for statement in policy.statements
            for word in (*(statement.actions or ()), *(statement.not_actions or ()))
        }
    if not configured:
        trust = trusted or (not services.isdisjoint(("sts", "*")) and lets_assume(policy))
        policy.kind = TRUST if trust else RESOURCE
        limits = (called == RCP and is_about_all(policy)) or (
            called == ENDPOINT and not tests_endpoint(policy)
        )
        if limits and not trust:
            policy.kind = called
    if policy.kind == RESOURCE and services == {"*"}:
        services = {
            word.text.prefix.split(":", 3)[2]
            for statement in policy.statements
            for word in statement.resources or ()
            if word.text.prefix.count(":") > 2
        }
    if policy.kind == RESOURCE and len(services) == 1:
        policy.resource_type = own_type(services.pop())


def is_about_all(policy: Policy) -> bool:
    """Each of its statements is about everybody, as those of a resource control policy are."""
    return all(
        statement.principals is not None
        and all(one.value.literal == "*" for one in statement.principals)
        for statement in policy.statements
    )


def lets_assume(policy: Policy) -> bool:
    """About no resource, about callers that only assume roles, or about assuming by callers that
    are named.
    """
    statements = policy.statements
    principals = [one for statement in statements for one in statement.principals or ()]
    words = [word.literal or "" for statement in statements for word in statement.actions or ()]
    named = bool(principals) and all(one.value.literal != "*" for one in principals)
    assuming, only_sts = some_assumes(words), only_of_sts(words)
    if not any(statement.elements & {"Resource", "NotResource"} for statement in statements):
        return only_sts or (named and (assuming or "*" in words))
    if not only_sts:
        return False
    if any(principal.type in ("Service", "Federated") for principal in principals):
        return True
    return named and assuming


def own_type(service: str) -> str:
    """The type of resource that a service's resource policies mostly sit on."""
    from iamlint.catalog import catalog

    for row in catalog().table("bare_policies"):
        if row["service"] == service:
            return str(row["resource_type"])
    return ""


def write_text(_: Reading, text: object) -> str | None:
    """How a text is written in such a file: only one without holes can be."""
    from iamlint.text.holes import Text

    return text.literal if isinstance(text, Text) else str(text)
