"""Code that declares resources says what the templates say that are made of it."""

from __future__ import annotations

import json
from pathlib import Path
from textwrap import dedent
from typing import Any

import pytest

from iamlint import formats
from iamlint.carriers import cloudformation, python
from iamlint.testing import scan_texts
from iamlint.text.source import Source

from .reading import document, only, read, told

FIXTURES = Path(__file__).parents[2] / "fixtures" / "python"


@pytest.mark.parametrize("name", ["cdk_app", "troposphere"])
def test_code_says_what_its_template_says(name: str) -> None:
    code = (FIXTURES / f"{name}.txt").read_text(encoding="utf-8")
    template = Source("app", (FIXTURES / f"{name}.json").read_text(encoding="utf-8"))
    reading = python.read(Source("app", code), None)
    assert reading is not None
    made = cloudformation.read("app", formats.read(template, formats.JSON), None)
    assert told(reading) == told(made)
    assert len(reading.attachments) == len(made.attachments)
    for identity in reading.identities:  # other code may add policies to what the CDK makes
        assert bool(identity.gaps) is (name == "cdk_app")


def test_statements_of_the_cdk_are_added_to() -> None:
    policy = only(
        """
        from aws_cdk import aws_iam as iam
        s = iam.PolicyStatement(effect=iam.Effect.DENY)
        s.add_actions("s3:GetObject", "s3:PutObject")
        s.add_all_resources()
        s.add_service_principal("lambda.amazonaws.com")
        s.add_condition("Bool", {"aws:SecureTransport": "false"})
        s.add_source_account_condition("111122223333")
        use(s)
        """
    )
    assert document(policy)["Statement"] == [
        {
            "Effect": "Deny",
            "Action": ["s3:GetObject", "s3:PutObject"],
            "Resource": ["*"],
            "Principal": {"Service": "lambda.amazonaws.com"},
            "Condition": {
                "Bool": {"aws:SecureTransport": "false"},
                "StringEquals": {"aws:SourceAccount": "111122223333"},
            },
        }
    ]


PRINCIPALS = [
    ("ServicePrincipal('sqs')", {"Service": "sqs.amazonaws.com"}),
    ("ArnPrincipal('arn:aws:iam::111122223333:role/a')", "arn:aws:iam::111122223333:role/a"),
    ("AccountPrincipal('111122223333')", "arn:${AWS::Partition}:iam::111122223333:root"),
    ("AccountRootPrincipal()", "arn:${AWS::Partition}:iam::${AWS::AccountId}:root"),
    ("AnyPrincipal()", {"AWS": "*"}),
    ("StarPrincipal()", "*"),
    ("CanonicalUserPrincipal('abc')", {"CanonicalUser": "abc"}),
    ("OrganizationPrincipal('o-1')", {"AWS": "*"}),
    ("FederatedPrincipal('x', {})", {"Federated": "x"}),
    ("WebIdentityPrincipal('x')", {"Federated": "x"}),
]


@pytest.mark.parametrize(("made", "meant"), PRINCIPALS)
def test_principals_of_the_cdk(made: str, meant: object) -> None:
    policy = only(
        f"""
        from aws_cdk import aws_iam as iam
        use(iam.PolicyStatement(actions=["s3:*"], resources=["*"], principals=[iam.{made}]))
        """
    )
    wanted = {"AWS": meant} if isinstance(meant, str) and meant != "*" else meant
    assert document(policy)["Statement"][0]["Principal"] == wanted


TRUSTING = [
    ("WebIdentityPrincipal('x')", ["sts:AssumeRoleWithWebIdentity"]),
    ("SamlPrincipal(provider, {})", ["sts:AssumeRoleWithSAML"]),
    ("SessionTagsPrincipal(iam.ServicePrincipal('x.y'))", ["sts:AssumeRole", "sts:TagSession"]),
]


@pytest.mark.parametrize(("made", "actions"), TRUSTING)
def test_how_principals_assume_a_role(made: str, actions: list[str]) -> None:
    reading = read(
        f"""
        from aws_cdk import aws_iam as iam
        iam.Role(self, "R", assumed_by=iam.{made})
        """
    )
    (role,) = reading.identities
    assert role.trust is not None
    found = [str(action) for one in role.trust.statements for action in one.actions or ()]
    assert found == actions


def test_where_templates_of_an_app_are_in_view_its_code_is_not_read() -> None:
    code = (FIXTURES / "cdk_app.txt").read_text(encoding="utf-8")
    assert python.read(Source("app.py", code), None, made=True) is None


