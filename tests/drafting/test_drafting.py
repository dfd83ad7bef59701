"""The Word templates that are committed are what the drafting draws, and are sound Word files themselves."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from lxml import etree
from openxml_audit import OpenXmlValidator
from rendering import word_contexts as contexts
from support import own_forms

from generator.campaign.form_rows import rows_of
from generator.campaign.layout import FORM, MM_PER_PT, OFFICIAL, package_templates
from generator.drafting.__main__ import WORD_DRAFTS
from generator.rendering.word import word_file
from generator.typesetting.breaking import NO_LINE_END, NO_LINE_START

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
DAY = date(2023, 7, 20)
FONT_SLOTS = {f"{W}{slot}" for slot in ("ascii", "hAnsi", "eastAsia", "cs")}


def part(template: str, name: str) -> etree._Element:
    with ZipFile(BytesIO(WORD_DRAFTS[template]())) as package:
        return etree.fromstring(package.read(name))


@pytest.mark.parametrize("name", WORD_DRAFTS)
def test_a_fresh_draft_equals_the_committed_template(name: str) -> None:
    assert WORD_DRAFTS[name]() == (package_templates() / name).read_bytes()


@pytest.mark.parametrize("name", WORD_DRAFTS)
def test_a_template_is_a_valid_word_file_by_itself(name: str, tmp_path: Path) -> None:
    path = tmp_path / "template.docx"
    path.write_bytes(WORD_DRAFTS[name]())
    assert OpenXmlValidator().validate(path).errors == []


@pytest.mark.parametrize("name", WORD_DRAFTS)
def test_no_mark_stands_in_an_attribute(name: str) -> None:
    with ZipFile(BytesIO(WORD_DRAFTS[name]())) as package:
        texts = [package.read(one).decode() for one in package.namelist() if one.endswith(".xml")]
    assert any("{{" in text for text in texts)
    assert not [tag for text in texts for tag in re.findall(r"<[^>]*(?:{{|{%)[^>]*>", text)]


@pytest.mark.parametrize("name", WORD_DRAFTS)
def test_a_template_names_no_person_and_no_time(name: str) -> None:
    with ZipFile(BytesIO(WORD_DRAFTS[name]())) as package:
        core = package.read("docProps/core.xml").decode()
        assert {info.date_time for info in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    assert re.findall(r"<dc:title>(.+?)</dc:title>", core)
    assert not re.search(r"creator|lastModifiedBy|created|modified", core)


@pytest.mark.parametrize("name", WORD_DRAFTS)
def test_every_named_font_is_named_in_all_four_places_and_no_theme_font_is_used(name: str) -> None:
    with ZipFile(BytesIO(WORD_DRAFTS[name]())) as package:
        parts = [package.read(one) for one in package.namelist() if one.startswith("word/") and one.endswith(".xml")]
    fonts = [font for data in parts for font in etree.fromstring(data).iter(f"{W}rFonts")]
    named = [font for font in fonts if FONT_SLOTS & set(font.attrib)]
    assert named
    assert all(len({font.get(slot) for slot in FONT_SLOTS} - {None}) == 1 for font in named)
    assert all(set(font.attrib) >= FONT_SLOTS for font in named)
    assert not [key for font in fonts for key in font.attrib if "Theme" in key]


def test_word_gets_the_same_line_rules_as_the_typesetter() -> None:
    settings = part("notice/notice.docx", "word/settings.xml")
    assert settings.find(f"{W}noLineBreaksBefore").get(f"{W}val") == NO_LINE_START
    assert settings.find(f"{W}noLineBreaksAfter").get(f"{W}val") == NO_LINE_END


def test_the_page_of_the_notice_is_that_of_the_standard() -> None:
    document = part("notice/notice.docx", "word/document.xml")
    margins = next(document.iter(f"{W}pgMar"))
    text_height = 16838 - int(margins.get(f"{W}top")) - int(margins.get(f"{W}bottom"))
    assert text_height / 20 >= OFFICIAL.lines * OFFICIAL.line_pitch_pt
    assert text_height / 20 < (OFFICIAL.lines + 1) * OFFICIAL.line_pitch_pt
    assert part("notice/notice.docx", "word/settings.xml").find(f"{W}mirrorMargins") is not None


def heights_mm(values: Mapping[str, str] | None, rule: str = "") -> list[list[float]]:
    """The heights of the rows of Form 1, page by page behind its cover; only those of a rule where one is told."""
    made = word_file.render(WORD_DRAFTS["form1/form1.docx"](), contexts.form1(values, completers=5), modified=DAY)
    with ZipFile(BytesIO(made)) as package:
        document = etree.fromstring(package.read("word/document.xml"))
    tables = document.find(f"{W}body").findall(f"{W}tbl")[1:]
    return [
        [int(one.get(f"{W}val")) * 25.4 / 1440 for one in table.iter(f"{W}trHeight") if rule in one.get(f"{W}hRule")]
        for table in tables
    ]


def test_the_rows_of_form_1_keep_the_heights_of_the_grid() -> None:
    for page, drawn in zip(own_forms.FORM1.pages, heights_mm(contexts.SHORTEST), strict=True):
        wanted = [row.height_mm for row in rows_of(page, 5)]
        if len(drawn) != len(wanted):  # an opinion's words, and seal and day below them
            drawn = [words + foot for words, foot in zip(drawn[::2], drawn[1::2], strict=True)]
        assert drawn == pytest.approx(wanted, abs=0.05)
    assert sum(row.height_mm for row in rows_of(own_forms.DATA, 5)) == OFFICIAL.text_height_mm


def test_the_blank_has_room_to_grow_on_every_page_and_grows_wherever_it_is_typed_in() -> None:
    (data, _, opinions), (fixed, in_text, feet) = heights_mm(None), heights_mm(None, "exact")
    assert sum(data) <= OFFICIAL.text_height_mm - 9
    note_mm = (6 + 16) * MM_PER_PT
    assert sum(opinions) + note_mm <= OFFICIAL.text_height_mm + FORM.slack_mm - 10
    assert (len(fixed), len(in_text), len(feet)) == (
        4,
        1,
        4,
    )  # two headings, boxes, the labels of the completers; a heading; seals


def test_cells_and_grid_state_the_same_widths() -> None:
    counted = 0
    for template in WORD_DRAFTS:
        for table in part(template, "word/document.xml").iter(f"{W}tbl"):
            columns = [int(column.get(f"{W}w")) for column in table.iterfind(f"{W}tblGrid/{W}gridCol")]
            for row in table.iterfind(f"{W}tr"):
                widths = [int(cell.get(f"{W}w")) for cell in row.iterfind(f"{W}tc/{W}tcPr/{W}tcW")]
                if any(widths):  # rows of marks vanish
                    assert sum(widths) == sum(columns)
                    counted += 1
    assert counted > 40


def test_form_2_is_as_wide_as_the_grid() -> None:
    widths = [column.width_mm for column in own_forms.FORM2.columns]
    drawn = [int(column.get(f"{W}w")) for column in part("form2/form2.docx", "word/document.xml").iter(f"{W}gridCol")]
    assert drawn == [round(width * 1440 / 25.4) for width in widths]
    assert sum(widths) == FORM.list_text_width_mm
