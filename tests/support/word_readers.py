"""The text of a Word file as other programs read it: python-docx, docx2python, pandoc; white space taken out.

What one of them cannot read, or reads in another way than Word, is put right here and nowhere else;
`tests/agreement/test_word_readers.py` has the proof of each, on a file that is not ours.
"""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from docx import Document
from docx.blkcntnr import BlockItemContainer
from docx.document import Document as WordDocument
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph
from docx2python import docx2python
from support.reading_order import text_as_read
from support.texts import bare

_SHOWN = 12
_PICTURE = re.compile("(?:----Image alt text---->.*?<)?----media/.*?----", re.DOTALL)


def by_python_docx(docx: Path) -> str:
    """The paragraphs and the cells of every row."""
    document = Document(str(docx))
    _open_controls(document)
    return bare("".join(_blocks(document)))


def _open_controls(document: WordDocument) -> None:
    """python-docx passes over a content control and all that is in it: what it holds is put in its place."""
    for control in list(document.element.iter(qn("w:sdt"))):
        for child in list(control.find(qn("w:sdtContent"))):
            control.addprevious(child)
        control.getparent().remove(control)


def _blocks(container: WordDocument | BlockItemContainer) -> Iterator[str]:
    for block in container.iter_inner_content():
        if isinstance(block, Paragraph):
            yield block.text
            continue
        read = set()
        for cell in (cell for row in block.rows for cell in row.cells):
            if cell._tc not in read:  # a merged cell is given for each place that it covers
                read.add(cell._tc)
                yield from _blocks(cell)


def by_docx2python(docx: Path) -> str:
    """The body, each merged cell once; what it writes in place of a picture is no text of the page."""
    with docx2python(str(docx), duplicate_merged_cells=False) as read:
        return bare(_PICTURE.sub("", "".join(_strings(read.body))))


def _strings(nested: Any) -> Iterator[str]:
    if isinstance(nested, str):
        yield nested
    else:
        for part in nested:
            yield from _strings(part)


def by_pandoc(docx: Path) -> str:
    """The text of every block of pandoc's document."""
    ended = subprocess.run(["pandoc", "--from=docx", "--to=json", str(docx)], capture_output=True, check=True)
    return bare("".join(_inlines(json.loads(ended.stdout)["blocks"])))


def _inlines(node: Any) -> Iterator[str]:
    if isinstance(node, list):
        for part in node:
            yield from _inlines(part)
    elif isinstance(node, dict) and node.get("t") == "Str":
        yield node["c"]
    elif isinstance(node, dict) and node.get("t") not in ("Image", "Note"):
        yield from _inlines(node.get("c"))


def misread(docx: Path, pdf: Path, *, ruled: bool = True) -> list[str]:
    """The readers that find another text in the Word file than Poppler in the PDF, each with where they part."""
    printed = text_as_read(pdf, ruled=ruled)
    read = {name: reader(docx) for name, reader in READERS.items()}
    return [f"{name}: {_parting(printed, text)}" for name, text in read.items() if text != printed]


def _parting(printed: str, text: str) -> str:
    """A few characters of both texts from where they are no longer the same."""
    pairs = enumerate(zip(printed, text, strict=False))
    same = next((place for place, (one, other) in pairs if one != other), min(len(printed), len(text)))
    start, end = max(0, same - _SHOWN // 2), same + _SHOWN
    return f"in the PDF {printed[start:end]!r}, in Word {text[start:end]!r}"


READERS: dict[str, Callable[[Path], str]] = {
    "python-docx": by_python_docx,
    "docx2python": by_docx2python,
    "pandoc": by_pandoc,
}
