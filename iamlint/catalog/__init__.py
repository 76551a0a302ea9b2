"""What AWS says exists: services, actions, resource types, condition keys, managed policies, and
the reviewed tables around them. Offline, dated, read lazily.

https://docs.aws.amazon.com/service-authorization/latest/reference/reference.html
"""

from __future__ import annotations

from .questions import Catalog

__all__ = ["Catalog", "catalog"]

_BUNDLED: list[Catalog] = []


def catalog() -> Catalog:
    """The bundled catalog; always the same object."""
    if not _BUNDLED:
        _BUNDLED.append(Catalog())
    return _BUNDLED[0]
