"""Law: a run on input X imports only what X needs; rules load late."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

from iamlint.access.engine.directory import QUESTIONS

POLICY = json.dumps(
    {
        "Version": "2012-10-17",
        "Statement": [{"Effect": "Allow", "Action": "s3:*", "Resource": "*"}],
    }
)
SOUND = json.dumps(
    {
        "Version": "2012-10-17",
        "Statement": [
            {
                "Sid": "ReadReports",
                "Effect": "Allow",
                "Action": ["s3:GetObject", "s3:ListBucket"],
                "Resource": ["arn:aws:s3:::reports", "arn:aws:s3:::reports/*"],
            }
        ],
    }
)
TEMPLATE = """
Resources:
  Jobs:
    Type: AWS::SQS::Queue
"""
PLAN = json.dumps(
    {
        "format_version": "1.2",
        "terraform_version": "1.9.0",
        "planned_values": {"root_module": {"resources": []}},
    }
)
CONFIGURATION = """
resource "aws_iam_user_policy" "own" {
  user   = "ann"
  policy = jsonencode({ Version = "2012-10-17", Statement = [] })
}
"""
CODE = """
import json
json.dumps({"Version": "2012-10-17", "Statement": [
    {"Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::b/*"}]})
"""
INSTANCE = """
resource "aws_instance" "web" {
  ami = "ami-1"
}
"""
PROGRAM = """
import sys
from iamlint.cli import main
main(["scan", sys.argv[1], "--exit-zero"])
sys.stdout.flush()
print("\\nMODULES", *sorted(sys.modules))
"""
HEAVY = {"yaml", "ruamel", "libcst", "cfnlint", "samtranslator", "jsonschema", "pathspec", "rich"}
HEAVY |= {"tree_sitter", "tree_sitter_hcl"}


def modules_after_scanning(path: Path) -> set[str]:
    return set(output_of(PROGRAM, path).rpartition("MODULES ")[2].split())


def output_of(program: str, path: Path) -> str:
    command = [sys.executable, "-S", "-c", program, str(path)]  # what site imports is not ours
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
    done = subprocess.run(command, capture_output=True, text=True, check=True, env=environment)
    return done.stdout


@pytest.mark.parametrize(
    ("name", "text", "allowed"),
    [
        ("policy.json", POLICY, set()),
        ("plan.json", PLAN, set()),
        ("template.yaml", TEMPLATE, {"yaml"}),
        ("main.tf", INSTANCE, set()),
        ("code.py", CODE, set()),
        pytest.param(
            "main.tf",
            CONFIGURATION,
            {"tree_sitter", "tree_sitter_hcl"},
            marks=pytest.mark.skipif(not find_spec("tree_sitter_hcl"), reason="no parser of HCL"),
        ),
    ],
)
def test_law_a_run_imports_only_what_its_input_needs(
    tmp_path: Path, name: str, text: str, allowed: set[str]
) -> None:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    loaded = {module.partition(".")[0] for module in modules_after_scanning(path)}
    assert loaded & HEAVY == allowed


def test_law_only_what_is_of_an_account_imports_how_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "policy.json"
    path.write_text(POLICY, encoding="utf-8")
    modules = modules_after_scanning(path)
    for name in ("carriers.account.reader", "carriers.exports.index", "formats.percent"):
        assert f"iamlint.{name}" not in modules


def test_law_code_without_policies_is_not_parsed(tmp_path: Path) -> None:
    path = tmp_path / "code.py"
    path.write_text("import os\nprint(os.name)\n", encoding="utf-8")
    loaded = modules_after_scanning(path)
    assert not loaded & {"ast", "libcst", "iamlint.carriers.python.reader"}


def test_law_libcst_takes_strings_apart_and_nothing_else(tmp_path: Path) -> None:
    path = tmp_path / "code.py"
    path.write_text(CODE + 'x = f"{a}"\n', encoding="utf-8")
    assert "libcst" not in modules_after_scanning(path)
    path.write_text(CODE.replace('"arn:aws:s3:::b/*"', 'f"arn:aws:s3:::{b}/*"'), encoding="utf-8")
    assert "libcst" in modules_after_scanning(path)


SLOW = {"argparse", "asyncio", "dataclasses", "difflib", "gettext", "hashlib", "importlib.metadata"}
SLOW |= {"inspect", "locale", "logging", "pathlib", "shutil", "typing", "warnings"}


@pytest.mark.parametrize("policy", [POLICY, SOUND])
def test_law_a_cold_start_needs_no_slow_part_of_the_standard_library(
    tmp_path: Path, policy: str
) -> None:
    path = tmp_path / "policy.json"
    path.write_text(policy, encoding="utf-8")
    assert not modules_after_scanning(path) & SLOW


def test_law_a_small_policy_opens_few_rooms_of_the_engine(tmp_path: Path) -> None:
    path = tmp_path / "policy.json"
    path.write_text(SOUND, encoding="utf-8")
    loaded = modules_after_scanning(path)
    rooms = {room for room in QUESTIONS if f"iamlint.access.engine.{room}" in loaded}
    assert rooms == {"breadth", "covering", "locating", "reaching", "showing"}, (
        "a rule asks every statement of a back room: a question of `showing` tells which need it"
    )
    assert "iamlint.access.engine.whole" not in loaded, "the directory of rooms is behind"


def test_law_a_small_policy_imports_few_modules(tmp_path: Path) -> None:
    path = tmp_path / "policy.json"
    path.write_text(SOUND, encoding="utf-8")
    loaded = {name for name in modules_after_scanning(path) if name.startswith("iamlint.")}
    assert len(loaded) <= 95, "each is a hundredth of a bare start of Python"
    rules = {name for name in loaded if name.startswith("iamlint.rules.") and name.count(".") == 3}
    assert rules == {
        "iamlint.rules.catalogue.malformed_arn",
        "iamlint.rules.overbroad.resource_star",
    }, "a rule without `where` is imported for every policy"


def test_law_a_small_policy_compiles_few_expressions(tmp_path: Path) -> None:
    path = tmp_path / "policy.json"
    path.write_text(SOUND, encoding="utf-8")
    program = PROGRAM + "import re\nprint('PATTERNS', *(key[1] for key in re._cache), sep='\\n')\n"
    found = output_of(program, path).partition("PATTERNS\n")[2].splitlines()
    assert len(found) <= 16, "iamlint.text.late compiles what is asked for: " + "\n".join(found)


def test_law_rules_load_late(tmp_path: Path) -> None:
    path = tmp_path / "policy.json"
    path.write_text(POLICY, encoding="utf-8")
    loaded = modules_after_scanning(path)
    assert "iamlint.rules.overbroad.service_wildcard" in loaded
    assert "iamlint.rules.kms.missing_caller_grant" not in loaded, "no estate is in view"
