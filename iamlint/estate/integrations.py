"""The integrations of AWS: what one resource needs to call another, as the catalogue has it.

https://docs.aws.amazon.com/service-authorization/latest/reference/reference.html
"""

from __future__ import annotations

from functools import lru_cache

from iamlint.text.hints import TYPE_CHECKING, Final
from iamlint.text.holes import Text
from iamlint.text.records import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

    from iamlint.catalog import Catalog

POLICY: Final = "policy"
ROLE: Final = "role"
SERVICE_ROLE: Final = "service-linked role"
ACL: Final = "acl"
NOTHING: Final = "nothing"

_WAYS = {"RP": POLICY, "LP": POLICY, "ROLE": ROLE, "SLR": SERVICE_ROLE, "ACL": ACL, "NONE": NOTHING}
ACCOUNT, ARN = "aws:SourceAccount", "aws:SourceArn"


class Integration(NamedTuple):
    """One kind of wire.

    `by`: what lets the call through: `policy` (a statement in the policy of the target), `role`
        (the policies of a role), `service-linked role`, `acl`, `nothing` (nothing is needed).
    `source_type`, `target_type`: the catalogue's types of the ends, empty for what has no ARN.
    `principals`: the services that call, or that must be able to assume the role.
    `actions`: what is done to the target, or to the source where `on_source`.
    `further`: actions that are needed too, on something else than the ends.
    `keys`: condition keys that AWS's guides set in the statement; `source_arn`: the value of
        `aws:SourceArn`, a pattern with `${source}`, `${Partition}`, `${Region}`, `${Account}`.
    `fixed`: conditions of which the value does not depend on the ends. `likely`: values of keys
        that its calls were seen with, None for a key that they lack.
    `least`: the actions without which it fails, where the guides list more. `listed`: those of them
        that guides ask for, and of which no failure was seen.
    `object`: how the names of what is put into the target begin, after the wire's own prefix and
        `joint`. `beneath`: the text that names the target may go on with the wire's own prefix.
    `aside`: values of `aws:SourceArn` with this in them are about calls that are made for a try.
    `caller`: the ARN of the principal that calls where it is no service, with `${caller}` in it.
    `also`: principals that may call instead; `accounts`: a service of which accounts by region may.
    `fails`: where a missing statement shows: at `deployment`, not at all (`silent`), or in the
        `call` of somebody else that then fails.
    `otherwise`: what lets the call through where no statement does: `default`, the policy that AWS
        gives a target; `added`, the service adds the statement itself; `role`; `acl`.
    `recorders`: the types of what has that role, of which an account has one in a region.
    `role`: a role must be named for it, `always` or only `across` accounts.
    `account`: what the account of the source must be let do, where the target belongs to another.
    `source_account`: what the account that declares the wire must be let do, where the source
        belongs to another; `asked_with`: the context keys of that.
    `assumed`: the role of the target is assumed for the account of the source.
    `starts`: the action by which the target is started, where roles of its own are passed to it.
    `confidence`: of the row: `A` documented, `B` seen, `C` general knowledge.
    """

    id: str
    by: str
    source_type: str
    target_type: str
    principals: tuple[str, ...]
    actions: tuple[str, ...]
    further: tuple[str, ...]
    keys: tuple[str, ...]
    source_arn: str
    fixed: tuple[tuple[str, str], ...]
    likely: tuple[tuple[str, str | None], ...]
    on_source: bool
    is_permission: bool
    least: tuple[str, ...]
    listed: tuple[str, ...]
    object: str
    joint: str
    beneath: bool
    caller: str
    aside: str
    also: tuple[str, ...]
    accounts: str
    fails: str
    otherwise: str
    recorders: tuple[str, ...]
    role: str
    account: tuple[str, ...]
    source_account: tuple[str, ...]
    asked_with: Mapping[str, str]
    assumed: bool
    starts: str
    confidence: str

    def conditions(self, source: Text, home: dict[str, Text]) -> dict[str, dict[str, Text]]:
        """The conditions of the statement, for a source and the account and region it is in; those
        that are `fixed` come on top for the actions that carry the key.
        """
        found: dict[str, dict[str, Text]] = {}
        if ARN in self.keys:
            arn = filled(self.source_arn, {**home, "source": source})
            found["ArnLike" if "*" in self.source_arn else "ArnEquals"] = {ARN: arn}
        if ACCOUNT in self.keys:
            found["StringEquals"] = {ACCOUNT: home["Account"]}
        return found


@lru_cache(maxsize=8)
def integrations(catalog: Catalog) -> Mapping[str, Integration]:
    """Every integration by its id."""
    return {
        row["id"]: Integration(
            row["id"],
            _WAYS[row["kind"]],
            row["from_type"],
            row["to_type"],
            tuple(row["principals"]),
            tuple(row["actions"]),
            tuple(row.get("further", ())),
            tuple(row["keys"]),
            row.get("source_arn", "${source}"),
            tuple(row.get("fixed", {}).items()),
            tuple(row.get("likely", {}).items()),
            row.get("on") == "source",
            row["kind"] == "LP",
            tuple(row.get("least", row["actions"])),
            tuple(row.get("listed", ())),
            row.get("object", ""),
            row.get("joint", "/"),
            row.get("beneath", False),
            row.get("caller", ""),
            row.get("aside", ""),
            tuple(row.get("also", ())),
            row.get("accounts", ""),
            row.get("fails", ""),
            row.get("otherwise", ""),
            tuple(row.get("recorders", ())),
            row.get("role", ""),
            tuple(row.get("account", ())),
            tuple(row.get("source_account", ())),
            row.get("asked_with", {}),
            row.get("assumed", False),
            row.get("starts", ""),
            row["confidence"],
        )
        for row in catalog.table("integrations")
    }


def filled(pattern: str, values: dict[str, Text]) -> Text:
    """A pattern with its variables filled in; those that have no value stay as they are."""
    text = Text()
    while pattern:
        before, dollar, rest = pattern.partition("${")
        name, brace, pattern = rest.partition("}")
        value = values.get(name)
        text += before
        if dollar:
            text += value if value is not None else f"${{{name}{brace}"
    return text
