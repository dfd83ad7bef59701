"""What LibreOffice makes of a form: saved by it as .docx or .doc, or a page of it as a scan."""

from __future__ import annotations

import io
import subprocess
import tempfile
import zipfile
from pathlib import Path

from PIL import Image

from .word_package import zipped

FILTERS = {".docx": "docx:MS Word 2007 XML", ".doc": "doc:MS Word 97"}
SECONDS = 180


def converted(content: bytes, ending: str) -> bytes:
    """The document as LibreOffice saves it; `ending` .docx or .doc."""
    made = _soffice(content, FILTERS[ending], ending)
    if ending == ".doc":
        return made
    with zipfile.ZipFile(io.BytesIO(made)) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    return zipped(parts)


def _soffice(content: bytes, kind: str, ending: str) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        into = Path(folder) / "out"
        (Path(folder) / "form.docx").write_bytes(content)
        call = ["soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to", kind]
        subprocess.run(
            [*call, "--outdir", str(into), f"{folder}/form.docx"], check=True, capture_output=True, timeout=SECONDS
        )
        return (into / f"form{ending}").read_bytes()


def scanned(content: bytes) -> bytes:
    """A page of the form as an office's scanner gives it: grey, a little askew."""
    with tempfile.TemporaryDirectory() as folder:
        pdf = Path(folder) / "form.pdf"
        pdf.write_bytes(_soffice(content, "pdf", ".pdf"))
        subprocess.run(["pdftoppm", "-r", "75", "-f", "2", "-l", "2", "-png", str(pdf), f"{folder}/page"], check=True)
        page = next(Path(folder).glob("page*.png"))
        image = Image.open(page).convert("L").rotate(1.2, fillcolor=235, expand=True)
    into = io.BytesIO()
    image.save(into, "JPEG", quality=45)
    return into.getvalue()
