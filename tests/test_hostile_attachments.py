"""Attachments and pictures made to harm: they are told in words, within little memory and time."""

from __future__ import annotations

import zlib
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from pikepdf import Dictionary, Name
from PIL import Image
from support.spoilt_attachments import spoilt

from generator.campaign.errors import UsageError
from generator.checks.attached.apart import JUDGE, judged_apart
from generator.checks.attached.kind import UnfitError
from generator.ground.apart.isolation import EndedError, Isolated, ask, isolated
from generator.rendering.attached.a4_pages import DRAW
from generator.verifying.verdicts import _codes_on

MOST_BYTES, MOST_SECONDS = 450_000_000, 30
READ = "generator.verifying.apart:codes_on"


def saved(pdf: pikepdf.Pdf) -> bytes:
    out = BytesIO()
    pdf.save(out)
    return out.getvalue()


def nested_forms(count: int) -> bytes:
    pdf = pikepdf.new()
    form = pdf.make_stream(b"", Type=Name.XObject, Subtype=Name.Form, BBox=[0, 0, 9, 9])
    for _ in range(count):
        resources = Dictionary(XObject=Dictionary(A=form))
        form = pdf.make_stream(b"/A Do", Type=Name.XObject, Subtype=Name.Form, BBox=[0, 0, 9, 9], Resources=resources)
    page = pdf.add_blank_page()
    page.obj.Resources, page.obj.Contents = Dictionary(XObject=Dictionary(A=form)), pdf.make_stream(b"/A Do")
    return saved(pdf)


def many_marks(count: int) -> bytes:
    pdf = pikepdf.new()
    page = pdf.add_blank_page()
    page.obj.Annots = pikepdf.Array([Dictionary(Subtype=Name.Square, Rect=[0, 0, 9, 9], F=4) for _ in range(count)])
    return saved(pdf)


def large_content(megabytes: int) -> bytes:
    pdf = pikepdf.new()
    packed = zlib.compress(b"\n" * 1_000_000 * megabytes, 1)
    page = pdf.add_blank_page()
    page.obj.Contents = pdf.make_stream(packed)
    page.obj.Contents.write(packed, filter=Name.FlateDecode)
    return saved(pdf)


def large_picture(width: int, height: int) -> bytes:
    pdf = pikepdf.new()
    page = pdf.add_blank_page()
    picture = pdf.make_stream(
        b"", Type=Name.XObject, Subtype=Name.Image, Width=width, Height=height, BitsPerComponent=8
    )
    picture.ColorSpace = Name.DeviceRGB
    form = pdf.make_stream(b"/Im Do", Type=Name.XObject, Subtype=Name.Form, BBox=[0, 0, 9, 9])
    form.Resources = Dictionary(XObject=Dictionary(Im=picture))
    page.obj.Resources, page.obj.Contents = Dictionary(XObject=Dictionary(F=form)), pdf.make_stream(b"/F Do")
    return saved(pdf)


def picture(kind: str, mode: str, size: tuple[int, int], **more: object) -> bytes:
    out = BytesIO()
    Image.new(mode, size).save(out, kind, **more)
    return out.getvalue()


@pytest.fixture(scope="module")
def judge():
    with isolated(JUDGE) as child:
        yield child


@pytest.fixture(scope="module")
def draw():
    with isolated(DRAW) as child:
        yield child


@pytest.mark.parametrize(
    ("make", "word"),
    [
        (lambda: nested_forms(20_000), "太深"),
        (lambda: many_marks(60_000), "5000"),
        (lambda: large_content(300), "100MB"),
        (lambda: large_picture(40_000, 10), "30000像素"),
        (lambda: large_picture(20_000, 20_000), "万像素"),
    ],
)
def test_what_costs_too_much_is_told(make, word: str, judge: Isolated, tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(make())
    found = judged_apart(path, judge)
    assert isinstance(found, UnfitError)
    assert word in found.message


def test_after_a_file_that_ended_the_child_the_next_is_judged(judge: Isolated, tmp_path: Path) -> None:
    sound = tmp_path / "b.jpg"
    sound.write_bytes(picture("JPEG", "RGB", (9, 9)))
    ended = Isolated("tests.support.isolated_tasks:ended")
    assert isinstance(judged_apart(sound, ended), UnfitError)
    assert judged_apart(sound, judge) == []


@pytest.mark.parametrize(
    ("kind", "mode", "size"),
    [
        ("JPEG", "RGB", (7300, 5470)),
        ("JPEG", "CMYK", (4960, 7016)),
        ("PNG", "RGB", (4960, 7016)),
        ("PNG", "RGBA", (4960, 7016)),
        ("PNG", "I;16", (4960, 7016)),
        ("PNG", "1", (4960, 7016)),
    ],
)
def test_a_phone_s_photo_and_a_scan_are_printed_within_the_memory(
    kind: str, mode: str, size: tuple[int, int], judge: Isolated, draw: Isolated, tmp_path: Path
) -> None:
    path = tmp_path / ("a.jpg" if kind == "JPEG" else "a.png")
    path.write_bytes(picture(kind, mode, size, **({"compress_level": 1} if kind == "PNG" else {})))
    assert judged_apart(path, judge) == []
    answer = draw.ask(str(path))
    assert isinstance(answer.value, list)
    assert answer.peak_bytes < MOST_BYTES


def takes(seeds: range, folder: Path) -> list[str]:
    """What is wrong with how spoilt files are taken."""
    wrong, answered = list[str](), 0
    with isolated(JUDGE) as judge, isolated(DRAW) as draw, isolated(READ) as read:
        for seed in seeds:
            name, content = spoilt(seed)
            path = folder / name
            path.write_bytes(content)
            for child in (judge, draw, read):
                try:
                    answer = child.ask(str(path))
                except EndedError:  # the child's end, told in words
                    continue
                answered += 1
                if answer.peak_bytes > MOST_BYTES or answer.seconds > MOST_SECONDS:
                    wrong.append(f"{seed}: {answer.peak_bytes} bytes, {answer.seconds} seconds")
    assert answered > 2 * len(seeds)
    return wrong


def test_spoilt_files_take_little_and_end_no_caller(tmp_path: Path) -> None:
    assert takes(range(60), tmp_path) == []


@pytest.mark.long
def test_two_thousand_spoilt_files_take_little_and_end_no_caller(tmp_path: Path) -> None:
    assert takes(range(2_000), tmp_path) == []


def test_verify_reads_named_formats_only(tmp_path: Path) -> None:
    eps = tmp_path / "eps.jpg"
    eps.write_bytes(b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n(out) (w) file\n")
    with pytest.raises(UsageError, match="读不出文件"):
        list(_codes_on(eps))


@pytest.mark.parametrize("side", [14_400, 1_000_000])
def test_verify_draws_large_pages_small(side: int, tmp_path: Path) -> None:
    pdf = pikepdf.new()
    pdf.add_blank_page().obj.MediaBox = pikepdf.Array([0, 0, side, side])
    path = tmp_path / "large.pdf"
    path.write_bytes(saved(pdf))
    answer = ask(READ, str(path))
    assert answer.value == []
    assert answer.peak_bytes < MOST_BYTES
