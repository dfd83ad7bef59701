"""Form 2 in Excel by XlsxWriter: the same sheet, its layout written in code."""

from __future__ import annotations

import json
from io import BytesIO
from pathlib import Path
from typing import Any

from estimate import height_pt
from job import each, job, told
from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

# The columns: key, width in digits, size in pt.
COLUMNS = (
    ("row_number", 4.199, 10.5),
    ("name", 14.698, 10.5),
    ("lead_name", 7.139, 10.5),
    ("lead_phone", 10.079, 9),
    ("unit_and_post", 12.598, 10.5),
    ("industry", 6.299, 10.5),
    ("brief", 25.197, 9),
    ("category", 8.399, 10.5),
    ("non_public", 5.879, 10.5),
)
LAST, BRIEF, CATEGORY, NON_PUBLIC = len(COLUMNS) - 1, 6, 7, 8
ANNEX, TITLE, LINE, HEAD, DATA = range(5)
HEAD_PT, THIN, MEDIUM, A4 = 9, 1, 2, 9
MM_PER_INCH = 25.4


def made(context: dict[str, Any]) -> bytes:
    """The workbook of these values."""
    out, rows = BytesIO(), context["rows"]
    with Workbook(out, {"in_memory": True}) as book:
        book.set_properties({"title": context["title"]})
        sheet = book.add_worksheet("申报汇总表")
        page(sheet, last=DATA + len(rows))
        write_head(book, sheet, context)
        write_rows(book, sheet, rows)
        end = DATA + len(rows)
        note = book.add_format({"font_name": "宋体", "font_size": 10.5, "valign": "vcenter", "num_format": "@"})
        sheet.set_row(end, 25.51)
        sheet.merge_range(end, 0, end, LAST, context["foot_note"], note)
        add_rules(sheet, context, DATA + len(rows) - 1)
        book.define_name("rows", f"='申报汇总表'!$A${DATA + 1}:$I${end}")
    return out.getvalue()


def page(sheet: Worksheet, last: int) -> None:
    """Paper, margins, columns."""
    sheet.set_landscape()
    sheet.set_paper(A4)
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(12 / MM_PER_INCH, 12 / MM_PER_INCH, 20 / MM_PER_INCH, 18 / MM_PER_INCH)
    sheet.center_horizontally()
    sheet.set_footer("&C第 &P 页  共 &N 页", {"margin": 9 / MM_PER_INCH})
    sheet.repeat_rows(HEAD)
    sheet.freeze_panes(DATA, 0)
    sheet.print_area(0, 0, last, LAST)
    sheet.ignore_errors({"number_stored_as_text": f"A1:I{last + 1}"})
    for place, (_, width, _) in enumerate(COLUMNS):
        sheet.set_column(place, place, width)


def write_head(book: Workbook, sheet: Worksheet, context: dict[str, Any]) -> None:
    """The lines above the table and its head."""
    common = {"valign": "vcenter", "num_format": "@"}
    annex = book.add_format({**common, "font_name": "黑体", "font_size": 16, "align": "left"})
    title = book.add_format({**common, "font_name": "方正小标宋简体", "font_size": 22, "align": "center"})
    left = book.add_format({**common, "font_name": "宋体", "font_size": 12, "align": "left"})
    right = book.add_format({**common, "font_name": "宋体", "font_size": 12, "align": "right"})
    day = context["applied"]
    for row, height in ((ANNEX, 25.51), (TITLE, 42.52), (LINE, 25.51)):
        sheet.set_row(row, height)
    sheet.merge_range(ANNEX, 0, ANNEX, LAST, "附件2", annex)
    sheet.merge_range(TITLE, 0, TITLE, LAST, context["title"], title)
    sheet.merge_range(LINE, 0, LINE, 4, f"申报单位：{context['recommender']}（盖章）", left)
    sheet.merge_range(LINE, 5, LINE, LAST, f"申报时间：{day['year']}年{day['month']}月{day['day']}日", right)
    texts = [text.replace("|", "\n") for text in context["headers"]]
    for place, text in enumerate(texts):
        edges = {"top": MEDIUM, "bottom": THIN, **sides(place)}
        head = {**common, **edges, "font_name": "黑体", "font_size": HEAD_PT, "align": "center", "text_wrap": True}
        sheet.write_string(HEAD, place, text, book.add_format(head))
    cells = [(text, width, HEAD_PT) for text, (_, width, _) in zip(texts, COLUMNS, strict=True)]
    sheet.set_row(HEAD, height_pt(cells, 68.03))


def write_rows(book: Workbook, sheet: Worksheet, rows: list[dict[str, str]]) -> None:
    """The rows, each as high as its text is estimated to need."""
    formats = {
        (place, ends): book.add_format(
            {
                "valign": "vcenter",
                "num_format": "@",
                "font_name": "宋体",
                "font_size": size,
                "align": "left" if key == "brief" else "center",
                "indent": int(key == "brief"),
                "text_wrap": True,
                "top": THIN,
                "bottom": MEDIUM if ends else THIN,
                **sides(place),
            }
        )
        for place, (key, _, size) in enumerate(COLUMNS)
        for ends in (False, True)
    }
    for number, row in enumerate(rows):
        ends = number == len(rows) - 1
        sheet.set_row(DATA + number, height_pt([(row[key], width, size) for key, width, size in COLUMNS], 31.18))
        for place, (key, _, _) in enumerate(COLUMNS):
            sheet.write_string(DATA + number, place, row[key], formats[place, ends])


def sides(place: int) -> dict[str, int]:
    """The rules at the left and the right of a cell in this column."""
    return {"left": MEDIUM if place == 0 else THIN, "right": MEDIUM if place == LAST else THIN}


def add_rules(sheet: Worksheet, context: dict[str, Any], last: int) -> None:
    """What may be entered: one of a list, a text that is not too long."""
    wrong = {"error_title": "请从列表中选择", "error_message": "只能填列表中的一项。"}
    for place, choices in ((CATEGORY, context["categories"]), (NON_PUBLIC, ("是", "否"))):
        sheet.data_validation(DATA, place, last, place, {"validate": "list", "source": list(choices), **wrong})
    limit = context["brief_limit"]
    long = {"error_title": "项目简介过长", "error_message": f"项目简介应在{limit}字以内。", "error_type": "warning"}
    rule = {"validate": "length", "criteria": "<=", "value": limit}
    sheet.data_validation(DATA, BRIEF, last, BRIEF, rule | long)


def main() -> None:
    """Do the job."""
    about = job()
    records = json.loads(Path(about["form2_values"]).read_text(encoding="utf-8"))
    told(**each(made, records, about["count"], Path(about["sample"])))


if __name__ == "__main__":
    main()
