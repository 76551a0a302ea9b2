"""Who passes which role to which service, and may not."""

from __future__ import annotations

from iamlint.estate.creating import creations
from iamlint.estate.handing import handings

from .templates import estate_of, identity, only

TRUSTED = 'AssumeRolePolicyDocument: {Version: "2012-10-17", Statement: []}'
ROLES = f"""
Task: {{Type: AWS::IAM::Role, Properties: {{{TRUSTED}}}}}
Exec: {{Type: AWS::IAM::Role, Properties: {{{TRUSTED}}}}}
Other: {{Type: AWS::IAM::Role, Properties: {{{TRUSTED}}}}}
Definition:
  Type: AWS::ECS::TaskDefinition
  Properties:
    RequiresCompatibilities: [%s]
    TaskRoleArn: !GetAtt Task.Arn
    ExecutionRoleArn: !GetAtt Exec.Arn
Nightly:
  Type: AWS::Events::Rule
  Properties:
    Targets:
      - {{Arn: c, RoleArn: !GetAtt Starter.Arn, EcsParameters: {{TaskDefinitionArn: !Ref Definition}}}}
"""
STARTER = f"""
Starter:
  Type: AWS::IAM::Role
  Properties:
    {TRUSTED}
    Policies:
      - PolicyName: p
        PolicyDocument:
          Version: "2012-10-17"
          Statement: [%s]
"""
GRANT = "{Effect: Allow, Action: %s, Resource: %s}"
RUN = GRANT % ("ecs:RunTask", '"*"')


def test_what_starts_a_task_passes_both_roles_on_fargate() -> None:
    estate = estate_of(stack=ROLES % "FARGATE" + STARTER % RUN)
    found = list(handings(estate))
    assert {passing.role for passing in found} == {
        identity(estate, "Task"),
        identity(estate, "Exec"),
    }
    assert {passing.caller for passing in found} == {identity(estate, "Starter")}
    assert {passing.services for passing in found} == {("ecs-tasks.amazonaws.com",)}


def test_on_instances_the_role_of_the_code_may_stay() -> None:
    estate = estate_of(stack=ROLES % "EC2" + STARTER % RUN)
    assert only(handings(estate)).role is identity(estate, "Exec")


def test_several_roles_are_told_and_mended_together() -> None:
    estate = estate_of(stack=ROLES % "FARGATE" + STARTER % RUN)
    found = only(estate.unpassed_roles())
    assert found.what in ("Task and Exec", "Exec and Task")
    assert str(found.where) == "ecs:RunTask"
    assert found.mended is not None


def test_another_role_that_is_in_view_is_not_this_one() -> None:
    grants = f"{RUN}, {GRANT % ('iam:PassRole', '[!GetAtt Exec.Arn, !GetAtt Other.Arn]')}"
    estate = estate_of(stack=ROLES % "FARGATE" + STARTER % grants)
    found = only(estate.unpassed_roles())
    assert found.roles == (identity(estate, "Task"),)


def test_a_call_that_always_passes_a_role() -> None:
    estate = estate_of(stack=STARTER % (GRANT % ("[lambda:CreateFunction, s3:GetObject]", '"*"')))
    passing = only(creations(estate))
    assert (passing.call, passing.services) == ("lambda:CreateFunction", ("lambda.amazonaws.com",))
    assert passing.role is None
    assert only(estate.unpassed_roles()).what == "any role"


def test_a_role_of_the_account_by_a_pattern_will_do() -> None:
    grant = GRANT % ("iam:PassRole", '"arn:aws:iam::*:role/app-*"')
    calls = GRANT % ("lambda:CreateFunction", '"*"')
    estate = estate_of(stack=STARTER % f"{calls}, {grant}")
    assert not list(estate.unpassed_roles())


def test_a_grant_of_one_role_says_whom_it_is_passed_to() -> None:
    condition = "Condition: {StringEquals: {iam:PassedToService: ec2.amazonaws.com}}"
    grant = f"{{Effect: Allow, Action: iam:PassRole, Resource: !GetAtt Other.Arn, {condition}}}"
    estate = estate_of(stack=ROLES % "EC2" + STARTER % grant)
    found = only(estate.mispassed_roles())
    assert (found.role, found.services) == (identity(estate, "Other"), ("ec2.amazonaws.com",))
    assert found.trusted == ()
