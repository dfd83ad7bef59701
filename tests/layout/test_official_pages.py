"""Notice and bulletin against the figures of GB/T 9704-2012 and docs/layout.md, measured on the finished PDF.

Every wanted figure stands here in mm beside its clause and is not taken from the program. A character is
156 / 28 mm wide; where a figure counts from characters, the place of their ink or
of their frame (0.88 em above the baseline, 0.12 em below it) is named.
"""

from __future__ import annotations

from datetime import date
from itertools import pairwise
from typing import Any

import pytest
from layout.measuring import MM_PER_PT, Char, Line, Page, measured
from layout.papers import bulletin_pdf, notice_pdf

pytestmark = pytest.mark.xdist_group("layout-official")

EXACT = 0.3  # what a figure of the standard may be missed by
# A title, a letterhead or 黑体 stands in its line where the font's own metrics put it: free fonts and official
# ones differ by so much.
FONT = 0.5

TOP, FOOT, BINDING, OUTER = 37.0, 262.0, 28.0, 26.0  # 5.2.1 and 5.1: top 37, type area 156 × 225, binding 28
LINES, CHARACTERS = 22, 28  # 5.2.3
LINE = 28.95 * MM_PER_PT  # ours: 225 mm / 22, in whole twips
CHARACTER = 156 / CHARACTERS
THIRD = 16 * MM_PER_PT  # 3号
FOURTH = 14 * MM_PER_PT  # 4号
TITLE_PITCH = 36 * MM_PER_PT  # ours
FIRST_BASELINE = TOP + LINE / 2 + 0.38 * THIRD  # the character's frame in the middle of its line
IMPRINT = {
    "copy_to": "中华全国总工会办公厅，省委办公厅，省人大常委会办公厅，省政府办公厅，省政协办公厅。",
    "printed_by": "江西省总工会办公室",
    "printed_on": date(2023, 7, 20),
}


def left_edge(page: Page) -> float:
    """5.2.1, double-sided: the binding is left on odd pages, right on even ones."""
    return BINDING if page.number % 2 else OUTER


def right_edge(page: Page) -> float:
    return left_edge(page) + 156


def baseline(line: int) -> float:
    """Baseline of the page's line of 3号 仿宋, counted from 1."""
    return FIRST_BASELINE + (line - 1) * LINE


def near(wanted: float, tolerance: float = EXACT) -> Any:
    return pytest.approx(wanted, abs=tolerance)


@pytest.fixture(scope="module")
def notice() -> list[Page]:
    return measured(notice_pdf())


@pytest.fixture(scope="module")
def red_notice() -> list[Page]:
    return measured(notice_pdf(letterhead="红色印刷", sealed=False, **IMPRINT))


@pytest.fixture(scope="module")
def bulletin() -> list[Page]:
    return measured(bulletin_pdf(**IMPRINT))


@pytest.fixture(scope="module")
def all_pages(notice: list[Page], red_notice: list[Page], bulletin: list[Page]) -> list[Page]:
    return [*notice, *red_notice, *bulletin]


def body_pages(pages: list[Page]) -> list[Page]:
    """The pages of running text: those before the first attachment."""
    end = next(place for place, page in enumerate(pages) if page.lines[0].text in ("附件", "附件1"))
    assert end >= 2
    return pages[:end]


def body(page: Page) -> list[Line]:
    """The page's lines without the page number."""
    return [line for line in page.lines if line.baseline < FOOT]


# ---- the page and its text


def test_every_page_is_a4_upright(all_pages: list[Page]) -> None:
    assert len(all_pages) > 25
    assert all((page.width, page.height) == (near(210, 0.05), near(297, 0.05)) for page in all_pages)


def test_the_first_baseline_and_the_pitch_of_22_lines_are_kept_on_every_body_page(notice: list[Page]) -> None:
    for page in body_pages(notice)[1:]:
        lines = [round((line.baseline - FIRST_BASELINE) / LINE) for line in body(page)]
        assert lines[0] == 0
        assert all(line.baseline == near(baseline(number + 1)) for number, line in zip(lines, body(page), strict=True))


def test_a_full_page_has_22_lines(notice: list[Page]) -> None:
    full = body_pages(notice)[1:-1]
    assert len(full) >= 3
    for page in full:
        assert len(body(page)) == LINES
        assert body(page)[-1].baseline == near(baseline(LINES))
        assert body(page)[-1].ink[3] < FOOT


