"""Packets and attachments, judged from the finished PDF alone: pages, sides, copies, margins, nothing clipped."""

from __future__ import annotations

import importlib
import subprocess
from collections.abc import Callable, Sequence
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from PIL import Image, ImageChops, ImageDraw

from generator.composing.packing import PacketPlan, Piece, PieceSet
from generator.errors import DataError
from generator.packets import assemble, attachment_pages

MM = 72 / 25.4
A4, A4_ACROSS = (210, 297), (297, 210)
MARGIN_MM = 10
DPI = 100
COLORS = {"top": (255, 0, 0), "right": (0, 160, 0), "bottom": (0, 0, 255), "left": (255, 160, 0)}


def framed_pdf(
    width_mm: float,
    height_mm: float,
    *,
    rotate: int = 0,
    pages: int = 1,
    origin: tuple[float, float] = (0, 0),
    user_unit: float = 1,
) -> bytes:
    """Pages whose four edges carry bars of four colours, as seen before any /Rotate."""
    width, height = width_mm * MM / user_unit, height_mm * MM / user_unit
    bar = min(width, height) / 20
    left, bottom = origin
    bars = {
        "top": (left, bottom + height - bar, width, bar),
        "bottom": (left, bottom, width, bar),
        "left": (left, bottom + bar, bar, height - 2 * bar),
        "right": (left + width - bar, bottom + bar, bar, height - 2 * bar),
    }
    drawn = "".join(
        f"{' '.join(f'{c / 255:.3f}' for c in COLORS[side])} rg {' '.join(f'{v:.3f}' for v in box)} re f\n"
        for side, box in bars.items()
    )
    made = pikepdf.new()
    for number in range(pages):
        page = made.add_blank_page(page_size=(width, height))
        page.obj.MediaBox = pikepdf.Array([left, bottom, left + width, bottom + height])
        page.obj.Contents = made.make_stream(f"{drawn}% page {number}".encode())
        if rotate:
            page.obj.Rotate = rotate
        if user_unit != 1:
            page.obj.UserUnit = user_unit
    out = BytesIO()
    made.save(out)
    return out.getvalue()


def framed_picture(width: int, height: int, mode: str = "RGB") -> Image.Image:
    """A picture whose four edges carry bars of the four colours."""
    picture = Image.new("RGB", (width, height), "white")
    draw = ImageDraw.Draw(picture)
    bar = min(width, height) // 20
    draw.rectangle((0, 0, bar - 1, height), COLORS["left"])
    draw.rectangle((width - bar, 0, width, height), COLORS["right"])
    draw.rectangle((0, 0, width, bar - 1), COLORS["top"])
    draw.rectangle((0, height - bar, width, height), COLORS["bottom"])
    return picture.convert(mode)


def encoded(picture: Image.Image, kind: str, **more: object) -> bytes:
    out = BytesIO()
    picture.save(out, kind, **more)
    return out.getvalue()


def exif(orientation: int) -> Image.Exif:
    made = Image.Exif()
    made[0x0112] = orientation
    made[0x010F] = "Secret Camera"
    return made


def alpha_picture() -> Image.Image:
    """The frame, and in its middle a hole that shows what is behind."""
    picture = framed_picture(800, 600, "RGBA")
    picture.paste((0, 0, 0, 0), (200, 200, 600, 400))
    return picture


# name → content, and the size in mm of the page that it must come out on.
ATTACHMENTS: dict[str, tuple[Callable[[], bytes], tuple[int, int]]] = {
    "A0.pdf": (lambda: framed_pdf(841, 1189), A4),
    "letter.pdf": (lambda: framed_pdf(215.9, 279.4), A4),
    "A4.pdf": (lambda: framed_pdf(210, 297), A4),
    "card.pdf": (lambda: framed_pdf(85, 54), A4_ACROSS),
    "A3-across.PDF": (lambda: framed_pdf(420, 297), A4_ACROSS),
    "strip.pdf": (lambda: framed_pdf(2000, 100), A4_ACROSS),
    "moved.pdf": (lambda: framed_pdf(210, 297, origin=(-300, 4000)), A4),
    "units.pdf": (lambda: framed_pdf(1000, 1500, user_unit=5), A4),
    "photo.jpg": (lambda: encoded(framed_picture(1600, 1200), "JPEG", quality=95), A4_ACROSS),
    "cmyk.jpeg": (lambda: encoded(framed_picture(900, 1200, "CMYK"), "JPEG", quality=95), A4),
    "grey.png": (lambda: encoded(framed_picture(900, 1200, "L"), "PNG"), A4),
    "palette.png": (lambda: encoded(framed_picture(900, 1200).quantize(8), "PNG"), A4),
    "alpha.png": (lambda: encoded(alpha_picture(), "PNG"), A4_ACROSS),
}
COLORED = [name for name in ATTACHMENTS if name != "grey.png"]


