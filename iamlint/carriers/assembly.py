"""Cloud assemblies: what the CDK writes beside the templates it makes. They tell where each
template is deployed, and which file an asset of a template is.

https://docs.aws.amazon.com/cdk/v2/guide/deploy.html#deploy-how-synth-app
"""

from __future__ import annotations

import posixpath
import re

from iamlint.text.hints import TYPE_CHECKING
from iamlint.text.node import Mapping, Scalar
from iamlint.text.records import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from iamlint.text.node import Node

MANIFEST = "manifest.json"
TEMPLATE, ASSETS = ".template.json", ".assets.json"
"""How the CDK names the template of a stack, and the list of the assets it refers to."""
STACK = "aws:cloudformation:stack"
_environment = re.compile(r"aws://(\d{12}|unknown-account)/([a-z0-9-]+)")
UNKNOWN = "unknown-"


class Deployment(NamedTuple):
    """Where a template is deployed; empty where the assembly does not say."""

    account: str = ""
    region: str = ""
    stack: str = ""


NOWHERE = Deployment()


class Assemblies:
    """What all assemblies in view tell of templates, by path."""

    def __init__(self) -> None:
        self.folders: set[str] = set()
        self._deployments: dict[str, Deployment] = {}
        self._assets: dict[tuple[str, str], str] = {}

    def add(self, path: str, root: Node) -> None:
        """Take in a manifest or a list of assets."""
        folder = folder_of(path)
        if is_manifest(root):
            self.folders.add(folder)
            for name, artifact in entries(root, "artifacts"):
                if text_at(artifact, "type") == STACK:
                    self._add_stack(folder, name, artifact)
        for _, file in entries(root, "files"):
            self._add_asset(folder, file)

    def _add_stack(self, folder: str, name: str, artifact: Node) -> None:
        properties = child(artifact, "properties")
        template = text_at(properties, "templateFile")
        found = _environment.fullmatch(text_at(artifact, "environment"))
        account, region = found.groups() if found else ("", "")
        if template:
            self._deployments[inside(folder, template)] = Deployment(
                "" if account.startswith(UNKNOWN) else account,
                "" if region.startswith(UNKNOWN) else region,
                text_at(properties, "stackName") or name,
            )

    def _add_asset(self, folder: str, file: Node) -> None:
        path = text_at(child(file, "source"), "path")
        for _, destination in entries(file, "destinations"):
            key = posixpath.basename(text_at(destination, "objectKey"))
            if path and key:
                self._assets[folder, key] = inside(folder, path)

    def deployment(self, path: str) -> Deployment:
        """Where the template at a path is deployed."""
        return self._deployments.get(posixpath.normpath(path), NOWHERE)

    def asset(self, path: str, key: str) -> str:
        """The file that the template at a path means by the name of an object; empty for none."""
        return self._assets.get((folder_of(path), key), "")

    def holds(self, path: str) -> bool:
        """A template lies in an assembly."""
        return folder_of(path) in self.folders


def recognises(root: Node) -> bool:
    """A manifest of an assembly, or a list of the assets of a stack."""
    return is_manifest(root) or (
        isinstance(root, Mapping)
        and isinstance(root.get("files"), Mapping)
        and isinstance(root.get("dockerImages"), Mapping)
    )


def is_manifest(root: Node) -> bool:
    return (
        isinstance(root, Mapping)
        and isinstance(root.get("artifacts"), Mapping)
        and isinstance(root.get("version"), Scalar)
    )


def files_beside(path: str) -> tuple[str, ...]:
    """Where the assembly of a template would be; nothing for one that the CDK did not name."""
    if not path.endswith(TEMPLATE):
        return ()
    manifest = posixpath.join(posixpath.dirname(path), MANIFEST)
    return (manifest, path.removesuffix(TEMPLATE) + ASSETS)


def folder_of(path: str) -> str:
    return posixpath.dirname(posixpath.normpath(path))


def inside(folder: str, path: str) -> str:
    """A path in a folder."""
    return posixpath.normpath(posixpath.join(folder, path))


def child(node: Node | None, key: str) -> Node | None:
    return node.get(key) if isinstance(node, Mapping) else None


def entries(node: Node, key: str) -> Iterator[tuple[str, Node]]:
    """The entries of a mapping under a key."""
    inner = child(node, key)
    for name, value in inner.entries if isinstance(inner, Mapping) else ():
        yield str(name.value), value


def text_at(node: Node | None, key: str) -> str:
    """The literal text under a key, or empty."""
    value = child(node, key)
    return value.value if isinstance(value, Scalar) and isinstance(value.value, str) else ""
