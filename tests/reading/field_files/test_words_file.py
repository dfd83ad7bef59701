"""words.yaml: the words of an award are data, its own copy takes the program's place, what is wrong is told by line."""

import re
import tokenize
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest
from conftest import ROOT

from generator.campaign.layout import package_templates
from generator.checks.campaign import check_campaign, check_settings_of
from generator.composing.receiving import non_public_rule
from generator.composing.wording.titles import name_of_file, title, title_pieces
from generator.reading.field_files.words_file import NAMED, TITLED, own_words, read_words

OWN = (package_templates() / "words.yaml").read_text(encoding="utf-8")
Edit = Callable[[str, str, str], Path]


def written(minimal: Path, *changes: tuple[str, str]) -> Path:
    """The minimal campaign with a changed copy of the words."""
    text = OWN
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    (minimal / "templates").mkdir()
    (minimal / "templates/words.yaml").write_text(text, encoding="utf-8")
    return minimal


def test_the_programs_own_words_are_right_and_whole() -> None:
    words = own_words()
    assert (set(words.titles), set(words.file_names)) == (set(TITLED), set(NAMED))
    assert [kind.name for kind in words.recommender_kinds if kind.owes_share] == ["设区市总工会", "赣江新区工会"]


def test_an_award_calls_everything_by_its_own_words(minimal: Path) -> None:
    folder = written(minimal, ("活动名称: “五小”活动", "活动名称: 绝技绝活大赛"), ("优秀成果通报", "结果公报"))
    settings, problems = check_settings_of(folder)
    assert settings is not None, problems
    assert title(settings, "申报进度") == "2023年江西省职工绝技绝活大赛申报进度"
    assert title_pieces(settings, "介绍材料") == ["2023年江西省职工", "绝技绝活大赛优秀成果介绍材料"]
    assert name_of_file(settings, "通报") == "2023年绝技绝活大赛结果公报"


def test_campaign_yaml_goes_before_the_words(edited: Edit) -> None:
    own = "单位类型:\n  - {名称: 设区市总工会}\n  - {名称: 大型企业工会, 非公比例: 是, 统称: 大型企业}\n"
    folder = edited("campaign.yaml", "省份: 江西省", f"省份: 江西省\n活动名称: 金点子征集\n{own}")
    settings, problems = check_settings_of(folder)
    assert settings is not None, problems
    assert title(settings, "活动") == "2023年江西省职工金点子征集"
    assert [kind.name for kind in settings.owing_share] == ["大型企业工会"]
    assert non_public_rule("{0}", settings) == ""  # none of the recommenders is of that kind


def test_a_kind_that_is_none_of_the_campaigns_is_refused_with_those_that_there_are(edited: Edit) -> None:
    folder = edited("campaign.yaml", "类型: 设区市总工会", "类型: 设区的市总工会")
    _, problems = check_settings_of(folder)
    (problem,) = (one for one in problems if one.field == "类型")
    assert (problem.code, "设区市总工会" in problem.fix) == ("choice", True)


def test_nobody_is_left_out_where_the_words_name_nobody(minimal: Path) -> None:
    posts = re.search(r"不予推荐职务: .*", OWN)
    assert posts
    folder = written(minimal, (posts[0], "不予推荐职务: []"))
    file = folder / "applications/NC-001.yaml"
    text = file.read_text(encoding="utf-8")
    changed = re.sub(r"第一完成人职务: .*", "第一完成人职务: 总经理", text)
    assert changed != text
    file.write_text(changed, encoding="utf-8")
    assert not [one for one in check_campaign(folder)[2] if one.code == "excluded-person"]
    (folder / "templates/words.yaml").unlink()
    assert [one for one in check_campaign(folder)[2] if one.code == "excluded-person"]


WRONG = {
    "an unknown part": ("标题:\n", "标提:\n", "unknown-key", "标题"),
    "a title missing": ("}}申报进度\"\n", "}}\"\n  申报近况: 一\n", "unknown-key", "申报进度"),
    "an unknown title": ("  证书校样: \"", "  证书校验: \"", "unknown-key", "证书校样"),
    "a mark of no value": ("{{ 活动名称 }}填报表", "{{ 活动名 }}填报表", "form-words", "活动名称"),
    "a mark left open": ("{{ 活动名称 }}填报表", "{{ 活动名称 填报表", "form-words", "{{ 年度 }}"),
    "no name": ("活动名称: “五小”活动", "活动名称:", "required", "活动名称"),
    "a long name": ("活动名称: “五小”活动", f"活动名称: {'很' * 21}", "too-long", "20字"),
    "no kinds": ("  - {名称: 省产业工会}\n", "  - 省产业工会\n", "yaml-shape", ""),
    "a kind twice": ("名称: 省产业工会", "名称: 设区市总工会", "duplicate", "设区市总工会"),
    "a share that is neither": ("赣江新区工会, 非公比例: 是", "赣江新区工会, 非公比例: 有", "definition", "是"),
    "words that are no list": ("不予推荐单位: [大学,", "不予推荐单位: 大学 # [", "yaml-shape", "["),
    "two files of one name": ("  证书校样: 证书校样", "  证书校样: 发证登记表", "duplicate", "发证登记表"),
}  # fmt: skip


@pytest.mark.parametrize("what", WRONG)
def test_what_is_wrong_is_told_with_its_line_and_stops_the_campaign(what: str, minimal: Path) -> None:
    old, new, code, told = WRONG[what]
    found, problems = read_words(OWN.replace(old, new, 1).encode(), "templates/words.yaml")
    assert found is None
    problem = next(one for one in problems if one.code == code)
    assert problem.place.line > 0
    assert told in problem.field + problem.message + problem.fix
    campaign, _, all_problems = check_campaign(written(minimal, (old, new)))
    assert campaign is None
    told_there = [one for one in all_problems if one.place.file == "templates/words.yaml"]
    assert {(one.code, one.touches[0].kind) for one in told_there} >= {(code, "campaign")}
    assert [one for one in all_problems if one.field == "类型"] == []  # what the words do not say is nobody's mistake


def test_the_program_itself_has_the_name_of_no_award() -> None:
    """In comments and docstrings it may stand; every text that comes to anybody is data."""
    found, scanned = [], 0
    for path in sorted((ROOT / "generator").rglob("*.py")):
        with path.open("rb") as file:
            tokens = list(tokenize.tokenize(file.readline))
        scanned += len(tokens)
        for before, token in pairwise(tokens):
            is_docstring = before.type in (tokenize.INDENT, tokenize.NEWLINE, tokenize.NL, tokenize.ENCODING)
            if token.type != tokenize.COMMENT and "五小" in token.string and not is_docstring:
                found.append(f"{path.relative_to(ROOT)}:{token.start[0]}")
    assert scanned > 100_000
    assert found == []
