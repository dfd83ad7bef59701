"""What stands on a form beside its values, above it or within them, is asked or told."""

from __future__ import annotations

import io
from collections.abc import Callable

import pytest
from docx import Document
from docx.document import Document as Word
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph
from support.pile import Pile, form1

from generator.collecting.found import Collected

OBJECT = '<o:OLEObject xmlns:o="urn:schemas-microsoft-com:office:office" Type="Embed" ProgID="Excel.Sheet.12"/>'
CHART = (
    '<a:graphicData xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
    ' uri="http://schemas.openxmlformats.org/drawingml/2006/chart"/>'
)
PARTS = ("成果背景", "技术原理及性能指标", "创造性与先进性", "成熟程度，适用范围和安全性", "应用情况及存在的问题")


def collected(pile: Pile, change: Callable[[Word], None]) -> Collected:
    """What is collected of one filled form that somebody has changed."""
    made = Document(io.BytesIO(form1(pile.campaign, pile.campaign.applications[0])))
    change(made)
    out = io.BytesIO()
    made.save(out)
    pile.put("申报表.docx", out.getvalue())
    return pile.collected()


def asked(found: Collected, words: str) -> list[str]:
    """The fields of the questions that say these words."""
    return [one.field for one in found.questions if words in one.understood]


def heading(made: Word, words: str) -> Paragraph:
    """The heading of a part of the introduction, wherever controls hold it."""
    every = [Paragraph(one, made._body) for one in made.element.body.iter(qn("w:p"))]
    return next(one for one in every if words in said(one) and len(said(one)) < len(words) + 6)


def said(line: Paragraph) -> str:
    return "".join(one.text or "" for one in line._p.iter(qn("w:t")))


def titled(made: Word, year: str) -> None:
    title = next(one for one in made.paragraphs if "".join(one.text.split()).endswith("申报表"))
    title.text = title.text.replace("2023年", year)


def test_a_form_whose_title_is_of_another_year_is_told(pile: Pile) -> None:
    assert len(asked(collected(pile, lambda made: titled(made, "2022年")), "表题写的是2022年，不是这次的2023年")) == 1


def test_a_form_of_this_year_is_not(pile: Pile) -> None:
    assert asked(collected(pile, lambda made: titled(made, "2023年度")), "表题写的是") == []


def test_a_comment_is_told(pile: Pile) -> None:
    def change(made: Word) -> None:
        made.add_comment(made.paragraphs[0].add_run(" "), text="这一段以新寄的为准")

    assert len(asked(collected(pile, change), "这一段以新寄的为准")) == 1


@pytest.mark.parametrize("xml", [OBJECT, CHART])
def test_what_another_program_put_into_a_text_is_told(xml: str, pile: Pile) -> None:
    found = collected(pile, lambda made: heading(made, PARTS[4])._p.append(parse_xml(xml)))
    assert len(asked(found, "里面有图表或嵌入的文件")) == 1
    assert found.projects[0].values["usage"].text, "the text itself is whole"


@pytest.mark.parametrize("part", PARTS)
def test_a_table_between_the_heading_of_a_part_and_its_text_is_asked_of_that_part(part: str, pile: Pile) -> None:
    def change(made: Word) -> None:
        table = made.add_table(2, 2)
        table.cell(0, 0).text = "改进前"
        heading(made, part)._p.addnext(table._tbl)

    assert asked(collected(pile, change), "里面有表格") == [part]
