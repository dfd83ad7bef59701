"""As docs/commands.md tells a new user: blanks sent out, filled in, collected, checked, and certificates made."""

from __future__ import annotations

import random
import re
import shlex
import shutil
from pathlib import Path

import pytest
from conftest import ROOT
from openpyxl import load_workbook
from support.pile import as_entered, campaign_in
from support.returned_habits import Paper, W, tag_of
from support.returned_habits import run as run_of_text
from support.typed_forms import typed

from generator.campaign.records import Application, Campaign
from generator.interfaces.cli import run

BOXES = {"patent_forms", "patent_status"}
PARTS = ("background", "principle", "novelty", "maturity", "usage")
PAGE = (ROOT / "docs/commands.md").read_text(encoding="utf-8")
QUICK_START = PAGE.partition("## 快速上手")[2].partition("\n### ")[0]
COMMANDS = [found[1] for found in re.finditer(r"`wuxiao ([^`]+)`", QUICK_START)]


def command(name: str, *more: str) -> list[str]:
    """The first command of that name on that page with these words in it, as it stands there."""
    return shlex.split(next(one for one in COMMANDS if one.split()[0] == name and all(word in one for word in more)))


@pytest.fixture(scope="module")
def campaign() -> Campaign:
    return campaign_in(ROOT / "data_examples/minimal")


def form_filled_in(blank: bytes, one: Application, campaign: Campaign) -> bytes:
    """The blank Form 1 as somebody fills it in who has Word."""
    fields = {of.key: of for of in campaign.settings.schema.fields.application}
    text = {key: as_entered(one.value(key), of) for key, of in fields.items()}
    text |= {f"cover_{key}": text[key] for key in ("name", "lead_name", "unit", "contact_name", "contact_phone")}
    text["unit_and_post"] = f"{text['unit']} {text['lead_post']}"
    text["intro"] = "\n".join(f"{at}.{fields[key].label}\n{text[key]}" for at, key in enumerate(PARTS, start=1))
    for at, other in enumerate(one.completers, start=1):
        own = campaign.settings.schema.fields.of_completer
        text |= {f"completer{at}_{of.key}": as_entered(other.value(of.key), of) for of in own}
    slots = {tag_of(control) for control in Paper(blank).root.iter(f"{W}sdt")}
    entered = {slot: [value] for slot, value in text.items() if slot in slots - BOXES and value}
    paper = Paper(typed(blank, entered, random.Random(3)))
    for key, label in (("patent_forms", "专利形式"), ("patent_status", "专利状况")):
        words = getattr(campaign.settings, {"patent_forms": "patent_forms", "patent_status": "patent_states"}[key])
        ticked = "  ".join(f"{'☑' if word in text[key].split('、') else '□'}{word}" for word in words)
        paper.write(paper.value(label), run_of_text(ticked))
    return paper.content()


def list_filled_in(path: Path, one: Application, target: Path) -> None:
    """The blank Form 2 as somebody fills it in who has Excel."""
    book = load_workbook(path)
    sheet = book.active
    header = next(row for row in range(1, 20) if str(sheet.cell(row, 1).value).replace(" ", "").startswith("序"))
    for row in sheet.iter_rows(max_row=header - 1):
        for cell in row:
            if str(cell.value or "").startswith("申报单位"):
                cell.value = f"申报单位：（盖章）{one.recommender}"
    texts = {
        "项目名称": one.name, "第一完成人": one.lead_name, "联系电话": one.lead_phone,
        "所在单位及职务": f"{one.unit} {one.lead_post}", "所属行业": one.industry, "项目简介": "\n".join(one.brief),
        "项目类别": one.category, "备注": "非公" if one.non_public else "",
    }  # fmt: skip
    for cell in sheet[header]:
        label = re.sub(r"\s", "", str(cell.value or ""))
        for name, text in texts.items():
            if name in label:
                sheet.cell(header + 1, cell.column).value = text
    book.save(target)


def test_the_walk_of_readme_leads_from_blanks_to_certificates(
    campaign: Campaign, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    (one,), folder, returned = campaign.applications, Path("2024年五小活动"), Path("交回的材料")
    shutil.copytree(ROOT / "data_examples/starter", folder)
    settings = (folder / "campaign.yaml").read_text(encoding="utf-8")
    settings = re.sub(r"(等次:\n  - .*数量: )\d+(.*\n)(?:  - .*\n)+", r"\g<1>1\2", settings)
    (folder / "campaign.yaml").write_text(settings, encoding="utf-8")
    assert run(command("build", "--only notice,blank")) == 0
    returned.mkdir()
    (blank,) = Path("输出/02-空白表格").glob("附件1*.docx")
    (returned / "申报表.docx").write_bytes(form_filled_in(blank.read_bytes(), one, campaign))
    list_filled_in(next(Path("输出/02-空白表格").glob("附件2*.xlsx")), one, returned / "汇总表.xlsx")

    assert run(command("collect")) == 0
    assert "项目1个" in capsys.readouterr().out
    questions = load_workbook("收好的/待确认.xlsx")["待确认"]
    assert [questions.cell(row, 3).value for row in range(2, questions.max_row + 1)] == []

    shutil.copy("收好的/applications.xlsx", folder)
    shutil.copytree("收好的/attachments", folder / "attachments")
    assert run(command("check", "2024")) == 0

    book = load_workbook(folder / "applications.xlsx")
    for place, value in enumerate(("南昌-001", "一等优秀成果", 1), start=1):
        book["评选结果"].cell(3, place).value = value
    book.save(folder / "applications.xlsx")
    assert run(command("build", "--out 输出")[:4]) == 0
    assert list(Path("输出/05-证书").rglob("荣誉证书*.pdf"))
