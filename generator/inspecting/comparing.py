"""A file opened, recognised by its words, and measured or compared with the blank forms that are given."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from generator.campaign.errors import DataError, Place, Problem, UsageError, error
from generator.campaign.forms import Form, GridForm, ListForm
from generator.composing.filling.words import forms_of
from generator.inspecting.findings import Finding, Inspection, gathered
from generator.inspecting.forms.books import Book, read_book, text_of
from generator.inspecting.forms.excel import compare_book
from generator.inspecting.forms.pdf import compare_pdf_form
from generator.inspecting.forms.run_on import run_on, tall_pages
from generator.inspecting.forms.unreadable import findings_of, unreadable_in_book, unreadable_in_word
from generator.inspecting.forms.word import compare_attached, compare_word_form
from generator.inspecting.official.pdf import pdf_figures
from generator.inspecting.official.word import word_figures
from generator.inspecting.pdf_file import PdfPage, read_pages, rows
from generator.inspecting.recognising import recognised
from generator.inspecting.word_file import Why, WordFile, read_word
from generator.inspecting.words import Words
from generator.reading.prescan import PackageRefusedError, modest_content
from generator.reading.returned.paper.cut import Small, Tight
from generator.reading.returned.paper.cut_sheet import Unprinted
from generator.reading.word_tables.elements import W

FORMATS = ("docx", "pdf", "xlsx")
AGAIN = "再检查一次。"
File = WordFile | tuple[PdfPage, ...] | Book


def read(path: Path) -> bytes:
    """The file's bytes. Raises UsageError where there are none, DataError for more than any paper has."""
    try:
        content = modest_content(path, link=True)
    except OSError as wrong:
        raise UsageError(f"不能读“{path}”。请写文件的位置。") from wrong
    except PackageRefusedError as refused:
        raise DataError([broken(path.name, Why.LARGE)]) from refused
    return content


def ending_of(name: str) -> str:
    """docx, pdf or xlsx. Raises UsageError for another file."""
    ending = name.rsplit(".", 1)[-1].lower()
    if ending not in FORMATS:
        raise UsageError(f"“{name}”不是能检查的文件。请给出 .docx、.pdf 或 .xlsx 文件。")
    return ending


def broken(name: str, why: Why) -> Problem:
    """The problem that the file is not inspected."""
    message, fix = {
        Why.BROKEN: (f"不是完好的 {ending_of(name)} 文件，或设有打开密码。", f"请用原来的软件打开后重新另存，{AGAIN}"),
        Why.LARGE: ("文件太大或太复杂，不像是一份公文或表格，没有检查。", "请核对是否选对了文件，或请对方重新交来。"),
        Why.UNUSUAL: ("文件的格式部分有本程序不认识的写法，没有检查。", f"请用 Excel 或 WPS 打开后另存，{AGAIN}"),
    }[why]
    return error(f"{why.value}-file", Place(name), "", message, fix)


def opened(content: bytes, ending: str) -> File:
    """The file read. Raises BrokenFileError."""
    reads: Mapping[str, Callable[[bytes], File]] = {"docx": read_word, "pdf": read_pages, "xlsx": read_book}
    return reads[ending](content)


def kind_of(file: File, words: Words) -> str:
    """Which of the papers it is by its words, empty for none that such a file may be."""
    kind = recognised(_text(file), words)
    form = forms_of(words.settings).get(kind)
    return kind if isinstance(form, ListForm) or not isinstance(file, Book) else ""


def require_paper(kind: str, name: str) -> str:
    """The kind. Raises UsageError where it is none."""
    if not kind:
        raise UsageError(f"“{name}”不像是本程序的通知、通报或这个活动的表格，没有检查。请确认选对了文件。")
    return kind


def compared(file: File, content: bytes, name: str, kind: str, forms: Mapping[str, bytes], words: Words) -> Inspection:
    """The inspection of a file that was read and recognised; `forms` are the blanks that it is compared with."""
    ending, form = ending_of(name), forms_of(words.settings).get(kind)
    if form is not None:
        changes = gathered(_changes(form, file, forms[kind], words))
        small, tight, hidden = _unreadable(form, file, content)
        found = (*changes, *findings_of(small, (), hidden))
        tall = tall_pages(form, file) if isinstance(form, GridForm) and isinstance(file, WordFile) else ()
        return Inspection(name, kind, ending, found, label=form.name, tight=tuple(tight), tall=tuple(tall))
    attached: tuple[Finding, ...] = ()
    if isinstance(file, WordFile):
        figures = tuple(word_figures(file))
        if kind == "notice":
            annexes = [forms_of(words.settings)[key] for key in forms]
            blanks = {key: read_word(blank) for key, blank in forms.items()}
            attached = gathered(compare_attached(annexes, blanks, file, words))
    else:
        assert isinstance(file, tuple)
        figures = tuple(pdf_figures(file, content))
    wrong = (figure.finding for figure in figures if not figure.within)
    return Inspection(name, kind, ending, (*wrong, *attached), figures)


def _unreadable(form: Form, file: File, content: bytes) -> tuple[list[Small], list[Tight], list[Unprinted]]:
    """What is filled in too small to be read, may be cut, or is not printed; a PDF shows what it shows."""
    if isinstance(file, WordFile):
        return *unreadable_in_word(form, file), []
    if isinstance(file, Book) and isinstance(form, ListForm):
        return unreadable_in_book(form, content)
    return [], [], []


def measured(found: Inspection) -> Inspection:
    """The inspection with the findings of its cells that are cut, and of its rows that run on to another page."""
    findings = (*found.findings, *findings_of((), found.tight), *run_on(found.tall))
    return replace(found, findings=findings, tight=(), tall=())


def _changes(form: Form, file: File, blank: bytes, words: Words) -> Iterator[Finding]:
    """The changes of a form."""
    if isinstance(file, WordFile):
        return compare_word_form(form, read_word(blank), file, words)
    if isinstance(file, Book):
        assert isinstance(form, ListForm)
        return compare_book(form, read_book(blank), file, words)
    return compare_pdf_form(form, read_pages(blank), file, words)


def _text(file: File) -> str:
    if isinstance(file, Book):
        return text_of(file)
    if isinstance(file, WordFile):
        return "".join(node.text or "" for node in file.document.iter(f"{W}t"))
    # Of tables cell by cell, so that labels of several lines hold together.
    return "".join(page.text + "".join(cell.text for row in rows(page) for cell in row.cells) for page in file)
