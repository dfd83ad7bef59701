"""Writes the files of this campaign: entry workbooks and YAML files of applications, attachments, work summaries."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import yaml
from make_example import HERE, IN_YAML
from source import papers, pictures

from generator.checks.campaign import check_settings_of
from generator.rendering.excel.entry_workbook import entry_workbook

Application = dict[str, Any]

APPLICATIONS, COMPLETERS, AWARDS = TABLES = ("申报项目", "其他完成人", "评选结果")
AWARD_BOOK = "评选结果.xlsx"  # kept by the office, one for all recommenders
# Portraits as people hand them in: one lies on its side, one is square.
TURNED, SQUARE = "ZY-003", "QXN-002"


def write_applications(folder: Path, applications: Sequence[Application]) -> None:
    """Write each recommender's entry workbook, or one YAML file an application; and the workbook of the awards."""
    _emptied(folder)
    for name in dict.fromkeys(one["recommender"] for one in applications if one["code"] not in IN_YAML):
        own = [one for one in applications if one["recommender"] == name]
        completers = [{"number": one["number"], **each} for one in own for each in one["completers"]]
        _write_book(folder / f"{name}.xlsx", {APPLICATIONS: own, COMPLETERS: completers})
    for one in applications:
        if one["code"] in IN_YAML:
            (folder / f"{one['number']}.yaml").write_text(_in_yaml(one), encoding="utf-8")
    awards = [{"number": one["number"], **one["award"]} for one in applications if "award" in one]
    _write_book(folder / AWARD_BOOK, {AWARDS: sorted(awards, key=lambda award: award["serial"])})


def _emptied(folder: Path) -> None:
    folder.mkdir(exist_ok=True)
    for old in folder.iterdir():
        old.unlink()


def _write_book(path: Path, rows: Mapping[str, Sequence[Application]]) -> None:
    settings, problems = check_settings_of(HERE)
    if settings is None:
        raise SystemExit("\n".join(str(problem) for problem in problems))
    path.write_bytes(entry_workbook(settings, rows, modified=settings.issued_on))


def _fields() -> Mapping[str, Sequence[Mapping[str, Any]]]:
    loaded: Mapping[str, Any] = yaml.safe_load((HERE / "templates/fields.yaml").read_text(encoding="utf-8"))
    return loaded


def _in_yaml(one: Application) -> str:
    """The application as a clerk writes it: labels before colons, long texts below them."""
    fields = _fields()
    lines = [_entry(field, one.get(field["key"])) for field in fields[APPLICATIONS]]
    if one["completers"]:
        lines.append(f"{COMPLETERS}:")
        lines += [f"  - {{{_record(fields[COMPLETERS][1:], each)}}}" for each in one["completers"]]
    return "\n".join(line for line in lines if line) + "\n"


def _entry(field: Mapping[str, Any], value: object) -> str:
    if value in (None, ""):
        return ""
    text = _text(value)
    if field["kind"] == "多段文字":
        return f"{field['label']}: |\n" + "\n".join(f"  {line}" for line in text.split("\n"))
    return f"{field['label']}: {_quoted(text)}"


def _record(fields: Sequence[Mapping[str, Any]], values: Mapping[str, Any]) -> str:
    return ", ".join(
        f"{field['label']}: {_quoted(str(values[field['key']]))}" for field in fields if values[field["key"]]
    )


def _text(value: object) -> str:
    return f"{value.year}年{value.month}月{value.day}日" if isinstance(value, date) else str(value).strip()


def _quoted(text: str) -> str:
    """The text, in quotes where YAML would take it for something else."""
    plain = text.isdecimal() or any(sign in text for sign in ":#,[]{}&*!|>'\"%@`") or text[0] in "-? "
    return '"' + text.replace('"', '\\"') + '"' if plain else text


def write_attachments(folder: Path, applications: Sequence[Application]) -> None:
    """Write everybody's portrait, and one to three papers for some; name them in `lead_photo` and `attachments`."""
    _emptied(folder)
    for place, one in enumerate(applications):
        ending, portrait = _portrait(one, place)
        one["lead_photo"] = f"{one['number']}-照片.{ending}"
        (folder / one["lead_photo"]).write_bytes(portrait)
        names = []
        for title, ending, content in _papers(one, place):
            names.append(f"{one['number']}-{title}.{ending}")
            (folder / names[-1]).write_bytes(content)
        one["attachments"] = "；".join(names)


def _portrait(one: Application, place: int) -> tuple[str, bytes]:
    """Ending and content of the lead's photograph."""
    woman = one["lead_sex"] == "女"
    if one["number"] == SQUARE:
        return "png", pictures.square_photograph(place, woman=woman)
    make = pictures.turned_photograph if one["number"] == TURNED else pictures.identity_photograph
    return "jpg", make(place, woman=woman)


def _papers(one: Application, place: int) -> list[tuple[str, str, bytes]]:
    """Title, ending and content of an application's papers: of every fourth application, and of the highest awards."""
    found: list[tuple[str, str, bytes]] = []
    if place % 4 == 0 or one.get("award", {}).get("serial", 99) <= 2:
        found.append(("检测报告", "pdf", papers.test_report(one, place)))
    if place % 8 == 4:
        found.append(("应用证明", "pdf", papers.user_statement(one, place)))
    if one.get("award", {}).get("serial", 99) <= 4:
        found.append(("经济效益核实说明", "pdf", papers.account_of_effect(one, place)))
    if place % 10 == 3:
        found.append(("现场照片", "jpg", pictures.workplace(f"{one['number']} 现场（示意）", place)))
    return found


def write_summaries(folder: Path, applications: Sequence[Application]) -> None:
    """Write the work summaries that source/reports.yaml has words for, with the recommenders' own figures."""
    _emptied(folder)
    reports = yaml.safe_load((HERE / "source/reports.yaml").read_text(encoding="utf-8"))
    for name, (done, judged, planned) in reports.items():
        own = [one for one in applications if one["recommender"] == name]
        kinds = "、".join(f"{kind}{count}项" for kind, count in Counter(one["category"] for one in own).items())
        people = sum(1 + len(one["completers"]) for one in own)
        private = sum(one["non_public"] == "是" for one in own)
        paragraphs = (
            f"按照通知要求，{name}认真组织职工技术创新成果奖的评选推荐，现将有关情况总结如下。",
            f"（一）基本情况。共推荐成果{len(own)}项，其中{kinds}；非公有制企业成果{private}项；完成人{people}名，第一完成人全部来自生产、管理和服务一线。",
            f"（二）组织发动。{done}",
            f"（三）评审把关。{judged}所有推荐成果均经所在单位公示五个工作日以上。",
            f"（四）存在的问题和下一步打算。{planned}",
        )
        text = "\n".join(f"  {paragraph}" for paragraph in paragraphs)
        (folder / f"{name}.yaml").write_text(f"申报单位: {name}\n工作总结: |\n{text}\n", encoding="utf-8")
