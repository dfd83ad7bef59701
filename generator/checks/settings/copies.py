"""How many copies the notice asks for, against 申报材料 of campaign.yaml: where they differ, one is out of date."""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.campaign.errors import Place, Problem, warning
from generator.campaign.kinds import INTRO, SUMMARY, kind_of
from generator.campaign.records import OfficialText
from generator.campaign.settings import Settings
from generator.composing.wording.chinese import copies
from generator.reading.yaml_files.file import Items, Map, Node, Text

_COUNT = r"(?P<said>(?:一式)?(?P<count>[一二两三四五六七八九十]{1,3}|\d{1,2})份)"
# How a notice names what is handed in, up to the number of copies.
ASKED = {
    INTRO.label: re.compile(rf"介绍材料(?:纸质版|纸质)?{_COUNT}"),
    SUMMARY.label: re.compile(rf"工作总结(?:（[^）]*）)?{_COUNT}"),
}


def copies_asked(text: OfficialText, node: Node, file: str, settings: Settings) -> Iterator[Problem]:
    """A reminder of every number in the notice that is not the number of copies that packets hold."""
    body = "".join(block.lead + block.text for block in text.blocks)
    of_forms = {kind_of(form).label: form.annex for form in settings.schema.forms.values() if form.annex}
    forms = {item: re.compile(rf"（{re.escape(annex)}）{_COUNT}") for item, annex in of_forms.items()}
    for item, pattern in (forms | ASKED).items():
        wanted = settings.copies_of(item)
        for found in pattern.finditer(body):
            if found["count"] not in (copies(wanted), str(wanted)):
                message = f"通知写的是{item}{found['said']}，campaign.yaml 的“申报材料”是{_told(wanted)}。"
                place = Place(file, line=_line(node, (found[0], found["said"])))
                fix = "请改成一致；申报表和汇总表的注随“申报材料”而变。"
                yield warning("notice-consistency", place, "正文", message, fix)


def _told(wanted: int) -> str:
    return f"{copies(wanted)}份" if wanted else "没有这一项"


def _line(node: Node, said: tuple[str, ...]) -> int:
    """The first line of the file where it is said in the first of these ways; else where the file begins."""
    return next((text.line for words in said for text in texts_of(node) if words in text.text), node.line)


def texts_of(node: Node) -> Iterator[Text]:
    """Every text in the file, in its order."""
    if isinstance(node, Text):
        yield node
    elif isinstance(node, Items | Map):
        for inner in node.nodes.values() if isinstance(node, Map) else node.nodes:
            yield from texts_of(inner)
