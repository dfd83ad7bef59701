"""The cache folder: what is kept there saves time and never decides anything."""

import errno
import json
import os
import random
import subprocess
import sys
from pathlib import Path

import pytest
from support.measured import Measured
from support.small_campaign import write_small_campaign

from generator.fontfiles import programs
from generator.ground import keeping
from generator.typesetting.fonts import font_files

NAME, CONTENT = "glyphs/one", b"0123456789" * 20
FLIPS, FLIPS_IN_EVERY_RUN = 200, 3  # of each kind one
ROOT = Path(__file__).parents[2]


@pytest.fixture(autouse=True)
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return tmp_path / "cache/wuxiao"


def test_what_is_kept_is_private_whatever_the_umask_and_read_back(root: Path) -> None:
    before = os.umask(0)
    try:
        keeping.keep(NAME, CONTENT)
    finally:
        os.umask(before)
    assert keeping.kept(NAME) == CONTENT
    assert {path.stat().st_mode & 0o777 for path in (root, root / "glyphs")} == {0o700}
    assert (root / NAME).stat().st_mode & 0o777 == 0o600
    assert [path.name for path in (root / "glyphs").iterdir()] == ["one"]


def test_a_stamp_changes_with_the_file_and_with_its_place(tmp_path: Path) -> None:
    one, other = tmp_path / "one", tmp_path / "other"
    one.write_bytes(b"1")
    before = keeping.stamp(one)
    assert keeping.stamp(one) == before
    one.write_bytes(b"12")
    other.write_bytes(b"12")
    assert len({before, keeping.stamp(one), keeping.stamp(other), keeping.stamp(one, other)}) == 4


def test_no_flip_cut_or_exchange_of_a_kept_file_is_taken(root: Path) -> None:
    keeping.keep(NAME, CONTENT)
    keeping.keep("glyphs/other", b"other")
    keeping.keep("shapes/one", CONTENT)
    file = root / NAME
    good = file.read_bytes()
    for bit in range(0, 8 * len(good), 7):
        flipped = bytearray(good)
        flipped[bit // 8] ^= 1 << bit % 8
        file.write_bytes(flipped)
        assert keeping.kept(NAME) is None
    for size in range(0, len(good), 5):
        file.write_bytes(good[:size])
        assert keeping.kept(NAME) is None
    file.write_bytes((root / "glyphs/other").read_bytes())
    assert keeping.kept(NAME) is None
    file.write_bytes((root / "shapes/one").read_bytes())
    assert keeping.kept(NAME) is None
    file.write_bytes(good)
    assert keeping.kept(NAME) == CONTENT


def test_a_damaged_file_of_glyphs_changes_no_font(root: Path) -> None:
    def made() -> bytes:
        source = programs.source.__wrapped__(font_files("fangsong")[0].path, font_files("fangsong")[0].index)
        return source.subset(range(1, 300)).content

    right = made()
    (file,) = (root / "glyphs").iterdir()
    good = file.read_bytes()
    places = random.Random(15)
    for _ in range(20):
        flipped = bytearray(good)
        flipped[places.randrange(len(good))] ^= 1 << places.randrange(8)
        file.write_bytes(flipped)
        assert made() == right


@pytest.mark.parametrize("spoil", ["open file", "open folder", "open root", "link", "folder link", "pipe", "two names"])
def test_what_is_not_ours_alone_is_as_if_it_were_not_there(spoil: str, root: Path, tmp_path: Path) -> None:
    keeping.keep(NAME, CONTENT)
    file = root / NAME
    if spoil.startswith("open"):
        (file if spoil == "open file" else root / "glyphs" if spoil == "open folder" else root).chmod(0o777)
    elif spoil == "two names":
        os.link(file, tmp_path / "second")
    elif spoil == "pipe":
        file.unlink()
        os.mkfifo(file, 0o600)
    else:
        moved = file if spoil == "link" else file.parent
        moved.rename(tmp_path / "moved")
        moved.symlink_to(tmp_path / "moved")
    assert keeping.kept(NAME) is None
    keeping.keep(NAME, b"new")
    assert keeping.kept(NAME) in (None, b"new")


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a folder away")
def test_a_cache_of_another_user_is_neither_read_nor_written(root: Path) -> None:
    keeping.keep(NAME, CONTENT)
    os.chown(root, 65534, 65534)
    assert keeping.kept(NAME) is None
    keeping.keep("glyphs/two", CONTENT)
    assert [path.name for path in (root / "glyphs").iterdir()] == ["one"]


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT, errno.EIO, errno.EROFS])
@pytest.mark.parametrize("call", ["replace", "open", "mkdir"])
def test_a_full_or_broken_disk_leaves_nothing_and_stops_nothing(
    number: int, call: str, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if call == "replace":
        keeping.keep("glyphs/other", CONTENT)

    def fails(*_: object, **__: object) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, call, fails)
    keeping.keep(NAME, CONTENT)
    assert keeping.kept(NAME) is None
    monkeypatch.undo()
    assert [path.name for path in root.rglob("one*")] == []


