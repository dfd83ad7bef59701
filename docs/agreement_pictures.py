"""Pictures of Word files laid over their PDFs, for a person to look at: red and blue is what only one of them shows."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

from PIL import Image, ImageChops, ImageFilter, ImageOps

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from support.second_opinion import second_opinion

DOTS_PER_INCH, SMALLER = 192, 3  # compared, and then shown so many times smaller
INK = 128  # darker is ink
NEAR = 15  # pixels: ink within 1 mm to each side, as far as a line may be stretched otherwise, counts as the same
# What is drawn: the Word file below the output folder, and its page.
PAGES = {
    "agree-notice": ("01-通知/*.docx", 2),
    "agree-form1": ("03-申报表/南昌市总工会/NC-001*.docx", 3),
    "agree-form2": ("04-汇总表/江西省冶金*.docx", 1),
    "agree-certificate": ("05-证书/单张/030-*.docx", 1),
    "agree-bulletin": ("06-通报/*.docx", 6),
    "agree-intro": ("08-介绍材料/江西省铁路*/TL-001*.docx", 1),
    "agree-summary": ("09-工作总结/吉安市*.docx", 2),
}
NAMES = frozenset(PAGES)


def draw_agreement(out: Path, folder: Path) -> None:
    """Write a PNG for each row of PAGES from the build in `out`."""
    with tempfile.TemporaryDirectory() as scratch:
        words = {name: sorted(out.glob(pattern))[0] for name, (pattern, _) in PAGES.items()}
        for name, word in words.items():
            (Path(scratch) / f"{name}.docx").symlink_to(word.resolve())
        theirs = second_opinion([Path(scratch) / f"{name}.docx" for name in words], Path(scratch))
        for name, word in words.items():
            page = PAGES[name][1]
            ours = drawn(word.with_suffix(".pdf"), page, Path(scratch))
            laid_over(ours, drawn(theirs[name], page, Path(scratch))).save(folder / f"{name}.png", optimize=True)


def drawn(pdf: Path, page: int, scratch: Path) -> Image.Image:
    """The page in grey."""
    options = ["-r", str(DOTS_PER_INCH), "-f", str(page), "-l", str(page), "-png", "-singlefile", "-gray"]
    subprocess.run(["pdftoppm", *options, str(pdf), str(scratch / "page")], check=True)
    with Image.open(scratch / "page.png") as picture:
        return picture.convert("L")


def laid_over(ours: Image.Image, theirs: Image.Image) -> Image.Image:
    """One picture of both pages: red where only `theirs` has ink, blue where only `ours` has."""
    theirs = theirs.resize(ours.size)
    both = ImageChops.darker(ours, theirs).point(lambda light: 128 + light // 2)
    picture = Image.merge("RGB", (both, both, both))
    for ink, other, colour in ((theirs, ours, "red"), (ours, theirs, "blue")):
        lacking = ImageChops.darker(_ink(ink), ImageOps.invert(_ink(other).filter(ImageFilter.MaxFilter(NEAR))))
        picture.paste(colour, mask=lacking)
    return picture.reduce(SMALLER).quantize(32)


def _ink(picture: Image.Image) -> Image.Image:
    return picture.point(lambda light: 255 if light < INK else 0)
