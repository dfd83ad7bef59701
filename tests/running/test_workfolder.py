"""The work folder of a run is its user's alone, on a machine with others and in folders that others may write."""

import os
import traceback
from collections.abc import Callable
from pathlib import Path

import pytest

from generator.campaign.errors import MachineError, UsageError
from generator.ground.private import NotOursError, file_below, own_folder
from generator.running.publishing import put, staging, write_file

NOBODY = 65534
as_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root can become another user")


@pytest.fixture
def shared(tmp_path: Path) -> Path:
    """A folder that everybody may write, as /tmp is."""
    for above in (tmp_path, *tmp_path.parents[:3]):
        if above.stat().st_uid == os.geteuid() and above != Path("/tmp"):
            above.chmod(above.stat().st_mode | 0o011)
    place = tmp_path / "shared"
    place.mkdir()
    place.chmod(0o1777)
    return place


def as_nobody(work: Callable[[], object]) -> bool:
    """Whether another user could do that, in a process of its own."""
    child = os.fork()
    if child == 0:
        try:
            os.setgroups([])
            os.setgid(NOBODY)
            os.setuid(NOBODY)
            work()
            os._exit(0)
        except PermissionError:
            os._exit(1)
        except BaseException:
            traceback.print_exc()
            os._exit(2)
    status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    assert status in (0, 1)
    return status == 0


def publish(out: Path, *, resume: bool = False) -> None:
    with staging(out, resume=resume) as stage:
        stage.take_over(set())
        stage.files.add(put(stage.folder, "甲.pdf", b"x", document="form1", record="1", pages=1))
        stage.write_manifest({"campaign": "测试", "version": "1"})


@as_root
@pytest.mark.parametrize("resume", [False, True])
@pytest.mark.parametrize("mode", [0o700, 0o755, 0o777])
def test_a_work_folder_that_somebody_else_made_first_is_refused_untouched(
    mode: int, resume: bool, shared: Path
) -> None:
    work = shared / ".staging-out"

    def made_first() -> None:
        work.mkdir()
        work.chmod(mode)
        (work / "pieces").write_bytes(b"swapped")

    assert as_nobody(made_first)
    with pytest.raises(UsageError, match=r"属于另一个用户.*删去"):
        publish(shared / "out", resume=resume)
    with pytest.raises(UsageError, match="属于另一个用户"):
        write_file(shared / "out", b"x")
    assert [path.name for path in work.iterdir()] == ["pieces"]
    assert not (shared / "out").exists()


@as_root
def test_nobody_else_can_change_the_work_of_a_run(shared: Path) -> None:
    before = os.umask(0)
    try:
        with staging(shared / "out") as stage:
            file = put(stage.folder, "甲/乙.pdf", b"x", document="form1", record="1", pages=1)
            stage.files.add(file)
            stage.enter("key", [file])
            assert {path.stat().st_mode & 0o077 for path in (stage.work, *stage.work.rglob("*"))} == {0}
            for name in ("lock", "journal", "pieces", "output/甲/乙.pdf"):
                assert not as_nobody(lambda name=name: (stage.work / name).write_bytes(b"swapped"))
                assert not as_nobody(lambda name=name: (stage.work / name).read_bytes())
            assert not as_nobody(lambda: list(stage.work.iterdir()))
            assert not as_nobody(lambda: stage.work.rename(shared / "taken"))
            stage.write_manifest({"campaign": "测试", "version": "1"})
    finally:
        os.umask(before)
    assert not as_nobody(lambda: (shared / "out/甲/乙.pdf").read_bytes())
    assert as_nobody(lambda: (shared / "own").mkdir())  # the other user could have


@pytest.mark.parametrize("mode", [0o755, 0o770, 0o1777])
def test_a_work_folder_that_others_may_enter_is_refused_untouched(mode: int, tmp_path: Path) -> None:
    work = tmp_path / ".staging-out"
    work.mkdir()
    work.chmod(mode)
    (work / "journal").write_bytes(b"")
    with pytest.raises(UsageError, match=r"别的用户也能打开.*删去"):
        publish(tmp_path / "out", resume=True)
    assert [path.name for path in work.iterdir()] == ["journal"]
    assert work.stat().st_mode & 0o7777 == mode


