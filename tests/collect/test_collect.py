"""Which files are looked at, and what is in them."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from iamlint.collect import Collected, collect
from iamlint.collect.contents import content_of, decoded
from iamlint.config import Configuration
from iamlint.errors import UserError
from iamlint.formats.limits import MAX_BYTES


@pytest.fixture(autouse=True)
def _inside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def write(*paths: str, text: str = "{}") -> None:
    for path in paths:
        Path(path).parent.mkdir(parents=True, exist_ok=True)
        Path(path).write_text(text, encoding="utf-8")


def found(*paths: str, **values: object) -> list[str]:
    return [file.path for file in collected(*paths, **values).files]


def collected(*paths: str, **values: object) -> Collected:
    return collect(paths or (".",), Configuration(str(Path.cwd()), values))


def test_files_are_sorted_whatever_the_order_of_paths() -> None:
    write("b/x.json", "a/y.yaml", "a/x.json")
    assert found("b", "a") == found("a", "b", "a/x.json") == ["a/x.json", "a/y.yaml", "b/x.json"]


def test_hidden_and_vendored_folders_are_skipped_unless_named() -> None:
    write(".git/a.json", "node_modules/a.json", ".terraform/a.json", ".venv/a.json", "b.json")
    assert found() == ["b.json"]
    assert found("node_modules") == ["node_modules/a.json"]


def test_workflows_are_looked_into_though_they_are_hidden() -> None:
    write(".github/workflows/a.yml", ".github/dependabot.yml", "in/.github/workflows/b.yaml")
    assert found() == [".github/workflows/a.yml", "in/.github/workflows/b.yaml"]


def test_gitignore_counts_from_the_top_of_the_repository() -> None:
    write(".git/HEAD", "out/a.json", "in/deep/b.json", "in/deep/keep.json", "c.json")
    write(".gitignore", text="out/\n")
    write("in/.gitignore", text="*.json\n!keep.json\n")
    assert found() == ["c.json", "in/deep/keep.json"]
    assert found("in/deep") == ["in/deep/keep.json"]
    assert found("out/a.json") == ["out/a.json"], "what is named is looked at"


def test_gitignore_is_not_read_above_the_repository() -> None:
    write(".gitignore", text="*.json\n")
    write("repo/.git/HEAD", "repo/a.json")
    assert found("repo") == ["repo/a.json"]


def test_excluded_files_and_folders() -> None:
    write("gen/a.json", "b/gen.json", "b/c.json")
    result = collected(exclude=["gen", "b/c*"])
    assert [file.path for file in result.files] == ["b/gen.json"]
    assert {skipped.path: skipped.why for skipped in result.skipped} == {
        "gen": "excluded",
        "b/c.json": "excluded",
    }
    assert found("b/c.json", exclude=["b/c*"]) == [], "hooks name files that are excluded"


def test_links_to_folders_are_not_followed_so_loops_end() -> None:
    write("a/x.json")
    Path("a/loop").symlink_to("..", target_is_directory=True)
    Path("a/self.json").symlink_to("self.json")
    result = collected()
    assert [file.path for file in result.files] == ["a/x.json"]
    assert {skipped.path: skipped.why for skipped in result.skipped} == {
        "a/loop": "a link to a folder",
        "a/self.json": "a link to nothing",
    }
    assert found("a/self.json") == ["a/self.json"], "what is named is looked at"
    assert content_of("a/self.json").fault.startswith("cannot be read: too many")


def test_what_is_no_regular_file_is_not_opened() -> None:
    os.mkfifo("pipe.json")
    result = collected()
    assert result.files == []
    assert [skipped.why for skipped in result.skipped] == ["no regular file"]


def test_a_file_whose_name_promises_nothing_is_taken_by_its_beginning() -> None:
    write("note", "note.txt", text="")
    write("policy", "p.txt", text='  {"Statement": []}')
    write("t.cfn", text="AWSTemplateFormatVersion: 2010-09-09\n")
    Path("image.png").write_bytes(b"\x89PNG\0\0{")
    assert found() == ["p.txt", "policy", "t.cfn"]


def test_context_takes_part_and_is_not_reported() -> None:
    write("a.json", "b.json")
    result = collect(["a.json"], Configuration(str(Path.cwd())), context=["."])
    assert [(file.path, file.reported) for file in result.files] == [
        ("a.json", True),
        ("b.json", False),
    ]
    assert not result.walked


def test_a_path_that_is_not_there() -> None:
    with pytest.raises(UserError, match="no such file"):
        collected("nowhere.json")


def test_a_folder_that_cannot_be_read_is_skipped_with_its_reason(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    write("a/x.json", "b.json")
    real = os.scandir

    def scandir(path: str) -> object:
        if str(path).endswith("a"):
            raise PermissionError(13, "Permission denied")
        return real(path)

    monkeypatch.setattr(os, "scandir", scandir)
    result = collected()
    assert [file.path for file in result.files] == ["b.json"]
    assert [skipped.path for skipped in result.skipped] == ["a"]


POLICY = '{"Version": "2012-10-17", "Statement": []}'


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
def test_encodings_with_a_mark_are_read(encoding: str) -> None:
    content = decoded(POLICY.encode(encoding))
    assert (content.text, content.encoding, content.fault) == (POLICY, encoding, "")


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf_16_without_a_mark_is_read(encoding: str) -> None:
    content = decoded(POLICY.encode(encoding))
    assert (content.text, content.encoding, content.fault) == (POLICY, encoding, "")


def test_line_ends_stay() -> None:
    assert decoded(POLICY.replace(" ", "\r\n").encode()).text.count("\r\n") == 3


def test_what_is_not_utf8_has_a_place_where_it_may_hold_a_policy() -> None:
    content = decoded(b'{"Statement": "\xe9"}')
    assert content.fault == "is not UTF-8"
    assert content.offset == 15
    assert decoded(b"caf\xe9").skip == "no text"


@pytest.mark.parametrize("data", [b"", b"\0\1\2Statement", b'{"name": "app"}'])
def test_what_is_none_of_ours_is_silently_skipped(data: bytes) -> None:
    content = decoded(data)
    assert content.skip
    assert not content.fault


def test_a_file_too_large_is_said_only_where_it_may_hold_a_policy() -> None:
    with Path("big.json").open("wb") as file:
        file.write(b'{"Statement": [')
        file.truncate(MAX_BYTES + 1)
    assert "larger than" in content_of("big.json").fault
    with Path("data.json").open("wb") as file:
        file.truncate(MAX_BYTES + 1)
    assert content_of("data.json").skip


def test_a_file_that_cannot_be_opened() -> None:
    assert content_of("nowhere.json").fault == "cannot be read: no such file or directory"


def test_an_ignored_folder_that_is_named_is_looked_into() -> None:
    write(".git/HEAD", "cdk.out/a.json", "cdk.out/tmp/b.json", "c.json")
    write(".gitignore", text="cdk.out\n")
    write("cdk.out/.gitignore", text="tmp\n")
    assert found() == ["c.json"]
    assert found("cdk.out") == ["cdk.out/a.json"]
    assert found(".", "cdk.out") == ["c.json", "cdk.out/a.json"]


def test_what_is_not_looked_into_is_said() -> None:
    write(".git/a.json", ".github/a.json", ".github/actions/a.json", ".config/a.json")
    write("node_modules/a.json", "kept/a.json")
    assert [tuple(skipped) for skipped in collected().skipped] == [
        (".config", "hidden"),
        (".github/a.json", "hidden"),
        (".github/actions", "hidden"),
        ("node_modules", "vendored or generated"),
    ]


def test_folders_may_be_deep(tmp_path: Path) -> None:
    for _ in range(DEEP):
        os.mkdir("d")  # noqa: PTH102
        os.chdir("d")
    Path("a.json").write_text("{}", encoding="utf-8")
    os.chdir(tmp_path)
    try:
        seen = collected()
        assert len(seen.files) + len(seen.skipped) == 1, "read, or said that it cannot be"
    finally:
        take_apart(tmp_path)


DEEP = 1200


def take_apart(folder: Path) -> None:
    """Remove folders that are too deep for others to remove."""
    os.chdir(folder)
    for _ in range(DEEP):
        os.chdir("d")
    Path("a.json").unlink()
    for _ in range(DEEP):
        os.chdir("..")
        os.rmdir("d")  # noqa: PTH106


@pytest.mark.skipif(not hasattr(os, "symlink"), reason="no links")
def test_a_file_and_links_to_it_are_one() -> None:
    write("real/a.json", "far/b.json")
    Path("link.json").symlink_to("real/a.json")
    Path("real/again.json").symlink_to("a.json")
    assert found("real", ".") == ["far/b.json", "real/a.json"]
    assert ("link.json", "a link to real/a.json") in [tuple(s) for s in collected().skipped]
    assert found("far", "link.json") == ["far/b.json", "link.json"], "it is named"


@pytest.mark.skipif(not hasattr(os, "symlink"), reason="no links")
def test_links_in_circles_end() -> None:
    write("a/a.json")
    Path("a/up").symlink_to("..")
    Path("a/self.json").symlink_to("self.json")
    seen = collected()
    assert [file.path for file in seen.files] == ["a/a.json"]
    assert [tuple(skipped) for skipped in seen.skipped] == [
        ("a/self.json", "a link to nothing"),
        ("a/up", "a link to a folder"),
    ]


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="for root all is open")
def test_a_folder_that_may_not_be_entered_is_said() -> None:
    write("shut/a.json", "open/a.json")
    Path("shut").chmod(0)
    try:
        seen = collected()
    finally:
        Path("shut").chmod(0o700)
    assert [file.path for file in seen.files] == ["open/a.json"]
    assert [tuple(skipped) for skipped in seen.skipped] == [
        ("shut", "cannot be read: permission denied")
    ]