def drawn_pages(pdf: bytes, folder: Path, dpi: int = DPI) -> list[Image.Image]:
    (folder / "drawn.pdf").write_bytes(pdf)
    subprocess.run(["pdftoppm", "-r", str(dpi), "-png", folder / "drawn.pdf", folder / "drawn"], check=True)
    return [Image.open(path).convert("RGB") for path in sorted(folder.glob("drawn*.png"))]


def ink_mm(picture: Image.Image) -> tuple[float, float, float, float]:
    """Left, top, right and bottom edge of what is not white, in mm."""
    box = (
        ImageChops.difference(picture, Image.new("RGB", picture.size, "white"))
        .point(lambda v: 255 * (v > 40))
        .getbbox()
    )
    assert box is not None, "an empty page"
    return tuple(edge * 25.4 / DPI for edge in box)  # type: ignore[return-value]


def seen_sides(picture: Image.Image) -> dict[str, str]:
    """Which bar stands at which edge of the ink."""
    left, top, right, bottom = (edge * DPI / 25.4 for edge in ink_mm(picture))
    inset = min(right - left, bottom - top) / 40
    middle = ((left + right) / 2, (top + bottom) / 2)
    points = {
        "top": (middle[0], top + inset),
        "right": (right - inset, middle[1]),
        "bottom": (middle[0], bottom - inset),
        "left": (left + inset, middle[1]),
    }

    def nearest(place: tuple[float, float]) -> str:
        found = picture.getpixel((round(place[0]), round(place[1])))
        distances = {
            side: sum((a - b) ** 2 for a, b in zip(found, color, strict=True)) for side, color in COLORS.items()
        }
        side = min(distances, key=distances.__getitem__)
        assert distances[side] < 12_000, f"no bar here: {found}"
        return side

    return {side: nearest(place) for side, place in points.items()}


def page_mm(pdf: bytes) -> list[tuple[int, int]]:
    with pikepdf.open(BytesIO(pdf)) as opened:
        return [(round(float(p.mediabox[2]) / MM), round(float(p.mediabox[3]) / MM)) for p in opened.pages]


def shifted(sides: Sequence[str], quarters: int) -> dict[str, str]:
    """Where the bars stand after so many quarter turns clockwise."""
    return {sides[(place + quarters) % 4]: side for place, side in enumerate(sides)}


@pytest.mark.parametrize("name", ATTACHMENTS)
def test_an_attachment_stands_on_a4_inside_the_margin(name: str, tmp_path: Path) -> None:
    make, size = ATTACHMENTS[name]
    pages = attachment_pages(make(), name)
    assert page_mm(pages) == [size]
    (drawn,) = drawn_pages(pages, tmp_path)
    left, top, right, bottom = ink_mm(drawn)
    slack = 0.3  # a pixel of the drawing
    assert min(left, top, size[0] - right, size[1] - bottom) >= MARGIN_MM - slack
    assert left == pytest.approx(size[0] - right, abs=0.8)
    assert top == pytest.approx(size[1] - bottom, abs=0.8)


@pytest.mark.parametrize("name", COLORED)
def test_nothing_of_an_attachment_is_clipped(name: str, tmp_path: Path) -> None:
    (drawn,) = drawn_pages(attachment_pages(ATTACHMENTS[name][0](), name), tmp_path)
    assert seen_sides(drawn) == {side: side for side in COLORS}


def test_the_judge_of_clipping_sees_a_missing_edge(tmp_path: Path) -> None:
    """The comparison above must be able to fail: a page cut at its right edge has no green bar."""
    with pikepdf.open(BytesIO(attachment_pages(framed_pdf(210, 297), "A4.pdf"))) as pdf:
        form = pdf.pages[0].Resources.XObject.A
        form.BBox = pikepdf.Array([0, 0, float(form.BBox[2]) - 60, form.BBox[3]])
        out = BytesIO()
        pdf.save(out)
    (drawn,) = drawn_pages(out.getvalue(), tmp_path)
    with pytest.raises(AssertionError, match="no bar here"):
        seen_sides(drawn)


