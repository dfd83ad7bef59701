"""Clerks name files after people's ID numbers and phones: no answer, list, manifest or log repeats them."""

from __future__ import annotations

import json
import re
import shutil
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest
from conftest import MINIMAL, ROOT
from openpyxl import Workbook
from support.personal import found
from support.services import running
from support.terminals import on_a_terminal, plain

from generator.interfaces.cli import run

ID, PHONE = "360102198705120018", "13970310017"
# As clerks write them in names.
WRITTEN = (
    ID, "360102 19870512 0018", "360102-19870512-0018", "３６０１０２１９８７０５１２００１８", "36010219870512002x",
    "360102870512001", PHONE, "139-7031-0017", "0791-88001234",
)  # fmt: skip
FEW = (ID, "360102-19870512-0018", PHONE)
DIGITS = tuple("".join(char for char in unicodedata.normalize("NFKC", one) if char.isalnum()) for one in WRITTEN)
ONE_PAGE = b"""%PDF-1.4
1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj
2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj
3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>endobj
trailer<</Root 1 0 R/Size 4>>
"""


def readable_in(content: bytes) -> list[str]:
    """Which of the numbers can be read in it, whatever stands between their digits."""
    text = unicodedata.normalize("NFKC", content.decode("utf-8", "replace"))
    bare = re.sub(r"(?<=\d)[\s\-_]{1,2}(?=\d)", "", text)
    return [one for one in DIGITS if one in bare]


def sound_campaign(folder: Path) -> Path:
    """Nothing wrong in it but names: of its folder, its application, attachment, summary and template."""
    shutil.copytree(MINIMAL, folder)
    application = folder / "applications/NC-001.yaml"
    text = application.read_text(encoding="utf-8")
    names = [f"身份证{one}.pdf" for one in WRITTEN]
    application.unlink()
    listed = f"附件: [{', '.join(names)}]\n"
    text = re.sub(r"(?m)^附件:.*\n?", "", text) + listed
    (folder / f"applications/{ID}").mkdir()
    (folder / f"applications/{ID}/{PHONE}.yaml").write_text(text, encoding="utf-8")
    (folder / "attachments").mkdir(exist_ok=True)
    for name in names:
        (folder / "attachments" / name).write_bytes(ONE_PAGE)
    (folder / "templates/form2").mkdir(parents=True)
    shutil.copy(ROOT / "templates/form2/form2.html", folder / "templates/form2")
    shutil.copy(ROOT / "templates/form2/form2.html", folder / f"templates/form2/{ID}.html")
    return folder


def spoilt_campaign(folder: Path, names: Sequence[str]) -> Path:
    """Something wrong with every kind of input, and such a number in the name of each."""
    sound_campaign(folder)
    for place in ("applications", "summaries", "attachments", "returned", "templates/form1"):
        (folder / place).mkdir(parents=True, exist_ok=True)
    for written in names:
        (folder / f"{written}.yaml").write_text("甲: 乙\n", encoding="utf-8")
        (folder / f"applications/{written}.yaml").write_text("甲: 乙\n", encoding="utf-8")
        (folder / f"applications/{written}.xlsx").write_bytes(b"no workbook")
        (folder / f"applications/{written}.xls").write_bytes(b"no workbook")
        (folder / f"summaries/{written}.yaml").write_text("甲: 乙\n", encoding="utf-8")
        (folder / f"attachments/{written}.png").write_bytes(b"no picture")
        (folder / f"returned/{written}.docx").write_bytes(b"no form")
        (folder / f"templates/form1/{written}.html").write_text("{{ 没有 }}", encoding="utf-8")
        (folder / f"templates/form1/{written}.docx").write_bytes(b"no template")
        (folder / f"证书密钥{written}.pem").write_bytes(b"no key")
    book = Workbook()
    book.create_sheet("申报项目").append(["项目编号", f"栏{PHONE}"])
    for written in names:
        book.create_sheet(f"表{written}").append(["项目编号"])
    book.save(folder / f"applications/填报{ID}.xlsx")
    text = (folder / "applications" / ID / f"{PHONE}.yaml").read_text(encoding="utf-8")
    missing = ", ".join(f"没有{one}.pdf" for one in names)
    wrong = f"{text.replace('NC-001', 'NC-002')[: text.index('附件:')]}附件: [{missing}, {names[0]}.png]\n"
    (folder / f"applications/二{PHONE}.yaml").write_text(wrong, encoding="utf-8")
    return folder


Ask = Callable[..., bytes]


@pytest.fixture
def ask(capsys: pytest.CaptureFixture[str]) -> Ask:
    """A function that runs a command and returns all that it says."""

    def asked(*arguments: str | Path, debug: bool = False) -> bytes:
        code = run([*map(str, arguments)], debug=debug)
        shown = capsys.readouterr()
        assert code in (0, 1, 2, 3, 4), (arguments, shown.err)
        return (shown.out + shown.err).encode()

    return asked


