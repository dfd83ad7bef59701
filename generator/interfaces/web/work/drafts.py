"""In a child: a campaign's settings and wording as a form has them, what is wrong with each, and the notice's pages.

What somebody types is tried in a folder of its own, so that the page shows what it would print before it is kept.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, replace
from functools import partial
from pathlib import Path
from typing import Any

from generator.campaign.errors import DataError, Problem
from generator.campaign.kinds import packet_items
from generator.campaign.settings import CAMPAIGN_FIELDS, Settings
from generator.checks.campaign import check_papers_of, check_settings_of
from generator.composing.wording import phrase, values
from generator.composing.wording.chinese import full_date
from generator.editing import settings_text, wording_text
from generator.editing.settings_text import TypedSettings, typed_settings, with_settings
from generator.editing.wording_text import (
    BODY,
    Paragraph,
    TypedWording,
    marked,
    marks_of,
    shown,
    typed_wording,
    with_wording,
)
from generator.ground.disk import write_new
from generator.ground.environment import FAULTS
from generator.ground.needed import has_pango
from generator.handing_out import hand_out
from generator.interfaces.web.work.tasks.telling import TOLD
from generator.reading.raw_campaign import NOTICE_FILE, SETTINGS_FILE, TEMPLATES_FOLDER
from generator.running.options import Options

DAYS = ("applications_from", "applications_until", "review_until")  # told where the notice is sent out
PAGES_DRAWN, PAGE_WIDTH = 6, 800  # of the notice, and pixels
Tell = Callable[[Any], None]


def draft(order: Mapping[str, Any], _tell: Tell) -> None:
    """Write what the form shows (`told.json`), the two files as typed, and the notice's first pages, into `target`.

    `settings` and `wording` are what was typed, None for what stands; `draw` says whether pages are wanted.
    """
    target, campaign = Path(order["target"]), Path(order["campaign"])
    folder = target / "campaign"
    folder.mkdir()
    if (campaign / TEMPLATES_FOLDER).is_dir():
        shutil.copytree(campaign / TEMPLATES_FOLDER, folder / TEMPLATES_FOLDER)
    written = _written(campaign, order)
    for name, content in written.items():
        write_new(folder / name, [content], flush=True)
    checked, problems = check_papers_of(folder)
    settings = checked.settings if checked else check_settings_of(folder)[0]
    told = _told(folder, written, problems, settings)
    told["pages"] = _draw(folder, target) if order["draw"] and checked and has_pango() else 0
    write_new(target / TOLD, [json.dumps(told).encode()], flush=True)


def _written(campaign: Path, order: Mapping[str, Any]) -> dict[str, bytes]:
    """Both files with what was typed."""
    files = {
        name: (campaign / name).read_bytes() for name in (SETTINGS_FILE, NOTICE_FILE) if (campaign / name).exists()
    }
    if (typed := order["settings"]) is not None:
        rows = {label: tuple(rows) for label, rows in typed["rows"].items()}
        files[SETTINGS_FILE] = with_settings(files.get(SETTINGS_FILE, b"{}"), TypedSettings(typed["values"], rows))
    if (typed := order["wording"]) is not None:
        before = typed_wording(files.get(NOTICE_FILE, b"{}"))
        files[NOTICE_FILE] = with_wording(files.get(NOTICE_FILE, b"{}"), _wording(typed, before))
    return files


def _wording(typed: Mapping[str, Any], before: TypedWording) -> TypedWording:
    """What was typed as the file has it; a paragraph of the program comes from the file by its place there."""
    names = {of.label for of in CAMPAIGN_FIELDS} | marks_of(before)

    def paragraph(one: Mapping[str, Any]) -> Paragraph:
        kept: int | None = one["kept"]
        if kept is not None and 0 <= kept < len(before.paragraphs):
            return replace(before.paragraphs[kept], level=f"{one['level']}")
        lead, text = (marked(one[part].strip(), names) for part in ("lead", "text"))
        return Paragraph(one["level"], lead, text, one["number"])

    title, attachments = (
        tuple(marked(text.strip(), names) for text in typed[part]) for part in ("title", "attachments")
    )
    addressee = marked(typed["addressee"].strip(), names)
    return TypedWording(title, addressee, tuple(map(paragraph, typed["paragraphs"])), attachments)


def _told(
    folder: Path, written: Mapping[str, bytes], problems: list[Problem], settings: Settings | None
) -> dict[str, Any]:
    told: dict[str, Any] = {"settings": None, "wording": None, "choices": _choices(folder)}
    if SETTINGS_FILE in written:
        told["settings"] = _or_none(lambda: asdict(typed_settings(written[SETTINGS_FILE])))
    context = values(settings, (), reviewed=False) if settings else {}
    if NOTICE_FILE in written:
        told["wording"] = _or_none(lambda: _shown(typed_wording(written[NOTICE_FILE]), context))
    told["problems"] = list(_problems(written, problems))
    told["days"] = {key: full_date(getattr(settings, key)) for key in DAYS} if settings else {}
    return told


def _or_none(read: Callable[[], Any]) -> Any:
    """What is read; None where the file cannot be read as a form, which the problems tell."""
    try:
        return read()
    except DataError:
        return None


def _choices(folder: Path) -> dict[str, list[str]]:
    """The words that lists choose from: kinds of recommenders, what a packet holds."""
    from generator.reading.raw_campaign import RawCampaign, read_schema

    raw = RawCampaign(folder)
    read_schema(raw)
    items = packet_items(raw.schema.forms.values()).values() if raw.has_schema else ()
    kinds = raw.words.recommender_kinds if raw.words else ()
    return {"类型": [one.name for one in kinds], "材料": [item for own in items for item in own]}


def _shown(typed: TypedWording, context: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "title": [shown(text) for text in typed.title],
        "addressee": shown(typed.addressee),
        "attachments": [shown(text) for text in typed.attachments],
        "paragraphs": [_paragraph(one, context) for one in typed.paragraphs],
    }


def _paragraph(one: Paragraph, context: Mapping[str, Any]) -> dict[str, Any]:
    lead, text = (_printed(part, context) if one.is_program else shown(part) for part in (one.lead, one.text))
    return {"level": one.level, "lead": lead, "text": text, "number": one.number, "is_program": one.is_program}


def _printed(text: str, context: Mapping[str, Any]) -> str:
    """What the program writes there; nothing where the settings are wrong."""
    try:
        return phrase(text, context)
    except FAULTS:
        return ""


def _problems(written: Mapping[str, bytes], problems: list[Problem]) -> Iterator[dict[str, Any]]:
    """Each problem with the part of the form that it stands at: `part` and `row`, "" and -1 for none."""
    read = {SETTINGS_FILE: settings_text.line_owners, NOTICE_FILE: wording_text.line_owners}
    owners = {file: _or_none(partial(read[file], content)) or {} for file, content in written.items()}
    for one in problems:
        part, row = owners.get(one.place.file, {}).get(one.place.line, ("", -1))
        if one.place.file == NOTICE_FILE and not part:
            part = BODY
        yield {
            "file": {SETTINGS_FILE: "settings", NOTICE_FILE: "wording"}.get(one.place.file, ""),
            "part": part or (one.field if one.place.file == SETTINGS_FILE else ""), "row": row, "field": one.field,
            "severity": one.severity.value, "message": one.message, "fix": one.fix,
        }  # fmt: skip


def _draw(folder: Path, target: Path) -> int:
    """How many pages the notice has; the first of them are drawn as page-1.png and so on."""
    import pypdfium2

    made = target / "made"
    hand_out(Options(folder, made, frozenset({"notice"}), frozenset({"pdf"})))
    (file,) = made.rglob("*.pdf")
    with pypdfium2.PdfDocument(file) as document:
        total = len(document)
        for number in range(1, min(total, PAGES_DRAWN) + 1):
            page = document[number - 1]
            picture = page.render(scale=PAGE_WIDTH / page.get_width()).to_pil().convert("P", palette=1, colors=64)
            picture.save(target / f"page-{number}.png", "PNG")
    shutil.rmtree(made)
    return total
