"""Campaigns are begun, named, kept as one file, brought in, removed and brought back in the browser."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from datetime import date

import pytest
from conftest import MINIMAL, ROOT
from support.services import Running, files_of, multipart, running

from generator.interfaces.web.pages.home import stage_of

EXAMPLE = ROOT / "data_examples/another-award"


@pytest.fixture(scope="module")
def fresh(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    with running(tmp_path_factory.mktemp("fresh")) as one:
        yield one


def begin(service: Running, year: str = "2025", source: str = "", name: str = "") -> str:
    answer = service.fill("/new", {"year": year, "source": source, "name": name})
    assert answer.status == 303, answer
    found = re.fullmatch(r"/campaigns/([0-9a-f]{24})/settings", answer.headers["location"])
    assert found
    return found[1]


def test_the_first_page_of_an_empty_service_leads_to_a_new_campaign_whose_papers_can_be_fetched(fresh: Running) -> None:
    assert 'href="/new"' in fresh.page("/")
    campaign = begin(fresh)
    assert "2025年江西省职工“五小”活动" in fresh.page("/")
    assert "2025年7月24日至2025年8月15日申报" in fresh.page(f"/campaigns/{campaign}/notice")
    answer = fresh.ask("GET", f"/campaigns/{campaign}/papers.zip")
    with zipfile.ZipFile(io.BytesIO(answer.body)) as package:
        names = [name.rsplit("/", 1)[-1] for name in package.namelist()]
    assert "填报表.xlsx" in names
    assert any("通知" in name and name.endswith(".docx") for name in names)
    assert sum(name.endswith(".pdf") for name in names) == 3


@pytest.mark.parametrize("year", ["", "20x5", "1999", "二〇二五", "2025 2026"])
def test_a_year_that_is_none_is_told_at_its_box_and_the_rest_stays(fresh: Running, year: str) -> None:
    answer = fresh.fill("/new", {"year": year, "name": "留着的名称"})
    assert answer.status == 422
    assert "请写四位数的年份" in answer.body.decode()
    assert "留着的名称" in answer.body.decode()


def test_a_second_campaign_of_a_year_has_a_name_of_its_own(fresh: Running) -> None:
    pages = [fresh.page(f"/campaigns/{begin(fresh, '2031')}/settings") for _ in range(2)]
    names = [re.findall("<title>设置 · (.*?) · ", one)[0] for one in pages]
    assert names == ["2031年江西省职工“五小”活动", "2031年江西省职工“五小”活动（2）"]


def test_a_year_in_full_width_digits_is_the_year(fresh: Running) -> None:
    campaign = begin(fresh, "２０２６")
    assert "2026年7月24日至2026年8月15日申报" in fresh.page(f"/campaigns/{campaign}/notice")


@pytest.mark.parametrize(
    ("name", "told"), [("  ", "没有填写名称。"), ("长" * 300, "名称要有1到60个字，填的有300个。")], ids=["none", "long"]
)
def test_a_name_that_cannot_be_one_is_told_on_its_page_and_stays_in_its_box(
    fresh: Running, name: str, told: str
) -> None:
    campaign = begin(fresh)
    answer = fresh.fill(f"/campaigns/{campaign}/rename", {"name": name})
    page = answer.body.decode()
    assert answer.status == 422
    assert "<h1>活动设置</h1>" in page
    assert f'<p class="wrong" id="w-rename" role="status">{told}</p>' in page
    assert f'name="name" value="{name.strip()}"' in page
    long = fresh.fill("/new", {"year": "2026", "name": "长" * 300})
    assert "名称请不超过60个字。" in long.body.decode()


def test_a_campaign_is_begun_from_another_one_without_its_applications(fresh: Running) -> None:
    other = fresh.upload(files_of(EXAMPLE)).json["id"]
    campaign = begin(fresh, "2031", other)
    files = [one["path"] for one in fresh.ask("GET", f"/api/v1/campaigns/{campaign}").json["files"]]
    assert "campaign.yaml" in files
    assert any(name.startswith("templates/") for name in files)
    assert not any(name.startswith(("applications", "attachments", "summaries")) for name in files)


def test_what_was_exported_is_brought_in_byte_for_byte(fresh: Running) -> None:
    sent = files_of(ROOT / "data_examples/minimal")
    campaign = fresh.upload(sent).json["id"]
    package = fresh.ask("GET", f"/campaigns/{campaign}/export.zip").body
    again = fresh.upload({"活动.zip": package}).json["id"]
    assert again != campaign
    assert content(fresh.ask("GET", f"/campaigns/{again}/export.zip").body) == content(package)
    assert content(package).items() <= {name.partition("/")[2]: one for name, one in sent.items()}.items()


@pytest.mark.parametrize(("name", "called"), [("jiangxi-2025.zip", "2025年"), ("我们的活动.zip", "我们的活动")])
def test_what_is_brought_in_keeps_its_name_and_is_called_by_its_settings_where_it_has_none(
    fresh: Running, name: str, called: str
) -> None:
    package = fresh.ask("GET", f"/campaigns/{begin(fresh)}/export.zip").body
    kind, body = multipart({name: package})
    answer = fresh.ask("POST", "/import", body, Content_Type=kind, Origin=fresh.address)
    assert answer.status == 303
    campaign = answer.headers["location"].split("/")[2].partition("?")[0]
    assert called in fresh.ask("GET", f"/api/v1/campaigns/{campaign}").json["name"]


def content(package: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(package)) as opened:
        return {name: opened.read(name) for name in opened.namelist()}


def test_a_campaign_gets_another_name_and_none_without_characters(fresh: Running) -> None:
    campaign = begin(fresh)
    assert fresh.fill(f"/campaigns/{campaign}/rename", {"name": " 2025年的 "}).status == 303
    assert fresh.ask("GET", f"/api/v1/campaigns/{campaign}").json["name"] == "2025年的"
    assert fresh.fill(f"/campaigns/{campaign}/rename", {"name": "  "}).status == 422


def test_removing_asks_for_the_name_and_can_be_undone(fresh: Running) -> None:
    campaign = begin(fresh, name="要删的")
    before = fresh.ask("GET", f"/campaigns/{campaign}/export.zip").body
    wrong = fresh.fill(f"/campaigns/{campaign}/remove", {"name": "别的"})
    assert (wrong.status, "没有删除" in wrong.body.decode()) == (422, True)
    assert fresh.fill(f"/campaigns/{campaign}/remove", {"name": "要删的"}).status == 303
    assert fresh.ask("GET", f"/campaigns/{campaign}/notice").status == 404
    assert "要删的" in fresh.page("/")
    assert fresh.fill(f"/removed/{campaign}/restore", {}).status == 303
    assert content(fresh.ask("GET", f"/campaigns/{campaign}/export.zip").body) == content(before)
    assert fresh.fill(f"/removed/{campaign}/restore", {}).status == 404


@pytest.mark.parametrize(
    ("day", "stage"),
    [("2025-07-01", "notice"), ("2025-07-24", "notice"), ("2025-08-15", "collect")],
)
def test_the_stage_follows_from_the_campaigns_days(day: str, stage: str) -> None:
    days = {"applications_from": "2025-07-24", "applications_until": "2025-08-15"}
    assert stage_of(days, date.fromisoformat(day)) == stage
    assert stage_of({}, date.fromisoformat(day)) == "collect"


@pytest.mark.parametrize("day", ["2025-08-20", "2025-09-01", "2026-01-01"])
def test_a_campaign_without_applications_is_never_past_collecting(day: str) -> None:
    days = {"applications_from": "2025-07-24", "applications_until": "2025-08-15", "review_until": "2025-08-31"}
    assert stage_of(days, date.fromisoformat(day)) != "collect"
    assert stage_of(days, date.fromisoformat(day), is_empty=True) == "collect"


def test_a_campaign_without_winners_is_never_past_the_review(fresh: Running) -> None:
    days = {"applications_from": "2025-07-24", "applications_until": "2025-08-15", "review_until": "2025-08-31"}
    past = date.fromisoformat("2026-01-01")
    assert stage_of(days, past) == "archive"
    assert stage_of(days, past, has_winners=False) == "review"
    sent = {path: re.sub("(?m)^评选结果:.*\n".encode(), b"", content) for path, content in files_of(MINIMAL).items()}
    campaign = fresh.upload(sent).json["id"]
    fresh.page(f"/campaigns/{campaign}/check")  # which makes the check that the first page shows
    card = re.search(rf'<li class="card">\s*<h2><a href="/campaigns/{campaign}.*?</li>', fresh.page("/"), re.S)
    assert card
    assert "<dt>阶段</dt><dd>评选</dd>" in card[0]


def test_a_reminder_names_its_setting_where_the_notice_is_sent_out(fresh: Running) -> None:
    campaign = begin(fresh)
    settings = fresh.folder / "campaigns" / campaign / "files" / "campaign.yaml"
    text = settings.read_text(encoding="utf-8")
    settings.write_text(re.sub(r"(?m)^发布月份:.*$", "发布月份: 2019年11月", text), encoding="utf-8")
    assert re.search(r'<p class="warn">发布月份：', fresh.page(f"/campaigns/{campaign}/notice"))
