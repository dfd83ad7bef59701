"""The applications of a campaign folder: workbooks and YAML files, and what else lies there that cannot be read."""

from __future__ import annotations

from pathlib import Path

from generator.campaign.errors import Place, Problem, Severity, error, warning
from generator.campaign.fields import APPLICATION_SHEET, AWARD_SHEET, COMPLETER_SHEET
from generator.ground.steps import Step, in_tenths, nothing
from generator.reading.file_names import YAML_ENDINGS, name_problems, near_names
from generator.reading.prescan import PackageRefusedError, workbook_trouble, workbook_zip
from generator.reading.raw import Raw, RawRecord
from generator.reading.raw_campaign import (
    APPLICATIONS_FOLDER,
    WORKBOOK_FILE,
    RawCampaign,
    files_below,
    is_own_file,
    mapping_of,
    name_of,
    record_in,
    records_in,
)
from generator.reading.sheets.workbook_file import read_workbook
from generator.reading.sheets.workbook_package import sheets_in
from generator.reading.yaml_files.file import Map

TABLE_ENDINGS = frozenset({".xlsx", ".xls", ".xlsm", ".xlsb", ".et", ".csv", ".ods"})


def read_applications(raw: RawCampaign, step: Step = nothing) -> None:
    """Read applications.xlsx and every workbook and YAML file in applications/; name every other file there."""
    single = raw.folder / WORKBOOK_FILE
    inside = files_below(raw, APPLICATIONS_FOLDER)
    for path in in_tenths([single, *inside], step):
        if path.suffix.lower() == ".xlsx" and path.exists():
            _read_workbook(raw, path)
        elif path.suffix.lower() in YAML_ENDINGS:
            _read_application_file(raw, path)
        elif path != single:
            raw.problems.append(_unreadable(path, name_of(raw, path)))
    _name_others(raw, nothing_read=not inside and not single.exists())


def _read_workbook(raw: RawCampaign, path: Path) -> None:
    tables, problems = read_workbook(path, name_of(raw, path), raw.schema.fields)
    for sheet, table in tables.items():
        whole = raw.tables[sheet]
        whole.records += table.records
        whole.read += table.read
        whole.blank += table.blank
    raw.problems.extend(problems)


def _unreadable(path: Path, name: str) -> Problem:
    """The problem that a file among the applications is none that can be read."""
    if path.suffix.lower() in TABLE_ENDINGS and (trouble := workbook_trouble(path)):
        return error(trouble.code, Place(name), "", trouble.message, trouble.fix)
    message = f"{APPLICATIONS_FOLDER} 文件夹里只读取 .xlsx 和 .yaml 文件，这个文件没有读入。"
    return error("file-ignored", Place(name), "", message, "请把内容填进填报表，另存为 .xlsx；无关的文件请移走。")


def _name_others(raw: RawCampaign, *, nothing_read: bool) -> None:
    """Tables beside applications.xlsx that may be meant as applications; and the problem that there are none."""
    near = near_names(raw.folder, WORKBOOK_FILE)
    others = [
        path
        for path in sorted(raw.folder.iterdir())
        if is_own_file(path) and path.name != WORKBOOK_FILE and path.suffix.lower() in TABLE_ENDINGS
    ]
    fix = f"如是申报数据，请另存为 .xlsx 放进 {APPLICATIONS_FOLDER} 文件夹，或改名为 {WORKBOOK_FILE}。"
    for path in others:
        if path not in near and (path.suffix.lower() != ".xlsx" or _is_entry_workbook(path)):
            place = Place(name_of(raw, path))
            raw.problems.append(warning("file-ignored", place, "", "这个文件没有读入。", fix))
    lacking = Severity.ERROR if nothing_read else Severity.WARNING
    misnamed = name_problems(raw.folder, WORKBOOK_FILE, lacking) + name_problems(raw.folder, APPLICATIONS_FOLDER)
    raw.problems += misnamed
    if nothing_read and not misnamed:
        message = f"没有 {WORKBOOK_FILE}，{APPLICATIONS_FOLDER} 文件夹里也没有申报数据。"
        fix = "请用 wuxiao workbook 生成填报表，填好后放进活动文件夹。"
        raw.problems.append(error("file-missing", Place(WORKBOOK_FILE), "", message, fix))


def _is_entry_workbook(path: Path) -> bool:
    """Whether the file has a sheet of applications, seen without reading it."""
    try:
        with workbook_zip(path) as package:
            return any("".join(sheet.title.split()) == APPLICATION_SHEET for sheet in sheets_in(package))
    except (PackageRefusedError, OSError):
        return False


def _read_application_file(raw: RawCampaign, path: Path) -> None:
    """One application in YAML, counted as one row read of each table it holds records of."""
    table = raw.tables[APPLICATION_SHEET]
    table.read += 1
    root = mapping_of(raw, path)
    if root is None:
        return
    inner = {name: node for name, node in root.nodes.items() if name in (COMPLETER_SHEET, AWARD_SHEET)}
    own = {name: node for name, node in root.nodes.items() if name not in inner}
    record = record_in(raw, Map(own, root.lines, root.line), raw.schema.fields.application, path)
    table.records.append(record)
    number = record.values.get("number", Raw(None, record.place))
    _add(raw, COMPLETER_SHEET, records_in(raw, root, COMPLETER_SHEET, raw.schema.fields.completer, path), number)
    award = inner.get(AWARD_SHEET)
    if isinstance(award, Map):
        _add(raw, AWARD_SHEET, [record_in(raw, award, raw.schema.fields.award, path)], number)
    elif award is not None:
        place = Place(name_of(raw, path), line=root.lines[AWARD_SHEET])
        raw.problems.append(error("yaml-shape", place, AWARD_SHEET, "应写明等次和证书序号。", "请按示例书写。"))


def _add(raw: RawCampaign, sheet: str, records: list[RawRecord], number: Raw) -> None:
    """Add the records of an application's own file, each under the application's number."""
    table = raw.tables[sheet]
    table.read += len(records)
    table.records += [RawRecord({**r.values, "number": number}, r.place) for r in records]
