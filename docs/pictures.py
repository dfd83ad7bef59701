"""Makes docs/pictures/ from a finished build: `./run pictures`, after `./run demo`.

Pages of every document, blank and filled, shortest and longest, small enough for a page of documentation.
`docs/pages.md` shows them all, `docs/agreement.md` Word laid over PDF, `docs/collect.md` the questions about returned
forms, and `docs/http.md` the pages of the service.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from agreement_pictures import NAMES as AGREEMENT_PICTURES
from agreement_pictures import draw_agreement
from collect_pictures import NAMES as COLLECT_PICTURES
from collect_pictures import draw_collected
from service_pictures import NAMES as SERVICE_PICTURES
from service_pictures import draw_service

DOTS_PER_INCH = 64
LAST = -1


@dataclass(frozen=True)
class Picture:
    """One page of a file below the output folder; pages count from 1, `LAST` is the last one."""

    pattern: str
    page: int = 1
    coloured: bool = False


_SHORT, _LONG = "03-申报表/南昌市总工会/NC-019*.pdf", "03-申报表/江西省直属赣水工程工会/GS-002*.pdf"
_ORDINARY = "03-申报表/南昌市总工会/NC-001*.pdf"
PICTURES = {
    "notice": Picture("01-通知/*.pdf"),
    "notice-body": Picture("01-通知/*.pdf", 2),
    "notice-signature": Picture("01-通知/*.pdf", 5),
    "notice-form2": Picture("01-通知/*.pdf", LAST),
    "form1-blank-cover": Picture("02-空白表格/附件1*.pdf"),
    "form1-blank": Picture("02-空白表格/附件1*.pdf", 2),
    "form1-blank-intro": Picture("02-空白表格/附件1*.pdf", 3),
    "form1-blank-opinions": Picture("02-空白表格/附件1*.pdf", LAST),
    "form1-cover": Picture(_ORDINARY),
    "form1-data": Picture(_ORDINARY, 2),
    "form1-intro": Picture(_ORDINARY, 3),
    "form1-opinions": Picture(_ORDINARY, LAST),
    "form1-short-data": Picture(_SHORT, 2),
    "form1-long-cover": Picture(_LONG),
    "form1-long-data": Picture(_LONG, 2),
    "form1-long-intro": Picture(_LONG, 4),
    "form2-blank": Picture("02-空白表格/附件2*.pdf"),
    "form2": Picture("04-汇总表/南昌市*.pdf"),
    "form2-last": Picture("04-汇总表/南昌市*.pdf", LAST),
    "form2-excel": Picture("04-汇总表/南昌市*.xlsx"),
    "certificate": Picture("05-证书/荣誉证书*.pdf", coloured=True),
    "certificate-short": Picture("05-证书/单张/034-*.pdf", coloured=True),
    "certificate-long": Picture("05-证书/单张/030-*.pdf", coloured=True),
    "certificate-award": Picture("05-证书/组织奖*.pdf", coloured=True),
    "certificate-proof": Picture("05-证书/证书校样.pdf", coloured=True),
    "register": Picture("05-证书/*.xlsx"),
    "bulletin": Picture("06-通报/*.pdf"),
    "bulletin-winners": Picture("06-通报/*.pdf", 3),
    "bulletin-last": Picture("06-通报/*.pdf", LAST),
    "winners": Picture("06-通报/*.xlsx"),
    "packet-contents": Picture("07-申报材料/江西省铁路*.pdf", 1),
    "packet-summary": Picture("09-工作总结/南昌市*.pdf", 1),
    "packet-intro": Picture("08-介绍材料/江西省铁路*/TL-001*.pdf", 1),
    "packet-attachment": Picture("07-申报材料/江西省铁路*工会/TL-001*.pdf", 9),
}


def main(out: Path) -> None:
    """Write a PNG for each row of PICTURES from the build in `out` and each page of the service; remove all others."""
    folder = Path(__file__).parent / "pictures"
    folder.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch:
        for name, picture in PICTURES.items():
            (source, *_) = sorted(out.glob(picture.pattern))
            draw(picture, printed(source, Path(scratch)), folder / name)
    draw_agreement(out, folder)
    draw_collected(folder)
    draw_service(folder)
    for file in folder.glob("*.png"):
        if file.stem not in PICTURES.keys() | AGREEMENT_PICTURES | COLLECT_PICTURES | SERVICE_PICTURES:
            file.unlink()


def printed(source: Path, scratch: Path) -> Path:
    """The file as PDF: an Excel file as LibreOffice prints it."""
    if source.suffix == ".pdf":
        return source
    profile = f"-env:UserInstallation={(scratch / 'profile').as_uri()}"
    command = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(scratch), str(source)]
    subprocess.run(command, check=True, capture_output=True)
    return scratch / f"{source.stem}.pdf"


def draw(picture: Picture, pdf: Path, target: Path) -> None:
    """Write the page as `target`.png, grey unless it is coloured."""
    page = page_count(pdf) if picture.page == LAST else picture.page
    options = ["-r", str(DOTS_PER_INCH), "-f", str(page), "-l", str(page), "-png", "-singlefile"]
    if not picture.coloured:
        options.append("-gray")
    subprocess.run(["pdftoppm", *options, str(pdf), str(target)], check=True)


def page_count(pdf: Path) -> int:
    """How many pages the file has."""
    shown = subprocess.run(["pdfinfo", str(pdf)], check=True, capture_output=True, text=True).stdout
    return int(next(line for line in shown.splitlines() if line.startswith("Pages:")).split()[1])


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else "out/demo"))
