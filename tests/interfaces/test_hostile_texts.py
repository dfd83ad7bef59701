"""Texts that mean ill, in every field and name of the inputs: whatever channel quotes them shows signs instead."""

from __future__ import annotations

import json
import re
import shutil
import unicodedata
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import yaml
from conftest import EXAMPLE, MINIMAL
from openpyxl import Workbook, load_workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from support.own_fields import FIELDS
from support.services import running
from support.terminals import on_a_terminal, plain

from generator.campaign.settings import CAMPAIGN_FIELDS
from generator.interfaces.cli import run

HOSTILE = tuple(
    f"甲{text}乙"
    for text in (
        "\x1b[31m", "\x1b]0;PWN\x07", "\x1b[2J\x1b[1;1H", "\x1bc", "\x1b[1A\x1b[2K真实有效", "\x1b]8;;http://a.b\x1b\\",
        "\r真实有效", "\b\b\b", "\a", "\v\f", "\x00", "\x01\x02\x03\x04", "\x0e\x0f", "\x7f", "\x80\x81", "\x84\x85",
        "\x8d\x90", "\x9b31m", "\x9d0;PWN\x9c", "\x9f", "\u202a", "\u202b", "\u202c", "\u202d", "\u202egnp.exe",
        "\u2066\u2067\u2068\u2069", "\u200e\u200f", "\u061c", "\u200b\u200c\u200d", "\u2060\u2061\u2064", "\ufeff",
        "\u00ad", "\u034f", "\u115f\u1160\u3164\uffa0", "\u180b\u180e", "\u2028", "\u2029", "\ufff9\ufffa\ufffb",
        "\U000e0041\U000e007f", " \ufe0f\U000e0101",
        "\u17b4\u17b5", "\ufffe\ufdd0",
    )
)  # fmt: skip
SHOWING_NOTHING = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u3164\uffa0\ufdd0-\ufdef\ufffe\uffff\U000e0000-\U000e00ff]| [\ufe0f]"
)
FEW = tuple(HOSTILE[place] for place in (6, 17, 24, 33))


def steering_in(text: str, *, lines: str = "\n") -> list[str]:
    """What of a text could steer a terminal or goes unseen, besides the ends of its lines."""
    found = [one for one in text if one not in lines and unicodedata.category(one) in ("Cc", "Cf", "Cs", "Zl", "Zp")]
    return found + SHOWING_NOTHING.findall(text)


def test_there_are_forty_texts_and_each_would_be_noticed() -> None:
    assert len(set(HOSTILE)) >= 40
    assert [text for text in HOSTILE if not steering_in(text)] == []
    assert steering_in("甲\\x1b[31m乙 葛\U000e0100城市，第1行。\n") == []


def applications(folder: Path, text: str) -> Path:
    """A campaign with an application for each field in which it holds the text, one with a key, a sheet and names."""
    shutil.copytree(MINIMAL, folder)
    (file,) = (folder / "applications").iterdir()
    sound = yaml.load(file.read_text(encoding="utf-8"), yaml.BaseLoader)
    for place, field in enumerate(FIELDS.application):
        label = next((key for key in sound if key.startswith(field.label)), field.label)
        written(folder / f"applications/{place:03d}.yaml", sound | {"项目编号": f"NC-{place + 100}", label: text})
    written(folder / "applications/键.yaml", sound | {text: "值"})
    written(folder / "applications/附件.yaml", sound | {"项目编号": "NC-900", "附件": [f"{text}.pdf"]})
    written(folder / "summaries/总结.yaml", {"申报单位": text, "工作总结": text, text: text})
    named(folder, text)
    book = Workbook()
    book.create_sheet("申报项目").append([ILLEGAL_CHARACTERS_RE.sub("", cell) for cell in ("项目编号", text)])
    book.create_sheet(re.sub(r"[\[\]:*?/\\]", "", ILLEGAL_CHARACTERS_RE.sub("", text))[:31])
    book.save(folder / "applications/表.xlsx")
    return folder


def settings(folder: Path, text: str) -> Path:
    """A campaign whose settings hold the text wherever a text may stand, and as a key."""
    shutil.copytree(MINIMAL, folder)
    file = folder / "campaign.yaml"
    sound = yaml.load(file.read_text(encoding="utf-8"), yaml.BaseLoader)
    written(file, sound | {field.label: text for field in CAMPAIGN_FIELDS} | {text: text})
    written(folder / "notice.yaml", {"标题": text, "正文": [{"段落": text}, {text: text}]})
    return folder


def written(file: Path, content: object) -> None:
    file.parent.mkdir(exist_ok=True)
    file.write_text(yaml.safe_dump(content, allow_unicode=False, sort_keys=False, width=10**6), encoding="utf-8")


