"""What an Excel template may hold, and a part of one held against that: first what is left out, then the rest judged.

The lists are those of the program's own templates, and what Excel, WPS and LibreOffice make of a workbook of texts with
their formats, validations and page set-up (ECMA-376 part 1, 18). There is no formula but in a validation, and there it
only counts or lists.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from lxml import etree
from lxml.etree import _Element as Element

from generator.office.bounded_xml import COMPATIBILITY, attributes, drop, ignorable, split_name
from generator.office.drawing_lists import DRAWING, XML
from generator.office.drawing_lists import ELEMENTS as DRAWING_ELEMENTS
from generator.office.fields import link_reminder
from generator.office.found import Found, mark_found, quoted
from generator.office.lists import HARMLESS_LINK, MARKS, RELATIONS, TRANSITIONAL, WRITTEN_OF_THEMSELVES, kind, names
from generator.office.opc import Relation
from generator.reading.prescan import Trouble

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

_LISTED = {MAIN: ELEMENTS, DRAWING: DRAWING_ELEMENTS[DRAWING]}
_OTHERS = {
    **dict.fromkeys(("drawing", "legacyDrawingHF", "picture", "oleObjects", "controls", "tableParts", "smartTags",
                     "customProperties", "webPublishItems", "pivotCaches"),
                    Trouble("template-object", "有图片、图表、控件、表格对象或其他对象", "请删去它们后重新保存。")),
    **dict.fromkeys(("externalReferences", "dataConsolidate"),
                    Trouble("template-link", "引用了别的工作簿", "请在“数据—编辑链接”中断开链接后保存。")),
}  # fmt: skip
_TEXT_ATTRIBUTES = frozenset({("dataValidation", "error"), ("dataValidation", "prompt")})
_DELETE = "请删去这一处后重新保存。"
_FILLED = "单元格的文字"


def in_words(part: str) -> str:
    """What a clerk calls the part, and its name."""
    return f"工作表（{part}）" if part.startswith("xl/worksheets/") else part


def strip(root: Element) -> None:
    """Take out what names people and machines, and what belongs to parts that are left out."""
    passed = ignorable(root, _LISTED)
    for one in list(root.iter()):
        tag = etree.QName(one)
        if one is not root and (tag.localname in DROPPED or tag.namespace in passed):
            drop(one)
            continue
        for name, _ in attributes(one):
            space, local = split_name(name)
            is_printer = space == RELATIONS and (tag.localname, local) in DROPPED_REFERENCES
            if is_printer or (tag.localname, local) in DROPPED_ATTRIBUTES or space not in ("", MAIN, RELATIONS, XML):
                del one.attrib[name]


def problems(root: Element, part: str, relations: Mapping[str, Relation]) -> Iterator[Found]:
    """What of the part, already stripped, is not in the lists; `relations` are its own by their ids."""
    where = in_words(part)
    for one in root.iter():
        space, name = split_name(one.tag)
        if name not in _LISTED.get(space, ()):
            yield _unknown(name, one, where)
            continue
        yield from _attributes(one, name, where, relations)
        if MARKS.search(f"{one.text or ''}{one.tail or ''}") and name not in ("t", "formula1"):
            yield mark_found(where, f"{name} ", _FILLED)
        if space == MAIN:
            yield from _conditions(one, name, where)


def _unknown(name: str, one: Element, where: str) -> Found:
    if name == "f":
        parent = one.getparent()
        cell = "" if parent is None else parent.get("r", "")
        message = f"单元格 {cell} 有公式{quoted(one.text or '')}。"
        return Found("template-formula", where, message, "请复制后“选择性粘贴—数值”，只留文字。")
    other = _OTHERS.get(name, Trouble("template-element", "有模板里不能有的内容", _DELETE))
    return Found(other.code, where, f"{other.message}（{name}）。", other.fix)


def _attributes(one: Element, name: str, where: str, relations: Mapping[str, Relation]) -> Iterator[Found]:
    for key, value in attributes(one):
        space, local = split_name(key)
        if space == RELATIONS:
            wanted, relation = REFERENCES.get((name, local), ""), relations.get(value)
            if not wanted or relation is None or relation.kind != TRANSITIONAL + wanted:
                yield Found("template-link", where, f"{name} 引用了别的内容（{quoted(value)}）。", _DELETE)
            elif wanted == "hyperlink":
                yield from _link(one, relation, where)
        elif (name == "hyperlink" and local not in LINK_ATTRIBUTES) or space == COMPATIBILITY:
            yield Found("template-link", where, f"{name} 有模板里不能有的 {local}={quoted(value)}。", _DELETE)
        elif MARKS.search(value) and (name, local) not in _TEXT_ATTRIBUTES:
            yield mark_found(where, f"{name} 的属性 {local} ", _FILLED)


def _link(one: Element, relation: Relation, where: str) -> Iterator[Found]:
    """A link on a few cells, told; one on a whole sheet is written into each cell of it by some programs."""
    if HARMLESS_LINK.fullmatch(relation.target):
        yield link_reminder(relation.target, where)
    if not 0 < _area(one.get("ref", "")) <= LARGEST_LINK_AREA:
        yield Found("template-link", where, f"超链接放在了整片单元格{quoted(one.get('ref', ''))}上。", _DELETE)


def _area(cells: str) -> int:
    """How many cells `B2` or `B2:C9` are; 0 for anything else."""
    found = CELLS.fullmatch(cells)
    if not found:
        return 0
    left, top, right, bottom = found.groups()
    return (_column(right or left) - _column(left) + 1) * (int(bottom or top) - int(top) + 1)


def _column(letters: str) -> int:
    """The number of a column from 1: A → 1, XFD → 16384."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def _conditions(one: Element, name: str, where: str) -> Iterator[Found]:
    """Formulas that stand outside of cells: of validations, formats and names."""
    text = (one.text or "").strip()
    if name == "definedName":
        title = one.get("name", "")
        folded = title.casefold()
        runs = folded.startswith("auto_") or (folded.startswith("_xlnm") and folded not in OWN_NAMES)
        on = [key for key, value in attributes(one) if key not in NAME_ATTRIBUTES and value not in OFF]
        if runs or on or not REFERENCE.fullmatch(text):
            message = f"名称{quoted(title)}的内容{quoted(text)}不是本工作簿的单元格。"
            yield Found("template-formula", where, message, "请在“公式—名称管理器”中删去这个名称。")
    elif name in ("formula1", "formula2", "formula") and text:
        if not CONDITION.fullmatch(text):
            message = f"数据验证或条件格式里有公式{quoted(text)}。"
            yield Found("template-formula", where, message, "请只用列表、数字或单元格区域。")
    elif name in ("oddHeader", "oddFooter", "evenHeader", "evenFooter", "firstHeader", "firstFooter"):
        if "&g" in text.casefold().replace("&&", ""):
            yield Found("template-object", where, "页眉或页脚里有图片。", "请在“页面设置”中删去页眉页脚的图片。")
    elif name == "cfvo" and one.get("type") == "formula":
        yield Found("template-formula", where, "条件格式里有公式。", "请只用列表、数字或单元格区域。")
