"""What roles lack of what their work needs: who is asked about what, and how sure the answer is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from iamlint.catalog import catalog
from iamlint.estate.aims import bare, unknown, written
from iamlint.text.holes import ARN, NAME, Hole, Text

from .build import HOME
from .templates import IRELAND, TRUST, estate_of, only, placed

if TYPE_CHECKING:
    from iamlint.estate import Estate
    from iamlint.estate.lacking import Shortfall

C = catalog()
INTEGRATIONS = {row["id"]: row for row in C.table("integrations")}
WORK = (
    "event source",
    "destination",
    "network",
    "execution",
    "task",
    "replication",
    "target",
    "tracing",
)


def role(name: str, *statements: str) -> str:
    """A role with these statements in a policy of its own."""
    listed = ", ".join(statements)
    policy = (
        f'{{PolicyName: own, PolicyDocument: {{Version: "2012-10-17", Statement: [{listed}]}}}}'
    )
    policies = f", Policies: [{policy}]" if statements else ""
    return (
        f"{name}: {{Type: AWS::IAM::Role, "
        f"Properties: {{AssumeRolePolicyDocument: {TRUST}{policies}}}}}"
    )


def allow(actions: str, resources: str = '"*"') -> str:
    return f"{{Effect: Allow, Action: {actions}, Resource: {resources}}}"


FEED = """
    Jobs: {Type: AWS::SQS::Queue}
    Fn: {Type: AWS::Lambda::Function, Properties: {Role: !GetAtt Worker.Arn}}
    Feed:
      Type: AWS::Lambda::EventSourceMapping
      Properties: {EventSourceArn: !GetAtt Jobs.Arn, FunctionName: !Ref Fn}
"""
READS = "[sqs:ReceiveMessage, sqs:DeleteMessage, sqs:GetQueueAttributes]"


def fed(*statements: str) -> Estate:
    return estate_of(stack=FEED + "    " + role("Worker", *statements))


def lacks(estate: Estate, work: str = "event source") -> list[Shortfall]:
    return list(estate.shortfalls(work))


def test_what_is_missing_is_named_in_order() -> None:
    found = only(lacks(fed(allow("sqs:ReceiveMessage"))))
    assert found.role.address == "Worker"
    assert found.actions == ("sqs:DeleteMessage", "sqs:GetQueueAttributes")
    assert found.confidence == "certain"
    assert [str(m.target) for m in found.missing] == [str(estate_arn(found))] * 2


def estate_arn(found: Shortfall) -> Text:
    doer = found.missing[0].doer
    assert doer is not None
    assert doer.reading is not None
    return next(r.arn for r in doer.reading.resources if r.address == "Jobs")


def test_the_places_that_take_part() -> None:
    found = only(lacks(fed()))
    assert found.place.span.text == "!GetAtt Jobs.Arn"
    assert [sentence for _, sentence in found.places] == [
        "Worker is not allowed it",
        "Fn runs as Worker",
    ]


def test_nothing_is_missing() -> None:
    assert not lacks(fed(allow(READS, "!GetAtt Jobs.Arn")))
    assert not lacks(fed(allow('"*"')))


def test_a_grant_under_a_condition_may_do() -> None:
    condition = "Condition: {StringEquals: {aws:ResourceTag/team: [a]}}"
    statement = f"{{Effect: Allow, Action: {READS}, Resource: '*', {condition}}}"
    assert not lacks(fed(statement))


def test_a_dead_grant_and_a_misspelt_action_are_faults_of_their_own() -> None:
    assert not lacks(fed(allow(READS, "arn:aws:s3:::bucket")))
    assert not lacks(fed(allow("[sqs:RecieveMessage, sqs:DeleteMessage]")))


def test_a_boundary_is_not_asked() -> None:
    text = FEED + "    " + role("Worker", allow(READS, "!GetAtt Jobs.Arn"))
    bound = text.replace("AssumeRole", "PermissionsBoundary: !Ref Bound, AssumeRole", 1)
    document = f'{{Version: "2012-10-17", Statement: [{allow("s3:GetObject")}]}}'
    more = f"""
    Bound: {{Type: AWS::IAM::ManagedPolicy, Properties: {{PolicyDocument: {document}}}}}
    """
    assert not lacks(estate_of(stack=bound + more))


def test_a_deny_cannot_be_mended_by_allowing() -> None:
    deny = '{Effect: Deny, Action: "sqs:Delete*", Resource: "*"}'
    found = only(lacks(fed(allow(READS, "!GetAtt Jobs.Arn"), deny)))
    assert found.actions == ("sqs:DeleteMessage",)
    assert found.mended is None
    assert "this denies it" in [sentence for _, sentence in found.places]


def test_a_queue_out_of_view_may_admit_the_role_itself() -> None:
    text = FEED.replace("!GetAtt Jobs.Arn", f"arn:aws:sqs:eu-west-1:{HOME}:elsewhere")
    found = only(lacks(estate_of(stack=text + "    " + role("Worker"))))
    assert found.confidence == "unverified"
    assert found.details[-1] == (
        "unless",
        f"the policy of arn:aws:sqs:eu-west-1:{HOME}:elsewhere is not in view",
    )


def test_across_files() -> None:
    estate = placed(
        {
            "queue.yaml": "Jobs: {Type: AWS::SQS::Queue, Properties: {QueueName: jobs}}",
            "app.yaml": f"""
                Fn:
                  Type: AWS::Lambda::Function
                  Properties: {{Role: "arn:aws:iam::{HOME}:role/worker"}}
                Feed:
                  Type: AWS::Lambda::EventSourceMapping
                  Properties:
                    EventSourceArn: arn:aws:sqs:eu-west-1:{HOME}:jobs
                    FunctionName: !Ref Fn
                """,
            "role.yaml": role("Worker").replace("{Assume", "{RoleName: worker, Assume"),
        },
        dict.fromkeys(("queue.yaml", "app.yaml", "role.yaml"), IRELAND),
    )
    found = only(lacks(estate))
    assert found.confidence == "certain"
    grant = found.mended
    assert grant is not None
    assert grant.to is found.role


def test_a_statement_goes_to_a_policy_that_is_the_roles_alone() -> None:
    alone, shared = (
        estate_of(
            stack=FEED
            + f"""
    {role("Worker")}
    {role("Other")}
    Own:
      Type: AWS::IAM::Policy
      Properties:
        PolicyName: own
        Roles: {roles}
        PolicyDocument: {{Version: "2012-10-17", Statement: [{allow("s3:GetObject")}]}}
