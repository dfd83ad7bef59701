"""What is pasted into a cell is what was filled in; larger than its cell, or with lines that overlap, it is told."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from inspected_files import made
from lxml import etree
from lxml.etree import _Element as Element

from generator.inspecting.findings import Finding
from generator.inspecting.inspecting import inspect
from generator.office.package import read_package, write_package

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_SPACES = f'xmlns:w="{W[1:-1]}" xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"'


def _table(columns: int, width: int, rows: int) -> Element:
    cell = f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr><w:p><w:r><w:t>5.2 mm</w:t></w:r></w:p></w:tc>'
    row, grid = f"<w:tr>{cell * columns}</w:tr>", f'<w:gridCol w:w="{width}"/>' * columns
    return etree.fromstring(f"<w:tbl {_SPACES}><w:tblPr/><w:tblGrid>{grid}</w:tblGrid>{row * rows}</w:tbl>")


def _picture(wide_mm: int, high_mm: int) -> Element:
    extent = f'<wp:extent cx="{wide_mm * 36000}" cy="{high_mm * 36000}"/>'
    return etree.fromstring(f"<w:r {_SPACES}><w:drawing><wp:inline>{extent}</wp:inline></w:drawing></w:r>")


def _last_paragraph(body: Element, tag: str) -> Element:
    """The last paragraph of the control with that name."""
    (control,) = (one.getparent() for one in body.iter(f"{W}sdtPr") if one.find(f"{W}tag").get(f"{W}val") == tag)
    return list(control.iter(f"{W}p"))[-1]


def _pasted(name: str, tag: str, put: Callable[[Element], None]) -> list[Finding]:
    """What is found in that form after something was put behind, or into, the paragraph."""
    package = read_package(made()[name])
    tree = etree.fromstring(package["word/document.xml"])
    put(_last_paragraph(tree, tag))
    return list(inspect(write_package({**package, "word/document.xml": etree.tostring(tree)}), "a.docx").findings)


@pytest.mark.parametrize(
    ("name", "tag"), [("form1.docx", "intro"), ("blank-form1.docx", "intro"), ("blank-form1.docx", "benefit")]
)
def test_a_table_in_a_text_is_no_change(name: str, tag: str) -> None:
    assert _pasted(name, tag, lambda one: one.addnext(_table(3, 1500, 1))) == []


def test_a_table_wider_than_its_cell_is_told_with_the_cell() -> None:
    (finding,) = _pasted("form1.docx", "intro", lambda one: one.addnext(_table(5, 3000, 3)))
    assert (finding.place, finding.what) == ("第3页 表格第2行第1格 “项目简介”", "贴入的表格")
    assert "264.6毫米" in finding.found


def test_a_table_that_makes_its_page_run_on_is_told() -> None:
    (finding,) = _pasted("blank-form1.docx", "benefit", lambda one: one.addnext(_table(3, 1200, 12)))
    assert (finding.place, finding.wanted) == ("第2页 表格", "印在同一页")


def test_a_picture_that_finds_room_is_no_change() -> None:
    assert _pasted("blank-form1.docx", "intro", lambda one: one.append(_picture(120, 80))) == []


def test_a_picture_that_is_cut_is_told_with_its_cell() -> None:
    (wide,) = _pasted("blank-form1.docx", "intro", lambda one: one.append(_picture(200, 80)))
    assert (wide.place, wide.what) == ("第3页 表格第2行第1格 “项目简介”", "图片")
    (high,) = _pasted("blank-form1.docx", "lead_address", lambda one: one.append(_picture(30, 25)))
    assert "被固定的行距" in high.found


@pytest.mark.parametrize(("pitch", "told"), [(160, ["字号（或行距）只有8磅"]), (240, [])])
def test_lines_that_cover_each_other_are_told(pitch: int, told: list[str]) -> None:
    def squeezed(paragraph: Element) -> None:
        properties = paragraph.find(f"{W}pPr")
        for one in properties.findall(f"{W}spacing"):
            properties.remove(one)
        properties.append(etree.fromstring(f'<w:spacing {_SPACES} w:line="{pitch}" w:lineRule="exact"/>'))

    assert [one.found for one in _pasted("form1.docx", "intro", squeezed)] == told


@pytest.mark.parametrize(
    ("property_", "told"),
    [
        ("<w:vanish/>", ["有隐藏的文字"]),
        ('<w:color w:val="FFFFFF"/>', ["有白色的文字"]),
        ('<w:color w:val="FF0000"/>', []),
    ],
)
def test_text_that_is_not_seen_is_told(property_: str, told: list[str]) -> None:
    run = etree.fromstring(f"<w:r {_SPACES}><w:rPr>{property_}</w:rPr><w:t>5.2 mm</w:t></w:r>")
    assert [one.found for one in _pasted("blank-form1.docx", "intro", lambda one: one.append(run))] == told
