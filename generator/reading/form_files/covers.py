"""The cover of a form: values over rules, each behind its label."""

from __future__ import annotations

from generator.campaign.forms import COVER_PT, Cover, CoverValue
from generator.campaign.layout import MM_PER_PT, OFFICIAL
from generator.reading.form_files.cells import Taken, sizes_of, value_of
from generator.reading.form_files.form_entry import FormEntry
from generator.reading.form_files.words import needed_words, printed_words
from generator.reading.yaml_files.file import Items

COVER = ("lines", "sizes_pt")
_VALUE = ("label", "field", "of", "as", "width_mm", "height_mm", "hint")
_MOST_LINES, _MOST_HIGH_MM = 7, 31.0
_LATER_HIGH_MM = 17.0  # of what stands below another line: it grows upward


def cover_from(grid: FormEntry) -> Cover:
    """The cover that the form says it has."""
    entry, taken = grid.entry(grid.node.nodes["cover"], COVER), Taken()
    lines = []
    nodes = entry.items("lines", "各行")
    if len(nodes) > _MOST_LINES:
        entry.wrong("form-size", "lines", f"封面最多{_MOST_LINES}行。", "请减少，或移到表里。")
    for node in nodes:
        if not isinstance(node, Items) or len(node.nodes) not in (1, 2):
            grid.wrong("form-shape", "lines", "封面的一行是方括号里的一项或两项。", "请改正。", node.line)
            continue
        values = [_value(entry.entry(one, _VALUE), taken) for one in node.nodes]
        lines.append(tuple(one for one in values if one is not None))
    sizes = sizes_of(entry, "[16, 15, 14, 12]")
    if any(one.height_mm > _LATER_HIGH_MM for line in lines[1:] for one in line):
        message = f"第一行以外，一处最高{_LATER_HIGH_MM:g}毫米。"
        entry.wrong("form-size", "lines", message, "请减小 height_mm，或移到第一行。")
    cover = Cover(tuple(line for line in lines if line), sizes)
    wide = cover.label_em * COVER_PT * MM_PER_PT + cover.widest_mm + 1 if cover.lines else 0
    if wide > OFFICIAL.text_width_mm:
        message = f"有一行宽{wide:.0f}毫米，版心{OFFICIAL.text_width_mm:g}毫米里放不下。"
        entry.wrong("form-size", "lines", message, "请减小 width_mm，或缩短 label。")
    return cover


def _value(entry: FormEntry, taken: Taken) -> CoverValue | None:
    label = needed_words(entry, "label")
    if ("field" in entry) == ("of" in entry):
        entry.wrong("form-place", "of", "field 和 of 要写一个，只写一个。", "请改正。")
        return None
    key, fields = value_of(entry, "cover")
    value = CoverValue(
        key=key,
        label=label,
        fields=fields,
        width_mm=entry.number("width_mm", 5, OFFICIAL.text_width_mm),
        height_mm=entry.number("height_mm", 6, _MOST_HIGH_MM),
        hint=printed_words(entry, "hint"),
    )
    taken.add(entry, "field" if "field" in entry else "of", value.slot)
    return value