PULUMI = """
    import json
    import pulumi
    import pulumi_aws as aws

    bucket = aws.s3.Bucket("data", bucket="data")
    queue = aws.sqs.Queue("jobs", name="jobs")
    trust = aws.iam.get_policy_document(
        statements=[
            aws.iam.GetPolicyDocumentStatementArgs(
                actions=["sts:AssumeRole"],
                principals=[
                    aws.iam.GetPolicyDocumentStatementPrincipalArgs(
                        type="Service", identifiers=["lambda.amazonaws.com"]
                    )
                ],
                conditions=[
                    {"test": "StringEquals", "variable": "aws:SourceAccount", "values": ["1"]}
                ],
            )
        ]
    )
    role = aws.iam.Role(
        "worker",
        assume_role_policy=trust.json,
        inline_policies=[
            aws.iam.RoleInlinePolicyArgs(
                name="own",
                policy=json.dumps(
                    {"Statement": [{"Effect": "Allow", "Action": "s3:*", "Resource": "*"}]}
                ),
            )
        ],
    )
    aws.iam.RolePolicy(
        "read",
        role=role.id,
        policy=bucket.arn.apply(
            lambda arn: json.dumps(
                {"Statement": [{"Effect": "Allow", "Action": "s3:List*", "Resource": f"{arn}/*"}]}
            )
        ),
    )
    aws.iam.RolePolicy(
        "send",
        role=role.name,
        policy=pulumi.Output.all(bucket.arn, queue.arn).apply(
            lambda args: json.dumps(
                {"Statement": [{"Effect": "Allow", "Action": "sqs:*", "Resource": args[1]}]}
            )
        ),
    )
    policy = aws.iam.Policy(
        "own",
        policy=pulumi.Output.json_dumps(
            {
                "Statement": [
                    {
                        "Effect": "Deny",
                        "Action": "s3:*",
                        "Resource": pulumi.Output.concat(bucket.arn, "/*"),
                    }
                ]
            }
        ),
    )
    aws.iam.RolePolicyAttachment("a", role=role.name, policy_arn=policy.arn)


    def public(name):
        return json.dumps(
            {
                "Statement": {
                    "Effect": "Allow",
                    "Principal": "*",
                    "Action": "s3:Get*",
                    "Resource": f"arn:aws:s3:::{name}/*",
                }
            }
        )


    aws.s3.BucketPolicy("bp", bucket=bucket.id, policy=bucket.id.apply(public))
    aws.kms.Key("key", policy=unknown())
"""


def test_programs_of_pulumi() -> None:
    reading = read(PULUMI)
    queue = "arn:${AWS::Partition}:sqs:${AWS::Region}:${AWS::AccountId}:jobs"
    assert [
        (policy.kind, [str(word) for one in policy.statements for word in one.resources or ()])
        for policy in reading.policies
    ] == [
        ("trust", []),
        ("identity", ["*"]),
        ("identity", ["arn:${AWS::Partition}:s3:::data/*"]),
        ("identity", [queue]),
        ("identity", ["arn:${AWS::Partition}:s3:::data/*"]),
        ("resource", ["arn:aws:s3:::data/*"]),
    ]
    (role,) = reading.identities
    (reference,) = role.managed
    assert str(reference.arn).endswith(":policy/${own}")
    assert [str(t) for a in reading.attachments for kind, t in a.targets if kind == "role"] == [
        "${worker}",
        "${worker}",
    ]
    (gap,) = [gap for gap in reading.gaps if gap.address.startswith("key")]
    assert "known at run time" in gap.why


def test_what_a_branch_adds_is_there_under_its_condition() -> None:
    reading = read(
        """
        from aws_cdk import aws_iam as iam, aws_s3 as s3
        bucket = s3.Bucket(self, "B", bucket_name="b")
        if prod:
            bucket.add_to_resource_policy(iam.PolicyStatement(
                effect=iam.Effect.DENY, principals=[iam.AnyPrincipal()], actions=["s3:*"],
                resources=[bucket.bucket_arn, bucket.arn_for_objects("*")]))
        """
    )
    (statement,) = reading.policies[0].statements
    assert statement.when
    arn = "arn:${AWS::Partition}:s3:::b"
    assert [str(word) for word in statement.resources or ()] == [arn, f"{arn}/*"]


def test_constructs_of_cloudformation_and_things_made_elsewhere() -> None:
    reading = read(
        """
        from aws_cdk import aws_iam as iam, aws_s3 as s3
        shared = s3.Bucket.from_bucket_name(self, "Shared", "shared")
        raw = iam.CfnRole(self, "Raw",
            assume_role_policy_document={"Version": "2012-10-17", "Statement": []},
            policies=[iam.CfnRole.PolicyProperty(policy_name="p", policy_document=
                iam.PolicyDocument(statements=[iam.PolicyStatement(
                    actions=["s3:GetObject"], resources=[shared.arn_for_objects("*")])]))])
        iam.CfnPolicy(self, "More", policy_name="more", roles=[raw.ref], policy_document={
            "Version": "2012-10-17", "Statement": [
                {"Effect": "Allow", "Action": "sts:AssumeRole", "Resource": raw.attr_arn}]})
        """
    )
    (role,) = reading.identities
    (inline,) = role.inline
    arn = "arn:${AWS::Partition}:s3:::shared/*"
    assert [str(word) for word in inline.statements[0].resources or ()] == [arn]
    (attachment,) = reading.attachments
    assert [(kind, text == role.name) for kind, text in attachment.targets] == [("role", True)]
    assert role.trust is not None
    assert role.trust.gaps, "its statements are added elsewhere"
    (bucket,) = reading.resources
    assert not bucket.created


def test_what_a_resource_of_troposphere_is_given_later() -> None:
    reading = read(
        """
        from troposphere import Ref, awslambda, iam
        role = iam.Role("Worker")
        role.AssumeRolePolicyDocument = {"Version": "2012-10-17", "Statement": [
            {"Effect": "Allow", "Principal": {"Service": "x.y"}, "Action": "sts:AssumeRole"}]}
        permission = awslambda.Permission("Invoke")
        permission.FunctionName = "f"
        permission.Action = "lambda:InvokeFunction"
        permission.Principal = "sns.amazonaws.com"
        """
    )
    trust, invoke = reading.policies
    assert trust.kind == "trust"
    assert [str(word) for word in invoke.statements[0].actions or ()] == ["lambda:InvokeFunction"]


