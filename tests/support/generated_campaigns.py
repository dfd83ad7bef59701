"""Whole campaign folders, the same ones for the same seed: settings, names, texts and attachments vary widely.

`python tests/support/generated_campaigns.py 17 FOLDER` writes the campaign of seed 17. Every person, number and firm is
invented.
"""

from __future__ import annotations

import random
import shutil
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import yaml
from openpyxl import Workbook
from support import generated_attachments, generated_wording, generated_words
from support.generated_applications import applications_of, award
from support.generated_settings import as_yaml_values, settings_of
from support.own_fields import FIELDS

from generator.campaign.errors import errors_of
from generator.campaign.fields import Field
from generator.campaign.layout import package_templates, starter_folder
from generator.campaign.records import Campaign
from generator.checks.campaign import check_campaign
from generator.composing.codes import KEY_NAME
from generator.composing.forms import filled, filled_of_recommender
from generator.rendering.excel import workbook as excel
from generator.rendering.excel.package import workbook_bytes
from generator.rendering.word import word_file

APPLICATION_SHEET, COMPLETER_SHEET, AWARD_SHEET = FIELDS.tables
EXAMPLE_KEY = Path(__file__).parent.parent.parent / "data_examples" / "jiangxi-2023" / "证书密钥（仅供演示）.pem"
DATES = (
    "{0.year}-{0.month:02d}-{0.day:02d}",
    "{0.year}年{0.month}月{0.day}日",
    "{0.year}/{0.month}/{0.day}",
    "{0.year}.{0.month}.{0.day}",
)


@dataclass(frozen=True)
class Generated:
    """What a campaign is to hold: settings by key, applications and work summaries as they are handed in, files."""

    settings: Mapping[str, Any]
    applications: Sequence[Mapping[str, Any]]
    summaries: Mapping[str, str]
    attachments: Mapping[str, bytes]


def made(seed: int) -> Generated:
    """The values of the campaign of this seed."""
    luck = random.Random(seed)
    settings = settings_of(luck)
    count = 60 if luck.random() < 0.02 else luck.choice((1, 1, 2, 2, 3, 3, 4, 5, 6, 8, 12, 25))
    applications = applications_of(luck, settings, count)
    attachments = _attachments(luck, applications)
    if luck.random() < 0.7:
        award(luck, applications, settings["tiers"])
        settings["revocations"] = _revocations(luck, settings, applications)
    names = list(dict.fromkeys(one["recommender"] for one in applications))
    summaries = {
        name: generated_words.paragraphs(luck, min(settings["summary_limit"], luck.choice((1, 200, 5000))))
        for name in luck.sample(names, luck.randint(0, min(6, len(names))))
    }
    return Generated(settings, applications, summaries, attachments)


