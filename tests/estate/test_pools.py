"""An identity pool and the roles of its users, against the trust policies of those."""

from __future__ import annotations

import pytest

from iamlint.testing import scan_texts

TERRAFORM = """
resource "aws_cognito_identity_pool" "p" {
  identity_pool_name = "p"
}

resource "aws_cognito_identity_pool_roles_attachment" "a" {
  identity_pool_id = aws_cognito_identity_pool.p.id
  roles            = { SORT = aws_iam_role.r.arn }
}

resource "aws_iam_role" "r" {
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { Federated = "cognito-identity.amazonaws.com" }
      Action    = "sts:AssumeRoleWithWebIdentity"
      Condition = {
        StringEquals             = { "cognito-identity.amazonaws.com:aud" = aws_cognito_identity_pool.p.id }
        "ForAnyValue:StringLike" = { "cognito-identity.amazonaws.com:amr" = "WANTED" }
      }
    }]
  })
}
"""
CLOUDFORMATION = """
Resources:
  Pool:
    Type: AWS::Cognito::IdentityPool
    Properties: {AllowUnauthenticatedIdentities: true}
  Attach:
    Type: AWS::Cognito::IdentityPoolRoleAttachment
    Properties:
      IdentityPoolId: !Ref Pool
      Roles: {SORT: !GetAtt R.Arn}
  R:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement:
          - Effect: Allow
            Principal: {Federated: cognito-identity.amazonaws.com}
            Action: sts:AssumeRoleWithWebIdentity
            Condition:
              StringEquals: {"cognito-identity.amazonaws.com:aud": !Ref Pool}
              ForAnyValue:StringLike: {"cognito-identity.amazonaws.com:amr": WANTED}
"""
FILES = [("main.tf", TERRAFORM), ("stack.yaml", CLOUDFORMATION)]
SORTS = ("authenticated", "unauthenticated")


@pytest.mark.parametrize(("name", "text"), FILES, ids=[name for name, _ in FILES])
@pytest.mark.parametrize("sort", SORTS)
@pytest.mark.parametrize("wanted", SORTS)
def test_a_role_takes_the_users_that_it_is_attached_for(
    name: str, text: str, sort: str, wanted: str
) -> None:
    scan = scan_texts({name: text.replace("SORT", sort).replace("WANTED", wanted)})
    assert not scan.crashes, scan.crashes[0].trace
    found = [finding for finding in scan.findings if finding.rule == "unmet-trust-condition"]
    assert bool(found) == (sort != wanted)
    (use,) = (u for r in scan.estate.readings for u in r.role_uses)
    assert ("cognito-identity.amazonaws.com:amr", sort) in [(k, v.literal) for k, v in use.sends]
