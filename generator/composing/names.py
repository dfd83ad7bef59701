"""File names from data: readable, and safe on every file system that a clerk may copy them to."""

from __future__ import annotations

import re
import unicodedata

LONGEST_NAME_BYTES = 150  # with folder number and ending a name stays within 200 bytes
FORBIDDEN = re.compile(r'[\x00-\x1f\x7f<>:"/\\|?*\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]')
RESERVED = re.compile(r"(?i)(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(\..*)?")


def file_name(text: str) -> str:
    """The text as a file name without ending: NFC, no forbidden or invisible character, ≤ 150 bytes of UTF-8."""
    clean = FORBIDDEN.sub("_", unicodedata.normalize("NFC", text))
    short = clean.encode()[:LONGEST_NAME_BYTES].decode(errors="ignore").strip(" .")
    return f"_{short}" if not short or RESERVED.fullmatch(short) else short
