"""评选 and 公示 in the browser: winners found, given, pasted, uploaded; what is wrong at its row; nothing lost."""

from __future__ import annotations

import shutil
from io import BytesIO
from pathlib import Path

import pytest
from conftest import ROOT
from openpyxl import Workbook
from support.forms import posted, said, sent, text_of, values_of
from support.services import Running, files_of
from support.small_campaign import write_small_campaign

from generator.editing.awards import given
from generator.reading.campaign_folder import read_campaign

ONE = "一等优秀成果"


@pytest.fixture
def small(service: Running, tmp_path: Path) -> str:
    """A campaign of four projects without winners."""
    folder = write_small_campaign(tmp_path / "活动", 4)
    for file in (folder / "applications").iterdir():
        lines = file.read_text(encoding="utf-8").splitlines(keepends=True)
        file.write_text("".join(line for line in lines if not line.startswith("评选结果")), encoding="utf-8")
    return str(service.upload(files_of(folder)).json["id"])


def awards(service: Running, campaign: str) -> dict[str, tuple[str, str]]:
    """What the campaign's files say now."""
    folder = service.folder / "campaigns" / campaign / "files"
    return {one.number: (one.tier, one.serial) for one in given(read_campaign(folder, with_returned=False))}


def rows(*given_: tuple[str, str, str], seen: str = "") -> dict[str, list[str]]:
    """The form of these rows: number, tier, serial."""
    numbers, tiers, serials = zip(*given_, strict=True)
    return {"number": numbers, "tier": tiers, "serial": serials, "seen": [seen] * len(numbers)}


def test_awards_are_given_changed_and_taken_away(service: Running, small: str) -> None:
    here = f"/campaigns/{small}/review"
    answer = posted(service, here, rows(("NC-001", ONE, "1"), ("NC-002", ONE, "２"), ("NC-003", "", "")))
    assert answer.headers["location"] == f"{here}?page=1&saved=2"
    assert said(service.ask("GET", answer.headers["location"])) == ["已保存，改动了2项。"]
    assert awards(service, small) == {"NC-001": (ONE, "1"), "NC-002": (ONE, "2")}
    answer = posted(service, here, rows(("NC-001", ONE, "7"), ("NC-002", "", "")) | {"seen": [f"{ONE}|1", f"{ONE}|2"]})
    assert answer.status == 303
    assert awards(service, small) == {"NC-001": (ONE, "7")}


def test_a_refused_row_is_told_and_everything_typed_stays(service: Running, small: str) -> None:
    typed = rows(("NC-001", ONE, "十七"), ("NC-002", ONE, "2"), ("NC-003", "", "5"))
    answer = posted(service, f"/campaigns/{small}/review", typed)
    assert answer.status == 422
    assert "证书序号应是1至999999的整数。" in text_of(answer)
    assert "有证书序号，还没有选等次。要撤下这个项目，把证书序号也清空。" in text_of(answer)
    assert sorted(values_of(answer, "serial")) == ["", "2", "5", "十七"]
    assert answer.body.count(b'aria-invalid="true"') == 4  # tier and serial of two rows
    assert awards(service, small) == {}


def test_what_somebody_else_changed_meanwhile_is_not_overwritten(service: Running, small: str) -> None:
    here = f"/campaigns/{small}/review"
    posted(service, here, rows(("NC-001", ONE, "1")))
    answer = posted(service, here, rows(("NC-001", ONE, "3"), ("NC-002", ONE, "2")))
    assert answer.status == 422
    assert "别人刚刚改过这一项" in text_of(answer)
    assert awards(service, small) == {"NC-001": (ONE, "1")}


def test_serials_are_given_in_order_to_those_without(service: Running, small: str) -> None:
    here = f"/campaigns/{small}/review"
    posted(service, here, rows(("NC-003", ONE, ""), ("NC-001", ONE, ""), ("NC-002", ONE, "1")))
    assert "有2项已有等次、还没有证书序号" in text_of(service.ask("GET", here))
    assert posted(service, f"{here}/number").status == 303
    assert awards(service, small) == {"NC-001": (ONE, "2"), "NC-002": (ONE, "1"), "NC-003": (ONE, "3")}


def test_a_pasted_list_gives_awards_and_keeps_the_lines_nobody_understands(service: Running, small: str) -> None:
    text = "NC-001 一等 5\nNC-009\t一等\n3号铣床主轴快速对中夹具\t一等优秀成果"
    answer = sent(service, f"/campaigns/{small}/review/list", {"text": text})
    assert awards(service, small)["NC-001"] == (ONE, "5")
    assert answer.status == 200, "the log tells by it that something was done"
    assert "第2行 NC-009 一等：没有编号或名称为“NC-009”的项目。" in text_of(answer)
    assert ">\nNC-009\t一等<" in answer.body.decode()  # the box
    assert "改动了" in said(answer)[0]


def test_a_pasted_table_keeps_its_columns_where_cells_are_empty_and_in_the_lines_that_stay(
    service: Running, small: str
) -> None:
    header = "项目编号\t项目名称\t等次\t证书序号"
    text = f"{header}\nNC-001\t\t一等优秀成果\t19\nNC-002\t\t特等\t20"
    answer = sent(service, f"/campaigns/{small}/review/list", {"text": text})
    assert awards(service, small) == {"NC-001": (ONE, "19")}
    assert f">\n{header}\nNC-002\t\t特等\t20<" in answer.body.decode()


