"""Another province's award: own fields, forms, words and recommenders, made of its folder alone, without any code."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pikepdf
import pytest
import yaml
from conftest import ROOT
from openxml_audit import OpenXmlValidator
from support.handed_in import APPLICATIONS, AWARDS, COMPLETERS, Values, fields_of, tables_of
from support.poppler import pictures_mm
from support.qpdf import complaints
from support.shown_values import TICK, file_pages, missing

from generator.campaign.errors import errors_of
from generator.checks.campaign import check_campaign
from generator.interfaces.cli import run
from generator.running.publishing import MANIFEST

pytestmark = pytest.mark.xdist_group("another-award")

ANOTHER = ROOT / "data_examples" / "another-award"
# One hands in a workbook, the other YAML files; the square portrait and the longest texts are among theirs.
SOME = ("黔西南布依族苗族自治州总工会", "贵州省国防科技产业工会")
FORMS = ("form1", "opinion")  # of every application
COPIES = 3
PHOTO_MM = (25, 35)
MM_PER_PT = 25.4 / 72
BOXES = ("成果类别", "专业领域", "非公有制企业", "知识产权", "首次申报")  # ticked in the 申报书
OTHER_AWARDS = ("五小", "江西", "赣", "优秀成果", "设区市")  # words of the award that the program comes with
NOT_PRINTED = ("成果编号", "照片", "附件材料", "推荐单位")


@dataclass(frozen=True)
class Built:
    """What was handed in, and what was built of it."""

    applications: list[Values]
    completers: list[Values]
    awards: dict[str, Values]
    out: Path
    manifest: dict[str, Any]

    def files(self, document: str, record: str | None = None, ending: str | None = None) -> list[Path]:
        return [
            self.out / one["path"]
            for one in self.manifest["files"]
            if one["document"] == document and record in (None, one["record"]) and ending in (None, one["format"])
        ]


def _built(out: Path, *recommenders: str, only: str = "") -> Built:
    chosen = [word for name in recommenders for word in ("--recommender", name)] + (["--only", only] if only else [])
    assert run(["build", str(ANOTHER), "--out", str(out), *chosen]) == 0
    tables = tables_of(ANOTHER)
    own = [one for one in tables[APPLICATIONS] if not recommenders or one["推荐单位"] in recommenders]
    awards = {one["成果编号"]: one for one in tables[AWARDS]}
    manifest = json.loads((out / MANIFEST).read_text(encoding="utf-8"))
    return Built(own, tables[COMPLETERS], awards, out, manifest)


@pytest.fixture(scope="module")
def some(tmp_path_factory: pytest.TempPathFactory) -> Built:
    return _built(tmp_path_factory.mktemp("another") / "out", *SOME)


@pytest.fixture(scope="module")
def every(tmp_path_factory: pytest.TempPathFactory) -> Built:
    return _built(tmp_path_factory.mktemp("another-whole") / "out")


# ---- the data


def test_the_check_finds_no_error_and_reads_every_application() -> None:
    campaign, counts, problems = check_campaign(ANOTHER, final=True)
    assert [str(problem) for problem in errors_of(problems)] == []
    assert campaign is not None
    assert (counts.read, counts.accepted, counts.rejected) == (40, 40, 0)
    assert len(campaign.winners) == 24
    assert [tier.name for tier in campaign.settings.tiers] == ["特等奖", "一等奖", "二等奖", "三等奖"]


def test_before_the_review_the_program_s_own_wording_of_the_bulletin_stands_too(tmp_path: Path) -> None:
    left_out = shutil.ignore_patterns("评选结果.xlsx", "bulletin.yaml")
    campaign = Path(shutil.copytree(ANOTHER, tmp_path / "campaign", ignore=left_out))
    checked, _, problems = check_campaign(campaign)
    assert [str(problem) for problem in errors_of(problems)] == []
    assert checked is not None
    assert checked.winners == ()


def test_the_templates_are_what_is_drawn_of_its_forms(tmp_path: Path) -> None:
    campaign = Path(shutil.copytree(ANOTHER, tmp_path / "campaign", ignore=shutil.ignore_patterns("*.docx", "f*.xlsx")))
    assert run(["draft", str(campaign), "--quiet"]) == 0
    drawn = [path.relative_to(campaign) for path in sorted((campaign / "templates").rglob("*.*")) if path.is_file()]
    assert {path.suffix for path in drawn} >= {".docx", ".xlsx", ".md"}
    assert drawn == [
        path.relative_to(ANOTHER) for path in sorted((ANOTHER / "templates").rglob("*.*")) if path.is_file()
    ]
    for path in drawn:
        assert (campaign / path).read_bytes() == (ANOTHER / path).read_bytes(), path


def test_nothing_is_found_in_the_templates(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["lint-templates", str(ANOTHER)]) == 0
    assert capsys.readouterr().out.endswith("错误0处，提醒0处。\n")


def test_the_award_uses_every_kind_of_field() -> None:
    kinds = {field["kind"] for fields in fields_of(ANOTHER).values() for field in fields}
    wanted = "单行文字 人名 多段文字 多项文字 选一项 选多项 是否 日期 电话 身份证号码 专利号 整数 金额 图片"
    assert kinds == set(wanted.split())


def test_the_applications_span_what_they_may_be_like() -> None:
    tables = tables_of(ANOTHER)
    others = Counter(one["成果编号"] for one in tables[COMPLETERS])
    counts = {others[one["成果编号"]] for one in tables[APPLICATIONS]}
    assert {0, 8} <= counts <= set(range(9))
    assert {one["成果类别"] for one in tables[APPLICATIONS]} == {"发明创造", "技术攻关", "技术革新", "先进操作法"}
    lengths = [sum(len(str(value)) for value in one.values()) for one in tables[APPLICATIONS]]
    assert min(lengths) < 500
    assert max(lengths) > 1700
    assert "0" in {one["年经济效益"] for one in tables[APPLICATIONS]}


# ---- the documents


def _texts(one: Mapping[str, Any], labels: Iterator[str] | list[str]) -> dict[str, str]:
    """What a document must show of these values: every paragraph of a text, dates in Chinese."""
    shown = {}
    for label in labels:
        for place, line in enumerate(_shown(one.get(label, "")).split("\n")):
            shown[f"{label} {place}"] = line.strip()
    return shown


def _shown(value: date | str) -> str:
    return f"{value.year}年{value.month}月{value.day}日" if isinstance(value, date) else value


def _wrong(built: Built, document: str, ending: str, values: Any) -> dict[str, list[str]]:
    """By number of the application, which of its values its file does not show."""
    wrong = {}
    for one in built.applications:
        (path,) = built.files(document, one["成果编号"], ending)
        if lost := missing(file_pages(path), values(built, one)):
            wrong[one["成果编号"]] = lost
    assert built.applications
    return wrong


def _form1_values(built: Built, one: Values) -> dict[str, str]:
    labels = [label for label in one if label not in (*NOT_PRINTED, *BOXES)]
    values = _texts(one, labels) | {"推荐单位": one["推荐单位"]}
    for label in BOXES:
        words = one[label].split("、")
        values |= {f"{label} {word}": TICK + word for word in words}
    for place, other in enumerate(_others(built, one)):
        values |= {f"{place} {label}": value for label, value in _texts(other, list(other)[1:]).items()}
    return values


def _others(built: Built, one: Values) -> list[Values]:
    return [other for other in built.completers if other["成果编号"] == one["成果编号"]]


def _opinion_values(built: Built, one: Values) -> dict[str, str]:
    labels = "成果名称 推荐单位 完成单位 第一完成人 政治面貌 岗位（职务） 身份证号码"
    return _texts(one, labels.split()) | {"单位性质": TICK + one["单位性质"]}


VALUES = {"form1": _form1_values, "opinion": _opinion_values}


@pytest.mark.parametrize("ending", ["docx", "pdf"])
@pytest.mark.parametrize("form", FORMS)
def test_a_form_of_some_applications_shows_every_value(form: str, ending: str, some: Built) -> None:
    assert _wrong(some, form, ending, VALUES[form]) == {}


@pytest.mark.long
@pytest.mark.parametrize("ending", ["docx", "pdf"])
@pytest.mark.parametrize("form", FORMS)
def test_a_form_of_every_application_shows_every_value(form: str, ending: str, every: Built) -> None:
    assert _wrong(every, form, ending, VALUES[form]) == {}
    assert len(every.files(form, ending=ending)) == 40


def test_a_comparison_finds_a_value_that_is_not_there(some: Built) -> None:
    spoilt = [one | {"关键词": "这里没有的词"} for one in some.applications]
    lost = _wrong(Built(spoilt, some.completers, some.awards, some.out, some.manifest), "form1", "pdf", _form1_values)
    assert list(lost.values()) == [["关键词 0"]] * len(spoilt)


def _list_wrong(built: Built) -> dict[str, list[str]]:
    labels = ["成果名称", "成果类别", "专业领域", "第一完成人", "学历", "手机号码", "年经济效益", "完成日期"]
    wrong = {}
    for path in built.files("form2"):
        recommender = next(one["record"] for one in built.manifest["files"] if built.out / one["path"] == path)
        own = [one for one in built.applications if one["推荐单位"] == recommender]
        assert own
        values = {f"{one['成果编号']} {name}": text for one in own for name, text in _texts(one, labels).items()}
        values |= {f"{one['成果编号']} unit": f"{one['完成单位']}{one['岗位（职务）']}" for one in own}
        if lost := missing(file_pages(path), values):
            wrong[path.name] = lost
    return wrong


def test_the_list_of_some_recommenders_shows_every_row(some: Built) -> None:
    assert len(some.files("form2")) == 3 * len(SOME)
    assert _list_wrong(some) == {}


@pytest.mark.long
def test_the_list_of_every_recommender_shows_every_row(every: Built) -> None:
    assert len(every.files("form2")) == 3 * 14
    assert _list_wrong(every) == {}


def test_a_portrait_keeps_its_shape_and_finds_room_in_its_frame(some: Built) -> None:
    for one in some.applications:
        (path,) = some.files("form1", one["成果编号"], "pdf")
        ((width, height),) = pictures_mm(path)
        assert width <= PHOTO_MM[0] + 0.2
        assert height <= PHOTO_MM[1] + 0.2
        assert max(width / PHOTO_MM[0], height / PHOTO_MM[1]) > 0.98
        is_square = one["照片"].endswith(".png")
        assert width / height == pytest.approx(1 if is_square else PHOTO_MM[0] / PHOTO_MM[1], abs=0.02)


def test_a_packet_holds_three_copies_of_both_forms(some: Built) -> None:
    for one in some.applications:
        (path,) = some.files("packet", one["成果编号"], "pdf")
        text = "".join(file_pages(path))
        assert text.count("2024年贵州省职工技术创新成果奖推荐对象征求意见表") == COPIES
        assert text.count("一、成果基本情况") == COPIES


def test_the_notice_holds_all_three_blank_forms_and_the_numbers_that_are_left_open(tmp_path: Path) -> None:
    (path,) = _built(tmp_path / "out", only="notice").files("notice", ending="pdf")
    text = "".join(file_pages(path))
    for name in ("申报书", "推荐汇总表", "推荐对象征求意见表"):
        assert text.count(f"2024年贵州省职工技术创新成果奖{name}") >= 2, name  # in the list of annexes, and as a title
    for mark in ("附件1", "附件2", "附件3", "特等奖不超过2项", "三等奖若干项", "各若干项"):
        assert mark in text, mark
    assert not [word for word in OTHER_AWARDS if word in text]


def test_no_document_speaks_of_the_other_award(some: Built) -> None:
    read = 0
    for one in some.manifest["files"]:
        if one["format"] in ("pdf", "docx", "xlsx"):
            text = "".join(file_pages(some.out / one["path"])) + one["path"]
            assert not [word for word in OTHER_AWARDS if word in text], one["path"]
            read += 1
    assert read > 30


def test_the_workbook_and_the_intro_material_call_things_as_the_award_does(some: Built, tmp_path: Path) -> None:
    assert run(["workbook", "--out", str(tmp_path / "asks.xlsx"), str(ANOTHER), "--quiet"]) == 0
    asked = "".join(file_pages(tmp_path / "asks.xlsx"))
    assert (
        missing(
            [asked],
            {"joined": "三张表用“成果编号”相互对应", "picture": "照片用JPG或PNG", "year": "年经济效益（万元）*"},
        )
        == []
    )
    (intro,) = some.files("intro", "GF-001", "pdf")
    introduced = "".join(file_pages(intro))
    assert missing([introduced], {"name": "成果名称：惯性导航", "unit": "完成单位：贵州凌岳"}) == []
    assert not [name for name in ("项目编号", "项目名称", "所在单位") if name in asked + introduced]


def test_a_certificate_names_the_prize(some: Built) -> None:
    for one in some.applications:
        if award := some.awards.get(one["成果编号"]):
            (path,) = some.files("certificate", one["成果编号"], "pdf")
            wanted = {"name": one["成果名称"], "tier": f"职工技术创新成果奖{award['等次']}", "lead": one["第一完成人"]}
            assert missing(file_pages(path), wanted) == []


# ---- the whole


@pytest.mark.long
def test_the_whole_award_is_built_and_sound(every: Built) -> None:
    counts = Counter(one["document"] for one in every.manifest["files"])
    assert every.manifest["counts"]["accepted"] == 40
    assert counts["form1"] == counts["opinion"] == 80
    assert counts["packet"] == 40 + 14
    assert counts["bulletin"] == 3
    assert set(counts) >= {
        "notice",
        "blank",
        "form1",
        "form2",
        "opinion",
        "certificate",
        "bulletin",
        "packet",
        "summary",
    }
    validator = OpenXmlValidator()
    for one in every.manifest["files"]:
        path = every.out / one["path"]
        if one["format"] in ("docx", "xlsx"):
            assert not validator.validate(path).errors, path.name
        elif one["format"] == "pdf":
            assert complaints(path) == "", path.name
            with pikepdf.open(path) as pdf:
                assert len(pdf.pages) == one["pages"]


@pytest.mark.long
def test_the_bulletin_lists_every_winner_and_holds_no_personal_number(every: Built) -> None:
    winners = [one for one in every.applications if one["成果编号"] in every.awards]
    assert len(winners) == 24
    for path in every.files("bulletin"):
        pages = file_pages(path)
        for one in winners:
            assert missing(pages, _texts(one, ["成果名称", "完成单位", "第一完成人", "推荐单位"])) == [], path.name
        text = "".join(pages)
        assert not [one for one in every.applications if one["身份证号码"] in text or one["手机号码"] in text]


@pytest.mark.long
def test_the_script_makes_the_same_files_again(tmp_path: Path) -> None:
    """The files beside the script are what it makes: those of text and the workbooks; pictures follow from fonts."""
    made = tmp_path / "another-award"
    subprocess.run(["cp", "-r", str(ANOTHER), str(made)], check=True)
    code = f"import sys; sys.path[:0] = [{str(ROOT)!r}, {str(made)!r}]; import make_example; make_example.main()"
    subprocess.run(["python", "-B", "-c", code], check=True, capture_output=True, cwd=tmp_path)
    compared = 0
    for path in sorted((ANOTHER / "applications").iterdir()) + sorted((ANOTHER / "summaries").iterdir()):
        assert (made / path.relative_to(ANOTHER)).read_bytes() == path.read_bytes(), path.name
        compared += 1
    assert compared > 20


def test_the_award_is_data_alone() -> None:
    settings = yaml.safe_load((ANOTHER / "campaign.yaml").read_text(encoding="utf-8"))
    words = {settings["省份"].removesuffix("省"), *(tier["名称"] for tier in settings["等次"])}
    code = "".join(path.read_text(encoding="utf-8") for path in sorted((ROOT / "generator").rglob("*.py")))
    assert len(code) > 500_000
    assert not [word for word in words if word in code]
