"""Contexts of one template → bytes: each format by its renderer, which is loaded when it is needed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pypdfium2

from generator.campaign.errors import TemplateError
from generator.campaign.layout import package_templates
from generator.ground.inputs import read_file
from generator.reading.drafted import drafted

if TYPE_CHECKING:
    from generator.rendering.pdf.press import Press

CERTIFICATE, PROOF = "certificate/certificate.html", "certificate/proof.html"
PROGRESS = "progress/progress.xlsx"


def render(
    template: str,
    contexts: Sequence[Mapping[str, Any]],
    *,
    folders: tuple[Path, ...],
    modified: date,
    protect: bool = False,
    press: Press | None = None,
) -> list[bytes]:
    """A document for each context, in order: PDF of an .html template, Word of .docx, Excel of .xlsx.

    The template is looked up in `folders` in order. It is prepared once a process, so contexts are best handed
    over many at a time. With `protect` only the fields of a Word form can be edited; a `press` of
    the same folders keeps the pages that it sets for other files.

    Raises:
        TemplateError: the template is wrong or missing.
        DataError: a printed certificate says otherwise than its row.
    """
    if template.endswith(".html"):
        from generator.rendering.pdf.press import Press

        used = press or Press(folders)
        return [_pdf(template, context, used) for context in contexts]
    content = _template(template, folders)
    if template.endswith(".xlsx"):
        from generator.rendering.excel import workbook

        if template == PROGRESS:
            from generator.rendering.excel.receiving_sheet import receiving_sheet

            return [receiving_sheet(content, context, modified=modified) for context in contexts]
        return [workbook.render(content, context, modified=modified) for context in contexts]
    from generator.rendering.word import word_file

    placed = [_with_imprint_place(template, context, folders) for context in contexts]
    return [word_file.render(content, context, modified=modified, protect=protect) for context in placed]


def _pdf(template: str, context: Mapping[str, Any], press: Press) -> bytes:
    """The PDF; a certificate's is read back before it is let out."""
    if template == PROOF:
        from generator.rendering.proofreading import proof

        return proof.render(context, press)
    made = press.render(template, context)
    if template == CERTIFICATE:
        from generator.rendering.proofreading import proofread

        proofread.require_equal(made, context, press.folders)
    return made


def _with_imprint_place(template: str, context: Mapping[str, Any], folders: tuple[Path, ...]) -> Mapping[str, Any]:
    """The context of an official paper, told where our pages have the 版记."""
    if not context.get("imprint"):
        return context
    from generator.rendering.html import pages

    place = pages.imprint_place(template.replace(".docx", ".html"), context, folders=folders)
    return {**context, "imprint_place": place}


def page_count(content: bytes) -> int:
    """The number of pages of a PDF."""
    with pypdfium2.PdfDocument(content) as opened:
        return len(opened)


@cache
def _template(name: str, folders: tuple[Path, ...]) -> bytes:
    found = next((folder / name for folder in folders if (folder / name).is_file()), None)
    if found is None:
        raise TemplateError(f"找不到模板 templates/{name}。请从安装包恢复该文件。")
    content = read_file(found, link=True)
    return content if found == package_templates() / name else usable(content, name)


def usable(content: bytes, name: str) -> bytes:
    """A Word or Excel template as it is filled: the program's own as it is, any other without what is left out.

    Its properties are those of the program's template of that name; of one that `wuxiao draft` drew its own title.

    Raises:
        TemplateError: it holds what a template may not.
    """
    path = package_templates() / name
    program = read_file(path, link=True) if path.is_file() else b""
    if content == program:
        return content
    from generator.office.package import CORE, core_properties, read_package
    from generator.office.templates import require_admitted

    core = read_package(program).get(CORE) if program else None
    if (drawn := drafted(content)) and drawn.title:
        core = core_properties(drawn.title, None)
    return require_admitted(content, f"templates/{name}", core)
