"""What expressions come to: what is known is known, what is not is a hole with a name."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from iamlint.config import Configurations
from iamlint.gathering import gather
from iamlint.model.policy import Policy
from iamlint.testing import scan_texts

if TYPE_CHECKING:
    from pathlib import Path

pytest.importorskip("tree_sitter_hcl")

WORLD = """
provider "aws" {
  region              = "eu-west-1"
  allowed_account_ids = ["111122223333"]
}
variable "name" { type = string }
variable "on" { type = bool }
variable "list" { type = list(string) }
variable "told" { default = "x" }
data "aws_caller_identity" "me" {}
data "aws_region" "here" {}
data "aws_partition" "p" {}
data "aws_iam_policy" "theirs" { name = "acme-reader" }
data "aws_iam_policy" "aws" { name = "ReadOnlyAccess" }
resource "aws_s3_bucket" "b" { bucket = "data-${var.name}" }
resource "aws_sqs_queue" "q" { name = "jobs" }
resource "aws_kms_key" "k" {}
resource "aws_sqs_queue" "some" {
  for_each = local.names
  name     = each.value
}
resource "aws_sqs_queue" "maybe" {
  count = var.on ? 1 : 0
  name  = "maybe"
}
resource "aws_sqs_queue" "many" {
  for_each = toset(var.list)
  name     = each.key
}
locals {
  names  = { a = "first", b = "second" }
  nested = { list = [{ id = "one" }, { id = "two" }] }
  mine   = "${local.yours}!"
  yours  = local.mine
}
"""


def policy(expression: str, more: str = "") -> Policy:
    text = f"""{WORLD}
