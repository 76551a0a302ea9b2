"""`iamlint scan` as a person meets it: exit codes, options, bad input."""

from __future__ import annotations

import io
import json
import os
import sys
from pathlib import Path
from typing import Any

import pytest

from iamlint.cli import main

GOOD = json.dumps(
    {
        "Version": "2012-10-17",
        "Statement": [
            {
                "Effect": "Allow",
                "Action": "sqs:SendMessage",
                "Resource": "arn:aws:sqs:eu-west-1:111122223333:jobs",
            }
        ],
    }
)
BAD = GOOD.replace("sqs:SendMessage", "sqs:SendMesage")


def unversioned(text: str) -> str:
    """Without Version, and with what might be a variable."""
    return text.replace('"Version": "2012-10-17", ', "").replace(":jobs", ":jobs-${x}")


MILD = unversioned(GOOD)
BROKEN = GOOD[:-1]
ELSEWHERE = 'module "roles" {\n  source = "acme/roles/aws"\n}\n'
CRASHING = '''"""A rule.

```json bad
{}
```

```json good
{}
```
"""
from iamlint import Policy, rule


@rule(severity="error", since="1.0")
def check(policy: Policy):
    raise ValueError("oh")
    yield
'''


@pytest.fixture(autouse=True)
def _inside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / ".git").mkdir()
    monkeypatch.chdir(tmp_path)


def write(path: str, text: str | bytes) -> None:
    Path(path).parent.mkdir(parents=True, exist_ok=True)
    Path(path).write_bytes(text.encode() if isinstance(text, str) else text)


class Ran:
    def __init__(self, code: int, captured: Any) -> None:
        self.code = code
        self.out: str = captured.out
        self.err: str = captured.err

    @property
    def rules(self) -> list[str]:
        return [finding["rule"] for finding in json.loads(self.out)["findings"]]


@pytest.fixture
def scan(capsys: pytest.CaptureFixture[str]) -> Any:
    def run(*arguments: str) -> Ran:
        code = main(["scan", *arguments])
        return Ran(code, capsys.readouterr())

    return run


@pytest.mark.parametrize(
    ("files", "arguments", "code"),
    [
        ({"a.json": GOOD}, ["."], 0),
        ({"a.json": BAD}, ["."], 1),
        ({"a.json": BAD}, ["a.json", "--exit-zero"], 0),
        ({"a.json": BAD}, [".", "--fail-on", "never"], 0),
        ({"a.json": MILD}, ["."], 1),
        ({"a.json": MILD}, [".", "--fail-on", "error"], 0),
        ({"a.json": MILD}, [".", "--fail-on", "error,missing-version"], 1),
        ({"a.json": MILD}, [".", "--fail-on", "error,grammar"], 1),
        ({"a.json": MILD}, [".", "--fail-on", "nonsense"], 2),
        ({"a.json": BROKEN}, ["."], 2),
        ({"a.json": BROKEN, "b.json": BAD}, ["."], 2),
        ({"a.json": BROKEN}, [".", "--exit-zero"], 0),
        ({"a.json": BAD, "r/house/crash.py": CRASHING}, [".", "--rules", "r"], 3),
        ({"a.json": BROKEN, "b.json": BAD, "r/house/crash.py": CRASHING}, [".", "--rules", "r"], 3),
        ({"a.json": GOOD, "r/house/crash.py": CRASHING}, [".", "--rules", "r", "--exit-zero"], 3),
        ({"package.json": '{"name": "app"}'}, ["."], 4),
        ({"package.json": '{"name": "app"}'}, ["package.json"], 0),
        ({"package.json": '{"name": "app"}'}, ["package.json", "--context", "."], 0),
        ({}, ["nowhere.json"], 2),
        ({}, ["--no-such-option"], 2),
        ({"a.json": BAD, "iamlint.toml": "foo = 1"}, ["."], 2),
        ({"a.json": GOOD, "r/house/crash.py": "import yaml"}, [".", "--rules", "r"], 2),
        ({"a.json": BAD}, [".", "--select", "unknown-acton"], 2),
        ({"a.json": BAD}, [".", "--select", "kms"], 0),
        ({"a.json": BROKEN}, [".", "--select", "kms"], 2),
        ({"a.json": GOOD, "main.tf": ELSEWHERE}, ["."], 0),
        (
            {"a.json": GOOD, "main.tf": ELSEWHERE},
            [".", "--fail-on-unknown"],
            1,
        ),
        ({"main.tf": ELSEWHERE}, ["."], 4),
        ({"main.tf": ELSEWHERE}, ["main.tf"], 0),
        ({"main.tf": ELSEWHERE}, ["main.tf", "--fail-on-unknown"], 1),
    ],
)
@pytest.mark.parametrize("form", ["text", "json", "concise", "sarif", "github"])
def test_exit_codes_in_every_format(
    scan: Any, files: dict[str, str], arguments: list[str], code: int, form: str
) -> None:
    for path, text in files.items():
        write(path, text)
    ran = scan(*arguments, "--format", form)
    assert ran.code == code, ran.err
    assert "Traceback" not in ran.err + ran.out


