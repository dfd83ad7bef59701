"""The marks in a form's printed words: which values they may name."""

from __future__ import annotations

import re
from functools import lru_cache

from jinja2 import meta

from generator.campaign.forms import width_em
from generator.campaign.masking import quoted
from generator.campaign.settings import CAMPAIGN_FIELDS
from generator.ground.environment import FAULTS, environment, explained, require_plain
from generator.reading.form_files.form_entry import FormEntry
from generator.reading.raw import near_miss
from generator.reading.yaml_files.entry import Entry

# What the composing stage gives besides the settings: who stands above the unit, the review office, and what is
# said of copies.
OWN_WORDS = ("union", "office", "copies", "brief_limit", "categories")
WORDS = (*(field.label for field in CAMPAIGN_FIELDS), *OWN_WORDS)
_LONGEST_TITLE_EM, _GIVEN = 60, "国" * 6  # three lines of 2号; about as long as what a mark gives
_FILTERS = frozenset({"join", "顿号", "年月日", "月日", "日", "汉字", "default", "first", "last", "length", "count"})
TEXTS_KEPT = 1_000  # of which the names are known
_JINJA = environment(escape=False)
_BRACES, _MARK = frozenset("{}｛｝"), re.compile(r"\{\{.*?\}\}|\{%.*?%\}")
_PLAIN = re.compile(r"\{\{ ?([^\W\d]\w*) ?\}\}")


@lru_cache(TEXTS_KEPT)
def _names(text: str) -> frozenset[str]:
    """The names of values in its marks. Raises one of FAULTS for what cannot be read, or is more than forms need."""
    if not any(brace in _PLAIN.sub("", text) for brace in "{}"):
        return frozenset(_PLAIN.findall(text))  # all that most texts have is known without Jinja
    return frozenset(meta.find_undeclared_variables(require_plain(text, _FILTERS, _JINJA)))


def require_words(entry: Entry, key: str, text: str) -> str:
    """The text; what is wrong with its marks, or was meant as one and would be printed as typed, is noted."""
    if _BRACES.isdisjoint(text):
        return text
    if not _BRACES.isdisjoint(_MARK.sub("", text)) and "{{" not in _MARK.sub("", text):
        entry.wrong(
            "form-words",
            key,
            f"{quoted(text)}里的花括号会照样印出来。",
            "请写成 {{ 年度 }} 的样子，左右各两个半角花括号。",
        )
        return ""
    try:
        names = _names(text)
    except FAULTS as wrong:
        entry.wrong(
            "form-words", key, f"{quoted(text)}里的标记有误：{explained(wrong)}。", "请写成 {{ 年度 }} 的样子。"
        )
        return ""
    for name in sorted(names.difference(WORDS)):
        entry.wrong("form-words", key, f"标记里用了没有的名称{quoted(name)}。", near_miss(name, WORDS))
    return text


def title_words(entry: FormEntry, key: str) -> str:
    """The title of that name; that it is not one line's text, or too long for any page, is noted besides."""
    text = needed_words(entry, key)
    if "|" in _MARK.sub("", text):
        entry.wrong("form-words", key, "标题里的“|”会照样印出来。", "请删去，长的标题自动换行。")
    if (over := int(width_em(_MARK.sub(_GIVEN, text)) - _LONGEST_TITLE_EM)) > 0:
        entry.wrong("form-size", key, f"标题太长，超过三行，约多出{over}个字。", "请缩短。")
    return text


def printed_words(entry: Entry, key: str) -> str:
    """The printed words of that name, if any; what is wrong with their marks is noted."""
    return require_words(entry, key, entry.typed(key))


def needed_words(entry: FormEntry, key: str) -> str:
    """The same where they have to be there."""
    return require_words(entry, key, entry.needed(key))
