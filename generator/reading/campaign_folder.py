"""A campaign folder → everything in it as raw values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from generator.errors import Place, Problem, error
from generator.fields import (
    APPLICATION_FIELDS,
    AWARD_FIELDS,
    CAMPAIGN_FIELDS,
    CAMPAIGN_LISTS,
    COMPLETER_FIELDS,
    SHEETS,
    SUMMARY_FIELDS,
    Field,
)
from generator.layout import template_file
from generator.reading.raw import Raw, RawRecord, RawTable
from generator.reading.workbook_file import read_workbook
from generator.reading.yaml_file import Items, Map, Node, comment_problems, read_yaml, record_from

SETTINGS_FILE = "campaign.yaml"
NOTICE_FILE = "notice.yaml"
WORKBOOK_FILE = "applications.xlsx"
APPLICATIONS_FOLDER = "applications"
ATTACHMENTS_FOLDER = "attachments"
SUMMARIES_FOLDER = "summaries"

APPLICATION_SHEET, COMPLETER_SHEET, AWARD_SHEET = SHEETS


@dataclass
class RawCampaign:
    """Everything that the folder holds, unchecked."""

    folder: Path
    settings: RawRecord = field(default_factory=lambda: RawRecord({}, Place(SETTINGS_FILE)))
    lists: dict[str, list[RawRecord]] = field(default_factory=dict)
    wording: dict[str, tuple[str, Node | None]] = field(default_factory=dict)  # name → (file, content)
    tables: dict[str, RawTable] = field(default_factory=lambda: {sheet: RawTable() for sheet in SHEETS})
    summaries: list[RawRecord] = field(default_factory=list)
    attachments: Mapping[str, Path] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)


def read_campaign(folder: Path) -> RawCampaign:
    """The folder's settings, wording, applications, summaries and attachments, with every problem of reading."""
    raw = RawCampaign(folder)
    read_settings(raw)
    read_wording(raw)
    _read_applications(raw)
    _read_summaries(raw)
    raw.attachments = _attachments(folder / ATTACHMENTS_FOLDER)
    return raw


def input_files(folder: Path) -> list[Path]:
    """The files that a build reads, in order of their names; the manifest lists their hashes."""
    single = [folder / name for name in (SETTINGS_FILE, NOTICE_FILE, WORKBOOK_FILE)]
    below = [
        path
        for name in (APPLICATIONS_FOLDER, ATTACHMENTS_FOLDER, SUMMARIES_FOLDER, "templates")
        for path in sorted((folder / name).rglob("*"))
        if path.is_file()
    ]
    return [path for path in single if path.is_file()] + below


def _name(raw: RawCampaign, path: Path) -> str:
    """How messages call a file of the campaign."""
    return path.relative_to(raw.folder).as_posix()


def _yaml(raw: RawCampaign, path: Path) -> Node | None:
    node, problems = read_yaml(path, _name(raw, path))
    raw.problems.extend(problems)
    return node


def _mapping(raw: RawCampaign, path: Path) -> Map | None:
    """The file's mapping; a problem where the file holds something else."""
    node = _yaml(raw, path)
    if isinstance(node, Map):
        return node
    if not any(problem.place.file == _name(raw, path) for problem in raw.problems):
        place = Place(_name(raw, path))
        raw.problems.append(error("yaml-shape", place, "", "文件应由“名称: 内容”组成。", "请按示例文件书写。"))
    return None


def _record(raw: RawCampaign, node: Map, fields: tuple[Field, ...], path: Path) -> RawRecord:
    record, problems = record_from(node, fields, _name(raw, path))
    raw.problems.extend(problems)
    if path.name != SETTINGS_FILE:  # the settings explain themselves in comments
        raw.problems.extend(comment_problems(node, _name(raw, path)))
    return record


def read_settings(raw: RawCampaign) -> None:
    """Read campaign.yaml into `raw`."""
    path = raw.folder / SETTINGS_FILE
    root = _mapping(raw, path)
    if root is None:
        return
    plain = {name: node for name, node in root.nodes.items() if name not in CAMPAIGN_LISTS}
    raw.settings = _record(raw, Map(plain, root.lines, root.line), CAMPAIGN_FIELDS, path)
    for label, (key, fields) in CAMPAIGN_LISTS.items():
        raw.lists[key] = _records(raw, root, label, fields, path)


