"""fields.yaml → the fields of the three tables, or everything that is wrong with it by line."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from generator.campaign import core
from generator.campaign.errors import Place, Problem, error
from generator.campaign.examples import wrong_example
from generator.campaign.fields import (
    APPLICATION_SHEET,
    AWARD_SHEET,
    CAMPAIGN_FIELDS,
    COMPLETER_SHEET,
    Field,
    Fields,
    Kind,
)
from generator.campaign.masking import quoted
from generator.reading.field_files.entry import Entry, entries_in
from generator.reading.raw import bare_name, near_miss
from generator.reading.yaml_files.file import Map, Text, parsed

FIELDS_FILE = "fields.yaml"
SHEETS = (APPLICATION_SHEET, COMPLETER_SHEET, AWARD_SHEET)
KEYS = (
    "key", "label", "kind", "required", "limit", "least", "most", "choices", "unit", "personal", "public", "example",
    "hint",
)  # fmt: skip
MOST_FIELDS, LONGEST_LABEL, LONGEST_CELL = 150, 30, 32_000
LIMITED = frozenset({Kind.TEXT, Kind.PERSON, Kind.LONG_TEXT, Kind.TEXTS, Kind.PATENT_NUMBER})
BOUNDED = frozenset({Kind.TEXTS, Kind.CHOICES, Kind.INTEGER, Kind.MONEY})
CHOSEN = frozenset({Kind.CHOICE, Kind.CHOICES})
PERSONAL = frozenset({Kind.PHONE, Kind.ID_NUMBER})
NOT_HERE = frozenset({Kind.PERCENT, Kind.MILLIMETRES})
# The lists of campaign.yaml that choices may name, by key and by label.
LISTS = {"recommender_names": "recommender_names", "申报单位": "recommender_names"} | {
    "tier_names": "tier_names", "等次": "tier_names",
} | {
    name: field.key
    for field in CAMPAIGN_FIELDS
    if field.key in ("categories", "patent_forms", "patent_states")
    for name in (field.key, field.label)
}  # fmt: skip
_KEY = re.compile(r"[a-z][a-z0-9_]{0,39}")
_SLOT = re.compile(r"(cover_|completer\d).*")
_UNIT = re.compile(r"[十百千万亿]{0,2}(?:元|美元|欧元|港元)")
_APART = re.compile("[、；;，,\n]")  # what stands between several of a field's words
_UNFIT = re.compile(r"[\n:：*#{}“”\"]")
_Kinds = {kind.value: kind for kind in Kind if kind not in NOT_HERE} | {
    kind.name.lower().replace("_", " "): kind for kind in Kind if kind not in NOT_HERE
}


def read_fields(content: bytes, name: str) -> tuple[Fields | None, list[Problem]]:
    """The fields, None where anything is wrong, with every problem. `name` is how messages call the file."""
    root, problems = parsed(content, name)
    if problems:
        return None, problems
    if not isinstance(root, Map):
        fix = f"请写{'、'.join(SHEETS)}三张表，每张表是一组字段。"
        return None, [error("yaml-shape", Place(name), "", "文件应由“名称: 内容”组成。", fix)]
    top = Entry(root, name, problems)
    top.require_known(SHEETS)
    tables = {sheet: _table(top, sheet) for sheet in SHEETS}
    if problems:
        return None, problems
    return Fields(*(tables[sheet] for sheet in SHEETS)), []


def _table(top: Entry, sheet: str) -> tuple[Field, ...]:
    """The fields of one table, as far as they are right."""
    if sheet not in top.node.nodes:
        top.wrong("definition", "", f"没有“{sheet}”这张表。", "请照自带的 fields.yaml 补上。")
        return ()
    entries = entries_in(top.node.nodes[sheet], sheet, top.file, top.node.lines[sheet], top.problems)
    if len(entries) > MOST_FIELDS:
        top.wrong("definition", sheet, f"有{len(entries)}个字段，最多{MOST_FIELDS}个。", "请删去用不到的字段。")
        return ()
    entries = [replace(one, name=_called(one)) for one in entries]
    fields = [(entry, _field(entry, sheet)) for entry in entries]
    _require_once(fields)
    _require_core(top, sheet, fields)
    return tuple(field for _, field in fields if field)


def _called(entry: Entry) -> str:
    """How messages call the field: by its name, or its key."""
    names = (entry.node.nodes.get(key) for key in ("label", "key"))
    return next((one.text[:LONGEST_LABEL] for one in names if isinstance(one, Text) and one.text), "")


def _field(entry: Entry, sheet: str) -> Field | None:
    """The field, None where its name or kind is wrong."""
    entry.require_known(KEYS)
    key, label, kind = _key(entry), _label(entry), _kind(entry)
    if not key or not label or kind is None:
        return None
    least, most = _bounds(entry, kind)
    public = entry.yes("public", False)
    field = Field(
        key, label, kind,
        required=entry.yes("required", True),
        limit=_limit(entry, kind),
        choices=_choices(entry, kind),
        personal=_personal(entry, kind, public),
        public=public,
        hint=entry.text("hint"),
        least=least,
        most=most,
        example=entry.text("example"),
        unit=_unit(entry, kind),
    )  # fmt: skip
    if field.example and (wrong := wrong_example(field)):
        entry.wrong("definition", "example", f"示例{quoted(field.example)}{wrong}", "请改示例，或删去它。")
    _require_kind(entry, sheet, field)
    return field


def _key(entry: Entry) -> str:
    key = entry.text("key")
    if not key and not entry.has("key"):
        entry.wrong("definition", "key", "这个字段没有英文名（key）。", "请补写，如 key: education。")
    if not key:
        return ""
    if not _KEY.fullmatch(key):
        fix = "英文名以小写字母开头，只用小写字母、数字和下划线，如 education。"
        entry.wrong("definition", "key", f"英文名{quoted(key)}不能用。", fix)
        return ""
    if key in core.RESERVED or _SLOT.fullmatch(key):
        entry.wrong("definition", "key", f"英文名{quoted(key)}程序另有用处。", "请换一个英文名。")
        return ""
    return key


def _label(entry: Entry) -> str:
    label = entry.text("label")
    if not label and not entry.has("label"):
        entry.wrong("definition", "label", "这个字段没有名称（label）。", "请补写，如 label: 学历。")
    elif len(label) > LONGEST_LABEL:
        message = f"名称有{len(label)}个字，最多{LONGEST_LABEL}个。"
        entry.wrong("definition", "label", message, "请改短，说明写在 hint 里。")
    elif unfit := _UNFIT.search(label):
        sign = f"“{unfit[0]}”" if unfit[0].isprintable() else "换行"
        message = f"名称里不能有{sign}，填报表和 YAML 里会读错。"
        entry.wrong("definition", "label", message, "请删去。")
    elif label in SHEETS:
        entry.wrong("definition", "label", "名称与一张表同名。", "请换一个名称。")
    else:
        return label
    return ""


def _kind(entry: Entry) -> Kind | None:
    word = entry.text("kind", Kind.TEXT.value)
    if kind := _Kinds.get(word) or _Kinds.get(re.sub(r"[_/\s-]+", " ", word).lower()):
        return kind
    kinds = tuple(kind.value for kind in Kind if kind not in NOT_HERE)
    entry.wrong("definition", "kind", f"没有{quoted(word)}这一类。", near_miss(word, kinds))
    return None


def _limit(entry: Entry, kind: Kind) -> int | None:
    limit = entry.number("limit")
    if entry.has("limit") and kind not in LIMITED:
        entry.wrong("definition", "limit", f"{kind.value}没有字数上限。", "请删去 limit。")
    elif limit is not None and not 1 <= limit <= LONGEST_CELL:
        entry.wrong("definition", "limit", f"字数上限是{limit}。", f"请改为1至{LONGEST_CELL}（Excel 单元格放得下的）。")
    return limit


def _bounds(entry: Entry, kind: Kind) -> tuple[int | None, int | None]:
    least, most = entry.number("least"), entry.number("most")
    for key in ("least", "most"):
        if entry.has(key) and kind not in BOUNDED:
            entry.wrong("definition", key, f"{kind.value}没有大小可限。", f"请删去 {key}。")
    if least is not None and most is not None and least > most:
        entry.wrong("definition", "least", f"最小{least}比最大{most}还大。", "请核对 least 和 most。")
    return least, most


def _choices(entry: Entry, kind: Kind) -> str | tuple[str, ...]:
    """The words, or the key of the campaign's list that the choices are."""
    if kind not in CHOSEN:
        if entry.has("choices"):
            fix = f"请删去 choices，或把 kind 改为{Kind.CHOICE.value}、{Kind.CHOICES.value}。"
            entry.wrong("definition", "choices", f"{kind.value}没有可选的词。", fix)
        return ()
    if not entry.has("choices"):
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
    words = entry.texts("choices")
    for word in dict.fromkeys(words):
        if not word:
            entry.wrong("definition", "choices", "可选的词里有一个是空的。", "请删去。")
        elif words.count(word) > 1:
            entry.wrong("definition", "choices", f"{quoted(word)}写了两次。", "请只保留一个。")
        elif kind is Kind.CHOICES and _APART.search(word):
            fix = "请改写这个词，不要带顿号、逗号、分号。"
            entry.wrong("definition", "choices", f"{quoted(word)}里有分隔几项的标点，填写时分不开。", fix)
    if not words:
        entry.wrong("definition", "choices", "可选的词一个也没有。", "请补写，如 choices: [男, 女]。")
    return words


