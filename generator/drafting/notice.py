"""The notice (通知): text, blank Form 1 and blank Form 2 in one file, page numbers going on through all."""

from __future__ import annotations

from lxml.etree import _Element as Element

from generator.drafting.elements import around_paragraphs, w
from generator.drafting.form1 import form1_content
from generator.drafting.form2 import MARGINS_MM, form2_content
from generator.drafting.official import attachments, blocks, head, imprint, imprint_section, signature
from generator.drafting.package import package
from generator.drafting.sections import (
    FORM_SLACK_MM,
    NUMBERED,
    NUMBERED_LANDSCAPE,
    number_footers,
    section,
    section_end,
)

# The forms' drafts use the names of their own contexts; here those come out of the notice's.
_FORM1_NAMES = ("title", "issuer", "blank", "slots", "checks", "applied", "intro")
_FORM2_NAMES = ("title", "recommender", "applied", "headers", "rows", "foot_note")


def _with(form: str, names: tuple[str, ...], *content: Element) -> list[Element]:
    return around_paragraphs("with " + ", ".join(f"{name}={form}.{name}" for name in names), *content)


def draft_notice() -> bytes:
    """notice.docx."""
    landscape = section(landscape=True, margins_mm=MARGINS_MM, footers=NUMBERED_LANDSCAPE)
    body = w(
        "body",
        *head(),
        *blocks(),
        *attachments(),
        *signature(),
        section_end(section(footers=NUMBERED)),
        *_with("form1", _FORM1_NAMES, *form1_content()),
        section_end(section(footers=NUMBERED, slack_mm=FORM_SLACK_MM)),
        *_with("form2", _FORM2_NAMES, *form2_content()),
        *imprint(landscape),
        imprint_section(),
    )
    return package("通知", body, footers=number_footers())
