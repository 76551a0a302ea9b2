"""Entries that only who has the files can read.

What is kept of a file is sealed with a key that is made of the file's content, so that the cache
tells nothing that its reader does not have: no name, no message, no byte of a value. Whoever can
guess a whole file can see that the guess is right, as with any hash of its content.
"""

from __future__ import annotations

from hashlib import blake2b, shake_256
from hmac import compare_digest

from iamlint.text.hints import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable

CHECK = 16
"""Bytes of the sum by which a damaged entry, or one of other files, is told."""


class Content:
    """What is known of a content by its bytes: a `name` that anybody may see, and a key."""

    __slots__ = ("key", "name")

    def __init__(self, name: bytes, key: bytes) -> None:
        self.name = name
        self.key = key


def content_of(data: bytes) -> Content:
    whole = blake2b(data, digest_size=64).digest()
    return Content(whole[:32], whole[32:])


def together(contents: Iterable[Content], about: bytes = b"") -> Content:
    """Of several contents in order, and whatever else they hang on."""
    name, key = blake2b(about, digest_size=32), blake2b(about, digest_size=32)
    for content in contents:
        name.update(content.name)
        key.update(content.key)
    return Content(name.digest(), key.digest())


def sealed(value: Any, key: bytes) -> bytes:
    """A value of JSON's types as bytes that tell nothing without the key."""
    import json

    plain = json.dumps(value, separators=(",", ":"), ensure_ascii=True).encode()
    check = blake2b(plain, key=key, digest_size=CHECK).digest()
    return check + covered(plain, key, check)


def opened(data: bytes, key: bytes) -> Any:
    """The value that was sealed; None when it was sealed with another key or is damaged."""
    import json

    check, plain = data[:CHECK], covered(data[CHECK:], key, data[:CHECK])
    if not compare_digest(blake2b(plain, key=key, digest_size=CHECK).digest(), check):
        return None
    try:
        return json.loads(plain)
    except (ValueError, RecursionError):
        return None


def covered(data: bytes, key: bytes, salt: bytes) -> bytes:
    """The bytes under a stream of bytes made of the key; doing it again uncovers them."""
    stream = shake_256(key + salt).digest(len(data))
    mixed = int.from_bytes(data, "big") ^ int.from_bytes(stream, "big")
    return mixed.to_bytes(len(data), "big")
