"""Control policies by level: units, the management account, FullAWSAccess detached; RCPs; a Deny of
one's own; regions; what is left of a part."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from iamlint.catalog import catalog
from iamlint.estate import Estate
from iamlint.finding import CERTAIN, LIKELY, UNVERIFIED
from iamlint.testing import scan_texts
from iamlint.text.holes import Text

from .build import AWAY, HOME, Configured, Stack, allow, deny, rcp, scp

if TYPE_CHECKING:
    from iamlint.estate.caps import Capped
    from iamlint.model.policy import Policy

QUEUE = f"arn:aws:sqs:eu-west-1:{HOME}:jobs"
UNITS = {"r-ab12": ("ou-work",), "ou-work": (HOME,), "ou-other": (AWAY,)}


def worker(*statements: object, **more: Any) -> Stack:
    stack = Stack()
    stack.identity("Worker", *(statements or (allow("sqs:SendMessage", QUEUE),)), **more)
    return stack


def joined(stack: Stack, *scps: tuple[Policy, str], **more: Any) -> Estate:
    facts = Configured(*((policy, Text(target)) for policy, target in scps), **more)
    return Estate([stack.reading], facts, catalog())


def by_scp(*scps: tuple[Policy, str], **more: Any) -> list[Capped]:
    return list(joined(worker(), *scps, **more).capped_by_scp())


def test_a_unit_holds_the_accounts_below_it() -> None:
    for target in ("r-ab12", "ou-work", HOME, "*"):
        (one,) = by_scp((scp(deny("sqs:*")), target), units=UNITS)
        assert one.confidence == CERTAIN


def test_a_unit_beside_does_not() -> None:
    assert by_scp((scp(deny("sqs:*")), "ou-other"), units=UNITS) == []


def test_a_unit_of_which_nothing_is_known_may() -> None:
    stack = worker()
    estate = joined(stack, (scp(deny("sqs:*")), "ou-far"))
    (level,) = estate.scps_of(stack.reading.identities[0])
    assert not level.sure
    (one,) = by_scp((scp(deny("sqs:*")), "ou-far"))
    assert one.confidence == UNVERIFIED
    assert [word for word, _ in one.details] == ["unless"]
    assert (
        joined(stack, (scp(deny("sqs:*")), "ou-far"), units=UNITS).scps_of(
            stack.reading.identities[0]
        )
        == []
    )


def test_every_level_must_allow() -> None:
    lists = scp(allow(["s3:*", "sts:*"]))
    (one,) = by_scp((scp(allow("*")), "r-ab12"), (lists, "ou-work"), units=UNITS)
    assert one.cap is lists
    assert one.confidence == LIKELY  # FullAWSAccess may stand beside it


def test_without_full_access_only_what_is_listed_is_let_through() -> None:
    lists = scp(allow(["s3:*", "sts:*"]))
    (one,) = by_scp((lists, "ou-work"), units=UNITS, bare=("ou-work",))
    assert one.confidence == CERTAIN


def test_the_management_account_is_exempt() -> None:
    assert by_scp((scp(deny("sqs:*")), "*"), management=HOME) == []


def test_a_level_that_allows_nothing_is_said_once() -> None:
    estate = joined(worker(), (scp(deny("iam:*")), "ou-work"), units=UNITS, bare=("ou-work",))
    assert [str(level.target) for level in estate.dead_levels()] == ["ou-work"]
    assert list(estate.capped_by_scp()) == []
    assert list(joined(worker(), (scp(deny("iam:*")), "ou-work")).dead_levels()) == []


def test_a_policy_that_is_not_in_view_may_allow_it() -> None:
    stack = worker()
    lists = stack.policy(allow("s3:*"), "scp", arn=Text("p-listed"))
    stack.attach("Listed", ("organization", HOME), policy=lists)
    assert len(list(joined(stack).capped_by_scp())) == 1
    stack.attach("Full", ("organization", HOME), reference="p-FullAWSAccess")
    assert list(joined(stack).capped_by_scp()) == []


def test_who_asks_counts() -> None:
    spared = {"ArnNotLike": {"aws:PrincipalArn": "arn:aws:iam::*:role/platform-*"}}
    policy = scp(deny("sqs:*", Condition=spared))
    for name, found in (("worker", 1), ("platform-a", 0)):
        stack = worker(allow("sqs:SendMessage", QUEUE), name=name)
        assert len(list(joined(stack, (policy, HOME)).capped_by_scp())) == found


def test_a_listed_resource_that_a_cap_shuts_out() -> None:
    data, logs = "arn:aws:s3:::acme-data/*", "arn:aws:s3:::acme-logs/*"
    policy = scp(allow("*"), deny("s3:*", logs))
    stack = worker(allow(["s3:GetObject", "s3:PutObject"], [data, logs]))
    (one,) = joined(stack, (policy, HOME)).capped_by_scp()
    assert one.what == f"`s3:GetObject`, `s3:PutObject` on `{logs}`"
    assert one.where is one.resources[0]


def test_an_action_on_one_of_the_resources() -> None:
    data, logs = "arn:aws:s3:::acme-data/*", "arn:aws:s3:::acme-logs/*"
    stack = worker(allow(["s3:GetObject", "s3:PutObject"], [data, logs]))
    (one,) = joined(stack, (scp(allow("*"), deny("s3:PutObject", logs)), HOME)).capped_by_scp()
    assert one.what == f"`s3:PutObject` on `{logs}`"


def test_what_grants_nothing_by_itself_is_not_taken() -> None:
    """Bucket and objects stand side by side in half of all policies."""
    bucket = ["arn:aws:s3:::acme-data", "arn:aws:s3:::acme-data/*"]
    stack = worker(allow(["s3:ListBucket", "s3:GetObject"], bucket))
    assert (
        list(joined(stack, (scp(allow("*"), deny("s3:Put*", bucket)), HOME)).capped_by_scp()) == []
    )
    assert list(joined(stack, (scp(allow("s3:*", bucket)), HOME)).capped_by_scp()) == []


def denied(*statements: object, others: tuple[object, ...]) -> list[Capped]:
    stack = worker(*statements)
    stack.managed("keep", *others)
    stack.attach(
        "Keep", ("role", stack.hole("Worker")), reference=f"arn:aws:iam::{HOME}:policy/keep"
    )
    return list(joined(stack).capped_by_deny())


def test_another_policy_of_the_identity_denies_it() -> None:
    objects = "arn:aws:s3:::acme-data/*"
    (one,) = denied(allow(["s3:GetObject", "s3:DeleteObject"], objects), others=(deny("s3:Del*"),))
    assert [str(word) for word in one.words] == ["s3:DeleteObject"]
    assert one.confidence == CERTAIN
    assert one.dropped is not None


def test_a_deny_that_leaves_something_is_meant() -> None:
    objects = "arn:aws:s3:::acme-data/*"
    grant = allow(["s3:GetObject", "s3:DeleteObject"], objects)
    assert denied(grant, others=(deny("s3:Del*", "arn:aws:s3:::acme-data/keep/*"),)) == []
    mfa = {"BoolIfExists": {"aws:MultiFactorAuthPresent": "false"}}
    assert denied(grant, others=(deny("s3:Del*", Condition=mfa),)) == []
    logs = "arn:aws:s3:::acme-logs/*"
    both = allow(["s3:GetObject", "s3:DeleteObject"], [objects, logs])
    assert denied(both, others=(deny("s3:Del*", logs),)) == []


def test_a_policy_does_not_hit_itself() -> None:
    assert list(joined(worker(allow("sqs:*", QUEUE), deny("sqs:*"))).capped_by_deny()) == []


def by_rcp(stack: Stack, *policies: Policy, target: str = HOME, **more: Any) -> list[Capped]:
    rcps = tuple((policy, Text(target)) for policy in policies)
    return list(joined(stack, rcps=rcps, **more).capped_by_rcp())


def everyone(statement: dict[str, Any]) -> dict[str, Any]:
    return {**statement, "Principal": "*"}


def test_an_rcp_over_the_account_of_the_resource() -> None:
    (one,) = by_rcp(worker(), rcp(everyone(deny("sqs:*"))))
    assert one.confidence == CERTAIN
    assert one.denying is not None


def test_an_rcp_over_another_account() -> None:
    assert by_rcp(worker(), rcp(everyone(deny("sqs:*"))), target=AWAY) == []
    foreign = worker(allow("sqs:SendMessage", QUEUE.replace(HOME, AWAY)))
    assert len(by_rcp(foreign, rcp(everyone(deny("sqs:*"))), target=AWAY)) == 1
    assert by_rcp(foreign, rcp(everyone(deny("sqs:*"))), target="*") == []  # perhaps not ours


def test_an_rcp_on_a_bucket_in_view() -> None:
    stack = worker(allow("s3:GetObject", "arn:aws:s3:::acme-data/*"))
    stack.bucket(name="acme-data")
    strangers = {"StringNotEquals": {"aws:PrincipalAccount": AWAY}}
    assert len(by_rcp(stack, rcp(everyone(deny("s3:*", Condition=strangers))))) == 1
    ours = {"StringNotEqualsIfExists": {"aws:PrincipalOrgID": "o-a1b2c3d4e5"}}
    assert by_rcp(stack, rcp(everyone(deny("s3:*", Condition=ours)))) == []


def test_an_rcp_reaches_some_services_only() -> None:
    stack = worker(allow("ec2:StartInstances", f"arn:aws:ec2:eu-west-1:{HOME}:instance/*"))
    assert by_rcp(stack, rcp(everyone(deny("*")))) == []


def test_an_rcp_denies_what_is_asked() -> None:
    stack = worker()
    role = stack.reading.identities[0]
    rcps = ((rcp(everyone(deny("sqs:*"))), Text(HOME)),)
    assert joined(stack).can(role, "sqs:SendMessage", Text(QUEUE)).allowed
    answer = joined(stack, rcps=rcps).can(role, "sqs:SendMessage", Text(QUEUE))
    assert answer.denied
    assert answer.blocked_by == ("rcp",)
    managed = joined(stack, rcps=rcps, management=HOME)
    assert managed.can(role, "sqs:SendMessage", Text(QUEUE)).allowed


LOCK = {"StringNotEquals": {"aws:RequestedRegion": ["eu-central-1"]}}


def test_a_resource_in_a_locked_region() -> None:
    estate = joined(worker(), (scp(deny("sqs:*", Condition=LOCK)), HOME))
    (one,) = estate.capped_by_region()
    assert (one.region, one.confidence) == ("eu-west-1", LIKELY)
    assert list(estate.capped_by_scp()) == []


def test_what_no_region_holds_is_not_locked_out() -> None:
    stack = worker(allow("s3:GetObject", "arn:aws:s3:::acme-data/*"), allow("sqs:ListQueues"))
    policy = scp(deny("*", Condition=LOCK))
    assert list(joined(stack, (policy, HOME)).capped_by_region()) == []
    inside = worker(allow("sqs:SendMessage", QUEUE.replace("eu-west-1", "eu-central-1")))
    assert list(joined(inside, (policy, HOME)).capped_by_region()) == []


def test_the_part_that_a_cap_takes() -> None:
    stack = worker(allow(["sqs:SendMessage", "sqs:PurgeQueue", "sqs:GetQueueUrl"], QUEUE))
    away = {"StringNotEquals": {"aws:SourceVpc": "vpc-0123456789abcdef0"}}
    policy = scp(deny("sqs:Purge*"), deny("sqs:SendMessage", Condition=away))
    (one,) = joined(stack, (policy, HOME)).partly_capped()
    assert (one.lost, one.cut) == ("`sqs:PurgeQueue`", "`sqs:SendMessage`")
    assert one.left == "`sqs:GetQueueUrl`, `sqs:SendMessage`"
    assert one.example.startswith("sqs:PurgeQueue on arn:aws:sqs:eu-west-1:")


def test_nothing_is_taken() -> None:
    assert list(joined(worker(), (scp(deny("s3:*")), HOME)).partly_capped()) == []
    assert list(joined(worker(), (scp(deny("sqs:*")), HOME)).partly_capped()) == []  # all is


TERRAFORM = """
resource "aws_organizations_organizational_unit" "work" {
  name      = "work"
  parent_id = "r-ab12"
}

