"""However many problems a campaign has, an answer holds a page of them, and says how many there are."""

from __future__ import annotations

import io
import re
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from conftest import MINIMAL
from openpyxl import load_workbook
from support.bystanders import bystanders
from support.measured import Measured
from support.own_fields import FIELDS
from support.pace import pace_by_the_clock
from support.services import Running, files_of

from generator.checks.campaign import check_settings_of
from generator.interfaces.web.limits import PROBLEMS_ON_A_PAGE
from generator.interfaces.web.store.problem_pages import LONGEST_TEXT, Filter, read_problems, read_summary, write_check
from generator.rendering.excel.entry_workbook import entry_workbook

LARGEST_ANSWER_BYTES = 500_000


def problem(number: int) -> dict[str, Any]:
    """One as the check of an upload tells it."""
    severity, recommender = ("error", "warning")[number % 4 == 0], ("南昌市总工会", "赣州市总工会", "")[number % 3]
    texts = {"code": "choice", "file": "applications.xlsx", "sheet": "", "cell": f"C{number}", "field": "项目类别"}
    return texts | {
        "severity": severity, "line": 0, "message": f"第{number}个", "fix": "请改正。", "touches": [],
        "recommender": recommender,
    }  # fmt: skip


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A check that found 100,000 problems, the last of them with a very long text."""
    folder: Path = tmp_path_factory.mktemp("check")
    problems = [problem(number) for number in range(100_000)]
    problems[-1] |= {"message": "长" * 50_000}
    write_check(folder, {"problems": problems, "counts": {}, "title": "", "recommenders": [], "progress": None})
    return folder


def test_every_problem_is_on_exactly_one_page(many: Path) -> None:
    assert {name: read_summary(many)[name] for name in ("total", "errors", "warnings")} == {
        "total": 100_000, "errors": 75_000, "warnings": 25_000,
    }  # fmt: skip
    for wanted, count in (
        (Filter(), 100_000),
        (Filter(severity="error"), 75_000),
        (Filter(recommender="-"), 33_333),
        (Filter("南昌市总工会", "warning"), 8_334),
        (Filter("没有这个单位"), 0),
        (Filter("' or 1=1 --"), 0),
    ):
        first = read_problems(many, wanted, 1)
        assert first.total == count
        last = read_problems(many, wanted, first.pages)
        assert last.last == count
        assert (last.first - 1) % PROBLEMS_ON_A_PAGE == 0
        assert not read_problems(many, wanted, first.pages + 1).problems
    cells = [read_problems(many, Filter(), page).problems[0]["cell"] for page in (1, 2, 500)]
    assert cells == ["C0", f"C{PROBLEMS_ON_A_PAGE}", f"C{499 * PROBLEMS_ON_A_PAGE}"]
    assert len(read_problems(many, Filter(), 500).problems[-1]["message"]) == LONGEST_TEXT + 1


def test_a_page_of_very_many_takes_no_time(many: Path) -> None:
    started = time.monotonic()
    for page in range(1, 501, 25):
        assert len(read_problems(many, Filter(severity="error" if page % 2 else ""), min(page, 370)).problems) == 200
    assert (time.monotonic() - started) * pace_by_the_clock() / 20 < 0.1


def spoilt(service: Running, applications: int) -> str:
    """A campaign whose every application has a wrong category and a wrong phone."""
    files = files_of(MINIMAL)
    one = files.pop("minimal/applications/NC-001.yaml").replace(
        "项目类别: 小发明".encode(), "项目类别: 大发明".encode()
    )
    rows = one.decode()
    for number in range(applications):
        files[f"minimal/applications/A{number:05}.yaml"] = rows.encode()
    answer = service.upload(files)
    assert answer.status == 201, answer
    return str(answer.json["id"])


@pytest.fixture(scope="module")
def wrong(service: Running) -> Iterator[str]:
    """A campaign with more problems than a page holds."""
    campaign = spoilt(service, PROBLEMS_ON_A_PAGE + 50)
    yield campaign
    service.ask("DELETE", f"/api/v1/campaigns/{campaign}")


def test_the_pages_are_turned_without_scripts_and_the_workbook_is_whole(service: Running, wrong: str) -> None:
    check = f"/api/v1/campaigns/{wrong}/check"
    told = service.ask("GET", check).json
    assert len(told["problems"]) == PROBLEMS_ON_A_PAGE
    assert told["total"] == told["errors"] + told["warnings"] > PROBLEMS_ON_A_PAGE
    found = [
        one for page in range(told["pages"]) for one in service.ask("GET", f"{check}?page={page + 1}").json["problems"]
    ]
    assert len(found) == told["total"]
    assert len({(one["file"], one["code"], one["line"]) for one in found}) > PROBLEMS_ON_A_PAGE
    assert service.ask("GET", f"{check}?page=999").json["problems"] == []
    assert service.ask("GET", f"{check}?page=0").status == 422

    address, seen = f"/campaigns/{wrong}/check", 0
    while True:
        page = service.ask("GET", address).body.decode()
        (first, last, total) = re.search(r"第([\d,]+)—([\d,]+)条，共([\d,]+)条", page).groups()  # type: ignore[union-attr]
        assert (int(first), int(total.replace(",", ""))) == (seen + 1, told["total"])
        seen = int(last.replace(",", ""))
        following = re.search(r'href="([^"#]*)[^"]*" rel="next"', page)
        if not following:
            break
        address = f"/campaigns/{wrong}/check{following.group(1)}"
    assert seen == told["total"]
    assert 'rel="prev"' in page
    assert 'rel="next"' not in service.ask("GET", f"/campaigns/{wrong}/check?page=999").body.decode(), "the last page"
    sheet = load_workbook(io.BytesIO(service.ask("GET", f"{check}.xlsx").body)).worksheets[0]
    cells = [cell for row in sheet.iter_rows(values_only=True) for cell in row if cell in ("错误", "提醒")]
    assert len(cells) == told["total"]


def wrong_workbook(rows: int) -> bytes:
    """A workbook of so many projects, every one with a dozen wrong values."""
    settings, _ = check_settings_of(MINIMAL)
    assert settings
    wrong = {field.key: "错" for field in FIELDS.application}
    return entry_workbook(settings, {"申报项目": [wrong] * rows}, modified=date(2023, 1, 1))


@pytest.mark.long
@pytest.mark.parametrize(("rows", "least"), [(700, 8_000), (9_000, 20_000)])
def test_a_campaign_of_very_many_problems_is_measured(
    service: Running, rows: int, least: int, measured: Measured
) -> None:
    files = {name: one for name, one in files_of(MINIMAL).items() if "applications" not in name}
    campaign = service.upload(files | {"minimal/applications.xlsx": wrong_workbook(rows)}).json["id"]
    check = f"/api/v1/campaigns/{campaign}/check"
    with bystanders(service) as seen:
        told = service.ask("GET", check)
        assert told.status == 200, told.body
    assert seen.wrong == []
    assert seen.median_ms < 500
    assert told.json["total"] >= least
    seconds, largest = 0.0, 0
    for path in (check, f"{check}?page={told.json['pages']}&severity=error", check.removeprefix("/api/v1")):
        started = time.monotonic()
        answer = service.ask("GET", path)
        seconds = max(seconds, time.monotonic() - started)
        largest = max(largest, len(answer.body))
    assert largest < LARGEST_ANSWER_BYTES
    assert seconds * pace_by_the_clock() < 0.5
    service.ask("DELETE", f"/api/v1/campaigns/{campaign}")
    measured(f"service: largest answer about more than {least:,} problems", round(largest / 1000), "kB")
    measured(f"service: slowest page of more than {least:,} problems", round(1000 * seconds), "ms")
