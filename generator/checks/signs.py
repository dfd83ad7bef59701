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


def foreign_sign(number: str, allowed: str) -> str:
    """The first sign that is not allowed, with its code point and what was meant; empty where there is none."""
    sign = next((char for char in number if char not in allowed), "")
    if not sign:
        return ""
    meant = MEANT.get(sign, "")
    told = f"应为“{meant}”" if meant in allowed and meant else "它不是号码里的字符"
    return f"号码里有“{sign}”（U+{ord(sign):04X}），{told}。"
