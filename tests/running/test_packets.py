"""Packets and attachments, judged from the finished PDF alone: pages, sides, copies, margins, nothing clipped."""

from __future__ import annotations

import importlib
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from conftest import MINIMAL
from PIL import Image, ImageChops, ImageDraw
from support import poppler
from support.poppler import drawn
from support.qpdf import complaints

from benchmarks.distinct import distinct_bytes
from generator.campaign.errors import DataError
from generator.campaign.layout import package_templates
from generator.campaign.records import Campaign, Summary
from generator.campaign.settings import PacketItem
from generator.checks.attached.kind import UnfitError
from generator.checks.campaign import check_campaign
from generator.composing.documents import Asked
from generator.composing.packing import PacketGroup, PacketPiece, PacketPlan, packet_plans
from generator.interfaces.cli import run
from generator.rendering.attached.a4_pages import attachment_pages
from generator.rendering.pdf.press import Press
from generator.running.packets import Workshop, assemble, sides

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
    return drawn(pdf, folder, dpi)


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
def test_what_cannot_be_read_is_refused(name: str, content: bytes) -> None:
    with pytest.raises(UnfitError):
        attachment_pages(content, name)


@pytest.mark.parametrize("name", ATTACHMENTS)
def test_the_same_attachment_gives_the_same_bytes(name: str) -> None:
    content = ATTACHMENTS[name][0]()
    assert attachment_pages(content, name) == attachment_pages(content, name)


# --- packets ---------------------------------------------------------------------------------------------

RECOMMENDER = "南昌市总工会"
DIFFICULT = ("A0.pdf", "letter.pdf", "A3-across.PDF", "turned.pdf", "large.jpg", "cmyk.jpeg", "exif.jpg", "many.pdf")
LONG_NAME = (
    "基于双回路冗余控制与在线监测的大型立式加工中心刀库换刀机械手故障快速诊断与安全互锁保护装置及其改进型研制与推广应用"
)


@dataclass(frozen=True)
class Made:
    """A packet, and what it was made of."""

    plan: PacketPlan
    content: bytes
    shop: Workshop


