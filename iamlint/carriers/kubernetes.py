"""Manifests of Kubernetes: which service account of a cluster of EKS assumes which role, what
Kustomize calls it before it gets there, and which images of ECR the nodes pull.

https://docs.aws.amazon.com/eks/latest/userguide/associate-service-account-role.html
https://docs.aws.amazon.com/AmazonECR/latest/userguide/ECR_on_EKS.html
https://github.com/aws/amazon-eks-pod-identity-webhook
https://kubectl.docs.kubernetes.io/references/kustomize/kustomization/
"""

from __future__ import annotations

import re
from posixpath import dirname, join, normpath

from iamlint.model.things import Reading, TokenUse, Wire
from iamlint.text.hints import TYPE_CHECKING
from iamlint.text.holes import ANY, NAME, Hole, Text
from iamlint.text.node import Mapping, Scalar, Sequence

from .facts import Home, partition_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import TypeGuard

    from iamlint.text.node import Node

    from .facts import Facts

ROLE = "eks.amazonaws.com/role-arn"
KUSTOMIZE = "kustomize.config.k8s.io/"
FOR = "eks.amazonaws.com/audience"
AUDIENCE = "sts.amazonaws.com"
"""For whom the token of a pod is where nobody says otherwise."""
ISSUERS = ("oidc.eks.*",)
UNFILLED = "%s is filled in when the manifest is applied"
GATHERS = ("resources", "bases", "components")
PLACING = ("namespace", "namePrefix", "nameSuffix")
"""What gives all manifests another namespace, or other names."""
MOVES = ("components", "transformers", "replacements", "vars")
"""What may give a manifest whatever name, namespace or role."""
PATCHES = ("patches", "patchesStrategicMerge", "patchesJson6902")
ACCOUNT = "ServiceAccount"
PODS = {
    "Pod": (),
    "CronJob": ("jobTemplate", "spec", "template", "spec"),
    **dict.fromkeys(
        ("DaemonSet", "Deployment", "Job", "ReplicaSet", "StatefulSet"), ("template", "spec")
    ),
}
"""Kinds of which the nodes run pods, and where in `spec` that of the pods stands."""
CONTAINERS = ("containers", "initContainers")
IMAGE = re.compile(
    r"(\d{12})\.dkr\.ecr\.([a-z0-9-]+)\.amazonaws\.com(?:\.cn)?/([a-z0-9][a-z0-9._/-]*)(?:[:@].*)?"
)
"""How an image of ECR is named: account, region, repository."""
PULLS = "eks-image"
PLACEHOLDER = re.compile(r"\$\{[^}]*\}|\$\([^)]*\)|\$[A-Z_]+|<[^>]*>")


def recognises(root: Node) -> bool:
    """It declares a service account that is to assume a role, runs images of ECR, or gathers
    manifests."""
    return (
        next(accounts_in(root), None) is not None
        or next(images_in(root), None) is not None
        or is_kustomization(root)
    )


def read(path: str, root: Node, facts: Facts | None) -> Reading:
    """Every role that a service account is to assume, with the subject of its tokens, and every
    image of ECR."""
    home = Home(facts)
    reading = Reading(path, "kubernetes", root, home.account, home.region, home.partition)
    if is_kustomization(root):
        reading.gathers = tuple(gathered(path, root))
        reading.patches = tuple(patching(path, root))
        reading.placing = placed(root)
        reading.renames = any(key in root for key in MOVES) or may_patch_accounts(root)
    for image, (account, region, repository), what in images_in(root):
        arn = f"arn:{partition_of(region)}:ecr:{region}:{account}:repository/{repository}"
        reading.wires.append(
            Wire(
                (PULLS,),
                Text(what),
                Text(arn),
                image,
                what,
                PULLS,
                home.account,
                home.region,
                runs="nodes",
            )
        )
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


