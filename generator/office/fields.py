"""The fields of a Word part: each one's instruction put together from its runs, and held against the list.

A field is `begin`, its instruction, `separate`, its result, `end` (ECMA-376 part 1, 17.16.2); the instruction may be
cut over any runs, and other fields may stand in it. What stands in a text box, a note or an alternative is a
story of its own, so that no field begins in one and ends in the other.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lxml.etree import _Element as Element

from generator.office.found import Found, quoted
from generator.office.lists import HARMLESS_LINK, MARKS
from generator.office.word_lists import MAIN

# Fields that say something of the page they stand on, with the general switches (17.16.4.3): nothing is read.
PAGE_FIELDS = frozenset({"PAGE", "NUMPAGES", "SECTIONPAGES", "SECTION"})
SWITCH = re.compile(r"""\\\*\s*"?[A-Za-z]\w*"?|\\\#\s*(?:"[^"\\]*"|[\w,.#]+)""")
# WPS keeps a link as a field; Word lets it stand in one too. The address is judged as that of a relationship.
LINK_FIELD = "HYPERLINK"
LINK_SWITCH = re.compile(r"""\\[hHnN]|\\[oOtT]\s*"[^"\\]*\"""")
# 带圈字符, 拼音指南 and the like: Word draws an equation of its arguments, which are text; the latter names a font.
EQUATION_FONT = re.compile(r'\\\*\s*"Font:[\w .-]*"')
EQUATION_FIELD = re.compile(r"""(?:\\[a-zA-Z]+|[^\\"{}<>|'/:]|\\[(),;\[\]])*""")

_W = f"{{{MAIN}}}"
_TYPE, _INSTRUCTION = f"{_W}fldCharType", f"{_W}instr"
_STORIES = frozenset(
    {f"{_W}{name}" for name in ("txbxContent", "footnote", "endnote", "docPart")}
    | {f"{{http://schemas.openxmlformats.org/markup-compatibility/2006}}{name}" for name in ("Choice", "Fallback")}
)
_NAME = re.compile(r"\s*([A-Za-z]+|=)")
_FIX = "请在 Word 中选中它，按 Ctrl+Shift+F9 变成普通文字。"


@dataclass
class _Field:
    instruction: str = ""
    is_result: bool = False


def field_problems(root: Element, part: str) -> Iterator[Found]:
    """What is wrong with the fields of the part."""
    for simple in root.iter(f"{_W}fldSimple"):
        yield from _judged(simple.get(_INSTRUCTION, ""), part)
    stories = [root, *root.iter(*_STORIES)]
    if next(root.iter(f"{_W}fldChar", f"{_W}instrText"), None) is not None:
        for story in stories:
            yield from _of_story(story, part)


def _of_story(story: Element, part: str) -> Iterator[Found]:
    """Those of the story itself; what is within another story in it is left to that one."""
    opened: list[_Field] = []
    torn = Found("template-field", part, "有不完整的域。", _FIX)
    for one in _own(story):
        if one.tag == f"{_W}instrText":
            if not opened or opened[-1].is_result:
                yield torn
                yield from _judged(one.text or "", part)
            else:
                opened[-1].instruction += one.text or ""
        elif one.tag == f"{_W}t":
            if any(not field.is_result for field in opened):  # a mark there could take pieces out of the instruction
                yield torn
        elif one.get(_TYPE) == "begin":
            if any(not field.is_result for field in opened):
                yield Found("template-field", part, "域代码里又有域。", _FIX)
            opened.append(_Field())
        elif not opened or one.get(_TYPE) not in ("separate", "end"):
            yield torn
        elif one.get(_TYPE) == "separate":
            opened[-1].is_result = True
        else:
            yield from _judged(opened.pop().instruction, part)
    for field in opened:
        yield torn
        yield from _judged(field.instruction, part)


def _own(story: Element) -> Iterator[Element]:
    for child in story:
        if child.tag in (f"{_W}instrText", f"{_W}fldChar", f"{_W}t"):
            yield child
        elif child.tag not in _STORIES:
            yield from _own(child)


def _judged(instruction: str, part: str) -> Iterator[Found]:
    if MARKS.search(instruction) or "{" in instruction or "}" in instruction:
        message = f"域代码{quoted(instruction.strip())}里有 {{{{ }}}}，数据不能用来组成域。"
        yield Found("template-mark", part, message, "请把标记移到正文，或删去这个域。")
        return
    found = _NAME.match(instruction)
    name = found[1].upper() if found else ""
    rest = instruction[found.end() :] if found else instruction
    if name in PAGE_FIELDS and not SWITCH.sub("", rest).strip():
        return
    if name == "EQ" and EQUATION_FIELD.fullmatch(SWITCH.sub("", EQUATION_FONT.sub(" ", rest))):
        return
    if name == LINK_FIELD and (link := link_of(rest)):
        yield link_reminder(link, part)
        return
    message = f"有不能用的域{quoted(instruction.strip())}：它可能读取其他文件或运行程序。"
    yield Found("template-field", part, message, _FIX)


def link_of(arguments: str) -> str:
    """The address of a HYPERLINK field that opens a web page or a mail; empty for any other."""
    plain = LINK_SWITCH.sub("", SWITCH.sub("", arguments)).strip()
    if plain[:1] == plain[-1:] == '"' and len(plain) > 1:
        plain = plain[1:-1]
    return plain if HARMLESS_LINK.fullmatch(plain) else ""


def link_reminder(address: str, part: str) -> Found:
    """That there is a link to click."""
    message = f"有超链接{quoted(address)}，打印件上点不开。"
    return Found("template-link", part, message, "请核对是否需要。", is_error=False)