def test_the_numbers_would_be_found() -> None:
    for written, digits in zip(WRITTEN, DIGITS, strict=True):
        assert digits in readable_in(f"附件/{written}.pdf".encode())
    assert readable_in(b"360***********0018.pdf") == []


def questions(folder: Path, out: Path, names: Sequence[str]) -> Iterator[tuple[str | Path, ...]]:
    """Every command, asked about the campaign and about things of such names."""
    yield from (("check", folder), ("check", folder, "--json"), ("check", folder, "--report", out / f"清单{ID}.xlsx"))
    yield from (("lint-templates", folder), ("lint-templates", folder, "--json"), ("progress", folder, "--json"))
    yield ("build", folder, "--out", out / f"出{ID}")
    yield ("build", folder, "--out", out / f"出{ID}", "--sound-only", "--only", "form1,form2,packet", "--json")
    yield ("keygen", folder)
    for written in names:
        yield from (("check", out / written), ("check", folder / f"{written}.yaml"), ("purge", out / written))
        yield from (("inspect", out / f"{written}.pdf"), ("inspect", folder / f"attachments/{written}.png"))
        yield from ((written,), ("check", f"--{written}"), ("verify", MINIMAL, written, "--json"))
        yield from (("verify", MINIMAL, f"{written}.png"), ("verify", MINIMAL, "17", "--public-key", f"{written}.pem"))
        yield ("workbook", "--out", out / f"表{written}.xlsx")


@pytest.mark.parametrize("names", [FEW, pytest.param(WRITTEN, marks=pytest.mark.long)], ids=["few", "all"])
def test_nothing_that_is_said_or_listed_repeats_a_number_out_of_a_name(
    names: Sequence[str], ask: Ask, tmp_path: Path
) -> None:
    folder = spoilt_campaign(tmp_path / f"活动{ID}", names)
    out = tmp_path / "o"
    out.mkdir()
    told = 0
    for arguments in questions(folder, out, names):
        answer = ask(*arguments)
        assert readable_in(answer) == [], (arguments, answer.decode())
        told += answer.count(b"****")
    assert told > 100 * len(names)  # every name was told, with its middle hidden
    shown = plain(on_a_terminal(["check", str(folder)], 200)[1])
    assert readable_in(shown.encode()) == []
    assert "****" in shown
    lists = [path for path in out.rglob("*") if path.suffix == ".xlsx" and ("清单" in path.name)]
    assert {path.name for path in lists} == {f"清单{ID}.xlsx", "未生成清单.xlsx"}
    for path in lists:
        assert found(path.read_bytes(), DIGITS, "a.xlsx") == []


def test_manifest_and_packets_hold_no_number_out_of_a_name(ask: Ask, tmp_path: Path) -> None:
    folder = sound_campaign(tmp_path / f"活动{ID}")
    out = tmp_path / f"出{PHONE}"
    answer = ask("build", folder, "--out", out, "--only", "form2,packet,intro")
    assert readable_in(answer) == []
    manifest = json.loads((out / "manifest.json").read_bytes())
    assert readable_in((out / "manifest.json").read_bytes()) == []
    inputs = [one["path"] for one in manifest["inputs"]]
    assert sum("****" in path for path in inputs) >= len(WRITTEN)
    for file in manifest["files"]:
        path = out / file["path"]
        assert path.is_file()
        is_packet = "申报材料" in path.name  # which holds the form, with numbers of the application's own
        names = [one for one in DIGITS if one not in (ID, "079188001234") or not is_packet]
        assert found(path.read_bytes(), names, path.name) == [], path.name
    again = ask("build", folder, "--out", out, "--only", "form2")
    assert "生成3个文件" in again.decode()  # an output that is as it was made is replaced without a word


def test_the_service_repeats_no_number_out_of_a_name(tmp_path: Path) -> None:
    folder = spoilt_campaign(tmp_path / "活动", FEW)
    files = {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not path.is_symlink() and path.suffix != ".pem"
        if path.parent != folder or (path.stem.isascii() and path.stem.isalpha())
    }
    with running(tmp_path) as service:
        answer = service.upload({f"活动{ID}/{name}": content for name, content in files.items()})
        assert answer.status == 201, answer.body.decode()
        campaign = answer.json["id"]
        bodies = [answer.body]
        for path in ("/", f"/campaigns/{campaign}", f"/campaigns/{campaign}/check", f"/api/v1/campaigns/{campaign}"):
            bodies.append(service.ask("GET", path).body)
        bodies.append(service.ask("GET", f"/api/v1/campaigns/{campaign}/check").body)
        log = service.log.read_bytes()
    assert [readable_in(body) for body in (*bodies, log)] == [[]] * (len(bodies) + 1)
    assert any(b"****" in body for body in bodies)
