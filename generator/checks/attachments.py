"""Whether every attachment can be printed: readable PDF without a password, or JPEG/PNG picture."""

from __future__ import annotations

import logging
import warnings
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path, PurePath

import pikepdf
from PIL import Image, UnidentifiedImageError

from generator.checks.tables import Sourced
from generator.errors import Place, Problem, error
from generator.masking import quoted
from generator.records import Application

PICTURE_FORMATS = ("JPEG", "PNG")
PICTURE_ENDINGS = (".jpg", ".jpeg", ".png")
LARGEST_PICTURE_PIXELS = 40_000_000
LARGEST_FILE_MB = 100
MOST_PAGES = 500
# What reading a damaged file may raise.
PDF_ERRORS = (pikepdf.PdfError, OSError, RuntimeError, TypeError, ValueError)
PICTURE_ERRORS = (Image.DecompressionBombError, UnidentifiedImageError, OSError, SyntaxError, ValueError)


@dataclass(frozen=True)
class Box:
    """A rectangle in pt."""

    left: float
    bottom: float
    width: float
    height: float


# What qpdf mends in a PDF it would tell the terminal, where nothing else listens.
logging.getLogger("pikepdf").addHandler(logging.NullHandler())


@contextmanager
def opened_picture(source: Path | BytesIO) -> Iterator[Image.Image]:
    """The picture, of one of the formats; what Pillow warns of (corrupt EXIF, many pixels) we see ourselves."""
    with warnings.catch_warnings(action="ignore"), Image.open(source, formats=PICTURE_FORMATS) as picture:
        yield picture


def attachment_problems(applications: Sequence[Sourced[Application]], files: Mapping[str, Path]) -> list[Problem]:
    """A problem for each file that an application names and that cannot be printed, naming file and project."""
    problems = []
    for one in applications:
        for name, place, label in _named(one):
            if trouble := _trouble(files.get(name), only_pdf=label != "附件"):
                message = f"{quoted(name)}（项目 {one.raw.text('number')}）{trouble[0]}"
                problems.append(error("attachment", place, label, message, trouble[1]))
    return problems


def is_pdf(name: str) -> bool:
    """Whether the file is taken for a PDF, by its ending."""
    return PurePath(name).suffix.lower() == ".pdf"


def visible(page: pikepdf.Page) -> Box:
    """What a viewer shows of the page: the crop box inside the media box (ISO 32000-1, 14.11.2).

    Raises:
        ValueError: the page shows nothing.
    """
    media, crop = (_ordered(box) for box in (page.mediabox, page.cropbox))
    left, bottom = max(media[0], crop[0]), max(media[1], crop[1])
    right, top = min(media[2], crop[2]), min(media[3], crop[3])
    if right <= left or top <= bottom:
        left, bottom, right, top = media
    if right <= left or top <= bottom:
        raise ValueError("empty page")
    return Box(left, bottom, right - left, top - bottom)


def _ordered(box: pikepdf.Array) -> tuple[float, float, float, float]:
    left, bottom, right, top = (float(edge) for edge in box)
    return min(left, right), min(bottom, top), max(left, right), max(bottom, top)


def _named(one: Sourced[Application]) -> Iterator[tuple[str, Place, str]]:
    """The files that the application names: name, where it is named, label of the field."""
    for name in one.record.attachments if one.has("attachments") else ():
        yield name, one.at("attachments").place, "附件"
    if one.has("intro_paper") and one.record.intro_paper:
        yield one.record.intro_paper, one.at("intro_paper").place, "介绍材料"


def _trouble(path: Path | None, *, only_pdf: bool) -> tuple[str, str] | None:
    """What is wrong with the file and the remedy, or None."""
    if path is None:
        return "在 attachments 文件夹里没有。", "请放入该文件或改正文件名。"
    if path.stat().st_size > LARGEST_FILE_MB * 1_000_000:
        return f"超过{LARGEST_FILE_MB}MB。", "请压缩后重新放入。"
    if is_pdf(path.name):
        return _pdf_trouble(path)
    if only_pdf:
        return "不是 PDF。", "请另存为 PDF 后放入。"
    if path.suffix.lower() in PICTURE_ENDINGS:
        return _picture_trouble(path)
    return "不是 PDF 或 JPG、PNG 图片。", "请另存为 PDF 后放入。"


def _pdf_trouble(path: Path) -> tuple[str, str] | None:
    try:
        with pikepdf.open(path) as pdf:
            pages = len(pdf.pages)
            if not pages:
                return "没有页面。", "请换成有内容的文件。"
            if pages > MOST_PAGES:
                return f"有{pages}页，超过{MOST_PAGES}页。", "请只保留需要打印的页。"
            for page in pdf.pages:
                visible(page)
    except pikepdf.PasswordError:
        return "加了密码，打不开。", "请去掉密码后重新放入。"
    except PDF_ERRORS:
        return "已损坏，打不开。", "请重新导出 PDF。"
    return None


def _picture_trouble(path: Path) -> tuple[str, str] | None:
    try:
        with opened_picture(path) as picture:
            if picture.width * picture.height > LARGEST_PICTURE_PIXELS:
                return f"超过{LARGEST_PICTURE_PIXELS // 10_000}万像素。", "请缩小后重新放入。"
            picture.load()
    except UnidentifiedImageError:
        return "不是真正的 JPG 或 PNG 图片。", "请用看图软件另存为 JPG。"
    except PICTURE_ERRORS:
        return "已损坏，打不开。", "请重新拍摄或另存。"
    return None