def test_a_list_as_a_file_gives_awards_and_keeps_serials_it_does_not_say(service: Running, small: str) -> None:
    posted(service, f"/campaigns/{small}/review", rows(("NC-001", ONE, "8")))
    book = Workbook()
    sheet = book.worksheets[0]
    for row in (("项目编号", "等次"), ("NC-001", "一等"), ("NC-004", "一等")):
        sheet.append(row)
    out = BytesIO()
    book.save(out)
    answer = sent(service, f"/campaigns/{small}/review/list", {"text": ""}, ("file", "名单.xlsx", out.getvalue()))
    assert answer.status == 303
    assert awards(service, small) == {"NC-001": (ONE, "8"), "NC-004": (ONE, "")}


@pytest.mark.parametrize(
    ("file", "words"),
    [(None, "没有名单"), (("file", "名单.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)), "名单.xls")],
)
def test_a_list_that_is_none_is_told_on_the_page(
    service: Running, small: str, file: tuple[str, str, bytes] | None, words: str
) -> None:
    answer = sent(service, f"/campaigns/{small}/review/list", {"text": ""}, file)
    assert answer.status == 422
    assert words in said(answer)[0]


def test_awards_of_no_project_are_told_and_go_when_they_are_dropped(service: Running, small: str) -> None:
    folder = service.folder / "campaigns" / small / "files"
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "评选结果"
    for row in (("项目编号", "等次", "证书序号"), ("XX-1", ONE, 4), ("NC-001", ONE, 1)):
        sheet.append(row)
    out = BytesIO()
    book.save(out)
    (folder / "applications" / "评选结果.xlsx").write_bytes(out.getvalue())
    here = f"/campaigns/{small}/review"
    assert "有1条评选结果找不到项目" in text_of(service.ask("GET", here))
    assert posted(service, f"{here}/drop", {"number": "XX-1"}).status == 303
    assert awards(service, small) == {"NC-001": (ONE, "1")}


def test_a_change_can_be_taken_back(service: Running, small: str) -> None:
    posted(service, f"/campaigns/{small}/review", rows(("NC-001", ONE, "1")))
    page = service.ask("GET", f"/campaigns/{small}/history").body.decode()
    assert "评选：保存获奖等次和证书序号" in page
    assert posted(service, f"/campaigns/{small}/history/2/undo").status == 303
    assert awards(service, small) == {}


def test_projects_are_found_and_come_in_pages_in_the_campaigns_order(service: Running, tmp_path: Path) -> None:
    example = tmp_path / "example"
    shutil.copytree(ROOT / "data_examples/jiangxi-2023", example, ignore=shutil.ignore_patterns("attachments", "*.py"))
    campaign = service.upload(files_of(example)).json["id"]
    here = f"/campaigns/{campaign}/review"
    assert values_of(service.ask("GET", here), "number")[:2] == ["NC-001", "NC-002"]
    assert len(values_of(service.ask("GET", here), "number")) == 50
    assert "第301—303项，共303项" in text_of(service.ask("GET", f"{here}?page=99"))
    assert "共10项" in text_of(
        service.ask("GET", f"{here}?tier=%E4%B8%80%E7%AD%89%E4%BC%98%E7%A7%80%E6%88%90%E6%9E%9C")
    )
    assert values_of(service.ask("GET", f"{here}?q=nc-008"), "number") == ["NC-008"]
    assert "没有这样的项目" in text_of(service.ask("GET", f"{here}?q=nobody"))


def test_before_there_is_anything_a_page_says_what_comes_first(service: Running) -> None:
    campaign = service.upload(files_of(ROOT / "data_examples/starter")).json["id"]
    for stage, first in (
        ("review", ""),
        ("publicity", "/review"),
        ("bulletin", "/review"),
        ("certificates", "/review"),
    ):
        page = service.ask("GET", f"/campaigns/{campaign}/{stage}").body.decode()
        assert f'class="button primary" href="/campaigns/{campaign}{first}"' in page, stage
        assert page.count("primary") == 1, stage


def test_the_days_of_publicity_are_kept_and_counted(service: Running, small: str) -> None:
    posted(service, f"/campaigns/{small}/review", rows(("NC-001", ONE, "1")))
    here = f"/campaigns/{small}/publicity"
    refused = posted(service, here, {"first": "2026-13-01", "last": ""})
    assert refused.status == 422
    assert values_of(refused, "first") == ["2026-13-01"]
    assert "请选公示结束的日期。" in text_of(refused)
    assert "结束不能早于开始。" in text_of(posted(service, here, {"first": "2026-11-10", "last": "2026-11-09"}))
    assert posted(service, here, {"first": "2020-11-02", "last": "2020-11-06"}).status == 303
    assert said(service.ask("GET", here)) == ["公示已经结束，可以发通报。"]
    assert posted(service, here, {"first": "2020-11-02", "last": "2199-11-06"}).status == 303
    assert said(service.ask("GET", here))[0].startswith("正在公示，还有")
