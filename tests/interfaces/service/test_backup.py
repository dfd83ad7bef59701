"""A backup is whole and comes back whole, whatever happens meanwhile; what is there already is not touched unasked."""

from __future__ import annotations

import io
import json
import random
import re
import sqlite3
import subprocess
import sys
import tarfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from support.earlier_state import NAME, fill
from support.measured import Measured
from support.services import Running, running

from generator.campaign.errors import MachineError, UsageError
from generator.interfaces.cli import run
from generator.interfaces.service import snapshot as snapshot_module
from generator.interfaces.service.backup import back_up, bring_back
from generator.interfaces.service.snapshot import snapshot
from generator.interfaces.web.store.form import FORM
from generator.interfaces.web.store.history import History, file_hash
from generator.interfaces.web.store.store import Store

WUXIAO = [sys.executable, "-c", "from generator.interfaces.cli import main; main()", "service"]
# Its own memory: what getrusage tells begins with that of the process which started it.
MEASURING = """
import re, sys
from generator.interfaces.cli import run
code = run(sys.argv[1:])
print(code, re.search(r"VmHWM:\\s*(\\d+)", open("/proc/self/status").read())[1])
"""
MOST_MEMORY = 150_000_000
SMALL_DISK = 'mount -t tmpfs -o size=1m none "$1" && cd "$1" && shift && { "$@"; echo "code $?"; ls -A .; }'

PATIENCE_SECONDS = 120  # a disk on which others write too


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Running, str]]:
    folder = tmp_path_factory.mktemp("filled")
    with running(folder) as service:
        yield service, fill(service, folder)


@pytest.fixture(scope="module")
def kept(filled: tuple[Running, str], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A backup of the service, made while it runs."""
    file = tmp_path_factory.mktemp("kept") / "wuxiao.tar"
    assert run(["service", "backup", str(file), "--data", str(filled[0].folder)]) == 0
    return file


def small_store(root: Path, content: bytes = b"one") -> Path:
    """A folder of the service with one campaign."""
    store = Store(root)
    about = store.add_campaign("一")
    History(store.campaign_folder(about.id), store.temporary).change("放入", {"a.txt": content, "b.txt": content})
    store.close()
    return root


def told(service: Running, campaign: str) -> dict[str, object]:
    """What somebody gets from the service of a campaign: its build's files, its history, its key, what was removed."""
    (build,) = service.ask("GET", f"/api/v1/campaigns/{campaign}/builds").json
    api = f"/api/v1/campaigns/{campaign}/builds/{build['id']}"
    made = service.ask("GET", f"{api}/files").json
    files = {one["path"]: service.ask("GET", f"{api}/files/{one['id']}").body for one in made}
    history = re.findall(r"/history/\d+/files/\w+/\w+", service.page(f"/campaigns/{campaign}/history"))
    versions = {path: service.ask("GET", f"/campaigns/{campaign}{path}").body for path in sorted(history)}
    keys = service.folder / "campaigns" / campaign / "keys"
    secret = {one.name: one.read_bytes() for one in keys.iterdir()}
    return {"files": files, "versions": versions, "keys": secret, "removed": service.page("/").count("/restore")}


def test_a_service_brought_back_elsewhere_is_the_same(filled: tuple[Running, str], kept: Path, tmp_path: Path) -> None:
    service, campaign = filled
    assert kept.stat().st_mode & 0o777 == 0o600
    assert run(["service", "restore", str(kept), "--data", str(tmp_path / "new" / "state")]) == 0
    with running(tmp_path / "new") as again:
        names = [one["name"] for one in again.ask("GET", "/api/v1/campaigns").json]
        assert names == [NAME]
        before, after = told(service, campaign), told(again, campaign)
        assert before == after
        assert len(before["files"]) >= 3  # type: ignore[arg-type]
        assert before["versions"]
        assert before["removed"] == 1
        paper = next(content for path, content in before["files"].items() if "单张/002-" in path)  # type: ignore[attr-defined]
        (tmp_path / "a.pdf").write_bytes(paper)
        assert run(["verify", str(again.folder / "campaigns" / campaign / "files"), str(tmp_path / "a.pdf")]) == 0


def test_everybody_can_check_and_open_the_file(kept: Path, tmp_path: Path) -> None:
    subprocess.run(["tar", "-xf", kept], cwd=tmp_path, check=True)
    subprocess.run(["sha256sum", "--quiet", "-c", "SHA256SUMS"], cwd=tmp_path, check=True)
    assert json.loads((tmp_path / "wuxiao-backup.json").read_bytes())["form"] == FORM


def test_files_with_two_names_are_packed_once_and_private_when_they_come_back(tmp_path: Path) -> None:
    root = small_store(tmp_path / "state", random.Random(1).randbytes(300_000))
    back_up(root, tmp_path / "a.tar")
    assert (tmp_path / "a.tar").stat().st_size < 400_000
    bring_back(tmp_path / "a.tar", tmp_path / "again", replace=False)
    found = [tmp_path / "again", *(tmp_path / "again").rglob("*")]
    assert not [path for path in found if path.stat().st_mode & 0o077]
    names = {path.relative_to(root) for path in root.rglob("*")} - {Path("tmp"), Path("lock")}
    assert names == {path.relative_to(tmp_path / "again") for path in found[1:]}


def test_what_is_there_is_not_taken_unasked(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root, file = small_store(tmp_path / "state"), tmp_path / "a.tar"
    back_up(root, file)
    with pytest.raises(UsageError, match="已有"):
        back_up(root, file)
    assert run(["service", "restore", str(file), "--data", str(root)]) == 2
    assert "--replace" in capsys.readouterr().err
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "mine.txt").touch()
    with pytest.raises(UsageError, match="别的文件"):
        bring_back(file, tmp_path / "other", replace=True)
    small_store(root, b"two")
    assert run(["service", "restore", str(file), "--data", str(root), "--replace"]) == 0
    assert len(list((root / "campaigns").iterdir())) == 1
    assert not [one for one in tmp_path.iterdir() if one.name.startswith(".")]
    (tmp_path / "nothing").mkdir()
    with pytest.raises(UsageError, match="没有网页服务"):
        back_up(tmp_path / "nothing", tmp_path / "b.tar")


def test_a_backup_does_not_lie_in_what_it_keeps(tmp_path: Path) -> None:
    root = small_store(tmp_path / "state")
    (tmp_path / "link").symlink_to(root)
    for place in (root, root / "campaigns", tmp_path / "link"):
        with pytest.raises(UsageError, match="别处"):
            back_up(root, place / "a.tar")
    assert not list(tmp_path.rglob("*.tar"))


def test_a_folder_in_use_is_left_alone(tmp_path: Path) -> None:
    root = small_store(tmp_path / "state")
    back_up(root, tmp_path / "a.tar")
    store = Store(root)
    try:
        with pytest.raises(UsageError, match="停止"):
            bring_back(tmp_path / "a.tar", root, replace=True)
        back_up(root, tmp_path / "b.tar")  # which a backup does not mind
    finally:
        store.close()


def test_no_damaged_file_is_brought_back(tmp_path: Path) -> None:
    root, file = small_store(tmp_path / "state", b"x" * 5_000), tmp_path / "a.tar"
    back_up(root, file)
    whole, chance = file.read_bytes(), random.Random(20)
    last = len(whole.rstrip(b"\0"))
    spoilt = [whole[: chance.randrange(last)] for _ in range(40)]
    at = [whole.index(b"x" * 100) + 7, whole.index(b"SHA256SUMS") + 600]
    spoilt += [whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :] for place in at]
    for content in spoilt:
        file.write_bytes(content)
        with pytest.raises(UsageError):
            bring_back(file, tmp_path / "again", replace=False)
        assert {one.name for one in tmp_path.iterdir()} == {"state", "a.tar"}


