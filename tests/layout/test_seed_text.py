"""The finished notice and blank forms say what the notice of 2023 says: line by line and cell by cell."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import date

import pytest
from docx import Document
from docx.oxml.ns import qn
from layout.cells import form1_cells, ruled_rows
from layout.measuring import Page, measured
from layout.papers import notice_context, notice_pdf, settings
from layout.seed import SeedForm, bare, notice_lines, seed_form
from lxml.etree import _Element as Element
from openpyxl import load_workbook

from generator.campaign.layout import package_templates
from generator.composing.forms import blank
from generator.rendering.excel import workbook
from generator.rendering.html import pages
from generator.rendering.word import word_file

pytestmark = pytest.mark.xdist_group("layout-seed")

DAY = date(2023, 7, 20)
FORM1_NAME = "《2023年江西省职工“五小”活动优秀成果项目申报表》"
FORM2_ROWS = 4  # the seed's rows 1, 2, 3 and …; ours fill the page with empty ones

# Every difference between the seed and our notice (docs/layout.md, "The notice"): what the seed has, what we have.
DIFFERENCES = (
    (["工作程序"], ["四、工作程序"]),  # the published text lost an automatic number
    # 7.3.4: the first attachment's name stands on the line of 附件：, not below it
    (["附件：", f"1.{FORM1_NAME}"], [f"附件：1.{FORM1_NAME}"]),
)


def wanted_notice() -> list[str]:
    lines = notice_lines()
    for old, new in DIFFERENCES:
        (place,) = [place for place in range(len(lines)) if lines[place : place + len(old)] == old]
        lines[place : place + len(old)] = new
    return lines


def first_difference(wanted: list[str], printed: list[str]) -> str:
    """Where the printed lines leave the wanted ones, each of which may fill several of them; empty if nowhere."""
    rest = list(printed)
    for line in wanted:
        taken = ""
        while rest and len(taken) < len(line):
            taken += rest.pop(0)
        if taken != line:
            return f"“{line}” is printed as “{taken}”"
    return f"too much: {rest}" if rest else ""


def _template(name: str) -> bytes:
    return (package_templates() / name).read_bytes()


# ---- reading what was made


@pytest.fixture(scope="module")
def printed() -> list[Page]:
    return measured(notice_pdf())


@pytest.fixture(scope="module")
def notice_docx() -> Element:
    content = word_file.render(_template("notice/notice.docx"), notice_context(), modified=DAY)
    return Document(io.BytesIO(content)).element.body


def word_text(element: Element) -> str:
    return bare("".join(text.text or "" for text in element.iter(qn("w:t"))))


def word_rows(table: Element) -> list[list[str]]:
    """The cells of a Word table row by row; one that goes on from above is empty."""
    return [[word_text(cell) for cell in row.iter(qn("w:tc"))] for row in table.iter(qn("w:tr"))]


def word_lines(body: Element) -> Iterator[str]:
    """Every paragraph outside a table, in order; a line break begins a new line."""
    for paragraph in body.iter(qn("w:p")):
        if any(True for _ in paragraph.iterancestors(qn("w:tbl"))):
            continue
        text = "".join(
            "\n" if part.tag == qn("w:br") else part.text or "" for part in paragraph.iter(qn("w:t"), qn("w:br"))
        )
        yield from (bare(line) for line in text.split("\n") if bare(line))


# ---- the notice


def test_the_notice_in_pdf_says_line_by_line_what_the_seed_says(printed: list[Page]) -> None:
    end = next(page.number for page in printed if page.lines[0].text == "附件1")
    lines = [line.text for page in printed[: end - 1] for line in page.lines[:-1]]
    assert first_difference(wanted_notice(), lines) == ""


def test_the_notice_in_word_says_line_by_line_what_the_seed_says(notice_docx: Element) -> None:
    lines = list(word_lines(notice_docx))
    assert first_difference(wanted_notice(), lines[: lines.index("附件1")]) == ""


def test_the_list_of_differences_is_whole_and_short() -> None:
    assert len(DIFFERENCES) == 2
    assert "四、工作程序" in wanted_notice()
    unchanged = [line for line in notice_lines() if line in wanted_notice()]
    assert len(unchanged) == len(notice_lines()) - 3


@pytest.mark.parametrize(
    ("printed_lines", "told"),
    [
        (["甲乙", "丙", "丁"], ""),
        (["甲乙丙", "丁"], ""),
        (["甲乙", "丙戊"], "“丁” is printed as “”"),
        (["甲已", "丙", "丁"], "“甲乙丙” is printed as “甲已丙”"),
        (["甲乙", "丙", "丁", "戊"], "too much: ['戊']"),
    ],
)
def test_a_changed_missing_or_added_word_of_the_notice_is_found(printed_lines: list[str], told: str) -> None:
    found = first_difference(["甲乙丙", "丁"], printed_lines)
    assert found == told or (told and found.startswith("“"))


# ---- the blank forms

OPINIONS, OPINIONS_FROM = 4, 20


def pdf_form1(made: list[Page]) -> SeedForm:
    cover, data, intro, opinions = made
    rows = [
        ["" if cell is None else page.text_in(box) for cell, box in row]
        for page, part in ((data, "data"), (intro, "intro"), (opinions, "opinions"))
        for row in form1_cells(page, part)
    ]
    foot = opinions.lines[-2 if opinions.lines[-1].text.startswith("—") else -1].text
    return SeedForm([line.text for line in cover.lines if not line.text.startswith("—")], rows, [foot])


def word_form1(body: Element) -> SeedForm:
    """The lines of the cover's table stand between the title and the issuer."""
    outermost = [table for table in body.iter(qn("w:tbl")) if not any(True for _ in table.iterancestors(qn("w:tbl")))]
    cover, *tables = outermost
    rows = [row for table in tables for row in word_rows(table)]
    for _ in range(OPINIONS):  # each is two rows in Word: its words, and seal with date
        (_, foot), (label, words) = rows.pop(), rows.pop()
        rows.insert(OPINIONS_FROM, [label, words + foot])
    *title, issuer, foot = word_lines(body)
    return SeedForm([*title, word_text(cover), issuer], rows, [foot])