resource "aws_iam_policy" "it" {{
  name   = "it"
  policy = jsonencode({{
    Version   = "2012-10-17"
    Statement = [{{ Effect = "Allow", Action = "s3:GetObject", Resource = {expression} }}]
  }})
}}
{more}"""
    scan = scan_texts({"main.tf": text})
    assert not scan.crashes, scan.crashes
    (found,) = scan.estate.policies
    return found


def resources(expression: str, more: str = "") -> list[str]:
    (statement,) = policy(expression, more).statements
    return [str(word.text) for word in statement.resources or ()]


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ('"a"', ["a"]),
        ('"${"a"}b"', ["ab"]),
        ("aws_sqs_queue.q.arn", ["arn:aws:sqs:eu-west-1:111122223333:jobs"]),
        ('"${aws_s3_bucket.b.arn}/*"', ["arn:aws:s3:::data-${var.name}/*"]),
        ("aws_s3_bucket.b.id", ["data-${var.name}"]),
        ("aws_kms_key.k.arn", ["arn:aws:kms:eu-west-1:111122223333:key/${aws_kms_key.k}"]),
        ("data.aws_caller_identity.me.account_id", ["111122223333"]),
        ("data.aws_region.here.name", ["eu-west-1"]),
        ("data.aws_partition.p.partition", ["aws"]),
        ("data.aws_partition.p.dns_suffix", ["amazonaws.com"]),
        ("data.aws_iam_policy.theirs.arn", ["${data.aws_iam_policy.theirs.arn}"]),
        ("data.aws_iam_policy.aws.arn", ["arn:aws:iam::aws:policy/ReadOnlyAccess"]),
        ("var.name", ["${var.name}"]),
        ("var.told", ["${var.told}"]),
        ("local.names.a", ["first"]),
        ('local.names["b"]', ["second"]),
        ("local.nested.list[1].id", ["two"]),
        ("local.nested.list[*].id", ["one", "two"]),
        ("values(local.names)", ["first", "second"]),
        ('[for k, v in local.names : "${k}-${v}" if k != "a"]', ["b-second"]),
        ('aws_sqs_queue.some["a"].arn', ["arn:aws:sqs:eu-west-1:111122223333:first"]),
        ("[for q in aws_sqs_queue.some : q.name]", ["first", "second"]),
        ("values(aws_sqs_queue.some)[*].name", ["first", "second"]),
        ("values(aws_sqs_queue.some)[1].name", ["second"]),
        ("aws_sqs_queue.maybe[0].name", ["maybe"]),
        ("one(aws_sqs_queue.maybe[*].name)", ["maybe"]),
        ('join("", aws_sqs_queue.maybe[*].name)', ["maybe"]),
        ('try(aws_sqs_queue.maybe[0].name, "none")', ["maybe"]),
        ('try(local.names.c, "none")', ["none"]),
        ('lookup(local.names, "c", "none")', ["none"]),
        ('coalesce(null, "", "x")', ["x"]),
        ('concat(["a"], ["b"])', ["a", "b"]),
        ('flatten([["a"], [["b"]]])', ["a", "b"]),
        ('compact(["a", "", null])', ["a"]),
        ('distinct(["a", "a"])', ["a"]),
        ('keys(merge(local.names, { c = "third" }))', ["a", "b", "c"]),
        ('format("%s-%d%%", "a", 3)', ["a-3%"]),
        ('formatlist("%s/*", ["a", "b"])', ["a/*", "b/*"]),
        ('split(",", "a,b")', ["a", "b"]),
        ('element(["a", "b"], 3)', ["b"]),
        ('replace(lower("A.B"), ".", "-")', ["a-b"]),
        ('length(local.names) > 1 ? "yes" : "no"', ["yes"]),
        ('local.names.a == "first" && !false ? "yes" : "no"', ["yes"]),
        ('jsondecode("[\\"a\\", \\"b\\"]")', ["a", "b"]),
        ('zipmap(["k"], ["v"]).k', ["v"]),
        ('[for i in range(2) : "n${i}"]', ["n0", "n1"]),
        ('replace(aws_s3_bucket.b.arn, "arn:aws", "x")', ["x:s3:::data-${var.name}"]),
        ('replace("_B_/*", "_B_", aws_s3_bucket.b.arn)', ["arn:aws:s3:::data-${var.name}/*"]),
        ('replace("a b_c", "/[^0-9A-Za-z]*/", "")', ["abc"]),
        ('replace("a b", "/[ ]/", "-")', ["a-b"]),
        ('replace(aws_sqs_queue.q.arn, "/^(.*:)/", "")', ["jobs"]),
        ('slice(["a", "b", "c"], 1, 3)', ["b", "c"]),
        ('slice(["a", "b", "c"], 0, var.on ? 2 : 1)', ["a", "b"]),
        ('coalescelist([], ["x"])', ["x"]),
        ("coalesce(null, aws_sqs_queue.q.arn)", ["arn:aws:sqs:eu-west-1:111122223333:jobs"]),
        ('can(tostring(local.names)) ? "yes" : "no"', ["no"]),
        ('can(tostring("a")) ? "yes" : "no"', ["yes"]),
        ('try(tostring(local.names), "none")', ["none"]),
        ('["a"] == true ? "yes" : "no"', ["no"]),
        ('reverse(["a", "b"])', ["b", "a"]),
        (
            '[for p in setproduct(["a", "b"], ["x", "y"]) : join("-", p)]',
            ["a-x", "a-y", "b-x", "b-y"],
        ),
        ('{ for p in setproduct(["a"], ["x"], ["k"]) : p[1] => { of = p[2] } }["x"].of', ["k"]),
        ('substr("acme-web", 0, 4)', ["acme"]),
        ('substr("acme-web", -3, -1)', ["web"]),
        ('startswith("acme", "ac") ? "yes" : "no"', ["yes"]),
        ('endswith("acme", "ac") ? "yes" : "no"', ["no"]),
        ('basename("a/b.json")', ["b.json"]),
        ('dirname("a/b.json")', ["a"]),
        ('["x", "y"][index(["a", "b"], "b")]', ["y"]),
        ('chunklist(["a", "b", "c"], 2)[1]', ["c"]),
        ('anytrue([false, true]) ? "yes" : "no"', ["yes"]),
        ('alltrue([false, true]) ? "yes" : "no"', ["no"]),
        ('setsubtract(["a", "b", "c"], ["b"])', ["a", "c"]),
        ('setintersection(["a", "b", "c"], ["b", "c"], ["c", "d"])', ["c"]),
        ('[for k, v in { z = "1", a = "2" } : v]', ["2", "1"]),
        ('[for x in toset(["z", "a", "z"]) : x]', ["a", "z"]),
    ],
)
def test_what_is_known(expression: str, expected: list[str]) -> None:
    assert resources(expression) == expected


@pytest.mark.parametrize(
    "expression",
    [
        "var.list",
        "local.mine",
        "local.gone",
        "sha1(var.name)",
        'replace("a", "/x|y/", "y")',
        'replace(var.name, "/[a]/", "")',
        'replace("a", "/[a]*/", "b")',
        "coalescelist(var.list, [])",
        'setproduct(var.list, ["a"])',
        'setsubtract(var.list, ["a"])',
        "substr(var.name, 0, 1)",
        'yamldecode("a: b").a',
        'fileset("none", "*.json")',
        "[for x in var.list : x]",
        "module.gone.arn",
        "aws_sqs_queue.none.arn",
        "path.cwd",
        "terraform.workspace",
    ],
)
def test_what_is_not_known_is_no_text(expression: str) -> None:
    found = policy(expression)
    (statement,) = found.statements
    assert all(word.text.literal is None for word in statement.resources or ())
    assert not found.whole or statement.resources


def test_two_mentions_are_the_same() -> None:
    one, other = resources('[var.name, "${var.name}"]')
    assert one == other
    first, second = resources(
        "[aws_sqs_queue.many[var.told].arn, aws_sqs_queue.many[var.name].arn]"
    )
    assert first == second  # one stands for all


def test_either_branch_is_there_under_its_condition() -> None:
    (statement,) = policy('concat(["a"], var.on ? ["b"] : ["c"])').statements
    found = {str(word.text): set(word.when) for word in statement.resources or ()}
    assert found["a"] == set()
    ((name, holds),) = found["b"]
    assert name.endswith("var.on")
    assert found["c"] == {(name, not holds)}


def test_an_element_that_is_one_of_several_is_each_of_them() -> None:
    text = (
        WORLD
        + """
