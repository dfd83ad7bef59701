"""LibreOffice with the fonts that our PDF uses on this machine in place of the official ones."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from generator.typesetting.fonts import FONT_CLASSES

FREE_FONTS = Path(sys.prefix) / "share" / "wuxiao" / "fonts"


@contextmanager
def free_fonts(folder: Path) -> Iterator[None]:
    """What runs inside sees every official font name as its free stand-in."""
    matches = "".join(
        f'<match target="pattern"><test name="family"><string>{official}</string></test>'
        f'<edit name="family" mode="assign" binding="strong"><string>{font.stand_in[0]}</string></edit></match>'
        for font in FONT_CLASSES.values()
        for official in font.official
    )
    config = folder / "free-fonts.conf"
    config.write_text(
        '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>'
        f'<include ignore_missing="yes">/etc/fonts/fonts.conf</include><dir>{FREE_FONTS}</dir>{matches}</fontconfig>',
        encoding="utf-8",
    )
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(os.environ, "FONTCONFIG_FILE", str(config))
        yield
