"""What a Word or Excel template may not hold: programs, links to elsewhere, embedded objects, bombs.

Nothing is unpacked before the package has been found modest, and nothing is parsed that declares entities.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator, Mapping
from io import BytesIO
from pathlib import Path
from xml.sax.saxutils import unescape

from lxml import etree

from generator.errors import Place, Problem, error, warning
from generator.reading.prescan import DECLARATION, OLE_SIGNATURE, PACKAGE_ERRORS, overlapping, workbook_trouble
from generator.rendering.package import read_package
from generator.rendering.word import is_filled
from generator.rendering.word_places import PARSER

LARGEST_FILE_BYTES = 20_000_000
LARGEST_INFLATED_BYTES = 50_000_000
MOST_PARTS = 1_000
SAVE_AS = "请用 Word 打开后另存为普通的 .docx。"
# Fields that fetch another file, or run something, when Word opens or updates the document.
FETCHING_FIELDS = re.compile(
    r"\b(INCLUDEPICTURE|INCLUDETEXT|INCLUDE|IMPORT|DDE|DDEAUTO|LINK|DATABASE|MACROBUTTON|RD|EMBED)\b"
)
HARMLESS_LINKS = ("http://", "https://", "mailto:")
_IDLE_PARTS = {
    "word/footnotes": "脚注",
    "word/endnotes": "尾注",
    "word/comments": "批注",
    "word/styles": "样式",
    "docProps/": "文件属性",
    "customXml/": "文件属性",
}
_RELATION = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_ENCODING = re.compile(rb"<\?xml[^>]*encoding=[\"'](?!utf-8[\"'])", re.IGNORECASE)


def package_problems(path: Path, name: str) -> list[Problem]:
    """Why the template, called `name` in messages, is not safe to open; empty where it is."""
    if path.suffix.lower() == ".xlsx":
        trouble = workbook_trouble(path)
        return [error(trouble.code, Place(name), "", trouble.message, trouble.fix)] if trouble else []
    try:
        return list(_word_problems(path, name))
    except (*PACKAGE_ERRORS, etree.XMLSyntaxError):
        return [error("template-broken", Place(name), "", "不是完好的 Word 文件（.docx）。", SAVE_AS)]


def links_outside(own: Path) -> list[Problem]:
    """A problem for each file of the template folder that is a link to somewhere else: nothing there may be read."""
    root = own.resolve()
    names = [path.relative_to(own).as_posix() for path in own.rglob("*") if not path.resolve().is_relative_to(root)]
    what, fix = "是指向文件夹以外的链接。", "请把文件本身放进文件夹。"
    return [error("template-outside", Place(f"templates/{name}"), "", what, fix) for name in sorted(names)]


def _word_problems(path: Path, name: str) -> Iterator[Problem]:
    place = Place(name)
    content = path.read_bytes() if path.stat().st_size <= LARGEST_FILE_BYTES else None
    if content is None or not _is_modest(content):
        yield error("template-too-large", place, "", "文件内容异常庞大。", "请删去大图片后重新保存。")
        return
    if content.startswith(OLE_SIGNATURE):
        yield error("template-broken", place, "", "这是旧的 .doc 格式，或加了密码。", SAVE_AS)
        return
    parts = read_package(content)
    if any(DECLARATION.search(data) or _ENCODING.match(data) or b"\0" in data for data in _texts(parts).values()):
        yield error("template-broken", place, "", "文件里有不允许的定义（DTD），或不是 UTF-8。", SAVE_AS)
        return
    etree.fromstring(parts["word/document.xml"], PARSER)  # whole, or told as broken
    yield from _programs(parts, place)
    yield from _links(parts, place)
    yield from _fields(parts, place)
    yield from _idle_marks(parts, place)


def _is_modest(content: bytes) -> bool:
    """Whether the package says, and keeps to it, that it holds no more than any template does."""
    if content.startswith(OLE_SIGNATURE):
        return True
    with zipfile.ZipFile(BytesIO(content)) as package:
        found = package.infolist()
        names = {one.filename for one in found}
        if len(names) != len(found) or overlapping(package, found, len(content)):
            raise zipfile.BadZipFile("parts overlap")
        return len(found) <= MOST_PARTS and sum(one.file_size for one in found) <= LARGEST_INFLATED_BYTES


def _texts(parts: Mapping[str, bytes]) -> dict[str, bytes]:
    return {name: data for name, data in parts.items() if name.endswith((".xml", ".rels"))}


def _programs(parts: Mapping[str, bytes], place: Place) -> Iterator[Problem]:
    if any("vba" in name.lower() for name in parts) or b"macroEnabled" in parts.get("[Content_Types].xml", b""):
        yield error("template-macro", place, "", "模板带有宏。", SAVE_AS)
    if any(name.startswith(("word/embeddings/", "word/activeX/")) or "altChunk" in name for name in parts):
        yield error("template-object", place, "", "模板里嵌有其他文件、对象或控件。", "请删去嵌入的对象后重新保存。")


def _links(parts: Mapping[str, bytes], place: Place) -> Iterator[Problem]:
    """Relationships that lead out of the file: of hyperlinks only those that do nothing until they are clicked."""
    for name, data in parts.items():
        if not name.endswith(".rels"):
            continue
        for relation in etree.fromstring(data, PARSER).iter(_RELATION):
            kind, target = relation.get("Type", "").rsplit("/", 1)[-1], relation.get("Target", "")
            if kind == "aFChunk":
                yield error("template-object", place, "", "模板里嵌有其他文件。", "请把内容直接放进模板。")
            elif relation.get("TargetMode") != "External":
                continue
            elif kind == "hyperlink" and target.lower().startswith(HARMLESS_LINKS):
                yield warning(
                    "template-link", place, "", f"有超链接“{target[:60]}”，打印件上点不开。", "请核对是否需要。"
                )
            else:
                message = f"引用了文件以外的内容“{target[:60]}”（{kind}）。"
                yield error("template-link", place, "", message, "请改为嵌入文件内，或删去。")


def _fields(parts: Mapping[str, bytes], place: Place) -> Iterator[Problem]:
    """Field codes that fetch another file or run something; a code may be cut over several runs."""
    for name, data in _texts(parts).items():
        if not name.startswith("word/") or name.endswith(".rels"):
            continue
        tree = etree.fromstring(data, PARSER)
        code = "".join(node.text or "" for node in tree.iter(f"{_W}instrText"))
        code += " ".join(node.get(f"{_W}instr", "") for node in tree.iter(f"{_W}fldSimple"))
        if found := FETCHING_FIELDS.search(unescape(code)):
            message = f"有会读取其他文件或运行程序的域 {found[1]}。"
            yield error("template-field", place, "", message, "请在 Word 中按 Ctrl+Shift+F9 把域变成普通文字。")


def _idle_marks(parts: Mapping[str, bytes], place: Place) -> Iterator[Problem]:
    """Marks where nothing is filled in: they would be printed as they stand, or lie hidden in the properties."""
    for name, data in _texts(parts).items():
        if not is_filled(name) and (b"{{" in data or b"{%" in data):
            where = next((text for start, text in _IDLE_PARTS.items() if name.startswith(start)), name)
            message = f"{where}里有 {{{{ }}}} 或 {{% %}}，程序不填写那里。"
            yield error("template-mark", place, "", message, "请把标记移到正文、页眉或页脚，或删去。")
