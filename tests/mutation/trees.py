"""Mutants of templates and plans: YAML and JSON as trees, with intrinsic functions written out."""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from itertools import islice
from typing import Any

import yaml

from .mutants import MANAGING, Mutant, other_principal, spoilt

Path = tuple[str | int, ...]
Edit = Callable[[Any], object]
Change = tuple[str, Path, str, Edit]
"""The operator, where it is applied, to which word, and what it does to a copy of the tree."""

DOCUMENTS = ("PolicyDocument", "KeyPolicy", "AssumeRolePolicyDocument", "RepositoryPolicyText")
DECLARATIONS = re.compile(
    r"AWS::IAM::(Managed)?Policy|AWS::.*(Queue|Topic|Bucket|Bus|Resource)Policy"
)
PERMISSION = "AWS::Lambda::Permission"
ENCRYPTING = re.compile(r"(Kms|KMS).*(Id|ID|Arn|ARN)$")
OTHER_KEY = "OtherKey"
MOST_WORDS = 6
"""Of a long list of resources the first ones are changed."""
KEYMASTER = {"AWS": {"Fn::Sub": "arn:${AWS::Partition}:iam::${AWS::AccountId}:role/keymaster"}}
OTHER_LOG_GROUP = "arn:${AWS::Partition}:logs:${AWS::Region}:${AWS::AccountId}:log-group:other:*"
"""The ARN of a log group ends in `:*`: what is added to it would still be matched by a star."""


class Loader(yaml.SafeLoader):
    """YAML with the short forms of intrinsic functions."""


def _intrinsic(loader: Loader, suffix: str, node: yaml.Node) -> Any:
    if isinstance(node, yaml.ScalarNode):
        value: Any = loader.construct_scalar(node)
    elif isinstance(node, yaml.SequenceNode):
        value = loader.construct_sequence(node, deep=True)
    else:
        assert isinstance(node, yaml.MappingNode)
        value = loader.construct_mapping(node, deep=True)
    if suffix in {"Ref", "Condition"}:
        return {suffix: value}
    if suffix == "GetAtt" and isinstance(value, str):
        value = value.split(".", 1)
    return {f"Fn::{suffix}": value}


Loader.add_multi_constructor("!", _intrinsic)


@lru_cache(maxsize=256)
def tree_of(text: str) -> Any:
    return yaml.load(text, Loader)


def written(tree: Any) -> str:
    return json.dumps(tree, indent=1)


def mutants(path: str, text: str) -> Iterator[Mutant]:
    tree = tree_of(text)
    if not isinstance(tree, dict) or "Resources" not in tree:
        return
    for operator, at_path, word, edit in changes(tree):
        changed = copy.deepcopy(tree)
        edit(changed)
        if changed == tree:
            continue
        name = str(at_path[1])
        where = ".".join(str(part) for part in at_path[1:] if part != "Properties")
        yield Mutant(
            operator,
            f"{operator} {where} {word}".strip(),
            path,
            written(changed),
            frozenset({name, *references(tree["Resources"][name]), *referrers(tree, name)}),
        )


def changes(tree: Any) -> Iterator[Change]:
    for name, resource in tree["Resources"].items():
        at: Path = ("Resources", name)
        yield from of_declarations(tree, at, resource)
        for path, statement in statements(resource, at):
            if statement["Effect"] == "Allow":
                yield from of_statement(tree, path, statement)
        yield from of_attachments(at, resource)
        yield from of_keys(tree, at, resource)


def of_declarations(tree: Any, at: Path, resource: Any) -> Iterator[Change]:
    kind, properties = resource["Type"], resource.get("Properties", {})
    if DECLARATIONS.fullmatch(kind):
        yield "drop-declaration", at, "", dropping(at)
    if kind != PERMISSION:
        return
    yield "drop-permission", at, "", dropping(at)
    for key, operator in (
        ("SourceArn", "spoil-condition"),
        ("SourceAccount", "spoil-condition"),
        ("FunctionName", "change-qualifier"),
    ):
        if key in properties:
            yield setting(
                operator, (*at, "Properties", key), key, changed(tree, properties[key], operator)
            )
    principal = properties["Principal"]
    other = other_principal(not principal.startswith("arn:"), principal)
    yield setting("change-principal", (*at, "Properties", "Principal"), principal, other)


