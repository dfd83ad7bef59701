"""Marks, layers, boxes and pictures of attachments: printed as viewers print them, or told in words."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from io import BytesIO
from itertools import product
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from pikepdf import Array, Dictionary, Name
from PIL import Image
from support.alike import is_same
from support.poppler import drawn

from generator.checks.attached.attachments import attachment_remarks
from generator.checks.attached.kind import UnfitError
from generator.rendering.attached.a4_pages import attachment_pages

# A page as large as the room inside the margin is printed at its own size.
MM = 72 / 25.4
WIDTH, HEIGHT, MARGIN_MM = 190 * MM, 277 * MM, 10
DPI = 60
HIDDEN, PRINTED, NO_ROTATE, NO_VIEW = 2, 4, 16, 32
MARKUPS = (
    "Text", "FreeText", "Line", "Square", "Circle", "Polygon", "PolyLine", "Highlight", "Underline", "Squiggly",
    "StrikeOut", "Stamp", "Caret", "Ink", "FileAttachment", "Sound", "Movie", "Screen", "Watermark", "Redact", "Own",
)  # fmt: skip
FIELDS = {
    "text": {"FT": Name.Tx, "V": "ABC", "DA": "/Helv 12 Tf 0 g"},
    "empty text": {"FT": Name.Tx, "DA": "/Helv 12 Tf 0 g"},
    "choice": {"FT": Name.Ch, "V": "ABC", "DA": "/Helv 12 Tf 0 g", "Ff": 1 << 17},
    "ticked": {"FT": Name.Btn, "AS": Name.On, "V": Name.On},
    "not ticked": {"FT": Name.Btn, "AS": Name.Off, "V": Name.Off},
    "button": {"FT": Name.Btn, "Ff": 1 << 16},
    "seal": {"FT": Name.Sig},
}
TURNS = (0, 90)
FLAGS = (0, PRINTED, HIDDEN | PRINTED, NO_VIEW | PRINTED, NO_VIEW)
KINDS = (*MARKUPS, "Link", "Popup", *FIELDS)


@dataclass(frozen=True)
class Mark:
    """A mark on a page of its own, turned by so many degrees."""

    kind: str
    flags: int
    drawn: bool
    turn: int

    def add(self, pdf: pikepdf.Pdf) -> None:
        page = pdf.add_blank_page(page_size=(HEIGHT, WIDTH) if self.turn % 180 else (WIDTH, HEIGHT))
        page.obj.Rotate = self.turn
        page.obj.Contents = pdf.make_stream(b"0 0 1 rg 20 20 60 30 re f 400 400 30 60 re f")
        subtype = "Widget" if self.kind in FIELDS else self.kind
        mark = Dictionary(
            Type=Name.Annot, Subtype=Name(f"/{subtype}"), Rect=[200, 300, 320, 360], F=self.flags, C=[1, 0, 0],
            InkList=[[210, 310, 310, 350]], L=[210, 310, 310, 350], Vertices=[210, 310, 310, 350, 230, 350],
            QuadPoints=[210, 350, 310, 350, 210, 310, 310, 310], Contents="ABC", T="a", **FIELDS.get(self.kind, {}),
        )  # fmt: skip
        if self.kind == "Link":
            mark.Border = [0, 0, 0]
        if self.drawn:
            mark.AP = Dictionary(N=Dictionary(On=picture_of(pdf)) if self.kind == "ticked" else picture_of(pdf))
            if self.kind == "not ticked":
                mark.AP = Dictionary(N=Dictionary(On=picture_of(pdf)))
        indirect = pdf.make_indirect(mark)
        page.obj.Annots = Array([indirect])
        if self.kind in FIELDS:
            if "/AcroForm" not in pdf.Root:
                pdf.Root.AcroForm = Dictionary(Fields=Array())
            pdf.Root.AcroForm.Fields.append(indirect)


EVERY = [
    Mark(*one)
    for one in product(KINDS, (0, PRINTED, HIDDEN | PRINTED, NO_VIEW | PRINTED, NO_VIEW), (True, False), TURNS)
]


def picture_of(
    pdf: pikepdf.Pdf, content: bytes = b"0.9 0 0 rg 0 0 20 20 re f 0 0.6 0 rg 20 0 20 10 re f"
) -> pikepdf.Stream:
    """An appearance that is turned and stretched into its place."""
    return pdf.make_stream(
        content, Type=Name.XObject, Subtype=Name.Form, BBox=[0, 0, 40, 20], Matrix=[0, 1, -1, 0, 0, 0]
    )


def pdf_of(*marks: Mark, change: Callable[[pikepdf.Pdf], None] = lambda _: None) -> bytes:
    pdf, out = pikepdf.new(), BytesIO()
    for mark in marks:
        mark.add(pdf)
    change(pdf)
    pdf.save(out)
    return out.getvalue()


def by_poppler(content: bytes, folder: Path) -> list[Image.Image]:
    return drawn(content, folder, DPI)


def by_pdfium(content: bytes) -> list[Image.Image]:
    """As PDFium prints the pages, with their form fields."""
    with pypdfium2.PdfDocument(content) as document:
        document.init_forms()
        flags = pypdfium2.raw.FPDF_PRINTING
        return [page.render(scale=DPI / 72, extra_flags=flags).to_pil().convert("RGB") for page in document]


def inside_margin(sheet: Image.Image) -> Image.Image:
    edge = round(MARGIN_MM / 25.4 * DPI)
    return sheet.crop((edge, edge, sheet.width - edge, sheet.height - edge))


def told(content: bytes, name: str = "a.pdf") -> str:
    """What check says of the file: why it is refused, or the reminders; empty where nothing."""
    try:
        return "".join(remark.message + remark.fix for remark in attachment_remarks(BytesIO(content), name))
    except UnfitError as unfit:
        return unfit.message + unfit.fix


def silent(marks: list[Mark]) -> Iterator[Mark]:
    return (mark for mark in marks if not told(pdf_of(mark)))


# Every third goes through all flags and turns of all kinds; the long run has them all.
@pytest.mark.parametrize("step", [3, pytest.param(1, marks=pytest.mark.long)])
def test_every_mark_is_printed_as_viewers_print_it_or_told_with_its_page(step: int, tmp_path: Path) -> None:
    every = EVERY[::step]
    accepted = list(silent(every))
    assert len(every) - len(accepted) > 150 // step
    assert len(accepted) > 150 // step
    assert all("第1页" in told(pdf_of(mark)) for mark in every if mark not in accepted)
    pages_alone = {turn: by_pdfium(pdf_of(Mark("Stamp", HIDDEN, False, turn)))[0] for turn in TURNS}
    for place in range(0, len(accepted), 300):
        some = accepted[place : place + 300]
        source = pdf_of(*some)
        made = [inside_margin(sheet) for sheet in by_pdfium(attachment_pages(source, "a.pdf"))]
        # Not to be viewed concerns the screen alone (12.5.3), yet both viewers leave such fields out of prints too.
        shown = pdf_of(*(replace(mark, flags=mark.flags & ~NO_VIEW) for mark in some))
        printed, seen = by_pdfium(shown), by_poppler(shown, tmp_path / str(place))
        for mark, own, pdfium, poppler in zip(some, made, printed, seen, strict=True):
            if mark.flags & (HIDDEN | PRINTED) == PRINTED and mark.kind != "Popup":
                # The two differ in highlights (poppler mixes their colour), files and films (it draws none).
                assert is_same(own, pdfium) or is_same(own, poppler), f"{mark}: as no viewer shows it"
            else:
                assert is_same(own, pages_alone[mark.turn]), f"{mark}: not meant for print"


def test_the_comparison_sees_a_missing_mark_and_one_of_another_colour() -> None:
    with_mark, without = (by_pdfium(pdf_of(Mark("Stamp", flags, True, 0)))[0] for flags in (PRINTED, HIDDEN))
    red, green, blue = with_mark.split()
    assert is_same(with_mark, with_mark)
    assert not is_same(with_mark, without)
    assert not is_same(without, with_mark)
    assert not is_same(with_mark, Image.merge("RGB", (green, red, blue)))


def test_printed_marks_without_appearance_and_marks_for_the_screen_alone_are_told() -> None:
    for kind in MARKUPS:
        assert "无法带到" in told(pdf_of(Mark(kind, PRINTED, False, 0))), kind
        assert "不打印" in told(pdf_of(Mark(kind, 0, True, 0))), kind
        assert told(pdf_of(Mark(kind, PRINTED, True, 0))) == "", kind


def test_a_form_is_printed_with_its_own_appearance_unless_its_value_is_newer() -> None:
    form = Mark("text", PRINTED, True, 0)

    def newer(pdf: pikepdf.Pdf) -> None:
        pdf.Root.AcroForm.NeedAppearances = True

    assert told(pdf_of(form)) == ""
    assert "第1页表单栏目“a”" in told(pdf_of(form, change=newer))
    assert "打印到 PDF" in told(pdf_of(Mark("text", PRINTED, False, 0)))


@pytest.mark.parametrize(
    ("key", "value", "word"),
    [
        ("UserUnit", 0, "UserUnit"),
        ("UserUnit", -1, "UserUnit"),
        ("UserUnit", 1_000_000, "UserUnit"),
        ("MediaBox", Array([0, 0, 0, 0]), "没有大小"),
        ("MediaBox", Array([0, 0]), ""),
        ("CropBox", Array([9000, 9000, 9999, 9999]), ""),
        ("MediaBox", Array([500, 800, 0, 0]), ""),
    ],
)
def test_a_page_of_no_size_is_told_and_odd_boxes_are_read_as_viewers_read_them(
    key: str, value: pikepdf.Object, word: str
) -> None:
    def change(pdf: pikepdf.Pdf) -> None:
        pdf.pages[0].obj[f"/{key}"] = value

    content = pdf_of(Mark("Stamp", PRINTED, True, 0), change=change)
    assert word in told(content)
    assert bool(told(content)) == bool(word)
    if not word:
        assert attachment_pages(content, "a.pdf")


def test_a_portfolio_and_a_form_made_by_its_reader_are_refused() -> None:
    def portfolio(pdf: pikepdf.Pdf) -> None:
        pdf.Root.Collection = Dictionary()

    def dynamic(pdf: pikepdf.Pdf) -> None:
        pdf.Root.AcroForm = Dictionary(Fields=Array(), XFA=pdf.make_stream(b"<xdp/>"))
        pdf.Root.NeedsRendering = True

    assert "文件包" in told(pdf_of(Mark("Link", 0, False, 0), change=portfolio))
    assert "XFA" in told(pdf_of(Mark("Link", 0, False, 0), change=dynamic))


def picture(kind: str, mode: str = "RGB", size: tuple[int, int] = (60, 40), **more: object) -> bytes:
    out = BytesIO()
    Image.new(mode, size, "red" if mode == "RGB" else 128).save(out, kind, **more)
    return out.getvalue()


@pytest.mark.parametrize("mode", ["RGB", "L"])
def test_a_picture_with_a_broken_colour_profile_is_printed_plainly(mode: str) -> None:
    content = picture("JPEG", mode, icc_profile=b"no profile")
    assert told(content, "a.jpg") == ""
    assert attachment_pages(content, "a.jpg") == attachment_pages(picture("JPEG", mode), "a.jpg")


@pytest.mark.parametrize("kind", ["WEBP", "BMP", "TIFF", "GIF", "PNG", "PDF"])
def test_a_picture_named_for_another_kind_is_called_what_it_is(kind: str) -> None:
    assert (kind in told(picture(kind), "a.jpg")) == (kind != "PNG")


def test_a_picture_of_one_pixel_is_printed_and_one_too_long_is_told() -> None:
    assert attachment_pages(picture("PNG", size=(1, 1)), "a.png")
    assert "30000像素" in told(picture("PNG", "L", size=(30_001, 1)), "a.png")
