"""`wuxiao purge` among decoys: what runs and the service left goes, everything else stays, links are not followed."""

from __future__ import annotations

import fcntl
import os
import subprocess
import sys
from pathlib import Path

import pytest
from support.terminals import WUXIAO

from generator.interfaces.cli import run
from generator.interfaces.web.store.form import FORM_FILE

IDENTITY = "0123456789abcdef01234567"


def folder(path: Path, *files: str, mode: int = 0o700) -> Path:
    path.mkdir(parents=True, mode=mode)
    path.chmod(mode)
    for name in files:
        (path / name).parent.mkdir(exist_ok=True, mode=0o700)
        (path / name).write_text("x", encoding="utf-8")
    return path


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A disk with leftovers among decoys; returns the folder in which outputs lie."""
    monkeypatch.setattr("tempfile.tempdir", str(folder(tmp_path / "tmp")))
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    folder(tmp_path / f"tmp/wuxiao-fonts-{ended.pid}-abc12", "fonts.conf")
    folder(tmp_path / f"tmp/wuxiao-trial-{ended.pid}-abc12")
    folder(tmp_path / f"tmp/wuxiao-run-{ended.pid}-abc12", "weasyprint-abc/font")
    outputs = folder(tmp_path / "outputs")
    folder(outputs / "out", "manifest.json")
    folder(outputs / ".staging-out", "lock", "journal", "output/a.pdf")
    service = folder(tmp_path / "data", "lock")
    folder(service / f"campaigns/{IDENTITY}", "about.json", "files/applications.xlsx")
    folder(service / "tmp/abc")
    return outputs


def everything(place: Path) -> list[str]:
    root = place.parent
    return sorted(path.relative_to(root).as_posix() for path in root.rglob("*"))


def purge(place: Path, *options: str) -> int:
    return run(["purge", str(place), "--data", str(place.parent / "data"), *options])


def test_leftovers_go_and_the_output_stays(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert purge(place) == 0
    assert "删除6项，保留0项。" in capsys.readouterr().out
    assert everything(place) == [
        "data", "data/campaigns", "data/lock", "data/tmp", "outputs", "outputs/out", "outputs/out/manifest.json", "tmp",
    ]  # fmt: skip


def test_a_dry_run_only_lists(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = everything(place)
    assert purge(place, "--dry-run") == 0
    told = capsys.readouterr().out
    assert everything(place) == before
    assert told.count("将删除：") == 6
    assert ".staging-out" in told
    assert IDENTITY in told


def test_the_output_itself_may_be_named(place: Path) -> None:
    assert purge(place / "out") == 0
    assert not (place / ".staging-out").exists()
    assert (place / "out/manifest.json").exists()


def test_decoys_are_left_alone(place: Path) -> None:
    root = place.parent
    outside = folder(root / "outside", "precious.txt")
    decoys = [
        folder(place / ".staging-mine", "diary.txt"),  # something else lies in it
        folder(place / ".staging-open", "lock", mode=0o755),  # others can enter it
        folder(root / "tmp/wuxiao-fonts-mine", "a.otf"),
        folder(root / "tmp/wuxiao-archive-1-abc", "a.zip"),
        folder(root / "tmp/other-fonts-1-abc"),
        folder(root / f"tmp/wuxiao-fonts-{os.getpid()}-abc12"),  # of a living process
        folder(root / "data/campaigns/letters", "a.txt"),
        folder(root / "data/other", "a.txt"),
        folder(root / "elsewhere/.staging-deep", "lock"),
    ]
    (place / ".staging-file").write_text("x", encoding="utf-8")
    (place / ".staging-link").symlink_to(outside)
    (root / "tmp/wuxiao-trial-1-link").symlink_to(outside)
    (root / f"data/campaigns/{IDENTITY[::-1]}").symlink_to(outside)
    (place / ".staging-out/output/link").symlink_to(outside)
    assert purge(place) == 0
    assert all(decoy.is_dir() for decoy in decoys)
    assert (place / ".staging-file").exists()
    assert all(link.is_symlink() for link in (place / ".staging-link", root / "tmp/wuxiao-trial-1-link"))
    assert (root / f"data/campaigns/{IDENTITY[::-1]}").is_symlink()
    assert not (place / ".staging-out").exists()
    assert (outside / "precious.txt").read_text(encoding="utf-8") == "x"


@pytest.mark.parametrize("lock", ["outputs/.staging-out/lock", "data/lock"])
def test_what_is_in_use_is_left_alone(place: Path, lock: str, capsys: pytest.CaptureFixture[str]) -> None:
    before = set(everything(place))
    with (place.parent / lock).open("r+") as held:
        fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        assert purge(place) == 0
    gone = before - set(everything(place))
    assert not any(path.startswith(lock.removesuffix("/lock")) for path in gone)
    assert gone
    assert "没有删除" in capsys.readouterr().out


def test_the_only_earlier_output_is_never_removed(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (place / "out").rename(place / ".staging-out/earlier")
    assert purge(place) == 0
    assert (place / ".staging-out/earlier/manifest.json").exists()
    assert "请先重新生成一次" in capsys.readouterr().out


def test_a_folder_that_is_not_there_is_wrong_usage(place: Path) -> None:
    assert run(["purge", str(place / "nowhere")]) == 2


def test_a_run_looks_beside_its_own_temporary_folder(place: Path) -> None:
    temporary = place.parent / "tmp"
    command = [WUXIAO, "purge", str(place), "--data", str(place.parent / "data")]
    subprocess.run(command, check=True, env=os.environ | {"TMPDIR": str(temporary)})
    assert list(temporary.iterdir()) == []


def test_campaigns_that_could_still_be_brought_back_go_too(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    kept = place.parent / f"data/removed/{IDENTITY}"
    folder(kept, "about.json", "files/applications.xlsx")
    other = folder(place.parent / "data/removed/letters", "a.txt")
    assert purge(place) == 0
    assert "删除7项" in capsys.readouterr().out
    assert not kept.exists()
    assert other.exists()


def test_a_service_that_was_brought_back_and_never_started_goes_too(place: Path) -> None:
    (place.parent / "data/lock").rename(place.parent / "data" / FORM_FILE)
    assert purge(place) == 0
    assert not (place.parent / f"data/campaigns/{IDENTITY}").exists()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root gives files away")
def test_an_administrator_removes_what_the_services_own_user_left(place: Path) -> None:
    kept = place.parent / "data"
    for path in (kept, *kept.rglob("*")):
        os.chown(path, 12345, 12345)
    (place.parent / "link").symlink_to(kept)  # as systemd gives it
    assert run(["purge", str(place), "--data", str(place.parent / "link")]) == 0
    assert not (kept / f"campaigns/{IDENTITY}").exists()
    assert not (kept / "tmp/abc").exists()
