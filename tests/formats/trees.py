"""What the tests of the formats share."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hypothesis import strategies as st

from iamlint.text.node import Mapping, Node, Scalar, Sequence

if TYPE_CHECKING:
    from collections.abc import Iterator


def pairs(node: Node) -> Any:
    """A tree as Python data; a mapping as a tuple of pairs, so that order and duplicates count."""
    if isinstance(node, Sequence):
        return [pairs(item) for item in node.items]
    if isinstance(node, Mapping):
        return tuple((key.value, pairs(value)) for key, value in node.entries)
    assert isinstance(node, Scalar)
    return node.value


def nodes(node: Node) -> Iterator[Node]:
    """The node, its keys and everything below."""
    yield node
    if isinstance(node, Sequence):
        for item in node.items:
            yield from nodes(item)
    elif isinstance(node, Mapping):
        for key, value in node.entries:
            yield key
            yield from nodes(value)


texts = st.text(
    st.one_of(
        st.sampled_from("ab:,{}[]\"'\\/#&*!|>%@`-? \n\t\r\x00\x1f\x7f\x85\u2028\ufeffé😀\ud800"),
        st.characters(),
    ),
    max_size=12,
)
scalars = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(allow_nan=False, allow_infinity=False),
    texts,
)


def values(
    leaves: st.SearchStrategy[Any] = scalars, keys: st.SearchStrategy[str] = texts
) -> st.SearchStrategy[Any]:
    """JSON values."""
    return st.recursive(
        leaves,
        lambda inner: st.one_of(
            st.lists(inner, max_size=4), st.dictionaries(keys, inner, max_size=4)
        ),
        max_leaves=12,
    )
