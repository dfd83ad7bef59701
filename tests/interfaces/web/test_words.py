"""The words of the pages: those of the forms that clerks know, none of the command line's or of a program."""

from __future__ import annotations

import ast
import html
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import ROOT
from support.services import Running, files_of, multipart

from generator.interfaces.web import stages
from generator.interfaces.web.clerks.words import called, plain
from generator.interfaces.web.refusals import REFUSALS, TITLES
from generator.interfaces.web.telling import STATE_LABELS

FOREIGN = re.compile(
    r"ya?ml|applications\b|attachments\b|summaries\b|\breturned\b|templates/|UTF-8|编辑器|读取权限|读入|空行"
    r"|(?<!\d)[78]磅|任务|答复里|启动时显示的链接|没有完成(?!人)|--[a-z]|wuxiao (?!\d)",
    re.IGNORECASE,
)
CHINESE = re.compile("[\u4e00-\u9fff]")
SAYING = (
    "arriving",
    "campaign",
    "checks",
    "collecting",
    "composing",
    "ground",
    "reading",
    "rendering",
    "running",
    "typesetting",
    "pipeline.py",
)


def told() -> Iterator[str]:
    """Every text of a problem that the broken examples have."""
    for file in sorted((ROOT / "data_examples" / "broken").glob("*/expected.json")):
        for problem in json.loads(file.read_text(encoding="utf-8")):
            yield from (problem["field"], problem["message"], problem["fix"])


def literals() -> Iterator[tuple[str, str]]:
    """Every sentence in the source of what checks and builds say, with its file."""
    for top in SAYING:
        place = ROOT / "generator" / top
        for file in [place] if place.is_file() else sorted(place.rglob("*.py")):
            tree = ast.parse(file.read_text(encoding="utf-8"))
            documented = (ast.Module, ast.ClassDef, ast.FunctionDef)
            docs = {ast.get_docstring(node, clean=False) for node in ast.walk(tree) if isinstance(node, documented)}
            for node in ast.walk(tree):
                if not (isinstance(node, ast.Constant) and isinstance(node.value, str)) or node.value in docs:
                    continue
                if CHINESE.search(node.value) and "。" in node.value:
                    yield file.name, node.value


def test_no_problem_of_any_broken_example_has_a_foreign_word() -> None:
    texts = {re.sub("“[^”]*”", "", plain(text)) for text in told()}  # what is quoted is a clerk's own
    assert len(texts) > 200
    assert sorted(text for text in texts if FOREIGN.search(text)) == []


def test_no_sentence_in_the_source_of_checks_and_builds_has_a_foreign_word() -> None:
    found = dict((plain(text), name) for name, text in literals())
    assert len(found) > 400
    assert {text: name for text, name in found.items() if FOREIGN.search(text)} == {}


def test_foreign_words_would_be_found() -> None:
    assert sum(bool(FOREIGN.search(text)) for text in told()) > 50


@pytest.mark.parametrize(
    ("message", "words"),
    [
        ("申报表中要缩到9磅才放得下。", "申报表的字号要缩到9磅（小五号）才放得下。"),
        ("汇总表中要缩到7磅才放得下。", "汇总表的字号要缩得比小五号还小才放得下。"),
        ("这个项目在 applications.xlsx › 评选结果 › A3 已有等次。", "这个项目在填报表，评选结果，A3已有等次。"),
        ("文件不是 UTF-8 编码。", "文件里的文字读不出来，可能是用别的程序存的。"),
        ("“南昌市 总工会”不在申报单位名单中。", "“南昌市 总工会”不在申报单位名单中。"),
        ("通知写的是一份，campaign.yaml 的“申报材料”是两份。", "通知写的是一份，活动设置的“申报材料”是两份。"),
        (
            "与 applications/NC-001.yaml › 第4行 是同一单位的同一项目。",
            "与NC-001的申报数据，第4行是同一单位的同一项目。",
        ),
        ("“没有.pdf”（项目 NC-001）在 attachments 文件夹里没有。", "“没有.pdf”（项目 NC-001）没有收到这个附件。"),
        ("申报时间早于申报开始日期 2026-11-03。", "申报时间早于申报开始日期2026年11月3日。"),
        ("“表 2026-11-03.docx”读不出来。", "“表 2026-11-03.docx”读不出来。"),
        ("按 --only、--format 没有要生成的文件。输出文件夹没有改动。", "选的这些里没有要生成的文件。"),
    ],
)
def test_messages_are_turned_into_a_clerks_words(message: str, words: str) -> None:
    assert plain(message) == words


@pytest.mark.parametrize(
    ("file", "name"),
    [
        ("campaign.yaml", "活动设置"),
        ("applications.xlsx", "填报表"),
        ("applications/南昌.xlsx", "填报表“南昌.xlsx”"),
        ("applications/NC-001.yaml", "NC-001的申报数据"),
        ("attachments/照片/a.jpg", "附件“照片/a.jpg”"),
        ("returned/表.docx", "交回的“表.docx”"),
        ("templates/form1/form.yaml", "本活动自己的模板“form1”"),
        ("证书密钥.pem", "“证书密钥.pem”"),
    ],
)
def test_files_are_called_as_clerks_call_them(file: str, name: str) -> None:
    assert called(file) == name


