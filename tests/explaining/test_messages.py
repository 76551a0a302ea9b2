"""AccessDenied messages in all their forms."""

from __future__ import annotations

import json
import time
from typing import Any

import pytest

from iamlint.explaining import Denial, denials, parse_denial

BOB = "arn:aws:iam::111122223333:user/bob"
SESSION = "arn:aws:sts::111122223333:assumed-role/app/i-0abc"
PLAIN = f"User: {BOB} is not authorized to perform: s3:GetObject on resource: "
OBJECT = "arn:aws:s3:::b/k"

REASONS = [
    ("because no identity-based policy allows the s3:GetObject action", "implicit", "identity_policy"),
    ("because no resource-based policy allows the s3:GetObject action", "implicit", "resource_policy"),
    ("because no permissions boundary allows the s3:GetObject action", "implicit", "permissions_boundary"),
    ("because no session policy allows the s3:GetObject action", "implicit", "session_policy"),
    ("because no service control policy allows the s3:GetObject action", "implicit", "scp"),
    ("because no VPC endpoint policy allows the s3:GetObject action", "implicit", "vpc_endpoint_policy"),
    ("because no role trust policy allows the sts:AssumeRole action", "implicit", "role_trust_policy"),
    ("with an explicit deny in an identity-based policy", "explicit", "identity_policy"),
    ("with an explicit deny in a resource-based policy", "explicit", "resource_policy"),
    ("with an explicit deny in a permissions boundary", "explicit", "permissions_boundary"),
    ("with an explicit deny in a session policy", "explicit", "session_policy"),
    ("with an explicit deny in a sessions policy", "explicit", "session_policy"),
    ("with an explicit deny in a service control policy", "explicit", "scp"),
    ("with an explicit deny in a resource control policy", "explicit", "rcp"),
    ("with an explicit deny in a VPC endpoint policy", "explicit", "vpc_endpoint_policy"),
    ("with an explicit deny in the role trust policy", "explicit", "role_trust_policy"),
    ("with an explicit deny", "explicit", None),
    ("", "unknown", None),
    (
        ("because the resource does not exist in this Region, no resource-based policies allow "
        "access, or a resource-based policy explicitly denies access"),
        "unknown",
        "resource_policy",
    ),
    (
        ("because public policies are prevented by the BlockPublicPolicy setting in S3 Block Public "
        "Access"),
        "unknown",
        "s3_block_public_access",
    ),
]  # fmt: skip


def parsed(text: str) -> Denial:
    found = parse_denial(text)
    assert found is not None
    return found


@pytest.mark.parametrize(("reason", "outcome", "layer"), REASONS)
@pytest.mark.parametrize("resource", [OBJECT, f'"{OBJECT}"'])
@pytest.mark.parametrize(
    "wrap",
    [
        "{}",
        "An error occurred (AccessDenied) when calling the GetObject operation: {}",
        "\n{}.\n",
        (
            "Error: reading S3 Object: operation error S3: GetObject, https response error StatusCode: "
            "403, RequestID: A, HostID: B, api error AccessDenied: {}"
        ),
    ],
)
def test_reasons(reason: str, outcome: str, layer: str | None, resource: str, wrap: str) -> None:
    found = parsed(wrap.format(f"{PLAIN}{resource} {reason}".rstrip()))
    assert (found.principal, found.action, found.resource) == (BOB, "s3:GetObject", OBJECT)
    assert (found.outcome, found.layer) == (outcome, layer)
    assert found.code == (None if "AccessDenied" not in wrap else "AccessDenied")
    assert found.operation == (None if "AccessDenied" not in wrap else "GetObject")


def test_white_space_may_be_anything() -> None:
    text = f"{PLAIN}{OBJECT} because no identity-based policy allows the s3:GetObject action"
    found = parsed(text.replace(" ", "\n   "))
    assert (found.resource, found.layer) == (OBJECT, "identity_policy")
    drawn = "╷\n│ Error: " + text.replace(" on resource", "\n│ on resource") + "\n╵"
    assert parsed(drawn).resource == OBJECT


def test_the_policy_that_denied() -> None:
    policy = "arn:aws:organizations::999988887777:policy/o-x/service_control_policy/p-abc"
    found = parsed(f"{PLAIN}{OBJECT} with an explicit deny in a service control policy: {policy}.")
    assert (found.layer, found.policy) == ("scp", policy)


def test_a_denial_through_another_kind_of_policy() -> None:
    found = parsed(
        f"{PLAIN}{OBJECT} with an explicit deny in a VPC endpoint policy transitively through a "
        "service control policy"
    )
    assert (found.layer, found.through) == ("vpc_endpoint_policy", "scp")


