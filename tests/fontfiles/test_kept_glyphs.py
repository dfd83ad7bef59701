"""Glyphs kept on disk: the next process takes them from there, and nothing depends on it."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.fontfiles import opentype, programs
from generator.fontfiles.kept_glyphs import read, written
from generator.ground import keeping
from generator.typesetting.fonts import font_files

FACE = font_files("fangsong")[0]
MANY = range(1, 400)


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    return tmp_path / "wuxiao" / "glyphs"


def source() -> programs.Source:
    """The font as a new process reads it."""
    return programs.source.__wrapped__(FACE.path, FACE.index)


def test_glyphs_written_out_once_are_known_to_the_next_process() -> None:
    first = source()
    made = first.subset(MANY)
    again = source()
    assert not first.outlines.known.keys() - again.outlines.known.keys()
    assert again.subset(MANY) == made


def test_the_font_is_the_same_without_what_is_kept(folder: Path) -> None:
    made = source().subset(MANY)
    (file,) = folder.iterdir()
    file.unlink()
    assert source().subset(MANY) == made == programs.read(opentype.mapped(FACE.path), FACE.index).subset(MANY)


def test_few_new_glyphs_are_not_worth_a_file(folder: Path) -> None:
    source().subset(range(1, 50))
    assert not folder.exists()


def test_glyphs_are_read_as_they_were_written() -> None:
    glyphs = {3: (0, b"abc"), 70: (2, b""), 65535: (1, b"xyz")}
    assert read(written(glyphs)) == glyphs


def test_a_file_that_others_can_read_or_write_is_not_taken(folder: Path) -> None:
    source().subset(MANY)
    (file,) = folder.iterdir()
    file.chmod(0o644)
    assert keeping.kept(f"glyphs/{file.name}") is None
    assert not source().outlines.known


def test_a_folder_that_cannot_be_written_is_no_harm(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", "/proc/nowhere")
    assert source().subset(MANY).content
