"""A returned form → its values by their named slots, each with its place; a list's rows are one each.

Word files are read by the tags of their content controls, so that it does not matter what else was changed;
lists in Excel by their headers.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from lxml.etree import XMLSyntaxError
from lxml.etree import _Element as Element

from generator.campaign.errors import Place, Problem, error, warning
from generator.reading.prescan import PACKAGE_ERRORS, TOO_MUCH, PackageRefusedError, workbook_zip
from generator.reading.raw import Raw, RawRecord
from generator.reading.returned.list_sheet import list_table
from generator.reading.returned.marks import NAME, FormMarks, form_with
from generator.reading.sheets.rich_text import carried_over
from generator.reading.streamed_xml import XmlTooMuchError
from generator.reading.word_package import WordPackage, word_package

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
LARGEST_PROPERTIES_BYTES = 10_000
_NOTHING = Raw("", Place(""))
BREAKS = {f"{W}tab": "\t", f"{W}br": "\n", f"{W}cr": "\n"}


@dataclass(frozen=True)
class ReturnedForm:
    """A form of cells, or one row of a list: its values by slot. Of ticked boxes the value is a tuple of 是 or nothing.

    `kind` is that of the form, `recommender` is whom a list names above its rows.
    """

    kind: str
    record: RawRecord
    recommender: str = ""

    @property
    def name(self) -> Raw:
        """The project's name, where it stands on the form: in its table or on its cover."""
        return next((self.record.values[key] for key in (NAME, f"cover_{NAME}") if key in self.record.values), _NOTHING)

    def text(self, key: str) -> str:
        """The slot's text without any blank, empty where the form has no such slot."""
        raw = self.record.values.get(key)
        return "".join(str(raw.value).split()) if raw and isinstance(raw.value, str) else ""


Read: TypeAlias = tuple[list[ReturnedForm], list[Problem]]


def form_in(content: bytes, ending: str, name: str, known: Sequence[FormMarks]) -> Read:
    """The forms in the file's bytes, or the problem why none can be read. `name` is how messages call the file.

    It is one of the `known` forms. It may take much of time and memory for a file that means ill.
    """
    if ending == ".xlsx":
        return _excel_form(content, name, known)
    try:
        with word_package(content) as package:
            return _word_form(package, name, known)
    except (XmlTooMuchError, MemoryError):
        return [], [too_large(name)]
    except PackageRefusedError as refused:
        return [], [too_large(name) if refused.trouble == TOO_MUCH else broken(name)]
    except (XMLSyntaxError, *PACKAGE_ERRORS):
        return [], [broken(name)]


def too_large(name: str) -> Problem:
    """That the file holds more than any form: it was given up."""
    message = "文件内容异常庞大或层层嵌套，没有核对。"
    return error("form-too-large", Place(name), "", message, "请在下发的空白表格里重新填写后交来，或人工核对。")


def broken(name: str) -> Problem:
    """That the file cannot be read."""
    fix = "请用 Word 或 WPS 打开后另存为 .docx，或请对方重新交来。"
    return error("form-broken", Place(name), "", "不是 Word 文件（.docx），或已损坏、加了密码。", fix)


def _word_form(package: WordPackage, name: str, known: Sequence[FormMarks]) -> Read:
    root = package.tree(package.main_part)
    assert root is not None
    form = form_with({_tag(control) for control in root.iter(f"{W}sdt")}, known)
    if form is None:
        return [], [_unknown(name, _is_saved_by_libreoffice(package))]
    if not form.is_list:
        return _compared([_record(root.iter(f"{W}sdt"), Place(name))], "", form, name)
    rows = [_record(row.iter(f"{W}sdt"), Place(name, line=at)) for at, row in enumerate(_rows(root, form), start=1)]
    return _compared(rows, _recommender(root, name), form, name)


def _recommender(root: Element, name: str) -> str:
    """Whom the list names above its rows."""
    first = next((one for one in root.iter(f"{W}sdt") if _tag(one) == "recommender"), None)
    return "" if first is None else "".join(_text(first).split())


