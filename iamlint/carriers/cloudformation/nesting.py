"""Which template a nested stack is made of.

https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/using-cfn-nested-stacks.html
https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-cloudformation-stack.html
"""

from __future__ import annotations

import posixpath

from iamlint.catalog import catalog
from iamlint.text.hints import TYPE_CHECKING, Any
from iamlint.text.node import Mapping

from .parameters import default_of
from .template import text_at
from .values import as_text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from iamlint.carriers.assembly import Assemblies
    from iamlint.text.node import Node

    from .resolver import Resolver
    from .template import Declaration

    Row = dict[str, Any]

TABLE = "cloudformation_nesting"
ASSET_PATH = "aws:asset:path"
"""The file that an asset is, as the CDK and `sam build` note it on the resource."""
_rows: dict[str, Row] = {}


def row_of(type: str) -> Row | None:
    """How a type names the template that it deploys; None for one that deploys none."""
    if "::" not in type or type.rpartition("::")[2] not in ("Stack", "Application"):
        return None
    if not _rows:
        _rows.update((row["type"], row) for row in catalog().table(TABLE))
    return _rows.get(type)


class Index:
    """Finds templates by where they stand."""

    def __init__(self, members: Iterable[Resolver], assemblies: Assemblies | None) -> None:
        self._assemblies = assemblies
        self._by_path: dict[str, Resolver] = {}
        self._by_name: dict[str, list[Resolver]] = {}
        for member in members:
            path = member.template.path
            self._by_path.setdefault(posixpath.normpath(path), member)
            self._by_name.setdefault(posixpath.basename(path), []).append(member)

    def nested(
        self, parent: Resolver, declaration: Declaration, row: Row
    ) -> tuple[Resolver, bool] | None:
        """The template of a nested stack, and whether it is that for certain."""
        path = text_at(declaration.node.get("Metadata"), ASSET_PATH)
        if path:
            found = self._beside(parent, path)
            return None if found is None else (found, True)
        properties = declaration.properties
        node = properties.get(row["template"]) if isinstance(properties, Mapping) else None
        end = last_literal(parent, node)
        if not end:
            return None
        if "://" not in end and is_whole(parent, node):
            found = self._beside(parent, end)
            return None if found is None else (found, True)
        return self._at_url(parent, declaration, row, end)

    def _beside(self, parent: Resolver, path: str) -> Resolver | None:
        folder = posixpath.dirname(parent.template.path)
        return self._by_path.get(posixpath.normpath(posixpath.join(folder, path)))

    def _at_url(
        self, parent: Resolver, declaration: Declaration, row: Row, end: str
    ) -> tuple[Resolver, bool] | None:
        end = end.partition("?")[0]
        name = posixpath.basename(end)
        if "/" not in end or not name:
            return None
        asset = self._assemblies.asset(parent.template.path, name) if self._assemblies else ""
        if asset:
            found = self._by_path.get(asset)
            return None if found is None else (found, True)
        properties = declaration.properties
        values = properties.get(row["parameters"]) if isinstance(properties, Mapping) else None
        fitting = [each for each in self._by_name.get(name, ()) if takes(each, values)]
        best = sorted(fitting, key=lambda each: shared(each.template.path, end))
        if len(best) > 1 and shared(best[-1].template.path, end) == shared(
            best[-2].template.path, end
        ):
            return None
        return (best[-1], False) if best else None


def last_literal(parent: Resolver, node: Node | None) -> str:
    """The literal end of what names a template, as far as it is known without other templates."""
    if node is None:
        return ""
    text = as_text(parent.alone().resolve(node))
    if text is None or not text.pieces:
        return ""
    last = text.pieces[-1]
    return last if isinstance(last, str) else ""


def is_whole(parent: Resolver, node: Node | None) -> bool:
    """Nothing of the text is unknown."""
    text = as_text(parent.alone().resolve(node)) if node is not None else None
    return text is not None and text.literal is not None


def takes(template: Resolver, values: Node | None) -> bool:
    """A template has every parameter that it is given, and is given every one that it needs."""
    parameters = template.template.parameters
    names = names_in(values)
    if names is None:
        return True
    needed = {name for name, node in parameters.items() if default_of(node) is None}
    return names <= set(parameters) and needed <= names


def names_in(values: Node | None) -> set[str] | None:
    """The parameters that are handed down; None where a function says which."""
    if values is None:
        return set()
    if not isinstance(values, Mapping):
        return None
    names = set(values.keys())
    return None if any(name == "Ref" or name.startswith("Fn::") for name in names) else names


def shared(path: str, url: str) -> int:
    """How many parts the ends of two paths share."""
    count = 0
    for one, other in zip(reversed(path.split("/")), reversed(url.split("/")), strict=False):
        if one != other:
            break
        count += 1
    return count
