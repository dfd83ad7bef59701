"""What people and programs write where there is nothing to write."""

from __future__ import annotations

import re
from collections.abc import Collection

# What people write for nothing: an optional value written so is not there.
NOTHING = frozenset((
    "无", "没有", "暂无", "尚无", "无此项", "不适用", "/", "//", "\\", "-", "--", "---", "—", "——", "–", "－",
    "／", "＼", "~", "～", "以下空白", "（以下空白）", "(以下空白)", "以下无", "以下无内容",
))  # fmt: skip
# What programs write for nothing, and people for what they do not know yet: told, since it may not be meant.
PROGRAMS = frozenset((
    "null", "none", "nil", "nan", "nat", "n/a", "na", "#n/a", "<na>", "undefined", "(null)", "(none)",
    "(blank)",
))  # fmt: skip
OPEN = frozenset((
    "空", "空白", "(空)", "（空）", "(无)", "（无）", "待定", "待补", "待补充", "待填", "未定", "未知", "不详",
    "略", "某某", "?", "？", "??", "？？", "…", "……", "。", "、", "*", "xx", "xxx", "××", "×××",
))  # fmt: skip
DITTO = frozenset((
    "同上", "同左", "同前", "〃", "″", '"', "”",
))  # fmt: skip
# What says that the content stands elsewhere, or is somebody whom the form does not name there.
ELSEWHERE = frozenset((
    "本人", "自己", "本单位", "本公司", "本厂", "见附件", "详见附件", "见附表", "见附页", "附后", "另附", "见另附材料",
    "见申报表", "详见申报表", "见简介", "详见简介", "见项目简介", "详见项目简介", "见介绍材料", "详见介绍材料",
))  # fmt: skip
_AS_ANOTHER = re.compile(
    r"同(?:第一完成人|牵头人|负责人|项目负责人|第一人|前一人|上一人|所在单位|申报单位)(?:的?(?:单位|工作单位|所在单位))?"
)


def is_nothing(text: str, choices: Collection[str] = ()) -> bool:
    """Whether the text stands for nothing, and nobody needs to be asked."""
    return text in NOTHING and text not in choices


def is_doubtful(text: str, choices: Collection[str] = ()) -> bool:
    """Whether the text stands for nothing, but may have come there by mistake."""
    return (text.lower() in PROGRAMS or text.lower() in OPEN) and text not in choices


def is_ditto(text: str, choices: Collection[str] = ()) -> bool:
    """Whether the text refers to another row or value."""
    return (text in DITTO or _AS_ANOTHER.fullmatch(text) is not None) and text not in choices


def is_elsewhere(text: str, choices: Collection[str] = ()) -> bool:
    """Whether the text says where the content stands instead of what it is."""
    return text.rstrip("。") in ELSEWHERE and text not in choices
