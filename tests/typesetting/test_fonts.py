"""Fonts: what the machine has, in which order it is asked, and that WeasyPrint asks in the same order."""

from __future__ import annotations

import io
import multiprocessing
import os
import subprocess
import sys
from ast import literal_eval
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import pdfplumber
import pytest
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont

from generator.fontfiles import opentype
from generator.typesetting.fonts import (
    FONT_CLASSES,
    configure_fontconfig,
    covering_face,
    font_css,
    font_files,
    is_covered,
    metrics,
    missing_fonts,
    normalise_private_use,
)

NAMES = "喆堃珺玥璟瑄镕祎䶮𬭎"


def fonts_of_drawn_characters(html_body: str) -> list[tuple[str, str]]:
    configure_fontconfig()
    import weasyprint

    page = f"<html lang=zh-CN><style>{font_css()} body {{ font-size: 12pt }}</style>{html_body}"
    with pdfplumber.open(io.BytesIO(weasyprint.HTML(string=page).write_pdf())) as pdf:
        return [(char["text"], char["fontname"].split("+")[1]) for char in pdf.pages[0].chars]


def run_python(code: str, **environment: str) -> str:
    """What a fresh interpreter prints, with no font configuration of ours in its environment."""
    clean = {name: value for name, value in os.environ.items() if name != "FONTCONFIG_FILE"}
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, env=clean | environment, capture_output=True, check=True, encoding="utf-8")
    return done.stdout.strip()


def write_font(path: Path, family: str, text: str) -> None:
    """A small font of regular weight whose characters are all 1 em wide squares."""
    pen = TTGlyphPen(None)
    for draw, corner in zip((pen.moveTo, pen.lineTo, pen.lineTo), ((0, 0), (900, 0), (0, 900)), strict=True):
        draw(corner)
    pen.closePath()
    square = pen.glyph()
    names = [".notdef", *(f"u{ord(char):X}" for char in text)]
    font = FontBuilder(1000, isTTF=True)
    font.setupGlyphOrder(names)
    font.setupCharacterMap({ord(char): f"u{ord(char):X}" for char in text})
    font.setupGlyf(dict.fromkeys(names, square))
    font.setupHorizontalMetrics(dict.fromkeys(names, (1000, 0)))
    font.setupHorizontalHeader(ascent=880, descent=-120)
    font.setupNameTable({"familyName": family, "styleName": "Regular", "psName": f"Test{abs(hash(family))}"})
    font.setupOS2(usWeightClass=400)
    font.setupPost()
    font.save(path)


@pytest.fixture
def folder_with_official_fonts(tmp_path):
    write_font(tmp_path / "fang.ttf", "仿宋", "仿宋 ")
    write_font(tmp_path / "song.ttf", "FZXiaoBiaoSong-B05S", "荣誉 ")
    return tmp_path


# ---- the classes


def test_every_class_can_be_set_on_this_machine():
    assert missing_fonts() == ()


def test_every_class_ends_with_the_font_that_has_most_characters():
    assert {font.families[-1] for font in FONT_CLASSES.values()} == {"BabelStone Han"}


def test_the_official_font_comes_first_and_lends_its_place_only_where_it_lacks_a_character(
    folder_with_official_fonts,
):
    code = (
        "from generator.typesetting.fonts import *\n"
        "print(*[covering_face(c, 'fangsong').family for c in '仿体'],"
        " *[covering_face(c, 'xiaobiaosong').family for c in '荣证'], sep='|')"
    )
    printed = run_python(code, WUXIAO_FONTS=str(folder_with_official_fonts))
    assert printed == "仿宋|FandolFang|FZXiaoBiaoSong-B05S|Noto Serif CJK SC"


def test_weasyprint_takes_the_official_font_too_though_its_weight_is_regular(folder_with_official_fonts):
    code = (
        f"import sys; sys.path.insert(0, {str(Path(__file__).parent)!r})\n"
        "from test_fonts import fonts_of_drawn_characters as drawn\n"
        "print(drawn('<p class=fangsong>仿体<p class=xiaobiaosong>荣证'))"
    )
    printed = run_python(code, WUXIAO_FONTS=str(folder_with_official_fonts))
    drawn = dict(literal_eval(printed))
    assert "FandolFang" not in drawn["仿"]
    assert "FandolFang" in drawn["体"]
    assert "FZXiaoBiaoSong" in drawn["荣"]
    assert "Noto-Serif" in drawn["证"]


