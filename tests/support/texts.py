"""The text of a finished document, for comparing it with the data: every white space taken out."""

from __future__ import annotations

import re
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

from lxml import etree
from openpyxl import load_workbook

WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def bare(text: str) -> str:
    """The text without any white space: lines are broken differently in every format."""
    return re.sub(r"\s", "", text)


def word_text(path: Path) -> str:
    """The text of the document's body, headers and footers."""
    texts = []
    with ZipFile(BytesIO(path.read_bytes())) as package:
        for name in package.namelist():
            if re.fullmatch(r"word/(document|header\d*|footer\d*)\.xml", name):
                root = etree.fromstring(package.read(name))
                texts += [node.text or "" for node in root.iter(f"{WORD}t")]
    return bare("".join(texts))


def workbook_text(path: Path) -> str:
    """The text of every cell, row by row."""
    book = load_workbook(path)
    rows = (row for sheet in book for row in sheet.iter_rows(values_only=True))
    return bare("".join(str(cell) for row in rows for cell in row if cell is not None))


def missing_values(text: str, values: dict[str, str]) -> list[str]:
    """The names of the values that the text does not hold."""
    return [name for name, value in values.items() if bare(value) not in text]
