"""What holds for all tests."""

from __future__ import annotations

import gc
import sys
from collections.abc import Generator
from functools import lru_cache

import pytest
from hypothesis import settings

settings.register_profile("iamlint", deadline=None)  # a busy machine is no fault of the code
settings.load_profile("iamlint")

CACHE = type(lru_cache(len))


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, object, object]:
    """What is collected stays to the end. To look for garbage in it again and again, and as often
    as Python does, takes a quarter of the time of all tests.
    """
    gc.disable()
    try:
        return (yield)
    finally:
        gc.collect()
        gc.freeze()
        gc.set_threshold(50_000, 20, 20)
        gc.enable()


def pytest_runtest_teardown(item: pytest.Item, nextitem: pytest.Item | None) -> None:
    """After each file, forget what it scanned: a process that scans once keeps it to its end."""
    if nextitem is None or nextitem.path != item.path:
        for module in [value for name, value in sys.modules.items() if name.startswith("iamlint.")]:
            for cache in [value for value in vars(module).values() if isinstance(value, CACHE)]:
                if (cache.cache_parameters()["maxsize"] or 0) >= 1024:  # the others hold data
                    cache.cache_clear()