@pytest.mark.parametrize("rotate", [90, 180, 270, -90, 450])
def test_a_rotated_page_stands_as_a_viewer_shows_it(rotate: int, tmp_path: Path) -> None:
    pages = attachment_pages(framed_pdf(210, 297, rotate=rotate), "turned.pdf")
    assert page_mm(pages) == [A4_ACROSS if rotate % 180 else A4]
    (drawn,) = drawn_pages(pages, tmp_path)
    assert seen_sides(drawn) == shifted(["top", "right", "bottom", "left"], rotate // 90)


def test_rotation_given_to_all_pages_at_once_counts(tmp_path: Path) -> None:
    with pikepdf.open(BytesIO(framed_pdf(210, 297))) as pdf:
        pdf.Root.Pages.Rotate = 90
        out = BytesIO()
        pdf.save(out)
    assert page_mm(attachment_pages(out.getvalue(), "inherited.pdf")) == [A4_ACROSS]


def test_only_the_crop_box_is_shown(tmp_path: Path) -> None:
    with pikepdf.open(BytesIO(framed_pdf(400, 400))) as pdf:
        pdf.pages[0].obj.CropBox = pikepdf.Array([0, 0, 200 * MM, 400 * MM])
        pdf.pages[0].obj.TrimBox = pikepdf.Array([50, 50, 100, 100])
        out = BytesIO()
        pdf.save(out)
    (drawn,) = drawn_pages(attachment_pages(out.getvalue(), "cropped.pdf"), tmp_path)
    left, top, right, bottom = ink_mm(drawn)
    assert (bottom - top) / (right - left) == pytest.approx(2, abs=0.02)


@pytest.mark.parametrize(("width_mm", "height_mm"), [(85, 54), (148, 210), (190, 277)])
def test_a_small_pdf_page_keeps_its_size(width_mm: float, height_mm: float, tmp_path: Path) -> None:
    (drawn,) = drawn_pages(attachment_pages(framed_pdf(width_mm, height_mm), "small.pdf"), tmp_path)
    left, top, right, bottom = ink_mm(drawn)
    assert (right - left, bottom - top) == pytest.approx((width_mm, height_mm), abs=0.6)


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_photograph_stands_as_its_camera_noted(orientation: int, tmp_path: Path) -> None:
    """The upright picture, stored lying or mirrored as each EXIF value means it, comes out upright."""
    back = {
        2: [Image.Transpose.FLIP_LEFT_RIGHT],
        3: [Image.Transpose.ROTATE_180],
        4: [Image.Transpose.FLIP_TOP_BOTTOM],
        5: [Image.Transpose.TRANSPOSE],
        6: [Image.Transpose.ROTATE_90],
        7: [Image.Transpose.TRANSVERSE],
        8: [Image.Transpose.ROTATE_270],
    }
    stored = framed_picture(900, 1200)
    for step in back.get(orientation, []):
        stored = stored.transpose(step)
    content = encoded(stored, "JPEG", quality=95, exif=exif(orientation))
    pages = attachment_pages(content, "turned.jpg")
    assert page_mm(pages) == [A4]
    (drawn,) = drawn_pages(pages, tmp_path)
    assert seen_sides(drawn) == {side: side for side in COLORS}
    assert b"Secret Camera" in content
    assert b"Secret Camera" not in pages


def test_transparency_is_flattened_on_white(tmp_path: Path) -> None:
    (drawn,) = drawn_pages(attachment_pages(encoded(alpha_picture(), "PNG"), "alpha.png"), tmp_path)
    assert drawn.getpixel((drawn.width // 2, drawn.height // 2)) == (255, 255, 255)


def test_a_png_of_16_bits_keeps_its_greys(tmp_path: Path) -> None:
    deep = Image.new("I;16", (600, 800), 32768)
    (drawn,) = drawn_pages(attachment_pages(encoded(deep, "PNG"), "deep.png"), tmp_path)
    middle = drawn.getpixel((drawn.width // 2, drawn.height // 2))
    assert isinstance(middle, tuple)
    assert middle[0] == pytest.approx(128, abs=2)


def test_a_large_picture_is_stored_no_finer_than_a_printer_shows() -> None:
    pages = attachment_pages(encoded(framed_picture(6000, 4500), "JPEG"), "large.jpg")
    with pikepdf.open(BytesIO(pages)) as pdf:
        stored = pdf.pages[0].Resources.XObject.A
        assert 2900 < int(stored.Width) <= 277 / 25.4 * 300 + 1


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("broken.pdf", b"%PDF-1.7 nothing"),
        ("broken.jpg", b"\xff\xd8\xff nothing"),
        ("cut.jpg", encoded(framed_picture(900, 1200), "JPEG")[:4000]),
        ("gif-in-disguise.png", encoded(framed_picture(60, 60), "GIF")),
        ("huge.png", encoded(Image.new("1", (8000, 5100)), "PNG")),
    ],
)
def test_what_cannot_be_read_is_a_problem_that_names_the_file(name: str, content: bytes) -> None:
    with pytest.raises(DataError) as caught:
        attachment_pages(content, name)
    (problem,) = caught.value.problems
    assert problem.place.file == f"attachments/{name}"


@pytest.mark.parametrize("name", ATTACHMENTS)
def test_the_same_attachment_gives_the_same_bytes(name: str) -> None:
    content = ATTACHMENTS[name][0]()
    assert attachment_pages(content, name) == attachment_pages(content, name)


# --- packets ---------------------------------------------------------------------------------------------


def marked_pdf(label: str, pages: int) -> bytes:
    """A PDF whose pages can be told apart by their contents, with a font that all of them share."""
    made = pikepdf.new()
    font = made.make_indirect(
        pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica)
    )
    large = made.make_stream(b"0123456789" * 2000)  # stands for a font file
    font.Program = large
    for number in range(1, pages + 1):
        page = made.add_blank_page(page_size=(210 * MM, 297 * MM))
        page.obj.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F=font))
        page.obj.Contents = made.make_stream(f"BT /F 20 Tf 100 700 Td ({label}-{number}) Tj ET".encode())
    out = BytesIO()
    made.save(out)
    return out.getvalue()