def named(folder: Path, text: str) -> None:
    """Files of that name in every place that is read."""
    name = text.replace("\x00", "").replace("/", "").replace("\\", "")
    for place, ending, content in (
        (".", ".yaml", b"a: b"), ("applications", ".yaml", b"a: b"), ("applications", ".xlsx", b"none"),
        ("attachments", ".pdf", b"none"), ("returned", ".docx", b"none"), ("summaries", ".yaml", b"a: b"),
        ("templates/form1", ".html", b"{{ none }}"), ("templates/form2", ".docx", b"none"),
    ):  # fmt: skip
        (folder / place).mkdir(parents=True, exist_ok=True)
        (folder / place / f"{name}{ending}").write_bytes(content)


def questions(folder: Path, text: str) -> Iterator[list[str]]:
    """Every command that quotes its inputs, and what is typed."""
    own, report = str(folder), str(folder.parent / f"{folder.name}.xlsx")
    bare = text.replace("\x00", "")
    yield from (["check", own, "--report", report], ["check", own, "--json"], ["lint-templates", own])
    yield from (["lint-templates", own, "--json"], ["progress", own], ["progress", own, "--json"])
    yield ["build", own, "--out", f"{own}-out", "--sound-only", "--only", "form2", "--format", "xlsx", "--jobs", "1"]
    yield ["build", own, "--out", f"{own}-out", "--only", "form1", "--jobs", "1", "--json"]
    yield from ([bare], ["check", bare], ["check", own, f"--{bare}"], ["build", own, "--out", "o", "--only", bare])
    yield from (["build", own, "--out", "o", "--jobs", bare], ["check", own, bare], ["progress", own, "--today", bare])
    yield from (["inspect", f"{own}/attachments/{bare}.pdf"], ["inspect", bare], ["workbook", "--out", f"{bare}.doc"])


@pytest.mark.parametrize("make", [applications, settings])
@pytest.mark.parametrize(
    "text", [pytest.param(one, marks=() if one in FEW else pytest.mark.long) for one in HOSTILE], ids=ascii
)
def test_no_channel_of_the_command_line_lets_it_through(
    text: str, make: Callable[[Path, str], Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = make(tmp_path / "活动", text)
    signs = 0
    for arguments in questions(folder, text):
        code = run(arguments)
        shown = capsys.readouterr()
        assert code in (0, 1, 2, 3, 4), (arguments, shown.err)
        assert steering_in(shown.out + shown.err) == [], arguments
        if "--json" in arguments and shown.out:
            json.loads(shown.out)
        signs += len(re.findall(r"\\x[0-9a-f]{2}|\\[uU][0-9a-f]{4}|U\+[0-9A-F]{4}|\\[bfr]", shown.out + shown.err))
    lists = [*tmp_path.glob("*.xlsx"), *tmp_path.rglob("未生成清单.xlsx")]
    assert lists
    for path in lists:
        cells = [str(cell) for row in load_workbook(path).active.iter_rows(values_only=True) for cell in row if cell]
        assert cells
        assert [one for one in cells if steering_in(one)] == []
    assert signs > 10


def test_no_table_on_a_terminal_lets_it_through(tmp_path: Path) -> None:
    folder = applications(tmp_path / "活动", "".join(FEW))
    for arguments in (["check", str(folder)], ["progress", str(folder)], ["lint-templates", str(folder)]):
        assert steering_in(plain(on_a_terminal(arguments, 100)[1])) == []


def test_neither_pages_nor_answers_nor_events_of_the_service_let_it_through(tmp_path: Path) -> None:
    folder = applications(tmp_path / "活动", "".join(FEW).replace("\x1b]0;", ""))
    files = {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.relative_to(folder).as_posix().isprintable()
        if not steering_in(path.name) and "templates" not in path.parts
    }
    with running(tmp_path) as service:
        refused = service.upload({"campaign.yaml": b"a", "甲\u202e乙\x9b.yaml": b"a"})
        campaign = service.upload(files).json["id"]
        made = service.built(campaign, kinds=["form2"], formats=["xlsx"])
        own = f"/api/v1/campaigns/{campaign}"
        paths = (
            own,
            f"{own}/check",
            f"{own}/progress",
            f"{own}/builds/{made['id']}/events",
            f"/campaigns/{campaign}/check",
        )
        answers = [refused, *(service.ask("GET", path) for path in paths)]
        log = service.log.read_text(encoding="utf-8")
    assert [one.status for one in answers] == [400, *[200] * len(paths)]
    for one in (*(answer.body.decode() for answer in answers), log):
        assert steering_in(one, lines="\n\t\r") == []
    assert sum(answer.body.count(b"\\u") for answer in answers) > 10


def test_what_a_code_claims_is_told_as_data_and_shown_as_signs(capsys: pytest.CaptureFixture[str]) -> None:
    asked = [f"{text}\n{text}\n{text}\n{'A' * 96}" for text in FEW]
    run(["verify", str(EXAMPLE), *asked])
    assert steering_in(capsys.readouterr().out) == []
    run(["verify", str(EXAMPLE), *asked, "--json"])
    told = capsys.readouterr().out
    assert steering_in(told) == []
    forged = [one for one in json.loads(told) if one["verdict"] == "forged"]
    assert len(forged) > len(FEW) // 2
    for one in forged:
        assert (one["signed"], one["demo_key"]) == ({}, True)
        assert one["unsigned"]["number"] in FEW
