"""Estates of templates, each in a file of its own."""

from __future__ import annotations

from textwrap import dedent
from typing import TYPE_CHECKING, TypeVar

from iamlint.catalog import catalog
from iamlint.estate import Estate
from tests.carriers.cloudformation.reading import Facts, read

from .build import AWAY, HOME

if TYPE_CHECKING:
    from collections.abc import Iterable

    from iamlint.model.things import Identity, Resource

T = TypeVar("T")
IRELAND = Facts(HOME, "eu-west-1")
ELSEWHERE = Facts(AWAY, "eu-west-1")
LAMBDA = "[{Effect: Allow, Principal: {Service: lambda.amazonaws.com}, Action: sts:AssumeRole}]"
TRUST = f'{{Version: "2012-10-17", Statement: {LAMBDA}}}'
ALLOW = '{Version: "2012-10-17", Statement: [{Effect: Allow, Action: s3:GetObject, Resource: "*"}]}'


def estate_of(**files: str) -> Estate:
    """`a__b="…"` is the file `a/b.yaml`; nothing is known of accounts."""
    return placed({path.replace("__", "/") + ".yaml": text for path, text in files.items()})


def placed(files: dict[str, str], facts: dict[str, Facts] | None = None) -> Estate:
    """Templates by their paths, each with what the configuration says of it."""
    known = facts or {}
    readings = [read(resources(text), known.get(path), path) for path, text in files.items()]
    return Estate(readings, None, catalog())


def resources(text: str) -> str:
    """A template, or the resources of one."""
    text = dedent(text)
    if "Resources:" in text or text.lstrip().startswith("{"):
        return text
    lines = "\n".join(f"  {line}" for line in text.splitlines())
    return f"Resources:\n{lines}\n"


def identity(estate: Estate, address: str, path: str = "") -> Identity:
    return only(i for i in estate.identities if i.address == address and at(i, path))


def resource(estate: Estate, address: str, path: str = "") -> Resource:
    return only(r for r in estate.resources if r.address == address and at(r, path))


def at(thing: Identity | Resource, path: str) -> bool:
    return not path or (thing.reading is not None and thing.reading.path == path)


def only(found: Iterable[T]) -> T:
    (one,) = found
    return one
