"""Does an output tell of all that an account has?

An output that is cut says so: `IsTruncated` in an answer of the API, `NextToken` in what the AWS
CLI prints where `--max-items` is given. It may also have been made with a filter.
https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetAccountAuthorizationDetails.html
"""

from __future__ import annotations

from iamlint.text.hints import TYPE_CHECKING
from iamlint.text.node import Mapping, Sequence

from . import LISTS
from .parts import is_true, mappings, text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from iamlint.model.things import Reading

OWNED = "aws"
"""What stands for the account in the ARNs of AWS's own policies."""
TRUNCATED = (
    "the output is truncated: without the further pages nobody is known to be missing; "
    "`aws iam get-account-authorization-details` without `--max-items` prints all"
)


def is_cut(page: Mapping) -> bool:
    """There is more than this output has."""
    return is_true(page, "IsTruncated") or bool(text(page, "NextToken"))


def is_iam(arn: str) -> bool:
    return arn.startswith("arn:") and arn.count(":") > 4 and arn.split(":")[2] == "iam"


def arns_in(page: Mapping) -> Iterator[str]:
    """The ARNs of what the account has, in order."""
    for name in LISTS:
        for detail in mappings(page, name):
            arn = text(detail, "Arn")
            if is_iam(arn) and arn.split(":")[4] != OWNED:
                yield arn


def by_account(pages: Iterable[Mapping]) -> dict[str, list[Mapping]]:
    """Outputs by the account that they are of; those that do not tell stand under an empty text."""
    found: dict[str, list[Mapping]] = {}
    for page in pages:
        account = next((arn.split(":")[4] for arn in arns_in(page)), "")
        found.setdefault(account, []).append(page)
    return found


def is_whole(pages: list[Mapping], reading: Reading) -> bool:
    """Nothing is left out: all four lists are there and could be read, only the last page is not
    cut, and what the lists refer to is in them.
    """
    if is_broken(reading):
        return False
    cut = [is_cut(page) for page in pages]
    listed = all(any(isinstance(p.get(name), Sequence) for p in pages) for name in LISTS)
    return listed and not cut[-1] and all(cut[:-1]) and not has_danglers([reading])


def is_broken(reading: Reading) -> bool:
    """Of some list nobody knows whom it names."""
    return any(gap.fault is not None and not gap.bound for gap in reading.gaps)


def has_danglers(pages: list[Reading]) -> bool:
    """Something is attached that is not listed: a filter was given, or a page is missing."""
    policies = [policy for page in pages for policy in (*page.policies, *page.hidden)]
    identities = [identity for page in pages for identity in page.identities]
    listed = {policy.arn for policy in policies if policy.arn}
    groups = {one.name for one in identities if one.kind == "group"}
    for identity in identities:
        named = [*identity.managed, *([identity.boundary] if identity.boundary else ())]
        if any(one.arn not in listed and not is_aws(str(one.arn)) for one in named):
            return True
        if any(word.text not in groups for word in identity.groups):
            return True
    return False


def is_aws(arn: str) -> bool:
    """A policy of AWS's own: outputs list it, and the bundled data knows most."""
    return f":iam::{OWNED}:" in arn
