"""Pictures among the attachments: opened in the same way by the check and by the packet."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO

from PIL import Image, UnidentifiedImageError

from generator.checks.attached.kind import UnfitError

PICTURE_FORMATS = ("JPEG", "PNG")
LARGEST_PICTURE_PIXELS = 40_000_000
LONGEST_PICTURE_SIDE = 30_000  # pixels
_BROKEN = (OSError, SyntaxError, ValueError, ArithmeticError, LookupError, TypeError, AttributeError)


@contextmanager
def opened_picture(source: BytesIO) -> Iterator[Image.Image]:
    """The picture, read whole; what Pillow warns of (corrupt EXIF, many pixels) we see ourselves.

    Raises:
        UnfitError: it is no picture of these formats, too large, or damaged.
    """
    with warnings.catch_warnings(action="ignore"):
        try:
            picture = Image.open(source, formats=PICTURE_FORMATS)
        except UnidentifiedImageError as wrong:
            raise UnfitError("不是真正的 JPG 或 PNG 图片。", "请用看图软件另存为 JPG。") from wrong
        except Image.DecompressionBombError as wrong:
            raise _too_large() from wrong
        except _BROKEN as wrong:
            raise _damaged() from wrong
        with picture:
            if picture.width * picture.height > LARGEST_PICTURE_PIXELS:
                raise _too_large()
            if max(picture.size) > LONGEST_PICTURE_SIDE:
                raise UnfitError(f"有一边超过{LONGEST_PICTURE_SIDE}像素。", "请裁成几张后重新放入。")
            try:
                picture.load()
            except _BROKEN as wrong:
                raise _damaged() from wrong
            yield picture


def _too_large() -> UnfitError:
    return UnfitError(f"超过{LARGEST_PICTURE_PIXELS // 10_000}万像素。", "请缩小后重新放入。")


def _damaged() -> UnfitError:
    return UnfitError("已损坏，打不开。", "请重新拍摄或另存。")
