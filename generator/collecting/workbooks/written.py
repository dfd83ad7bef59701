"""What collecting gives as files: the attachments, the entry workbook, the questions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from generator.campaign.fields import APPLICATION_SHEET, AWARD_SHEET, COMPLETER_SHEET, Field, Kind
from generator.campaign.settings import Settings
from generator.collecting.found import Collected, Value
from generator.collecting.workbooks.earlier import QUESTIONS, WORKBOOK
from generator.collecting.workbooks.known import Earlier
from generator.collecting.workbooks.question_book import question_book
from generator.ground.inputs import read_file
from generator.rendering.excel.entry_workbook import entry_workbook

ATTACHMENTS = "attachments"


def written(found: Collected, settings: Settings, before: Earlier) -> Iterator[tuple[str, bytes]]:
    """The files by their names below the folder. That of the questions comes last: it says what the others hold.

    Raises OSError where an attachment can no longer be read.
    """
    for one in found.attached:
        yield f"{ATTACHMENTS}/{one.name}", read_file(Path(one.path))
    yield WORKBOOK, entry_workbook(settings, rows(found, settings, before), modified=settings.issued_on)
    yield QUESTIONS, question_book(found, settings)


def rows(found: Collected, settings: Settings, before: Earlier) -> Mapping[str, Sequence[Mapping[str, Any]]]:
    """The rows of the entry workbook by sheet."""
    fields = settings.schema.fields
    applications = [{of.key: cell(one.values.get(of.key), of) for of in fields.application} for one in found.projects]
    completers = [
        {"number": one.number} | {of.key: cell(person.get(of.key), of) for of in fields.of_completer}
        for one in found.projects
        for person in one.completers
    ]
    return {APPLICATION_SHEET: applications, COMPLETER_SHEET: completers, AWARD_SHEET: before.awards}


def cell(value: Value | None, of: Field) -> Any:
    """The value as a cell holds it: days as days, whole numbers as numbers where they are such."""
    text = value.text if value else ""
    if of.kind is Kind.DATE:
        try:
            return date.fromisoformat(text) if text else None
        except ValueError:
            return text
    if of.kind is Kind.INTEGER and text.isdecimal() and len(text) < 15:
        return int(text)
    return text or None
