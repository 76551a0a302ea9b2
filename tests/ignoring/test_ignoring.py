"""Ignoring: where comments and entries count, and what is said of those that don't."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import pytest

from iamlint.testing import scan_texts

if TYPE_CHECKING:
    from iamlint.scanning import Scan

LINES = """\
Version: "2012-10-17"
Statement:
  - Sid: One
    Effect: Allow
    Action:
      - sqs:SendMesage
      - sqs:GetMesage
    Resource: arn:aws:sqs:eu-west-1:111122223333:jobs
"""
TEMPLATE = """\
Resources:
  Sender:
    Type: AWS::IAM::ManagedPolicy
    Properties:
      PolicyDocument:
        Version: "2012-10-17"
        Statement:
          - Effect: Allow
            Action: sqs:SendMesage
            Resource: "*"
  Other:
    Type: AWS::IAM::ManagedPolicy
    Properties:
      PolicyDocument:
        Version: "2012-10-17"
        Statement:
          - Effect: Allow
            Action: sqs:SendMesage
            Resource: "*"
"""
MARK = "# iamlint: ignore[unknown-action] the preview has it"


def found(scan: Scan) -> list[tuple[str, int]]:
    return [(finding.rule, finding.span.place.line) for finding in scan.findings]


def commented(text: str, line: int, comment: str = MARK, *, above: bool = False) -> str:
    lines = text.splitlines()
    if above:
        indent = re.match(r"\s*", lines[line - 1])
        lines.insert(line - 1, f"{indent[0] if indent else ''}{comment}")
    else:
        lines[line - 1] += f" {comment}"
    return "\n".join(lines) + "\n"


def test_without_comments_all_is_found() -> None:
    assert found(scan_texts({"p.yaml": LINES})) == [("unknown-action", 6), ("unknown-action", 7)]


@pytest.mark.parametrize(
    ("line", "above", "left"),
    [
        (6, False, [7]),
        (6, True, [8]),
        (7, True, [6]),
        (3, False, []),  # the statement's first line
        (3, True, []),
        (4, False, [6, 7]),  # another line of the statement
        (1, False, [6, 7]),
    ],
)
def test_where_a_comment_counts(line: int, above: bool, left: list[int]) -> None:
    scan = scan_texts({"p.yaml": commented(LINES, line, above=above)})
    assert [at for rule, at in found(scan) if rule == "unknown-action"] == left
    assert scan.summary.ignored == 2 - len(left)
    unused = [rule for rule, _ in found(scan) if rule == "unused-ignore"]
    assert len(unused) == (1 if len(left) == 2 else 0)


@pytest.mark.parametrize(("line", "above"), [(2, False), (2, True), (3, False), (3, True)])
def test_a_comment_on_a_resource_counts_for_all_of_it(line: int, above: bool) -> None:
    scan = scan_texts(
        {"t.yaml": commented(TEMPLATE, line, above=above)}, select=("unknown-action",)
    )
    assert found(scan) == [("unknown-action", 18 + above)]


def test_blank_lines_and_comments_may_stand_between() -> None:
    text = LINES.replace(
        "      - sqs:SendMesage", f"      {MARK}\n      # more\n\n      - sqs:SendMesage"
    )
    assert found(scan_texts({"p.yaml": text})) == [("unknown-action", 10)]


def test_several_names_and_shelves() -> None:
    text = commented(LINES, 3, "# iamlint: ignore[unknown-service, catalogue] vendored as it is")
    assert found(scan_texts({"p.yaml": text})) == [("unused-ignore", 3)]


@pytest.mark.parametrize(
    ("comment", "rule", "words"),
    [
        ("# iamlint: ignore[unknown-action]", "ignore-without-reason", "without a reason"),
        ("# iamlint: ignore[unknown-action] <reason>", "ignore-without-reason", "without a reason"),
        ("# iamlint: ignore[unknown-acton] why", "unused-ignore", "no rule is called"),
        ("# iamlint: ignore all of it", "unused-ignore", "names no rule"),
        ("# iamlint: ignore[missing-version] why", "unused-ignore", "finds nothing here"),
        ("# iamlint: ignore[unknown-action] until=2020-01-31 why", "expired-ignore", "2020-01-31"),
    ],
)
def test_what_is_wrong_with_a_comment_is_a_finding(comment: str, rule: str, words: str) -> None:
    scan = scan_texts({"p.yaml": commented(LINES, 3, comment)})
    (judged,) = (f for f in scan.findings if f.shelf == "ignoring")
    assert judged.rule == rule
    assert words in judged.message
    assert judged.span.text == comment


def test_an_expired_comment_ignores_nothing_and_a_future_one_does() -> None:
    past = commented(LINES, 3, "# iamlint: ignore[unknown-action] until=2020-01-31 why")
    assert len([f for f in scan_texts({"p.yaml": past}).findings if f.shelf == "catalogue"]) == 2
    future = commented(LINES, 3, "# iamlint: ignore[unknown-action] until=2999-01-31 why")
    assert found(scan_texts({"p.yaml": future})) == []


def test_a_rule_that_did_not_run_is_not_called_unused() -> None:
    text = commented(LINES, 3, "# iamlint: ignore[unknown-action] why")
    assert found(scan_texts({"p.yaml": text}, ignore=("unknown-action",))) == []


def test_no_ignores_shows_what_is_ignored() -> None:
    text = commented(LINES, 3)
    assert len(scan_texts({"p.yaml": text}, no_ignores=True).findings) == 2


POLICY = json.dumps(
    {
        "Version": "2012-10-17",
        "Statement": [
            {
                "Sid": sid,
                "Effect": "Allow",
                "Action": "sqs:SendMesage",
                "Resource": "arn:aws:sqs:eu-west-1:111122223333:jobs",
            }
            for sid in ("One", "Two")
        ],
    },
    indent=1,
)


def configured(entry: str, *, path: str = "app/p.json") -> Scan:
    return scan_texts({path: POLICY, "iamlint.toml": f"[[ignore]]\n{entry}\n"})


@pytest.mark.parametrize(
    ("entry", "left"),
    [
        ("rule = 'unknown-action'\nreason = 'x'", 0),
        ("rule = ['unknown-action']\nreason = 'x'", 0),
        ("rule = 'catalogue'\nfile = 'app/*.json'\nreason = 'x'", 0),
        ("rule = 'unknown-action'\nfile = 'p.json'\nsid = 'T*'\nreason = 'x'", 1),
        ("rule = 'unknown-action'\nfile = 'q.json'\nreason = 'x'", 2),
        ("rule = 'unknown-action'\naddress = 'Nope'\nreason = 'x'", 2),
    ],
)
def test_entries_of_the_configuration(entry: str, left: int) -> None:
    scan = configured(entry)
    assert len([f for f in scan.findings if f.shelf == "catalogue"]) == left
    assert scan.summary.ignored == 2 - left


def test_an_entry_without_a_reason_is_a_finding_at_its_place() -> None:
    (finding,) = configured("rule = 'unknown-action'").findings
    assert finding.rule == "ignore-without-reason"
    assert (finding.span.source.path, finding.span.place.line) == ("iamlint.toml", 1)


def test_an_unused_entry_is_said_only_where_its_files_were_looked_at() -> None:
    assert [
        f.rule
        for f in configured("rule = 'missing-version'\nfile = 'app/*'\nreason = 'x'").findings
    ].count("unused-ignore") == 1
    elsewhere = configured("rule = 'missing-version'\nfile = 'other/*'\nreason = 'x'")
    assert all(f.rule != "unused-ignore" for f in elsewhere.findings)


def test_per_file_ignores() -> None:
    files = {"app/p.json": POLICY, "iamlint.toml": "[per-file-ignores]\n'app/**' = ['catalogue']\n"}
    scan = scan_texts(files)
    assert found(scan) == []
    assert scan.summary.ignored == 2


def test_the_line_to_paste_ignores_exactly_that_finding() -> None:
    yaml_hint = scan_texts({"p.yaml": LINES}).findings[0].ignore_hint
    assert yaml_hint == "# iamlint: ignore[unknown-action] <reason>"
    pasted = commented(LINES, 6, yaml_hint.replace("<reason>", "why"))
    assert found(scan_texts({"p.yaml": pasted})) == [("unknown-action", 7)]

    hint = scan_texts({"app/p.json": POLICY}).findings[1].ignore_hint
    first, *block = hint.splitlines()
    assert first == "in iamlint.toml:"
    entry = "\n".join(block).replace("<reason>", "why")
    scan = scan_texts({"app/p.json": POLICY, "iamlint.toml": entry})
    assert [f.statement.named for f in scan.findings if f.statement] == ["`One`"]


def test_what_is_said_of_an_ignore_is_not_to_be_ignored_in_turn() -> None:
    (finding,) = configured("rule = 'unknown-action'").findings
    assert finding.ignore_hint == ""


def test_a_broken_file_can_be_ignored_as_its_hint_says() -> None:
    broken = "Statement:\n  - a: [\n"
    (finding,) = scan_texts({"p.yaml": broken}).findings
    assert finding.rule == "broken-syntax"
    lines = broken.splitlines()
    at = finding.span.place.line
    lines = [*lines, ""] if at > len(lines) else lines
    lines[at - 1] += f" {finding.ignore_hint.replace('<reason>', 'a template of ours')}"
    assert found(scan_texts({"p.yaml": "\n".join(lines)})) == []


CODE = """
import json
# é
\"\"\" # iamlint: ignore[full-admin] in a text \"\"\"
POLICY = {"Version": "2012-10-17", "Statement": [
    {"Effect": "Allow", "Action": "*", "Resource": "*"},
    {
        "Effect": "Allow",
        "Action": "*",
        "Resource": "*",
    },
]}
"""


@pytest.mark.parametrize(
    ("line", "above", "left"),
    [
        (6, False, [9]),
        (6, True, [9]),
        (7, False, [6]),
        (7, True, [6]),
        (9, False, [6]),
        (2, False, [6, 9]),
        (4, True, [6, 9]),
    ],
)
def test_comments_in_code(line: int, above: bool, left: list[int]) -> None:
    lines = CODE.split("\n")
    comment = "# iamlint: ignore[full-admin] told"
    if above:
        lines.insert(line - 1, f"    {comment}")
    else:
        lines[line - 1] += f"  {comment}"
    findings = scan_texts({"a.py": "\n".join(lines)}, select=("full-admin",)).findings
    added = [number + (above and line <= number) for number in left]
    found = [one.span.place.line for one in findings if one.rule == "full-admin"]
    assert found == added
