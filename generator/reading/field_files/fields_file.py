"""fields.yaml → the fields of the three tables, or everything that is wrong with it by line."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from generator.campaign import core
from generator.campaign.errors import Problem
from generator.campaign.examples import wrong_example
from generator.campaign.fields import (
    APPLICATION_SHEET,
    AWARD_SHEET,
    COMPLETER_SHEET,
    Field,
    Fields,
    Kind,
)
from generator.campaign.masking import quoted
from generator.reading.field_files.kinds import (
    KEYS,
    LISTS,
    bounds_of,
    choices_of,
    kind_of,
    limit_of,
    personal_of,
    unit_of,
)
from generator.reading.raw import bare_name
from generator.reading.yaml_files.entry import Entry, declared
from generator.reading.yaml_files.file import Text

FIELDS_FILE = "fields.yaml"
SHEETS = (APPLICATION_SHEET, COMPLETER_SHEET, AWARD_SHEET)
MOST_FIELDS, LONGEST_LABEL = 150, 30
_KEY = re.compile(r"[a-z][a-z0-9_]{0,39}")
_SLOT = re.compile(r"(cover_|completer\d).*")
_UNFIT = re.compile(r"[:：*#{}“”\"]")


def read_fields(content: bytes, name: str) -> tuple[Fields | None, list[Problem]]:
    """The fields, None where anything is wrong, with every problem. `name` is how messages call the file."""
    fix = f"请写{'、'.join(SHEETS)}三张表，每张表是一组字段。"
    top, problems = declared(content, name, SHEETS, fix)
    if top is None:
        return None, problems
    tables = {sheet: _table(top, sheet) for sheet in SHEETS}
    if problems:
        return None, problems
    return Fields(*(tables[sheet] for sheet in SHEETS)), []


def _table(top: Entry, sheet: str) -> tuple[Field, ...]:
    """The fields of one table, as far as they are right."""
    if sheet not in top:
        top.wrong("definition", "", f"没有“{sheet}”这张表。", "请照自带的 fields.yaml 补上。")
        return ()
    entries = top.entries(sheet)
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
    key, label, kind = _key(entry), _label(entry), kind_of(entry)
    if not key or not label or kind is None:
        return None
    least, most = bounds_of(entry, kind)
    public = entry.yes("public")
    field = Field(
        key, label, kind,
        required=entry.yes("required", True),
        limit=limit_of(entry, kind),
        choices=choices_of(entry, kind),
        personal=personal_of(entry, kind, public),
        public=public,
        hint=entry.text("hint"),
        least=least,
        most=most,
        example=entry.text("example"),
        unit=unit_of(entry, kind),
    )  # fmt: skip
    if kind is Kind.CHOICES and isinstance(field.choices, tuple) and (least or 0) > len(field.choices) > 0:
        message = f"至少要选{least}项，可选的词只有{len(field.choices)}个。"
        entry.wrong("definition", "least", message, "请核对 least 和 choices。")
    if field.example and (wrong := wrong_example(field)):
        entry.wrong("definition", "example", f"示例{quoted(field.example)}{wrong}", "请改示例，或删去它。")
    _require_kind(entry, sheet, field)
    return field


def _key(entry: Entry) -> str:
    key = entry.text("key")
    if entry.lacks("key", KEYS):
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
    if entry.lacks("label", KEYS):
        entry.wrong("definition", "label", "这个字段没有名称（label）。", "请补写，如 label: 学历。")
    elif len(label) > LONGEST_LABEL:
        message = f"名称有{len(label)}个字，最多{LONGEST_LABEL}个。"
        entry.wrong("definition", "label", message, "请改短，说明写在 hint 里。")
    elif unfit := _UNFIT.search(label):
        message = f"名称里不能有“{unfit[0]}”，填报表和 YAML 里会读错。"
        entry.wrong("definition", "label", message, "请删去。")
    elif not label.isprintable():
        entry.wrong("definition", "label", "名称里有换行或看不见的字符。", "请删去，或重新输入。")
    elif label in SHEETS:
        entry.wrong("definition", "label", "名称与一张表同名。", "请换一个名称。")
    else:
        return label
    return ""


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
