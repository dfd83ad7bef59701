"""A pile of returned forms: those of a campaign as we fill them in, and what is collected of it."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT
from openpyxl import load_workbook

from generator.campaign.fields import Field, Kind
from generator.campaign.records import Application, Campaign
from generator.checks.campaign import check_campaign
from generator.collecting.found import Collected, Project, Value
from generator.composing.forms import filled, filled_of_recommender
from generator.composing.shown import shown
from generator.handing_out import collect
from generator.interfaces.cli import run
from generator.rendering.excel import workbook
from generator.rendering.word import word_file

NOT_ON_FORMS = frozenset({"number", "completed_on", "attachments", "intro_paper"})


def campaign_in(folder: Path) -> Campaign:
    """The campaign in the folder, whole."""
    campaign, _, _ = check_campaign(folder)
    assert campaign is not None
    return campaign


def form1(campaign: Campaign, one: Application) -> bytes:
    """The Form 1 of an application in Word."""
    template = (ROOT / "templates/form1/form1.docx").read_bytes()
    return word_file.render(template, filled(campaign.settings, "form1", one), modified=date(2023, 8, 1))


def form2(campaign: Campaign, recommender: str, ending: str, rows: Sequence[Application] | None = None) -> bytes:
    """The Form 2 of a recommender in Word or Excel."""
    own = campaign.of(recommender) if rows is None else rows
    context = filled_of_recommender(campaign.settings, "form2", own, recommender)
    template = (ROOT / f"templates/form2/form2.{ending}").read_bytes()
    renders = word_file if ending == "docx" else workbook
    return renders.render(template, context, modified=date(2023, 8, 1))


@dataclass(frozen=True)
class Pile:
    """A folder of returned forms of a campaign, and where what is collected is put."""

    campaign: Campaign
    folder: Path
    out: Path

    def put(self, name: str, content: bytes) -> Path:
        """A file of the pile."""
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        return path

    def put_all(self, ending: str = "xlsx") -> None:
        """The Form 1 of every application and the Form 2 of every recommender."""
        for one in self.campaign.applications:
            self.put(f"{one.number}.docx", form1(self.campaign, one))
        for recommender in {one.recommender for one in self.campaign.applications}:
            self.put(f"{recommender}.{ending}", form2(self.campaign, recommender, ending))

    def collected(self) -> Collected:
        """What is collected of the pile into `out`."""
        return collect(self.folder, self.out, self.campaign.folder)[0]

    def told(self, *options: str, capsys: pytest.CaptureFixture[str]) -> tuple[int, Any]:
        """The exit code and the JSON that the command answers."""
        code = run(["collect", str(self.folder), "--out", str(self.out), str(self.campaign.folder), "--json", *options])
        return code, json.loads(capsys.readouterr().out)

    def answer(self, field: str, text: str) -> None:
        """Answer the one question about that field in 待确认.xlsx."""
        book = load_workbook(self.out / "待确认.xlsx")
        sheet = book["待确认"]
        columns = {cell.value: cell.column for cell in sheet[1]}
        rows = [row for row in range(2, sheet.max_row + 1) if sheet.cell(row, columns["栏目"]).value == field]
        assert len(rows) == 1, (field, len(rows))
        sheet.cell(rows[0], columns["答复"]).value = text
        book.save(self.out / "待确认.xlsx")

    def type_in(self, name: str, label: str, value: object) -> None:
        """Change a value of the project of that name in applications.xlsx."""
        book = load_workbook(self.out / "applications.xlsx")
        sheet = book["申报项目"]
        columns = {str(cell.value).rstrip("*").split("（")[0]: cell.column for cell in sheet[1]}
        rows = [row for row in range(3, sheet.max_row + 1) if sheet.cell(row, columns["项目名称"]).value == name]
        assert len(rows) == 1, name
        sheet.cell(rows[0], columns[label]).value = value
        book.save(self.out / "applications.xlsx")

    def fields(self) -> Mapping[str, Field]:
        """The fields of an application by key."""
        return {of.key: of for of in self.campaign.settings.schema.fields.application}


def as_entered(value: Any, of: Field) -> str:
    """A value of the data as the entry workbook has it."""
    return value.isoformat() if of.kind is Kind.DATE and value else shown(value, of)


def wrong_values(project: Project, one: Application, campaign: Campaign, *, blanks: bool = True) -> list[str]:
    """The labels whose values are otherwise than the data and not asked: they were entered wrong in silence.

    Without `blanks` these do not count.
    """
    bare = (lambda text: text) if blanks else (lambda text: "".join(text.split()))
    fields = campaign.settings.schema.fields
    pairs = [(project.values, one, [of for of in fields.application if of.key not in NOT_ON_FORMS])]
    pairs += [
        (mine, its, list(fields.of_completer)) for mine, its in zip(project.completers, one.completers, strict=False)
    ]
    found = [
        f"{of.label}: {mine[of.key].text!r}"
        for mine, its, own in pairs
        for of in own
        if of.key in mine and _is_wrong(mine[of.key], bare(mine[of.key].text), bare(as_entered(its.value(of.key), of)))
    ]
    if len(project.completers) != len(one.completers):
        found.append(f"其他完成人: {len(project.completers)}")
    return found


def _is_wrong(value: Value, text: str, wanted: str) -> bool:
    return value.state.value != "ask" and not value.note and text != wanted


def asked(project: Project) -> list[str]:
    """The keys of what is asked of a project."""
    rows = (project.values, *project.completers)
    return [key for row in rows for key, value in row.items() if value.state.value == "ask"]
