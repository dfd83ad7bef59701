"""campaign.yaml as a form has it: every setting as it was typed, and the file with what was typed over it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from generator.campaign.fields import Field, Kind, by_name
from generator.campaign.settings import CAMPAIGN_FIELDS, CAMPAIGN_LISTS, fields_of
from generator.editing.yaml_lines import Lines, entry, flow_list, flow_map, lines_of, scalar, with_entries
from generator.reading.raw_campaign import SETTINGS_FILE
from generator.reading.yaml_files.file import Items, Map, Node, Text

Row = Mapping[str, str]
INDENT = "  "


@dataclass(frozen=True)
class TypedSettings:
    """What stands in campaign.yaml as it was typed: `values` by label, of several texts one a line; `rows` of lists."""

    values: Mapping[str, str] = field(default_factory=dict)
    rows: Mapping[str, tuple[Row, ...]] = field(default_factory=dict)


def typed_settings(content: bytes) -> TypedSettings:
    """What the file says, "" for what it does not. Raises DataError where it cannot be read."""
    return _typed(lines_of(content, SETTINGS_FILE))


def _typed(lines: Lines) -> TypedSettings:
    given = lines.root.nodes
    names = by_name(CAMPAIGN_FIELDS)
    found = {names[name].label: _text(node) for name, node in given.items() if name in names}
    values = {of.label: found.get(of.label, "") for of in CAMPAIGN_FIELDS}
    return TypedSettings(values, {label: _rows(given.get(label), label) for label in CAMPAIGN_LISTS})


def _text(node: Node) -> str:
    if isinstance(node, Items):
        return "\n".join(one.text for one in node.nodes if isinstance(one, Text))
    return node.text if isinstance(node, Text) else ""


def _rows(node: Node | None, label: str) -> tuple[Row, ...]:
    if not isinstance(node, Items):
        return ()
    return tuple(_row(one, label) for one in node.nodes if isinstance(one, Map))


def _row(node: Map, label: str) -> Row:
    fields = fields_of(CAMPAIGN_LISTS[label][1])
    names = by_name(fields)
    given = {names[name].label: _text(one) for name, one in node.nodes.items() if name in names}
    return {of.label: given.get(of.label, "") for of in fields}


def with_settings(content: bytes, typed: TypedSettings) -> bytes:
    """The file with what was typed; what is the same as before stays as it was written.

    Rows of which nothing is filled in are left out. Raises DataError where the file cannot be read.
    """
    lines = lines_of(content, SETTINGS_FILE)
    before = _typed(lines)
    written: dict[str, Sequence[str]] = {}
    for of in CAMPAIGN_FIELDS:
        text = typed.values.get(of.label, before.values[of.label]).strip()
        if text != before.values[of.label]:
            name = next((one for one in (of.label, of.key) if one in lines.root.nodes), of.label)
            comment = lines.comment(name) if name in lines.root.nodes else ""
            written[name] = [entry(name, _value(text, of), comment)]
    for label in CAMPAIGN_LISTS:
        rows = tuple(row for row in typed.rows.get(label, before.rows[label]) if any(row.values()))
        if rows != before.rows[label]:
            written[label] = _list(lines, label, before.rows[label], rows)
    return with_entries(lines, written)


def _value(text: str, of: Field) -> str:
    if of.kind is Kind.TEXTS:
        return flow_list([line.strip() for line in text.splitlines() if line.strip()])
    return scalar(" ".join(text.split("\n"))) if text else ""


def _list(lines: Lines, label: str, before: Sequence[Row], rows: Sequence[Row]) -> list[str]:
    """The lines of the list; those of rows that were there stay as they are."""
    comment = lines.comment(label) if label in lines.root.nodes else ""
    if not rows:
        return [entry(label, "[]", comment)]
    spans = lines.item_spans(label) if label in lines.root.nodes else []
    texts = [lines.texts[span.start : span.stop] for span in spans] if len(spans) == len(before) else []
    kept = {tuple(row.items()): text for row, text in zip(before, texts, strict=bool(texts))}
    made = [entry(label, "", comment)]
    for row in rows:
        own = {name: text.strip() for name, text in row.items() if text.strip()}
        made += kept.get(tuple(row.items())) or [f"{INDENT}- {flow_map(own)}"]
    return made


def line_owners(content: bytes) -> dict[int, tuple[str, int]]:
    """For each line of the file, from 1, the label of the setting there and the row of its list from 0, or -1."""
    lines = lines_of(content, SETTINGS_FILE)
    names = by_name(CAMPAIGN_FIELDS)
    owners: dict[int, tuple[str, int]] = {}
    for name in lines.root.nodes:
        label = names[name].label if name in names else name
        owners |= {line + 1: (label, -1) for line in lines.span(name)}
        for number, span in enumerate(lines.item_spans(name)):
            owners |= {line + 1: (label, number) for line in span}
    return owners
