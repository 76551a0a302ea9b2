"""What the root's variables are: what files of values give, what a validation lets through."""

from __future__ import annotations

import pytest

from iamlint.model.policy import Policy
from iamlint.testing import scan_texts

pytest.importorskip("tree_sitter_hcl")

MAIN = """
variable "queue" { type = string }
variable "actions" {
  type    = list(string)
  default = ["sqs:ReceiveMessage"]
}
variable "token" {
  type      = string
  sensitive = true
}
variable "stage" {
  type    = string
  default = "dev"
  validation {
    condition     = contains(["dev", "prod"], var.stage)
    error_message = "dev or prod."
  }
}
resource "aws_iam_policy" "p" {
  name   = "p"
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = ACTION, Resource = RESOURCE }]
  })
}
"""
ARN = "arn:aws:sqs:eu-west-1:111122223333:"
NAMED = f'"{ARN}${{var.queue}}"'


def policy(
    files: dict[str, str], resource: str = NAMED, action: str = "var.actions", folder: str = ""
) -> Policy:
    text = MAIN.replace("RESOURCE", resource).replace("ACTION", action)
    texts = {"main.tf": text, **files}
    scan = scan_texts({f"{folder}{name}": content for name, content in texts.items()})
    assert not scan.crashes
    (found,) = [p for reading in scan.gathered.readings for p in reading.policies]
    return found


def resources(files: dict[str, str]) -> list[str]:
    (statement,) = policy(files).statements
    return [str(word.text) for word in statement.resources or ()]


def actions(files: dict[str, str]) -> list[str | None]:
    (statement,) = policy(files).statements
    return [word.literal for word in statement.actions or ()]


@pytest.mark.parametrize(
    ("files", "queue"),
    [
        ({"terraform.tfvars": 'queue = "jobs"'}, "jobs"),
        ({"terraform.tfvars.json": '{"queue": "jobs"}'}, "jobs"),
        ({"a.auto.tfvars": 'queue = "jobs"'}, "jobs"),
        ({"a.auto.tfvars.json": '{"queue": "${jobs}"}'}, "${jobs}"),
        ({"terraform.tfvars": 'queue = "jobs"', "a.auto.tfvars": 'queue = "later"'}, "later"),
        (
            {"terraform.tfvars": 'queue = "jobs"', "terraform.tfvars.json": '{"queue": "j"}'},
            "j",
        ),
        ({"b.auto.tfvars": 'queue = "b"', "a.auto.tfvars": 'queue = "a"'}, "b"),
    ],
)
def test_files_of_values_that_are_read_by_themselves(files: dict[str, str], queue: str) -> None:
    assert resources(files) == [f"{ARN}{queue}"]


@pytest.mark.parametrize("name", ["prod.tfvars", "envs/terraform.tfvars", "auto.tfvars"])
def test_others_are_given_by_hand(name: str) -> None:
    assert resources({name: 'queue = "jobs"'}) == [f"{ARN}${{var.queue}}"]


def test_lists() -> None:
    values = 'actions = [\n  "sqs:SendMessage", # to it\n  "sqs:PurgeQueue",\n]\n'
    assert actions({"terraform.tfvars": values}) == ["sqs:SendMessage", "sqs:PurgeQueue"]


def test_a_finding_stands_where_the_value_does() -> None:
    text = MAIN.replace("RESOURCE", '"*"').replace("ACTION", "var.actions")
    scan = scan_texts({"main.tf": text, "terraform.tfvars": 'actions = ["sqs:SendMessages"]'})
    places = {(f.rule, f.span.source.path) for f in scan.findings}
    assert ("unknown-action", "terraform.tfvars") in places


def test_a_default_is_no_value() -> None:
    """Another may be given, and mostly is."""
    (statement,) = policy({}).statements
    assert all(word.literal is None for word in statement.actions or ())


def test_what_is_marked_sensitive_stays_hidden() -> None:
    found = policy({"terraform.tfvars": 'token = "s3cr3t"'}, resource=f'"{ARN}${{var.token}}"')
    (word,) = found.statements[0].resources or ()
    assert "s3cr3t" not in str(word.text)
    assert word.text.holes[0].why == "var.token is marked sensitive"