PARTS = {
    ("form2", "南昌市总工会"): marked_pdf("form2", 3),
    ("form1", "NC-001"): marked_pdf("one", 4),
    ("form1", "NC-002"): marked_pdf("two", 5),
}
PLAN = PacketPlan(
    "南昌市总工会",
    "packet.pdf",
    (
        PieceSet((Piece("申报汇总表", ("form2", "南昌市总工会")),), 1),
        PieceSet((Piece("NC-001 申报表", ("form1", "NC-001")), Piece("NC-001 附件1", attachment="报告.pdf")), 2),
        PieceSet((Piece("NC-002 申报表", ("form1", "NC-002")), Piece("NC-002 附件1", attachment="照片.jpg")), 2),
    ),
)
# (title, marks of its pages): an attachment's pages show no mark of their own.
EXPECTED = [
    ("申报汇总表", ["form2-1", "form2-2", "form2-3", ""]),
    ("NC-001 申报表（第1份）", ["one-1", "one-2", "one-3", "one-4"]),
    ("NC-001 附件1（第1份）", ["attached", ""]),
    ("NC-001 申报表（第2份）", ["one-1", "one-2", "one-3", "one-4"]),
    ("NC-001 附件1（第2份）", ["attached", ""]),
    ("NC-002 申报表（第1份）", ["two-1", "two-2", "two-3", "two-4", "two-5", ""]),
    ("NC-002 附件1（第1份）", ["attached", ""]),
    ("NC-002 申报表（第2份）", ["two-1", "two-2", "two-3", "two-4", "two-5", ""]),
    ("NC-002 附件1（第2份）", ["attached", ""]),
]


@pytest.fixture
def attachments(tmp_path: Path) -> dict[str, Path]:
    report, photo = tmp_path / "报告.pdf", tmp_path / "照片.jpg"
    report.write_bytes(framed_pdf(420, 297))
    photo.write_bytes(encoded(framed_picture(800, 600), "JPEG"))
    return {path.name: path for path in (report, photo)}


@pytest.fixture
def packet(attachments: dict[str, Path]) -> bytes:
    return assemble(PLAN, PARTS, attachments)


def mark_of(page: pikepdf.Page) -> str:
    """What the page's contents show; empty for a page with nothing on it."""
    contents = page.obj.get("/Contents")
    data = contents.read_bytes() if contents is not None else b""
    if b" Do" in data:
        return "attached"
    return data.split(b"(")[1].split(b")")[0].decode() if b"(" in data else data.decode().strip()


def test_sets_are_collated_and_every_copy_is_there(packet: bytes) -> None:
    with pikepdf.open(BytesIO(packet)) as pdf:
        assert [mark_of(page) for page in pdf.pages] == [mark for _, marks in EXPECTED for mark in marks]


