"""The page of what a build made: looked for by name, unit, number; a page at a time, certificates as a wall."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any
from urllib.parse import urlencode

from pydantic import BaseModel, Field
from starlette.responses import HTMLResponse

from generator.campaign.kinds import KINDS
from generator.interfaces.web.limits import PAPERS_ON_A_PAGE, PICTURE_WIDTHS, PICTURES_ON_A_PAGE
from generator.interfaces.web.office import Office
from generator.interfaces.web.store.abouts import BuildAbout
from generator.interfaces.web.store.outputs import Output, outputs
from generator.interfaces.web.store.told_outputs import Told, read_told
from generator.interfaces.web.telling import page
from generator.pipeline import LEFT_OUT_NAME

CERTIFICATE, SINGLE = "certificate", "单张"  # the folder of one certificate a file


class Looked(BaseModel):
    """What of a build is looked at; `part` is the page of the list or the wall."""

    kind: str = Field(default="", max_length=100)
    group: str | None = Field(default=None, max_length=1_000)
    file: str = Field(default="", max_length=100)
    find: str = Field(default="", max_length=200)
    page: int = Field(default=1, ge=1, le=1_000_000)
    part: int = Field(default=1, ge=1, le=1_000_000)


@dataclass(frozen=True)
class ShownPaper:
    """One document in all its formats; `shown` is the PDF that its pictures come from."""

    name: str
    formats: tuple[Output, ...]
    shown: Output | None
    unit: str
    height: int  # of a small picture of its first page

    @property
    def caption(self) -> tuple[str, str]:
        """Number and name as its file has them."""
        number, _, name = self.name.partition("-")
        return (number, name) if name else ("", self.name)


async def results_page(office: Office, build: BuildAbout, looked: Looked) -> HTMLResponse:
    """What a finished build made, as far as it is looked at."""
    folder = office.store.build_folder(build.campaign, build.id)
    found = await asyncio.to_thread(outputs, folder / "out")
    told = await asyncio.to_thread(read_told, folder)
    made = [one for one in found if one.path != LEFT_OUT_NAME]
    labels = {one.document: one.kind_name for one in made}
    kinds = {kind: labels[kind] for kind in (*KINDS, *labels) if kind in labels}
    kind = looked.kind if looked.kind in kinds else next(iter(kinds), "")
    own = _found(made, told, looked.find) if looked.find.strip() else [one for one in made if one.document == kind]
    groups = [] if looked.find.strip() else _in_order({one.group for one in own}, told)
    group = looked.group if looked.group in groups else _first(groups, kind)
    papers = _papers([one for one in own if not groups or one.group == group], told)
    shown = next((one for one in made if one.id == looked.file and one.format == "pdf"), None)
    is_wall = kind == CERTIFICATE and group == SINGLE and not shown and any(one.shown for one in papers)
    many = PICTURES_ON_A_PAGE if is_wall else PAPERS_ON_A_PAGE
    parts = max(1, -(-len(papers) // many))
    part = min(looked.part, parts)
    if shown is None and not is_wall:
        shown = next((one.shown for one in papers[(part - 1) * many :] if one.shown), None)
    return page(
        "results.html", about=office.store.campaign(build.campaign), step="build", build=build, kinds=kinds, kind=kind,
        groups=groups, group=group, papers=papers[(part - 1) * many : part * many], of=len(papers), find=looked.find,
        part=part, parts=parts, wall=is_wall, **_shown(shown, looked.page, told), told=told,
        counts={one: sum(output.document == one for output in made) for one in kinds},
        bytes=sum(one.bytes for one in found), total=len(made), listed=len(found) > len(made),
        query=_query(kind, group, looked.find), width=PICTURE_WIDTHS[0], left_out_name=LEFT_OUT_NAME,
        left_out=next((one.id for one in found if one.path == LEFT_OUT_NAME), ""),
    )  # fmt: skip


def _shown(shown: Output | None, number: int, told: Told) -> Mapping[str, Any]:
    """The file of which a page is shown, which page, and how large it is on the screen."""
    if shown is None:
        return {"shown": None, "number": 0, "size": (0, 0)}
    size = told.picture_size(shown.document, shown.path, PICTURE_WIDTHS[1])
    return {"shown": shown, "number": min(number, shown.pages or 1), "size": size}


def _query(kind: str, group: str, find: str) -> str:
    """What the addresses of this list have in common."""
    asked = {"find": find} if find.strip() else {"kind": kind, "group": group}
    return urlencode(asked)


def _first(groups: Sequence[str], kind: str) -> str:
    """The group that is shown unasked: of certificates the single ones."""
    return SINGLE if kind == CERTIFICATE and SINGLE in groups else next(iter(groups), "")


def _in_order(groups: set[str], told: Told) -> list[str]:
    """The folders of a kind, those of recommenders in the campaign's order."""
    order = {name: place for place, name in enumerate(told.recommenders)}
    return sorted(groups, key=lambda name: (order.get(name, -1), name))


def _found(made: Sequence[Output], told: Told, find: str) -> list[Output]:
    """The files that have each of the words in their name, their folder, their number or their unit."""
    words = find.casefold().split()
    return [
        one
        for one in made
        if all(word in f"{one.path} {one.record} {told.units.get(one.record, '')}".casefold() for word in words)
    ]


def _papers(found: Sequence[Output], told: Told) -> list[ShownPaper]:
    """The files that are one document in different formats, together: by kind, in the campaign's order."""
    order = {name: place for place, name in enumerate(told.recommenders)}
    kinds = {kind: place for place, kind in enumerate(dict.fromkeys((*KINDS, *(one.document for one in found))))}
    papers = []
    ordered = sorted(
        found,
        key=lambda one: (
            kinds[one.document], order.get(one.group, order.get(one.record, -1)), one.stem, one.format,
        ),
    )  # fmt: skip
    for _, same in groupby(ordered, key=lambda one: one.stem):
        formats = tuple(same)
        pdf = next((one for one in formats if one.format == "pdf"), None)
        name, unit = formats[0].name.rsplit(".", 1)[0], told.units.get(formats[0].record, "")
        _, height = told.picture_size(formats[0].document, formats[0].path, PICTURE_WIDTHS[0])
        papers.append(ShownPaper(name, formats, pdf, unit, height))
    return papers
