"""A text as it may be shown to anybody: without ID numbers and phones, and with nothing in it that goes unseen."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Callable
from typing import Any

from generator.campaign.masking import without_persons

# Control and format characters (among them those of bidirectional text), lone surrogates, line and paragraph marks.
_STEERING = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
_IDEOGRAPHS = "\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003fffd"
_PICTURES = "\xa9\xae\u203c\u2049\u2100-\u27bf\u2900-\u297f\u2b00-\u2bff\u3030\u303d\u3297\u3299\U0001f000-\U0001faff"
# Letters and marks that show nothing (Unicode, Default_Ignorable_Code_Point), a blank of another name, and places that
# are never to be characters. A variation selector behind an ideograph chooses its form, which is how some are written;
# behind a picture or in a key cap (2 in a box) it chooses the coloured form, as every telephone writes it (UTS 51).
_UNSEEN = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2065\u2800\u3164\uffa0\ufdd0-\ufdef\ufff0-\ufff8"
    "\U000e0000-\U000e00ff\U000e01f0-\U000e0fff"
    f"{''.join(chr(plane * 0x10000 + last) for plane in range(17) for last in (0xFFFE, 0xFFFF))}]"
    f"|(?<![{_IDEOGRAPHS}])[\ufe00-\ufe0d\U000e0100-\U000e01ef]"
    f"|(?<![{_IDEOGRAPHS}{_PICTURES}])(?!(?<=[0-9#*])\ufe0f\u20e3)[\ufe0e\ufe0f]"
)


def visible(text: str) -> str:
    """The text as it may be said: on one line, without anybody's numbers, and nothing in it unseen.

    Every character that shows nothing or steers a terminal is written out, as backslash x1b.
    """
    return _written_out(without_persons(text), _named)


def _written_out(text: str, name: Callable[[str], str]) -> str:
    """The text with this name of every character that shows nothing or steers a terminal."""
    text = _UNSEEN.sub(lambda found: name(found[0]), text)
    if text.isprintable():
        return text
    return "".join(name(char) if unicodedata.category(char) in _STEERING else char for char in text)


def _named(char: str) -> str:
    number = ord(char)
    return f"\\x{number:02x}" if number < 0x100 else f"\\u{number:04x}" if number < 0x10000 else f"\\U{number:08x}"


def visible_in(answer: Any) -> Any:
    """Plain data with every text in it made visible: a line of events may be shown on a terminal."""
    return _with_texts(answer, visible)


def _with_texts(answer: Any, told: Callable[[str], str]) -> Any:
    """Plain data with every text in it as `told` has it."""
    if isinstance(answer, str):
        return told(answer)
    if isinstance(answer, dict):
        return {key: _with_texts(value, told) for key, value in answer.items()}
    return [_with_texts(value, told) for value in answer] if isinstance(answer, list | tuple) else answer


def json_text(answer: Any, indent: int | None = None, *, whole: bool = False) -> str:
    """The answer as JSON, without anybody's numbers; with them where it is `whole`, the data that somebody asked for.

    What shows nothing or steers a terminal stands there as an escape, which is read as the same (RFC 8259, 7).
    """
    told = answer if whole else _with_texts(answer, without_persons)
    lines = json.dumps(told, ensure_ascii=False, indent=indent).split("\n")
    return "\n".join(_written_out(line, lambda char: json.dumps(char)[1:-1]) for line in lines)