def _personal(entry: Entry, kind: Kind, public: bool) -> bool:
    """Whether it is nobody else's business: phones and ID numbers always, and what the entry says."""
    personal = entry.yes("personal", kind in PERSONAL)
    if kind in PERSONAL and not personal:
        entry.wrong("definition", "personal", f"{kind.value}总是个人信息。", "请删去 personal。")
    elif personal and public:
        entry.wrong("definition", "public", "个人信息不能公开。", "请删去 public 或 personal。")
    return personal


def _unit(entry: Entry, kind: Kind) -> str:
    unit = entry.text("unit")
    if unit and kind is not Kind.MONEY:
        entry.wrong("definition", "unit", f"{kind.value}没有单位，只有{Kind.MONEY.value}有。", "请删去 unit。")
    elif unit and not _UNIT.fullmatch(unit):
        entry.wrong("definition", "unit", f"{quoted(unit)}不是金额的单位。", "请写成 元、万元、亿元。")
    return unit or ("元" if kind is Kind.MONEY else "")


def _require_kind(entry: Entry, sheet: str, field: Field) -> None:
    """Note where a field that the program calculates with is of another kind, or of other words."""
    kind = core.KINDS[sheet].get(field.key)
    if kind is not None and kind is not field.kind:
        message = f"英文名是 {field.key} 的字段，程序要按{kind.value}取值，这里是{field.kind.value}。"
        entry.wrong("definition", "kind", message, f"请把 kind 改为{kind.value}，或换一个英文名。")
    words = core.LISTS[sheet].get(field.key)
    if words and kind is field.kind and field.choices != words:
        label = next(name for name, key in LISTS.items() if key == words and not name.isascii())
        entry.wrong("definition", "choices", "这个字段的词要与 campaign.yaml 一致。", f"请写 choices: {label}。")
    if field.key in core.NEEDED[sheet] and not field.required:
        entry.wrong("definition", "required", "这个字段必须填写。", "请删去 required。")


def _require_once(fields: Sequence[tuple[Entry, Field | None]]) -> None:
    """Note every name that two fields of a table have."""
    seen: dict[str, Entry] = {}
    for entry, field in fields:
        for key, name in (("key", field.key), ("label", bare_name(field.label))) if field else ():
            if (first := seen.setdefault(name, entry)) is not entry:
                message = f"{quoted(name)}第{first.node.line}行已有。"
                entry.wrong("definition", key, message, "一张表里名称和英文名都不能重复，请改一个。")


def _require_core(top: Entry, sheet: str, fields: Sequence[tuple[Entry, Field | None]]) -> None:
    """Note the fields that are missing without which the table cannot be read."""
    present = {field.key if field else entry.text("key") for entry, field in fields}
    for key in core.NEEDED[sheet]:
        if key not in present:
            message = f"“{sheet}”里没有 {key} 这个字段，程序要用它。"
            top.wrong("definition", sheet, message, "请照自带的 fields.yaml 补上。")
