"""What lies in an output folder is replaced only where it is an earlier output as it was made."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import MINIMAL

from generator.campaign.errors import UsageError
from generator.interfaces.cli import run
from generator.running.earlier_output import LEFT_BY_SYSTEMS, MANIFEST, earlier_output

NOTICE = "01-通知/2023年“五小”活动通知.docx"


@pytest.fixture
def out(tmp_path: Path) -> Path:
    """An output of ours."""
    folder = tmp_path / "out"
    assert build(folder) == 0
    return folder


def build(out: Path, *options: str) -> int:
    return run(["build", str(MINIMAL), "--out", str(out), "--only", "notice,blank", *options])


def contents(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_an_output_as_it_was_made_is_replaced(out: Path) -> None:
    before = contents(out)
    assert build(out) == 0
    assert contents(out) == before
    assert NOTICE in before


def test_a_file_that_is_open_in_word_is_told_as_such(out: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (out / "01-通知/~$通知.docx").write_text("x")
    assert build(out) == 2
    told = capsys.readouterr().err
    assert "正打开着" in told
    assert "不是程序生成的" not in told


OWN: list[tuple[str, Callable[[Path], object], str]] = [
    ("a file beside ours", lambda out: (out / "01-通知/会议记录.docx").write_text("x"), "01-通知/会议记录.docx"),
    ("a file in a folder of its own", lambda out: ((out / "自己").mkdir(), (out / "自己/a").write_text("x")), "自己/a"),
    ("a hidden file", lambda out: (out / ".笔记").write_text("x"), ".笔记"),
    ("Word's mark that the file is open", lambda out: (out / "01-通知/~$通知.docx").write_text("x"), "~$通知.docx"),
    ("a changed file", lambda out: (out / NOTICE).write_bytes(b"x"), NOTICE),
    ("a file changed in one byte", lambda out: flip(out / NOTICE), NOTICE),
    ("a link in place of a file", lambda out: ((out / NOTICE).unlink(), (out / NOTICE).symlink_to(MINIMAL)), NOTICE),
]


def flip(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)


@pytest.mark.parametrize(("put", "named"), [one[1:] for one in OWN], ids=[one[0] for one in OWN])
def test_own_and_changed_files_are_named_and_nothing_is_replaced(
    put: Callable[[Path], object], named: str, out: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    put(out)
    before = contents(out)
    assert build(out) == 2
    told = capsys.readouterr().err
    assert named in told
    assert "--replace-changed" in told
    assert contents(out) == before
    assert build(out, "--replace-changed") == 0
    assert build(out) == 0


def test_a_file_that_is_gone_is_made_again(out: Path) -> None:
    (out / NOTICE).unlink()
    assert build(out) == 0
    assert (out / NOTICE).is_file()


@pytest.mark.parametrize("name", sorted(LEFT_BY_SYSTEMS))
def test_what_file_managers_leave_is_nobodys(name: str, out: Path) -> None:
    (out / name).write_text("x")
    assert build(out) == 0


@pytest.mark.parametrize(
    "content", ["", "[]", "{}", '{"files": 1}', '{"files": [1]}', '{"name": "a page"}', "[" * 9999]
)
def test_a_manifest_of_another_program_makes_no_output_of_ours(content: str, tmp_path: Path) -> None:
    (tmp_path / MANIFEST).write_text(content)
    with pytest.raises(UsageError, match="别的文件"):
        earlier_output(tmp_path, replace_changed=True)


def test_many_files_are_counted_and_the_first_named(out: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for number in range(9):
        (out / f"自己{number}.txt").write_text("x")
    assert build(out) == 2
    told = capsys.readouterr().err
    assert "“自己0.txt”" in told
    assert "等9个" in told
    assert "自己5" not in told


def test_a_file_that_is_changed_while_a_run_works_is_not_lost(out: Path) -> None:
    earlier = earlier_output(out, replace_changed=False)
    earlier.require_unchanged()
    flip(out / NOTICE)
    with pytest.raises(UsageError, match="通知"):
        earlier.require_unchanged()


def test_blank_forms_protect_own_files_too(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "out"
    assert run(["blank", "--out", str(out)]) == 0
    filled = next(out.rglob("*申报表*.docx"))
    flip(filled)
    assert run(["blank", "--out", str(out)]) == 2
    assert filled.name in capsys.readouterr().err
    assert run(["blank", "--out", str(out), "--replace-changed"]) == 0
    assert json.loads((out / MANIFEST).read_bytes())["files"]