def test_a_broken_file_of_values_is_said() -> None:
    text = MAIN.replace("RESOURCE", NAMED).replace("ACTION", "var.actions")
    scan = scan_texts({"main.tf": text, "terraform.tfvars": 'queue = ["jobs"\n'})
    gaps = [gap for reading in scan.gathered.readings for gap in reading.gaps]
    assert "terraform.tfvars" in {gap.span.source.path for gap in gaps}


def test_a_validation_lists_what_may_be_given() -> None:
    (statement,) = policy({}, resource=f'"{ARN}${{var.stage}}"').statements
    (word,) = statement.resources or ()
    assert {str(choice) for choice in word.text.holes[0].choices} == {"dev", "prod"}


def test_values_are_those_of_the_root_alone() -> None:
    main = """
    module "inner" {
      source = "./inner"
      queue  = "theirs"
    }
    """
    text = MAIN.replace("RESOURCE", NAMED).replace("ACTION", '["sqs:SendMessage"]')
    values = 'queue = "ours"'
    scan = scan_texts(
        {
            "main.tf": main,
            "inner/main.tf": text,
            "inner/terraform.tfvars": values,
            "terraform.tfvars": values,
        }
    )
    (found,) = [p for reading in scan.gathered.readings for p in reading.policies]
    assert [str(word.text) for word in found.statements[0].resources or ()] == [f"{ARN}theirs"]


TYPED = """
variable "grants" {
  type = map(object({
    actions  = optional(list(string), ["sqs:ReceiveMessage"])
    queue    = string
    effect   = optional(string, "Allow")
    sid      = optional(string)
    narrowed = optional(object({ region = optional(string, "eu-west-1") }), {})
  }))
}
data "aws_iam_policy_document" "d" {
  dynamic "statement" {
    for_each = var.grants
    content {
      sid       = statement.value.sid
      effect    = statement.value.effect
      actions   = statement.value.actions
      resources = ["arn:aws:sqs:${statement.value.narrowed.region}:111122223333:${statement.value.queue}"]
    }
  }
}
resource "aws_iam_policy" "p" {
  name   = "p"
  policy = data.aws_iam_policy_document.d.json
}
"""
GRANTS = """{
  a = { queue = "a" }
  b = { queue = "b", actions = ["sqs:SendMessage"], sid = "B", effect = null }
  c = { queue = "c", effect = "Deny", narrowed = { region = "us-east-1" } }
}"""
MADE = [
    ("Allow", ["sqs:ReceiveMessage"], "arn:aws:sqs:eu-west-1:111122223333:a", None),
    ("Allow", ["sqs:SendMessage"], "arn:aws:sqs:eu-west-1:111122223333:b", "B"),
    ("Deny", ["sqs:ReceiveMessage"], "arn:aws:sqs:us-east-1:111122223333:c", None),
]


@pytest.mark.parametrize(
    "files",
    [
        {"main.tf": TYPED, "terraform.tfvars": f"grants = {GRANTS}"},
        {
            "inner/main.tf": TYPED,
            "main.tf": f'module "inner" {{\n  source = "./inner"\n  grants = {GRANTS}\n}}',
        },
        {
            "inner/main.tf": TYPED.replace("type = map", f"default = {GRANTS}\n  type = map"),
            "main.tf": 'module "inner" {\n  source = "./inner"\n}',
        },
    ],
)
def test_a_type_gives_what_is_left_out(files: dict[str, str]) -> None:
    scan = scan_texts(files)
    assert not scan.crashes
    (found,) = [p for reading in scan.gathered.readings for p in reading.policies]
    assert found.whole
    made = [
        (
            "Deny" if statement.denies else "Allow",
            [str(word.text) for word in statement.actions or ()],
            str((statement.resources or ())[0].text),
            statement.sid.literal if statement.sid is not None else None,
        )
        for statement in found.statements
    ]
    assert made == MADE
