"""Which certificates there are, how they are numbered and called, whom they name, which are revoked."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from certificates.award_campaigns import award_campaign, checked
from openpyxl import load_workbook

from generator.campaign.errors import CAMPAIGN, Touch
from generator.campaign.records import Application, Campaign, Completer
from generator.campaign.settings import Revocation
from generator.checks.campaign import check_campaign
from generator.checks.settings.certificates import reprint
from generator.composing.certificates import certificate, register, winners_file
from generator.composing.document_table import documents
from generator.composing.documents import Asked
from generator.composing.issuing import called, issued

EACH = "每名完成人一份"


@pytest.fixture(scope="module")
def campaign(tmp_path_factory: pytest.TempPathFactory) -> Campaign:
    return checked(award_campaign(tmp_path_factory.mktemp("awards") / "campaign"))


def changed(campaign: Campaign, **settings: Any) -> Campaign:
    return campaign.model_copy(update={"settings": campaign.settings.model_copy(update=settings)})


def with_people(campaign: Campaign, *names: str) -> Campaign:
    """The campaign with one winner of these completers."""
    first: Application = campaign.winners[0]
    others = tuple(Completer(name=name, sex="男", post="", title="", unit="") for name in names[1:])
    return campaign.only([first.model_copy(update={"lead_name": names[0], "completers": others})])


def test_every_project_has_one_number_of_its_own_and_the_awards_theirs(campaign: Campaign) -> None:
    numbers = [one.number for one in issued(campaign)]
    assert len(set(numbers)) == len(numbers) == 101
    assert numbers[0] == "赣工五小证字〔2023〕第001号"
    assert numbers[99] == "赣工五小证字〔2023〕第100号"
    assert numbers[100] == "赣工五小组字〔2023〕第001号"


def test_each_completer_has_a_certificate_and_a_number_of_their_own(campaign: Campaign) -> None:
    each = changed(campaign, certificate_per=EACH)
    certificates = issued(each)
    assert len({one.number for one in certificates}) == len(certificates)
    assert len(certificates) == sum(len(one.people) for one in campaign.winners) + 1
    fifth = called("5", certificates)
    assert [one.number for one in fifth] == [f"赣工五小证字〔2023〕第005-{part}号" for part in range(1, 7)]
    assert [one.people for one in fifth] == [(name,) for name in campaign.winners[4].people]
    words = certificate(each, fifth[1])
    assert words["recipients"] == "买买提·艾力同志："
    assert words["body"].startswith("你完成的")


@pytest.mark.parametrize(
    "name",
    [
        "17",
        "017",
        "１７",
        " 17 ",
        "赣工五小证字〔2023〕第017号",
        "赣工五小证字〔2023〕第17号",
        "赣工五小证字[2023]第17号",
        "赣工五小证字【2023】第017号",
        "赣工五小证字（2023）第17号",
    ],
)
def test_a_certificate_is_found_by_whatever_a_clerk_calls_it(campaign: Campaign, name: str) -> None:
    assert [one.key for one in called(name, issued(campaign))] == ["17"]


def test_an_organisation_award_is_found_beside_the_project_of_that_number(campaign: Campaign) -> None:
    certificates = issued(campaign)
    assert [one.tier for one in called("组1", certificates)] == ["组织奖"]
    assert [one.tier for one in called("赣工五小组字〔2023〕第001号", certificates)] == ["组织奖"]
    assert [one.tier for one in called("1", certificates)] == ["一等优秀成果"]
    assert called("101", certificates) == []


# ---- whom it names


def recipients(campaign: Campaign, *names: str) -> tuple[str, float]:
    one = with_people(campaign, *names)
    words = certificate(one, issued(one)[0])
    return words["recipients"], words["recipients_size_pt"]


def test_six_usual_names_stand_on_one_line(campaign: Campaign) -> None:
    names = ("欧阳建国", "李一", "王二", "张三丰", "赵六", "孙七星")
    assert recipients(campaign, *names) == ("、".join(names) + "同志：", 26)


def test_longer_names_stand_on_two_lines_and_nobody_is_left_out(campaign: Campaign) -> None:
    names = tuple(f"阿卜杜热西·买买提{place}" for place in "甲乙丙丁戊己")
    assert recipients(campaign, *names) == ("、".join(names) + "同志：", 18)


def test_names_become_and_others_only_where_the_page_has_no_more_room(campaign: Campaign) -> None:
    long = tuple("阿卜杜热西提·买买提艾力尼亚孜汗" + place for place in "甲乙丙丁戊己")
    words, size_pt = recipients(campaign, *long)
    assert words == "、".join(long[:3]) + "等同志："
    assert size_pt == 20
    # The same number of names, but shorter: measured room decides, not a count.
    assert "等" not in recipients(campaign, *(name[:3] + name[-1] for name in long))[0]


@pytest.mark.parametrize(("style", "written"), [("汉字", "二〇二三年十一月三十日"), ("阿拉伯数字", "2023年11月30日")])
def test_the_date_is_written_as_the_campaign_says(campaign: Campaign, style: str, written: str) -> None:
    one = changed(campaign, certificate_date_style=style)
    assert certificate(one, issued(one)[0])["date"] == written


# ---- revoked ones


def revoked(campaign: Campaign, *names: str) -> Campaign:
    listed = tuple(Revocation(certificate=name, revoked_on=date(2023, 12, 20), reason="材料不实") for name in names)
    return changed(campaign, revocations=listed)


def test_a_revoked_certificate_is_not_printed_and_the_register_says_when_and_why(campaign: Campaign) -> None:
    one = revoked(campaign, "17", "组1")
    printed = [made["number"] for made in winners_file(one)["certificates"]]
    assert len(printed) == 99
    assert "赣工五小证字〔2023〕第017号" not in printed
    notes = {row["number"]: row["revoked"] for row in register(one)["rows"] if row["revoked"]}
    assert notes == {
        "赣工五小证字〔2023〕第017号": "2023年12月20日撤销：材料不实",
        "赣工五小组字〔2023〕第001号": "2023年12月20日撤销：材料不实",
    }
    assert len(register(one)["rows"]) == 101


def test_where_every_certificate_is_revoked_the_register_alone_is_left(campaign: Campaign) -> None:
    every = revoked(campaign, *(one.key for one in issued(campaign)))
    made = {document.template for document in documents(Asked(every), {"certificate"})}
    assert made == {"certificate/register.xlsx"}


def test_one_completers_certificate_can_be_revoked_or_all_of_a_project(campaign: Campaign) -> None:
    each = changed(campaign, certificate_per=EACH)
    assert [one.key for one in issued(revoked(each, "5-2")) if one.revocation] == ["5-2"]
    assert [one.key for one in issued(revoked(each, "5")) if one.revocation] == [f"5-{part}" for part in range(1, 7)]


def test_a_reprint_names_what_there_is_not_and_what_is_revoked(campaign: Campaign) -> None:
    keys, problems = reprint(revoked(campaign, "17"), ["42", "17", "组1", "999"])
    assert keys == {"42", "17", "组1"}
    told = [(one.code, one.message) for one in problems]
    assert told == [
        ("certificate-revoked", "赣工五小证字〔2023〕第017号已于2023年12月20日撤销，不能补打。"),
        ("certificate-unknown", "没有序号或编号为“999”的证书。"),
    ]
    assert "1 至 100" in problems[1].fix


def test_the_checks_tell_what_is_revoked_and_what_cannot_be(tmp_path: Path) -> None:
    row = {"撤销日期": "2023年12月20日", "撤销原因": "材料不实"}
    rows = [{"证书": name} | row for name in ("17", "999", "017")]
    _, _, found = check_campaign(award_campaign(tmp_path / "campaign", {"撤销证书": rows}))
    problems = [one for one in found if one.field == "撤销证书"]
    assert {touch for one in problems for touch in one.touches} == {Touch(CAMPAIGN, "certificate")}
    told = [(one.severity, one.code, one.message) for one in problems]
    assert told == [
        ("warning", "certificate-revoked", "赣工五小证字〔2023〕第017号已撤销，不再打印，发证登记表中注明。"),
        ("error", "certificate-unknown", "没有序号或编号为“999”的证书。"),
        ("error", "duplicate", "赣工五小证字〔2023〕第017号写了两次。"),
    ]
    assert all(one.place.line for one in problems)


def test_a_revocation_stays_when_its_project_no_longer_wins(tmp_path: Path) -> None:
    row = {"证书": "100", "撤销日期": "2023年12月20日", "撤销原因": "材料不实"}
    folder = award_campaign(tmp_path / "campaign", {"撤销证书": [row]})
    book = load_workbook(folder / "applications.xlsx")
    book["评选结果"].delete_rows(book["评选结果"].max_row)
    book.save(folder / "applications.xlsx")
    _, _, found = check_campaign(folder)
    told = [(one.severity, one.message) for one in found if one.field == "撤销证书"]
    assert told == [("warning", "现在没有序号或编号为“100”的证书。")]


@pytest.mark.parametrize(
    ("label", "value", "code"),
    [("套打右移毫米", "16", "bounds"), ("套打下移毫米", "1.25", "millimetres"), ("证书套打", "要", "choice")],
)
def test_a_wrong_offset_is_a_problem(tmp_path: Path, label: str, value: str, code: str) -> None:
    _, _, problems = check_campaign(award_campaign(tmp_path / "campaign", {label: value}))
    assert [(one.code, one.field) for one in problems if one.severity == "error"] == [(code, label)]


def test_words_that_find_no_room_are_a_problem_at_the_project(tmp_path: Path) -> None:
    folder = award_campaign(tmp_path / "campaign")
    own = folder / "templates/certificate/certificate.yaml"
    own.parent.mkdir(parents=True)
    text = (Path("templates") / "certificate/certificate.yaml").read_text(encoding="utf-8")
    own.write_text(text.replace("结语: 特发此证", "结语: " + "特发此证" * 20, 1), encoding="utf-8")
    _, _, problems = check_campaign(folder)
    misfits = [one for one in problems if one.code == "certificate-fit"]
    assert misfits
    assert {one.field for one in misfits} == {"正文"}
    assert all(one.place.sheet == "评选结果" for one in misfits)
