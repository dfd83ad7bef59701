"""What goes on fixed pages: the values of certificates as lines, page by page, and probes of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from generator.campaign.layout import MM_PER_PT
from generator.composing.codes import SIGNATURE_CHARACTERS
from generator.composing.fitting.fitting import proof_number_pt
from generator.composing.fitting.slots import CERTIFICATE_PLACES
from generator.rendering.sheets import qr
from generator.rendering.sheets.paragraphs import Line, Run, certificate_words, proof_words
from generator.rendering.sheets.photos import Photo

Context = Mapping[str, Any]


@dataclass(frozen=True)
class FixedPage:
    """A page to make: the name of its blank, the lines of its slots, and the height in mm of what grows on it.

    `figures` are PDF operators by the name of their place, whose lower left corner is their origin, `photos` stand in
    the middle of theirs, which is so wide and high (mm). A slot of `moved` has the place of that name, so many mm below
    it.
    """

    name: str
    values: Mapping[str, tuple[Line, ...]]
    height_mm: float = 0.0
    figures: Mapping[str, bytes] = field(default_factory=dict)
    photos: Mapping[str, tuple[Photo, tuple[float, float]]] = field(default_factory=dict)
    moved: Mapping[str, tuple[str, float]] = field(default_factory=dict)

    def place_of(self, slot: str) -> tuple[str, float]:
        """The name of the slot's place, and how far below it the slot is (pt)."""
        name, down_mm = self.moved.get(slot, (slot, 0.0))
        return name, down_mm / MM_PER_PT


@dataclass(frozen=True)
class FixedLayout:
    """How the contexts of a template become fixed pages.

    `printed` is what the blank of a record prints. `pages` are the record's pages. `probes` are contexts of records for
    such a blank, whose values differ in the width, number and size of their lines, and which show every page. `records`
    cuts a context into its records, none where the template shows something else with it. `title` is the file's, where
    it is not the blank's.
    """

    printed: Callable[[Context], Context]
    pages: Callable[[Context], list[FixedPage]]
    probes: Callable[[Context], list[Context]]
    records: Callable[[Context], Sequence[Context]] = lambda context: [context]
    title: Callable[[Context], str] = lambda _: ""


def lines_of(texts: Iterable[str], font: str, size_pt: float = 0.0) -> tuple[Line, ...]:
    """The texts as lines of that font class; a size of 0 is the one that the style sheet gives."""
    return tuple(Line((Run(font, text),), size_pt) for text in texts)


def _one_by_one(key: str, context: Context) -> list[Context]:
    """A record for each of what the context has under that key."""
    return [{**context, key: [one]} for one in context[key]]


# ---- certificates

_OF_CERTIFICATE = ("number", "recipients", "body", "closing", "body_size_pt", "recipients_size_pt", "held", "code")


def _certificate_pages(context: Context) -> list[FixedPage]:
    (one,) = context["certificates"]
    groups = certificate_words(one)
    words = tuple(line for group in groups for line in group.lines)
    figures = {"code": qr.operators(one["code"])} if "code" in one else {}
    return [FixedPage("certificate", {"number": lines_of([one["number"]], "kaiti"), "words": words}, figures=figures)]


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


def _sheet_pages(context: Context) -> list[FixedPage]:
    (sheet,) = context["sheets"]
    values = {"foot": lines_of([sheet["foot"]], "songti")}
    for place, cell in enumerate(sheet["cells"]):
        row = cell["row"]
        values[f"number.{place}"] = lines_of([row["number"]], "songti", proof_number_pt(row["number"]))
        values[f"tier.{place}"] = lines_of([row["tier"]], "songti")
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
    "certificate/certificate.html": FixedLayout(
        _certificate_printed, _certificate_pages, _certificate_probes, partial(_one_by_one, "certificates")
    ),
    "certificate/proof.html": FixedLayout(_sheet_printed, _sheet_pages, _sheet_probes, partial(_one_by_one, "sheets")),
}