data "aws_iam_policy_document" "d" {
  count = !var.on ? 1 : 0
  statement {
    actions   = compact([!var.on ? "s3:PutObject" : "", "s3:GetObject", var.on ? "s3:A" : "s3:B"])
    resources = [var.on ? aws_s3_bucket.b.arn : "*", "arn:aws:s3:::x"]
  }
}
resource "aws_iam_policy" "it" {
  policy = data.aws_iam_policy_document.d[0].json
}
"""
    )
    (policy,) = scan_texts({"main.tf": text}).estate.policies
    (statement,) = policy.statements
    actions = [str(word.text) for word in statement.actions or ()]
    assert actions == ["s3:PutObject", "s3:GetObject", "s3:A", "s3:B"]
    resources_ = [str(word.text) for word in statement.resources or ()]
    assert resources_ == ["arn:aws:s3:::data-${var.name}", "*", "arn:aws:s3:::x"]


def test_what_may_not_be_there_is_so_under_its_condition() -> None:
    scan = scan_texts({"main.tf": WORLD + 'resource "aws_iam_user" "u" {}\n'})
    (queue,) = (r for r in scan.estate.resources if r.address.startswith("aws_sqs_queue.maybe"))
    assert queue.address == "aws_sqs_queue.maybe[0]"
    assert [holds for _, holds in queue.when] == [True]
    (many,) = (r for r in scan.estate.resources if r.address.startswith("aws_sqs_queue.many"))
    assert many.address == "aws_sqs_queue.many"
    assert many.when


def test_providers_of_modules_are_those_that_are_given_to_them() -> None:
    root = """
