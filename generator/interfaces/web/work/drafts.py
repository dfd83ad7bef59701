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
    ADDRESSEE,
    ATTACHMENTS,
    BODY,
    TITLE,
    Paragraph,
    TypedWording,
    doubts_of,
    has_typed_braces,
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
# Values besides the settings that print as they are, and that a clerk may write as a mark.
FIGURES = frozenset({"获奖总数", "申报总数", "申报单位数", "非公项数"})
VALUE_OF_SETTINGS = "campaign.yaml 的值"  # in what is said of braces that a mark put in
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
    names = _mark_names(before)

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


def _mark_names(typed: TypedWording) -> set[str]:
    """What may stand in 【】 as a mark."""
    return {of.label for of in CAMPAIGN_FIELDS} | FIGURES | marks_of(typed)


def _told(
    folder: Path, written: Mapping[str, bytes], problems: list[Problem], settings: Settings | None
) -> dict[str, Any]:
    told: dict[str, Any] = {"settings": None, "wording": None, "choices": _choices(folder)}
    if SETTINGS_FILE in written:
        told["settings"] = _or_none(lambda: asdict(typed_settings(written[SETTINGS_FILE])))
    context = values(settings, (), reviewed=False) if settings else {}
    wording = _or_none(lambda: typed_wording(written[NOTICE_FILE])) if NOTICE_FILE in written else None
    told["problems"] = list(_problems(written, problems))
    if wording is not None:
        told["wording"] = _shown(wording, context)
        told["problems"] = [*(_in_clerks_words(one, wording) for one in told["problems"]), *_doubts(wording)]
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
            "severity": one.severity.value, "code": one.code, "message": one.message, "fix": one.fix,
        }  # fmt: skip


def _texts_of(typed: TypedWording) -> Iterator[tuple[str, int, str]]:
    """Every text of the wording with its part and place, as problems name these."""
    yield from ((TITLE, -1, text) for text in typed.title)
    yield ADDRESSEE, -1, typed.addressee
    yield from ((BODY, row, text) for row, one in enumerate(typed.paragraphs) for text in (one.lead, one.text))
    yield from ((ATTACHMENTS, -1, text) for text in typed.attachments)


def _doubts(typed: TypedWording) -> Iterator[dict[str, Any]]:
    """What stands in 【】 and is no mark."""
    names = _mark_names(typed)
    for part, row, text in _texts_of(typed):
        for message, fix in doubts_of(text, names):
            yield {
                "file": "wording", "part": part, "row": row, "field": "", "severity": "warning", "code": "",
                "message": message, "fix": fix,
            }  # fmt: skip


def _in_clerks_words(one: dict[str, Any], typed: TypedWording) -> dict[str, Any]:
    """The problem; of braces that print it says what a clerk can do, who sees neither files nor their marks."""
    if one["file"] != "wording" or one["code"] != "wording-mark" or VALUE_OF_SETTINGS not in one["fix"]:
        return one
    texts = [text for part, row, text in _texts_of(typed) if part == one["part"] and row in (one["row"], -1)]
    if any(map(has_typed_braces, texts)):
        fix = "要由程序按设置填写的，请写成【申报截止】这样；不是的，请去掉花括号。"
        return {**one, "message": one["message"].replace("填进去的值里有", "文字里有"), "fix": fix}
    return {**one, "fix": "请到“设置”里把填的花括号去掉，写出文字。"}


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
