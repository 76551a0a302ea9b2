"""What is taken from another configuration's state is what that puts out."""

from __future__ import annotations

import json

import pytest

from iamlint.model.policy import Policy
from iamlint.scanning import Scan
from iamlint.testing import scan_texts

pytest.importorskip("tree_sitter_hcl")

NET = """
terraform {
  BACKEND
}
provider "aws" {
  region              = "eu-west-1"
  allowed_account_ids = ["111122223333"]
}
resource "aws_sqs_queue" "jobs" { name = "jobs" }
resource "aws_sqs_queue" "late" {}
output "queue_arn" { value = aws_sqs_queue.jobs.arn }
output "late_arn" { value = aws_sqs_queue.late.arn }
output "actions" { value = ["sqs:SendMessage", "sqs:DeleteMessage"] }
output "secret" {
  value     = "s3cr3t"
  sensitive = true
}
"""
APP = """
data "terraform_remote_state" "net" {
  backend = "TYPE"
  config  = CONFIG
}
resource "aws_iam_policy" "p" {
  name   = "p"
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = ACTION, Resource = RESOURCE }]
  })
}
"""
S3 = '{ bucket = "states", key = "net/terraform.tfstate", region = "eu-west-1" }'
NET_STATE = "data.terraform_remote_state.net.outputs"
JOBS = "arn:aws:sqs:eu-west-1:111122223333:jobs"
BACKENDS = {
    "s3": ('backend "s3" {\n bucket = "states"\n key = "net/terraform.tfstate"\n}', S3),
    "gcs": (
        'backend "gcs" {\n bucket = "states"\n prefix = "net"\n}',
        '{ bucket = "states", prefix = "net" }',
    ),
    "remote": (
        'cloud {\n organization = "us"\n workspaces { name = "net" }\n}',
        '{ organization = "us", workspaces = { name = "net" } }',
    ),
    "local": ("", '{ path = "../net/terraform.tfstate" }'),
}


def scan(
    type: str = "s3",
    resource: str = f"{NET_STATE}.queue_arn",
    action: str = '"sqs:SendMessage"',
    config: str = "",
    **files: str,
) -> Scan:
    backend, told = BACKENDS[type]
    app = APP.replace("TYPE", type).replace("CONFIG", config or told)
    texts = {
        "net/main.tf": NET.replace("BACKEND", backend),
        "app/main.tf": app.replace("RESOURCE", resource).replace("ACTION", action),
    }
    more = {name.replace("__", "/") + ".tf": text for name, text in files.items()}
    found = scan_texts({**texts, **more})
    assert not found.crashes, found.crashes
    return found


def policy(found: Scan) -> Policy:
    (one,) = [p for reading in found.gathered.readings for p in reading.policies]
    return one


def resources(found: Scan) -> list[str]:
    return [str(word.text) for word in policy(found).statements[0].resources or ()]


@pytest.mark.parametrize("type", BACKENDS)
def test_the_configuration_with_that_backend_tells(type: str) -> None:
    assert resources(scan(type)) == [JOBS]


def test_through_path_module() -> None:
    config = '{ path = "${path.module}/../net/terraform.tfstate" }'
    assert resources(scan("local", config=config)) == [JOBS]


def test_lists_too() -> None:
    statement = policy(scan(action=f"{NET_STATE}.actions")).statements[0]
    assert [w.literal for w in statement.actions or ()] == ["sqs:SendMessage", "sqs:DeleteMessage"]


def test_what_is_made_up_there_is_the_same_thing_here() -> None:
    found = scan(resource=f"{NET_STATE}.late_arn")
    (word,) = policy(found).statements[0].resources or ()
    (queue,) = [r for x in found.gathered.readings for r in x.resources if "late" in r.address]
    assert word.text == queue.arn


def test_what_is_sensitive_is_not_shown() -> None:
    (word,) = policy(scan(resource=f"{NET_STATE}.secret")).statements[0].resources or ()
    assert "s3cr3t" not in str(word.text)
    assert word.text.holes[0].why == "output.secret is marked sensitive"


@pytest.mark.parametrize(
    "config",
    [
        '{ bucket = "states", key = "other/terraform.tfstate" }',
        '{ bucket = "others", key = "net/terraform.tfstate" }',
        '{ bucket = "states" }',
        '{ bucket = var.bucket, key = "net/terraform.tfstate" }',
    ],
)
def test_another_state_is_named_as_what_is_not_in_view(config: str) -> None:
    (word,) = policy(scan(config=config)).statements[0].resources or ()
    why = word.text.holes[0].why
    assert why.startswith("data.terraform_remote_state.net: the state ")
    assert why.endswith(" is not in view, nor the configuration of it")


def test_two_with_one_backend_tell_nothing() -> None:
    twin = NET.replace("BACKEND", BACKENDS["s3"][0])
    (word,) = policy(scan(copy__main=twin)).statements[0].resources or ()
    assert word.text.literal is None


def test_configurations_that_read_each_other() -> None:
    back = """
    data "terraform_remote_state" "app" {
      backend = "s3"
      config  = { bucket = "states", key = "app/terraform.tfstate" }
    }
    output "more" { value = data.terraform_remote_state.app.outputs.circle }
    """
    forth = f"""
    terraform {{
      backend "s3" {{
        bucket = "states"
        key    = "app/terraform.tfstate"
      }}
    }}
    output "circle" {{ value = {NET_STATE}.more }}
    """
    found = scan(resource=f"{NET_STATE}.more", net__more=back, app__more=forth)
    (word,) = policy(found).statements[0].resources or ()
    assert word.text.literal is None


def test_a_state_in_view_tells_what_is_there() -> None:
    state = {
        "version": 4,
        "terraform_version": "1.11.4",
        "serial": 1,
        "lineage": "l",
        "outputs": {
            "queue_arn": {"value": f"{JOBS}-of-the-state", "type": "string"},
            "secret": {"value": "s3cr3t", "type": "string", "sensitive": True},
        },
        "resources": [],
    }
    app = APP.replace("TYPE", "local").replace("CONFIG", BACKENDS["local"][1])
    app = app.replace("ACTION", '"sqs:SendMessage"')
    for name, wanted in (("queue_arn", f"{JOBS}-of-the-state"), ("secret", None)):
        main = app.replace("RESOURCE", f"{NET_STATE}.{name}")
        files = {"net/terraform.tfstate": json.dumps(state), "app/main.tf": main}
        (word,) = policy(scan_texts(files)).statements[0].resources or ()
        assert word.text.literal == wanted


def test_files_belong_to_what_is_made_of_them() -> None:
    readings = {reading.path: reading for reading in scan(app__more="").gathered.readings}
    assert readings["app/main.tf"].others == ("app/more.tf",)
    assert readings["net/main.tf"].others == ()
