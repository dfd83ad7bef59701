"""Poppler: the pages of a PDF drawn, its text and its fonts, by another library than ours."""

from __future__ import annotations

import re
import subprocess
from dataclasses import dataclass
from html import unescape
from pathlib import Path

from PIL import Image
from support.texts import bare, word_text, workbook_text

MM_PER_PT = 25.4 / 72
_BELOW_BASE = 0.2  # of a font's height
_WORD = re.compile('<word xMin="([0-9.]+)" yMin="([0-9.]+)" xMax="[0-9.]+" yMax="([0-9.]+)">(.*?)</word>')


@dataclass(frozen=True)
class PlacedWord:
    """What pdftotext takes for a word: where it begins, the middle of its height, about its baseline; in mm."""

    x_mm: float
    y_mm: float
    base_mm: float
    text: str


def drawn(content: bytes, folder: Path, dpi: int, *, grey: bool = False) -> list[Image.Image]:
    """The pages as pictures; the folder is made where there is none, and is left with the files."""
    folder.mkdir(exist_ok=True)
    (folder / "drawn.pdf").write_bytes(content)
    kind = "-gray" if grey else "-png"
    subprocess.run(["pdftoppm", "-r", str(dpi), kind, folder / "drawn.pdf", folder / "drawn"], check=True)
    pages = [Image.open(path) for path in sorted(folder.glob("drawn-*"))]
    return pages if grey else [page.convert("RGB") for page in pages]


def page_texts(path: Path, *options: str) -> list[str]:
    """The text of each page; `-layout` sets beside each other what stands so, `-raw` keeps the order of drawing."""
    ended = subprocess.run(["pdftotext", *options, str(path), "-"], capture_output=True, check=True)
    return ended.stdout.decode().split("\f")[:-1]


def placed_words(path: Path) -> list[list[PlacedWord]]:
    """The words of each page with their places."""
    ended = subprocess.run(["pdftotext", "-bbox", str(path), "-"], capture_output=True, check=True)
    return [
        [_placed(*(float(at_pt) * MM_PER_PT for at_pt in at), text) for *at, text in _WORD.findall(page)]
        for page in ended.stdout.decode().split("<page ")[1:]
    ]


def _placed(left: float, top: float, foot: float, text: str) -> PlacedWord:
    return PlacedWord(left, (top + foot) / 2, foot - _BELOW_BASE * (foot - top), unescape(text))


def pdf_page_texts(path: Path) -> list[str]:
    """The text of each page without any white space, as a viewer would copy it."""
    return [bare(page) for page in page_texts(path, "-raw")]


def pdf_text(path: Path) -> str:
    """The text of all pages without any white space."""
    return "".join(pdf_page_texts(path))


def pdf_lines(path: Path, page: int) -> list[str]:
    """The lines of a page as the eye reads them: what stands beside each other, in whatever order it was drawn."""
    (text,) = page_texts(path, "-layout", "-f", str(page), "-l", str(page))
    return [bare(line) for line in text.splitlines()]


def font_rows(path: Path) -> list[list[str]]:
    """The words of each row of pdffonts, from the right: object number and generation, unicode, subset, embedded."""
    ended = subprocess.run(["pdffonts", str(path)], capture_output=True, text=True, check=True)
    return [line.split()[::-1] for line in ended.stdout.splitlines()[2:]]


def pictures_mm(path: Path) -> list[tuple[float, float]]:
    """Width and height in mm of every picture on the pages, by pdfimages: pixels and how many of them to an inch."""
    ended = subprocess.run(["pdfimages", "-list", str(path)], capture_output=True, text=True, check=True)
    rows = [line.split() for line in ended.stdout.splitlines()[2:]]
    return [(int(row[3]) / int(row[12]) * 25.4, int(row[4]) / int(row[13]) * 25.4) for row in rows if row[2] == "image"]


READERS = {"pdf": pdf_text, "docx": word_text, "xlsx": workbook_text}
