"""Writes the files of this campaign that are not text: the filled workbook, attachments and work summaries."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from source import papers, pictures
from source.city_reports import report

from generator.checks.campaign import check_settings_of
from generator.rendering.excel.entry_workbook import entry_workbook

Application = dict[str, Any]

# Winners up to this serial number hand in attachments, and the first project of every recommender.
LAST_SERIAL_WITH_FILES = 9


def write_workbook(path: Path, applications: Sequence[Application]) -> None:
    """Write the entry workbook filled with all applications, completers and awards."""
    settings, problems = check_settings_of(path.parent)
    if settings is None:
        raise SystemExit("\n".join(str(problem) for problem in problems))
    rows = {
        "申报项目": applications,
        "其他完成人": [
            {"number": one["number"], **completer} for one in applications for completer in one["completers"]
        ],
        "评选结果": [{"number": one["number"], **one["award"]} for one in applications if "award" in one],
    }
    path.write_bytes(entry_workbook(settings, rows, modified=settings.issued_on))


def write_attachments(folder: Path, applications: Sequence[Application]) -> None:
    """Write one to three files for some of the applications, and name them in `attachments`."""
    folder.mkdir(exist_ok=True)
    for old in folder.iterdir():
        old.unlink()
    for place, one in enumerate(_with_files(applications)):
        names = []
        for title, ending, content in _files(place, one):
            name = f"{one['number']}-{title}.{ending}"
            (folder / name).write_bytes(content)
            names.append(name)
        one["attachments"] = "；".join(names)


def _with_files(applications: Sequence[Application]) -> list[Application]:
    first = {one["recommender"]: one["number"] for one in reversed(applications)}
    return [
        one
        for one in applications
        if one.get("award", {}).get("serial", 999) <= LAST_SERIAL_WITH_FILES
        or first[one["recommender"]] == one["number"]
    ]


def _files(place: int, one: Application) -> list[tuple[str, str, bytes]]:
    """Title, ending and content of an application's files; `place` makes sure that every kind occurs."""
    files: list[tuple[str, str, bytes]] = []
    if place % 3 == 0:
        files.append(("检测报告", "pdf", papers.test_report(one, place)))
    if place % 4 == 1:
        files.append(("用户使用证明", "pdf", papers.user_statement(one, place)))
    if one["patent_number"] and not one["patent_number"].count("SR"):
        files.append(("专利证书复印件", "pdf", papers.patent_copy(one)))
    if place == 4:
        files.append(("零件图", "pdf", papers.part_drawing(one)))
    if place == 7:
        files.append(("工位布置图", "pdf", papers.floor_plan(one)))
    if place == 10:
        files.append(("外购件清单", "pdf", papers.bought_parts(one)))
    if place == 13:
        files.append(("工作原理框图", "png", pictures.diagram(one)))
    if place % 5 == 2 or not files:
        kinds = {2: pictures.turned_photograph, 17: pictures.cmyk_photograph}
        files.append(("现场照片", "jpg", kinds.get(place, pictures.photograph)(one, place)))
    return files


def write_summaries(folder: Path, applications: Sequence[Application], towns: Mapping[str, str]) -> None:
    """Write the work summary of every recommender in `towns` (recommender → town) from its own figures."""
    folder.mkdir(exist_ok=True)
    for old in folder.iterdir():
        old.unlink()
    for place, name in enumerate(towns):
        own = [one for one in applications if one["recommender"] == name]
        paragraphs = report(place, name, own, Counter(one["category"] for one in own))
        text = "\n".join(f"  {paragraph}" for paragraph in paragraphs)
        content = f"# {name}开展“五小”活动的工作总结，一行一段，不超过2000字。\n申报单位: {name}\n工作总结: |\n{text}\n"
        (folder / f"{name}.yaml").write_text(content, encoding="utf-8")