def is_kustomization(root: Node) -> TypeGuard[Mapping]:
    """It says so, or says nothing of its sort and lists paths of manifests, as may be left out."""
    if not isinstance(root, Mapping):
        return False
    if "kind" in root:
        return text_in(root, "apiVersion").startswith(KUSTOMIZE)
    return "apiVersion" not in root and any(
        isinstance(listed, Sequence)
        and listed.items
        and all(isinstance(one, Scalar) and isinstance(one.value, str) for one in listed.items)
        for listed in map(root.get, GATHERS)
    )


def gathered(path: str, root: Mapping) -> Iterator[str]:
    """The files and folders of manifests that a kustomization lists."""
    for listed in map(root.get, GATHERS):
        for one in listed.items if isinstance(listed, Sequence) else ():
            if isinstance(one, Scalar) and isinstance(one.value, str) and "://" not in one.value:
                yield normpath(join(dirname(path), one.value))


def placed(root: Mapping) -> tuple[str, str, str]:
    namespace, prefix, suffix = (text_in(root, key) for key in PLACING)
    return namespace, prefix, suffix


def patching(path: str, root: Mapping) -> Iterator[str]:
    """The files that a kustomization lays over manifests."""
    for listed in map(root.get, PATCHES):
        for one in listed.items if isinstance(listed, Sequence) else ():
            named = text_in(one, "path") if isinstance(one, Mapping) else ""
            if isinstance(one, Scalar) and isinstance(one.value, str) and "\n" not in one.value:
                named = one.value
            if named:
                yield normpath(join(dirname(path), named))


def may_patch_accounts(root: Mapping) -> bool:
    """Something is laid over manifests that may be service accounts."""
    return any(
        not isinstance(one, Mapping) or text_in(kind_of(one), "kind") in ("", ACCOUNT)
        for listed in map(root.get, PATCHES)
        for one in (listed.items if isinstance(listed, Sequence) else ())
    )


def kind_of(patch: Mapping) -> Mapping:
    """What tells the kind of what a patch is for."""
    target = patch.get("target")
    return target if isinstance(target, Mapping) else patch


def accounts_in(root: Node) -> Iterator[tuple[Mapping, Mapping, Scalar]]:
    """The metadata of each service account that is to assume a role, its annotations, the role."""
    if not isinstance(root, Mapping) or "apiVersion" not in root:
        return
    items = root.get("items")
    for item in items.items if isinstance(items, Sequence) else (root,):
        if not isinstance(item, Mapping) or text_in(item, "kind") != ACCOUNT:
            continue
        metadata = item.get("metadata")
        notes = metadata.get("annotations") if isinstance(metadata, Mapping) else None
        role = notes.get(ROLE) if isinstance(notes, Mapping) else None
        if isinstance(role, Scalar) and isinstance(role.value, str):
            assert isinstance(metadata, Mapping)
            assert isinstance(notes, Mapping)
            yield metadata, notes, role


def images_in(root: Node) -> Iterator[tuple[Scalar, tuple[str, str, str], str]]:
    """The images of ECR that the nodes of a cluster are to pull as themselves, each with what its
    name tells, and what runs it."""
    if not isinstance(root, Mapping) or "apiVersion" not in root:
        return
    items = root.get("items")
    for item in items.items if isinstance(items, Sequence) else (root,):
        kind = text_in(item, "kind") if isinstance(item, Mapping) else ""
        if kind not in PODS:
            continue
        assert isinstance(item, Mapping)
        pods: Node | None = item
        for key in ("spec", *PODS[kind]):
            pods = pods.get(key) if isinstance(pods, Mapping) else None
        if not isinstance(pods, Mapping) or "imagePullSecrets" in pods:
            continue
        metadata = item.get("metadata")
        name = text_in(metadata, "name") if isinstance(metadata, Mapping) else ""
        for listed in map(pods.get, CONTAINERS):
            for one in listed.items if isinstance(listed, Sequence) else ():
                image = one.get("image") if isinstance(one, Mapping) else None
                if isinstance(image, Scalar) and isinstance(image.value, str):
                    told = IMAGE.fullmatch(image.value)
                    if told is not None:
                        yield image, (told[1], told[2], told[3]), f"{kind} {name}".strip()


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
