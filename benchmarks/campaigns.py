"""A campaign of any size, made of the example: the same projects handed in by more units and people.

    .venv/bin/python -m benchmarks.campaigns 3000 out/campaign-3000

Every copy of a project has a number, a unit and a lead completer of its own; the identity numbers are invented
and right in all their parts. The winners are those of the example, so that every check passes.
"""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from stdnum.cn import ric

from benchmarks.measuring import WORK
from generator.campaign.records import Application
from generator.checks.campaign import check_campaign
from generator.rendering.excel.entry_workbook import entry_workbook

EXAMPLE = Path(__file__).parent.parent / "data_examples" / "jiangxi-2023"
COPIED = ("campaign.yaml", "notice.yaml", "attachments", "summaries", "templates")


def write_campaign(folder: Path, applications: int, example: Path = EXAMPLE) -> None:
    """Write a campaign of so many applications into a new folder."""
    campaign, _, problems = check_campaign(example)
    if campaign is None:
        raise SystemExit("\n".join(str(problem) for problem in problems))
    chosen = _chosen(campaign.applications, applications)
    folder.mkdir(parents=True)
    for name in COPIED:
        source = example / name
        if source.is_dir():
            shutil.copytree(source, folder / name)
        elif source.is_file():
            shutil.copy(source, folder / name)
    book = entry_workbook(campaign.settings, workbook_rows(chosen), modified=campaign.settings.issued_on)
    (folder / "applications.xlsx").write_bytes(book)


def campaign_of(applications: int) -> Path:
    """The folder of a campaign of so many applications, written anew."""
    folder = WORK / f"campaign-{applications}"
    shutil.rmtree(folder, ignore_errors=True)
    write_campaign(folder, applications)
    return folder


def _chosen(example: tuple[Application, ...], wanted: int) -> list[Application]:
    """So many applications: winners first, then the others, then copies; in the example's order."""
    ranked = sorted(range(len(example)), key=lambda place: example[place].award is None)
    rounds = ((copy, place) for copy in range(wanted) for place in ranked)
    taken = sorted((place, copy) for (copy, place), _ in zip(rounds, range(wanted), strict=False))
    return [_copied(example[place], copy) if copy else example[place] for place, copy in taken]


def _copied(one: Application, copy: int) -> Application:
    """The same project of another unit and another lead; it has won nothing."""
    return one.model_copy(
        update={
            "number": f"{one.number}-{copy:02d}",
            "unit": f"{one.unit}第{copy}分公司",
            "lead_id_number": next(_id_numbers(one.lead_id_number, copy)),
            "award": None,
        }
    )


def _id_numbers(model: str, copy: int) -> Iterator[str]:
    """Valid numbers of the model's county, birthday and sex, beginning `copy` serial numbers after it."""
    for step in range(1000):
        serial = (int(model[14:17]) + 2 * copy + 200 * step) % 1000
        digits = f"{model[:14]}{serial:03d}"
        number = digits + str(ric.calc_check_digit(digits + "0"))
        if ric.is_valid(number):
            yield number


def workbook_rows(applications: list[Application]) -> dict[str, list[dict[str, Any]]]:
    """The applications as rows of the entry workbook's sheets."""
    rows: dict[str, list[dict[str, Any]]] = {"申报项目": [], "其他完成人": [], "评选结果": []}
    for one in applications:
        number = {"number": one.number}
        rows["申报项目"].append({key: _cell(value) for key, value in one if key not in ("completers", "award")})
        rows["其他完成人"] += [dict(completer) | number for completer in one.completers]
        rows["评选结果"] += [dict(one.award) | number] if one.award else []
    return rows


def _cell(value: object) -> object:
    if isinstance(value, bool):
        return "是" if value else "否"
    return "；".join(value) if isinstance(value, tuple) else value


if __name__ == "__main__":
    write_campaign(Path(sys.argv[2]), int(sys.argv[1]))
