"""Whether every attachment can be printed: readable PDF without a password, or JPEG/PNG picture."""

from __future__ import annotations

import logging
import warnings
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path

import pikepdf
from PIL import Image, UnidentifiedImageError

from generator.checks.tables import Sourced
from generator.errors import Problem, error
from generator.masking import quoted
from generator.records import Application

PICTURE_FORMATS = ("JPEG", "PNG")
PICTURE_ENDINGS = (".jpg", ".jpeg", ".png")
LARGEST_PICTURE_PIXELS = 40_000_000

# What qpdf mends in a PDF it would tell the terminal, where nothing else listens.
logging.getLogger("pikepdf").addHandler(logging.NullHandler())


@contextmanager
def opened_picture(source: Path | BytesIO) -> Iterator[Image.Image]:
    """The picture, of one of the formats; what Pillow warns of (corrupt EXIF, many pixels) we see ourselves."""
    with warnings.catch_warnings(action="ignore"), Image.open(source, formats=PICTURE_FORMATS) as picture:
        yield picture


def attachment_problems(applications: Sequence[Sourced[Application]], files: Mapping[str, Path]) -> list[Problem]:
    """A problem for each attachment that cannot be printed, naming file and project."""
    problems = []
    for one in applications:
        for name in one.record.attachments if one.has("attachments") else ():
            trouble = _trouble(files[name]) if name in files else None
            if trouble:
                message = f"{quoted(name)}（项目 {one.raw.text('number')}）{trouble[0]}"
                problems.append(error("attachment", one.at("attachments").place, "附件", message, trouble[1]))
    return problems


def _trouble(path: Path) -> tuple[str, str] | None:
    """What is wrong with the file and the remedy, or None."""
    ending = path.suffix.lower()
    if ending == ".pdf":
        return _pdf_trouble(path)
    if ending in PICTURE_ENDINGS:
        return _picture_trouble(path)
    return "不是 PDF 或 JPG、PNG 图片。", "请另存为 PDF 后放入。"


def _pdf_trouble(path: Path) -> tuple[str, str] | None:
    try:
        with pikepdf.open(path) as pdf:
            return None if len(pdf.pages) else ("没有页面。", "请换成有内容的文件。")
    except pikepdf.PasswordError:
        return "加了密码，打不开。", "请去掉密码后重新放入。"
    except (pikepdf.PdfError, OSError, RuntimeError):
        return "已损坏，打不开。", "请重新导出 PDF。"


def _picture_trouble(path: Path) -> tuple[str, str] | None:
    try:
        with opened_picture(path) as picture:
            if picture.width * picture.height > LARGEST_PICTURE_PIXELS:
                return "超过4000万像素。", "请缩小后重新放入。"
            picture.load()
    except UnidentifiedImageError:
        return "不是真正的 JPG 或 PNG 图片。", "请用看图软件另存为 JPG。"
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError):
        return "已损坏，打不开。", "请重新拍摄或另存。"
    return None