provider "aws" {
  region = "eu-west-1"
}
provider "aws" {
  alias  = "far"
  region = "us-east-1"
  assume_role {
    role_arn = "arn:aws:iam::444455556666:role/deploy"
  }
}
module "far" {
  source    = "./queue"
  providers = { aws = aws.far }
}
module "near" {
  source = "./queue"
}
resource "aws_iam_user" "u" {}
"""
    queue = 'resource "aws_sqs_queue" "q" {\n  name = "q"\n}\n'
    scan = scan_texts({"main.tf": root, "queue/main.tf": queue})
    arns = {r.address: str(r.arn) for r in scan.estate.resources}
    assert arns["module.far.aws_sqs_queue.q"] == "arn:aws:sqs:us-east-1:444455556666:q"
    assert arns["module.near.aws_sqs_queue.q"].startswith("arn:aws:sqs:eu-west-1:")


@pytest.mark.parametrize(
    ("text", "address", "why"),
    [
        ("policy = var.name", "aws_iam_policy.p", "var.name is given when Terraform runs"),
        ("policy = module.x.json", "aws_iam_policy.p", "module.x.json is not in view"),
        ('policy = file("gone.json")', "aws_iam_policy.p", "the file is not in view"),
        ('policy = "${sha1("a")}"', "aws_iam_policy.p", "not known"),
        (
            "policy = <<E\n{%{ for n in var.list }}\n%{ endfor }}\nE\n",
            "aws_iam_policy.p",
            "cannot be read as JSON while this is not known: %{ for n in var.list }",
        ),
        ("policy = local.gone", "aws_iam_policy.p", "local.gone is not in view"),
    ],
)
def test_what_hides_a_policy_is_named(text: str, address: str, why: str) -> None:
    scan = scan_texts({"main.tf": f'{WORLD}\nresource "aws_iam_policy" "p" {{\n  {text}\n}}\n'})
    told = {gap.address: gap.why for gap in scan.gathered.unanalysed}
    assert why in told[address]
    assert any("terraform show -json" in said for said in told.values())


def test_modules_that_are_not_in_view_are_told() -> None:
    text = 'module "iam" {\n  source = "terraform-aws-modules/iam/aws"\n}\n'
    scan = scan_texts({"main.tf": text})
    assert [gap.address for gap in scan.gathered.unanalysed] == ["module.iam"]
    assert scan.nothing_in_view


def test_a_broken_file_is_told_and_the_others_are_read() -> None:
    bad = 'resource "aws_iam_policy" "p" {\n  policy = jsonencode({\n}\n'
    scan = scan_texts({"a.tf": bad, "b.tf": WORLD + 'resource "aws_iam_user" "u" {}\n'})
    assert scan.gathered.unanalysed[0].path == "a.tf"
    assert [identity.address for identity in scan.estate.identities] == ["aws_iam_user.u"]


def test_open_tofu_takes_its_own_file_for_one_of_the_same_name() -> None:
    user = 'resource "aws_iam_user" "{}" {{}}\n'
    scan = scan_texts({"a.tf": user.format("old"), "a.tofu": user.format("new")})
    assert [identity.address for identity in scan.estate.identities] == ["aws_iam_user.new"]


def test_a_module_that_is_called_is_no_root() -> None:
    module = 'variable "n" {}\nresource "aws_iam_user" "u" {\n  name = var.n\n}\n'
    root = 'module "{}" {{\n  source = "../user"\n  n = "{}"\n}}\n'
    files: dict[str, str | bytes] = {
        "user/main.tf": module,
        "one/main.tf": root.format("a", "ann"),
        "two/main.tf": root.format("b", "bob"),
    }
    names = {(i.address, str(i.name)) for i in scan_texts(files).estate.identities}
    assert names == {("module.a.aws_iam_user.u", "ann"), ("module.b.aws_iam_user.u", "bob")}


def test_folders_that_call_each_other_in_a_circle_end() -> None:
    files: dict[str, str | bytes] = {
        "main.tf": 'module "a" {\n  source = "./a"\n}\n# aws_iam_\n',
        "a/main.tf": 'module "b" {\n  source = "../b"\n}\n',
        "b/main.tf": 'module "a" {\n  source = "../a"\n}\nresource "aws_iam_user" "u" {}\n',
    }
    assert not scan_texts(files).crashes


def test_configurations_are_never_edited() -> None:
    from iamlint.fixing import fix
    from iamlint.testing import scan_with

    bad = 'jsonencode({ Statement = [{ Effect = "Allow", Action = ["s3:HeadObject"], Resource = "*" }] })'
    text = f'resource "aws_iam_policy" "p" {{\n  policy = {bad}\n}}\n'
    scanner, scan = scan_with({"main.tf": text})
    assert scan.findings
    done = fix(scanner, scan, unsafe=True)
    assert done.texts == {}
    assert any(fixed.snippet for finding in done.scan.findings for fixed in finding.fixes)


def test_what_is_to_be_pasted_into_json_is_json() -> None:
    from iamlint.fixing import propose

    text = """
