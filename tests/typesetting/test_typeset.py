"""The typesetter: widths, line ends, justification, fitting; and that WeasyPrint draws what it computed."""

from __future__ import annotations

import html
import io
import re
from itertools import groupby, pairwise

import pdfplumber
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.rendering.sheets.paragraphs import css_letter_spacing_pt
from generator.typesetting.breaking import LONGEST_KEPT_WORD, NO_LINE_END, NO_LINE_START
from generator.typesetting.fonts import FONT_CLASSES, configure_fontconfig, font_css
from generator.typesetting.typeset import (
    PT_PER_MM,
    Slot,
    break_lines,
    break_measured,
    char_widths,
    fit,
    justify,
    lines_height_mm,
)

WIDTH_PT = 156 * PT_PER_MM
PARAGRAPH = (
    "各设区市总工会、赣江新区工会，省产业工会：为深入学习贯彻“产业工人队伍建设改革”精神，"
    "推动5G＋工业互联网（AI）技术创新——流量5 m³/h，误差±0.5 %，张喆 李珺 王玥等人完成《铜冶炼智能工厂……》，"
    "在2023年江西省职工“五小”活动中被评为优秀成果；特发此证，以资鼓励。"
)
PLAIN = set("国工会铜冶炼一〇𠀀𪚥喆")
# What a clerk may type, and what a hostile one may: marks that stick to their neighbours are frequent.
TEXT = st.text(
    st.one_of(
        st.sampled_from(sorted(PLAIN)),
        st.sampled_from(NO_LINE_START + NO_LINE_END),
        st.sampled_from("abcXYZ0123456789 m³/h㎡℃%-\"'"),
        st.sampled_from(" \t\u3000\u00a0\n\u200b\u0301\u0308\ufe0f\u200d☑"),
    ),
    max_size=120,
)
WIDTHS_PT = st.floats(8, 500)
FAST = settings(deadline=None, max_examples=300)


def texts(text: str, width_em: float, **options: float) -> list[str]:
    return [line.text for line in break_lines(text, width_em * 10, 10, "fangsong", **options)]


def column(lines, size_pt: float, font_class: str) -> bytes:
    """A PDF of ready lines in a column at the left edge of the page."""
    configure_fontconfig()
    import weasyprint

    style = (
        f"{font_css()} @page {{ size: 210mm 297mm; margin: 0 }} body {{ margin: 0; font-size: {size_pt}pt }}"
        " .line { height: 30pt; line-height: 30pt; white-space: pre } .line > span { line-height: 0 }"
    )
    rows = [
        f'<div class="line {font_class}" style="padding-left:{line.indent_pt}pt;'
        f'letter-spacing:{css_letter_spacing_pt(line.tracking_pt, size_pt):.6f}pt">'
        f"<span>{html.escape(line.text)}</span></div>"
        for line in lines
    ]
    return weasyprint.HTML(string=f"<html lang=zh-CN><style>{style}</style>{''.join(rows)}").write_pdf()


def drawn_rows(pdf: bytes) -> list[list[dict]]:
    """The characters of each line from left to right, lines from top to bottom."""
    with pdfplumber.open(io.BytesIO(pdf)) as opened:
        rows = []
        for page in opened.pages:
            chars = sorted(page.chars, key=lambda char: (-round(char["matrix"][5]), char["x0"]))
            rows += [list(row) for _, row in groupby(chars, key=lambda char: round(char["matrix"][5]))]
        return rows


# ---- widths


def test_chinese_characters_are_one_em_wide_and_the_digits_of_fangsong_half_of_it():
    assert char_widths("国，“—…2", "fangsong") == [1, 1, 1, 1, 1, 0.5]


def test_accents_joiners_and_variation_selectors_have_no_width():
    assert char_widths("e\u0301\u200d\ufe0f\U000e0100", "songti")[1:] == [0, 0, 0, 0]


def test_a_tab_is_as_wide_as_a_space():
    assert char_widths("\t", "fangsong") == char_widths(" ", "fangsong")


def test_a_space_takes_the_font_of_its_neighbours_as_pango_chooses_it():
    fang, noto = char_widths("国 国", "fangsong")[1], char_widths("国 国", "songti")[1]
    assert fang != noto
    assert char_widths("珺 国", "fangsong")[1] == fang
    assert char_widths("珺 玥", "fangsong")[1] == noto
    assert char_widths("珺 a", "fangsong")[1] == noto


# ---- where lines end


