"""Matrices and upright boxes of a page's space (ISO 32000-1, 8.3), in pt from its left and lower edge."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

Matrix = tuple[float, float, float, float, float, float]
Box = tuple[float, float, float, float]  # left, bottom, right, top

UNMOVED: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


def matrix(numbers: Iterable[Any]) -> Matrix:
    """The matrix of six numbers of any kind."""
    a, b, c, d, e, f = map(float, numbers)
    return (a, b, c, d, e, f)


def times(first: Matrix, then: Matrix) -> Matrix:
    """One matrix after the other (8.3.4)."""
    a, b, c, d, e, f = first
    g, h, i, j, k, m = then
    return (a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + m)


def around(moved: Matrix, x: float, y: float, width: float, height: float) -> Box:
    """The upright box around a rectangle that the matrix moves."""
    a, b, c, d, e, f = moved
    corners = [(x, y), (x + width, y), (x, y + height), (x + width, y + height)]
    across = [a * left + c * up + e for left, up in corners]
    along = [b * left + d * up + f for left, up in corners]
    return (min(across), min(along), max(across), max(along))


def both(one: Box, other: Box) -> Box:
    """What two boxes have in common; left is right of right where that is nothing."""
    return (max(one[0], other[0]), max(one[1], other[1]), min(one[2], other[2]), min(one[3], other[3]))