@pytest.fixture(scope="session")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Attachments of every kind, by name."""
    folder = tmp_path_factory.mktemp("attachments")
    contents = {name: make() for name, (make, _) in ATTACHMENTS.items()} | {
        "turned.pdf": framed_pdf(210, 297, rotate=90),
        "many.pdf": framed_pdf(100, 140, pages=3),
        "large.jpg": encoded(framed_picture(7300, 5470), "JPEG"),
        "exif.jpg": encoded(framed_picture(900, 1200).transpose(Image.Transpose.ROTATE_90), "JPEG", exif=exif(6)),
    }
    for name, content in contents.items():
        (folder / name).write_bytes(content)
    return {name: folder / name for name in contents}


@pytest.fixture(scope="session")
def campaign(files: dict[str, Path]) -> Campaign:
    """Three projects: without attachments, with difficult ones, and with an intro material of its own."""
    checked, _, problems = check_campaign(MINIMAL)
    assert checked is not None, problems
    one = checked.applications[0]
    changes: list[dict[str, object]] = [
        {},
        {"number": "NC-002", "name": LONG_NAME, "attachments": DIFFICULT},
        {"number": "NC-003", "name": "夹具", "attachments": ("photo.jpg",), "intro_paper": "A4.pdf"},
    ]
    applications = tuple(one.model_copy(update=change) for change in changes)
    summary = Summary(recommender=RECOMMENDER, paragraphs=("开展活动，成效明显。" * 30,) * 4)
    return checked.model_copy(update={"applications": applications, "summaries": (summary,), "attachments": files})


@pytest.fixture(scope="session")
def shop(campaign: Campaign) -> Workshop:
    return Workshop(Press([package_templates()]), campaign.attachments)


@pytest.fixture(scope="session")
def packets(campaign: Campaign, shop: Workshop) -> dict[str, Made]:
    """The packets of the recommender and its three projects by record."""
    return {plan.record: Made(plan, assemble(plan, shop), shop) for plan in packet_plans(Asked(campaign), RECOMMENDER)}


@pytest.fixture(scope="session", params=[RECOMMENDER, "NC-001", "NC-002", "NC-003"])
def packet(request: pytest.FixtureRequest, packets: dict[str, Made]) -> Made:
    return packets[request.param]


@dataclass(frozen=True)
class Entry:
    """A document of a packet as its outline has it: where it starts (from 1), and its pages with padding."""

    title: str
    start: int
    pages: int


def entries(content: bytes) -> list[Entry]:
    with pikepdf.open(BytesIO(content)) as pdf, pdf.open_outline() as outline:
        numbers = {page.obj.objgen: number for number, page in enumerate(pdf.pages, start=1)}
        starts = [numbers[entry.destination[0].objgen] for entry in outline.root]
        ends = [*starts[1:], len(pdf.pages) + 1]
        titles = [entry.title for entry in outline.root]
    return [Entry(*one) for one in zip(titles, starts, (b - a for a, b in zip(starts, ends, strict=True)), strict=True)]


def page_texts(content: bytes, folder: Path) -> list[str]:
    (folder / "texts.pdf").write_bytes(content)
    return poppler.page_texts(folder / "texts.pdf", "-layout")


def contents_rows(texts: Sequence[str]) -> list[tuple[str, int, int, int, int, int]]:
    """The rows of figures on the contents sheet: title, copies, pages, sheets, all sheets, staples."""
    row = re.compile(r"^\s*(\S+)\s+(\d+)\s+(\d+)\s+(\d+)\s+(\d+)\s+(\d+|—)\s*$", re.M)
    return [
        (found[0], *(0 if figure == "—" else int(figure) for figure in found[1:]))
        for text in texts
        for found in row.findall(text)
    ]


def test_every_document_starts_on_a_front_side_and_the_packet_is_whole_sheets(packet: Made) -> None:
    found = entries(packet.content)
    assert [entry.start % 2 for entry in found] == [1] * len(found)
    assert [entry.pages % 2 for entry in found] == [0] * len(found)
    assert found[0].start == 1


def test_the_contents_sheet_counts_what_the_packet_holds(packet: Made, tmp_path: Path) -> None:
    """From the finished file alone: its outline, its pages, and the text of its contents sheet."""
    found, texts = entries(packet.content), page_texts(packet.content, tmp_path)
    own = texts[: found[0].pages]
    rows = contents_rows(own)
    expanded = [title for title, copies, *_ in rows for _ in range(copies)]
    assert sorted(expanded) == sorted(re.sub(r"^.* |（第.份）$", "", entry.title) for entry in found)
    for title, copies, pages, sheets, total, staples in rows:
        of_title = [entry.pages for entry in found if re.search(rf"(^| ){title}(（|$)", entry.title)]
        assert sheets * 2 in of_title, title
        assert (sheets, total) == ((pages + 1) // 2, copies * sheets)
        assert staples == (copies if sheets > 1 else 0)
    total = re.search(r"(\d+)张（(\d+)页），装订(\d+)份", "".join(own))
    assert total
    assert int(total[1]) == sum(row[4] for row in rows) == len(texts) / 2
    assert int(total[2]) == len(texts) == sum(entry.pages for entry in found)
    assert int(total[3]) == sum(row[5] for row in rows)


def test_sets_are_collated_project_by_project(packets: dict[str, Made]) -> None:
    first = ["申报材料清单", "申报汇总表", "工作总结"]
    whole = [entry.title for entry in entries(packets[RECOMMENDER].content)]
    assert whole[:3] == first
    expected = [
        f"{name} {title}（第{copy}份）"
        for name, attachments in (
            ("NC-001 立式铣床主轴快速对中夹具", 0),
            (f"NC-002 {LONG_NAME}", len(DIFFICULT)),
            ("NC-003 夹具", 1),
        )
        for copy in (1, 2)
        for title in ("项目申报表", "介绍材料", *(f"附件{place}" for place in range(1, attachments + 1)))
    ]
    assert whole[3:] == expected
    single = [entry.title for entry in entries(packets["NC-003"].content)]
    assert single == ["申报材料清单", *(title for title in expected if title.startswith("NC-003"))]


def test_pages_added_are_truly_empty_a4_upright(packets: dict[str, Made], tmp_path: Path) -> None:
    content = packets["NC-003"].content
    rows = {title: pages for title, _, pages, *_ in contents_rows(page_texts(content, tmp_path))}
    drawn = drawn_pages(content, tmp_path, 30)
    blanks = [number for number, drawn_there in enumerate(page_contents(content)) if not drawn_there.strip()]
    expected = []
    for entry in entries(content):
        title = re.sub(r"^.* |（第.份）$", "", entry.title)
        expected += list(range(entry.start - 1 + rows[title], entry.start - 1 + entry.pages))
    assert blanks == expected
    assert len(blanks) >= 5
    for number in blanks:
        assert drawn[number].getextrema() == ((255, 255),) * 3
        assert page_mm(content)[number] == A4


def test_every_page_of_an_attachment_is_captioned_in_the_margin(packets: dict[str, Made], tmp_path: Path) -> None:
    """The caption's ink lies 5 to 9 mm above the lower edge; all else keeps the margin of 10 mm."""
    content = packets["NC-002"].content
    texts, drawn, sizes = page_texts(content, tmp_path), drawn_pages(content, tmp_path), page_mm(content)
    captioned = [number for number, text in enumerate(texts) if "· 附件" in text]
    assert len(captioned) == 2 * (len(DIFFICULT) + 2)
    for number in captioned:
        picture, (width, height) = drawn[number], sizes[number]
        edge = round((height - MARGIN_MM + 0.5) * DPI / 25.4)
        left, top, right, bottom = ink_mm(picture.crop((0, 0, picture.width, edge)))
        assert min(left, top, width - right) >= MARGIN_MM - 0.3, number
        left, top, right, bottom = ink_mm(picture.crop((0, edge, picture.width, picture.height)))
        top, bottom = (height - MARGIN_MM + 0.5 + side for side in (top, bottom))
        assert height - 9.2 <= top < bottom <= height - 4.8, number
        assert left > MARGIN_MM
        assert right < width - MARGIN_MM
    assert "".join(texts[captioned[0]].split()) == f"{LONG_NAME}·附件1·第1页"
    last = [texts[number] for number in captioned if "附件8" in texts[number]][:3]
    assert [re.findall(r"第(\d)页", text) for text in last] == [["1"], ["2"], ["3"]]


