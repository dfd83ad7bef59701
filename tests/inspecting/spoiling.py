"""Files spoilt in one place, as a hand in Word or Excel would."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Mapping
from copy import deepcopy
from io import BytesIO
from itertools import pairwise
from pathlib import Path

import pikepdf
from lxml import etree
from lxml.etree import _Element as Element
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from generator.campaign.layout import package_templates
from generator.office.package import read_package, write_package

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
DOCUMENT, STYLES, SETTINGS = "word/document.xml", "word/styles.xml", "word/settings.xml"


def in_word(content: bytes, change: Callable[[Element], object], part: str = DOCUMENT) -> bytes:
    """The Word file with one of its parts changed; the change must change something."""
    parts = read_package(content)
    tree = etree.fromstring(parts[part])
    before = etree.tostring(tree)
    change(tree)
    after = etree.tostring(tree)
    assert after != before, "nothing was spoilt"
    return write_package(parts | {part: after})


def in_text(content: bytes, old: str, new: str, part: str = DOCUMENT) -> bytes:
    """The Word file with text of one of its parts replaced once."""
    parts = read_package(content)
    text = parts[part].decode()
    assert old in text, f"no {old!r}"
    return write_package(parts | {part: text.replace(old, new, 1).encode()})


def in_book(content: bytes, change: Callable[[Worksheet], object]) -> bytes:
    """The workbook with its sheet changed."""
    book = load_workbook(BytesIO(content))
    change(book.worksheets[0])
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def templates_with(folder: Path, name: str, changes: Mapping[str, str]) -> Path:
    """A folder of templates in which one is changed."""
    (folder / name).parent.mkdir(parents=True, exist_ok=True)
    shutil.copy(package_templates() / name, folder / name)
    text = (folder / name).read_text(encoding="utf-8")
    for old, new in changes.items():
        assert old in text, f"no {old!r}"
        text = text.replace(old, new)
    (folder / name).write_text(text, encoding="utf-8")
    return folder


def table(tree: Element, number: int) -> Element:
    """A table, counted from 0, those inside others too."""
    return list(tree.iter(f"{W}tbl"))[number]


def row(tree: Element, number: int, at: int) -> Element:
    """A row of a table, counted from 0."""
    return table(tree, number).findall(f"{W}tr")[at]


def cell(tree: Element, number: int, at: int, place: int) -> Element:
    """A cell, counted from 0."""
    return row(tree, number, at).findall(f"{W}tc")[place]


def with_text(tree: Element, text: str) -> Element:
    """The only text node that reads so."""
    (found,) = [node for node in tree.iter(f"{W}t") if node.text == text]
    return found


def put(tree: Element, path: str, value: object, attribute: str = "val") -> None:
    """Set an attribute of everything below a path, all names in the namespace of Word."""
    found = list(tree.iterfind(path.replace("w:", W)))
    assert found, f"no {path}"
    for one in found:
        one.set(f"{W}{attribute}", str(value))


def narrow(tree: Element, number: int, column: int, twips: int, *, cells: bool = True, grid: bool = True) -> None:
    """A column made narrower: in the grid, in its cells, or in both."""
    spoilt = table(tree, number)
    if grid:
        of_grid = spoilt.findall(f"{W}tblGrid/{W}gridCol")[column]
        of_grid.set(f"{W}w", str(int(of_grid.get(f"{W}w", "0")) - twips))
    for line in spoilt.findall(f"{W}tr") if cells else []:
        at = 0
        for one in line.findall(f"{W}tc"):
            span = one.find(f"{W}tcPr/{W}gridSpan")
            wide = int(span.get(f"{W}val", "1")) if span is not None else 1
            if at <= column < at + wide:
                width = one.find(f"{W}tcPr/{W}tcW")
                assert width is not None
                width.set(f"{W}w", str(int(width.get(f"{W}w", "0")) - twips))
            at += wide


def control(tree: Element, tag: str) -> Element:
    """The control of that name."""
    (found,) = [one for one in tree.iter(f"{W}sdt") if one.find(f"{W}sdtPr/{W}tag").get(f"{W}val") == tag]
    return found


def unwrap(one: Element) -> None:
    """Take a control away and leave what stood in it."""
    parent = one.getparent()
    assert parent is not None
    at = parent.index(one)
    for number, child in enumerate(list(one.find(f"{W}sdtContent"))):
        parent.insert(at + number, child)
    parent.remove(one)


def drop(one: Element) -> None:
    """Take an element away."""
    parent = one.getparent()
    assert parent is not None
    parent.remove(one)


def double(one: Element) -> None:
    """Put a copy of an element after it."""
    one.addnext(deepcopy(one))


def type_into(tree: Element, tag: str, text: str, *, outside: bool = False, half_points: int = 18) -> None:
    """Type a value into a control, or beside it, in a size of one's own."""
    made = etree.fromstring(
        f'<w:r xmlns:w="{W[1:-1]}"><w:rPr><w:sz w:val="{half_points}"/></w:rPr><w:t>{text}</w:t></w:r>'
    )
    place = control(tree, tag)
    content = place.find(f"{W}sdtContent")
    of_cell = content.find(f"{W}tc") is not None
    if outside and not of_cell:
        place.addnext(made)
        return
    for flag in place.findall(f"{W}sdtPr/{W}showingPlcHdr"):
        drop(flag)
    holder, *spare = list(content.iter(f"{W}p")) or [content]
    for one in spare:
        drop(one)
    for old in holder.findall(f"{W}r"):
        if not outside:
            drop(old)
    holder.append(made)


def with_rule_shifted(pdf: bytes, page: int, by_mm: float) -> bytes:
    """The PDF with the first upright rule of a page (from 0) moved to the right."""
    with pikepdf.open(BytesIO(pdf)) as opened:
        found = opened.pages[page]
        instructions = list(pikepdf.parse_content_stream(found))
        scale = next(float(one.operands[0]) for one in instructions if str(one.operator) == "cm")
        for at, (one, other) in enumerate(pairwise(instructions)):
            if (str(one.operator), str(other.operator)) == ("m", "l") and one.operands[0] == other.operands[0]:
                for place, line in ((at, one), (at + 1, other)):
                    x = float(line.operands[0]) + by_mm * 72 / 25.4 / scale
                    instructions[place] = pikepdf.ContentStreamInstruction([x, line.operands[1]], line.operator)
                break
        else:
            raise AssertionError("no upright rule")
        found.Contents = opened.make_stream(pikepdf.unparse_content_stream(instructions))
        out = BytesIO()
        opened.save(out)
    return out.getvalue()


def without_spaces(text: str) -> str:
    """The text without white space."""
    return re.sub(r"\s", "", text)