resource "aws_kms_key" "k" {
  policy = <<-J
    {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "kms:*",
      "Principal": {"AWS": "arn:aws:iam::111122223333:root"}, "Resource": "*"}]}
  J
}
resource "aws_sqs_queue" "q" {
  kms_master_key_id = aws_kms_key.k.arn
}
resource "aws_iam_user" "u" {}
resource "aws_iam_user_policy" "p" {
  user   = aws_iam_user.u.name
  policy = <<-J
    {"Version": "2012-10-17", "Statement": [
      {"Effect": "Allow", "Action": "sqs:ReceiveMessage", "Resource": "${aws_sqs_queue.q.arn}"}]}
  J
}
"""
    scan = scan_texts({"main.tf": text})
    propose(scan)
    (finding,) = (f for f in scan.findings if f.rule == "missing-caller-grant")
    snippet = finding.fixes[0].snippet
    assert "as JSON" in snippet
    assert '"Resource": "${aws_kms_key.k.arn}"' in snippet


PROVIDED = """
resource "aws_eks_cluster" "c" { name = "main" }
resource "aws_iam_role" "deploy" {
  name               = "deploy"
  assume_role_policy = data.aws_iam_policy_document.trust.json
}
data "aws_iam_policy_document" "trust" {
  statement {
    actions = ["sts:AssumeRole"]
    principals {
      type        = "AWS"
      identifiers = [local.cluster]
    }
  }
}
locals { cluster = aws_eks_cluster.c.arn }
provider "kubernetes" {
  host = aws_eks_cluster.c.endpoint
  exec = [local.cluster, data.aws_iam_policy_document.trust.json]
}
provider "aws" {
  region = "eu-west-1"
  assume_role { role_arn = aws_iam_role.deploy.arn }
}
resource "aws_sqs_queue" "q" { name = "jobs" }
"""


def test_a_provider_may_be_set_by_what_resources_give() -> None:
    """What a provider asks for is not known yet; what is asked for later is."""
    scan = scan_texts({"main.tf": PROVIDED})
    assert not scan.crashes
    (reading,) = scan.estate.readings
    principal = reading.policies[0].statements[0].principals
    assert principal is not None
    shown = "arn:aws:eks:eu-west-1:${AWS::AccountId}:cluster/main"
    assert [str(one.value.text) for one in principal] == [shown]


GIVEN = """
variable "statements" {
  type    = any
  default = {}
}
data "aws_iam_policy_document" "it" {
  dynamic "statement" {
    for_each = var.statements
    content {
      actions       = lookup(statement.value, "actions", null)
      not_actions   = lookup(statement.value, "not_actions", null)
      resources     = lookup(statement.value, "resources", null)
      not_resources = lookup(statement.value, "not_resources", null)
      dynamic "principals" {
        for_each = lookup(statement.value, "principals", [])
        content {
          type        = principals.value.type
          identifiers = principals.value.identifiers
        }
      }
      dynamic "not_principals" {
        for_each = lookup(statement.value, "not_principals", [])
        content {
          type        = not_principals.value.type
          identifiers = not_principals.value.identifiers
        }
      }
    }
  }
}
resource "aws_iam_policy" "p" {
  name   = "p"
  policy = data.aws_iam_policy_document.it.json
}
resource "aws_iam_role" "r" {
  name               = "r"
  assume_role_policy = data.aws_iam_policy_document.it.json
}
"""


def test_what_may_be_null_is_no_element_for_certain() -> None:
    """A module that passes on whatever it is given says nothing wrong by that."""
    scan = scan_texts({"main.tf": GIVEN})
    assert not scan.crashes
    assert not scan.findings
    (statement,) = scan.estate.readings[0].policies[0].statements
    assert "Action" in statement.elements
    assert not {"NotAction", "NotResource", "NotPrincipal"} & statement.elements
    assert statement.gaps


DRAFT = """
provider "aws" { region = "eu-west-1" }
resource "aws_s3_bucket" "b" { bucket = "acme" }
data "aws_iam_policy_document" "draft" {
  statement {
    actions   = ["s3:GetObject"]
    resources = ["BUCKET/*"]
    principals {
      type        = "AWS"
      identifiers = ["arn:aws:iam::111122223333:root"]
    }
  }
}
resource "aws_s3_bucket_policy" "b" {
  bucket = aws_s3_bucket.b.id
  policy = replace(data.aws_iam_policy_document.draft.json, "BUCKET", aws_s3_bucket.b.arn)
}
"""


def test_words_are_replaced_in_documents() -> None:
    scan = scan_texts({"main.tf": DRAFT})
    (found,) = scan.estate.policies
    assert [str(word.text) for word in found.statements[0].resources or ()] == [
        "arn:aws:s3:::acme/*"
    ]
    assert not scan.findings


FILES = {
    "infra/accounts.yaml": "prod:\n  id: '111122223333'\n  roles: [reader]\n",
    "infra/policies/a.json": '{"Version": "2012-10-17", "Statement": []}',
    "infra/policies/b.json": '{"Version": "2012-10-17", "Statement": []}',
    "infra/policies/deep/c.json": "{}",
    "infra/policies/d.txt": "",
}


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ('yamldecode(file("${path.module}/accounts.yaml")).prod.id', ["111122223333"]),
        ('yamldecode(file("${path.module}/accounts.yaml")).prod.roles', ["reader"]),
        ('fileset("${path.module}/policies", "*.json")', ["a.json", "b.json"]),
        (
            '[for f in fileset(path.module, "policies/{a,d}.*") : f]',
            ["policies/a.json", "policies/d.txt"],
        ),
        ('fileset("${path.module}/policies", "**/c.json")', ["deep/c.json"]),
    ],
)
def test_files_of_data(expression: str, expected: list[str]) -> None:
    text = f"""
