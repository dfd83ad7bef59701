"""What an Excel template may hold: sheets of text with their formats, validations and page set-up.

The lists are those of the program's own templates, and what Excel, WPS and LibreOffice make of such a workbook
(ECMA-376 part 1, 18). There is no formula but in a validation, and there it only counts or lists.
"""

from __future__ import annotations

import re

from generator.office.lists import WRITTEN_OF_THEMSELVES, kind, names

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
MAIN_PART = "xl/workbook.xml"
# Parts of which a cell may be a link to a web page or a mail.
LINKED = re.compile(r"xl/worksheets/sheet\d*\.xml")
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml."
_MS = "http://schemas.microsoft.com/office/"

KINDS = (
    kind(r"xl/workbook\.xml", f"{_TYPE}sheet.main+xml", "officeDocument", "workbook"),
    kind(r"xl/worksheets/sheet\d*\.xml", f"{_TYPE}worksheet+xml", "worksheet", "worksheet"),
    kind(r"xl/sharedStrings\.xml", f"{_TYPE}sharedStrings+xml", "sharedStrings", "sst"),
    kind(r"xl/styles\.xml", f"{_TYPE}styles+xml", "styles", "styleSheet"),
    kind(r"xl/theme/theme\d*\.xml", "application/vnd.openxmlformats-officedocument.theme+xml", "theme", "theme"),
    *WRITTEN_OF_THEMSELVES,
    kind(r"xl/comments\d*\.xml", f"{_TYPE}comments+xml", "comments", "comments", "批注"),
    kind(r"xl/comments/comment\d*\.xml", f"{_TYPE}comments+xml", "comments", "comments", "批注"),
    kind(r"xl/threadedComments/threadedComment\d*\.xml", "application/vnd.ms-excel.threadedcomments+xml",
         f"{_MS}2017/10/relationships/threadedComment", "ThreadedComments", "批注"),
    kind(r"xl/persons/person\d*\.xml", "application/vnd.ms-excel.person+xml",
         f"{_MS}2017/10/relationships/person", "personList", "批注人"),
    # The frames in which comments are shown; a sheet has no other old drawing.
    kind(r"xl/drawings/(?:vmlDrawing|commentsDrawing)\d*\.vml",
         "application/vnd.openxmlformats-officedocument.vmldrawing", "vmlDrawing", "xml", "批注"),
    kind(r"xl/printerSettings/printerSettings\d*\.bin", f"{_TYPE}printerSettings", "printerSettings", "",
         "打印机设置"),
    kind(r"xl/calcChain\.xml", f"{_TYPE}calcChain+xml", "calcChain", "calcChain", "计算顺序"),
)  # fmt: skip

_SHEET = """
    worksheet sheetPr tabColor outlinePr pageSetUpPr dimension sheetViews sheetView pane selection sheetFormatPr cols
    col sheetData row c v is t r rPr rPh phoneticPr rFont charset family b i strike outline shadow condense extend
    color sz u vertAlign scheme sheetProtection autoFilter filterColumn filters filter mergeCells mergeCell
    dataValidations dataValidation formula1 formula2 hyperlinks hyperlink printOptions pageMargins pageSetup
    headerFooter oddHeader oddFooter evenHeader evenFooter firstHeader firstFooter rowBreaks colBreaks brk
    ignoredErrors ignoredError conditionalFormatting cfRule formula colorScale cfvo dataBar iconSet sheetCalcPr
"""
_WORKBOOK = """
    workbook fileVersion workbookPr workbookProtection bookViews workbookView sheets sheet definedNames definedName
    calcPr
"""
_STYLES = """
    styleSheet numFmts numFmt fonts font b i strike condense extend outline shadow u vertAlign sz color name family
    charset scheme fills fill patternFill fgColor bgColor gradientFill stop borders border left right top bottom
    start end diagonal vertical horizontal cellStyleXfs cellXfs xf alignment protection cellStyles cellStyle dxfs dxf
    tableStyles tableStyle tableStyleElement colors indexedColors rgbColor mruColors
"""
ELEMENTS = names(_SHEET + _WORKBOOK + _STYLES + " sst si")
# Left out of whatever is made: what the editor needs, who wrote, and what belongs to dropped parts.
DROPPED = names("""
    legacyDrawing extLst fileSharing fileRecoveryPr webPublishing cellWatches AlternateContent
""")
# Which attribute of which element may name a relationship, and of which type that must be.
REFERENCES = {("sheet", "id"): "worksheet", ("hyperlink", "id"): "hyperlink"}
DROPPED_ATTRIBUTES = frozenset({("definedName", "comment")})  # somebody's remark
DROPPED_REFERENCES = frozenset({("pageSetup", "id")})  # the printer's settings
LINK_ATTRIBUTES = frozenset({"ref", "display", "tooltip"})
# Names with a meaning of their own (18.2.5) that only say what is printed and filtered; Auto_Open and the like run.
OWN_NAMES = frozenset({"_xlnm.print_area", "_xlnm.print_titles", "_xlnm._filterdatabase"})
NAME_ATTRIBUTES = frozenset({"name", "localSheetId", "hidden"})
OFF = frozenset({"0", "false"})

_CELL = r"\$?[A-Z]{1,3}\$?\d{1,7}"
_AREA = rf"(?:{_CELL}(?::{_CELL})?|\$?[A-Z]{{1,3}}:\$?[A-Z]{{1,3}}|\$?\d{{1,7}}:\$?\d{{1,7}})"
_SHEET_NAME = r"(?:'(?:[^'\[\]\\/:*?|]|'')+'|[^\W\d][\w.]*)!"
_NUMBER = r"-?\d+(?:\.\d+)?"
# A number, or places on sheets of this workbook.
REFERENCE = re.compile(rf"{_NUMBER}|(?:{_SHEET_NAME})?{_AREA}(?:,(?:{_SHEET_NAME})?{_AREA})*")
# What a validation or a format may compare with: those, a list of words, or a name of the workbook.
CONDITION = re.compile(rf"{REFERENCE.pattern}|\"(?:[^\"]|\"\")*\"|[^\W\d][\w.]*")
CELLS = re.compile(r"([A-Z]{1,3})(\d{1,7})(?::([A-Z]{1,3})(\d{1,7}))?")
LARGEST_LINK_AREA = 1_000  # cells