resource "aws_organizations_account" "app" {
  name      = "app"
  email     = "app@example.com"
  parent_id = aws_organizations_organizational_unit.work.id
}

resource "aws_organizations_policy" "guard" {
  name    = "guard"
  content = jsonencode({
    Version = "2012-10-17"
    Statement = [{ Effect = "Deny", Action = "sqs:*", Resource = "*" }]
  })
}

resource "aws_organizations_policy_attachment" "guard" {
  policy_id = aws_organizations_policy.guard.id
  target_id = aws_organizations_organizational_unit.work.id
}
"""
TEMPLATE = """
Resources:
  Work: {Type: AWS::Organizations::OrganizationalUnit, Properties: {Name: work, ParentId: r-ab12}}
  App:
    Type: AWS::Organizations::Account
    Properties: {AccountName: app, Email: app@example.com, ParentIds: [!Ref Work]}
  Guard:
    Type: AWS::Organizations::Policy
    Properties:
      Name: guard
      Type: SERVICE_CONTROL_POLICY
      TargetIds: [!Ref Work]
      Content: {Version: "2012-10-17", Statement: [{Effect: Deny, Action: "sqs:*", Resource: "*"}]}
"""


def test_units_that_files_declare() -> None:
    for name, text in (("main.tf", TERRAFORM), ("org.yaml", TEMPLATE)):
        estate = scan_texts({name: text}).estate
        (account,) = [one for one in estate.resources if one.service_type.endswith(":account")]
        (level,) = estate.scps_over(account.names[-1])
        assert level.sure, name
        assert "r-ab12" in {str(one) for one in estate._organization._above(account.names[-1])}
        (own,) = {one.account for one in estate.resources}  # it creates accounts: it manages them
        assert estate._organization.levels_over(own, "scp", account.reading) == []


SESSION = """
resource "aws_iam_role" "files" {
  name = "files"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "transfer.amazonaws.com" } }]
  })
}

