"""The text of a Word file is what its reader sees, however the file stores it."""

from __future__ import annotations

import pytest
from lxml import etree
from support.returned_habits import run, xml

from generator.reading.word_tables.elements import W
from generator.reading.word_tables.grid import DocumentReader, Grid
from generator.reading.word_tables.numbering import Numbering
from generator.reading.word_tables.signs import sign
from generator.reading.word_tables.texts import LineReader

MATH = "<m:r><m:t>{}</m:t></m:r>"
FIELD = (
    '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>{}</w:instrText></w:r>'
    '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
)
OLD_FIELD = '<w:r><w:fldChar w:fldCharType="begin"><w:ffData>{}</w:ffData></w:fldChar></w:r>'


@pytest.mark.parametrize(
    ("inner", "text"),
    [
        ('<w:r><w:sym w:font="Symbol" w:char="F046"/></w:r>', "Φ"),
        ('<w:r><w:sym w:font="Wingdings 2" w:char="F0A3"/></w:r>', "□"),
        ('<w:r><w:sym w:font="Wingdings" w:char="F0FE"/></w:r>', "☑"),
        ('<w:r><w:sym w:font="Wingdings" w:char="zz"/></w:r>', "\ufffd"),
        (run("5 m") + run("3", '<w:vertAlign w:val="superscript"/>'), "5 m³"),
        (f"<m:oMath><m:sSup><m:e>{MATH.format('m')}</m:e><m:sup>{MATH.format('2')}</m:sup></m:sSup></m:oMath>", "m²"),
        (f'<w:fldSimple w:instr="DATE">{run("2023年")}</w:fldSimple>', "2023年"),
        (OLD_FIELD.format("<w:checkBox><w:checked/></w:checkBox>"), "☑"),
        (OLD_FIELD.format('<w:checkBox><w:default w:val="0"/></w:checkBox>'), "□"),
        (
            '<w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:ddList><w:result w:val="1"/><w:listEntry w:val="甲"/>'
            '<w:listEntry w:val="乙"/></w:ddList></w:ffData></w:fldChar></w:r>',
            "乙",
        ),
        (f"<w:r><w:ruby><w:rt>{run('yi')}</w:rt><w:rubyBase>{run('一')}</w:rubyBase></w:ruby></w:r>", "一"),
        (FIELD.format(r"eq \o\ac(○,男)") + run("  女"), "☑男  女"),
        (FIELD.format(r" EQ \o\ac(□,是)"), "☑是"),
        (FIELD.format(r"eq \o\ac(○,12)"), "(12)"),
        (FIELD.format("PAGE"), ""),
        (FIELD.format(r"eq \o\ac(</w:instrText><w:instrText>○</w:instrText><w:instrText>,男)"), "☑男"),
        (run("甲") + run("（旧址）", '<w:color w:val="FFFFFF"/>'), "甲\ufffd"),
        (run("甲") + run("  ", '<w:color w:val="FFFFFF"/>'), "甲  "),
        (run("甲", '<w:shd w:fill="000000"/><w:color w:val="FFFFFF"/>'), "甲"),
        ("<w:r><w:t>a</w:t><w:softHyphen/><w:t>b</w:t><w:noBreakHyphen/><w:t>c</w:t></w:r>", "ab-c"),
        (f'<w:hyperlink>{run("甲")}</w:hyperlink><w:smartTag>{run("乙")}</w:smartTag>', "甲乙"),
    ],
)  # fmt: skip
def test_a_paragraph_says_what_is_seen(inner: str, text: str) -> None:
    (paragraph,) = xml(f"<w:p>{inner}</w:p>")
    assert LineReader().line(paragraph).text == text


def test_signs_of_no_sign_font_are_themselves() -> None:
    assert [sign(code, "宋体") for code in (0x221A, 0x41)] == ["√", "A"]


LIST = (
    '<w:numbering><w:abstractNum w:abstractNumId="1">'
    '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="{0}"/><w:lvlText w:val="{1}"/></w:lvl>'
    '<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1.%2"/></w:lvl>'
    '</w:abstractNum><w:num w:numId="7"><w:abstractNumId w:val="1"/></w:num></w:numbering>'
)


