"""Sound files of every kind and format, made once in a test process, and LibreOffice's PDFs of Word files."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path

from conftest import MINIMAL
from rendering import word_contexts
from support.offices import converted_by_libreoffice

from generator.campaign.layout import package_templates
from generator.inspecting.inspecting import blank_form
from generator.pipeline import build
from generator.rendering.html import pages
from generator.rendering.word import word_file
from generator.running.options import Options
from generator.running.publishing import MANIFEST

DAY = date(2023, 7, 20)
_BULLETIN = ["江西省总工会关于公布2023年江西省", "职工“五小”活动优秀成果的通报"]


@cache
def made() -> Mapping[str, bytes]:
    """The files of the minimal campaign, blank and filled, and notices and bulletins of every shape, by name."""
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "out"
        build(Options(MINIMAL, out, kinds=frozenset({"notice", "form1", "form2"})))
        files = json.loads((out / MANIFEST).read_text(encoding="utf-8"))["files"]
        found = {f"{file['document']}.{file['format']}": (out / file["path"]).read_bytes() for file in files}
    for kind, formats in {"form1": ("docx", "pdf"), "form2": ("docx", "pdf", "xlsx")}.items():
        found |= {f"blank-{kind}.{output}": blank_form(kind, output, None) for output in formats}
    return found | _papers()


@cache
def grown() -> Mapping[str, bytes]:
    """Forms 1 whose benefit or intro goes beyond its cell and its page."""
    long = word_contexts.LONG
    contexts = {
        "benefit-400": word_contexts.form1(word_contexts.SHORTEST | {"benefit": (long * 8)[:400]}, completers=5),
        "benefit-1500": word_contexts.form1(word_contexts.SHORTEST | {"benefit": (long * 30)[:1500]}, completers=5),
        "intro": word_contexts.form1(word_contexts.SHORTEST, intro=long * 40),
    }
    template = (package_templates() / "form1" / "form1.docx").read_bytes()
    found = {}
    for name, context in contexts.items():
        found[f"{name}.docx"] = word_file.render(template, context, modified=DAY)
        found[f"{name}.pdf"] = pages.render("form1/form1.html", context)
    return found


def _papers() -> dict[str, bytes]:
    printed = word_contexts.notice(letterhead="printed", sealed=False, imprint=word_contexts.IMPRINT, paragraphs=9)
    bulletins = {
        f"bulletin-imprint-{place}": (
            "bulletin",
            word_contexts.bulletin(rows, title=_BULLETIN, imprint=word_contexts.IMPRINT, imprint_place=place),
        )
        for place, rows in {"next": 1, "here": 2, "after_blank": 9}.items()
    }
    papers = bulletins | {
        "bulletin": ("bulletin", word_contexts.bulletin(3, title=_BULLETIN)),
        "notice-printed": ("notice", printed),
        "notice-reserved": ("notice", word_contexts.notice(letterhead="reserved")),
    }
    found = {}
    for name, (kind, context) in papers.items():
        template = (package_templates() / kind / f"{kind}.docx").read_bytes()
        found[f"{name}.docx"] = word_file.render(template, context, modified=DAY)
        found[f"{name}.pdf"] = pages.render(f"{kind}/{kind}.html", context)
    return found


def printed_by_libreoffice(files: Mapping[str, bytes], place: Path) -> dict[str, Path]:
    """The PDFs of Word files, by name, made with the fonts that our own PDFs use."""
    for name, content in files.items():
        (place / f"{name}.docx").write_bytes(content)
    done = converted_by_libreoffice([place / f"{name}.docx" for name in files], place)
    assert len(done) == len(files)
    return {path.stem: path for path in done}
