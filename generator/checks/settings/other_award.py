"""The name of the award that words and forms were written for, where campaign.yaml gives the campaign another."""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.campaign.errors import Place, Problem, warning
from generator.campaign.layout import FORM_FILE
from generator.campaign.masking import quoted
from generator.campaign.settings import Settings
from generator.checks.settings.copies import texts_of
from generator.composing.filling.words import forms_of, printed_texts
from generator.reading.raw_campaign import RawCampaign
from generator.reading.yaml_files.file import Node

_QUOTED = re.compile("“(.+?)”")


def words_of_another_award(node: Node, file: str, settings: Settings) -> Iterator[Problem]:
    """A reminder of every text of a wording file that says the name which campaign.yaml replaces."""
    for text in texts_of(node):
        if _is_left(text.text, settings):
            yield _told(Place(file, line=text.line), settings, f"请改成“{{{{ 活动名称 }}}}”；{_FINE}")


def forms_of_another_award(settings: Settings, _: RawCampaign) -> Iterator[Problem]:
    """A reminder of every form that prints the name which campaign.yaml replaces."""
    for key, form in forms_of(settings).items():
        if any(_is_left(text, settings) for text in printed_texts(form)):
            file = f"templates/{key}/{FORM_FILE}"
            fix = f"请改活动文件夹里的 {file}（没有的，先从程序的同名位置复制），再运行 wuxiao draft；{_FINE}"
            yield _told(Place(file), settings, fix)


_FINE = "确实如此的不必改。"


def _is_left(text: str, settings: Settings) -> bool:
    """Whether it says the name of words.yaml, or what stands in quotes there, though the campaign has another name."""
    old, new = settings.words.activity, settings.activity
    return old != new and _core(old) in text.replace(new, "").replace(_core(new), "")


def _core(name: str) -> str:
    found = _QUOTED.search(name)
    return found[1] if found else name


def _told(place: Place, settings: Settings, fix: str) -> Problem:
    message = f"写着{quoted(_core(settings.words.activity))}，活动名称是{quoted(settings.activity)}。"
    return warning("wording-award", place, "", message, fix)