def test_an_authorization_id() -> None:
    found = parsed(
        f"{PLAIN}{OBJECT} because no identity-based policy allows the s3:GetObject action. Go to "
        "https://us-east-1.console.aws.amazon.com/iam/home?region=us-east-1"
        "#/authorization-details/0a1b-2c"
    )
    assert (found.authorization, found.resource) == ("0a1b-2c", OBJECT)


def test_resources_that_are_no_arn() -> None:
    assert (
        parsed(f"User: {BOB} is not authorized to perform: ec2:DescribeInstances").resource is None
    )
    assert (
        parsed(f"{PLAIN}* because no identity-based policy allows the x:Y action").resource == "*"
    )
    found = parsed(
        f"User: {SESSION} is not authorized to perform: kms:Decrypt on this resource because no "
        "resource-based policy allows the kms:Decrypt action"
    )
    assert (found.resource, found.layer) == (None, "resource_policy")
    assert parsed(f"{PLAIN}my-cluster with an explicit deny").resource == "my-cluster"


def test_principals_that_are_no_arn() -> None:
    for name in ("anonymous", "cloudtrail.amazonaws.com"):
        found = parsed(f"User: {name} is not authorized to perform: sqs:SendMessage on resource: *")
        assert found.principal == name


def test_encoded_messages_are_recognised() -> None:
    found = parsed(
        "An error occurred (UnauthorizedOperation) when calling the RunInstances operation: You "
        "are not authorized to perform this operation. Encoded authorization failure message: "
        "aB3_x-9"
    )
    assert found.encoded == "aB3_x-9"
    assert (found.principal, found.action, found.operation) == (None, None, "RunInstances")
    found = parsed(
        f"You are not authorized to perform this operation. User: {SESSION} is not authorized to "
        "perform: ec2:RunInstances on resource: arn:aws:ec2:us-east-1:111122223333:instance/* "
        "because no identity-based policy allows the ec2:RunInstances action. Encoded "
        "authorization failure message: aB3_x-9"
    )
    assert (found.action, found.layer, found.encoded) == (
        "ec2:RunInstances",
        "identity_policy",
        "aB3_x-9",
    )


def test_a_denial_that_tells_nothing() -> None:
    found = parsed("An error occurred (AccessDenied) when calling the GetObject operation: no")
    assert found == Denial(code="AccessDenied", operation="GetObject")


@pytest.mark.parametrize("text", ["", "all is well", "User: bob is happy", "{}", "[]", "[[[", "3"])
def test_other_texts_are_no_denials(text: str) -> None:
    assert denials(text) == ()


def decoded() -> dict[str, Any]:
    return {
        "allowed": False,
        "explicitDeny": True,
        "matchedStatements": {"items": []},
        "failures": {"items": []},
        "context": {
            "principal": {"id": "AROA:one", "arn": SESSION},
            "action": "ec2:RunInstances",
            "resource": "arn:aws:ec2:us-east-1:111122223333:instance/*",
            "conditions": {
                "items": [{"key": "ec2:Region", "values": {"items": [{"value": "us-east-1"}]}}]
            },
        },
    }


def test_decoded_authorization_messages() -> None:
    for text in (json.dumps(decoded()), json.dumps({"DecodedMessage": json.dumps(decoded())})):
        (found,) = denials(text)
        assert (found.principal, found.action, found.outcome) == (
            SESSION,
            "ec2:RunInstances",
            "explicit",
        )
        assert found.context == {"ec2:Region": ("us-east-1",)}


def event(**changes: Any) -> dict[str, Any]:
    return {
        "eventSource": "s3.amazonaws.com",
        "eventName": "GetObject",
        "awsRegion": "us-east-1",
        "userIdentity": {"type": "IAMUser", "arn": BOB},
        "errorCode": "AccessDenied",
        "errorMessage": "Access Denied",
        "requestParameters": {"bucketName": "b", "key": "k"},
        **changes,
    }


def test_cloudtrail_events() -> None:
    told = event(
        errorMessage=f"{PLAIN}{OBJECT} with an explicit deny in a service control policy",
        requestParameters=None,
    )
    fine = event(errorCode=None, errorMessage=None)
    both = denials(json.dumps({"Records": [event(), fine, told]}))
    assert [one.resource for one in both] == [OBJECT, OBJECT]
    assert [one.layer for one in both] == [None, "scp"]
    assert all((one.principal, one.action) == (BOB, "s3:GetObject") for one in both)
    (listed,) = denials(json.dumps({"Events": [{"CloudTrailEvent": json.dumps(event())}]}))
    assert listed.action == "s3:GetObject"
    nobody = event(userIdentity={"type": "AWSAccount", "accountId": "anonymous"})
    assert denials(json.dumps(nobody))[0].principal == "anonymous"


def test_hostile_texts_are_read_in_time() -> None:
    started = time.process_time()
    for text in ("a." * 100_000, "on resource: " * 20_000, PLAIN + "x " * 50_000, " " * 200_000):
        parse_denial(text)
    assert time.process_time() - started < 5
