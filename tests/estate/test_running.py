"""What runs as which role, and who must be able to assume it."""

from __future__ import annotations

from .templates import IRELAND, TRUST, estate_of, identity, only, placed, resource

ROLE = f"Worker: {{Type: AWS::IAM::Role, Properties: {{RoleName: worker, AssumeRolePolicyDocument: {TRUST}}}}}"


def test_a_function_runs_as_its_role() -> None:
    estate = estate_of(
        stack=f"""
        {ROLE}
        Fn: {{Type: AWS::Lambda::Function, Properties: {{Role: !GetAtt Worker.Arn}}}}
        """
    )
    role, function = identity(estate, "Worker"), resource(estate, "Fn")
    workload = only(estate.workloads_of(role))
    assert workload.resource is function
    assert workload.use.address == "Fn.Role"
    assert workload.principals == ("lambda.amazonaws.com",)
    assert estate.runs_as(function) == [workload]


def test_an_instance_runs_as_the_role_of_its_profile() -> None:
    text = f"""
        {ROLE}
        Profile: {{Type: AWS::IAM::InstanceProfile, Properties: {{Roles: [!Ref Worker]}}}}
        Box: {{Type: AWS::EC2::Instance, Properties: {{IamInstanceProfile: !Ref Profile}}}}
        Template:
          Type: AWS::EC2::LaunchTemplate
          Properties: {{LaunchTemplateData: {{IamInstanceProfile: {{Arn: !GetAtt Profile.Arn}}}}}}
    """
    estate = estate_of(stack=text)
    role, profile = identity(estate, "Worker"), resource(estate, "Profile")
    found = estate.workloads_of(role)
    assert [workload.use.by for workload in found] == ["Box", "Template"]
    assert {workload.through for workload in found} == {profile}
    assert {workload.principals for workload in found} == {("ec2.amazonaws.com",)}


def test_a_profile_that_is_not_in_view() -> None:
    estate = estate_of(
        stack=f"""
        {ROLE}
        Box: {{Type: AWS::EC2::Instance, Properties: {{IamInstanceProfile: other}}}}
        """
    )
    workload = only(estate.workloads)
    assert workload.role is None
    assert workload.unknown is not None
    assert workload.unknown.why == "the instance profile other is not in view"


def test_a_task_has_two_roles() -> None:
    estate = estate_of(
        stack=f"""
        {ROLE}
        Task:
          Type: AWS::ECS::TaskDefinition
          Properties: {{TaskRoleArn: !Ref Worker, ExecutionRoleArn: !GetAtt Worker.Arn}}
        """
    )
    found = estate.runs_as(resource(estate, "Task"))
    assert {workload.use.address for workload in found} == {
        "Task.TaskRoleArn",
        "Task.ExecutionRoleArn",
    }
    assert {workload.role for workload in found} == {identity(estate, "Worker")}


def test_a_pod_takes_its_role_by_an_association() -> None:
    estate = estate_of(
        stack=f"""
        {ROLE}
        Pod:
          Type: AWS::EKS::PodIdentityAssociation
          Properties: {{ClusterName: c, RoleArn: !GetAtt Worker.Arn}}
        """
    )
    workload = only(estate.workloads_of(identity(estate, "Worker")))
    assert workload.principals == ("pods.eks.amazonaws.com",)


def test_a_role_of_another_file_by_its_arn() -> None:
    function = (
        "Fn: {Type: AWS::Lambda::Function, Properties: {Role: 'arn:aws:iam::%s:role/worker'}}"
    )
    files = {
        "roles.yaml": ROLE,
        "here.yaml": function % "111122223333",
        "there.yaml": function % "444455556666",
    }
    estate = placed(files, dict.fromkeys(files, IRELAND))
    workload = only(estate.workloads_of(identity(estate, "Worker")))
    assert workload.use.reading is not None
    assert workload.use.reading.path == "here.yaml"
    (other,) = (each for each in estate.workloads if each.role is None)
    assert other.unknown is not None
    assert other.unknown.why == "the role arn:aws:iam::444455556666:role/worker is not in view"


def test_the_role_that_sam_makes() -> None:
    estate = estate_of(
        stack="""
        Transform: AWS::Serverless-2016-10-31
        Resources:
          Fn: {Type: AWS::Serverless::Function, Properties: {Policies: [AWSLambdaExecute]}}
          Flow: {Type: AWS::Serverless::StateMachine, Properties: {Policies: [AWSLambdaExecute]}}
        """
    )
    found = estate.workloads_of(identity(estate, "FnRole"))
    assert [workload.use.by for workload in found] == ["Fn"]
    (flow,) = estate.workloads_of(identity(estate, "FlowRole"))
    assert flow.principals == ("states.amazonaws.com",)


def test_a_service_that_is_not_known_is_not_guessed() -> None:
    estate = estate_of(
        stack=f"""
        {ROLE}
        Space:
          Type: AWS::DevOpsAgent::AgentSpace
          Properties: {{OperatorApp: {{Iam: {{OperatorAppRoleArn: !GetAtt Worker.Arn}}}}}}
        """
    )
    workload = only(estate.workloads_of(identity(estate, "Worker")))
    assert workload.principals == ()
