"""What is kept, where, for how long; and what happens when it is not as it should be."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from iamlint import indexing
from iamlint.cli import main
from iamlint.gathering import reading
from iamlint.indexing import keys, looks, places, store

from .repository import POLICY, VERSIONS, build, plan, write

Say = Callable[..., tuple[int, str, str]]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    found = tmp_path / "repository"
    found.mkdir()
    build(found)
    monkeypatch.chdir(found)
    monkeypatch.setenv(places.VARIABLE, str(tmp_path / "index"))
    return found


@pytest.fixture
def index(tmp_path: Path) -> Path:
    return tmp_path / "index"


@pytest.fixture
def say(capsys: pytest.CaptureFixture[str]) -> Say:
    def said(*arguments: str) -> tuple[int, str, str]:
        code = main(["scan", *(arguments or (".",))])
        told = capsys.readouterr()
        return code, told.out, told.err

    return said


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The files that are parsed."""
    found: list[str] = []
    real = reading.read_content

    def noted(path: str, *rest: object) -> None:
        found.append(path)
        real(path, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(looks, "read_content", noted)
    return found


def parsed(read: list[str], say: Say, *arguments: str) -> set[str]:
    read.clear()
    say(*arguments)
    return {path for path in read if path != "notes.json"}


def kept(index: Path) -> list[Path]:
    return sorted(index.glob("*" + store.SUFFIX))


def test_nothing_that_did_not_change_is_read_again(folder: Path, say: Say, read: list[str]) -> None:
    assert len(parsed(read, say)) > 15
    again = parsed(read, say)
    assert again == {"iam/ignoring.yaml"}, "comments that ignore are held against what is found"


def test_a_changed_file_costs_its_neighbourhood(folder: Path, say: Say, read: list[str]) -> None:
    write(folder, "far/a.json", POLICY % ("sns:Publish", "arn:aws:sns:eu-west-1:111122223333:far"))
    write(folder, "far/b.json", POLICY % ("sns:Publish", "arn:aws:sns:eu-west-1:111122223333:near"))
    say()
    write(folder, "far/a.json", POLICY % ("sns:Publich", "arn:aws:sns:eu-west-1:111122223333:far"))
    assert parsed(read, say) - {"iam/ignoring.yaml", "org/scp.json"} == {"far/a.json"}
    write(folder, "keys/key.yaml", (folder / "keys/key.yaml").read_text() + "# changed\n")
    neighbours = parsed(read, say)
    assert {"keys/key.yaml", "app/role.yaml", "app/queue.yaml"} <= neighbours
    assert not {"far/a.json", "far/b.json"} & neighbours


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[]",
        "null",
        '{"form": 0}',
        '{"form": 1, "kept": []}',
        '{"form": 1, "kept": {"a": 1, "b": "!"}}',
        "\0" * 100,
        "[" * 100_000,
    ],
)
def test_a_damaged_index_is_made_anew(folder: Path, index: Path, say: Say, text: str) -> None:
    expected = say()
    (path,) = kept(index)
    good = path.read_text(encoding="utf-8")
    path.write_text(text, encoding="utf-8")
    assert say() == expected
    assert kept(index) == [path]
    assert (
        json.loads(path.read_text(encoding="utf-8"))["kept"].keys()
        == json.loads(good)["kept"].keys()
    )


