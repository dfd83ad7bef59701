"""Whose problem it is: the recommender of the row or file where it stands."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace

from generator.errors import Place, Problem
from generator.reading.raw_campaign import APPLICATION_SHEET, RawCampaign

Spot = tuple[str, str, str]  # file, sheet, row


def owned(problems: Iterable[Problem], raw: RawCampaign) -> list[Problem]:
    """The same problems, each with the recommender it concerns where that can be told."""
    index = _index(raw)
    return [replace(problem, recommender=index.get(_spot(problem.place), "")) for problem in problems]


def _index(raw: RawCampaign) -> Mapping[Spot, str]:
    """The recommender of every row and YAML file that belongs to an application, and of every returned form."""
    by_number = {one.text("number"): one.text("recommender") for one in raw.tables[APPLICATION_SHEET].records}
    rows = {
        _spot(record.place): by_number.get(record.text("number"), "")
        for table in raw.tables.values()
        for record in table.records
    }
    by_name = {
        "".join(one.text("name").split()): one.text("recommender") for one in raw.tables[APPLICATION_SHEET].records
    }
    for form in raw.returned:
        recommender = form.recommender or by_name.get(form.text("name"), "")
        rows |= {_spot(form.record.place): recommender, (form.record.place.file, "", ""): recommender}
    settings = {_spot(one.place): one.text("name") for one in raw.lists.get("recommenders", [])}
    return settings | rows


def _spot(place: Place) -> Spot:
    """Where a row or an application's own file is; of campaign.yaml the line counts, of other YAML files not."""
    if place.sheet:
        return place.file, place.sheet, "".join(re.findall(r"\d+", place.cell)[:1])
    return place.file, "", str(place.line) if place.file == "campaign.yaml" else ""
