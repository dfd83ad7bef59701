import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import ROOT
from openpyxl import load_workbook
from stdnum.cn import ric
from support.campaigns import as_workbook
from support.small_campaign import write_small_campaign

from generator.campaign.errors import AWARDS, Problem, Touch, errors_of
from generator.checks.campaign import check_campaign

Edit = Callable[[str, str, str], Path]
APPLICATION = "applications/NC-001.yaml"


def problems_of(folder: Path) -> list[Problem]:
    return check_campaign(folder)[2]


def test_the_minimal_campaign_has_no_problem_and_every_row_is_accounted_for(minimal: Path) -> None:
    campaign, counts, problems = check_campaign(minimal)
    assert problems == []
    assert campaign is not None
    assert (counts.read, counts.accepted, counts.rejected, counts.blank) == (1, 1, 0, 0)
    application = campaign.applications[0]
    assert application.people == ("龚晓堃", "邹建平", "熊玉兰")


@pytest.mark.parametrize(
    ("file", "old", "new", "code", "field"),
    [
        (APPLICATION, "申报时间: 2023年8月1日", "申报时间: 2023年8月16日", "dates", "申报时间"),
        (APPLICATION, "完成时间: 2022-06-20", "完成时间: 2019-06-20", "recent", "完成时间"),
        (APPLICATION, "项目类别: 小发明", "项目类别: 大发明", "choice", "项目类别"),
        (APPLICATION, "申报单位: 南昌市总工会", "申报单位: 南昌总工会", "choice", "申报单位"),
        (APPLICATION, "专利号: ZL202220123456.7", "专利号:", "patent", "专利号"),
        (APPLICATION, "专利状况: 已授权", "专利状况: 未申请", "patent", "专利号"),
        (
            APPLICATION,
            "项目简介（100字以内）: 针对",
            "项目简介（100字以内）: " + "针对" * 60,
            "intro-length",
            "项目简介",
        ),
        (APPLICATION, '"13900001234"', '"1390000123"', "phone", "第一完成人联系电话"),
        (APPLICATION, "360102198705120018", "360102198705120017", "id-number", "身份证号码"),
        (APPLICATION, "第一完成人性别: 男", "第一完成人性别: 女", "id-number", "第一完成人性别"),
        (APPLICATION, "姓名: 邹建平", "姓名: 龚晓堃", "completers", "完成人"),
        (APPLICATION, "姓名: 邹建平", "姓名: 邹建平同志", "odd-name", "完成人"),
        (APPLICATION, "第一完成人: 龚晓堃", "第一完成人: 龚晓堃女士", "odd-name", "完成人"),
        (APPLICATION, "项目名称: ", "项目名称: 、", "odd-name", "项目名称"),
        (APPLICATION, "姓名: 邹建平", "姓名: 邹建平（组长）", "odd-name", "完成人"),
        (APPLICATION, "第一完成人: 龚晓堃", "第一完成人: 龚晓堃2", "odd-name", "完成人"),
        (APPLICATION, "第一完成人: 龚晓堃", '第一完成人: "13900001234"', "personal-number", "第一完成人"),
        (APPLICATION, "姓名: 邹建平", "姓名: 邹建平139-0000-1234", "personal-number", "姓名"),
        (APPLICATION, "项目名称: ", "项目名称: 联系0791-88001234", "personal-number", "项目名称"),
        (APPLICATION, "机械有限公司\n专利", "机械有限公司360102198705120018\n专利", "personal-number", "所在单位"),
        (APPLICATION, "批准时间: 2022年11月15日", "批准时间: 2023-09-01", "patent", "批准时间"),
        (APPLICATION, "专利形式: [实用新型专利]", "专利形式: [发明专利]", "patent", "专利号"),
        (APPLICATION, "专利号: ZL202220123456.7", "专利号: 2022SR0123456", "patent", "专利号"),
        (APPLICATION, "批准时间: 2022年11月15日", "批准时间: 2021年11月15日", "patent", "专利号"),
        (APPLICATION, "完成时间: 2022-06-20", "完成时间: 2023-08-02", "dates", "完成时间"),
        (APPLICATION, "360102198705120018", "36010220210512011X", "id-number", "身份证号码"),
        (APPLICATION, "联系人: 陶玥", "联系人: 本人", "placeholder", "联系人"),
        (APPLICATION, "工作单位: 江西昌北恒岳精密机械有限公司", "工作单位: 本单位", "placeholder", "工作单位"),
        (APPLICATION, "创造性与先进性: 把", "创造性与先进性: 见附件。\n备用: 把", "placeholder", "创造性与先进性"),
        (APPLICATION, "所属行业: 机械制造", "所属行业: 机械\U0010fffd", "character", "所属行业"),
        (APPLICATION, "所在单位: 江西昌北恒岳精密机械有限公司\n", "所在单位:\n", "required", "所在单位"),
        (APPLICATION, "实施方式:", "实施方法:", "unknown-key", "实施方法"),
        (APPLICATION, "申报时间:", "附件: 没有.pdf\n申报时间:", "attachment", "附件"),
        (APPLICATION, "是否非公: 是", "是否非公: 否", "non-public-share", "非公比例"),
        (APPLICATION, "职务: 铣工班班长", "职务: 副总经理", "excluded-person", "第一完成人职务"),
        (
            APPLICATION,
            "所在单位: 江西昌北恒岳精密机械有限公司\n",
            "所在单位: 江西昌北工业学院\n",
            "excluded-unit",
            "所在单位",
        ),
        ("campaign.yaml", "非公比例: 20%", "非公比例: 两成", "percent", "非公比例"),
        ("campaign.yaml", "第{序号}号\n发证", "号\n发证", "pattern", "证书编号"),
        ("campaign.yaml", "申报截止: 2023年8月15日", "申报截止: 2023年7月15日", "dates", "申报截止"),
        ("campaign.yaml", "最低数量: 1", "最低数量: 2", "quota", "最低数量"),
    ],
)
def test_a_wrong_value_is_named_with_its_line_and_remedy(
    file: str, old: str, new: str, code: str, field: str, edited: Edit
) -> None:
    found = [problem for problem in problems_of(edited(file, old, new)) if problem.code == code]
    assert field in [problem.field for problem in found], found
    assert all(problem.place.file and problem.place.line and problem.fix for problem in found)