"""
        )
        for roles in ("[!Ref Worker]", "[!Ref Worker, !Ref Other]")
    )
    (policy,) = (p for p in alone.policies if p.address.startswith("Own"))
    assert only(lacks(alone)).policy is policy
    found = only(lacks(shared))
    assert found.policy is found.role


def test_statements_are_one_where_that_allows_no_more() -> None:
    text = """
    Password: {Type: AWS::SecretsManager::Secret}
    Host: {Type: AWS::SSM::Parameter, Properties: {Type: String, Value: db}}
    Shop:
      Type: AWS::ECS::TaskDefinition
      Properties:
        ExecutionRoleArn: !GetAtt Starter.Arn
        ContainerDefinitions:
          - Secrets: [{ValueFrom: !Ref Password}, {ValueFrom: !Ref Host}]
    """
    found = only(lacks(estate_of(stack=text + role("Starter")), "execution"))
    grant = found.mended
    assert grant is not None
    (statement,) = grant.statements
    assert statement["Action"] == ["secretsmanager:GetSecretValue", "ssm:GetParameters"]
    assert len(statement["Resource"]) == 2


def test_the_surest_is_told_and_the_rest_left_out() -> None:
    text = f"""
    Shop:
      Type: AWS::ECS::TaskDefinition
      Properties:
        RequiresCompatibilities: [FARGATE]
        ExecutionRoleArn: !GetAtt Starter.Arn
        ContainerDefinitions: [{{Image: "{HOME}.dkr.ecr.eu-west-1.amazonaws.com/shop:1"}}]
    """
    found = only(lacks(estate_of(stack=text + role("Starter")), "execution"))
    assert (found.actions, found.confidence) == (("ecr:GetAuthorizationToken",), "certain")


@pytest.mark.parametrize("row", C.table("role_needs"), ids=lambda row: row["id"])
def test_a_row_is_of_an_integration_and_of_known_work(row: dict[str, object]) -> None:
    assert row["id"] in INTEGRATIONS or row["work"] == "logs"
    assert row["work"] in (*WORK, "logs")
    assert str(row["source"]).startswith("https://docs.aws.amazon.com/")


def test_arns_of_which_no_part_is_known() -> None:
    found = unknown("arn:${Partition}:s3:::${BucketName}")
    assert [piece if isinstance(piece, str) else "?" for piece in found.pieces] == [
        *("arn:", "?", ":s3:::", "?")
    ]


HOLE = Text(Hole("Secret", NAME))


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        (Text("arn:aws:logs:r:1:log-group:g:*"), Text("arn:aws:logs:r:1:log-group:g")),
        (
            Text("arn:aws:secretsmanager:r:1:secret:s-abcdef:field:stage:id"),
            Text("arn:aws:secretsmanager:r:1:secret:s-abcdef"),
        ),
        (
            Text("arn:aws:secretsmanager:r:1:secret:") + HOLE + ":field::",
            Text("arn:aws:secretsmanager:r:1:secret:") + HOLE,
        ),
        (Text("arn:aws:sqs:r:1:q"), Text("arn:aws:sqs:r:1:q")),
        (Text(Hole("Any", ARN)), Text(Hole("Any", ARN))),
    ],
    ids=str,
)
def test_what_is_named_without_what_says_more(said: Text, meant: Text) -> None:
    assert bare(said) == meant


def test_how_statements_name_what_is_inside() -> None:
    inside = Text(Hole("what is in it", NAME))
    assert written(Text("arn:aws:s3:::b/") + inside) == Text("arn:aws:s3:::b/*")
    group = Text("arn:aws:logs:r:1:log-group:g")
    assert written(group) == written(group + ":log-stream:" + inside) == group + ":*"
