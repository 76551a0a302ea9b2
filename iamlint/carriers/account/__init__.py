"""What `aws iam get-account-authorization-details` prints: all of IAM in an account, one output or
several pages, of one account or of several.

https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetAccountAuthorizationDetails.html
"""

from __future__ import annotations

from iamlint.text.hints import TYPE_CHECKING
from iamlint.text.node import Mapping, Sequence

if TYPE_CHECKING:
    from collections.abc import Iterator

    from iamlint.carriers.facts import Facts
    from iamlint.model.things import Reading
    from iamlint.text.node import Node

LISTS = ("UserDetailList", "GroupDetailList", "RoleDetailList", "Policies")
"""What an output lists. The last name alone says little: other outputs have it too."""


def recognises(root: Node) -> bool:
    """It lists what an account has, or is a list of such outputs."""
    return next(pages(root), None) is not None


def pages(root: Node) -> Iterator[Mapping]:
    """The outputs in a file; also one of which a list is none."""
    for page in root.items if isinstance(root, Sequence) else (root,):
        if isinstance(page, Mapping) and is_page(page):
            yield page


def is_page(node: Mapping) -> bool:
    """It has one of the lists that nothing else has, or at least the names of two."""
    if any(isinstance(node.get(name), Sequence) for name in LISTS[:3]):
        return True
    return sum(name in node for name in LISTS[:3]) > 1


def read_all(path: str, root: Node, facts: Facts | None) -> Iterator[Reading]:
    """Every identity, every policy, and what ties them, for each account that the file tells of.
    The root must be one that `recognises` takes.
    """
    from .reader import read
    from .wholeness import by_account

    for account, own in by_account(pages(root)).items():
        yield read(path, own[0] if len(own) == 1 else root, own, account, facts)


def write_text(reading: Reading, text: object) -> str | None:
    """How a text is written in such a file: only one without holes can be."""
    from iamlint.carriers.plain import write_text as written

    return written(reading, text)