def test_all_problems_come_at_once(edited: Edit) -> None:
    edited(APPLICATION, "第一完成人性别: 男", "第一完成人性别: 公")
    edited(APPLICATION, "项目类别: 小发明", "项目类别: 大发明")
    folder = edited(APPLICATION, '"13900001234"', '"139"')
    assert {"choice", "phone"} <= {problem.code for problem in problems_of(folder)}
    assert len(problems_of(folder)) >= 3


def test_a_rejected_row_is_counted(edited: Edit) -> None:
    _, counts, _ = check_campaign(edited(APPLICATION, "项目类别: 小发明", "项目类别: 大发明"))
    assert (counts.read, counts.accepted, counts.rejected, counts.blank) == (1, 0, 1, 0)


def test_no_message_shows_an_id_number_or_a_phone(edited: Edit) -> None:
    edited(APPLICATION, "360102198705120018", "360102198705120017")
    edited(APPLICATION, "联系人电话: 0791-88001234", "联系人电话: 0791-8800123456789")
    folder = edited(APPLICATION, '"13900001234"', '"139000012345"')
    shown = "".join(map(str, problems_of(folder)))
    assert len(problems_of(folder)) == 3
    for hidden in ("360102198705120017", "139000012345", "0791-8800123456789"):
        assert hidden not in shown