def text_of(page: bytes) -> str:
    """What somebody reads of a page, or hears of it."""
    source = page.decode()
    heard = " ".join(re.findall(r'(?:aria-label|alt|title|placeholder|data-ask)="([^"]*)"', source))
    return html.unescape(re.sub(r"<[^>]+>", " ", source) + " " + heard)


def sent(folder: Path) -> dict[str, bytes]:
    """The files of a campaign as a clerk has them, whose folder has a plain name."""
    return {f"活动{name.removeprefix(folder.name)}": content for name, content in files_of(folder).items()}


@pytest.fixture(scope="module")
def pages(service: Running, campaign: str, build: str, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """Every page in its states, by what it is."""
    here, built = f"/campaigns/{campaign}", build.removeprefix("/api/v1")
    broken = {one: service.upload(sent(ROOT / "data_examples/broken" / one)).json["id"] for one in BROKEN}
    failed = service.built(campaign, recommenders=["南昌市总公会"])["id"]
    stopped = service.send(f"/api/v1{here}/builds", {}).json["id"]
    form = {"Content_Type": "application/x-www-form-urlencoded", "Origin": service.address}
    addresses = {
        "running": f"{here}/builds/{stopped}",  # first: it does not last
        "home": "/",
        "check": f"{here}/check",
        **{f"check of {name}": f"/campaigns/{one}/check?final=true" for name, one in broken.items()},
        **{f"build of {name}": f"/campaigns/{one}/builds" for name, one in broken.items()},
        **{stage: f"{here}/{stage}" for stage in STAGES},
        **{f"{stage} of {name}": f"/campaigns/{one}/{stage}" for name, one in broken.items() for stage in STAGES},
        **{place or "board": f"{here}{place}" for place in ("", "/files", "/history", "/questions")},
        **{f"board of {name}": f"/campaigns/{one}" for name, one in broken.items()},
        "builds": f"{here}/builds",
        "search": f"{here}/builds?asked=true&find=1",
        "nothing chosen": f"{here}/builds?asked=true",
        "failed": f"{here}/builds/{failed}",
        "results": f"{built}?kind=form1",
        "wall": f"{built}?kind=certificate",
        "nothing found": f"{built}?find=nothing",
        **{f"{one.label} in the head": f"{here}{one.address}" for one in (*stages.STAGES, *stages.TOOLS)},
        "new": "/new",
        "login": "/login",
        "not found": "/campaigns/" + "0" * 24,
        "nowhere": "/nowhere",
    }
    found = {}
    for name, address in addresses.items():
        answer = service.ask("GET", address)
        assert answer.status < 500, (name, answer.body.decode())
        found[name] = answer.body
    kind, body = multipart({"照片.jpg": b"x", "说明.txt": b"x"})
    waits = service.ask("POST", f"{here}/arrivals", body, Content_Type=kind, Origin=service.address)
    found["arrival"] = service.ask("GET", waits.headers["location"]).body
    recommender = re.search(rf'href="({here}/recommenders/[0-9a-f]+)"', found["board"].decode())
    assert recommender
    found["recommender"] = service.ask("GET", recommender.group(1)).body
    found["signed out"] = service.ask("GET", here, Authorization="", Cookie=f"wuxiao-{service.port}=gone").body
    found["strange host"] = service.ask("GET", "/", Host="evil.example").body
    found["wrong link"] = service.ask("POST", "/login", b"link=nothing", **form | {"Authorization": ""}).body
    found["order of nothing"] = service.ask("POST", f"{here}/builds", b"", **form).body
    waiting = [service.send(f"/api/v1{here}/builds", {}).json["id"] for _ in range(3)]
    for one in reversed(waiting):
        service.ask("POST", f"/api/v1{here}/builds/{one}/cancel")
    found["cancelled"] = service.ask("GET", f"{here}/builds/{waiting[-1]}").body
    service.ask("DELETE", f"/api/v1{here}/builds/{stopped}")
    return found


STAGES = (
    "review", "publicity", "bulletin", "certificates", "certificates/printing", "certificates/verify", "archive",
)  # fmt: skip
BROKEN = (
    "several-at-once", "settings-key-twice", "yaml-glued-colon", "quota", "excel-hidden-row", "form1-other-phone",
    "attachment-missing", "award-twice", "does-not-fit",
)  # fmt: skip


def test_no_page_in_any_state_has_a_foreign_word(pages: dict[str, bytes]) -> None:
    assert len(pages) > 30
    wrong = {name: found[0] for name, page in pages.items() if (found := FOREIGN.search(text_of(page)))}
    assert wrong == {}


def test_the_heading_of_every_refusal_says_what_happened(pages: dict[str, bytes]) -> None:
    assert TITLES.keys() == REFUSALS.keys()
    assert len(set(TITLES.values())) == len(TITLES)
    headings = {
        name: re.findall("<h1>(.*?)</h1>", pages[name].decode())[0]
        for name in ("signed out", "not found", "strange host", "failed", "cancelled")
    }
    assert headings == {
        "signed out": "请重新登录",
        "not found": "没有找到",
        "strange host": "地址不对",
        "failed": STATE_LABELS["failed"],
        "cancelled": "已取消",
    }
