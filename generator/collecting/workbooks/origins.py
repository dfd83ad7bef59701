"""From which returned file each value of the entry workbook came, as the sheet of sources tells it."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import NamedTuple

from generator.campaign.errors import DataError
from generator.collecting.found import State
from generator.collecting.workbooks.question_book import BY_HAND, SOURCES
from generator.collecting.workbooks.read_back import sheets_of

At = tuple[str, int, str]  # number of the project, of the completer or 0, label of the field


class Origin(NamedTuple):
    """A returned file, the spot in it as the sheet has it, and whether what stands there waits for an answer."""

    file: str
    table: str
    row: str
    column: str
    is_open: bool


def origins(path: Path) -> Mapping[At, Origin]:
    """The origins by place, none of what a clerk entered; nothing where there is no such workbook, or none to be read.

    Under the empty label stands the file that most of the project came from, for what is told of it as a whole.
    """
    try:
        rows = sheets_of(path, (SOURCES,))[SOURCES] if path.exists() else []
    except (DataError, KeyError):
        return {}
    whole = _whole(rows)
    made = {(number, 0, ""): Origin(file, "", "", "", is_open=False) for number, file in whole.items()}
    for one in rows:
        number, at, label = one.get("项目编号", ""), one.get("第几名其他完成人", ""), one.get("栏目", "")
        file = one.get("文件") or whole.get(number, "")
        if one.get("状态") != BY_HAND and file:
            place = number, int(at) if at.isdecimal() else 0, label
            made[place] = Origin(file, one.get("表格", ""), one.get("行", ""), one.get("列", ""), _is_open(one))
    return made


def _whole(rows: Iterable[Mapping[str, str]]) -> dict[str, str]:
    """By project the file that most of it came from."""
    files: dict[str, Counter[str]] = defaultdict(Counter)
    for one in rows:
        if one.get("文件"):
            files[one.get("项目编号", "")][one["文件"]] += 1
    return {number: counted.most_common(1)[0][0] for number, counted in files.items()}


def _is_open(row: Mapping[str, str]) -> bool:
    return row.get("状态") == State.ASK.label