@pytest.mark.parametrize(
    ("kind", "text", "numbers"),
    [
        ("decimal", "%1.", ["1.", "2.", "2.1", "2.2", "3."]),
        ("chineseCounting", "%1、", ["一、", "二、", "二.1", "二.2", "三、"]),
        ("decimalEnclosedCircle", "%1", ["①", "②", "②.1", "②.2", "③"]),
        ("upperLetter", "（%1）", ["（A）", "（B）", "B.1", "B.2", "（C）"]),
        ("bullet", "\uf0b7", ["", "", "2.1", "2.2", ""]),
    ],
)
def test_numbers_that_word_writes_are_read(kind: str, text: str, numbers: list[str]) -> None:
    counted = Numbering(xml(LIST.format(kind, text))[0], None)
    item = '<w:p><w:pPr><w:numPr><w:ilvl w:val="{}"/><w:numId w:val="7"/></w:numPr></w:pPr></w:p>'
    assert [counted.number(xml(item.format(level))[0]) for level in (0, 0, 1, 1, 0)] == numbers
    assert counted.number(xml("<w:p/>")[0]) == ""


def test_merged_cells_are_there_once_and_tables_within_cells_with_them() -> None:
    merge = "<w:tcPr><w:vMerge{}/></w:tcPr>"
    within = f"<w:tc><w:p>{run('内')}</w:p></w:tc>"
    inner = f"<w:tbl><w:tr>{within}{within}</w:tr></w:tbl>"
    begins = merge.format(' w:val="restart"')
    first = f"<w:tr><w:tc>{begins}<w:p>{run('合')}</w:p></w:tc><w:tc><w:p/>{inner}</w:tc></w:tr>"
    second = f"<w:tr><w:tc>{merge.format('')}<w:p/></w:tc><w:tc><w:p>{run('右')}</w:p></w:tc></w:tr>"
    body = etree.Element(f"{W}body")
    body.extend(xml(f"<w:tbl>{first}{second}</w:tbl>"))
    (grid,) = DocumentReader().blocks(body)
    assert isinstance(grid, Grid)
    assert [(cell.text, cell.rows, cell.is_rest) for row in grid.rows for cell in row] == [
        ("合", 2, False), ("", 1, False), ("", 1, True), ("右", 1, False),
    ]  # fmt: skip
    assert [one.number for one in grid.rows[0][1].tables] == [2]
    assert grid.at(1, 0) is grid.rows[0][0]


def test_a_table_of_one_cell_within_a_cell_is_text_of_that() -> None:
    inner = f"<w:tbl><w:tr><w:tc><w:p>{run('内')}</w:p></w:tc></w:tr></w:tbl>"
    body = etree.Element(f"{W}body")
    body.extend(xml(f"<w:tbl><w:tr><w:tc>{inner}<w:p/></w:tc></w:tr></w:tbl>"))
    (grid,) = DocumentReader().blocks(body)
    assert isinstance(grid, Grid)
    assert [(cell.text.strip(), cell.tables) for cell in grid.rows[0]] == [("内", [])]


@pytest.mark.parametrize(
    "shading", ['<w:shd w:fill="1F3864"/>', '<w:shd w:val="solid" w:color="000000" w:fill="auto"/>']
)
@pytest.mark.parametrize("within", ["<w:p><w:pPr>{}</w:pPr>%s</w:p>", "<w:tc><w:tcPr>{}</w:tcPr><w:p>%s</w:p></w:tc>"])
def test_white_text_on_something_dark_is_seen(shading: str, within: str) -> None:
    (element,) = xml((within % run("甲", '<w:color w:val="FFFFFF"/>')).format(shading))
    paragraph = element if element.tag == f"{W}p" else element.find(f"{W}p")
    assert paragraph is not None
    assert LineReader().line(paragraph).text == "甲"


def test_a_tick_in_a_text_box_may_be_anybodys() -> None:
    box = "<w:r><w:pict><w:txbxContent><w:p>{}</w:p></w:txbxContent></w:pict></w:r>"
    for text, shown in (("√", "\ufffd"), ("√ 发明", "√ 发明")):
        (paragraph,) = xml(f"<w:p>{run('□发明')}{box.format(run(text))}</w:p>")
        lines = list(DocumentReader().blocks(xml(f"<w:body>{etree.tostring(paragraph).decode()}</w:body>")[0]))
        assert [line.text for line in lines if not isinstance(line, Grid)] == ["□发明", shown]