@pytest.mark.parametrize("what", ["link", "pipe", "folder", "two names", "open"])
def test_a_lock_that_is_no_lock_of_ours_is_refused_at_once(what: str, tmp_path: Path) -> None:
    work, lock = tmp_path / ".staging-out", tmp_path / ".staging-out/lock"
    work.mkdir(0o700)
    other = tmp_path / "other"
    other.write_bytes(b"other")
    other.chmod(0o600)
    if what == "link":
        lock.symlink_to(other)
    elif what == "pipe":
        os.mkfifo(lock, 0o600)
    elif what == "folder":
        lock.mkdir()
    elif what == "two names":
        os.link(other, lock)
    else:
        lock.touch()
        lock.chmod(0o666)
    with pytest.raises(UsageError, match=r"不能用.*删去"):
        publish(tmp_path / "out")
    assert other.read_bytes() == b"other"


@pytest.mark.parametrize("what", ["link", "pipe", "two names", "open"])
def test_from_a_journal_that_is_not_ours_nothing_is_taken_over(what: str, tmp_path: Path) -> None:
    def interrupted() -> None:
        with staging(tmp_path / "out") as stage:
            stage.enter("key", [put(stage.folder, "甲", b"1", document="a", record="", pages=1)])
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    journal = tmp_path / ".staging-out/journal"
    journal.rename(tmp_path / "moved")
    if what == "link":
        journal.symlink_to(tmp_path / "moved")
    elif what == "pipe":
        os.mkfifo(journal, 0o600)
    elif what == "two names":
        os.link(tmp_path / "moved", journal)
    else:
        (tmp_path / "moved").rename(journal)
        journal.chmod(0o666)
    with staging(tmp_path / "out", resume=True) as stage:
        assert stage.take_over({"key"}) == {}
        stage.write_manifest({})


def test_an_entry_of_the_journal_that_was_changed_is_not_taken_over(tmp_path: Path) -> None:
    def interrupted() -> None:
        with staging(tmp_path / "out") as stage:
            for name in ("one", "two"):
                stage.enter(name, [put(stage.folder, name, b"1", document="a", record="", pages=1)])
            journal = stage.work / "journal"
            journal.write_bytes(journal.read_bytes().replace(b'"pages": 1', b'"pages": 7', 1))
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    with staging(tmp_path / "out", resume=True) as stage:
        assert list(stage.take_over({"one", "two"})) == ["two"]
        stage.write_manifest({})


@pytest.mark.parametrize("moment", ["a piece is done", "it is published"])
def test_a_work_folder_that_is_exchanged_while_a_run_lives_ends_it(moment: str, tmp_path: Path) -> None:
    publish(tmp_path / "out")

    def run() -> None:
        with staging(tmp_path / "out") as stage:
            stage.files.add(put(stage.folder, "甲", b"1", document="a", record="", pages=1))
            stage.write_manifest({})
            stage.work.rename(tmp_path / "taken")
            (stage.work / "output").mkdir(parents=True)
            (stage.work / "output/乙").write_bytes(b"swapped")
            if moment == "a piece is done":
                stage.enter("key", [])

    with pytest.raises(MachineError, match="被移走或换掉"):
        run()
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["manifest.json", "甲.pdf"]
    assert (tmp_path / ".staging-out/output/乙").read_bytes() == b"swapped"


@pytest.mark.parametrize("path", ["../outside", "/outside", "a/../../outside", "link/inside", "a//b", ""])
def test_no_file_is_opened_outside_a_folder(path: str, tmp_path: Path) -> None:
    folder = tmp_path / "folder"
    (folder / "a").mkdir(mode=0o700, parents=True)
    folder.chmod(0o700)
    (tmp_path / "outside").write_bytes(b"")
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere/inside").write_bytes(b"")
    (folder / "link").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(NotOursError):
        file_below(path, own_folder(folder))


def test_where_no_folder_can_be_made_although_one_is_there_a_build_ends_in_words() -> None:
    with pytest.raises(MachineError, match="没有这个位置"), staging(Path("/proc/o")):
        pass
