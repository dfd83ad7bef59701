"""Files that arrived, looked into: what each is by its content and name, and whom it names as its recommender."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from generator.arriving.found import Kind
from generator.arriving.rows import Rows, rows_in
from generator.arriving.summaries import WORD, Summary, said_by, summary_in
from generator.arriving.workbooks import rows_of_workbook
from generator.campaign.kinds import label_of
from generator.campaign.settings import Settings
from generator.checks.attached.kind import PICTURE_ENDINGS
from generator.collecting.files.converting import ENDINGS as OLDER
from generator.collecting.files.converting import converted
from generator.collecting.files.incoming import LARGEST_BYTES, Incoming
from generator.collecting.files.reading_files import FORM_ENDINGS, FileRead, read_files
from generator.collecting.projects.merging import called
from generator.collecting.taking import NOT_FILLED
from generator.collecting.values.papers import papers_in
from generator.composing.filling.words import forms_of
from generator.ground.inputs import opened
from generator.reading.file_names import YAML_ENDINGS
from generator.reading.raw_campaign import NOTICE_FILE, SETTINGS_FILE, TEMPLATES_FOLDER
from generator.reading.returned.marks import FormMarks
from generator.reading.yaml_files.file import Map, Text, read_yaml

PDF = ".pdf"
ATTACHABLE = (PDF, *PICTURE_ENDINGS)
_AS_PDF = "不是这次活动的表格，也不是工作总结。要作附件的，请转成 PDF 再上传。"
_UNKNOWN = "这种文件用不上。"
_EMPTY = "文件是空的，里面什么也没有。请打开原来的文件核对，再上传一次。"
_LOCKED = "文件加了密码，打不开。请去掉打开密码，保存以后再上传。"
_OLE, _PACKAGE = bytes.fromhex("d0cf11e0a1b11ae1"), "EncryptedPackage".encode("utf-16-le")  # what Office locks


@dataclass(frozen=True)
class Seen:
    """What a file is; `recommenders` are those that it names itself. `rows` and `summary` are what it holds as such."""

    kind: Kind
    why: str
    recommenders: tuple[str, ...] = ()
    among: tuple[Kind, ...] = ()
    is_sure: bool = True
    rows: Rows | None = None
    summary: Summary | None = None
    whole: bool = True  # of an application in a file of its own: whether the file is a workbook
    is_read: bool = False  # a form whose cells were read


@dataclass(frozen=True)
class By:
    """By what files are known: the campaign's settings and the marks of its forms; `beside` is a temporary folder."""

    settings: Settings
    known: Sequence[FormMarks]
    beside: Path


def looked_into(files: Sequence[Incoming], by: By, told: Callable[[str, int, int], None]) -> list[Seen]:
    """What each of the files is, in their order; `told` hears how many were opened."""
    folders = [by.beside / name for name in ("converted", "pictures")]
    for folder in folders:
        folder.mkdir()
    fresh = converted(files, folders[0], told)
    books = [rows_of_workbook(one.path, one.name, by.settings) if _is_book(one) else None for one in fresh]
    readable = [
        one
        for one, rows in zip(fresh, books, strict=True)
        if one.ending in FORM_ENDINGS and not one.wrong and rows is None
    ]
    forms: dict[str, tuple[bool, list[str]]] = {}
    total = len(readable)
    for found in read_files(readable, by.known, folders[1], lambda done: told("读取", done, total)):
        papers = list(papers_in(found.opened, found.file.name, by.settings))
        whose = [called(one.recommender, by.settings) for one in papers]
        is_filled = any(one.text("name") or one.text("lead_name") or one.text("unit") for one in papers)
        if papers or _is_empty(found, by.settings):
            forms[found.file.name] = is_filled, [one for one in dict.fromkeys(whose) if one]
    return [
        _seen(sent, one, rows, forms.get(one.name), by) for sent, one, rows in zip(files, fresh, books, strict=True)
    ]


def _is_empty(found: FileRead, settings: Settings) -> bool:
    """Whether it is a form of the campaign that nobody has filled in; a summary may have a few words of one."""
    if not any(NOT_FILLED in one.message for one in found.opened.problems):
        return False
    summary = summary_in(found.file.path, settings) if found.file.ending == ".docx" else None
    return not _is_summary(summary, found.file.name)


def _is_summary(found: Summary | None, name: str) -> bool:
    """Whether it says of itself that it is one, or its name does."""
    return (found is not None and found.says_so) or any(WORD in part for part in PurePosixPath(name).parts)


def _is_book(one: Incoming) -> bool:
    return one.ending == ".xlsx" and not one.wrong


