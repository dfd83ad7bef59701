"""What an archive is made of: the same bytes for the same content, an index that apt reads, everything with its sum."""

from __future__ import annotations

import hashlib
import subprocess
import sys
import tarfile
from pathlib import Path

import pytest
from conftest import ROOT

from bundle import archives, debian
from bundle.places import CACHE, BundleError, done, packed
from generator.ground.needed import FONT_PACKAGES, PANGO_PACKAGES

CONTROL = "Package: {}\nVersion: 1\nArchitecture: all\nMaintainer: a <a@example.org>\nDescription: for a test\n"


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A Debian package in a cache of its own."""
    (tmp_path / "tree/DEBIAN").mkdir(parents=True)
    (tmp_path / "tree/DEBIAN/control").write_text(CONTROL.format("nothing-much"), encoding="utf-8")
    (tmp_path / "debs").mkdir()
    done(["dpkg-deb", "--build", "--root-owner-group", tmp_path / "tree", tmp_path / "debs/nothing-much_1_all.deb"])
    monkeypatch.setattr(debian, "CACHE", tmp_path)
    return "nothing-much_1_all.deb"


def test_the_index_of_packages_is_read_by_apt(package: str, tmp_path: Path) -> None:
    debian.laid_out([package], tmp_path / "laid")
    (tmp_path / "sources").write_text(f"deb [trusted=yes] copy:{tmp_path}/laid ./\n", encoding="utf-8")
    (tmp_path / "lists/partial").mkdir(parents=True)
    apt = ["-o", f"Dir::Etc::SourceList={tmp_path}/sources", "-o", "Dir::Etc::SourceParts=-", "-o"]
    apt += [
        f"Dir::State::Lists={tmp_path}/lists",
        "-o",
        f"Dir::Cache={tmp_path}/cache",
        "-o",
        "APT::Sandbox::User=root",
    ]
    (tmp_path / "cache").mkdir()
    done(["apt-get", "-qq", *apt, "-o", "Debug::NoLocking=1", "update"])
    shown = done(["apt-cache", *apt, "show", "nothing-much"])
    content = (tmp_path / "laid" / package).read_bytes()
    assert f"SHA256: {hashlib.sha256(content).hexdigest()}" in shown
    assert f"Size: {len(content)}" in shown


def test_the_same_content_is_the_same_archive(tmp_path: Path) -> None:
    made = []
    for name in ("one", "two"):
        (tmp_path / name / "deep").mkdir(parents=True)
        for file in ("b", "a", "deep/c"):
            (tmp_path / name / file).write_text(file, encoding="utf-8")
        made.append(packed(tmp_path / name, tmp_path / f"{name}.tar").read_bytes())
    assert made[0] == made[1]


def test_an_archive_that_cannot_be_made_leaves_the_one_before(tmp_path: Path) -> None:
    archive = tmp_path / "made.tar"
    archive.write_bytes(b"before")
    with pytest.raises(BundleError, match="not-there"):
        packed(tmp_path, archive, ["not-there"])
    assert archive.read_bytes() == b"before"


def test_every_file_of_an_archive_has_its_sum(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archives, "OUT", tmp_path)
    folder = tmp_path / "name"
    (folder / "debs").mkdir(parents=True)
    (folder / "debs/one.deb").write_bytes(b"deb")
    with tarfile.open(archives._closed(folder)) as archive:
        files = {one.name: archive.extractfile(one).read() for one in archive if one.isfile()}  # type: ignore[union-attr]
        assert {(one.uid, one.gid) for one in archive} == {(0, 0)}
    sums = files.pop("name/SHA256SUMS").decode()
    told = {f"name/{line[66:]}": line[:64] for line in sums.splitlines()}
    assert told == {name: hashlib.sha256(content).hexdigest() for name, content in files.items()}
    assert {"name/install.sh", "name/先读我.txt", "name/debs/one.deb"} <= set(files)


def test_the_archive_asks_for_all_that_a_machine_is_told_to_install() -> None:
    assert {"python3", "python3-venv", *PANGO_PACKAGES, *FONT_PACKAGES} == set(debian.PACKAGES)


def test_what_is_fetched_stays_out_of_the_repository() -> None:
    assert CACHE.is_relative_to(ROOT / "out")
    assert "out/" in (ROOT / ".gitignore").read_text(encoding="utf-8").split()


def test_an_unknown_archive_is_answered_with_those_there_are() -> None:
    ended = subprocess.run([sys.executable, "-m", "bundle", "windows"], cwd=ROOT, capture_output=True, text=True)
    assert ended.returncode == 2
    assert "wuxiao|libreoffice|rootfs" in ended.stderr
