import errno
import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from generator.campaign.errors import MachineError, UsageError
from generator.ground import disk
from generator.running.publishing import MANIFEST, Staging, put, staging, write_file


def put_in(stage: Staging, path: str, content: bytes, **about: Any) -> None:
    stage.files.add(put(stage.folder, path, content, **about))


def publish(out: Path, content: bytes = b"new") -> None:
    with staging(out) as stage:
        put_in(stage, "甲/乙.pdf", content, document="form1", record="1", pages=3)
        stage.write_manifest({"campaign": "测试", "version": "1"})


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
    publish(tmp_path / "out", b"newer")
    assert (tmp_path / "out/甲/乙.pdf").read_bytes() == b"newer"
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_a_run_that_fails_leaves_the_earlier_output_and_no_rest(tmp_path: Path) -> None:
    publish(tmp_path / "out")

    def fail() -> None:
        with staging(tmp_path / "out") as stage:
            put_in(stage, "丙.pdf", b"half", document="form1", record="1", pages=1)
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
        put_in(stage, path, b"", document="form1", record="", pages=None)
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
        put(tmp_path, "甲/乙/丙.pdf", b"x", document="form1", record="1", pages=1)
    finally:
        os.umask(before)
    assert {path.stat().st_mode & 0o777 for path in (tmp_path / "甲", tmp_path / "甲/乙")} == {0o700}


def test_a_single_file_is_written_whole(tmp_path: Path) -> None:
    write_file(tmp_path / "表.xlsx", b"1")
    write_file(tmp_path / "表.xlsx", b"22")
    assert (tmp_path / "表.xlsx").read_bytes() == b"22"
    assert [path.name for path in tmp_path.iterdir()] == ["表.xlsx"]


# ---- runs that died, and runs at the same time


def dies_while_publishing(out: Path, place: str) -> None:
    """Publish to `out` in a process that kills itself at `place`."""
    code = f"""
import os, signal, sys
from pathlib import Path
from generator.running import publishing
from generator.running.publishing import put, staging
def die(*_): os.kill(os.getpid(), signal.SIGKILL)
if {place!r} == "before the exchange": publishing.take_place = die
if {place!r} == "after the exchange": publishing.flush = die
if {place!r} == "between two renames":
    from generator.running import workfolder
    workfolder.exchange = lambda *_: False
    rename = os.rename
    os.rename = lambda one, to, **how: (rename(one, to, **how), die() if Path(to).name == "earlier" else None)[0]
with staging(Path({str(out)!r})) as stage:
    file = put(stage.folder, "甲/乙.pdf", b"newer", document="form1", record="1", pages=3)
    stage.files.add(file)
    stage.enter("key", [file])
    if {place!r} == "in the block": die()
    stage.write_manifest({{"campaign": "测试", "version": "1"}})
"""
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == -signal.SIGKILL


@pytest.mark.parametrize(
    ("place", "content"),
    [
        ("in the block", b"new"),
        ("before the exchange", b"new"),
        ("after the exchange", b"newer"),
    ],
)
def test_a_killed_run_leaves_the_old_output_or_the_new_one_and_the_next_run_clears_up(
    place: str, content: bytes, tmp_path: Path
) -> None:
    publish(tmp_path / "out")
    dies_while_publishing(tmp_path / "out", place)
    assert (tmp_path / "out/甲/乙.pdf").read_bytes() == content
    assert [path.name for path in (tmp_path / "out/甲").iterdir()] == ["乙.pdf"]
    publish(tmp_path / "out", b"last")
    assert (tmp_path / "out/甲/乙.pdf").read_bytes() == b"last"
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_an_output_that_a_run_took_out_of_its_place_and_died_is_put_back_by_the_next(tmp_path: Path) -> None:
    publish(tmp_path / "out")
    dies_while_publishing(tmp_path / "out", "between two renames")
    assert not (tmp_path / "out").exists()

    def fail() -> None:
        with staging(tmp_path / "out"):
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    assert (tmp_path / "out/甲/乙.pdf").read_bytes() == b"new"
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_a_second_run_for_the_same_output_is_told_that_it_is_in_use(tmp_path: Path) -> None:
    with staging(tmp_path / "out") as stage:
        with pytest.raises(UsageError, match=f"正在被另一次运行使用（进程 {os.getpid()}）"):
            publish(tmp_path / "out")
        publish(tmp_path / "other")
        put_in(stage, "丙.pdf", b"first", document="form1", record="1", pages=1)
        stage.write_manifest({})
    assert (tmp_path / "out/丙.pdf").read_bytes() == b"first"


def test_an_interrupted_run_keeps_its_work_and_hands_over_only_what_is_whole(tmp_path: Path) -> None:
    def interrupted() -> None:
        with staging(tmp_path / "out") as stage:
            for name in ("whole", "damaged", "shorter", "gone", "link", "unwanted"):
                file = put(stage.folder, f"甲/{name}", b"12345", document="form1", record=name, pages=1)
                stage.enter(name, [file])
            put(stage.folder, "乙/never entered", b"", document="form1", record="", pages=1)
            (stage.folder / "甲/damaged").write_bytes(b"12x45")
            (stage.folder / "甲/shorter").write_bytes(b"1234")
            (stage.folder / "甲/gone").unlink()
            (stage.folder / "甲/link").unlink()
            (stage.folder / "甲/link").symlink_to(stage.folder / "甲/whole")
            with (stage.work / "journal").open("a") as journal:
                journal.write('["torn", [{"path": "甲/wh')
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    with staging(tmp_path / "out", resume=True) as stage:
        made = stage.take_over({"whole", "damaged", "shorter", "gone", "link", "torn"})
        assert [(key, [file.path for file in files]) for key, files in made.items()] == [("whole", ["甲/whole"])]
        left = [path.relative_to(stage.folder).as_posix() for path in stage.folder.rglob("*")]
        assert sorted(left) == ["甲", "甲/whole"]
        stage.write_manifest({})
    assert sorted(path.name for path in (tmp_path / "out").rglob("*")) == ["manifest.json", "whole", "甲"]
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_a_link_in_the_place_of_the_work_folder_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / ".staging-out").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(UsageError, match="链接"):
        publish(tmp_path / "out")
    assert list((tmp_path / "elsewhere").iterdir()) == []


def test_a_file_that_cannot_be_flushed_ends_the_run_and_the_earlier_output_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The system tells a lost write once: to whoever flushes the file first, while others are still made."""
    publish(tmp_path / "out")
    flush, failed = disk.flush, list[Path]()

    def fails_once(path: Path) -> None:
        if path.name == "丙.pdf" and not failed:
            failed.append(path)
            raise OSError(errno.EIO, "lost")
        flush(path)

    def run() -> None:
        with staging(tmp_path / "out") as stage:
            made = put(stage.folder, "甲/丙.pdf", b"newer", document="form1", record="1", pages=3)
            stage.enter("key", [made])
            stage.write_manifest({})

    monkeypatch.setattr(disk, "flush", fails_once)
    with pytest.raises(MachineError, match="磁盘读写出错"):
        run()
    assert len(failed) == 1
    assert [path.name for path in (tmp_path / "out/甲").iterdir()] == ["乙.pdf"]
    monkeypatch.undo()
    run()
    assert [path.name for path in (tmp_path / "out/甲").iterdir()] == ["丙.pdf"]
