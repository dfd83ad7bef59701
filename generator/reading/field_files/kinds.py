"""What an entry of fields.yaml says of its kind: limits, bounds, choices, unit; what the kind has not is told."""

from __future__ import annotations

import re

from generator.campaign.fields import Kind
from generator.campaign.masking import quoted
from generator.campaign.settings import CAMPAIGN_FIELDS
from generator.reading.raw import near_miss
from generator.reading.yaml_files.entry import Entry
from generator.reading.yaml_files.file import Text

KEYS = (
    "key", "label", "kind", "required", "limit", "least", "most", "choices", "unit", "personal", "public", "example",
    "hint",
)  # fmt: skip
MOST_WORDS = 100  # that a field may be one of
LONGEST_CELL = 32_000  # characters that a cell of Excel takes
LIMITED = frozenset({Kind.TEXT, Kind.PERSON, Kind.LONG_TEXT, Kind.TEXTS, Kind.PATENT_NUMBER})
BOUNDED = frozenset({Kind.TEXTS, Kind.CHOICES, Kind.INTEGER, Kind.MONEY})
CHOSEN = frozenset({Kind.CHOICE, Kind.CHOICES})
PERSONAL = frozenset({Kind.PHONE, Kind.ID_NUMBER})
NOT_HERE = frozenset({Kind.PERCENT, Kind.MILLIMETRES})
# The lists of campaign.yaml that choices may name, by key and by label.
_LISTED = {"recommender_names": "申报单位", "tier_names": "等次"} | {
    field.key: field.label for field in CAMPAIGN_FIELDS if field.key in ("categories", "patent_forms", "patent_states")
}
LISTS = {name: key for key, label in _LISTED.items() for name in (key, label)}
LARGEST = 999_999_999  # of a whole number
_WHOLE = re.compile(r"-?[0-9]{1,12}")
_UNIT = re.compile(r"[十百千万亿]{0,2}(?:元|美元|欧元|港元)")
_APART = re.compile("[、；;，,\n]")  # what stands between several of a field's words
_KINDS = {
    name: kind for kind in Kind if kind not in NOT_HERE for name in (kind.value, kind.name.lower().replace("_", " "))
}


def kind_of(entry: Entry) -> Kind | None:
    """The kind that the entry names, that of a line of text where it names none; None where there is none such."""
    word = entry.text("kind", Kind.TEXT.value)
    if kind := _KINDS.get(word) or _KINDS.get(re.sub(r"[_/\s-]+", " ", word).lower()):
        return kind
    kinds = tuple(kind.value for kind in Kind if kind not in NOT_HERE)
    entry.wrong("definition", "kind", f"没有{quoted(word)}这一类。", near_miss(word, kinds))
    return None


def _number(entry: Entry, key: str) -> int | None:
    """The whole number behind the key, None where there is none or something else."""
    text = entry.text(key)
    if not text:
        return None
    if _WHOLE.fullmatch(text) and abs(int(text)) <= LARGEST:
        return int(text)
    entry.wrong("definition", key, f"{key} 应是整数，这里是{quoted(text)}。", "请改成整数，如 20。")
    return None


def limit_of(entry: Entry, kind: Kind) -> int | None:
    """How many characters a text may have."""
    limit = _number(entry, "limit")
    if entry.has("limit") and kind not in LIMITED:
        entry.wrong("definition", "limit", f"{kind.value}没有字数上限。", "请删去 limit。")
    elif limit is not None and not 1 <= limit <= LONGEST_CELL:
        entry.wrong("definition", "limit", f"字数上限是{limit}。", f"请改为1至{LONGEST_CELL}（Excel 单元格放得下的）。")
    return limit


def bounds_of(entry: Entry, kind: Kind) -> tuple[int | None, int | None]:
    """The least and the most of a number, or of how many texts."""
    least, most = _number(entry, "least"), _number(entry, "most")
    for key in ("least", "most"):
        if entry.has(key) and kind not in BOUNDED:
            entry.wrong("definition", key, f"{kind.value}没有大小可限。", f"请删去 {key}。")
    if least is not None and most is not None and least > most:
        entry.wrong("definition", "least", f"最小{least}比最大{most}还大。", "请核对 least 和 most。")
    return least, most


def choices_of(entry: Entry, kind: Kind) -> str | tuple[str, ...]:
    """The words, or the key of the campaign's list that the choices are."""
    if kind not in CHOSEN:
        if entry.has("choices"):
            fix = f"请删去 choices，或把 kind 改为{Kind.CHOICE.value}、{Kind.CHOICES.value}。"
            entry.wrong("definition", "choices", f"{kind.value}没有可选的词。", fix)
        return ()
    if not entry.has("choices"):
        if not entry.lacks("choices", KEYS):
            return ()
        entry.wrong("definition", "choices", "没有写可选的词。", "请补写，如 choices: [男, 女]，或 choices: 项目类别。")
        return ()
    if not isinstance(entry.node.nodes["choices"], Text):
        return _words(entry, kind)
    name = entry.text("choices")
    if name not in LISTS:
        fix = near_miss(name, tuple(one for one in LISTS if not one.isascii()))
        entry.wrong("definition", "choices", f"campaign.yaml 里没有{quoted(name)}这组词。", fix)
    return LISTS.get(name, ())


def _words(entry: Entry, kind: Kind) -> tuple[str, ...]:
    words = tuple(map(str.strip, entry.texts("choices")))
    if len(words) > MOST_WORDS:
        entry.wrong("definition", "choices", f"可选的词有{len(words)}个，最多{MOST_WORDS}个。", "请删减。")
        return ()
    for word in dict.fromkeys(words):
        if not word:
            entry.wrong("definition", "choices", "可选的词里有一个是空的。", "请删去。")
        elif not word.isprintable():
            entry.wrong("definition", "choices", f"{quoted(word)}里有换行或看不见的字符。", "请删去，或重新输入。")
        elif words.count(word) > 1:
            entry.wrong("definition", "choices", f"{quoted(word)}写了两次。", "请只保留一个。")
        elif kind is Kind.CHOICES and _APART.search(word):
            fix = "请改写这个词，不要带顿号、逗号、分号。"
            entry.wrong("definition", "choices", f"{quoted(word)}里有分隔几项的标点，填写时分不开。", fix)
    if not words:
        entry.wrong("definition", "choices", "可选的词一个也没有。", "请补写，如 choices: [男, 女]。")
    return words


def personal_of(entry: Entry, kind: Kind, public: bool) -> bool:
    """Whether it is nobody else's business: phones and ID numbers always, and what the entry says."""
    personal = entry.yes("personal", kind in PERSONAL)
    if kind in PERSONAL and not personal:
        entry.wrong("definition", "personal", f"{kind.value}总是个人信息。", "请删去 personal。")
    elif personal and public:
        entry.wrong("definition", "public", "个人信息不能公开。", "请删去 public 或 personal。")
    return personal


def unit_of(entry: Entry, kind: Kind) -> str:
    """What money counts in."""
    unit = entry.text("unit")
    if unit and kind is not Kind.MONEY:
        entry.wrong("definition", "unit", f"{kind.value}没有单位，只有{Kind.MONEY.value}有。", "请删去 unit。")
    elif unit and not _UNIT.fullmatch(unit):
        entry.wrong("definition", "unit", f"{quoted(unit)}不是金额的单位。", "请写成 元、万元、亿元。")
    return unit or ("元" if kind is Kind.MONEY else "")
