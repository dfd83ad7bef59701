"""The pages of builds: what no error touches is made, what is not is named; nothing chosen is told at its field."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from support.services import Answer, Running, files_of
from support.small_campaign import RECOMMENDERS, write_small_campaign

from generator.interfaces.web.limits import BUILDS_KEPT, LOST_BUILDS_KEPT, PICTURE_WIDTHS
from generator.interfaces.web.store.abouts import BuildAbout, Choice
from generator.interfaces.web.store.store import Store

WRONG = RECOMMENDERS[1]  # whose row is wrong


def bare(page: bytes) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page.decode()))


@pytest.fixture(scope="module")
def spoilt(service: Running, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A campaign of which one row of one recommender is wrong."""
    folder = write_small_campaign(tmp_path_factory.mktemp("spoilt") / "活动", 6)
    file = folder / "applications" / "NC-002.yaml"
    file.write_text(file.read_text(encoding="utf-8").replace("项目类别: 小发明", "项目类别: 大发明"), encoding="utf-8")
    campaign = str(service.upload(files_of(folder)).json["id"])
    yield campaign
    service.ask("DELETE", f"/api/v1/campaigns/{campaign}")


def ordered(service: Running, campaign: str, **asked: object) -> Answer:
    """What the form of the page answers that is filled in so."""
    pairs = [(name, one) for name, value in asked.items() for one in (value if isinstance(value, list) else [value])]
    body = "&".join(f"{name}={quote(f'{value}')}" for name, value in pairs).encode()
    form = {"Content_Type": "application/x-www-form-urlencoded", "Origin": service.address}
    return service.ask("POST", f"/campaigns/{campaign}/builds", body, **form)


def finished(service: Running, answer: Answer) -> str:
    """The address of a build that the form ordered, once it has ended."""
    address = answer.headers["location"]
    deadline = time.monotonic() + 300
    while service.ask("GET", f"/api/v1{address}").json["state"] in ("waiting", "running"):
        assert time.monotonic() < deadline
        time.sleep(0.1)
    return address


def test_what_no_error_touches_is_made_and_the_rest_is_named_before_and_after(service: Running, spoilt: str) -> None:
    before = bare(service.ask("GET", f"/campaigns/{spoilt}/builds").body)
    assert f"NC-002 {WRONG} 申报表、介绍材料、申报材料 项目类别：“大发明”不在可选范围内。" in before
    address = finished(
        service, ordered(service, spoilt, kinds=["notice", "form1", "form2", "certificate"], formats=["pdf"])
    )
    made = {one["path"] for one in service.ask("GET", f"/api/v1{address}/files").json}
    assert any(path.startswith("01-通知/") for path in made)
    assert any("NC-001" in path and "申报表" in path for path in made)
    assert any("单张/003-" in path for path in made)
    assert not any("NC-002" in path or "单张/002-" in path or f"{WRONG}-申报汇总表" in path for path in made)
    assert any(f"{RECOMMENDERS[0]}-申报汇总表" in path for path in made)
    after = service.ask("GET", address).body
    assert "因为有错误，没有生成的" in bare(after)
    assert f"NC-002 {WRONG} 申报表 项目类别" in bare(after)
    assert "未生成清单.xlsx" in after.decode()


def test_what_is_wrong_alone_is_refused_by_name_and_never_green(service: Running, spoilt: str) -> None:
    address = finished(service, ordered(service, spoilt, kinds=["form2"], formats=["pdf"], recommenders=[WRONG]))
    page = service.ask("GET", address).body
    assert "没有生成文书" in bare(page)
    assert WRONG in bare(page)
    assert 'class="good' not in page.decode()
    assert "下载全部" not in page.decode()


def test_nothing_chosen_is_told_at_the_field_and_the_form_is_kept(service: Running, spoilt: str) -> None:
    answer = ordered(service, spoilt, formats=["pdf"], recommenders=[RECOMMENDERS[2]], protect="true")
    page = answer.body.decode()
    assert answer.status == 422
    fieldset = next(part for part in page.split("<fieldset") if "生成哪些文书" in part)
    assert "请至少选一种文书。" in fieldset
    assert 'aria-describedby="wrong-kinds"' in fieldset
    ticked = re.findall(r'name="(\w+)" value="([^"]+)" checked', page)
    assert ticked == [("formats", "pdf"), ("recommenders", RECOMMENDERS[2]), ("protect", "true")]
    assert "请至少选一种格式。" in ordered(service, spoilt, kinds=["form1"]).body.decode()