def test_damaged_and_exchanged_entries_do_not_count(folder: Path, index: Path, say: Say) -> None:
    expected = say()
    (path,) = kept(index)
    whole = json.loads(path.read_text(encoding="utf-8"))
    names = sorted(whole["kept"])
    turned = dict(zip(names, [whole["kept"][name] for name in reversed(names)], strict=True))
    cut = {name: value[: len(value) // 8 * 4] for name, value in whole["kept"].items()}
    for entries in (turned, cut):
        path.write_text(json.dumps({"form": store.FORM, "kept": entries}), encoding="utf-8")
        assert say() == expected


def constant(value: object, *_: object) -> object:
    return value


def test_an_entry_of_another_shape_does_not_count(
    folder: Path, index: Path, say: Say, monkeypatch: pytest.MonkeyPatch
) -> None:
    expected = say()
    shapes: tuple[object, ...] = ({}, [1], ["a"] * 11, [[]] * 11, [["x", 1]] * 3, 7, "text")
    for shape in shapes:
        monkeypatch.setattr(store, "opened", partial(constant, shape))
        assert say() == expected, shape


def test_without_cache_nothing_is_kept_or_used(folder: Path, index: Path, say: Say) -> None:
    say(".", "--no-cache")
    assert not index.exists()
    say()
    (path,) = kept(index)
    before = path.stat().st_mtime_ns
    say(".", "--no-cache")
    say(".", "--show-files")
    say(".", "--diff")
    assert path.stat().st_mtime_ns == before


def test_a_run_that_finds_nothing_changed_writes_nothing(
    folder: Path, index: Path, say: Say
) -> None:
    say()
    (path,) = kept(index)
    before = path.stat().st_mtime_ns
    say()
    assert path.stat().st_mtime_ns == before


def test_a_folder_that_cannot_be_written_is_no_error(
    folder: Path, say: Say, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    expected = say(".", "--no-cache")
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    assert say(".", "--cache-dir", str(tmp_path / "file" / "index")) == expected
    assert say(".", "--cache-dir", str(tmp_path / "file")) == expected

    def refused(*_: object, **__: object) -> None:
        raise PermissionError

    monkeypatch.setattr(os, "replace", refused)
    assert say() == expected
    assert not list((tmp_path / "index").glob("*.partial"))


@pytest.mark.skipif(sys.platform == "win32", reason="modes of POSIX")
def test_what_others_may_write_is_neither_believed_nor_written(
    folder: Path, index: Path, say: Say, read: list[str]
) -> None:
    say()
    (path,) = kept(index)
    before = path.stat().st_mtime_ns
    index.chmod(0o777)
    assert len(parsed(read, say)) > 15
    assert path.stat().st_mtime_ns == before


@pytest.mark.skipif(sys.platform == "win32", reason="modes of POSIX")
def test_what_is_kept_is_for_its_owner_alone(folder: Path, index: Path, say: Say) -> None:
    say()
    assert {path.stat().st_mode & 0o077 for path in (index, *kept(index))} == {0}
    assert (index / ".gitignore").read_text(encoding="utf-8") == "*\n"
    assert (
        (index / "CACHEDIR.TAG").read_text(encoding="utf-8").startswith("Signature: 8a477f597d28")
    )


def test_other_data_another_version_another_day_read_everything_anew(
    folder: Path, say: Say, read: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    say()
    others: list[tuple[str, object]] = [
        ("__version__", "0.0.0"),
        ("strftime", partial(constant, "2001-01-01")),
        ("signatures", partial(constant, ["data"])),
        ("readers", partial(constant, ["pyyaml-9.dist-info"])),
    ]
    for name, other in others:
        monkeypatch.setattr(keys, name, other)
        assert len(parsed(read, say)) > 15
        assert len(parsed(read, say)) == 1


@pytest.mark.parametrize(
    "line",
    [
        'account = "444455556666"',
        'persona = "auditor"',
        'extra-actions = ["s3:GetObjct"]',
        "[options]",
        '[severity]\nunknown-action = "info"',
    ],
)
def test_another_configuration_is_another_index(
    folder: Path, index: Path, say: Say, line: str
) -> None:
    before = say()
    own = (folder / "iamlint.toml").read_text(encoding="utf-8")
    write(folder, "iamlint.toml", own + line if line.startswith("[") else f"{line}\n{own}")
    if line.startswith("account"):
        write(folder, "iamlint.toml", own.replace("111122223333", "444455556666"))
    expected = say(".", "--no-cache")
    assert say() == expected
    write(folder, "iamlint.toml", own)
    assert say() == before


def test_facts_of_a_configuration_below_count_for_its_files(
    folder: Path, say: Say, read: list[str]
) -> None:
    say()
    write(folder, "plain/iamlint.toml", 'account = "444455556666"\n')
    assert "plain/reading.json" in parsed(read, say)
    assert say() == say(".", "--no-cache")


RULE = '''"""A rule.

```json bad
{}
```

```json good
{}
```
"""
from iamlint import Hit, Statement, rule


@rule(severity="error", since="1.0")
def check(statement: Statement):
    yield Hit(statement, "%s")
'''


def test_a_changed_pack_of_rules_is_run_anew(folder: Path, say: Say, tmp_path: Path) -> None:
    pack = tmp_path / "pack"
    write(pack, "house/our_rule.py", RULE % "the first message")
    first = say(".", "--rules", str(pack))
    assert "the first message" in first[1]
    assert say(".", "--rules", str(pack)) == first
    write(pack, "house/our_rule.py", RULE % "another message")
    for name in [name for name in sys.modules if name.startswith("iamlint_rules_1")]:
        del sys.modules[name]
    assert "another message" in say(".", "--rules", str(pack))[1]


def test_a_rule_that_crashes_is_told_every_time(folder: Path, say: Say, tmp_path: Path) -> None:
    pack = tmp_path / "pack"
    write(pack, "house/our_rule.py", RULE.replace("yield Hit", "1 / 0; yield Hit") % "never")
    first, second = say(".", "--rules", str(pack)), say(".", "--rules", str(pack))
    assert first == second
    assert first[0] == 3


def test_small_folders_and_named_files_keep_nothing(
    folder: Path, index: Path, say: Say, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(places.VARIABLE)
    monkeypatch.setenv("XDG_CACHE_HOME", str(index))
    monkeypatch.setenv("LOCALAPPDATA", str(index))
    say()
    say("plain/reading.json")
    assert not index.exists()


def test_a_large_folder_is_kept_with_the_person(
    folder: Path, index: Path, say: Say, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(places.VARIABLE)
    monkeypatch.setattr(places, "own_caches", lambda: str(index))
    for number in range(120):
        write(folder, f"many/{number}.yaml", "a: 1\n")
    say()
    assert len(kept(index / "iamlint")) == 1


def test_without_a_folder_for_caches_nothing_is_kept(
    folder: Path, say: Say, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(places.VARIABLE)
    monkeypatch.setattr(places, "own_caches", lambda: "")
    assert places.folder_for() == ""


def test_the_repository_cannot_say_where_the_index_is(folder: Path, say: Say) -> None:
    text = (folder / "iamlint.toml").read_text(encoding="utf-8")
    write(folder, "iamlint.toml", 'cache-dir = "cache"\n' + text)
    assert "cache-dir" in say()[2]


def test_a_hook_looks_at_the_repository_through_the_index(
    folder: Path, say: Say, read: list[str]
) -> None:
    """A finding that a changed file takes part in is reported also where it stands in another."""
    hook = ("--context", ".", "--format", "json")
    for deploying in ("app/deployer.yaml", "app/stacks.yaml", ".github/workflows/deploy.yaml"):
        (folder / deploying).unlink()  # what deploys is looked at with all that has tags
    (folder / "keys/grant.yaml").unlink()
    say("keys/key.yaml", *hook)
    write(folder, "app/queue.yaml", (folder / "app/queue.yaml").read_text() + "# changed\n")
    read.clear()
    found = say("app/queue.yaml", *hook)
    assert "app/queue.yaml" in read
    assert "tf/plan.json" not in read
    assert found == say("app/queue.yaml", *hook, "--no-cache")
    paths = {finding["path"] for finding in json.loads(found[1])["findings"]}
    assert "app/role.yaml" in paths


def test_runs_beside_each_other_do_not_disturb(folder: Path, index: Path) -> None:
    command = [sys.executable, "-m", "iamlint", "scan", ".", "--format", "json"]
    alone = subprocess.run([*command, "--no-cache"], capture_output=True, check=False).stdout
    for number in range(2):
        write(folder, f"more/{number}.json", POLICY % ("s3:GetObject", "arn:aws:s3:::x/*"))
    runs = [subprocess.Popen(command, stdout=subprocess.PIPE) for _ in range(5)]
    told = {run.communicate()[0] for run in runs}
    assert len(told) == 1
    assert told != {alone}
    assert not list(index.glob("*.partial"))
    assert subprocess.run(command, capture_output=True, check=False).stdout in told


SECRET = "hunter2-correct-horse"


def test_no_byte_of_a_secret_is_kept(folder: Path, index: Path, say: Say) -> None:
    write(
        folder,
        "app/secret.yaml",
        f"""
Parameters:
  Password: {{Type: String, NoEcho: true, Default: {SECRET}}}
Resources:
  Database:
    Type: AWS::RDS::DBInstance
    Properties: {{MasterUserPassword: {SECRET}}}
  Bucket:
    Type: AWS::S3::BucketPolicy
    Properties:
      Bucket: {SECRET}
      PolicyDocument:
        Statement:
          - Effect: Allow
            Principal: "*"
            Action: s3:GetObjct
            Resource: "*"
            Condition: {{StringEquals: {{"aws:Referer": {SECRET}}}}}
""",
    )
    write(folder, "tf/sensitive.json", plan("sensitive", "known"))
    sensitive = set(re.findall(r"[\w-]*secret[\w-]*", plan("sensitive", "known"), re.IGNORECASE))
    assert say()[0] in (1, 2)
    data = b"".join(path.read_bytes() for path in index.iterdir())
    for told in (SECRET, SECRET[:7], "Password", "secret.yaml", "GetObj", "prod-data", *sensitive):
        assert told.encode() not in data
        assert told.encode().hex().encode() not in data
    unsealed = json.loads(kept(index)[0].read_text(encoding="utf-8"))
    assert set(unsealed) == {"form", "kept"}


def test_what_was_not_used_for_long_is_forgotten(folder: Path, index: Path, say: Say) -> None:
    say()
    (own,) = kept(index)
    for number in range(store.KEPT_FILES + 5):
        other = index / f"{number}{store.SUFFIX}"
        other.write_text("{}", encoding="utf-8")
        os.utime(other, (number, number))
    write(folder, "plain/reading.json", POLICY % ("s3:GetObject", "*"))
    say()
    assert len(kept(index)) == store.KEPT_FILES
    assert own in kept(index)


def test_the_index_is_not_imported_where_it_is_not_used(folder: Path) -> None:
    program = (
        "import sys; from iamlint.cli import main; main(['scan', 'plain/reading.json']);"
        "print(*[m for m in sys.modules if m.startswith('iamlint.indexing')], file=sys.stderr)"
    )
    environment = {k: v for k, v in os.environ.items() if k != places.VARIABLE}
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, env=environment
    )
    assert done.stderr.strip() == ""
    assert indexing.__doc__


def test_clean_forgets_what_was_kept(
    folder: Path, index: Path, say: Say, capsys: pytest.CaptureFixture[str]
) -> None:
    say()
    (index / "notes.txt").write_text("mine", encoding="utf-8")
    (index / f"a{store.SUFFIX}.1.aa.partial").write_text("{", encoding="utf-8")
    assert main(["clean"]) == 0
    assert capsys.readouterr().out == f"1 index removed from {index}\n"
    assert {path.name for path in index.iterdir()} == {".gitignore", "CACHEDIR.TAG", "notes.txt"}
    assert main(["clean", "--cache-dir", str(folder / "nothing")]) == 0
    assert capsys.readouterr().out.startswith("0 indexes removed")


def test_a_service_control_policy_may_lie_outside_of_what_is_scanned(
    folder: Path, say: Say, read: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    write(folder, "org/scp.json", VERSIONS["org/scp.json"][1])
    arguments = ("app", "--format", "json")
    expected = say(*arguments, "--no-cache")
    assert "dead-under-scp" in expected[1]
    assert say(*arguments) == expected
    read.clear()
    assert say(*arguments) == expected
    assert not read
