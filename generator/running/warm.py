"""What every worker needs, loaded by importing this module: the process that workers are forked from does it once."""

from __future__ import annotations

import gc

from generator.ground.needed import has_pango
from generator.rendering.excel import workbook
from generator.rendering.proofreading import proofread
from generator.rendering.word import word_file
from generator.running import making
from generator.typesetting.fonts import FONT_CLASSES, font_files, metrics

if has_pango():  # else no page is laid out in this run
    from generator.rendering.html import pages

__all__ = ["making", "pages", "proofread", "word_file", "workbook"]

for _font_class in FONT_CLASSES:
    for _face in font_files(_font_class)[:1]:
        metrics(_face)
gc.freeze()  # none of this will ever be garbage: the collector need not look at it, and its memory stays shared
