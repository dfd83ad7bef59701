"""Makes docs/pictures/ from a finished build: `./run pictures`, after `./run demo`.

One page of every document, small enough for a page of documentation.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

DOTS_PER_INCH = 64
# name of the picture: (file below the output folder, page)
PAGES = {
    "notice": ("01-通知/*.pdf", 1),
    "notice-form2": ("01-通知/*.pdf", 10),
    "form1-blank": ("02-空白表格/附件1*.pdf", 2),
    "form1-cover": ("03-申报表/南昌市总工会/NC-001*.pdf", 1),
    "form1-data": ("03-申报表/南昌市总工会/NC-001*.pdf", 2),
    "form1-intro": ("03-申报表/南昌市总工会/NC-001*.pdf", 3),
    "form1-opinions": ("03-申报表/南昌市总工会/NC-001*.pdf", 4),
    "form2": ("04-汇总表/南昌市*.pdf", 1),
    "certificate": ("05-证书/荣誉证书*.pdf", 1),
    "bulletin": ("06-通报/*.pdf", 1),
    "bulletin-winners": ("06-通报/*.pdf", 3),
}


def main(out: Path) -> None:
    """Write one PNG for each row of PAGES from the build in `out`."""
    folder = Path(__file__).parent / "pictures"
    folder.mkdir(exist_ok=True)
    for name, (pattern, page) in PAGES.items():
        (source, *_) = sorted(out.glob(pattern))
        options = ["-r", str(DOTS_PER_INCH), "-f", str(page), "-l", str(page), "-png", "-singlefile", "-gray"]
        if name == "certificate":
            options.remove("-gray")
        subprocess.run(["pdftoppm", *options, str(source), str(folder / name)], check=True)


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else "out/demo"))