def test_a_paragraph_of_an_official_document_has_26_then_28_characters_a_line():
    lines = break_lines("字" * 726, WIDTH_PT, 16, "fangsong", first_indent_em=2, tracking_pt=-0.25)
    assert [len(line.text) for line in lines] == [26] + [28] * 25


def test_an_empty_text_is_one_empty_line():
    (line,) = break_lines("", WIDTH_PT, 16, "fangsong")
    assert (line.text, line.width_pt, line.is_last) == ("", 0, True)


def test_a_closing_mark_takes_the_character_before_it_along():
    assert texts("一二三四，五", 4) == ["一二三", "四，五"]
    assert texts("一二“三。”四", 5) == ["一二", "“三。”四"]


def test_an_opening_mark_does_not_stay_behind():
    assert texts("一二三（四）", 4) == ["一二三", "（四）"]


def test_a_dash_and_an_ellipsis_stay_whole():
    assert texts("一二三——四", 4) == ["一二", "三——四"]
    assert texts("一二三……四", 4) == ["一二", "三……四"]


@pytest.mark.parametrize(
    "whole",
    ["5 m³/h", "25 ℃", "50㎡", "±0.5 %", "3.14", "GB/T9704", "don’t", "2023", "0791-8888", "２０２３"],
)
def test_words_numbers_and_their_units_stay_whole(whole):
    for filler in range(1, 8):
        assert any(whole in line for line in texts("字" * filler + whole + "字字", 7))


def test_a_compound_word_may_end_a_line_at_its_hyphen():
    assert texts("well-known", 3) == ["well-", "known"]


def test_a_word_longer_than_the_line_is_broken_anywhere():
    assert "".join(texts("a" * 50, 5)) == "a" * 50
    assert len(texts("a" * 50, 5)) > 1


def test_spaces_at_a_break_are_swallowed_and_others_stay():
    assert texts("一 二　三 四", 3.4) == ["一 二", "三 四"]
    assert texts("  一", 5) == ["  一"]
    assert texts("一  ", 5) == ["一"]


def test_a_no_break_space_holds_its_neighbours_together():
    assert texts("一二三\u00a0四", 3.5) == ["一二", "三\u00a0四"]


def test_new_lines_start_paragraphs_of_their_own():
    lines = break_lines("一\n\n二\r\n三", WIDTH_PT, 16, "fangsong", first_indent_em=2)
    assert [line.text for line in lines] == ["一", "", "二", "三"]
    assert all(line.is_last and line.indent_pt == 32 for line in lines)


def test_an_accent_is_not_parted_from_its_letter():
    assert texts("e\u0301" * 6, 1) == ["e\u0301" * 2] * 3


def test_lines_know_where_they_start():
    text = "一二三 四五\n六七"
    for line in break_lines(text, 30, 10, "fangsong"):
        assert text[line.start :].startswith(line.text)


def test_a_text_of_several_fonts_is_broken_by_the_widths_of_its_parts():
    heading, rest = "（一）", "Widths of Latin letters differ"
    widths = char_widths(heading, "heiti") + char_widths(rest, "songti")
    lines = break_measured(heading + rest, widths, 80, 10)
    ends = [line.start + len(line.text) for line in lines]
    for line, end in zip(lines, ends, strict=True):
        assert line.width_pt == pytest.approx(10 * sum(widths[line.start : end]))


def test_word_accepts_the_two_lists():
    assert len(set(NO_LINE_START)) == len(NO_LINE_START) <= 100
    assert len(set(NO_LINE_END)) == len(NO_LINE_END) <= 50


@FAST
@given(TEXT, WIDTHS_PT)
def test_no_line_is_wider_than_its_width(text, width_pt):
    for line in break_lines(text, width_pt, 12, "fangsong"):
        visible = [width for width in char_widths(line.text, "fangsong") if width]
        assert line.width_pt <= width_pt + 0.001 or len(visible) == 1


@FAST
@given(TEXT, WIDTHS_PT)
def test_nothing_is_lost_or_doubled_but_spaces_at_a_break(text, width_pt):
    lines = break_lines(text, width_pt, 12, "fangsong", first_indent_em=0.3)
    shown = text.replace("\t", " ")
    ends = [0, *(line.start + len(line.text) for line in lines)]
    starts = [*(line.start for line in lines), len(text)]
    for line in lines:
        assert shown[line.start : line.start + len(line.text)] == line.text
    for end, start in zip(ends, starts, strict=True):
        assert re.fullmatch("[ \u3000]*\n?", shown[end:start])


