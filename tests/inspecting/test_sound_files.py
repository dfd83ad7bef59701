"""Files as the program makes them, however they are filled in, are found intact."""

from __future__ import annotations

from pathlib import Path

import pytest
import spoiling
from conftest import MINIMAL
from inspected_files import grown, made, printed_by_libreoffice
from support.offices import saved_anew

from generator.campaign.errors import DataError, Severity, UsageError
from generator.inspecting.inspecting import inspect

pytestmark = pytest.mark.xdist_group("inspecting")

FORMS = (
    *(f"{name}.{output}" for name in ("form1", "blank-form1") for output in ("docx", "pdf")),
    *(f"{name}.{output}" for name in ("form2", "blank-form2") for output in ("docx", "pdf", "xlsx")),
)
IMPRINTS = ("bulletin-imprint-here", "bulletin-imprint-next", "bulletin-imprint-after_blank")
PAPERS = tuple(
    f"{name}.{output}"
    for name in ("notice", "notice-printed", "notice-reserved", "bulletin", *IMPRINTS)
    for output in ("docx", "pdf")
)


@pytest.mark.parametrize("name", FORMS)
def test_a_form_as_made_has_no_finding(name: str) -> None:
    found = inspect(made()[name], f"x.{name.split('.')[1]}")
    assert found.kind == name.split(".")[0].removeprefix("blank-")
    assert found.findings == ()
    assert found.intact


@pytest.mark.parametrize("name", FORMS)
def test_a_form_as_made_agrees_with_its_campaign(name: str) -> None:
    assert inspect(made()[name], f"x.{name.split('.')[1]}", MINIMAL).findings == ()


@pytest.mark.parametrize("name", PAPERS)
def test_an_official_paper_as_made_meets_every_figure(name: str) -> None:
    found = inspect(made()[name], f"x.{name.split('.')[1]}")
    assert found.kind == name.split(".")[0].split("-")[0]
    assert len(found.figures) > 25
    assert [str(figure) for figure in found.figures if not figure.within] == []
    clauses = {figure.clause for figure in found.figures}
    assert {"5.1", "5.2.1", "5.2.2", "5.2.3", "7.2.5", "7.3.1", "7.3.2", "7.3.3", "7.3.4", "7.3.7", "7.5"} <= clauses


def test_letterhead_rule_and_imprint_are_measured_where_they_are_printed() -> None:
    for output in ("docx", "pdf"):
        clauses = {figure.clause for figure in inspect(made()[f"notice-printed.{output}"], f"x.{output}").figures}
        assert {"7.2.4", "7.2.7", "7.4.1", "7.3.5.2"} <= clauses


@pytest.mark.parametrize("name", IMPRINTS)
@pytest.mark.parametrize("output", ["docx", "pdf"])
def test_the_imprint_is_measured_wherever_it_stands(name: str, output: str) -> None:
    figures = inspect(made()[f"{name}.{output}"], f"x.{output}").figures
    assert sum(figure.clause == "7.4.1" for figure in figures) == 3
    assert sum(figure.clause == "7.4" for figure in figures) == (2 if output == "pdf" else 1)


def _typed(content: bytes) -> bytes:
    """The blank form with values typed by hand, inside and beside the controls, in odd sizes."""

    def fill(tree: spoiling.Element) -> None:
        spoiling.type_into(tree, "name", "夹具快换装置")
        spoiling.type_into(tree, "industry", "机械", outside=True, half_points=15)
        spoiling.type_into(tree, "benefit", "年节约30万元。" * 20)
        spoiling.type_into(tree, "lead_name", "李一", half_points=28)
        spoiling.type_into(tree, "cover_unit", "某厂")
        spoiling.type_into(tree, "completer5_unit", "某某厂", outside=True)
        hints = [node for node in tree.iter(f"{spoiling.W}t") if node.text == "（签署意见）"]
        assert len(hints) == 2
        for hint in hints:
            hint.text = "情况属实，同意推荐。"

    return spoiling.in_word(content, fill)


def test_values_typed_anywhere_are_no_change() -> None:
    assert inspect(_typed(made()["blank-form1.docx"]), "x.docx").findings == ()


def test_libreoffice_that_saves_a_form_again_only_takes_the_names_of_the_controls(tmp_path: Path) -> None:
    """LibreOffice 7.4 writes controls without tag, title and lock; grid, rules, words, fonts and pages stay."""
    source = tmp_path / "form.docx"
    source.write_bytes(_typed(made()["blank-form1.docx"]))
    saved_anew("docx", [source], tmp_path / "saved", tmp_path / "profile")
    found = inspect(tmp_path / "saved" / "form.docx")
    assert [(finding.what, finding.severity) for finding in found.findings] == [
        ("填写控件的名称", Severity.WARNING),
    ]
    assert found.intact


def test_forms_printed_by_libreoffice_are_intact(tmp_path: Path) -> None:
    files = {name: made()[f"{name}.docx"] for name in ("form1", "blank-form1", "form2", "blank-form2")}
    files |= {Path(name).stem: content for name, content in grown().items() if name.endswith(".docx")}
    for name, path in printed_by_libreoffice(files, tmp_path).items():
        assert [finding.what for finding in inspect(path).findings] == RUN_ON.get(name, []), name


# Forms whose rows below a long benefit stand on the next page, which is told.
RUN_ON = {"benefit-400": ["各行"], "benefit-1500": ["各行"]}


@pytest.mark.parametrize("name", ["benefit-400", "benefit-1500", "intro"])
@pytest.mark.parametrize("output", ["docx", "pdf"])
def test_a_form_that_has_grown_is_intact(name: str, output: str) -> None:
    found = inspect(grown()[f"{name}.{output}"], f"x.{output}")
    assert [finding.what for finding in found.findings] == RUN_ON.get(name, [])
    assert found.intact


def test_a_file_is_known_by_its_words_and_not_by_its_name() -> None:
    assert inspect(made()["notice.docx"], "附件1-申报表.docx").kind == "notice"
    assert inspect(made()["form1.pdf"], "通知.PDF").kind == "form1"


@pytest.mark.parametrize("name", ["x.txt", "x", "x.doc"])
def test_a_file_of_another_format_is_refused_politely(name: str) -> None:
    with pytest.raises(UsageError, match="不是能检查的文件"):
        inspect(b"", name)


def test_a_paper_of_another_kind_is_refused_politely() -> None:
    other = spoiling.in_word(made()["notice.docx"], lambda tree: spoiling.drop(tree[0][0]))
    stripped = spoiling.in_word(other, lambda tree: [spoiling.drop(block) for block in list(tree[0])[:-1]])
    with pytest.raises(UsageError, match="不像是"):
        inspect(stripped, "x.docx")


@pytest.mark.parametrize("output", ["docx", "pdf", "xlsx"])
def test_a_broken_file_is_a_problem_that_names_it(output: str) -> None:
    whole = made()[f"form2.{output}"]
    for content in (b"", b"%PDF-1.7 nothing", whole[: len(whole) // 2]):
        with pytest.raises(DataError) as caught:
            inspect(content, f"坏.{output}")
        assert [problem.place.file for problem in caught.value.problems] == [f"坏.{output}"]
