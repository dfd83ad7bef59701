"""What goes on fixed pages: the values of Form 1 and of certificates as lines, page by page, and probes of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import cycle, islice
from typing import Any

from generator.campaign.layout import MM_PER_PT
from generator.composing.codes import SIGNATURE_CHARACTERS
from generator.composing.fitting.fitting import proof_number_pt
from generator.composing.fitting.slots import CERTIFICATE_PLACES, Slot, places, table_slots
from generator.rendering.glyphs.glyph_text import MARKS, NotSetError
from generator.rendering.sheets import growing, qr
from generator.rendering.sheets.paragraphs import Line, Run, certificate_words, proof_words

Context = Mapping[str, Any]


@dataclass(frozen=True)
class FixedPage:
    """A page to make: the name of its blank, the lines of its slots, and the height in mm of what grows on it.

    `figures` are PDF operators by the name of their place, whose lower left corner is their origin. A slot of
    `moved` has the place of that name, so many mm below it.
    """

    name: str
    values: Mapping[str, tuple[Line, ...]]
    height_mm: float = 0.0
    figures: Mapping[str, bytes] = field(default_factory=dict)
    moved: Mapping[str, tuple[str, float]] = field(default_factory=dict)

    def place_of(self, slot: str) -> tuple[str, float]:
        """The name of the slot's place, and how far below it the slot is (pt)."""
        name, down_mm = self.moved.get(slot, (slot, 0.0))
        return name, down_mm / MM_PER_PT


@dataclass(frozen=True)
class FixedLayout:
    """How the contexts of a template become fixed pages.

    `records` cuts a context into its records, none where the template shows something else with it. `printed` is
    what the blank of a record prints. `pages` are the record's pages. `probes` are contexts of records for such a
    blank, whose values differ in the width, number and size of their lines, and which show every page. `title` is
    the file's, where it is not the blank's.
    """

    records: Callable[[Context], Sequence[Context]]
    printed: Callable[[Context], Context]
    pages: Callable[[Context], list[FixedPage]]
    probes: Callable[[Context], list[Context]]
    title: Callable[[Context], str] = lambda _: ""


def _lines(texts: Iterable[str], font: str, size_pt: float = 0.0) -> tuple[Line, ...]:
    return tuple(Line((Run(font, text),), size_pt) for text in texts)


# ---- Form 1

_OF_FORM1 = ("blank", "slots", "applied", "intro", "checks")
# The probes' lines: they fit the narrowest cell (8 mm), two of them the lowest (8 mm); the last has the size of
# most values.
_PROBE_LINES = (("国国", 6.0), ("国|国国国", 6.0), ("国国国|国国", 4.0), ("国", 0.0))
_PROBE_DAYS = (("2023", "7", "31"), ("2023", "8", "1"), ("2023", "11", "12"), ("2024", "1", "1"))


def form1_pages(form: Context) -> list[FixedPage]:
    """Cover, data, 项目简介 on as many pages as it needs, opinions.

    Raises:
        NotSetError: 转化创造效益情况 grows beyond its cell, and so the rows below it move.
    """
    if not growing.is_one_data_sheet(form["slots"]):
        raise NotSetError("benefit")
    cover: dict[str, tuple[Line, ...]] = {}
    data: dict[str, tuple[Line, ...]] = {}
    for key in _shown_slots(form):
        (cover if key.startswith("cover_") else data)[key] = _slot_lines(form["slots"][key], places()[key].font_class)
    day = form["applied"]
    cover["applied_on"] = _lines([f"{day['year']}年{day['month']}月{day['day']}日"], "fangsong")
    for key, choices in form["checks"].items():
        for place, choice in enumerate(choices):
            data[f"{key}.{place}"] = _lines(["☑" if choice["ticked"] else "□"], MARKS)
    pages = [("cover", cover, 0.0), ("data", data, 0.0)]
    sheets = growing.intro_sheets(form["intro"])
    for number, sheet in enumerate(sheets):
        # A page that is full ends at the foot of the type area, the last one below its last line.
        name = ("intro-more" if number else "intro") + ("-full" if number < len(sheets) - 1 else "")
        pages.append((name, {"intro": sheet.lines}, sheet.height_mm))
    pages.append(("opinions", {}, 0.0))
    # Margins are mirrored: the blank of a left page is another than that of a right one.
    return [
        FixedPage(f"{name}-{('right', 'left')[place % 2]}", slots, height_mm)
        for place, (name, slots, height_mm) in enumerate(pages)
    ]


def _shown_slots(form: Context) -> Iterator[str]:
    """The slots of the form, without the rows of completers that it does not have."""
    for key in table_slots():
        place = key.removeprefix("completer").partition("_")[0]
        if not key.startswith("completer") or int(place) <= form["completer_limit"]:
            yield key


def _slot_lines(slot: Slot, font: str) -> tuple[Line, ...]:
    if not slot.text:
        return ()
    return _lines(slot.lines if len(slot.lines) > 1 else [slot.text], font, slot.size_pt)


def _form1_printed(form: Context) -> Context:
    boxes = {key: [choice | {"ticked": False} for choice in choices] for key, choices in form["checks"].items()}
    return {key: value for key, value in form.items() if key not in _OF_FORM1} | {"boxes": boxes}