@pytest.mark.parametrize("name", ["data/../../out", "/data/out", "out", "data/../out"])
def test_no_name_leads_out_of_the_folder(tmp_path: Path, name: str) -> None:
    packed(tmp_path / "a.tar", lambda package: package.addfile(tarfile.TarInfo(name)))
    with pytest.raises(UsageError):
        bring_back(tmp_path / "a.tar", tmp_path / "again", replace=False)
    assert [one.name for one in tmp_path.iterdir()] == ["a.tar"]


def test_no_link_and_no_device_is_brought_back(tmp_path: Path) -> None:
    for kind in (tarfile.SYMTYPE, tarfile.FIFOTYPE, tarfile.CHRTYPE):
        entry = tarfile.TarInfo("data/a")
        entry.type, entry.linkname = kind, "/etc/passwd"
        packed(tmp_path / "a.tar", lambda package, entry=entry: package.addfile(entry))
        with pytest.raises(UsageError):
            bring_back(tmp_path / "a.tar", tmp_path / "again", replace=False)


def packed(file: Path, add: Callable[[tarfile.TarFile], None], form: int = FORM) -> None:
    """A file that looks like a backup."""
    with tarfile.open(file, "w") as package:
        for name, content in (("wuxiao-backup.json", {"kind": "wuxiao-backup", "form": form}),):
            entry = tarfile.TarInfo(name)
            entry.size = len(json.dumps(content))
            package.addfile(entry, io.BytesIO(json.dumps(content).encode()))
        add(package)


def test_a_backup_of_a_later_version_is_refused_in_words(tmp_path: Path) -> None:
    packed(tmp_path / "a.tar", lambda _: None, FORM + 1)
    with pytest.raises(UsageError, match="新版本"):
        bring_back(tmp_path / "a.tar", tmp_path / "again", replace=False)
    (tmp_path / "b.tar").write_bytes(b"something else")
    with pytest.raises(UsageError, match="不是 wuxiao service backup"):
        bring_back(tmp_path / "b.tar", tmp_path / "again", replace=False)


