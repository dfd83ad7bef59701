"""Records written back into the files that clerks fill, for reading them again."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path

import yaml
from conftest import MINIMAL
from support.own_fields import FIELDS

from generator.campaign.fields import Field
from generator.campaign.records import Application, Award, Completer
from generator.campaign.settings import Settings
from generator.rendering.excel.entry_workbook import entry_workbook

DAY = date(2023, 7, 20)


def written(value: object) -> object:
    """The value as a clerk writes it into a cell."""
    if isinstance(value, bool):
        return "是" if value else "否"
    return "；".join(value) if isinstance(value, tuple) else value


def workbook_rows(applications: Iterable[Application]) -> dict[str, list[dict[str, object]]]:
    """The applications as rows of the entry workbook."""
    rows: dict[str, list[dict[str, object]]] = {"申报项目": [], "其他完成人": [], "评选结果": []}
    for one in applications:
        number = {"number": one.number}
        own = {key: written(value) for key, value in one if key not in ("completers", "award")}
        rows["申报项目"].append(own)
        rows["其他完成人"] += [dict(completer) | number for completer in one.completers]
        rows["评选结果"] += [dict(one.award) | number] if one.award else []
    return rows


def as_workbook(folder: Path, settings: Settings, applications: Sequence[Application]) -> None:
    """The campaign's applications in Excel."""
    book = entry_workbook(settings, workbook_rows(applications), modified=DAY)
    (folder / "applications.xlsx").write_bytes(book)


def as_yaml(folder: Path, applications: Iterable[Application]) -> None:
    """The campaign's applications in YAML, a file each."""
    (folder / "applications").mkdir(exist_ok=True)
    for place, one in enumerate(applications):
        content = _labelled(one, FIELDS.application)
        content["其他完成人"] = [_labelled(completer, FIELDS.completer[1:]) for completer in one.completers]
        if one.award:
            content["评选结果"] = _labelled(one.award, FIELDS.award[1:])
        text = yaml.safe_dump(content, allow_unicode=True, default_style='"', sort_keys=False, width=10**6)
        (folder / f"applications/{place:05d}.yaml").write_text(text, encoding="utf-8")


def _labelled(record: Application | Completer | Award, fields: Iterable[Field]) -> dict[str, object]:
    values = {field.label: written(getattr(record, field.key)) for field in fields}
    return {label: str(value) for label, value in values.items() if value not in (None, "")}


def empty_copy(folder: Path) -> Path:
    """The minimal campaign without its application."""
    shutil.copytree(MINIMAL, folder)
    shutil.rmtree(folder / "applications")
    return folder