def test_a_crash_names_the_rule_and_where(scan: Any) -> None:
    write("a.json", GOOD)
    write("r/house/crash.py", CRASHING)
    ran = scan(".", "--rules", "r")
    assert "rule `crash` crashed at a.json:1:1" in ran.err
    assert "ValueError: oh" in ran.err


DEEP = 200_000
BAD_INPUT: dict[str, tuple[str | bytes, str]] = {
    "broken.json": ('{"Version": "2012-10-17",\n "Statement": [}', "broken-syntax"),
    "broken.yaml": ("Statement:\n  - Effect: Allow\n   Action: x\n", "broken-syntax"),
    "deep.json": ('{"Statement": ' + "[" * DEEP, "broken-syntax"),
    "deep.yaml": ("Statement: " + "[" * DEEP, "broken-syntax"),
    "latin.json": (b'{"Statement": "\xe9"}', "unreadable-file"),
    "surrogate.json": (b'{"Statement": "\xed\xa0\x80"}', "unreadable-file"),
    "bomb.yaml": (
        "Statement: &a0 [x, x, x, x, x, x, x, x, x, x]\n"
        + "".join(f"k{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]\n" for n in range(1, 12)),
        "broken-syntax",
    ),
}


@pytest.mark.parametrize("name", BAD_INPUT)
def test_what_cannot_be_read_is_a_finding_and_the_others_are_analysed(scan: Any, name: str) -> None:
    text, rule = BAD_INPUT[name]
    write(name, text)
    write("other.json", BAD)
    ran = scan(".", "--format", "json")
    assert ran.code == 2, ran.err
    assert sorted(ran.rules) == sorted([rule, "unknown-action"])
    (problem,) = (f for f in json.loads(ran.out)["findings"] if f["rule"] == rule)
    assert (problem["path"], problem["line"] >= 1, problem["column"] >= 1) == (name, True, True)
    assert json.loads(ran.out)["summary"]["not_analysable"] == 1


HARMLESS: dict[str, str | bytes] = {
    "empty.json": "",
    "blank.yaml": "\n\n",
    "binary.json": b"\0\1\2\3Statement",
    "other.json": '{"compilerOptions": {}}',
    "comments.json": '{// a comment\n "a": 1}',
    "trailing.json": '{"a": 1, // the last\n}\n',
    "lines.json": '{"a": 1}\n{"b": 2}\n',
    "helm.yaml": "a: {{ .Values.x }}\n",
    "statement.json": '{"Statement": "of facts"}',
}


@pytest.mark.parametrize("name", HARMLESS)
def test_what_is_none_of_ours_is_silent(scan: Any, name: str) -> None:
    write(name, HARMLESS[name])
    assert scan(name, "--format", "json").code == 0
    assert scan(".", "--format", "json").code == 4