def test_the_role_that_a_function_runs_as() -> None:
    reading = read(
        """
        from aws_cdk import aws_iam as iam, aws_lambda as lambda_
        own = lambda_.Function(self, "Own", handler="a.b")
        own.role.add_to_principal_policy(
            iam.PolicyStatement(actions=["s3:GetObject"], resources=["*"]))
        role = iam.Role(self, "Given", assumed_by=iam.ServicePrincipal("lambda.amazonaws.com"))
        given = lambda_.Function(self, "F", handler="a.b", role=role,
            initial_policy=[iam.PolicyStatement(actions=["sqs:*"], resources=["*"])])
        given.add_permission("Invoke", principal=iam.ServicePrincipal("sns.amazonaws.com"),
            source_arn="arn:aws:sns:eu-west-1:111122223333:news")
        """
    )
    assert [identity.address for identity in reading.identities] == ["Given", "Own/ServiceRole"]
    tied = {a.address: str(a.targets[0][1]) for a in reading.attachments}
    assert tied["Own/ServiceRole/DefaultPolicy"] == "${Own/ServiceRole}"
    assert tied["Given/DefaultPolicy"] == "${Given}"
    (invoke,) = [policy for policy in reading.policies if policy.form == "statement"]
    (statement,) = invoke.statements
    assert [str(one.key) for one in statement.conditions] == ["aws:SourceArn"]
    (use,) = reading.role_uses
    assert use.principals == ("lambda.amazonaws.com",)


ARNS = [
    ("Fn.sub('arn:aws:s3:::${AWS::StackName}')", "arn:aws:s3:::${AWS::StackName}"),
    ("Fn.join('', ['arn:aws:s3:::', Aws.REGION])", "arn:aws:s3:::${AWS::Region}"),
    (
        "self.format_arn(service='sqs', resource='jobs')",
        "arn:${AWS::Partition}:sqs:${AWS::Region}:${AWS::AccountId}:jobs",
    ),
    (
        (
            "Stack.of(self).format_arn(service='s3', region='', account='', resource='b', "
            "resource_name='*')"
        ),
        "arn:${AWS::Partition}:s3:::b/*",
    ),
    (
        "Arn.format(ArnComponents(service='ssm', resource='parameter', resource_name='p'), self)",
        "arn:${AWS::Partition}:ssm:${AWS::Region}:${AWS::AccountId}:parameter/p",
    ),
    (
        (
            "self.format_arn(service='logs', resource='log-group', resource_name='g', "
            "arn_format=ArnFormat.COLON_RESOURCE_NAME)"
        ),
        "arn:${AWS::Partition}:logs:${AWS::Region}:${AWS::AccountId}:log-group:g",
    ),
]


@pytest.mark.parametrize(("code", "meant"), ARNS)
def test_texts_that_the_cdk_puts_together(code: str, meant: str) -> None:
    policy = only(
        f"""
        from aws_cdk import Arn, ArnComponents, ArnFormat, Aws, Fn, Stack
        from aws_cdk import aws_iam as iam
        class S(Stack):
            def __init__(self):
                use(iam.PolicyStatement(actions=["s3:*"], resources=[{code}]))
        """
    )
    assert [str(word) for word in policy.statements[0].resources or ()] == [meant]


def test_a_key_without_a_policy_has_that_of_the_cdk() -> None:
    reading = read(
        """
        from aws_cdk import aws_iam as iam, aws_kms as kms
        key = kms.Key(self, "Key")
        key.add_to_resource_policy(iam.PolicyStatement(actions=["kms:Decrypt"], resources=["*"],
            principals=[iam.ServicePrincipal("logs.amazonaws.com")]))
        """
    )
    (policy,) = reading.policies
    account, service = policy.statements
    assert [str(word) for word in account.actions or ()] == ["kms:*"]
    assert [str(one.value) for one in service.principals or ()] == ["logs.amazonaws.com"]
    assert not policy.gaps


def test_a_statement_alone_is_no_whole_policy() -> None:
    code = """
        from aws_cdk import aws_iam as iam
        helper(iam.PolicyStatement(actions=["kms:Decrypt"], resources=["*"],
            principals=[iam.ArnPrincipal("arn:aws:iam::111122223333:role/x")]))
        part = {"Effect": "Allow", "Action": "kms:Decrypt", "Resource": "*",
            "Principal": {"AWS": "arn:aws:iam::111122223333:role/x"}}
    """
    reading = read(code)
    assert [bool(policy.gaps) for policy in reading.policies] == [True, True]
    assert not scan_texts({"a.py": dedent(code)}).findings, "not that nobody may change the key"


ROLE = """
from typing import cast
from aws_cdk import Stack, aws_iam as iam

class S(Stack):
    names: list = []
    def __init__(self, scope, id, bucket, extra=None):
        super().__init__(scope, id)
        {before}
        role = iam.Role(
            self, "R",
            assumed_by=cast(iam.IPrincipal, iam.ServicePrincipal("ec2.amazonaws.com")),
            inline_policies={policies},
        )
    def known(self, name):
        self.names.append(name)
"""
READ = 'iam.PolicyDocument(statements=[iam.PolicyStatement(actions=["s3:Get*"], resources={})])'


@pytest.mark.parametrize(
    ("before", "policies"),
    [
        ("", f'{{"a": {READ.format(["*"])}}} if extra else None'),
        (f'p = {{"a": {READ.format(["*"])}}}', "p"),
        (f'p = {{}}\n        if extra:\n            p.update({{"a": {READ.format(["*"])}}})', "p"),
    ],
)
def test_policies_of_a_role_that_are_there_at_times(before: str, policies: str) -> None:
    found = read(ROLE.format(before=before, policies=policies)).policies
    policy, trust = sorted(found, key=lambda one: one.kind)
    assert document(trust)["Statement"][0]["Principal"] == {"Service": "ec2.amazonaws.com"}
    (statement,) = policy.statements
    assert [str(word) for word in statement.actions or ()] == ["s3:Get*"]
    assert not statement.gaps


