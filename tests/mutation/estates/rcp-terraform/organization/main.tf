provider "aws" {
  region              = "eu-west-1"
  allowed_account_ids = ["222233334444"]
}

resource "aws_organizations_policy" "rcp_secrets" {
  name = "secrets"
  type = "RESOURCE_CONTROL_POLICY"
  content = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Sid       = "strangers"
      Effect    = "Deny"
      Principal = "*"
      Action    = ["secretsmanager:*", "kms:*"]
      Resource  = "*"
      Condition = {
        StringNotEqualsIfExists = {
          "aws:PrincipalOrgID"   = "o-a1b2c3d4e5"
          "aws:PrincipalAccount" = ["777788889999", "888899990000"]
        }
        BoolIfExists = { "aws:PrincipalIsAWSService" = "false" }
      }
    }]
  })
}

resource "aws_organizations_policy_attachment" "secrets" {
  policy_id = aws_organizations_policy.rcp_secrets.id
  target_id = "111122223333"
}
