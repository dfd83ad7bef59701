"""The fields and forms of a campaign, read from its own templates and the program's, once for each content."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from hashlib import sha256
from pathlib import Path

from generator.campaign.errors import Problem, TemplateError
from generator.campaign.layout import package_templates
from generator.campaign.schema import Schema
from generator.ground.inputs import read_file
from generator.reading.fields_file import FIELDS_FILE, read_fields
from generator.reading.yaml_files.file import unreadable

SCHEMAS_KEPT = 64  # of as many contents; each is a few hundred kilobytes


def schema(folders: tuple[Path, ...]) -> tuple[Schema, tuple[Problem, ...]]:
    """The schema that these template folders give, the first that has a file winning, and what is wrong in them.

    Where a file of the campaign is wrong, the schema is the program's own: nothing should be read by it.
    """
    try:
        content = read_file(_first(folders, FIELDS_FILE), link=True)
    except OSError:
        return own_schema(), (unreadable(f"templates/{FIELDS_FILE}"),)
    return _schema(folders, content)


def schema_at(folders: Sequence[str], content: str) -> Schema:
    """The schema that was read in these folders and had this sum, as another process needs it.

    Raises TemplateError where the files have changed since.
    """
    found, _ = schema(tuple(map(Path, folders)))
    if found.content != content:
        raise TemplateError("生成期间 templates 文件夹里的字段或表格改动了，请重新生成。")
    return found


def own_schema() -> Schema:
    """The schema of the program's own templates."""
    return schema((package_templates(),))[0]


def _first(folders: tuple[Path, ...], name: str) -> Path:
    return next((folder / name for folder in folders if (folder / name).is_file()), folders[-1] / name)


@lru_cache(SCHEMAS_KEPT)
def _schema(folders: tuple[Path, ...], content: bytes) -> tuple[Schema, tuple[Problem, ...]]:
    fields, problems = read_fields(content, f"templates/{FIELDS_FILE}")
    if fields is None and folders == (package_templates(),):
        raise TemplateError(f"自带的 {FIELDS_FILE} 有错：{problems[0]}")
    if fields is None:
        return own_schema(), tuple(problems)
    return Schema(fields, {}, tuple(map(str, folders)), sha256(content).hexdigest()), ()
