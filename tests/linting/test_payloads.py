"""Payloads in every place of every kind of template: refused, with the place, and without a trace on the machine."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import pytest
from conftest import MINIMAL
from linting.payloads import ENDLESS, FILLING, REACHING
from openpyxl import load_workbook
from support.office_files import WORD_TYPE, W, changed
from support.pace import pace
from support.word_files import with_parts, word_template

from generator.campaign.errors import TemplateError
from generator.campaign.layout import package_templates
from generator.checks.campaign import check_campaign
from generator.composing.wording import phrase
from generator.ground.environment import FAULTS
from generator.interfaces.cli import run
from generator.linting.package import package_problems
from generator.linting.trial import Limits, Trial, Tried, reached, tried
from generator.office.package import read_package, write_package
from generator.rendering.excel import workbook
from generator.rendering.html import pages
from generator.rendering.word import word_file

DAY = date(2023, 7, 20)
PAYLOADS = REACHING + FILLING
CONTEXT = {"x": "甲", "title": "标题", "rows": []}
PLACES = {
    "body": ("body", "第2段“现将有关事项通知如下”附近"),
    "cell": ("cell", "第3个表格 第2行 “项目名称” 单元格附近"),
    "header": ("header", "页眉 第1段附近"),
    "footer": ("footer", "页脚 第1段附近"),
}
_started: list[str] = []
_watching = [False]


def _watch(event: str, _arguments: tuple[Any, ...]) -> None:
    if not _watching or not _watching[0]:  # a hook outlives the names of its module
        return
    if event in ("subprocess.Popen", "os.system", "os.exec", "os.fork", "os.posix_spawn", "socket.connect"):
        _started.append(event)


sys.addaudithook(_watch)


@contextmanager
def watched() -> Iterator[None]:
    """Fails where this process starts another one or opens a connection."""
    _started.clear()
    _watching[0] = True
    try:
        yield
    finally:
        _watching[0] = False
    assert _started == []


def test_there_are_payloads_enough() -> None:
    assert len(set(PAYLOADS)) >= 40


@pytest.mark.parametrize("place", PLACES)
def test_payloads_in_word_are_refused_with_their_place(
    place: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    keyword, told = PLACES[place]
    parts = read_package(word_template(**{keyword: "PAYLOAD"}))
    begun = time.process_time()
    with watched():
        for payload in PAYLOADS if place == "cell" else PAYLOADS[::5]:
            hurt = {name: data.replace(b"PAYLOAD", escape(payload).encode()) for name, data in parts.items()}
            with pytest.raises(TemplateError) as refused:
                word_file.render(write_package(hurt), CONTEXT, modified=DAY)
            assert told in str(refused.value), payload
    assert (time.process_time() - begun) * pace() < 60
    assert list(tmp_path.iterdir()) == []


def test_payloads_where_nothing_is_filled_are_refused_unread(tmp_path: Path) -> None:
    template = tmp_path / "试验.docx"
    start = f'<w:footnotes xmlns:w="{W}"><w:footnote w:id="1"><w:p><w:r><w:t>'
    for payload in PAYLOADS[::5]:
        notes = f"{start}{escape(payload)}</w:t></w:r></w:p></w:footnote></w:footnotes>"
        relation = [("word/document.xml", "rIdE", "footnotes", "footnotes.xml", "")]
        part = {"word/footnotes.xml": (f"{WORD_TYPE}footnotes+xml", notes)}
        template.write_bytes(changed(word_template(), part, relation))
        told = package_problems(template, "试验.docx")
        assert any(one.code == "template-mark" and "脚注" in one.place.cell for one in told), payload


def test_payloads_in_pages_are_refused_with_their_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    own = tmp_path / "own"
    own.mkdir()
    with watched():
        for number, payload in enumerate(PAYLOADS):
            (own / f"{number}.html").write_text(f"<html lang=zh><title>t</title>\n{payload}", encoding="utf-8")
            with pytest.raises(TemplateError, match=r"有误|找不到") as refused:
                pages.render(f"{number}.html", CONTEXT, folders=[own])
            assert f"{number}.html”第2行" in str(refused.value) or "找不到" in str(refused.value), payload
    assert {path.name for path in tmp_path.iterdir()} == {"own"}


def test_payloads_in_workbooks_are_refused_with_their_cell() -> None:
    book = load_workbook(package_templates() / "bulletin/winners.xlsx")
    with watched():
        for payload in PAYLOADS:
            if payload.startswith("{{"):
                book.worksheets[0]["A1"] = payload
                out = BytesIO()
                book.save(out)
                with pytest.raises(TemplateError, match="单元格 A1"):
                    workbook.render(out.getvalue(), CONTEXT, modified=DAY)


def test_payloads_in_wording_are_refused() -> None:
    with watched():
        for payload in PAYLOADS + ENDLESS:
            with pytest.raises(FAULTS):
                phrase(payload, CONTEXT)


@pytest.mark.parametrize(
    "file", ["notice.yaml", "templates/bulletin/bulletin.yaml", "templates/certificate/certificate.yaml"]
)
def test_payloads_in_wording_files_are_problems_with_their_line(file: str, minimal: Path) -> None:
    path = minimal / file
    if file.startswith("templates"):
        path.parent.mkdir(parents=True)
        shutil.copy(package_templates() / Path(file).relative_to("templates"), path)
    text = path.read_text(encoding="utf-8")
    for payload in (REACHING[1], FILLING[0], ENDLESS[0]):
        lines = text.splitlines()
        line = next(place for place, one in enumerate(lines) if "正文:" in one or ("段落:" in one and "{{" in one))
        start, _, _ = lines[line].partition(": ")
        if "段落" in start or file.endswith("certificate.yaml"):
            lines[line] = f'{start}: "{payload}"'
        else:
            lines.insert(line + 1, f'  - 段落: "{payload}"')
            line += 1
        path.write_text("\n".join(lines), encoding="utf-8")
        _, _, problems = check_campaign(minimal)
        told = [problem for problem in problems if problem.code == "wording" and problem.place.line == line + 1]
        assert told, (payload, problems)
        assert told[0].place.file == file


def test_wording_stays_as_short_as_it_was_written() -> None:
    assert (
        phrase("{% for 等 in 等次 %}{{ 等.名称 }}{{ '，' if not loop.last }}{% endfor %}", {"等次": [{"名称": "甲"}]})
        == "甲"
    )
    for bomb in (
        "{{ x|顿号|顿号 }}",
        "{{ x|join('" + "y" * 50 + "') }}",
        "{% for a in x %}" + "y" * 300 + "{% endfor %}",
        "{% for a in x %}{% for b in x %}{% endfor %}{% endfor %}",
        "{% set a = 'x' %}",
        "{{ '" + "y" * 20_000 + "' }}",
    ):
        with pytest.raises(FAULTS):
            phrase(bomb, {"x": ["甲"] * 100})


# ---- the trial


@pytest.mark.parametrize("payload", ENDLESS)
def test_what_never_ends_is_stopped_by_the_trial(payload: str, tmp_path: Path) -> None:
    (tmp_path / "own").mkdir()
    (tmp_path / "own/a.docx").write_bytes(word_template(cell=payload))
    trials = [Trial("own/a.docx", [CONTEXT])]
    (found,) = tried(trials, (tmp_path,), DAY, Limits(seconds=1, memory_bytes=300_000_000))
    assert "没有尽头" in found.wrong or "内存不够" in found.wrong, found


def test_a_sound_template_passes_the_trial(tmp_path: Path) -> None:
    (tmp_path / "a.docx").write_bytes(word_template(cell="{{ x }}", header="{% for c in x %}{{ c }}{% endfor %}"))
    trial = Trial("a.docx", [CONTEXT])
    assert list(tried([trial], (tmp_path,), DAY)) == [Tried(trial)]


def test_a_template_is_tried_when_any_file_that_it_takes_in_is_the_campaigns(tmp_path: Path) -> None:
    taken = reached("certificate/certificate.html", tmp_path)
    assert {"certificate/certificate.css", "certificate/border.svg"} <= taken
    assert {"shared/grid.html", "shared/official.css"} <= reached("form1/form1.docx", tmp_path)
    (tmp_path / "shared").mkdir()
    (tmp_path / "shared/grid.html").write_text('{% include "shared/mine.html" %}', encoding="utf-8")
    (tmp_path / "shared/mine.html").write_text("", encoding="utf-8")
    assert "shared/mine.html" in reached("form1/form1.html", tmp_path)


def test_in_the_trial_nothing_can_be_started_or_reached() -> None:
    code = (
        "import os, socket, subprocess, sys\n"
        "from generator.linting.child import _refuse\n"
        "sys.addaudithook(_refuse)\n"
        "for act in (lambda: subprocess.run(['true']), lambda: os.system('true'), os.fork, socket.socket,"
        " lambda: os.posix_spawn('/bin/true', ['true'], {}), lambda: os.execv('/bin/true', ['true'])):\n"
        "    try:\n        act()\n    except PermissionError:\n        print('refused')\n"
    )
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ended.stdout.split() == ["refused"] * 6


def test_a_build_with_a_hostile_template_makes_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    campaign = Path(shutil.copytree(MINIMAL, tmp_path / "campaign"))
    (campaign / "templates/form1").mkdir(parents=True)
    own = campaign / "templates/form1/form1.docx"
    arguments = ["build", str(campaign), "--out", str(tmp_path / "out"), "--only", "form1", "--format", "docx"]
    own.write_bytes(word_template(cell="{{ titel }}"))
    assert run(arguments) == 3
    told = capsys.readouterr().err
    assert "templates/form1/form1.docx" in told
    assert "第3个表格 第2行 “项目名称” 单元格附近" in told
    assert not (tmp_path / "out").exists()
    own.write_bytes(with_parts(word_template(cell="{{ title }}"), {"word/vbaProject.bin": b"x"}))
    assert run(arguments) == 3
    assert "宏" in capsys.readouterr().err
    own.write_bytes(word_template(cell="{{ title }}"))
    assert run(arguments) == 0
    assert (tmp_path / "out").exists()


def test_in_the_trial_nothing_is_written_but_in_its_own_folder(tmp_path: Path) -> None:
    code = (
        "import os, shutil, sys, tempfile\n"
        "from pathlib import Path\n"
        "from generator.ground import keeping\n"
        "from generator.linting.child import _refuse\n"
        "other, kept = Path(sys.argv[1]), Path(sys.argv[1]) / 'kept'\n"
        "keeping.keep('glyphs/before', b'x')\n"
        "sys.addaudithook(_refuse)\n"
        "keeping.keep('glyphs/after', b'x')\n"  # which is no harm
        "for act in (lambda: kept.write_text('x'), lambda: kept.open('a'), lambda: os.open(kept, os.O_WRONLY),"
        " kept.unlink, lambda: kept.rename(other / 'b'), lambda: (other / 'c').mkdir(), lambda: os.truncate(kept, 0),"
        " lambda: kept.chmod(0o777), lambda: (other / 'd').symlink_to(kept), lambda: shutil.rmtree(other)):\n"
        "    try:\n        act()\n    except PermissionError:\n        print('refused')\n"
        "with tempfile.TemporaryFile() as file:\n    file.write(b'x')\n"
        "(Path(tempfile.gettempdir()) / 'own').write_text('x')\n"
        "print(kept.read_text())\n"
    )
    (tmp_path / "kept").write_text("whole", encoding="utf-8")
    places = {"XDG_CACHE_HOME": str(tmp_path / "cache"), "TMPDIR": str(tmp_path / "own")}
    (tmp_path / "own").mkdir()
    ended = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path)], capture_output=True, text=True, check=True,
        env=os.environ | places,
    )  # fmt: skip
    assert ended.stdout.split() == ["refused"] * 10 + ["whole"]
    assert [path.name for path in (tmp_path / "cache/wuxiao/glyphs").iterdir()] == ["before"]
    assert {path.name for path in tmp_path.iterdir()} == {"kept", "cache", "own"}