resource "aws_iam_role_policy" "files" {
  name = "files"
  role = aws_iam_role.files.id
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "s3:GetObject", Resource = "arn:aws:s3:::acme-files/*" }]
  })
}

resource "aws_transfer_user" "ada" {
  server_id = "s-0123456789abcdef0"
  user_name = "ada"
  role      = aws_iam_role.files.arn
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "s3:GetObject", Resource = "arn:aws:s3:::BUCKET/*" }]
  })
}
"""


def test_sessions_of_a_role_in_terraform() -> None:
    for bucket, found in (("acme-archive", ["session-without-access"]), ("acme-files", [])):
        scan = scan_texts({"main.tf": SESSION.replace("BUCKET", bucket)})
        assert [finding.rule for finding in scan.findings] == found


def test_a_session_with_the_variables_of_transfer() -> None:
    text = SESSION.replace("BUCKET/*", "$${transfer:HomeBucket}/$${transfer:UserName}/*")
    assert scan_texts({"main.tf": text}).findings == []


def test_a_pattern_goes_with_a_bucket_and_its_objects() -> None:
    bucket = ["arn:aws:s3:::acme-data", "arn:aws:s3:::acme-data/*"]
    reads = scp(allow("s3:GetObject", bucket[1]), allow("s3:ListBucket", bucket[0]))
    stack = worker(allow(["s3:Get*", "s3:List*"], bucket))
    assert list(joined(stack, (reads, HOME), bare=(HOME,)).capped_by_scp()) == []
    other = worker(allow("s3:Get*", [*bucket, "arn:aws:s3:::acme-logs/*"]))
    (one,) = joined(other, (reads, HOME), bare=(HOME,)).capped_by_scp()
    assert one.what == "`s3:Get*` on `arn:aws:s3:::acme-logs/*`"


def test_a_permission_set_works_in_other_accounts() -> None:
    stack = worker(kind="permission-set")
    assert list(joined(stack, (scp(deny("sqs:*")), HOME)).capped_by_scp()) == []
    assert len(list(joined(stack, (scp(deny("sqs:*")), "*")).capped_by_scp())) == 1
