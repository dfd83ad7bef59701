"""Subsets of fonts show what the whole fonts show, compared with fontTools' reading of both."""

from io import BytesIO

import pytest
from fontTools.cffLib import CFFFontSet, TopDict
from fontTools.pens.recordingPen import RecordingPen
from fontTools.ttLib import TTFont

from generator.fontfiles import programs
from generator.rendering.glyphs import marks
from generator.typesetting.fonts import FONT_CLASSES, Face, font_files, metrics

TEXT = "江西省职工“五小”活动申报表（2023年）：m³/h、±0.5 ℃；Ⅲ型—…，AaGg09%&"
FACES = sorted({face for name in FONT_CLASSES for face in font_files(name)}, key=lambda face: (face.path, face.index))


def _glyphs(face: Face) -> list[int]:
    known = metrics(face).glyphs
    return sorted({known[ord(char)] for char in TEXT} - {0})


def _drawn(font: TTFont, name: str) -> list[object]:
    pen = RecordingPen()
    font.getGlyphSet()[name].draw(pen)
    return pen.value


def _whole(face: Face) -> TTFont:
    return TTFont(BytesIO(face.path.read_bytes()), fontNumber=face.index, lazy=True)


def _cff(program: programs.Subset) -> TopDict:
    fonts = CFFFontSet()
    fonts.decompile(BytesIO(program.content), None)
    return fonts[fonts.fontNames[0]]


def test_the_machine_has_fonts_of_both_kinds() -> None:
    kinds = {programs.source(face.path, face.index).subset(_glyphs(face)).kind for face in FACES}
    assert kinds == {programs.CFF, programs.TRUETYPE}


@pytest.mark.parametrize("face", FACES, ids=lambda face: f"{face.path.stem}-{face.index}")
def test_every_glyph_of_a_subset_is_that_of_the_whole_font(face: Face) -> None:
    wanted = _glyphs(face)
    assert len(wanted) > 25
    program = programs.source(face.path, face.index).subset(wanted)
    whole = _whole(face)
    names = whole.getGlyphOrder()
    if program.kind == programs.CFF:
        font = _cff(program)
        assert font.charset == [".notdef", *(f"cid{glyph:05d}" for glyph in wanted if glyph)]
        for glyph in wanted:
            pen = RecordingPen()
            font.CharStrings[f"cid{glyph:05d}"].draw(pen)
            assert pen.value == _drawn(whole, names[glyph]), glyph
    else:
        font = TTFont(BytesIO(program.content))
        for glyph in wanted:
            place = int.from_bytes(program.glyph_of_cid[2 * glyph : 2 * glyph + 2], "big")
            assert _drawn(font, font.getGlyphOrder()[place]) == _drawn(whole, names[glyph]), glyph
            assert font["hmtx"].metrics[font.getGlyphOrder()[place]] == whole["hmtx"].metrics[names[glyph]]


@pytest.mark.parametrize("face", FACES, ids=lambda face: f"{face.path.stem}-{face.index}")
def test_a_subset_holds_little_more_than_its_glyphs(face: Face) -> None:
    program = programs.source(face.path, face.index).subset(_glyphs(face))
    assert 2_000 < len(program.content) < 40_000


def test_the_same_glyphs_give_the_same_program_and_others_another_name() -> None:
    source = programs.read(marks.font())
    assert source.subset([2, 1]) == source.subset({1, 2})
    assert source.subset([1]).name != source.subset([1, 2]).name
