"""The forms of a campaign: every folder among the templates with a form.yaml is one, the campaign's own first."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

from generator.campaign.errors import Place, Problem, error, errors_of, warning
from generator.campaign.fields import Fields
from generator.campaign.forms import Form, GridForm, ListForm, Per
from generator.campaign.kinds import (
    ATTACHMENTS_ITEM,
    CONTENTS_ITEM,
    FORMATS,
    INTRO,
    KINDS,
    ROWS,
    SUMMARY,
    label_in,
    label_of,
)
from generator.campaign.layout import FORM_FILE, found_in, package_templates
from generator.campaign.masking import quoted
from generator.ground.inputs import read_file
from generator.reading.form_files.cells import sizes_of
from generator.reading.form_files.form_entry import FormEntry
from generator.reading.form_files.grids import GRID, grid_from
from generator.reading.form_files.lists import LIST, list_from
from generator.reading.form_files.words import printed_words, title_words
from generator.reading.outdated import outdated
from generator.reading.yaml_files.file import Map, Node, Text, parsed, unreadable

PROGRAMS = ("form1", "form2")  # in the order of the notice's annexes; further ones follow by name
MOST_FORMS = 100
_HEAD = ("title", "name", "annex", "per", "folder", "kind", "sizes_pt", "foot_note", "in_notice")
_KINDS = {"grid": GRID, "list": LIST}
_PAGES = {"grid": "shared/grid_form.html", "list": "shared/list_form.html"}
_KEY = re.compile(r"[a-z][a-z0-9_]{1,29}")
_FOLDER = re.compile(
    r"(?!(?i:con|prn|aux|nul|com\d|lpt\d)$)[\w\-（）()·、]{1,40}"
)  # none that Windows keeps for itself
_ITEMS = (CONTENTS_ITEM, ATTACHMENTS_ITEM, INTRO.label, SUMMARY.label)  # of a packet, which no form is
# Folders among the templates that are no forms, and words of the command line.
_TAKEN = frozenset({*KINDS, "bulletin", "certificate", "notice", "packet", "progress", "shared", "web", "all"})


class FormFile(NamedTuple):
    """A form.yaml as it was read, None where it could not be; and which Word and Excel templates there are for it.

    Each is a format and when its file was changed last, so that forms read before are read again.
    """

    path: Path
    content: bytes | None
    templates: tuple[tuple[str, int], ...] = ()

    @property
    def key(self) -> str:
        """The name of its folder: the form's kind."""
        return self.path.parent.name

    @property
    def name(self) -> str:
        """How messages call it."""
        return f"templates/{self.key}/{FORM_FILE}"


def form_files(folders: Sequence[Path]) -> tuple[FormFile, ...]:
    """The form.yaml of every form, that of an earlier folder in place of a later's.

    The program's come first, then further ones by name.
    """
    files: dict[str, Path] = {}
    for folder in folders:
        for path in sorted(folder.glob(f"*/{FORM_FILE}")):
            files.setdefault(path.parent.name, path)
    order = {key: place for place, key in enumerate(PROGRAMS)}
    keys = sorted(files, key=lambda key: (order.get(key, len(order)), key))
    return tuple(_form_file(files[key], folders) for key in keys)


def _form_file(path: Path, folders: Sequence[Path]) -> FormFile:
    """The file, with the templates that are made of it: beside it, or where it says what the program's own says."""
    file, programs = FormFile(path, _content(path)), package_templates() / path.parent.name
    is_programs = path.parent == programs or _content(programs / FORM_FILE) == file.content
    # Those of a campaign that has fields of its own are drawn of its own forms, whoever wrote the form.yaml.
    beside = dict.fromkeys(
        [*(folder / file.key for folder in folders[:-1]), path.parent, *([programs] if is_programs else [])]
    )
    found = ((one, _changed(folder / f"{file.key}.{one}")) for one in FORMATS if one != "pdf" for folder in beside)
    newest = {one: changed for one, changed in reversed(list(found)) if changed}
    return file._replace(templates=tuple(sorted(newest.items())))


def _changed(path: Path) -> int:
    """When the file was changed last; 0 where there is none."""
    try:
        return path.stat().st_mtime_ns if path.is_file() else 0
    except OSError:
        return 0


def _content(path: Path) -> bytes | None:
    try:
        return read_file(path, link=True)
    except OSError:
        return None


def forms_of(
    files: Sequence[FormFile], folders: Sequence[Path], fields: Fields
) -> tuple[tuple[Form, ...], list[Problem]]:
    """The forms that these files describe, and what is wrong; a form with an error is not among them."""
    forms, problems = [], list[Problem]()
    for file in files[MOST_FORMS:]:
        message = f"超过{MOST_FORMS}张表格，这一张没有读。"
        problems.append(error("form-name", Place(file.name), "", message, "请删去用不着的表格。"))
    for file in files[:MOST_FORMS]:
        form, wrong = _form(file, folders, fields)
        problems += wrong
        if form is not None:
            forms.append(form)
    return tuple(forms), [*problems, *_taken_twice(forms)]