def test_every_document_starts_on_a_front_side_and_the_packet_is_whole_sheets(packet: bytes) -> None:
    with pikepdf.open(BytesIO(packet)) as pdf, pdf.open_outline() as outline:
        numbers = {page.obj.objgen: number for number, page in enumerate(pdf.pages, start=1)}
        starts = [numbers[entry.destination[0].objgen] for entry in outline.root]
        assert len(starts) == len(EXPECTED)
        assert [start % 2 for start in starts] == [1] * len(starts)
        assert len(pdf.pages) % 2 == 0


def test_the_outline_names_every_document_and_copy(packet: bytes) -> None:
    with pikepdf.open(BytesIO(packet)) as pdf, pdf.open_outline() as outline:
        assert [entry.title for entry in outline.root] == [title for title, _ in EXPECTED]


def test_pages_added_are_truly_empty_a4_upright(packet: bytes, tmp_path: Path) -> None:
    drawn = drawn_pages(packet, tmp_path, 30)
    blanks = [number for number, mark in enumerate(mark for _, marks in EXPECTED for mark in marks) if not mark]
    assert len(blanks) == 7
    for number, picture in enumerate(drawn):
        assert (picture.getextrema() == ((255, 255),) * 3) is (number in blanks)
    assert {page_mm(packet)[number] for number in blanks} == {A4}


def test_the_printer_is_asked_for_both_sides_and_no_scaling(packet: bytes) -> None:
    with pikepdf.open(BytesIO(packet)) as pdf:
        assert pdf.Root.ViewerPreferences.Duplex == pikepdf.Name.DuplexFlipLongEdge
        assert pdf.Root.ViewerPreferences.PrintScaling == pikepdf.Name("/None")


def test_a_second_copy_and_equal_fonts_are_stored_once(packet: bytes) -> None:
    with pikepdf.open(BytesIO(packet)) as pdf:
        contents = {page.obj.Contents.objgen for page in pdf.pages if mark_of(page) == "one-1"}
        fonts = {page.obj.Resources.Font.F.objgen for page in pdf.pages if "-" in mark_of(page)}
        assert len(contents) == 1
        assert len(fonts) == 1
    assert packet.count(b"0123456789" * 2) <= 1


def test_the_same_plan_gives_the_same_bytes(packet: bytes, attachments: dict[str, Path]) -> None:
    assert assemble(PLAN, PARTS, attachments) == packet
    assert b"/CreationDate" not in packet


def test_the_packet_is_a_sound_pdf(packet: bytes, tmp_path: Path) -> None:
    (tmp_path / "packet.pdf").write_bytes(packet)
    checked = subprocess.run(["qpdf", "--check", tmp_path / "packet.pdf"], capture_output=True, text=True)
    assert checked.returncode == 0, checked.stdout + checked.stderr


def test_layers_hidden_in_an_attachment_stay_hidden(tmp_path: Path) -> None:
    made = pikepdf.new()
    layer = made.make_indirect(pikepdf.Dictionary(Type=pikepdf.Name.OCG, Name="隐藏"))
    page = made.add_blank_page(page_size=(210 * MM, 297 * MM))
    page.obj.Resources = pikepdf.Dictionary(Properties=pikepdf.Dictionary(L=layer))
    page.obj.Contents = made.make_stream(b"0 0 1 rg 9 9 50 50 re f /OC /L BDC 1 0 0 rg 100 100 200 200 re f EMC")
    made.Root.OCProperties = pikepdf.Dictionary(
        OCGs=pikepdf.Array([layer]), D=pikepdf.Dictionary(OFF=pikepdf.Array([layer]))
    )
    made.save(tmp_path / "layers.pdf")
    plan = PacketPlan("x", "x.pdf", (PieceSet((Piece("附件", attachment="layers.pdf"),), 1),))
    first, _ = drawn_pages(assemble(plan, {}, {"layers.pdf": tmp_path / "layers.pdf"}), tmp_path)
    colors = {color for _, color in first.getcolors(100_000) or ()}
    assert (0, 0, 255) in colors
    assert (255, 0, 0) not in colors


def test_half_a_picture_is_refused_although_weasyprint_would_take_it() -> None:
    importlib.import_module("generator.rendering.pages")
    with pytest.raises(DataError):
        attachment_pages(encoded(framed_picture(900, 1200), "JPEG")[:4000], "cut.jpg")
