"""The margins of a Word part's pages, moved: Jinja cannot stand in the attributes of a template."""

from __future__ import annotations

import re
from collections.abc import Mapping

TWIPS_PER_MM = 1440 / 25.4
_MARGINS = re.compile(rb"<w:pgMar [^>]*/>")
_SIDE = re.compile(rb'w:(left|right|top|bottom)="(-?[0-9]+)"')


def moved(part: bytes, by_mm: Mapping[str, float] | None) -> bytes:
    """The part with what stands on its pages moved to the right and down, by mm; as it is where nothing is told."""
    if not by_mm:
        return part
    right, down = (round(by_mm[key] * TWIPS_PER_MM) for key in ("right_mm", "down_mm"))
    changes = {b"left": right, b"right": -right, b"top": down, b"bottom": -down}

    def side_moved(found: re.Match[bytes]) -> bytes:
        return b'w:%s="%d"' % (found[1], int(found[2]) + changes[found[1]])

    return _MARGINS.sub(lambda found: _SIDE.sub(side_moved, found[0]), part)