def changed(tree: Any, value: Any, operator: str) -> Any:
    """A value that is another one; of a function, another qualifier."""
    if operator != "change-qualifier":
        return another(tree, value)
    text = plain(value)
    if re.search(r"[Ll]ive", text):
        return {"Ref": "Reader"}
    return sub(f"{text}:other")


def setting(operator: str, path: Path, word: str, value: Any) -> Change:
    def edit(tree: Any) -> None:
        at(tree, path[:-1])[path[-1]] = value

    return operator, path, word, edit


def of_statement(tree: Any, path: Path, statement: Any) -> Iterator[Change]:
    siblings = at(tree, path[:-1])
    delegates = "iam::" in plain(statement.get("Principal", "")) and ":root" in plain(
        statement.get("Principal", "")
    )
    in_key = "KeyPolicy" in path
    sid = statement.get("Sid", "")
    if isinstance(siblings, list) and len(siblings) > 1:
        operator = "drop-delegation" if delegates and in_key else "drop-statement"
        yield operator, path, sid, dropping(path)
    if delegates and in_key:
        yield "drop-delegation", path, "keymaster", managed_only(path)
    for number, action in enumerate(listed(statement.get("Action"))):
        if isinstance(statement["Action"], list) and len(statement["Action"]) > 1:
            at_action = (*path, "Action", number)
            yield "drop-action", path, action, dropping(at_action)
    for key, value in islice(places(statement, "Resource"), MOST_WORDS):
        if plain(value) != "*":
            other = another(tree, value)
            yield placed("change-resource", path, key, plain(value), other)
    if not (delegates and in_key):
        yield from of_principals(path, statement)
    yield from of_conditions(tree, path, statement)


def managed_only(path: Path) -> Edit:
    """Instead of leaving the key to the account, a role that may manage it."""

    def edit(tree: Any) -> None:
        at(tree, path).update({"Principal": KEYMASTER, "Action": list(MANAGING)})

    return edit


def of_principals(path: Path, statement: Any) -> Iterator[Change]:
    principals = statement.get("Principal")
    if not isinstance(principals, dict):
        return
    for kind in principals:
        found = list(places(principals, kind))
        for key, value in found:
            other = other_principal(kind == "Service", plain(value).replace("${AWS::Region}.", ""))
            yield placed("change-principal", path, ("Principal", *key), plain(value), other)
            if len(found) > 1:
                gone = (*path, "Principal", *key)
                yield "drop-principal", path, plain(value), dropping(gone)


def of_conditions(tree: Any, path: Path, statement: Any) -> Iterator[Change]:
    for operator, keys in statement.get("Condition", {}).items():
        for key in keys:
            found = list(places(keys, key))
            for way, value in found:
                text = plain(value)
                full = ("Condition", operator, *way)
                yield placed("spoil-condition", path, full, key, another(tree, value))
                if len(found) > 1:
                    gone = (*path, *full)
                    yield "drop-condition", path, f"{key} {text}", dropping(gone)


def another(tree: Any, value: Any) -> Any:
    """Another resource of the same type."""
    for name in references(value):
        if tree.get("Resources", {}).get(name, {}).get("Type") == "AWS::Logs::LogGroup":
            return sub(OTHER_LOG_GROUP)
    return sub(spoilt(plain(value)))


def placed(operator: str, path: Path, way: Path, word: str, value: Any) -> Change:
    _, _, _, edit = setting(operator, (*path, *way), word, value)
    return operator, path, word, edit


def of_attachments(at_resource: Path, resource: Any) -> Iterator[Change]:
    properties = resource.get("Properties", {})
    for key in ("ManagedPolicyArns", "Policies"):
        for number, value in enumerate(listed(properties.get(key))):
            path = (*at_resource, "Properties", key, number)
            yield "drop-attachment", path, plain(value), dropping(path)