def _form1_probes(printed: Context) -> list[Context]:
    """Forms whose 项目简介 ends on its first, second, third and fourth page.

    So every page comes left and right, full, and as the last one in two heights.
    """
    first, more = (len(sheet.lines) for sheet in growing.intro_sheets(_probe_intro(200))[:2])
    intros = (3, first - 1, first + 4, first + 20, first + more + 2, first + more + 7, first + 2 * more + 5)
    return [
        {key: value for key, value in printed.items() if key != "boxes"}
        | {
            "blank": False,
            "slots": {
                key: Slot(text, size_pt or places()[key].ladder[0], tuple(text.split("|"))) for key in table_slots()
            },
            "checks": printed["boxes"],
            "applied": dict(zip(("year", "month", "day"), day, strict=True)),
            "intro": _probe_intro(lines),
        }
        for (text, size_pt), day, lines in zip(cycle(_PROBE_LINES), cycle(_PROBE_DAYS), intros, strict=False)
    ]


def _probe_intro(lines: int) -> list[dict[str, Any]]:
    paragraphs_ = list(islice(cycle(["国", "国国"]), lines))
    return [{"number": "1.", "heading": "国", "paragraphs": paragraphs_}]


# ---- certificates

_OF_CERTIFICATE = ("number", "recipients", "body", "closing", "body_size_pt", "recipients_size_pt", "held", "code")


def _certificate_records(context: Context) -> list[Context]:
    others = {key: value for key, value in context.items() if key != "certificates"}
    return [others | {"certificates": [one]} for one in context["certificates"]]


def _certificate_pages(context: Context) -> list[FixedPage]:
    (one,) = context["certificates"]
    groups = certificate_words(one)
    words = tuple(line for group in groups for line in group.lines)
    figures = {"code": qr.operators(one["code"])} if "code" in one else {}
    return [FixedPage("certificate", {"number": _lines([one["number"]], "kaiti"), "words": words}, figures=figures)]


def _certificate_printed(context: Context) -> Context:
    (one,) = context["certificates"]
    fixed = {key: text for key, text in one.items() if key not in _OF_CERTIFICATE}
    return {**context, "certificates": [fixed | {"coded": "code" in one}]}


def _certificate_probes(printed: Context) -> list[Context]:
    largest, *_, smallest = CERTIFICATE_PLACES["certificate_body"].ladder
    (fixed,) = printed["certificates"]
    return [
        {
            **printed,
            "certificates": [
                {
                    **{key: text for key, text in fixed.items() if key != "coded"},
                    **({"code": number * 40 + "0" * SIGNATURE_CHARACTERS} if fixed["coded"] else {}),
                    "number": number,
                    "recipients": "国国：",
                    "body": "国" * characters,
                    "closing": "国国国国。",
                    "body_size_pt": size_pt,
                    "recipients_size_pt": size_pt,
                }
            ],
        }
        for number, characters, size_pt in (("1", 10, largest), ("123", 50, largest), ("12", 30, smallest))
    ]


# ---- the proof sheet

_PROBE_ROWS = (("1", "国", "国", "国国"), ("123", "国国国", "", "国" * 50), ("国" * 21, "国国", "国" * 150, "国" * 20))


def _sheets(context: Context) -> list[Context]:
    return [{**context, "sheets": [sheet]} for sheet in context["sheets"]]


def _sheet_pages(context: Context) -> list[FixedPage]:
    (sheet,) = context["sheets"]
    values = {"foot": _lines([sheet["foot"]], "songti")}
    for place, cell in enumerate(sheet["cells"]):
        row = cell["row"]
        values[f"number.{place}"] = _lines([row["number"]], "songti", proof_number_pt(row["number"]))
        values[f"tier.{place}"] = _lines([row["tier"]], "songti")
        values[f"words.{place}"] = tuple(proof_words(row).lines)
    return [FixedPage("sheet", values)]


def _sheet_printed(context: Context) -> Context:
    (sheet,) = context["sheets"]
    return {**context, "sheets": [[cell["corner_mm"] for cell in sheet["cells"]]]}


def _sheet_probes(printed: Context) -> list[Context]:
    (corners,) = printed["sheets"]
    rows = [dict(zip(("number", "tier", "people", "unit"), texts, strict=True)) for texts in _PROBE_ROWS]
    return [
        {
            **printed,
            "sheets": [
                {
                    "cells": [{"row": {**row, "name": ""}, "corner_mm": corner} for corner in corners],
                    "foot": row["tier"],
                }
            ],
        }
        for row in rows
    ]


LAYOUTS: Mapping[str, FixedLayout] = {
    "form1/form1.html": FixedLayout(
        lambda form: [] if form["blank"] else [form], _form1_printed, form1_pages, _form1_probes
    ),
    "certificate/certificate.html": FixedLayout(
        _certificate_records, _certificate_printed, _certificate_pages, _certificate_probes
    ),
    "certificate/proof.html": FixedLayout(_sheets, _sheet_printed, _sheet_pages, _sheet_probes),
}