def test_a_machine_with_nothing_but_fallback_fonts_lacks_the_class(tmp_path):
    bare = tmp_path / "bare.conf"
    bare.write_text("<fontconfig><dir>/usr/share/fonts/truetype/babelstone</dir></fontconfig>", encoding="utf-8")
    code = "import sys; sys.prefix = '/nowhere'\nfrom generator.typesetting.fonts import *\nprint(missing_fonts())"
    assert literal_eval(run_python(code, FONTCONFIG_FILE=str(bare))) == tuple(FONT_CLASSES)


def test_a_machine_without_fontconfig_is_told_what_to_install():
    code = (
        "from generator.typesetting.fonts import *\nfrom generator.campaign.errors import MachineError\n"
        "try: missing_fonts()\nexcept MachineError as wrong: print(wrong)"
    )
    assert "fontconfig" in run_python(code, PATH="/nowhere")


# ---- the configuration


def test_configuring_twice_gives_the_same_file():
    assert configure_fontconfig() == configure_fontconfig()
    assert os.environ["FONTCONFIG_FILE"] == str(configure_fontconfig())


def test_the_file_goes_away_with_the_process_that_wrote_it():
    printed = run_python("from generator.typesetting.fonts import *\nf = configure_fontconfig()\nprint(f.is_file(), f)")
    there, name = printed.split(maxsplit=1)
    assert there == "True"
    assert not Path(name).parent.exists()


def test_a_configuration_that_is_already_set_stays_in_force(tmp_path):
    write_font(tmp_path / "fang.ttf", "FangSong", "仿")
    own = tmp_path / "own.conf"
    own.write_text(
        f"<fontconfig><dir>{tmp_path}</dir><include>/etc/fonts/fonts.conf</include></fontconfig>",
        encoding="utf-8",
    )
    code = "from generator.typesetting.fonts import *\nprint(font_files('fangsong')[0].family)"
    assert run_python(code, FONTCONFIG_FILE=str(own)) == "FangSong"


@pytest.mark.parametrize("method", ["fork", "spawn"])
def test_worker_processes_find_the_same_fonts_and_leave_the_file_in_place(method):
    here = font_files("fangsong")
    with ProcessPoolExecutor(2, mp_context=multiprocessing.get_context(method)) as pool:
        found = list(pool.map(font_files, ["fangsong"] * 4))
    assert found == [here] * 4
    assert configure_fontconfig().is_file()


# ---- characters


def test_names_of_people_are_covered_although_the_first_font_lacks_them():
    assert all(is_covered(char, "fangsong") for char in NAMES)
    assert {covering_face(char, "fangsong").family for char in NAMES} == {"Noto Serif CJK SC"}
    assert covering_face("国", "fangsong").family == "FandolFang"


def test_a_character_beyond_unicode_plane_0_falls_to_the_last_font():
    assert covering_face("𪚥", "songti").family == "BabelStone Han"


def test_a_character_that_no_font_has_is_known():
    assert [char for char in "甲☑乙\U0010fffd丙" if not is_covered(char, "kaiti")] == ["☑", "\U0010fffd"]


def test_white_space_and_variation_selectors_need_no_glyph():
    assert all(is_covered(char, "songti") for char in "一 二\t三\n四\u3000\u200b葛\U000e0100\ufe0f")


@pytest.mark.parametrize("font_class", sorted(FONT_CLASSES))
def test_weasyprint_takes_each_character_from_the_face_that_we_name(font_class):
    text = f"关于“五小”活动……——2023年Aa，{NAMES}m³²±5℃·①〇〔〕龘𪚥"
    drawn = fonts_of_drawn_characters(f"<p class={font_class}>{text}")
    expected = [covering_face(char, font_class).family.replace(" ", "-") for char in text]
    # Bold Noto says so in its name. Characters that share a glyph may come back as each other, so only the
    # fonts are compared.
    assert [font.removesuffix("-Bold") for _, font in drawn] == expected
    assert ("Noto-Serif-CJK-SC-Bold" in {font for _, font in drawn}) == (font_class == "xiaobiaosong")


