"""What is said of each file: once a file, with what it takes the place of."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import replace

from generator.campaign.kinds import label_of
from generator.campaign.settings import Settings
from generator.collecting.files.incoming import Incoming
from generator.collecting.found import FileNote
from generator.collecting.workbooks.known import Earlier
from generator.composing.filling.words import forms_of


def noted(
    notes: Iterable[FileNote], files: Sequence[Incoming], earlier: Earlier, settings: Settings
) -> tuple[FileNote, ...]:
    """The notes of all files in order; those of a list's rows as one."""
    by_file: dict[str, list[FileNote]] = defaultdict(list)
    for note in notes:
        by_file[note.file].append(note)
    forms = forms_of(settings)
    made = []
    for one in files:
        for note in _joined(by_file.get(one.name, [])):
            label = label_of(forms[note.kind]) if note.kind in forms else ""
            message = note.message or _instead(note, label, one, earlier)
            made.append(replace(note, dated=one.dated, sum=_sum(one), label=label, message=message))
    return tuple(made)


def _joined(notes: Sequence[FileNote]) -> Iterator[FileNote]:
    """The notes of one file: of a list, or several forms of one kind, a single one."""
    kinds: dict[str, list[FileNote]] = defaultdict(list)
    for note in notes:
        kinds[note.kind].append(note)
    for same in kinds.values():
        numbers = list(dict.fromkeys(note.project for note in same))
        if len(numbers) == 1:
            yield replace(same[0], values=sum(note.values for note in same))
        else:
            values = sum(note.values for note in same)
            yield replace(same[0], project="", values=values, message=f"{len(numbers)}个项目：{'、'.join(numbers)}")


def _sum(one: Incoming) -> str:
    with suppress(OSError):
        return one.sum()
    return ""


def _instead(note: FileNote, label: str, one: Incoming, earlier: Earlier) -> str:
    """That the file takes the place of an earlier one of its project, with both dates."""
    own = earlier.files.get(one.name)
    day = f"{one.dated:%Y-%m-%d %H:%M}" if one.dated else "日期不明"
    if own is not None:
        return f"内容比上次（{own.day}）有改动，这次是 {day}" if own.sum and own.sum != _sum(one) else ""
    before = [
        old
        for old in earlier.files.values()
        if note.project and old.project == note.project and label and old.label == label
    ]
    return f"代替上次的 {before[0].file}（{before[0].day}），这次是 {day}" if before else ""
