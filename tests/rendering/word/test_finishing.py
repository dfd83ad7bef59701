"""A part finished as text against the same part finished as a tree, for bodies of any form."""

from __future__ import annotations

import pytest
from rendering.reference_word import ReferenceWord

from generator.campaign.layout import package_templates
from generator.office.package import read_package, write_package
from generator.rendering.word import word_file


def of_body(body: str) -> bytes:
    parts = read_package((package_templates() / "form1/form1.docx").read_bytes())
    document = parts["word/document.xml"].decode()
    start, end = document.index("<w:body>") + len("<w:body>"), document.rindex("<w:sectPr>")
    return write_package(
        parts | {"word/document.xml": f"{document[:start]}{body}<w:p>{TITLE}</w:p>{document[end:]}".encode()}
    )


def control(content: str, more: str = "") -> str:
    properties = '<w:id w:val="3"/><w:tag w:val="own"/><w:lock w:val="sdtLocked"/>'
    return f"<w:sdt><w:sdtPr>{properties}</w:sdtPr>{more}<w:sdtContent>{content}</w:sdtContent></w:sdt>"


def sized_paragraph(spacing: str, *content: str) -> str:
    properties = f'<w:spacing {spacing}/><w:rPr><w:sz w:val="24"/><w:szCs w:val="24"/></w:rPr>'
    return f"<w:p><w:pPr>{properties}</w:pPr>{''.join(content)}</w:p>"


def in_row(cells: str) -> str:
    height = '<w:trPr><w:trHeight w:val="567" w:hRule="exact"/></w:trPr>'
    return f"<w:tbl><w:tr>{height}{cells}</w:tr></w:tbl>"


EXACT = ' w:lineRule="exact"'
HINT, LINE = '<w:rPr><w:rStyle w:val="Hint"/></w:rPr>', 'w:line="300"'
TITLE = "<w:r><w:t>{{ title }}</w:t></w:r>"
SMALL, LARGE = (TITLE.replace("<w:r>", f'<w:r><w:rPr><w:sz w:val="{size}"/></w:rPr>') for size in (18, 36))
DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
INLINE = f'<wp:inline xmlns:wp="{DRAWING}"><wp:docPr ID name="own"/></wp:inline>'
DRAWN = f"<w:p><w:r><w:drawing>{INLINE}</w:drawing></w:r></w:p>"


@pytest.mark.parametrize(
    ("body", "is_usual"),
    [
        ("<w:p><w:r><w:t>{% if blank %}{% endif %}</w:t></w:r></w:p>", True),
        (control(TITLE), True),
        (control(f"<w:p>{TITLE}</w:p>"), True),
        (control("<w:p/>") + control("<w:proofErr/>"), True),
        (control(f"<w:p><w:pPr>{HINT}</w:pPr></w:p>"), True),
        (control(f"<w:p><w:r>{HINT}<w:t>one</w:t></w:r></w:p>"), True),
        (control(f"<w:r>{HINT}<w:t>one</w:t></w:r>{TITLE}"), True),
        (control("<w:tbl><w:tr><w:tc><w:p/></w:tc></w:tr></w:tbl>"), True),
        ("{% for one in [1, 2] %}" + control("<w:p/>") + DRAWN.replace("ID", 'id="7"') + "{% endfor %}", True),
        ("<w:p><w:r><w:t>{{ sized(title, 9) }}</w:t></w:r></w:p>", True),  # as long as it holds no run
        ("<w:p><w:r><w:t>1{{ issuer }}2{{ sized(title, 9) }}</w:t></w:r></w:p>", True),
        (sized_paragraph(LINE, control(SMALL), TITLE, control(LARGE), control(SMALL)), True),
        (sized_paragraph(LINE, control(f"<w:hyperlink>{LARGE}</w:hyperlink>")), True),
        (sized_paragraph('w:after="0"', control(LARGE)), True),
        (sized_paragraph(LINE) + f"<w:p>{control(LARGE)}</w:p>" + control(LARGE), True),
        (sized_paragraph(LINE, LARGE) + sized_paragraph(LINE, control(SMALL), LARGE), True),
        (control(control("<w:p/>") + TITLE), True),
        (in_row(f"<w:tc><w:tcPr/><w:p>{control(TITLE)}</w:p></w:tc>"), True),
        (in_row(f"<w:tc><w:p/><w:p>{control(TITLE)}</w:p></w:tc>"), True),
        (in_row(f"<w:tc><w:p>{control(TITLE)}</w:p><w:p/></w:tc>"), True),
        (in_row(f"<w:tc>{control(f'<w:p>{TITLE}</w:p>')}<w:p><w:pPr>{HINT}</w:pPr></w:p></w:tc>"), True),
        (in_row(f"<w:tc>{control(f'<w:p>{TITLE}</w:p>')}<w:p>{TITLE}</w:p></w:tc>"), True),
        (in_row(control(f"<w:tc>{sized_paragraph(LINE + EXACT, TITLE)}</w:tc>")), True),
        (in_row(f"<w:tc>{sized_paragraph(LINE + EXACT, control(TITLE))}</w:tc>" * 2), True),
        (f'<w:p><w:pPr><w:jc w:val="right"/></w:pPr>{TITLE}<w:r><w:t>{{{{r gap(30) }}}}</w:t></w:r></w:p>', True),
        (f'<w:p><w:pPr><w:ind w:left="9"/></w:pPr>{TITLE}<w:r><w:t>{{{{r gap(30) }}}}</w:t></w:r></w:p>', True),
        (control("<w:p/>", more="<w:sdtEndPr/>"), False),
        (control(""), False),
        ("<w:p><w:r><w:t><w:br/>{{ title }}</w:t></w:r></w:p>", False),
        ("<w:sdt><w:sdtContent><w:p/></w:sdtContent></w:sdt>", False),
        ("<w:p><w:r><w:t>{% if blank %}1</w:t></w:r></w:p><w:p><w:r><w:t>{% endif %}2</w:t></w:r></w:p>", False),
        ("{% macro one() %}<w:p/>{% endmacro %}" + control("{% if blank %}{{ one() }}{% endif %}"), False),
        (DRAWN.replace("ID", ""), False),
        (f"<w:p><w:r><w:pict><w:p>{LARGE}</w:p></w:pict></w:r></w:p>", False),
    ],
)  # fmt: skip
def test_a_part_finished_as_text_is_the_part_finished_as_a_tree(body: str, is_usual: bool) -> None:
    reference = ReferenceWord(of_body(body))
    for blank, title in ((True, ""), (False, "甲"), (False, "甲\n\n乙\n")):
        assert reference.differences({"blank": blank, "title": title, "issuer": "丙"}) == []
    (part,) = word_file._program(reference.template).filled.values()
    assert part.usual == is_usual