def _records(raw: RawCampaign, parent: Map, label: str, fields: tuple[Field, ...], path: Path) -> list[RawRecord]:
    """The records of a list inside a mapping; none where the key is absent."""
    node = parent.nodes.get(label)
    if node is None:
        return []
    if isinstance(node, Items) and all(isinstance(item, Map) for item in node.nodes):
        return [_record(raw, item, fields, path) for item in node.nodes if isinstance(item, Map)]
    place = Place(_name(raw, path), line=parent.lines[label])
    raw.problems.append(error("yaml-shape", place, label, "这里应是一组记录。", "每条以“- ”开头，按示例书写。"))
    return []


def read_wording(raw: RawCampaign) -> None:
    """Read the notice's wording of this campaign; the others' wording from its templates or the program's."""
    raw.wording["notice"] = (NOTICE_FILE, _yaml(raw, raw.folder / NOTICE_FILE))
    for name in ("bulletin", "certificate"):
        file = f"{name}/{name}.yaml"
        node, problems = read_yaml(template_file(file, raw.folder), f"templates/{file}")
        raw.wording[name] = (f"templates/{file}", node)
        raw.problems.extend(problems)


def _read_applications(raw: RawCampaign) -> None:
    workbook = raw.folder / WORKBOOK_FILE
    files = sorted((raw.folder / APPLICATIONS_FOLDER).glob("*.y*ml"))
    if workbook.exists():
        tables, problems = read_workbook(workbook, _name(raw, workbook))
        raw.tables.update(tables)
        raw.problems.extend(problems)
    for path in files:
        _read_application_file(raw, path)
    if not files and not workbook.exists():
        message = f"没有 {WORKBOOK_FILE}，{APPLICATIONS_FOLDER} 文件夹里也没有 YAML 文件。"
        fix = "请用 wuxiao workbook 生成填报表，填好后放进活动文件夹。"
        raw.problems.append(error("file-missing", Place(WORKBOOK_FILE), "", message, fix))


def _read_application_file(raw: RawCampaign, path: Path) -> None:
    """One application in YAML, counted as one row read of each table it holds records of."""
    table = raw.tables[APPLICATION_SHEET]
    table.read += 1
    root = _mapping(raw, path)
    if root is None:
        return
    inner = {name: node for name, node in root.nodes.items() if name in (COMPLETER_SHEET, AWARD_SHEET)}
    own = {name: node for name, node in root.nodes.items() if name not in inner}
    record = _record(raw, Map(own, root.lines, root.line), APPLICATION_FIELDS, path)
    table.records.append(record)
    number = record.values.get("number", Raw(None, record.place))
    _add(raw, COMPLETER_SHEET, _records(raw, root, COMPLETER_SHEET, COMPLETER_FIELDS, path), number)
    award = inner.get(AWARD_SHEET)
    if isinstance(award, Map):
        _add(raw, AWARD_SHEET, [_record(raw, award, AWARD_FIELDS, path)], number)
    elif award is not None:
        place = Place(_name(raw, path), line=root.lines[AWARD_SHEET])
        raw.problems.append(error("yaml-shape", place, AWARD_SHEET, "应写明等次和证书序号。", "请按示例书写。"))


def _add(raw: RawCampaign, sheet: str, records: list[RawRecord], number: Raw) -> None:
    """Add the records of an application's own file, each under the application's number."""
    table = raw.tables[sheet]
    table.read += len(records)
    table.records += [RawRecord({**r.values, "number": number}, r.place) for r in records]


def _read_summaries(raw: RawCampaign) -> None:
    for path in sorted((raw.folder / SUMMARIES_FOLDER).glob("*.y*ml")):
        root = _mapping(raw, path)
        if root is not None:
            raw.summaries.append(_record(raw, root, SUMMARY_FIELDS, path))


def _attachments(folder: Path) -> dict[str, Path]:
    """The attachment files by their names as data calls them; links out of the folder are left out."""
    if not folder.is_dir():
        return {}
    root = folder.resolve()
    found = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return {p.relative_to(folder).as_posix(): p for p in found if p.resolve().is_relative_to(root)}
