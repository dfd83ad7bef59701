"""The page 检查: errors first, in the campaign's order, equal ones together, each with its project and its cell."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import date

import pytest
from conftest import MINIMAL, ROOT
from support.services import Running, files_of
from support.small_campaign import RECOMMENDERS, write_small_campaign

from generator.campaign.errors import Place, Severity, Touch, error, warning
from generator.checks.campaign import check_settings_of, check_with_rows
from generator.interfaces.web.clerks.problems import shown_problems, wrong_projects
from generator.reading.campaign_folder import read_campaign
from generator.rendering.excel.entry_workbook import entry_workbook


def bare(page: bytes) -> str:
    """The text of a page without its tags."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page.decode()))


@pytest.fixture(scope="module")
def wrong(service: Running, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A workbook of three recommenders: three equal errors of one, one of another, and a wrong notice."""
    folder = write_small_campaign(tmp_path_factory.mktemp("wrong") / "活动", 9)
    raw = read_campaign(folder)
    settings, _ = check_settings_of(folder)
    assert settings
    rows = {
        sheet: [{key: one.value for key, one in record.values.items()} for record in table.records]
        for sheet, table in raw.tables.items()
    }
    for row in rows["申报项目"]:
        if row["recommender"] == RECOMMENDERS[1]:
            row["category"] = "大发明"
        if row["number"] == "NC-003":
            row["lead_phone"] = "1380000"
    files = {name: one for name, one in files_of(folder).items() if "/applications/" not in name}
    files["活动/applications.xlsx"] = entry_workbook(settings, rows, modified=date(2023, 1, 1))
    notice = files["活动/notice.yaml"].decode()
    files["活动/notice.yaml"] = notice.replace("标题:", "标题名:", 1).encode()
    campaign = str(service.upload(files).json["id"])
    yield campaign
    service.ask("DELETE", f"/api/v1/campaigns/{campaign}")


def test_errors_come_first_by_recommender_in_the_campaigns_order(service: Running, wrong: str) -> None:
    page = service.ask("GET", f"/campaigns/{wrong}/check").body.decode()
    parts = re.findall(r'<h3 class="severity (\w+)"|<h4>(.*?)</h4>', page)
    severities = [severity for severity, _ in parts if severity]
    assert severities == sorted(severities), "errors before reminders, each named once"
    errors = [
        name for severity, name in parts[: len(parts) if len(severities) < 2 else parts.index(("warning", ""))] if name
    ]
    assert errors == ["整个活动（不属于某个申报单位）", RECOMMENDERS[1], RECOMMENDERS[2]], "what is of all is no city's"


def test_equal_ones_are_one_line_with_the_projects_behind_it(service: Running, wrong: str) -> None:
    page = service.ask(
        "GET", f"/campaigns/{wrong}/check?recommender={'%E8%B5%A3%E5%B7%9E%E5%B8%82%E6%80%BB%E5%B7%A5%E4%BC%9A'}"
    )
    text = bare(page.body)
    assert "3项 ：项目类别：“大发明”不在可选范围内。" in text
    assert page.body.decode().count("<details") == 1
    for number in ("NC-002", "NC-005", "NC-008"):
        assert f"{number} {int(number[3:])}号铣床主轴快速对中夹具" in text


def test_a_problem_shows_its_project_its_place_and_its_cell_with_its_neighbours(service: Running, wrong: str) -> None:
    page = service.ask("GET", f"/campaigns/{wrong}/check").body.decode()
    one = next(part for part in page.split("<li") if "NC-003" in part)
    assert re.search(r"填报表，第\d+行，第一完成人联系电话（([A-Z]+)\d+）", one)
    one = one.partition("</table>")[0]
    cells = re.findall(r"<t[hd]( scope=\"col\")?( class=\"wrong\")?>(.*?)</t[hd]>", one)
    assert [bool(is_wrong) for _, is_wrong, _ in cells] == [False, True, False] * 2
    assert "1380000" not in page, "a phone is hidden, also a wrong one"


def test_the_projects_are_counted_in_words_and_no_words_of_rows_are_left(service: Running, wrong: str) -> None:
    text = bare(service.ask("GET", f"/campaigns/{wrong}/check").body)
    assert "申报项目 9 个，其中 4 个有错" in text
    for word in ("读入", "接受", "退回", "空行"):
        assert word not in text


def test_past_the_deadline_collecting_is_over_unless_somebody_says_otherwise(service: Running, campaign: str) -> None:
    over = '<option value="true" selected>'
    assert over in service.ask("GET", f"/campaigns/{campaign}/check").body.decode() or "没有发现问题" in bare(
        service.ask("GET", f"/campaigns/{campaign}/check").body
    )
    quota = service.upload(files_of(ROOT / "data_examples/broken/quota")).json["id"]
    page = service.ask("GET", f"/campaigns/{quota}/check").body.decode()
    assert over in page
    assert "请补报，或核对最低数量" in page
    early = service.ask("GET", f"/campaigns/{quota}/check?final=false").body.decode()
    assert '<option value="false" selected>' in early
    assert "请在截止前补报" in early


def test_selects_are_not_remembered_by_a_browser_that_goes_back(service: Running, wrong: str) -> None:
    page = service.ask("GET", f"/campaigns/{wrong}/check?severity=warning").body.decode()
    assert len(re.findall('<select name="\\w+" autocomplete="off">', page)) == 3


def test_equal_problems_and_their_order_are_told_by_rank_and_number() -> None:
    _, _, _, raw = check_with_rows(MINIMAL)
    place = Place("applications/NC-001.yaml", line=5)
    one = error("choice", place, "项目类别", "“错”不在可选范围内。", "请改正。")
    problems = [
        warning("fit", place, "项目名称", "申报表中要缩到9磅才放得下。", "可适当精简。"), one,
        error("dates", Place("campaign.yaml", line=3), "申报截止", "日期不对。", "请核对日期。"), one,
    ]  # fmt: skip
    shown = shown_problems(problems, raw, ["南昌市总工会"])
    assert [problems[at].severity for at in sorted(range(4), key=lambda at: shown[at]["rank"])] == [
        Severity.ERROR, Severity.ERROR, Severity.ERROR, Severity.WARNING,
    ]  # fmt: skip
    assert shown[1]["same"] == shown[3]["same"] != shown[2]["same"]
    assert shown[0]["headline"] == "项目名称申报表的字号要缩到9磅（小五号）才放得下。"
    assert shown[2]["where"] == "活动设置，申报截止"
    assert (shown[1]["number"], Touch("project", "NC-001").name) == ("NC-001", "NC-001")


def test_before_anything_came_in_nothing_is_wrong(service: Running) -> None:
    campaign = service.upload(files_of(ROOT / "data_examples/starter")).json["id"]
    page = service.ask("GET", f"/campaigns/{campaign}/check").body
    assert "还没有申报数据" in bare(page)
    assert "个有错" not in bare(page)
    assert 'class="bad"' not in page.decode()
    assert "申报单位不明" not in bare(page), "nobody unknown has made a mistake"
    assert 'data-label="错误" class="right">1<' not in page.decode()
    assert "处错误" not in bare(service.ask("GET", f"/campaigns/{campaign}/archive").body)
    form = service.ask("GET", f"/campaigns/{campaign}/builds").body.decode()
    assert "现在只能生成通知和空白表格" in form
    assert "没有生成的" not in form


def test_what_touches_projects_that_are_not_there_counts_none() -> None:
    _, _, problems, raw = check_with_rows(ROOT / "data_examples/starter")
    assert wrong_projects(problems, raw) == frozenset()
    _, _, problems, raw = check_with_rows(ROOT / "data_examples/broken/category")
    assert len(wrong_projects(problems, raw)) == 1


def test_a_check_that_another_version_left_is_made_anew(service: Running) -> None:
    campaign = service.upload(files_of(ROOT / "data_examples/broken/category")).json["id"]
    page = service.ask("GET", f"/campaigns/{campaign}/check").body
    for kept in (service.folder / "campaigns" / campaign).glob("check-*/summary.json"):
        told = json.loads(kept.read_bytes())
        kept.write_text(json.dumps({name: value for name, value in told.items() if name not in ("form", "is_empty")}))
    assert service.ask("GET", f"/campaigns/{campaign}/check").body == page
