"""ARN templates of the catalogue as patterns that ARNs are held against."""

from __future__ import annotations

import re
from functools import lru_cache


@lru_cache(maxsize=2048)
def pattern_of(template: str) -> str:
    """A template with a star for every variable."""
    return re.sub(r"\$\{\w+\}", "*", template)
