"""Templates, attachments and returned forms spoilt at random, the same ones for the same seed.

`python tests/support/file_mutations.py FIRST COUNT` tries so many from seed FIRST on, and prints what went wrong; each
hundred in a process of its own, so that a crash of a library is one broken promise and not the end.
"""

from __future__ import annotations

import io
import random
import re
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable, Mapping
from datetime import date
from functools import cache
from pathlib import Path

import pikepdf
from lxml import etree
from PIL import Image, ImageDraw
from support.own_fields import MARKS
from support.returned_files import read_form

from generator.campaign.errors import TemplateError, errors_of
from generator.checks.attached.attachments import remarks_of
from generator.checks.attached.kind import UnfitError
from generator.linting.package import package_problems
from generator.rendering.attached.a4_pages import attachment_pages
from generator.rendering.formats import usable
from generator.rendering.word import word_file

ROOT = Path(__file__).parent.parent.parent
DAY = date(2023, 7, 20)
SLOWEST_SECONDS = 20.0
AT_ONCE = 100
KINDS = ("template.docx", "attachment.pdf", "attachment.jpg", "attachment.png", "returned.docx", "returned.xlsx")
XML_BITS = (
    "{{ x }}", "{{", "}}", "{% if %}", "{%p endif %}", "{%tr for r in rows %}", "{{r slots }}",
    "｛｛ title ｝｝", "&", "&amp;", "<w:p/>", "</w:p>", "<w:r>", "<w:tbl>", "</w:tc>", "<w:sdt>", "]]>",
    "<!--", "<!DOCTYPE a>", "&#0;", "\u202e", "甲" * 999, "{{ 9**9 }}", "{{ title.__class__ }}",
    "{{ title * 99999 }}", 'w:val="-1"', 'w:val="999999999999"', 'xmlns:w="x"',
)  # fmt: skip
PDF_BITS = (
    b"/Kids", b"/Parent", b"/MediaBox [0 0 0 0]", b"/Rotate 45", b"null", b"1 0 R", b"99999 0 R", b"-1",
    b"1e309", b"<<", b">>", b"/Length 999999999", b"/Filter /JPXDecode", b"/UserUnit 1e9", b"/Count -5",
    b"endobj", b"stream", b"/Annots 3 0 R", b"/Contents []", b"/XObject 4 0 R", b"/ObjStm", b"%%EOF",
    b"/Encrypt 1 0 R", b"(", b"\x00",
)  # fmt: skip


@cache
def sound(kind: str) -> bytes:
    """A file of that kind as it should be."""
    if kind == "template.docx":
        return (ROOT / "templates/form1/form1.docx").read_bytes()
    if kind == "returned.docx":
        return word_file.render((ROOT / "templates/form1/form1.docx").read_bytes(), blank_form1(), modified=DAY)
    if kind == "returned.xlsx":
        return (ROOT / "templates/form2/form2.xlsx").read_bytes()
    return _pdf() if kind.endswith("pdf") else _picture(kind)


@cache
def blank_form1() -> Mapping[str, object]:
    """What the template of a blank Form 1 is given."""
    from generator.checks.campaign import check_settings_of
    from generator.composing.forms import blank

    settings, _ = check_settings_of(ROOT / "data_examples/minimal")
    assert settings is not None
    return blank(settings, "form1")


