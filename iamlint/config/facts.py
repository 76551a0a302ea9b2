"""What the configuration says of a file that the file does not say itself."""

from __future__ import annotations

from iamlint.text.records import NamedTuple


class Facts(NamedTuple):
    """The facts about one file; empty where the configuration is silent.

    `account`, `region`, `partition`, `organization`: the account's number, `eu-west-1`, `aws-cn`,
    `o-a1b2c3d4e5`.
    `kind`: the kind of the policies in it (`scp`, `boundary`, `trust` …), for a bare policy file.
    `trusted_accounts`: numbers of accounts that are ours or that we trust.
    `required_boundary`: the ARN of the boundary that every role and user must carry.
    """

    account: str = ""
    region: str = ""
    partition: str = ""
    organization: str = ""
    kind: str = ""
    trusted_accounts: tuple[str, ...] = ()
    required_boundary: str = ""


NO_FACTS = Facts()
