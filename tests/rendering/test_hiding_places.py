"""Nothing that somebody hid in an attachment reaches a packet, and the page looks as before."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from io import BytesIO
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from PIL import Image
from support.alike import is_same
from support.hiding_places import ENCODED, WORD, pdfs, pictures
from support.poppler import drawn

from generator.rendering.attached.a4_pages import attachment_pages
from generator.rendering.attached.foreign import foreign
from generator.rendering.pdf.fixed import FixedFile


def packet(content: bytes, name: str) -> bytes:
    """The attachment as it stands in a finished file."""
    file = FixedFile("")
    file.add(foreign(attachment_pages(content, name)))
    return file.content()


def everything(content: bytes) -> bytes:
    """All that is written in the file: as it is, every object, every stream as it is and unpacked."""
    parts = [content]
    with pikepdf.open(BytesIO(content)) as pdf:
        for thing in pdf.objects:
            if isinstance(thing, pikepdf.Stream):
                parts.append(thing.read_raw_bytes())
                with suppress(pikepdf.PdfError):  # a picture's own coding
                    parts.append(thing.read_bytes())
                parts.append(pikepdf.Dictionary({key: thing[key] for key in thing.keys()}).unparse())  # noqa: SIM118
            else:
                parts.append(thing.unparse(resolved=True))
    return b"\n".join(parts)


def found_in(content: bytes) -> list[bytes]:
    whole = everything(content)
    return [word for word in ENCODED if word in whole]


def by_poppler(content: bytes, folder: Path) -> Image.Image:
    return drawn(content, folder, DPI)[0]


def by_pdfium(content: bytes, _: Path) -> Image.Image:
    with pypdfium2.PdfDocument(content) as document:
        document.init_forms()
        return document[0].render(scale=DPI / 72, extra_flags=pypdfium2.raw.FPDF_PRINTING).to_pil().convert("RGB")


def inside_margin(sheet: Image.Image) -> Image.Image:
    edge = round(10 / 25.4 * DPI)
    return sheet.crop((edge, edge, sheet.width - edge, sheet.height - edge))


DPI = 60
PLACES = pdfs()


def test_there_are_many_places_and_the_word_stands_in_each() -> None:
    with_word = [name for name, content in PLACES.items() if found_in(content)]
    assert len(with_word) > 80
    assert set(PLACES) - set(with_word) <= {"form: StructParents", "catalogue: Metadata"}


def test_no_hidden_word_reaches_the_packet() -> None:
    kept = {name: found for name, content in PLACES.items() if (found := found_in(packet(content, "a.pdf")))}
    assert kept == {}


@pytest.mark.parametrize(("draw", "step"), [(by_pdfium, 1), (by_poppler, 5)])
def test_the_pages_look_as_before(draw: Callable[[bytes, Path], Image.Image], step: int, tmp_path: Path) -> None:
    plain = draw(PLACES["catalogue: Own"], tmp_path)
    assert len(plain.getcolors(100_000) or ()) > 50  # a picture, words and boxes
    some = list(PLACES)[::step]
    other = [
        name
        for name in some
        if not is_same(draw(PLACES[name], tmp_path), inside_margin(draw(packet(PLACES[name], "a.pdf"), tmp_path)))
    ]
    assert other == []


@pytest.mark.parametrize("name", pictures())
def test_no_hidden_word_of_a_picture_reaches_the_packet(name: str) -> None:
    content = pictures()[name]
    assert WORD.encode() in content or name == "texts.png"
    assert not found_in(packet(content, name))
