"""The stages of a campaign as the head of its pages shows them, and what belongs to every stage."""

from __future__ import annotations

from typing import NamedTuple


class Stop(NamedTuple):
    """A page that the head leads to: the step it shows as, its name, and where it is below the campaign's address."""

    step: str
    label: str
    address: str


STAGES = (
    Stop("notice", "发通知", "/notice"),
    Stop("collect", "收材料", ""),
    Stop("review", "评选", "/review"),
    Stop("publicity", "公示", "/publicity"),
    Stop("bulletin", "通报", "/bulletin"),
    Stop("certificates", "发证", "/certificates"),
    Stop("archive", "归档", "/archive"),
)
OF_RECOMMENDER = (  # what the account of a recommender may open of a campaign
    Stop("own", "本单位的材料", ""),
    Stop("questions", "待确认", "/questions"),
    Stop("papers", "下载通知和空白表格", "/papers.zip"),
)
TOOLS = (
    Stop("settings", "设置", "/settings"),
    Stop("wording", "通知文字", "/wording"),
    Stop("check", "检查", "/check"),
    Stop("build", "生成和下载", "/builds"),
    Stop("history", "修改记录", "/history"),
)
