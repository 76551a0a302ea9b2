"""The resources that an action can be about: which ARNs, segment by segment."""

from __future__ import annotations

import re
from functools import lru_cache

from iamlint.access.overlap import bounded_variables
from iamlint.text.automata import without
from iamlint.text.globs import ONE, RUN, RUN_INSIDE
from iamlint.text.hints import TYPE_CHECKING, Final
from iamlint.text.records import NamedTuple

if TYPE_CHECKING:
    from iamlint.catalog import Catalog
    from iamlint.text.globs import Token, Tokens

PARTITION, REGION, ACCOUNT, FREE = "partition", "region", "account", "free"

_VARIABLE: Final = re.compile(r"\$\{([^{}]*)\}")
_KINDS: Final = {"${Partition}": PARTITION, "${Region}": REGION, "${Account}": ACCOUNT}


class Domain(NamedTuple):
    """ARNs of one shape. `head`: the four segments behind `arn:`, each a text or what kind of text
    stands there; `resource`: the last segment as a glob; `usual`: the same for names without a
    colon.

    `STAR` is the domain of requests that are about no resource.
    """

    head: tuple[str, ...]
    resource: Tokens
    usual: Tokens
    template: str


STAR: Final = Domain((), (), (), "*")
ANYTHING: Final = Domain((PARTITION, FREE, FREE, FREE), (RUN,), (RUN_INSIDE,), "")
"""Whatever has the form of an ARN: for actions of which the catalogue knows nothing."""


@lru_cache(maxsize=8192)
def domain_of(template: str, catalog: Catalog, service: str) -> Domain:
    """The domain of a template, `arn:${Partition}:s3:::${BucketName}/${ObjectName}`.

    A variable is one character or more, and none that the service's templates use to end it. A
    template that has no six segments says nothing.
    """
    segments = template.split(":", 5)
    if len(segments) < 6:
        return ANYTHING
    bounds = _bounds(catalog, service)
    head = tuple(_KINDS.get(segment) or _literal(segment) for segment in segments[1:5])
    resource = tuple(_parts(segments[5], bounds, ""))
    return Domain(head, resource, tuple(_parts(segments[5], bounds, ":")), template)


def _literal(segment: str) -> str:
    return FREE if "${" in segment else "=" + segment


@lru_cache(maxsize=512)
def _bounds(catalog: Catalog, service: str) -> dict[str, str]:
    return bounded_variables(arn for one in catalog.resource_types(service) for arn in one.arns)


def _parts(resource: str, bounds: dict[str, str], never: str) -> list[Token]:
    """A template's last segment as a glob; `never`: what no variable takes."""
    found: list[Token] = []
    for index, piece in enumerate(_VARIABLE.split(resource)):
        if index % 2 == 0:
            found.extend((piece,) if piece else ())
        elif excluded := "".join(sorted({*bounds.get(piece, ""), *never})):
            found.extend((without(excluded, many=False), without(excluded, many=True)))
        else:
            found.extend((ONE, RUN))
    return found