def test_a_full_line_of_chinese_has_28_characters_and_both_edges_flush(notice: list[Page]) -> None:
    counted = 0
    for page in body_pages(notice):
        for line in body(page):
            chinese = all(char.advance == near(THIRD, 0.01) for char in line.chars)
            if line.left != near(left_edge(page)) or line.right < right_edge(page) - 1 or not chinese:
                continue
            # A mark that may not begin a line takes the last character with it.
            assert len(line.chars) in (CHARACTERS, CHARACTERS - 1), line.text
            ends = line.text[-1] in "。：；"  # the last line of a paragraph is as long as its text
            assert line.right == near(right_edge(page), 2 * EXACT if ends else EXACT), line.text
            counted += len(line.chars) == CHARACTERS
    assert counted > 15


def test_a_paragraph_of_726_characters_breaks_into_26_and_then_28_a_line() -> None:
    block = {"kind": "p", "number": "", "lead": "", "text": "国" * 726}
    pages = measured(bulletin_pdf(1, text={"blocks": [block]}))
    lines = [line for page in pages for line in page.lines if set(line.text) == {"国"}]
    assert [len(line.chars) for line in lines] == [26, *[28] * 25]


def test_paragraphs_are_indented_by_two_characters_and_margins_mirrored(notice: list[Page]) -> None:
    starts: dict[int, set[float]] = {0: set(), 1: set()}
    for page in body_pages(notice):
        for line in body(page):
            if line.text.startswith("附件："):
                break
            if line.right > right_edge(page) - 1 and line.chars[0].size_mm == near(THIRD, 0.05):
                indent = line.left - left_edge(page)
                assert indent == near(0) or indent == near(2 * CHARACTER), line.text
                starts[page.number % 2].add(round(indent / CHARACTER))
    assert starts == {0: {0, 2}, 1: {0, 2}}


def test_the_first_page_shows_body_text_under_every_letterhead(notice: list[Page], red_notice: list[Page]) -> None:
    for page in (notice[0], red_notice[0], measured(notice_pdf(letterhead="预留位置"))[0]):
        assert "为贯彻落实党的二十大精神" in page.text


# ---- the page number (7.5)


def number_of(page: Page) -> list[Char]:
    return [char for char in page.chars if char.angle == 0 and char.y > FOOT + 2 and char.text.strip()]


def test_the_page_number_stands_7_mm_below_the_type_area_one_character_in(all_pages: list[Page]) -> None:
    numbered = [page for page in all_pages if number_of(page)]
    assert len(numbered) >= len(all_pages) - 3
    assert any(page.turned for page in numbered)
    for page in numbered:
        dash, *digits, last = number_of(page)
        assert (dash.text, last.text) == ("—", "—")
        assert "".join(char.text for char in digits) == str(page.number)
        assert dash.ink is not None
        assert dash.ink[1] == near(FOOT + 7), page.number
        assert all(char.size_mm == near(FOURTH, 0.02) for char in (dash, *digits, last))
        if page.number % 2:
            assert last.x + last.advance == near(right_edge(page) - FOURTH)
        else:
            assert dash.x == near(left_edge(page) + FOURTH)


def test_the_dashes_are_one_character_long_and_the_digits_half_width_songti(notice: list[Page]) -> None:
    dash, digit, last = number_of(notice[0])
    for one in (dash, last):
        assert one.ink is not None
        assert one.ink[2] - one.ink[0] == near(FOURTH, 0.05)
    assert digit.advance < 0.6 * FOURTH
    assert "Noto-Serif" in digit.font.name or "SimSun" in digit.font.name


# ---- the head of the first page (7.2, 7.3.1, 7.3.2)


def test_the_red_letterhead_stands_35_mm_below_the_top_of_the_type_area(red_notice: list[Page]) -> None:
    mark = red_notice[0].line("江西省总工会文件")
    assert mark.ink[1] == near(TOP + 35)
    assert mark.middle == near((left_edge(red_notice[0]) + right_edge(red_notice[0])) / 2)
    red, green, blue = mark.chars[0].colour
    assert red > 0.8
    assert max(green, blue) < 0.2
    assert mark.ink[2] - mark.ink[0] < 156


def test_the_number_stands_two_lines_below_the_letterhead_centred(red_notice: list[Page]) -> None:
    page = red_notice[0]
    mark, number = page.line("江西省总工会文件"), page.line("赣工办〔2023〕")
    foot = TOP + 35 + mark.chars[0].size_mm
    assert number.baseline == near(foot + 2.5 * LINE + 0.38 * THIRD)
    # The number is open: the blank before 号 belongs to it.
    assert number.middle == near((left_edge(page) + right_edge(page)) / 2)


