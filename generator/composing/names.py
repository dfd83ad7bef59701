"""File names from data: readable, and safe on every file system that a clerk may copy them to."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from generator.campaign.masking import without_persons
from generator.campaign.settings import Settings

LONGEST_NAME_BYTES = 150  # with folder number and ending a name stays within 200 bytes
# What Windows forbids, and what is no character: halves of pairs, private use, places never to be used.
FORBIDDEN = re.compile(r'[<>:"/\\|?*\ud800-\udfff\ue000-\uf8ff\ufdd0-\ufdef\ufffe\uffff]')
UNSEEN = frozenset({"Cc", "Cf", "Zl", "Zp"})  # control, format (also those that turn the direction), line ends
RESERVED = re.compile(r"(?i)(con|prn|aux|nul|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³])\s*(\..*)?")
# To a command line, a spreadsheet and Word a name so begun is an option, a formula and a file of their own.
LEADING_SIGNS = ("-", "=", "+", "@", "~")


def file_name(text: str) -> str:
    """The text as a file name without ending: NFC, no forbidden or invisible character, ≤ 150 bytes of UTF-8.

    Of an ID number or a phone in it only both ends are left: names of files are read by more people than files.
    """
    told = without_persons(unicodedata.normalize("NFC", text))
    visible = ("_" if unicodedata.category(char) in UNSEEN else char for char in told)
    clean = FORBIDDEN.sub("_", "".join(visible)).lstrip(" .")
    if not clean or RESERVED.fullmatch(clean.rstrip(" .")) or clean.startswith(LEADING_SIGNS):
        clean = f"_{clean}"
    return clean.encode()[:LONGEST_NAME_BYTES].decode(errors="ignore").rstrip(" .")


def distinct_names(texts: Iterable[str]) -> tuple[str, ...]:
    """A file name for each text, in order; a name that some system would take for an earlier one gets a number."""
    names: list[str] = []
    taken: set[str] = set()
    for text in texts:
        name, number = file_name(text), 1
        while _alike(name) in taken:
            number += 1
            name = f"{file_name(text)}（{number}）"
        taken.add(_alike(name))
        names.append(name)
    return tuple(names)


def recommender_names(settings: Settings) -> dict[str, str]:
    """The file name of each recommender, by its name."""
    return dict(zip(settings.recommender_names, distinct_names(settings.recommender_names), strict=True))


def _alike(name: str) -> str:
    """What the name has in common with others that differ in case, width or composition only."""
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", name).casefold())
