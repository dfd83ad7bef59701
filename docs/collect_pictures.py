"""Makes the pictures of what collecting asks in docs/pictures/: a part of `./run pictures`.

The forms of one recommender of the example are collected, and the sheets of 待确认.xlsx printed by LibreOffice.
"""

from __future__ import annotations

import subprocess
import tempfile
from pathlib import Path

from generator.handing_out import collect

ROOT = Path(__file__).parent.parent
RETURNED, CAMPAIGN = ROOT / "data_examples/returned/南昌", ROOT / "data_examples/jiangxi-2023"
DOTS_PER_INCH = 110
# The first page of each sheet is that where these words of its header stand first.
SHEETS = {"collect-questions": "怎么办", "collect-files": "读出几项"}
CUT = ("-x", "50", "-y", "80", "-W", "1190", "-H", "420")  # the upper rows, without the margins
NAMES = frozenset(SHEETS)


def draw_collected(folder: Path) -> None:
    """Write the first page of each sheet as PNG."""
    with tempfile.TemporaryDirectory() as scratch:
        out = Path(scratch)
        collect(RETURNED, out, CAMPAIGN)
        profile = f"-env:UserInstallation={(out / 'profile').as_uri()}"
        book = out / "待确认.xlsx"
        command = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", scratch, str(book)]
        subprocess.run(command, check=True, capture_output=True)
        pages = _texts(book.with_suffix(".pdf"))
        for name, words in SHEETS.items():
            number = str(1 + next(at for at, text in enumerate(pages) if words in "".join(text.split())))
            options = ["-r", str(DOTS_PER_INCH), "-f", number, "-l", number, "-png", "-singlefile", *CUT]
            subprocess.run(["pdftoppm", *options, str(book.with_suffix(".pdf")), str(folder / name)], check=True)


def _texts(pdf: Path) -> list[str]:
    """The text of each page."""
    shown = subprocess.run(["pdftotext", "-layout", str(pdf), "-"], check=True, capture_output=True, text=True).stdout
    return shown.split("\f")
