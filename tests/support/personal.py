"""A campaign whose ID numbers and phones are canaries: known, unlike any other text, and looked for everywhere."""

from __future__ import annotations

import io
import re
import shutil
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path

import pikepdf
import pypdfium2
from conftest import MINIMAL
from stdnum.cn.ric import calc_check_digit
from support.campaigns import as_workbook

from generator.campaign.records import Application, Award
from generator.checks.campaign import check_campaign

HOW_MANY = 50
_DIGITS = re.compile(rb"\d{11,}[Xx]?")


def id_number(place: int) -> str:
    """A valid ID number of its own."""
    bare = f"3601{2 + place % 5:02d}19{70 + place % 30}0{1 + place % 9}1{place % 10}{701 + 2 * place:03d}"
    return bare + calc_check_digit(f"{bare}0")


def phone(place: int, first: str = "139") -> str:
    """A valid mobile number of its own."""
    return f"{first}{70_310_017 + 7919 * place:08d}"


def canaries() -> list[str]:
    """Every ID number and phone of the campaign."""
    places = range(HOW_MANY)
    return [id_number(p) for p in places] + [phone(p) for p in places] + [phone(p, "186") for p in places]


def canary_campaign(folder: Path, *, awards: bool = True) -> Path:
    """Fifty applications with canaries, in a workbook; with awards in three tiers."""
    shutil.copytree(MINIMAL, folder)
    sheet = folder / "campaign.yaml"
    text = sheet.read_text(encoding="utf-8")
    for old, new in ((": 10}", ": 5}"), (": 30}", ": 15}"), (": 60}", ": 30}")):
        text = text.replace(old, new)
    sheet.write_text(text, encoding="utf-8")
    campaign, _, problems = check_campaign(folder)
    assert campaign is not None, problems
    (model,), settings = campaign.applications, campaign.settings
    tiers = [tier.name for tier in settings.tiers for _ in range(tier.count)]
    made = [_application(model, p, Award(tier=tiers[p], serial=p + 1) if awards else None) for p in range(HOW_MANY)]
    shutil.rmtree(folder / "applications")
    as_workbook(folder, settings, made)
    return folder


def _application(model: Application, place: int, award: Award | None) -> Application:
    return model.model_copy(
        update={
            "number": f"NC-{place + 1:03d}",
            "name": f"第{place + 1}号夹具",
            "lead_name": "陶玥",
            "lead_id_number": id_number(place),
            "lead_phone": phone(place),
            "contact_phone": phone(place, "186"),
            "lead_sex": "男",
            "award": award,
        }
    )


def found(content: bytes, wanted: Iterable[str], name: str = "") -> list[str]:
    """Which of the numbers a file holds: in its bytes and names, unpacked, in text, in metadata and hidden parts."""
    # Without zero bytes UTF-16 reads like UTF-8: the numbers are plain digits.
    runs = [run for piece in _pieces(content, name) for run in _DIGITS.findall(piece.replace(b"\0", b""))]
    digits = b"\n".join(dict.fromkeys(runs))
    return [one for one in wanted if one.encode() in digits]


def _pieces(content: bytes, name: str) -> Iterator[bytes]:
    yield content
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            for part in package.namelist():
                yield part.encode()
                yield from _pieces(package.read(part), part)
    elif content.startswith(b"%PDF"):
        with pikepdf.open(io.BytesIO(content)) as opened:
            for thing in opened.objects:
                if isinstance(thing, pikepdf.Stream):
                    yield thing.stream_dict.unparse(resolved=True)
                    yield thing.read_bytes() if thing.get("/Filter") != "/DCTDecode" else b""
                else:
                    yield thing.unparse(resolved=True)
            yield repr(dict(opened.docinfo)).encode()
        document = pypdfium2.PdfDocument(content)
        try:
            for page in document:
                text = page.get_textpage().get_text_bounded()
                yield "".join(text.split()).encode()
        finally:
            document.close()