def test_the_red_rule_lies_4_mm_below_the_number_as_wide_as_the_type_area(red_notice: list[Page]) -> None:
    page = red_notice[0]
    (rule,) = [rule for rule in page.rules if rule.lies]
    feet = page.line("赣工办〔2023〕").baseline + 0.12 * THIRD
    assert rule.top == near(feet + 4)
    assert (rule.left, rule.right) == (near(left_edge(page)), near(right_edge(page)))
    assert rule.thickness == near(1 * MM_PER_PT, 0.05)
    assert rule.colour == page.line("江西省总工会文件").chars[0].colour


def test_the_title_stands_two_lines_below_the_rule_centred_at_its_own_pitch(red_notice: list[Page]) -> None:
    page = red_notice[0]
    (rule,) = [rule for rule in page.rules if rule.lies]
    first, second = page.line("关于开展"), page.line("优秀成果评选及发布活动的通知")
    size = 22 * MM_PER_PT  # 2号
    assert first.chars[0].size_mm == near(size, 0.02)
    assert first.baseline == near(rule.bottom + 2 * LINE + TITLE_PITCH / 2 + 0.38 * size, FONT)
    assert second.baseline - first.baseline == near(TITLE_PITCH, 0.05)
    for line in (first, second):
        assert line.middle == near((left_edge(page) + right_edge(page)) / 2)


def test_without_a_letterhead_the_number_is_line_1_and_the_title_two_lines_below(notice: list[Page]) -> None:
    number, title = notice[0].line("赣工办〔2023〕"), notice[0].line("关于开展")
    assert number.baseline == near(baseline(1))
    assert title.baseline == near(TOP + 3 * LINE + TITLE_PITCH / 2 + 0.38 * 22 * MM_PER_PT, FONT)
    assert notice[0].rules == ()


def test_the_addressee_stands_one_line_below_the_title_flush_left(notice: list[Page], red_notice: list[Page]) -> None:
    for page in (notice[0], red_notice[0]):
        title, addressee = page.line("优秀成果评选及发布活动的通知"), page.line("各设区市总工会、")
        foot = title.baseline - 0.38 * 22 * MM_PER_PT + TITLE_PITCH / 2
        assert addressee.baseline == near(foot + 1.5 * LINE + 0.38 * THIRD, FONT)
        assert addressee.left == near(left_edge(page))
        after = page.lines[page.lines.index(addressee) + 1]
        assert after.text.endswith("：")


def test_a_reserved_letterhead_leaves_the_same_places_and_no_ink(red_notice: list[Page]) -> None:
    red, free = red_notice[0], measured(notice_pdf(letterhead="预留位置", sealed=False, **IMPRINT))[0]
    assert free.rules == ()
    assert {char.colour for char in free.chars} == {(0.0, 0.0, 0.0)}
    printed = [line for line in red.lines if line.text != "江西省总工会文件"]
    assert [line.text for line in free.lines] == [line.text for line in printed]
    for one, other in zip(free.lines, printed, strict=True):
        assert (one.left, one.baseline) == (near(other.left, 0.01), near(other.baseline, 0.01))


# ---- attachments and signature (7.3.4, 7.3.5, 7.3.7)


def test_the_attachments_stand_one_line_below_the_body_and_turn_over_under_the_name(notice: list[Page]) -> None:
    page = next(page for page in notice if "附件：1." in page.text)
    first, second = page.line("附件：1."), page.line("2.《")
    place = page.lines.index(first)
    assert first.baseline - page.lines[place - 1].baseline == near(2 * LINE)
    assert first.left == near(left_edge(page) + 2 * CHARACTER)
    assert second.start_of("2.") == near(first.start_of("1."))
    for item, following in ((first, page.lines[place + 1]), (second, page.lines[page.lines.index(second) + 1])):
        assert following.left == near(item.start_of("《"), 0.05)
        assert following.baseline - item.baseline == near(LINE, 0.05)
        assert following.text[-1] == "》"  # no mark at the end


