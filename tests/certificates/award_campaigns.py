"""Campaigns after the review: the minimal campaign with a hundred winners, or with what a test needs."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path

import yaml
from conftest import MINIMAL
from support.campaigns import as_workbook

from generator.campaign.records import Application, Award, Campaign, Completer
from generator.checks.campaign import check_campaign

LAST_OF_TIER = (("一等优秀成果", 10), ("二等优秀成果", 40), ("三等优秀成果", 100))
NAMES = ("欧阳建国", "买买提·艾力", "李一", "王二", "张三丰", "赵六")
WORDS = (
    "焊装主线点焊机器人电极帽修磨质量光电判别与冷却水断流双重联锁防止批量虚焊的成套装置研制与应用推广及其改进型设计研究"
)
CHANGED = {
    "组织奖": ["南昌市总工会"],
    "申报单位": [{"名称": "南昌市总工会", "简称": "南昌", "类型": "设区市总工会", "最低数量": "1"}],
}


def winner(like: Application, serial: int) -> Application:
    """The winner of that number: names from 4 to 60 characters, one to six people."""
    tier = next(name for name, last in LAST_OF_TIER if serial <= last)
    name = f"{serial:03d}" + WORDS[: 1 + (serial * 7) % 57]
    completers = tuple(
        Completer(name=f"{NAMES[place]}", sex="男", post="技工", title="", unit=like.unit)
        for place in range(1, 1 + serial % 6)
    )
    return like.model_copy(
        update={
            "number": f"NC-{serial:03d}",
            "name": name,
            "lead_name": NAMES[0],
            "completers": completers,
            "award": Award(tier=tier, serial=serial),
        }
    )


def award_campaign(folder: Path, settings: Mapping[str, object] | None = None) -> Path:
    """A folder with 100 winners; `settings` change campaign.yaml."""
    shutil.copytree(MINIMAL, folder)
    shutil.rmtree(folder / "applications")
    path = folder / "campaign.yaml"
    content = yaml.load(path.read_text(encoding="utf-8"), yaml.BaseLoader) | CHANGED | dict(settings or {})
    path.write_text(yaml.safe_dump(content, allow_unicode=True, sort_keys=False), encoding="utf-8")
    like, _, problems = check_campaign(MINIMAL)
    assert like, problems
    as_workbook(folder, like.settings, [winner(like.applications[0], serial) for serial in range(1, 101)])
    return folder


def checked(folder: Path) -> Campaign:
    """The campaign, which has no errors."""
    campaign, _, problems = check_campaign(folder)
    assert campaign is not None, [str(problem) for problem in problems]
    return campaign
