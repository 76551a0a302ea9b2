"""A kustomization that renames what it gathers: the tokens of its service accounts bear other names
than the manifests say. Its sort may be left out.
"""

from __future__ import annotations

import pytest

from iamlint.testing import scan_texts

PROVIDER = "oidc.eks.eu-west-1.amazonaws.com/id/0123456789ABCDEF0123456789ABCDEF"
ROLE = f"""
Resources:
  App:
    Type: AWS::IAM::Role
    Properties:
      RoleName: app
      AssumeRolePolicyDocument:
        Version: "2012-10-17"
        Statement:
          - Effect: Allow
            Principal: {{Federated: "arn:aws:iam::111122223333:oidc-provider/{PROVIDER}"}}
            Action: sts:AssumeRoleWithWebIdentity
            Condition:
              StringEquals:
                {PROVIDER}:sub: system:serviceaccount:default:dev-app
                {PROVIDER}:aud: sts.amazonaws.com
"""
ACCOUNT = """
apiVersion: v1
kind: ServiceAccount
metadata:
  name: app
  namespace: default
  annotations:
    eks.amazonaws.com/role-arn: arn:aws:iam::111122223333:role/app
"""
SORT = "apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\n"
GATHERING = "resources:\n  - account.yaml\n"


@pytest.mark.parametrize("sort", ["", SORT])
@pytest.mark.parametrize(
    ("renaming", "rules"), [("", ["untaken-token"]), ("namePrefix: dev-\n", [])]
)
def test_names_of_a_kustomization(sort: str, renaming: str, rules: list[str]) -> None:
    files = {"role.yaml": ROLE, "account.yaml": ACCOUNT}
    files["kustomization.yaml"] = sort + renaming + GATHERING
    assert [finding.rule for finding in scan_texts(files).findings] == rules
