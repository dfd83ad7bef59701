"""Whether two pictures of pages show the same, whatever drew them."""

from __future__ import annotations

from PIL import Image, ImageChops, ImageFilter


def is_same(one: Image.Image, other: Image.Image) -> bool:
    """Whether every pixel has one like it at most two pixels away in the other picture."""
    if max(abs(a - b) for a, b in zip(one.size, other.size, strict=True)) > 3:
        return False
    other = other.resize(one.size)
    return _is_within(one, other) and _is_within(other, one)


def _is_within(one: Image.Image, other: Image.Image) -> bool:
    lightest, darkest = other.filter(ImageFilter.MaxFilter(5)), other.filter(ImageFilter.MinFilter(5))
    outside = [ImageChops.subtract(one, lightest), ImageChops.subtract(darkest, one)]
    return all(high <= 48 for picture in outside for _, high in picture.getextrema())  # type: ignore[misc]
