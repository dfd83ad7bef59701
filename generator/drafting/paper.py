"""Papers handed in with the forms (介绍材料, 工作总结): title, text, and a signature where they are signed."""

from __future__ import annotations

from generator.drafting.official import blank_line, blocks, signature
from generator.drafting.word.elements import around_paragraphs, paragraph, w
from generator.drafting.word.package import package
from generator.drafting.word.sections import NUMBERED, number_footers, section


def draft_paper() -> bytes:
    """paper.docx."""
    body = w(
        "body",
        *around_paragraphs("for line in title", paragraph("Title", "{{ line }}")),
        blank_line(),
        *blocks(),
        *around_paragraphs("if signatory", *signature()),
        section(footers=NUMBERED),
    )
    return package("申报材料", body, footers=number_footers())