def test_objects_of_a_bucket_that_is_made_elsewhere() -> None:
    policies = f'{{"a": {READ.format("[bucket.arn_for_objects(chr(42))]")}}}'.replace(
        "chr(42)", '"*"'
    )
    _, policy = read(ROLE.format(before="", policies=policies)).policies
    (word,) = policy.statements[0].resources or ()
    assert str(word).endswith("}/*")


def test_a_list_of_a_class_that_a_method_fills_is_not_empty() -> None:
    for named in ("list(f'arn:{x}' for x in self.names)", "self.names"):
        _, policy = read(ROLE.format(before="", policies=f'{{"a": {READ.format(named)}}}')).policies
        assert policy.statements[0].gaps


TRUST = """
from aws_cdk import aws_iam as iam
provider = iam.OpenIdConnectProvider(self, "P", url="https://token.actions.githubusercontent.com")
only = {"StringLike": {"token.actions.githubusercontent.com:sub": "repo:acme/app:*"}}
web, arn = "sts:AssumeRoleWithWebIdentity", provider.open_id_connect_provider_arn
iam.Role(self, "R", assumed_by=WHO)
"""


@pytest.mark.parametrize(
    "who",
    [
        "iam.OpenIdConnectPrincipal(provider, only)",
        "iam.OpenIdConnectPrincipal(provider, conditions=only)",
        "iam.OpenIdConnectPrincipal(provider).with_conditions(only)",
        "iam.OpenIdConnectPrincipal(provider).with_conditions(conditions=only)",
        "iam.PrincipalWithConditions(iam.OpenIdConnectPrincipal(provider), conditions=only)",
        "iam.FederatedPrincipal(assume_role_action=web, conditions=only, federated=arn)",
    ],
)
def test_conditions_of_a_principal_in_every_form(who: str) -> None:
    (policy,) = read(TRUST.replace("WHO", who)).policies
    (statement,) = policy.statements
    assert [str(one.key) for one in statement.conditions] == [
        "token.actions.githubusercontent.com:sub"
    ]
    assert [str(word) for word in statement.actions or ()] == ["sts:AssumeRoleWithWebIdentity"]
    assert all(principal.type == "Federated" for principal in statement.principals or ())


def test_conditions_of_a_principal_that_are_not_known() -> None:
    who = "iam.OpenIdConnectPrincipal(provider, **given)"
    (policy,) = read(TRUST.replace("WHO", who)).policies
    assert policy.statements[0].gaps


def test_an_organisation_limits_a_principal() -> None:
    who = 'iam.ArnPrincipal("*").in_organization(organization_id="o-1234567890")'
    (policy,) = read(TRUST.replace("WHO", who)).policies
    assert [str(one.key) for one in policy.statements[0].conditions] == ["aws:PrincipalOrgID"]


def test_what_is_attached_by_named_arguments() -> None:
    code = """
        from aws_cdk import aws_iam as iam
        role = iam.Role(self, "R", assumed_by=iam.ServicePrincipal(service="ec2.amazonaws.com"))
        doc = iam.PolicyDocument(statements=[
            iam.PolicyStatement(actions=["s3:GetObject"], resources=["arn:aws:s3:::a/*"])])
        policy = iam.Policy(self, "P", document=iam.PolicyDocument.from_json(obj=doc.to_json()))
        role.attach_inline_policy(policy=policy)
        role.add_managed_policy(policy=iam.ManagedPolicy.from_aws_managed_policy_name("ReadOnlyAccess"))
    """
    reading = read(code)
    assert [policy.kind for policy in reading.policies] == ["trust", "identity"]
    assert [len(one.targets) for one in reading.attachments] == [1]
    (role,) = reading.identities
    assert len(role.managed) == 1


def test_keys_of_conditions_that_are_put_together() -> None:
    code = """
        import pulumi_aws as aws
        url = cluster.core.oidc_provider.url
        doc = aws.iam.get_policy_document(statements=[aws.iam.GetPolicyDocumentStatementArgs(
            actions=["sts:AssumeRoleWithWebIdentity"],
            principals=[aws.iam.GetPolicyDocumentStatementPrincipalArgs(
                type="Federated", identifiers=[cluster.core.oidc_provider.arn])],
            conditions=[aws.iam.GetPolicyDocumentStatementConditionArgs(
                test="StringEquals", variable=url.apply(lambda url: f"{url}:sub"),
                values=["system:serviceaccount:a:b"])])])
        aws.iam.Role("r", assume_role_policy=doc.json)
    """
    (policy,) = read(code).policies
    (condition,) = policy.statements[0].conditions
    assert str(condition.key).endswith(":sub")
    assert not policy.gaps


def test_several_outputs_by_their_names() -> None:
    code = """
        import json, pulumi, pulumi_aws as aws
        bucket = aws.s3.Bucket("b")
        def make(args):
            arn, action = args
            return json.dumps({"Version": "2012-10-17", "Statement": [
                {"Effect": "Allow", "Action": action, "Resource": arn}]})
        aws.iam.Policy("p", policy=pulumi.Output.all(bucket.arn, "s3:ListBucket").apply(make))
    """
    (policy,) = read(code).policies
    (statement,) = policy.statements
    assert [str(word) for word in statement.actions or ()] == ["s3:ListBucket"]
    assert not policy.gaps


