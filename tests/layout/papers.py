"""The notice of the example campaign and a bulletin with made-up winners, as PDF, with settings of one's choice."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from conftest import EXAMPLE, ROOT

from generator.campaign.records import Campaign, OfficialText
from generator.campaign.settings import Settings
from generator.checks.campaign import check_settings_of
from generator.composing.official import bulletin, notice
from generator.composing.wording import official_text, values
from generator.reading.yaml_files.file import read_yaml
from generator.rendering.html import pages

BULLETIN = ROOT / "templates" / "bulletin" / "bulletin.yaml"


@cache
def settings() -> Settings:
    found, problems = check_settings_of(EXAMPLE)
    assert found is not None, problems
    return found


def wording(path: Path, of: Settings) -> OfficialText:
    node, _ = read_yaml(path, path.name)
    assert node is not None
    context = values(of, ())
    for tier in context["等次"]:
        tier["首个项目"] = "夹具"
    text, problems = official_text(node, path.name, context)
    assert text is not None, problems
    return text


def notice_context(**changes: Any) -> dict[str, Any]:
    """The context of the example's notice; `changes` are settings of the campaign."""
    own = settings().model_copy(update=changes)
    return notice(Campaign.model_construct(settings=own, notice=wording(EXAMPLE / "notice.yaml", own)))


def notice_pdf(**changes: Any) -> bytes:
    return pages.render("notice/notice.html", notice_context(**changes))


def bulletin_pdf(rows: int = 24, *, text: dict[str, Any] | None = None, **changes: Any) -> bytes:
    """The bulletin with as many winners in each tier; `text` takes the place of parts of the context."""
    own = settings().model_copy(update=changes)
    of = Campaign.model_construct(settings=own, bulletin=wording(BULLETIN, own), applications=())
    context = bulletin(of)
    for tier in own.tiers:
        table = [
            {
                "number": str(place),
                "name": f"第{place}号立式加工中心刀库换刀机械手故障快速诊断与安全互锁保护装置",
                "people": "李一、王二、买买提·艾力",
                "unit": "江西某某装备制造有限责任公司",
                "recommender": "江西省邮政通信产业工会",
            }
            for place in range(1, rows + 1)
        ]
        context["tables"].append({"tier": tier.name, "rows": table})
    return pages.render("bulletin/bulletin.html", context | (text or {}))