def _pdf() -> bytes:
    """Two pages with text, a picture, a note, a form field and a layer, stored so that structure can be hit."""
    made = pikepdf.new()
    fields = pikepdf.Array()
    for number in range(2):
        page = made.add_blank_page(page_size=(300, 400))
        picture = made.make_stream(
            bytes(range(48)), Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Image, Width=4, Height=4,
            BitsPerComponent=8, ColorSpace=pikepdf.Name.DeviceRGB,
        )  # fmt: skip
        font = pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica)
        page.obj.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(A=picture), Font=pikepdf.Dictionary(F=font))
        text = f"q 50 0 0 50 20 20 cm /A Do Q BT /F 12 Tf 20 200 Td (page {number}) Tj ET".encode()
        page.obj.Contents = made.make_stream(text)
        note = pikepdf.Dictionary(
            Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Square, Rect=[10, 10, 60, 60], F=4, C=[1, 0, 0]
        )
        field = pikepdf.Dictionary(
            Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Widget, FT=pikepdf.Name.Tx, T="a", V="b", F=4,
            Rect=[100, 100, 200, 120], DA="/F 12 Tf",
        )  # fmt: skip
        fields.append(made.make_indirect(field))
        page.obj.Annots = made.make_indirect([made.make_indirect(note), fields[-1]])
    made.Root.AcroForm = pikepdf.Dictionary(Fields=fields)
    out = io.BytesIO()
    made.save(out, compress_streams=False, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    return out.getvalue()


def _picture(kind: str) -> bytes:
    picture = Image.new("RGB", (60, 40), "white")
    ImageDraw.Draw(picture).ellipse((5, 5, 50, 30), "red")
    out = io.BytesIO()
    if kind.endswith("jpg"):
        exif = Image.Exif()
        exif[0x0112] = 6
        picture.save(out, "JPEG", exif=exif, progressive=True)
    else:
        picture.save(out, "PNG")
    return out.getvalue()


def spoilt(luck: random.Random, kind: str) -> bytes:
    """The file after one to four accidents."""
    content = sound(kind)
    if kind.endswith((".docx", ".xlsx")) and luck.random() < 0.8:
        return _spoilt_part(luck, content)
    if kind.endswith(".pdf") and luck.random() < 0.6:
        return _spoilt_tokens(luck, content)
    return _spoilt_bytes(luck, content)


def _spoilt_bytes(luck: random.Random, content: bytes) -> bytes:
    made = bytearray(content)
    for _ in range(luck.randint(1, 4)):
        at = luck.randrange(len(made))
        accident = luck.random()
        if accident < 0.6:
            made[at] = luck.randrange(256)
        elif accident < 0.75:
            del made[at : at + luck.randint(1, 40)]
        elif accident < 0.9:
            start = luck.randrange(len(made))
            made[at:at] = made[start : start + luck.randint(1, 200)]
        else:
            made[at : at + 4] = luck.choice((b"\xff\xff\xff\xff", b"\0\0\0\0", b"\x7f\xff\xff\xff"))
        if not made:
            return b""
    return bytes(made[: luck.randrange(len(made))] if luck.random() < 0.15 else made)


def _spoilt_tokens(luck: random.Random, content: bytes) -> bytes:
    for _ in range(luck.randint(1, 3)):
        tokens = list(re.finditer(rb"/\w+|-?\d+(?:\.\d+)?|<<|>>|\[|\]|\bR\b|\w+", content))
        token = luck.choice(tokens)
        new = luck.choice((*PDF_BITS, luck.choice(tokens)[0], str(luck.randint(-9, 2**33)).encode()))
        content = content[: token.start()] + new + content[token.end() :]
    return content


def _spoilt_part(luck: random.Random, package: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(package)) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        names = source.namelist()
        main = [name for name in names if name.endswith(("document.xml", "sheet1.xml"))]
        victim = luck.choice(main if luck.random() < 0.7 else names)
        for name in names:
            content = source.read(name)
            if name == victim:
                content = _spoilt_text(luck, content.decode("utf-8", "replace")).encode()
            if not (name == victim and luck.random() < 0.02):
                target.writestr(name, content)
    return out.getvalue()


def _spoilt_text(luck: random.Random, text: str) -> str:
    for _ in range(luck.randint(1, 4)):
        tags = list(re.finditer(r"<[^<>]*>|\{[{%][^<>]*?[}%]\}", text))
        if not tags:
            break
        tag = luck.choice(tags)
        at = luck.choice((tag.start(), tag.end()))
        accident = luck.random()
        if accident < 0.4:
            text = text[:at] + luck.choice(XML_BITS) + text[at:]
        elif accident < 0.6:
            text = text[: tag.start()] + text[tag.end() :]
        elif accident < 0.8:
            other = luck.choice(tags)
            text = text[: tag.start()] + other[0] + text[tag.end() :]
        else:
            cut = luck.randrange(tag.start(), tag.end())
            text = text[:cut] + text[cut + luck.randint(1, 9) :]
    return text


def _of_template(path: Path) -> str:
    if errors_of(package_problems(path, path.name)):
        return ""
    try:
        made = word_file.render(usable(path.read_bytes(), "form1/form1.docx"), blank_form1(), modified=DAY)
    except TemplateError as refused:
        return "" if "模板" in str(refused) else f"no word of the template: {refused}"
    with zipfile.ZipFile(io.BytesIO(made)) as package:
        etree.fromstring(package.read("word/document.xml"))
    return ""


def _of_attachment(path: Path) -> str:
    try:
        remarks_of(path)
    except UnfitError as unfit:
        return "" if unfit.message and unfit.fix else "refused without a word"
    try:
        made = attachment_pages(path.read_bytes(), path.name)
    except UnfitError as unfit:
        return "" if unfit.message and unfit.fix else "refused without a word"
    with pikepdf.open(io.BytesIO(made)) as pdf:
        sizes = {tuple(sorted(round(float(edge)) for edge in page.mediabox[2:])) for page in pdf.pages}
        live = [key for key in ("/OpenAction", "/Names", "/AcroForm", "/AA") if key in pdf.Root]
    return "" if sizes == {(595, 842)} and not live else f"pages of {sizes}, {live}"


def _of_form(path: Path) -> str:
    forms, problems = read_form(path, path.name, MARKS)
    wrong = [problem for problem in problems if not (problem.message and problem.fix)]
    return "a problem without words" if wrong else "" if forms or problems else "neither forms nor a problem"


OUTCOMES: Mapping[str, Callable[[Path], str]] = {
    "template": _of_template,
    "attachment": _of_attachment,
    "returned": _of_form,
}


def tried(seed: int, folder: Path) -> str:
    """What is wrong with how one spoilt file is taken; empty where every promise is kept."""
    kind = KINDS[seed % len(KINDS)]
    path = folder / f"{seed}-{kind}"
    path.write_bytes(spoilt(random.Random(seed), kind))
    begun = time.process_time()
    try:
        told = OUTCOMES[kind.split(".")[0]](path)
    except Exception as wrong:
        return f"{kind}: {type(wrong).__name__}: {wrong}"
    finally:
        path.unlink()
    if not told and time.process_time() - begun > SLOWEST_SECONDS:
        told = "it took too long"
    return f"{kind}: {told}" if told else ""


def main(first: int, count: int) -> None:
    """Try the accidents; print seed and outcome of each that breaks a promise."""
    import tempfile

    if count <= AT_ONCE:
        with tempfile.TemporaryDirectory() as folder:
            for seed in range(first, first + count):
                if told := tried(seed, Path(folder)):
                    sys.stdout.write(f"{seed}: {told}\n")
        return
    broken = 0
    for start in range(first, first + count, AT_ONCE):
        size = min(AT_ONCE, first + count - start)
        command = [sys.executable, __file__, str(start), str(size)]
        ended = subprocess.run(command, capture_output=True, text=True, timeout=3600, check=False)
        lines = ended.stdout.splitlines() + ([f"{start}+: exit {ended.returncode}"] if ended.returncode else [])
        broken += len(lines)
        sys.stdout.write("".join(f"{line}\n" for line in lines))
        sys.stdout.flush()
    sys.stdout.write(f"{count} accidents from seed {first}, {broken} promises broken\n")


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