def generated(seed: int, folder: Path) -> Path:
    """The folder, which did not exist, with the campaign of this seed."""
    luck, what = random.Random(f"files of {seed}"), made(seed)
    folder.mkdir(parents=True)
    _write_yaml(luck, folder / "campaign.yaml", as_yaml_values(what.settings))
    _write_wording(luck, folder)
    in_workbook = luck.choice((0, len(what.applications), len(what.applications) // 2))
    if in_workbook:
        _write_workbook(luck, folder, what.applications[:in_workbook])
    for place, one in enumerate(what.applications[in_workbook:]):
        _write_yaml(luck, folder / f"applications/{place:03d}.yaml", _labelled(luck, one))
    for name, text in what.summaries.items():
        _write_yaml(luck, folder / f"summaries/{name}.yaml", {"申报单位": name, "工作总结": text})
    for name, content in what.attachments.items():
        _write(folder / "attachments" / name, content)
    if luck.random() < 0.2:
        shutil.copy(EXAMPLE_KEY, folder / KEY_NAME)
    if luck.random() < 0.2:
        _write_returned(luck, folder)
    return folder


def _attachments(luck: random.Random, applications: Sequence[dict[str, Any]]) -> dict[str, bytes]:
    """The files that the applications name, some of them two."""
    files: dict[str, bytes] = {}
    for one in applications:
        count = luck.choice((0, 0, 1, 2, 4)) if len(applications) < 20 else luck.choice((0, 0, 0, 1))
        named = [generated_attachments.attachment(luck, len(files) + place) for place in range(count)]
        files |= dict(named)
        one["attachments"] = [name for name, _ in named]
        if luck.random() < 0.1:
            name, content = generated_attachments.intro_paper(luck, len(files))
            files[name], one["intro_paper"] = content, name
    return files


def _revocations(
    luck: random.Random, settings: Mapping[str, Any], applications: Sequence[Mapping[str, Any]]
) -> list[dict[str, Any]]:
    """Mostly none; sometimes a winner's certificate is no longer valid."""
    if luck.random() < 0.8:
        return []
    serial = luck.choice([one["award"]["serial"] for one in applications if "award" in one])
    day = settings["certificate_date"] + timedelta(days=20)
    return [{"证书": serial, "撤销日期": _date_text(DATES[1], day), "撤销原因": "经查实材料不实"}]


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)


def _write_yaml(luck: random.Random, path: Path, content: object) -> None:
    """The content in one of the styles that YAML has for texts."""
    style = luck.choice(('"', "'", None, None))
    width = luck.choice((80, 10**6))
    text = yaml.safe_dump(content, allow_unicode=True, default_style=style, sort_keys=False, width=width)
    _write(path, text.encode(luck.choice(("utf-8", "utf-8", "utf-8-sig"))))


def _write_wording(luck: random.Random, folder: Path) -> None:
    if luck.random() < 0.5:
        shutil.copy(starter_folder() / "notice.yaml", folder / "notice.yaml")
    else:
        _write_yaml(luck, folder / "notice.yaml", generated_wording.notice(luck))
    for name, writer in (("bulletin", generated_wording.bulletin), ("certificate", generated_wording.certificate)):
        if luck.random() < 0.25:
            _write_yaml(luck, folder / f"templates/{name}/{name}.yaml", writer(luck))


def _labelled(luck: random.Random, one: Mapping[str, Any]) -> dict[str, Any]:
    """An application as its YAML file holds it, by label or by key."""
    form, by_key = luck.choice(DATES), luck.random() < 0.2
    content = _named(FIELDS.application, one, form, by_key=by_key)
    content[COMPLETER_SHEET] = [_named(FIELDS.completer, other, form, by_key=by_key) for other in one["completers"]]
    if "award" in one:
        content[AWARD_SHEET] = _named(FIELDS.award, one["award"], form, by_key=by_key)
    return content


def _named(fields: Sequence[Field], values: Mapping[str, Any], form: str, *, by_key: bool) -> dict[str, Any]:
    given = [field for field in fields if field.key in values]
    if by_key:
        given = [field for field in given if values[field.key] not in (None, "", [])]
    return {field.key if by_key else field.label: _entered(values[field.key], form) for field in given}


def _entered(value: Any, form: str) -> Any:
    """The value as a clerk enters it: lists stay lists."""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, date):
        return _date_text(form, value)
    return value if isinstance(value, list) else "" if value is None else str(value)


def _date_text(form: str, day: date) -> str:
    return form.format(day)


def _write_workbook(luck: random.Random, folder: Path, applications: Sequence[Mapping[str, Any]]) -> None:
    """The applications in Excel, in sheets whose headers are the labels, with columns that nobody filled left out."""
    book, form = Workbook(), luck.choice(DATES)
    book.remove(book.active)
    rows: dict[str, list[dict[str, Any]]] = {
        APPLICATION_SHEET: [dict(one) for one in applications],
        COMPLETER_SHEET: [
            dict(other) | {"number": one["number"]} for one in applications for other in one["completers"]
        ],
        AWARD_SHEET: [one["award"] | {"number": one["number"]} for one in applications if "award" in one],
    }
    for name, fields in FIELDS.tables.items():
        sheet = book.create_sheet(name)
        kept = [field for field in fields if field.required or any(row.get(field.key) for row in rows[name])]
        sheet.append([field.label for field in kept])
        for row in rows[name]:
            sheet.append([_cell(row.get(field.key), form) for field in kept])
        for cell in (cell for row in sheet.iter_rows() for cell in row if isinstance(cell.value, str)):
            cell.data_type, cell.number_format = "s", "@"
    name = "applications.xlsx" if luck.random() < 0.7 else "applications/汇总.xlsx"
    _write(folder / name, workbook_bytes(book, date(2024, 1, 1)))


def _cell(value: Any, form: str) -> Any:
    if isinstance(value, list):
        return "；".join(value) or None
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    return _entered(value, form) or None


def _write_returned(luck: random.Random, folder: Path) -> None:
    """Forms as they come back, where the campaign is right: filled in Word or Excel."""
    campaign, _, problems = check_campaign(folder)
    if campaign is None or errors_of(problems):
        return
    one = luck.choice(campaign.applications)
    for kind, ending in luck.sample((("form1", "docx"), ("form2", "docx"), ("form2", "xlsx")), luck.randint(1, 2)):
        context = _context(campaign, kind, one.number)
        render = word_file.render if ending == "docx" else excel.render
        template = (package_templates() / kind / f"{kind}.{ending}").read_bytes()
        _write(folder / f"returned/{kind}.{ending}", render(template, context, modified=one.applied_on))


def _context(campaign: Campaign, kind: str, number: str) -> Mapping[str, Any]:
    (one,) = (one for one in campaign.applications if one.number == number)
    if kind == "form1":
        return filled(campaign.settings, "form1", one)
    return filled_of_recommender(campaign.settings, "form2", campaign.of(one.recommender), one.recommender)


if __name__ == "__main__":
    generated(int(sys.argv[1]), Path(sys.argv[2]))
