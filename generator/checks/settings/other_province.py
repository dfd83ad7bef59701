"""Words of wording files that fit another province: what is left of the wording that a campaign began from."""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.campaign.errors import Place, Problem, warning
from generator.checks.settings.copies import texts_of
from generator.reading.yaml_files.file import Node

# The province that the program's own wording is of, and how that wording names it and its parts.
_HOME = "江西"
_OF_HOME = re.compile(r"赣江新区|江西省?|赣")
_NO_PROVINCE = re.compile(r"自治区|兵团|市$|^(?:内蒙古|广西|西藏|宁夏|新疆|北京|天津|上海|重庆)")
# How a province calls itself; a region (自治区) and a municipality (市) do otherwise. Behind the last character of a
# province's name it is that province.
_OF_PROVINCES = re.compile(
    r"[全我本]省|(?<![北西宁林江苏徽建东南川州肃海湾])省(?:总工会|总直属|产业|直属|直机关|评选|质量|级|委|政府)"
)


def words_of_another_province(node: Node, file: str, province: str) -> Iterator[Problem]:
    """A reminder of every text that names what the province does not have or is not."""
    for text in texts_of(node):
        forms = [_OF_PROVINCES] if _NO_PROVINCE.search(province) else []
        if named := words_left(text.text, province, *forms):
            fix = "请改成本地的写法；确实如此的不必改。"
            if file.startswith("templates/"):
                fix = f"请改活动文件夹里的 {file}（没有的，先从程序的同名位置复制）；确实如此的不必改。"
            message = f"文字里写着{named}，活动的省份是{province}。"
            yield warning("wording-province", Place(file, line=text.line), "", message, fix)


def words_left(text: str, province: str, *forms: re.Pattern[str]) -> str:
    """The words that name the starter's province, or of which one of the `forms` is, in quotes; empty for none."""
    wanted = forms if province.startswith(_HOME) else (_OF_HOME, *forms)
    found = [word for form in wanted for word in form.findall(text)]
    return "、".join(f"“{word}”" for word in dict.fromkeys(found))