def test_the_same_project_twice_shows_both_places(minimal: Path) -> None:
    first = minimal / APPLICATION
    second = first.with_name("NC-002.yaml")
    second.write_text(first.read_text(encoding="utf-8").replace("NC-001", "NC-002"), encoding="utf-8")
    found = [problem for problem in problems_of(minimal) if problem.code == "duplicate"]
    assert len(found) == 1
    assert found[0].place.file == "applications/NC-002.yaml"
    assert "applications/NC-001.yaml" in found[0].message


def test_a_value_at_the_smallest_size_is_a_reminder(edited: Edit) -> None:
    found = problems_of(edited(APPLICATION, "岗位职务: 铣工,", f"岗位职务: {'铣' * 16},"))
    assert [(problem.code, problem.severity.value) for problem in found] == [("fit", "warning")]


def test_a_text_that_moves_the_rows_below_it_to_another_page_is_a_reminder(edited: Edit) -> None:
    start = "  投入资金1.8万元，"
    assert problems_of(edited(APPLICATION, start, start + "减少停机，" * 20)) == []
    (problem,) = problems_of(edited(APPLICATION, start, start + "减少停机，" * 60))
    assert (problem.code, problem.field, problem.place.line) == ("fit", "转化创造效益情况", 14)
    assert "第2页印不下" in problem.message


def test_an_empty_folder_is_a_problem_and_no_traceback(tmp_path: Path) -> None:
    campaign, _, problems = check_campaign(tmp_path)
    assert campaign is None
    assert "campaign.yaml" in {problem.place.file for problem in problems}


def test_more_completers_than_rows_are_refused(edited: Edit) -> None:
    row = "  - {姓名: 熊玉兰, 性别: 女, 岗位职务: 工艺员, 职称: 助理工程师, 工作单位: 江西昌北恒岳精密机械有限公司}\n"
    more = "".join(row.replace("熊玉兰", f"熊玉{n}") for n in "一二三四")
    folder = edited(APPLICATION, row, row + more)
    assert "completers" in {problem.code for problem in problems_of(folder)}


def test_what_is_lacking_at_the_end_is_an_error(edited: Edit) -> None:
    folder = edited("campaign.yaml", "最低数量: 1", "最低数量: 2")
    assert errors_of(check_campaign(folder)[2]) == ()
    _, _, problems = check_campaign(folder, final=True)
    assert [(problem.code, problem.severity.value) for problem in problems] == [("quota", "error")]
    assert problems[0].place.file == "campaign.yaml"
    assert "还差1项" in problems[0].fix


def test_a_recommender_that_handed_in_nothing_is_named(edited: Edit) -> None:
    own = "  - {名称: 南昌市总工会, 简称: 南昌, 类型: 设区市总工会, 最低数量: 1}\n"
    folder = edited("campaign.yaml", own, own + own.replace("南昌", "九江"))
    assert [(problem.code, problem.message[:9]) for problem in problems_of(folder)] == [("quota", "九江市总工会申报0")]


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        (APPLICATION, "申报时间: 2023年8月1日", "申报时间: 2023年7月24日"),
        (APPLICATION, "申报时间: 2023年8月1日", "申报时间: 2023年8月15日"),
        (APPLICATION, "完成时间: 2022-06-20", "完成时间: 2020-08-15"),
        (APPLICATION, "完成时间: 2022-06-20", "完成时间:"),
        (APPLICATION, "项目简介（100字以内）: 针对", f"项目简介（100字以内）: {'针' * 100}\n# "),
        (APPLICATION, "职务: 铣工班班长", "职务: 车间主任"),
    ],
)
def test_the_last_value_allowed_is_no_problem(file: str, old: str, new: str, edited: Edit) -> None:
    assert problems_of(edited(file, old, new)) == []


def test_the_day_before_three_years_is_too_early(edited: Edit) -> None:
    found = problems_of(edited(APPLICATION, "完成时间: 2022-06-20", "完成时间: 2020-08-14"))
    assert [problem.code for problem in found] == ["recent"]


