"""`wuxiao lint-templates`: a folder of spoilt templates, each with the problem that it was spoilt with."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from zipfile import ZipFile

import pytest
from jinja2 import Environment
from linting.payloads import ENDLESS
from openpyxl import load_workbook
from openpyxl.drawing.image import Image
from support import offices
from support.office_files import changed, in_body, png
from support.office_files import field as fields
from support.word_files import WORD, with_parts, with_relation, word_template

from generator.campaign.errors import TemplateError, errors_of
from generator.campaign.layout import package_templates
from generator.composing import codes
from generator.interfaces.cli import run
from generator.linting.lint import lint
from generator.linting.names import left_out, names_in
from generator.linting.package import links_outside, package_problems
from generator.linting.trial import Limits, require_sound
from generator.office.package import read_package

PROGRAM = package_templates()


def read(name: str) -> bytes:
    return (PROGRAM / name).read_bytes()


def own(folder: Path, files: dict[str, bytes]) -> Path:
    for name, content in files.items():
        (folder / "templates" / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / "templates" / name).write_bytes(content)
    return folder


def replaced(name: str, old: str, new: str) -> bytes:
    document = read_package(read(name))[WORD].decode()
    assert old in document
    return with_parts(read(name), {WORD: document.replace(old, new, 1).encode()})


def with_cell(name: str, cell: str, text: str) -> bytes:
    book = load_workbook(PROGRAM / name)
    book.worksheets[0][cell] = text
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_every_mistake_is_told_with_its_place(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    split = "</w:t></w:r><w:r><w:rPr><w:b/></w:rPr><w:t>"
    files = {
        "form1/form1.docx": replaced("form1/form1.docx", "{{r slots.lead_address }}", "{{r slots.lead_adress }}"),
        "form2/form2.docx": replaced("form2/form2.docx", "{{ foot_note }}", "{{ foot" + split + "_note }}"),
        "bulletin/bulletin.docx": replaced("bulletin/bulletin.docx", "{{ row.unit|", "｛｛ row.unit|"),
        "certificate/certificate.docx": replaced("certificate/certificate.docx", "{{ one.number }}", "{{ one.number")
        if "{{ one.number }}" in read_package(read("certificate/certificate.docx"))[WORD].decode()
        else word_template("{{ certificates"),
        "notice/notice.docx": with_relation(read("notice/notice.docx"), "image", "http://127.0.0.1/canary.png"),
        "bulletin/winners.xlsx": with_cell("bulletin/winners.xlsx", "A1", "{{ titel }}"),
        "packet/paper.html": b"<html lang=zh><title>t</title>\n<p>{{ signatury }}",
        "from1/form1.html": b"<html>",
    }
    campaign = own(tmp_path, files)
    assert run(["lint-templates", str(campaign), "--json"]) == 3
    told = json.loads(capsys.readouterr().out)["problems"]
    found = {(one["file"].removeprefix("templates/"), one["code"]): one for one in told}
    name = found["form1/form1.docx", "template-name"]
    assert name["cell"] == "第2个表格 第24行 “通讯地址” 单元格附近"
    assert name["fix"] == "您是否想写“lead_address”？"
    assert found["form2/form2.docx", "template-split"]["severity"] == "warning"
    assert "foot_note" in found["form2/form2.docx", "template-split"]["message"]
    assert "全角" in found["bulletin/bulletin.docx", "template-brackets"]["message"]
    assert found["certificate/certificate.docx", "template-split"]["severity"] == "error"
    assert "canary.png" in found["notice/notice.docx", "template-link"]["message"]
    assert found["bulletin/winners.xlsx", "template-name"]["fix"] == "您是否想写“title”？"
    assert found["bulletin/winners.xlsx", "template-name"]["cell"].endswith("单元格 A1")
    assert found["packet/paper.html", "template-name"]["line"] == 2
    assert found["packet/paper.html", "template-name"]["fix"] == "您是否想写“signatory”？"
    assert "form1/form1.html" in found["from1/form1.html", "template-file"]["fix"]


OWN = sorted(path.relative_to(PROGRAM).as_posix() for path in PROGRAM.rglob("*") if path.is_file())
NOT_READ = [name for name in OWN if name.startswith("web/") or name.endswith("grid.yaml")]
READ = [name for name in OWN if name not in NOT_READ]


def test_there_are_templates_of_every_kind_of_file_to_look_at() -> None:
    assert {Path(name).suffix for name in READ} == {".css", ".docx", ".html", ".md", ".svg", ".xlsx", ".yaml"}
    assert len(READ) > 30


@pytest.mark.parametrize("name", READ[::2])
def test_some_of_the_programs_own_templates_have_each_alone_nothing_wrong(name: str, minimal: Path) -> None:
    assert lint(own(minimal, {name: read(name)})) == []


@pytest.mark.long
@pytest.mark.parametrize("name", READ)
def test_each_of_the_programs_own_templates_alone_has_nothing_wrong(name: str, minimal: Path) -> None:
    assert lint(own(minimal, {name: read(name)})) == []


@pytest.mark.parametrize("name", [name for name in READ if name.endswith(".css")])
def test_a_style_sheet_that_was_changed_is_read_as_text(name: str, minimal: Path) -> None:
    assert lint(own(minimal, {name: read(name) + b"\np { margin: 0 }\n"})) == []


def test_all_of_the_programs_own_templates_have_nothing_wrong(
    minimal: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["lint-templates", str(own(minimal, {name: read(name) for name in READ}))]) == 0
    assert capsys.readouterr() == ("错误0处，提醒0处。\n", "")


@pytest.mark.parametrize("name", [name for name in NOT_READ if not name.startswith("web/static")])
def test_a_copy_that_the_program_never_reads_is_told(name: str, minimal: Path) -> None:
    (problem,) = lint(own(minimal, {name: read(name)}))
    assert (problem.code, problem.severity) == ("template-file", "warning")


@pytest.mark.parametrize(("over", "signed"), [(True, False), (True, True), (False, True)])
def test_templates_are_judged_for_campaigns_that_print_over_paper_or_sign_too(
    over: bool, signed: bool, edited: Callable[[str, str, str], Path]
) -> None:
    campaign = edited("campaign.yaml", "证书发放:", f"证书套打: {'是' if over else '否'}\n证书发放:")
    if signed:
        codes.new_keys(campaign)
    files = {name: read(name) for name in READ if name.startswith("certificate/")}
    assert len(files) > 5
    assert lint(own(campaign, files)) == []


@pytest.mark.parametrize("name", ["certificate/certificate.yaml", "bulletin/bulletin.yaml"])
@pytest.mark.parametrize("in_campaign", [True, False])
def test_wording_is_judged_where_there_is_nothing_else(
    name: str, in_campaign: bool, minimal: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = minimal if in_campaign else tmp_path / "other"
    own(folder, {name: read(name).replace("{{ 年度 }}".encode(), "｛｛ 年度 ｝｝".encode())})
    assert run(["lint-templates", str(folder), "--json"]) == 3
    told = json.loads(capsys.readouterr().out)["problems"]
    assert {(one["file"], one["code"]) for one in told} == {(f"templates/{name}", "wording-mark")}
    assert all(one["line"] for one in told)


def test_wording_that_is_wrong_hides_no_mistake_of_a_template(minimal: Path) -> None:
    notice = minimal / "notice.yaml"
    notice.write_text(notice.read_text(encoding="utf-8").replace("{{ 年度 }}", "{ 年度 }", 1), encoding="utf-8")
    problems = lint(own(minimal, {"form2/form2.docx": word_template("{{ titel }}")}))
    assert {one.code for one in problems if one.severity == "error"} == {"wording-mark", "template-name"}


@pytest.mark.parametrize("mark", ["｛｛ title ｝｝", "{{ title ｝}", "｛% if title %｝", "{％ if title ％}"])
@pytest.mark.parametrize("name", ["packet/paper.html", "bulletin/winners.xlsx", "notice/notice.docx"])
def test_full_width_brackets_are_told_in_every_kind_of_template(mark: str, name: str, minimal: Path) -> None:
    made = {
        ".html": lambda: b"<html lang=zh><title>t</title>\n<p>" + mark.encode(),
        ".xlsx": lambda: with_cell(name, "A1", mark),
        ".docx": lambda: word_template(mark),
    }
    problems = lint(own(minimal, {name: made[Path(name).suffix]()}))
    assert "template-brackets" in [one.code for one in problems]


def test_after_a_template_that_never_ends_the_others_are_still_looked_at(tmp_path: Path) -> None:
    files = {"form1/form1.docx": word_template(ENDLESS[0]), "form2/form2.docx": word_template("{{ titel }}")}
    problems = lint(own(tmp_path, files), Limits(seconds=1, memory_bytes=300_000_000))
    codes = [(one.place.file, one.code) for one in problems if one.severity == "error"]
    assert codes == [
        ("templates/form1/form1.docx", "template-trial"),
        ("templates/form2/form2.docx", "template-name"),
    ]


def test_a_folder_without_templates_is_wrong_usage(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["lint-templates", str(tmp_path)]) == 2
    assert "没有模板" in capsys.readouterr().err


# ---- packages


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"x" * 600])
@pytest.mark.parametrize("name", ["a.docx", "a.xlsx"])
def test_what_is_no_word_or_excel_file_is_told(content: bytes, name: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    (problem,) = package_problems(path, name)
    assert problem.code in ("template-broken", "workbook-broken", "workbook-format")
    assert (problem.severity, bool(problem.fix)) == ("error", True)


def test_a_template_that_would_fill_the_memory_is_not_unpacked(tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    with ZipFile(path, "w", 8) as package:
        package.writestr(WORD, b" " * 60_000_000)
    assert [one.code for one in package_problems(path, "a.docx")] == ["template-too-large"]


def test_a_template_with_what_its_lists_hold_is_only_reminded_of_what_is_left_out(tmp_path: Path) -> None:
    path = tmp_path / "a.docx"
    path.write_bytes(word_template("{{ title }}", header="{{ title }}"))
    assert [(one.code, one.severity) for one in package_problems(path, "a.docx")] == [("template-dropped", "warning")]


def test_a_page_that_others_take_in_is_told_once_at_its_own_place(minimal: Path) -> None:
    page = minimal / "templates/form1/form1.html"
    page.parent.mkdir(parents=True)
    page.write_text('<html lang="zh"><title>t</title>\n<form>', encoding="utf-8")
    told = [(one.place.file, one.place.line) for one in errors_of(lint(minimal))]
    assert told == [("templates/form1/form1.html", 2)]


def test_a_picture_is_told_in_words_that_lead_out_of_it(minimal: Path) -> None:
    book = load_workbook(PROGRAM / "form2/form2.xlsx")
    book.worksheets[0].add_image(Image(io.BytesIO(png())), "A40")
    folder = minimal / "templates/form2"
    folder.mkdir(parents=True)
    book.save(folder / "form2.xlsx")
    told = [one for one in errors_of(lint(minimal)) if "image1.png" in str(one)]
    assert told
    assert all("另存为 PNG" not in one.fix for one in told)


def test_a_link_out_of_the_folder_stops_everything(tmp_path: Path) -> None:
    (tmp_path / "secret.html").write_text("<html>", encoding="utf-8")
    campaign = own(tmp_path / "campaign", {"form2/note.html": "<p>说明</p>".encode()})
    templates = campaign / "templates"
    (templates / "form2/form2.html").symlink_to(tmp_path / "secret.html")
    (templates / "form2/alias.html").symlink_to(templates / "form2/note.html")
    assert [one.place.file for one in links_outside(templates)] == ["templates/form2/form2.html"]
    with pytest.raises(TemplateError, match=r"form2\.html"):
        require_sound((), (templates, PROGRAM), date(2023, 7, 20))


def test_lint_and_build_name_a_field_a_formula_and_a_link_outside_the_lists(
    minimal: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    form2 = read("form2/form2.docx")
    files = {
        "form1/form1.docx": in_body(read("form1/form1.docx"), fields("PAGE", 'DdeAuto "a"')),
        "form2/form2.docx": changed(form2, {}, [(WORD, "rIdE", "image", "http://127.0.0.1:9/a", "external")]),
        "form2/form2.xlsx": with_cell("form2/form2.xlsx", "K1", "=WEBSERVICE(A1)"),
    }
    campaign = own(minimal, files)
    assert run(["lint-templates", str(campaign), "--json"]) == 3
    told = {
        (one["file"].removeprefix("templates/"), one["code"]) for one in json.loads(capsys.readouterr().out)["problems"]
    }
    assert {
        ("form1/form1.docx", "template-field"),
        ("form2/form2.docx", "template-link"),
        ("form2/form2.xlsx", "template-formula"),
    } <= told
    for kind in ("form1", "form2"):
        out = campaign.parent / kind
        assert run(["build", str(campaign), "--out", str(out), "--only", kind, "--format", "docx,xlsx"]) == 3
        assert f"templates/{kind}/{kind}" in capsys.readouterr().err
        assert not out.exists()


def saved_anew(campaign: Path, names: list[str], scratch: Path) -> Path:
    """The campaign with these templates of the program's as LibreOffice saves them."""
    for ending in ("docx", "xlsx"):
        files = [PROGRAM / name for name in names if name.endswith(ending)]
        offices.saved_anew(ending, files, scratch / "saved", scratch / "profile")
    return own(campaign, {name: (scratch / "saved" / Path(name).name).read_bytes() for name in names})


