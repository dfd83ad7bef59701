"""The marks in a form's printed words: which values they may name."""

from __future__ import annotations

from jinja2 import meta

from generator.campaign.fields import CAMPAIGN_FIELDS
from generator.campaign.masking import quoted
from generator.ground.environment import FAULTS, environment, explained, require_plain
from generator.reading.form_files.nodes import Entry
from generator.reading.raw import near_miss

# What the composing stage gives besides the settings: who stands above the unit, the review office, and what is
# said of copies.
OWN_WORDS = ("活动名称", "union", "office", "copies", "brief_limit", "categories")
WORDS = (*(field.label for field in CAMPAIGN_FIELDS), *OWN_WORDS)
_FILTERS = frozenset({"join", "顿号", "年月日", "月日", "日", "汉字", "default", "first", "last", "length", "count"})
_JINJA = environment(escape=False)


def require_words(entry: Entry, key: str, text: str) -> str:
    """The text; what is wrong with its marks is noted."""
    if "{" not in text:
        return text
    try:
        names = meta.find_undeclared_variables(require_plain(text, _FILTERS, _JINJA))
    except FAULTS as wrong:
        entry.wrong(
            "form-words", key, f"{quoted(text)}里的标记有误：{explained(wrong)}。", "请写成 {{ 年度 }} 的样子。"
        )
        return ""
    for name in sorted(names.difference(WORDS)):
        entry.wrong("form-words", key, f"标记里用了没有的名称{quoted(name)}。", near_miss(name, WORDS))
    return text
