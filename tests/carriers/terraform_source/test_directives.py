"""Directives and the `~` in strings write what Terraform would write.

What is expected was told by `terraform console`.
"""

from __future__ import annotations

import json
import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest

from iamlint.testing import scan_texts

if TYPE_CHECKING:
    from pathlib import Path

pytest.importorskip("tree_sitter_hcl")

LOCALS = """
variable "on" { type = bool }
locals {
  yes   = true
  names = ["a", "b", "c"]
  map   = { y = "2", x = "1" }
  none  = []
}
"""

SAME = {
    "if": '"%{ if local.yes }A%{ else }B%{ endif }"',
    "if not": '"%{ if !local.yes }A%{ else }B%{ endif }"',
    "without else": '"<%{ if !local.yes }A%{ endif }>"',
    "for": '"%{ for n in local.names }${n},%{ endfor }"',
    "for with index": '"%{ for i, n in local.names }${i}=${n};%{ endfor }"',
    "for over a map": '"%{ for k, v in local.map }${k}=${v};%{ endfor }"',
    "in the order of keys": 'join(",", concat(keys(local.map), values(local.map)))',
    "for over nothing": '"<%{ for n in local.none }${n}%{ endfor }>"',
    "nested": '"%{ for n in local.names }%{ if n != "b" }${n}%{ else }-%{ endif }%{ endfor }"',
    "interpolation that strips": '"a  ${~ local.names[0] ~}  b"',
    "directive that strips": '"a %{~ if local.yes ~} yes %{~ else ~} no %{~ endif ~} z"',
    "heredoc": """<<EOT
[%{ for i, n in local.names ~}
  "${n}"%{ if i < 2 },%{ endif }
%{ endfor ~}
]
EOT""",
    "heredoc that strips lines": """<<EOT
first
%{ if local.yes ~}
second
%{ endif ~}
third
EOT""",
    "indented heredoc": """<<-EOT
      first
        %{ for n in local.names ~}
        - ${n}
        %{ endfor ~}
      last
      EOT""",
    "indented heredoc with lines that stay": """<<-EOT
      first

      %{ if local.yes }
        second
          deep
      %{ endif }
      last
      EOT""",
    "indented heredoc with marks at the margin": """<<-EOT
    first
  %{~ if local.yes }
      second
%{ endif ~}
    last
    EOT""",
    "indented heredoc with values": """<<-EOT
        - ${local.names[0]}
      ${~ local.names[1]}
        ${local.names[2]}
      EOT""",
    "escaped": '"%%{ if $${x} }"',
}


def text(expression: str) -> str | None:
    """What a string is read as."""
    document = (
        "jsonencode({ Version = local.v, Statement = [{ "
        'Sid = local.it, Effect = "Allow", Action = "sqs:*", Resource = "*" }] })'
    )
    main = f"""{LOCALS}
locals {{
  v  = "2012-10-17"
  it = {expression}
}}
resource "aws_iam_policy" "p" {{
  name   = "p"
  policy = {document}
}}
"""
    scan = scan_texts({"main.tf": main})
    assert not scan.crashes
    (policy,) = [p for reading in scan.gathered.readings for p in reading.policies]
    (statement,) = policy.statements
    assert statement.sid is not None
    return statement.sid.literal


EXPECTED = {
    "if": "A",
    "if not": "B",
    "without else": "<>",
    "for": "a,b,c,",
    "for with index": "0=a;1=b;2=c;",
    "for over a map": "x=1;y=2;",
    "in the order of keys": "x,y,1,2",
    "for over nothing": "<>",
    "nested": "a-c",
    "interpolation that strips": "aab",
    "directive that strips": "ayesz",
    "heredoc": '[  "a",\n  "b",\n  "c"\n]\n',
    "heredoc that strips lines": "first\nsecond\nthird\n",
    "indented heredoc": "first\n          - a\n          - b\n          - c\n        last\n",
    "indented heredoc with lines that stay": "first\n\n\n  second\n    deep\n\nlast\n",
    "indented heredoc with marks at the margin": "    first\n\n      second\n    last\n",
    "indented heredoc with values": "        - a\nb\n        c\n",
    "escaped": "%{ if ${x} }",
}


@pytest.mark.parametrize("name", SAME)
def test_a_string_is_what_terraform_writes(name: str) -> None:
    assert text(SAME[name]) == EXPECTED[name]


@pytest.mark.skipif(shutil.which("terraform") is None, reason="there is no terraform")
def test_what_is_expected_is_what_terraform_says(tmp_path: Path) -> None:
    strings = "\n".join(f'"{name}" = {expression}' for name, expression in SAME.items())
    main = f"{LOCALS}\nlocals {{\n  it = {{\n{strings}\n  }}\n}}\n"
    (tmp_path / "main.tf").write_text(main, encoding="utf-8")
    said = subprocess.run(
        ["terraform", "console", "-var", "on=true"],
        input="jsonencode(local.it)\n",
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
    )
    assert json.loads(json.loads(said.stdout)) == EXPECTED


def test_a_document_in_a_file_that_is_filled_in() -> None:
    template = """{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": "sqs:SendMessages",
      "Resource": [
        %{ for i, arn in arns ~}
        "${arn}"%{ if i + 1 < length(arns) },%{ endif }
        %{ endfor ~}
      ]
    }
  ]
}
"""
    main = """
resource "aws_iam_policy" "p" {
  name   = "p"
  policy = templatefile("${path.module}/p.json.tftpl", { arns = ["arn:aws:sqs:eu-west-1:111122223333:a", "arn:aws:sqs:eu-west-1:111122223333:b"] })
}
"""
    scan = scan_texts({"main.tf": main, "p.json.tftpl": template})
    (policy,) = [p for reading in scan.gathered.readings for p in reading.policies]
    found = [str(word.text) for word in policy.statements[0].resources or ()]
    assert found == [f"arn:aws:sqs:eu-west-1:111122223333:{name}" for name in "ab"]
    (finding,) = [f for f in scan.findings if f.rule == "unknown-action"]
    assert (finding.span.source.path, finding.span.text) == ("p.json.tftpl", '"sqs:SendMessages"')


def test_what_hangs_on_a_variable_is_one_of_two() -> None:
    main = f"""{LOCALS}
resource "aws_iam_policy" "p" {{
  name   = "p"
  policy = jsonencode({{
    Version   = "2012-10-17"
    Statement = [{{
      Effect   = "Allow"
      Action   = "sqs:SendMessage"
      Resource = "arn:aws:sqs:eu-west-1:111122223333:%{{ if var.on }}a%{{ else }}b%{{ endif }}"
    }}]
  }})
}}
"""
    scan = scan_texts({"main.tf": main})
    (policy,) = [p for reading in scan.gathered.readings for p in reading.policies]
    (word,) = policy.statements[0].resources or ()
    (hole,) = word.text.holes
    assert {str(choice) for choice in hole.choices} == {"a", "b"}