def unbreakable_at_most(text: str, place: int) -> str:
    """The text around a place up to where a break is beyond doubt: between two Chinese characters, or the end."""
    ends = [0, len(text), *(at for at in range(1, len(text)) if {text[at - 1], text[at]} <= PLAIN)]
    ends += [at for at, char in enumerate(text) if char == "\n"]
    return text[max(end for end in ends if end <= place) : min(end for end in ends if end > place)]


@FAST
@given(TEXT, WIDTHS_PT)
def test_no_closing_mark_starts_a_line_and_no_opening_mark_ends_one_unless_the_line_is_too_short(text, width_pt):
    for before, after in pairwise(break_lines(text, width_pt, 12, "fangsong")):
        if before.is_last or not before.text or not after.text:
            continue
        if after.text[0] in NO_LINE_START or before.text[-1] in NO_LINE_END:
            piece = unbreakable_at_most(text, after.start)
            assert sum(char_widths(piece, "fangsong")) * 12 > width_pt


# ---- justification


def test_all_lines_but_the_last_of_a_paragraph_become_flush():
    lines = justify(break_lines(PARAGRAPH * 3 + "\n" + PARAGRAPH, WIDTH_PT, 16, "fangsong"), WIDTH_PT)
    assert len(lines) > 8
    for line in lines:
        gaps = len(line.text) - 1
        width = sum(char_widths(line.text, "fangsong")) * 16 + gaps * line.tracking_pt
        assert line.is_last or width == pytest.approx(WIDTH_PT, abs=0.01)
    assert [line.tracking_pt for line in lines if line.is_last] == [0, 0]


def test_justified_lines_are_never_squeezed():
    lines = justify(break_lines(PARAGRAPH * 5, WIDTH_PT, 16, "fangsong", tracking_pt=-0.25), WIDTH_PT)
    assert min(line.tracking_pt for line in lines) >= -0.25


def test_a_single_character_and_accents_give_no_gap_to_stretch():
    (line, _) = justify(break_lines("国家", 15, 10, "fangsong"), 15)
    assert line.tracking_pt == 0
    (line, _) = justify(break_lines("e\u0301e\u0301国家", 25, 10, "songti"), 25)
    assert line.tracking_pt == pytest.approx((25 - line.width_pt) / 2)


# ---- fitting


def test_a_short_value_keeps_the_largest_size():
    fitted = fit("张三", Slot(30, 9, "fangsong", (12, 10.5, 9)))
    assert (fitted.size_pt, len(fitted.lines), fitted.overflow_chars) == (12, 1, 0)


def test_a_long_value_steps_down_until_it_fits():
    fitted = fit("江西省总工会基层工作部", Slot(30, 10, "songti", (12, 10.5, 9, 8)))
    assert (fitted.size_pt, fitted.at_floor, fitted.overflow_chars) == (10.5, False, 0)
    assert lines_height_mm(fitted) <= 10


def test_what_does_not_fit_at_the_floor_is_counted():
    fitted = fit("字" * 30, Slot(8 * 10 / PT_PER_MM, 2 * 8 * 1.3 / PT_PER_MM, "fangsong", (10, 8)))
    assert (fitted.size_pt, fitted.at_floor, fitted.overflow_chars) == (8, True, 10)


def test_a_number_is_shrunk_rather_than_broken():
    assert fit("13800138000", Slot(22, 12, "fangsong", (12, 10.5, 9))).size_pt == 10.5


@pytest.mark.parametrize("whole", ["2024年12月31日", "12345.6789亿元", "88888888.88万元", "100美元"])
def test_a_date_or_a_sum_is_shrunk_rather_than_broken_and_broken_where_no_size_is_small_enough(whole):
    ladder = (12.0, 10.5, 9.0, 8.0, 7.0)
    width_mm = sum(char_widths(whole, "songti")) * 9.1 / PT_PER_MM
    fitted = fit(whole, Slot(width_mm, 20, "songti", ladder))
    assert (fitted.size_pt, [line.text for line in fitted.lines], fitted.at_floor) == (9.0, [whole], False)
    narrow = fit(whole, Slot(width_mm / 2, 20, "songti", ladder))
    assert len(narrow.lines) > 1
    assert "".join(line.text for line in narrow.lines) == whole
    assert len(fit(f"自{whole}起", Slot(width_mm, 20, "songti", ladder)).lines) > 1


def test_a_web_address_is_broken_rather_than_shrunk():
    address = "http://www.example.cn/" + "a" * LONGEST_KEPT_WORD
    assert fit(address, Slot(40, None, "fangsong", (12, 9))).size_pt == 12


