"""In a child: what an upload is taken for, and what taking it in does to the campaign folder."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from dataclasses import asdict, replace
from datetime import datetime
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any

from generator.ground.disk import write_new
from generator.interfaces.web.clerks.discreet import discreet
from generator.interfaces.web.store.arrivals import NEW, PLAN, PLANS
from generator.interfaces.web.store.names import is_zip
from generator.interfaces.web.work.tasks.telling import REPORT_NAME, Arguments, Tell

if TYPE_CHECKING:
    from generator.collecting.files.incoming import Incoming

ROWS, QUESTIONS_FOUND = "rows.json", "questions.json"
EMPTY = "压缩包“{}”是空的，里面没有文件。请打开核对，放好文件再上传。"


def plan(order: Arguments, tell: Tell) -> None:
    """Write the plan into the folder `target`, with the new files beside it."""
    from generator.arriving.found import Taken
    from generator.arriving.planning import Order, planned
    from generator.collecting.files.incoming import incoming

    target, raw = Path(order["target"]), Path(order["raw"])
    scratch = target.parent / "scratch"
    unpacked = scratch / "unpacked"
    for folder in (scratch, unpacked, target / NEW):
        folder.mkdir()
    files = list(incoming(raw, unpacked))
    made = datetime.fromisoformat(order["made"])
    for one in [] if order["leaving"] else files:  # a version is known by its day; what came at once has one
        day = (one.dated or made) if one.path.is_relative_to(unpacked) else made
        os.utime(one.path, (day.timestamp(), day.timestamp()))
    choices = {identity: Taken.of(text) for identity, text in order["choices"].items()}
    if order["only"]:
        choices = {identity: replace(one, recommender=order["recommender"]) for identity, one in choices.items()}
    wanted = Order(files, order["recommender"], choices, order["leaving"], only=order["only"])
    found = planned(Path(order["campaign"]), wanted, scratch, target / NEW, lambda *told: tell(told))
    if files and (told := [EMPTY.format(name) for name in _empty_zips(raw, files)]):  # nobody is to miss it
        found = replace(found, notes=(*found.notes, *told), settled=False)
    write_new(target / PLAN, [PLANS.dump_json(found)], flush=True)


def _empty_zips(raw: Path, files: Iterable[Incoming]) -> list[str]:
    """The zips of an upload from which no file came, by their names."""
    names = [one.name for one in files]
    zips = (PurePosixPath(path.relative_to(raw)) for path in sorted(raw.rglob("*.*")) if path.is_file())
    return [one.name for one in zips if is_zip(one) and not any(f"{name}/".startswith(f"{one}/") for name in names)]


def rows(order: Arguments, _tell: Tell) -> None:
    """Write the campaign's projects as they are named in what came in, unchecked, into the folder `target`."""
    from generator.arriving.confining import files_named
    from generator.arriving.homes import held_recommenders
    from generator.arriving.rows import rows_of
    from generator.checks.campaign import check_settings_of

    folder = Path(order["campaign"])
    settings, _ = check_settings_of(folder)
    found: dict[str, Any] = {"recommenders": [], "rows": [], "held": []}
    if settings is not None:
        read = rows_of(folder, settings)
        found["recommenders"] = list(settings.recommender_names)
        found["opens"] = settings.applications_from.isoformat()
        found["deadline"] = settings.applications_until.isoformat()
        found["least"] = sum(one.least for one in settings.recommenders)
        found["held"] = sorted(held_recommenders(folder, read))
        found["rows"] = [
            {
                "number": one.number, "name": one.name, "recommender": one.recommender, "file": one.file,
                "unit": one.values.get("所在单位", ""), "lead": one.lead, "attachments": one.attachments,
                "names": sorted(files_named(one)),
            }
            for one in read.rows
        ]  # fmt: skip
    write_new(Path(order["target"]) / ROWS, [json.dumps(found).encode()], flush=True)


def questions(order: Arguments, _tell: Tell) -> None:
    """Write the questions that returned forms leave into the folder `target`."""
    from generator.arriving.homes import QUESTIONS
    from generator.collecting.workbooks.asked import asked_in

    found = asked_in(Path(order["campaign"]) / QUESTIONS)
    told = {"questions": [asdict(one) for one in found]}
    write_new(Path(order["target"]) / QUESTIONS_FOUND, [json.dumps(told).encode()], flush=True)


def answer(order: Arguments, tell: Tell) -> dict[str, Any]:
    """What answers do to the campaign; the files that change are put into the folder `target`."""
    from generator.arriving.answering import answered

    target = Path(order["target"])
    scratch = target.parent / "scratch"
    scratch.mkdir()
    campaign, only = Path(order["campaign"]), order["only"]
    return asdict(answered(campaign, order["answers"], scratch, target, lambda *told: tell(told), only))


def own_report(order: Arguments, _tell: Tell) -> None:
    """Write the list of one recommender's problems as a workbook into the folder `target`."""
    from generator.checks.campaign import check_campaign
    from generator.rendering.excel.problem_sheet import problem_sheet

    _, _, problems = check_campaign(Path(order["campaign"]))
    own = [one for one in problems if one.recommender == order["recommender"]]
    if order["others"]:
        own = [
            replace(one, message=said[0], fix=said[1])
            for one in own
            if (said := discreet(one.code, one.message, one.fix, order["others"]))
        ]
    write_new(Path(order["target"]) / REPORT_NAME, [problem_sheet(own)], flush=True)
