"""The form of the notice's wording: its paragraphs with what is wrong with each, and what was typed into them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from starlette.datastructures import FormData

from generator.composing.wording.official import LEVELS
from generator.interfaces.web.telling import said

LEVEL_LABELS = {"段落": "普通段落", "一级": "一级标题 一、", "二级": "二级 （一）", "三级": "三级 1．"}
PARTS = {"title": "标题", "addressee": "主送", "attachments": "附件"}  # boxes besides the paragraphs
assert LEVEL_LABELS.keys() == LEVELS.keys()


@dataclass(frozen=True)
class Paragraph:
    """One paragraph on the page."""

    level: str
    lead: str
    text: str
    number: str
    is_program: bool
    wrong: str
    place: int | None  # in the file


def shown(told: Mapping[str, Any], blank_at: int | None = None) -> dict[str, Any]:
    """What the page shows, of what a trial tells of the wording; an empty paragraph at `blank_at`."""
    wording = told["wording"]
    paragraphs = [
        Paragraph(wrong=_wrong(told, "正文", number), place=number, **one)
        for number, one in enumerate(wording["paragraphs"])
    ]
    if blank_at is not None:
        paragraphs.insert(blank_at, Paragraph("段落", "", "", "", False, "", None))
    return {
        "title": "\n".join(wording["title"]),
        "addressee": wording["addressee"],
        "attachments": "\n".join(wording["attachments"]),
        "paragraphs": paragraphs,
        "levels": LEVEL_LABELS,
        "wrong": {part: _wrong(told, part) for part in PARTS.values()},
        "elsewhere": _elsewhere(told),
    }


def first_wrong(form: Mapping[str, Any]) -> str:
    """Where on the page the first thing that is wrong stands."""
    parts = [name for name, part in PARTS.items() if form["wrong"][part]]
    paragraphs = [f"p{number}" for number, one in enumerate(form["paragraphs"]) if one.wrong]
    return [*parts, *paragraphs, "main"][0]


def _wrong(told: Mapping[str, Any], part: str, row: int | None = None) -> str:
    found = [one for one in told["problems"] if one["file"] == "wording" and one["part"] == part]
    return "".join(said(one) for one in found if row is None or one["row"] == row)


def _elsewhere(told: Mapping[str, Any]) -> list[str]:
    """What is wrong with the wording and belongs to no paragraph; of the settings, that something is."""
    found = [one for one in told["problems"] if one["file"] == "wording" and one["part"] == "正文" and one["row"] < 0]
    return [said(one) for one in found]


def typed(form: FormData) -> dict[str, Any]:
    """What was typed, as a trial takes it. A paragraph that was not touched is kept as it is in the file.

    Several lines in one box are so many paragraphs. `do` names one and what is to become of it: `up:3`, `down:3`,
    `out:3`, `auto:3` for a number like the others'; `below:3` asks for an empty one (`blank_at`).
    """
    count = 0
    paragraphs: list[dict[str, Any]] = []
    while f"p.{count}.level" in form:
        paragraphs += _paragraphs(form, count)
        count += 1
    _move(paragraphs, _text(form, "do"))
    return {
        "title": _text(form, "title").split("\n"),
        "addressee": _text(form, "addressee"),
        "attachments": _text(form, "attachments").split("\n"),
        "paragraphs": paragraphs,
    }


def _paragraphs(form: FormData, number: int) -> list[dict[str, Any]]:
    one = _paragraph(form, number)
    if one["kept"] is not None:
        return [one]
    part = "text" if one["text"] else "lead"
    first, *others = [line.strip() for line in one[part].split("\n") if line.strip()] or [""]
    plain = {"level": "段落", "text": "", "number": "", "kept": None}
    return [{**one, part: first}, *({**plain, "lead": line} for line in others)]


def _paragraph(form: FormData, number: int) -> dict[str, Any]:
    level, lead, text = (_text(form, f"p.{number}.{part}") for part in ("level", "lead", "text"))
    untouched = (lead, text) == tuple(_text(form, f"was.{number}.{part}") for part in ("lead", "text"))
    kept = _text(form, f"kept.{number}")
    return {
        "level": level if level in LEVELS else "段落",
        "lead": lead,
        "text": text,
        "number": _text(form, f"p.{number}.number"),
        "kept": int(kept) if untouched and kept.isdecimal() else None,
    }


def _move(paragraphs: list[dict[str, Any]], wish: str) -> None:
    what, _, place = wish.partition(":")
    at = int(place) if place.isdecimal() else -1
    if not 0 <= at < len(paragraphs):
        return
    if what == "out":
        del paragraphs[at]
    elif what == "auto":
        paragraphs[at] |= {"number": "", "kept": None}
    elif what in ("up", "down"):
        paragraphs.insert(max(0, at + (-1 if what == "up" else 1)), paragraphs.pop(at))


def place(form: FormData) -> str:
    """Where on the page the clerk was, as the end of its address."""
    what, _, at = _text(form, "do").partition(":")
    return f"#p{max(0, int(at) + {'up': -1, 'down': 1}.get(what, 0))}" if at.isdecimal() else ""


def blank_at(form: FormData) -> int | None:
    """Where an empty paragraph is asked for, among those in which something stands."""
    what, _, at = _text(form, "do").partition(":")
    if what != "below" or not at.isdecimal():
        return None
    return sum(_is_filled(one) for number in range(int(at) + 1) for one in _paragraphs(form, number))


def _is_filled(one: Mapping[str, Any]) -> bool:
    return bool(one["lead"] or one["text"]) or one["kept"] is not None


def wrongs(told: Mapping[str, Any], form: FormData) -> dict[str, str]:
    """What is wrong by the names of the boxes as they stand on the page, where empty ones may lie between others."""
    boxes, count = [], 0
    while f"p.{count}.level" in form:
        boxes += [count for one in _paragraphs(form, count) if _is_filled(one)]
        count += 1
    found: dict[str, str] = {}
    for row, at in enumerate(boxes):
        found[f"p.{at}"] = found.get(f"p.{at}", "") + _wrong(told, "正文", row)
    found |= {name: _wrong(told, part) for name, part in PARTS.items()}
    return {name: text for name, text in found.items() if text}


def _text(form: FormData, name: str) -> str:
    value = form.get(name)
    return value.replace("\r\n", "\n").strip() if isinstance(value, str) else ""
