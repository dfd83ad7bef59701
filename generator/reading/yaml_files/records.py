"""YAML mappings → raw records by field: names known, values of the right shape, what YAML left out or joined told."""

from __future__ import annotations

from collections.abc import Iterator

from generator.campaign.errors import Place, Problem, error, warning
from generator.campaign.fields import Field, Kind
from generator.reading.raw import Raw, RawRecord, field_called, near_field, unknown_name
from generator.reading.yaml_files.file import Items, Map, Text

MOST_UNKNOWN = 50  # names told one by one, each with what was probably meant


def record_from(node: Map, fields: tuple[Field, ...], name: str) -> tuple[RawRecord, list[Problem]]:
    """The mapping's values by field key; unknown keys and values of a wrong shape are problems."""
    values: dict[str, Raw] = {}
    problems: list[Problem] = []
    unknown = 0
    for key, value in node.nodes.items():
        place = Place(name, line=node.lines[key])
        field = field_called(key, fields)
        if field is None:
            unknown += 1
            if unknown > MOST_UNKNOWN:
                continue
            problems.append(_unknown_key(place, key, fields))
            if meant := near_field(key, fields):
                values.setdefault(meant.key, Raw(None, place, refused=True))
        elif field.key in values and not values[field.key].refused:
            message = "同一项写了两次（如中文名和英文名各一次）。"
            problems.append(error("yaml-duplicate-key", place, field.label, message, "请只保留一处。"))
        elif isinstance(value, Text):
            values[field.key] = Raw(value.text, place)
        elif isinstance(value, Items) and not _takes(field, value):
            fix = "方括号会被当成列表，请把整个值放在引号里。" if value.is_flow else "请写成一行，或用“|”分段书写。"
            problems.append(error("yaml-shape", place, field.label, "这里应是文字，不是列表。", fix))
            values[field.key] = Raw(None, place, refused=True)
        elif isinstance(value, Items) and all(isinstance(item, Text) for item in value.nodes):
            values[field.key] = Raw(tuple(n.text for n in value.nodes if isinstance(n, Text)), place)
        else:
            fix = "请按示例文件书写；内容以“{”开头的，请把整个值放在引号里。"
            problems.append(error("yaml-shape", place, field.label, "这里应是文字。", fix))
            values[field.key] = Raw(None, place, refused=True)
    if unknown > MOST_UNKNOWN:
        message = f"还有{unknown - MOST_UNKNOWN}个不认识的名称，没有列出。"
        problems.append(error("unknown-key", Place(name, line=node.line), "", message, "请按示例文件书写。"))
    return RawRecord(values, Place(name, line=node.line)), problems


def _takes(field: Field, value: Items) -> bool:
    """Whether the field takes several values; of a list of something else the shape is told."""
    return field.kind in (Kind.TEXTS, Kind.CHOICES) or not all(isinstance(item, Text) for item in value.nodes)


def _unknown_key(place: Place, key: str, fields: tuple[Field, ...]) -> Problem:
    """The problem of an unknown key; of one that runs on behind a full-width colon, that it does."""
    bare, colon, _ = key.partition("：")
    if colon and field_called(bare, fields):
        fix = "名称后面的冒号请用半角“:”并空一格，不要用全角“：”。"
        return error("unknown-key", place, bare, "名称和内容没有分开。", fix)
    return unknown_name("unknown-key", place, "名称", key, fields)


def reminders(node: Map, name: str, *, comments: bool = True) -> Iterator[Problem]:
    """A reminder for each value whose lines were joined by blanks within Chinese text, or that a comment follows."""
    for key, value in node.nodes.items():
        if isinstance(value, Text) and value.is_folded:
            message = "内容写成了几行，已连成一段，行与行之间加了空格。"
            fix = "请写在一行里；要分段的，请在冒号后写“|”，从下一行起缩进书写，一行是一段。"
            yield warning("yaml-folded", Place(name, line=value.line), key, message, fix)
        if isinstance(value, Text) and value.comment and comments:
            message, fix = "后面的“#”和文字是注释，没有读入。", "如是内容，请给整个值加引号；否则请删去。"
            yield warning("yaml-comment", Place(name, line=value.line), key, message, fix)
