"""Short names for long texts. `hashlib` has the same, and loads the whole of OpenSSL for it, which
takes as long as reading forty files.
"""

from __future__ import annotations

__all__ = ["blake2b"]

try:
    from _blake2 import blake2b
except ImportError:  # of CPython alone, and not of each build
    from hashlib import blake2b