def test_a_file_that_is_named_and_called_json_must_be_some(scan: Any) -> None:
    write("policy.json", "not json\n")
    write("notes.txt", "not json\n")
    ran = scan("policy.json", "--format", "json")
    assert (ran.code, list(ran.rules)) == (2, ["broken-syntax"])
    assert scan("notes.txt", "--format", "json").code == 0
    assert scan(".", "--format", "json").code == 4


@pytest.mark.parametrize(
    "text", ['{"Versi', '{"Version": "2012-1', '[{"a": 1},', '{"a": {"b": 1}\n']
)
def test_a_file_that_is_named_and_cut_off_is_told(scan: Any, text: str) -> None:
    write("policy.json", text)
    ran = scan("policy.json", "--format", "json")
    assert (ran.code, list(ran.rules)) == (2, ["broken-syntax"])
    assert scan(".", "--format", "json").code == 4


ODD: dict[str, bytes] = {
    "bom.json": b"\xef\xbb\xbf" + BAD.encode(),
    "crlf.json": BAD.replace(", ", ",\r\n").encode(),
    "utf16.json": BAD.encode("utf-16"),
    "twice.json": BAD.replace('"Effect"', '"Effect": "Allow", "Effect"').encode(),
    "number.json": b'{"Version": "2012-10-17", "Statement": 3}',
    "list.json": b'{"Version": "2012-10-17", "Statement": [1, [2], null]}',
    "escapes.json": BAD.replace("jobs", "j\\ud800bs").encode(),
}


@pytest.mark.parametrize("name", ODD)
@pytest.mark.parametrize("form", ["text", "concise", "sarif", "github"])
def test_odd_input_is_read(scan: Any, name: str, form: str) -> None:
    write(name, ODD[name])
    ran = scan(".", "--format", form)
    assert ran.code in (1, 2), ran.out + ran.err
    assert not ran.err


