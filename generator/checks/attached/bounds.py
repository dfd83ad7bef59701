"""How much a PDF among the attachments may hold: what its pages unpack to, its depth, the size of its pictures."""

from __future__ import annotations

from contextlib import suppress
from decimal import Decimal

import pikepdf
import pikepdf.settings

from generator.checks.attached.codings import coded_sizes
from generator.checks.attached.kind import PRINT_TO_PDF, UnfitError

LARGEST_PAGE_MB = 100  # that what is drawn on a page may unpack to
LARGEST_LZW_KB = 100  # of a page's content in the old packing, which unpacks to as much as 2,700 times
LONGEST_PDF_SIDE = 30_000  # pixels of a picture in a PDF: A0 at 600 dpi
LARGEST_PDF_PICTURE_PIXELS = 150_000_000  # A3 at 600 dpi twice over; in black and white eight times as many
DEEPEST_OBJECTS = 2_000  # that lead one to the next
# What reading a damaged file may raise.
PDF_ERRORS = (
    pikepdf.PdfError, OSError, RuntimeError, TypeError, ValueError, LookupError, AttributeError, ArithmeticError,
)  # fmt: skip
_MOST_BYTES = LARGEST_PAGE_MB * 1_000_000

# qpdf itself ends what unpacks to more, wherever in the file it stands.
pikepdf.settings.set_qpdf_limits(
    flate_max_memory=_MOST_BYTES,
    run_length_max_memory=_MOST_BYTES,
    png_max_memory=_MOST_BYTES,
    tiff_max_memory=_MOST_BYTES,
)


def judge_depth(pdf: pikepdf.Pdf) -> None:
    """Copying follows objects one into the other, and its stack has an end.

    Raises:
        UnfitError: they go deeper.
    """
    if len(pdf.objects) <= DEEPEST_OBJECTS:
        return
    seen = set[tuple[int, int]]()
    for page in pdf.pages:
        path = [iter(_led_to(page.obj.get("/Resources")))]
        while path:
            following = next(path[-1], None)
            if following is None:
                path.pop()
            elif following.objgen not in seen:
                seen.add(following.objgen)
                path.append(iter(_led_to(following)))
                if len(path) > DEEPEST_OBJECTS:
                    raise UnfitError("里面的图形一层套一层，太深了。", PRINT_TO_PDF)


def _led_to(thing: object) -> list[pikepdf.Object]:
    """The objects of the file that this one refers to."""
    found, waiting = list[pikepdf.Object](), [thing]
    while waiting:
        one = waiting.pop()
        inner = (
            list(one.values())
            if isinstance(one, pikepdf.Dictionary)
            else [one[key] for key in one.keys()]  # noqa: SIM118 (a stream is no mapping)
            if isinstance(one, pikepdf.Stream)
            else list(one)
            if isinstance(one, pikepdf.Array)
            else []
        )
        for part in inner:
            if isinstance(part, pikepdf.Object):
                (found if part.is_indirect else waiting).append(part)
    return found


def judge_content(page: pikepdf.Page, number: int) -> None:
    """What the page draws is whole and no more than a page may hold.

    Raises:
        UnfitError: it is not.
    """
    contents = page.obj.get("/Contents")
    left = _MOST_BYTES
    for stream in contents if isinstance(contents, pikepdf.Array) else [contents]:
        if isinstance(stream, pikepdf.Stream):
            try:
                left -= len(unpacked(stream, number))
            except DamagedError as wrong:
                raise UnfitError(f"第{number}页已损坏。", "请重新导出 PDF。") from wrong
        if left < 0:
            raise _too_much(number)


def judge_picture(picture: pikepdf.Stream, number: int) -> None:
    """The picture, which page `number` draws with, has no more pixels than a page needs, whatever counts them.

    Raises:
        UnfitError: it has.
    """
    sizes = [(_whole(picture.get("/Width")), _whole(picture.get("/Height"))), *coded_sizes(picture)]
    if max(side for size in sizes for side in size) > LONGEST_PDF_SIDE:
        raise UnfitError(f"第{number}页的图片有一边超过{LONGEST_PDF_SIDE}像素。", "请缩小图片后重新导出 PDF。")
    bits = 1 if picture.get("/ImageMask") or picture.get("/BitsPerComponent") == 1 else 8
    if max(width * height for width, height in sizes) * bits > LARGEST_PDF_PICTURE_PIXELS * 8:
        most = LARGEST_PDF_PICTURE_PIXELS // 10_000
        raise UnfitError(f"第{number}页的图片超过{most}万像素。", "请缩小图片后重新导出 PDF。")


def judge_packing(stream: pikepdf.Stream, number: int) -> None:
    """What page `number` draws with unpacks to no more than a page may hold; what is damaged holds what can be read.

    Raises:
        UnfitError: it unpacks to more.
    """
    with suppress(DamagedError):
        unpacked(stream, number)


class DamagedError(Exception):
    """What is packed cannot be unpacked, or not to its end."""


def unpacked(stream: pikepdf.Stream, number: int = 0) -> bytes:
    """What the stream holds.

    Raises:
        UnfitError: more than a page may hold.
        DamagedError: it cannot be unpacked.
    """
    if "LZW" in str(stream.get("/Filter")) and len(stream.read_raw_bytes()) > LARGEST_LZW_KB * 1000:
        raise _too_much(number)
    try:
        return stream.read_bytes()
    except PDF_ERRORS as wrong:
        if "limit" in str(wrong):
            raise _too_much(number) from wrong
        raise DamagedError from wrong


def _whole(value: object) -> int:
    return int(value) if isinstance(value, int | Decimal) and -(1 << 40) < value < 1 << 40 else 0


def _too_much(number: int) -> UnfitError:
    return UnfitError(f"第{number}页的内容解开后超过{LARGEST_PAGE_MB}MB。", "请把这一页存成图片再放入。")