def _compared(rows: Iterable[RawRecord], recommender: str, form: FormMarks, name: str) -> Read:
    """The forms that name a project; a reminder where none does, or where the form has no place for it."""
    if not form.names_project:
        return [], [_nameless(name, form.label)]
    made = [ReturnedForm(form.key, row, recommender) for row in rows]
    forms = [one for one in made if "".join(str(one.name.value).split())]
    return forms, [] if forms else [_empty(name, form.label)]


def _excel_form(content: bytes, name: str, known: Sequence[FormMarks]) -> Read:
    try:
        with workbook_zip(content) as package:
            found = list_table(package, name, [form for form in known if form.is_list])
    except PackageRefusedError as refused:
        trouble = refused.trouble
        return [], [error(trouble.code, Place(name), "", trouble.message, trouble.fix)]
    return _compared(*found, name) if found else ([], [_unknown(name, False)])


def _unknown(name: str, by_libreoffice: bool) -> Problem:
    message = "认不出是哪一张表：填写处的标记已经没有了，没有核对。"
    fix = "请在下发的空白表格里填写，不要复制到别的文件；或人工核对。"
    if by_libreoffice:
        message = "这个文件是用 LibreOffice 保存的，它删去了填写处的标记，没有核对。"
        fix = "请用 Word 或 WPS 在下发的空白表格里填写后交来（汇总表也可交 Excel 版）；或人工核对。"
    return warning("form-unknown", Place(name), "", message, fix)


def _nameless(name: str, label: str) -> Problem:
    message = f"{label}上没有项目名称，不能与申报数据对照，没有核对。"
    return warning("form-unknown", Place(name), "", message, "请人工核对。")


def _empty(name: str, label: str) -> Problem:
    message = f"这份{label}没有填项目名称，没有核对。"
    return warning("form-empty", Place(name), "项目名称", message, "请放入填好的表格；空白表格请移走。")


def _is_saved_by_libreoffice(package: WordPackage) -> bool:
    """Whether the file names LibreOffice as its program; version 7 loses the tags of content controls."""
    return b"LibreOffice" in package.content("docprops/app.xml")[:LARGEST_PROPERTIES_BYTES]


def _rows(root: Element, form: FormMarks) -> Iterator[Element]:
    """The table rows that are a row of the list."""
    for row in root.iter(f"{W}tr"):
        if any(_tag(control) in form.slots for control in row.iter(f"{W}sdt")):
            yield row


def _record(controls: Iterator[Element], place: Place) -> RawRecord:
    values: dict[str, Raw] = {}
    for control in controls:
        tag, box = _tag(control), control.find(f"{W}sdtPr/{W14}checkbox/{W14}checked")
        if box is not None:
            before = values[tag].value if tag in values else ()
            assert isinstance(before, tuple)
            ticked = box.get(f"{W14}val") in ("1", "true")
            values[tag] = Raw((*before, "是" if ticked else ""), place)
        elif tag:
            values[tag] = Raw(_text(control), place)
    return RawRecord(values, place)


def _tag(control: Element) -> str:
    found = control.find(f"{W}sdtPr/{W}tag")
    return "" if found is None else found.get(f"{W}val", "")


def _text(control: Element) -> str:
    """What was entered: neither the hint nor the blanks that show where to click."""
    if control.find(f"{W}sdtPr/{W}showingPlcHdr") is not None:
        return ""
    content = control.find(f"{W}sdtContent")
    if content is None:
        return ""
    paragraphs = list(content.iter(f"{W}p")) or [content]
    return "\n".join("".join(_run_text(run) for run in one.iter(f"{W}r")) for one in paragraphs).strip()


def _run_text(run: Element) -> str:
    style = run.find(f"{W}rPr/{W}rStyle")
    if style is not None and style.get(f"{W}val") == "Hint":
        return ""
    text = "".join(child.text or "" if child.tag == f"{W}t" else BREAKS.get(str(child.tag), "") for child in run)
    script = run.find(f"{W}rPr/{W}vertAlign")
    if script is not None:
        text = carried_over(text, script.get(f"{W}val", "")) or text
    return text.replace("\u00a0", " ")  # our own forms keep a number and its unit together with it