LEFT_OUT = {
    *("kinesis:DescribeStreamConsumer", "kinesis:ListStreams", "kinesis:SubscribeToShard"),
    *("logs:DescribeLogGroups", "ssm:DescribeParameters", "states:ListStateMachines"),
}
"""What grants add to no effect: these are authorised on other resources."""
OF_STREAMS = ["dynamodb:GetRecords", "dynamodb:GetShardIterator"]


def with_effect(template: dict[str, Any]) -> dict[str, Any]:
    """A template without what grants add to no effect."""
    for resource in template["Resources"].values():
        document = resource.get("Properties", {}).get("PolicyDocument")
        if document is None:
            continue
        for statement in document["Statement"]:
            if isinstance(statement["Action"], list):
                statement["Action"] = [a for a in statement["Action"] if a not in LEFT_OUT]
        document["Statement"] = [s for s in document["Statement"] if s["Action"] != OF_STREAMS]
    return template


def test_grants_say_what_their_template_says() -> None:
    code = (FIXTURES / "cdk_grants.txt").read_text(encoding="utf-8")
    template = json.loads((FIXTURES / "cdk_grants.json").read_text(encoding="utf-8"))
    source = Source("app", json.dumps(with_effect(template)))
    made = cloudformation.read("app", formats.read(source, formats.JSON), None)
    assert told(read(code, "app")) == told(made)


def test_what_is_granted_is_no_fault() -> None:
    code = (FIXTURES / "cdk_grants.txt").read_text(encoding="utf-8")
    found = {finding.rule for finding in scan_texts({"app.py": code}).findings}
    # what it is granted, and to whom, was said by who wrote the code
    assert found == {"resource-star", "unbound-service-principal"}


CDK = """
    from typing import Optional
    from aws_cdk import Stack, aws_dynamodb as dynamodb, aws_iam as iam, aws_lambda as lambda_
    from aws_cdk import aws_ec2 as ec2, aws_ecs as ecs, aws_kms as kms, aws_s3 as s3, aws_sqs as sqs
    from aws_cdk import aws_secretsmanager as sm
    """


def statements_in(code: str) -> list[dict[str, Any]]:
    """The statements that code for the CDK makes for identities."""
    policies = read(dedent(CDK) + dedent(code)).policies
    found = []
    for policy in policies:
        if policy.kind == "identity":
            found += document(policy)["Statement"]
    return found


GRANTING = [
    ("def f(bucket: s3.IBucket, fn): bucket.grant_put_acl(fn)", "s3:PutObjectAcl"),
    ("def f(data: s3.IBucket, fn): data.grant_read(fn)", "s3:GetObject*"),
    ("def f(data: 's3.Bucket', fn): data.grant_read(fn)", "s3:GetObject*"),
    ("def f(data: Optional[s3.IBucket], fn): data.grant_read(fn)", "s3:GetObject*"),
    ("def f(data: s3.IBucket | None, fn): data.grant_read(fn)", "s3:GetObject*"),
    ("def f(data, fn): data.raw_bucket.grant_read(fn)", "s3:GetObject*"),
    ("def f(data, fn): data.jobs.grant_send_messages(fn)", "sqs:SendMessage"),
    ("def f(data, fn): data.items.grant_read_data(fn)", "dynamodb:BatchGetItem"),
    (
        "def f(self): s3.Bucket.from_bucket_arn(self, 'B', 'arn:aws:s3:::b').grant_delete(self.fn)",
        "s3:DeleteObject*",
    ),
]


@pytest.mark.parametrize(("code", "first"), GRANTING)
def test_whose_grant_it_is(code: str, first: str) -> None:
    (statement,) = statements_in(code)
    assert statement["Action"][0] == first


@pytest.mark.parametrize(
    "code",
    [
        "def f(data, fn): data.grant_read(fn)",
        "def f(data: Other, fn): data.grant_read(fn)",
        "def f(data: s3.IBucket): data.grant_read()",
        "def f(access, who): access.grant(who, 'admin')",
    ],
)
def test_what_is_not_known_to_be_a_grant_is_none(code: str) -> None:
    assert python.read(Source("app.py", dedent(CDK) + code), None) is None


def test_grants_go_to_the_role_of_a_function() -> None:
    reading = read(
        dedent(CDK)
        + dedent(
            """
            class App(Stack):
                def __init__(self, scope, id, table: dynamodb.ITable):
                    role = iam.Role(self, "R", assumed_by=iam.ServicePrincipal("lambda"))
                    one = lambda_.Function(self, "One", role=role)
                    two = lambda_.Function(self, "Two")
                    table.grant_read_data(one)
                    for each in (one, two):
                        table.grant(each, "dynamodb:PutItem")
                    if id:
                        table.grant(two.role, "dynamodb:Query")
            """
        )
    )
    held = {
        policy.address: [
            (str(action), bool(statement.when))
            for statement in policy.statements
            for action in statement.actions or ()
        ]
        for policy in reading.policies
    }
    assert held["R/DefaultPolicy"][-1] == ("dynamodb:PutItem", False)
    assert held["Two/ServiceRole/DefaultPolicy"] == [
        ("dynamodb:PutItem", False),
        ("dynamodb:Query", True),
    ]


def test_grants_reach_the_key_that_encrypts() -> None:
    found = statements_in(
        """
        def f(self, role: iam.Role):
            key = kms.Key(self, "Key")
            s3.Bucket(self, "B", encryption_key=key).grant_read(role)
            own = sqs.Queue(self, "Q", encryption_master_key=key)
            own.grant_consume_messages(role)
        """
    )
    actions = [one["Action"] for one in found]
    assert actions[1] == ["kms:Decrypt", "kms:DescribeKey"]
    assert actions[3] == ["kms:Decrypt"]


