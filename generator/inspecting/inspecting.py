"""One file inspected: recognised by its words, then measured or compared."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path

from generator.errors import DataError, Place, UsageError, error
from generator.inspecting.excel_forms import compare_book, read_book, text_of
from generator.inspecting.findings import Figure, Finding, Inspection, gathered
from generator.inspecting.official_pdf import pdf_figures
from generator.inspecting.official_word import word_figures
from generator.inspecting.pdf_file import Page, read_pages, rows
from generator.inspecting.pdf_forms import compare_pdf_form
from generator.inspecting.recognising import recognised
from generator.inspecting.reference import blank_form, words_of
from generator.inspecting.word_file import BrokenFileError, W, WordFile, read_word
from generator.inspecting.word_forms import compare_attached, compare_word_form
from generator.inspecting.words import Words

FORMATS = ("docx", "pdf", "xlsx")
_FORMS = ("form1", "form2")


def inspect(source: Path | bytes, name: str = "", campaign: Path | None = None) -> Inspection:
    """The inspection of one file; `name` is needed for its ending where bytes are given.

    Raises:
        UsageError: the file is none of the four papers, or of a format that none of them has.
        DataError: the file is damaged.
    """
    content, name = (source, name) if isinstance(source, bytes) else (_read(source), name or source.name)
    ending = name.rsplit(".", 1)[-1].lower()
    if ending not in FORMATS:
        raise UsageError(f"“{name}”不是能检查的文件。请给出 .docx、.pdf 或 .xlsx 文件。")
    try:
        return _INSPECTIONS[ending](content, name, campaign, words_of(campaign))
    except BrokenFileError as wrong:
        message = f"不是完好的 {ending} 文件，或设有打开密码。"
        broken = error("broken-file", Place(name), "", message, "请用原来的软件打开后重新另存，再检查一次。")
        raise DataError([broken]) from wrong


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as wrong:
        raise UsageError(f"不能读“{path}”。请写文件的位置。") from wrong


def _kind(text: str, name: str, words: Words, possible: Sequence[str]) -> str:
    kind = recognised(text, words)
    if kind not in possible:
        raise UsageError(f"“{name}”不像是本程序的通知、通报、申报表或汇总表，没有检查。请确认选对了文件。")
    return kind


def _word(content: bytes, name: str, campaign: Path | None, words: Words) -> Inspection:
    file = read_word(content)
    kind = _kind(_text(file), name, words, (*_FORMS, "notice", "bulletin"))
    if kind in _FORMS:
        blank = read_word(blank_form(kind, "docx", campaign))
        return Inspection(name, kind, "docx", gathered(compare_word_form(kind, blank, file, words)))
    attached: tuple[Finding, ...] = ()
    if kind == "notice":
        form1, form2 = (read_word(blank_form(form, "docx", campaign)) for form in _FORMS)
        attached = gathered(compare_attached(form1, form2, file, words))
    return _measured(name, kind, "docx", word_figures(file), attached)


def _text(file: WordFile) -> str:
    return "".join(node.text or "" for node in file.document.iter(f"{W}t"))


def _pdf(content: bytes, name: str, campaign: Path | None, words: Words) -> Inspection:
    pages = read_pages(content)
    kind = _kind(_pages_text(pages), name, words, (*_FORMS, "notice", "bulletin"))
    if kind in _FORMS:
        blank = read_pages(blank_form(kind, "pdf", campaign))
        return Inspection(name, kind, "pdf", gathered(compare_pdf_form(kind, blank, pages, words)))
    return _measured(name, kind, "pdf", pdf_figures(pages, content))


def _pages_text(pages: Iterable[Page]) -> str:
    """The text, of tables cell by cell, so that labels of several lines hold together."""
    made = [page.text + "".join(cell.text for row in rows(page) for cell in row.cells) for page in pages]
    return "".join(made)


def _book(content: bytes, name: str, campaign: Path | None, words: Words) -> Inspection:
    book = read_book(content)
    kind = _kind(text_of(book), name, words, ("form2",))
    blank = read_book(blank_form(kind, "xlsx", campaign))
    return Inspection(name, kind, "xlsx", gathered(compare_book(blank, book, words)))


def _measured(
    name: str, kind: str, output: str, figures: Iterable[Figure], attached: tuple[Finding, ...] = ()
) -> Inspection:
    made = tuple(figures)
    findings: tuple[Finding, ...] = tuple(figure.finding for figure in made if not figure.within)
    return Inspection(name, kind, output, (*findings, *attached), made)


_INSPECTIONS: Mapping[str, Callable[[bytes, str, Path | None, Words], Inspection]] = {
    "docx": _word,
    "pdf": _pdf,
    "xlsx": _book,
}