def test_with_a_seal_the_date_ends_4_characters_in_and_the_name_is_centred_above(notice: list[Page]) -> None:
    page = next(page for page in notice if "2023年7月20日" in page.text and "附件：1." in page.text)
    name, day = page.lines[-3:-1]
    assert (name.text, day.text) == ("江西省总工会", "2023年7月20日")
    assert day.right == near(right_edge(page) - 4 * CHARACTER)
    assert name.middle == near(day.middle)
    assert day.baseline - name.baseline == near(LINE, 0.05)
    # Two or three lines stay free for the seal.
    free = (name.baseline - page.lines[-4].baseline) / LINE - 1
    assert 1.9 < free < 3.1


DATE = "2023年7月20日"  # three full-width characters and seven digits: 6.5 characters of 3号
NAMES = ("江西省总工会", "江西省总工会办", "江西省总工会办公", "江西省总工会办公室", "江西省总工会办公室综合协调委员会")


def signed(pages: list[Page], signatory: str) -> tuple[Page, Line, Line]:
    page = next(page for page in pages if {signatory, DATE} <= {line.text for line in page.lines})
    return page, page.line(signatory), page.line(DATE)


def signature_is_right(page: Page, name: Line, day: Line) -> None:
    """Clause 7.3.5.2: without a seal the name ends 2 characters in, the date begins 2 right of the name's first.

    A date longer than the name ends 2 characters in itself, and the name moves.
    """
    assert day.left == near(name.left + 2 * CHARACTER)
    longer = name if name.right - name.left > day.right - day.left else day
    assert longer.right == near(right_edge(page) - 2 * CHARACTER)
    assert day.baseline - name.baseline == near(LINE, 0.05)


@pytest.mark.parametrize("signatory", NAMES)
def test_without_a_seal_name_and_date_stand_by_their_lengths(signatory: str) -> None:
    """One or two characters longer than the date, or much; and shorter."""
    pages = measured(bulletin_pdf(1, text={"sealed": False, "signatory": signatory, "date": DATE}))
    signature_is_right(*signed(pages, signatory))


def test_with_a_seal_a_long_name_does_not_pass_the_right_edge() -> None:
    signatory = "江西省总工会职工经济技术创新工作委员会办公室秘书处"
    pages = measured(bulletin_pdf(1, text={"sealed": True, "signatory": signatory, "date": DATE}))
    page, name, day = signed(pages, signatory)
    assert name.right == near(right_edge(page))
    assert day.right == near(right_edge(page) - 4 * CHARACTER)


def test_an_attachment_begins_a_page_with_its_mark_on_line_1_and_its_title_on_line_3(bulletin: list[Page]) -> None:
    page = next(page for page in bulletin if page.lines[0].text == "附件")
    mark, title = page.lines[:2]
    assert mark.left == near(left_edge(page))
    assert mark.baseline == near(baseline(1), FONT)
    assert "Sans" in mark.chars[0].font.name or "Hei" in mark.chars[0].font.name
    assert title.baseline == near(TOP + 2 * LINE + TITLE_PITCH / 2 + 0.38 * 22 * MM_PER_PT, FONT)
    assert title.middle == near((left_edge(page) + right_edge(page)) / 2)


def test_form_1_in_the_notice_bears_its_mark_on_line_1_and_numbering_goes_on(notice: list[Page]) -> None:
    page = next(page for page in notice if page.lines[0].text == "附件1")
    assert page.lines[0].left == near(left_edge(page))
    assert page.lines[0].baseline == near(baseline(1), FONT)
    assert page.number == len(body_pages(notice)) + 1


# ---- the landscape form (8, tables across the page)


@pytest.fixture(scope="module")
def form2_pages(notice: list[Page], red_notice: list[Page]) -> list[Page]:
    pages = [page for page in (*notice, *red_notice) if page.turned]
    assert {page.number % 2 for page in pages} == {0, 1}
    return pages


def test_form_2_lies_across_a_portrait_page_that_the_viewer_turns(form2_pages: list[Page]) -> None:
    for page in form2_pages:
        assert page.turned == 90
        upright = page.upright()
        assert (upright.width, upright.height) == (near(297, 0.05), near(210, 0.05))
        assert any("申报汇总表" in line.text for line in upright.lines)
        across = [char for char in page.chars if char.text.strip() and char not in number_of(page)]
        assert {char.angle for char in across} == {90}


