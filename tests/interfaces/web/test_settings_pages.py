"""Settings and wording in forms: each mistake is told at its box, nothing typed is lost, the page follows."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from typing import Any

import pytest
from conftest import ROOT
from support.services import Running, files_of

from generator.campaign.settings import CAMPAIGN_FIELDS, CAMPAIGN_LISTS
from generator.interfaces.web.pages.settings_form import GROUPS
from generator.interfaces.web.telling import REMINDER, said

STARTER = ROOT / "data_examples/starter"


@pytest.fixture
def begun(service: Running) -> Iterator[str]:
    campaign = str(service.upload(files_of(STARTER)).json["id"])
    yield campaign
    service.ask("DELETE", f"/api/v1/campaigns/{campaign}")


def typed_in(page: str) -> dict[str, str]:
    """What the form of a page would send as it stands."""
    found: dict[str, str] = {}
    for name, value in re.findall(r'<input [^>]*?name="([^"]+)" value="([^"]*)"', page):
        found[name] = value
    for name, value in re.findall(r'<textarea [^>]*?name="([^"]+)"[^>]*>\n(.*?)</textarea>', page, re.S):
        found[name] = value
    for name, options in re.findall(r'<select [^>]*?name="([^"]+)"[^>]*>(.*?)</select>', page, re.S):
        chosen = re.search(r'<option(?: value="([^"]*)")? selected>(.*?)</option>', options)
        found[name] = (chosen[1] or chosen[2]) if chosen else re.findall(r">(.*?)</option>", options)[0]
    return {html.unescape(name): html.unescape(value) for name, value in found.items()}


def file(service: Running, campaign: str, name: str) -> bytes:
    return (service.folder / "campaigns" / campaign / "files" / name).read_bytes()


def test_what_may_be_right_as_it_is_is_told_as_a_reminder() -> None:
    told = {"message": "在成文日期以前。", "fix": "请核对。"}
    assert said({**told, "severity": "warning"}) == f"{REMINDER}在成文日期以前。请核对。"
    assert said({**told, "severity": "error"}) == "在成文日期以前。请核对。"


def test_every_setting_stands_in_the_form_once() -> None:
    labels = [label for _, labels, _ in GROUPS for label in labels]
    tables = [label for _, _, tables in GROUPS for label in tables]
    assert sorted(labels) == sorted(of.label for of in CAMPAIGN_FIELDS)
    assert sorted(tables) == sorted(CAMPAIGN_LISTS)


@pytest.mark.parametrize(("part", "name"), [("settings", "campaign.yaml"), ("wording", "notice.yaml")])
@pytest.mark.parametrize("example", ["starter", "jiangxi-2023", "another-award"])
def test_a_form_sent_as_it_stands_changes_nothing(service: Running, example: str, part: str, name: str) -> None:
    sent = {
        path: one
        for path, one in files_of(ROOT / "data_examples" / example).items()
        if path.endswith(".yaml") or "/templates/" in path
    }
    campaign = service.upload(sent).json["id"]
    before = file(service, campaign, name)
    page = service.page(f"/campaigns/{campaign}/{part}")
    answer = service.fill(f"/campaigns/{campaign}/{part}", typed_in(page))
    assert answer.status == 303, answer
    assert file(service, campaign, name) == before


def test_what_is_typed_is_kept_and_shown_in_the_notice_text(service: Running, begun: str) -> None:
    values = typed_in(service.page(f"/campaigns/{begun}/settings")) | {
        "v.联系人": "王小明: 办公室",
        "v.联系电话": "13800001111",
        "v.版头": "红色印刷",
        "r.等次.2.数量": "50",
        "r.等次.3.名称": "优秀奖",
        "r.等次.3.数量": "5",
    }
    assert service.fill(f"/campaigns/{begun}/settings", values).status == 303
    page = service.page(f"/campaigns/{begun}/settings?saved=true")
    assert "已保存" in page
    again = typed_in(page)
    typed = {name: one for name, one in values.items() if one and name != "seen"}
    assert {name: again[name] for name in typed} == typed
    assert "优秀奖5项" in html.unescape(service.page(f"/campaigns/{begun}/wording"))


def previewed(service: Running, campaign: str, part: str, values: dict[str, str]) -> Any:
    answer = service.fill(f"/campaigns/{campaign}/{part}/preview", values)
    assert answer.status == 200, answer
    return answer.json


@pytest.mark.parametrize(
    ("box", "text", "words"),
    [
        ("v.申报截止", "2023年2月30日", "这一天不存在"),
        ("v.省份", "", "没有填写"),
        ("v.非公比例", "一百", "百分"),
        ("r.申报单位.3.最低数量", "很多", "整数"),
        ("r.申报单位.4.简称", "南昌", "南昌"),
        ("v.其他完成人人数", "12", "5"),
    ],
)
def test_what_is_wrong_is_told_at_its_box_while_it_is_typed_and_when_it_is_kept(
    service: Running, begun: str, box: str, text: str, words: str
) -> None:
    values = typed_in(service.page(f"/campaigns/{begun}/settings")) | {box: text}
    found = previewed(service, begun, "settings", values)
    near = {name: said for name, said in found["wrong"].items() if name.rsplit(".", 1)[0] == box.rsplit(".", 1)[0]}
    assert any(words in said for said in near.values()), found
    assert found["errors"] >= 1
    assert found["pages"] == 0
    before = file(service, begun, "campaign.yaml")
    assert service.fill(f"/campaigns/{begun}/settings", values).status == 303
    assert file(service, begun, "campaign.yaml") != before
    page = service.page(f"/campaigns/{begun}/settings")
    assert typed_in(page)[box] == text
    assert re.search(r'<p class="wrong"[^>]*>[^<]', page)


def test_a_mistake_below_an_empty_row_is_told_at_the_row_where_it_stands(service: Running, begun: str) -> None:
    values = typed_in(service.page(f"/campaigns/{begun}/settings"))
    values |= {name: "" for name in values if name.startswith("r.等次.0.")} | {"r.等次.2.数量": "几十"}
    assert "r.等次.2.数量" in previewed(service, begun, "settings", values)["wrong"]


def rows_of(values: dict[str, str], table: str) -> list[str]:
    return [value for name, value in values.items() if re.fullmatch(rf"r\.{table}\.\d+\.(名称|材料)", name) and value]


@pytest.mark.parametrize("table", ["申报单位", "申报材料"])
def test_a_row_goes_by_being_emptied_though_something_is_chosen_in_it(service: Running, begun: str, table: str) -> None:
    address = f"/campaigns/{begun}/settings"
    page = service.page(address)
    before = rows_of(values := typed_in(page), table)
    emptied = [name for name in values if name.startswith(f"r.{table}.1.") and not name.endswith(".类型")]
    assert service.fill(address, values | dict.fromkeys(emptied, "")).status == 303
    page = service.page(address)
    assert rows_of(typed_in(page), table) == before[:1] + before[2:]
    assert not re.search(r'<p class="wrong"[^>]*>[^<]', page)


def test_every_choice_in_a_row_can_be_taken_back(service: Running, begun: str) -> None:
    page = service.page(f"/campaigns/{begun}/settings")
    selects = re.findall(r'<select id="[^"]*" name="r\.[^>]*>(.*?)</select>', page, re.S)
    assert selects
    assert all(re.search("<option(?: selected)?></option>", one) for one in selects)


@pytest.mark.parametrize(("part", "name"), [("settings", "v.联系人"), ("wording", "addressee")])
def test_what_another_window_saved_meanwhile_is_not_overwritten_unasked(
    service: Running, begun: str, part: str, name: str
) -> None:
    address = f"/campaigns/{begun}/{part}"
    here = typed_in(service.page(address))
    assert service.fill(address, here | {name: "别处写的"}).status == 303
    assert service.fill(address, here | {name: "别处写的"}).status == 303, "the same again, as of a double click"
    refused = service.fill(address, here | {name: "这里写的"})
    page = refused.body.decode()
    assert (refused.status, "没有保存" in page) == (409, True)
    assert typed_in(page)[name] == "这里写的"
    assert typed_in(service.page(address))[name] == "别处写的"
    assert service.fill(address, typed_in(page)).status == 303
    assert typed_in(service.page(address))[name] == "这里写的"


def test_the_beginning_of_a_campaign_is_not_offered_to_be_undone(service: Running, begun: str) -> None:
    address = f"/campaigns/{begun}/settings"
    service.fill(address, typed_in(service.page(address)) | {"v.联系人": "甲"})
    undone = re.findall(r"/history/(\d+)/undo", service.page(f"/campaigns/{begun}/history"))
    assert undone == ["2"]


def test_the_preview_draws_what_is_typed_and_keeps_nothing(service: Running, begun: str) -> None:
    before = file(service, begun, "notice.yaml")
    values = typed_in(service.page(f"/campaigns/{begun}/wording"))
    drawn = [previewed(service, begun, "wording", values | {"title": text})["drawn"][0] for text in ("甲", "乙")]
    pictures = [service.ask("GET", address).body for address in drawn]
    assert all(one.startswith(b"\x89PNG") for one in pictures)
    assert pictures[0] != pictures[1]
    assert file(service, begun, "notice.yaml") == before


def test_paragraphs_are_typed_moved_added_and_taken_out(service: Running, begun: str) -> None:
    address = f"/campaigns/{begun}/wording"
    values = typed_in(service.page(address))
    first = values["p.0.lead"]
    service.fill(address, values | {"do": "down:0"})
    values = typed_in(service.page(address))
    assert values["p.1.lead"] == first
    service.fill(address, values | {"p.1.lead": "第一段\n第二段【年度】", "do": "out:0"})
    values = typed_in(service.page(address))
    assert (values["p.0.lead"], values["p.1.lead"]) == ("第一段", "第二段【年度】")
    assert "第二段{{ 年度 }}" in file(service, begun, "notice.yaml").decode()
    page = service.fill(address, values | {"do": "below:0"}).body.decode()
    added = typed_in(page)
    assert (added["p.0.lead"], added["p.1.lead"], added["p.2.lead"]) == ("第一段", "", "第二段【年度】")


def test_a_paragraph_of_the_program_is_kept_until_somebody_writes_it(service: Running, begun: str) -> None:
    address = f"/campaigns/{begun}/wording"
    values = typed_in(service.page(address))
    (number,) = [
        name.split(".")[1]
        for name, text in values.items()
        if name.endswith(".lead") and name[0] == "p" and "各设区市和赣江新区申报成果中均要有" in text
    ]
    assert "{% for 组 in 申报数量 %}" in file(service, begun, "notice.yaml").decode()
    assert "%" not in values[f"p.{number}.lead"].replace("20%", "")
    service.fill(address, values | {f"p.{number}.lead": "各单位申报数量另行通知，{不限}。"})
    assert "{% for 组 in 申报数量 %}" not in file(service, begun, "notice.yaml").decode()
    assert typed_in(service.page(address))[f"p.{number}.lead"] == "各单位申报数量另行通知，{不限}。"


def test_a_campaign_whose_settings_cannot_be_read_says_so(service: Running) -> None:
    campaign = service.upload({"campaign.yaml": b"a: [", "notice.yaml": b"b: ["}).json["id"]
    for part in ("settings", "wording"):
        answer = service.ask("GET", f"/campaigns/{campaign}/{part}")
        assert answer.status == 400
        assert "读不出来" in answer.body.decode()


def test_no_box_says_twice_that_it_may_be_empty(service: Running, begun: str) -> None:
    hints = re.findall(r'<span class="note">([^<]*)</span>', service.page(f"/campaigns/{begun}/settings"))
    assert [one for one in hints if one.count("空着") > 1] == []
    assert sum("可以空着" in one for one in hints) > 5


def test_each_page_counts_its_own_mistakes_and_leads_to_those_of_the_other(service: Running, begun: str) -> None:
    here = f"/campaigns/{begun}"
    right = typed_in(service.page(f"{here}/settings"))
    service.fill(f"{here}/settings", right | {"v.申报截止": "没定"})
    assert "有1处要改" in service.page(f"{here}/settings")
    wording = service.page(f"{here}/wording")
    assert "下面红字" not in wording
    assert f'“设置”里也有1处要改，请到<a href="{here}/settings">' in wording
    assert "<strong>设置有1处要改</strong>" in service.page(f"{here}/notice")
    assert f'<a class="button primary" href="{here}/settings">改设置</a>' in service.page(f"{here}/check")
    service.fill(f"{here}/settings", typed_in(service.page(f"{here}/settings")) | {"v.申报截止": right["v.申报截止"]})
    service.fill(f"{here}/wording", typed_in(wording) | {"title": ""})
    assert "“通知文字”里也有1处要改" in service.page(f"{here}/settings")
    assert "<strong>通知文字有1处要改</strong>" in service.page(f"{here}/notice")


def test_a_number_that_was_fixed_is_left_to_the_program_again(service: Running) -> None:
    example = ROOT / "data_examples/jiangxi-2023"
    sent = {name: (example / name).read_bytes() for name in ("campaign.yaml", "notice.yaml")}
    campaign = service.upload(sent).json["id"]
    address = f"/campaigns/{campaign}/wording"
    page = service.page(address)
    fixed = re.findall(r'name="do" value="(auto:\d+)"', page)
    assert fixed
    assert "改为自动编排" in service.page(f"/campaigns/{campaign}/notice"), "the reminder says what to press"
    for one in reversed(fixed):
        service.fill(address, typed_in(service.page(address)) | {"do": one})
    assert "序号固定" not in service.page(address)
    assert "序号:" not in file(service, campaign, "notice.yaml").decode()


def test_what_is_to_be_mended_is_one_press_away(service: Running, begun: str) -> None:
    values = typed_in(service.page(f"/campaigns/{begun}/settings")) | {"r.等次.2.数量": "几十"}
    service.fill(f"/campaigns/{begun}/settings", values)
    page = service.page(f"/campaigns/{begun}/settings?saved=true")
    found = re.search(r'<a href="#([^"]+)">下面红字</a>', page)
    assert found
    assert html.unescape(found[1]) == "b-r.等次.2.数量"
    assert f'id="{found[1]}"' in page


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("【申报截至】前报送", "没有“申报截至”这个代号，【申报截至】会照原样印出。是否应为“申报截止”？"),
        ("【申报截止·年月】前报送", "没有“年月”这种写法，【申报截止·年月】会照原样印出。可用的有：年月日、"),
        ("见【附件9】", "“附件9”不是代号，【附件9】会照原样印出。"),
    ],
)
def test_a_mark_that_is_mistyped_is_told_at_its_box_and_kept_as_it_was_typed(
    service: Running, begun: str, typed: str, told: str
) -> None:
    address = f"/campaigns/{begun}/wording"
    values = typed_in(service.page(address)) | {"p.0.lead": typed}
    found = previewed(service, begun, "wording", values)
    assert found["wrong"]["p.0"].startswith(f"{REMINDER}{told}")
    assert (found["errors"], found["pages"] > 0) == (0, True), "it prints"
    assert service.fill(address, values).status == 303
    page = html.unescape(service.page(f"{address}?saved=true"))
    assert '有1处提醒，请看一看<a href="#p0">' in page
    assert told in page
    assert typed_in(page)["p.0.lead"] == typed


def test_a_mark_of_a_setting_or_a_figure_is_no_mistake(service: Running, begun: str) -> None:
    values = typed_in(service.page(f"/campaigns/{begun}/wording"))
    assert previewed(service, begun, "wording", values)["wrong"] == {}
    right = values | {"p.0.lead": "【申报截止·年月日】前报送，共评【获奖总数】项，【项目类别·顿号】均可"}
    assert previewed(service, begun, "wording", right)["wrong"] == {}


def test_braces_are_told_in_words_that_name_what_a_clerk_can_write(service: Running, begun: str) -> None:
    values = typed_in(service.page(f"/campaigns/{begun}/wording")) | {"p.0.lead": "请于{{x}}前报送"}
    told = previewed(service, begun, "wording", values)["wrong"]["p.0"]
    assert told == "文字里有“{{x}}”，会照样印出。要由程序按设置填写的，请写成【申报截止】这样；不是的，请去掉花括号。"