def test_grants_to_others_stand_in_the_policy_of_the_resource() -> None:
    reading = read(
        dedent(CDK)
        + dedent(
            """
            def f(self):
                key = kms.Key(self, "Key")
                key.grant_decrypt(iam.AccountPrincipal("111122223333"))
                bucket = s3.Bucket(self, "B")
                bucket.grant_public_access("site/*")
            """
        )
    )
    (of_key, of_bucket) = [document(policy)["Statement"] for policy in reading.policies]
    assert of_key[-1]["Resource"] == "*"
    assert of_key[-1]["Principal"] == {"AWS": "arn:${AWS::Partition}:iam::111122223333:root"}
    assert of_bucket[0]["Principal"] == "*"
    assert of_bucket[0]["Resource"][0].endswith("/site/*")


def test_tasks_have_two_roles() -> None:
    reading = read(
        dedent(CDK)
        + dedent(
            """
            def f(self, secret: sm.ISecret):
                task = ecs.FargateTaskDefinition(self, "T")
                task.add_to_task_role_policy(
                    iam.PolicyStatement(actions=["s3:GetObject"], resources=["arn:aws:s3:::a/*"])
                )
                task.add_to_execution_role_policy(
                    iam.PolicyStatement(actions=["ecr:BatchGetImage"], resources=["*"])
                )
                secret.grant_read(task.task_role)
            """
        )
    )
    held = {policy.address: len(policy.statements) for policy in reading.policies}
    assert held["T/TaskRole/DefaultPolicy"] == 2
    assert held["T/ExecutionRole/DefaultPolicy"] == 1


def test_policies_of_endpoints_are_none_of_an_identity() -> None:
    reading = read(
        dedent(CDK)
        + dedent(
            """
            def f(vpc, other):
                endpoint = vpc.add_gateway_endpoint("S3")
                anybody = iam.PolicyStatement(
                    actions=["s3:GetObject"], resources=["*"], principals=[iam.AnyPrincipal()]
                )
                endpoint.add_to_policy(anybody)
                other.add_to_policy(anybody)
            """
        )
    )
    assert [policy.kind for policy in reading.policies] == ["endpoint", "resource"]


def test_what_tests_expect_of_templates_is_no_policy() -> None:
    code = """
        from aws_cdk.assertions import Match, Template

        def test(stack):
            Template.from_stack(stack).has_resource_properties(
                "AWS::IAM::Policy",
                {
                    "PolicyDocument": {
                        "Version": "2012-10-17",
                        "Statement": [Match.object_like({"Effect": "Allow", "Action": "s3:X"})],
                    }
                },
            )
        """
    assert python.read(Source("test_app.py", dedent(code)), None) is None


def test_statements_of_which_the_better_part_is_not_known_are_not_told() -> None:
    (policy,) = read(
        """
        def f(rest):
            return {"Version": "2012-10-17", "Statement": [{"Sid": "A", **rest}]}
        """
    ).policies
    assert not policy.statements
    assert policy.gaps


def test_documents_of_constructs_are_added_to() -> None:
    reading = read(
        dedent(CDK)
        + dedent(
            """
            def f(self):
                role = iam.Role(self, "R", assumed_by=iam.ServicePrincipal("lambda"))
                role.assume_role_policy.add_statements(
                    iam.PolicyStatement(
                        actions=["sts:TagSession"], principals=[iam.ServicePrincipal("ec2")]
                    )
                )
                own = sqs.QueuePolicy(self, "P", queues=[sqs.Queue(self, "Q")])
                own.document.add_statements(
                    iam.PolicyStatement(
                        actions=["sqs:SendMessage"],
                        principals=[iam.AccountPrincipal("111122223333")],
                        resources=["*"],
                    )
                )
            """
        )
    )
    trust, resource = reading.policies
    assert (trust.kind, len(trust.statements)) == ("trust", 2)
    assert (resource.kind, resource.resource_type) == ("resource", "sqs:queue")
    assert not reading.gaps


@pytest.mark.parametrize(
    "names", [("policyName", "policyDocument"), ("policy_name", "policy_document")]
)
def test_policies_of_a_resource_as_dicts(names: tuple[str, str]) -> None:
    name, held = names
    reading = read(
        f"""
        from aws_cdk import aws_iam as iam
        iam.CfnRole(self, "R", assume_role_policy_document=trust, policies=[{{
            "{name}": "p",
            "{held}": {{"Version": "2012-10-17", "Statement": [
                {{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"}}
            ]}},
        }}])
        """
    )
    (role,) = reading.identities
    assert [policy.address for policy in role.inline] == ["R.Policies[0]"]


@pytest.mark.parametrize(
    ("made", "of"),
    [
        ("stack = Stack.of(self)", "stack"),
        ("stack = core.Stack.of(scope)", "stack"),
    ],
)
def test_where_a_stack_is(made: str, of: str) -> None:
    (policy,) = read(
        f"""
        from aws_cdk import Stack, aws_iam as iam, core
        def f(self, scope):
            {made}
            use(iam.PolicyStatement(
                actions=["s3:ListBucket"], resources=[f"arn:{{{of}.partition}}:s3:::x-{{{of}.account}}"]
            ))
        """
    ).policies
    found = document(policy)["Statement"][0]["Resource"]
    assert found == ["arn:${AWS::Partition}:s3:::x-${AWS::AccountId}"]


