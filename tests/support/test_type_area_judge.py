"""The checker of type areas sees a page that is shifted, a text that runs out of its place, and a rule through text."""

from __future__ import annotations

import io
from pathlib import PurePath
from typing import Any

import pikepdf
import pypdfium2
import pytest
from PIL import Image
from rendering import word_contexts as contexts
from support.type_areas import kind_of, misplaced

from generator.composing.contents import Counted, CountedGroup, captions, contents
from generator.composing.fitting.slots import Slot
from generator.rendering.html import pages
from generator.rendering.pdf.press import Press

SAMPLES: dict[str, tuple[str, dict[str, Any]]] = {
    "notice": ("notice/notice.html", contexts.notice(letterhead="printed")),
    "bulletin": ("bulletin/bulletin.html", contexts.bulletin(2, imprint=contexts.IMPRINT)),
    "form1": ("form1/form1.html", contexts.form1(contexts.LONGEST, completers=5, intro=contexts.LONG * 2)),
    "form2": ("form2/form2.html", contexts.form2(contexts.LONGEST, 9)),
    "certificate": ("certificate/certificate.html", contexts.certificates(2, long=True)),
    "intro": ("packet/paper.html", contexts.paper(lines=3)),
    "packet": ("packet/contents.html", contents("南昌市总工会", [CountedGroup("夹具", (Counted("申报表", 2, 4),))])),
}
CERTIFICATE_SHIFT_MM = 16
SHIFT_MM = 6  # more than what may stand beside the text anywhere


def made(kind: str) -> bytes:
    template, context = SAMPLES[kind]
    return Press().render(template, context)


def shifted(content: bytes, right_mm: float, up_mm: float) -> bytes:
    """The file with everything on its pages moved."""
    with pikepdf.open(io.BytesIO(content)) as document:
        for page in document.pages:
            page.contents_add(f"q 1 0 0 1 {right_mm * 72 / 25.4} {up_mm * 72 / 25.4} cm".encode(), prepend=True)
            page.contents_add(b"Q")
        saved = io.BytesIO()
        document.save(saved)
    return saved.getvalue()


@pytest.mark.parametrize("kind", SAMPLES)
def test_the_pages_of_every_kind_are_found_right(kind: str) -> None:
    assert misplaced(made(kind), kind) == []


@pytest.mark.parametrize("kind", SAMPLES)
def test_every_page_that_holds_text_is_refused_where_it_is_shifted(kind: str) -> None:
    content = made(kind)
    with pypdfium2.PdfDocument(content) as document:
        texts = [page.get_textpage().get_text_range().strip() for page in document]
    # The words of a certificate stand well inside its border.
    by_mm = CERTIFICATE_SHIFT_MM if kind == "certificate" else SHIFT_MM
    ways = [(by_mm, 0), (-by_mm, 0), (0, by_mm), (0, -by_mm)]
    wrong = [one for way in ways for one in misplaced(shifted(content, *way), kind)]
    assert all(any(one.startswith(f"page {place}:") for one in wrong) for place, text in enumerate(texts, 1) if text)
    assert all(misplaced(shifted(content, *way), kind) for way in ways)


def test_margins_of_the_other_side_are_refused() -> None:
    wrong = misplaced(made("intro"), "packet back")
    assert any(one.startswith("page 1:") for one in wrong)


def test_a_title_longer_than_the_line_is_refused() -> None:
    context = contexts.bulletin(1) | {"title": ["关于开展2023年江西省“五小”活动优秀成果评选及发布活动的通知"]}
    wrong = misplaced(pages.render("bulletin/bulletin.html", context), "bulletin")
    assert len(wrong) == 1
    assert wrong[0].startswith("page 1: “")
    assert "right" in wrong[0]


@pytest.mark.parametrize("key", ["name", "lead_name", "industry", "completer2_unit"])
def test_a_value_that_runs_over_the_rule_of_its_cell_is_refused(key: str) -> None:
    context = contexts.form1(contexts.SHORTEST, completers=5)
    context["slots"] = context["slots"] | {key: Slot("国" * 26, 12, ("国" * 26,))}
    wrong = misplaced(pages.render("form1/form1.html", context), "form1")
    assert any("a rule crosses" in one for one in wrong)


def test_an_attachment_nearer_than_10_mm_to_the_edge_is_refused() -> None:
    page = pages.render("packet/caption.html", captions("夹具 · 附件1", [False]))

    def with_picture(left_mm: float) -> bytes:
        picture = io.BytesIO()
        Image.new("RGB", (10, 10)).save(picture, "PDF")
        with pikepdf.open(io.BytesIO(page)) as document, pikepdf.open(picture) as other:
            box = pikepdf.Rectangle(left_mm / 25.4 * 72, 100, 560, 700)
            document.pages[0].add_overlay(other.pages[0], box, shrink=False, expand=True)
            saved = io.BytesIO()
            document.save(saved)
        return saved.getvalue()

    assert misplaced(with_picture(15), "packet") == []
    assert misplaced(with_picture(5), "packet")
    assert misplaced(page, "packet") == ["page 1: nothing stands above the caption"]


def test_the_kind_of_a_file_is_told_by_its_folder_and_its_side() -> None:
    assert kind_of(PurePath("01-通知/通知.pdf")) == "notice"
    assert kind_of(PurePath("07-申报材料/南昌市总工会-申报材料-背面.pdf")) == "packet back"