def test_blank_form_1_in_pdf_says_cell_by_cell_what_the_seed_says() -> None:
    made = pdf_form1(measured(pages.render("form1/form1.html", blank(settings(), "form1"))))
    wanted = seed_form(1)
    assert len(wanted.rows) == 24
    assert made.rows == wanted.rows
    assert "".join(made.head) == "".join(wanted.head)
    assert made.foot == wanted.foot


def test_form_1_in_the_notice_is_the_same_blank_form(printed: list[Page]) -> None:
    start = next(place for place, page in enumerate(printed) if page.lines[0].text == "附件1")
    made, wanted = pdf_form1(printed[start : start + 4]), seed_form(1)
    assert made.rows == wanted.rows
    assert made.foot == wanted.foot


def test_blank_form_1_in_word_says_cell_by_cell_what_the_seed_says() -> None:
    content = word_file.render(_template("form1/form1.docx"), blank(settings(), "form1"), modified=DAY)
    made, wanted = word_form1(Document(io.BytesIO(content)).element.body), seed_form(1)
    assert made.rows == wanted.rows
    assert "".join(made.head) == "".join(wanted.head)
    assert made.foot == wanted.foot


def checked_form2(head: list[str], rows: list[list[str]], foot: list[str]) -> None:
    wanted = seed_form(2)
    assert len(wanted.rows) == FORM2_ROWS + 1
    assert head == wanted.head
    assert rows[: len(wanted.rows)] == wanted.rows
    assert len(rows) > len(wanted.rows)
    assert set("".join(map("".join, rows[len(wanted.rows) :]))) == set()
    assert foot == wanted.foot


def pdf_form2(page: Page) -> None:
    rows = [[page.text_in(box) for box in row] for row in ruled_rows(page)]
    top, bottom = ruled_rows(page)[0][0][1], ruled_rows(page)[-1][0][3]
    head = [line.text for line in page.lines if line.baseline < top]
    foot = [line.text for line in page.lines if line.baseline > bottom and "第1页" not in line.text]
    checked_form2(head, rows, foot)


def test_blank_form_2_in_pdf_says_cell_by_cell_what_the_seed_says() -> None:
    (page,) = measured(pages.render("form2/form2.html", blank(settings(), "form2")))
    pdf_form2(page)


def test_form_2_in_the_notice_is_the_same_blank_form(printed: list[Page]) -> None:
    (page,) = [page.upright() for page in printed if page.turned]
    pdf_form2(page)


def test_blank_form_2_in_word_says_cell_by_cell_what_the_seed_says() -> None:
    content = word_file.render(_template("form2/form2.docx"), blank(settings(), "form2"), modified=DAY)
    body = Document(io.BytesIO(content)).element.body
    (table,) = [table for table in body.iter(qn("w:tbl")) if "项目简介" in word_text(table)]
    others = [word_text(one) for one in body.iter(qn("w:tbl")) if one is not table]
    *head, foot = word_lines(body)
    checked_form2([*head, *others], word_rows(table), [foot])


def test_blank_form_2_in_excel_says_cell_by_cell_what_the_seed_says() -> None:
    content = workbook.render(_template("form2/form2.xlsx"), blank(settings(), "form2"), modified=DAY)
    (sheet,) = load_workbook(io.BytesIO(content)).worksheets
    rows = [[bare(str(cell or "")) for cell in row] for row in sheet.iter_rows(values_only=True)]
    start = next(place for place, row in enumerate(rows) if row[0] == "序号")
    *table, foot = rows[start:]
    checked_form2(["".join(row) for row in rows[:start]], [row[:9] for row in table], ["".join(foot)])


def test_the_seeds_tables_are_read_as_they_stand() -> None:
    first, second = seed_form(1), seed_form(2)
    assert first.rows[4] == ["", "", "", "批准时间", ""]
    assert first.rows[13] == [""] * 6
    assert first.rows[20][0] == "所在单位推荐意见"
    assert second.rows[4] == ["…", *[""] * 8]
    assert second.head[0] == "附件2"