@pytest.mark.parametrize("font_class", sorted(FONT_CLASSES))
def test_chinese_punctuation_is_as_wide_as_a_chinese_character(font_class):
    for char in "“”‘’…—，。（）《》〔〕、：；！？国":
        assert metrics(covering_face(char, font_class)).advance_em(char) == 1


def test_the_character_map_is_that_of_fonttools():
    for face in {face for name in FONT_CLASSES for face in font_files(name)}:
        with TTFont(face.path, fontNumber=face.index, lazy=True) as font:
            font.setGlyphOrder(range(font["maxp"].numGlyphs))
            known = font.getBestCmap()
            table = opentype.tables(face.path.read_bytes(), face.index)["cmap"]
            ours = opentype.CharacterMap(table, {})
            assert all(ours[code] == known.get(code, 0) for code in range(0x110000))
            assert len(known) > 100


def test_names_are_those_of_fonttools():
    for face in {face for name in FONT_CLASSES for face in font_files(name)}:
        with TTFont(face.path, fontNumber=face.index, lazy=True) as font:
            known = font["name"]
            ours = opentype.tables(opentype.mapped(face.path), face.index)
            assert opentype.name(ours, opentype.FAMILY_NAMES) == known.getBestFamilyName()
            assert opentype.name(ours, opentype.STYLE_NAMES) == known.getBestSubFamilyName()
            assert opentype.name(ours, opentype.POSTSCRIPT_NAME) == known.getDebugName(6)


def test_chinese_forms_are_those_of_fonttools():
    for face in {face for name in FONT_CLASSES for face in font_files(name)}:
        with TTFont(face.path, fontNumber=face.index, lazy=True) as font:
            if "GSUB" in font:
                font.setGlyphOrder(range(font["maxp"].numGlyphs))
                table = opentype.tables(opentype.mapped(face.path), face.index)["GSUB"]
                assert opentype.chinese_forms(table) == forms_by_fonttools(font["GSUB"].table)


def forms_by_fonttools(table):
    languages = [
        record.LangSys
        for script in table.ScriptList.ScriptRecord
        if script.ScriptTag == "hani"
        for record in script.Script.LangSysRecord
        if record.LangSysTag == "ZHS "
    ]
    features = [table.FeatureList.FeatureRecord[index] for one in languages for index in one.FeatureIndex]
    numbers = [n for one in features if one.FeatureTag == "locl" for n in one.Feature.LookupListIndex]
    lookups = [table.LookupList.Lookup[number] for number in numbers]
    subtables = [getattr(sub, "ExtSubTable", sub) for lookup in lookups for sub in lookup.SubTable]
    return {old: new for sub in subtables if sub.LookupType == 1 for old, new in sub.mapping.items()}


def test_metrics_of_a_cold_start_take_less_than_half_a_second():
    code = (
        "import time; t = time.process_time()\nfrom generator.typesetting.typeset import *\n"
        "char_widths('江西省总工会2023', 'fangsong'); print(time.process_time() - t)"
    )
    assert min(float(run_python(code)) for _ in range(3)) < 0.5


# ---- private use


def test_old_private_use_characters_become_what_they_were():
    assert normalise_private_use("李\ue863") == "李䶮"
    assert normalise_private_use("\ue816\ue855\ue864") == "\U00020087\U000241fe龻"


def test_all_80_characters_of_the_old_block_have_a_place_of_their_own():
    old = "".join(map(chr, range(0xE815, 0xE865)))
    new = normalise_private_use(old)
    assert len(set(new)) == len(old) == 80
    assert not any("\ue000" <= char <= "\uf8ff" for char in new)
    # Python's codec agrees wherever GB 18030-2000 had already left private use.
    trail = [byte for byte in range(0x50, 0xA1) if byte != 0x7F]
    known = [bytes((0xFE, byte)).decode("gb18030") for byte in trail]
    assert sum(char == codec for char, codec in zip(new, known, strict=True)) == 66


def test_other_private_use_characters_and_all_other_text_stay():
    text = "汉字ABC\ue000\uf8ff\ue814\ue865"
    assert normalise_private_use(text) == text