def test_where_a_program_of_pulumi_is_deployed() -> None:
    policies = read(
        """
        import json, pulumi, pulumi_aws as aws
        account = aws.get_caller_identity().account_id
        other = aws.get_caller_identity(opts=there).account_id
        def policy(who):
            return json.dumps({"Statement": [
                {"Effect": "Allow", "Principal": {"AWS": who}, "Action": "sqs:*", "Resource": "*"}
            ]})
        aws.sqs.QueuePolicy("a", queue_url="x", policy=policy(account))
        aws.sqs.QueuePolicy("b", queue_url="y", policy=policy(other))
        aws.sqs.QueuePolicy(
            "c",
            queue_url="z",
            policy=aws.get_caller_identity_output().apply(lambda one: policy(one.account_id)),
        )
        """
    ).policies
    found = [document(policy)["Statement"][0]["Principal"]["AWS"] for policy in policies]
    assert found[0] == found[2] == "${AWS::AccountId}"
    assert found[1] != found[0]


RUNNING = [
    ("aws_stepfunctions.StateMachine", "role", "states"),
    ("aws_codebuild.Project", "role", "codebuild"),
    ("aws_codepipeline.Pipeline", "role", "codepipeline"),
    ("aws_ecs.FargateTaskDefinition", "task_role", "ecs-tasks"),
    ("aws_ecs.FargateTaskDefinition", "execution_role", "ecs-tasks"),
    ("aws_eks.Cluster", "role", "eks"),
    ("aws_ec2.Instance", "role", "ec2"),
    ("aws_lambda.Function", "role", "lambda"),
]


@pytest.mark.parametrize(("made", "argument", "service"), RUNNING)
@pytest.mark.parametrize("right", [True, False])
def test_who_must_be_able_to_assume_a_role(
    made: str, argument: str, service: str, right: bool
) -> None:
    code = f"""
        import aws_cdk
        from aws_cdk import aws_iam as iam
        def f(self):
            who = iam.ServicePrincipal("{service if right else "macie"}.amazonaws.com")
            role = iam.Role(self, "R", assumed_by=who)
            aws_cdk.{made}(self, "X", {argument}=role)
        """
    found = [finding.rule for finding in scan_texts({"app.py": dedent(code)}).findings]
    assert found == ([] if right else ["unassumable-role"])


ROLES = [
    ("sfn.StateMachine", "role_arn", "states"),
    ("codebuild.Project", "service_role", "codebuild"),
    ("ecs.TaskDefinition", "execution_role_arn", "ecs-tasks"),
    ("eks.NodeGroup", "node_role_arn", "ec2"),
    ("glue.Job", "role_arn", "glue"),
    ("ec2.FlowLog", "iam_role_arn", "vpc-flow-logs"),
]


@pytest.mark.parametrize(("made", "argument", "service"), ROLES)
@pytest.mark.parametrize("right", [True, False])
def test_who_must_be_able_to_assume_a_role_of_pulumi(
    made: str, argument: str, service: str, right: bool
) -> None:
    code = f"""
        import json, pulumi_aws as aws
        role = aws.iam.Role("r", assume_role_policy=json.dumps({{
            "Version": "2012-10-17",
            "Statement": [{{
                "Effect": "Allow",
                "Action": "sts:AssumeRole",
                "Principal": {{"Service": "{service if right else "macie"}.amazonaws.com"}},
            }}],
        }}))
        aws.{made}("x", {argument}=role.arn)
        """
    found = [finding.rule for finding in scan_texts({"app.py": dedent(code)}).findings]
    assert found == ([] if right else ["unassumable-role"])


WHOLE = """
    from troposphere import GetAtt, Output, Ref, Sub, Template, iam, sqs
    from other import something
    t = Template()
    """
MADE = 'iam.Role("R", AssumeRolePolicyDocument={})'


@pytest.mark.parametrize(
    ("code", "known"),
    [
        (f"t.add_resource({MADE})", True),
        (f"r = t.add_resource({MADE})\nt.add_output(Output('A', Value=GetAtt(r, 'Arn')))", True),
        (f"r = {MADE}\nt.add_resource(r)\na = r.get_att('Arn')\nb = Sub('x', y=a)", True),
        (f"r = {MADE}\nt.add_resource(r)\nr.Policies.append(something)", False),
        (f"r = {MADE}\nt.add_resource(r)\nsomething(r)", False),
        (f"r = t.add_resource({MADE})\na = Ref(r)\nb = [a]\nsomething(b)", False),
        (f"r = t.add_resource({MADE})\ndef f():\n    return r", False),
        (f"t.add_resource({MADE})\nsomething(t)", False),
        (f"t.add_resource({MADE[:-1]}, **something))", False),
        (f"for x in something: t.add_resource({MADE})", False),
        (f"r = {MADE}", False),
        (f"r = t.add_resource({MADE})\nr = t.add_resource(something)", False),
    ],
)
@pytest.mark.parametrize("written", [True, False])
def test_when_a_template_says_all(code: str, known: bool, written: bool) -> None:
    text = dedent(WHOLE) + code + ("\nprint(t.to_json())" if written else "")
    (role,) = read(text).identities
    assert (not role.gaps) is (known and written)