def test_nothing_of_a_captioned_attachment_is_clipped(packets: dict[str, Made], tmp_path: Path) -> None:
    """Cut off above the caption, every attachment of the packet shows its four edges, upright as it should stand."""
    content = packets["NC-002"].content
    texts, drawn, sizes = page_texts(content, tmp_path), drawn_pages(content, tmp_path), page_mm(content)
    for number, text in enumerate(texts):
        if "· 附件" not in text:
            continue
        edge = round((sizes[number][1] - MARGIN_MM + 0.5) * DPI / 25.4)
        turned = "附件4 " in text  # the page that its file turns by 90°
        picture = drawn[number].crop((0, 0, drawn[number].width, edge))
        wanted = shifted(["top", "right", "bottom", "left"], 1) if turned else {side: side for side in COLORS}
        assert seen_sides(picture) == wanted, text


def test_a_given_intro_material_takes_the_place_of_ours(packets: dict[str, Made], tmp_path: Path) -> None:
    texts = page_texts(packets["NC-003"].content, tmp_path)
    assert sum("夹具 · 介绍材料 · 第1页" in text for text in texts) == 2
    assert not any("五小活动优秀成果介绍材料" in text for text in texts)
    assert any("五小活动优秀成果介绍材料" in text for text in page_texts(packets["NC-001"].content, tmp_path))


def test_the_printer_is_asked_for_both_sides_and_no_scaling(packet: Made) -> None:
    with pikepdf.open(BytesIO(packet.content)) as pdf:
        assert pdf.Root.ViewerPreferences.Duplex == pikepdf.Name.DuplexFlipLongEdge
        assert pdf.Root.ViewerPreferences.PrintScaling == pikepdf.Name("/None")


def test_fronts_and_backs_are_the_packet_side_by_side(packets: dict[str, Made]) -> None:
    content = packets["NC-003"].content
    whole = page_contents(content)
    fronts, backs = sides(content, backs_reversed=False)
    assert page_contents(fronts) == whole[::2]
    assert page_contents(backs) == whole[1::2]
    assert page_contents(sides(content, backs_reversed=True)[1]) == whole[1::2][::-1]
    with pikepdf.open(BytesIO(backs)) as pdf:
        assert pdf.Root.ViewerPreferences.Duplex == pikepdf.Name.Simplex


def page_contents(content: bytes) -> list[bytes]:
    """What every page draws, in order; nothing for an empty page."""
    with pikepdf.open(BytesIO(content)) as pdf:
        return [b"".join(one.read_bytes() for one in page_streams(page)) for page in pdf.pages]


def page_streams(page: pikepdf.Page) -> list[pikepdf.Object]:
    contents = page.obj.get("/Contents")
    if contents is None:
        return []
    return list(contents) if isinstance(contents, pikepdf.Array) else [contents]


