"""The fields and forms of a campaign, read from its own templates and the program's, once for each content."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache, lru_cache
from hashlib import sha256
from pathlib import Path

from generator.campaign.errors import Place, Problem, TemplateError, errors_of, warning
from generator.campaign.forms import Form
from generator.campaign.layout import found_in, package_templates
from generator.campaign.schema import Schema
from generator.ground.inputs import read_file
from generator.reading.drafted import forms_sum
from generator.reading.field_files.fields_file import FIELDS_FILE, read_fields
from generator.reading.form_files.forms_file import FormFile, form_files, forms_of
from generator.reading.outdated import outdated
from generator.reading.yaml_files.file import unreadable

NOTICE_FILE = "notice/notice.docx"
SCHEMAS_KEPT = 64  # of as many contents; each is a few hundred kilobytes


def schema(folders: tuple[Path, ...]) -> tuple[Schema, tuple[Problem, ...]]:
    """The schema that these template folders give, the first that has a file winning, and what is wrong in them.

    Where a file of the campaign is wrong, the schema is the program's own: nothing should be read by it.
    """
    try:
        content = read_file(found_in(folders, FIELDS_FILE) or folders[-1] / FIELDS_FILE, link=True)
    except OSError:
        return own_schema(), (unreadable(f"templates/{FIELDS_FILE}"),)
    own_notice = found_in(folders[:-1], NOTICE_FILE)
    notice = sha256(read_file(own_notice, link=True)).digest() if own_notice else None
    return _schema(folders, content, form_files(folders), notice)


def schema_at(folders: Sequence[str], content: str) -> Schema:
    """The schema that was read in these folders and had this sum, as another process needs it.

    Raises TemplateError where the files have changed since.
    """
    found, _ = schema(tuple(map(Path, folders)))
    if found.content != content:
        raise TemplateError("生成期间 templates 文件夹里的字段或表格改动了，请重新生成。")
    return found


@cache
def own_schema() -> Schema:
    """The schema of the program's own templates, which stay as they are while it runs."""
    return schema((package_templates(),))[0]


@lru_cache(SCHEMAS_KEPT)
def _schema(
    folders: tuple[Path, ...], content: bytes, files: tuple[FormFile, ...], notice: bytes | None
) -> tuple[Schema, tuple[Problem, ...]]:
    fields, problems = read_fields(content, f"templates/{FIELDS_FILE}")
    forms: tuple[Form, ...] = ()
    if fields is not None:
        forms, found = forms_of(files, folders, fields)
        problems = [*problems, *found]
    if wrong := errors_of(problems):
        if folders == (package_templates(),):
            raise TemplateError(f"自带的表格有错：{wrong[0]}")
        return own_schema(), tuple(problems)
    assert fields is not None
    formats, more = _notice_formats(folders, forms, has_own=notice is not None)
    by_key = {form.key: form for form in forms}
    made = Schema(fields, by_key, tuple(map(str, folders)), _sum(content, files), formats)
    return made, (*problems, *more)


def _notice_formats(
    folders: tuple[Path, ...], forms: Sequence[Form], *, has_own: bool
) -> tuple[tuple[str, ...], list[Problem]]:
    """For which formats there is a notice with these forms, and the reminder that there is none, or of other forms."""
    shown = [form for form in forms if form.in_notice]
    if has_own:
        return ("docx", "pdf"), outdated(NOTICE_FILE, shown, folders)
    if folders == (package_templates(),) or forms_sum(shown) == forms_sum(
        [form for form in own_schema().forms.values() if form.in_notice]
    ):
        return ("docx", "pdf"), []
    message = "通知附有本活动自己的表格，还没有这样的 Word 模板，只生成 PDF。"
    fix = "要 Word 的，请运行 wuxiao draft 活动文件夹。"
    return ("pdf",), [warning("form-draft", Place(f"templates/{NOTICE_FILE}"), "", message, fix)]


def _sum(content: bytes, files: tuple[FormFile, ...]) -> str:
    return sha256(b"\0".join([content, *(one.content or b"" for one in files)])).hexdigest()
