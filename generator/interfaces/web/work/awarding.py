"""What a child does for 评选: the projects with their awards told, and the files with other awards made."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from generator.ground.disk import make_below, write_new
from generator.interfaces.web.refusals import RefusedError

if TYPE_CHECKING:
    from generator.campaign.settings import Settings
    from generator.editing.award_lists import Line
    from generator.editing.awards import Given
    from generator.reading.raw_campaign import RawCampaign

FOUND = "found.json"
SHOWN = ("number", "name", "unit", "recommender", "category")  # of an application; none is anybody's own
Arguments = Mapping[str, Any]


def winners(order: Arguments, _tell: Any) -> None:
    """Every project in the campaign's order with its award as it is typed and what is wrong with it, as JSON."""
    from generator.editing.awards import given, projects, wrong_awards

    raw, settings = _read(order)
    awards = given(raw)
    single = _single(awards)
    records = projects(raw)
    told = wrong_awards(awards, settings.tier_names if settings else ())
    counts = Counter(one.text("number") for one in records)
    shown = []
    for record in records:
        number = record.text("number")
        award = single.get(number)
        own = {"tier": award.tier if award else "", "serial": award.serial if award else ""}
        twice = award is not None and counts[number] > 1
        wrong = [*told.get(number, ()), *(["有另一个项目用同样的项目编号。"] if twice else [])]
        shown.append({key: record.text(key) for key in SHOWN} | own | {"wrong": wrong})
    found = {
        "ready": settings is not None,
        "tiers": [{"name": one.name, "count": None if one.is_open else one.count} for one in settings.tiers]
        if settings
        else [],
        "categories": list(settings.categories) if settings else [],
        "recommenders": list(settings.recommender_names) if settings else [],
        "projects": shown,
        "strays": [vars(one) for one in awards if one.number not in counts],
    }
    write_found(order, found)


def award(order: Arguments, _tell: Any) -> dict[str, Any]:
    """What became of changes of awards: how many, the numbers of projects that somebody else changed, lines unread.

    Files to write lie in the target by their paths, where anything changed at all. `changes` are rows of a project's
    number, tier, serial, and what stood there when the page was made; `list` is a list as text or as a file;
    `numbering` says that serials are given; `dropped` are numbers of no project, whose awards go.
    """
    from generator.editing.awards import changed, files_with, given, numbered, projects

    raw, settings = _read(order)
    if settings is None:
        raise RefusedError("data-errors", "活动的设置有错误，暂时不能登记评选结果。", "请先改正设置。")
    before = given(raw)
    places = {one.text("number"): place for place, one in enumerate(projects(raw))}
    wanted, others, unread = _wanted(order, raw, settings, before)
    after = changed(before, wanted)
    if order.get("numbering"):
        after = numbered(after, settings.tier_names, places, _revoked(raw))
    differing = {*map(_key, before)} ^ {*map(_key, after)}
    told = {"changed": len({number for number, *_ in differing}), "others": others, "unread": unread}
    if differing and not others:
        for name, content in files_with(raw, settings, after).items():
            target = Path(order["target"])
            make_below(target, target / name)
            write_new(target / name, [content], flush=True)
    return told


def _wanted(
    order: Arguments, raw: RawCampaign, settings: Settings, before: Sequence[Given]
) -> tuple[list[Given], list[str], list[dict[str, Any]]]:
    """The awards that are wanted, the projects that stand otherwise than the page had them, lines of no award."""
    from generator.editing.award_lists import Known, header_of, pasted, understood
    from generator.editing.awards import Given, projects

    if asked := order.get("list"):
        labels = {field.key: field.label for field in settings.schema.fields.award}
        known = Known(
            tuple((one.text("number"), one.text("name")) for one in projects(raw)), settings.tier_names, labels
        )
        lines = _lines_of_file(asked["file"], asked["name"]) if "file" in asked else pasted(asked["text"])
        found, unread = understood(lines, known)
        serials = {one.number: one.serial for one in before}
        kept = [one if one.serial else Given(one.number, one.tier, serials.get(one.number, "")) for one in found]
        head = header_of(lines, known) if unread else None
        told = [
            {"line": one.line.number, "text": one.line.text, "typed": one.line.typed, "why": one.why} for one in unread
        ]
        return kept, [], [one | {"header": head.typed if head else ""} for one in told]
    now = {number: shown_award(one.tier, one.serial) for number, one in _single(before).items()}
    changes = order.get("changes", [])
    others = [number for number, _, _, seen in changes if now.get(number, "") != seen]
    wanted = [Given(number, tier, serial) for number, tier, serial, _ in changes]
    return [*wanted, *(Given(number) for number in order.get("dropped", ()))], others, []


def _lines_of_file(path: str, name: str) -> list[Line]:
    """The lines of an uploaded list. Raises RefusedError where it is none."""
    from generator.campaign.errors import DataError
    from generator.editing.award_lists import in_file
    from generator.ground.inputs import read_file

    try:
        return in_file(read_file(Path(path)), name)
    except DataError as wrong:
        first = wrong.problems[0]
        raise RefusedError("upload-unusable", f"“{name}”：{first.message}", first.fix) from wrong


def _single(awards: Sequence[Given]) -> dict[str, Given]:
    """The awards of projects that have one; of several none is shown, since nobody knows which is meant."""
    counts = Counter(one.number for one in awards)
    return {one.number: one for one in awards if one.number and counts[one.number] == 1}


def shown_award(tier: str, serial: str) -> str:
    """An award as one text, by which a page knows whether it is still as it was shown; "" where there is none."""
    return f"{tier}|{serial}".strip("|")


def _read(order: Arguments) -> tuple[RawCampaign, Settings | None]:
    from generator.checks.settings.settings import check_settings
    from generator.reading.campaign_folder import read_campaign

    raw = read_campaign(Path(order["campaign"]), with_returned=False)
    return raw, check_settings(raw)[0]


def _revoked(raw: RawCampaign) -> set[int]:
    """The serials of revoked certificates, which no other project gets."""
    texts = [one.text("certificate") for one in raw.lists.get("revocations", ())]
    return {int(text.partition("-")[0]) for text in texts if text.partition("-")[0].isdecimal()}


def _key(one: Given) -> tuple[str, str, str]:
    return one.number, one.tier, one.serial


def write_found(order: Arguments, found: Mapping[str, Any]) -> None:
    """Put what was found into the target, as JSON."""
    write_new(Path(order["target"]) / FOUND, [json.dumps(found, ensure_ascii=False).encode()], flush=True)