resource "aws_iam_policy" "it" {{
  name   = "it"
  policy = jsonencode({{
    Version   = "2012-10-17"
    Statement = [{{ Effect = "Allow", Action = "s3:GetObject", Resource = {expression} }}]
  }})
}}
"""
    scan = scan_texts({"infra/main.tf": text, **FILES})
    assert not scan.crashes, scan.crashes
    (statement,) = next(
        p for p in scan.estate.policies if p.address == "aws_iam_policy.it"
    ).statements
    assert [str(word.text) for word in statement.resources or ()] == expected


def test_a_folder_that_is_not_the_one_where_the_run_starts(tmp_path: Path) -> None:
    (tmp_path / "accounts.yaml").write_text("prod: acme-data\n", encoding="utf-8")
    (tmp_path / "main.tf").write_text(
        """resource "aws_iam_policy" "it" {
  name   = "it"
  policy = templatefile("${path.module}/p.tftpl", yamldecode(file("${path.module}/accounts.yaml")))
}
""",
        encoding="utf-8",
    )
    (tmp_path / "p.tftpl").write_text(
        '{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:GetObject",'
        ' "Resource": "arn:aws:s3:::${prod}/*"}]}',
        encoding="utf-8",
    )
    found = gather([str(tmp_path)], Configurations([str(tmp_path)], isolated=True))
    (policy_,) = found.estate().policies
    (statement,) = policy_.statements
    assert [str(word.text) for word in statement.resources or ()] == ["arn:aws:s3:::acme-data/*"]
