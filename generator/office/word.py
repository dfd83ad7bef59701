"""A Word part held against the lists: first what is left out of everything made is taken out, then the rest judged."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache

from lxml.etree import _Element as Element

from generator.office.bounded_xml import COMPATIBILITY, attributes, drop, ignorable, split_name, unwrap
from generator.office.drawing_lists import (
    ATTRIBUTE_SPACES,
    DROPPED_ATTRIBUTE,
    ELEMENTS,
    EXTENSIONS,
    OFFICE_VML,
    OFFICE_VML_ATTRIBUTES,
    SETTINGS_OF_WORD,
    VML,
    VML_ATTRIBUTES,
    WORD_VML,
)
from generator.office.fields import field_problems, link_reminder
from generator.office.found import Found, mark_found, quoted
from generator.office.lists import HARMLESS_LINK, MARKS, RELATIONS, TRANSITIONAL
from generator.office.opc import Relation
from generator.office.word_lists import (
    DROPPED,
    LINK_ATTRIBUTES,
    MAIN,
    REFERENCES,
    SETTINGS,
    TRACKED,
    UNWRAPPED,
)
from generator.reading.prescan import Trouble

_W, _MC = f"{{{MAIN}}}", f"{{{COMPATIBILITY}}}"
_IN_WORDS = {
    "header": "页眉", "footer": "页脚", "footnotes": "脚注", "endnotes": "尾注", "styles": "样式",
    "settings": "文档设置", "glossary": "构建基块", "numbering": "编号", "document": "正文",
}  # fmt: skip
_FILLED = "正文、页眉或页脚的文字"
_UNKNOWN = Trouble("template-element", "有模板里不能有的内容",
                 "请删去这一处后重新保存；不知道是哪一处时，请把文字复制到自带的模板里。")  # fmt: skip
_OBJECT = Trouble("template-object", "嵌有对象、控件或其他文件", "请删去它，或把内容直接放进模板。")
_OTHERS = {
    **dict.fromkeys(("object", "control", "OLEObject", "altChunk", "subDoc", "movie", "contentPart", "frameset",
                     "embedRegular", "embedBold", "embedItalic", "embedBoldItalic"), _OBJECT),
    **dict.fromkeys(TRACKED, Trouble("template-changes", "有没有处理的修订痕迹，删去的文字也可能印出来",
                              "请在“审阅”中接受或拒绝全部修订后保存。")),
    **dict.fromkeys(("attachedTemplate", "mailMerge", "saveThroughXslt", "attachedSchema", "webExtensionLinked",
                     "webExtensionCreated", "hlinkClick", "hlinkHover"),
                    Trouble("template-link", "引用了文件以外的内容", "请在 Word 中取消这项引用后保存。")),
    **dict.fromkeys(("ffData", "fldData", "entryMacro", "exitMacro"),
                    Trouble("template-field", "有带数据或程序的窗体域", "请改用内容控件，或变成普通文字。")),
}  # fmt: skip


def in_words(part: str) -> str:
    """What a clerk calls the part, and its name."""
    name = next((words for start, words in _IN_WORDS.items() if part.removeprefix("word/").startswith(start)), "")
    return f"{name}（{part}）" if name else part


# ---- what is left out


def strip(root: Element) -> None:
    """Take out what names people and machines, and what the file itself calls optional and is not in the lists."""
    for alternatives in list(root.iter(f"{_MC}AlternateContent")):
        _strip_alternatives(alternatives)
    passed = ignorable(root, ELEMENTS)
    for one in list(root.iter()):
        space, local = split_name(one.tag)
        if one is not root and one.getparent() is None:
            continue  # it went with what it stood in
        for name in [name for name in map(str, one.keys()) if name[0] == "{" and _is_left_out(name, passed)]:
            del one.attrib[name]
        if one is root:
            continue
        if space == MAIN and local in UNWRAPPED:
            _unwrap(one, UNWRAPPED[local])
        elif _is_dropped(space, local, passed):
            _drop(one)


@lru_cache(maxsize=4096)
def _is_left_out(name: str, passed: frozenset[str]) -> bool:
    return bool(DROPPED_ATTRIBUTE.fullmatch(name)) or name[1:].split("}")[0] in passed


def _is_dropped(space: str, name: str, passed: frozenset[str]) -> bool:
    return (
        (space == MAIN and name in DROPPED)
        or space in passed
        or (name in ("dataBinding", "docId") and space in ELEMENTS)
        or (name in EXTENSIONS and space in ELEMENTS)
    )


def _drop(one: Element) -> None:
    """The element, and the run that held nothing else."""
    run = one.getparent()
    drop(one)
    if run is None or run.tag != f"{_W}r" or run.getparent() is None:
        return
    if all(child.tag == f"{_W}rPr" for child in run):
        drop(run)


def _unwrap(one: Element, properties: str) -> None:
    for child in one.findall(f"{_W}{properties}"):
        drop(child)
    unwrap(one)


def _strip_alternatives(alternatives: Element) -> None:
    """Without the choices that need what is not in the lists; without any, what was to be shown instead."""
    choices = alternatives.findall(f"{_MC}Choice")
    for choice in choices:
        needed = [choice.nsmap.get(prefix, "") for prefix in choice.get("Requires", "").split()]
        if not all(address in ELEMENTS for address in needed):
            choices = [one for one in choices if one is not choice]
            drop(choice)
    instead = alternatives.find(f"{_MC}Fallback")
    if not choices and instead is not None and alternatives.getparent() is not None:
        unwrap(instead)
        unwrap(alternatives)


# ---- what is judged


def problems(root: Element, part: str, relations: Mapping[str, Relation]) -> Iterator[Found]:
    """What of the part, already stripped, is not in the lists; `relations` are its own by their ids."""
    where = in_words(part)
    elements = SETTINGS_OF_WORD if SETTINGS.fullmatch(part) else ELEMENTS
    is_filled = part.startswith(("word/document", "word/header", "word/footer", "word/glossary/document"))
    for one in root.iter():
        space, name = split_name(one.tag)
        if name not in elements.get(space, ()):
            yield _unknown_element(where, name)
            continue
        yield from _attributes(one, space, name, where, relations)
        if MARKS.search(f"{one.text or ''}{one.tail or ''}"):
            yield from _marks(one, name, where, is_filled)
    yield from field_problems(root, where)


def _unknown_element(where: str, name: str) -> Found:
    other = _OTHERS.get(name, _UNKNOWN)
    return Found(other.code, where, f"{other.message}（{name}）。", other.fix)


def _marks(one: Element, name: str, where: str, is_filled: bool) -> Iterator[Found]:
    if name == "instrText":
        return  # told with its field
    if not is_filled:
        yield mark_found(where, "那里", _FILLED)
    elif name not in ("t", "p", "r") or MARKS.search(one.tail or ""):
        yield mark_found(where, f"{name} ", _FILLED)


def _attributes(one: Element, space: str, name: str, where: str, relations: Mapping[str, Relation]) -> Iterator[Found]:
    is_link = name == "hyperlink" and space == MAIN
    for key, value in attributes(one):
        address, local = split_name(key)
        if address == RELATIONS:
            yield from _reference(space, name, local, value, where, relations)
        elif not _is_attribute(space, address, local) or (is_link and local not in LINK_ATTRIBUTES):
            message = f"有模板里不能有的内容（{name} 的 {local}={quoted(value)}）。"
            yield Found("template-element", where, message, "请删去这一处后重新保存。")
        elif ("{" in value or "}" in value) and MARKS.search(value) and local != "instr":
            yield mark_found(where, f"{name} 的属性 {local} ", _FILLED)


@lru_cache(maxsize=4096)
def _is_attribute(space: str, address: str, local: str) -> bool:
    """Whether an element of the namespace `space` may have such an attribute."""
    if address == COMPATIBILITY:
        return local == "Ignorable"
    if space in (VML, OFFICE_VML, WORD_VML):
        listed = {"": VML_ATTRIBUTES, VML: VML_ATTRIBUTES, OFFICE_VML: OFFICE_VML_ATTRIBUTES}
        return local.lower() in listed.get(address, ()) or (address == VML and local == "ext")
    return not address or address == space or address in ATTRIBUTE_SPACES


def _reference(
    space: str, name: str, local: str, value: str, where: str, relations: Mapping[str, Relation]
) -> Iterator[Found]:
    """An attribute that names a relationship: on a listed element, and one of the type that belongs there."""
    kind, relation = REFERENCES.get((space, name, local), ""), relations.get(value)
    if not kind:
        yield (
            _unknown_element(where, name)
            if name in _OTHERS
            else Found("template-link", where, f"{name} 引用了别的内容（{local}）。", "请删去这一处后重新保存。")
        )
    elif relation is None or relation.kind != TRANSITIONAL + kind or relation.is_external != (kind == "hyperlink"):
        message = f"{name} 引用的内容不在文件里，或不是那一类（{quoted(value)}）。"
        yield Found("template-link", where, message, "请改为嵌入文件内，或删去。")
    elif kind == "hyperlink" and HARMLESS_LINK.fullmatch(relation.target):  # others are told with the relationships
        yield link_reminder(relation.target, where)