def test_standard_input_has_a_name(scan: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    class Stdin:
        buffer = io.BytesIO(BAD.encode())

    monkeypatch.setattr(sys, "stdin", Stdin())
    ran = scan("-", "--stdin-filename", "x/p.json", "--format", "json")
    assert ran.code == 1
    assert json.loads(ran.out)["findings"][0]["path"] == "x/p.json"


def test_standard_input_without_a_name_is_known_by_its_content(
    scan: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Stdin:
        buffer = io.BytesIO(
            b"Version: '2012-10-17'\nStatement:\n- Effect: Allow\n  Action: sqs:X\n  Resource: '*'\n"
        )

    monkeypatch.setattr(sys, "stdin", Stdin())
    ran = scan("-", "--format", "concise")
    assert "<stdin>:4:" in ran.out


def test_context_takes_part_but_is_not_reported(scan: Any) -> None:
    write("a.json", GOOD)
    write("b.json", BAD)
    write("c.json", BROKEN)
    ran = scan("a.json", "--context", ".", "--format", "json")
    assert (ran.code, ran.rules) == (0, [])
    assert json.loads(ran.out)["summary"]["files"] == 3


def test_output_is_the_same_to_the_byte(scan: Any) -> None:
    for name in ("b", "a", "c/d"):
        write(f"{name}.json", BAD)
    for form in ("text", "json", "sarif"):
        assert (
            scan(".", "--format", form).out == scan("c", "b.json", "a.json", "--format", form).out
        )


def test_quiet_prints_nothing_when_nothing_is_found(scan: Any) -> None:
    write("a.json", GOOD)
    assert scan(".", "-q").out == ""
    write("b.json", BAD)
    assert "unknown-action" in scan(".", "-q").out


def test_statistics(scan: Any) -> None:
    write("a.json", BAD)
    write("b.json", BAD)
    write("c.json", MILD)
    assert scan(".", "--statistics").out == (
        "     2  error   unknown-action\n     1  warning missing-version\n"
    )


def test_show_files_tells_what_was_looked_at_and_what_not(scan: Any) -> None:
    write("a.json", GOOD)
    write("b.json", BROKEN)
    write("c.json", "{}")
    write("d/e.json", GOOD)
    write("main.tf", ELSEWHERE)
    write("iamlint.toml", "exclude = ['d']")
    lines = scan(".", "--show-files").out.splitlines()
    assert [line.split(":")[0] for line in lines] == ["a.json", "b.json", "c.json", "d", "main.tf"]
    assert [line.split(": ")[1] for line in lines] == [
        "plain, 1 policy", "problem", "skipped", "skipped", "not analysable",
    ]  # fmt: skip


def test_what_was_not_analysed_is_told_in_words(scan: Any) -> None:
    write("a.json", GOOD)
    write("main.tf", ELSEWHERE)
    out = scan(".").out
    assert "main.tf:" in out
    assert "not analysable: " in out
    assert "terraform show -json" in out
    assert "1 not analysable" in out


@pytest.mark.parametrize(
    ("environment", "arguments", "colored"),
    [
        ({}, [], False),
        ({"FORCE_COLOR": "1"}, [], True),
        ({"FORCE_COLOR": "1", "NO_COLOR": "1"}, [], False),
        ({"FORCE_COLOR": "1"}, ["--no-color"], False),
    ],
)
def test_colors(
    scan: Any,
    monkeypatch: pytest.MonkeyPatch,
    environment: dict[str, str],
    arguments: list[str],
    colored: bool,
) -> None:
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.delenv("FORCE_COLOR", raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    write("a.json", BAD)
    assert ("\x1b[" in scan(".", *arguments).out) is colored
    assert "\x1b[" not in scan(".", "--format", "json", *arguments).out


def test_the_configuration_selects_and_the_command_line_wins(scan: Any) -> None:
    write("a.json", unversioned(BAD))
    write("iamlint.toml", "ignore = ['missing-version']\n")
    assert scan(".", "--format", "json").rules == ["unknown-action"]
    assert sorted(scan(".", "--format", "json", "--isolated").rules) == [
        "missing-version",
        "unknown-action",
    ]
    assert scan(".", "--format", "json", "--select", "grammar").rules == []


def test_an_scp_that_is_not_there_is_an_error_of_the_configuration(scan: Any) -> None:
    write("a.json", GOOD)
    write("iamlint.toml", "persona = 'regular'\n[[scps]]\nfile = 'nowhere.json'\n")
    ran = scan(".")
    assert ran.code == 2
    assert "iamlint.toml:3:1: nowhere.json cannot be read: no such file" in ran.err


def test_unsafe_fixes_alone_is_an_error(scan: Any) -> None:
    assert scan(".", "--unsafe-fixes").code == 2


def test_a_reader_that_went_away_is_no_fault(scan: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    class Closed(io.StringIO):
        def write(self, _: str) -> int:
            raise BrokenPipeError

        def fileno(self) -> int:
            return os.open(os.devnull, os.O_WRONLY)

    write("a.json", BAD)
    monkeypatch.setattr(sys, "stdout", Closed())
    assert main(["scan", "."]) == 141


def test_an_interrupted_scan_says_so(scan: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    from iamlint.cli import scan as command

    def interrupt(_: list[str]) -> int:
        raise KeyboardInterrupt

    monkeypatch.setattr(command, "main", interrupt)
    ran = scan(".")
    assert (ran.code, ran.err) == (130, "iamlint: interrupted\n")


def test_a_fault_of_ours_is_never_taken_for_findings(
    scan: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from iamlint.cli import scan as command

    def fail(_: list[str]) -> int:
        raise RuntimeError("oh")

    monkeypatch.setattr(command, "main", fail)
    ran = scan(".")
    assert ran.code == 3
    assert "internal error" in ran.err
    assert "RuntimeError: oh" in ran.err