def test_the_head_of_form_2_is_at_the_portrait_sheets_left_edge(form2_pages: list[Page]) -> None:
    """On odd pages the binding, on even ones the cut edge: left both times."""
    for page in form2_pages:
        upright = page.upright()
        mark = upright.lines[0]
        assert mark.text == "附件2"
        # The head stands on the edge of the type area, its characters within the first line.
        assert 0 <= mark.ink[1] - left_edge(page) < LINE - THIRD
        assert mark.left == near(297 - FOOT)
        assert all(rule.right < right_edge(page) + 0.2 and rule.left > left_edge(page) for rule in page.rules)


def test_the_table_of_form_2_has_its_nine_columns(form2_pages: list[Page]) -> None:
    widths = (9.6, 35, 17, 24.4, 30, 15, 60, 20, 14)
    for page in form2_pages:
        upright = page.upright()
        places = sorted({round(rule.middle, 2) for rule in upright.rules if not rule.lies})
        columns = [place for place, after in pairwise([*places, 999]) if after - place > 0.5]
        assert len(columns) == 10
        for width, (left, right) in zip(widths, pairwise(columns), strict=True):
            assert right - left == near(width)


# ---- 版记 (7.4)


def test_the_imprint_is_on_an_even_last_page_with_its_rules_at_the_foot(
    red_notice: list[Page], bulletin: list[Page]
) -> None:
    for page, day in ((red_notice[-1], "2023年7月20日"), (bulletin[-1], "2023年11月30日")):
        assert page.number % 2 == 0
        rules = [rule for rule in page.rules if rule.lies]
        assert [rule.thickness for rule in rules] == [near(0.35, 0.02), near(0.25, 0.02), near(0.35, 0.02)]
        assert rules[-1].bottom == near(FOOT)
        for rule in rules:
            assert (rule.left, rule.right) == (near(left_edge(page)), near(right_edge(page)))
        copies, issued = page.line("抄送："), page.line("江西省总工会办公室")
        for line in (copies, issued):
            assert line.chars[0].size_mm == near(FOURTH, 0.02)
            assert line.left == near(left_edge(page) + FOURTH)
        assert issued.right == near(right_edge(page) - FOURTH)
        assert issued.text.endswith(f"{day}印发")
        turned_over = page.lines[page.lines.index(copies) + 1]
        assert turned_over.left == near(copies.start_of("中华"), 0.4)


def test_without_an_imprint_in_the_campaign_none_is_printed(notice: list[Page]) -> None:
    assert not any("印发机关" in page.text or "抄送" in page.text for page in notice)


# ---- the bulletin's tables


def test_the_winner_tables_repeat_their_head_and_split_no_row(bulletin: list[Page]) -> None:
    tables = [page for page in bulletin if "刀库" in page.text]
    assert len(tables) > 2
    widths = (11, 50, 33, 36, 26)
    for page in tables:
        assert "序号项目名称完成人所在单位推荐单位" in [line.text for line in page.lines]
        places = sorted({round(rule.middle, 2) for rule in page.rules if not rule.lies})
        columns = [place for place, after in pairwise([*places, 999]) if after - place > 0.5]
        assert [right - left for left, right in pairwise(columns)] == [near(width) for width in widths]
        assert (columns[0], columns[-1]) == (near(left_edge(page)), near(right_edge(page)))
        names = [line.text for line in page.lines if "第" in line.text and "号立式" in line.text]
        ends = [line.text for line in page.lines if "保护装置" in line.text]
        assert len(names) == len(ends)
    printed = "".join(page.text for page in tables)
    assert all(printed.count(f"第{place}号立式") == 3 for place in range(1, 25))


def test_the_imprint_stands_on_the_last_page_of_text_where_it_can() -> None:
    """Clause 7.4: an even last page. Clause 7.5: a blank page before it, and its own then, have no number."""
    imprint = {"copy_to": "省委办公厅", "printed_by": "江西省总工会办公室", "printed_on": "2023年7月20日"}
    ends = {}
    for rows in (4, 6, 7):
        pages = measured(bulletin_pdf(rows, text={"imprint": imprint}))
        last = pages[-1]
        kind = "here" if "刀库" in last.text else "after blank" if pages[-2].text == "" else "next"
        ends[kind] = pages
        assert last.number % 2 == 0
        assert max(rule.bottom for rule in last.rules) == near(FOOT)
        assert (f"—{last.number}—" in last.text.replace(" ", "")) is (kind != "after blank")
        rules = sorted({round(rule.top, 1) for rule in last.rules if rule.lies})
        if kind == "here":  # the tables end above it
            assert rules[-3] - rules[-4] > 5
    assert set(ends) == {"here", "next", "after blank"}