@pytest.mark.parametrize(("length", "codes"), [(2000, []), (2001, ["summary-length"])])
def test_a_work_summary_has_at_most_2000_characters(length: int, codes: list[str], minimal: Path) -> None:
    (minimal / "summaries").mkdir(exist_ok=True)
    text = f"申报单位: 南昌市总工会\n工作总结: {'总' * length}\n"
    (minimal / "summaries/南昌.yaml").write_text(text, encoding="utf-8")
    assert [problem.code for problem in problems_of(minimal)] == codes


def hand_in(folder: Path, count: int, non_public: int, recommender: str = "南昌市总工会", start: int = 2) -> None:
    """Applications of different units and leads beside the first, so many of them of non-public units."""
    first = (folder / APPLICATION).read_text(encoding="utf-8")
    for place in range(count):
        digits = f"36010219870512{2 * (start + place) + 1:03d}"
        number = digits + ric.calc_check_digit(digits + "0")
        text = first.replace("NC-001", f"NC-{start + place:03d}").replace("立式铣床", f"{start + place}号铣床")
        text = text.replace("360102198705120018", number).replace("申报单位: 南昌市总工会", f"申报单位: {recommender}")
        text = text.replace("是否非公: 是", f"是否非公: {'是' if place < non_public else '否'}")
        (folder / f"applications/NC-{start + place:03d}.yaml").write_text(text, encoding="utf-8")


@pytest.mark.parametrize(("others", "codes"), [(4, []), (5, ["non-public-share"])])
def test_a_fifth_of_the_applications_is_enough_and_less_is_not(others: int, codes: list[str], minimal: Path) -> None:
    hand_in(minimal, others, 0)  # the first application is of a non-public unit
    assert [problem.code for problem in problems_of(minimal)] == codes


@pytest.mark.parametrize("kind", ["省产业工会", "省直属基层工会"])
def test_other_unions_need_neither_a_number_nor_a_share(kind: str, edited: Edit) -> None:
    own = "  - {名称: 南昌市总工会, 简称: 南昌, 类型: 设区市总工会, 最低数量: 1}\n"
    union = f"  - {{名称: 省某工会, 简称: 某, 类型: {kind}, 最低数量: 0}}\n"
    folder = edited("campaign.yaml", own, own + union)
    assert check_campaign(folder, final=True)[2] == []
    hand_in(folder, 1, 0, "省某工会")
    assert check_campaign(folder, final=True)[2] == []


@pytest.mark.parametrize(
    ("old", "new", "severity"),
    [("NC-001", "NC-002", "error"), ("立式铣床主轴", "卧式铣床主轴", "warning")],
)
def test_a_project_or_a_lead_of_two_recommenders_is_told_with_both_places(
    old: str, new: str, severity: str, edited: Edit
) -> None:
    own = "  - {名称: 南昌市总工会, 简称: 南昌, 类型: 设区市总工会, 最低数量: 1}\n"
    folder = edited("campaign.yaml", own, own + own.replace("南昌", "九江"))
    text = (folder / APPLICATION).read_text(encoding="utf-8").replace("NC-001", "NC-002")
    text = text.replace(old, new).replace("申报单位: 南昌市总工会", "申报单位: 九江市总工会")
    (folder / "applications/NC-002.yaml").write_text(text, encoding="utf-8")
    (told,) = problems_of(folder)
    assert (told.code, told.severity.value, told.recommender) == ("duplicate", severity, "九江市总工会")
    assert "applications/NC-001.yaml" in told.message


def test_winners_that_do_not_add_up_stop_only_what_tells_of_them() -> None:
    wrong = errors_of(problems_of(ROOT / "data_examples/broken/award-counts"))
    assert {problem.code for problem in wrong} == {"awards"}
    assert {touch for problem in wrong for touch in problem.touches} == {Touch(AWARDS)}
    assert {problem.recommender for problem in wrong} == {""}  # a figure of the province stands under no city


