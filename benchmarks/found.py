"""What a section found, kept in a file until the section is measured again: a run can be interrupted and taken up."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path

from benchmarks.machine import description
from benchmarks.measuring import Goal, Row


@dataclass(frozen=True)
class Found:
    """The rows of a section, the machine that they were measured on, and when, under which load, for how long."""

    rows: tuple[Row, ...]
    machine: str
    told: str


def kept(folder: Path, name: str, found: Found) -> None:
    """Keep what the section found."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{name}.json").write_text(json.dumps(asdict(found), ensure_ascii=False, indent=1), encoding="utf-8")


def measured_here(folder: Path, names: Iterable[str]) -> dict[str, Found]:
    """What is kept of these sections, if it was found on this machine with these versions."""
    files = {name: folder / f"{name}.json" for name in names}
    found = {name: _read(file) for name, file in files.items() if file.is_file()}
    return {name: one for name, one in found.items() if one.machine == description()}


def _read(file: Path) -> Found:
    about = json.loads(file.read_text(encoding="utf-8"))
    rows = (
        Row(**row | {"values": tuple(row["values"]), "goals": tuple(Goal(**goal) for goal in row["goals"])})
        for row in about["rows"]
    )
    return Found(tuple(rows), about["machine"], about["told"])
