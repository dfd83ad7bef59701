"""Where in a Word template a paragraph stands, in the words of somebody who looks at the page."""

from __future__ import annotations

import re

from lxml import etree
from lxml.etree import _Element as Element

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
PARSER = etree.XMLParser(resolve_entities=False, no_network=True)
_PARAGRAPH = re.compile(r"<w:p(?=[ />])")
_MARKER = re.compile(r"<\?at (\d+)\?>")
_MARK = re.compile(r"\{[{%#].*?[}%#]\}")
_LONGEST_QUOTE = 12
_PARTS = (("word/header", "页眉 "), ("word/footer", "页脚 "))


def numbered(name: str, data: bytes) -> tuple[str, list[str]]:
    """The part's text with its paragraphs numbered, and where each of them stands: `places[0]` is the part itself.

    A number survives docxtpl's patching as an instruction, where the paragraph around a mark does not.
    """
    tree = etree.fromstring(data, PARSER)
    part = next((text for start, text in _PARTS if name.startswith(start)), "")
    places = [part + place for place in ("开头附近", *paragraph_places(tree))]
    number = iter(range(1, len(places)))
    text = etree.tostring(tree, encoding="unicode").replace("\n", " ")
    return _PARAGRAPH.sub(lambda found: f"<?at {next(number)}?>{found[0]}", text), places


def lines_of(text: str) -> tuple[str, list[int]]:
    """The patched text with a line for each number left in it, and the number of each line."""
    pieces = _MARKER.split(text.replace("\n", " "))
    return "\n".join(pieces[::2]), [0, *map(int, pieces[1::2])]


def paragraph_places(tree: Element) -> list[str]:
    """The place of each paragraph of the part, in order: 第3个表格 第2行 “项目名称” 单元格附近, or 第5段“现将…”附近."""
    tables = {table: number for number, table in enumerate(_outermost(tree), start=1)}
    places, paragraphs, last = [], 0, ""
    for paragraph in tree.iter(f"{W}p"):
        table = next((one for one in paragraph.iterancestors(f"{W}tbl") if one in tables), None)
        if table is not None:
            places.append(_in_table(tables[table], table, paragraph))
            continue
        paragraphs += 1
        last = fixed_text(paragraph) or last
        quote = f"“{last[:_LONGEST_QUOTE]}{'…' if len(last) > _LONGEST_QUOTE else ''}”" if last else ""
        places.append(f"第{paragraphs}段{quote}附近")
    return places


def _outermost(tree: Element) -> list[Element]:
    return [table for table in tree.iter(f"{W}tbl") if next(table.iterancestors(f"{W}tbl"), None) is None]


def _in_table(number: int, table: Element, paragraph: Element) -> str:
    """The place by the row of the outermost table, and the words in the cell or the nearest ones before it."""
    rows = [row for row in table.iter(f"{W}tr") if next(row.iterancestors(f"{W}tbl")) is table]
    above = set(paragraph.iterancestors())
    row = next(index for index, row in enumerate(rows) if row in above)
    cells = [cell for cell in rows[row].iter(f"{W}tc") if next(cell.iterancestors(f"{W}tbl")) is table]
    column = next(index for index, cell in enumerate(cells) if cell in above)
    label = next((text for cell in reversed(cells[: column + 1]) if (text := fixed_text(cell))), "")
    named = f" “{label[:_LONGEST_QUOTE]}” 单元格附近" if label else f"附近（第{column + 1}格）"
    return f"第{number}个表格 第{row + 1}行{named}"


def fixed_text(element: Element) -> str:
    """The words of the element without marks and blanks."""
    written = "".join(node.text or "" for node in element.iter(f"{W}t"))
    return "".join(_MARK.sub("", written).split())
