"""What an Excel template may hold: no formula but its own conditions, and no way out but links to click."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from support.office_files import EXCEL_TYPE, OFFICE, changed, png, stored, with_properties, with_text
from support.template_judge import complaints

from generator.campaign.errors import TemplateError, errors_of
from generator.campaign.layout import package_templates, starter_folder
from generator.linting.samples import Samples, samples
from generator.office.package import read_package
from generator.office.templates import admitted
from generator.rendering.excel import workbook
from generator.rendering.formats import usable

PROGRAM = package_templates()
FORM2 = (PROGRAM / "form2/form2.xlsx").read_bytes()
BOOK, SHEET, STRINGS = "xl/workbook.xml", "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml"


@pytest.fixture(scope="module")
def given() -> Samples:
    return samples(starter_folder())


def errors(content: bytes) -> set[str]:
    found = errors_of(admitted(content, "templates/form2/form2.xlsx").problems)
    assert all(one.message and one.fix for one in found)
    return {one.code for one in found}


def cell(xml: str) -> bytes:
    return with_text(FORM2, SHEET, '<c r="A1"', f'<c r="A1" s="1">{xml}</c><c r="B1"')


def after_cells(
    xml: str, kind: str = "hyperlink", target: str = "https://example.org/", mode: str = "External"
) -> bytes:
    made = changed(FORM2, {}, [(SHEET, "rIdE", kind, target, mode)])
    space = f' xmlns:r="{OFFICE.rstrip("/")}"'
    armed = re.sub(r"(<\w+)", rf"\1{space}", xml, count=1)
    return with_text(made, SHEET, "</mergeCells>", f"</mergeCells>{armed}")


def named(name: str, text: str, about: str = "") -> bytes:
    return with_text(
        FORM2, BOOK, "</definedNames>", f'<definedName name="{name}"{about}>{text}</definedName></definedNames>'
    )


def validated(formula: str) -> bytes:
    return with_text(FORM2, SHEET, '<formula1>"是,否"</formula1>', f"<formula1>{formula}</formula1>")


def formatted(kind: str, formula: str = "") -> bytes:
    inside = f"<formula>{formula}</formula>" if formula else ""
    rule = f'<cfRule type="{kind}" priority="1">{inside}</cfRule>'
    whole = f'</mergeCells><conditionalFormatting sqref="A5">{rule}</conditionalFormatting>'
    return with_text(FORM2, SHEET, "</mergeCells>", whole)


def with_part(name: str, content_type: str, kind: str, source: str = BOOK, content: bytes | str = "<x/>") -> bytes:
    return changed(FORM2, {name: (content_type, content)}, [(source, "rIdE", kind, "/" + name, "")])


LINK = '<hyperlinks><hyperlink ref="K1" r:id="rIdE"/></hyperlinks>'
REFUSED = {
    "web service": (cell('<f>WEBSERVICE("http://127.0.0.1:9/"&amp;D4)</f><v>0</v>'), "template-formula"),
    "dynamic data exchange": (cell("<f>cmd|'/c calc'!A0</f><v>0</v>"), "template-formula"),
    "another workbook": (cell("<f>'\\\\10.0.0.1\\[a.xlsx]S'!A1</f><v>0</v>"), "template-formula"),
    "a sum": (cell("<f>SUM(A1:A3)</f><v>0</v>"), "template-formula"),
    "shared formula": (cell('<f t="shared" si="0" ref="A1:A9">1+1</f><v>0</v>'), "template-formula"),
    "array formula": (cell('<f t="array" ref="A1">1+1</f><v>0</v>'), "template-formula"),
    "formula with a mark": (cell("<f>{{ title }}</f><v>0</v>"), "template-formula"),
    "name with a function": (named("a", "WEBSERVICE(1)"), "template-formula"),
    "name elsewhere": (named("a", "[1]S!$A$1"), "template-formula"),
    "name that runs": (named("Auto_Open", "'申报汇总表'!$A$1"), "template-formula"),
    "name of a macro": (named("a", "'申报汇总表'!$A$1", ' function="1"'), "template-formula"),
    "name out of data": (named("a", "{{ title }}"), "template-mark"),
    "validation with a function": (validated("INDIRECT(A1)"), "template-formula"),
    "validation behind a list": (validated('"a"&amp;WEBSERVICE("b")'), "template-formula"),
    "format with a function": (formatted("expression", "LEN(A1)&gt;3"), "template-formula"),
    "link to a file": (after_cells(LINK, target="file:///c:/a.exe"), "template-link"),
    "link in small letters": (after_cells(LINK, target="file:///c:/a.exe", mode="external"), "template-link"),
    "link on a whole sheet": (after_cells(LINK.replace("K1", "A1:XFD1048576")), "template-link"),
    "link to a place": (after_cells('<hyperlinks><hyperlink ref="A1" location="a"/></hyperlinks>'), "template-link"),
    "link out of data": (after_cells(LINK.replace(" r:id", ' tooltip="{{ title }}" r:id')), "template-mark"),
    "picture": (after_cells('<drawing r:id="rIdE"/>', "drawing", "a.xml", ""), "template-object"),
    "picture of a header": (
        after_cells("<headerFooter><oddHeader>&amp;L&amp;G</oddHeader></headerFooter>"),
        "template-object",
    ),
    "mark in a header": (
        after_cells("<headerFooter><oddHeader>{{ title }}</oddHeader></headerFooter>"),
        "template-mark",
    ),
    "object": (after_cells('<oleObjects><oleObject progId="a" r:id="rIdE"/></oleObjects>'), "template-object"),
    "control": (after_cells('<controls><control r:id="rIdE" shapeId="1"/></controls>'), "template-object"),
    "external references": (
        with_text(FORM2, BOOK, "<definedNames>", "<externalReferences/><definedNames>"),
        "template-link",
    ),
    "link part": (
        with_part("xl/externalLinks/externalLink1.xml", f"{EXCEL_TYPE}externalLink+xml", "externalLink"),
        "template-link",
    ),
    "connections": (with_part("xl/connections.xml", f"{EXCEL_TYPE}connections+xml", "connections"), "template-part"),
    "macro sheet": (
        with_part(
            "xl/macrosheets/sheet9.xml",
            "application/vnd.ms-excel.macrosheet+xml",
            "http://schemas.microsoft.com/office/2006/relationships/xlMacrosheet",
        ),
        "template-macro",
    ),
    "macro sheet called a sheet": (
        with_part("xl/worksheets/sheet9.xml", "application/vnd.ms-excel.macrosheet+xml", "worksheet"),
        "template-macro",
    ),
    "dialog sheet": (
        with_part("xl/dialogsheets/sheet9.xml", f"{EXCEL_TYPE}dialogsheet+xml", "dialogsheet"),
        "template-part",
    ),
    "pivot table": (
        with_part("xl/pivotTables/pivotTable1.xml", f"{EXCEL_TYPE}pivotTable+xml", "pivotTable", SHEET),
        "template-part",
    ),
    "media": (with_part("xl/media/a.png", "image/png", "image", SHEET, png()), "template-part"),
    "another main part": (
        with_text(FORM2, "_rels/.rels", 'Target="xl/workbook.xml"', 'Target="xl/book.xml"'),
        "template-broken",
    ),
    "strict form": (
        stored(
            (
                name,
                data.replace(
                    b"http://schemas.openxmlformats.org/spreadsheetml/2006/main",
                    b"http://purl.oclc.org/ooxml/spreadsheetml/main",
                ),
            )
            for name, data in read_package(FORM2).items()
        ),
        "template-broken",
    ),
}


@pytest.mark.parametrize("what", REFUSED)
def test_what_is_outside_the_lists_is_an_error(what: str) -> None:
    content, code = REFUSED[what]
    assert code in errors(content)
    with pytest.raises(TemplateError, match=r"templates/form2/form2\.xlsx"):
        usable(content, "form2/form2.xlsx")


COMMENTS = '<comments xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><authors><author>不应外传ZK4Q</author></authors></comments>'
ALLOWED = {
    "nothing changed": FORM2,
    "list on the sheet": validated("$K$1:$K$9"),
    "list on this sheet by name": validated("'申报汇总表'!$K$1:$K$9"),
    "number": named("limit", "100"),
    "filter": named("_xlnm._FilterDatabase", "'申报汇总表'!$A$4:$I$5", ' localSheetId="0" hidden="1"'),
    "two areas": named("both", "'申报汇总表'!$A$4,'申报汇总表'!$B$4"),
    "duplicates in colour": formatted("duplicateValues"),
    "compared with a number": formatted("cellIs", "100"),
    "link to a page": after_cells(LINK),
    "link to a mailbox": after_cells(LINK, target="mailto:a@example.org"),
    "text that looks like a formula": with_text(FORM2, STRINGS, "附件2", "=1+1"),
    "comments": changed(
        after_cells('<legacyDrawing r:id="rIdV"/>'),
        {
            "xl/comments1.xml": (f"{EXCEL_TYPE}comments+xml", COMMENTS),
            "xl/drawings/vmlDrawing1.vml": ("application/vnd.openxmlformats-officedocument.vmlDrawing", "<xml/>"),
        },
        [
            (SHEET, "rIdC", "comments", "../comments1.xml", ""),
            (SHEET, "rIdV", "vmlDrawing", "../drawings/vmlDrawing1.vml", ""),
        ],
    ),
    "printer settings": changed(
        with_text(FORM2, SHEET, "<pageSetup ", f'<pageSetup xmlns:r="{OFFICE[:-1]}" r:id="rIdP" '),
        {
            "xl/printerSettings/printerSettings1.bin": (f"{EXCEL_TYPE}printerSettings", "不应外传ZK4Q"),
        },
        [(SHEET, "rIdP", "printerSettings", "../printerSettings/printerSettings1.bin", "")],
    ),
    "properties": with_properties(FORM2),
    "as Excel saves it": with_text(
        with_text(
            FORM2,
            BOOK,
            "<workbook ",
            '<workbook xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" mc:Ignorable="x15 xr" '
            'xmlns:x15="http://schemas.microsoft.com/office/spreadsheetml/2010/11/main" '
            'xmlns:xr="http://schemas.microsoft.com/office/spreadsheetml/2014/revision" ',
        ),
        BOOK,
        "<bookViews>",
        '<mc:AlternateContent><mc:Choice Requires="x15"><x15ac:absPath url="C:\\不应外传ZK4Q\\" xmlns:x15ac="http://'
        'schemas.microsoft.com/office/spreadsheetml/2010/11/ac"/></mc:Choice></mc:AlternateContent>'
        '<xr:revisionPtr revIDLastSave="0" documentId="不应外传ZK4Q"/><bookViews>',
    ),
}


@pytest.mark.parametrize("what", ALLOWED)
def test_what_is_in_the_lists_is_let_through_and_filled(what: str, given: Samples) -> None:
    assert errors(ALLOWED[what]) == set()
    made = workbook.render(
        usable(ALLOWED[what], "form2/form2.xlsx"), given.contexts["form2/form2.xlsx"][-1], modified=given.day
    )
    assert complaints(made) == []
    assert "试填文字" in read_package(made)[STRINGS].decode()


@pytest.mark.parametrize("path", sorted(PROGRAM.rglob("*.xlsx")), ids=lambda path: path.name)
def test_the_programs_own_templates_hold_nothing_outside_the_lists(path: Path) -> None:
    assert admitted(path.read_bytes(), path.name).problems == ()


def test_a_category_ends_no_list_and_begins_no_formula(given: Samples) -> None:
    context = {
        **given.contexts["form2/form2.xlsx"][-1],
        "categories": ['小发明"&WEBSERVICE("http://127.0.0.1/")&"', "小革新"],
    }
    sheet = read_package(workbook.render(FORM2, context, modified=given.day))[SHEET].decode()
    assert '"小发明""&amp;WEBSERVICE(""http://127.0.0.1/"")&amp;"",小革新"' in sheet
