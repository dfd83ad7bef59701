"""A part of a workbook held against the lists: first what is left out of everything made, then the rest judged."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from lxml import etree
from lxml.etree import _Element as Element

from generator.office.bounded_xml import COMPATIBILITY, attributes, drop, ignorable, split_name
from generator.office.drawing_lists import DRAWING, XML
from generator.office.drawing_lists import ELEMENTS as DRAWING_ELEMENTS
from generator.office.excel_lists import (
    CELLS,
    CONDITION,
    DROPPED,
    DROPPED_ATTRIBUTES,
    DROPPED_REFERENCES,
    ELEMENTS,
    LARGEST_LINK_AREA,
    LINK_ATTRIBUTES,
    MAIN,
    NAME_ATTRIBUTES,
    OFF,
    OWN_NAMES,
    REFERENCE,
    REFERENCES,
)
from generator.office.fields import link_reminder
from generator.office.found import Found, Words, quoted
from generator.office.lists import HARMLESS_LINK, MARKS, RELATIONS, STRICT, TRANSITIONAL
from generator.office.opc import Relation

_M = f"{{{MAIN}}}"
_LISTED = {MAIN: ELEMENTS, DRAWING: DRAWING_ELEMENTS[DRAWING]}
_OTHERS = {
    **dict.fromkeys(("drawing", "legacyDrawingHF", "picture", "oleObjects", "controls", "tableParts", "smartTags",
                     "customProperties", "webPublishItems", "pivotCaches"),
                    Words("template-object", "有图片、图表、控件、表格对象或其他对象", "请删去它们后重新保存。")),
    **dict.fromkeys(("externalReferences", "dataConsolidate"),
                    Words("template-link", "引用了别的工作簿", "请在“数据—编辑链接”中断开链接后保存。")),
}  # fmt: skip
_TEXTS = frozenset({"t"})
_TEXT_ATTRIBUTES = frozenset({("dataValidation", "error"), ("dataValidation", "prompt")})
_DELETE = "请删去这一处后重新保存。"


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
    if (etree.QName(root).namespace or "").startswith(STRICT):
        yield Found("template-broken", where, "这是“Strict Open XML”格式。", "请另存为普通的“Excel 工作簿（.xlsx）”。")
        return
    for one in root.iter():
        space, name = split_name(one.tag)
        if name not in _LISTED.get(space, ()):
            yield _unknown(name, one, where)
            continue
        yield from _attributes(one, name, where, relations)
        if MARKS.search(f"{one.text or ''}{one.tail or ''}") and name not in (*_TEXTS, "formula1"):
            yield _mark(where, f"{name} ")
        if space == MAIN:
            yield from _conditions(one, name, where)


def _unknown(name: str, one: Element, where: str) -> Found:
    if name == "f":
        parent = one.getparent()
        cell = "" if parent is None else parent.get("r", "")
        message = f"单元格 {cell} 有公式{quoted(one.text or '')}。"
        return Found("template-formula", where, message, "请复制后“选择性粘贴—数值”，只留文字。")
    code, what, fix = _OTHERS.get(name, Words("template-element", "有模板里不能有的内容", _DELETE))
    return Found(code, where, f"{what}（{name}）。", fix)


def _mark(where: str, what: str) -> Found:
    message = f"{what}里有 {{{{ }}}} 或 {{% %}}，程序不填写那里。"
    return Found("template-mark", where, message, "请把标记移到单元格的文字里，或删去。")


def _attributes(one: Element, name: str, where: str, relations: Mapping[str, Relation]) -> Iterator[Found]:
    for key, value in attributes(one):
        space, local = split_name(key)
        if space == RELATIONS:
            kind, relation = REFERENCES.get((name, local), ""), relations.get(value)
            if not kind or relation is None or relation.kind != TRANSITIONAL + kind:
                yield Found("template-link", where, f"{name} 引用了别的内容（{quoted(value)}）。", _DELETE)
            elif kind == "hyperlink":
                yield from _link(one, relation, where)
        elif (name == "hyperlink" and local not in LINK_ATTRIBUTES) or space == COMPATIBILITY:
            yield Found("template-link", where, f"{name} 有模板里不能有的 {local}={quoted(value)}。", _DELETE)
        elif MARKS.search(value) and (name, local) not in _TEXT_ATTRIBUTES:
            yield _mark(where, f"{name} 的属性 {local} ")


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