def test_single_projects_are_found_and_made(service: Running, spoilt: str) -> None:
    asked = f"/campaigns/{spoilt}/builds?asked=true&kinds=form1&formats=docx&records=NC-006&find={quote('4号 铣床')}"
    page = service.ask("GET", asked).body.decode()
    assert re.findall(r'name="records" value="([^"]+)"( checked)?', page) == [("NC-006", " checked"), ("NC-004", "")]
    assert re.findall(r'name="kinds" value="(\w+)" checked', page) == ["form1"], "the form is kept"
    address = finished(
        service, ordered(service, spoilt, kinds=["form1"], formats=["docx"], records=["NC-004", "NC-006"])
    )
    made = {one["record"] for one in service.ask("GET", f"/api/v1{address}/files").json}
    assert made == {"NC-004", "NC-006"}
    for nothing in ("%25", "_", "没有这个", "'"):
        found = service.ask("GET", f"/campaigns/{spoilt}/builds?asked=true&find={quote(nothing)}").body.decode()
        assert 'name="records"' not in found, nothing


def test_a_build_that_failed_can_be_ordered_again(service: Running, spoilt: str) -> None:
    failed = service.built(spoilt, recommenders=["南昌市总公会"])
    page = service.ask("GET", f"/campaigns/{spoilt}/builds/{failed['id']}").body.decode()
    action = re.search('action="([^"]+/again)"', page)
    assert action
    again = service.ask("POST", action[1], Origin=service.address)
    assert again.status == 303
    assert finished(service, again) != f"/campaigns/{spoilt}/builds/{failed['id']}"
    told = service.ask("GET", f"/api/v1{again.headers['location']}").json
    assert told["choice"] == failed["choice"]


def test_builds_of_which_nothing_is_kept_count_against_no_limit(tmp_path: Path) -> None:
    store = Store(tmp_path / "store")
    campaign = store.add_campaign("活动").id
    for _ in range(LOST_BUILDS_KEPT + BUILDS_KEPT):
        lost = store.add_build(campaign, Choice())
        store.write_build(lost.model_copy(update={"state": "failed"}))
    for _ in range(BUILDS_KEPT):
        kept = store.add_build(campaign, Choice())
        store.write_build(kept.model_copy(update={"state": "done"}))
    states = [one.state for one in store.builds(campaign)]
    assert (states.count("done"), states.count("failed")) == (BUILDS_KEPT, LOST_BUILDS_KEPT - 1)
    with pytest.raises(Exception, match=f"已有{BUILDS_KEPT}次生成结果"):
        store.add_build(campaign, Choice())
    store.close()


def test_the_share_of_the_way_only_grows_and_words_go_with_it() -> None:
    about = BuildAbout.model_validate({"id": "1", "campaign": "2", "made": "2026-01-01T00:00:00Z", "choice": Choice()})
    assert (about.share, about.said(0), about.said(2)) == (0.0, "排队中，马上开始", "排队中，前面还有2个")
    steps = [("检查数据", done, 39) for done in range(0, 39, 3)] + [("生成文件", done, 10) for done in range(11)]
    shares = []
    for stage, done, total in steps:
        running = about.model_copy(update={"state": "running", "stage": stage, "done": done, "total": total})
        shares.append(running.share)
    assert shares == sorted(shares)
    assert 0 < shares[0] < 0.05
    assert shares[-1] < 1
    assert running.said(0) == "10个文件已做好，正在存妥"


