import json
import os
from pathlib import Path
from typing import Any

import pytest

from generator.errors import UsageError
from generator.publishing import MANIFEST, Staging, put, staging, write_file


def put_in(stage: Staging, path: str, content: bytes, **about: Any) -> None:
    stage.files.add(put(stage.folder, path, content, **about))


def publish(out: Path, content: bytes = b"new") -> None:
    with staging(out) as stage:
        put_in(stage, "甲/乙.pdf", content, document="form1", format="pdf", record="1", pages=3)
        stage.write_manifest({"campaign": "测试"})


def test_the_output_appears_whole_with_a_manifest_of_every_file(tmp_path: Path) -> None:
    publish(tmp_path / "out")
    manifest = json.loads((tmp_path / "out" / MANIFEST).read_text(encoding="utf-8"))
    assert manifest["campaign"] == "测试"
    assert [file["path"] for file in manifest["files"]] == ["甲/乙.pdf"]
    assert manifest["files"][0]["sha256"] == "11507a0e2f5e69d5dfa40a62a1bd7b6ee57e6bcd85c67c9b8431b36fff21c437"
    assert manifest["files"][0]["pages"] == 3
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_a_second_run_replaces_the_output_whole(tmp_path: Path) -> None:
    publish(tmp_path / "out")
    (tmp_path / "out" / "旧文件").write_text("x")
    publish(tmp_path / "out", b"newer")
    assert (tmp_path / "out/甲/乙.pdf").read_bytes() == b"newer"
    assert not (tmp_path / "out" / "旧文件").exists()
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_a_run_that_fails_leaves_the_earlier_output_and_no_rest(tmp_path: Path) -> None:
    publish(tmp_path / "out")

    def fail() -> None:
        with staging(tmp_path / "out") as stage:
            put_in(stage, "丙.pdf", b"half", document="form1", format="pdf", record="1", pages=1)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    assert (tmp_path / "out/甲/乙.pdf").read_bytes() == b"new"
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_a_folder_with_other_files_is_not_taken_for_an_output(tmp_path: Path) -> None:
    (tmp_path / "重要.docx").write_text("x")
    with pytest.raises(UsageError, match="别的文件"):
        publish(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["重要.docx"]


def test_an_empty_folder_is_taken(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    publish(tmp_path / "out")
    assert (tmp_path / "out/甲/乙.pdf").is_file()


@pytest.mark.parametrize("path", ["../外.pdf", "/外.pdf", "甲/../../外.pdf"])
def test_no_file_leaves_the_output_folder(path: str, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="外"), staging(tmp_path / "out") as stage:
        put_in(stage, path, b"", document="form1", format="pdf", record="", pages=None)
    assert list(tmp_path.rglob("外*")) == []


def test_files_and_folders_are_private(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        publish(tmp_path / "out")
    finally:
        os.umask(before)
    assert (tmp_path / "out").stat().st_mode & 0o777 == 0o700
    assert (tmp_path / "out/甲").stat().st_mode & 0o777 == 0o700
    assert (tmp_path / "out/甲/乙.pdf").stat().st_mode & 0o777 == 0o600


def test_a_folder_between_is_private_too(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        put(tmp_path, "甲/乙/丙.pdf", b"x", document="form1", format="pdf", record="1", pages=1)
    finally:
        os.umask(before)
    assert {path.stat().st_mode & 0o777 for path in (tmp_path / "甲", tmp_path / "甲/乙")} == {0o700}


def test_a_single_file_is_written_whole(tmp_path: Path) -> None:
    write_file(tmp_path / "表.xlsx", b"1")
    write_file(tmp_path / "表.xlsx", b"22")
    assert (tmp_path / "表.xlsx").read_bytes() == b"22"
    assert [path.name for path in tmp_path.iterdir()] == ["表.xlsx"]