def _form(file: FormFile, folders: Sequence[Path], fields: Fields) -> tuple[Form | None, list[Problem]]:
    if file.content is None:
        return None, [unreadable(file.name)]
    node, problems = parsed(file.content, file.name)
    if file.key not in PROGRAMS and (not _KEY.fullmatch(file.key) or file.key in _TAKEN):
        fix = "请改用小写英文字母、数字和下划线，字母开头，不与程序已有的文件夹同名。"
        problems.append(error("form-name", Place(file.name), "", f"文件夹名{quoted(file.key)}不能作表格的名称。", fix))
    if node is None:
        fix = "请对照程序自带的 form.yaml 书写，或删去这个文件。"
        return None, problems or [error("form-shape", Place(file.name, line=1), "", "文件是空的。", fix)]
    form = _read(FormEntry(Map({}, {}, 1), file.name, problems, fields=fields).entry(node, _known(node)), file.key)
    origin = f"{file.path}:{hashlib.sha256(file.content).hexdigest()}"
    own = f"{file.key}/{file.key}.html"
    page = own if found_in(folders, own) else _PAGES[form.kind]
    formats = tuple(one for one in FORMATS if one == "pdf" or one in dict(file.templates))
    form = replace(form, page=page, formats=formats, origin=origin)
    return (None, problems) if errors_of(problems) else (form, [*problems, *_undrafted(form, folders)])


def _known(node: Node) -> tuple[str, ...]:
    """The names that a form of that kind may have; of none the names of both."""
    told = node.nodes.get("kind") if isinstance(node, Map) else None
    return (*_HEAD, *_KINDS.get(told.text if isinstance(told, Text) else "", (*GRID, *LIST)))


def _read(entry: FormEntry, key: str) -> GridForm | ListForm:
    """The form that the mapping describes, as far as it is right."""
    kind = entry.one_of("kind", tuple(_KINDS))
    per = Per(entry.one_of("per", tuple(one.value for one in Per)))
    head: dict[str, Any] = {
        "key": key,
        "name": entry.needed("name"),
        "title": title_words(entry, "title"),
        "folder": _folder(entry, key),
        "per": per,
        "annex": entry.text("annex"),
        "foot_note": printed_words(entry, "foot_note"),
        "sizes_pt": sizes_of(entry, "[12, 10.5, 9]"),
        "in_notice": entry.yes("in_notice"),
    }
    if kind == "grid":
        return GridForm(**head, **grid_from(_shown_by(entry, per), head))
    return ListForm(**head, **list_from(entry, per))


def _shown_by(entry: FormEntry, per: Per) -> FormEntry:
    """The mapping; a grid of a recommender shows nothing of its applications but whose they are."""
    if per is Per.APPLICATION:
        return entry
    own = tuple(field for field in entry.fields.application if field.key == "recommender")
    return replace(entry, fields=Fields(own, (), ()), every=entry.fields)


def _folder(entry: FormEntry, key: str) -> str:
    folder = entry.needed("folder")
    if folder and not _FOLDER.fullmatch(folder):
        entry.wrong("form-name", "folder", f"{quoted(folder)}不能作文件夹名。", "请写成 10-征求意见表 的样子。")
    elif {folder, label_in(folder)} & {*_ITEMS, *(row.folder for row in ROWS if row.key != key)}:
        entry.wrong("form-name", "folder", f"文件夹{quoted(folder)}已有别的文件。", "请另起一个名称。")
    return folder


def _taken_twice(forms: Sequence[Form]) -> list[Problem]:
    """The problems that two forms have the same folder, or folders that are called the same without their numbers."""
    owners: dict[str, str] = {}
    problems = []
    for form in forms:
        owner = owners.setdefault(label_of(form), form.key)
        if owner != form.key:
            message = f"文件夹{quoted(form.folder)}与 templates/{owner}/{FORM_FILE} 相同。"
            place = Place(f"templates/{form.key}/{FORM_FILE}")
            problems.append(error("form-name", place, "folder", message, "请另起一个名称。"))
    return problems


# ---- templates


def _undrafted(form: Form, folders: Sequence[Path]) -> list[Problem]:
    """A reminder that a form is made as PDF alone, or that a template drawn of it shows what it said before."""
    if form.formats == ("pdf",):
        message = f"“{form.name}”还没有 Word 模板，只生成 PDF。"
        fix = "要 Word 的，请运行 wuxiao draft 活动文件夹。"
        return [warning("form-draft", Place(f"templates/{form.key}/{FORM_FILE}"), "", message, fix)]
    files = (f"{form.key}/{form.key}.{one}" for one in form.formats if one != "pdf")
    return [problem for file in files for problem in outdated(file, [form], folders)]
