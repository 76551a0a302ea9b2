"""Manifests of Kubernetes: which service account of a cluster of EKS assumes which role.

https://docs.aws.amazon.com/eks/latest/userguide/associate-service-account-role.html
https://github.com/aws/amazon-eks-pod-identity-webhook
"""

from __future__ import annotations

import re

from iamlint.model.things import Reading, TokenUse
from iamlint.text.hints import TYPE_CHECKING
from iamlint.text.holes import ANY, NAME, Hole, Text
from iamlint.text.node import Mapping, Scalar, Sequence

from .facts import Home

if TYPE_CHECKING:
    from collections.abc import Iterator

    from iamlint.text.node import Node

    from .facts import Facts

ROLE = "eks.amazonaws.com/role-arn"
FOR = "eks.amazonaws.com/audience"
AUDIENCE = "sts.amazonaws.com"
"""For whom the token of a pod is where nobody says otherwise."""
ISSUERS = ("oidc.eks.*",)
UNFILLED = "%s is filled in when the manifest is applied"
PLACEHOLDER = re.compile(r"\$\{[^}]*\}|\$\([^)]*\)|\$[A-Z_]+|<[^>]*>")


def recognises(root: Node) -> bool:
    """It declares a service account that is to assume a role."""
    return next(accounts_in(root), None) is not None


def read(path: str, root: Node, facts: Facts | None) -> Reading:
    """Every role that a service account is to assume, with the subject of its tokens."""
    home = Home(facts)
    reading = Reading(path, "kubernetes", root, home.account, home.region, home.partition)
    for metadata, notes, role in accounts_in(root):
        name, namespace = text_in(metadata, "name"), text_in(metadata, "namespace")
        subject = Text("system:serviceaccount:")
        subject += filled(path, namespace) if namespace else hole(path, "the namespace")
        subject += Text(":")
        subject += filled(path, name) if name else hole(path, "the name")
        shown = "/".join(one for one in (namespace, name) if one)
        reading.token_uses.append(
            TokenUse(
                filled(path, str(role.value)),
                ISSUERS,
                (subject,),
                role,
                f"ServiceAccount {shown or 'without a name'}",
                home.account,
                home.region,
                alone=True,
                audience=filled(path, text_in(notes, FOR) or AUDIENCE),
            )
        )
    return reading


def accounts_in(root: Node) -> Iterator[tuple[Mapping, Mapping, Scalar]]:
    """The metadata of each service account that is to assume a role, its annotations, the role."""
    if not isinstance(root, Mapping) or "apiVersion" not in root:
        return
    items = root.get("items")
    for item in items.items if isinstance(items, Sequence) else (root,):
        if not isinstance(item, Mapping) or text_in(item, "kind") != "ServiceAccount":
            continue
        metadata = item.get("metadata")
        notes = metadata.get("annotations") if isinstance(metadata, Mapping) else None
        role = notes.get(ROLE) if isinstance(notes, Mapping) else None
        if isinstance(role, Scalar) and isinstance(role.value, str):
            assert isinstance(metadata, Mapping)
            assert isinstance(notes, Mapping)
            yield metadata, notes, role


def text_in(mapping: Mapping, key: str) -> str:
    node = mapping.get(key)
    return node.value if isinstance(node, Scalar) and isinstance(node.value, str) else ""


def filled(path: str, written: str) -> Text:
    """A text in which placeholders are not known."""
    pieces: list[str | Hole] = []
    done = 0
    for found in PLACEHOLDER.finditer(written):
        what = found[0]
        pieces += [written[done : found.start()], Hole(f"{path}#{what}", ANY, why=UNFILLED % what)]
        done = found.end()
    return Text(*pieces, written[done:])


def hole(path: str, what: str) -> Text:
    return Text(Hole(f"{path}#{what}", NAME, why=UNFILLED % what))