def test_the_bar_moves_while_the_data_is_checked(service: Running, tmp_path: Path) -> None:
    folder = write_small_campaign(tmp_path / "活动", 600)  # as long to check as several looks at it take
    campaign = service.upload(files_of(folder)).json["id"]
    made = service.send(f"/api/v1/campaigns/{campaign}/builds", {"kinds": ["notice"], "formats": ["pdf"]}).json
    events = service.ask("GET", f"/api/v1/campaigns/{campaign}/builds/{made['id']}/events").body.decode()
    service.ask("DELETE", f"/api/v1/campaigns/{campaign}")
    shares = [float(one) for one in re.findall(r'"share":\s*([\d.]+)', events)]
    assert shares == sorted(shares)
    assert len({one for one in shares if 0 < one < 0.3}) >= 3, "before there is a single file"
    assert shares[-1] == 1.0


def test_results_are_searched_by_name_unit_and_number(service: Running, campaign: str, build: str) -> None:
    here = build.removeprefix("/api/v1")
    made = service.ask("GET", f"{build}/files").json
    for find, wanted in (
        ("NC-002", {"NC-002"}),
        ("3号铣床", {"NC-003"}),
        ("昌北恒岳", {"NC-001", "NC-002", "NC-003"}),
    ):
        page = service.ask("GET", f"{here}?find={quote(find)}").body.decode()
        listed = {one["record"] for one in made if f'/files/{one["id"]}"' in page.partition('<section class="pages')[0]}
        assert wanted <= listed, find
        assert not {"NC-001", "NC-002", "NC-003"} - wanted & listed, find
    assert "没有找到“没有这个”" in service.ask("GET", f"{here}?find={quote('没有这个')}").body.decode()


def test_one_page_is_shown_at_a_time_with_a_picker_and_its_room_is_kept(service: Running, build: str) -> None:
    here = build.removeprefix("/api/v1")
    packet = next(one for one in service.ask("GET", f"{build}/files").json if (one["pages"] or 0) > 3)
    page = service.ask("GET", f"{here}?kind={packet['document']}&file={packet['id']}&page=3").body.decode()
    figure = page.partition("<figure>")[2].partition("</figure>")[0]
    assert page.count("<figure>") == 1
    assert f"第3页，共{packet['pages']}页" in figure
    width, height = map(int, re.search(r'width="(\d+)" height="(\d+)"', figure).groups())  # type: ignore[union-attr]
    assert (width, round(height / width, 2)) == (PICTURE_WIDTHS[1], 1.41)
    assert f'name="page" type="number" min="1" max="{packet["pages"]}" value="3"' in page
    assert f"共{packet['pages']}页" in service.ask("GET", f"{here}?file={packet['id']}&page=999").body.decode()


def test_certificates_are_a_wall_with_number_and_name(service: Running, build: str) -> None:
    here = build.removeprefix("/api/v1")
    page = service.ask("GET", f"{here}?kind=certificate").body.decode()
    captions = re.findall(r"<span><strong>(\d+)</strong> (.+?)</span>", page)
    assert [number for number, _ in captions] == ["001", "002", "003"]
    assert captions[0][1] == "1号铣床主轴快速对中夹具"
    pictures = re.findall(r'width="(\d+)" height="(\d+)" src="(/api[^"]+)"', page)
    assert len(pictures) == 3
    assert all(int(height) < int(width) for width, height, _ in pictures), "a certificate is broader than high"
    for _, _, address in pictures:
        assert service.ask("GET", address).body.startswith(b"\x89PNG")


def test_units_are_in_the_campaigns_order(service: Running, build: str) -> None:
    page = service.ask("GET", f"{build.removeprefix('/api/v1')}?kind=form1").body.decode()
    groups = re.findall(r'<option value="([^"]*)"', page.partition('name="group"')[2].partition("</select>")[0])
    assert groups == [name for name in RECOMMENDERS if name in groups]
    assert len(groups) == 3


def test_removing_a_campaign_that_builds_asks_and_says_so(service: Running, tmp_path: Path) -> None:
    campaign = service.upload(files_of(write_small_campaign(tmp_path / "活动", 3))).json["id"]
    asked = f"/campaigns/{campaign}/remove"
    assert "正在生成文书" not in service.ask("GET", asked).body.decode()
    service.send(f"/api/v1/campaigns/{campaign}/builds", {})
    page = service.ask("GET", asked)
    assert (page.status, "正在生成文书，删除后会停下来" in page.body.decode()) == (200, True)
    assert service.ask("DELETE", f"/api/v1/campaigns/{campaign}").status == 204
