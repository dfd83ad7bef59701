"""Other programs read in a Word file what Poppler reads in its PDF; a spoilt file is told; what is the readers' own."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from docx import Document
from docx.document import Document as WordDocument
from docx.oxml.ns import qn
from docx.oxml.parser import OxmlElement
from docx.table import Table
from docx2python import docx2python
from lxml.etree import _Element as Element
from PIL import Image
from support.word_readers import READERS, misread
from test_word_and_pdf import DAY, SAMPLES

from generator.campaign.layout import package_templates
from generator.rendering.formats import render

DRAWN = ("certificates-long", "certificate-short", "organisation-award")  # with a border that is no table


def made(name: str, folder: Path) -> tuple[Path, Path]:
    """The Word file and the PDF of a sample."""
    template, context = SAMPLES[name]
    files = []
    for ending, source in (("docx", "docx"), ("pdf", "html")):
        (content,) = render(f"{template}.{source}", [context], folders=(package_templates(),), modified=DAY)
        files.append(folder / f"{name}.{ending}")
        files[-1].write_bytes(content)
    return files[0], files[1]


@pytest.mark.parametrize("name", SAMPLES)
def test_every_reader_reads_what_the_pdf_says(name: str, tmp_path: Path) -> None:
    assert misread(*made(name, tmp_path), ruled=name not in DRAWN) == []


def lost_word(texts: list[Element]) -> None:
    texts[1].text = texts[1].text[1:]


def more_words(texts: list[Element]) -> None:
    texts[1].text += "的"


def changed_order(texts: list[Element]) -> None:
    texts[0].text, texts[1].text = texts[1].text, texts[0].text


@pytest.mark.parametrize("spoil", [lost_word, more_words, changed_order])
@pytest.mark.parametrize("name", ["paper-15", "form2-many", "bulletin", "form1-ordinary", "notice"])
def test_a_lost_word_one_more_and_another_order_are_told_of_every_reader(
    name: str, spoil: Callable[[list[Element]], None], tmp_path: Path
) -> None:
    docx, pdf = made(name, tmp_path)
    document = Document(str(docx))
    long = [text for text in document.element.iter(qn("w:t")) if len(text.text or "") > 3]
    spoil([long[-3], next(text for text in reversed(long[:-3]) if text.text != long[-3].text)])
    document.save(str(docx))
    assert [wrong.partition(":")[0] for wrong in misread(docx, pdf)] == list(READERS)


# What is the readers' own, as support/word_readers.py puts it right: shown on files that python-docx made.


def in_a_control(what: Element) -> Element:
    """The paragraph, cell or run in a content control in its place."""
    control, content = OxmlElement("w:sdt"), OxmlElement("w:sdtContent")
    what.addprevious(control)
    control.append(OxmlElement("w:sdtPr"))
    control.append(content)
    content.append(what)
    return control


def saved(document: WordDocument, folder: Path) -> Path:
    document.save(str(folder / "a.docx"))
    return folder / "a.docx"


def with_merged_cells() -> tuple[WordDocument, Table]:
    """A table of two rows whose first cells are one."""
    document = Document()
    table = document.add_table(2, 2)
    table.cell(0, 0).merge(table.cell(1, 0)).text = "甲"
    table.cell(0, 1).text, table.cell(1, 1).text = "乙", "丙"
    return document, table


def test_python_docx_passes_over_what_is_in_a_control(tmp_path: Path) -> None:
    document = Document()
    in_a_control(document.add_paragraph("甲")._p)
    paragraph = document.add_paragraph("乙")
    in_a_control(paragraph.add_run("丙")._r)
    assert [one.text for one in document.paragraphs] == ["乙"]
    assert {reader(saved(document, tmp_path)) for reader in READERS.values()} == {"甲乙丙"}


def test_python_docx_fails_on_a_merged_cell_below_one_in_a_control(tmp_path: Path) -> None:
    document, table = with_merged_cells()
    in_a_control(table.rows[0]._tr.tc_lst[0])
    with pytest.raises(IndexError):
        table.cell(1, 1)
    assert {reader(saved(document, tmp_path)) for reader in READERS.values()} == {"甲乙丙"}


def test_python_docx_and_docx2python_give_a_merged_cell_once_for_each_place(tmp_path: Path) -> None:
    document, table = with_merged_cells()
    assert [cell.text for row in table.rows for cell in row.cells] == ["甲", "乙", "甲", "丙"]
    with docx2python(str(saved(document, tmp_path))) as read:
        assert read.body[0] == [[["甲"], ["乙"]], [["甲"], ["丙"]]]
    assert {reader(saved(document, tmp_path)) for reader in READERS.values()} == {"甲乙丙"}


def test_docx2python_writes_words_in_place_of_a_picture(tmp_path: Path) -> None:
    Image.new("L", (9, 9)).save(tmp_path / "dot.png")
    document = Document()
    document.add_paragraph("甲")
    document.add_picture(str(tmp_path / "dot.png"))
    with docx2python(str(saved(document, tmp_path))) as read:
        assert "media/" in read.text
    assert {reader(saved(document, tmp_path)) for reader in READERS.values()} == {"甲"}