def of_keys(tree: Any, at_resource: Path, resource: Any) -> Iterator[Change]:
    """Another key of the same account, which leaves all to IAM."""
    for path, value in walk(resource, at_resource):
        if not (isinstance(path[-1], str) and ENCRYPTING.search(path[-1]) and key_of(tree, value)):
            continue
        other = {"Fn::GetAtt": [OTHER_KEY, "Arn"]}

        def edit(tree: Any, path: Path = path, other: Any = other) -> None:
            at(tree, path[:-1])[path[-1]] = other
            tree["Resources"][OTHER_KEY] = default_key()

        yield "swap-key", path, plain(value), edit


def key_of(tree: Any, value: Any) -> bool:
    return any(
        tree["Resources"].get(n, {}).get("Type") == "AWS::KMS::Key" for n in references(value)
    )


def default_key() -> Any:
    account = {"AWS": {"Fn::Sub": "arn:${AWS::Partition}:iam::${AWS::AccountId}:root"}}
    statement = {"Effect": "Allow", "Principal": account, "Action": "kms:*", "Resource": "*"}
    policy = {"Version": "2012-10-17", "Statement": [statement]}
    return {"Type": "AWS::KMS::Key", "Properties": {"KeyPolicy": policy}}


def statements(resource: Any, at_resource: Path) -> Iterator[tuple[Path, Any]]:
    for path, value in walk(resource, at_resource):
        if isinstance(value, dict) and value.get("Effect") in {"Allow", "Deny"}:
            yield path, value


def walk(value: Any, path: Path) -> Iterator[tuple[Path, Any]]:
    yield path, value
    inner = (
        value.items()
        if isinstance(value, dict)
        else enumerate(value)
        if isinstance(value, list)
        else ()
    )
    for key, one in inner:
        yield from walk(one, (*path, key))


def at(tree: Any, path: Path) -> Any:
    for part in path:
        tree = tree[part]
    return tree


def dropped(tree: Any, path: Path) -> None:
    del at(tree, path[:-1])[path[-1]]


def dropping(path: Path) -> Edit:
    return lambda tree: dropped(tree, path)


def listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]


def places(parent: Any, key: str) -> Iterator[tuple[Path, Any]]:
    """The values under a key, with the way to each."""
    value = parent.get(key)
    if isinstance(value, list):
        for number, one in enumerate(value):
            yield (key, number), one
    elif value is not None:
        yield (key,), value


def plain(value: Any) -> str:
    """A text with what it holds of intrinsic functions in `${…}`."""
    if isinstance(value, dict):
        if "Ref" in value:
            return f"${{{value['Ref']}}}"
        if "Fn::GetAtt" in value:
            return f"${{{'.'.join(value['Fn::GetAtt'])}}}"
        if "Fn::Sub" in value:
            return str(value["Fn::Sub"])
        return " ".join(plain(one) for one in value.values())
    if isinstance(value, list):
        return " ".join(plain(one) for one in value)
    return str(value)


def sub(text: str) -> Any:
    return {"Fn::Sub": text} if "${" in text else text


def references(value: Any) -> set[str]:
    found: set[str] = set()
    for _, one in walk(value, ()):
        if isinstance(one, dict):
            if "Ref" in one:
                found.add(one["Ref"])
            if "Fn::GetAtt" in one:
                found.add(one["Fn::GetAtt"][0])
            if "Fn::Sub" in one:
                found.update(re.findall(r"\$\{(\w+)", str(one["Fn::Sub"])))
    return found


def referrers(tree: Any, name: str) -> set[str]:
    return {other for other, one in tree["Resources"].items() if name in references(one)}


def owner(text: str, offset: int) -> str:
    """The resource in which an offset of a text that `written` made stands."""
    found = ""
    for match in re.finditer(
        r'^  "(\w+)": ', text[:offset].rpartition("\n")[0] + "\n", re.MULTILINE
    ):
        found = match[1]
    line = text[text.rfind("\n", 0, offset) + 1 :]
    here = re.match(r'  "(\w+)": ', line)
    return here[1] if here else found