def _seen(sent: Incoming, one: Incoming, rows: Rows | None, form: tuple[bool, list[str]] | None, by: By) -> Seen:
    stem = PurePosixPath(one.name).stem
    is_called_form = any(word in stem for word in _form_words(by.settings))
    if rows is not None:
        return _workbook(rows, is_older=sent.ending in OLDER)
    if form is None and (wrong := _unopened(sent)):
        return Seen(Kind.APART, wrong)
    if form is not None:
        is_filled, whose = form
        why = "是填好的表格。" if is_filled else "是空白的表格，没有填写。"
        return Seen(Kind.FORM if is_filled else Kind.APART, why, tuple(whose), (Kind.FORM,), is_read=True)
    if one.wrong and is_called_form:
        return Seen(Kind.FORM, one.wrong, (), (Kind.FORM,))
    if one.wrong:
        return Seen(Kind.APART, one.wrong)
    if one.ending in ATTACHABLE:
        if is_called_form:
            why = "像是表格的扫描件，程序不读图。请补交 Word 或 Excel 电子版。"
            return Seen(Kind.FORM, why, (), (Kind.FORM, Kind.ATTACHMENT))
        return Seen(Kind.ATTACHMENT, "", (), (Kind.ATTACHMENT, Kind.FORM))
    if one.ending in YAML_ENDINGS:
        return _yaml(one, by.settings)
    if one.ending == ".docx":
        return _word(one, by.settings, is_called_form=is_called_form)
    if TEMPLATES_FOLDER in PurePosixPath(one.name).parts[:-1]:
        return Seen(Kind.SETTING, "是表格样式。")
    return Seen(Kind.APART, _AS_PDF if one.ending == ".xlsx" else _UNKNOWN, (), (Kind.FORM,))


def _unopened(sent: Incoming) -> str:
    """Why nobody can open the file as it was sent; empty where that is not to be seen from outside."""
    if not sent.path.is_file():
        return ""
    if sent.path.stat().st_size == 0:
        return _EMPTY
    with opened(sent.path) as file:
        is_locked = file.read(len(_OLE)) == _OLE and _PACKAGE in file.read(LARGEST_BYTES)
    return _LOCKED if is_locked else ""


def _form_words(settings: Settings) -> list[str]:
    return [word for form in forms_of(settings).values() for word in (label_of(form), form.annex) if word]


def _workbook(rows: Rows, *, is_older: bool) -> Seen:
    if is_older:
        why = "是旧格式的填报表。请用 Excel 或 WPS 打开，另存为 .xlsx 再上传。"
        return Seen(Kind.APART, why, (), ())
    if not rows.rows:
        return Seen(Kind.APART, "是空白的填报表，没有填写。", (), (Kind.WORKBOOK,), rows=rows)
    whose = tuple(dict.fromkeys(one.recommender for one in rows.rows if one.recommender))
    return Seen(Kind.WORKBOOK, f"填报表，{len(rows.rows)}个项目。", whose, (Kind.WORKBOOK,), rows=rows)


def _word(one: Incoming, settings: Settings, *, is_called_form: bool) -> Seen:
    parts = PurePosixPath(one.name).parts
    found = summary_in(one.path, settings)
    if TEMPLATES_FOLDER in parts[:-1]:
        return Seen(Kind.SETTING, "是表格样式。")
    if found is None or not found.paragraphs:
        return Seen(Kind.APART, "读不出文字。请打开核对后另存为 .docx 再上传。", (), (Kind.FORM,))
    among = (Kind.SUMMARY, Kind.FORM)
    whose = said_by(found, settings)
    if _is_summary(found, one.name):
        return Seen(Kind.SUMMARY, _of_summary(found), whose, among, not found.has_more, summary=found)
    why = "认不出是哪一张表。" if is_called_form else _AS_PDF
    return Seen(Kind.APART, why, (), among, summary=found)


def _of_summary(found: Summary) -> str:
    left = "、".join(f"“{one[:40]}”" for one in (*found.title, *found.signature))
    more = "表格、图片和文本框不会放入，请核对。" if found.has_more else ""
    return f"工作总结，{len(found.paragraphs)}段。{f'标题、落款由程序另印，没有放入：{left}。' if left else ''}{more}"


def _yaml(one: Incoming, settings: Settings) -> Seen:
    name = PurePosixPath(one.name).name
    if name in (SETTINGS_FILE, NOTICE_FILE) or TEMPLATES_FOLDER in PurePosixPath(one.name).parts[:-1]:
        return Seen(Kind.SETTING, "是活动的设置。")
    node, _ = read_yaml(one.path, name, personal=settings.schema.fields.personal_names)
    texts = (
        {key: value.text for key, value in node.nodes.items() if isinstance(value, Text)}
        if isinstance(node, Map)
        else {}
    )
    whose = tuple(filter(None, [called(texts.get("申报单位", ""), settings)]))
    if "工作总结" in texts:
        summary = Summary(tuple(line.strip() for line in texts["工作总结"].splitlines() if line.strip()))
        return Seen(Kind.SUMMARY, "工作总结。", whose, (Kind.SUMMARY,), summary=summary)
    if "项目名称" in texts:
        return Seen(
            Kind.WORKBOOK, "一个项目的申报数据。", whose, (Kind.WORKBOOK,), rows=rows_in({}, settings), whole=False
        )
    return Seen(Kind.APART, _UNKNOWN)
