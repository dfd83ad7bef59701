"""What was handed in of a campaign, read by plain YAML and openpyxl: application → values by their Chinese labels."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any

import yaml
from openpyxl import load_workbook

APPLICATIONS, COMPLETERS, AWARDS = "申报项目", "其他完成人", "评选结果"
Values = dict[str, Any]
_EXAMPLE = "示例"
_HEADER_EXTRAS = re.compile(r"（(?:\d+字以内|万元)）|\*$")


def tables_of(campaign: Path) -> dict[str, list[Values]]:
    """Every record of each table in applications/, as it was entered; dates as dates, all else as text."""
    tables: dict[str, list[Values]] = defaultdict(list)
    for path in sorted((campaign / "applications").iterdir()):
        for table, record in _of_yaml(path) if path.suffix == ".yaml" else _of_workbook(path):
            tables[table].append(record)
    return tables


def fields_of(campaign: Path) -> Mapping[str, list[Values]]:
    """The campaign's own table of fields, as it is written."""
    loaded: Mapping[str, list[Values]] = yaml.safe_load((campaign / "templates/fields.yaml").read_text("utf-8"))
    return loaded


def _of_yaml(path: Path) -> Iterator[tuple[str, Values]]:
    record: Values = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
    number = next(iter(record.items()))  # the first line of the file
    for other in record.pop(COMPLETERS, ()):
        yield COMPLETERS, dict([number]) | other
    if award := record.pop(AWARDS, None):
        yield AWARDS, dict([number]) | award
    yield APPLICATIONS, record


def _of_workbook(path: Path) -> Iterator[tuple[str, Values]]:
    for sheet in load_workbook(path):
        if sheet.title in (APPLICATIONS, COMPLETERS, AWARDS):
            rows = sheet.iter_rows(values_only=True)
            labels = [_HEADER_EXTRAS.sub("", str(cell)) for cell in next(rows)]
            for row in rows:
                if row[0] and not str(row[0]).startswith(_EXAMPLE):
                    yield (
                        sheet.title,
                        {label: _plain(cell) for label, cell in zip(labels, row, strict=True) if cell is not None},
                    )


def _plain(cell: object) -> date | str:
    return cell.date() if isinstance(cell, datetime) else str(cell)
