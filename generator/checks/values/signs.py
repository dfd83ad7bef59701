"""The sign in a number that does not belong there, named so that it is found: it may look like one that does."""

from __future__ import annotations

import re
from collections.abc import Mapping

SEPARATORS = re.compile(r"[/、,;，；|]|或")  # what people put between two numbers
# What is typed or pasted for the signs of a number, by the sign that was meant.
_LIKE: Mapping[str, str] = {
    "0": "OoОоΟο○〇◯",
    "1": "lI|丨∣Іі",
    "-": "—–−―‐‑﹣ー一~～﹘─",
    "X": "ХхΧχ×✕",
    ".": "。．·・•,",
}
MEANT: Mapping[str, str] = {sign: meant for meant, signs in _LIKE.items() for sign in signs}
KINDS: Mapping[str, str] = {
    "0": "应为数字“0”",
    "1": "应为数字“1”",
    "-": "应为半角的“-”",
    "X": "末位的X要用英文字母",
    ".": "应为半角的“.”",
}


def foreign_sign(number: str, allowed: str) -> str:
    """The first sign that is not allowed, with its code point and what was meant; empty where there is none."""
    sign = next((char for char in number if char not in allowed), "")
    if not sign:
        return ""
    told = KINDS[MEANT[sign]] if sign in MEANT and MEANT[sign] in allowed else "它不是号码里的字符"
    return f"号码里有“{sign}”（U+{ord(sign):04X}），{told}。"
