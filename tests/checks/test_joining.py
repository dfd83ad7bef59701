"""Where very much is wrong the rest is counted: file by file, so that one file takes nothing from another."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from string import ascii_uppercase

import pytest
from conftest import MINIMAL
from support.own_fields import FIELDS

from generator.campaign.errors import Problem
from generator.checks import joining
from generator.checks.campaign import check_campaign, check_settings_of
from generator.checks.joining import MOST_TWICE
from generator.rendering.excel.entry_workbook import entry_workbook

BOUND = 200
FIRST_ROW = 3  # of projects, below the header


@pytest.fixture(autouse=True)
def _bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(joining, "MOST_TOLD", BOUND)


def checked(
    folder: Path, wrong: Mapping[str, int], completers: Mapping[str, Sequence[str]] | None = None
) -> dict[str, list[Problem]]:
    """The problems of each file: so many projects that are wrong in every field, and a completer for each number."""
    settings, _ = check_settings_of(MINIMAL)
    assert settings
    for name in ("campaign.yaml", "notice.yaml"):
        (folder / name).write_bytes((MINIMAL / name).read_bytes())
    (folder / "applications").mkdir()
    for file, count in wrong.items():
        rows = [{field.key: "错" for field in FIELDS.application} | {"number": f"{file}-{one}"} for one in range(count)]
        given = [
            {field.key: "错" for field in FIELDS.completer} | {"number": number}
            for number in (completers or {}).get(file, ())
        ]
        book = entry_workbook(settings, {"申报项目": rows, "其他完成人": given}, modified=date(2023, 1, 1))
        (folder / "applications" / f"{file}.xlsx").write_bytes(book)
    found: dict[str, list[Problem]] = {file: [] for file in wrong}
    for problem in check_campaign(folder)[2]:
        if (file := Path(problem.place.file).stem) in found:
            found[file].append(problem)
    return found


def row_of(problem: Problem) -> int:
    return int(problem.place.cell.lstrip(ascii_uppercase))


def unlisted(problems: list[Problem]) -> list[Problem]:
    return [one for one in problems if one.code == "problems-unlisted"]


def test_a_file_that_is_all_wrong_keeps_no_other_from_being_checked(tmp_path: Path) -> None:
    found = checked(tmp_path, {"甲": 100, "乙": 3, "丙": 2})
    assert len(unlisted(found["甲"])) == 1
    assert unlisted(found["乙"]) == unlisted(found["丙"]) == []
    rows = {file: Counter(row_of(one) for one in found[file]) for file in ("乙", "丙")}
    assert [len(one) for one in rows.values()] == [3, 2]
    assert min(min(one.values()) for one in rows.values()) > 5
    assert BOUND < sum(map(len, found.values())) < 2 * BOUND


def test_a_file_may_have_what_the_others_do_not_need(tmp_path: Path) -> None:
    found = checked(tmp_path, {"甲": 9, "乙": 1})
    assert BOUND // 2 < len(found["甲"]) < BOUND
    assert unlisted(found["甲"]) == []


def test_every_file_is_told_how_much_of_it_was_not_checked(tmp_path: Path) -> None:
    found = checked(tmp_path, {"甲": 60, "乙": 50})
    for file, rows in (("甲", 60), ("乙", 50)):
        (one,) = unlisted(found[file])
        assert f"还有{rows - row_of(one) + FIRST_ROW}个项目没有核对" in one.message


def test_what_is_left_over_goes_to_those_who_need_least(tmp_path: Path) -> None:
    found = checked(tmp_path, {"乙": 100, "甲": 5, "丙": 1, "丁": 1})
    assert unlisted(found["甲"]) == []
    assert len({row_of(one) for one in found["甲"]}) == 5
    assert len(unlisted(found["乙"])) == 1


def test_completers_that_one_file_gives_anothers_projects_take_nothing_from_them(tmp_path: Path) -> None:
    found = checked(tmp_path, {"甲": 1, "乙": 5}, {"甲": ["乙-0"] * 90 + ["乙-1"] * 90 + ["乙-2"] * 90})
    assert unlisted(found["乙"]) == []
    assert len({row_of(one) for one in found["乙"]}) == 5
    own, others = unlisted(found["甲"])
    assert "还有1个项目没有核对" in own.message
    assert "从这一处起还有" in others.message
    assert len(found["甲"]) < 2 * BOUND


def test_of_very_many_completers_some_are_judged_and_all_are_too_many(tmp_path: Path) -> None:
    found = checked(tmp_path, {"甲": 1, "乙": 1}, {"甲": ["甲-0"] * 5_000})
    (one,) = [one for one in found["甲"] if one.code == "completers"]
    assert "5000名" in one.message
    assert len(found["甲"]) < joining.COMPLETERS_JUDGED * len(FIELDS.completer) + BOUND


def test_a_number_that_stands_very_often_is_told_some_times_and_counted(tmp_path: Path) -> None:
    (tmp_path / "applications").mkdir()
    settings, _ = check_settings_of(MINIMAL)
    assert settings
    for name in ("campaign.yaml", "notice.yaml"):
        (tmp_path / name).write_bytes((MINIMAL / name).read_bytes())
    rows = [{"number": "甲-1" if one < MOST_TWICE + 10 else f"乙-{one // 2}"} for one in range(100)]
    book = entry_workbook(settings, {"申报项目": rows}, modified=date(2023, 1, 1))
    (tmp_path / "applications" / "many.xlsx").write_bytes(book)
    campaign, counts, problems = check_campaign(tmp_path)
    twice = [one for one in problems if one.code == "duplicate"]
    (counted,) = [one for one in unlisted(problems) if one.field == "项目编号"]
    assert len(twice) == MOST_TWICE + (100 - MOST_TWICE - 10) // 2
    assert "还有9行也是“甲-1”" in counted.message
    assert row_of(counted) == FIRST_ROW + MOST_TWICE + 1
    assert (counts.accepted, counts.rejected) == (0, 100)
    assert campaign is not None
    assert not campaign.applications