def test_a_disk_that_is_really_full_leaves_nothing(root: Path) -> None:
    """The system itself stops the file in the middle: it may have 100 bytes."""
    import resource
    import signal

    before, handler = resource.getrlimit(resource.RLIMIT_FSIZE), signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100, before[1]))
    try:
        keeping.keep(NAME, CONTENT)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, handler)
    assert list((root / "glyphs").iterdir()) == []


def test_what_a_killed_writer_left_is_written_over(root: Path) -> None:
    keeping.keep(NAME, CONTENT)
    part = root / "glyphs/one.part"
    part.write_bytes(b"half" * 1000)
    part.chmod(0o600)
    keeping.keep(NAME, b"new")
    assert keeping.kept(NAME) == b"new"
    assert [path.name for path in (root / "glyphs").iterdir()] == ["one"]


@pytest.mark.parametrize("home", [None, "", "relative", "/dev/null", "/proc/nowhere"])
def test_a_home_that_is_none_is_no_harm(home: str | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("XDG_CACHE_HOME")
    if home is not None:
        monkeypatch.setenv("HOME", home)
        keeping.keep(NAME, CONTENT)
        assert keeping.kept(NAME) is None
    assert list(tmp_path.iterdir()) == []


# ---- documents

# Builds for every flip in a fork of its own, as a new process would: what is known of kept files dies with it.
SWEEP = """
import json, os, random, sys
from pathlib import Path
from generator.running import warm
from generator.interfaces.cli import run
from support.trees import tree
campaign, out, cache, seeds = sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]), json.loads(sys.argv[4])
def built():
    child = os.fork()
    if child == 0:
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        os._exit(run(["build", campaign, "--out", str(out), "--jobs", "1", "--only", "certificate,form1"]))
    assert os.waitpid(child, 0)[1] == 0
    return tree(out)
right, changed, kinds = built(), 0, set()
for seed in seeds:
    folders = sorted(path for path in cache.iterdir())
    folder = folders[seed % len(folders)]
    places = random.Random(seed)
    file = places.choice(sorted(folder.iterdir()))
    content = bytearray(file.read_bytes())
    content[places.randrange(len(content))] ^= 1 << places.randrange(8)
    file.write_bytes(content)
    kinds.add(folder.name)
    changed += built() != right
print(json.dumps([len(right), changed, sorted(kinds)]))
"""


def swept(seeds: list[int], root: Path, tmp_path: Path) -> tuple[int, int, list[str]]:
    """How many documents there are, how many flips changed one, and the kinds of kept files that were flipped."""
    campaign = write_small_campaign(tmp_path / "campaign", 3)
    arguments = [str(campaign), str(tmp_path / "out"), str(root), json.dumps(seeds)]
    environment = os.environ | {"PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'tests'}"}
    done = subprocess.run(
        [sys.executable, "-c", SWEEP, *arguments], env=environment, capture_output=True, text=True, check=True
    )
    documents, changed, kinds = json.loads(done.stdout.splitlines()[-1])
    return documents, changed, kinds


def test_a_flip_in_a_kept_file_changes_no_document(root: Path, tmp_path: Path) -> None:
    documents, changed, kinds = swept(list(range(FLIPS_IN_EVERY_RUN)), root, tmp_path)
    assert documents > 3
    assert changed == 0
    assert kinds == ["blanks", "glyphs", "shapes"]


@pytest.mark.long
def test_two_hundred_flips_in_kept_files_change_no_document(root: Path, tmp_path: Path, measured: Measured) -> None:
    documents, changed, kinds = swept(list(range(FLIPS)), root, tmp_path)
    measured("flips in kept files", FLIPS, "flips")
    measured("flips in kept files that changed a document", changed, "flips")
    assert documents > 3
    assert changed == 0
    assert kinds == ["blanks", "glyphs", "shapes"]


def test_a_folder_that_others_can_write_into_is_told_and_one_they_can_look_into_is_closed(root: Path) -> None:
    keeping.keep(NAME, CONTENT)
    root.chmod(0o755)
    assert keeping.kept(NAME) == CONTENT
    assert (root.stat().st_mode & 0o777, keeping.refused()) == (0o700, "")
    root.chmod(0o770)
    assert keeping.kept(NAME) is None
    assert "没有使用" in keeping.refused()
