"""Counting 字数 as Word counts it."""

from __future__ import annotations

import re

_RUN = re.compile(r"[0-9A-Za-z\u00c0-\u024f.,%'/+\-]*[0-9A-Za-z\u00c0-\u024f][0-9A-Za-z\u00c0-\u024f.,%'/+\-]*|\S")


def word_count(text: str) -> int:
    """The number of 字: every Chinese character or mark is one, a run of Latin letters or digits is one."""
    return len(_RUN.findall(text))