def test_every_rule_judges_what_is_right_in_a_row_with_a_wrong_value() -> None:
    problems = problems_of(ROOT / "data_examples/broken/several-kinds-at-once")
    assert {problem.code for problem in problems} == {
        "choice",
        "dates",
        "intro-length",
        "id-number",
        "attachment",
        "glyph",
    }


@pytest.mark.parametrize("key", ["项目简介", "项目简介（80字以内）", "项目简介(150字以内)", "brief"])
def test_the_brief_is_known_whatever_limit_stands_behind_its_name(key: str, edited: Edit) -> None:
    folder = edited(APPLICATION, "项目简介（100字以内）:", f"{key}:")
    assert problems_of(folder) == []


@pytest.mark.parametrize("header", ["项目简介", "项目简介（80字以内）*", "项目简介\n（150字以内）*"])
def test_the_brief_s_column_is_known_whatever_limit_stands_in_its_header(header: str, minimal: Path) -> None:
    campaign, _, _ = check_campaign(minimal)
    assert campaign is not None
    as_workbook(minimal, campaign.settings, campaign.applications)
    shutil.rmtree(minimal / "applications")
    book = load_workbook(minimal / "applications.xlsx")
    (cell,) = (cell for cell in book["申报项目"][1] if str(cell.value).startswith("项目简介"))
    assert cell.value == "项目简介（100字以内）*"
    cell.value = header
    book.save(minimal / "applications.xlsx")
    assert problems_of(minimal) == []


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("form1/form.yaml", "height_mm: 14, cells: [{columns: [0, 7],", "height_mm: 9, cells: [{columns: [0, 7],"),
        ("opinion/form.yaml", "kind: grid", "kind: table"),
        ("fields.yaml", "key: discipline", "key: Discipline"),
    ],
)  # fmt: skip
def test_where_fields_or_forms_are_wrong_nothing_is_held_against_the_programs_own(
    file: str, old: str, new: str, tmp_path: Path
) -> None:
    kept = shutil.ignore_patterns("attachments", "source", "*.docx")
    campaign = Path(shutil.copytree(ROOT / "data_examples" / "another-award", tmp_path / "campaign", ignore=kept))
    (campaign / "returned").mkdir()
    shutil.copy(campaign / "templates" / "form2" / "form2.xlsx", campaign / "returned")
    path = campaign / "templates" / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")
    found, counts, problems = check_campaign(campaign)
    assert (found, counts.read) == (None, 0)
    assert {one.place.file for one in errors_of(problems)} == {f"templates/{file}"}
    assert {one.place.file.split("/")[0] for one in problems} == {"templates"}
    settings = campaign / "campaign.yaml"
    early = settings.read_text(encoding="utf-8").replace("2024年8月30日", "2024年1月30日")
    settings.write_text(early, encoding="utf-8")
    assert "campaign.yaml" in {one.place.file for one in check_campaign(campaign)[2]}  # what it says itself still is


def test_awards_are_counted_and_no_number_counts_twice_whatever_else_is_wrong(tmp_path: Path) -> None:
    folder = write_small_campaign(tmp_path / "campaign", 3)
    for number, old, new in ((1, "证书序号: 1", "证书序号: 2"), (3, "专利状况: 未申请", "专利状况: 不详")):
        file = folder / f"applications/NC-00{number}.yaml"
        file.write_text(file.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    settings = folder / "campaign.yaml"
    settings.write_text(settings.read_text(encoding="utf-8").replace("数量: 3", "数量: 4"), encoding="utf-8")
    problems = errors_of(problems_of(folder))
    assert [one.message for one in problems if one.code == "awards"] == [
        "证书序号2与项目 NC-001 重复。",
        "一等优秀成果有3项，应为4项。",
    ]
    both = next(one.touches for one in problems if one.field == "证书序号")
    assert both == (Touch(AWARDS, "NC-002"), Touch(AWARDS, "NC-001"))