def test_the_campaign_orders_and_counts_what_a_packet_holds(campaign: Campaign) -> None:
    items = (("附件", 1), ("申报表", 3), ("汇总表", 2))
    settings = campaign.settings.model_copy(
        update={"packet": tuple(PacketItem(item=item, copies=copies) for item, copies in items)}
    )
    whole, first, _, third = packet_plans(Asked(campaign.model_copy(update={"settings": settings})), RECOMMENDER)
    titles = [piece.title for group in third.groups for piece, _ in group.in_order()]
    assert titles == ["附件1", "项目申报表", "项目申报表", "项目申报表"]
    assert [piece.title for piece in first.pieces] == ["项目申报表"]
    assert [piece.title for piece, _ in whole.groups[-1].in_order()] == ["申报汇总表", "申报汇总表"]


def test_copies_asked_for_are_those_of_every_project(campaign: Campaign) -> None:
    (whole, *_) = packet_plans(Asked(campaign), RECOMMENDER, copies=4)
    copies = {piece.title: piece.copies for piece in whole.pieces}
    assert {title for title, count in copies.items() if count == 4} == set(copies) - {
        "申报材料清单",
        "申报汇总表",
        "工作总结",
    }


def test_a_second_copy_and_equal_fonts_are_stored_once(packet: Made) -> None:
    """The file is at most 1.3 times what is different in it: its streams, and one program of every font."""
    assert len(packet.content) <= 1.3 * distinct_bytes(packet.content)


def test_the_same_plan_gives_the_same_bytes(packets: dict[str, Made]) -> None:
    for record in ("NC-001", "NC-003"):
        made = packets[record]
        assert assemble(made.plan, made.shop) == made.content
        assert b"/CreationDate" not in made.content


def test_the_packet_is_a_sound_pdf(packet: Made, tmp_path: Path) -> None:
    (tmp_path / "packet.pdf").write_bytes(packet.content)
    assert complaints(tmp_path / "packet.pdf") == ""


def test_an_attachment_that_cannot_be_read_names_file_and_project(campaign: Campaign, tmp_path: Path) -> None:
    (tmp_path / "broken.pdf").write_bytes(b"%PDF-1.7 nothing")
    one = campaign.applications[0].model_copy(update={"attachments": ("broken.pdf",)})
    bad = campaign.model_copy(update={"applications": (one,)})
    shop = Workshop(Press([package_templates()]), {"broken.pdf": tmp_path / "broken.pdf"})
    with pytest.raises(DataError) as caught:
        assemble(packet_plans(Asked(bad), RECOMMENDER)[1], shop)
    (problem,) = caught.value.problems
    assert problem.place.file == "attachments/broken.pdf"
    assert "NC-001" in problem.message


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
    piece = PacketPiece("附件", 1, attachment="layers.pdf", caption="项目")
    plan = PacketPlan("x", "x", "x", (PacketGroup("", (piece,)),))
    shop = Workshop(Press([package_templates()]), {"layers.pdf": tmp_path / "layers.pdf"})
    first, _ = drawn_pages(assemble(plan, shop), tmp_path)
    colors = {color for _, color in first.getcolors(100_000) or ()}
    assert (0, 0, 255) in colors
    assert (255, 0, 0) not in colors


def test_half_a_picture_is_refused_although_weasyprint_would_take_it() -> None:
    importlib.import_module("generator.rendering.html.pages")
    with pytest.raises(UnfitError):
        attachment_pages(encoded(framed_picture(900, 1200), "JPEG")[:4000], "cut.jpg")


@pytest.mark.parametrize(("item", "made"), [("工作总结", 0), ("附件", 0), ("清单", 0), ("汇总表", 1), ("申报表", 2)])
def test_a_packet_is_made_where_it_holds_something(minimal: Path, tmp_path: Path, item: str, made: int) -> None:
    settings = minimal / "campaign.yaml"
    listed = f"申报材料: [{{材料: {item}, 份数: 1}}]\n"
    settings.write_text(settings.read_text(encoding="utf-8") + listed, encoding="utf-8")
    out = tmp_path / "out"
    nothing_to_make = 2
    code = run(["build", str(minimal), "--out", str(out), "--only", "packet", "--jobs", "1"])
    assert code == (0 if made else nothing_to_make)
    assert len(list(out.rglob("*.pdf"))) == made
