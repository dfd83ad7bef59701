"""Whether a printed certificate says what its row says: every page is read back, glyph by glyph, and compared.

A glyph of an installed font counts for a character when it is drawn as that font draws the character. Neither a
line's end, nor two characters of one glyph, nor what a reader drops or puts in has a part in it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf

from generator.campaign.errors import DataError, Place, Problem, error
from generator.campaign.layout import package_templates
from generator.campaign.masking import quoted
from generator.ground.inputs import read_file
from generator.rendering.proofreading.installed_shapes import installed_fonts
from generator.rendering.proofreading.read_text import PageReader, ReadPage, without_blanks
from generator.rendering.proofreading.shown_glyphs import ShownGlyphs

FOLDER = "certificate"
TEMPLATE = f"{FOLDER}/certificate.html"
# In the order in which our own template shows them, from top to bottom.
PARTS = {
    "title": "标题",
    "number": "编号",
    "recipients": "称呼",
    "body": "正文",
    "closing": "结语",
    "issuer": "主办单位",
    "date": "日期",
}
_NOT_OF_PAGES = frozenset({".yaml", ".docx", ".xlsx"})  # what certificates' pages are not made of
_BEFORE, _QUOTED = 6, 24  # characters quoted before and from a difference on


def require_equal(content: bytes, context: Mapping[str, Any], folders: Sequence[Path] = ()) -> None:
    """Nothing, if the pages of this PDF are the certificates of the context.

    `folders` hold the campaign's own templates. One of these may add words; on a page of ours nothing but the
    certificate's words may stand, in their order from top to bottom.

    Raises:
        DataError: a page lacks a value, shows it out of order or says more, or pages are missing.
    """
    own = _changed_files(tuple(folders))
    with pikepdf.open(BytesIO(content)) as file:
        shown, reader = ShownGlyphs(), PageReader()
        pages = [reader.read(shown.of(page)) for page in file.pages]
        problems = list(_differences(pages, context, own))
    for font in installed_fonts().values():
        font.keep()
    if problems:
        raise DataError(problems)


@cache
def _changed_files(folders: tuple[Path, ...]) -> tuple[str, ...]:
    """What certificates' pages are made of and is not as it comes with the program, by name."""
    program = package_templates() / FOLDER
    own = (file for folder in folders if folder != package_templates() for file in sorted((folder / FOLDER).glob("*")))
    pages = [file for file in own if file.is_file() and file.suffix not in _NOT_OF_PAGES]
    return tuple(file.name for file in pages if not _is_copy(file, program / file.name))


def _is_copy(file: Path, original: Path) -> bool:
    return original.is_file() and read_file(file, link=True) == read_file(original, link=True)


def _differences(pages: Sequence[ReadPage], context: Mapping[str, Any], own: Sequence[str]) -> Iterator[Problem]:
    certificates = context["certificates"]
    if len(pages) != len(certificates):
        yield _problem("证书", "", f"应有{len(certificates)}页，却有{len(pages)}页。", own)
        return
    names = [name for name in PARTS if not ("overprint" in context and name == "title")]
    numbers = [without_blanks(one["number"]) for one in certificates]
    for number, one, page in zip(numbers, certificates, pages, strict=True):
        field, message = _difference(page, one, names, bool(own))
        besides = page.rest.replace(number, "")
        if not message and any(other in besides for other in numbers if other != number):
            field, message = PARTS["number"], f"还印着别的证书的编号：{quoted(besides)}。"
        if message:
            yield _problem(one["number"], field, message, own)


def _difference(page: ReadPage, one: Mapping[str, Any], names: Sequence[str], is_own: bool) -> tuple[str, str]:
    """The field that differs and what is wrong with it; both empty where the page is right."""
    # The longest first: the name of the province is also part of the text.
    for name in sorted(names, key=lambda name: -len(one[name])):
        if not page.take(name, one[name]):
            wanted, read = page.nearest(one[name], _BEFORE, _QUOTED)
            return PARTS[name], f"应为{quoted(wanted)}，印出的却是{quoted(read)}。"
    for value in one["held"]:
        if not page.holds(value):
            return "", f"没有印出{quoted(value)}。"
    if not is_own and page.rest:
        return "", f"多印了{quoted(page.rest)}。"
    # Where the program's own template stands, its parts follow each other down the page.
    for some in [[name] for name in names] if is_own else [names]:
        if misplaced := page.first_misplaced(some):
            return PARTS[misplaced], "印出的各行次序不对，或叠在一起。"
    return "", ""


def _problem(number: str, field: str, message: str, own: Sequence[str]) -> Problem:
    files = "、".join(f"templates/certificate/{name}" for name in own)
    fix = f"请检查{files}的改动，改正后重新生成。" if own else "不是数据或模板的错，请把这条消息发给维护人员。"
    return error("certificate-text", Place(number), field, f"印出的文字与数据不一致：{message}", fix)