def test_what_a_whole_template_lacks_is_certain() -> None:
    code = (
        WHOLE
        + """
    from troposphere import awslambda
    queue = t.add_resource(sqs.Queue("Queue"))
    role = t.add_resource(iam.Role(
        "Role",
        AssumeRolePolicyDocument={"Version": "2012-10-17", "Statement": [{
            "Effect": "Allow",
            "Principal": {"Service": "lambda.amazonaws.com"},
            "Action": "sts:AssumeRole",
        }]},
    ))
    function = t.add_resource(awslambda.Function("Worker", Role=GetAtt(role, "Arn")))
    t.add_resource(awslambda.EventSourceMapping(
        "Jobs", EventSourceArn=GetAtt(queue, "Arn"), FunctionName=Ref(function)
    ))
    print(t.to_yaml())
    """
    )
    found = [finding.rule for finding in scan_texts({"app.py": dedent(code)}).findings]
    assert found == ["event-source-not-granted"]


ENTRY = """
    import json, pulumi, pulumi_aws as aws
    from other import something
    queue = aws.sqs.Queue("queue")
    topic = aws.sns.Topic("topic")
    role = aws.iam.Role("role", assume_role_policy=json.dumps({
        "Version": "2012-10-17",
        "Statement": [{
            "Effect": "Allow",
            "Principal": {"Service": "lambda.amazonaws.com"},
            "Action": "sts:AssumeRole",
        }],
    }))
    worker = aws.lambda_.Function("worker", role=role.arn)
    aws.lambda_.EventSourceMapping(
        "jobs", event_source_arn=queue.arn, function_name=worker.arn
    )
    pulumi.export("role", role.arn)
    OTHER = "arn:aws:sqs:us-east-1:111122223333:other"
    def policy(arn):
        return json.dumps({"Version": "2012-10-17", "Statement": [{
            "Effect": "Allow",
            "Action": [
                "sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"
            ],
            "Resource": arn,
        }]})
    """
ATTACH = "def attach(name): aws.iam.RolePolicy('there', role=name, policy=something)\n"
CERTAIN = [
    "",
    "aws.iam.RolePolicy('read', role=role.id, policy=policy('arn:aws:sqs:us-east-1:111122223333:x'))",
    "aws.iam.RolePolicy('read', role=role.id, policy=topic.arn.apply(lambda a: policy(OTHER)))",
]
NOT_CERTAIN = [
    "aws.iam.RolePolicy('read', role=role.id, policy=queue.arn.apply(policy))",
    "aws.iam.RolePolicy('read', role=role.id, policy=something(queue.arn))",
    "aws.iam.PolicyAttachment('read', roles=[role.name], policy_arn=something)",
    "aws.iam.RolePolicyAttachment('read', role=role.name, policy_arn=something)",
    f"{ATTACH}attach(role.name)",
    f"{ATTACH}role.name.apply(attach)",
    "something(role)",
    "something([role.id])",
    "for one in [role]: something(one.name)",
    "kept = {'a': role}\nsomething(kept)",
    "role = something",
]


@pytest.mark.parametrize("code", CERTAIN)
def test_what_a_program_of_pulumi_lacks_is_certain(code: str) -> None:
    text = dedent(ENTRY) + code
    found = [finding.rule for finding in scan_texts({"app/__main__.py": text}).findings]
    assert "event-source-not-granted" in found
    # what is a module of another program may be all but this
    assert not scan_texts({"app/iam.py": text}).findings


@pytest.mark.parametrize("code", NOT_CERTAIN)
def test_what_may_be_added_elsewhere_to_a_role_of_pulumi(code: str) -> None:
    text = dedent(ENTRY) + code
    assert not scan_texts({"app/__main__.py": text}).findings


def test_subscriptions_of_pulumi_are_wires() -> None:
    admitted = """
    def policy_of(arns):
        return json.dumps({"Version": "2012-10-17", "Statement": [{
            "Effect": "Allow",
            "Principal": {"Service": "sns.amazonaws.com"},
            "Action": "sqs:SendMessage",
            "Resource": arns[0],
            "Condition": {"ArnEquals": {"aws:SourceArn": arns[1]}},
        }]})
    """
    code = """
    import json, pulumi, pulumi_aws as aws
    queue = aws.sqs.Queue("queue")
    topic = aws.sns.Topic("topic")
    aws.sns.TopicSubscription("jobs", topic=topic.arn, protocol="sqs", endpoint=queue.arn)
    """
    policy = "aws.sqs.QueuePolicy('p', queue_url=queue.id, policy={})\n"
    made = policy.format("pulumi.Output.all(queue.arn, topic.arn).apply(policy_of)")
    whole = dedent(code) + dedent(admitted) + made
    assert not scan_texts({"__main__.py": whole}).findings
    other = whole.replace("sqs:SendMessage", "sqs:ReceiveMessage")
    found = [finding.rule for finding in scan_texts({"__main__.py": other}).findings]
    assert found == ["unadmitted-source"]


def test_policies_of_pulumi_are_of_the_kind_that_their_class_says() -> None:
    everything = '{"Statement": [{"Effect": "Allow", "Principal": "*", "Action": "es:*"}]}'
    reading = read(
        f"""
        import pulumi_aws as aws
        allowed = aws.iam.get_policy_document(
            statements=[{{"effect": "Allow", "actions": ["*"], "resources": ["*"]}}]
        )
        aws.organizations.Policy("all", content=allowed.json)
        aws.organizations.Policy("own", type="RESOURCE_CONTROL_POLICY", content='{everything}')
        aws.ec2.VpcEndpointPolicy("way", vpc_endpoint_id="vpce-0a1b2c3d", policy='{everything}')
        aws.opensearch.Domain("search", vpc_options={{"subnet_ids": ["subnet-0a1b2c3d"]}},
                              access_policies='{everything}')
        """
    )
    assert [policy.kind for policy in reading.policies] == ["scp", "rcp", "endpoint", "resource"]
