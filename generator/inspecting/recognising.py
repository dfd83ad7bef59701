"""What a file is, told by its printed words and never by its name."""

from __future__ import annotations

import re

from generator.inspecting.words import Words, bare
from generator.reading.schema import own_grid, own_list

_MOST = 0.6  # of a form's labels: the rest may have been changed, which is what an inspection is for
_WINNERS = ("序号", "项目名称", "完成人", "所在单位", "推荐单位")
_NOTICE, _BULLETIN = re.compile(r".{4,80}的通知"), re.compile(r".{4,80}的通报")
_OPENING = 400


def recognised(text: str, words: Words) -> str:
    """notice, bulletin, form1 or form2; empty where it is none of them."""
    whole = bare(text)
    opening = whole[:_OPENING]
    official = "：" in opening and re.search(r"\d{4}年\d{1,2}月\d{1,2}日", whole)
    if official and _BULLETIN.search(opening) and all(label in whole for label in _WINNERS):
        return "bulletin"
    if official and _NOTICE.search(opening):
        return "notice"
    shares = {"form1": _share(form1_labels(), whole, words), "form2": _share(form2_labels(), whole, words)}
    found = [kind for kind, share in shares.items() if share >= _MOST]
    return found[0] if len(found) == 1 else ""


def form1_labels() -> tuple[str, ...]:
    """The printed labels and headings of Form 1, without line breaks and without what the campaign adds."""
    cells = own_grid("form1").cells
    return tuple(bare(re.sub(r"\{\{.*?\}\}|\|", "", cell.text)) for cell in cells if cell.text)


def form2_labels() -> tuple[str, ...]:
    """The printed column headers of Form 2, up to what the campaign adds in brackets, and the words above."""
    form = own_list("form2")
    headers = [column.label.replace("|", "").split("（{{")[0] for column in form.columns]
    return (*map(bare, headers), form.unit_label, form.date_label)


def _share(labels: tuple[str, ...], text: str, words: Words) -> float:
    return sum(re.search(words.pattern(label), text) is not None for label in labels) / len(labels)