def test_a_template_saved_anew_by_another_program_holds_nothing_outside_the_lists(
    minimal: Path, tmp_path: Path
) -> None:
    names = ["notice/notice.docx", "certificate/certificate.docx", "form2/form2.xlsx"]
    templates = saved_anew(minimal, names, tmp_path) / "templates"
    assert {name: package_problems(templates / name, name) for name in names} == {name: [] for name in names}


@pytest.mark.long
def test_all_templates_saved_anew_by_another_program_can_be_used(minimal: Path, tmp_path: Path) -> None:
    """As a clerk would save them: marks may be cut by a change of font, but nothing stands in the way."""
    names = [name for name in READ if name.endswith((".docx", ".xlsx"))]
    assert len(names) > 8
    campaign = saved_anew(minimal, names, tmp_path)
    assert [one for one in lint(campaign) if one.severity == "error"] == []
    assert run(["build", str(campaign), "--out", str(tmp_path / "out"), "--format", "docx,xlsx"]) == 0


# ---- names

CONTEXT = {"title": "甲", "rows": [{"name": "乙"}], "slots": {"name": {"text": "丙"}}, "empty": []}


@pytest.mark.parametrize(
    ("source", "unknown"),
    [
        ("{{ title }}{{ rows[0].name }}{{ slots.name.text }}{% for row in rows %}{{ row.name }}{% endfor %}", []),
        ("{{ titel }}", ["titel"]),
        ("{% for row in rows %}{{ row.nam }}{{ loop.index }}{% endfor %}", ["nam"]),
        ("{{ row }}{% for row in rows %}{% endfor %}{{ row }}", ["row", "row"]),
        ("{% set a = rows %}{% for b in a %}{{ b.x }}{% endfor %}", ["x"]),
        ("{% with a = slots %}{{ a.nome }}{% endwith %}", ["nome"]),
        ("{% macro f(a) %}{{ a.anything }}{{ b }}{% endmacro %}{{ f(1) }}", ["b"]),
        ("{% if nothing is defined %}{% endif %}{{ title.replace('a', 'b') }}{{ rows|length }}", []),
        ("{% for one in empty %}{{ one.whatever }}{% endfor %}", []),
        ("{{ slots['name'] }}{{ slots['nome'] }}", ["nome"]),
        ("{% for a, b in rows %}{{ a }}{% else %}{{ c }}{% endfor %}", ["c"]),
    ],
)
def test_names_are_held_against_what_is_given(source: str, unknown: list[str]) -> None:
    assert [one.name for one in names_in(Environment().parse(source), [CONTEXT])[0]] == unknown


def test_what_is_left_out_is_told_once() -> None:
    _, theirs = names_in(Environment().parse("{{ title }}{{ slots.name.text }}{{ slots.name }}"), [CONTEXT])
    _, own = names_in(Environment().parse("{{ title }}"), [CONTEXT])
    assert list(left_out(own, theirs)) == ["slots"]