def test_new_lines_of_a_value_need_room_too():
    assert fit("甲\n乙\n丙", Slot(50, 14, "fangsong", (12, 9, 8))).size_pt == 9


def test_a_slot_without_height_grows_downward():
    fitted = fit(PARAGRAPH * 20, Slot(126, None, "fangsong", (12,), 1.5, first_indent_em=2))
    assert fitted.overflow_chars == 0
    assert lines_height_mm(fitted) == pytest.approx(len(fitted.lines) * 18 / PT_PER_MM)
    assert fitted.lines[0].indent_pt == 24


def test_an_empty_value_is_one_line_high():
    assert lines_height_mm(fit("", Slot(30, 10, "fangsong", (12,), 1.5))) == pytest.approx(18 / PT_PER_MM)


@FAST
@given(TEXT, st.floats(5, 100), st.floats(0, 60), st.floats(1, 40))
def test_a_wider_slot_never_gives_a_smaller_size(text, width_mm, more_mm, height_mm):
    ladder = (12, 10.5, 9, 8)
    narrow = fit(text, Slot(width_mm, height_mm, "fangsong", ladder))
    wide = fit(text, Slot(width_mm + more_mm, height_mm, "fangsong", ladder))
    assert wide.size_pt >= narrow.size_pt


@FAST
@given(TEXT, st.floats(5, 100), st.floats(5, 40))
def test_a_text_that_fits_stays_inside_its_slot(text, width_mm, height_mm):
    fitted = fit(text, Slot(width_mm, height_mm, "fangsong", (12, 10.5, 9, 8)))
    if fitted.overflow_chars:
        assert fitted.at_floor
    else:
        written = max((number for number, line in enumerate(fitted.lines, 1) if line.text), default=0)
        assert written * fitted.line_pitch_pt <= height_mm * PT_PER_MM + 0.001
        assert all(line.width_pt <= width_mm * PT_PER_MM + 0.001 for line in fitted.lines)


# ---- what WeasyPrint draws


@pytest.mark.parametrize("font_class", sorted(FONT_CLASSES))
def test_weasyprint_places_every_glyph_where_we_compute_it(font_class):
    lines = break_lines(PARAGRAPH * 4, WIDTH_PT, 12, font_class, first_indent_em=2)
    rows = drawn_rows(column(lines, 12, font_class))
    assert len(rows) == len(lines) > 8
    for line, row in zip(lines, rows, strict=True):
        place = line.indent_pt
        for char, width in zip(row, char_widths(line.text, font_class), strict=True):
            assert char["x0"] == pytest.approx(place, abs=0.1 * PT_PER_MM)
            place += width * 12


def right_edge_errors_mm(text: str, size_pt: float, font_class: str) -> list[tuple[float, int]]:
    """How far every justified line ends from the column's edge, with the number of its gaps."""
    tracking_pt = -0.25 if size_pt == 16 else 0
    broken = break_lines(text, WIDTH_PT, size_pt, font_class, first_indent_em=2, tracking_pt=tracking_pt)
    lines = justify(broken, WIDTH_PT)
    rows = drawn_rows(column(lines, size_pt, font_class))
    return [
        (abs(row[-1]["x1"] / PT_PER_MM - 156), len(row) - 1)
        for row, line in zip(rows, lines, strict=True)
        if not line.is_last
    ]


@pytest.mark.parametrize("font_class", sorted(FONT_CLASSES))
def test_justified_lines_of_an_official_document_end_at_the_columns_edge(font_class):
    errors = right_edge_errors_mm(PARAGRAPH * 6, 16, font_class)
    assert len(errors) > 20
    assert max(error for error, _ in errors) < 0.1


@pytest.mark.parametrize("size_pt", [9, 10.5, 12, 22])
@pytest.mark.parametrize("font_class", sorted(FONT_CLASSES))
def test_justified_lines_of_any_size_are_wrong_by_less_than_weasyprints_own_rounding(font_class, size_pt):
    errors = right_edge_errors_mm(PARAGRAPH * 6, size_pt, font_class)
    assert len(errors) > 8
    for error, gaps in errors:
        assert error < 0.6 / 1000 * size_pt * gaps / PT_PER_MM + 0.01


def test_the_comparison_notices_a_line_that_is_not_flush():
    lines = break_lines(PARAGRAPH, WIDTH_PT, 16, "fangsong")
    rows = drawn_rows(column(lines, 16, "fangsong"))
    assert any(abs(row[-1]["x1"] / PT_PER_MM - 156) > 0.1 for row in rows[:-1])