def test_a_database_is_copied_as_it_is_at_one_moment(tmp_path: Path) -> None:
    root = small_store(tmp_path / "state")
    with closing(sqlite3.connect(root / "people.sqlite")) as base:
        base.execute("pragma journal_mode = wal")
        base.execute("create table one (a)")
        base.execute("insert into one values ('kept')")
        base.commit()
        base.execute("insert into one values ('not yet')")
        back_up(root, tmp_path / "a.tar")
        base.rollback()
    bring_back(tmp_path / "a.tar", tmp_path / "again", replace=False)
    with closing(sqlite3.connect(tmp_path / "again" / "people.sqlite")) as copy:
        assert copy.execute("select a from one").fetchall() == [("kept",)]
    assert not list((tmp_path / "again").glob("people.sqlite-*"))


def test_a_campaign_that_changes_meanwhile_is_kept_as_it_was_at_one_moment(tmp_path: Path) -> None:
    store = Store(tmp_path / "state")
    about, over = store.add_campaign("一"), threading.Event()
    history = History(store.campaign_folder(about.id), store.temporary)

    def change() -> None:
        number = 0
        while not over.wait(0.02):
            number += 1
            history.change(f"{number}", {"a.txt": b"%d" % number, "b.txt": b"%d" % number})

    thread = threading.Thread(target=change)
    thread.start()
    try:
        seen, number, until = set(), 0, time.monotonic() + PATIENCE_SECONDS
        while len(seen) <= 3 and time.monotonic() < until:
            number += 1
            snapshot(store.root, tmp_path / f"{number}")
            own = tmp_path / f"{number}" / "campaigns" / about.id
            last = History(own, tmp_path).versions()[-1:]
            for one in [change for version in last for change in version.changes]:
                # A version is written down before its files change: in between is a moment too, and can be undone.
                file = own / "files" / one.path
                assert (file_hash(file) if file.exists() else None) in (one.after, one.before)
            seen.update(version.number for version in last)
        assert len(seen) > 3
    finally:
        over.set()
        thread.join()
        store.close()


def test_one_that_never_rests_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = small_store(tmp_path / "state")
    states = iter(range(1_000))
    monkeypatch.setattr(snapshot_module, "_state", lambda _: next(states))
    with pytest.raises(MachineError, match="一直在改动"):
        back_up(root, tmp_path / "a.tar")
    assert {one.name for one in tmp_path.iterdir()} == {"state"}
    assert not list((root / "tmp").iterdir())


def on_a_small_disk(folder: Path, *arguments: str) -> list[str]:
    """The lines that a command says on a disk of 1 MB mounted at the folder: then its code and what is left there."""
    folder.mkdir(exist_ok=True)
    own = ["unshare", "--map-root-user", "--mount", "sh", "-c", SMALL_DISK, "sh", str(folder)]
    done = subprocess.run([*own, *WUXIAO, *arguments], capture_output=True, text=True, timeout=120, check=False)
    return [*done.stderr.splitlines(), *done.stdout.splitlines()]


def test_a_full_disk_leaves_nothing_half(tmp_path: Path) -> None:
    root = small_store(tmp_path / "state", random.Random(2).randbytes(2_000_000))
    said = on_a_small_disk(tmp_path / "disk", "backup", "a.tar", "--data", str(root))
    assert "磁盘已满" in said[0]
    assert said[1:] == ["code 4"]
    back_up(root, tmp_path / "a.tar")
    said = on_a_small_disk(tmp_path / "disk", "restore", str(tmp_path / "a.tar"), "--data", "new")
    assert "磁盘已满" in said[0]
    assert said[1:] == ["code 4"]


def memory_of(*arguments: str) -> int:
    """The most memory that a command had at a time, in bytes."""
    command = [sys.executable, "-c", MEASURING, "service", *arguments]
    done = subprocess.run(command, capture_output=True, text=True, timeout=900, check=True)
    code, kilobytes = done.stdout.split()[-2:]
    assert code == "0", done
    return 1024 * int(kilobytes)


def back_and_forth(folder: Path, size: int) -> int:
    root = small_store(folder / "state")
    with (root / "campaigns" / "large").open("wb") as file:
        file.truncate(size)
    most = memory_of("backup", str(folder / "a.tar"), "--data", str(root))
    most = max(most, memory_of("restore", str(folder / "a.tar"), "--data", str(folder / "again")))
    assert (folder / "again" / "campaigns" / "large").stat().st_size == size
    return most


def test_much_data_is_not_held_in_memory(tmp_path: Path) -> None:
    assert back_and_forth(tmp_path, 300_000_000) < MOST_MEMORY


@pytest.mark.long
def test_two_gigabytes_are_not_held_in_memory(tmp_path: Path, measured: Measured) -> None:
    most = back_and_forth(tmp_path, 2_000_000_000)
    measured("memory of a backup of 2 GB and of bringing it back", round(most / 1e6), "MB")
    assert most < MOST_MEMORY
