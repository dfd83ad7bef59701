"""Small Word templates with a text in a given place of theirs."""

from __future__ import annotations

import io
from collections.abc import Mapping

from docx import Document

from generator.office.package import read_package, write_package

WORD = "word/document.xml"


def word_template(body: str = "", *, cell: str = "", header: str = "", footer: str = "") -> bytes:
    """A template of one paragraph and three tables; `cell` stands in the third, second row, beside 项目名称."""
    document = Document()
    document.core_properties.title = "试验"
    document.add_paragraph("现将有关事项通知如下")
    document.add_paragraph(body)
    for _ in range(3):
        table = document.add_table(2, 2)
        table.cell(1, 0).text = "项目名称"
    table.cell(1, 1).text = cell
    section = document.sections[0]
    if header:
        section.header.paragraphs[0].text = header
    if footer:
        section.footer.paragraphs[0].text = footer
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def with_parts(template: bytes, changes: Mapping[str, bytes]) -> bytes:
    """The template with these parts added, or put in place of its own."""
    return write_package(read_package(template) | dict(changes))


def with_relation(template: bytes, kind: str, target: str, mode: str = "External") -> bytes:
    """The template with a relationship of that kind from its text to the target."""
    name = "word/_rels/document.xml.rels"
    base = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    relation = f'<Relationship Id="rIdX" Type="{base}/{kind}" Target="{target}" TargetMode="{mode}"/></Relationships>'
    relations = read_package(template)[name].decode()
    return with_parts(template, {name: relations.replace("</Relationships>", relation).encode()})
